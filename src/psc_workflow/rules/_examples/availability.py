"""
Commands that are not offered here, or not to this role.
"""

from psc_workflow._catalogue.wording import command_label
from psc_workflow._model.commands import Sign, Tick
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow.rules import availability
from psc_workflow.rules._examples._example import ExampleMaker

_RATE, _SIGN, _BACK = (command_label(event, "affiliation") for event in ("rate_experience", "sign", "go_back"))

_here = ExampleMaker(
    availability.not_available,
    command=_RATE,
    state=Text("Signature électronique", "Electronic signature"),
    available=(_SIGN, _BACK),
)
_role = ExampleMaker(availability.not_for_role, command=Sign, label=_SIGN, role=Role.MANAGER, available=(_BACK,))

EXAMPLES = (
    _here("rates before signing", "command-not-available"),
    _here("nothing is offered any more", "command-not-available", available=()),
    _role("manager signs for the agent", "role-not-allowed"),
    _role("manager signs, nothing is offered", "role-not-allowed", available=()),
    _role("agent lets time pass", "role-not-allowed", command=Tick, label=command_label("tick", None), role=Role.AGENT),
)
