"""
The columns of one tariff on one day: from a wide row a household to its totals, in a few steps.

Each step adds columns that the next one reads, so that nothing is worked out
twice however many lines share it; they are dropped in the end.
"""

import datetime as dt
import functools
import operator
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs
import narwhals as nw

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.catalogue.tariff import Amount, Component, Kind, Tariff
from psc_workflow.catalogue.values import in_force
from psc_workflow.model.money import cents
from psc_workflow.model.vocabulary import Certainty, Channel, Formula, Regime, Status, Who
from psc_workflow.pricing.expressions import any_of, latest, product, sum_of, times, true, whole_cents


@attrs.frozen
class _Person:
    """Somebody a row may have: a column with the birth date; a child's rank among the others."""

    who: Who
    there: nw.Expr
    birth_date: nw.Expr
    rank: nw.Expr | None = None


@attrs.frozen
class _Line:
    """
    A line that a row may have.

    Args:
        place: Number of the line, by which its columns are called.
        level: How many lines stand below it, each a share of the one before.
        applies: Whether a row has it.
        cents: How much it is then.
        known: Whether that is known.
        blank: Whether the tariff's amounts are not meant for the row.
        code: What is missing if it is not known.
    """

    place: int
    level: int
    component: Component
    certainty: Certainty
    code: str
    applies: nw.Expr
    cents: nw.Expr
    known: nw.Expr
    blank: nw.Expr

    @property
    def there(self) -> nw.Expr:
        """Whether the row has the line."""
        return nw.col(f"{_OURS}there_{self.place}")

    @property
    def amount(self) -> nw.Expr:
        """Its cents, 0 where the row does not have it."""
        return nw.col(f"{_OURS}cents_{self.place}")

    @property
    def unknown(self) -> nw.Expr:
        """Whether the row has it and its amount is not known."""
        return nw.col(f"{_OURS}unknown_{self.place}")

    def columns(self) -> dict[str, nw.Expr]:
        """Work these out."""
        return {
            f"{_OURS}cents_{self.place}": nw.when(self.there).then(self.cents).otherwise(nw.lit(0)),
            f"{_OURS}unknown_{self.place}": self.there & ~self.known,
        }


_OURS = "__psc_"
"""What the columns begin with that are there only while pricing."""


