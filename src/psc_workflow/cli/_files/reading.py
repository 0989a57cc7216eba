"""
The households of a file: batches of numbered rows, and malformed lines.
"""

import contextlib
import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import attrs
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from psc_workflow._catalogue.regular_files import open_regular
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared
from psc_workflow.cli._arguments import FileError, report_os_errors
from psc_workflow.cli._files.utf8 import CANNOT_BE_READ, Utf8Stream
from psc_workflow.cli._paths import CSV, suffix
from psc_workflow.cli._printing import TOO_FEW, TOO_MANY

ROWS = 250_000
"""Rows priced at a time."""
BLOCK = 8 * 2**20
"""Bytes of a CSV file read at a time; no line may be longer."""
READ = 2**20
"""Bytes of a column of a Parquet file read at a time."""

_LAST_READER: deque[Any] = deque(maxlen=1)
"""
Kept until another comes: what PyArrow's own thread lets go of last, it gives back to Python.

If the interpreter ends at that moment, the process is aborted.
"""

EMPTY = "holds no household"
_TOO_LONG = "has a line of more than {} bytes, or a quote that is never closed"


@attrs.frozen
class MalformedLine:
    """
    A line of a CSV file with too few or too many fields: whole, in the first of the columns.

    Which field it lacks is unknown: split into columns, it could be priced as
    something else.
    """

    number: int
    reason: Text
    fields: list[str | None]


@attrs.frozen
class Batch:
    """Some rows, their numbers in the file, and the malformed lines among them."""

    numbers: Sequence[int]
    rows: pa.Table
    malformed: list[MalformedLine]


class HouseholdReader(Protocol):
    """
    Reads a file of households.

    ``schema`` has the columns of the file; ``size`` and ``position`` count rows
    or bytes.
    """

    schema: pa.Schema
    all_text: bool
    size: int

    @property
    def position(self) -> int:
        """How much was read."""

    def batches(self) -> Iterator[Batch]:
        """Read the file from its beginning to its end."""


def open_households(path: Path, stack: ExitStack) -> HouseholdReader:
    """Open a file of households, until *stack* closes it."""
    with report_os_errors(path, CANNOT_BE_READ):
        file = stack.enter_context(open_regular(path))
        if not path.stat().st_size:
            raise FileError(path, EMPTY)
    return CsvReader(path, file) if suffix(path) == CSV else ParquetReader(path, stack)


# -- Parquet -----------------------------------------------------------------------


class ParquetReader:
    """Reads a Parquet file; columns have types."""

    all_text = False

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        try:
            self.file = stack.enter_context(parquet.ParquetFile(path, buffer_size=READ))
            self.schema = _without_views(self.file.schema_arrow)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            raise FileError(path, f"is not a Parquet file that can be read: {_first_line(error)}") from None
        self.size, self.position = self.file.metadata.num_rows, 0
        if not self.size:
            raise FileError(path, EMPTY)

    def batches(self) -> Iterator[Batch]:
        """Read the rows and number them."""
        blocks = self.file.iter_batches(batch_size=ROWS)
        while (rows := self._next(blocks)) is not None:
            numbers = range(self.position + 1, self.position + 1 + rows.num_rows)
            self.position += rows.num_rows
            self._check_texts(rows, numbers)
            yield Batch(numbers, pa.Table.from_batches([rows]).cast(self.schema), [])

    def _next(self, blocks: Iterator[Any]) -> Any:
        try:
            return next(blocks, None)
        except (pa.ArrowException, OSError) as error:
            raise FileError(self.path, f"{CANNOT_BE_READ}: {_first_line(error)}") from None

    def _check_texts(self, rows: pa.RecordBatch, numbers: range) -> None:
        """Refuse text that is not UTF-8, in whatever column: PyArrow itself reads it, and writes it on."""
        for name, column in zip(rows.schema.names, rows.columns, strict=True):
            try:
                if _holds_text(column.type):
                    column.validate(full=True)
            except pa.ArrowException:
                where = f"rows {numbers[0]} to {numbers[-1]}"
                raise FileError(self.path, f"{where} hold text that is not UTF-8, in column {name}") from None


def _holds_text(kind: pa.DataType) -> bool:
    """Whether values of a type are text, or have some within."""
    if pa.types.is_nested(kind):
        return any(_holds_text(kind.field(place).type) for place in range(kind.num_fields))
    return "string" in str(getattr(kind, "storage_type", kind))


def _without_views(schema: pa.Schema) -> pa.Schema:
    """Replace views by the types that every computation supports."""
    plain = {"string_view": pa.large_string(), "binary_view": pa.large_binary()}
    return pa.schema([field.with_type(plain.get(str(field.type), field.type)) for field in schema])


