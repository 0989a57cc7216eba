"""
What the commands of the dispensation leave in the record. A signature is never used twice.
"""

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from psc_workflow.exceptions import DefinitionError
from psc_workflow.model import commands as do
from psc_workflow.model.record import Dispensation, Record
from psc_workflow.rules import dispensation_term
from psc_workflow.states.changes.affiliation import Change
from psc_workflow.states.path import OPEN

if TYPE_CHECKING:
    from psc_workflow.states.context import Context


def _started(context: "Context", _: do.StartDispensation) -> Record:
    """Set the affiliation aside, with its answers; consents will be asked for again."""
    record, answers = context.record, attrs.evolve(context.record.answers, attestation=None)
    if record.states.affiliation in OPEN:
        answers = attrs.evolve(answers, consents=None)
    return attrs.evolve(record, active="dispensation", answers=answers)


def _motive(context: "Context", command: do.ChooseMotive) -> Record:
    """Keep the motive; an attestation given for another one no longer serves."""
    answers = context.record.answers
    attestation = answers.attestation if answers.motive == command else None
    return attrs.evolve(context.record, answers=attrs.evolve(answers, motive=command, attestation=attestation))


def _attested(context: "Context", command: do.HonourStatement) -> Record:
    return attrs.evolve(context.record, answers=attrs.evolve(context.record.answers, attestation=_plain(command)))


def _granted(context: "Context", _: do.RequestDispensation) -> Record:
    return attrs.evolve(context.record, dispensation=Dispensation(context.today, _valid_until(context, None)))


def _renewed(context: "Context", command: do.RenewDispensation) -> Record:
    record = context.record
    last = record.dispensation.valid_until
    renewed = Dispensation(context.today, _valid_until(context, command, previous=last))
    answers = attrs.evolve(record.answers, attestation=_plain(command))
    return attrs.evolve(record, answers=answers, dispensation=renewed)


def _renounced(context: "Context", _: do.RenounceDispensation) -> Record:
    return over(context.record, Dispensation(ended_on=context.today))


def _motive_ended(context: "Context", command: do.ReportMotiveEnd) -> Record:
    """End the dispensation, or let it end on the day given if that is to come."""
    record, ended_on = context.record, command.ended_on
    term = record.dispensation
    if ended_on is None or term.valid_until is None:
        return record
    if ended_on <= context.today:
        return over(record, Dispensation(ended_on=ended_on))
    return attrs.evolve(record, dispensation=attrs.evolve(term, valid_until=min(term.valid_until, ended_on)))


def _went_back(context: "Context", _: do.GoBack) -> Record:
    """Take the affiliation up again where it was left, once the first screen of the dispensation is left."""
    left = context.journey == "dispensation" and context.state == "motive"
    return attrs.evolve(context.record, active="affiliation") if left else context.record


def over(record: Record, ended: Dispensation) -> Record:
    """End the dispensation; its attestation has done its service, and the affiliation is the journey one is in."""
    answers = attrs.evolve(record.answers, attestation=None)
    return attrs.evolve(record, active="affiliation", dispensation=ended, answers=answers)


def _plain(command: do.HonourStatement) -> do.HonourStatement:
    return do.HonourStatement(**{name: getattr(command, name) for name in do.HonourStatement.field_names()})


def _valid_until(context: "Context", given: do.HonourStatement | None, previous: dt.date | None = None) -> dt.date:
    attestation = given or context.record.answers.attestation
    if attestation is None or attestation.end_date is None:
        raise DefinitionError("the chart let a dispensation without an end date come here")
    return dispensation_term.valid_until(
        attestation.end_date, effective=context.effective.day, today=context.today, previous=previous
    )


CHANGES: dict[type[do.Command], Change] = {
    do.StartDispensation: _started,
    do.ChooseMotive: _motive,
    do.Attest: _attested,
    do.RequestDispensation: _granted,
    do.RenewDispensation: _renewed,
    do.RenounceDispensation: _renounced,
    do.ReportMotiveEnd: _motive_ended,
    do.GoBack: _went_back,
}
