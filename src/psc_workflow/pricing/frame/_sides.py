"""
The sides on which a tariff tells households apart, and the columns that say where a row stands on each.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import attrs
import narwhals as nw

from psc_workflow._catalogue.tariff import Component
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import Regime, Status, Who
from psc_workflow.pricing._charges import Charges
from psc_workflow.pricing.frame._bands import Bands, Standing, YearsSince
from psc_workflow.pricing.frame._expressions import any_of, count, true
from psc_workflow.pricing.frame._rows import EVERYTHING, NOTHING, Rows, Side, Value

_KNOWN, _TOO_HIGH, _STRANGE = "known", "too high", "none of them"
"""A pay that can be; one that cannot; a value that no row should have, such as a negative pay."""

OURS = "__psc_"
"""What the columns begin with that are there only while pricing."""


@attrs.frozen(eq=False)
class Person:
    """
    Somebody a row may have.

    Args:
        age: Bands of age; ``None`` where there is no birth date.
        rank: Bands of rank, of a child.
        there: The rows that have the person.
    """

    who: Who
    age: Side
    rank: Side | None
    there: Rows


class Sides:
    """
    What the components of a tariff select by, on one day, and whom a row may have.

    Args:
        charges: The tariff.
        children: Columns with the birth dates of children.
    """

    def __init__(self, charges: Charges, children: Sequence[str]) -> None:
        components = [one.component for one in charges.each]
        self.on: dt.date = charges.on
        self.oldest = charges.oldest
        self.children = children
        self.ages = Bands.of(self._limits(one) for one in components if one.by_age)
        self.years = Bands.of([(0, None), *(_years(one) for one in components if one.by_year)])
        self.ranks = Bands.of([(1, None), *((one.from_rank, one.to_rank) for one in components)])
        self.statuses = charges.tariff.statuses
        offered = charges.contract.value("formulas", self.on)
        years = frozenset(self.years.within(0, None))
        since = YearsSince("retired_on", self.on)
        self.status = Side("status", frozenset(Status), self._retired)
        self.formula = Side("formula", frozenset({*offered, _STRANGE}), partial(_is_one_of, "formula"))
        self.regime = Side("regime", frozenset({*Regime, None, _STRANGE}), partial(_is_among, "regime"))
        self.year = Side("year", years, lambda values: self.years.test(values, years, since))
        self.pay = Side("pay", frozenset({_KNOWN, None, _TOO_HIGH, _STRANGE}), _paid)
        self.tests: dict[tuple[str, frozenset[Value]], tuple[str, nw.Expr]] = {}

    @property
    def pay_stated(self) -> Rows:
        """The rows that state a pay, be it a wrong one."""
        return self.pay.rows(_KNOWN, _TOO_HIGH, _STRANGE)

    def people(self) -> Iterator[Person]:
        """List whom a row may have."""
        ages, ranks = frozenset({None, *self.ages.all}), frozenset(self.ranks.within(1, None))

        def age(column: str) -> Side:
            return Side(column, ages, lambda values: self.ages.test(values, ages, YearsSince(column, self.on)))

        def rank(column: str) -> Side:
            return Side(column, ranks, lambda values: self.ranks.test(values, ranks, Standing(column)))

        def there(side: Side) -> Rows:
            return side.rows(*self.ages.all)

        yield Person(Who.AGENT, age("birth_date"), None, EVERYTHING)
        partner = age("partner_birth_date")
        yield Person(Who.PARTNER, partner, None, there(partner))
        for name in self.children:
            child = age(name)
            yield Person(Who.CHILD, child, rank(_ranked(name)), there(child))

    def selects(self, person: Person, component: Component) -> tuple[Rows, Rows, Rows]:
        """Say which rows *component* is for, and for which that is open: by the regime, by the birth date."""
        rows = person.there
        if component.statuses:
            rows &= self.status.rows(*component.statuses)
        if component.formulas:
            rows &= self.formula.rows(*component.formulas)
        if component.by_year:
            rows &= self.year.rows(*self.years.within(*_years(component)))
        if person.rank is not None:
            rows &= person.rank.rows(*self.ranks.within(component.from_rank, component.to_rank))
        aged, born = rows, NOTHING
        if component.by_age:
            first, last = self._limits(component)
            reached = self.oldest is None or first <= self.oldest
            aged = rows & person.age.rows(*(self.ages.within(first, last) if reached else ()))
            born = rows & person.age.rows(None)
        if not component.regimes:
            return aged, NOTHING, born
        asked, unknown = self.regime.rows(*component.regimes), self.regime.rows(None)
        return aged & asked, (aged | born) & unknown, born & asked

    def faults(self) -> dict[str, Rows]:
        """Name what makes a whole row unknown whatever else it says, each with the rows concerned."""
        statuses = set(Status).difference(self.statuses)
        found = {
            "formula-not-offered": self.formula.rows(_STRANGE),
            "regime-not-in-list": self.regime.rows(_STRANGE),
            "gross-negative": self.pay.rows(_STRANGE),
            "gross-too-high": self.pay.rows(_TOO_HIGH),
            "status-not-in-tariff": self.status.rows(*statuses),
        }
        return {code: rows for code, rows in found.items() if not rows.nothing}

    # -- columns ---------------------------------------------------------------------------------

    def condition(self, each: Iterable[Rows]) -> nw.Expr | None:
        """Write that a row is in one of several; nothing if none ever is."""
        ever = [rows for rows in each if not rows.nothing]
        return any_of(rows.expression(self._test) for rows in ever) if ever else None

    def columns(self) -> Iterator[dict[str, nw.Expr]]:
        """Give the columns that the conditions written so far read."""
        yield {_ranked(name): self._rank(name) for name in self.children if len(self.ranks.cuts) > 1}
        yield dict(self.tests.values())

    def _test(self, side: Side, values: frozenset[Value]) -> nw.Expr:
        """Give the column that says whether *side* has one of *values*; the same one for all others, turned round."""
        rest = side.values - values
        if _STRANGE in values or (None in values and _STRANGE not in rest):
            return ~self._test(side, rest)
        key = (side.name, values)
        if key not in self.tests and side.compared is not None:
            self.tests[key] = (f"{OURS}test_{len(self.tests)}", side.compared(values))
        name, _ = self.tests[key]
        return nw.col(name)

    def _retired(self, values: frozenset[Value]) -> nw.Expr:
        retired = true(nw.col("retired_on") <= self.on)
        return retired if Status.RETIRED in values else ~retired

    def _rank(self, name: str) -> nw.Expr:
        """Count the elder siblings, and those of the same day that stand before."""
        place = self.children.index(name)
        elder = [
            nw.col(other) <= nw.col(name) if self.children.index(other) < place else nw.col(other) < nw.col(name)
            for other in self.children
            if other != name
        ]
        return count(map(true, elder)) + 1

    def _limits(self, component: Component) -> tuple[int, int | None]:
        """Give the first and the last age of *component*; ages beyond the oldest are the oldest."""
        last, oldest = component.to_age, self.oldest
        return component.from_age, None if last is None or (oldest is not None and last >= oldest) else last


def _ranked(child: str) -> str:
    """Name the column with the rank of a child."""
    return f"{OURS}rank_{child}"


def _years(component: Component) -> tuple[int, int | None]:
    """Turn the first and the last year, which count from one, into whole years passed."""
    return component.from_year - 1, None if component.to_year is None else component.to_year - 1


def _paid(values: frozenset[Value]) -> nw.Expr:
    pay = nw.col("gross_cents")
    stated = (pay >= 0) & (pay <= HIGHEST_PAY)
    tests = {_KNOWN: stated, None: pay.is_null(), _TOO_HIGH: pay > HIGHEST_PAY, _STRANGE: pay < 0}
    return any_of(true(one) for value, one in tests.items() if value in values)


def _is_one_of(column: str, values: frozenset[Value]) -> nw.Expr:
    """Say whether a text is one of very few, for which this is quicker than ``is_in``."""
    return true(any_of(nw.col(column) == text for text in sorted(map(str, values))))


def _is_among(column: str, values: frozenset[Value]) -> nw.Expr:
    """Say whether a text is one of several; ``None`` stands for null."""
    texts = sorted(str(value) for value in values if value is not None)
    found = [nw.col(column).is_null()] if None in values else []
    return any_of([*found, true(nw.col(column).is_in(texts))] if texts else found)  # an empty list has no type
