"""
The households of a file, read for sums: only the columns that are priced are kept.
"""

import contextlib
import datetime as dt
from pathlib import Path

import polars as pl

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli._files.pricing import REJECTS, BatchPricer, progress
from psc_workflow.cli._files.reading import open_households
from psc_workflow.cli._files.writing import CsvWriter
from psc_workflow.cli._targets import replacement_files


def read_population(
    source: Path, rejects: Path | None, contract: Contract, on: dt.date, locale: Locale
) -> tuple[pl.LazyFrame, int]:
    """
    Read the households of a file.

    Args:
        rejects: Where rows that cannot be priced are written, if they are.

    Returns:
        Those that can be priced under *contract*, and how many cannot.

    Raises:
        FileError: A file cannot be used; nothing was written.
        NoValueInForceError: The tariff says nothing about that day.
    """
    with contextlib.ExitStack() as stack:
        reader = open_households(source, stack)
        pricer = BatchPricer(source, reader, contract, on, Certainty.ILLUSTRATIVE)
        writers = []
        if rejects is not None:
            (file,) = stack.enter_context(replacement_files((rejects,)))
            names = [name for name in reader.schema.names if name not in REJECTS]
            writers.append(CsvWriter(rejects, file, [*REJECTS, *names]))
        show_progress = stack.enter_context(progress(source.name, reader.size))
        households, rejected = [], 0
        for batch in reader.batches():
            good, bad = pricer.read(batch, locale)
            for writer in writers:
                writer.write(bad)
            households.append(good)
            rejected += len(bad)
            show_progress(reader.position)
    return pl.concat(households).lazy(), rejected
