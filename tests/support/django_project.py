"""
A project of Django with the application of this package, on whatever database a test chooses.
"""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import sqlalchemy as sa
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

import databases

settings.configure(
    ALLOWED_HOSTS=["testserver"],
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "psc_workflow.django",
    ],
    ROOT_URLCONF="portals.with_django",
    SECRET_KEY="of no use: nothing is signed",  # noqa: S106 -- nothing is signed
    USE_TZ=True,
)
django.setup()


MIGRATIONS: dict[str, list[tuple[str, Any]]] = {}
"""The statements of all migrations, by engine, as they were sent to the first database."""


def connect(database: dict[str, Any]) -> None:
    """
    Have the project use *database*, with the tables of this package.

    Django works out what to migrate in a tenth of a second, and the statements
    are the same for each new database: the first is migrated, others repeat it.
    """
    connections.settings = connections.configure_settings({"default": database})
    with contextlib.suppress(AttributeError):
        del connections["default"]
    connection = connections["default"]
    statements = MIGRATIONS.get(database["ENGINE"])
    if statements is None:
        statements = []
        with connection.execute_wrapper(_Recorder(statements)):
            call_command("migrate", "psc_workflow", verbosity=0)
        MIGRATIONS[database["ENGINE"]] = statements
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)


class _Recorder:
    """Notes the statements that change something, as they pass."""

    def __init__(self, statements: list[tuple[str, Any]]) -> None:
        self._statements = statements

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().startswith(("SELECT", "BEGIN")):
            assert not many
            self._statements.append((sql, params))
        return execute(sql, params, many, context)


def on_sqlite(folder: Path) -> dict[str, Any]:
    """Name a file."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "django.db"}


def on_postgres() -> dict[str, Any]:
    """Name a new schema of PostgreSQL."""
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(databases.postgres())
    with engine.begin() as made:
        made.execute(sa.schema.CreateSchema(name))
    url = engine.url
    engine.dispose()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or url.query.get("host", ""),
        "PORT": url.port or "",
        "OPTIONS": {"options": f"-csearch_path={name}"},
    }


def open_stores(name: str, folder: Path) -> Iterator[databases.Open]:
    """Yield what opens the store of a project, on SQLite or PostgreSQL."""
    connect(on_postgres() if "PostgreSQL" in name else on_sqlite(folder))
    from psc_workflow.django.models import StoredDossier  # noqa: PLC0415 -- needs the project

    yield lambda: StoredDossier.objects.store
    connections.close_all()
