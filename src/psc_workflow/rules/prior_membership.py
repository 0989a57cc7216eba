"""
It is known what the agent already is at the insurer's (espace personnel déjà activé, non activé, pas encore adhérent).

An agent with an active account signs in; any other creates or activates one.

Legal source:
    The guide, "Connectez-vous à votre Espace personnel sécurisé": three cases.

Not modelled:
    How the host finds out.

>>> assess(PriorMembership.NONE).holds, assess(None).missing
(True, ('membership',))
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import PriorMembership


def assess(membership: PriorMembership | None) -> Verdict:
    """
    Check that the case is known.

    Returns:
        A verdict that holds, or ``membership-missing``.
    """
    return Verdict() if membership is not None else Verdict((finding("membership-missing", "membership"),))
