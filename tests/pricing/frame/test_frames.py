"""
The same tariff over data frames: integer for integer what the calculator gives. ``test_engines.py`` has other engines.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from households import (
    ALL_CONTRACTS,
    DATES,
    DRAWN_ROWS,
    SCHEMA,
    as_polars,
    household,
    price_row,
    priced_row,
    sample_rows,
    with_offered_formulas,
)
from people import GUIDE, MEN, START
from psc_workflow import Child, Formula
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import Fault, HostError, InvalidFrameError, NoValueInForceError
from psc_workflow.pricing import frame, price
from psc_workflow.pricing.frame._expressions import all_of, any_of, is_exact, latest, sum_of
from psc_workflow.pricing.frame._formulas import col
from tariffs import tariffs

FEWER = settings(max_examples=max(20, settings().max_examples // 10))
"""Each example is a dozen households, priced twice."""


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
@FEWER
@given(st.lists(DRAWN_ROWS, min_size=1, max_size=12), st.sampled_from([0, 1, 364, 668]))
def test_polars_gives_what_the_calculator_gives(contract: Contract, rows: list[dict[str, Any]], later: int) -> None:
    on = contract.effect.values[-1].value + dt.timedelta(days=later)
    rows = with_offered_formulas(rows, contract, on)
    priced = frame.price(as_polars(rows), contract, on)
    assert [priced_row(row) for row in priced.to_dicts()] == [price_row(row, contract, on) for row in rows]


@given(tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=12), st.sampled_from(Certainty))
def test_polars_gives_what_the_calculator_gives_whatever_the_tariff(
    contract: Contract, rows: list[dict[str, Any]], least: Certainty
) -> None:
    rows = with_offered_formulas(rows, contract, START)
    priced, refused = attempt(rows, contract, least)
    assert all("too many digits" in fault.message for fault in refused)
    if priced is not None:
        assert [priced_row(row) for row in priced.to_dicts()] == [
            price_row(row, contract, START, least) for row in rows
        ]


def attempt(rows: list[dict[str, Any]], contract: Contract, least: Certainty) -> tuple[Any, tuple[Fault, ...]]:
    """Price *rows*, or say why the tariff cannot be worked out over frames."""
    try:
        return frame.price(as_polars(rows), contract, START, least_certainty=least), ()
    except InvalidFrameError as error:
        return None, error.faults


@pytest.mark.parametrize(
    ("most", "ratio", "exact"),
    [
        (2**53 - 2, "1", True),
        (2**53 - 1, "1", False),
        (2**52 - 2, "2", True),
        (2**52 - 1, "-2", True),
        (2**52, "2", False),
        (2**53 - 3, "0.5", True),
        (2**53 - 2, "0.5", False),
    ],
)
def test_a_product_is_exact_while_floats_are(most: int, ratio: str, exact: bool) -> None:
    assert is_exact(most, Decimal(ratio)) is exact


def with_ratio(text: str, *, cap: str | None = "pmss") -> Contract:
    """Give the national contract another coefficient of pay."""
    changed = [
        attrs.evolve(component, values=(attrs.evolve(component.values[0], coefficient=Decimal(text), cap=cap),))
        if component.id == "agent-base-solidarity"
        else component
        for component in MEN.tariff.components
    ]
    return attrs.evolve(MEN, tariff=attrs.evolve(MEN.tariff, components=tuple(changed)))


@pytest.mark.parametrize("cap", ["pmss", None])
@pytest.mark.parametrize("ratio", ["0.00808", "0.0080786", "0.00807857143", "0.008078571428571429", "0." + "12" * 14])
def test_a_ratio_of_any_length_is_worked_out_to_the_cent_or_refused_by_name(ratio: str, cap: str | None) -> None:
    contract = with_ratio(ratio, cap=cap)
    rows = [row for row in sample_rows() if row["formula"] == "base"] + [sample_rows()[0] | {"gross_cents": 10**9}]
    priced, refused = attempt(rows, contract, Certainty.ILLUSTRATIVE)
    if priced is None:
        assert len(ratio) > len("0.00807857") or cap is None
        assert [fault.path for fault in refused] == ["agent-base-solidarity"]
    else:
        assert [priced_row(row) for row in priced.to_dicts()] == [price_row(row, contract, START) for row in rows]


def test_the_columns_are_those_given_then_whole_numbers_and_words() -> None:
    whole, words = [pl.Int64] * 3, [pl.String] * 4
    added = dict(zip(frame.RESULTS, [*whole, *words], strict=True))
    assert frame.price(as_polars(sample_rows()), MEN, START).schema == SCHEMA | added


def test_a_lazy_frame_stays_lazy_and_has_the_same_rows() -> None:
    lazy = frame.price(as_polars(sample_rows()).lazy(), MEN, START)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(frame.price(as_polars(sample_rows()), MEN, START))


def test_a_frame_of_narwhals_is_priced_as_the_frame_that_it_wraps() -> None:
    eager = as_polars(sample_rows())
    for priced in (frame.price, frame.price_lines):
        assert priced(nw.from_native(eager), MEN, START).equals(priced(eager, MEN, START))
        assert isinstance(priced(nw.from_native(eager.lazy()), MEN, START), pl.LazyFrame)


@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda contract: contract.id)
def test_a_frame_without_households_is_priced_to_one(contract: Contract) -> None:
    empty = frame.price(as_polars([]), contract, START)
    assert empty.equals(frame.price(as_polars(sample_rows()), contract, START).clear())
    assert frame.price(as_polars([]).lazy(), contract, START).collect().equals(empty)


@pytest.mark.parametrize("certainty", ["x", "", None, 3, [], {}, "Published"])
def test_a_certainty_that_does_not_exist_is_told(certainty: Any) -> None:
    with pytest.raises(HostError, match=r"^`least_certainty` must be one of: published, derived, "):
        frame.price(as_polars(sample_rows()), MEN, START, least_certainty=certainty)


def test_a_certainty_may_be_named() -> None:
    rows = as_polars(sample_rows())
    named: Any = "derived"
    assert frame.price(rows, MEN, START, least_certainty=named).equals(
        frame.price(rows, MEN, START, least_certainty=Certainty.DERIVED)
    )


def wide(count: int) -> pl.DataFrame:
    """Return one household with *count* columns of children, born in turn before and after each other."""
    born = {f"child_{number}_birth_date": dt.date(2005 + number * 7 % 19, 1, 1) for number in range(1, count + 1)}
    row = next(row for row in sample_rows() if row["formula"] == "base" and row["regime"] == "general")
    others = {name: value for name, value in row.items() if not name.startswith("child_")} | {"retired_on": None}
    return pl.DataFrame([others | born], schema_overrides=SCHEMA | dict.fromkeys(born, pl.Date))


def test_as_many_children_as_a_dossier_can_have_are_priced() -> None:
    for count in (8, 9, 64):
        (row,) = frame.price(wide(count), GUIDE, START).to_dicts()
        children = [Child(row[f"child_{number}_birth_date"]) for number in range(1, count + 1)]
        alone = attrs.evolve(household(row), children=children)
        quote = price(alone, contract=GUIDE, formula=Formula.BASE, on=START)
        assert priced_row(row)[:3] == (quote.employer, quote.payroll, quote.debited)


def test_more_children_than_a_dossier_can_have_are_refused_at_once() -> None:
    with pytest.raises(InvalidFrameError, match="has more than 64 columns of children") as caught:
        frame.price(wide(300), GUIDE, START)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"formula": "gold"}, "formula-not-offered"),
        ({"formula": None}, "formula-not-offered"),
        ({"regime": "mars"}, "regime-not-in-list"),
        ({"position": "Active"}, "position-not-in-list"),
        ({"position": ""}, "position-not-in-list"),
        ({"gross_cents": -1}, "gross-negative"),
        ({"gross_cents": -(2**63)}, "gross-negative"),
        ({"gross_cents": 10**9 + 1}, "gross-too-high"),
        ({"gross_cents": 2**63 - 1}, "gross-too-high"),
    ],
)
def test_a_row_that_cannot_be_priced_says_why_and_the_others_are_priced(change: dict[str, Any], code: str) -> None:
    good = next(row for row in sample_rows() if row["gross_cents"] == 280000 and row["formula"] == "base")
    wrong, right = frame.price(as_polars([good | change, good]), MEN, START).to_dicts()
    assert wrong["incomplete"].split(";")[0] == code
    assert [wrong[f"{channel.value}_cents"] for channel in Channel] == [None] * 3
    assert priced_row(right) == price_row(good, MEN, START)


def test_a_frame_without_the_column_position_is_priced_as_one_where_it_is_null() -> None:
    rows = [row | {"position": None} for row in sample_rows()]
    without = frame.price(as_polars(rows).drop("position"), MEN, START).to_dicts()
    assert [priced_row(row) for row in without] == [price_row(row, MEN, START) for row in rows]
    assert any("position-unknown" in row["incomplete"] for row in without)


@pytest.mark.parametrize("name", ["Position", "positions", " position", "posi\u200btion"])
def test_a_column_that_looks_like_position_is_not_left_out_in_silence(name: str) -> None:
    with pytest.raises(InvalidFrameError, match="looks like position, and is not"):
        frame.price(as_polars(sample_rows()).rename({"position": name}), MEN, START)


@pytest.mark.parametrize("name", ["gross_cents", "formula", "retired_on"])
def test_a_missing_column_is_told(name: str) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(as_polars(sample_rows()).drop(name), MEN, START)
    assert [(fault.path, fault.message) for fault in caught.value.faults] == [(name, "is missing")]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("gross_cents", pl.Float64, "must be a whole number"),
        ("gross_cents", pl.String, "must be a whole number"),
        ("formula", pl.Int64, "must be text"),
        ("position", pl.Int64, "must be text"),
        ("birth_date", pl.String, "must be a date"),
        ("child_2_birth_date", pl.String, "must be a date"),
        (
            "birth_date",
            pl.Datetime(time_zone="Europe/Paris"),
            "must be a date",
        ),  # the day it means depends on who reads
    ],
)
def test_a_column_of_another_type_is_told(name: str, kind: Any, message: str) -> None:
    table = as_polars(sample_rows()).with_columns(pl.lit(None).cast(kind).alias(name))
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(table, MEN, START)
    (fault,) = caught.value.faults
    assert fault.path == name
    assert fault.message.startswith(message)


def test_a_column_that_is_there_already_is_not_overwritten() -> None:
    with pytest.raises(InvalidFrameError, match="employer_cents: is there already"):
        frame.price(as_polars(sample_rows()).with_columns(employer_cents=1), MEN, START)


def test_the_time_of_day_of_a_date_makes_no_difference() -> None:
    rows = sample_rows()
    dates = as_polars(rows)
    times = dates.with_columns(pl.col(name).cast(pl.Datetime) + pl.duration(hours=13) for name in DATES)
    assert (
        frame.price(times, MEN, START)
        .select(frame.RESULTS)
        .equals(frame.price(dates, MEN, START).select(frame.RESULTS))
    )


@pytest.mark.parametrize("name", ["chilled_birthday_cake", "children", "birth_place"])
def test_any_other_column_is_handed_through(name: str) -> None:
    priced = frame.price(as_polars(sample_rows()).with_columns(pl.lit("kept").alias(name)), MEN, START)
    assert set(priced[name]) == {"kept"}


@pytest.mark.parametrize(
    "name", ["child_x_birth_date", "child_01_birth_date", "Child_1_birth_date", "child_1_birthdate"]
)
def test_a_column_that_looks_like_a_child_s_is_not_left_out_in_silence(name: str) -> None:
    with pytest.raises(InvalidFrameError, match=f"{name}: looks like child_1_birth_date, "):
        frame.price(as_polars(sample_rows()).with_columns(pl.lit(None).cast(pl.Date).alias(name)), MEN, START)


@pytest.mark.parametrize("name", ["__psc_gap", "__PSC_x"])
def test_a_column_that_is_called_as_ours_is_not_overwritten(name: str) -> None:
    with pytest.raises(InvalidFrameError, match=f"{name}: is a name used while pricing"):
        frame.price(as_polars(sample_rows()).with_columns(pl.lit(1).alias(name)), MEN, START)


@pytest.mark.parametrize("no_frame", [3, [{"household_id": "a"}], None])
def test_what_is_no_frame_is_told(no_frame: Any) -> None:
    with pytest.raises(InvalidFrameError, match="must be a data frame"):
        frame.price(no_frame, MEN, START)


@pytest.mark.parametrize(
    ("contract", "on"),
    [("men-2026", START), (MEN, dt.datetime(2026, 5, 1, tzinfo=dt.UTC)), (MEN, "2026-05-01"), (None, START)],
)
def test_a_contract_or_a_day_of_another_type_is_told(contract: Any, on: Any) -> None:
    with pytest.raises(HostError, match=r"^`(contract|on)` must be a "):
        frame.price(as_polars(sample_rows()), contract, on)


def test_columns_that_hold_nothing_may_have_no_type() -> None:
    rows = [row | dict.fromkeys(["gross_cents", *DATES]) for row in sample_rows()]
    priced = frame.price(pl.DataFrame(rows, schema_overrides={"regime": pl.String}), MEN, START)
    assert [priced_row(row) for row in priced.to_dicts()] == [price_row(row, MEN, START) for row in rows]


def test_other_columns_pass_through_untouched() -> None:
    table = as_polars(sample_rows()).with_columns(note=pl.lit("ʻeta"), children=pl.lit(7))
    assert frame.price(table, MEN, START).select(table.columns).equals(table)


def test_a_day_before_the_tariff_is_an_error_that_names_it() -> None:
    with pytest.raises(NoValueInForceError, match=r"men-2026\."):
        frame.price(as_polars(sample_rows()), MEN, dt.date(2026, 4, 30))


def test_any_number_of_children_is_ranked() -> None:
    born = {f"child_{number}_birth_date": dt.date(2010 + number % 3, 1, 1) for number in range(1, 13)}
    row = (
        next(row for row in sample_rows() if row["formula"] == "base")
        | born
        | {"regime": "general", "retired_on": None}
    )
    (priced,) = frame.price(
        pl.DataFrame([row], schema_overrides={"gross_cents": pl.Int64, **dict.fromkeys(DATES, pl.Date)}), GUIDE, START
    ).to_dicts()
    assert priced["debited_cents"] == 2 * 600 + (1000 if row["partner_birth_date"] else 0)


@given(
    st.dates(dt.date(1, 1, 1), dt.date(2200, 12, 31)),
    st.integers(0, 150),
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)),
)
def test_whole_years_are_compared_with_one_literal_date(since: dt.date, years: int, on: dt.date) -> None:
    """A birthday of 29 February comes on 1 March in common years."""
    passed = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    assert (since <= latest(on, years)) == (passed >= years)


def test_a_pay_of_any_width_that_nobody_has_is_of_no_decile() -> None:
    households = as_polars(sample_rows()).with_columns(gross_cents=pl.lit(-(2**100), pl.Int128))
    assert frame.summary(frame.price(households, MEN, START)).total.households == households.height


@pytest.mark.parametrize("engine", ["polars", "pandas", "PyArrow"])
def test_as_many_conditions_as_children_and_ages_are_no_deep_nesting(engine: str) -> None:
    """Of 64 children and 16 ages: engines recurse into an expression."""
    table = pl.DataFrame({f"child_{place}": [place, 0] for place in range(64)})
    native = {"polars": table, "pandas": table.to_pandas(), "PyArrow": table.to_arrow()}[engine]
    ages = [(col(name), age) for name in table.columns for age in range(16)]
    answers = nw.from_native(native).select(
        any=any_of(child > 47 + age for child, age in ages).say(nw),
        all=all_of(child < 49 + age for child, age in ages).say(nw),
        sum=sum_of([child for child, _ in ages]).say(nw),
    )
    assert answers.rows() == [(True, False, 16 * sum(range(64))), (False, True, 0)]
