"""
Components of a tariff: what is due, and from whom.

The selectors of a component are a closed list: person, status, position,
formula, regime, territory, age, rank of a child, year since retirement.
"""

from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.forms import ID_FORM, TERRITORY_FORM, is_id, is_territory
from psc_workflow._catalogue.values import Consistent, date_order_faults
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Channel, Formula, PositionKind, Regime, Status, Who
from psc_workflow.exceptions import Fault

HIGHEST_BOUND = {"age": 150, "rank": 99, "year": 150}
"""The highest numbers that selectors may name: years of age, rank of a child, years since retirement."""


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
        if not all(map(is_territory, self.territories)):
            yield Fault("territories", f"{TERRITORY_FORM} each, such as PF")
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
                if number is not None and number > HIGHEST_BOUND[name]:
                    yield Fault(
                        f"{end}_{name}", f"must be {HIGHEST_BOUND[name]} or less; leave to_{name} out for no end"
                    )

    def overlaps(self, other: "Component") -> bool:
        """Return whether both components can apply to the same person."""
        lists = ("statuses", "positions", "formulas", "regimes", "territories")
        shared = all(_selectors_overlap(getattr(self, name), getattr(other, name)) for name in lists)
        ranges = ("age", "rank", "year")
        return self.who is other.who and shared and all(_ranges_overlap(self, other, name) for name in ranges)


def _selectors_overlap(left: tuple[object, ...], right: tuple[object, ...]) -> bool:
    """Return whether two selectors have something in common; an empty one selects everything."""
    return not left or not right or bool({*left} & {*right})


def _ranges_overlap(left: Component, right: Component, name: str) -> bool:
    first = max(getattr(left, f"from_{name}"), getattr(right, f"from_{name}"))
    return all(last is None or first <= last for last in (getattr(left, f"to_{name}"), getattr(right, f"to_{name}")))
