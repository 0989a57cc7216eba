"""
Ranks of children by birth: the same for few and for many, at a cost that grows no faster than their number.
"""

import datetime as dt
from typing import Any
from unittest.mock import patch

import attrs
import dask.dataframe as dd
import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from effort import IS_THOROUGH
from households import household, sample_rows
from people import GUIDE, START
from psc_workflow import Child, Formula
from psc_workflow._catalogue.components import HIGHEST_BOUND
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.quote import Quote
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.pricing import frame, price
from psc_workflow.pricing.frame._columns import Compute
from psc_workflow.pricing.frame._pipeline import steps
from psc_workflow.pricing.frame._ranks import rank_columns
from tariffs import amount, component, tariff

DAY = dt.date(2010, 1, 9)
BIRTHS = st.none() | st.dates(dt.date(2010, 1, 1), dt.date(2010, 1, 9))


@given(st.lists(BIRTHS, min_size=1, max_size=20), st.integers(2, 5))
@example([DAY] * 8 + [DAY.replace(day=1)], 2)  # the eldest is left over: of nine, and of five
@example([DAY] * 9 + [DAY.replace(day=1)], 2)
def test_the_eldest_is_the_first_and_twins_go_by_position(births: list[dt.date | None], highest: int) -> None:
    names = [f"child_{place}" for place in range(len(births))]
    table = nw.from_native(pl.DataFrame({name: [day] for name, day in zip(names, births, strict=True)}, schema=dict.fromkeys(names, pl.Date)))  # fmt: skip
    for columns in rank_columns(names, highest, "__"):
        table = Compute(columns).apply(table)
    order = sorted((day, place) for place, day in enumerate(births) if day is not None)
    for rank, (_, place) in enumerate(order, start=1):
        actual = table[f"__rank_child_{place}"][0]
        assert min(actual, highest) == min(rank, highest)


def large_family(count: int, contract: Contract = GUIDE) -> tuple[pl.DataFrame, Quote]:
    """Return a row with that many children, of whom some are twins and some are not there, and its quote."""
    names = [f"child_{number}_birth_date" for number in range(1, count + 1)]
    births = [None if place % 5 == 3 else dt.date(2005 + place * 7 % 13, 1, 1) for place in range(count)]
    row = next(row for row in sample_rows() if row["household_id"] == "4-base")
    alone = {name: value for name, value in row.items() if not name.startswith("child_")} | {"retired_on": None}
    table = pl.DataFrame([alone | dict(zip(names, births, strict=True))], schema_overrides=dict.fromkeys([*names, "birth_date", "retired_on", "partner_birth_date"], pl.Date))  # fmt: skip
    children = [Child(birth) for birth in births if birth is not None]
    family = attrs.evolve(household(row), retired_on=None, children=children)
    return table, price(family, contract=contract, formula=Formula.BASE, on=START)


def of_pandas(table: pl.DataFrame) -> Any:
    dates = [name for name, kind in table.schema.items() if kind == pl.Date]
    return (
        table.to_arrow()
        .to_pandas()
        .assign(**{name: table.to_pandas()[name].astype("datetime64[ns]") for name in dates})
    )


ENGINES: dict[str, Any] = {
    "polars": lambda table: table,
    "pandas": of_pandas,
    "PyArrow": lambda table: table.to_arrow(),
    "DuckDB": lambda table: duckdb.from_arrow(table.to_arrow()),
    "Dask": lambda table: dd.from_pandas(of_pandas(table), npartitions=1),
}


@pytest.mark.filterwarnings("ignore:DataFrame is highly fragmented")
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_ranks_many_children_as_the_calculator_does(engine: str) -> None:
    table, quote = large_family(10)  # a number of two digits comes after the others
    priced = nw.from_native(frame.price(ENGINES[engine](table), GUIDE, START)).select("debited_cents", "payroll_cents")
    collected = priced.collect("polars") if isinstance(priced, nw.LazyFrame) else priced
    assert collected.to_polars().row(0) == (quote.debited, quote.payroll)


TO_EVERYBODY = [(1, LONGEST_LIST), (1, LONGEST_LIST + 1), (3, HIGHEST_BOUND["rank"])]
TO_NOBODY = [(LONGEST_LIST + 1, None), (99, HIGHEST_BOUND["rank"])]


@pytest.mark.parametrize("count", [1, 20, LONGEST_LIST] if IS_THOROUGH else [1, 20])
@pytest.mark.parametrize("ages", [{}, {"from_age": 3, "to_age": 20}], ids=["any age", "some ages"])
@pytest.mark.parametrize(("from_rank", "to_rank"), TO_EVERYBODY + TO_NOBODY)
def test_a_rank_that_no_child_has_makes_no_difference_to_prices_lines_months_and_sums(
    count: int, ages: dict[str, int], from_rank: int, to_rank: int | None
) -> None:
    children = component("child", amount(value="7"), who=Who.CHILD, from_rank=from_rank, to_rank=to_rank, **ages)
    others = component("every-child", amount(value="1"), who=Who.CHILD)
    contract = tariff(component("agent", amount(value="1")), children, others)
    table, quote = large_family(count, contract)
    priced = frame.price(table, contract, START)
    assert priced["debited_cents"].to_list() == [quote.debited]
    assert sum(frame.price_lines(table, contract, START)["cents"]) == quote.debited
    months = frame.schedule(table, contract, START, dt.date(2026, 5, 31))
    assert months["debited_cents"].to_list() == [quote.debited]
    assert frame.summary(priced).total.sums[Channel.DEBITED].cents == quote.debited
    assert frame.compare(table, contract, contract, START).total.shifts["debited"].after == quote.debited


def test_the_last_child_has_the_highest_rank_that_makes_a_difference() -> None:
    last = component("last", amount(value="7"), who=Who.CHILD, from_rank=3)
    others = component("every-child", amount(value="1"), who=Who.CHILD)
    contract = tariff(component("agent", amount(value="1")), last, others)
    lines = frame.price_lines(large_family(3)[0], contract, START)
    assert lines["component"].to_list().count("last") == 1


def test_the_cost_grows_no_faster_than_the_number_of_children() -> None:
    """Counted in columns that are read, which no load on the machine changes."""
    reads = []
    for count in (16, 32, 64):
        names = tuple(f"child_{number}_birth_date" for number in range(1, count + 1))
        with patch.object(nw, "col", wraps=nw.col) as column:
            for step in steps.__wrapped__(GUIDE, START, names, Certainty.ILLUSTRATIVE):
                if isinstance(step, Compute):
                    _ = [formula.say(nw) for formula in step.columns.values()]
        reads.append(column.call_count)
    assert reads[1] < 2.1 * reads[0]
    assert reads[2] < 2.1 * reads[1]
