"""
What the command line of pytest says about every class: the plug-in writes it, the tests read it.
"""

from pathlib import Path

import attrs

from psc_workflow._model.money import Locale


@attrs.define
class Settings:
    """
    Settings that go before those of a class; ``None`` leaves the class as it is.

    Args:
        replay: File with a journey, or with the report that ends in one.
    """

    seconds: float | None = None
    seed: int | None = None
    replay: Path | None = None
    locale: Locale | None = None


SETTINGS = Settings()
