"""
Every type of every engine in every kind of column: priced as the calculator prices it, or refused in words of the library.

``test_spark.py`` has those of PySpark.
"""

import datetime as dt
import enum
import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import dask.dataframe as dd
import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from effort import ASKS_DASK, IS_THOROUGH
from engines import PYARROW_ALONE
from households import CHILD_COLUMNS, SCHEMA, as_polars, price_row, priced_row
from paths import DOCS
from people import START
from psc_workflow import Formula, Regime
from psc_workflow._model.vocabulary import Channel
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame._column_types import DATE as DAYS_KIND
from psc_workflow.pricing.frame._column_types import NULLS, PARQUET, PRICED, advise, shown
from tariffs import amount, component, tariff

CONTRACT = tariff(
    component("pay", amount(coefficient="0.01")),
    component("option", amount(value="4"), formulas=(Formula.OPTION_1,)),
    component("elder", amount(value="7"), from_age=60, channel=Channel.PAYROLL),
    component("local", amount(value="3"), regimes=(Regime.MSA,), channel=Channel.EMPLOYER),
)
"""Every kind of column changes an amount, and little is worked out: there are a thousand cases."""

ROW: dict[str, Any] = dict.fromkeys(SCHEMA) | {"gross_cents": 280000, "formula": "base"}
ROWS = [
    ROW | {"household_id": "a", "regime": "general", "birth_date": dt.date(1980, 5, 6)},
    ROW | {"household_id": "b", "regime": "msa", "birth_date": dt.date(1960, 5, 6)},
]
TABLE = as_polars(ROWS).to_arrow().drop_columns(CHILD_COLUMNS)

PAY, TEXT, DATE = "gross_cents", "formula", "birth_date"
COLUMNS = (PAY, TEXT, DATE)
DAY, EVENING = dt.date(1966, 5, 1), dt.datetime(1966, 5, 1, 23, 59)  # noqa: DTZ001 -- columns without a zone
NOON = dt.datetime(1966, 5, 1, 12, tzinfo=dt.UTC)
Priced = dict[str, list[Any]]
"""By column: what its two rows mean."""

WHOLE: Priced = {PAY: [100, None]}
BOTH: Priced = {PAY: [100, 99]}
TEXTS: Priced = {TEXT: ["base", "option_1"]}
DAYS: Priced = {DATE: [DAY, None]}
NULL: Priced = {PAY: [None, None], DATE: [None, None]}
REFUSED: Priced = {}


class Word(enum.StrEnum):
    """A text that is a member of a list."""

    BASE = "base"


# -- columns: what each engine can hold, and what is priced -------------------------------------------


def polars_columns() -> Iterator[tuple[str, Any, Priced]]:
    for kind in (
        pl.Int8,
        pl.Int16,
        pl.Int32,
        pl.Int64,
        pl.Int128,
        pl.UInt8,
        pl.UInt16,
        pl.UInt32,
        pl.UInt64,
        pl.UInt128,
    ):
        yield str(kind), pl.Series([100, None], dtype=kind), WHOLE
    yield "String", pl.Series(["base", "option_1"]), TEXTS
    yield "Categorical", pl.Series(["base", "option_1"], dtype=pl.Categorical), TEXTS
    yield "Enum", pl.Series(["base", "option_1"], dtype=pl.Enum(["option_1", "base", "Hina"])), TEXTS
    yield "Date", pl.Series([DAY, None]), DAYS
    for unit in ("ms", "us", "ns"):
        yield f"Datetime {unit}", pl.Series([EVENING, None], dtype=pl.Datetime(unit)), DAYS
        yield f"Datetime {unit} UTC", pl.Series([NOON, None], dtype=pl.Datetime(unit, "UTC")), REFUSED
    yield "Null", pl.Series([None, None]), NULL
    for name, values, kind in (
        ("Float16", [1.0, None], pl.Float16),
        ("Float32", [1.0, None], pl.Float32),
        ("whole Float64", [100.0, None], pl.Float64),
        ("NaN", [float("nan"), float("inf")], pl.Float64),
        ("Float64 of nulls", [None, None], pl.Float64),
        ("Decimal", [Decimal(100), None], pl.Decimal(10, 2)),
        ("Decimal without digits", [Decimal(100), None], pl.Decimal(10, 0)),
        ("Boolean", [True, None], pl.Boolean),
        ("Binary", [b"base", None], pl.Binary),
        ("Time", [dt.time(1), None], pl.Time),
        ("Duration", [dt.timedelta(1), None], pl.Duration),
        ("List", [[1], None], pl.List(pl.Int64)),
        ("Array", [[1], None], pl.Array(pl.Int64, 1)),
        ("Struct", [{"Hina": 1}, None], pl.Struct({"Hina": pl.Int64})),
        ("Object", ["base", 3], pl.Object),
        ("Object of nulls", [None, None], pl.Object),
    ):
        yield name, pl.Series(values, dtype=kind), REFUSED


