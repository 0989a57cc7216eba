"""
From a file of households to two: those that were priced, and those that could not be.
"""

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
from rich.console import Console
from rich.progress import Progress

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli._arguments import FileError
from psc_workflow.cli._files.faults import TYPES, RowParser, check_columns
from psc_workflow.cli._files.reading import Batch, HouseholdReader, open_households
from psc_workflow.cli._files.writing import CsvWriter, WritingThread, table_writer, texts
from psc_workflow.cli._paths import Files, Lines
from psc_workflow.cli._targets import replacement_files
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing._charges import charges
from psc_workflow.pricing.frame._checks import MISSING, judge
from psc_workflow.pricing.frame._column_types import PARQUET, PYARROW
from psc_workflow.pricing.frame._entries import BY_CHANNEL, Accounts
from psc_workflow.pricing.frame._line_steps import LINE_RESULTS

LINES = pa.schema([(name, pa.int64() if name == "cents" else pa.string()) for name in ("household_id", *LINE_RESULTS)])
"""The columns of a file of lines."""

REJECTS = ("row", "reason")
"""Columns of the rejects file that precede those of the households."""


def price_files(  # noqa: PLR0917 -- what the command was given
    files: Files, contract: Contract, on: dt.date, least_certainty: Certainty, locale: Locale, lines: Lines | None
) -> tuple[int, int]:
    """
    Price the households of a file.

    Args:
        lines: How lines are written, if they are.

    Returns:
        How many were priced, and how many rejected.

    Raises:
        FileError: A file cannot be used; nothing was written.
        NoValueInForceError: The tariff says nothing about that day.
    """
    with contextlib.ExitStack() as stack:
        reader = open_households(files.source, stack)
        pricer = BatchPricer(files.source, reader, contract, on, least_certainty, lines)
        rejects_file, output_file = stack.enter_context(replacement_files((files.rejects, files.output)))
        show_progress = stack.enter_context(progress(files.source.name, reader.size))
        names = [name for name in reader.schema.names if name not in REJECTS]
        rejects = CsvWriter(files.rejects, rejects_file, [*REJECTS, *names])
        output = table_writer(files.output, output_file, pricer.written, pricer.parser.kinds)
        priced = rejected = 0
        with contextlib.closing(output), WritingThread() as thread:
            for batch in reader.batches():
                good, households, bad = pricer.price(batch, locale)
                thread.submit(partial(output.write_table, good))
                rejects.write(bad)
                priced, rejected = priced + households, rejected + len(bad)
                show_progress(reader.position)
    return priced, rejected


