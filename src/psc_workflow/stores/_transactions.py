"""
What every store stands on: transactions, which any error undoes, and which are tried again if they give way.
"""

import abc
import random
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from types import NoneType
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.dossier import Dossier
from psc_workflow.stores._arguments import check_answer, check_function
from psc_workflow.stores._rows import GaveWayError, Rows
from psc_workflow.stores._seals import SealKeys

PAGE = 100
"""Rows that are read at a time."""

_ATTEMPTS = 5
"""Times that a transaction is tried if it gives way to others; the second attempt mostly sees what they wrote."""

_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 0.2
"""Seconds, at most, before another attempt; each pause may be twice as long as the one before."""

T = TypeVar("T")


def pause_before(attempt: int) -> float:
    """Draw the seconds to wait after so many attempts: those who gave way to each other do not meet again."""
    return random.uniform(0, min(_FIRST_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE))  # noqa: S311 -- no secret


@attrs.frozen
class Change:
    """
    What a store is writing, for a host's own function beside it.

    Args:
        id: Id of the dossier.
        dossier: As it is now; ``None`` if it is deleted or erased.
        steps: What its history gains.
        effects: What the host comes to owe.
    """

    id: str
    dossier: Dossier | None
    steps: tuple[Step, ...] = ()
    effects: tuple[AnyEffect, ...] = ()


Beside = Callable[[Any, Change], object]
"""A host's own function, called with the connection inside the transaction that writes a change."""


@attrs.define
class BesideError(Exception):
    """Carries what that function raised: whatever its type, it says nothing about the store."""

    error: Exception


class Transactions(abc.ABC):
    """Transactions of a store, and what is asked in them."""

    def __init__(
        self,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        *,
        beside: Beside | None = None,
        seal_keys: SealKeys | None = None,
    ) -> None:
        check_kind(contracts, Mapping, "contracts")
        check_function(beside, "beside", may_be_left_out=True)
        check_kind(seal_keys, (SealKeys, NoneType), "seal_keys")
        self._contracts = contracts
        self._beside = beside
        self._seal_keys = seal_keys

    @abc.abstractmethod
    def _transaction(self, *, writes: bool = True) -> AbstractContextManager[Rows]:
        """
        Begin a transaction, which any error undoes; errors of the database are raised as ``StoreError``.

        ``GaveWayError`` if it is worth trying again. One that does not write
        waits for no writer where the database can do so.
        """

    def _wipe(self) -> None:  # noqa: B027 -- most databases have nothing to do
        """Overwrite what was erased, wherever the database keeps it until it needs the place."""

    def _ask(self, work: Callable[[Rows], T]) -> T:
        """Do *work*, which only reads, in a transaction."""
        return self._retry(work, writes=False)

    def _retry(self, work: Callable[[Rows], T], *, writes: bool = True) -> T:
        """Do *work* in a transaction, and again if that gives way to another writer's: it then sees what that wrote."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                with self._transaction(writes=writes) as rows:
                    try:
                        return work(rows)
                    except BesideError as carrier:
                        error = carrier.error
                    raise error  # as the host raised it, with its own context
            except GaveWayError:
                if not attempts_left:
                    raise
                self._pause(pause_before(_ATTEMPTS - attempts_left))
        raise AssertionError

    def _pause(self, seconds: float) -> None:
        """Let others finish."""
        time.sleep(seconds)

    def _tell_beside(
        self,
        rows: Rows,
        id: str,  # noqa: A002 -- as Dossier.open
        dossier: Dossier | None,
        steps: Iterable[Step] = (),
        effects: Iterable[AnyEffect] = (),
    ) -> None:
        if self._beside is not None:
            try:
                answer = self._beside(rows.connection, Change(id, dossier, tuple(steps), tuple(effects)))
                check_answer(answer, "beside")
            except Exception as error:  # noqa: BLE001 -- whatever the error, it is the host's
                raise BesideError(error) from None
