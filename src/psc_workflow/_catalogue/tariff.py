"""
A tariff as data: parameters, and components with the people they apply to and their dated amounts.

An amount is of one of four kinds: fixed; a share of a parameter; a coefficient
of the gross pay, up to a cap; a share of other lines of the same person, up to a
maximum. Or it is unknown. The selectors of a component are a closed list, too:
person, status, position, formula, regime, territory, age, rank of a child, year
since retirement.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

import attrs

from psc_workflow._catalogue.forms import ID_FORM, is_id
from psc_workflow._catalogue.values import Consistent, Parameter, date_order_faults
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, PositionKind, Regime, Status, Who
from psc_workflow.exceptions import Fault

_HIGHEST_SHARE = 2
"""No share is larger, but a percentage written as a whole number is."""

_MAX_EUROS = Decimal(10**7)
"""Euros a month, far above any amount or parameter."""


_MOST_DECIMALS = 28
"""Digits of a ratio: as many as are computed with."""

_HIGHEST_BOUND = {"age": 150, "rank": 99, "year": 150}
"""The highest numbers that selectors may name: years of age, rank of a child, years since retirement."""


class Kind(Enum):
    """How an amount is calculated."""

    FIXED = "fixed"
    SHARE = "share"
    COEFFICIENT = "coefficient"
    SHARE_OF_LINES = "share_of_lines"
    UNKNOWN = "unknown"


@attrs.frozen
class Amount(Consistent):
    """
    One amount of a component, and the day from which it applies.

    Args:
        in_force_from: First day; the last is the eve of the next amount's.
        value: Euros a month.
        share: Share of ``of`` or ``of_lines``; a ratio, negative for a
            deduction.
        of: Id of a parameter of the tariff.
        of_lines: Ids of earlier components; those that do not apply to the
            person count as zero.
        at_most: Maximum of a share, in euros a month.
        coefficient: Coefficient of the gross pay; a ratio.
        cap: Id of the parameter up to which pay counts; ``None`` for no cap.
    """

    in_force_from: dt.date
    certainty: Certainty
    sources: tuple[Source, ...]
    value: Decimal | None = None
    share: Decimal | None = None
    of: str | None = None
    of_lines: tuple[str, ...] = ()
    at_most: Decimal | None = None
    coefficient: Decimal | None = None
    cap: str | None = None

    @property
    def kind(self) -> Kind:
        """How the amount is calculated."""
        if self.value is not None:
            return Kind.FIXED
        if self.coefficient is not None:
            return Kind.COEFFICIENT
        if self.share is not None:
            return Kind.SHARE_OF_LINES if self.of_lines else Kind.SHARE
        return Kind.UNKNOWN

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has the amount."""
        return self.kind is not Kind.UNKNOWN

    @property
    def parameters(self) -> tuple[str, ...]:
        """Ids of the parameters that the amount depends on."""
        return tuple(name for name in (self.of, self.cap) if name is not None)

    def __str__(self) -> str:
        """Describe the calculation in one line."""
        match self.kind:
            case Kind.SHARE | Kind.SHARE_OF_LINES:
                limit = "" if self.at_most is None else f", at most {self.at_most}"
                return f"{self.share} x {self.of or ' + '.join(self.of_lines)}{limit}"
            case Kind.COEFFICIENT:
                return f"{self.coefficient} x pay" + (f" up to {self.cap}" if self.cap else "")
        return "unknown" if self.value is None else str(self.value)

    def _faults(self) -> Iterator[Fault]:
        named = {name: getattr(self, name) for name in ("value", "share", "coefficient", "at_most")}
        infinite = [name for name, number in named.items() if number is not None and not number.is_finite()]
        if infinite:
            yield from (Fault(name, "must be a number") for name in infinite)
            return
        numbers = [self.value, self.share, self.coefficient]
        if sum(number is not None for number in numbers) > 1:
            yield Fault("value", "must be one of: a value, a share, a coefficient")
        if self.is_known == (self.certainty is Certainty.UNKNOWN):
            yield Fault("certainty", 'must be "unknown" if and only if there is no amount')
        if not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")
        if (self.share is not None) != (bool(self.of) != bool(self.of_lines)) or (self.of and self.of_lines):
            yield Fault("share", "must be set if and only if exactly one of `of` and `of_lines` is")
        if self.at_most is not None and self.share is None:
            yield Fault("at_most", "must come with a share")
        if self.cap is not None and self.coefficient is None:
            yield Fault("cap", "must come with a coefficient")
        if self.value is not None and abs(self.value) < _MAX_EUROS and self.value != round(self.value, 2):
            yield Fault("value", "must not have a fraction of a cent")
        yield from self._range_faults()

    def _range_faults(self) -> Iterator[Fault]:
        """Find numbers that no tariff has."""
        if self.share is not None and abs(self.share) > _HIGHEST_SHARE:
            yield Fault("share", "must be a ratio, such as 0.50 for 50 %")
        if self.share is not None and self.share < (-1 if self.of_lines else 0):
            yield Fault("share", "must not be negative, except to deduct lines: -1 deducts them whole")
        for name in ("share", "coefficient", "at_most"):
            if _decimals(getattr(self, name) or Decimal(0)) > _MOST_DECIMALS:
                yield Fault(name, f"must have at most {_MOST_DECIMALS} digits after the point")
        if (self.coefficient or 0) > 1:
            yield Fault("coefficient", "must be a ratio of the pay, such as 0.0080 for 0.80 %")
        for name in ("value", "at_most"):
            if (getattr(self, name) or 0) >= _MAX_EUROS:
                yield Fault(name, f"must be below {_MAX_EUROS} euros a month")
        for name in ("value", "at_most", "coefficient"):
            if (getattr(self, name) or 0) < 0:
                yield Fault(name, "must not be negative; a deduction is a negative share of lines")


