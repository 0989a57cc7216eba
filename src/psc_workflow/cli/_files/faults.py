"""
What a row says, and what is wrong with it: which column, and why, never its value.
"""

from collections.abc import Sequence
from pathlib import Path

import attrs
import polars as pl
import pyarrow as pa

from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow.cli._arguments import FileError
from psc_workflow.cli._printing import COLON, NEGATIVE, NO_REGIME, NOT_A_DATE, NOT_OFFERED, NOT_WHOLE, TOO_LARGE
from psc_workflow.pricing import frame

TYPES = {
    frame.TEXT: (pl.String(), pa.string()),
    frame.DATE: (pl.Date(), pa.date32()),
    frame.INTEGER: (pl.Int64(), pa.int64()),
}
"""How each kind of column is priced, and written where the file has only text."""

CODES = {
    "formula-not-offered": ("formula", NOT_OFFERED),
    "regime-not-in-list": ("regime", NO_REGIME),
    "gross-negative": ("gross_cents", NEGATIVE),
    "gross-too-high": ("gross_cents", TOO_LARGE),
}
"""Codes of ``incomplete`` that are faults of the row; all others are gaps of the tariff or of what is known."""

_GIVEN = "given "
"""What the columns begin with that hold what the file says, beside what was understood."""


@attrs.frozen
class RowFault:
    """Something that may be wrong with a row: the column, the words for it, and where it is so."""

    column: str
    words: Text
    found: pl.Expr


def kinds(names: Sequence[str]) -> dict[str, str]:
    """Say what the columns hold that are priced."""
    return {
        name: frame.COLUMNS.get(name, frame.DATE)
        for name in names
        if name in frame.COLUMNS or frame.CHILD_COLUMN.fullmatch(name)
    }


def check(path: Path, schema: pa.Schema) -> None:
    """Refuse a file that has a column twice: which one would be meant? What may be no header is not shown."""
    twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if twice and not set(frame.COLUMNS) & set(schema.names):
        raise FileError(path, "has a column twice, and none of those that are priced: is its first row a header?")
    if twice:
        raise FileError(path, f"has a column twice: {', '.join(twice)}")


class Rows:
    """Understands the rows of one file."""

    def __init__(self, schema: pa.Schema, *, all_text: bool) -> None:
        self.kinds, self.all_text = kinds(schema.names), all_text
        self.faults = [*self._unread(), *_codes()]

    def understand(self, rows: pa.Table) -> pl.DataFrame:
        """Read the columns that are priced; what cannot be read is null."""
        given = self._given(rows)
        return given.select(self._value(name, kind, given.schema[name]) for name, kind in self.kinds.items())

    def reasons(self, priced: pl.DataFrame, rows: pa.Table, locale: Locale) -> tuple[pl.Series, pl.Series]:
        """Say which of the rows are bad, and why those are."""
        given = self._given(rows)
        both = priced.hstack(given.rename({name: f"{_GIVEN}{name}" for name in given.columns}))
        bad = both.select(pl.any_horizontal(fault.found for fault in self.faults).fill_null(value=False)).to_series()
        told = [
            pl.when(fault.found).then(pl.lit(f"{fault.column}{COLON.in_(locale)} {fault.words.in_(locale)}"))
            for fault in self.faults
        ]
        return bad, both.filter(bad).select(pl.concat_str(told, separator="; ", ignore_nulls=True)).to_series()

    def _given(self, rows: pa.Table) -> pl.DataFrame:
        return pl.DataFrame(pl.from_arrow(rows.select(list(self.kinds))))

    def _value(self, name: str, kind: str, given: pl.DataType) -> pl.Expr:
        column, wanted = pl.col(name), TYPES[kind][0]
        if kind == frame.DATE and given == pl.String:
            day = column.str.to_date("%Y-%m-%d", strict=False)
            return (
                pl.when(column.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & (day.dt.year() > 0))
                .then(day)
                .alias(name)
            )
        if kind == frame.INTEGER and given == pl.String:
            return pl.when(_is_whole(column)).then(column).cast(wanted, strict=False).alias(name)
        return column.cast(wanted, strict=False)

    def _unread(self) -> list[RowFault]:
        """List what the file says and could not be read."""
        found: list[RowFault] = []
        for name, kind in self.kinds.items():
            given = pl.col(f"{_GIVEN}{name}")
            unread = given.is_not_null() & pl.col(name).is_null()
            if kind == frame.INTEGER and self.all_text:
                found += [
                    RowFault(name, NOT_WHOLE, unread & ~_is_whole(given)),
                    RowFault(name, TOO_LARGE, unread & _is_whole(given)),
                ]
            elif kind == frame.INTEGER:
                found.append(RowFault(name, TOO_LARGE, unread))
            elif kind == frame.DATE:
                found.append(RowFault(name, NOT_A_DATE, unread))
        return found


def _is_whole(column: pl.Expr) -> pl.Expr:
    return column.str.contains("^-?[0-9]+$")


def _codes() -> list[RowFault]:
    told = pl.concat_str([pl.lit(";"), pl.col("incomplete"), pl.lit(";")])
    return [
        RowFault(name, words, told.str.contains(f";{code};", literal=True)) for code, (name, words) in CODES.items()
    ]
