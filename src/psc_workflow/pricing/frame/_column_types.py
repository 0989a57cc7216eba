"""
The closed list of column types that are priced, by what a column must hold and by engine.

A type that is not in the list is refused. Names are those that each engine
writes; ``…`` stands for anything. ``docs/how-to/price-many-households.md`` has the
same list.

>>> is_priced("Int64", INTEGER, "polars"), is_priced("Decimal(precision=10, scale=2)", INTEGER, "polars")
(True, False)
>>> advise("birth_date", DATE, "DuckDB", "TIMESTAMP WITH TIME ZONE")
'drop the time zone, so that the day is the one where the person is; then convert it: CAST(birth_date AS DATE)'
"""

import re
from collections.abc import Mapping, Sequence

TEXT, DATE, INTEGER = "text", "a date", "a whole number"

POLARS, PANDAS, PYARROW, DUCKDB, PYSPARK = "polars", "pandas", "PyArrow", "DuckDB", "PySpark"
"""Dask has the types of pandas, and a Parquet file those of PyArrow."""

PARQUET = "Parquet"

_INTEGERS = ("int8", "int16", "int32", "int64")
_UNITS = ("s", "ms", "us", "ns")
_ARROW_INTEGERS = [*_INTEGERS, *(f"u{name}" for name in _INTEGERS)]
_CAPITAL_INTEGERS = [name.replace("i", "I").replace("u", "U") for name in _ARROW_INTEGERS]
_ARROW_TEXTS = ["string", "large_string", "dictionary<values=string, …>", "dictionary<values=large_string, …>"]
_ARROW_DATES = ["date32[day]", "date64[ms]", *(f"timestamp[{unit}]" for unit in _UNITS)]

PRICED: Mapping[str, Mapping[str, Sequence[str]]] = {
    INTEGER: {
        POLARS: [*_CAPITAL_INTEGERS, "Int128", "UInt128"],
        PANDAS: [
            *_ARROW_INTEGERS,
            *_CAPITAL_INTEGERS,
            *(f"{name}[pyarrow]" for name in _ARROW_INTEGERS),
        ],
        PYARROW: _ARROW_INTEGERS,
        DUCKDB: [f"{u}{name}" for u in ("", "U") for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")],
        PYSPARK: ["tinyint", "smallint", "int", "bigint"],
    },
    TEXT: {
        POLARS: ["String", "Categorical", "Enum(…)"],
        PANDAS: [
            *("str", "string", "category of texts", "object of texts"),
            *(f"{name}[pyarrow]" for name in _ARROW_TEXTS),
        ],
        PYARROW: [*_ARROW_TEXTS, "string_view"],
        DUCKDB: ["VARCHAR", "ENUM(…)"],
        PYSPARK: ["string"],
    },
    DATE: {
        POLARS: ["Date", "Datetime(…, time_zone=None)"],
        PANDAS: [
            *(f"datetime64[{unit}]" for unit in _UNITS),
            "object of dates",
            *(f"{name}[pyarrow]" for name in _ARROW_DATES),
        ],
        PYARROW: _ARROW_DATES,
        DUCKDB: ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"],
        PYSPARK: ["date", "timestamp_ntz"],
    },
}

NULLS: Mapping[str, Sequence[str]] = {
    POLARS: ["Null"],
    PANDAS: ["null[pyarrow]"],
    PYARROW: ["null"],
    DUCKDB: ['"NULL"'],
    PYSPARK: ["void"],
}
"""Types of columns that hold nulls only, whatever they should hold."""

_ZONED = {
    POLARS: "Datetime(…, time_zone='…')",
    PANDAS: "…[…, …]…",
    PYARROW: "timestamp[…, tz=…]",
    DUCKDB: "TIMESTAMP WITH TIME ZONE",
    PYSPARK: "timestamp",
}

_CONVERSIONS = {
    POLARS: {INTEGER: "{}.cast(polars.Int64)", TEXT: "{}.cast(polars.String)", DATE: "{}.cast(polars.Date)"},
    PANDAS: {INTEGER: '{}.astype("Int64")', TEXT: '{}.astype("string")', DATE: "pandas.to_datetime({})"},
    PYARROW: {
        INTEGER: "{}.cast(pyarrow.int64())",
        TEXT: "{}.cast(pyarrow.string())",
        DATE: "{}.cast(pyarrow.date32())",
    },
    DUCKDB: {INTEGER: "CAST({} AS BIGINT)", TEXT: "CAST({} AS VARCHAR)", DATE: "CAST({} AS DATE)"},
    PYSPARK: {INTEGER: '{}.cast("bigint")', TEXT: '{}.cast("string")', DATE: '{}.cast("date")'},
    PARQUET: {INTEGER: "write it as int64", TEXT: "write it as string", DATE: "write it as date32"},
}
_DAYS_OF_TEXTS = {POLARS: "{}.str.to_date()"}
"""How days are made of texts, where no cast does it."""
_MOMENTS = {PANDAS: '{}.astype("timestamp[ms][pyarrow]")', PYARROW: '{}.cast(pyarrow.timestamp("ms"))'}
"""How a column of ``date64`` becomes one of moments, whose days are priced."""

_COLUMNS = {
    POLARS: 'polars.col("{}")',
    PANDAS: 'frame["{}"]',
    PYARROW: 'table["{}"]',
    PYSPARK: 'functions.col("{}")',
}


_OF_NO_NAMES = re.compile(r"[\w \",]*|([Dd]atetime|[Dd]ecimal|DECIMAL|time|duration)\w*[\[(].*")


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether the name of a type is one of *patterns*."""
    return any(re.fullmatch(re.escape(pattern).replace("…", ".*"), name, re.DOTALL) for pattern in patterns)


def is_priced(name: str, kind: str, engine: str) -> bool:
    """Whether a column of the type *name* is priced where *kind* is due."""
    return matches(name, PRICED[kind][engine])


def advise(column: str, kind: str, engine: str, name: str, source: str = "") -> str:
    """Say how to convert a column; *source* is what the frame was read from, if it is a file."""
    is_zoned = kind is DATE and matches(name, [_ZONED[engine]])
    zone = "drop the time zone, so that the day is the one where the person is; then " if is_zoned else ""
    template = _CONVERSIONS[source or engine][kind]
    if kind is DATE and name == "String":
        template = _DAYS_OF_TEXTS.get(source or engine, template)
    conversion = template.format(_COLUMNS.get(engine, "{}").format(column))
    return f"{zone}{conversion}" if source else f"{zone}convert it: {conversion}"


def advise_days(column: str, engine: str) -> str:
    """Say how to convert a column of ``date64`` whose values are no whole days."""
    return f"convert it: {_MOMENTS[engine].format(_COLUMNS[engine].format(column))}"


def shown(name: str) -> str:
    """Return the name of a type without what it is made of: names of categories and fields may be a person's."""
    head = re.match(r"[\w\"]+", name)
    return name if _OF_NO_NAMES.fullmatch(name) or head is None else f"{head[0]}…"
