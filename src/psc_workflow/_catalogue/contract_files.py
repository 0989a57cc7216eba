"""
Reads the file of a contract, and completes it from the contract that it is based on.
"""

import functools
from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.contract import Contract
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow.exceptions import Fault, InvalidDocumentError

F = TypeVar("F", bound=Path | Traversable)


@functools.cache
def builtin_files() -> dict[str, Traversable]:
    """List the files of the contracts that come with the library, by id."""
    files = (file for file in (DATA / "contracts").iterdir() if file.name.endswith(".toml"))
    return dict(sorted((file.name.removesuffix(".toml"), file) for file in files))


def read(file: F, parse: Callable[[F], dict[str, Any]] = read_toml) -> Contract:
    """
    Read a contract.

    Args:
        parse: How the file itself is parsed; those that it is based on are
            files of this library.

    Raises:
        InvalidDocumentError: It is no contract.
    """
    own = parse(file)
    tables = _complete_from_base(own, file, ())
    try:
        return build(tables, Contract, file)
    except InvalidDocumentError as error:
        raise InvalidDocumentError(f"{file}:", [_add_origin(fault, own, tables) for fault in error.faults]) from None


def _add_origin(fault: Fault, own: dict[str, Any], tables: dict[str, Any]) -> Fault:
    """Explain a fault in a table that comes from the base contract, and how to mend it."""
    table = fault.path.split(".")[0]
    if table in own or table not in tables:
        return fault
    origin = f"this table comes from {own['contract']['based_on']}; write your own [{table}] table"
    return attrs.evolve(fault, message=f"{fault.message} ({origin})")


def _complete_from_base(data: dict[str, Any], file: object, seen: tuple[str, ...]) -> dict[str, Any]:
    """Add the tables of the base contract that the file does not have."""
    heading = data.get("contract")
    base = heading.get("based_on") if isinstance(heading, dict) else None
    if base is None:
        return data
    files = builtin_files()
    if not isinstance(base, str) or base not in files or base in seen:
        fault = f"must be another built-in contract: {', '.join(files)}"
        raise InvalidDocumentError(f"{file}:", [Fault("contract.based_on", fault)])
    tables = _complete_from_base(read_toml(files[base]), files[base], (*seen, base))
    return {**{name: table for name, table in tables.items() if name not in _NOT_INHERITED}, **data}


_NOT_INHERITED = ("insurer",)
"""Tables not taken from a built-in contract: they speak of its insurer, which need not be that of the other file."""
