"""
Priced households as a file: CSV or Parquet.
"""

import json
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, Self

import polars as pl
import pyarrow as pa
from pyarrow import parquet

from psc_workflow.cli._arguments import report_os_errors
from psc_workflow.cli._paths import CSV, suffix
from psc_workflow.cli._targets import CANNOT_BE_WRITTEN
from psc_workflow.pricing.frame._column_types import DATE

_NEARLY_UNIQUE = ("household_id",)
"""Texts of which a dictionary would be as long as they are."""

_MOST_PENDING = 2
"""Batches that are being written, or wait to be."""


class WritingThread:
    """
    A thread that writes while the next rows are read and priced.

    It writes in order, and whatever fails there is raised to whoever comes
    next; after that nothing is written. Few batches wait for it, so that memory
    stays flat.
    """

    def __init__(self) -> None:
        self.executor = ThreadPoolExecutor(1, "psc-workflow-writing")
        self.pending: deque[Future[None]] = deque()
        self.has_failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            while self.pending and kind is None:
                self.pending.popleft().result()
        finally:
            self.executor.shutdown(cancel_futures=True)

    def submit(self, write: Callable[[], None]) -> None:
        """Have *write* called, once there is room for it."""
        while len(self.pending) >= _MOST_PENDING:
            self.pending.popleft().result()
        self.pending.append(self.executor.submit(self._call, write))

    def _call(self, write: Callable[[], None]) -> None:
        if self.has_failed:
            return
        try:
            write()
        except BaseException:
            self.has_failed = True
            raise


_FORMULA = r"^[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""How a cell begins that a spreadsheet would compute, or run."""

_NUMBER = r"^[+-]?[0-9]+([.,][0-9]+)?$"


def _harmless(name: str) -> pl.Expr:
    """Put an apostrophe before what a spreadsheet would take for a formula; a number stays one."""
    cell = pl.col(name).replace("", None)
    is_formula = cell.str.contains(_FORMULA) & ~cell.str.contains(_NUMBER)
    return pl.when(is_formula).then(pl.concat_str(pl.lit("'"), cell)).otherwise(cell).alias(name)


class CsvWriter:
    """Writes CSV: UTF-8, commas, a header, nothing for null, and no cell that a spreadsheet would run."""

    def __init__(self, path: Path, file: BinaryIO, names: Sequence[str]) -> None:
        self.path, self.file = path, file
        self.write(pl.DataFrame([list(names)], orient="row"))

    def write(self, rows: pl.DataFrame) -> None:
        """Write rows of texts."""
        rows = rows.with_columns(_harmless(name) for name, kind in rows.schema.items() if kind == pl.String)
        self._write(rows.write_csv(include_header=False, quote_style="necessary"))

    def close(self) -> None:
        """Do nothing: all is written."""

    def _write(self, text: str) -> None:
        with report_os_errors(self.path, CANNOT_BE_WRITTEN):
            self.file.write(text.encode())


class CsvTableWriter(CsvWriter):
    """Writes tables as CSV."""

    def __init__(self, path: Path, file: BinaryIO, schema: pa.Schema, kinds: dict[str, str]) -> None:
        super().__init__(path, file, schema.names)
        self.kinds = kinds

    def write_table(self, table: pa.Table) -> None:
        """Write the rows of *table*."""
        self.write(texts(table, self.kinds))


class ParquetTableWriter:
    """Writes tables as Parquet."""

    def __init__(self, path: Path, file: BinaryIO, schema: pa.Schema) -> None:
        self.path = path
        with report_os_errors(path, CANNOT_BE_WRITTEN):
            differences = [field.name for field in schema if _varies(field)]
            self.writer = parquet.ParquetWriter(
                file,
                schema,
                compression="zstd",
                use_dictionary=[name for name in schema.names if name not in {*_NEARLY_UNIQUE, *differences}],
                column_encoding=dict.fromkeys(differences, "DELTA_BINARY_PACKED"),
                write_statistics=[field.name for field in schema if not _is_text(field.type)],
            )

    def write_table(self, table: pa.Table) -> None:
        """Write the rows of *table*."""
        with report_os_errors(self.path, CANNOT_BE_WRITTEN):
            self.writer.write_table(table)

    def close(self) -> None:
        """Write the footer."""
        with report_os_errors(self.path, CANNOT_BE_WRITTEN):
            try:
                self.writer.close()
            finally:
                self.writer.is_open = False  # else it tries again when it is collected


def table_writer(
    path: Path, file: BinaryIO, schema: pa.Schema, kinds: dict[str, str]
) -> CsvTableWriter | ParquetTableWriter:
    """Choose the writer by the suffix of the file."""
    return CsvTableWriter(path, file, schema, kinds) if suffix(path) == CSV else ParquetTableWriter(path, file, schema)


def texts(table: pa.Table, kinds: dict[str, str]) -> pl.DataFrame:
    """Write every value as text; columns are numbered, since their names may repeat."""
    columns = zip(table.column_names, table.columns, strict=True)
    return pl.DataFrame(
        [
            pl.Series(str(position), pl.from_arrow(_text(column, kinds.get(name))), dtype=pl.String)
            for position, (name, column) in enumerate(columns)
        ]
    )


def _varies(field: Any) -> bool:
    """
    Whether a column has so many values that their differences are smaller, and sooner written, than a dictionary.

    With a dot in its name it could be taken for a field of a struct.
    """
    is_pay = field.name == "gross_cents" and pa.types.is_integer(field.type)
    return "." not in field.name and bool(is_pay or pa.types.is_date32(field.type))


def _is_text(dtype: Any) -> bool:
    return str(dtype) in {"string", "large_string"}


def _text(column: Any, kind: str | None) -> Any:
    try:
        if kind == DATE and pa.types.is_timestamp(column.type):
            column = column.cast(pa.date32(), safe=False)
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        values = [
            None if value is None else json.dumps(value, ensure_ascii=False, default=str)
            for value in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(values, pa.string())])
