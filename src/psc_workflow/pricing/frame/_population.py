"""
Populations of households that were priced: how many share decile, formula, family and reasons, and their sums.

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

from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._model.vocabulary import Certainty, Channel, worst
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._populations import (
    FAMILIES,
    HOUSEHOLD,
    PAYERS,
    Dimension,
    Key,
    PopulationComparison,
    PopulationSummary,
    PremiumGroup,
    PremiumSum,
    Shift,
    ShiftGroup,
)
from psc_workflow.pricing.frame._population_columns import (
    DIFFERENCE,
    MEASURES,
    NO_DECILE,
    PAY_WIDTH,
    SIDES,
    boundary_buckets,
    decile,
    decile_starts,
    family,
    integer,
    keys,
    pay,
    payment,
    shifts,
    sums,
)

_SUBJECT = "the households cannot be counted:"
_HOUSEHOLDS = "households"
_KEY = "key_"
_RESULTS = tuple(
    [f"{channel.value}_cents" for channel in Channel]
    + [f"certainty_{channel.value}" for channel in Channel]
    + ["incomplete"]
)
_READ = ("gross_cents", "formula", "partner_birth_date", *_RESULTS)
_LEFT_TO_ADD = ("pay_decile", "family", DIFFERENCE, *(f"{side}{name}" for side in SIDES for name in _RESULTS))


def summarize(priced: Any) -> PopulationSummary:
    """Sum up a frame that was priced."""
    households = _priced(priced)
    return _summary(_tallies(households, _starts(households), ("",)), "", PLAIN)


def label(priced: Any, side: str) -> Any:
    """
    Put the *side* before the names of the results of *priced*, so that it can be priced once more.

    Raises:
        InvalidFrameError: A column is called as one that a comparison adds.
    """
    households: Any = nw.from_native(priced)
    names = households.collect_schema().names()
    if side == SIDES[0]:
        is_sql = households.implementation.is_duckdb() or households.implementation.is_pyspark()
        present = {name.casefold() if is_sql else name for name in names if isinstance(name, str)}
        faults = [Fault(name, "is there already") for name in _LEFT_TO_ADD if name in present]
        if faults:
            raise InvalidFrameError(_SUBJECT, faults)
    return households.rename({name: f"{side}{name}" for name in _RESULTS}).to_native()


def price_sides(frame: Any, price_both: Callable[[Any], Any]) -> Any:
    """
    Price *frame* under both tariffs; one of Dask partition by partition, which is many times as quick.

    Raises:
        InvalidFrameError: It cannot be priced.
    """
    wide = price_both(frame)
    return frame.map_partitions(price_both) if nw.from_native(wide).implementation.is_dask() else wide


def compare_sides(priced: Any, wording: Wording) -> PopulationComparison:
    """Compare the results of both sides of a frame that was priced twice."""
    households: Any = nw.from_native(priced)
    starts = _starts(households)
    tallies = _tallies(households, starts, SIDES)
    before, after = (_summary(tallies, side, wording) for side in SIDES)
    total, *groups = (_shift_group(*group, tally) for group, tally in tallies.items())
    return PopulationComparison(before, after, total, tuple(groups), _with_groups(households, starts), wording=wording)


def _with_groups(households: Any, starts: tuple[int, ...]) -> Any:
    """Add the decile, the family and the difference to each household."""
    if households.implementation.is_dask():
        return households.to_native().map_partitions(lambda part: _with_groups(nw.from_native(part), starts))
    number = decile(pay(households), starts)
    before, after = (payment(HOUSEHOLD, side) for side in SIDES)
    wider = households.with_columns(
        pay_decile=nw.when(number > integer(NO_DECILE)).then(number),
        family=family(households.collect_schema()),
        **{DIFFERENCE: after - before},
    ).to_native()
    is_pandas = households.implementation.is_pandas_like()
    return wider.astype(dict.fromkeys(("pay_decile", DIFFERENCE), "Int64")) if is_pandas else wider  # else floats


# -- from a frame to cells ------------------------------------------------------------------------


def _priced(frame: Any) -> Any:
    """
    Wrap a frame that was priced.

    Raises:
        InvalidFrameError: It is none.
    """
    try:
        households: Any = nw.from_native(frame)
        schema = households.collect_schema()
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        message = f"must be a data frame without duplicate columns ({type(error).__name__})"
        raise InvalidFrameError(_SUBJECT, [Fault("", message)]) from None
    faults = [Fault(name, "is missing: give the frame that price returned") for name in _READ if name not in schema]
    faults += [
        Fault(name, "must be a whole number, as price returned it")
        for name in (name for name in _READ if name.endswith("_cents") and name in schema)
        if not schema[name].is_integer() and not _is_null_only(households, name)
    ]
    if faults:
        raise InvalidFrameError(_SUBJECT, faults)
    return households


def _is_null_only(households: Any, name: str) -> bool:
    """Whether a column holds no value; one of a lazy frame is not computed for that, but may have no type."""
    if households.collect_schema()[name] == nw.Unknown:
        return True
    return isinstance(households, nw.DataFrame) and bool(households[name].is_null().all())


def _starts(households: Any) -> tuple[int, ...]:
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
        return pays.select(key=key(nw.col("pay"))).group_by("key").agg(nw.len().alias(_HOUSEHOLDS))

    counts: Counter[int] = Counter()
    for row in _rows(households, counted):
        counts[int(row["key"])] += int(row[_HOUSEHOLDS])
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
class _Tally:
    """Whole numbers of some households by name, certainties of what they pay, and codes of what is unknown."""

    numbers: Counter[str] = attrs.field(factory=Counter)
    certainties: defaultdict[str, set[Certainty]] = attrs.field(factory=lambda: defaultdict(set))
    codes: Counter[tuple[str, str]] = attrs.field(factory=Counter)

    def add(self, cell: "_Tally") -> None:
        """Add the households of a cell."""
        self.numbers.update(cell.numbers)
        self.codes.update(cell.codes)
        for name, certainties in cell.certainties.items():
            self.certainties[name] |= certainties


def _tallies(
    households: Any, starts: Iterable[int], sides: tuple[str, ...]
) -> dict[tuple[Dimension | None, Key], _Tally]:
    """Count the households of all groups: the whole, then each group of each dimension in its order."""
    measures = dict(pair for side in sides for pair in sums(side)) | (dict(shifts()) if len(sides) > 1 else {})

    def cells(some: Any) -> Any:
        shared = {f"{_KEY}{name}": column for name, column in keys(some, starts, sides).items()}
        counts = [nw.len().alias(_HOUSEHOLDS), *(nw.col(name).sum() for name in measures)]
        summed = some.select(**shared, **measures).group_by(*shared).agg(*counts)
        return summed.with_columns(nw.col(name).cast(nw.Int64) for name in (_HOUSEHOLDS, *measures))

    tallies: dict[tuple[Dimension | None, Key], _Tally] = {(None, None): _Tally()}
    for row in _rows(households, cells):
        cell = _cell(row, measures, sides)
        for group in _groups(row):
            tallies.setdefault(group, _Tally()).add(cell)
    return dict(sorted(tallies.items(), key=lambda item: _place(*item[0])))


def _cell(row: dict[str, Any], measures: Iterable[str], sides: tuple[str, ...]) -> _Tally:
    """Read the row of a cell."""
    cell = _Tally(Counter({name: int(row[name]) for name in (_HOUSEHOLDS, *measures)}))
    for side in sides:
        for channel in Channel:
            if cell.numbers[f"{side}{channel.value}_households"]:
                cell.certainties[f"{side}{channel.value}"] = {_certainty(row, f"{side}certainty_{channel.value}")}
        for code in filter(None, (row[f"{_KEY}{side}incomplete"] or "").split(";")):
            cell.codes[side, code] = cell.numbers[_HOUSEHOLDS]
    return cell


def _certainty(row: dict[str, Any], name: str) -> Certainty:
    try:
        return Certainty(row[f"{_KEY}{name}"])
    except ValueError:
        raise InvalidFrameError(_SUBJECT, [Fault(name, "must be a certainty, as price returned it")]) from None


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


# -- from counts to results -----------------------------------------------------------------------


def _summary(tallies: dict[tuple[Dimension | None, Key], _Tally], side: str, wording: Wording) -> PopulationSummary:
    total, *groups = (_premium_group(*group, tally, side) for group, tally in tallies.items())
    return PopulationSummary(total, tuple(groups), wording=wording)


def _premium_group(dimension: Dimension | None, key: Key, tally: _Tally, side: str) -> PremiumGroup:
    households = tally.numbers[_HOUSEHOLDS]
    premiums = {}
    for channel in Channel:
        name = f"{side}{channel.value}"
        counted = tally.numbers[f"{name}_households"]
        certainty = worst(tally.certainties[name] or [Certainty.UNKNOWN])
        premiums[channel] = PremiumSum(tally.numbers[f"{name}_cents"], counted, households - counted, certainty)
    codes = {code: number for (where, code), number in sorted(tally.codes.items()) if where == side}
    return PremiumGroup(dimension, key, households, premiums, codes)


def _shift_group(dimension: Dimension | None, key: Key, tally: _Tally) -> ShiftGroup:
    households, numbers = tally.numbers[_HOUSEHOLDS], tally.numbers
    shifts_by_payer = {
        payer: Shift(
            unknown=households - numbers[f"{payer}_shift_households"],
            **{name: numbers[f"{payer}_shift_{name}"] for name in MEASURES},
        )
        for payer in PAYERS
    }
    return ShiftGroup(dimension, key, households, shifts_by_payer)