class Pricer:
    """Builds the columns of one tariff on one day."""

    def __init__(self, contract: Contract, on: dt.date, children: Sequence[str]) -> None:
        self.contract, self.on = contract, on
        self.tariff: Tariff = contract.tariff
        self.offered: tuple[Formula, ...] = contract.value("formulas", on)
        self.children = children
        frozen = self.tariff.frozen_age
        self.oldest = frozen.on(on, name=f"{contract.id}.tariff.frozen_age").value if frozen else None
        self.retired, self.meant = nw.col(f"{_OURS}retired"), nw.col(f"{_OURS}meant")
        self.gap = nw.col(f"{_OURS}gap")
        self.lines: list[_Line] = []

    def stages(self) -> Iterator[dict[str, nw.Expr]]:
        """Give the columns to add, one step after the other, so that nothing is worked out twice."""
        yield {f"{_OURS}rank_{name}": self._rank(name) for name in self.children} | {
            f"{_OURS}retired": true(nw.col("retired_on") <= self.on),
            f"{_OURS}meant": self._meant(),
        }
        people = list(self._people())
        for person in people:
            self.lines += self._lines(person)
        yield {f"{_OURS}there_{line.place}": line.applies for line in self.lines}
        for level in sorted({line.level for line in self.lines}):
            of_level = [line.columns() for line in self.lines if line.level == level]
            yield {name: column for columns in of_level for name, column in columns.items()}
        faults = self._faults()
        yield {f"{_OURS}{code}": found for code, found in [*faults, *self._gaps(people)]}
        gaps = [code for code, _ in [*faults, *self._gaps(people)]]
        yield {f"{_OURS}gap": any_of(nw.col(f"{_OURS}{code}") for code in gaps)}
        of = {channel: [one for one in self.lines if one.component.channel is channel] for channel in Channel}
        yield (
            {f"{channel.value}_cents": self._total(lines) for channel, lines in of.items()}
            | {f"certainty_{channel.value}": self._certainty(lines) for channel, lines in of.items()}
            | {"incomplete": self._incomplete([code for code, _ in faults], gaps)}
        )

    # -- people and their lines ------------------------------------------------------

    def _people(self) -> Iterator[_Person]:
        yield _Person(Who.AGENT, nw.lit(value=True), nw.col("birth_date"))
        partner = nw.col("partner_birth_date")
        yield _Person(Who.PARTNER, ~partner.is_null(), partner)
        for name in self.children:
            born = nw.col(name)
            yield _Person(Who.CHILD, ~born.is_null(), born, nw.col(f"{_OURS}rank_{name}"))

    def _rank(self, name: str) -> nw.Expr:
        """Count the elder siblings, and those of the same day that stand before."""
        place = self.children.index(name)
        elder = [
            nw.col(other) <= nw.col(name) if self.children.index(other) < place else nw.col(other) < nw.col(name)
            for other in self.children
            if other != name
        ]
        return sum_of([true(one).cast(nw.Int64) for one in elder]) + 1

    def _lines(self, person: _Person) -> list[_Line]:
        before: dict[str, _Line] = {}
        for component in self._components(person):
            found = self._line(person, component, before)
            if found is not None:
                before[component.id] = found
        return list(before.values())

    def _line(self, person: _Person, component: Component, before: dict[str, _Line]) -> _Line | None:
        applies = self._selects(person, component)
        if applies is None:
            return None
        amount = in_force(component.values, self.on, f"{self.contract.id}.tariff.{component.id}")
        cents, known, certainty = self._amount(amount, before)
        code = "gross-unknown" if amount.kind is Kind.COEFFICIENT and self._is_known(amount) else ""
        return _Line(
            place=len(self.lines) + len(before),
            level=1 + max((before[name].level for name in amount.of_lines if name in before), default=0),
            component=component,
            certainty=certainty,
            code=code or f"{component.id}-unknown",
            applies=person.there & applies,
            cents=cents,
            known=known,
            blank=nw.lit(value=False) if component.free else ~self.meant,
        )

    def _selects(self, person: _Person, component: Component) -> nw.Expr | None:
        """Say when *component* is for *person*; ``None`` if never."""
        if component.territories and self.contract.territory not in component.territories:
            return None
        conditions = [nw.lit(value=True)]
        if component.formulas:
            conditions.append(nw.col("formula").is_in([one.value for one in component.formulas]))
        if component.statuses and set(component.statuses) != set(Status):
            conditions.append(self.retired if Status.RETIRED in component.statuses else ~self.retired)
        if component.regimes:
            conditions.append(nw.col("regime").is_in([one.value for one in component.regimes]))
        if component.by_year:
            last = component.to_year
            conditions += self._years(nw.col("retired_on"), component.from_year - 1, None if last is None else last - 1)
        if component.by_age:
            if self.oldest is not None and component.from_age > self.oldest:
                return None
            last = component.to_age
            frozen = last is not None and self.oldest is not None and last >= self.oldest
            conditions += self._years(person.birth_date, component.from_age, None if frozen else last)
        if person.rank is not None:
            conditions.append(person.rank >= component.from_rank)
            conditions += [] if component.to_rank is None else [person.rank <= component.to_rank]
        return functools.reduce(operator.and_, map(true, conditions))

    def _years(self, since: nw.Expr, first: int, last: int | None) -> Iterator[nw.Expr]:
        """Compare whole years since a date with literal dates: nothing is computed per row."""
        yield since <= latest(self.on, first)
        if last is not None:
            yield since > latest(self.on, last + 1)

    # -- amounts -------------------------------------------------------------------------

    def _amount(self, amount: Amount, before: dict[str, _Line]) -> tuple[nw.Expr, nw.Expr, Certainty]:
        """Give the cents of an amount, whether they are known, and how certain they are."""
        used = [self._parameter(name) for name in amount.parameters]
        named = [before[name] for name in amount.of_lines if name in before]
        certainties = [amount.certainty, *(one.certainty for one in (*used, *named))]
        certainty = max(certainties, key=lambda one: one.rank)
        yes, no = nw.lit(value=True), nw.lit(value=False)
        if not self._is_known(amount):
            return nw.lit(0), no, certainty
        match amount.kind:
            case Kind.FIXED:
                return whole_cents(amount.value), yes, certainty
            case Kind.SHARE:
                return whole_cents(product(amount.share, used[0].value)), yes, certainty
            case Kind.COEFFICIENT:
                gross = nw.col("gross_cents")
                caps = [cents(one.known) for one in used]
                base = nw.min_horizontal(gross, nw.lit(caps[0]).cast(nw.Int64)) if caps else gross
                base = nw.when(gross.is_null()).then(nw.lit(0)).otherwise(base)
                return times(base, amount.coefficient or Decimal(0)), ~gross.is_null(), certainty
        sums = sum_of([one.amount for one in named])
        found = times(sums, amount.share or Decimal(0))
        limited = found if amount.at_most is None else nw.min_horizontal(found, whole_cents(amount.at_most))
        return limited, ~any_of(one.unknown for one in named), certainty

    def _parameter(self, name: str) -> Any:
        return self.tariff.parameter(name).on(self.on, name=f"{self.contract.id}.tariff.parameters.{name}")

    def _is_known(self, amount: Amount) -> bool:
        return amount.is_known and all(self._parameter(name).is_known for name in amount.parameters)

    def _meant(self) -> nw.Expr:
        """Say for which rows the tariff's amounts are meant."""
        if not self.tariff.excluded_regimes:
            return nw.lit(value=True)
        regime = nw.col("regime")
        return ~regime.is_null() & ~true(regime.is_in([one.value for one in self.tariff.excluded_regimes]))

    # -- what is unknown ---------------------------------------------------------------------

    def _faults(self) -> list[tuple[str, nw.Expr]]:
        """Name what makes a whole row unknown whatever else it says, each with the rows concerned."""
        formula, regime = nw.col("formula"), nw.col("regime")
        found = [
            ("formula-not-offered", ~true(formula.is_in([one.value for one in self.offered]))),
            ("regime-not-in-list", ~regime.is_null() & ~true(regime.is_in([one.value for one in Regime]))),
            ("gross-negative", true(nw.col("gross_cents") < 0)),
        ]
        missing = [one for one in Status if one not in self.tariff.statuses]
        if missing:
            found.append(("status-not-in-tariff", self.retired if Status.RETIRED in missing else ~self.retired))
        return found

    def _gaps(self, people: list[_Person]) -> Iterator[tuple[str, nw.Expr]]:
        """Name what the tariff does not say, or the row does not tell, each with the rows concerned."""
        for code, of_person in (("regime-unknown", self._regime_open), ("birth-date-unknown", self._age_open)):
            yield code, any_of(of_person(person) for person in people)
        yield "person-not-in-tariff", any_of(self._without_line(person) for person in people)

    def _fits(self, person: _Person, component: Component, *, without: str) -> nw.Expr:
        """Say when *component* would be for *person* whatever the fact called *without*."""
        cleared = {"regimes": ()} if without == "regimes" else {"from_age": 0, "to_age": None}
        found = self._selects(person, attrs.evolve(component, **cleared))
        return nw.lit(value=False) if found is None else person.there & found

    def _regime_open(self, person: _Person) -> nw.Expr:
        by_regime = [one for one in self._components(person) if one.regimes]
        return nw.col("regime").is_null() & any_of(self._fits(person, one, without="regimes") for one in by_regime)

    def _age_open(self, person: _Person) -> nw.Expr:
        by_age = [one for one in self._components(person) if one.by_age]
        return person.birth_date.is_null() & any_of(self._fits(person, one, without="ages") for one in by_age)

    def _without_line(self, person: _Person) -> nw.Expr:
        selected = (self._selects(person, one) for one in self._components(person))
        return person.there & ~any_of(one for one in selected if one is not None)

    def _components(self, person: _Person) -> list[Component]:
        return [one for one in self.tariff.components if one.who is person.who]

    # -- columns -------------------------------------------------------------------------------

    def _total(self, lines: list[_Line]) -> nw.Expr:
        unknown = self.gap | any_of(line.unknown | (line.there & line.blank) for line in lines)
        return nw.when(~unknown).then(sum_of([line.amount for line in lines]).cast(nw.Int64))

    def _certainty(self, lines: list[_Line]) -> nw.Expr:
        """Take the worst of what was used; walked from the best, so that the worst has the last word."""
        found = nw.lit(self.tariff.structure.value)
        for certainty in Certainty:
            if certainty.rank > self.tariff.structure.rank:
                used = [line.there for line in lines if line.certainty is certainty]
                if certainty is Certainty.UNKNOWN:
                    used += [self.gap, *(line.there & line.blank for line in lines)]
                if used:
                    found = nw.when(any_of(used)).then(nw.lit(certainty.value)).otherwise(found)
        return found

    def _incomplete(self, faults: list[str], gaps: list[str]) -> nw.Expr:
        """Join the codes: what is wrong with the row; else what it or the tariff leaves open; else unknown lines."""
        at_fault = any_of(nw.col(f"{_OURS}{code}") for code in faults)
        codes: dict[str, list[nw.Expr]] = {}
        for code in gaps:
            found = nw.col(f"{_OURS}{code}")
            codes[code] = [found if code in faults else found & ~at_fault]
        order = {component.id: place for place, component in enumerate(self.tariff.components)}
        for line in sorted(self.lines, key=lambda one: order[one.component.id]):
            codes.setdefault(line.code, []).append(~self.gap & line.unknown & ~line.blank)
            codes.setdefault(f"{line.component.id}-unknown", []).append(~self.gap & line.there & line.blank)
        parts = [
            nw.when(any_of(conditions)).then(nw.lit(f"{code};")).otherwise(nw.lit(""))
            for code, conditions in codes.items()
        ]
        return nw.concat_str(parts, separator="").str.strip_chars(";")
