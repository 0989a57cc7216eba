"""
Partners' offers: yes and no are answers, silence is none.
"""

from psc_workflow.rules import consents
from psc_workflow.rules.examples._example import Asking

_asking = Asking(consents.assess)

EXAMPLES = (
    _asking("declines", partner_offers=False),
    _asking("accepts", partner_offers=True),
    _asking("not answered", "consent-unanswered", partner_offers=None),
)
