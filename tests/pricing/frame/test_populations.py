"""
Summaries and comparisons of whole populations: what one gets by pricing every household and adding up in Python.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import ENGINES, rows_of
from households import (
    ALL_CONTRACTS,
    CHILD_COLUMNS,
    DATES,
    DRAWN_ROWS,
    as_polars,
    price_row,
    sample_rows,
    with_offered_formulas,
)
from people import GUIDE, MEN, PF, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, worst
from psc_workflow.exceptions import HostError, InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing._populations import PAYERS, Dimension, PremiumSum, Shift
from tariffs import tariffs

FEWER = settings(max_examples=max(12, settings().max_examples // 12))
"""Each example is a dozen households, priced four times."""
SUPPOSED = MEN.with_values({"ce": "80.10"})
Group = tuple[Dimension | None, Any]
Answer = tuple[Any, ...]


def decile(row: dict[str, Any], rows: list[dict[str, Any]]) -> int | None:
    pays = [other["gross_cents"] for other in rows if is_pay(other["gross_cents"])]
    lower = sum(pay < row["gross_cents"] for pay in pays) if is_pay(row["gross_cents"]) else 0
    return 1 + lower * 10 // len(pays) if is_pay(row["gross_cents"]) else None


def is_pay(gross: int | None) -> bool:
    return gross is not None and 0 <= gross <= 10**9


def groups_of(row: dict[str, Any], rows: list[dict[str, Any]]) -> list[Group]:
    children = sum(row[name] is not None for name in CHILD_COLUMNS)
    family = f"{'agent' if row['partner_birth_date'] is None else 'couple'}_{min(children, 3)}"
    formula = None if row["formula"] == "gold" else row["formula"]
    return [
        (None, None),
        (Dimension.PAY_DECILE, decile(row, rows)),
        (Dimension.FORMULA, formula),
        (Dimension.FAMILY, family),
    ]


def members(rows: list[dict[str, Any]], answers: Iterable[Any]) -> dict[Group, list[Any]]:
    """Return the answers of the households of every group."""
    by_group: dict[Group, list[Any]] = {}
    for row, answer in zip(rows, answers, strict=True):
        for group in groups_of(row, rows):
            by_group.setdefault(group, []).append(answer)
    return by_group


def add_up(answers: list[Answer]) -> dict[Channel, PremiumSum]:
    sums = {}
    for place, channel in enumerate(Channel):
        amounts = [answer[place] for answer in answers if answer[place] is not None]
        certainties = [Certainty(answer[3 + place]) for answer in answers if answer[place] is not None]
        least = worst(certainties or [Certainty.UNKNOWN])
        sums[channel] = PremiumSum(sum(amounts), len(amounts), len(answers) - len(amounts), least)
    return sums


def codes_of(answers: list[Answer]) -> dict[str, int]:
    return dict(sorted(Counter(code for answer in answers for code in answer[-1]).items()))


def paid(answer: Answer, payer: str) -> int | None:
    if payer != "household":
        cents: int | None = answer[[*Channel].index(Channel(payer))]
        return cents
    return None if answer[1] is None or answer[2] is None else answer[1] + answer[2]


def shift(pairs: list[tuple[Answer, Answer]], payer: str) -> Shift:
    both = [(paid(before, payer), paid(after, payer)) for before, after in pairs]
    moves = [(before, after - before) for before, after in both if before is not None and after is not None]
    return Shift(
        before=sum(before for before, _ in moves),
        households=len(moves),
        unknown=len(pairs) - len(moves),
        winners=sum(move < 0 for _, move in moves),
        losers=sum(move > 0 for _, move in moves),
        gains=-sum(move for _, move in moves if move < 0),
        losses=sum(move for _, move in moves if move > 0),
    )


def check_summary(summary: frame.PopulationSummary, rows: list[dict[str, Any]], answers: list[Answer]) -> None:
    expected = members(rows, answers)
    groups = {(group.dimension, group.key): group for group in (summary.total, *summary.groups)}
    assert groups.keys() == expected.keys()
    for name, group in groups.items():
        assert group.households == len(expected[name])
        assert group.sums == add_up(expected[name])
        assert group.incomplete == codes_of(expected[name])
        assert [*group.incomplete] == sorted(group.incomplete)


def check_comparison(
    comparison: frame.PopulationComparison, rows: list[dict[str, Any]], before: list[Answer], after: list[Answer]
) -> None:
    check_summary(comparison.before, rows, before)
    check_summary(comparison.after, rows, after)
    expected = members(rows, zip(before, after, strict=True))
    groups = {(group.dimension, group.key): group for group in (comparison.total, *comparison.groups)}
    assert groups.keys() == expected.keys()
    for name, group in groups.items():
        assert group.households == len(expected[name])
        assert group.shifts == {payer: shift(expected[name], payer) for payer in PAYERS}


def priced_by_row(rows: list[dict[str, Any]], contract: Contract, on: dt.date) -> list[Answer]:
    return [price_row(row, contract, on) for row in rows]


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
@FEWER
@given(st.lists(DRAWN_ROWS, min_size=1, max_size=15), st.sampled_from([0, 1, 364]))
def test_a_summary_adds_up_what_each_household_pays(contract: Contract, rows: list[dict[str, Any]], later: int) -> None:
    on = contract.effect.values[-1].value + dt.timedelta(days=later)  # noqa: PD011 -- of a contract
    rows = with_offered_formulas(rows, contract, on)
    summary = frame.summary(frame.price(as_polars(rows), contract, on))
    check_summary(summary, rows, priced_by_row(rows, contract, on))


@FEWER
@given(tariffs(), tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=15))
def test_a_comparison_adds_up_what_changes_for_each_household_whatever_the_tariffs(
    before: Contract, after: Contract, rows: list[dict[str, Any]]
) -> None:
    rows = with_offered_formulas(rows, MEN, START)
    try:
        comparison = frame.compare(as_polars(rows), before, after, START)
    except InvalidFrameError as error:
        assert all("too many digits" in fault.message for fault in error.faults)  # noqa: PT017 -- rare, and drawn
        return
    check_comparison(comparison, rows, priced_by_row(rows, before, START), priced_by_row(rows, after, START))


SIDES = {
    "hypothesis": (MEN, SUPPOSED, None),
    "contract": (MEN, GUIDE, None),
    "unknown": (GUIDE, PF, None),
    "day": (GUIDE, GUIDE, dt.date(2030, 5, 1)),
}


@pytest.mark.parametrize(
    ("engine", "sides"),
    [
        *((engine, sides) for engine in ("polars", "lazy polars", "pandas", "PyArrow") for sides in SIDES),
        ("DuckDB", "hypothesis"),
        ("DuckDB", "contract"),
        ("Dask", "hypothesis"),
    ],
)
def test_every_engine_compares_as_the_calculator_does(engine: str, sides: str) -> None:
    rows, (before, after, on_after) = sample_rows(), SIDES[sides]
    native = of_engine(engine)(rows)
    comparison = frame.compare(native, before, after, START, on_after=on_after)
    answers = priced_by_row(rows, before, START), priced_by_row(rows, after, on_after or START)
    check_comparison(comparison, rows, *answers)
    if engine != "Dask":  # whose frames a test below sums up
        check_summary(frame.summary(frame.price(native, before, START)), rows, answers[0])
    assert type(comparison.frame) is type(native)
    added = [added_to(row, rows, *sides) for row, *sides in zip(rows, *answers, strict=True)]
    by_household = {row["household_id"]: row for row in rows_of(comparison.frame)}
    assert [{name: by_household[row["household_id"]][name] for name in added[0]} for row in rows] == added
    assert [*by_household["4-base"]] == [*rows[0], *added[0]]


def of_engine(name: str) -> Callable[[list[dict[str, Any]]], Any]:
    own = {"polars": as_polars, "lazy polars": lambda rows: as_polars(rows).lazy()}
    return {**ENGINES, **own}[name]


def added_to(row: dict[str, Any], rows: list[dict[str, Any]], before: Answer, after: Answer) -> dict[str, Any]:
    """Return what a comparison adds to the row of a household."""
    results = {
        f"{side}_{name}": value
        for side, answer in (("before", before), ("after", after))
        for name, value in zip(frame.RESULTS, result_values(answer), strict=True)
    }
    (_, number), _, (_, family) = groups_of(row, rows)[1:]
    paid_before, paid_after = paid(before, "household"), paid(after, "household")
    difference = None if paid_before is None or paid_after is None else paid_after - paid_before
    return results | {"pay_decile": number, "family": family, "difference_cents": difference}


def result_values(answer: Answer) -> Answer:
    return (*answer[:-1], ";".join(answer[-1]))


@pytest.mark.parametrize("engine", ["polars", "lazy polars", *ENGINES])
def test_a_population_of_nobody_has_sums_of_nobody(engine: str) -> None:
    comparison = frame.compare(of_engine(engine)([]), MEN, SUPPOSED, START)
    assert (comparison.total.households, comparison.groups, comparison.before.groups) == (0, (), ())
    assert comparison.before.total.sums[Channel.PAYROLL] == PremiumSum(0, 0, 0, Certainty.UNKNOWN)
    assert rows_of(comparison.frame) == []


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


@pytest.mark.parametrize("place", [-1, 2**64 - 1])
def test_a_pay_that_no_number_of_64_bits_holds_is_none(place: int) -> None:
    row = next(row for row in sample_rows() if row["household_id"] == "4-base")
    wide = as_polars([row]).with_columns(pl.lit(place).cast(pl.Int128).alias("gross_cents"))
    assert [group.key for group in frame.summary(frame.price(wide, MEN, START)).by("pay_decile")] == [None]


def test_households_of_the_same_pay_are_in_the_same_decile() -> None:
    rows = [sample_rows()[12] | {"gross_cents": pay} for pay in [100] * 3 + [200] * 3 + [300] * 4]
    groups = frame.summary(frame.price(as_polars(rows), MEN, START)).by(Dimension.PAY_DECILE)
    assert [(group.key, group.households) for group in groups] == [(1, 3), (4, 3), (7, 4)]


@pytest.mark.parametrize("name", ["gross_cents", "formula", "partner_birth_date", "payroll_cents", "incomplete"])
def test_a_frame_that_was_not_priced_is_not_summed(name: str) -> None:
    priced = frame.price(as_polars(sample_rows()), MEN, START).drop(name)
    with pytest.raises(InvalidFrameError, match=f"{name}: is missing: give the frame that price returned"):
        frame.summary(priced)


@pytest.mark.parametrize("no_frame", [3, None, [{"household_id": "a"}]])
def test_what_is_no_frame_is_not_summed(no_frame: Any) -> None:
    with pytest.raises(InvalidFrameError, match="must be a data frame"):
        frame.summary(no_frame)


@pytest.mark.parametrize("name", ["gross_cents", "debited_cents"])
@pytest.mark.parametrize("is_lazy", [True, False])
def test_amounts_that_became_other_numbers_are_not_summed(name: str, is_lazy: bool) -> None:
    priced = frame.price(as_polars(sample_rows()), MEN, START).with_columns(pl.col(name).cast(pl.Float64))
    with pytest.raises(InvalidFrameError, match=f"{name}: must be a whole number"):
        frame.summary(priced.lazy() if is_lazy else priced)


def test_a_certainty_that_does_not_exist_is_not_counted() -> None:
    priced = frame.price(as_polars(sample_rows()), MEN, START).with_columns(certainty_payroll=pl.lit("Hina"))
    with pytest.raises(InvalidFrameError, match="certainty_payroll: must be a certainty") as caught:
        frame.summary(priced)
    assert "Hina" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["family", "pay_decile", "difference_cents", "before_payroll_cents", "after_incomplete"]
)
def test_a_column_of_the_host_is_not_overwritten_by_a_comparison(name: str) -> None:
    with pytest.raises(InvalidFrameError, match=f"{name}: is there already"):
        frame.compare(as_polars(sample_rows()).with_columns(pl.lit(1).alias(name)), MEN, SUPPOSED, START)


@pytest.mark.parametrize(
    ("sides", "days"),
    [(("men-2026", MEN), {}), ((MEN, None), {}), ((MEN, MEN), {"on_after": "2027-01-01"})],
)
def test_a_side_that_is_no_contract_or_no_day_is_told(sides: tuple[Any, Any], days: dict[str, Any]) -> None:
    with pytest.raises(HostError, match=r"^`(contract|on)` must be a "):
        frame.compare(as_polars(sample_rows()), *sides, START, **days)


def test_amounts_less_certain_than_asked_for_are_unknown_on_both_sides() -> None:
    comparison = frame.compare(as_polars(sample_rows()), MEN, SUPPOSED, START, least_certainty=Certainty.PUBLISHED)
    paying = [row for row in sample_rows() if row["retired_on"] is None and row["gross_cents"]]
    assert comparison.total.shifts["payroll"].unknown >= len(paying) > 0
    assert comparison.total.shifts["payroll"].before == 0
    assert comparison.before.total.incomplete["agent-base-solidarity-uncertain"]


# -- for people, and for programs -----------------------------------------------------------------


@pytest.fixture(scope="module")
def comparison() -> frame.PopulationComparison:
    pays = [180000, 250000, 320000, None]
    single = {"regime": "general", "position": None} | dict.fromkeys(DATES)
    rows = [single | {"household_id": str(pay), "gross_cents": pay, "formula": "base"} for pay in pays]
    return frame.compare(as_polars(rows), MEN, SUPPOSED, START)


def test_a_comparison_is_a_table_for_people(comparison: frame.PopulationComparison) -> None:
    first, *_, last = str(comparison).splitlines()
    assert first.split("  ")[-1] == "plus, par mois"
    assert last == "  gross-unknown: 1"
    lines = comparison.table("en").splitlines()
    assert lines[2].split() == [
        "Taken",
        "from",
        "pay",
        "4",
        "3",
        "1",
        "0",
        "3",
        "0",
        "105.84",
        "€",
        "108.66",
        "€",
        "0.00",
        "€",
        "2.82",
        "€",
    ]
    assert [line.split("  ")[0] for line in lines if line.startswith("pay unknown")] == ["pay unknown"]
    assert {len(line) for line in lines[:5]} == {len(lines[0])}


def test_where_no_household_can_be_compared_the_table_has_the_channels_that_can() -> None:
    rows = [sample_rows()[0] | {"formula": "option_1", "retired_on": None, "partner_birth_date": dt.date(1972, 10, 9)}]
    supposed = GUIDE.with_values({"partner-option-1": "20"})
    table = frame.compare(as_polars(rows), GUIDE, supposed, START).table("en")
    (couple,) = (line for line in table.splitlines() if line.startswith("couple"))
    assert couple.split() == [
        "couple",
        "1",
        "1",
        "0",
        "0",
        "1",
        "0",
        "26.00",
        "€",
        "32.00",
        "€",
        "0.00",
        "€",
        "6.00",
        "€",
    ]
    assert "Family – Debited from the bank account" in table
    assert "Family – Paid by the household" not in table


def test_an_amount_of_nobody_is_not_written_as_0(comparison: frame.PopulationComparison) -> None:
    (unknown,) = (line for line in comparison.table("en").splitlines() if line.startswith("pay unknown"))
    assert unknown.split()[2:] == ["1", "0", "1", "0", "0", "0", "–", "–", "–", "–"]
    (unknown,) = (
        line for line in comparison.before.table("en").splitlines() if line.startswith("pay unknown") and "–" in line
    )
    assert unknown.split()[2:] == ["1", "0", "1", "–", "unknown"]


def test_a_summary_is_a_table_for_people(comparison: frame.PopulationComparison) -> None:
    lines = comparison.after.table("fr").splitlines()
    assert lines[4].split() == ["Ensemble", "4", "3", "1", "108,66", "€", "supposé"]
    assert comparison.after.table() == str(comparison.after)


def test_results_are_plain_data_too(comparison: frame.PopulationComparison) -> None:
    plain = json.loads(json.dumps(comparison.as_json()))
    assert plain == comparison.as_json()
    assert plain["total"]["shifts"]["household"] == {
        "households": 3,
        "unknown": 1,
        "winners": 0,
        "losers": 3,
        "unchanged": 0,
        "before": "105.84",
        "after": "108.66",
        "gains": "0.00",
        "losses": "2.82",
    }
    assert plain["before"]["total"]["sums"]["payroll"] == {
        "amount": "105.84",
        "households": 3,
        "unknown": 1,
        "certainty": "estimated",
    }
    assert plain["groups"][-1] == comparison.by("family")[0].as_json()
    assert [group["key"] for group in plain["groups"] if group["dimension"] == "pay_decile"] == [1, 4, 7, None]


def test_there_is_no_table_in_another_language(comparison: frame.PopulationComparison) -> None:
    language: Any = "ty"
    for result in (comparison, comparison.before):
        with pytest.raises(HostError, match="`locale` must be one of"):
            result.table(language)
