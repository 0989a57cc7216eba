"""
Reads the file of a contract, and completes it from the contract that it is based on.

The tables of the base hold wherever the file has none; of ``[texts]``,
``[sources]``, ``[regimes]`` and the names of formulas, single ones do. What speaks of the insurer is not taken from a
built-in contract, whose insurer need not be that of the file.
"""

from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue import contract_checks, contract_faults, contract_words
from psc_workflow._catalogue.cited import with_named_sources
from psc_workflow._catalogue.contract import Contract
from psc_workflow._catalogue.reading import (
    DATA,
    build,
    invalid,
    read_foreign_toml,
    read_toml,
    readable_tables,
    subject,
)
from psc_workflow._catalogue.values import all_faults, deferred_faults
from psc_workflow._structuring import MOST_FAULTS, without_schema
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import Fault, InvalidDocumentError

F = TypeVar("F", bound=Path | Traversable)

Tables = dict[str, Any]

_NOT_INHERITED = ("insurer", "links", "sources", "texts")
"""Tables that are not taken from a built-in contract, because they speak of its insurer."""

_MERGED = ("regimes", "sources", "texts")
"""Tables of which the base's hold entry by entry."""

_TABLES = {contract_words.original_path(field.name).partition(".")[0] for field in attrs.fields(Contract)}
"""The tables of a contract, as in its file."""

_MOST_BASES = 8
"""Contracts that one is based on, one through the other."""


@shared
def builtin_files() -> dict[str, Traversable]:
    """List the files of the contracts that come with the library, by id."""
    files = (file for file in (DATA / "contracts").iterdir() if file.name.endswith(".toml"))
    return dict(sorted((file.name.removesuffix(".toml"), file) for file in files))


def read(file: F, parse: Callable[[F], Tables] = read_toml) -> Contract:
    """
    Read a contract.

    Args:
        parse: How the file itself is parsed.

    Raises:
        InvalidDocumentError: It is no contract.
    """
    own = without_schema(parse(file))
    tables, base_faults = _with_base(own, file)
    tables = with_named_sources(tables)
    parts = contract_words.split(tables)
    faults = contract_words.admit(parts)
    try:
        contract = build(parts, Contract, file)
    except InvalidDocumentError as error:
        faults += [*error.faults, *_faults_of_parts(parts)]
    misplaced = contract_words.misplaced(tables)
    if not faults and not base_faults and not misplaced:
        return contract
    faults = [attrs.evolve(fault, path=contract_words.original_path(fault.path)) for fault in faults]
    if base_faults:
        faults = [*base_faults, *(fault for fault in faults if not _may_be_mended_by_the_base(fault, own))]
    faults = [*misplaced, *(_add_origin(fault, own, tables) for fault in faults)]
    raise invalid(file, contract_faults.explain(faults, tables, _TABLES)[:MOST_FAULTS])


def _faults_of_parts(parts: Tables) -> list[Fault]:
    """Judge every table whose structure is right, alone and beside the others: a wrong one hides none of them."""
    readable = readable_tables(parts, Contract)
    absent = {field.name for field in attrs.fields(Contract) if field.default is attrs.NOTHING} - {*readable}
    with deferred_faults():
        contract: Contract = Contract(**dict.fromkeys(absent), **readable)  # type: ignore[arg-type]  # nobody reads those
    faults = [fault.below(name) for name, table in readable.items() for fault in all_faults(table)]
    return [*faults, *contract_checks.faults_of(contract, absent | {*parts} - {*readable})]


def _with_base(own: Tables, file: Path | Traversable) -> tuple[Tables, list[Fault]]:
    """Complete the file from its base; one that cannot be used is a fault, and leaves the file as it is."""
    try:
        return _complete_from_base(own, file, (_identity(file),)), []
    except InvalidDocumentError as error:
        where = "" if error.subject == subject(file) else f" (in {error.subject.removesuffix(':')})"
        return own, [attrs.evolve(fault, message=fault.message + where) for fault in error.faults]


def _may_be_mended_by_the_base(fault: Fault, own: Tables) -> bool:
    """Whether *fault* may be none once there is the base: a table that is not here, or a word that it may declare."""
    is_absent = fault.message == "is missing" and fault.path not in own and "." not in fault.path
    return is_absent or (fault.code == "form-not-a-choice" and contract_faults.word_at(fault.path) is not None)


def _add_origin(fault: Fault, own: Tables, tables: Tables) -> Fault:
    """Explain a fault in a table that comes from the base contract, and how to mend it."""
    table = fault.path.split(".")[0]
    if table in own or table not in tables:
        return fault
    origin = f"this table comes from {own['contract']['based_on']}; write your own [{table}] table"
    return attrs.evolve(fault, message=f"{fault.message} ({origin})")


def _complete_from_base(data: Tables, file: Path | Traversable, seen: tuple[str, ...]) -> Tables:
    """Add the tables of the base contract that the file does not have."""
    heading = data.get("contract")
    base = heading.get("based_on") if isinstance(heading, dict) else None
    if base is None:
        return data
    base_file, is_builtin = _base_file(base, file)
    if base_file is None:
        names = ", ".join(builtin_files())
        raise _unusable(file, f"must be another built-in contract ({names}) or the path of a TOML file")
    if _identity(base_file) in seen:
        raise _unusable(file, "must be another built-in contract, or a file that does not lead back to this one")
    if len(seen) > _MOST_BASES:
        raise _unusable(file, f"must not go through more than {_MOST_BASES} contracts")
    base_data = read_toml(base_file) if is_builtin else without_schema(_parse_base(base_file, file))
    tables = _complete_from_base(base_data, base_file, (*seen, _identity(base_file)))
    if is_builtin:
        tables = {name: table for name, table in tables.items() if name not in _NOT_INHERITED}
    merged = {name: _merge(tables.get(name), data.get(name)) for name in _MERGED if name in tables}
    named = contract_words.with_names(tables.get("formulas"), data.get("formulas"))
    return {**tables, **data, **merged, **({"formulas": named} if named is not None else {})}


def _base_file(base: object, file: Path | Traversable) -> tuple[Path | Traversable | None, bool]:
    """Find the file that *base* names, and whether it is built in; a path is relative to the folder of *file*."""
    if not isinstance(base, str):
        return None, False
    if base in builtin_files():
        return builtin_files()[base], True
    if isinstance(file, Path) and base.casefold().endswith(".toml"):
        return file.parent / base, False
    return None, False


def _parse_base(base_file: Path | Traversable, file: Path | Traversable) -> Tables:
    try:
        return read_foreign_toml(Path(str(base_file)))
    except InvalidDocumentError as error:
        raise _unusable(file, *(f"names {base_file.name}, which {fault}" for fault in error.faults)) from None


def _unusable(file: Path | Traversable, *messages: str) -> InvalidDocumentError:
    return invalid(file, [Fault("contract.based_on", message) for message in messages])


def _identity(file: Path | Traversable) -> str:
    """Name *file* as no other file is named."""
    return str(file.resolve()) if isinstance(file, Path) else f"built in: {file.name}"


def _merge(base: Any, own: Any) -> Any:
    """Put the entries of *own* in place of those of *base*, table by table."""
    if not isinstance(base, Mapping) or not isinstance(own, Mapping):
        return base if own is None else own
    return {**base, **{name: _merge(base.get(name), value) for name, value in own.items()}}
