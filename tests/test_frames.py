"""
The same tariff over data frames: integer for integer what the calculator gives, whatever the engine.
"""

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people import GUIDE, MEN, PF, START
from psc_workflow import Child, Formula, Household, Partner, Regime, contracts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import InvalidFrameError, NoValueInForceError
from psc_workflow.model.vocabulary import Channel
from psc_workflow.pricing import frame, price
from psc_workflow.pricing.expressions import latest

EXAMPLES = [
    contracts.load(file) for file in sorted((Path(__file__).parents[1] / "examples" / "contracts").glob("*.toml"))
]
CONTRACTS = [PF, MEN, GUIDE, *EXAMPLES]
CHILDREN = [f"child_{number}_birth_date" for number in range(1, 5)]
DATES = ["birth_date", "retired_on", "partner_birth_date", *CHILDREN]
SCHEMA = {
    "household_id": pl.String,
    "gross_cents": pl.Int64,
    "formula": pl.String,
    "regime": pl.String,
} | dict.fromkeys(DATES, pl.Date)

BIRTHS = st.dates(dt.date(1930, 1, 1), dt.date(2026, 12, 31)) | st.sampled_from(
    [
        dt.date(1966, 5, 1),
        dt.date(1966, 5, 2),
        dt.date(1965, 5, 1),
        dt.date(1946, 5, 1),
        dt.date(2004, 2, 29),
        dt.date(2015, 6, 1),
    ]
)
ROWS = st.fixed_dictionaries(
    {
        "household_id": st.just("h"),
        "gross_cents": st.none() | st.integers(0, 10**7) | st.sampled_from([0, 250000, 280000, 400500, 400501]),
        "formula": st.sampled_from([one.value for one in Formula]),
        "regime": st.none() | st.just("general") | st.sampled_from([one.value for one in Regime]),
        "birth_date": st.none() | BIRTHS,
        "retired_on": st.none()
        | st.dates(dt.date(2015, 1, 1), dt.date(2028, 1, 1))
        | st.sampled_from([START, dt.date(2025, 5, 1), dt.date(2025, 5, 2)]),
        "partner_birth_date": st.none() | BIRTHS,
    }
    | dict.fromkeys(CHILDREN, st.none() | BIRTHS)
)


def of_polars(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA)


def of_pandas(rows: list[dict[str, Any]]) -> Any:
    """With the types that pandas users have: datetime64 for dates, float64 for whole numbers with gaps."""
    table = of_polars(rows).to_arrow().to_pandas()
    return table.assign(
        gross_cents=table["gross_cents"].astype("Int64"),
        **{name: table[name].astype("datetime64[ns]") for name in DATES},
    )


ENGINES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "polars": of_polars,
    "polars, lazy": lambda rows: of_polars(rows).lazy(),
    "pandas": of_pandas,
    "PyArrow": lambda rows: of_polars(rows).to_arrow(),
    "DuckDB": lambda rows: duckdb.from_arrow(of_polars(rows).to_arrow()),
}


def rows_of(native: Any) -> list[dict[str, Any]]:
    found = nw.from_native(native)
    collected = found.collect("polars") if isinstance(found, nw.LazyFrame) else found
    return collected.to_polars().to_dicts()


def household(row: dict[str, Any]) -> Household:
    return Household(
        regime=None if row["regime"] is None else Regime(row["regime"]),
        birth_date=row["birth_date"],
        gross_cents=row["gross_cents"],
        retired_on=row["retired_on"],
        partner=None if row["partner_birth_date"] is None else Partner(row["partner_birth_date"]),
        children=[Child(row[name]) for name in CHILDREN if row[name] is not None],
    )


def expected(row: dict[str, Any], contract: Contract, on: dt.date) -> tuple[Any, ...]:
    quote = price(household(row), contract=contract, formula=Formula(row["formula"]), on=on)
    totals = [quote.total(channel) for channel in Channel]
    return (*totals, *(quote.certainty(channel).value for channel in Channel), set(quote.incomplete))


def answered(row: dict[str, Any]) -> tuple[Any, ...]:
    totals = [row[f"{channel.value}_cents"] for channel in Channel]
    certainties = [row[f"certainty_{channel.value}"] for channel in Channel]
    return (*totals, *certainties, set(row["incomplete"].split(";")) - {""})


def offered(rows: list[dict[str, Any]], contract: Contract, on: dt.date) -> list[dict[str, Any]]:
    formulas = [one.value for one in contract.value("formulas", on)]
    return [row | {"formula": row["formula"] if row["formula"] in formulas else formulas[0]} for row in rows]


