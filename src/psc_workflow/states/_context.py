"""
One question put to a chart, and the facts that guards, routes, changes and effects read.

A value: nothing here judges or decides. What follows from its facts is worked
out when it is first read, and once.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.record import Cover, Record, Representation
from psc_workflow._model.vocabulary import Capacity, Formula, Role
from psc_workflow._structuring.sharing import lazy
from psc_workflow.exceptions import DefinitionError
from psc_workflow.pricing import PricedQuote, price_existing_cover
from psc_workflow.rules import representation
from psc_workflow.rules.effective_date import EffectiveDate
from psc_workflow.states._dates import Days
from psc_workflow.states._screens import OPEN, behind


@attrs.define(slots=False, eq=False)
class Context:
    """
    One question put to a chart.

    Args:
        at: Aware instant.
        journey: The chart that is asked.
        event: The transition's name: a command's, or a deadline's; empty when
            only asking what is offered.
        command: ``None`` when only asking what is offered, or for a deadline.
        draft_fields: Fields that a draft of the present screen may hold.
        role: Who asks; ``None`` if nobody in particular does.
        by: The host's own id of the person; ``None`` if it gave none.
        days: The days of the dossier as it stands before the command.
        memory: What those who ask have worked out already, each under a key
            of its own.
    """

    record: Record
    contract: Contract
    at: dt.datetime
    journey: str = "affiliation"
    event: str = ""
    command: Command | None = None
    draft_fields: frozenset[str] = frozenset()
    role: Role | None = None
    by: str | None = attrs.field(default=None, repr=False, kw_only=True)
    days: Days = attrs.field(
        default=attrs.Factory(lambda self: Days(self.record, self.contract), takes_self=True), kw_only=True, repr=False
    )
    memory: dict[Any, Any] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def state(self) -> str:
        """The present state of the journey."""
        return self.record.states.of(self.journey)

    @property
    def capacity(self) -> Capacity | None:
        """In which capacity a representative asks; ``None`` if somebody else does, or nobody is recorded."""
        recorded = self.representation
        return recorded.capacity if self.role is Role.REPRESENTATIVE and recorded is not None else None

    @property
    def representation(self) -> Representation | None:
        """The representation on record that counts on the day of the request, whether or not it holds."""
        return self.record.representation_on(self.today)

    @lazy
    def representative(self) -> Capacity | None:
        """In which capacity somebody acts for the agent, or assists them, on the day of the request."""
        recorded = self.representation
        if recorded is None:
            return None
        verdict = representation.assess(
            recorded.capacity,
            since=recorded.since,
            ends_on=recorded.ends_on,
            birth_date=self.birth_date,
            on=self.today,
        )
        return recorded.capacity if verdict.holds else None

    @property
    def birth_date(self) -> dt.date | None:
        """The agent's birth, confirmed or prefilled."""
        answers = self.record.answers
        return answers.identity.birth_date if answers.identity else self.record.agent.birth_date

    @lazy
    def screens_behind(self) -> tuple[str, ...]:
        """Screens of the affiliation before the present one."""
        return behind(self.record)

    # -- days ----------------------------------------------------------------------

    @lazy
    def today(self) -> dt.date:
        """The civil day of the request."""
        return self.contract.civil_day(self.at)

    @lazy
    def effective(self) -> EffectiveDate:
        """What is known of the effective date."""
        return self.days.effective(self.today)

    @property
    def covered_from(self) -> dt.date:
        """The first day of cover, or the earliest on which it can lie."""
        return self.effective.day or self.effective.earliest

    @lazy
    def effective_by_rule(self) -> EffectiveDate:
        """What the rule alone says of the effective date: the terms of a dispensation always count from it."""
        by_rule = self.days.effective(self.today, recorded=False)
        return by_rule if by_rule.day is not None else self.effective

    @lazy
    def cover_date(self) -> EffectiveDate:
        """
        The day on which ages and premiums are taken.

        That is the effective date; for a member whose cover has begun it is
        the day of the request, because cover cannot be changed for the past.
        """
        day = self.effective.day
        if not self.record.is_member or day is None or day >= self.today:
            return self.effective
        return EffectiveDate(self.today, self.effective.start, self.today, self.today)

    # -- cover and premium -----------------------------------------------------------

    @property
    def counts_answers(self) -> bool:
        """Whether the choices on the screens count, rather than the cover in force."""
        state = self.record.states.affiliation
        is_open = state in OPEN or (state == "under_review" and not self.record.is_member)
        return is_open and not self.record.is_over

    @lazy
    def cover(self) -> Cover | None:
        """The cover that counts: the one being chosen on the screens, else the one in force."""
        answers = self.record.answers
        if not self.counts_answers:
            return self.record.membership.cover
        return None if answers.formula is None else self._chosen_cover(answers.formula)

    @property
    def cover_in_force(self) -> Cover:
        """The cover in force, where the chart has made sure that there is one."""
        if self.record.membership.cover is None:
            raise DefinitionError("the chart let a membership without a cover come here")
        return self.record.membership.cover

    @lazy
    def quote(self) -> PricedQuote | None:
        """The quote of the cover that counts, as of now; ``None`` before a formula is chosen."""
        return self.quote_for(self.cover.formula) if self.cover is not None else None

    @property
    def chosen_quote(self) -> PricedQuote:
        """The quote, where the chart has made sure that a formula is chosen."""
        if self.quote is None:
            raise DefinitionError("the chart let a dossier without a formula come here")
        return self.quote

    def quote_for(self, formula: Formula) -> PricedQuote | None:
        """Price the household as declared, or as covered, under *formula*, once; ``None`` before it is declared."""
        if formula not in self.memory:
            household = self._covered
            self.memory[formula] = None if household is None else self._price(household, formula)
        quote: PricedQuote | None = self.memory[formula]
        return quote

    def quote_of(self, cover: Cover) -> PricedQuote:
        """Price *cover*, whoever is in it."""
        return self._price(self._household(cover.partner, cover.children), cover.formula)

    def _chosen_cover(self, formula: Formula) -> Cover:
        answers = self.record.answers
        return Cover(formula, True, self.today, answers.partner, answers.children)

    @lazy
    def _covered(self) -> Household | None:
        """The household as declared, or as covered; ``None`` before it is declared."""
        answers, cover = self.record.answers, self.cover
        if cover is not None:
            return self._household(cover.partner, cover.children)
        is_declared = answers.beneficiaries is not None and self.counts_answers
        return self._household(answers.partner, answers.children) if is_declared else None

    def _price(self, household: Household, formula: Formula) -> PricedQuote:
        return price_existing_cover(household, contract=self.contract, formula=formula, on=self.cover_date.reference)

    def _household(self, partner: Partner | None, children: tuple[Child, ...]) -> Household:
        answers = self.record.answers
        return Household(
            regime=answers.regime.regime if answers.regime else None,
            birth_date=self.birth_date,
            partner=partner,
            children=children,
            position=self.days.position(self.cover_date.reference),
        )
