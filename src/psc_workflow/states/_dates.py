"""
The days that a record and its contract settle between them: the invitation, the time to answer, the effective date.
"""

import datetime as dt
import functools
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Position
from psc_workflow._model.record import Record
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.vocabulary import PositionKind
from psc_workflow._structuring.evolving import evolve
from psc_workflow._structuring.sharing import lazy
from psc_workflow.rules import affiliation_window, effective_date, obligation, position
from psc_workflow.rules.effective_date import EffectiveDate
from psc_workflow.states._screens import is_unanswered

_MOST_DAYS = 1024
"""The most days whose first instant is remembered: those ahead of many dossiers."""


@functools.lru_cache(_MOST_DAYS)
def first_instant(contract: Contract, day: dt.date) -> dt.datetime:
    """Return, in UTC, the first instant of a civil day."""
    return contract.start_of(day).astimezone(dt.UTC)


def day_after(day: dt.date) -> dt.date:
    """Return the next day, or the last day of the calendar."""
    return day + dt.timedelta(days=1) if day < dt.date.max else day


_OF_THE_INVITATION = ("invited_on", "opened_on", "unsuspended_last_day")
"""Days that the instants of the invitations settle under a contract."""


@attrs.define(slots=False, eq=False)
class Days:
    """
    The days of one record under one contract, each worked out once.

    Args:
        memory: What those who ask have worked out already from the two alone,
            each under a key of its own.
    """

    record: Record
    contract: Contract
    memory: dict[Any, Any] = attrs.field(factory=dict, init=False, repr=False)

    @lazy
    def invited_on(self) -> dt.date:
        """The civil day of the invitation in force."""
        return self.contract.civil_day(self.record.invited_at)

    @lazy
    def opened_on(self) -> dt.date:
        """The civil day of the first invitation."""
        if self.record.opened_at == self.record.invited_at:
            return self.invited_on
        return self.contract.civil_day(self.record.opened_at)

    @lazy
    def last_step_on(self) -> dt.date:
        """The civil day of the last step, or of the invitation: the one as of which the record stands."""
        return self.contract.civil_day(self.record.at)

    @lazy
    def window_runs(self) -> bool:
        """Whether the time to answer runs; silence binds nobody whom the contract does not concern."""
        return self.may_run and self.absent_on is None

    @lazy
    def may_run(self) -> bool:
        """Whether the time to answer runs unless the agent's position stands against it."""
        if not is_unanswered(self.record):
            return False
        employment = self.record.agent.employment
        return obligation.find_exclusion(employment, contract=self.contract, on=self.invited_on) is None

    def after(self, record: Record) -> "Days":
        """Return the days of *record*, which came after this one: those of the same invitation stay as they are."""
        days, before = Days(record, self.contract), self.record
        if record.invited_at == before.invited_at and record.opened_at == before.opened_at:
            days.__dict__.update({name: vars(self)[name] for name in _OF_THE_INVITATION if name in vars(self)})
        return days

    def then(self, stated: Position) -> "Days":
        """Work out the days once *stated* is recorded, too."""
        positions = (*self.record.positions, stated)[-MOST_CARRIED:]
        return Days(evolve(self.record, positions=positions), self.contract)

    @property
    def positions(self) -> tuple[Position, ...]:
        """What is known of the agent's position: what the employer prefilled, then what a manager recorded."""
        stated = self.record.agent.position
        return self.record.positions if stated is None else (stated, *self.record.positions)

    def position(self, on: dt.date) -> PositionKind | None:
        """Find the agent's position on a day."""
        return position.find(self.positions, on=on)

    @lazy
    def absent_on(self) -> dt.date | None:
        """
        The day on which silence would bind somebody who is then not concerned; ``None`` if it may bind.

        Both the first day of cover and the day after the last one to answer
        count, unless the agent was invited since the return.
        """
        if not self.positions:
            return None
        first = self._rule(self.last_step_on, self.record.membership.effective_on)
        return next(filter(self._is_absent, (first.day or first.earliest, day_after(self.last_day))), None)

    def _is_absent(self, on: dt.date) -> bool:
        """Whether the agent is not concerned on a day, and was not invited since the return."""
        back = position.find_return(self.positions, on=on)
        return self.position(on) is PositionKind.NOT_CONCERNED and (back is None or back > self.invited_on)

    @property
    def back_on(self) -> dt.date | None:
        """The day on which an absent agent is concerned again, or may be; ``None`` if none is known."""
        return None if self.absent_on is None else position.find_return(self.positions, on=self.absent_on)

    @lazy
    def last_day(self) -> dt.date:
        """The last civil day on which one can answer; days during which a report was examined do not count."""
        return self.unsuspended_last_day + dt.timedelta(days=self.record.suspended_days)

    @lazy
    def unsuspended_last_day(self) -> dt.date:
        """The same if no report was examined."""
        return affiliation_window.last_day(self.invited_on, contract=self.contract)

    @lazy
    def window_end(self) -> dt.datetime:
        """The first instant at which the time to answer is over, in UTC."""
        return first_instant(self.contract, day_after(self.last_day))

    def effective(self, today: dt.date, *, recorded: bool = True) -> EffectiveDate:
        """
        Find what is known of the effective date.

        Args:
            today: Civil day on which it is asked for.
            recorded: Whether a day recorded by a manager, or proposed by a
                new invitation, takes precedence over the rule.
        """
        day = self.record.membership.effective_on if recorded else None
        effective = self._rule(today, day)
        return effective if day is not None else self._from_return(effective)

    def _rule(self, today: dt.date, recorded: dt.date | None) -> EffectiveDate:
        return effective_date.find(
            hired_on=self.record.agent.hired_on,
            invited_on=self.opened_on,
            today=today,
            contract=self.contract,
            recorded=recorded,
        )

    def _from_return(self, effective: EffectiveDate) -> EffectiveDate:
        """Let the cover of somebody who is not concerned on its first day begin with the return, if that is known."""
        back = None if effective.day is None else position.find_return(self.positions, on=effective.day)
        return effective if back is None else evolve(effective, day=back, earliest=back, reference=back)
