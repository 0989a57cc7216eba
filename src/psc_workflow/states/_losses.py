"""
Whose cover a command ends, from which day, and what can follow: one answer, for the warning and for the mail.

The days of a cover are compared before and after the command, with everything
that was decided earlier: an end, a leave, a return, a removal. A decision of the
same kind is left out, because the command replaces it.
"""

import datetime as dt

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.answers import same_child, same_partner
from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.verdict import NOTHING, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import cover_end
from psc_workflow.rules.beneficiary import PARTNER
from psc_workflow.states._additions import earliest_day
from psc_workflow.states._context import Context
from psc_workflow.states._plans import planned_day

_EVE = dt.timedelta(days=1)
_OPEN = dt.date.max
"""Stands for "no day": a cover that ends on no day, a leave from which no return is decided."""

Stretch = tuple[dt.date, dt.date]
"""Days of cover in a row: the first, and the first one without."""


@attrs.frozen
class Loss:
    """
    People who lose their cover.

    Args:
        ends_on: First day without cover.
        covered_from: First day of the cover that they would have had.
    """

    refs: tuple[str, ...]
    ends_on: dt.date
    covered_from: dt.date
    next_covers: tuple[NextCover, ...]

    @property
    def last_day(self) -> dt.date | None:
        """The last day of cover, inclusive; ``None`` if there is none."""
        return self.ends_on - _EVE if self.ends_on > self.covered_from else None


def find_loss(context: Context) -> Loss | None:
    """Find whose cover the command of *context* ends; ``None`` if nobody's, or if the day is unknown."""
    loss: Loss | None = None
    match context.command:
        case _ if context.record.membership.cover is None:
            pass
        case do.RemoveBeneficiary(ref=str() as ref, on=dt.date() as on) if ref in context.cover_in_force.refs:
            loss = _removal(context, ref, on)
        case do.Suspend(on=dt.date() as on):
            loss = _leave(context, on)
        case do.EndMembership(reason=EndReason() as reason, on=dt.date() as on):
            loss = _end(context, on, reason)
        case do.Transfer(on=dt.date() as on):
            loss = _end(context, on, EndReason.TRANSFER)
        case do.RequestDispensation():
            loss = _end(context, context.today, EndReason.DISPENSED)
        case do.CloseFile():
            loss = _end(context, context.today, EndReason.NOT_CONCERNED)
        case do.Sign():
            loss = _replacement(context)
    return loss


def assess(context: Context) -> Verdict:
    """Warn of the cover that the command ends."""
    loss = find_loss(context)
    if loss is None:
        return NOTHING
    return cover_end.assess(loss.refs, loss.next_covers, ends_on=loss.ends_on, covered_from=loss.covered_from)


# -- commands --------------------------------------------------------------------


def _removal(context: Context, ref: str, on: dt.date) -> Loss | None:
    first = max(context.covered_from, earliest_day(context.record, context.contract, ref) or context.covered_from)
    end = planned_day(context.record, "membership_ends") or _OPEN
    before, after = _days(context, end, first=first), _days(context, min(end, on), first=first)
    return _loss((ref,), on, before, after, cover_end.AFTER_REMOVAL) if before != after else None


def _leave(context: Context, on: dt.date) -> Loss | None:
    end = planned_day(context.record, "membership_ends") or _OPEN
    before, after = _days(context, end, leave=_OPEN), _days(context, end, leave=on)
    return _loss(_covered(context, on), on, before, after, cover_end.AFTER_LEAVE) if before != after else None


def _end(context: Context, on: dt.date, reason: EndReason) -> Loss | None:
    """Find the loss by the end of a membership, which is told also where a leave would end the cover earlier."""
    before, after = _days(context, _OPEN), _days(context, on)
    goes_on = bool(before) and before[-1][1] > context.today
    refs = tuple(ref for ref in _covered(context, on) if (ref, reason) != (cover_end.AGENT, EndReason.DEATH))
    return _loss(refs, on, before, after, cover_end.AFTER_END[reason]) if before != after or goes_on else None


def _replacement(context: Context) -> Loss | None:
    """Find who is covered now, and no longer by the signature that completes an affiliation by silence."""
    cover, answers = context.cover_in_force, context.record.answers
    partner_stays = cover.partner is None or (
        answers.partner is not None and same_partner(cover.partner, answers.partner)
    )
    left = () if partner_stays else (PARTNER,)
    gone = (child for child in cover.children if not any(same_child(child, other) for other in answers.children))
    refs = (*left, *(child.ref or "" for child in gone))
    end = planned_day(context.record, "membership_ends") or _OPEN
    before, after = _days(context, end), _days(context, min(end, context.today))
    return _loss(refs, context.today, before, after, cover_end.AFTER_REMOVAL) if before != after else None


# -- days ------------------------------------------------------------------------


def _days(
    context: Context, end: dt.date, *, first: dt.date | None = None, leave: dt.date | None = None
) -> tuple[Stretch, ...]:
    """
    List the days of cover up to *end*, around a leave: the present one, *leave*, or the one decided.

    Args:
        first: First day of cover; ``None`` for that of the agent.
    """
    record, first, back = context.record, first or context.covered_from, _OPEN
    if record.states.membership == "suspended":
        leave = record.membership.suspended_on or first
        back = planned_day(record, "suspension_ends") or _OPEN
    leave = leave or planned_day(record, "suspension_begins") or _OPEN
    stretches = ((first, min(leave, end)), (max(first, back), end))
    return tuple(stretch for stretch in stretches if stretch[0] < stretch[1])


def _covered(context: Context, on: dt.date) -> tuple[str, ...]:
    """List who is covered until *on*: not those whose own removal, decided earlier, comes before."""
    refs = context.cover_in_force.refs
    removals = {ref: planned_day(context.record, "beneficiary_leaves", ref) or _OPEN for ref in refs}
    return (cover_end.AGENT, *(ref for ref in refs if removals[ref] >= on))


def _loss(
    refs: tuple[str, ...],
    on: dt.date,
    before: tuple[Stretch, ...],
    after: tuple[Stretch, ...],
    next_covers: tuple[NextCover, ...],
) -> Loss | None:
    """Say who loses what; nobody does whose cover would have had no day."""
    if not refs or not before:
        return None
    return Loss(refs, after[-1][1] if after else on, before[0][0], next_covers)
