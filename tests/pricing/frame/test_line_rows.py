"""
The long form: the lines of all quotes, one a row, on every engine; ``test_spark.py`` has PySpark.
"""

import datetime as dt
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import ENGINES, MAKERS, rows_of
from households import (
    ALL_CONTRACTS,
    CHILD_COLUMNS,
    DRAWN_ROWS,
    SCHEMA,
    as_polars,
    sample_rows,
    with_offered_formulas,
)
from lines import Line, expected_lines, in_order, totals_in, totals_of, unknown_lines
from people import GUIDE, MEN, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import HostError, InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame import _rows
from tariffs import amount, component, tariff, tariffs

NAMES = ["household_id", "who", "component", "channel", "cents", "certainty", "source", "incomplete"]
FAMILY = next(row for row in sample_rows() if row["household_id"] == "4-option_1")

AGENT = FAMILY | dict.fromkeys(CHILD_COLUMNS)


def read(native: Any) -> list[Line]:
    """Collect the lines of a frame; no null of an engine is another than ``None``."""
    return [{name: None if value != value else value for name, value in row.items()} for row in rows_of(native)]  # noqa: PLR0124 -- only NaN differs from itself


def named(rows: list[Line]) -> list[Line]:
    return [row | {"household_id": str(place)} for place, row in enumerate(rows)]


@pytest.mark.parametrize("least", [Certainty.ILLUSTRATIVE, Certainty.DERIVED])
@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
def test_the_lines_are_those_of_the_quotes_and_add_up_to_the_totals(contract: Contract, least: Certainty) -> None:
    on = contract.effect.values[-1].known_value
    rows = with_offered_formulas(sample_rows(), contract, on)
    lines = frame.price_lines(as_polars(rows), contract, on, least_certainty=least).to_dicts()
    assert lines == [line for row in rows for line in expected_lines(row, contract, on, least)]
    priced = frame.price(as_polars(rows), contract, on, least_certainty=least).to_dicts()
    assert totals_of(lines) == totals_in(priced)


@settings(max_examples=settings().max_examples // 6)
@given(tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=8), st.sampled_from([START, dt.date(2027, 3, 1)]))
def test_they_are_whatever_the_tariff(contract: Contract, drawn: list[Line], on: dt.date) -> None:
    rows = named(with_offered_formulas(drawn, contract, on))
    try:
        priced = frame.price(as_polars(rows), contract, on)
    except InvalidFrameError:
        with pytest.raises(InvalidFrameError, match="too many digits"):
            frame.price_lines(as_polars(rows), contract, on)
        return
    lines = frame.price_lines(as_polars(rows).lazy(), contract, on).collect().to_dicts()
    assert lines == [line for row in rows for line in expected_lines(row, contract, on)]
    assert totals_of(lines) == totals_in(priced.to_dicts())


@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda contract: contract.id)
@pytest.mark.parametrize("engine", MAKERS)
def test_they_are_on_every_engine(engine: str, contract: Contract) -> None:
    native = MAKERS[engine](sample_rows())
    lines = frame.price_lines(native, contract, START)
    assert type(lines) is type(native)
    assert in_order(read(lines)) == in_order(
        [line for row in sample_rows() for line in expected_lines(row, contract, START)]
    )


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=max(2, settings().max_examples // 30))
@given(tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=8))
def test_they_are_on_every_engine_whatever_the_tariff(engine: str, contract: Contract, drawn: list[Line]) -> None:
    rows = named(with_offered_formulas(drawn, contract, START))
    try:
        lines = frame.price_lines(ENGINES[engine](rows), contract, START)
    except InvalidFrameError:
        return
    assert in_order(read(lines)) == in_order([line for row in rows for line in expected_lines(row, contract, START)])


