"""
Collective contracts (contrats collectifs), built in or a host's own, all read from the same kind of TOML file.

>>> get("men-2026-pf").territory
'PF'
>>> sorted(builtin)
['guide-illustration', 'men-2026', 'men-2026-pf']
"""

import contextlib
import functools
import threading
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, overload

from psc_workflow._catalogue.contract import Contract, Heading
from psc_workflow._catalogue.contract_files import builtin_files, read
from psc_workflow._catalogue.forms import visible
from psc_workflow._catalogue.reading import read_foreign_toml
from psc_workflow._structuring.boundary import boundary
from psc_workflow.exceptions import ContractExistsError, Fault, HostError, InvalidDocumentError, UnknownContractError

T = TypeVar("T")

__all__ = ["Contract", "Heading", "Registry", "builtin", "find", "get", "load"]


_NO_ID = "the id of a contract must be a text"


class Registry(Mapping[str, Contract]):
    """
    Contracts by id. A file is read when its contract is first looked up.

    >>> own = builtin.including(get("men-2026-pf"))
    >>> own["men-2026-pf"].id
    'men-2026-pf'
    >>> own.get("no-such-contract") is None
    True
    """

    def __init__(self, files: Mapping[str, Path | Traversable], loaded: Mapping[str, Contract] | None = None) -> None:
        self._files = files
        self._loaded = dict(loaded or {})

    def __getitem__(self, contract: str) -> Contract:
        """
        Find a contract.

        Raises:
            UnknownContractError: No contract has this id.
            HostError: It is no text.
        """
        if not isinstance(contract, str):
            raise HostError(_NO_ID)
        if contract not in self._loaded:
            if contract not in self._files:
                raise UnknownContractError(contract, self)
            return self._loaded.setdefault(contract, read(self._files[contract]))  # one for all threads
        return self._loaded[contract]

    @overload
    def get(self, contract: str, default: None = None, /) -> Contract | None: ...
    @overload
    def get(self, contract: str, default: T, /) -> Contract | T: ...
    def get(self, contract: str, default: object = None, /) -> object:
        """Find a contract; *default* if none has this id, as in every mapping."""
        try:
            return self[contract]
        except HostError:  # nothing else has it either
            return default

    def __contains__(self, contract: object) -> bool:
        return isinstance(contract, str) and (contract in self._loaded or contract in self._files)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._files, *self._loaded]))

    def __len__(self) -> int:
        return len(set(self))

    def including(self, *contracts: Contract, replace: bool = False) -> "Registry":
        """
        Return a registry with *contracts* added.

        Args:
            replace: Whether they replace those of the same id. Stored dossiers
                find their contract by its id alone, and are then read under
                the new one.

        Raises:
            ContractExistsError: A contract of the same id has other content.
            HostError: One of *contracts* is none.
        """
        registry = Registry(self._files, self._loaded)
        for contract in contracts:
            if not isinstance(contract, Contract):
                raise HostError("`contracts` must be contracts, as `contracts.get` or `contracts.load` returns them")
            if not replace and contract.id in registry and registry[contract.id] != contract:
                raise ContractExistsError(contract.id)
            registry._loaded[contract.id] = contract
        return registry


builtin: Registry = Registry(builtin_files())
"""The contracts that ship with the library."""


@contextlib.contextmanager
def lend(contract: Contract) -> Iterator[None]:
    """Have *contract* among the built-in ones for a while, for hosts under test that read no others."""
    builtin._loaded[contract.id] = contract  # noqa: SLF001 -- as a method would, which hosts would then see
    try:
        yield
    finally:
        del builtin._loaded[contract.id]  # noqa: SLF001 -- the same


def get(contract: str) -> Contract:
    """
    Find a built-in contract.

    Raises:
        UnknownContractError: No contract has this id; it lists those that exist.
    """
    return builtin[contract]


def find(contract: str, contracts: Mapping[str, Contract]) -> Contract:
    """
    Find a contract among *contracts*, a registry or any mapping.

    Raises:
        UnknownContractError: No contract has this id; it lists those that exist.
    """
    if not isinstance(contract, str):
        raise HostError(_NO_ID)
    try:
        return contracts[contract]
    except KeyError:
        raise UnknownContractError(contract, contracts) from None


@boundary
def load(path: str | Path) -> Contract:
    """
    Read a host's own contract; a file read again gives the same object, unless its content has changed.

    Raises:
        InvalidDocumentError: The file is invalid; it lists the table and field
            of every fault. It must not have the id and the version of a
            built-in contract, but other content.
        HostError: *path* is no path.
    """
    if not isinstance(path, str | Path):
        raise HostError("`path` must be the path of a TOML file: text, or a Path")
    contract = _intern(read(Path(path), read_foreign_toml))
    if contract.id in builtin and contract.version == builtin[contract.id].version and contract != builtin[contract.id]:
        fault = "is that of a built-in contract of other content: choose another id, or raise the version"
        raise InvalidDocumentError(f"{visible(str(path))}:", [Fault("contract.id", fault)])
    return contract


_INTERNING = threading.Lock()


def _intern(contract: Contract) -> Contract:
    """Return the first equal contract, so that caches keyed by contract need not compare its whole content."""
    with _INTERNING:
        return _first_equal(contract)


@functools.lru_cache
def _first_equal(contract: Contract) -> Contract:
    return contract
