"""
The FastAPI portal, judged: journeys are played through the portal and through the library, side by side.

Needs the extra ``testing``, pytest, and ``httpx2``, which FastAPI's test client is made of.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import StaticPool, create_engine

from portals import with_fastapi
from psc_workflow import Agent, Effect, Role
from psc_workflow.stores.sql import SQLAlchemyStore
from psc_workflow.testing import UNTOLD, JourneyConformance, Screen, reply_of, split_request
from psc_workflow.web import Caller, Host, run_due


def _caller(request: Any) -> Caller:
    """Find who sent a request: here a header names them; in your portal, the session does."""
    who = request.headers["X-Logged-In"]
    if who in {role.value for role in MANAGERS}:
        return Caller(Role(who), id=f"u-{who}")
    return Caller(Role.AGENT, who, id=f"a-{who}")


MANAGERS = (Role.MANAGER, Role.EMPLOYER, Role.INSURER)


def _verified(request: Any, _: str) -> dict[str, Any]:
    """Read what the host itself answers for: here a header has it; in your portal, the signing service says it."""
    verified: dict[str, Any] = json.loads(request.headers.get("X-Verified", "{}"))
    return verified


class TestPortal(JourneyConformance):
    """The kit makes an instance for each journey, and calls these methods."""

    roles = tuple(Role)

    def start(self) -> None:
        """Begin with an empty portal, whose clock, employer and mail server are this object's."""
        self.agents: dict[str, Agent] = {}
        self.sent: list[Effect] = []
        self.engine = create_engine(
            "sqlite://", hide_parameters=True, connect_args={"check_same_thread": False}, poolclass=StaticPool
        )
        self.host = Host(self.contract, lambda: self.now, _caller, self.agents.get, self.sent.append, _verified)
        self.store = SQLAlchemyStore(self.engine, contracts=self.host.contracts)
        self.store.create_tables()
        self.restart()

    def restart(self) -> None:
        """Begin the process again; the database stays."""
        self.client = TestClient(with_fastapi.create_app(self.host, self.engine), raise_server_exceptions=False)

    def stop(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def set_clock(self, at: dt.datetime) -> None:
        """Set the portal's clock."""
        self.now = at

    def run_due(self) -> None:
        """Run the scheduler, then the outbox."""
        run_due(self.host, self.store)

    def delivered(self) -> Sequence[str | Effect]:
        """List what was sent."""
        return self.sent

    def open(self, id: str, agent: Agent) -> None:
        """Have a manager open a dossier."""
        self.agents[id] = agent
        self.client.post("/dossiers", json={"id": id}, headers={"X-Logged-In": "manager"}).raise_for_status()

    def give(
        self, id: str, request: dict[str, Any], *, role: Role, key: str | None, expected_revision: int | None
    ) -> Any:
        """Send a command, as a page does."""
        if role not in (Role.AGENT, *MANAGERS):
            return UNTOLD  # nobody logs in here as the scheduler or as a guardian
        body, verified = split_request(request)
        headers = {**self._login(id, role), "X-Verified": json.dumps(verified)}
        if key is not None:
            headers["Idempotency-Key"] = key
        if expected_revision is not None:
            headers["If-Match"] = f'"{expected_revision}"'
        response = self.client.post(f"/dossiers/{id}/commands", json=body, headers=headers)
        return reply_of(response.status_code, response.json(), response.text)

    def look(self, id: str, *, role: Role) -> Screen:
        """Read the page that *role* sees."""
        response = self.client.get(f"/dossiers/{id}", headers=self._login(id, role))
        page = response.json()
        return Screen(
            states={page["where"]["journey"]: page["where"]["state"]},
            offered=[command["do"] for command in page["commands"] if command["offered"]],
            revision=page["revision"],
            text=response.text,
        )

    @staticmethod
    def _login(id: str, role: Role) -> dict[str, str]:
        return {"X-Logged-In": role.value if role in MANAGERS else id}
