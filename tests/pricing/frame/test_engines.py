"""
The same tariff over the frames of other engines than polars; ``test_spark.py`` has PySpark.
"""

import datetime as dt
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import ASKS_DASK
from engines import ENGINES, MAKERS, rows_of
from households import (
    ALL_CONTRACTS,
    DATES,
    DRAWN_ROWS,
    SCHEMA,
    as_polars,
    price_row,
    priced_row,
    sample_rows,
    with_offered_formulas,
)
from people import GUIDE, MEN, START
from psc_workflow import PositionKind
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Channel, Regime
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame
from tariffs import LATER, amount, component, tariff, tariffs


@pytest.mark.parametrize("engine", ENGINES)
def test_no_engine_makes_a_fault_of_a_frame_without_rows(engine: str) -> None:
    native = ENGINES[engine]([])
    priced = frame.price(native, MEN, START)
    assert type(priced) is type(native)
    assert rows_of(priced) == []
    assert [*nw.from_native(priced).collect_schema()] == [*SCHEMA, *frame.RESULTS]


def test_columns_of_pandas_without_rows_may_have_no_type() -> None:
    priced = frame.price(pd.DataFrame(columns=[*SCHEMA]), MEN, START)
    assert [*priced.columns] == [*SCHEMA, *frame.RESULTS]
    assert priced.empty


@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda contract: contract.id)
@pytest.mark.parametrize("engine", MAKERS)
def test_every_engine_gives_what_the_calculator_gives(engine: str, contract: Contract) -> None:
    rows = sample_rows()
    native = MAKERS[engine](rows)
    priced = frame.price(native, contract, START)
    assert type(priced) is type(native)
    by_id = {row["household_id"]: row for row in rows_of(priced)}
    assert {name: priced_row(row) for name, row in by_id.items()} == {
        row["household_id"]: price_row(row, contract, START) for row in rows
    }


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=max(2, settings().max_examples // 20))
@given(
    st.sampled_from(ALL_CONTRACTS) | tariffs(),
    st.lists(DRAWN_ROWS, min_size=1, max_size=8),
    st.sampled_from([START, LATER, dt.date(2028, 2, 29)]),
    st.booleans(),
)
def test_every_engine_does_whatever_the_tariff(
    engine: str, contract: Contract, drawn: list[dict[str, Any]], on: dt.date, lines: bool
) -> None:
    """Amounts by component are those of polars, which another test compares with quotes."""
    rows = [row | {"household_id": str(place)} for place, row in enumerate(with_offered_formulas(drawn, contract, on))]
    try:
        expected = frame.price(as_polars(rows), contract, on, lines=lines).to_dicts()
    except InvalidFrameError:
        with pytest.raises(InvalidFrameError, match="too many digits"):
            frame.price(ENGINES[engine](rows), contract, on, lines=lines)
        return
    native = ENGINES[engine](rows)
    priced = sorted(rows_of(frame.price(native, contract, on, lines=lines)), key=lambda row: int(row["household_id"]))
    assert [priced_row(row) for row in priced] == [price_row(row, contract, on) for row in rows]
    amounts = [name for name in expected[0] if name.startswith("line_")]
    assert [[row[name] for name in amounts] for row in priced] == [[row[name] for name in amounts] for row in expected]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_counts_a_position_that_is_not_stated_as_active_unless_there_is_no_pay(engine: str) -> None:
    row = next(row for row in sample_rows() if row["household_id"] == "4-base") | {"retired_on": None}
    stated = [*PositionKind, "Active", ""]
    rows = [
        row | {"household_id": f"{position}-{pay}", "position": position, "gross_cents": pay}
        for position in (None, *stated)
        for pay in (None, 0, 1, 280000)
    ]
    answers = {row["household_id"]: priced_row(row) for row in rows_of(frame.price(ENGINES[engine](rows), MEN, START))}
    right = [row for row in rows if row["position"] in (None, *PositionKind)]
    assert {name: answers.pop(name) for name in [row["household_id"] for row in right]} == {
        row["household_id"]: price_row(row, MEN, START) for row in right
    }
    assert {codes for *_, (*_, codes) in [(answer[:-1], tuple(answer[-1])) for answer in answers.values()]} == {
        "position-not-in-list"
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_the_columns_are_those_given_then_whole_numbers_and_words(engine: str) -> None:
    priced = nw.from_native(frame.price(ENGINES[engine](sample_rows()), MEN, START))
    schema = priced.collect_schema()
    assert list(schema) == [*SCHEMA, *frame.RESULTS]
    assert [schema[f"{channel.value}_cents"] for channel in Channel] == [nw.Int64] * 3
    assert [schema[f"certainty_{channel.value}"] for channel in Channel] == [nw.String] * 3
    assert schema["incomplete"] == nw.String


@pytest.mark.parametrize("engine", ["DuckDB", "Dask"] if ASKS_DASK else ["DuckDB"])
def test_a_lazy_frame_without_households_is_priced_to_one(engine: str) -> None:
    """Whether it has any is only known when it is collected."""
    assert rows_of(frame.price(ENGINES[engine]([]), MEN, START)) == []


BY_REGIME = tariff(
    component("some", amount(value="7"), regimes=(Regime.GENERAL, Regime.MSA)),
    component("all", amount(value="3"), channel=Channel.EMPLOYER),
)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_line_for_some_regimes_is_priced_by_every_engine(engine: str) -> None:
    rows = sample_rows()
    by_id = {
        row["household_id"]: priced_row(row) for row in rows_of(frame.price(ENGINES[engine](rows), BY_REGIME, START))
    }
    assert by_id == {row["household_id"]: price_row(row, BY_REGIME, START) for row in rows}


@pytest.mark.parametrize("contract", [MEN, BY_REGIME], ids=["any regime", "some regimes"])
def test_columns_of_which_nothing_is_known_are_priced_as_such(contract: Contract) -> None:
    """PyArrow gives them a type of their own, which no text and no date can be compared with."""
    rows = [row | dict.fromkeys(["regime", "gross_cents", *DATES]) for row in sample_rows()[:5]]
    native = pa.Table.from_pylist(rows)
    by_id = {row["household_id"]: priced_row(row) for row in rows_of(frame.price(native, contract, START))}
    assert by_id == {row["household_id"]: price_row(row, contract, START) for row in rows}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("gross_cents", [280000.7, 2.0]),
        ("gross_cents", [True, False]),
        ("gross_cents", [280000, None]),
        ("gross_cents", ["280000", None]),
        ("partner_birth_date", [12, None]),
        ("partner_birth_date", ["1970-01-01", None]),
        ("formula", [1, None]),
    ],
)
def test_a_column_of_any_objects_holds_what_it_ought_to_or_is_told(column: str, values: list[Any]) -> None:
    native = pd.DataFrame(sample_rows()[:2]).assign(**{column: pd.Series(values, dtype="object")})
    with pytest.raises(InvalidFrameError, match=f"{column}: must be"):
        frame.price(native, MEN, START)


@pytest.mark.parametrize("wide", [pl.UInt64, pl.Int128, pl.Int8])
def test_amounts_are_of_one_type_whatever_the_pay_is_of(wide: Any) -> None:
    native = as_polars(sample_rows()).with_columns(pl.lit(100).cast(wide).alias("gross_cents"))
    assert frame.price(native, MEN, START).schema["payroll_cents"] == pl.Int64
