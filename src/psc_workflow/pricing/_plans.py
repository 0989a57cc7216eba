"""
A plan: what a household pays, worked out once for all households that the tariff treats alike.

Of a household, a tariff reads the agent's situation (formula, regime, status,
year since retirement, whether the pay is known) and what people look like to
it (who, age, rank). Whatever follows from these is in the plan: the lines, the
sums, the certainties, the explanations. Only the agent's pay, a number that few
share, is left to each household (``_pay_lines``).

Plans are made when they are first needed, from a part for each person, and the
latest ones are kept. None of them depends on the day, but on the period around
it (``_periods``), and none holds a name that a caller chose.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Any

import attrs

from psc_workflow._model.people import Household
from psc_workflow._model.quote import Gap, Quote, QuoteLine
from psc_workflow._model.vocabulary import Channel, Who
from psc_workflow.pricing._matching import find_charges
from psc_workflow.pricing._parts import Part, PartWriter
from psc_workflow.pricing._pay_lines import PayLine
from psc_workflow.pricing._people import CHILD_NAMES, Person, PersonFields, names, people
from psc_workflow.pricing._situations import MOST_ALIKE, Situation
from psc_workflow.pricing._totals import Totals


class PlannedLines(tuple[QuoteLine, ...]):  # noqa: SLOT001 -- a tuple has no slots of its own
    """
    Lines that know the plan by which they were written, so that their explanation need not be written again.

    They equal other tuples of the same lines, and are pickled as one.
    """

    plan: "Plan"

    @classmethod
    def of(cls, plan: "Plan", lines: Iterable[QuoteLine]) -> "PlannedLines":
        """Return the *lines* of *plan*."""
        result = cls(lines)
        result.plan = plan
        return result

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)


@attrs.frozen(eq=False)
class Plan:
    """
    What households that a tariff treats alike pay.

    Args:
        gaps: What the tariff does not say; then there is no part.
        parts: The agent's, the partner's, the children's in the order declared.
        apart_from_pay: The totals; sums without what depends on the agent's pay.
        explanations: What is explained alike for all of them, by who explains
            it; filled when first needed (``_explaining``).
    """

    gaps: tuple[Gap, ...]
    parts: tuple[Part, ...]
    apart_from_pay: Totals
    explanations: dict[Any, Any] = attrs.field(init=False, factory=dict, repr=False)

    @functools.cached_property
    def pay_lines(self) -> tuple[tuple[PayLine, int], ...]:
        """Find the lines that depend on pay, each with the place of its channel among the totals."""
        channels = list(Channel)
        return tuple(
            (line, channels.index(part.lines[place].channel))
            for part in self.parts
            for place, line in part.pay_lines.items()
        )

    def lines(self, gross_cents: int | None) -> tuple[QuoteLine, ...]:
        """Write the lines of a household of this plan."""
        lines: list[QuoteLine] = []
        for part in self.parts:
            lines += part.written(gross_cents or 0) if part.pay_lines else part.lines
        return PlannedLines.of(self, lines)

    def named(self, child_names: tuple[str, ...]) -> "Plan":
        """Return the plan of the same household with other names of its children: only their lines differ."""
        standard = CHILD_NAMES[: len(child_names)]
        if self.gaps or child_names == standard:
            return self
        adults = len(self.parts) - len(child_names)
        children = zip(self.parts[adults:], standard, child_names, strict=True)
        renamed = (part if name == former else part.named(name) for part, former, name in children)
        return Plan(self.gaps, (*self.parts[:adults], *renamed), self.apart_from_pay)

    def totals(self, gross_cents: int | None) -> Totals:
        """Add up what a household of this plan pays."""
        totals = self.apart_from_pay
        if not self.pay_lines:
            return totals
        amounts: dict[PayLine, int] = {}
        sums = list(totals.cents)
        for line, channel in self.pay_lines:
            amounts[line] = amount = line.amount(line.base(gross_cents or 0, amounts))
            total = sums[channel]
            if total is not None:
                sums[channel] = total + amount
        return Totals(tuple(sums), totals.certainties, totals.debits, totals.incomplete)


def find_plan(household: Household, situation: Situation, on: dt.date) -> Plan:
    """Find the plan of a household, or make it."""
    plan = _stored_plan(situation, people(household, situation, on))
    if not any([child.ref for child in household.children]):  # noqa: C419 -- a generator takes twice as long
        return plan
    return plan.named(names(household.children))


@functools.lru_cache(MOST_ALIKE)
def _stored_plan(situation: Situation, people: tuple[PersonFields, ...]) -> Plan:
    """Make the plan of a household whose children have the standard names; no other name is ever stored."""
    adults = [who.value for who, _, _ in people if who is not Who.CHILD]
    parts = [
        part_of(situation, Person(*fields), name) for fields, name in zip(people, (*adults, *CHILD_NAMES), strict=False)
    ]
    codes = dict.fromkeys(part for part in parts if isinstance(part, str))
    contract, sources = situation.charges.contract, situation.charges.sources
    gaps = tuple(Gap(code, contract.wording.pricing_text("gaps", code), sources) for code in codes)
    complete = () if gaps else tuple(part for part in parts if isinstance(part, Part))
    return Plan(gaps, complete, _apart_from_pay(situation, gaps, complete))


@functools.lru_cache(MOST_ALIKE)
def part_of(situation: Situation, person: Person, name: str) -> Part | str:
    """Write the lines of a person, or return the code of the gap; *name* is a standard one."""
    match = find_charges(situation, person)
    return match if isinstance(match, str) else PartWriter(name, situation).part(match)


def _apart_from_pay(situation: Situation, gaps: tuple[Gap, ...], parts: tuple[Part, ...]) -> Totals:
    """Add up the lines that do not depend on pay; all else that a quote says is the same whatever the pay."""
    of_any_pay = [line for part in parts for line in part.written(0)]
    quote = Quote("", dt.date.min, situation.formula, situation.charges.tariff.structure, tuple(of_any_pay), gaps)
    lines = [line for part in parts for line in part.lines]  # those of pay without their amounts
    cents = (
        None if quote.total(channel) is None else sum(line.cents or 0 for line in lines if line.channel is channel)
        for channel in Channel
    )
    return Totals(tuple(cents), tuple(map(quote.certainty, Channel)), quote.debits, quote.incomplete)
