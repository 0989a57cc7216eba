"""
It is known whether signing in succeeded (connexion).

Both outcomes are answers: a failure leaves the agent on the sign-in page.

Legal source:
    The guide, "La page de connexion pour accéder au parcours".

Not modelled:
    Password checks, lock-outs and sessions, which are the host's.

>>> assess(False).holds, assess(None).missing
(True, ('success',))
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(success: bool | None) -> Verdict:
    """
    Check that the outcome was reported.

    Returns:
        A verdict that holds, or ``login-outcome-missing``.
    """
    return Verdict() if success is not None else Verdict((finding("login-outcome-missing", "success"),))
