"""
What this repository offers to hosts, plugged into the kit: the three portals of the examples, and the stores.
"""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa

from driven_portals import Portal, World, django_on_sqlite, fastapi_on_sqlalchemy, flask_on_sqlite
from psc_workflow import Agent, Decision, Dossier, Effect, Role
from psc_workflow import commands as do
from psc_workflow.contracts import builtin
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores.sql import SQLAlchemyStore
from psc_workflow.testing import UNTOLD, JourneyConformance, Screen, reply_of


class PortalHost(JourneyConformance):
    """A portal over HTTP with JSON; what its pages do not show is not told."""

    seconds = 2.0
    make: ClassVar[Callable[[World, Path], contextlib.AbstractContextManager[Portal]]]

    def start(self) -> None:
        self.world = World(contract=self.contract)
        self.stack = contextlib.ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.portal = self.stack.enter_context(type(self).make(self.world, folder))

    def stop(self) -> None:
        self.stack.close()

    def set_clock(self, at: dt.datetime) -> None:
        self.world.now = at

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        self.world.agents[id] = agent
        assert self.portal.open(id).status == 201

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Any:
        if role not in (Role.AGENT, Role.MANAGER):  # these portals know no representatives
            return UNTOLD
        tag = None if expected_revision is None else f'"{expected_revision}"'
        reply = self.portal.give(request, id=id, by="manager" if role is Role.MANAGER else id, key=key, tag=tag)
        return reply_of(reply.status, reply.json, reply.text)

    def look(self, id: str, *, role: Role) -> Screen:  # noqa: A002 -- as Dossier.open
        reply = self.portal.view(id, by="manager" if role is Role.MANAGER else id)
        body = reply.json
        offered = [command["do"] for command in body["commands"] if command["offered"]]
        where = {body["where"]["journey"]: body["where"]["state"]}
        return Screen(where, offered, revision=body["revision"], text=reply.text)

    def run_due(self) -> None:
        self.portal.run_due()

    def delivered(self) -> Sequence[str | Effect]:
        return self.world.sent


class FlaskHost(PortalHost):
    """The portal with Flask."""

    make = staticmethod(flask_on_sqlite)


class FastAPIHost(PortalHost):
    """The portal with FastAPI."""

    make = staticmethod(fastapi_on_sqlalchemy)


class DjangoHost(PortalHost):
    """The portal with Django."""

    make = staticmethod(django_on_sqlite)


class StoreHost(JourneyConformance):
    """A store, its scheduler and its outbox."""

    seconds = 2.0
    store: Store

    def set_clock(self, at: dt.datetime) -> None:
        self.now = at

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return self.store.load(id)

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is None or expected_revision is None:
            self.store.create(dossier, effects=[dossier.invitation])
        else:
            parts = {"steps": decision.steps, "effects": decision.effects}
            self.store.save(dossier, expected_revision=expected_revision, **parts)

    def run_due(self) -> None:
        for id in self.store.due(self.now):  # noqa: A001 -- as Dossier.open
            self.store.decide(id, do.Tick(), at=self.now, role=Role.CLOCK)
        self.store.deliver(self.sent.append, at=self.now)

    def delivered(self) -> Sequence[str | Effect]:
        return self.sent


class SQLiteFileHost(StoreHost):
    """SQLite in a file, which another process opens after a restart."""

    def start(self) -> None:
        self.sent: list[Effect] = []
        self.folder = tempfile.TemporaryDirectory()
        self._open()

    def stop(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def restart(self) -> None:
        self.store.close()
        self._open()

    def _open(self) -> None:
        file = Path(self.folder.name) / "dossiers.db"
        self.store: SQLiteStore = SQLiteStore(file, contracts=builtin.including(self.contract))


class SQLAlchemyHost(StoreHost):
    """SQLAlchemy on SQLite."""

    def start(self) -> None:
        self.sent: list[Effect] = []
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        self.store = SQLAlchemyStore(self.engine, contracts=builtin.including(self.contract))
        self.store.create_tables()

    def stop(self) -> None:
        self.engine.dispose()
