"""
One dossier that is kept as it is, and others that are stored and read again before every step: whatever is asked, all say the same.
"""

import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from effort import IS_THOROUGH
from psc_workflow import Dossier, Role, contracts
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.stores import SQLiteStore

VIEWS = tuple(f"{role} {locale}" for role in ("-", *Role) for locale in ("fr", "en"))
"""For whom, and in which language."""
AHEAD = dt.timedelta(days=400 if IS_THOROUGH else 60)


@attrs.frozen
class Request:
    """One request, as ``Dossier.decide`` takes it."""

    command: Command
    at: dt.datetime
    role: Role | None = None
    key: str | None = None
    expected_revision: int | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """How it is asked, besides what and when."""
        return {"role": self.role, "key": self.key, "expected_revision": self.expected_revision}


def reordered(data: bytes) -> str:
    """Write a document as a database does that keeps values and not bytes: other order, other spaces, other escapes."""

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: turned(value[name]) for name in sorted(value, key=lambda name: (-len(name), name))}
        return [turned(one) for one in value] if isinstance(value, list) else value

    return json.dumps(turned(json.loads(data)), separators=(" , ", " : "))


@functools.cache
def names_of(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cls))


def unlike(found: Any, mine: Any, path: str = "") -> str | None:
    """
    Say where two values differ, if only in the type of a part, its time zone, or what ``==`` passes over.

    ``None`` if nowhere. What both share is not looked into.
    """
    if found is mine:
        return None
    if type(found) is not type(mine):
        return path
    if attrs.has(type(mine)):
        parts = [(f"{path}.{name}", getattr(found, name), getattr(mine, name)) for name in names_of(type(mine))]
    elif isinstance(mine, Mapping):
        parts = [(f"{path}.{name}", found.get(name), mine[name]) for name in mine]
    elif isinstance(mine, tuple | list):
        parts = [(f"{path}.{place}", *both) for place, both in enumerate(zip(found, mine, strict=False))]
    else:
        return None if repr(found) == repr(mine) else path
    if isinstance(mine, Mapping | tuple | list) and len(found) != len(mine):
        return path
    return next((told for name, one, other in parts if (told := unlike(one, other, name)) is not None), None)


def said(ask: Callable[..., Any], *args: Any, **asked: Any) -> Any:
    """Give what comes of asking, be it an error of ours."""
    try:
        return ask(*args, **asked)
    except PscWorkflowError as error:
        return type(error).__name__, str(error)


@attrs.define
class Twins:
    """
    The same dossier in four lives.

    Args:
        live: Kept all along, and never read from anywhere.
        restored: Read from its own bytes after every step.
        rewritten: Likewise, from the same document in another writing.
        store: Holds the last one, and reads it before every step.
        seen: Where the journeys were, with every step taken: journey, event,
            state.
    """

    live: Dossier
    restored: Dossier
    rewritten: Dossier
    store: SQLiteStore
    seen: set[tuple[str, str, str]]
    steps: int = 0

    @classmethod
    def of(cls, dossier: Dossier) -> "Twins":
        """Begin with *dossier*, which was never read from anywhere."""
        store = SQLiteStore(":memory:", contracts=contracts.builtin.including(dossier.contract))
        store.create(dossier)
        seen = {(journey, "", state) for journey, state in dossier.states.items()}
        return cls(dossier, again(dossier), again(dossier, reordered), store, seen)

    def take(self, request: Request) -> Decision[Dossier] | None:
        """
        Take one step, compare everything, and give what the live dossier decided.

        ``None`` if the request is refused as a mistake of the host, by all of
        them in the same words.
        """
        for name in ("check", "preview"):
            found, mine = (said(foreseen, one, name, request) for one in (self.restored, self.live))
            same(found, mine, name)
        mine, *others = [
            said(one.decide, request.command, at=request.at, **request.asked)
            for one in (self.live, self.restored, self.rewritten)
        ]
        others.append(said(self.store.decide, self.live.id, request.command, at=request.at, **request.asked))
        self.steps += 1
        same(others[0], mine, "decision")
        assert others == [mine] * 3, "decision in another writing, or in the store"
        if not isinstance(mine, Decision):
            return None
        same(others[0].as_json(), mine.as_json(), "decision as JSON")
        self.live = mine.dossier
        self.restored, self.rewritten = again(others[0].dossier), again(others[1].dossier, reordered)
        self.seen |= {(step.journey, step.command.replace("-", "_"), step.state) for step in mine.steps}
        self.compare(request.at, EVERYTHING if IS_THOROUGH else self.in_turn())
        return mine

    def in_turn(self) -> Iterable[str]:
        """Name what is asked after every step, and two questions of all the others."""
        return (*ALWAYS, *(REST[(2 * self.steps + one) % len(REST)] for one in range(2)))

    def compare(self, at: dt.datetime, questions: Iterable[str]) -> None:
        """Ask *questions*, which are no commands."""
        now = max(at, self.live.record.at)
        for name in questions:
            found, mine = (said(answer, one, name, now) for one in (self.restored, self.live))
            same(found, mine, name)
        same(self.restored, self.live, "dossier")
        same(self.rewritten, self.live, "dossier in another writing")
        same(self.rewritten.dump(), self.live.dump(), "bytes in another writing")


def again(dossier: Dossier, written: Callable[[bytes], bytes | str] = bytes) -> Dossier:
    """Store *dossier* and read it."""
    return Dossier.load(written(dossier.dump()), contracts={dossier.contract.id: dossier.contract})


QUESTIONS: dict[str, Callable[[Dossier, dt.datetime], Any]] = {
    "due_at": lambda one, _: one.due_at(),
    "timeline": lambda one, at: one.timeline(until=at + AHEAD),
    "as of": lambda one, at: one.as_of(at + AHEAD).dump(),
    "next questions": lambda one, at: one.next_questions(at=at),
    "quote": lambda one, at: one.quote(at=at),
    "invitation": lambda one, _: one.invitation,
    "bytes": lambda one, _: one.dump(),
    "bytes without the person": lambda one, _: one.dump(redacted=True),
}
"""What is asked besides views, each with the instant of asking."""

EVERYTHING = (*QUESTIONS, *VIEWS)
ALWAYS = ("bytes", "due_at", "timeline", "as of", VIEWS[0])
REST = tuple(name for name in EVERYTHING if name not in ALWAYS)


def answer(dossier: Dossier, name: str, at: dt.datetime) -> Any:
    """Ask *dossier* a question by its name, or for a view: a role or ``-``, and a language."""
    if name in QUESTIONS:
        return QUESTIONS[name](dossier, at)
    role, locale = name.split()
    return dossier.view(at=at, role=None if role == "-" else role, locale=locale)


def foreseen(dossier: Dossier, ask: str, request: Request) -> Any:
    """Ask what a command would do, before it is given."""
    return getattr(dossier, ask)(request.command, at=request.at, role=request.role)


def same(found: Any, mine: Any, name: str) -> None:
    """Compare part for part, and say what differs."""
    assert found == mine, name
    assert unlike(found, mine) is None, f"{name}: {unlike(found, mine)}"


def run(twins: Twins, requests: Iterator[Request]) -> Twins:
    """Give *requests* one after the other; a refusal does not stop the rest."""
    for request in requests:
        twins.take(request)
    twins.compare(twins.live.record.at, EVERYTHING)
    same(twins.store.load(twins.live.id), twins.live, "dossier in the store")
    twins.store.close()
    return twins
