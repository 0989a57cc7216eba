"""
Which consent is taken back is said (retrait d'un consentement).

It is always possible, whether or not the consent was given.

Legal source:
    The guide, subscription step 3, for the consent.

Not modelled:
    Nothing further.

>>> assess(Consent.PARTNER_OFFERS).holds
True
>>> assess(None).missing
('kind',)
"""

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Consent


def assess(kind: Consent | None) -> Verdict:
    """
    Check that the consent is named.

    Returns:
        A verdict that holds, or ``consent-kind-missing``.
    """
    return Verdict() if kind is not None else Verdict((finding("consent-kind-missing", "kind"),))
