"""
The three faces of the confirmation screen.
"""

from psc_workflow.model.vocabulary import Rating
from psc_workflow.rules import rating
from psc_workflow.witnesses.witness import Asking

_asking = Asking(rating.assess)

WITNESSES = (
    _asking("happy", rating=Rating.HAPPY),
    _asking("neutral", rating=Rating.NEUTRAL),
    _asking("unhappy", rating=Rating.UNHAPPY),
    _asking("no face chosen", "rating-missing", rating=None),
)
