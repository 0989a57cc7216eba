"""
The three portals of ``examples/portals``, all driven in the same way.

Django runs on SQLite and on PostgreSQL, whose ``jsonb`` does not keep a document as it was written.
"""

import contextlib
import datetime as dt
import json
import sqlite3
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

import attrs
import sqlalchemy as sa
from django.db import connection
from django.test import Client, override_settings

import django_project
from asgi import serve
from paths import REFERENCE_FAMILY
from people import BENOIT, GUIDE, INVITED, NOW
from portals import with_fastapi, with_flask
from psc_workflow import Agent, Role
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.effects import Effect
from psc_workflow.django import models
from psc_workflow.problems import MEDIA_TYPE
from psc_workflow.stores import SQLiteStore
from psc_workflow.stores.sql import SQLAlchemyStore, dossiers
from psc_workflow.testing import split_request
from psc_workflow.web import Caller, Host, Run, run_due


@dataclass
class World:
    """What the portal's host knows, and what it has sent; the clock stands still until a test moves it."""

    now: dt.datetime = INVITED
    agents: dict[str, Agent] = field(default_factory=lambda: {"D1": BENOIT, "D2": attrs.evolve(BENOIT)})
    sent: list[Effect] = field(default_factory=list)
    bounces: tuple[type[Effect], ...] = ()
    contract: Contract = GUIDE

    def host(self) -> Host:
        """Return the host that the portals are made with; a header names the caller, in place of a session."""
        return Host(self.contract, lambda: self.now, _caller, self.agents.get, self._send, _verified)

    def _send(self, effect: Effect) -> bool:
        if isinstance(effect, self.bounces):
            return False
        self.sent.append(effect)
        return True


def _caller(request: Any) -> Caller | None:
    who = request.headers.get("X-Logged-In")
    if who is None:
        return None
    return (
        Caller(Role(who))
        if who in (Role.MANAGER, Role.EMPLOYER, Role.INSURER)
        else Caller(Role.AGENT, urllib.parse.unquote(who))
    )


def _verified(request: Any, _: str) -> dict[str, Any]:
    verified: dict[str, Any] = json.loads(request.headers.get("X-Verified", "{}"))
    return verified


@attrs.frozen
class Reply:
    """What a portal answered."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.text)

    @property
    def type(self) -> str:
        """The media type, bare."""
        return self.headers["content-type"].partition(";")[0]


class Send(Protocol):
    """Sends a request through the test client of a framework."""

    def __call__(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send the request; an error of the application comes back as its 500."""


