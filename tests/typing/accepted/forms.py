"""
A form goes wherever a command goes.
"""

import datetime as dt
from typing import Any, assert_type

from psc_workflow import Command, Decision, Dossier, Preview, Role, Verdict, commands
from psc_workflow.exceptions import Fault
from psc_workflow.stores import Store


def read(fields: dict[str, Any]) -> commands.Submission:
    form = commands.read_form("declare-beneficiaries", fields)
    assert_type(form.faults, tuple[Fault, ...])
    assert_type([fault.code for fault in form.faults], list[str])
    return form


def judge(dossier: Dossier, command: Command | commands.Submission, at: dt.datetime) -> tuple[Verdict, Preview]:
    return dossier.check(command, at=at, role=Role.AGENT), dossier.preview(command, at=at, role=Role.AGENT)


def decide(dossier: Dossier, store: Store, form: commands.Submission, at: dt.datetime) -> list[Decision[Dossier]]:
    return [dossier.decide(form, at=at, role=Role.AGENT), store.decide(dossier.id, form, at=at, role=Role.AGENT)]
