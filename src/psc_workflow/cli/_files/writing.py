"""
Priced households as a file: CSV or Parquet, put in its place only when it is whole.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from psc_workflow.cli._arguments import telling
from psc_workflow.cli._paths import CSV, suffix
from psc_workflow.pricing.frame import DATE

CANNOT_BE_WRITTEN = "cannot be written"


@contextlib.contextmanager
def replacing(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """
    Open a new file beside each of *paths*; they take their places in the end, in this order.

    Whatever happens before, nothing of them is left and what was there stays.
    """
    places = [path.resolve() for path in paths]  # a link stays one
    drafts = [place.with_name(f".psc-{secrets.token_hex(8)}.tmp") for place in places]
    opened: list[BinaryIO] = []
    try:
        for path, draft in zip(paths, drafts, strict=True):
            with telling(path, CANNOT_BE_WRITTEN):
                opened.append(draft.open("xb"))
        yield opened
        for path, place, file, draft in zip(paths, places, opened, drafts, strict=True):
            with telling(path, CANNOT_BE_WRITTEN):
                file.flush()
                os.fsync(file.fileno())
                file.close()
                if place.exists():
                    shutil.copymode(place, draft)
        for path, place, draft in zip(paths, places, drafts, strict=True):
            with telling(path, CANNOT_BE_WRITTEN):
                draft.replace(place)
    finally:
        for file, draft in zip(opened, drafts, strict=False):
            with contextlib.suppress(OSError):
                file.close()
            draft.unlink(missing_ok=True)


class CsvWriter:
    """Writes CSV: UTF-8, commas, a header, nothing for null."""

    def __init__(self, path: Path, file: BinaryIO, names: Sequence[str]) -> None:
        self.path, self.file = path, file
        self.write(pl.DataFrame([list(names)], orient="row"))

    def write(self, rows: pl.DataFrame) -> None:
        """Write rows of texts."""
        empty = rows.with_columns(pl.col(pl.String).replace("", None))
        self._write(empty.write_csv(include_header=False, quote_style="necessary"))

    def close(self) -> None:
        """Nothing is left to write."""

    def _write(self, text: str) -> None:
        with telling(self.path, CANNOT_BE_WRITTEN):
            self.file.write(text.encode())


class CsvTables(CsvWriter):
    """Writes tables as CSV."""

    def __init__(self, path: Path, file: BinaryIO, schema: pa.Schema, kinds: dict[str, str]) -> None:
        super().__init__(path, file, schema.names)
        self.kinds = kinds

    def write_table(self, table: pa.Table) -> None:
        """Write the rows of *table*."""
        self.write(texts(table, self.kinds))


class ParquetTables:
    """Writes tables as Parquet."""

    def __init__(self, path: Path, file: BinaryIO, schema: pa.Schema) -> None:
        self.path = path
        with telling(path, CANNOT_BE_WRITTEN):
            self.writer = parquet.ParquetWriter(file, schema)

    def write_table(self, table: pa.Table) -> None:
        """Write the rows of *table*."""
        with telling(self.path, CANNOT_BE_WRITTEN):
            self.writer.write_table(table)

    def close(self) -> None:
        """Write what a Parquet file ends with."""
        with telling(self.path, CANNOT_BE_WRITTEN):
            try:
                self.writer.close()
            finally:
                self.writer.is_open = False  # else it tries again when it is collected


def tables(path: Path, file: BinaryIO, schema: pa.Schema, kinds: dict[str, str]) -> CsvTables | ParquetTables:
    """Choose the writer by the name of the file."""
    return CsvTables(path, file, schema, kinds) if suffix(path) == CSV else ParquetTables(path, file, schema)


def texts(table: pa.Table, kinds: dict[str, str]) -> pl.DataFrame:
    """Write every value as text; columns are numbered, since their names need not differ."""
    columns = zip(table.column_names, table.columns, strict=True)
    return pl.DataFrame(
        [
            pl.Series(str(place), pl.from_arrow(_text(column, kinds.get(name))), dtype=pl.String)
            for place, (name, column) in enumerate(columns)
        ]
    )


def _text(column: Any, kind_of: str | None) -> Any:
    try:
        if kind_of == DATE and pa.types.is_timestamp(column.type):
            column = column.cast(pa.date32(), safe=False)
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        written = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(written, pa.string())])
