"""
A store on each database, for the tests that take one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crowds import ready_to_fork
from databases import DATABASES, Open, close
from dossiers import open_dossier
from psc_workflow.stores import Store

__all__ = ["open_store", "ready_to_fork", "store"]


@pytest.fixture(params=DATABASES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens the same store once more, as another process would."""
    return DATABASES[request.param](tmp_path)


@pytest.fixture
def store(open_store: Open) -> Iterator[Store]:
    """Open a store that has one dossier, D1."""
    store = open_store()
    store.create(open_dossier())
    yield store
    close(store)
