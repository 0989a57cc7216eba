"""
Standing with the insurer: each of the three cases is an answer.
"""

from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.rules import prior_membership
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(prior_membership.assess)

EXAMPLES = (
    _example("not a member yet", membership=PriorMembership.NONE),
    _example("a member with an active account", membership=PriorMembership.ACTIVE),
    _example("a member without an active account", membership=PriorMembership.INACTIVE),
    _example("not known", "membership-missing", membership=None),
)
