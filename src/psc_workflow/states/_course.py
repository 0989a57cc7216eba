"""
The course of a dossier: one accepted command, or whatever deadlines have come, taken step by step.

The only place where a state moves and history grows. A deadline is taken as a
command is: its guard, its target, its change, its effects, its step; its step
is dated at the instant it was due, however late somebody looks.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Milestone, Outcome
from psc_workflow._model.effects import (
    AnyEffect,
    Mail,
    SendAutomaticAffiliation,
    SendChildAgeNotice,
    SendInvitation,
    SendReminder,
    SendRenewalNotice,
)
from psc_workflow._model.record import Record
from psc_workflow._model.steps import Step
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import EndReason, Role
from psc_workflow._version import VERSION
from psc_workflow.exceptions import DefinitionError
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._context import Context
from psc_workflow.states._deadlines import Deadline, coming, is_unanswered
from psc_workflow.states._effects import effects
from psc_workflow.states._step import draft_fields, row_of, step

_TOO_MANY = 1000
"""Deadlines taken in one go; a dossier of forty years has some two hundred."""


def is_useless(effect: AnyEffect, record: Record) -> bool:
    """Whether *effect*, decided on earlier, makes no sense any more: no mail goes to somebody who has died."""
    if record.membership.ended is EndReason.DEATH:
        return isinstance(effect, Mail)
    if record.is_over:
        return isinstance(effect, _TO_MEMBERS)
    return isinstance(effect, SendReminder) and not is_unanswered(record)


_TO_MEMBERS = (SendReminder, SendInvitation, SendAutomaticAffiliation, SendRenewalNotice, SendChildAgeNotice)
"""Mails of deadlines that make no sense to somebody who has left in the meantime."""


@attrs.frozen
class Course:
    """
    A record and what it went through.

    Args:
        steps: What history gained, in order.
        effects: What the host must now do.
    """

    record: Record
    steps: tuple[Step, ...] = ()
    effects: tuple[AnyEffect, ...] = ()

    def then(self, later: "Course") -> "Course":
        """Join what came after."""
        return Course(later.record, self.steps + later.steps, self.effects + later.effects)

    def useful(self, at: dt.datetime) -> "Course":
        """Leave out the effects that are no longer of use: too late, or answered by the same decision."""
        in_time = (effect for effect in self.effects if effect.useful_until is None or at < effect.useful_until)
        return attrs.evolve(self, effects=tuple(one for one in in_time if not is_useless(one, self.record)))


def ask(record: Record, contract: Contract, at: dt.datetime, command: Command) -> Context:
    """Put *command* to the chart it belongs to."""
    journey = journey_of(command.event, record)
    fields = draft_fields(JOURNEYS[journey], record.states.of(journey))
    return Context(record, contract, at, journey, command.event, command, fields)


def look(record: Record, contract: Contract, at: dt.datetime, journey: str) -> Context:
    """Look at *journey* without asking anything."""
    return Context(record, contract, at, journey)


def take(context: Context, target: str, verdict: Verdict, role: Role) -> Course:
    """Take one step: the answer in, the state moved, history longer by one."""
    record = context.after
    revision = record.revision + 1
    taken = Step(
        revision,
        context.journey,
        context.command.do if context.command else context.event.replace("_", "-"),
        target,
        role,
        context.at,
        Outcome.ACCEPTED.value,
        tuple(dict.fromkeys(finding.code for finding in verdict.findings)),
        context.contract.version,
        VERSION,
    )
    history = record.history.with_step(taken)
    record = attrs.evolve(
        record,
        revision=revision,
        at=context.at,
        contract_version=context.contract.version,
        states=record.states.moved(context.journey, target),
        history=history,
    )
    return Course(record, history.steps[-1:], effects(context, record))


def elapse(record: Record, contract: Contract, at: dt.datetime) -> Course:
    """Take every deadline that has come by *at*, in order."""
    course = Course(record)
    for _, lapsed in _lapsing(record, contract, at):
        course = course.then(lapsed)
    return course


def lapses(record: Record, contract: Contract, until: dt.datetime) -> Iterator[Milestone]:
    """Foresee every deadline that comes by *until* if nobody does anything."""
    for deadline, lapsed in _lapsing(record, contract, until):
        yield Milestone(
            contract.local(deadline.due_at),
            deadline.journey,
            deadline.event,
            wording.journey(deadline.journey).deadlines[deadline.event],
            lapsed.record.states.of(deadline.journey),
            lapsed.effects,
        )


def _lapsing(record: Record, contract: Contract, at: dt.datetime) -> Iterator[tuple[Deadline, Course]]:
    for _ in range(_TOO_MANY):
        ahead = next(coming(record, contract), None)
        if ahead is None or ahead.due_at > at:
            return
        lapsed = _lapse(record, contract, ahead)
        record = lapsed.record
        yield ahead, lapsed
    raise DefinitionError("the deadlines of a dossier never come to an end")


def _lapse(record: Record, contract: Contract, deadline: Deadline) -> Course:
    context = Context(record, contract, deadline.due_at, deadline.journey, deadline.event)
    row = row_of(JOURNEYS[deadline.journey], context.state, deadline.event)
    move = step(row, context) if row else None
    if move is None or move.target is None:
        raise DefinitionError(f"{deadline.event} is due where the chart {deadline.journey} has no place for it")
    return take(context, move.target, move.verdict, Role.CLOCK)
