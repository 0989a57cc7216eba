"""
The command that prices a file of households.

What can be checked before the file is opened is checked here. ``cli._files``
needs the extra ``batch``, and is imported only when the command is run.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli._arguments import ArgumentError, FileError, Lang, choice, day, locale, report_os_errors
from psc_workflow.cli._paths import CSV, PARQUET, Files, Lines, suffix
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._targets import are_same, check_is_file, check_target

EXTRA = ("narwhals", "polars", "pyarrow")


def price(
    file: Path,
    /,
    *,
    contract: str,
    on: str,
    output: Annotated[Path, Parameter(name=("--output", "-o"))],
    rejects: Path | None = None,
    lines: str | None = None,
    least_certainty: str = Certainty.ILLUSTRATIVE.value,
    lang: Lang = None,
) -> None:
    """
    Price a file of households, CSV or Parquet by its suffix; both files are written completely or not at all.

    Parameters
    ----------
    file
        Households, one a row.
    contract
        Id of a built-in contract, or path of a TOML file.
    on
        Day whose tariff is used, YYYY-MM-DD.
    output
        File to write, CSV or Parquet by its suffix: the same columns, then amounts in cents.
    rejects
        CSV file of the rows that cannot be priced, each with its number and the reason; by default beside the output.
    lines
        columns: a column for each component of the tariff, too. long: the lines instead, one a row, by household,
        person and component.
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative,
        unknown.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    least = choice(Certainty, least_certainty, "--least-certainty")
    form = None if lines is None else choice(Lines, lines, "--lines")
    tariff_day, tariff = day(on, "--on"), find_contract(contract)
    files = Files(file, output, output.parent / f"{output.stem}.rejects.csv" if rejects is None else rejects)
    _check(files)
    with report_missing_extra("price"):
        from psc_workflow.cli._files.pricing import price_files  # noqa: PLC0415 -- the extra may be missing, and is slow to load
    with interrupt_on_termination():
        priced, rejected = price_files(files, tariff, tariff_day, least, printer.locale, form)
    printer.priced(priced, files.output, rejected, files.rejects)


@contextlib.contextmanager
def report_missing_extra(command: str) -> Iterator[None]:
    """Say which extra *command* needs if a package of it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in EXTRA:
            raise
        raise ArgumentError(
            f"{command} needs the extra 'batch' ({error.name} is missing): pip install 'psc_workflow[batch]'"
        ) from None


@contextlib.contextmanager
def interrupt_on_termination() -> Iterator[None]:
    """Treat a request to terminate as Ctrl-C, so that nothing is left behind; only the main thread handles signals."""
    names = ("SIGTERM", "SIGHUP") if threading.current_thread() is threading.main_thread() else ()
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    handlers = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _check(files: Files) -> None:
    """Check the names and the folders without opening a file."""
    _check_suffixes((files.source, (CSV, PARQUET)), (files.output, (CSV, PARQUET)), (files.rejects, (CSV,)))
    _check_source(files.source)
    check_target(files.output)
    check_target(files.rejects)
    if are_same(files.source, files.output):
        raise FileError(files.output, "is the file that is read")
    _check_rejects(files.source, files.rejects)
    if are_same(files.output, files.rejects):
        raise FileError(files.rejects, "is the file of the priced households")


def check_population(source: Path, rejects: Path | None) -> None:
    """Check the file of households and that of its rejects, if there is one, without opening them."""
    _check_suffixes((source, (CSV, PARQUET)), *([] if rejects is None else [(rejects, (CSV,))]))
    _check_source(source)
    if rejects is not None:
        check_target(rejects)
        _check_rejects(source, rejects)


def _check_suffixes(*pairs: tuple[Path, tuple[str, ...]]) -> None:
    for path, suffixes in pairs:
        if suffix(path) not in suffixes:
            raise FileError(path, f"must end in {' or '.join(suffixes)}")


def _check_source(path: Path) -> None:
    with report_os_errors(path, "cannot be read"):
        if not path.exists():
            raise FileError(path, "does not exist")
        check_is_file(path)


def _check_rejects(source: Path, rejects: Path) -> None:
    if are_same(source, rejects):
        raise FileError(rejects, "is the file that is read: choose another one for the rejects with --rejects")
