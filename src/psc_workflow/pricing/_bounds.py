"""
Between which amounts a total lies, where only a range is published.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._catalogue.ranges import AmountRange, DatedRange
from psc_workflow._model.money import cents, euros
from psc_workflow._model.quote import QuoteLine
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, worst


@attrs.frozen
class PublishedRange:
    """
    A published range in which lines of one person lie, of which some are unknown.

    Args:
        who: As in the quote.
        components: Of these lines.
        lowest: Cents a month, included.
        highest: The same.
    """

    who: str
    label: Text
    components: tuple[str, ...]
    lowest: int
    highest: int
    certainty: Certainty
    sources: tuple[Source, ...] = attrs.field(repr=False)


@attrs.frozen
class Bounds:
    """
    Between which amounts a total lies.

    Args:
        lowest: Cents a month, included; the total itself if it is known.
        highest: The same.
        certainty: The worst of what was used.
        ranges: What makes the width; empty if the total is known.
    """

    lowest: int
    highest: int
    certainty: Certainty
    ranges: tuple[PublishedRange, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write the bounds as plain data: amounts as text with two decimals."""
        return {
            "lowest": str(euros(self.lowest)),
            "highest": str(euros(self.highest)),
            "certainty": self.certainty.value,
            "ranges": [
                {
                    "who": table.who,
                    "label": attrs.asdict(table.label),
                    "components": list(table.components),
                    "lowest": str(euros(table.lowest)),
                    "highest": str(euros(table.highest)),
                    "certainty": table.certainty.value,
                    "sources": [source.as_json() for source in table.sources],
                }
                for table in self.ranges
            ],
        }


Ranges = Sequence[tuple[AmountRange, DatedRange]]
"""Ranges with what holds of them on one day."""


def bounds(lines: Sequence[QuoteLine], structure: Certainty, ranges: Ranges) -> Bounds | None:
    """Add up *lines* of one channel; ``None`` if one of them is unknown, and in no range."""
    by_person: defaultdict[str, list[QuoteLine]] = defaultdict(list)
    for line in lines:
        by_person[line.who].append(line)
    used = tuple(table for person in by_person.values() for table in _used(person, ranges))
    ranged = {(table.who, name) for table in used for name in table.components}
    others = [line for line in lines if (line.who, line.component) not in ranged]
    amounts = [line.cents for line in others]
    if None in amounts:
        return None
    exact = sum(amount or 0 for amount in amounts)
    certainties = [structure, *(line.certainty for line in others), *(table.certainty for table in used)]
    lowest, highest = (exact + sum(getattr(table, end) for table in used) for end in ("lowest", "highest"))
    return Bounds(lowest, highest, worst(certainties), used)


def _used(lines: Sequence[QuoteLine], ranges: Ranges) -> Iterator[PublishedRange]:
    """List the ranges for one person: who has all their lines, of which one is unknown."""
    amounts = {line.component: line.cents for line in lines}
    for table, dated in ranges:
        if set(table.components) <= amounts.keys() and None in [amounts[name] for name in table.components]:
            lowest, highest = (cents(bound or Decimal(0)) for bound in (dated.lowest, dated.highest))
            who = lines[0].who
            yield PublishedRange(who, table.label, table.components, lowest, highest, dated.certainty, dated.sources)
