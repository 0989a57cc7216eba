"""
The store in a database, through SQLAlchemy.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.stores._base import Store
from psc_workflow.stores._cells import reading
from psc_workflow.stores._seals import SealKeys
from psc_workflow.stores._sql_errors import store_error
from psc_workflow.stores._sql_upgrades import check_still, check_version, create_or_upgrade
from psc_workflow.stores._sql_verifying import VerifyingRows
from psc_workflow.stores._transactions import Beside

_ATTEMPTS = 10
"""More than there are tables and indexes, each of which another process may create first."""


class SQLAlchemyStore(Store):
    """
    A store of dossiers in a database; threads may share it, as they may share its engine.

    Args:
        engine: The host's engine.
        contracts: Where to find the contracts of stored dossiers.
        beside: As for every ``Store``; the connection is SQLAlchemy's.
        seal_keys: As for every ``Store``.

    Whatever is asked first raises a ``StoreError`` if the tables are not those
    of this release, and so does whatever writes after a later release has
    upgraded them.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        beside: Beside | None = None,
        seal_keys: SealKeys | None = None,
    ) -> None:
        super().__init__(contracts, beside=beside, seal_keys=seal_keys)
        check_kind(engine, sa.Engine, "engine")
        self._engine = engine
        self._is_checked = False

    def create_tables(self) -> None:
        """
        Create the tables that are not there yet, and bring those of an earlier release to this one.

        Raises:
            StoreError: They are those of a later release, or the database
                cannot be used.
        """
        with store_errors(), reading(), self._engine.connect() as connection:
            for attempts_left in reversed(range(_ATTEMPTS)):
                try:
                    with connection.begin():
                        create_or_upgrade(connection)
                except SQLAlchemyError:  # another process is creating them
                    if not attempts_left:
                        raise
                else:
                    return

    @contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[VerifyingRows]:
        with store_errors() as if_lost, self._engine.begin() as connection:
            with reading():
                if not self._is_checked:
                    check_version(connection)
                elif writes:
                    check_still(connection)
            self._is_checked = True
            yield VerifyingRows(connection)
            if_lost.append("the answer to a commit was lost: what was to be written may be there")


@contextmanager
def store_errors() -> Iterator[list[str]]:
    """
    Raise SQLAlchemy's errors as ``StoreError``, without their text, which shows what was written.

    The list that it yields takes what to add to the message if the connection
    is lost.
    """
    if_lost: list[str] = []
    try:
        yield if_lost
    except SQLAlchemyError as error:
        raise store_error(error, if_lost) from None
