"""
Guards that several charts share: whether one may go on at all, and whether a deadline has come.
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import deadline, document_request, draft, exclusive_journeys
from psc_workflow.states._context import Context
from psc_workflow.states._deadlines import due_at
from psc_workflow.states._guard import fits, may, never
from psc_workflow.states._screens import OPEN


@never(Judgement.INCOMPLETE)
@may
def affiliation_may_start(context: Context) -> Verdict:
    """No dispensation is in force, and the membership is not over; a request for a dispensation is set aside."""
    return exclusive_journeys.assess(dispensed_until=_dispensed_until(context), asking=False, ended=_ended(context))


@never(Judgement.INCOMPLETE)
@may
def affiliation_open(context: Context) -> Verdict:
    """The affiliation is the active journey, no dispensation is in force, and the membership is not over."""
    asking = context.record.active == "dispensation"
    return exclusive_journeys.assess(dispensed_until=_dispensed_until(context), asking=asking, ended=_ended(context))


@never(Judgement.INCOMPLETE)
@may
def dispensation_open(context: Context) -> Verdict:
    """A dispensation may be asked for: nothing is under examination, closed or over."""
    state = context.record.states.affiliation
    return exclusive_journeys.assess_dispensation(
        under_review=state == "under_review", closed=state == "not_concerned", ended=_ended(context)
    )


@never(Judgement.INCOMPLETE)
@may
def membership_not_over(context: Context) -> Verdict:
    """The membership is not over for good."""
    return exclusive_journeys.assess(dispensed_until=None, asking=False, ended=_ended(context))


@never(Judgement.INCOMPLETE)
@may
def mails_allowed(context: Context) -> Verdict:
    """The agent has not died: after a death no mail goes out any more."""
    died = context.record.membership.ended is EndReason.DEATH
    return exclusive_journeys.assess(dispensed_until=None, asking=False, ended=EndReason.DEATH if died else None)


@never(Judgement.INCOMPLETE)
@may
def not_completing(context: Context) -> Verdict:
    """The affiliation is not being completed: its signature would undo the change."""
    completing = context.record.is_member and context.record.states.affiliation in OPEN
    return exclusive_journeys.assess_change(completing=completing)


@never(Judgement.REFUSED, Judgement.INCOMPLETE)
@may
def due(context: Context) -> Verdict:
    """The deadline has come; the function of ``_deadlines`` that has its name says on which day it does."""
    return deadline.assess(due_at(context), at=context.at)


@never(Judgement.REFUSED, Judgement.INCOMPLETE)
@fits
def draft_kept(context: Context, command: do.SaveAndQuit) -> Verdict:
    """Whatever may be kept of the draft is kept; what may not is a warning, which never blocks."""
    return draft.assess(command.draft, context.draft_fields)


@fits
def document_ready(context: Context, command: do.RequestDocument) -> Verdict:
    """Everything that the document shows is known."""
    record = context.record
    return document_request.assess(
        command.kind,
        quote=context.quote,
        completed_screens=context.screens_behind,
        affiliated=record.is_member,
        account=record.answers.bank_details is not None and not context.counts_answers,
    )


def _dispensed_until(context: Context) -> dt.date | None:
    return context.record.dispensation.last_day if context.record.is_dispensed else None


def _ended(context: Context) -> EndReason | None:
    return context.record.membership.ended if context.record.is_over else None
