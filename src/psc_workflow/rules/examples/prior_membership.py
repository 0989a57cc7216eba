"""
What the agent is at the insurer's: each of the three cases is an answer.
"""

from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.rules import prior_membership
from psc_workflow.rules.examples._example import Asking

_asking = Asking(prior_membership.assess)

EXAMPLES = (
    _asking("not a member yet", membership=PriorMembership.NONE),
    _asking("a member with an active account", membership=PriorMembership.ACTIVE),
    _asking("a member without an active account", membership=PriorMembership.INACTIVE),
    _asking("not known", "membership-missing", membership=None),
)
