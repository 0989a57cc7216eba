"""
From a file of households to two: those that were priced, those that could not be.
"""

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
import pyarrow as pa
from rich.console import Console
from rich.progress import Progress

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli._arguments import FileError
from psc_workflow.cli._files.faults import TYPES, Rows, check
from psc_workflow.cli._files.reading import Batch, Source, source
from psc_workflow.cli._files.writing import CsvWriter, replacing, tables, texts
from psc_workflow.cli._paths import Files
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame

RESULTS = pa.schema([(name, pa.int64() if name.endswith("_cents") else pa.string()) for name in frame.RESULTS])
REJECTS = ("row", "reason")
"""Columns of the rejects file before those of the households."""


def price_files(
    files: Files, contract: Contract, on: dt.date, least_certainty: Certainty, locale: Locale
) -> tuple[int, int]:
    """
    Price the households of a file.

    Returns:
        How many were priced, and how many rejected.

    Raises:
        FileError: A file cannot be used; nothing was written.
        NoValueInForceError: The tariff says nothing about that day.
    """
    with contextlib.ExitStack() as stack:
        given = source(files.source, stack)
        pricing = _Pricing(files, given, contract, on, least_certainty)
        rejects_file, output_file = stack.enter_context(replacing((files.rejects, files.output)))
        told = stack.enter_context(_progress(files.source.name, given.size))
        kept = [name for name in given.schema.names if name not in REJECTS]
        rejects = CsvWriter(files.rejects, rejects_file, [*REJECTS, *kept])
        output = tables(files.output, output_file, pricing.schema, pricing.rows.kinds)
        priced = rejected = 0
        with contextlib.closing(output):
            for batch in given.batches():
                good, bad = pricing.priced(batch, locale)
                output.write_table(good)
                rejects.write(bad)
                priced, rejected = priced + good.num_rows, rejected + len(bad)
                told(given.done)
    return priced, rejected


class _Pricing:
    """Prices the batches of one file."""

    def __init__(
        self, files: Files, given: Source, contract: Contract, on: dt.date, least_certainty: Certainty
    ) -> None:
        check(files.source, given.schema)
        self.path = files.source
        self.asked = partial(frame.price, contract=contract, on=on, least_certainty=least_certainty)
        self.all_text = given.all_text
        self.rows = Rows(given.schema, all_text=given.all_text)
        self.schema = self._schema(given)
        try:
            self.asked(self._empty().lazy())
        except InvalidFrameError as error:
            faults = "; ".join(f"column {fault.path} {fault.message}" for fault in error.faults)
            hint = ""
            if given.all_text and len(given.schema.names) == 1:
                hint = " (it has one column only: are its fields separated by commas?)"
            raise FileError(files.source, f"{faults}{hint}") from None

    def _schema(self, given: Source) -> pa.Schema:
        """Name the columns of the output: those given, with their types if the file knows none; then the results."""
        found = given.schema
        for place, name in enumerate(found.names if given.all_text else ()):
            if name in self.rows.kinds:
                found = found.set(place, pa.field(name, TYPES[self.rows.kinds[name]][1]))
        for field in RESULTS:
            found = found.append(field)
        return found

    def _empty(self) -> pl.DataFrame:
        """Make a frame without rows that has what concerns the pricing; columns of nulls alone may be anything."""
        names = [name for name in self.schema.names[: -len(RESULTS)] if name in {*self.rows.kinds, *frame.RESULTS}]
        found = pl.DataFrame(
            pl.from_arrow(self.schema.empty_table().select(range(len(self.schema) - len(RESULTS))).select(names))
        )
        nulls = [name for name in self.rows.kinds if found.schema[name] == pl.Null]
        return found.with_columns(pl.col(name).cast(TYPES[self.rows.kinds[name]][0]) for name in nulls)

    def priced(self, batch: Batch, locale: Locale) -> tuple[pa.Table, pl.DataFrame]:
        """Price a batch, as :meth:`price` does; a value that no engine can hold is told without it."""
        try:
            return self.price(batch, locale)
        except (pa.ArrowException, pl.exceptions.PolarsError, ArithmeticError, ValueError) as error:
            where = f"rows {batch.numbers[0]} to {batch.numbers[-1]}" if batch.numbers else "its rows"
            raise FileError(self.path, f"{where} hold a value that cannot be used ({type(error).__name__})") from None

    def price(self, batch: Batch, locale: Locale) -> tuple[pa.Table, pl.DataFrame]:
        """Give the rows that were priced, then those that could not be, as texts and in the order of the file."""
        understood = self.rows.understand(batch.rows)
        priced = self.asked(understood.lazy()).collect()  # a batch may have no row
        bad, reasons = self.rows.reasons(priced, batch.rows, locale)
        good = batch.rows
        for place, name in enumerate(batch.rows.column_names if self.all_text else ()):
            if name in self.rows.kinds and self.schema.field(name).type != pa.string():
                good = good.set_column(place, self.schema.field(name), understood[name].to_arrow())
        for field in RESULTS:
            good = good.append_column(field, priced[field.name].to_arrow().cast(field.type))
        if not reasons.is_empty():
            good = good.filter((~bad).to_arrow())
        return good, self._rejected(batch, bad, reasons, locale)

    def _rejected(self, batch: Batch, bad: pl.Series, reasons: pl.Series, locale: Locale) -> pl.DataFrame:
        kept = texts(batch.rows.filter(bad.to_arrow()), self.rows.kinds)
        numbers = pl.Series("row", batch.numbers, dtype=pl.Int64).filter(bad)
        found = pl.DataFrame([numbers, reasons.alias("reason"), *kept])
        if batch.malformed:
            lines = zip(
                *((line.number, line.reason.in_(locale), *line.fields) for line in batch.malformed), strict=True
            )
            found = pl.concat([found, pl.DataFrame(list(lines), schema=found.schema, orient="col")]).sort("row")
        again = [str(place) for place, name in enumerate(batch.rows.column_names) if name in REJECTS]
        return found.drop(again)


@contextlib.contextmanager
def _progress(name: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far one is."""
    with Progress(console=Console(stderr=True), transient=True, disable=not is_terminal()) as progress:
        task = progress.add_task(name, total=size)
        yield lambda done: progress.update(task, completed=done)


def is_terminal() -> bool:
    """Whether somebody is looking at standard error."""
    return sys.stderr.isatty()
