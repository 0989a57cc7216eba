"""
Partners' offers: yes and no are answers, silence is not.
"""

from psc_workflow.rules import consents
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(consents.assess)

EXAMPLES = (
    _example("declines", partner_offers=False),
    _example("accepts", partner_offers=True),
    _example("not answered", "consent-unanswered", partner_offers=None),
)
