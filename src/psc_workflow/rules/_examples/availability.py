"""
Commands that are not offered here, or not to this role.
"""

from psc_workflow._catalogue.wording import command_label
from psc_workflow._model.commands import ReportProcessing, Sign, Tick
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

_again = ExampleMaker(availability.already_accepted, command=_RATE)

EXAMPLES = (
    _here("rates before signing", "command-not-available"),
    _here("nothing is offered any more", "command-not-available", available=()),
    _role("manager signs for the agent", "role-not-allowed"),
    _role("manager signs, nothing is offered", "role-not-allowed", available=()),
    _role(
        "employer reports what the insurer made of the file",
        "role-not-allowed",
        command=ReportProcessing,
        label=command_label("report_processing", "membership"),
        role=Role.EMPLOYER,
    ),
    _again("page gone back to, edited and sent again", "form-already-accepted"),
    _role("agent lets time pass", "role-not-allowed", command=Tick, label=command_label("tick", None), role=Role.AGENT),
)
