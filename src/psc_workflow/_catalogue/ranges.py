"""
What is published of an amount that is not: the lowest and the highest that it can be, whoever pays it.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from psc_workflow._catalogue.amounts import is_amount
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.forms import ID_FORM, is_id
from psc_workflow._catalogue.values import Consistent, date_order_faults
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import Fault


@attrs.frozen
class DatedRange(Consistent):
    """
    A lowest and a highest amount, and the day from which they apply.

    Args:
        in_force_from: First day; the last is the eve of the next one's.
        lowest: Euros a month, included; ``None`` if unknown.
        highest: The same.
    """

    in_force_from: dt.date
    certainty: Certainty
    sources: tuple[Source, ...]
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def _faults(self) -> Iterator[Fault]:
        bounds = {"lowest": self.lowest, "highest": self.highest}
        for name, bound in bounds.items():
            if (bound is None) != (self.certainty is Certainty.UNKNOWN):
                yield Fault(name, 'must be left out if and only if the certainty is "unknown"')
            elif bound is not None and not is_amount(bound):
                yield Fault(name, "must be euros and cents, not negative")
        if self.lowest is not None and self.highest is not None and not self.lowest <= self.highest:
            yield Fault("lowest", "must not be above the highest")
        if not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")


@attrs.frozen
class AmountRange(Consistent):
    """
    What is published of the sum of some components, for a person who pays all of them.

    Args:
        components: Ids; all for the same person, through the same channel.
        values: Ranges, oldest first.
    """

    id: str
    label: Text
    unit: str
    checked_on: dt.date
    components: tuple[str, ...]
    values: tuple[DatedRange, ...]

    def _faults(self) -> Iterator[Fault]:
        if not is_id(self.id):
            yield Fault("id", ID_FORM)
        if self.unit != "eur/month":
            yield Fault("unit", "must be 'eur/month'")
        if not self.components or len(set(self.components)) < len(self.components):
            yield Fault("components", "must name at least one component, and none twice")
        yield from date_order_faults(self.values)

    def on(self, day: dt.date) -> DatedRange | None:
        """Find the range in force on *day*; ``None`` if it is unknown, or if there is none yet."""
        in_force = [dated for dated in self.values if dated.in_force_from <= day]
        return in_force[-1] if in_force and in_force[-1].lowest is not None else None


def faults_of(ranges: Sequence[AmountRange], components: Sequence[Component]) -> Iterator[Fault]:
    """Find ranges that do not fit the *components* of their tariff, or one another."""
    by_id = {component.id: component for component in components}
    places = [(index, name) for index, table in enumerate(ranges) for name in table.components]
    for index, name in places:
        path = f"ranges.{index}.components"
        if name not in by_id:
            yield Fault(path, f"must name components of the tariff; {name!r} is none")
        if any(other == name and earlier < index for earlier, other in places):
            yield Fault(path, f"must not name a component of another range: {name!r}")
    for index, table in enumerate(ranges):
        named = [by_id[name] for name in table.components if name in by_id]
        if len({(component.who, component.channel) for component in named}) > 1:
            yield Fault(f"ranges.{index}.components", "must all be for the same person, through the same channel")
        if table.id in [other.id for other in ranges[:index]]:
            yield Fault(f"ranges.{index}.id", f"must be unique, but {table.id!r} is used twice")