ARROW: list[tuple[pa.DataType, list[Any], Priced]] = [
    *((kind, [100, None], WHOLE) for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())),
    *((kind, [100, None], WHOLE) for kind in (pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())),
    *((kind, ["base", "option_1"], TEXTS) for kind in (pa.string(), pa.large_string())),
    *((pa.dictionary(pa.int8(), kind), ["base", "option_1"], TEXTS) for kind in (pa.string(), pa.large_string())),
    *((kind, [DAY, None], DAYS) for kind in (pa.date32(), pa.date64())),
    *((pa.timestamp(unit), [EVENING, None], DAYS) for unit in ("s", "ms", "us", "ns")),
    *((pa.timestamp(unit, "Pacific/Tahiti"), [NOON, None], REFUSED) for unit in ("s", "ms", "us", "ns")),
    *((kind, [1.0, None], REFUSED) for kind in (pa.float16(), pa.float32(), pa.float64())),
    (pa.float64(), [float("nan"), float("inf")], REFUSED),
    (pa.decimal128(5, 0), [Decimal(1), None], REFUSED),
    (pa.decimal256(5, 2), [Decimal(1), None], REFUSED),
    (pa.bool_(), [True, None], REFUSED),
    (pa.dictionary(pa.int32(), pa.int64()), [1, None], REFUSED),
    *((kind, [b"base", None], REFUSED) for kind in (pa.binary(), pa.large_binary(), pa.binary(4))),
    (pa.time32("s"), [dt.time(1), None], REFUSED),
    (pa.time64("us"), [dt.time(1), None], REFUSED),
    (pa.duration("us"), [dt.timedelta(1), None], REFUSED),
    (pa.list_(pa.int64()), [[1], None], REFUSED),
    (pa.list_(pa.int64(), 1), [[1], None], REFUSED),
    (pa.struct({"Hina": pa.int64()}), [{"Hina": 1}, None], REFUSED),
    (pa.map_(pa.string(), pa.int64()), [[("Hina", 1)], None], REFUSED),
    (pa.null(), [None, None], NULL),
]
"""What PyArrow holds, and pandas with it."""


def arrow_columns() -> Iterator[tuple[str, Any, Priced]]:
    for kind, values, priced in ARROW:
        yield f"{kind} of {values[0]}", pa.array(values, kind), priced
    yield "string_view", pa.array(["base", "option_1"], pa.string_view()), TEXTS
    yield "binary_view", pa.array([b"base", None], pa.binary_view()), REFUSED
    yield "decimal32", pa.array([Decimal(1), None], pa.decimal32(5, 2)), REFUSED
    yield "decimal64", pa.array([Decimal(1), None], pa.decimal64(5, 0)), REFUSED
    yield "interval", pa.array([(1, 2, 3), None], pa.month_day_nano_interval()), REFUSED
    yield "list_view", pa.array([[1], None], pa.list_view(pa.int64())), REFUSED
    yield "run_end_encoded", pa.RunEndEncodedArray.from_arrays([1, 2], ["base", "option_1"]), REFUSED
    yield "run_end_encoded of integers", pa.RunEndEncodedArray.from_arrays([1, 2], [1, 2]), REFUSED
    yield "uuid", pa.array([UUID(int=1).bytes, None], pa.uuid()), REFUSED
    yield "json", pa.array(['"base"', None], pa.json_()), REFUSED
    yield "bool8", pa.array([1, None], pa.int8()).cast(pa.bool8()), REFUSED
    yield "union", pa.UnionArray.from_sparse(pa.array([0, 0], pa.int8()), [pa.array([1, 2])]), REFUSED


