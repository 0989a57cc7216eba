"""
The three faces of the confirmation screen.
"""

from psc_workflow._model.vocabulary import Rating
from psc_workflow.rules import rating
from psc_workflow.rules.examples._example import Asking

_asking = Asking(rating.assess)

EXAMPLES = (
    _asking("happy", rating=Rating.HAPPY),
    _asking("neutral", rating=Rating.NEUTRAL),
    _asking("unhappy", rating=Rating.UNHAPPY),
    _asking("no face chosen", "rating-missing", rating=None),
)
