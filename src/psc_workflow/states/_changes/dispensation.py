"""
What the commands of the dispensation leave in the record. A signature is never used twice.
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.record import Dispensation, Record
from psc_workflow._structuring.evolving import evolve
from psc_workflow.exceptions import DefinitionError
from psc_workflow.rules import dispensation_term, motive
from psc_workflow.states._changes.affiliation import Change
from psc_workflow.states._context import Context
from psc_workflow.states._screens import OPEN


def _start_dispensation(context: Context, _: do.StartDispensation) -> Record:
    """Set the affiliation aside, with its answers; consents will be asked for again."""
    record, answers = context.record, evolve(context.record.answers, attestation=None)
    if record.states.affiliation in OPEN:
        answers = evolve(answers, consents=None)
    return evolve(record, active="dispensation", answers=answers)


def _choose_motive(context: Context, command: do.ChooseMotive) -> Record:
    """Keep the motive; an attestation given for another one no longer serves."""
    answers = context.record.answers
    attestation = answers.attestation if answers.motive == command else None
    return evolve(context.record, answers=evolve(answers, motive=command, attestation=attestation))


def _attest(context: Context, command: do.HonourStatement) -> Record:
    return evolve(context.record, answers=evolve(context.record.answers, attestation=_statement(command)))


def _request_dispensation(context: Context, _: do.RequestDispensation) -> Record:
    return evolve(context.record, dispensation=_term(context, context.record.answers.attestation, None))


def _renew_dispensation(context: Context, command: do.RenewDispensation) -> Record:
    record = context.record
    answers = evolve(record.answers, attestation=_statement(command))
    membership = evolve(record.membership, contested=False)  # whoever renews it says that it is theirs
    record = evolve(record, membership=membership)
    return evolve(record, answers=answers, dispensation=_term(context, command, record.dispensation.last_day))


def _renounce_dispensation(context: Context, _: do.RenounceDispensation) -> Record:
    return end_dispensation(context.record, Dispensation(ended_on=context.today))


def _report_motive_end(context: Context, command: do.ReportMotiveEnd) -> Record:
    """End the dispensation, or let it end on the day given if that is to come."""
    record, ended_on = context.record, command.ended_on
    if ended_on is not None and ended_on <= context.today:
        return end_dispensation(record, Dispensation(ended_on=ended_on))
    term = evolve(record.dispensation, motive_ends_on=ended_on)
    return evolve(record, dispensation=_with_renewal(context, term))


def _go_back(context: Context, _: do.GoBack) -> Record:
    """Take the affiliation up again where it was left, once the first screen of the dispensation is left."""
    leaves_it = context.journey == "dispensation" and context.state == "motive"
    return evolve(context.record, active="affiliation") if leaves_it else context.record


def end_dispensation(record: Record, after: Dispensation) -> Record:
    """End the dispensation: its attestation has served its purpose, and the affiliation is the active journey."""
    answers = evolve(record.answers, attestation=None)
    return evolve(record, active="affiliation", dispensation=after, answers=answers)


def _statement(command: do.HonourStatement) -> do.HonourStatement:
    """Keep of the command what the attestation says."""
    return do.HonourStatement(**{name: getattr(command, name) for name in do.HonourStatement.field_names()})


def _term(context: Context, statement: do.HonourStatement | None, previous: dt.date | None) -> Dispensation:
    """Begin a term: to the end attested, for a year at most; note whether the motive can last longer."""
    if statement is None or statement.end_date is None or context.record.answers.motive is None:
        raise DefinitionError("the chart let a dispensation without an end date come here")
    last = dispensation_term.valid_until(
        statement.end_date, effective=context.effective_by_rule.day, today=context.today, previous=previous
    )
    reported = context.record.dispensation.motive_ends_on
    return _with_renewal(context, Dispensation(context.today, last, motive_ends_on=reported))


def _with_renewal(context: Context, term: Dispensation) -> Dispensation:
    """Note whether the motive can last longer than the term: by its own limit, and by what was reported."""
    chosen = context.record.answers.motive
    effective = context.effective_by_rule.reference
    longest = motive.longest_end(for_renewal(chosen), effective=effective).day if chosen else None
    limits = (day for day in (longest, term.motive_ends_on) if day is not None)
    return evolve(term, renewable=all(term.valid_until is None or day > term.valid_until for day in limits))


def for_renewal(chosen: do.ChooseMotive) -> do.ChooseMotive:
    """Return the motive as a later attestation is judged: an entitlement may have been prolonged."""
    return evolve(chosen, facts=evolve(chosen.facts, entitled_until=None))


CHANGES: dict[type[do.Command], Change] = {
    do.StartDispensation: _start_dispensation,
    do.ChooseMotive: _choose_motive,
    do.Attest: _attest,
    do.RequestDispensation: _request_dispensation,
    do.RenewDispensation: _renew_dispensation,
    do.RenounceDispensation: _renounce_dispensation,
    do.ReportMotiveEnd: _report_motive_end,
    do.GoBack: _go_back,
}
