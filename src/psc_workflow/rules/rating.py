"""
One of the three faces is chosen (appréciation de l'expérience).

Legal source:
    The guide, subscription step 6.

Not modelled:
    Free comments.

>>> assess(Rating.HAPPY).holds, assess(None).missing
(True, ('rating',))
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Rating


def assess(rating: Rating | None) -> Verdict:
    """
    Check that a rating was chosen.

    Returns:
        A verdict that holds, or ``rating-missing``.
    """
    return Verdict() if rating is not None else Verdict((finding("rating-missing", "rating"),))