@pytest.mark.parametrize("size", [1, 4, 33])
def test_a_table_of_pyarrow_that_is_written_slice_by_slice_has_the_same_lines(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    whole = frame.price_lines(as_polars(sample_rows()).to_arrow(), MEN, START)
    monkeypatch.setattr(_rows, "_SLICE", size)
    assert frame.price_lines(as_polars(sample_rows()).to_arrow(), MEN, START).equals(whole)


@pytest.mark.parametrize("engine", ["polars", *ENGINES])
def test_the_columns_are_an_id_words_and_whole_numbers(engine: str) -> None:
    make = ENGINES.get(engine, as_polars)
    for rows in ([], sample_rows()):
        lines = nw.from_native(frame.price_lines(make(rows), MEN, START))
        schema = lines.collect_schema()
        assert [*schema] == NAMES
        assert schema["cents"] == nw.Int64
        assert len(read(lines.to_native())) >= len(rows)
        assert bool(rows) == bool(read(lines.to_native()))


@pytest.mark.parametrize("engine", ["polars", *ENGINES])
def test_a_row_that_is_wrong_has_an_unknown_line_for_each_channel(engine: str) -> None:
    changes = [{"formula": "gold"}, {"gross_cents": -1}, {"regime": "mars", "position": "away"}, {}]
    rows = named([FAMILY | change for change in changes])
    lines = read(frame.price_lines(ENGINES.get(engine, as_polars)(rows), MEN, START))
    codes = ["formula-not-offered", "gross-negative", "position-not-in-list;regime-not-in-list"]
    expected = [line for row, code in zip(rows, codes, strict=False) for line in unknown_lines(row, code)]
    assert in_order(lines) == in_order([*expected, *expected_lines(rows[-1], MEN, START)])


def test_a_child_is_called_after_its_column_whoever_else_there_is() -> None:
    row = FAMILY | dict.fromkeys(CHILD_COLUMNS) | {CHILD_COLUMNS[2]: dt.date(2019, 9, 9)}
    lines = frame.price_lines(as_polars([row]), GUIDE, START)
    assert set(lines["who"]) == {"agent", "child-3"}


@pytest.mark.parametrize("engine", ["polars", *ENGINES])
def test_many_children_have_their_lines(engine: str) -> None:
    """There are more combinations of ages than a table has."""
    names = [f"child_{number}_birth_date" for number in range(1, 33)]
    born = {name: dt.date(2005 + place % 20, 1, 1) for place, name in enumerate(names)}
    table = pl.DataFrame([FAMILY | born], schema=SCHEMA | dict.fromkeys(born, pl.Date))
    native: Any = {"pandas": table.to_pandas, "PyArrow": table.to_arrow}.get(engine, lambda: table)()
    lines, priced = read(frame.price_lines(native, GUIDE, START)), read(frame.price(native, GUIDE, START))
    assert {line["who"] for line in lines} == {"agent", *(f"child-{number}" for number in range(1, 33))}
    assert totals_of(lines) == totals_in(priced)


@pytest.mark.parametrize("engine", ["polars", *ENGINES])
def test_a_source_may_have_any_characters(engine: str) -> None:
    title = "l'État, \"art.\" 1 \\ 'n\\n' {x} $y"
    contract = tariff(component("a", attrs.evolve(amount(value="1"), sources=(Source(title), Source("Bulletin n° 2")))))
    lines = read(frame.price_lines(ENGINES.get(engine, as_polars)([AGENT]), contract, START))
    assert f"{title}; Bulletin n° 2" in {line["source"] for line in lines}


def test_the_columns_of_the_caller_may_be_called_as_those_of_a_line() -> None:
    table = as_polars([FAMILY]).with_columns(who=pl.lit("x"), cents=pl.lit(1))
    assert frame.price_lines(table, MEN, START).equals(frame.price_lines(as_polars([FAMILY]), MEN, START))


def test_the_index_of_pandas_does_not_matter() -> None:
    table = ENGINES["pandas"](sample_rows())
    repeated = table.set_axis([7] * len(table))
    assert frame.price_lines(repeated, MEN, START).equals(frame.price_lines(table, MEN, START))


def test_what_cannot_be_priced_has_no_lines_either() -> None:
    table = as_polars(sample_rows())
    with pytest.raises(InvalidFrameError, match="regime: is missing"):
        frame.price_lines(table.drop("regime"), MEN, START)
    with pytest.raises(HostError, match="`least_certainty` must be one of"):
        frame.price_lines(table, MEN, START, least_certainty="x")  # type: ignore[arg-type]
    with pytest.raises(HostError, match="`on` must be"):
        frame.price_lines(table, MEN, dt.datetime(2026, 5, 1, tzinfo=dt.UTC))


def test_a_household_without_a_line_in_a_channel_pays_nothing_there() -> None:
    lines = frame.price_lines(as_polars([AGENT]), tariff(component("a", amount(value="1"))), START).to_dicts()
    assert [(line["channel"], line["cents"]) for line in lines] == [(Channel.DEBITED.value, 100)]
