"""
Faults at every call of a store: before a transaction, at any part of it, after its commit and before its answer.

A store that is killed in the middle does nothing more: what its code would do
while an error passes through it is not done either, as with a process that is
no more. What was begun is undone by the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs

from psc_workflow.exceptions import StoreError
from psc_workflow.stores import Store
from psc_workflow.testing._simulation.moves import Break, Fault, Moment

_MOST_TRANSACTIONS = 300
"""In one call: far more than there are dossiers and effects in a history."""


class Crash(BaseException):
    """A simulated process is killed."""


class EndlessCallError(BaseException):  # nothing that a store suppresses must stop it
    """A call of the store does not come to an end."""


@attrs.define
class Call:
    """
    A call of a process, which may consist of several transactions.

    Args:
        meanwhile: Lets others play at the beginning of one transaction.
        transactions: How many have begun.
        is_over: Whether its process has been killed.
    """

    fault: Fault | None
    place: int
    meanwhile: Callable[[], None] | None
    transactions: int = 0
    is_over: bool = False


@attrs.define
class Faults:
    """The faults of a simulated world, and how many of them came."""

    calls: list[Call] = attrs.field(factory=list)
    crashes: int = 0
    losses: int = 0
    transactions: int = 0

    @contextmanager
    def during(self, call: Call) -> Iterator[None]:
        """Have whatever the store does belong to *call*."""
        self.calls.append(call)
        try:
            yield
        finally:
            self.calls.pop()

    def attach(self, store: Store) -> None:
        """Put the faults around every transaction of *store*."""
        begin = store._transaction  # noqa: SLF001 -- of a store, and nowhere else can one be torn

        @contextmanager
        def transaction(*, writes: bool = True) -> Iterator[Any]:
            call = self.calls[-1] if self.calls else Call(None, 0, None)
            fault = self._begin(call)
            with begin(writes=writes) as rows:
                yield rows if fault is None or fault.moment is not Moment.WITHIN else _Torn(rows, self, call, fault)
            if fault is not None and fault.moment is Moment.AFTER:
                self.strike(call, fault)

        store._transaction = transaction  # type: ignore[method-assign]  # noqa: SLF001 -- as above

    def _begin(self, call: Call) -> Fault | None:
        """Count a transaction, let others play before it, and give its fault."""
        if call.is_over:
            raise StoreError("this process was killed")
        if call.transactions > _MOST_TRANSACTIONS:
            raise EndlessCallError
        number, self.transactions = call.transactions, self.transactions + 1
        call.transactions += 1
        if call.meanwhile is not None and number == call.place:
            meanwhile, call.meanwhile = call.meanwhile, None
            meanwhile()
        fault = call.fault if call.fault is not None and call.fault.transaction == number else None
        if fault is not None and fault.moment is Moment.BEFORE:
            self.strike(call, fault)
        return fault

    def strike(self, call: Call, fault: Fault) -> None:
        """End the process, or its connection."""
        call.fault = None
        if fault.kind is Break.LOST:
            self.losses += 1
            raise StoreError("the connection was lost")
        self.crashes += 1
        call.is_over = True
        raise Crash


class _Torn:
    """The rows of a transaction that breaks at one of its parts."""

    def __init__(self, rows: Any, faults: Faults, call: Call, fault: Fault) -> None:
        self._rows, self._faults, self._call, self._fault, self._parts = rows, faults, call, fault, 0

    def __getattr__(self, name: str) -> Any:
        whole = getattr(self._rows, name)
        if name == "connection":
            return whole

        def part(*arguments: Any, **options: Any) -> Any:
            self._parts += 1
            if self._parts > self._fault.row and not self._call.is_over and self._call.fault is not None:
                self._faults.strike(self._call, self._fault)
            return whole(*arguments, **options)

        return part
