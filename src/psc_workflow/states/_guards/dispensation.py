"""
Guards of the dispensation.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import (
    attestation,
    dispensation_request,
    motive,
    motive_end,
    plain_text,
    plausible_day,
)
from psc_workflow.states._changes.dispensation import for_renewal
from psc_workflow.states._context import Context
from psc_workflow.states._guard import fits, may


@may
def attested(context: Context) -> Verdict:
    """The attestation sur l'honneur is there, and still serves on the day of the request."""
    answers, statement = context.record.answers, context.record.answers.attestation
    verdict = dispensation_request.assess_attestation(statement)
    if statement is not None:
        verdict += attestation.assess(
            statement, chosen=answers.motive, effective=context.effective_by_rule, today=context.today
        )
        verdict = plausible_day.complete(verdict, statement, today=context.today)
        verdict += Verdict(plain_text.assess(statement).blocking)
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
    answers = context.record.answers
    return attestation.assess(command, chosen=answers.motive, effective=context.effective_by_rule, today=context.today)


@fits
def attestation_renewed(context: Context, command: do.HonourStatement) -> Verdict:
    """The new attestation is complete, and lasts longer than the last; the former entitlement does not bound it."""
    chosen = context.record.answers.motive
    return attestation.assess(
        command,
        chosen=for_renewal(chosen) if chosen is not None else None,
        effective=context.effective_by_rule,
        today=context.today,
        after=context.record.dispensation.last_day,
    )


@fits
def warning_read(context: Context, command: do.RequestDispensation) -> Verdict:
    """The warning was read; a motive to confirm is named once more."""
    chosen = context.record.answers.motive or do.ChooseMotive()
    return dispensation_request.assess_warning(command.warning_read) + motive.remind(chosen, today=context.today)


@fits
def motive_end_given(context: Context, command: do.ReportMotiveEnd) -> Verdict:
    """The day on which the motive ends is given, and the motive had begun by then."""
    chosen = context.record.answers.motive
    began_on = (chosen.facts.opened_on or chosen.facts.in_force_since) if chosen is not None else None
    return motive_end.assess(command.ended_on, began_on=began_on, granted_on=context.record.dispensation.granted_on)