def numpy_columns() -> Iterator[tuple[str, Any, Priced]]:
    """List what pandas and Dask hold alike."""
    for size in (8, 16, 32, 64):
        yield f"int{size}", pd.Series([100, 99], dtype=f"int{size}"), BOTH
        yield f"uint{size}", pd.Series([100, 99], dtype=f"uint{size}"), BOTH
        yield f"Int{size}", pd.Series([100, None], dtype=f"Int{size}"), WHOLE
        yield f"UInt{size}", pd.Series([100, None], dtype=f"UInt{size}"), WHOLE
    for unit in ("s", "ms", "us", "ns"):
        yield f"datetime64[{unit}]", pd.Series([EVENING, None], dtype=f"datetime64[{unit}]"), DAYS
        yield f"datetime64[{unit}, UTC]", pd.Series([NOON, None], dtype=f"datetime64[{unit}, UTC]"), REFUSED
    for kind in ("str", "string", "category"):
        yield kind, pd.Series(["base", "option_1"], dtype=kind), TEXTS
    yield "category of integers", pd.Series([100, 1], dtype="category"), REFUSED
    yield "category of dates", pd.Series([EVENING, None]).astype("category"), REFUSED
    yield "category of both", pd.Series(["base", 1], dtype="category"), REFUSED
    yield "whole float64", pd.Series([100.0, None], dtype="float64"), REFUSED
    yield "float32", pd.Series([1.5, None], dtype="float32"), REFUSED
    yield "infinite", pd.Series([float("inf"), float("-inf")]), REFUSED
    yield "Float64", pd.Series([100, None], dtype="Float64"), REFUSED
    yield "bool", pd.Series([True, False]), REFUSED
    yield "boolean", pd.Series([True, None], dtype="boolean"), REFUSED
    yield "complex", pd.Series([1j, 2j]), REFUSED
    yield "period", pd.Series(pd.PeriodIndex(["1980-05-06", None], freq="D")), REFUSED
    yield "timedelta", pd.Series([dt.timedelta(1), None]), REFUSED
    yield "interval", pd.Series(pd.interval_range(0, 2)), REFUSED
    yield "sparse", pd.Series(pd.arrays.SparseArray([100, 1])), REFUSED
    yield "sparse float", pd.Series(pd.arrays.SparseArray([1.0, np.nan])), REFUSED
    for kind, values, priced in ARROW:
        column = pd.arrays.ArrowExtensionArray(pa.chunked_array([pa.array(values, kind)]))
        yield f"{kind} of {values[0]}, pyarrow", pd.Series(column), priced


ON_DASK = ("Int8", "uint8", "UInt64", "string", "category", "datetime64[ms]")
"""Dask takes a second to optimize each plan: of what it prices as pandas does, one of each way to compute with it."""


def dask_columns() -> Iterator[tuple[str, Any, Priced]]:
    for name, column, priced in numpy_columns():
        if not priced or name in ON_DASK or name.startswith(("int8 ", "null", "date32", "dictionary<values=string")):
            yield name, column, priced


def pandas_columns() -> Iterator[tuple[str, Any, Priced]]:
    yield from numpy_columns()
    for name, values, priced in (
        ("texts", ["base", "option_1"], TEXTS),
        ("members", [Word.BASE, "option_1"], TEXTS),
        ("dates", [DAY, None], DAYS),
        ("dates and NaT", [DAY, pd.NaT], DAYS),
        ("None", [None, None], NULL),
        ("NaN", [np.nan, None], NULL),
        ("NaT and NA", [pd.NaT, pd.NA], NULL),
        ("integers", [100, None], REFUSED),
        ("texts and integers", ["base", 1], REFUSED),
        ("dates and texts", [DAY, "1966-05-01"], REFUSED),
        ("datetimes", [EVENING, None], REFUSED),
        ("datetimes with a zone", [NOON, None], REFUSED),
        ("dates and datetimes", [DAY, EVENING], REFUSED),
        ("timestamps", [pd.Timestamp(EVENING), None], REFUSED),
        ("Decimal", [Decimal(1), None], REFUSED),
        ("bytes", [b"base", None], REFUSED),
        ("lists", [[1], None], REFUSED),
        ("sets", [{1}, None], REFUSED),
        ("objects", [object(), None], REFUSED),
    ):
        yield f"object: {name}", pd.Series(values, dtype=object), priced
    for kind in ("float16", "float32", "float64", "Float32", "Float64", "str", "string", "category"):
        yield f"{kind} of nulls", pd.Series([None, None], dtype=kind), NULL
    for kind in ("boolean", "datetime64[ns]", "datetime64[ns, UTC]", "timedelta64[ns]", "period[D]", "Int64"):
        yield f"{kind} of nulls", pd.Series([None, None], dtype=kind), NULL
    for kind, *_ in ARROW:
        yield (
            f"{kind} of nulls, pyarrow",
            pd.Series(pd.arrays.ArrowExtensionArray(pa.chunked_array([pa.nulls(2, kind)]))),
            NULL,
        )


