"""
Populations of households that were priced: how many share decile, formula, family and reasons, and their sums.

``_population_tallies.py`` counts them; this module has what is asked, and what is made of the counts.
"""

from collections.abc import Callable
from typing import Any

import narwhals as nw

from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._model.vocabulary import Certainty, Channel, worst
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._populations import (
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
from psc_workflow.pricing.frame._checks import RESULTS
from psc_workflow.pricing.frame._native import select_columns
from psc_workflow.pricing.frame._population_columns import (
    DIFFERENCE,
    MEASURES,
    NO_DECILE,
    SIDES,
    decile,
    family,
    integer,
    pay,
    payment,
)
from psc_workflow.pricing.frame._population_tallies import (
    HOUSEHOLDS,
    SUBJECT,
    Group,
    Tally,
    starts_of,
    tallies_of,
)

_READ = ("gross_cents", "formula", "partner_birth_date", *RESULTS)
_LEFT_TO_ADD = ("pay_decile", "family", DIFFERENCE, *(f"{side}{name}" for side in SIDES for name in RESULTS))


def summarize(priced: Any) -> PopulationSummary:
    """Sum up a frame that was priced."""
    households = _priced(priced)
    return _summary(tallies_of(households, starts_of(households), ("",)), "", PLAIN)


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
            raise InvalidFrameError(SUBJECT, faults)
    return households.rename({name: f"{side}{name}" for name in RESULTS}).to_native()


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
    starts = starts_of(households)
    tallies = tallies_of(households, starts, SIDES)
    before, after = (_summary(tallies, side, wording) for side in SIDES)
    total, *groups = (_shift_group(*group, tally) for group, tally in tallies.items())
    return PopulationComparison(before, after, total, tuple(groups), _with_groups(households, starts), wording=wording)


def _with_groups(households: Any, starts: tuple[int, ...]) -> Any:
    """Add the decile, the family and the difference to each household."""
    if households.implementation.is_dask():
        return households.to_native().map_partitions(lambda part: _with_groups(nw.from_native(part), starts))
    number = decile(pay(households), starts)
    before, after = (payment(HOUSEHOLD, side) for side in SIDES)
    names = households.collect_schema().names()
    added = {
        "pay_decile": nw.when(number > integer(NO_DECILE)).then(number),
        "family": family(names),
        DIFFERENCE: after - before,
    }
    wider = select_columns(households.with_columns(**added), names, [*added]).to_native()
    is_pandas = households.implementation.is_pandas_like()
    return wider.astype(dict.fromkeys(("pay_decile", DIFFERENCE), "Int64")) if is_pandas else wider  # else floats


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
        raise InvalidFrameError(SUBJECT, [Fault("", message)]) from None
    faults = [Fault(name, "is missing: give the frame that price returned") for name in _READ if name not in schema]
    faults += [
        Fault(name, "must be a whole number, as price returned it")
        for name in (name for name in _READ if name.endswith("_cents") and name in schema)
        if not schema[name].is_integer() and not _is_null_only(households, name)
    ]
    if faults:
        raise InvalidFrameError(SUBJECT, faults)
    return households


def _is_null_only(households: Any, name: str) -> bool:
    """Whether a column holds no value; one of a lazy frame is not computed for that, but may have no type."""
    if households.collect_schema()[name] == nw.Unknown:
        return True
    return isinstance(households, nw.DataFrame) and bool(households[name].is_null().all())


# -- from counts to results -----------------------------------------------------------------------


def _summary(tallies: dict[Group, Tally], side: str, wording: Wording) -> PopulationSummary:
    total, *groups = (_premium_group(*group, tally, side) for group, tally in tallies.items())
    return PopulationSummary(total, tuple(groups), wording=wording)


def _premium_group(dimension: Dimension | None, key: Key, tally: Tally, side: str) -> PremiumGroup:
    households = tally.numbers[HOUSEHOLDS]
    premiums = {}
    for channel in Channel:
        name = f"{side}{channel.value}"
        counted = tally.numbers[f"{name}_households"]
        certainty = worst(tally.certainties[name] or [Certainty.UNKNOWN])
        premiums[channel] = PremiumSum(tally.numbers[f"{name}_cents"], counted, households - counted, certainty)
    codes = {code: number for (where, code), number in sorted(tally.codes.items()) if where == side}
    return PremiumGroup(dimension, key, households, premiums, codes)


def _shift_group(dimension: Dimension | None, key: Key, tally: Tally) -> ShiftGroup:
    households, numbers = tally.numbers[HOUSEHOLDS], tally.numbers
    shifts_by_payer = {
        payer: Shift(
            unknown=households - numbers[f"{payer}_shift_households"],
            **{name: numbers[f"{payer}_shift_{name}"] for name in MEASURES},
        )
        for payer in PAYERS
    }
    return ShiftGroup(dimension, key, households, shifts_by_payer)
