"""
The answer left out, which is neither yes, nor no, nor "unknown".

``None`` is the answer of somebody who was asked and does not know: the rules
report a missing fact. An answer that is left out was not asked for: a rule that
can do without it warns. In JSON the key is left out.

>>> UNANSWERED is None
False
"""

from enum import Enum


class Unanswered(Enum):
    """The question was not asked, or not answered."""

    UNANSWERED = "unanswered"


Unanswered.only_by_absence = True  # type: ignore[attr-defined]  # read by structuring

UNANSWERED = Unanswered.UNANSWERED