# -- CSV ---------------------------------------------------------------------------


class CsvReader:
    """
    Reads a CSV file; every column is text, and an empty field is null.

    An end mark is added as a last line: if it does not come out as a line, a
    quote before it was never closed.

    PyArrow is asked to open nothing that it refuses at once: no reader would be
    there to be finished, while its own thread still reads.
    """

    all_text = True

    def __init__(self, path: Path, file: io.BufferedReader) -> None:
        self.path, self.file = path, file
        self.size = path.stat().st_size
        self.stream = Utf8Stream(path, file)
        self.schema = pa.schema([(name, pa.string()) for name in self._header(self.stream.read(BLOCK))])
        self.malformed: deque[MalformedLine] = deque()
        self.has_ended, self.next_number = False, 1

    @property
    def position(self) -> int:
        """Bytes that were read."""
        return self.stream.position

    def batches(self) -> Iterator[Batch]:
        """Read the rows and the malformed lines; blank lines are neither, and are not counted."""
        self.file.seek(0)
        self.stream = Utf8Stream(self.path, self.file)
        with self._reader() as reader:
            header = 1
            try:
                while (block := self._next(reader)) is not None:
                    rows = pa.Table.from_batches([block]).slice(header)
                    header = 0
                    for start in range(0, max(rows.num_rows, 1), ROWS):
                        yield self._batch(rows.slice(start, ROWS))
            finally:
                self._finish(reader)
        if not self.has_ended:
            raise FileError(self.path, f"row {self.next_number - 1} has a quote that is never closed")
        if self.next_number == 1:
            raise FileError(self.path, EMPTY)

    def _header(self, beginning: bytes) -> list[str]:
        """
        Read the names of the columns: the first line that is not blank, which must end within the first block.

        Two ends of lines are added, of which one is left unless a quote is open.
        """
        text = io.StringIO(beginning.decode("utf-8-sig", errors="ignore") + "\n\n", newline="")  # a letter may be cut
        try:
            names = next(filter(None, csv.reader(text)), None)
        except csv.Error as error:
            raise self._file_error(error) from None
        left = text.read()
        is_open, is_cut = names is not None and not left, len(beginning) == BLOCK and left in {"", "\n"}
        if is_open or is_cut:
            raise FileError(self.path, _TOO_LONG.format(BLOCK))
        if names is None:
            raise FileError(self.path, EMPTY)
        return names

    def _reader(self) -> Any:
        """Open a reader of PyArrow's; the header is a row for it, so that a malformed line never comes first."""
        names = self.schema.names
        try:
            reader = arrow_csv.open_csv(
                self.stream,
                # One thread, so that malformed lines come with their number.
                read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
                parse_options=arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._skip),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except (pa.ArrowException, OSError) as error:
            raise self._file_error(error) from None
        _LAST_READER.append(reader)
        return reader

    def _next(self, reader: Any) -> Any:
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None
        except (pa.ArrowException, OSError) as error:
            raise self._file_error(error) from None

    def _finish(self, reader: Any) -> None:
        """Let PyArrow read to an end that comes at once: its thread must not ask for more when the process ends."""
        self.stream.ended = True
        with contextlib.suppress(StopIteration, pa.ArrowException, OSError, FileError):
            while True:
                reader.read_next_batch()

    def _file_error(self, error: Exception) -> FileError:
        if "straddling" in str(error):
            return FileError(self.path, _TOO_LONG.format(BLOCK))
        return FileError(self.path, f"is not a CSV file that can be read: {_first_line(error)}")

    def _skip(self, line: Any) -> str:
        """Keep a malformed line; PyArrow counts the header, too."""
        if line.text == self.stream.end_mark:
            self.has_ended = True
        else:
            actual, expected = line.actual_columns, line.expected_columns
            fields = [line.text, *[None] * (expected - 1)]
            self.malformed.append(MalformedLine(line.number - 1, _reason(actual, expected), fields))
        return "skip"

    def _batch(self, rows: pa.Table) -> Batch:
        """Number the next rows, with the malformed lines among them and directly after."""
        numbers: list[int] = []
        malformed: list[MalformedLine] = []
        while True:
            while self.malformed and self.malformed[0].number == self.next_number:
                malformed.append(self.malformed.popleft())
                self.next_number += 1
            left = rows.num_rows - len(numbers)
            if not left:
                return Batch(numbers, rows, malformed)
            run = min(left, self.malformed[0].number - self.next_number) if self.malformed else left
            numbers.extend(range(self.next_number, self.next_number + run))
            self.next_number += run


@shared
def _reason(actual: int, expected: int) -> Text:
    return (TOO_FEW if actual < expected else TOO_MANY).fill({"actual": actual, "expected": expected})


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
