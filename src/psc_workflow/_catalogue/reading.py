"""
Reads the TOML files of the catalogue; every fault is reported with its file, table and field.
"""

import contextlib
import functools
import itertools
import tomllib
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.forms import visible
from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow._catalogue.toml_bounds import LARGEST, data_faults, text_faults
from psc_workflow._catalogue.values import all_faults, deferred_faults
from psc_workflow._structuring import MOST_FAULTS, StructureError, structure
from psc_workflow.exceptions import Fault, InvalidDocumentError

T = TypeVar("T")

DATA = resources.files("psc_workflow._catalogue") / "data"


def read_toml(file: Path | Traversable) -> dict[str, Any]:
    """
    Parse a file of this library; numbers with a decimal point become ``Decimal``.

    Raises:
        InvalidDocumentError: The file cannot be opened or is not TOML.
    """
    return _parse(file, file.read_bytes, lambda _: (), lambda _: ())


def read_foreign_toml(path: Path) -> dict[str, Any]:
    """
    Parse a file that somebody else wrote: in bounded time and memory, whatever it holds.

    Raises:
        InvalidDocumentError: It is no regular file, is too large or nested too
            deeply, or is not TOML.
    """
    return _parse(path, functools.partial(read_regular, path, LARGEST), text_faults, data_faults)


def _parse(
    file: object,
    read: Callable[[], bytes],
    check_text: Callable[[str], Iterable[Fault]],
    check_data: Callable[[Any], Iterable[Fault]],
) -> dict[str, Any]:
    try:
        text = read().decode()
        faults = list(check_text(text))
        data = {} if faults else tomllib.loads(text, parse_float=_number)
        faults = faults or list(itertools.islice(check_data(data), MOST_FAULTS))
    except OSError as error:
        faults = [Fault("", f"cannot be read: {error.strerror or type(error).__name__}")]
    except UnicodeDecodeError:
        faults = [Fault("", "is not UTF-8 text")]
    except tomllib.TOMLDecodeError as error:
        faults = [Fault("", f"is not TOML: {error}")]
    except RecursionError:
        faults = [Fault("", "is nested too deeply")]
    except ValueError:
        faults = [Fault("", "cannot be read: the path, or a number in the file, is invalid")]
    if faults:
        raise invalid(file, faults)
    return data


def _number(text: str) -> Decimal:
    """Read a number; one that ``Decimal`` cannot hold is none, and is refused with its path."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def build(data: dict[str, Any], cls: type[T], file: object) -> T:
    """
    Build *cls* from parsed TOML.

    Raises:
        InvalidDocumentError: The data is invalid; it lists the path of every
            fault in *file*. Where a value is of a wrong type, the tables
            around it are not compared with one another.
    """
    try:
        with deferred_faults():
            table = structure(data, cls, native_dates=True)
        faults = all_faults(table)
    except StructureError:
        faults = _structure_faults(data, cls)
    if faults:
        raise invalid(file, faults[:MOST_FAULTS])
    return table


def readable_tables(data: dict[str, Any], cls: type[Any]) -> dict[str, Any]:
    """Build each table that *data* has by itself, without judging it; one of a wrong structure is left out."""
    tables = {}
    for field in attrs.fields(attrs.resolve_types(cls)):
        if field.name in data:
            with contextlib.suppress(StructureError), deferred_faults():
                tables[field.name] = structure(data[field.name], field.type, native_dates=True)
    return tables


def _structure_faults(data: dict[str, Any], cls: type[object]) -> list[Fault]:
    """List faults of structure, and of the tables beside them."""
    try:
        structure(data, cls, native_dates=True)
    except StructureError as error:
        return error.faults
    return []


def invalid(file: object, faults: Iterable[Fault]) -> InvalidDocumentError:
    """Make the error of *file*; what cannot be seen in a name or in a value stands there as an escape."""
    return InvalidDocumentError(subject(file), dict.fromkeys(map(_visible, faults)))


def subject(file: object) -> str:
    """Name *file* at the beginning of an error."""
    return f"{visible(str(file))}:"


def _visible(fault: Fault) -> Fault:
    return Fault(visible(fault.path), visible(fault.message), fault.code)
