"""
A column for each component: for every household what the lines of its quote add up to.
"""

from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines import ENGINES, rows_of
from households import ALL_CONTRACTS, DATES, DRAWN_ROWS, as_polars, household, sample_rows, with_offered_formulas
from people import MEN, START
from psc_workflow import Formula
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Channel
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame, price
from psc_workflow.pricing._charges import charges
from psc_workflow.pricing.frame._entries import Accounts
from tariffs import amount, component, tariff, tariffs


def lines_of(row: dict[str, Any], contract: Contract, on: Any) -> dict[str, int | None]:
    """Add up the lines of the quote of *row*, component by component."""
    quote = price(household(row), contract=contract, formula=Formula(row["formula"]), on=on)
    sums: dict[str, int | None] = {}
    for charge in charges(contract, on).all:
        cents = [line.cents for line in quote.lines if line.component == charge.component.id]
        is_unknown = quote.gaps or None in cents
        name = f"line_{charge.component.id.replace('-', '_')}_cents"
        sums[name] = None if is_unknown else sum(amount or 0 for amount in cents)
    return sums


def of_lines(row: dict[str, Any]) -> dict[str, int | None]:
    return {name: value for name, value in row.items() if name.startswith("line_")}


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
def test_the_columns_of_components_have_what_the_lines_of_a_quote_have(contract: Contract) -> None:
    on = contract.effect.values[-1].value
    rows = with_offered_formulas(sample_rows(), contract, on)
    priced = frame.price(as_polars(rows), contract, on, lines=True)
    assert [of_lines(row) for row in priced.to_dicts()] == [lines_of(row, contract, on) for row in rows]
    without = frame.price(as_polars(rows), contract, on)
    assert priced.select(without.columns).equals(without)
    assert priced.columns[len(without.columns) :] == [*lines_of(rows[0], contract, on)]


@given(tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=8))
def test_they_do_whatever_the_tariff(contract: Contract, rows: list[dict[str, Any]]) -> None:
    rows = with_offered_formulas(rows, contract, START)
    try:
        priced = frame.price(as_polars(rows), contract, START, lines=True)
    except InvalidFrameError:
        with pytest.raises(InvalidFrameError, match="too many digits"):
            frame.price(as_polars(rows), contract, START)
        return
    assert [of_lines(row) for row in priced.to_dicts()] == [lines_of(row, contract, START) for row in rows]


@pytest.mark.parametrize("engine", ENGINES)
def test_they_do_on_every_engine(engine: str) -> None:
    rows = sample_rows()
    native = frame.price(ENGINES[engine](rows), MEN, START, lines=True)
    by_id = {row["household_id"]: of_lines(row) for row in rows_of(native)}
    assert by_id == {row["household_id"]: lines_of(row, MEN, START) for row in rows}
    schema = nw.from_native(native).collect_schema()
    assert {schema[name] for name in Accounts.by_line(charges(MEN, START)).lines} == {nw.Int64}


def test_the_lines_of_a_channel_add_up_to_its_total() -> None:
    priced = frame.price(as_polars(sample_rows()), MEN, START, lines=True)
    for channel in Channel:
        of_channel = [
            pl.col(f"line_{charge.component.id.replace('-', '_')}_cents")
            for charge in charges(MEN, START).all
            if charge.component.channel is channel
        ]
        total = pl.sum_horizontal(of_channel, ignore_nulls=False)
        assert priced.select(total=total)["total"].equals(priced[f"{channel.value}_cents"].alias("total"))


@pytest.mark.parametrize("change", [{"formula": "gold"}, {"gross_cents": -1}])
def test_a_row_at_fault_has_no_line(change: dict[str, Any]) -> None:
    (row,) = frame.price(as_polars([sample_rows()[0] | change]), MEN, START, lines=True).to_dicts()
    assert set(of_lines(row).values()) == {None}


@pytest.mark.parametrize("name", ["line_agent_base_solidarity_cents", "LINE_agent_base_solidarity_cents"])
def test_a_column_that_is_there_already_is_not_overwritten(name: str) -> None:
    table = as_polars(sample_rows()).with_columns(pl.lit(1).alias(name))
    with pytest.raises(InvalidFrameError, match="line_agent_base_solidarity_cents: is there already"):
        frame.price(table, MEN, START, lines=True)
    assert name in frame.price(table, MEN, START).columns


def test_components_that_would_share_a_column_are_named_before_anything_is_priced() -> None:
    contract = tariff(component("option-a", amount(value="10")), component("option_a", amount(value="5")))
    table = as_polars(
        [sample_rows()[3] | {"gross_cents": 280000, "formula": "base", "regime": "general"} | dict.fromkeys(DATES)]
    )
    with pytest.raises(
        InvalidFrameError, match="line_option_a_cents: would be the column of option-a and of option_a: "
    ):
        frame.price(table, contract, START, lines=True)
    assert frame.price(table, contract, START)["debited_cents"].to_list() == [1500]
    assert frame.price_lines(table, contract, START)["component"].to_list() == ["option-a", "option_a"]
