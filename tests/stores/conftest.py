"""
A store on each database, for the tests that take one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connections import every_connection_is_closed
from crowds import ready_to_fork
from databases import DATABASES, Open, close
from dossiers import open_dossier
from effort import IS_THOROUGH
from psc_workflow.stores import Store

__all__ = ["every_connection_is_closed", "open_store", "ready_to_fork", "store"]


DJANGO = ["Django, SQLite", "Django, PostgreSQL"] if IS_THOROUGH else []
"""The tables of a project, on which what every store must do is tried at length only."""

BRIEFLY = [name for name in DATABASES if IS_THOROUGH or name != "SQLAlchemy, SQLite"]
"""SQLAlchemy is tried on PostgreSQL, and SQLite by its own store; both together at length."""

OF_EVERY_STORE = ("test_stores", "test_leases", "test_ticking", "test_erasing", "test_seals", "test_arguments")
"""Modules that ask nothing of a store but what its methods say, in one thread each."""


@pytest.fixture(params=[*BRIEFLY, *DJANGO])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Return what opens the same store once more, as another process would."""
    if request.param not in DJANGO:
        yield DATABASES[request.param](tmp_path)
        return
    if request.path.stem not in OF_EVERY_STORE or "several_schedulers" in request.node.name:
        pytest.skip(
            "looks into tables that are not those of Django, or starts processes, or threads that close nothing"
        )
    import django_project  # noqa: PLC0415 -- which sets up a project

    yield from django_project.open_stores(request.param, tmp_path)


@pytest.fixture
def store(open_store: Open) -> Iterator[Store]:
    """Open a store that has one dossier, D1."""
    store = open_store()
    store.create(open_dossier())
    yield store
    close(store)
