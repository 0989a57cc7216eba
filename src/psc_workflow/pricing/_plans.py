"""
A plan: what a household pays, worked out once for all households that the tariff treats alike.

Of a household, a tariff reads the agent's situation (formula, regime, status,
year since retirement, whether the pay is known) and what people look like to
it (who, age, rank). Whatever follows from these is in the plan: the lines, the
sums, the certainties, the explanations. Only the agent's pay, a number that few
share, is left to each household (``_pay_lines``).

Plans are made when they are first needed, from a part for each person, and the
latest ones are kept. None of them depends on the day, but on the period around
it (``_catalogue.periods``), and none holds a name that a caller chose.
"""

import datetime as dt
import functools
from typing import Any

import attrs

from psc_workflow._model.people import Child, Household
from psc_workflow._model.quote import Gap, Quote, QuoteLine
from psc_workflow._model.templates import with_fields
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, Who
from psc_workflow.pricing._matching import find_charges
from psc_workflow.pricing._parts import Part, PartWriter
from psc_workflow.pricing._pay_lines import PayLine
from psc_workflow.pricing._people import CHILD_NAMES, Family, Person, are_named, family, names, people
from psc_workflow.pricing._situations import MOST_ALIKE, Situation
from psc_workflow.pricing._totals import Totals

_CHANNELS = list(Channel)

_new = tuple.__new__
"""Makes totals of a tuple of their fields, in half the time."""


_OfPay = tuple[int, int, PayLine, bool]
"""A line that depends on pay: its place, that of its channel among the totals, and whether another is a share of it."""


@attrs.frozen(eq=False)
class Plan:
    """
    What households that a tariff treats alike pay.

    Args:
        gaps: What the tariff does not say; then there is no part.
        parts: The agent's, the partner's, the children's in the order declared.
        apart_from_pay: The totals; sums without what depends on the agent's pay.
        memory: What else is the same in all their quotes, by who asks; filled
            when first needed (``_quote``, ``_explaining``).
    """

    gaps: tuple[Gap, ...]
    parts: tuple[Part, ...]
    apart_from_pay: Totals
    memory: dict[Any, Any] = attrs.field(init=False, factory=dict, repr=False)

    @functools.cached_property
    def templates(self) -> tuple[QuoteLine, ...]:
        """List the lines of all parts; those that depend on pay are without their amounts."""
        return tuple(line for part in self.parts for line in part.lines)

    @functools.cached_property
    def pay_lines(self) -> tuple[_OfPay, ...]:
        """Find the lines that depend on pay."""
        lines = [part.pay_lines.get(place) for part in self.parts for place in range(len(part.lines))]
        places = {place: line for place, line in enumerate(lines) if line is not None}
        shared = {other for line in places.values() for other in line.shared or ()}
        return tuple(
            (place, _CHANNELS.index(line.template.channel), line, line in shared) for place, line in places.items()
        )

    def lines(self, household: Household) -> tuple[QuoteLine, ...]:
        """Write the lines of a household of this plan, in the names that its children have."""
        gross_cents, children, lines = household.gross_cents, household.children, self.templates
        if gross_cents is not None and self.pay_lines:
            lines = self._with_pay(gross_cents)
        if not are_named(children):
            return lines
        renamed = dict(zip(CHILD_NAMES, names(children), strict=False))
        return tuple([with_fields(line, who=renamed[line.who]) if line.who in renamed else line for line in lines])

    def _with_pay(self, gross_cents: int) -> tuple[QuoteLine, ...]:
        lines = list(self.templates)
        amounts: dict[PayLine, int] = {}
        for place, _, line, is_shared in self.pay_lines:
            base = line.base(gross_cents, amounts)
            amount = line.amount(base)
            if is_shared:
                amounts[line] = amount
            lines[place] = line.line(gross_cents, base, amount)
        return tuple(lines)

    def named(self, children: tuple[Child, ...]) -> "Plan":
        """Return the plan with the names that *children* have; it is not remembered."""
        if self.gaps or not are_named(children):
            return self
        adults = len(self.parts) - len(children)
        renamed = (part.named(name) for part, name in zip(self.parts[adults:], names(children), strict=True))
        return Plan(self.gaps, (*self.parts[:adults], *renamed), self.apart_from_pay)

    @functools.cached_property
    def _terms(self) -> tuple[Any, ...]:
        """
        Return what totals are made of: the sums apart from pay, what the pay adds, and all else.

        The pay adds to the total of a place an amount, found by a function; where a
        line is a share of another one of pay, there are no such functions, but ``None``.
        """
        cents, *others = self.apart_from_pay
        terms = [(place, line.amount) for _, place, line, _ in self.pay_lines if cents[place] is not None]
        has_shares = any(line.shared is not None for _, _, line, _ in self.pay_lines)
        return cents, None if has_shares else tuple(terms), *others

    def totals(self, gross_cents: int | None) -> Totals:
        """Add up what a household of this plan pays."""
        if gross_cents is None:
            return self.apart_from_pay
        cents, terms, certainties, debits, incomplete = self._terms
        sums = [*cents]
        if terms is None:
            self._add_shares(sums, gross_cents)
        else:
            for place, amount in terms:
                sums[place] += amount(gross_cents)
        return _new(Totals, (tuple(sums), certainties, debits, incomplete))

    def _add_shares(self, sums: list[int | None], gross_cents: int) -> None:
        """Add the amounts of lines of pay, some of which are shares of others."""
        amounts: dict[PayLine, int] = {}
        for _, place, line, is_shared in self.pay_lines:
            amount = line.amount(line.base(gross_cents, amounts))
            if is_shared:
                amounts[line] = amount
            total = sums[place]
            if total is not None:
                sums[place] = total + amount


