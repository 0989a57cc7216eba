"""
One dossier kept in memory, and others stored and read again before every step: all must give the same answers.
"""

import datetime as dt
import functools
import json
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from effort import IS_THOROUGH
from psc_workflow import Dossier, Role, contracts
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.stores import SQLiteStore

VIEWS = tuple(f"{role} {locale}" for role in Role for locale in ("fr", "en"))
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
    def options(self) -> dict[str, Any]:
        """The arguments besides the command and the instant."""
        return {"role": self.role, "key": self.key, "expected_revision": self.expected_revision}


def rewrite(data: bytes) -> str:
    """Write a document as a database does that keeps values, not bytes: other order, other spaces, other escapes."""

    def reorder(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: reorder(value[name]) for name in sorted(value, key=lambda name: (-len(name), name))}
        return [reorder(part) for part in value] if isinstance(value, list) else value

    return json.dumps(reorder(json.loads(data)), separators=(" , ", " : "))


@functools.cache
def names_of(cls: type) -> tuple[str, ...]:
    """List the fields of *cls*."""
    return tuple(field.name for field in attrs.fields(cls))


def find_difference(left: Any, right: Any, path: str = "") -> str | None:
    """
    Return where two values differ, if only in the type of a part, its time zone, or something that ``==`` ignores.

    ``None`` if they do not. Parts that are the same object are not looked into.
    """
    if left is right:
        return None
    if type(left) is not type(right):
        return path
    if attrs.has(type(right)):
        parts = [(f"{path}.{name}", getattr(left, name), getattr(right, name)) for name in names_of(type(right))]
    elif isinstance(right, Mapping):
        parts = [(f"{path}.{name}", left.get(name), right[name]) for name in right]
    elif isinstance(right, tuple | list):
        parts = [(f"{path}.{place}", *pair) for place, pair in enumerate(zip(left, right, strict=False))]
    else:
        return None if repr(left) == repr(right) else path
    if isinstance(right, Mapping | tuple | list) and len(left) != len(right):
        return path
    places = (find_difference(left_part, right_part, name) for name, left_part, right_part in parts)
    return next((place for place in places if place is not None), None)


def result_of(ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Return the result of asking; an error of the library is one, too."""
    try:
        return ask(*args, **options)
    except PscWorkflowError as error:
        return type(error).__name__, str(error)


@attrs.define
class Twins:
    """
    The same dossier in four lives.

    Args:
        live: Never stored and never read.
        restored: Read from its own bytes after every step.
        rewritten: Likewise, from the same document written in another way.
        store: Holds the fourth, and reads it before every step.
        seen: The states visited, with the step that led there: journey, event,
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
        """Begin with *dossier*, which has never been stored."""
        store = SQLiteStore(":memory:", contracts=contracts.builtin.including(dossier.contract, replace=True))
        store.create(dossier)
        seen = {(journey, "", state) for journey, state in dossier.states.items()}
        twins = cls(dossier, again(dossier), again(dossier, rewrite), store, seen)
        weakref.finalize(twins, store.close)
        return twins

    def take(self, request: Request) -> Decision[Dossier] | None:
        """
        Take one step, compare everything, and return what the live dossier decided.

        ``None`` if all four refuse the request as a mistake of the host, in the
        same words.
        """
        for name in ("check", "preview"):
            restored, live = (result_of(foresee, dossier, name, request) for dossier in (self.restored, self.live))
            check_same(restored, live, name)
        mine, *others = [
            result_of(dossier.decide, request.command, at=request.at, **request.options)
            for dossier in (self.live, self.restored, self.rewritten)
        ]
        others.append(result_of(self.store.decide, self.live.id, request.command, at=request.at, **request.options))
        self.steps += 1
        check_same(others[0], mine, "decision")
        assert others == [mine] * 3, "decision in another writing, or in the store"
        if not isinstance(mine, Decision):
            return None
        check_same(others[0].as_json(), mine.as_json(), "decision as JSON")
        self.live = mine.dossier
        self.restored, self.rewritten = again(others[0].dossier), again(others[1].dossier, rewrite)
        self.seen |= {(step.journey, step.command.replace("-", "_"), step.state) for step in mine.steps}
        self.compare(request.at, EVERYTHING if IS_THOROUGH else self.in_turn())
        return mine

    def in_turn(self) -> Iterable[str]:
        """List the questions asked after every step, and the next two of all the others."""
        return (*ALWAYS, *(REST[(2 * self.steps + offset) % len(REST)] for offset in range(2)))

    def compare(self, at: dt.datetime, questions: Iterable[str]) -> None:
        """Ask *questions*, and compare the answers."""
        now = max(at, self.live.record.at)
        for name in questions:
            restored, live = (result_of(answer, dossier, name, now) for dossier in (self.restored, self.live))
            check_same(restored, live, name)
        check_same(self.restored, self.live, "dossier")
        check_same(self.rewritten, self.live, "dossier in another writing")
        check_same(self.rewritten.dump(), self.live.dump(), "bytes in another writing")


def again(dossier: Dossier, write: Callable[[bytes], bytes | str] = bytes) -> Dossier:
    """Store *dossier* and read it back."""
    return Dossier.load(write(dossier.dump()), contracts={dossier.contract.id: dossier.contract})


QUESTIONS: dict[str, Callable[[Dossier, dt.datetime], Any]] = {
    "due_at": lambda dossier, _: dossier.due_at(),
    "timeline": lambda dossier, at: dossier.timeline(until=at + AHEAD),
    "as of": lambda dossier, at: dossier.as_of(at + AHEAD).dump(),
    "next questions": lambda dossier, at: dossier.next_questions(at=at),
    "quote": lambda dossier, at: dossier.quote(at=at),
    "invitation": lambda dossier, _: dossier.invitation,
    "bytes": lambda dossier, _: dossier.dump(),
    "bytes without the person": lambda dossier, _: dossier.dump(redacted=True),
}
"""Questions besides views, each with the instant of asking."""

EVERYTHING = (*QUESTIONS, *VIEWS)
ALWAYS = ("bytes", "due_at", "timeline", "as of", VIEWS[0])
REST = tuple(name for name in EVERYTHING if name not in ALWAYS)


def answer(dossier: Dossier, name: str, at: dt.datetime) -> Any:
    """Ask *dossier* a question by its name, or for a view: a role and a language."""
    if name in QUESTIONS:
        return QUESTIONS[name](dossier, at)
    role, locale = name.split()
    return dossier.view(at=at, role=Role(role), locale=locale)


def foresee(dossier: Dossier, ask: str, request: Request) -> Any:
    """Ask what a command would do."""
    return getattr(dossier, ask)(request.command, at=request.at, role=request.role)


def check_same(left: Any, right: Any, name: str) -> None:
    """Compare two values part by part; the failure names the part that differs."""
    assert left == right, name
    assert find_difference(left, right) is None, f"{name}: {find_difference(left, right)}"


def run(twins: Twins, requests: Iterator[Request]) -> Twins:
    """Give *requests* one after the other; a refusal does not stop the rest."""
    for request in requests:
        twins.take(request)
    twins.compare(twins.live.record.at, EVERYTHING)
    check_same(twins.store.load(twins.live.id), twins.live, "dossier in the store")
    twins.store.close()
    return twins