FEWER = settings(max_examples=max(20, settings().max_examples // 10))
"""Each example is a dozen households, priced twice."""


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.id)
@FEWER
@given(st.lists(ROWS, min_size=1, max_size=12), st.sampled_from([0, 1, 364, 668]))
def test_polars_gives_what_the_calculator_gives(contract: Contract, rows: list[dict[str, Any]], later: int) -> None:
    on = contract.effect.values[-1].value + dt.timedelta(days=later)
    rows = offered(rows, contract, on)
    found = frame.price(of_polars(rows), contract, on)
    assert [answered(row) for row in found.to_dicts()] == [expected(row, contract, on) for row in rows]


@functools.cache
def sample() -> list[dict[str, Any]]:
    """Give one household of every sort: pay, ages, ranks, statuses, regimes."""
    rows: list[dict[str, Any]] = []
    for place, gross in enumerate([None, 0, 90000, 250000, 280000, 400500, 999999]):
        for formula in Formula:
            born = [dt.date(2019, 9, 9), dt.date(2014, 2, 3), dt.date(2014, 2, 3), dt.date(2011, 10, 5)][: place % 5]
            rows.append(
                {
                    "household_id": f"{place}-{formula.value}",
                    "gross_cents": gross,
                    "formula": formula.value,
                    "regime": ["general", "alsace_moselle", None, "msa"][place % 4],
                    "birth_date": [dt.date(1966, 5, 1), None, dt.date(1940, 1, 1)][place % 3],
                    "retired_on": [None, None, START, dt.date(2020, 1, 1)][place % 4],
                    "partner_birth_date": dt.date(1972, 10, 9) if place % 2 else None,
                }
                | dict.fromkeys(CHILDREN)
                | dict(zip(CHILDREN, born, strict=False))
            )
    return rows


@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda one: one.id)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_what_the_calculator_gives(engine: str, contract: Contract) -> None:
    rows = sample()
    native = ENGINES[engine](rows)
    priced = frame.price(native, contract, START)
    assert type(priced) is type(native)
    by_id = {row["household_id"]: row for row in rows_of(priced)}
    assert {name: answered(row) for name, row in by_id.items()} == {
        row["household_id"]: expected(row, contract, START) for row in rows
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_the_columns_are_those_given_then_whole_numbers_and_words(engine: str) -> None:
    priced = nw.from_native(frame.price(ENGINES[engine](sample()), MEN, START))
    schema = priced.collect_schema()
    assert list(schema) == [*SCHEMA, *frame.RESULTS]
    assert [schema[f"{channel.value}_cents"] for channel in Channel] == [nw.Int64] * 3
    assert [schema[f"certainty_{channel.value}"] for channel in Channel] == [nw.String] * 3
    assert schema["incomplete"] == nw.String


def test_a_lazy_frame_stays_lazy() -> None:
    assert isinstance(frame.price(of_polars(sample()).lazy(), MEN, START), pl.LazyFrame)


@pytest.mark.parametrize("engine", ["polars", "pandas", "PyArrow", "DuckDB"])
def test_an_empty_frame_is_priced_to_an_empty_frame(engine: str) -> None:
    empty = ENGINES[engine]([])
    assert rows_of(frame.price(empty, MEN, START)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"formula": "gold"}, "formula-not-offered"),
        ({"formula": None}, "formula-not-offered"),
        ({"regime": "mars"}, "regime-not-in-list"),
        ({"gross_cents": -1}, "gross-negative"),
    ],
)
def test_a_row_that_cannot_be_priced_says_why_and_the_others_are_priced(change: dict[str, Any], code: str) -> None:
    good = next(row for row in sample() if row["gross_cents"] == 280000 and row["formula"] == "base")
    wrong, right = frame.price(of_polars([good | change, good]), MEN, START).to_dicts()
    assert wrong["incomplete"].split(";")[0] == code
    assert [wrong[f"{channel.value}_cents"] for channel in Channel] == [None] * 3
    assert answered(right) == expected(good, MEN, START)


@pytest.mark.parametrize("name", ["gross_cents", "formula", "retired_on"])
def test_a_missing_column_is_told(name: str) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(of_polars(sample()).drop(name), MEN, START)
    assert [(problem.path, problem.message) for problem in caught.value.problems] == [(name, "is missing")]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("gross_cents", pl.Float64, "must be a whole number"),
        ("gross_cents", pl.String, "must be a whole number"),
        ("formula", pl.Int64, "must be text"),
        ("birth_date", pl.String, "must be a date"),
        ("child_2_birth_date", pl.String, "must be a date"),
    ],
)
def test_a_column_of_another_type_is_told(name: str, kind: Any, message: str) -> None:
    table = of_polars(sample()).with_columns(pl.lit(None).cast(kind).alias(name))
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(table, MEN, START)
    (problem,) = caught.value.problems
    assert problem.path == name
    assert problem.message.startswith(message)


def test_a_column_that_is_there_already_is_not_overwritten() -> None:
    with pytest.raises(InvalidFrameError, match="employer_cents: is there already"):
        frame.price(of_polars(sample()).with_columns(employer_cents=1), MEN, START)


def test_other_columns_pass_through_untouched() -> None:
    table = of_polars(sample()).with_columns(note=pl.lit("ʻeta"), child_x_birth_date=pl.lit(7))
    assert frame.price(table, MEN, START).select(table.columns).equals(table)


def test_a_day_before_the_tariff_is_an_error_that_names_it() -> None:
    with pytest.raises(NoValueInForceError, match=r"men-2026\."):
        frame.price(of_polars(sample()), MEN, dt.date(2026, 4, 30))


def test_any_number_of_children_is_ranked() -> None:
    born = {f"child_{number}_birth_date": dt.date(2010 + number % 3, 1, 1) for number in range(1, 13)}
    row = next(row for row in sample() if row["formula"] == "base") | born | {"regime": "general", "retired_on": None}
    (found,) = frame.price(
        pl.DataFrame([row], schema_overrides={"gross_cents": pl.Int64, **dict.fromkeys(DATES, pl.Date)}), GUIDE, START
    ).to_dicts()
    assert found["debited_cents"] == 2 * 600 + (1000 if row["partner_birth_date"] else 0)


@given(
    st.dates(dt.date(1, 1, 1), dt.date(2200, 12, 31)),
    st.integers(0, 150),
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)),
)
def test_whole_years_are_compared_with_one_literal_date(since: dt.date, years: int, on: dt.date) -> None:
    """A birthday of 29 February comes on 1 March in common years."""
    passed = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    assert (since <= latest(on, years)) == (passed >= years)
