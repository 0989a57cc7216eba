"""
Households as a file has them: batches of rows, each with its number; lines that are no rows.
"""

import codecs
import functools
import io
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import attrs
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from psc_workflow._model.text import Text
from psc_workflow.cli._arguments import FileError, telling
from psc_workflow.cli._paths import CSV, suffix
from psc_workflow.cli._printing import TOO_FEW, TOO_MANY

ROWS = 100_000
"""Rows that are priced at a time."""
BLOCK = 8 * 2**20
"""Bytes of a CSV file that are read at a time; no line may be longer."""
READ = 2**20
"""Bytes of a column of a Parquet file that are read at a time."""

CANNOT_BE_READ = "cannot be read"
EMPTY = "holds no household"


@attrs.frozen
class Malformed:
    """
    A line of a CSV file with too few or too many fields: whole, in the first of the columns.

    Nobody knows which field it lacks: put into columns, it could be priced for
    something else than was meant.
    """

    number: int
    reason: Text
    fields: list[str | None]


@attrs.frozen
class Batch:
    """Some rows, their numbers in the file, and the lines among them that are no rows."""

    numbers: list[int]
    rows: pa.Table
    malformed: list[Malformed]


class Source(Protocol):
    """
    A file of households.

    ``schema`` has its columns as they are; ``size`` and ``done`` are counted in
    rows or in bytes.
    """

    schema: pa.Schema
    all_text: bool
    size: int

    @property
    def done(self) -> int:
        """How much was read."""

    def batches(self) -> Iterator[Batch]:
        """Read the file from its beginning to its end."""


def source(path: Path, stack: ExitStack) -> Source:
    """Open the file of that name, until *stack* closes it."""
    with telling(path, CANNOT_BE_READ):
        opened = stack.enter_context(path.open("rb"))
        if not path.stat().st_size:
            raise FileError(path, EMPTY)
    return CsvSource(path, opened) if suffix(path) == CSV else ParquetSource(path, stack)


# -- Parquet -----------------------------------------------------------------------


class ParquetSource:
    """A Parquet file; columns have types."""

    all_text = False

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        try:
            self.file = stack.enter_context(parquet.ParquetFile(path, buffer_size=READ))
            self.schema = _without_views(self.file.schema_arrow)
        except (pa.ArrowException, OSError) as error:
            raise FileError(path, f"is not a Parquet file that can be read: {_line(error)}") from None
        self.size, self.done = self.file.metadata.num_rows, 0
        if not self.size:
            raise FileError(path, EMPTY)

    def batches(self) -> Iterator[Batch]:
        """Give the rows, numbered as they come."""
        found = self.file.iter_batches(batch_size=ROWS)
        while (rows := self._next(found)) is not None:
            numbers = list(range(self.done + 1, self.done + 1 + rows.num_rows))
            self.done += rows.num_rows
            yield Batch(numbers, pa.Table.from_batches([rows]).cast(self.schema), [])

    def _next(self, found: Iterator[Any]) -> Any:
        try:
            return next(found, None)
        except (pa.ArrowException, OSError) as error:
            raise FileError(self.path, f"{CANNOT_BE_READ}: {_line(error)}") from None


def _without_views(schema: pa.Schema) -> pa.Schema:
    """Name the types that every computation knows in place of views."""
    plain = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    return pa.schema([field.with_type(plain.get(field.type, field.type)) for field in schema])


# -- CSV ---------------------------------------------------------------------------


