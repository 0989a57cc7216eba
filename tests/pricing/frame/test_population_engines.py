"""
Summaries and comparisons over every engine, and every type of column.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from effort import ASKS_DASK, IS_THOROUGH
from engines import ENGINES, MAKERS, rows_of
from households import DATES, as_polars, sample_rows
from people import GUIDE, MEN, PF, START
from populations import added_to, check_comparison, check_summary, priced_by_row
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing import frame
from psc_workflow.pricing._populations import Dimension, PremiumSum

SUPPOSED = MEN.with_values({"ce": "80.10"})


SIDES = {
    "hypothesis": (MEN, SUPPOSED, None),
    "contract": (MEN, GUIDE, None),
    "the other way round": (SUPPOSED, MEN, None),
    "unknown": (GUIDE, PF, None),
    "day": (GUIDE, GUIDE, dt.date(2030, 5, 1)),
}

QUICK = ("hypothesis", "contract")
"""For engines that are priced as another one is."""


@pytest.mark.parametrize(
    ("engine", "sides"),
    [
        *((engine, sides) for engine in ("polars", "pandas") for sides in SIDES),
        *((engine, sides) for engine in ("lazy polars", "PyArrow") for sides in (SIDES if IS_THOROUGH else QUICK)),
        ("DuckDB", "hypothesis"),
        ("DuckDB", "contract"),
        *([("Dask", "hypothesis")] if ASKS_DASK else []),
    ],
)
def test_every_engine_compares_as_the_calculator_does(engine: str, sides: str) -> None:
    rows, (before, after, on_after) = sample_rows(), SIDES[sides]
    native = of_engine(engine)(rows)
    comparison = frame.compare(native, before, after, START, on_after=on_after)
    answers = priced_by_row(rows, before, START), priced_by_row(rows, after, on_after or START)
    check_comparison(comparison, rows, *answers)
    check_summary(frame.summary(frame.price(native, before, START)), rows, answers[0])
    assert type(comparison.frame) is type(native)
    added = [added_to(row, rows, *sides) for row, *sides in zip(rows, *answers, strict=True)]
    by_household = {row["household_id"]: row for row in rows_of(comparison.frame)}
    assert [{name: by_household[row["household_id"]][name] for name in added[0]} for row in rows] == added
    assert [*by_household["4-base"]] == [*rows[0], *added[0]]


def of_engine(name: str) -> Callable[[list[dict[str, Any]]], Any]:
    own = {"polars": as_polars, "lazy polars": lambda rows: as_polars(rows).lazy()}
    return {**MAKERS, **own}[name]


@pytest.mark.parametrize("engine", ["polars", "lazy polars", *ENGINES])
def test_a_population_of_nobody_has_sums_of_nobody(engine: str) -> None:
    comparison = frame.compare(of_engine(engine)([]), MEN, SUPPOSED, START)
    assert (comparison.total.households, comparison.groups, comparison.before.groups) == (0, (), ())
    assert comparison.before.total.sums[Channel.PAYROLL] == PremiumSum(0, 0, 0, Certainty.UNKNOWN)
    assert rows_of(comparison.frame) == []


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["base", "option_1", "option_2"])])
def test_a_formula_that_is_a_category_is_summed_up_as_its_text(kind: Any) -> None:
    of_texts = as_polars(sample_rows())
    of_categories = of_texts.with_columns(pl.col("formula").cast(kind))
    left, right = (frame.summary(frame.price(each, MEN, START)) for each in (of_texts, of_categories))
    assert left == right


@pytest.mark.parametrize("engine", ["polars", "lazy polars", *ENGINES])
def test_rows_that_are_wrong_are_unknown_and_make_no_groups_of_their_own(engine: str) -> None:
    good = next(row for row in sample_rows() if row["household_id"] == "4-base")
    changes = [{}, {"formula": "gold"}, {"gross_cents": -1}, {"gross_cents": 10**9 + 1}, {"gross_cents": 2**63 - 1}]
    rows = [good | change | {"household_id": str(number)} for number, change in enumerate(changes)]
    summary = frame.summary(frame.price(of_engine(engine)(rows), MEN, START))
    assert [(group.key, group.households) for group in summary.by("formula")] == [("base", 4), (None, 1)]
    assert [(group.key, group.households) for group in summary.by(Dimension.PAY_DECILE)] == [(1, 2), (None, 3)]
    wrong = {"formula-not-offered": 1, "gross-negative": 1, "gross-too-high": 2}
    assert {code: summary.total.incomplete[code] for code in wrong} == wrong
    assert summary.total.sums[Channel.EMPLOYER].unknown == 4


TYPES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars unsigned": lambda table: table.with_columns(pl.col("gross_cents").cast(pl.UInt64)),
    "polars short": lambda table: table.with_columns(pl.col("gross_cents").cast(pl.Int32)),
    "polars wide": lambda table: table.with_columns(pl.col("gross_cents").cast(pl.Int128)),
    "polars words": lambda table: table.with_columns(pl.col("formula").cast(pl.Categorical)),
    "PyArrow unsigned": lambda table: table.with_columns(pl.col("gross_cents").cast(pl.UInt64)).to_arrow(),
    "PyArrow words": lambda table: table.with_columns(pl.col("formula").cast(pl.Categorical)).to_arrow(),
    "pandas of Arrow": lambda table: table.to_pandas(use_pyarrow_extension_array=True),
    "pandas unsigned": lambda table: table.with_columns(pl.col("gross_cents").cast(pl.UInt64)).to_pandas(
        use_pyarrow_extension_array=True
    ),
}


@pytest.mark.parametrize("kind", TYPES)
def test_columns_of_any_type_that_is_priced_are_summed(kind: str) -> None:
    rows = sample_rows()
    comparison = frame.compare(TYPES[kind](as_polars(rows)), MEN, SUPPOSED, START)
    check_comparison(comparison, rows, priced_by_row(rows, MEN, START), priced_by_row(rows, SUPPOSED, START))


@pytest.mark.parametrize("engine", [pl.DataFrame, pa.Table.from_pylist, pd.DataFrame])
def test_columns_of_which_nothing_is_known_are_summed_as_such(engine: Callable[[Any], Any]) -> None:
    rows = [row | dict.fromkeys(["gross_cents", *DATES]) for row in sample_rows()]
    native = engine(rows)
    check_summary(frame.summary(frame.price(native, MEN, START)), rows, priced_by_row(rows, MEN, START))
