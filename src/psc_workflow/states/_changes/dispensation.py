"""
What the commands of the dispensation leave in the record. A signature is never used twice.
"""

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.record import Dispensation, Record
from psc_workflow.exceptions import DefinitionError
from psc_workflow.rules import dispensation_term, motive
from psc_workflow.states._changes.affiliation import Change
from psc_workflow.states._path import OPEN

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


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
    return attrs.evolve(context.record, dispensation=_term(context, context.record.answers.attestation, None))


def _renewed(context: "Context", command: do.RenewDispensation) -> Record:
    record = context.record
    answers = attrs.evolve(record.answers, attestation=_plain(command))
    return attrs.evolve(record, answers=answers, dispensation=_term(context, command, record.dispensation.last_day))


def _renounced(context: "Context", _: do.RenounceDispensation) -> Record:
    return over(context.record, Dispensation(ended_on=context.today))


def _motive_ended(context: "Context", command: do.ReportMotiveEnd) -> Record:
    """End the dispensation, or let it end on the day given if that is to come."""
    record, ended_on = context.record, command.ended_on
    term = record.dispensation
    if ended_on is not None and ended_on <= context.today:
        return over(record, Dispensation(ended_on=ended_on))
    return attrs.evolve(record, dispensation=_renewable(context, attrs.evolve(term, motive_ends_on=ended_on)))


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


def _term(context: "Context", given: do.HonourStatement | None, previous: dt.date | None) -> Dispensation:
    """Begin a term: to the end attested, for a year at most; note whether the motive can last longer."""
    chosen = context.record.answers.motive
    if given is None or given.end_date is None or chosen is None:
        raise DefinitionError("the chart let a dispensation without an end date come here")
    effective = context.first_effective
    last = dispensation_term.valid_until(
        given.end_date, effective=effective.day, today=context.today, previous=previous
    )
    reported = context.record.dispensation.motive_ends_on
    return _renewable(context, Dispensation(context.today, last, motive_ends_on=reported))


def _renewable(context: "Context", term: Dispensation) -> Dispensation:
    """Note whether the motive can last longer than the term: by its own limit, and by what was reported."""
    chosen = context.record.answers.motive
    longest = (
        motive.longest_end(for_renewal(chosen), effective=context.first_effective.reference).day if chosen else None
    )
    limits = (day for day in (longest, term.motive_ends_on) if day is not None)
    return attrs.evolve(term, renewable=all(term.valid_until is None or day > term.valid_until for day in limits))


def for_renewal(chosen: do.ChooseMotive) -> do.ChooseMotive:
    """Give the motive as a later attestation is judged: an entitlement may have been prolonged."""
    return attrs.evolve(chosen, facts=attrs.evolve(chosen.facts, entitled_until=None))


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
