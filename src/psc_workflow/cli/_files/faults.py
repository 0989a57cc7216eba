"""
The rows of a file and what is wrong with them: which column, and why, never its value.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import polars as pl
import pyarrow as pa

from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow.cli._arguments import FileError
from psc_workflow.cli._printing import (
    COLON,
    NEGATIVE,
    NO_POSITION,
    NO_REGIME,
    NOT_A_DATE,
    NOT_OFFERED,
    NOT_WHOLE,
    SEMICOLON,
    TOO_LARGE,
)
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame._checks import CHILD_COLUMN
from psc_workflow.pricing.frame._column_types import DATE, INTEGER, TEXT

TYPES = {
    TEXT: (pl.String(), pa.string()),
    DATE: (pl.Date(), pa.date32()),
    INTEGER: (pl.Int64(), pa.int64()),
}
"""The type in which each kind of column is priced, and the one in which it is written if the file has only text."""

CODES = {
    "formula-not-offered": ("formula", NOT_OFFERED),
    "regime-not-in-list": ("regime", NO_REGIME),
    "position-not-in-list": ("position", NO_POSITION),
    "gross-negative": ("gross_cents", NEGATIVE),
    "gross-too-high": ("gross_cents", TOO_LARGE),
}
"""Codes of ``incomplete`` that are faults of the row; all others are gaps of the tariff or unknown facts."""

_RAW = "raw "
"""Prefix of the columns that hold what the file says, beside what was parsed from it."""


_PLACE, _REASON = f"{_RAW}place", f"{_RAW}reason"
_AMOUNTS = [name for name in frame.RESULTS if name.endswith("_cents")]


@attrs.frozen
class RowFault:
    """Something that may be wrong with a row: the column, the words for it, and the condition that it is so."""

    column: str
    words: Text
    condition: pl.Expr


def column_kinds(names: Sequence[str]) -> dict[str, str]:
    """Return what each column that is priced must hold."""
    columns = frame.COLUMNS | frame.OPTIONAL_COLUMNS
    return {name: columns.get(name, DATE) for name in names if name in columns or CHILD_COLUMN.fullmatch(name)}


def check_columns(path: Path, schema: pa.Schema) -> None:
    """Refuse a file that has a column twice: which one would be meant? What may not be a header is not shown."""
    duplicates = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if duplicates and not set(frame.COLUMNS) & set(schema.names):
        raise FileError(path, "has a column twice, and none of those that are priced: is its first row a header?")
    if duplicates:
        raise FileError(path, f"has a column twice: {', '.join(duplicates)}")


class RowParser:
    """Parses the rows of one file, and finds their faults."""

    def __init__(self, schema: pa.Schema, *, all_text: bool) -> None:
        self.kinds, self.all_text = column_kinds(schema.names), all_text
        self.faults = [*self._parse_faults(), *_pricing_faults()]

    def select(self, rows: pa.Table) -> pl.DataFrame:
        """Return the columns that are priced as the file has them."""
        return pl.DataFrame(pl.from_arrow(rows.select(list(self.kinds))))

    def parse(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Parse the columns that are priced; what cannot be parsed is null."""
        return raw.select(self._value(name, kind, raw.schema[name]) for name, kind in self.kinds.items())

    def find_faults(self, priced: pl.DataFrame, raw: pl.DataFrame, locale: Locale) -> tuple[pl.Series, pl.Series]:
        """Find the bad rows: whether each row is bad, and the reasons of those that are."""
        both = priced.hstack(raw.rename({name: f"{_RAW}{name}" for name in raw.columns})).with_row_index(_PLACE)
        suspects = both.filter(pl.any_horizontal(self._suspicions(both)))
        reasons = [
            pl.when(fault.condition).then(pl.lit(f"{fault.column}{COLON.in_(locale)} {fault.words.in_(locale)}"))
            for fault in self.faults
        ]
        joined = pl.concat_str(reasons, separator=SEMICOLON.in_(locale), ignore_nulls=True).alias(_REASON)
        guilty = suspects.select(_PLACE, joined).filter(pl.col(_REASON) != "")
        bad = pl.repeat(False, len(both), eager=True).scatter(guilty[_PLACE], True)
        return bad, guilty[_REASON]

    def _suspicions(self, both: pl.DataFrame) -> Iterator[pl.Expr]:
        """List what rows with faults have, and few others: to read all codes of all rows takes as long as pricing."""
        yield pl.all_horizontal(pl.col(name).is_null() for name in _AMOUNTS)
        for name in self.kinds:
            if both[name].null_count() > both[f"{_RAW}{name}"].null_count():
                yield _is_unread(name)

    def _value(self, name: str, kind: str, dtype: pl.DataType) -> pl.Expr:
        column, target = pl.col(name), TYPES[kind][0]
        if kind == DATE and dtype == pl.String:
            day = column.str.to_date("%Y-%m-%d", strict=False)
            return (
                pl.when(column.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & (day.dt.year() > 0))
                .then(day)
                .alias(name)
            )
        if kind == INTEGER and dtype == pl.String:
            return pl.when(_is_whole(column)).then(column).cast(target, strict=False).alias(name)
        return column.cast(target, strict=False)

    def _parse_faults(self) -> list[RowFault]:
        """List the faults of values that the file has and that could not be parsed."""
        faults: list[RowFault] = []
        for name, kind in self.kinds.items():
            raw, is_unread = pl.col(f"{_RAW}{name}"), _is_unread(name)
            if kind == INTEGER and self.all_text:
                faults += [
                    RowFault(name, NOT_WHOLE, is_unread & ~_is_whole(raw)),
                    RowFault(name, TOO_LARGE, is_unread & _is_whole(raw)),
                ]
            elif kind == INTEGER:
                faults.append(RowFault(name, TOO_LARGE, is_unread))
            elif kind == DATE:
                faults.append(RowFault(name, NOT_A_DATE, is_unread))
        return faults


def _is_unread(name: str) -> pl.Expr:
    """Whether the file has a value that could not be parsed."""
    return pl.col(f"{_RAW}{name}").is_not_null() & pl.col(name).is_null()


def _is_whole(column: pl.Expr) -> pl.Expr:
    return column.str.contains("^-?[0-9]+$")


def _pricing_faults() -> list[RowFault]:
    """List the faults that pricing finds."""
    codes = pl.concat_str([pl.lit(";"), pl.col("incomplete"), pl.lit(";")])
    return [
        RowFault(name, words, codes.str.contains(f";{code};", literal=True)) for code, (name, words) in CODES.items()
    ]
