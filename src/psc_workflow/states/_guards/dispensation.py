"""
Guards of the dispensation.
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import (
    attestation,
    attestation_age,
    cover_start,
    dispensation_request,
    motive,
    motive_end,
    plain_text,
    plausible_day,
)
from psc_workflow.rules.dispensation_term import renewal_from
from psc_workflow.states import _losses
from psc_workflow.states._changes.dispensation import for_renewal
from psc_workflow.states._context import Context
from psc_workflow.states._dates import day_after
from psc_workflow.states._guard import fits, may
from psc_workflow.states._repetition import Repetition


@may
def attested(context: Context) -> Verdict:
    """The attestation sur l'honneur is there, and still serves on the day of the request."""
    statement = context.record.answers.attestation
    verdict = dispensation_request.assess_attestation(statement)
    if statement is not None:
        again = _judge_first(context, statement)
        again = plausible_day.complete(again, statement, today=context.today)
        again += Verdict(plain_text.assess(statement).blocking)
        warnings = Repetition(context).new(do.Attest(), again.warnings)
        verdict += Verdict((*again.blocking, *warnings))
    return verdict


@fits
def motive_holds(context: Context, command: do.ChooseMotive) -> Verdict:
    """
    The motive is one of those of the décret, and its facts bear it out.

    A member whose cover has begun needs an event after the affiliation. Those
    affiliated by silence may bring one since the invitation. Before the cover
    begins, everybody may ask as at the start; while its day is unknown, too:
    only a manager could have settled it in time.
    """
    membership, since = context.record.membership, None
    if membership.cover is not None and context.effective.day is not None and context.effective.day <= context.today:
        since = membership.affiliated_at if membership.cover.chosen else context.record.invited_at
    return motive.assess(
        command,
        effective=context.effective_by_rule,
        hired_on=context.record.agent.hired_on,
        contract=context.contract,
        today=context.today,
        affiliated_on=context.contract.civil_day(since) if since else None,
    )


@fits
def attestation_complete(context: Context, command: do.HonourStatement) -> Verdict:
    """Every field of the attestation is there, and agrees with the motive."""
    return _judge_first(context, command)


@fits
def attestation_renewed(context: Context, command: do.HonourStatement) -> Verdict:
    """The attestation is new, complete, and lasts longer than the last; the former entitlement does not bound it."""
    chosen, former = context.record.answers.motive, context.record.answers.attestation
    last_day = context.record.dispensation.last_day
    verdict = attestation.assess(
        command,
        chosen=for_renewal(chosen) if chosen is not None else None,
        effective=context.effective_by_rule,
        today=context.today,
        after=last_day,
    )
    return verdict + attestation_age.assess(
        command.signed_on,
        today=context.today,
        first=renewal_from(last_day) if last_day is not None else context.days.invited_on,
        began_on=_began_on(context),
        earlier_on=former.signed_on if former is not None else None,
    )


def _judge_first(context: Context, statement: do.HonourStatement) -> Verdict:
    """Judge an attestation that renews none."""
    verdict = attestation.assess(
        statement, chosen=context.record.answers.motive, effective=context.effective_by_rule, today=context.today
    )
    return verdict + attestation_age.assess(
        statement.signed_on, today=context.today, first=context.days.invited_on, began_on=_began_on(context)
    )


def _began_on(context: Context) -> dt.date | None:
    """Return the first day of the cover that the motive rests on, if that was stated."""
    chosen = context.record.answers.motive
    return (chosen.facts.opened_on or chosen.facts.in_force_since) if chosen is not None else None


@fits
def warning_read(context: Context, command: do.RequestDispensation) -> Verdict:
    """The warning was read; a motive to confirm is named once more, and who loses cover."""
    chosen = context.record.answers.motive or do.ChooseMotive()
    verdict = dispensation_request.assess_warning(command.warning_read) + motive.remind(chosen, today=context.today)
    return verdict + _losses.assess(context) if verdict.holds else verdict


@fits
def motive_end_given(context: Context, command: do.ReportMotiveEnd) -> Verdict:
    """The day on which the motive ends is given, and the motive had begun by then; past cover is announced."""
    granted_on = context.record.dispensation.granted_on
    verdict = motive_end.assess(command.ended_on, began_on=_began_on(context), granted_on=granted_on)
    if not verdict.holds or command.ended_on is None or command.ended_on > context.today:
        return verdict
    starts_on = max(day_after(command.ended_on), context.effective.earliest)
    return verdict + cover_start.assess(starts_on, today=context.today, path="ended_on")