def duckdb_columns() -> Iterator[tuple[str, Any, Priced]]:
    for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"):
        yield name, (f"100::{name}", f"NULL::{name}"), WHOLE
        yield f"U{name}", (f"100::U{name}", f"NULL::U{name}"), WHOLE
    yield "VARCHAR", ("'base'", "'option_1'"), TEXTS
    yield "ENUM", tuple(f"'{text}'::ENUM('option_1', 'base', 'Hina')" for text in TEXTS[TEXT]), TEXTS
    yield "DATE", ("DATE '1966-05-01'", "NULL::DATE"), DAYS
    for name in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        yield name, (f"'1966-05-01 23:59'::{name}", f"NULL::{name}"), DAYS
    yield "NULL", ("NULL", "NULL"), NULL
    for value in (
        *("1::FLOAT", "1::DOUBLE", "'nan'::DOUBLE", "'inf'::DOUBLE", "NULL::DOUBLE", "1::DECIMAL(10, 0)", "1::DECIMAL(38, 2)"),
        *("true", "'base'::BLOB", "'101'::BIT", "uuid()", "1::BIGNUM", "TIME '01:00'", "'01:00:00+00'::TIMETZ"),
        *("TIMESTAMPTZ '1966-05-01 12:00+00'", "INTERVAL 1 DAY", "[1]", "[1]::INTEGER[1]", "{'Hina': 1}", "MAP {'Hina': 1}"),
        *("union_value(Hina := 1)", "'\"base\"'::JSON"),
    ):  # fmt: skip
        yield value, (value, value), REFUSED


# -- frames: one column replaced -----------------------------------------------------------------


def of_pandas(_: str = "", column: Any = None) -> pd.DataFrame:
    table = TABLE.to_pandas().assign(gross_cents=pd.array([100, 99], "Int64"))
    for name in (DATE, "retired_on", "partner_birth_date"):
        table[name] = pd.to_datetime(table[name])
    return table if column is None else table.assign(**{_: column})


def of_duckdb(name: str, values: tuple[str, str]) -> Any:
    households = TABLE.append_column("place", pa.array([0, 1]))  # noqa: F841 -- the query reads it
    return duckdb.sql(
        f"SELECT * REPLACE (CASE WHEN place = 0 THEN {values[0]} ELSE {values[1]} END AS {name}) FROM households"  # noqa: S608
        if values[0] != values[1]
        else f"SELECT * REPLACE ({values[0]} AS {name}) FROM households"  # noqa: S608
    )


ENGINES: dict[str, tuple[Callable[[], Iterator[tuple[str, Any, Priced]]], Callable[[str, Any], Any]]] = {
    "polars": (polars_columns, lambda name, column: pl.DataFrame(pl.from_arrow(TABLE)).with_columns(column.alias(name))),
    "polars, lazy": (polars_columns, lambda name, column: pl.LazyFrame(pl.from_arrow(TABLE)).with_columns(column.alias(name))),
    "pandas": (pandas_columns, of_pandas),
    "Dask": (dask_columns, lambda name, column: dd.from_pandas(of_pandas(name, column), npartitions=2)),
    "PyArrow": (arrow_columns, lambda name, column: TABLE.set_column(TABLE.column_names.index(name), name, column)),
    PYARROW_ALONE: (arrow_columns, lambda name, column: TABLE.set_column(TABLE.column_names.index(name), name, column)),
    "DuckDB": (duckdb_columns, of_duckdb),
}  # fmt: skip
AS_ANOTHER = {"Dask", PYARROW_ALONE}
"""Engines whose types are judged as those of pandas and of PyArrow are: all of theirs are tried in ``make test-all``."""