@dataclass
class Portal:
    """A running portal, the world around it, and shortcuts for the requests of the tests."""

    world: World
    send: Send
    run_due: Callable[[], Run]
    damage: Callable[[str, str], object]
    """Replaces the stored document of an id by one that cannot be read."""

    def open(self, id: str = "D1", *, by: str | None = "manager") -> Reply:  # noqa: A002 -- as Dossier.open
        """Open a dossier."""
        return self.ask("POST", "/dossiers", {"id": id}, by=by)

    def view(self, id: str = "D1", *, by: str | None = "D1") -> Reply:  # noqa: A002 -- as Dossier.open
        """Look at a dossier."""
        return self.ask("GET", f"/dossiers/{id}", by=by)

    def give(
        self,
        step: object,
        *,
        id: str = "D1",  # noqa: A002 -- as Dossier.open
        by: str | None = "D1",
        key: str | None = None,
        tag: str | None = None,
    ) -> Reply:
        """Give a command; a step that is bytes is sent as it is, of another the host answers for its part."""
        headers: dict[str, str | None] = {"Idempotency-Key": key, "If-Match": tag}
        if isinstance(step, dict):
            step, verified = split_request(step)
            headers["X-Verified"] = json.dumps(verified) if verified else None
        return self.ask("POST", f"/dossiers/{id}/commands", step, by=by, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        body: object = b"",
        *,
        by: str | None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        """Send a request as the person logged in."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"X-Logged-In": by, **(headers or {})}
        return self.send(method, path, data, {name: value for name, value in sent.items() if value is not None})


# -- Django ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _django(world: World, database: dict[str, Any]) -> Iterator[Portal]:
    django_project.connect(database)
    client = Client(raise_request_exception=False)

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        answer = client.generic(method, path, body, "application/json", headers=headers)
        lower = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, lower, answer.content.decode())

    def damage(id: str, document: str) -> None:  # noqa: A002 -- as Dossier.open
        models.StoredDossier.objects.filter(pk=id).update(dossier=document)

    host = world.host()
    with override_settings(PSC_HOST=host):
        try:
            yield Portal(world, send, lambda: run_due(host, models.StoredDossier.objects.store), damage)
        finally:
            connection.close()


def django_on_sqlite(world: World, folder: Path) -> contextlib.AbstractContextManager[Portal]:
    """Run Django on a file."""
    return _django(world, django_project.on_sqlite(folder))


@contextlib.contextmanager
def django_on_postgres(world: World, _: Path) -> Iterator[Portal]:
    """Run Django on PostgreSQL, in a schema of its own."""
    with _django(world, django_project.on_postgres()) as portal:
        yield portal


# -- the two others ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def fastapi_on_sqlalchemy(world: World, folder: Path) -> Iterator[Portal]:
    """Run FastAPI on SQLAlchemy, over SQLite."""
    engine = sa.create_engine(f"sqlite:///{folder / 'fastapi.db'}", poolclass=sa.NullPool)
    host = world.host()
    store = SQLAlchemyStore(engine, contracts=host.contracts)
    store.create_tables()
    app = with_fastapi.create_app(host, engine)

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return Reply(*serve(app, method, path, body, {**headers, "Content-Type": "application/json"}))

    def damage(id: str, document: str) -> None:  # noqa: A002 -- as Dossier.open
        with engine.begin() as made:
            made.execute(sa.update(dossiers).where(dossiers.c.id == id).values(document=document.encode()))

    yield Portal(world, send, lambda: run_due(host, store), damage)


@contextlib.contextmanager
def flask_on_sqlite(world: World, folder: Path) -> Iterator[Portal]:
    """Run Flask on the SQLite store."""
    host, file = world.host(), folder / "flask.db"
    client = with_flask.create_app(host, file).test_client()

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        answer = client.open(path, method=method, data=body, headers=headers, content_type="application/json")
        return Reply(answer.status_code, {name.lower(): value for name, value in answer.headers}, answer.text)

    def damage(id: str, document: str) -> None:  # noqa: A002 -- as Dossier.open
        with contextlib.closing(sqlite3.connect(file)) as made, made:
            made.execute("UPDATE dossiers SET document = ? WHERE id = ?", (document.encode(), id))

    def run() -> Run:
        with SQLiteStore(file, contracts=host.contracts) as store:
            return run_due(host, store)

    yield Portal(world, send, run, damage)


PORTALS: dict[str, Callable[[World, Path], contextlib.AbstractContextManager[Portal]]] = {
    "Django on SQLite": django_on_sqlite,
    "Django on PostgreSQL": django_on_postgres,
    "FastAPI": fastapi_on_sqlalchemy,
    "Flask": flask_on_sqlite,
}


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[Portal]:
    """Run a portal on which one dossier is open, ``D1``."""
    with PORTALS[name](World(), folder) as portal:
        assert portal.open().status == 201
        portal.world.now = NOW
        yield portal


# -- requests and replies ------------------------------------------------------------------------------------

START_AFFILIATION = {"do": "start-affiliation"}
DECLARE_REGIME = {"do": "declare-regime", "regime": "general"}


def steps_of_the_scenario() -> list[tuple[dt.datetime, dict[str, Any]]]:
    """List the steps of the reference family, each with its instant."""
    steps = json.loads(REFERENCE_FAMILY.read_text(encoding="utf-8"))["steps"]
    return [(dt.datetime.fromisoformat(step.pop("at")), step) for step in steps]


def is_problem(reply: Reply, status: int) -> bool:
    """Whether *reply* is a problem of RFC 9457 with that status."""
    return (reply.status, reply.type, reply.json["status"]) == (status, MEDIA_TYPE, status)


def is_title_alone(reply: Reply, status: int) -> bool:
    """Whether *reply* is a problem that says no more than the status does."""
    return is_problem(reply, status) and reply.json == {"title": HTTPStatus(status).phrase, "status": status}
