"""
Withdrawn consents: which one must be named.
"""

from psc_workflow._model.vocabulary import Consent
from psc_workflow.rules import consent_withdrawal
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(consent_withdrawal.assess)

EXAMPLES = (
    _example("offers of partners", kind=Consent.PARTNER_OFFERS),
    _example("consent not named", "consent-kind-missing", kind=None),
)