CASES = {
    f"{engine}-{label}-{name}": (engine, name, column, priced.get(name))
    for engine, (columns, _) in ENGINES.items()
    for (label, column, priced), name in itertools.product(columns(), COLUMNS)
    if (priced, name) != (NULL, TEXT)  # a formula is due: see below
    and (IS_THOROUGH or engine not in AS_ANOTHER)
}


def rows_of(native: Any) -> list[dict[str, Any]]:
    names = ["household_id", *frame.RESULTS]
    chosen = nw.from_native(native).select(names)
    collected = chosen.collect("polars") if isinstance(chosen, nw.LazyFrame) else chosen
    return sorted(collected.to_polars().to_dicts(), key=lambda row: row["household_id"])


@pytest.mark.filterwarnings("ignore:.*:UserWarning", "ignore:.*:RuntimeWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(("engine", "name", "column", "values"), CASES.values(), ids=CASES)
def test_every_type_is_priced_as_the_calculator_does_or_refused(
    engine: str, name: str, column: Any, values: list[Any] | None
) -> None:
    """Refused with the column, what it must be, and how to convert it: never with an error of the engine's."""
    native = ENGINES[engine][1](name, column)
    if values is None:
        with pytest.raises(InvalidFrameError) as caught:
            frame.price(native, CONTRACT, START)
        (fault,) = caught.value.faults
        assert fault.path == name
        assert fault.message.startswith(f"must be {frame.COLUMNS[name]}, not ")
        assert "convert it: " in fault.message
        assert "Hina" not in str(caught.value)
        return
    priced = frame.price(native, CONTRACT, START)
    base = {PAY: [100, 99]} if engine in ("pandas", "Dask") else {}
    changes = [dict(zip([*base, name], row, strict=True)) for row in zip(*base.values(), values, strict=True)]
    expected = [price_row(row | change, CONTRACT, START) for row, change in zip(ROWS, changes, strict=True)]
    assert [priced_row(row) for row in rows_of(priced)] == expected
    assert list(nw.from_native(priced).collect_schema()) == [*nw.from_native(native).collect_schema(), *frame.RESULTS]


WRONG: dict[str, dict[str, Any]] = {
    "polars": {
        PAY: pl.Series(["280000", "450000"]),
        TEXT: pl.Series([1, 2]),
        DATE: pl.Series([NOON, NOON]),
        f"{DATE}, as text": pl.Series(["1970-03-12", "1991-01-01"]),
    },
    "pandas": {PAY: pd.Series([1.0, 2.0]), TEXT: pd.Series([1, 2]), DATE: pd.Series(["1970-03-12", "1991-01-01"])},
    "PyArrow": {PAY: pa.array([1.0, 2.0]), TEXT: pa.array([1, 2]), DATE: pa.array(["1970-03-12", "1991-01-01"])},
    "DuckDB": {PAY: ("1.5", "1.5"), TEXT: ("1", "1"), DATE: ("'1970-03-12'", "'1970-03-12'")},
}
"""Columns that are refused, of each engine; a polars cast makes no day of a text, but of an instant."""


def mended(engine: str, native: Any, name: str, advice: str) -> Any:
    """Follow an advice to the letter."""
    if engine == "DuckDB":
        return native.project(f"* REPLACE ({advice} AS {name})")
    named = {"polars": pl, "pandas": pd, "pyarrow": pa, "frame": native, "table": native}
    column = eval(advice, named)  # noqa: S307 -- our own words
    if engine == "PyArrow":
        return native.set_column(native.column_names.index(name), name, column)
    return native.with_columns(column) if engine == "polars" else native.assign(**{name: column})


@pytest.mark.parametrize(("engine", "what"), [(engine, what) for engine, columns in WRONG.items() for what in columns])
def test_the_advice_is_a_line_that_mends_the_frame(engine: str, what: str) -> None:
    name = what.partition(",")[0]
    native = ENGINES[engine][1](name, WRONG[engine][what])
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(native, CONTRACT, START)
    advice = caught.value.faults[0].message.rpartition("convert it: ")[2]
    assert len(rows_of(frame.price(mended(engine, native, name, advice), CONTRACT, START))) == len(ROWS)


def test_of_a_file_the_advice_is_how_to_write_it() -> None:
    ways = [advise("x", kind, "PyArrow", "double", PARQUET) for kind in PRICED]
    assert ways == ["write it as int64", "write it as string", "write it as date32"]
    zone = advise("x", DAYS_KIND, "PyArrow", "timestamp[us, tz=UTC]", PARQUET)
    assert zone == "drop the time zone, so that the day is the one where the person is; then write it as date32"


@pytest.mark.parametrize(
    "name",
    [
        *("Datetime(time_unit='us', time_zone='UTC')", "Decimal(precision=10, scale=2)", "datetime64[ns, UTC]"),
        *("timestamp[us, tz=Europe/Paris]", "decimal128(10, 2)", "time64[us]", "duration[s]", "DECIMAL(10,2)"),
        *("TIMESTAMP WITH TIME ZONE", "object of int, str", '"NULL"'),
    ],
)
def test_the_name_of_a_type_is_told_whole_where_it_names_nobody(name: str) -> None:
    assert shown(name) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Enum(categories=['Hina'])", "Enum…"),
        ("struct<Hina: int64>", "struct…"),
        ("Struct({'Hina': Int64})", "Struct…"),
        ("ENUM('Hina')", "ENUM…"),
        ("dictionary<values=struct<Hina: int64>, indices=int32>", "dictionary…"),
    ],
)
def test_what_a_type_is_made_of_is_not_told_as_it_may_be_a_name(name: str, expected: str) -> None:
    assert shown(name) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_a_formula_is_one_that_is_not_offered(engine: str) -> None:
    """A column of nulls is null wherever it stands."""
    columns, make = ENGINES[engine]
    nulls = [column for _, column, priced in columns() if priced is NULL]
    assert nulls
    for column in nulls:
        for row in rows_of(frame.price(make(TEXT, column), CONTRACT, START)):
            assert row["incomplete"] == "formula-not-offered"


