"""
The question on partners' offers is answered (consentements).

Opt-in, never preselected: declining is an answer, silence is not. An earlier
objection to the insurer's own offers stands, whatever is answered here.

Legal source:
    The guide, subscription step 3 (2/2).

Not modelled:
    The insurer's own register of objections.

>>> assess(False).holds, assess(None).missing
(True, ('partner_offers',))
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(partner_offers: bool | None) -> Verdict:
    """
    Check that the question was answered.

    Returns:
        A verdict that holds, or ``consent-unanswered``.
    """
    return Verdict() if partner_offers is not None else Verdict((finding("consent-unanswered", "partner_offers"),))
