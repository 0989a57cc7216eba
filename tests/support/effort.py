"""
Whether much is tried, as in ``make test-all``, or little.
"""

import os

from hypothesis import settings

IS_THOROUGH = settings().max_examples > 100

ASKS_DASK = IS_THOROUGH or settings.get_current_profile_name() == "mutants"
"""Whether Dask, which takes a second for each plan, is asked for more than prices and lines: ``make mutants`` does."""

IS_FULL = IS_THOROUGH and bool(os.environ.get("PSC_FULL"))
"""Whether a ministry's sizes are tried, for hours: ``PSC_FULL=1``, beside the profile of ``make test-all``."""


def sized(quick: int, thorough: int, full: int) -> int:
    """Choose the size for what is asked."""
    return full if IS_FULL else thorough if IS_THOROUGH else quick
