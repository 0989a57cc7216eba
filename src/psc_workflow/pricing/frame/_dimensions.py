"""
The dimensions by which a tariff selects households, and the columns that say where a row stands on each.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

import attrs
import narwhals as nw

from psc_workflow._catalogue.components import Component
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import PositionKind, Status, Who
from psc_workflow.pricing._charges import Charges
from psc_workflow.pricing.frame._bands import Bands, IntegerColumn, YearsSince
from psc_workflow.pricing.frame._expressions import any_of, true
from psc_workflow.pricing.frame._ranks import rank_columns
from psc_workflow.pricing.frame._rows import ALL_ROWS, NO_ROWS, Dimension, RowSet, Value

_VALID, _ZERO, _TOO_HIGH, _INVALID = "valid", "zero", "too high", "invalid"
"""A possible pay; none; one beyond any pay; a value that no row should have, such as a negative pay."""

PREFIX = "__psc_"
"""Prefix of the columns that exist only during pricing."""


@attrs.frozen(eq=False)
class Person:
    """
    Somebody a row may have.

    Args:
        age: Bands of age; ``None`` among the values stands for no birth date.
        rank: Bands of rank, of a child.
        there: The rows that have the person.
    """

    who: Who
    age: Dimension
    rank: Dimension | None
    there: RowSet


@attrs.frozen(eq=False)
class Selection:
    """
    The rows that a component is for.

    Args:
        gaps: The rows for which that depends on something unknown, by the
            code of what it is.
    """

    rows: RowSet
    gaps: Mapping[str, RowSet]


class Dimensions:
    """
    What the components of a tariff select by, on one day, and the people a row may have.

    Args:
        charges: The tariff in force then.
        children: Columns with the birth dates of children.
        optional: Those of ``OPTIONAL_COLUMNS`` that there are.
    """

    def __init__(self, charges: Charges, on: dt.date, children: Sequence[str], optional: Collection[str] = ()) -> None:
        components = [charge.component for charge in charges.all]
        self.on = on
        self.frozen_age = charges.frozen_age
        self.children = children
        self.ages = Bands.of(self._ages(component) for component in components if component.by_age)
        self.years = Bands.of([(0, None), *(_years(component) for component in components if component.by_year)])
        self.ranks = Bands.of([(1, None), *((component.from_rank, component.to_rank) for component in components)])
        self.statuses = charges.tariff.statuses
        offered = charges.contract.value("formulas", self.on)
        years = frozenset(self.years.within(0, None))
        since = YearsSince("retired_on", self.on)
        self.status = Dimension("status", frozenset(Status), self._has_status)
        self.formula = Dimension("formula", frozenset({*offered, _INVALID}), partial(_equals_any, "formula"))
        self.regime = Dimension(
            "regime", frozenset({*charges.contract.regimes, None, _INVALID}), partial(_is_in, "regime")
        )
        self.year = Dimension("year", years, lambda values: self.years.condition(values, years, since))
        self.pay = Dimension("pay", frozenset({_VALID, _ZERO, None, _TOO_HIGH, _INVALID}), _has_pay)
        positions = {*PositionKind, _INVALID} if "position" in optional else ()
        self.position = Dimension("position", frozenset({*positions, None}), partial(_is_in, "position"))
        self.not_concerned = self._not_concerned() if charges.by_position else NO_ROWS
        self.tests: dict[tuple[str, frozenset[Value]], tuple[str, nw.Expr]] = {}

    @property
    def pay_stated(self) -> RowSet:
        """The rows that state a pay, even an impossible one."""
        return self.pay.rows(_VALID, _ZERO, _TOO_HIGH, _INVALID)

    def people(self) -> Iterator[Person]:
        """List the people a row may have."""
        ages, ranks = frozenset({None, *self.ages.all}), frozenset(self.ranks.within(1, None))

        def age(column: str) -> Dimension:
            since = YearsSince(column, self.on)
            return Dimension(column, ages, lambda values: self.ages.condition(values, ages, since))

        def rank(column: str) -> Dimension:
            number = IntegerColumn(column)
            return Dimension(column, ranks, lambda values: self.ranks.condition(values, ranks, number))

        def there(age: Dimension) -> RowSet:
            return age.rows(*self.ages.all)

        yield Person(Who.AGENT, age("birth_date"), None, ALL_ROWS)
        partner = age("partner_birth_date")
        yield Person(Who.PARTNER, partner, None, there(partner))
        for name in self.children:
            child = age(name)
            yield Person(Who.CHILD, child, rank(_rank_column(name)), there(child))

    def selection(self, person: Person, component: Component) -> Selection:
        """Select rows by *component*."""
        rows = person.there
        if component.statuses:
            rows &= self.status.rows(*component.statuses)
        if component.formulas:
            rows &= self.formula.rows(*component.formulas)
        if component.by_year:
            rows &= self.year.rows(*self.years.within(*_years(component)))
        if person.rank is not None:
            rows &= person.rank.rows(*self.ranks.within(component.from_rank, component.to_rank))
        of_age, without_age = rows, NO_ROWS
        if component.by_age:
            first, last = self._ages(component)
            can_reach = self.frozen_age is None or first <= self.frozen_age
            of_age = rows & person.age.rows(*(self.ages.within(first, last) if can_reach else ()))
            without_age = rows & person.age.rows(None)
        in_regime, without_regime = self._by_regime(component)
        in_position, without_position = self._by_position(component)
        either = (of_age | without_age) & (in_position | without_position)
        gaps = {
            "regime-unknown": either & without_regime,
            "position-unknown": either & in_regime & without_position,
            "birth-date-unknown": without_age & in_regime & in_position,
        }
        return Selection(of_age & in_regime & in_position, gaps)

    def _by_regime(self, component: Component) -> tuple[RowSet, RowSet]:
        """Select the rows whose regime is one of *component*, and those whose regime is unknown and would decide."""
        if not component.regimes:
            return ALL_ROWS, NO_ROWS
        return self.regime.rows(*component.regimes), self.regime.rows(None)

    def _by_position(self, component: Component) -> tuple[RowSet, RowSet]:
        """Do so for the position; a pay that is not 0 is that of an agent at work, unless the row says otherwise."""
        if not component.positions:
            return ALL_ROWS, NO_ROWS
        unknown = self.position.rows(None)
        unpaid = unknown & self.pay.rows(_ZERO)
        at_work = unknown - unpaid if PositionKind.ACTIVE in component.positions else NO_ROWS
        return self.position.rows(*component.positions) | at_work, unpaid

    def _not_concerned(self) -> RowSet:
        """Select the rows of agents whom no contract concerns, at their age of work."""
        return self.status.rows(Status.ACTIVE) & self.position.rows(PositionKind.NOT_CONCERNED)

    def faults(self) -> dict[str, RowSet]:
        """List what makes a whole row unknown whatever else it says, each code with the rows concerned."""
        statuses = set(Status).difference(self.statuses)
        faults = {
            "formula-not-offered": self.formula.rows(_INVALID),
            "regime-not-in-list": self.regime.rows(_INVALID),
            "position-not-in-list": self.position.rows(_INVALID),
            "gross-negative": self.pay.rows(_INVALID),
            "gross-too-high": self.pay.rows(_TOO_HIGH),
            "status-not-in-tariff": self.status.rows(*statuses),
        }
        return {code: rows for code, rows in faults.items() if not rows.is_empty}

    # -- columns ---------------------------------------------------------------------------------

    def condition(self, row_sets: Iterable[RowSet]) -> nw.Expr | None:
        """Write the condition that a row is in one of several sets; ``None`` if none ever is."""
        possible = [rows for rows in row_sets if not rows.is_empty]
        return any_of(rows.expression(self._test) for rows in possible) if possible else None

    def columns(self) -> Iterator[dict[str, nw.Expr]]:
        """List the columns that the conditions written so far read."""
        if len(self.ranks.cuts) > 1:
            yield from rank_columns(self.children, self.ranks.cuts[-1], PREFIX)
        yield dict(self.tests.values())

    def _test(self, dimension: Dimension, values: frozenset[Value]) -> nw.Expr:
        """Return the column that says whether *dimension* has one of *values*; negated, it serves for the others."""
        rest = dimension.values - values
        if _INVALID in values or (None in values and _INVALID not in rest):
            return ~self._test(dimension, rest)
        key = (dimension.name, values)
        if key not in self.tests and dimension.condition is not None:
            self.tests[key] = (f"{PREFIX}test_{len(self.tests)}", dimension.condition(values))
        name, _ = self.tests[key]
        return nw.col(name)

    def _has_status(self, values: frozenset[Value]) -> nw.Expr:
        is_retired = true(nw.col("retired_on") <= self.on)
        return is_retired if Status.RETIRED in values else ~is_retired

    def _ages(self, component: Component) -> tuple[int, int | None]:
        """Return the first and the last age of *component*; ages beyond the frozen one count as that."""
        last, frozen = component.to_age, self.frozen_age
        return component.from_age, None if last is None or (frozen is not None and last >= frozen) else last


def _rank_column(child: str) -> str:
    """Name the column with the rank of a child."""
    return f"{PREFIX}rank_{child}"


def _years(component: Component) -> tuple[int, int | None]:
    """Turn the first and the last year, which count from one, into whole years passed."""
    return component.from_year - 1, None if component.to_year is None else component.to_year - 1


def _has_pay(values: frozenset[Value]) -> nw.Expr:
    pay = nw.col("gross_cents")
    least = 0 if _ZERO in values else 1
    conditions = {_VALID: (pay >= least) & (pay <= HIGHEST_PAY), None: pay.is_null(), _TOO_HIGH: pay > HIGHEST_PAY}
    if _VALID not in values:
        conditions[_ZERO] = pay == 0
    return any_of(true(condition) for value, condition in conditions.items() if value in values)


def _equals_any(column: str, values: frozenset[Value]) -> nw.Expr:
    """Whether a text is one of very few, for which this is quicker than ``is_in``."""
    return true(any_of(nw.col(column) == text for text in sorted(map(str, values))))


def _is_in(column: str, values: frozenset[Value]) -> nw.Expr:
    """Whether a text is one of several; ``None`` stands for null."""
    texts = sorted(str(value) for value in values if value is not None)
    conditions = [nw.col(column).is_null()] if None in values else []
    return any_of([*conditions, true(nw.col(column).is_in(texts))] if texts else conditions)  # [] has no type
