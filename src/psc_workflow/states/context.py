"""
What guards, routes and answers are computed from: the record, the contract, the instant, the command.
"""

import datetime as dt
from functools import cached_property

import attrs

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import DefinitionError, HostError, InstantTooEarlyError, NaiveInstantError
from psc_workflow.model.commands import Command
from psc_workflow.model.quote import Quote
from psc_workflow.model.record import Record
from psc_workflow.model.verdict import Verdict
from psc_workflow.model.vocabulary import Formula
from psc_workflow.pricing import price
from psc_workflow.rules import effective_date
from psc_workflow.rules.effective_date import EffectiveDate
from psc_workflow.states.answers import answered
from psc_workflow.states.guard import Guard, Route
from psc_workflow.states.path import behind
from psc_workflow.structuring import FIRST_YEAR, LAST_YEAR, is_in_range

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""An instant this much before the dossier's last one counts as that last one: clocks of servers differ."""


def aware(at: dt.datetime) -> dt.datetime:
    """
    Bring *at* to UTC, the one form in which instants are kept.

    Raises:
        NaiveInstantError: It has no time zone.
        HostError: It lies outside the years this library computes in.
    """
    if not isinstance(at, dt.datetime) or at.utcoffset() is None:
        raise NaiveInstantError("an instant needs a time zone: datetime(..., tzinfo=UTC) or ZoneInfo(...)")
    if not is_in_range(at) or not is_in_range(at.astimezone(dt.UTC)):
        raise HostError(f"an instant must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return at.astimezone(dt.UTC)


def instant_of(record: Record, at: dt.datetime) -> dt.datetime:
    """
    Give the instant at which *record* is asked: *at*, or its last instant if that is barely later.

    Raises:
        NaiveInstantError: *at* has no time zone.
        InstantTooEarlyError: It lies too far before the last instant.
    """
    instant = aware(at)
    if instant < record.at - CLOCK_TOLERANCE:
        raise InstantTooEarlyError(f"{instant.isoformat()} lies before the last instant, {record.at.isoformat()}")
    return max(instant, record.at)


@attrs.define(slots=False, eq=False)
class Context:
    """
    One question put to the chart; everything derived is computed once.

    Args:
        at: Aware instant.
        command: ``None`` when only asking what is offered.
        draft_fields: Fields that a draft of the present screen may hold.
    """

    record: Record
    contract: Contract
    at: dt.datetime
    command: Command | None = None
    draft_fields: frozenset[str] = frozenset()
    _asked: dict[Guard, Verdict] = attrs.field(factory=dict, init=False)

    @cached_property
    def today(self) -> dt.date:
        """The civil day of the request."""
        return self.contract.civil_day(self.at)

    @cached_property
    def invited_on(self) -> dt.date:
        """The civil day of the invitation."""
        return self.contract.civil_day(self.record.invited_at)

    @cached_property
    def effective(self) -> EffectiveDate:
        """What is known of the effective date."""
        return effective_date.find(
            hired_on=self.record.agent.hired_on,
            invited_on=self.invited_on,
            today=self.today,
            contract=self.contract,
        )

    @cached_property
    def done(self) -> tuple[str, ...]:
        """Screens behind the present one."""
        return behind(self.record)

    @cached_property
    def quote(self) -> Quote | None:
        """The quote of the formula chosen, as of now; ``None`` before the choice."""
        formula = self.record.answers.formula
        return self.quote_for(formula) if formula is not None else None

    @property
    def chosen_quote(self) -> Quote:
        """The quote, where the chart has made sure that a formula is chosen."""
        if self.quote is None:
            raise DefinitionError("the chart let a dossier without a formula come here")
        return self.quote

    def quote_for(self, formula: Formula) -> Quote | None:
        """Price the household as declared under *formula*; ``None`` before it is declared."""
        if self.record.answers.beneficiaries is None:
            return None
        return price(self.record.household, contract=self.contract, formula=formula, on=self.effective.reference)

    def verdict(self, guard: Guard) -> Verdict:
        """Ask *guard*, once."""
        if guard not in self._asked:
            self._asked[guard] = guard.assess(self)
        return self._asked[guard]

    def takes(self, route: Route) -> bool:
        """Whether *route* is the one, with the command's own answer in."""
        return route.chooses(self.after.answers)

    @cached_property
    def after(self) -> Record:
        """The record with the command's answer in, its state not yet moved."""
        return answered(self)
