"""
Whether much is tried, as in ``make test-all``, or little.
"""

from hypothesis import settings

IS_THOROUGH = settings().max_examples > 100
