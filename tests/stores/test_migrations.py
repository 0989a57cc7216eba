"""
The tables are migrated by Alembic as by the library itself; a store says at first use if they are not its release's.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config, main

from databases import Open, engine_of, on_postgres, on_sqlalchemy_with_sqlite
from dossiers import open_dossier
from old_stores import DOSSIER, EFFECT, STEPS, make_database
from people import NOW, REQUEST_NOTICE
from psc_workflow import Outcome, Role
from psc_workflow.exceptions import HostError, StoreError
from psc_workflow.stores.sql import SQLAlchemyStore, metadata


@pytest.fixture(params=[on_sqlalchemy_with_sqlite, on_postgres], ids=lambda database: database.__name__)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> sa.Engine:
    database: Callable[[Path], Open] = request.param
    return engine_of(database(tmp_path))


def run(engine: sa.Engine, ask: Callable[..., object], *arguments: str) -> None:
    """Have Alembic do something to the database of *engine*."""
    config = Config()
    config.set_main_option("script_location", "psc_workflow.stores:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        ask(config, *arguments)


def migrate(engine: sa.Engine) -> None:
    run(engine, command.upgrade, "head")


def test_an_empty_database_is_migrated_to_what_the_library_makes(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE others (id INTEGER PRIMARY KEY)"))
    migrate(engine)
    run(engine, command.check)
    store = SQLAlchemyStore(engine)
    store.create(open_dossier(), effects=[open_dossier().invitation])
    assert store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
    assert len(store.pending(NOW)) == 2
    assert store.verify() == ()
    store.create_tables()
    assert set(metadata.tables) < set(sa.inspect(engine).get_table_names())


def test_a_database_of_the_last_release_is_migrated_with_all_that_is_in_it(engine: sa.Engine) -> None:
    make_database(engine)
    store = SQLAlchemyStore(engine)
    with pytest.raises(StoreError, match="version 1; this release needs 3: call `create_tables`, or run the migr"):
        store.load(DOSSIER.id)
    migrate(engine)
    run(engine, command.check)
    assert (store.load(DOSSIER.id), store.steps(DOSSIER.id), store.pending(NOW)) == (DOSSIER, tuple(STEPS), [EFFECT])
    assert [each.kind for each in store.verify(repair=True)] == ["index"]
    assert store.reindex() == ()
    assert store.verify() == ()


def test_tables_that_the_library_made_are_taken_over_by_alembic(engine: sa.Engine) -> None:
    store = SQLAlchemyStore(engine)
    store.create_tables()
    store.create(open_dossier())
    migrate(engine)
    run(engine, command.check)
    assert store.load("D1") == open_dossier()


def test_a_store_without_tables_or_with_those_of_a_later_release_says_so_at_first_use(engine: sa.Engine) -> None:
    store = SQLAlchemyStore(engine)
    with pytest.raises(StoreError, match="no tables: call `create_tables`, or run the migrations"):
        store.find()
    store.create_tables()
    assert store.find() == []
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE psc_schema SET version = 9"))
    with pytest.raises(StoreError, match="version 9; this release knows 3"):
        SQLAlchemyStore(engine).find()


def test_an_error_names_its_code_and_the_table_and_no_value(engine: sa.Engine) -> None:
    store = SQLAlchemyStore(engine)
    store.create_tables()
    store.create(open_dossier())
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE psc_steps"))
    code = "SQLSTATE 42P01" if engine.dialect.name == "postgresql" else "SQLITE_ERROR"
    with pytest.raises(StoreError, match=f"{code}, table psc_steps") as caught:
        store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    assert "D1" not in str(caught.value)
    assert store.load("D1").revision == 0


def test_nobody_goes_back_by_a_slip(engine: sa.Engine) -> None:
    migrate(engine)
    with pytest.raises(NotImplementedError, match="restore a backup"):
        run(engine, command.downgrade, "psc_2")
    assert SQLAlchemyStore(engine).find() == []


def test_the_command_of_alembic_migrates_and_writes_no_script(tmp_path: Path) -> None:
    url, ini = f"sqlite:///{tmp_path / 'x.db'}", tmp_path / "alembic.ini"
    ini.write_text(f"[alembic]\nscript_location = psc_workflow.stores:migrations\nsqlalchemy.url = {url}\n")
    for ask in (["upgrade", "head"], ["check"]):
        main(["-c", str(ini), *ask])
    assert SQLAlchemyStore(sa.create_engine(url, poolclass=sa.NullPool)).find() == []
    with pytest.raises(HostError, match="--sql"):
        main(["-c", str(ini), "upgrade", "head", "--sql"])