def find_plan(household: Household, situation: Situation, on: dt.date) -> Plan:
    """Find the plan of a household, or make it; its children have the standard names there."""
    return stored_plan(situation, family(household, situation, on))


@functools.lru_cache(MOST_ALIKE)
def stored_plan(situation: Situation, family: Family) -> Plan:
    """Make the plan of a household whose children have the standard names; no other name is ever stored."""
    everybody = people(family)
    adults = [person.who.value for person in everybody if person.who is not Who.CHILD]
    parts = [part_of(situation, person, name) for person, name in zip(everybody, (*adults, *CHILD_NAMES), strict=False)]
    codes = dict.fromkeys(part for part in parts if isinstance(part, str))
    contract, sources = situation.charges.contract, situation.charges.sources
    gaps = tuple(Gap(code, contract.wording.pricing_text("gaps", code), sources) for code in codes)
    complete = () if gaps else tuple(part for part in parts if isinstance(part, Part))
    return Plan(gaps, complete, _apart_from_pay(situation.charges.tariff.structure, gaps, complete))


@functools.lru_cache(MOST_ALIKE)
def part_of(situation: Situation, person: Person, name: str) -> Part | str:
    """Write the lines of a person, or return the code of the gap; *name* is a standard one."""
    match = find_charges(situation, person)
    return match if isinstance(match, str) else PartWriter(name, situation).part(match)


def _apart_from_pay(structure: Certainty, gaps: tuple[Gap, ...], parts: tuple[Part, ...]) -> Totals:
    """Add up the lines that do not depend on pay; all else that a quote says is the same whatever the pay."""
    lines = [
        with_fields(line, cents=0) if place in part.pay_lines and not line.missing else line
        for part in parts
        for place, line in enumerate(part.lines)
    ]
    quote = Quote("", dt.date.min, Formula.BASE, structure, tuple(lines), gaps)
    totals = tuple(map(quote.total, _CHANNELS))
    return Totals(totals, tuple(map(quote.certainty, _CHANNELS)), quote.debits, quote.incomplete)