BEYOND = {
    "polars, 64 bits": pl.DataFrame(pl.from_arrow(TABLE)).with_columns(gross_cents=pl.Series([2**64 - 1, 2**63], dtype=pl.UInt64)),
    "polars, 128 bits": pl.DataFrame(pl.from_arrow(TABLE)).with_columns(gross_cents=pl.Series([2**127 - 1, 10**9 + 1], dtype=pl.Int128)),
    "pandas": of_pandas(PAY, pd.Series([2**64 - 1, 2**63], dtype="uint64")),
    "pandas, nullable": of_pandas(PAY, pd.Series([2**64 - 1, 2**63], dtype="UInt64")),
    "pandas, PyArrow": of_pandas(PAY, pd.Series([2**64 - 1, 2**63], dtype="uint64[pyarrow]")),
    "Dask": dd.from_pandas(of_pandas(PAY, pd.Series([2**64 - 1, 2**63], dtype="uint64")), npartitions=1),
    "PyArrow": TABLE.set_column(1, PAY, pa.array([2**64 - 1, 2**63], pa.uint64())),
    "DuckDB, 64 bits": of_duckdb(PAY, ("18446744073709551615::UBIGINT", "10000000000::UBIGINT")),
    "DuckDB, 128 bits": of_duckdb(PAY, ("340282366920938463463374607431768211455::UHUGEINT", "10000000000::UHUGEINT")),
}  # fmt: skip


@pytest.mark.parametrize("native", BEYOND.values(), ids=BEYOND)
def test_a_pay_beyond_every_integer_of_python_s_peers_is_too_high(native: Any) -> None:
    assert [row["incomplete"] for row in rows_of(frame.price(native, CONTRACT, START))] == ["gross-too-high"] * 2


# -- names ---------------------------------------------------------------------------------------

POLARS = pl.DataFrame(pl.from_arrow(TABLE))


@pytest.mark.parametrize("name", ["Regime", "REGIME", " regime", "regime\N{NO-BREAK SPACE}", "regime\u200b", "\ufeffregime", "re\u00adgime", "\uff52egime"])  # fmt: skip
def test_a_name_that_is_almost_right_is_told_with_what_was_meant(name: str) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(POLARS.rename({"regime": name}), CONTRACT, START)
    (fault,) = caught.value.faults
    assert fault.message.startswith("looks like regime, and is not: rename it, ")


def duplicate_of_pandas() -> pd.DataFrame:
    table = of_pandas()
    table.columns = pd.Index([*table.columns[:-1], "regime"])
    return table


