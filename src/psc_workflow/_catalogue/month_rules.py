"""
How a month is due whose days are not all alike: parts of a tariff, unknown unless its contract says so.

No text of the regime gives a rule for either. A month that is alike on all its
days needs none.
"""

from enum import StrEnum


class BrokenMonths(StrEnum):
    """
    How a month is due in which cover begins after the first day, or ends before the last (mois incomplet).

    ``WHOLE``: as if it were covered on all its days. ``BY_DAY``: as many days
    of it as are covered, over as many as it has. ``FREE``: not at all.
    """

    WHOLE = "whole"
    BY_DAY = "by_day"
    FREE = "free"


class ChangedMonths(StrEnum):
    """
    Which amount counts for a month in which it changes after the first day (mois de changement).

    ``FIRST_DAY``: that of the first day covered. ``LAST_DAY``: that of the last
    one. ``BY_DAY``: each for its days, over the days covered.
    """

    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    BY_DAY = "by_day"
