"""
The guide's reference family in the middle of its subscription, and the answer that comes next.
"""

import datetime as dt
from pathlib import Path

from psc_workflow import Command
from psc_workflow.cli import _scenario as scenario

SCENARIO = Path(__file__).parents[1] / "examples" / "scenarios" / "reference-family.json"
STATE = "bank_details"
_FOUND = scenario.read(SCENARIO)


def _walked() -> tuple[bytes, Command, dt.datetime]:
    """Walk the scenario up to the screen."""
    dossier = _FOUND.dossier
    for step in _FOUND.steps:
        if dossier.states["affiliation"] == STATE and step.command.event == "give_bank_details":
            return dossier.dump(), step.command, step.at
        dossier = dossier.decide(step.command, at=step.at, role=step.role).dossier
    raise LookupError(STATE)


_STORED, COMMAND, AT = _walked()


def stored() -> bytes:
    """Give the document before that answer."""
    return _STORED