class BatchPricer:
    """Prices the batches of one file."""

    def __init__(  # noqa: PLR0917 -- what the command was given
        self,
        source: Path,
        reader: HouseholdReader,
        contract: Contract,
        on: dt.date,
        least_certainty: Certainty,
        lines: Lines | None = None,
    ) -> None:
        check_columns(source, reader.schema)
        self.path = source
        in_columns = lines is Lines.COLUMNS
        self.price_frame = partial(
            frame.price, contract=contract, on=on, least_certainty=least_certainty, lines=in_columns
        )
        self.price_lines = partial(frame.price_lines, contract=contract, on=on, least_certainty=least_certainty)
        accounts = Accounts.by_line(charges(contract, on)) if in_columns else BY_CHANNEL
        self.results = pa.schema(
            [
                (name, pa.int64() if name.endswith("_cents") else pa.string())
                for name in (*frame.RESULTS, *accounts.lines)
            ]
        )
        self.all_text = reader.all_text
        self.parser = RowParser(reader.schema, all_text=reader.all_text)
        self.schema = self._schema(reader)
        self.is_long = lines is Lines.LONG
        self.written = LINES if self.is_long else self.schema
        own = self.schema.names[: -len(self.results)]
        columns = [(name, str(dtype)) for name, dtype in zip(own, self.schema.types, strict=False)]
        faults = judge(columns, PYARROW, source=PARQUET).faults
        if faults and reader.all_text and len(reader.schema.names) == 1:
            raise FileError(
                source,
                "has one column only: are its fields separated by commas? (semicolons and tabs are not read)",
            )
        if reader.all_text and faults == tuple(Fault(name, MISSING) for name in frame.COLUMNS):
            raise FileError(source, "has none of the columns that are priced: is its first row a header?")
        if faults:
            raise FileError(source, _in_one_line(faults))
        try:
            self.price_frame(self._empty())
        except InvalidFrameError as error:
            raise FileError(source, _in_one_line(error.faults)) from None

    def _schema(self, reader: HouseholdReader) -> pa.Schema:
        """List the columns of the output: those of the file, typed as priced if it has only text; then the results."""
        schema = reader.schema
        for position, name in enumerate(schema.names if reader.all_text else ()):
            if name in self.parser.kinds:
                schema = schema.set(position, pa.field(name, TYPES[self.parser.kinds[name]][1]))
        for field in self.results:
            schema = schema.append(field)
        return schema

    def _empty(self) -> pl.DataFrame:
        """Make a frame without rows, of the columns that concern pricing; a column of type null takes its kind's."""
        count = len(self.schema) - len(self.results)
        names = [name for name in self.schema.names[:count] if name in {*self.parser.kinds, *self.results.names}]
        table = self.schema.empty_table().select(range(count)).select(names)
        empty = pl.DataFrame(pl.from_arrow(table))
        nulls = [name for name in self.parser.kinds if empty.schema[name] == pl.Null]
        return empty.with_columns(pl.col(name).cast(TYPES[self.parser.kinds[name]][0]) for name in nulls)

    def price(self, batch: Batch, locale: Locale) -> tuple[pa.Table, int, pl.DataFrame]:
        """
        Price a batch.

        Returns:
            The rows to write; how many households were priced; those that
            could not be, as texts and in the order of the file.

        Raises:
            FileError: A value fits no engine; it is not shown.
        """
        with self._report_values(batch):
            parsed, priced, bad, rejects = self._judge(batch, locale)
            good = self._lines(parsed.filter(~bad)) if self.is_long else self._rows(batch, parsed, priced, bad)
            return good, len(bad) - int(bad.sum()), rejects

    def read(self, batch: Batch, locale: Locale) -> tuple[pl.DataFrame, pl.DataFrame]:
        """
        Read a batch: the columns that are priced, of the households that can be, and those that cannot.

        Raises:
            FileError: As above.
        """
        with self._report_values(batch):
            parsed, _, bad, rejects = self._judge(batch, locale)
            return parsed.filter(~bad), rejects

    @contextlib.contextmanager
    def _report_values(self, batch: Batch) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, pl.exceptions.PolarsError, ArithmeticError, ValueError) as error:
            where = f"rows {batch.numbers[0]} to {batch.numbers[-1]}" if batch.numbers else "its rows"
            raise FileError(self.path, f"{where} hold a value that cannot be used ({type(error).__name__})") from None

    def _judge(self, batch: Batch, locale: Locale) -> tuple[pl.DataFrame, pl.DataFrame, pl.Series, pl.DataFrame]:
        """Parse and price the rows; say which are bad, and why."""
        raw = self.parser.select(batch.rows)
        parsed = self.parser.parse(raw)
        priced = self.price_frame(parsed)
        bad, reasons = self.parser.find_faults(priced, raw, locale)
        return parsed, priced, bad, self._rejects(batch, bad, reasons, locale)

    def _lines(self, good: pl.DataFrame) -> pa.Table:
        """Write the lines of the households that could be priced."""
        return self.price_lines(good).to_arrow().cast(LINES)

    def _rows(self, batch: Batch, parsed: pl.DataFrame, priced: pl.DataFrame, bad: pl.Series) -> pa.Table:
        """Return the rows that could be priced: their columns as they came, then the results."""
        good = batch.rows
        for position, name in enumerate(batch.rows.column_names if self.all_text else ()):
            if name in self.parser.kinds and self.schema.field(name).type != pa.string():
                good = good.set_column(position, self.schema.field(name), parsed[name].to_arrow())
        for field in self.results:
            good = good.append_column(field, priced[field.name].to_arrow().cast(field.type))
        return good.filter((~bad).to_arrow()) if bad.any() else good

    def _rejects(self, batch: Batch, bad: pl.Series, reasons: pl.Series, locale: Locale) -> pl.DataFrame:
        columns = texts(batch.rows.filter(bad.to_arrow()), self.parser.kinds)
        numbers = pl.Series("row", batch.numbers, dtype=pl.Int64).filter(bad)
        rejects = pl.DataFrame([numbers, reasons.alias("reason"), *columns])
        if batch.malformed:
            lines = zip(
                *((line.number, line.reason.in_(locale), *line.fields) for line in batch.malformed), strict=True
            )
            malformed = pl.DataFrame(list(lines), schema=rejects.schema, orient="col")
            rejects = pl.concat([rejects, malformed]).sort("row")
        earlier = [str(position) for position, name in enumerate(batch.rows.column_names) if name in REJECTS]
        return rejects.drop(earlier)


def _in_one_line(faults: Iterable[Fault]) -> str:
    return "; ".join(f"column {fault.path} {fault.message}" if fault.path else fault.message for fault in faults)


@contextlib.contextmanager
def progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show progress on a terminal."""
    with Progress(console=Console(stderr=True), transient=True, disable=not is_terminal()) as progress:
        task = progress.add_task(name, total=size)
        yield lambda position: progress.update(task, completed=position)


def is_terminal() -> bool:
    """Whether standard error is a terminal."""
    return sys.stderr.isatty()
