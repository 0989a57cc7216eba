"""
Hosts that conform, each built in another way: none of them may ever be called wrong.
"""

import datetime as dt
import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from psc_workflow import Agent, Decision, Dossier, Effect, Role
from psc_workflow import commands as do
from psc_workflow.contracts import builtin
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import UNTOLD, JourneyConformance, Reply, Screen


class DictPortal(JourneyConformance):
    """A portal in this process, which keeps documents in a dictionary and delivers from an outbox."""

    seconds = 20.0

    def start(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.outbox: dict[str, tuple[str, Effect]] = {}
        self.sent: list[Any] = []

    def set_clock(self, at: dt.datetime) -> None:
        self.now = at

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        dossier = Dossier.open(self.contract, id=id, agent=agent, invited_at=self.now)
        self.keep(dossier)
        self.owe(id, [dossier.invitation])

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Any:
        decision = self.decide(id, self.read(request), role=role, key=key, expected_revision=expected_revision)
        return self.reply(decision)

    def look(self, id: str, *, role: Role) -> Any:  # noqa: A002 -- as Dossier.open
        return self.screen(self.load(id), role)

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return Dossier.load(self.documents[id], contracts=builtin.including(self.contract))

    def run_due(self) -> None:
        for id in self.documents:  # noqa: A001 -- as Dossier.open
            self.decide(id, do.Tick(), role=Role.CLOCK)
        self.deliver()

    def delivered(self) -> Sequence[str | Effect]:
        return list(self.sent)

    # -- parts, which the hosts with a fault replace ---------------------------------------------

    def read(self, request: dict[str, Any]) -> Any:
        """Read a request as the portal's pages send it."""
        fields = dict(request)
        return do.read_form(fields.pop("do", None), fields)

    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        """Load, decide, keep."""
        decision = self.load(id).decide(command, at=self.now, **options)
        self.keep(decision.dossier)
        self.owe(id, decision.effects)
        return decision

    def keep(self, dossier: Dossier) -> None:
        """Store a dossier."""
        self.documents[dossier.id] = dossier.dump()

    def owe(self, id: str, effects: Sequence[Effect]) -> None:  # noqa: A002 -- as Dossier.open
        """Put effects into the outbox."""
        self.outbox.update({effect.id: (id, effect) for effect in effects})

    def deliver(self) -> None:
        """Deliver what is of use."""
        for id, effect in list(self.outbox.values()):  # noqa: A001 -- as Dossier.open
            in_time = effect.useful_until is None or self.now < effect.useful_until
            if in_time and self.load(id).still_owes(effect):
                self.send(effect)
            del self.outbox[effect.id]

    def send(self, effect: Effect) -> None:
        """Send one effect."""
        self.sent.append(effect.id)

    def reply(self, decision: Decision[Dossier]) -> Any:
        """Answer a request."""
        return Reply(decision.outcome, decision.codes, decision.missing)

    def screen(self, dossier: Dossier, role: Role) -> Any:
        """Show a dossier."""
        view = dossier.view(at=self.now, role=role)
        states = {journey: stage.where.state for journey, stage in view.journeys.items()}
        offered = [offer.do for offer in view.commands if offer.offered]
        return Screen(states, offered, view.quote and view.quote.as_json()["debited"], dossier.revision)


class SQLiteHost(JourneyConformance):
    """A store alone, in memory."""

    seconds = 20.0

    def start(self) -> None:
        self.store = SQLiteStore(":memory:", contracts=builtin.including(self.contract))

    def stop(self) -> None:
        self.store.close()

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return self.store.load(id)

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is None or expected_revision is None:
            self.store.create(dossier)
            return
        effects, steps = decision.effects, decision.steps
        self.store.save(dossier, expected_revision=expected_revision, steps=steps, effects=effects)


class EagerStore(SQLiteHost):
    """A store that delivers whatever is owed as soon as it is saved, and whose commands are read strictly."""

    def start(self) -> None:
        super().start()
        self.sent: list[Effect] = []
        self.now: dt.datetime | None = None

    def set_clock(self, at: dt.datetime) -> None:
        self.now = at

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        super().save(dossier, decision=decision, expected_revision=expected_revision)
        self.store.deliver(self.sent.append, at=self.now)

    def delivered(self) -> Sequence[str | Effect]:
        return self.sent


class PagesAlone(JourneyConformance):
    """A portal behind pages, which tell where one stands and whether a request was accepted, and little more."""

    seconds = 20.0

    def start(self) -> None:
        self.portal = DictPortal()
        self.portal.start()

    def set_clock(self, at: dt.datetime) -> None:
        self.portal.set_clock(at)
        self.portal.run_due()  # a portal that lets time pass by itself

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        self.portal.open(id, agent)

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: Mapping[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Any:
        assert expected_revision is None  # the screens tell none
        if role is not Role.AGENT or key is not None:
            return UNTOLD
        sent = json.loads(json.dumps(request))
        reply = self.portal.give(id, sent, role=role, key=None, expected_revision=None)
        return Reply(reply.outcome, text=f"<h1>{reply.outcome}</h1>")

    def look(self, id: str, *, role: Role) -> Screen:  # noqa: A002 -- as Dossier.open
        states = self.portal.look(id, role=role).states
        return Screen({"affiliation": states["affiliation"]}, text=f"<p>{states['affiliation']}</p>")


class LockedPortal(DictPortal):
    """A portal that several threads may use, because it does one thing after the other."""

    threads = 4

    def start(self) -> None:
        super().start()
        self.lock = threading.Lock()

    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        with self.lock:
            return super().decide(id, command, **options)
