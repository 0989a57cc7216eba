"""
The course of a dossier: an accepted command, or the deadlines that have come, step by step.

The only place where a state moves and history grows. A deadline is handled as a
command is: its guard, its target, its change, its effects, its step; its step
is dated at the instant it was due, however late somebody looks.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.moments import moment
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
from psc_workflow._model.vocabulary import EndReason, Role
from psc_workflow._structuring.evolving import evolve
from psc_workflow._version import VERSION
from psc_workflow.exceptions import DefinitionError
from psc_workflow.rules import email
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._context import Context
from psc_workflow.states._dates import Days
from psc_workflow.states._deadlines import ComingDeadline, coming
from psc_workflow.states._effects import effects
from psc_workflow.states._step import Move, draft_fields, row_of, step

_MOST_DEADLINES = 1000
"""Deadlines that one course may hold; a dossier of forty years has some two hundred."""


def is_useless(effect: AnyEffect, record: Record, contract: Contract) -> bool:
    """
    Whether *effect*, decided earlier, has become pointless: no mail goes to an agent who has died.

    A reminder is while no time to answer runs: the agent has answered, or
    need not, as long as the contract does not concern them.

    Nor to what is no address: an effect that an earlier release left in an outbox may have one with a line end in it.
    """
    if isinstance(effect, Mail) and effect.address is not None and not email.assess(effect.address).holds:
        return True
    if record.membership.ended is EndReason.DEATH:
        return isinstance(effect, Mail)
    if record.is_over:
        return isinstance(effect, _TO_MEMBERS)
    return isinstance(effect, SendReminder) and not Days(record, contract).window_runs


_TO_MEMBERS = (SendReminder, SendInvitation, SendAutomaticAffiliation, SendRenewalNotice, SendChildAgeNotice)
"""Mails of deadlines that are pointless once the agent has left."""


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
        if later.record is self.record:
            return self
        return Course(later.record, self.steps + later.steps, self.effects + later.effects)

    def useful(self, at: dt.datetime, contract: Contract) -> "Course":
        """Leave out the effects that are no longer of use at *at*: too late, or answered by the same decision."""
        in_time = [effect for effect in self.effects if effect.useful_until is None or at < effect.useful_until]
        useful = [effect for effect in in_time if not is_useless(effect, self.record, contract)]
        return Course(self.record, self.steps, tuple(useful))


def ask(days: Days, at: dt.datetime, command: Command, role: Role | None = None, *, by: str | None = None) -> Context:
    """Put *command*, given by *role* and there *by* somebody, to the chart it belongs to."""
    record = days.record
    journey = journey_of(command.event, record)
    fields = draft_fields(JOURNEYS[journey], record.states.of(journey))
    return Context(record, days.contract, at, journey, command.event, command, fields, role, days=days, by=by)


def look(days: Days, at: dt.datetime, journey: str, role: Role | None = None) -> Context:
    """Look at *journey*, as *role*, without asking anything."""
    return Context(days.record, days.contract, at, journey, role=role, days=days)


def take(context: Context, move: Move, role: Role) -> Course:
    """Take one step: the answer in, the state moved, history longer by one step."""
    record, contract_version = move.record, context.contract.version
    new_step = Step(
        record.revision + 1,
        context.journey,
        context.command.do if context.command else context.event.replace("_", "-"),
        move.target,
        role,
        context.at,
        Outcome.ACCEPTED.value,
        tuple(dict.fromkeys(finding.code for finding in move.verdict.findings)),
        contract_version,
        VERSION,
        capacity=context.capacity,
        by=context.by,
    )
    history = record.history.with_step(new_step)
    record = evolve(
        record,
        revision=new_step.revision,
        at=context.at,
        contract_version=contract_version,
        states=record.states.with_state(context.journey, move.target),
        history=history,
    )
    return Course(record, history.steps[-1:], effects(context, record))


def elapse(days: Days, at: dt.datetime) -> Course:
    """Take every deadline that has come by *at*, in order."""
    course = Course(days.record)
    for _, lapse in _lapses(days, at):
        course = course.then(lapse)
    return course


def as_of(days: Days, at: dt.datetime) -> Days:
    """Return the days of the record as it stands at *at*: these very days if no deadline has come."""
    return after(elapse(days, at), days)


def after(course: Course, days: Days) -> Days:
    """Return the days of the record that *course* led to: these very days if it led nowhere."""
    return days if course.record is days.record else days.after(course.record)


def milestones(days: Days, until: dt.datetime) -> Iterator[Milestone]:
    """Foresee every deadline that comes by *until* if nobody does anything."""
    contract = days.contract
    for deadline, lapse in _lapses(days, until):
        read = moment(contract, deadline.journey, deadline.event, deadline.due_at)
        yield Milestone(
            contract.local(deadline.due_at),
            deadline.journey,
            deadline.event,
            contract.wording.journey(deadline.journey).deadlines[deadline.event],
            lapse.record.states.of(deadline.journey),
            lapse.effects,
            day=read.day,
            is_last_day=read.is_last_day,
            sentence=read.sentence,
        )


def _lapses(days: Days, at: dt.datetime) -> Iterator[tuple[ComingDeadline, Course]]:
    for _ in range(_MOST_DEADLINES):
        deadline = next(coming(days), None)
        if deadline is None or deadline.due_at > at:
            return
        lapse = _lapse(days, deadline)
        days = Days(lapse.record, days.contract)
        yield deadline, lapse
    raise DefinitionError("the deadlines of a dossier never come to an end")


def _lapse(days: Days, deadline: ComingDeadline) -> Course:
    context = Context(days.record, days.contract, deadline.due_at, deadline.journey, deadline.event, days=days)
    row = row_of(JOURNEYS[deadline.journey], context.state, deadline.event)
    move = step(row, context) if row else None
    if not isinstance(move, Move):
        raise DefinitionError(f"{deadline.event} is due where the chart {deadline.journey} has no place for it")
    return take(context, move, Role.CLOCK)
