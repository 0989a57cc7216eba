"""
Whose cover a command ends, from which day, and what can follow: one answer, for the warning and for the mail.
"""

import datetime as dt

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import EndReason, NextCover
from psc_workflow.rules import cover_end
from psc_workflow.states._context import Context

_EVE = dt.timedelta(days=1)


@attrs.frozen
class Loss:
    """
    People who lose their cover.

    Args:
        ends_on: First day without cover.
    """

    refs: tuple[str, ...]
    ends_on: dt.date
    next_covers: tuple[NextCover, ...]

    def last_day(self, covered_from: dt.date) -> dt.date | None:
        """Return the last day of cover, inclusive; ``None`` if the cover does not begin."""
        return self.ends_on - _EVE if self.ends_on > covered_from else None


def find_loss(context: Context) -> Loss | None:
    """Find whose cover the command of *context* ends; ``None`` if nobody's, or if the day is unknown."""
    loss = _loss(context)
    return loss if loss is not None and loss.refs else None


def assess(context: Context) -> Verdict:
    """Warn of the cover that the command ends."""
    loss = find_loss(context)
    if loss is None:
        return Verdict()
    return cover_end.assess(loss.refs, loss.next_covers, ends_on=loss.ends_on, covered_from=context.covered_from)


def _loss(context: Context) -> Loss | None:
    covered = _covered(context)
    match context.command:
        case do.RemoveBeneficiary(ref=ref, on=dt.date() as on) if ref in covered:
            return Loss((ref,), on, cover_end.AFTER_REMOVAL)
        case do.Suspend(on=dt.date() as on):
            return Loss(covered, on, cover_end.AFTER_LEAVE)
        case do.EndMembership(reason=EndReason() as reason, on=dt.date() as on) if _is_after_start(context, on):
            survivors = tuple(ref for ref in covered if ref != cover_end.AGENT)
            return Loss(survivors if reason is EndReason.DEATH else covered, on, cover_end.AFTER_END.get(reason, ()))
        case do.Transfer(on=dt.date() as on) if _is_after_start(context, on):
            return Loss(covered, on, cover_end.AFTER_END[EndReason.TRANSFER])
        case do.RequestDispensation():
            return Loss(covered, context.today, cover_end.AFTER_END[EndReason.DISPENSED])
        case _:
            return None


def _covered(context: Context) -> tuple[str, ...]:
    """List whose cover runs or is to begin; nobody's does during a leave."""
    membership = context.record.membership
    if membership.cover is None or context.record.states.membership == "suspended":
        return ()
    return (cover_end.AGENT, *membership.cover.refs)


def _is_after_start(context: Context, on: dt.date) -> bool:
    """Whether the cover has begun by *on*; if it has not, ``end-before-cover`` says so."""
    return on >= context.covered_from
