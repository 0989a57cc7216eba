"""
Commands that are not offered here, or not to this role.
"""

from psc_workflow._model.commands import RateExperience, Sign, Tick
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow.rules import availability
from psc_workflow.rules.examples._example import ExampleMaker

_here = ExampleMaker(
    availability.not_available,
    command=RateExperience,
    state=Text("Signature électronique", "Electronic signature"),
    available=("sign", "go-back"),
)
_role = ExampleMaker(availability.not_for_role, command=Sign, role=Role.MANAGER, available=("go-back",))

EXAMPLES = (
    _here("rates before signing", "command-not-available"),
    _here("nothing is offered any more", "command-not-available", available=()),
    _role("manager signs for the agent", "role-not-allowed"),
    _role("manager signs, nothing is offered", "role-not-allowed", available=()),
    _role("agent lets time pass", "role-not-allowed", command=Tick, role=Role.AGENT),
)