@attrs.frozen
class TariffParameter(Parameter[Decimal]):
    """
    A value that components share: the cotisation d'équilibre, the monthly ceiling of social security.

    Args:
        id: Name of the parameter in amounts.
    """

    id: str = attrs.field(kw_only=True)
    label: Text = attrs.field(kw_only=True)


@attrs.frozen
class Component(Consistent):
    """
    One component of the tariff, and the people it applies to. A selector left out selects everybody.

    Args:
        who: Person who gets a line.
        values: Amounts, oldest first.
        statuses: Statuses of the agent.
        positions: Positions of the agent, who has not retired.
        regimes: Regimes of the agent.
        territories: Territories of the contract, two letters each.
        from_age: First age of the person, in whole years, on the day priced.
        to_age: Last age, included; ``None`` means no end.
        from_rank: First rank of a child (1 is the eldest).
        to_rank: Last rank, included; ``None`` means no end.
        from_year: First year since the agent retired (1 is the first).
        to_year: Last year, included; ``None`` means no end.
        free: Whether nothing is due, by rule.
    """

    id: str
    who: Who
    channel: Channel
    label: Text
    values: tuple[Amount, ...]
    statuses: tuple[Status, ...] = ()
    positions: tuple[PositionKind, ...] = ()
    formulas: tuple[Formula, ...] = ()
    regimes: tuple[Regime, ...] = ()
    territories: tuple[str, ...] = ()
    from_age: int = 0
    to_age: int | None = None
    from_rank: int = 1
    to_rank: int | None = None
    from_year: int = 1
    to_year: int | None = None
    free: bool = False

    @property
    def by_age(self) -> bool:
        """Whether the component depends on age."""
        return (self.from_age, self.to_age) != (0, None)

    @property
    def by_year(self) -> bool:
        """Whether the component depends on the year since retirement."""
        return (self.from_year, self.to_year) != (1, None)

    def _faults(self) -> Iterator[Fault]:
        if not is_id(self.id):
            yield Fault("id", ID_FORM)
        yield from date_order_faults(self.values)
        if self.who is not Who.CHILD and (self.from_rank, self.to_rank) != (1, None):
            yield Fault("who", 'must be "child" where a rank is selected')
        if self.by_year and self.statuses != (Status.RETIRED,):
            yield Fault("statuses", 'must be ["retired"] where a year since retirement is selected')
        if self.positions and self.statuses != (Status.ACTIVE,):
            yield Fault("statuses", 'must be ["active"] where a position is selected')
        yield from self._range_faults()
        if any(re.fullmatch(r"[A-Z]{2}", territory) is None for territory in self.territories):
            yield Fault("territories", "must be two capital letters each, such as PF")
        for index, amount in enumerate(self.values):
            if self.free and amount.value != 0:
                yield Fault(f"values.{index}.value", "must be 0 where the component is free")

    def _range_faults(self) -> Iterator[Fault]:
        """Find selectors that select nobody."""
        for name, least in (("age", 0), ("rank", 1), ("year", 1)):
            first, last = getattr(self, f"from_{name}"), getattr(self, f"to_{name}")
            if first < least or (last is not None and last < first):
                yield Fault(f"from_{name}", f"must be {least} or more, and not above to_{name}")
            for end, number in (("from", first), ("to", last)):
                if number is not None and number > _HIGHEST_BOUND[name]:
                    yield Fault(
                        f"{end}_{name}", f"must be {_HIGHEST_BOUND[name]} or less; leave to_{name} out for no end"
                    )

    def overlaps(self, other: "Component") -> bool:
        """Return whether both components can apply to the same person."""
        lists = ("statuses", "positions", "formulas", "regimes", "territories")
        shared = all(_selectors_overlap(getattr(self, name), getattr(other, name)) for name in lists)
        ranges = ("age", "rank", "year")
        return self.who is other.who and shared and all(_ranges_overlap(self, other, name) for name in ranges)


