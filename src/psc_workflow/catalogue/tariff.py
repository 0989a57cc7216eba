"""
A tariff as data: components, each with the households it is for and its dated amounts.
"""

from collections.abc import Iterator
from decimal import Decimal

import attrs

from psc_workflow.catalogue.values import Consistent, Dated, dates_out_of_order
from psc_workflow.exceptions import Problem
from psc_workflow.model.text import Source, Text
from psc_workflow.model.vocabulary import Certainty, Channel, Formula, Regime, Status, Who


@attrs.frozen
class Component(Consistent):
    """
    One amount of the tariff, and whom it is for.

    Args:
        who: For whom a line is made.
        values: Euros a month; without a value, unknown.
        formulas: Formulas it is for; empty means all.
        from_rank: First rank of child it is for (1 is the eldest).
        to_rank: Last rank, included; ``None`` means no end.
        free: Nothing is due, by rule.
    """

    id: str
    who: Who
    channel: Channel
    label: Text
    values: tuple[Dated[Decimal], ...]
    formulas: tuple[Formula, ...] = ()
    from_rank: int = 1
    to_rank: int | None = None
    free: bool = False

    def _problems(self) -> Iterator[Problem]:
        yield from dates_out_of_order(self.values)
        if self.who is not Who.CHILD and (self.from_rank, self.to_rank) != (1, None):
            yield Problem("who", "only children have a rank")
        if self.from_rank < 1 or (self.to_rank is not None and self.to_rank < self.from_rank):
            yield Problem("from_rank", "must be 1 or more, and not above to_rank")
        for index, dated in enumerate(self.values):
            if dated.value is not None and dated.value < 0:
                yield Problem(f"values.{index}.value", "must not be negative")
            if self.free and dated.value != 0:
                yield Problem(f"values.{index}.value", "must be 0 where the component is free")
            if dated.value is not None and dated.value != round(dated.value, 2):
                yield Problem(f"values.{index}.value", "has a fraction of a cent")

    def overlaps(self, other: "Component") -> bool:
        """Whether both are for the same person under some formula."""
        formulas = not self.formulas or not other.formulas or bool({*self.formulas} & {*other.formulas})
        first, last = max(self.from_rank, other.from_rank), [one for one in (self.to_rank, other.to_rank) if one]
        return self.who is other.who and formulas and all(first <= rank for rank in last)

    def is_for(self, formula: Formula, rank: int = 1) -> bool:
        """Whether the component applies to *formula* and, for a child, to *rank*."""
        return (not self.formulas or formula in self.formulas) and (
            self.from_rank <= rank and (self.to_rank is None or rank <= self.to_rank)
        )


@attrs.frozen
class Tariff(Consistent):
    """
    All components, and the households they speak of.

    Args:
        structure: How sure it is that there are these components and no
            others.
        statuses: Agents it speaks of; it says nothing of others.
        excluded_regimes: Regimes that need a grid of their own: their lines
            are the same, their amounts unknown.
    """

    structure: Certainty
    statuses: tuple[Status, ...]
    sources: tuple[Source, ...]
    components: tuple[Component, ...]
    excluded_regimes: tuple[Regime, ...] = ()

    def _problems(self) -> Iterator[Problem]:
        for name in ("statuses", "sources", "components"):
            if not getattr(self, name):
                yield Problem(name, "must not be empty")
        ids = [component.id for component in self.components]
        for index, component in enumerate(self.components):
            if component.id in ids[:index]:
                yield Problem(f"components.{index}.id", f"{component.id!r} is used twice")
            priced = [one.id for one in self.components if component.free and not one.free and component.overlaps(one)]
            if priced:
                yield Problem(f"components.{index}.free", f"is priced for the same person by {', '.join(priced)}")