class CsvSource:
    """
    A CSV file; every column is text, and an empty field is null.

    A line of its own is added at the end: where it does not come out as a line,
    a quote before it was never closed.
    """

    all_text = True

    def __init__(self, path: Path, opened: io.BufferedReader) -> None:
        self.path, self.opened = path, opened
        self.size = path.stat().st_size
        self.text = _Text(path, opened)
        beginning = io.BytesIO(self.text.read(BLOCK))
        with self._reader(beginning, None, lambda _: "skip") as reader:
            names = reader.schema.names
        self.schema = pa.schema([(name, pa.string()) for name in names])
        self.malformed: deque[Malformed] = deque()
        self.ended, self.next_number = False, 1

    @property
    def done(self) -> int:
        """Bytes that were read."""
        return self.text.done

    def batches(self) -> Iterator[Batch]:
        """Give the rows, and the lines that are none; blank lines are neither, and are not counted."""
        self.opened.seek(0)
        self.text = _Text(self.path, self.opened)
        with self._reader(self.text, self.schema.names, self._skip) as reader:
            header = 1
            while (block := self._next(reader)) is not None:
                rows = pa.Table.from_batches([block]).slice(header)
                header = 0
                for start in range(0, max(rows.num_rows, 1), ROWS):
                    yield self._numbered(rows.slice(start, ROWS))
        if not self.ended:
            raise FileError(self.path, f"row {self.next_number - 1} has a quote that is never closed")
        if self.next_number == 1:
            raise FileError(self.path, EMPTY)

    def _reader(self, text: Any, names: list[str] | None, skip: Callable[[Any], str]) -> Any:
        """
        Open a reader.

        Args:
            names: Names of the columns, which are read as text; the header is a
                row then, so that lines that are no rows never come first.
                ``None`` to read the header as such.
        """
        try:
            return arrow_csv.open_csv(
                text,
                # One thread, so that lines that are no rows come with their number.
                read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
                parse_options=arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names or (), pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except (pa.ArrowException, OSError) as error:
            raise self._told(error) from None

    def _next(self, reader: Any) -> Any:
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None
        except (pa.ArrowException, OSError) as error:
            raise self._told(error) from None

    def _told(self, error: Exception) -> FileError:
        if "Empty CSV" in str(error):
            return FileError(self.path, EMPTY)
        if "straddling" in str(error):
            return FileError(self.path, f"has a line of more than {BLOCK} bytes, or a quote that is never closed")
        return FileError(self.path, f"is not a CSV file that can be read: {_line(error)}")

    def _skip(self, line: Any) -> str:
        """Keep a line that is no row; PyArrow counts the header, too."""
        if line.text == self.text.end:
            self.ended = True
        else:
            found, wanted = line.actual_columns, line.expected_columns
            self.malformed.append(
                Malformed(line.number - 1, _reason(found, wanted), [line.text, *[None] * (wanted - 1)])
            )
        return "skip"

    def _numbered(self, rows: pa.Table) -> Batch:
        """Number the next rows, and take the lines that stand among them and directly behind."""
        numbers: list[int] = []
        passed: list[Malformed] = []
        while True:
            while self.malformed and self.malformed[0].number == self.next_number:
                passed.append(self.malformed.popleft())
                self.next_number += 1
            left = rows.num_rows - len(numbers)
            if not left:
                return Batch(numbers, rows, passed)
            run = min(left, self.malformed[0].number - self.next_number) if self.malformed else left
            numbers.extend(range(self.next_number, self.next_number + run))
            self.next_number += run


class _Text(io.RawIOBase):
    """The bytes of a file while they are UTF-8, then a line that nobody else has."""

    def __init__(self, path: Path, opened: io.BufferedReader) -> None:
        self.path, self.opened, self.done = path, opened, 0
        self.end = f"end {secrets.token_hex()}"
        self.left = [f"\n{self.end}\n".encode()]
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; what is not text is told at once."""
        with telling(self.path, CANNOT_BE_READ):
            found = self.opened.read(size)
        self.done += len(found)
        try:
            text = self.decoder.decode(found, final=not found)
        except UnicodeDecodeError:
            raise FileError(self.path, "is not a CSV file in UTF-8") from None
        if "\0" in text:
            raise FileError(self.path, "is not a CSV file: it holds bytes that are no text")
        return found or (self.left.pop() if self.left else b"")


@functools.cache
def _reason(found: int, wanted: int) -> Text:
    return (TOO_FEW if found < wanted else TOO_MANY).fill({"found": found, "wanted": wanted})


def _line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
