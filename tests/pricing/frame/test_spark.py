"""
The same tariff over PySpark frames: integer for integer what the calculator gives. ``make test-all`` runs these.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from households import (
    ALL_CONTRACTS,
    CHILD_COLUMNS,
    DATES,
    DRAWN_ROWS,
    SCHEMA,
    price_row,
    priced_row,
    sample_rows,
    with_offered_formulas,
)
from lines import expected_lines, in_order, totals_in, totals_of, unknown_lines
from people import GUIDE, MEN, START
from populations import added_to, check_comparison
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Channel
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame
from tariffs import amount, component, tariff

pytestmark = pytest.mark.spark

TYPES = dict.fromkeys(SCHEMA, "string") | {"gross_cents": "bigint"} | dict.fromkeys(DATES, "date")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Two threads of one process; the page on a ministry has two processes."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- 450 MB that make test does without

    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    session = SparkSession.builder.master("local[2]").config(map=quiet).getOrCreate()
    yield session
    session.stop()


def of_spark(spark: Any, rows: list[dict[str, Any]], types: dict[str, str] = TYPES) -> Any:
    schema = ", ".join(f"{name} {kind}" for name, kind in types.items())
    return spark.createDataFrame([tuple(row[name] for name in types) for row in rows], schema)


def rows_of(native: Any) -> dict[str, dict[str, Any]]:
    """By household: Spark promises no order."""
    return {row["household_id"]: row.asDict() for row in native.collect()}


def answers(native: Any) -> dict[str, tuple[Any, ...]]:
    return {name: priced_row(row) for name, row in rows_of(native).items()}


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
def test_spark_gives_what_the_calculator_gives(spark: Any, contract: Contract) -> None:
    on = contract.effect.values[-1].value
    rows = with_offered_formulas(sample_rows(), contract, on)
    native = of_spark(spark, rows)
    priced = frame.price(native, contract, on)
    assert type(priced) is type(native)
    assert answers(priced) == {row["household_id"]: price_row(row, contract, on) for row in rows}


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
@settings(  # a query takes a second however few its rows: many rows, few queries, and no smaller failure looked for
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.lists(DRAWN_ROWS, min_size=40, max_size=60), st.sampled_from([0, 1, 364, 668]))
def test_spark_gives_what_the_calculator_gives_to_anybody(
    spark: Any, contract: Contract, drawn: list[dict[str, Any]], later: int
) -> None:
    on = contract.effect.values[-1].value + dt.timedelta(days=later)
    named = [row | {"household_id": str(number)} for number, row in enumerate(drawn)]
    rows = with_offered_formulas(named, contract, on)
    by_household = answers(frame.price(of_spark(spark, rows), contract, on))
    assert by_household == {row["household_id"]: price_row(row, contract, on) for row in rows}


@pytest.mark.parametrize("after", [MEN.with_values({"ce": "80.10"}), GUIDE], ids=lambda contract: contract.version)
def test_spark_compares_as_the_calculator_does(spark: Any, after: Contract) -> None:
    rows = sample_rows()
    comparison = frame.compare(of_spark(spark, rows), MEN, after, START)
    before, later = ([price_row(row, contract, START) for row in rows] for contract in (MEN, after))
    check_comparison(comparison, rows, before, later)
    by_household = rows_of(comparison.frame)
    for row, *sides in zip(rows, before, later, strict=True):
        added = added_to(row, rows, *sides)
        assert {name: by_household[row["household_id"]][name] for name in added} == added


def test_spark_sums_up_rows_that_are_wrong_and_nobody(spark: Any) -> None:
    good = next(row for row in sample_rows() if row["household_id"] == "4-base")
    changes = [{}, {"formula": "gold"}, {"gross_cents": 10**9 + 1}, {"gross_cents": None}]
    rows = [good | change | {"household_id": str(number)} for number, change in enumerate(changes)]
    summed = frame.summary(frame.price(pl.DataFrame(rows, schema=SCHEMA), MEN, START))
    assert frame.summary(frame.price(of_spark(spark, rows), MEN, START)) == summed
    assert frame.summary(frame.price(of_spark(spark, []), MEN, START)).total.households == 0


def test_rows_that_cannot_be_priced_say_why_as_in_polars(spark: Any) -> None:
    good = next(row for row in sample_rows() if row["gross_cents"] == 280000 and row["formula"] == "base")
    changes = [{}, {"formula": "gold"}, {"formula": None}, {"regime": "mars"}, {"gross_cents": -1}]
    changes += [{"position": "Active"}, {"position": "unpaid_leave"}, {"gross_cents": 0, "position": None}]
    rows = [good | change | {"household_id": str(number)} for number, change in enumerate(changes)]
    priced = frame.price(pl.DataFrame(rows, schema=SCHEMA), MEN, START)
    assert rows_of(frame.price(of_spark(spark, rows), MEN, START)) == {
        row["household_id"]: row for row in priced.to_dicts()
    }


def test_any_number_of_children_is_ranked_as_in_polars(spark: Any) -> None:
    born = {f"child_{number}_birth_date": dt.date(2010 + number % 3, 1, 1) for number in range(1, 13)}
    rows = [row | born for row in sample_rows()]
    schema = SCHEMA | dict.fromkeys(born, pl.Date)
    priced = frame.price(pl.DataFrame(rows, schema=schema), GUIDE, START)
    priced_by_spark = frame.price(of_spark(spark, rows, TYPES | dict.fromkeys(born, "date")), GUIDE, START)
    assert rows_of(priced_by_spark) == {row["household_id"]: row for row in priced.to_dicts()}


def test_a_column_for_each_component_is_as_in_polars(spark: Any) -> None:
    rows = sample_rows()
    priced = frame.price(pl.DataFrame(rows, schema=SCHEMA), MEN, START, lines=True)
    priced_by_spark = frame.price(of_spark(spark, rows), MEN, START, lines=True)
    assert rows_of(priced_by_spark) == {row["household_id"]: row for row in priced.to_dicts()}


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
def test_the_lines_are_those_of_the_quotes(spark: Any, contract: Contract) -> None:
    on = contract.effect.values[-1].value
    good = with_offered_formulas(sample_rows(), contract, on)
    wrong = good[0] | {"household_id": "wrong", "formula": "gold"}
    native = of_spark(spark, [*good, wrong])
    lines = frame.price_lines(native, contract, on)
    assert type(lines) is type(native)
    assert dict(lines.dtypes)["cents"] == "bigint"
    rows = [row.asDict() for row in lines.collect()]
    expected = [line for row in good for line in expected_lines(row, contract, on)]
    assert in_order(rows) == in_order([*expected, *unknown_lines(wrong, "formula-not-offered")])
    assert totals_of(rows) == totals_in([row.asDict() for row in frame.price(native, contract, on).collect()])


def test_a_source_may_have_any_characters(spark: Any) -> None:
    title = "l'État, \"art.\" 1 \\ 'n\\n' {x} $y ${z}"
    contract = tariff(component("a", attrs.evolve(amount(value="1"), sources=(Source(title),))))
    row = next(row for row in sample_rows() if row["household_id"] == "5-base") | {"partner_birth_date": None}
    lines = frame.price_lines(of_spark(spark, [row]), contract, START).collect()
    assert [line["source"] for line in lines] == [title]


def test_lines_are_written_where_their_household_is(spark: Any) -> None:
    native = of_spark(spark, sample_rows()).repartition(3, "household_id")
    homes = [{row["household_id"] for row in part} for part in native.rdd.glom().collect()]
    lines = frame.price_lines(native, MEN, START).select("household_id", "cents")
    assert [{row["household_id"] for row in part} for part in lines.rdd.glom().collect()] == homes


@pytest.mark.parametrize("by", ["month", "year"])
def test_a_schedule_is_as_in_polars(spark: Any, by: Any) -> None:
    rows, last = sample_rows(), dt.date(2026, 7, 17)
    schedules = [
        frame.schedule(native, MEN, START, last, by=by)
        for native in (of_spark(spark, rows), pl.DataFrame(rows, schema=SCHEMA))
    ]
    by_spark = {(row["household_id"], row["period"]): row.asDict() for row in schedules[0].collect()}
    assert by_spark == {(row["household_id"], row["period"]): row for row in schedules[1].to_dicts()}
    assert len(by_spark) == len(rows) * (3 if by == "month" else 1)


def test_a_calibration_is_as_in_polars(spark: Any) -> None:
    rows = [row for row in sample_rows() if row["gross_cents"]]
    by_spark = frame.calibrate(of_spark(spark, rows), MEN, START)
    assert by_spark == frame.calibrate(pl.DataFrame(rows, schema=SCHEMA), MEN, START)


def test_no_row_is_read_before_somebody_asks(spark: Any) -> None:
    """A job would be a query; the plan alone is made."""
    jobs = spark.sparkContext.statusTracker().getJobIdsForGroup
    native = of_spark(spark, sample_rows())
    before = len(jobs())
    priced = frame.price(native, MEN, START)
    assert len(jobs()) == before
    assert priced.count() == len(sample_rows())
    assert len(jobs()) > before


def test_no_household_changes_its_partition(spark: Any) -> None:
    native = of_spark(spark, sample_rows()).repartition(3, "household_id")
    homes = [{row["household_id"] for row in part} for part in native.rdd.glom().collect()]
    priced = frame.price(native, MEN, START).select("household_id", "incomplete")
    assert [{row["household_id"] for row in part} for part in priced.rdd.glom().collect()] == homes


def test_the_columns_are_those_given_then_whole_numbers_and_words(spark: Any) -> None:
    priced = frame.price(of_spark(spark, sample_rows()), MEN, START)
    amounts = {f"{channel.value}_cents": "bigint" for channel in Channel}
    assert dict(priced.dtypes) == TYPES | dict.fromkeys(frame.RESULTS, "string") | amounts
    assert priced.columns == [*TYPES, *frame.RESULTS]


def test_a_time_of_day_is_taken_out_of_a_date(spark: Any) -> None:
    native = of_spark(spark, sample_rows())
    stamps = native.withColumns({name: native[name].cast("timestamp_ntz") for name in DATES})
    assert answers(frame.price(stamps, MEN, START)) == {
        row["household_id"]: price_row(row, MEN, START) for row in sample_rows()
    }


def test_an_empty_frame_is_priced_to_an_empty_frame(spark: Any) -> None:
    assert rows_of(frame.price(of_spark(spark, []), MEN, START)) == {}


def test_a_column_of_another_type_is_told(spark: Any) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(of_spark(spark, [], TYPES | {"gross_cents": "double", CHILD_COLUMNS[0]: "string"}), MEN, START)
    assert [fault.path for fault in caught.value.faults] == ["gross_cents", CHILD_COLUMNS[0]]


# -- types of columns ----------------------------------------------------------------------------

PRICED_TYPES = {
    "gross_cents": {"cast(100 as tinyint)": 100, "cast(100 as smallint)": 100, "100": 100, "100L": 100, "null": None},
    "formula": {"'base'": "base", "cast('base' as char(4))": "base", "cast('base' as varchar(9))": "base"},
    "birth_date": {"date'1960-05-06'": dt.date(1960, 5, 6), "timestamp_ntz'1960-05-06 23:59:00'": dt.date(1960, 5, 6)}
    | {"null": None},
}
OTHER_TYPES = [
    *("1.5f", "1.5D", "cast(null as double)", "1.50BD", "cast(1 as decimal(38, 0))", "true", "cast('base' as binary)"),
    *("timestamp'1980-05-06 23:59:00'", "interval '1' day", "interval '1' month", "array(1)", "map('Hina', 1)"),
    *("named_struct('Hina', 1)", "parse_json('1')", "'base' collate UTF8_LCASE"),
]
CHOICES = [(name, text) for name, texts in PRICED_TYPES.items() for text in {**texts, **dict.fromkeys(OTHER_TYPES)}]


@pytest.mark.parametrize(("name", "text"), CHOICES)
def test_every_type_of_spark_is_priced_as_the_calculator_does_or_refused(spark: Any, name: str, text: str) -> None:
    (row,) = (row for row in sample_rows() if row["household_id"] == "4-base")
    native = of_spark(spark, [row]).selectExpr(*(other for other in TYPES if other != name), f"{text} as {name}")
    if text not in PRICED_TYPES[name]:
        with pytest.raises(InvalidFrameError) as caught:
            frame.price(native, MEN, START)
        (fault,) = caught.value.faults
        assert fault.path == name
        assert "convert it: " in fault.message
        assert "Hina" not in fault.message
        return
    expected = price_row(row | {name: PRICED_TYPES[name][text]}, MEN, START)
    assert answers(frame.price(native, MEN, START)) == {"4-base": expected}


@pytest.mark.parametrize("name", ["regime", "Regime", "a.b", "a`b", "HOUSEHOLD_ID", "employer_CENTS"])
def test_a_name_that_spark_cannot_tell_apart_or_reads_as_another_is_refused(spark: Any, name: str) -> None:
    from pyspark.sql import functions  # noqa: PLC0415 -- as above

    native = of_spark(spark, sample_rows()[:1]).select("*", functions.lit("x").alias(name))
    with pytest.raises(InvalidFrameError):
        frame.price(native, MEN, START)
