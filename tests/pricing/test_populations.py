"""
Summaries and comparisons of whole populations: what one gets by pricing every household and adding up in Python.
"""

import datetime as dt
import json
import re
from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from households import (
    ALL_CONTRACTS,
    DATES,
    DRAWN_ROWS,
    EXAMPLES,
    as_polars,
    sample_rows,
    with_offered_formulas,
)
from people import GUIDE, MEN, START
from populations import check_comparison, check_summary, priced_by_row
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import HostError, InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing._populations import Dimension
from psc_workflow.pricing.frame._population_columns import boundary_buckets, decile_starts
from tariffs import tariffs

FEWER = settings(max_examples=max(12, settings().max_examples // 12))
"""Each example is a dozen households, priced four times."""
SUPPOSED = MEN.with_values({"ce": "80.10"})


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
@FEWER
@given(st.lists(DRAWN_ROWS, min_size=1, max_size=15), st.sampled_from([0, 1, 364]))
def test_a_summary_adds_up_what_each_household_pays(contract: Contract, rows: list[dict[str, Any]], later: int) -> None:
    on = contract.effect.values[-1].value + dt.timedelta(days=later)
    rows = with_offered_formulas(rows, contract, on)
    summary = frame.summary(frame.price(as_polars(rows), contract, on))
    check_summary(summary, rows, priced_by_row(rows, contract, on))


@settings(max_examples=max(6, settings().max_examples // 12))
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


@pytest.mark.parametrize("place", [-1, 2**64 - 1])
def test_a_pay_that_no_number_of_64_bits_holds_is_none(place: int) -> None:
    row = next(row for row in sample_rows() if row["household_id"] == "4-base")
    wide = as_polars([row]).with_columns(pl.lit(place).cast(pl.Int128).alias("gross_cents"))
    assert [group.key for group in frame.summary(frame.price(wide, MEN, START)).by("pay_decile")] == [None]


def test_households_of_the_same_pay_are_in_the_same_decile() -> None:
    rows = [sample_rows()[12] | {"gross_cents": pay} for pay in [100] * 3 + [200] * 3 + [300] * 4]
    groups = frame.summary(frame.price(as_polars(rows), MEN, START)).by(Dimension.PAY_DECILE)
    assert [(group.key, group.households) for group in groups] == [(1, 3), (4, 3), (7, 4)]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80), st.integers(1, 20))
def test_deciles_begin_only_in_the_buckets_that_are_looked_into(pays: list[int], width: int) -> None:
    buckets, counts = Counter(pay // width for pay in pays), Counter(pays)
    closer = boundary_buckets(buckets)
    rough = {bucket * width: number for bucket, number in buckets.items() if bucket not in closer}
    exact = {pay: number for pay, number in counts.items() if pay // width in closer}
    assert decile_starts(rough | exact) == decile_starts(counts)


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


@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_formula_that_one_side_alone_offers_is_a_group_that_cannot_be_compared(*, is_reversed: bool) -> None:
    base_only = next(contract for contract in EXAMPLES if contract.id == "cfdt-example")
    row = sample_rows()[0] | {"gross_cents": 280000, "retired_on": None}
    rows = [row | {"household_id": formula, "formula": formula} for formula in ("base", "option_1", "gold")]
    sides = (base_only, GUIDE) if is_reversed else (GUIDE, base_only)
    groups = frame.compare(as_polars(rows), *sides, START).by(Dimension.FORMULA)
    assert [(group.key, group.households) for group in groups] == [("base", 1), ("option_1", 1), (None, 1)]
    assert [group.shifts["debited"].unknown for group in groups] == [0, 1, 1]


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


TABLE = """\
                                         households  compared  unknown  pay less  pay more  no change  before, a month  after, a month  less, a month  more, a month
Paid by the employer                              4         4        0         0         4          0         150.80 €        160.20 €         0.00 €         9.40 €
Taken from pay                                    4         3        1         0         3          0         105.84 €        108.66 €         0.00 €         2.82 €
Debited from the bank account                     4         4        0         0         0          4           0.00 €          0.00 €         0.00 €         0.00 €
Paid by the household (pay and account)           4         3        1         0         3          0         105.84 €        108.66 €         0.00 €         2.82 €

Pay decile – Paid by the household (pay and account)  households  compared  unknown  pay less  pay more  no change  before, a month  after, a month  less, a month  more, a month
1                                                              1         1        0         0         1          0          29.62 €         30.56 €         0.00 €         0.94 €
4                                                              1         1        0         0         1          0          35.28 €         36.22 €         0.00 €         0.94 €
7                                                              1         1        0         0         1          0          40.94 €         41.88 €         0.00 €         0.94 €
pay unknown                                                    1         0        1         0         0          0                –               –              –              –

Formula – Paid by the household (pay and account)  households  compared  unknown  pay less  pay more  no change  before, a month  after, a month  less, a month  more, a month
Base                                                        4         3        1         0         3          0         105.84 €        108.66 €         0.00 €         2.82 €

Family – Paid by the household (pay and account)  households  compared  unknown  pay less  pay more  no change  before, a month  after, a month  less, a month  more, a month
agent                                                      4         3        1         0         3          0         105.84 €        108.66 €         0.00 €         2.82 €

Unknown amounts before, by reason (households)
  gross-unknown: 1

Unknown amounts after, by reason (households)
  gross-unknown: 1
"""


def test_every_cell_of_a_table_has_its_place(comparison: frame.PopulationComparison) -> None:
    assert comparison.table("en") == TABLE.rstrip("\n")
    sums = comparison.after.table("en").split("\n\n")
    assert sums[1].splitlines() == [
        "Taken from pay  households  known  unknown  amount a month  certainty",
        "All                      4      3        1        108.66 €    assumed",
    ]
    assert sums[4].splitlines()[-1].split() == ["pay", "unknown", "1", "0", "1", "–", "unknown"]
    assert sums[-1] == "Unknown amounts, by reason (households)\n  gross-unknown: 1"


def test_numbers_of_households_are_grouped_as_the_reader_does() -> None:
    summary = frame.summary(frame.price(as_polars(sample_rows()[:3] * 400), MEN, START))
    french, english = (summary.table(locale).splitlines()[1] for locale in ("fr", "en"))
    assert french.startswith("Ensemble ")
    assert "  1\N{NO-BREAK SPACE}200  " in french
    assert "  1,200  " in english


def test_the_words_of_a_result_are_not_in_its_repr(comparison: frame.PopulationComparison) -> None:
    assert not re.search("wording=|shape:", repr(comparison))


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


def test_groups_have_the_name_of_what_they_share_above_them(comparison: frame.PopulationComparison) -> None:
    headings = [re.split(r"  +", block)[0] for block in comparison.after.table("en").split("\n\n")]
    employer, *_, formula = (each for each in headings if each.endswith("Paid by the employer"))
    assert employer == "Paid by the employer"
    assert formula.endswith(" – Paid by the employer")


def test_results_are_equal_whatever_frames_they_came_from() -> None:
    rows = as_polars(sample_rows())
    of_polars, lazy, other = (
        frame.compare(each, MEN, after, START)
        for each, after in ((rows, SUPPOSED), (rows.lazy(), SUPPOSED), (rows, GUIDE))
    )
    assert of_polars == lazy
    assert of_polars != other


def test_equal_groups_are_one_in_a_set() -> None:
    first, again = (frame.compare(as_polars(sample_rows()), MEN, SUPPOSED, START) for _ in range(2))
    assert len({*first.groups, *again.groups}) == len(first.groups)
    assert len({*first.after.groups, *again.after.groups}) == len(first.after.groups)


def test_results_are_plain_data_too(comparison: frame.PopulationComparison) -> None:
    plain = json.loads(json.dumps(comparison.as_json()))
    assert plain == comparison.as_json()
    assert [*plain] == ["before", "after", "total", "groups"]
    assert [*plain["total"]] == ["dimension", "key", "households", "shifts"]
    assert [*plain["before"]["total"]] == ["dimension", "key", "households", "sums", "incomplete"]
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