@pytest.mark.parametrize(
    "native",
    [
        duplicate_of_pandas(),
        TABLE.append_column("regime", TABLE["regime"]),
        duckdb.sql('SELECT *, regime FROM "TABLE"'),
        duckdb.sql("SELECT *, 'x' AS Regime FROM \"TABLE\""),
    ],
    ids=["pandas", "PyArrow", "DuckDB", "DuckDB, in capital letters"],
)
def test_a_column_that_is_there_twice_is_refused(native: Any) -> None:
    with pytest.raises(InvalidFrameError, match=r"duplicate|regime: is there twice"):
        frame.price(native, CONTRACT, START)


@pytest.mark.parametrize("name", [5, None, ("a", "b"), 1.5])
def test_a_name_that_is_no_text_passes_through_pandas_and_is_refused_of_dask(name: Any) -> None:
    table = of_pandas()
    table[name] = [1, 2]
    assert list(frame.price(table, CONTRACT, START).columns)[:-7] == list(table.columns)
    with pytest.raises(InvalidFrameError, match="names are text"):
        frame.price(dd.from_pandas(table, npartitions=1), CONTRACT, START)


@pytest.mark.parametrize(
    "native",
    [pl.DataFrame(), pl.LazyFrame(), pd.DataFrame(), pa.table({})],
    ids=["polars", "lazy", "pandas", "PyArrow"],
)
def test_a_frame_without_columns_lacks_them_all(native: Any) -> None:
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(native, CONTRACT, START)
    assert {fault.path for fault in caught.value.faults} - {""} == set(frame.COLUMNS)


def test_several_columns_of_a_wrong_type_are_told_at_once() -> None:
    table = POLARS.with_columns(gross_cents=pl.lit(1.5), formula=pl.lit(1), birth_date=pl.lit("1980-05-06"))
    with pytest.raises(InvalidFrameError) as caught:
        frame.price(table, CONTRACT, START)
    assert {fault.path for fault in caught.value.faults} == {PAY, TEXT, DATE}


@pytest.mark.parametrize("entry", ["price", "price_lines", "schedule"])
@pytest.mark.parametrize("engine", ["PyArrow", "pandas", *(["Dask"] if ASKS_DASK else [])])
def test_days_of_arrow_with_a_time_of_day_are_refused_with_a_line_that_mends_them(engine: str, entry: str) -> None:
    moments = pa.array([1, None], pa.int64()).view(pa.date64())
    table = TABLE.set_column(TABLE.column_names.index(DATE), DATE, moments)
    native = table if engine == "PyArrow" else table.to_pandas(types_mapper=pd.ArrowDtype)
    native = dd.from_pandas(native, npartitions=1) if engine == "Dask" else native
    days = (START, START) if entry == "schedule" else (START,)

    def ask(native: Any) -> int:
        answer = getattr(frame, entry)(native, CONTRACT, *days)
        return len(answer.compute() if engine == "Dask" else answer)

    with pytest.raises(InvalidFrameError, match="must be whole days, and has a time of day") as caught:
        ask(native)
    (fault,) = caught.value.faults
    assert fault.path == DATE
    well = mended(engine, native, DATE, fault.message.rpartition("convert it: ")[2])
    assert ask(well) >= len(ROWS)


# -- what comes back -----------------------------------------------------------------------------


def test_columns_come_back_as_they_came_whatever_they_were_computed_with() -> None:
    table = of_pandas(PAY, pd.Series([100, 99], dtype="int8")).assign(retired_on=None)
    priced = frame.price(table, CONTRACT, START)
    pd.testing.assert_frame_equal(priced[list(table.columns)], table)
    arrow = TABLE.set_column(3, "regime", TABLE["regime"].cast(pa.string_view()))
    assert frame.price(arrow, CONTRACT, START).select(arrow.column_names).equals(arrow)


# -- the list itself -----------------------------------------------------------------------------


def test_the_page_on_pricing_households_has_the_list() -> None:
    page = (DOCS / "how-to" / "price-many-households.md").read_text(encoding="utf-8")
    heading = "| engine | whole numbers | texts | dates | nulls only |\n| --- | --- | --- | --- | --- |\n"
    lines = page[page.index(heading) + len(heading) :].split("\n\n")[0].splitlines()
    listed = [[re.findall(r"`([^`]+)`", cell) for cell in line.split("|")[2:-1]] for line in lines]
    assert listed == [[[*PRICED[kind][engine]] for kind in PRICED] + [[*NULLS[engine]]] for engine in NULLS]