def _is_amount(euros: Decimal) -> bool:
    """Whether *euros* may be a value of a parameter."""
    return euros.is_finite() and 0 <= euros < _MAX_EUROS and euros == round(euros, 2)


def _decimals(ratio: Decimal) -> int:
    """Count the digits after the point, but for final zeros."""
    return len(f"{ratio:f}".partition(".")[2].rstrip("0"))


def _selectors_overlap(left: tuple[object, ...], right: tuple[object, ...]) -> bool:
    """Return whether two selectors have something in common; an empty one selects everything."""
    return not left or not right or bool({*left} & {*right})


def _ranges_overlap(left: Component, right: Component, name: str) -> bool:
    first = max(getattr(left, f"from_{name}"), getattr(right, f"from_{name}"))
    return all(last is None or first <= last for last in (getattr(left, f"to_{name}"), getattr(right, f"to_{name}")))


@attrs.frozen
class Tariff(Consistent):
    """
    All components, and the households they cover.

    Args:
        structure: How certain it is that there are these components and no
            others.
        statuses: Statuses of the agents it covers; it is silent about others.
        parameters: Values that amounts are shares of, or that cap pay.
        excluded_regimes: Regimes that need a grid of their own: their lines
            are the same, their amounts unknown.
        frozen_age: Highest age that counts; older people count as that old.
    """

    structure: Certainty
    statuses: tuple[Status, ...]
    sources: tuple[Source, ...]
    components: tuple[Component, ...]
    parameters: tuple[TariffParameter, ...] = ()
    excluded_regimes: tuple[Regime, ...] = ()
    frozen_age: Parameter[int] | None = None

    def parameter(self, name: str) -> TariffParameter:
        """Find the parameter *name*, which the file is checked to have."""
        return next(parameter for parameter in self.parameters if parameter.id == name)

    def _faults(self) -> Iterator[Fault]:
        for name in ("statuses", "sources", "components"):
            if not getattr(self, name):
                yield Fault(name, "must not be empty")
        if self.sources and not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")
        yield from self._parameter_faults()
        ids = [component.id for component in self.components]
        for index, component in enumerate(self.components):
            path = f"components.{index}"
            if component.id in ids[:index]:
                yield Fault(f"{path}.id", f"must be unique, but {component.id!r} is used twice")
            if component.free:
                yield from self._pricing_conflicts(component, path)
            yield from self._reference_faults(component, self.components[:index], path)

    def _pricing_conflicts(self, component: Component, path: str) -> Iterator[Fault]:
        """Find components that are due from a person for whom *component* is free."""
        priced = [other.id for other in self.components if not other.free and component.overlaps(other)]
        if priced:
            yield Fault(f"{path}.free", f"must not be true: the same person is priced by {', '.join(priced)}")

    def _parameter_faults(self) -> Iterator[Fault]:
        ids = [parameter.id for parameter in self.parameters]
        for index, parameter in enumerate(self.parameters):
            if parameter.id in ids[:index]:
                yield Fault(f"parameters.{index}.id", f"must be unique, but {parameter.id!r} is used twice")
            elif not is_id(parameter.id):
                yield Fault(f"parameters.{index}.id", ID_FORM)
            for position, dated in enumerate(parameter.values):
                if dated.value is not None and not _is_amount(dated.value):
                    yield Fault(f"parameters.{index}.values.{position}.value", "must be euros and cents, not negative")
            if parameter.unit != "eur/month":
                yield Fault(f"parameters.{index}.unit", "must be 'eur/month'")
        yield from self._frozen_age_faults()

    def _frozen_age_faults(self) -> Iterator[Fault]:
        frozen = self.frozen_age
        if frozen is not None and frozen.unit != "year":
            yield Fault("frozen_age.unit", "must be 'year'")
        for index, age in enumerate(frozen.values if frozen is not None else ()):
            if age.value is None or not 1 <= age.value <= _HIGHEST_BOUND["age"]:
                message = f"must be years, from 1 to {_HIGHEST_BOUND['age']}; leave the table out if there is none"
                yield Fault(f"frozen_age.values.{index}.value", message)

    def _reference_faults(self, component: Component, before: tuple[Component, ...], path: str) -> Iterator[Fault]:
        parameters = {parameter.id for parameter in self.parameters}
        components = {other.id for other in before if other.who is component.who}
        for index, amount in enumerate(component.values):
            for name in amount.parameters:
                if name not in parameters:
                    yield Fault(f"{path}.values.{index}", f"must name parameters of the tariff; {name!r} is none")
            for name in amount.of_lines:
                if name not in components:
                    fault = f"must name earlier components for the same person; {name!r} is none"
                    yield Fault(f"{path}.values.{index}.of_lines", fault)
