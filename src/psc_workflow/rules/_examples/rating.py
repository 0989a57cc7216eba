"""
The three faces of the confirmation screen.
"""

from psc_workflow._model.vocabulary import Rating
from psc_workflow.rules import rating
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(rating.assess)

EXAMPLES = (
    _example("happy", rating=Rating.HAPPY),
    _example("neutral", rating=Rating.NEUTRAL),
    _example("unhappy", rating=Rating.UNHAPPY),
    _example("no face chosen", "rating-missing", rating=None),
)
