"""
A consent taken back: it is named.
"""

from psc_workflow._model.vocabulary import Consent
from psc_workflow.rules import consent_withdrawal
from psc_workflow.rules.examples._example import Asking

_withdrawn = Asking(consent_withdrawal.assess)

EXAMPLES = (
    _withdrawn("offers of partners", kind=Consent.PARTNER_OFFERS),
    _withdrawn("consent not named", "consent-kind-missing", kind=None),
)
