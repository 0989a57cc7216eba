"""
What guards, routes and answers are computed from: the record, the contract, the instant, the command.
"""

import datetime as dt
from functools import cached_property
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command
from psc_workflow._model.people import Household
from psc_workflow._model.quote import Quote
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Formula
from psc_workflow._structuring import FIRST_YEAR, LAST_YEAR, is_in_range
from psc_workflow.exceptions import DefinitionError, HostError, InstantTooEarlyError, NaiveInstantError
from psc_workflow.pricing import price_existing_cover
from psc_workflow.rules.effective_date import EffectiveDate
from psc_workflow.states import _dates as dates
from psc_workflow.states._changes import changed
from psc_workflow.states._deadlines import coming
from psc_workflow.states._guard import Guard, Route
from psc_workflow.states._path import OPEN, behind

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""An instant this much before the dossier's last one counts as that last one: clocks of servers differ."""


def aware(at: dt.datetime) -> dt.datetime:
    """
    Bring *at* to UTC, the one form in which instants are kept: a plain ``datetime``, whatever a library made of it.

    Raises:
        NaiveInstantError: It has no time zone.
        HostError: It lies outside the years this library computes in.
    """
    if not isinstance(at, dt.datetime) or at.utcoffset() is None:
        raise NaiveInstantError("an instant needs a time zone: datetime(..., tzinfo=UTC) or ZoneInfo(...)")
    if not is_in_range(at) or not is_in_range(at.astimezone(dt.UTC)):
        raise HostError(f"an instant must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    found = at.astimezone(dt.UTC)
    return found if type(found) is dt.datetime else dt.datetime.combine(found.date(), found.time(), dt.UTC)


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
    One question put to a chart; everything derived is computed once.

    Args:
        at: Aware instant.
        journey: The chart that is asked.
        event: The transition's name: a command's, or a deadline's; empty when
            only asking what is offered.
        command: ``None`` when only asking what is offered, or for a deadline.
        draft_fields: Fields that a draft of the present screen may hold.
    """

    record: Record
    contract: Contract
    at: dt.datetime
    journey: str = "affiliation"
    event: str = ""
    command: Command | None = None
    draft_fields: frozenset[str] = frozenset()
    _asked: dict[Guard, Verdict] = attrs.field(factory=dict, init=False)
    _priced: dict[tuple[Any, ...], Quote] = attrs.field(factory=dict, init=False)

    @property
    def state(self) -> str:
        """Where the journey stands."""
        return self.record.states.of(self.journey)

    @cached_property
    def today(self) -> dt.date:
        """The civil day of the request."""
        return self.contract.civil_day(self.at)

    @cached_property
    def invited_on(self) -> dt.date:
        """The civil day of the invitation."""
        return dates.invited_on(self.record, self.contract)

    @cached_property
    def effective(self) -> EffectiveDate:
        """What is known of the effective date."""
        return dates.effective(self.record, self.contract, self.today)

    @cached_property
    def first_effective(self) -> EffectiveDate:
        """What the rule alone says of the effective date: the terms of a dispensation count from it, ever after."""
        by_rule = dates.effective(self.record, self.contract, self.today, recorded=False)
        return by_rule if by_rule.day is not None else self.effective

    @cached_property
    def judged(self) -> EffectiveDate:
        """
        The day on which ages and premiums are taken.

        That is the effective date; for a member under cover it is the day of
        the request, because the cover cannot be changed for the past.
        """
        day = self.effective.day
        if not self.record.is_member or day is None or day >= self.today:
            return self.effective
        return EffectiveDate(self.today, self.effective.start, self.today, self.today)

    @cached_property
    def due_at(self) -> dt.datetime | None:
        """When the deadline asked about comes; ``None`` if the record has none of this name ahead."""
        ahead = coming(self.record, self.contract)
        return next((one.due_at for one in ahead if (one.journey, one.event) == (self.journey, self.event)), None)

    @cached_property
    def done(self) -> tuple[str, ...]:
        """Screens of the affiliation behind the present one."""
        return behind(self.record)

    @property
    def _chooses(self) -> bool:
        """Whether what is chosen on the screens counts, rather than what was taken."""
        state = self.record.states.affiliation
        is_open = state in OPEN or (state == "under_review" and not self.record.is_member)
        return is_open and not self.record.is_over

    @cached_property
    def cover(self) -> Cover | None:
        """The cover that counts: what is being chosen on the screens, else what was taken."""
        cover, answers = self.record.membership.cover, self.record.answers
        if not self._chooses:
            return cover
        if answers.formula is None:
            return None
        return Cover(answers.formula, True, self.today, answers.partner, answers.children)

    @property
    def taken(self) -> Cover:
        """The cover in force, where the chart has made sure that there is one."""
        if self.record.membership.cover is None:
            raise DefinitionError("the chart let a membership without a cover come here")
        return self.record.membership.cover

    @cached_property
    def quote(self) -> Quote | None:
        """The quote of the formula chosen or taken, as of now; ``None`` before the choice."""
        return self.quote_of(self.cover) if self.cover is not None else None

    @property
    def chosen_quote(self) -> Quote:
        """The quote, where the chart has made sure that a formula is chosen."""
        if self.quote is None:
            raise DefinitionError("the chart let a dossier without a formula come here")
        return self.quote

    def quote_for(self, formula: Formula) -> Quote | None:
        """Price the household as declared, or as covered, under *formula*; ``None`` before it is declared."""
        if self.cover is not None:
            return self.quote_of(attrs.evolve(self.cover, formula=formula))
        answers = self.record.answers
        if answers.beneficiaries is None or not self._chooses:
            return None
        return self.quote_of(Cover(formula, True, self.today, answers.partner, answers.children))

    def quote_of(self, cover: Cover) -> Quote:
        """Price *cover*, once."""
        asked = (cover.formula, cover.partner, cover.children)
        if asked not in self._priced:
            self._priced[asked] = self._price(cover)
        return self._priced[asked]

    def _price(self, cover: Cover) -> Quote:
        answers, agent = self.record.answers, self.record.agent
        household = Household(
            regime=answers.regime.regime if answers.regime else None,
            birth_date=answers.identity.birth_date if answers.identity else agent.birth_date,
            partner=cover.partner,
            children=cover.children,
        )
        return price_existing_cover(household, contract=self.contract, formula=cover.formula, on=self.judged.reference)

    def verdict(self, guard: Guard) -> Verdict:
        """Ask *guard*, once."""
        if guard not in self._asked:
            self._asked[guard] = guard.assess(self)
        return self._asked[guard]

    def takes(self, route: Route) -> bool:
        """Whether *route* is the one, with the command's own answer in."""
        return route.taken(self)

    @cached_property
    def after(self) -> Record:
        """The record with the command's answer in, or what the deadline changes, its state not yet moved."""
        return changed(self)
