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
from psc_workflow.cli._paths import CSV, PARQUET, Files, suffix
from psc_workflow.cli._printing import Printer

EXTRA = ("narwhals", "polars", "pyarrow")


def price(
    file: Path,
    /,
    *,
    contract: str,
    on: str,
    output: Annotated[Path, Parameter(name=("--output", "-o"))],
    rejects: Path | None = None,
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
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative.
    lang
        fr or en.
    """
    printer = Printer(locale(lang))
    least = choice(Certainty, least_certainty, "--least-certainty")
    tariff_day, tariff = day(on, "--on"), find_contract(contract)
    files = Files(file, output, output.parent / f"{output.stem}.rejects.csv" if rejects is None else rejects)
    _check(files)
    try:
        from psc_workflow.cli._files.pricing import price_files  # noqa: PLC0415 -- the extra may be missing, and is slow to load
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in EXTRA:
            raise
        raise ArgumentError(
            f"price needs the extra 'batch' ({error.name} is missing): pip install 'psc_workflow[batch]'"
        ) from None
    with _interrupt_on_termination():
        priced, rejected = price_files(files, tariff, tariff_day, least, printer.locale)
    printer.priced(priced, files.output, rejected, files.rejects)


@contextlib.contextmanager
def _interrupt_on_termination() -> Iterator[None]:
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
    for path, suffixes in ((files.source, (CSV, PARQUET)), (files.output, (CSV, PARQUET)), (files.rejects, (CSV,))):
        if suffix(path) not in suffixes:
            raise FileError(path, f"must end in {' or '.join(suffixes)}")
    with report_os_errors(files.source, "cannot be read"):
        if not files.source.exists():
            raise FileError(files.source, "does not exist")
        _check_is_file(files.source)
    for path in (files.output, files.rejects):
        with report_os_errors(path, "cannot be written"):
            if not path.parent.is_dir():
                raise FileError(path, f"the folder {path.parent} does not exist")
            _check_is_file(path)
    if _are_same(files.source, files.output):
        raise FileError(files.output, "is the file that is read")
    if _are_same(files.source, files.rejects):
        raise FileError(files.rejects, "is the file that is read: choose another one for the rejects with --rejects")
    if _are_same(files.output, files.rejects):
        raise FileError(files.rejects, "is the file of the priced households")


def _check_is_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise FileError(path, "is a folder" if path.is_dir() else "is not a file")


def _are_same(left: Path, right: Path) -> bool:
    return left.resolve() == right.resolve() or (left.exists() and right.exists() and left.samefile(right))
