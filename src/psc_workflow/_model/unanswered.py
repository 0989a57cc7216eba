"""
Left out, which is neither yes, nor no, nor "not known".

``None`` is an answer of somebody who was asked and does not know: the rules
miss the fact. What is left out was not asked: a rule that can do without the
answer warns. JSON says it by leaving the key out.

>>> UNANSWERED is None
False
"""

from enum import Enum


class Unanswered(Enum):
    """The question has not been put or not been answered."""

    UNANSWERED = "unanswered"


Unanswered.only_by_absence = True  # type: ignore[attr-defined]  # read by structuring

UNANSWERED = Unanswered.UNANSWERED
