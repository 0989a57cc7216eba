"""
What every store does; a subclass only says how its rows are kept.

A save writes the dossier, the steps that its history gained, the effects that
the host owes and the index, all or nothing, and only if the stored revision is
still the one that the decision was made on. An effect stays in the outbox until
it is marked as delivered: it is delivered at least once, always under the same id.
"""

from types import TracebackType
from typing import Self

from psc_workflow.stores._delivering import Delivering
from psc_workflow.stores._erasing import Erasing
from psc_workflow.stores._ticking import Ticking
from psc_workflow.stores._verifying import Verifying


class Store(Delivering, Erasing, Ticking, Verifying):
    """
    A store of dossiers.

    Args:
        contracts: Where to find the contracts of stored dossiers.
        beside: A function of the host's own, called with the connection and a
            ``Change`` inside the transaction that writes it: what it writes is
            written with it, and an error that it raises undoes both. It may be
            called again for a transaction that gave way to another.
        seal_keys: Keys with which documents and steps are sealed; ``None``
            seals nothing, and asks for no seal.
    """

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block; what it must let go of, it then does."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what the store holds: most hold nothing."""
