"""
Processes that are killed, and the databases that they share with those that are not.
"""

import multiprocessing
import os
import sys
import uuid
from multiprocessing import forkserver
from pathlib import Path

import pytest
import sqlalchemy as sa

from databases import postgres
from writers import Where

PROCESSES = multiprocessing.get_context("forkserver")


def on_sqlite(folder: Path) -> Where:
    return Where(f"file:{folder / 'dossiers.db'}")


def on_sqlalchemy_with_sqlite(folder: Path) -> Where:
    return Where(f"sqlite:///{folder / 'alchemy.db'}")


def on_postgres(_: Path) -> Where:
    where = Where(postgres(), f"test_{uuid.uuid4().hex}")
    engine = sa.create_engine(where.url)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(where.schema))
    engine.dispose()
    return where


@pytest.fixture(scope="module")
def ready_to_fork() -> None:
    """Start the process that the others are forked from, with all that they import: they begin at once."""
    PROCESSES.set_forkserver_preload(["writers"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # before Python 3.13 it has a path of its own
        forkserver.ensure_running()
