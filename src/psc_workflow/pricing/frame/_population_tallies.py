"""
The households of a population, counted in few rows: by pay, then by the cells of what they are grouped by.

A frame is asked three times: how many households have about the same pay, and
exactly the same where a decile can begin; then for one row a cell. The rest is counting on those few rows,
in whole numbers, so that every engine gives the same, lazy and distributed ones
too, and no household leaves its engine.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs
import narwhals as nw

from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._populations import FAMILIES, Dimension, Key
from psc_workflow.pricing.frame._population_columns import (
    PAY_WIDTH,
    boundary_buckets,
    decile_starts,
    keys,
    pay,
    shifts,
    sums,
)

SUBJECT = "the households cannot be counted:"
"""What the message of an error begins with."""

HOUSEHOLDS = "households"
"""The number of a tally that says how many there are."""

_KEY = "key_"

Group = tuple[Dimension | None, Key]
"""What households are grouped by, and which of its groups; twice ``None`` for the whole."""


def starts_of(households: Any) -> tuple[int, ...]:
    """
    Find where deciles begin: ask how many households have about the same pay, then look where a decile can begin.

    So few rows are collected, however many households there are.
    """
    buckets = _counts(households, lambda column: column // PAY_WIDTH, None)
    closer = boundary_buckets(buckets)
    pays = _counts(households, lambda column: column, closer) if closer else Counter[int]()
    return decile_starts({bucket * PAY_WIDTH: buckets[bucket] for bucket in buckets if bucket not in closer} | pays)


def _counts(households: Any, key: Callable[[nw.Expr], nw.Expr], buckets: Iterable[int] | None) -> Counter[int]:
    """Count the households by pay, or by what *key* makes of it, within *buckets* if there are any."""

    def counted(some: Any) -> Any:
        pays = some.select(pay=pay(some)).filter(~nw.col("pay").is_null())
        if buckets is not None:
            pays = pays.filter((nw.col("pay") // PAY_WIDTH).is_in(sorted(buckets)))
        return pays.select(key=key(nw.col("pay"))).group_by("key").agg(nw.len().alias(HOUSEHOLDS))

    counts: Counter[int] = Counter()
    for row in _rows(households, counted):
        counts[int(row["key"])] += int(row[HOUSEHOLDS])
    return counts


def _rows(households: Any, aggregate: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """
    Collect the few rows that *aggregate* makes of the households.

    Those of Dask are counted partition by partition, which is several times as
    quick as one query of hundreds of columns; a group may then have several rows.
    """
    if households.implementation.is_dask():
        parts = households.to_native().map_partitions(lambda part: aggregate(nw.from_native(part)).to_native())
        rows: list[dict[str, Any]] = parts.compute().to_dict("records")
    else:
        aggregated = aggregate(households)
        collected = aggregated.collect() if isinstance(aggregated, nw.LazyFrame) else aggregated
        rows = collected.rows(named=True)
    return rows


@attrs.define
class Tally:
    """Whole numbers of some households by name, certainties of what they pay, and codes of what is unknown."""

    numbers: Counter[str] = attrs.field(factory=Counter)
    certainties: defaultdict[str, set[Certainty]] = attrs.field(factory=lambda: defaultdict(set))
    codes: Counter[tuple[str, str]] = attrs.field(factory=Counter)

    def add(self, cell: "Tally") -> None:
        """Add the households of a cell."""
        self.numbers.update(cell.numbers)
        self.codes.update(cell.codes)
        for name, certainties in cell.certainties.items():
            self.certainties[name] |= certainties


def tallies_of(households: Any, starts: Iterable[int], sides: tuple[str, ...]) -> dict[Group, Tally]:
    """Count the households of all groups: the whole, then each group of each dimension in its order."""
    measures = dict(pair for side in sides for pair in sums(side)) | (dict(shifts()) if len(sides) > 1 else {})

    def cells(some: Any) -> Any:
        shared = {f"{_KEY}{name}": column for name, column in keys(some, starts, sides).items()}
        counts = [nw.len().alias(HOUSEHOLDS), *(nw.col(name).sum() for name in measures)]
        summed = some.select(**shared, **measures).group_by(*shared).agg(*counts)
        return summed.with_columns(nw.col(name).cast(nw.Int64) for name in (HOUSEHOLDS, *measures))

    tallies: dict[Group, Tally] = {(None, None): Tally()}
    for row in _rows(households, cells):
        cell = _cell(row, measures, sides)
        for group in _groups(row):
            tallies.setdefault(group, Tally()).add(cell)
    return dict(sorted(tallies.items(), key=lambda item: _place(*item[0])))


def _cell(row: dict[str, Any], measures: Iterable[str], sides: tuple[str, ...]) -> Tally:
    """Read the row of a cell."""
    cell = Tally(Counter({name: int(row[name]) for name in (HOUSEHOLDS, *measures)}))
    for side in sides:
        for channel in Channel:
            if cell.numbers[f"{side}{channel.value}_households"]:
                cell.certainties[f"{side}{channel.value}"] = {_certainty(row, f"{side}certainty_{channel.value}")}
        for code in filter(None, (row[f"{_KEY}{side}incomplete"] or "").split(";")):
            cell.codes[side, code] = cell.numbers[HOUSEHOLDS]
    return cell


def _certainty(row: dict[str, Any], name: str) -> Certainty:
    try:
        return Certainty(row[f"{_KEY}{name}"])
    except ValueError:
        raise InvalidFrameError(SUBJECT, [Fault(name, "must be a certainty, as price returned it")]) from None


def _groups(row: dict[str, Any]) -> Iterator[tuple[Dimension | None, Key]]:
    """List the groups that a cell is part of."""
    yield None, None
    for dimension in Dimension:
        key = row[f"{_KEY}{dimension.value}"]
        yield dimension, (int(key) if dimension is Dimension.PAY_DECILE else str(key)) or None


def _place(dimension: Dimension | None, key: Key) -> tuple[int, bool, int, str]:
    """Say where a group stands among the others."""
    place = 0 if dimension is None else 1 + [*Dimension].index(dimension)
    number = FAMILIES.index(str(key)) if dimension is Dimension.FAMILY else key if isinstance(key, int) else 0
    return place, key is None, number, str(key)
