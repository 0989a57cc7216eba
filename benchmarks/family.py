"""
The guide's reference family in the middle of its subscription, and its next answer.
"""

import datetime as dt
from pathlib import Path

from psc_workflow import Command
from psc_workflow.testing import scenarios

SCENARIO = Path(__file__).parents[1] / "examples" / "scenarios" / "reference-family.json"
STATE = "bank_details"
_SCENARIO = scenarios.read(SCENARIO)


def _walk() -> tuple[bytes, Command, dt.datetime]:
    """Run the scenario up to the screen."""
    dossier = _SCENARIO.dossier
    for step in _SCENARIO.steps:
        if dossier.states["affiliation"] == STATE and step.command.event == "give_bank_details":
            return dossier.dump(), step.command, step.at
        dossier = dossier.decide(step.command, at=step.at, role=step.role).dossier
    raise LookupError(STATE)


DOCUMENT, COMMAND, AT = _walk()
"""The dossier stored before the answer, the answer, and its instant."""
