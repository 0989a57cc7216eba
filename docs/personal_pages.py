"""
The page of personal data: each declared field, where it is stored, who reads it, which effects carry it, when it leaves.

Nothing is listed by hand. Fields and paths come from the classes; all else is
watched while the journeys of ``tests/support/planted.py`` and the examples of the rules
run. What does not happen there is not seen.
"""

import contextlib
import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
from generated_pages import table

import leaks
import planted
import psc_workflow
from psc_workflow._model import commands, effects, people, record
from psc_workflow._model.personal import personal_fields
from psc_workflow.rules import examples

SOURCES = Path(psc_workflow.__file__).parent
PASSING_ON = ("_model", "_structuring", "_snapshot", "rules.examples", "dossier")
"""Packages that check types, write, read back or copy every field alike: that is no reading."""

Name = tuple[str, str]
"""The class that declares a field, and the field."""
Seen = dict[Name, set[str]]


def pages() -> dict[str, str]:
    """Give the page by its name."""
    return {"personal-data": page()}


def page() -> str:
    """Show every personal field, then the fields of the record that are not declared personal."""
    read, stored, carried, gone = Watch().all(), stored_at(), Tours(), leaving()
    rows = []
    for name, kind in sorted(fields().items()):
        at = stored[name] | carried.stored[name]
        rules = {one.removeprefix("rules.") for one in read[name] if one.startswith("rules.")}
        others = {one for one in read[name] if not one.startswith("rules.")}
        left = sorted({one for path in at for one in gone.get(path, ())})
        rows.append(
            (
                f"`{name[0]}.{name[1]}`",
                kind,
                listed(at, "not stored"),
                ", ".join(
                    f"[{one}](rules.md#{one.replace('_', '-')})" if one in examples.rules() else f"`{one}`"
                    for one in sorted(rules)
                )
                or "none",
                listed(others, "none"),
                listed(carried.effects[name], "none"),
                (", ".join(f"`{one}`" for one in left) or "nothing") if at else "",
            )
        )
    headings = ("Field", "Kind", "Stored at", "Rules that read it", "Other code that does", "Effects", "Leaves with")
    return "\n".join(
        [
            "# Personal fields\n",
            "Every field that is declared personal; see [Personal data](../personal-data.md) for how to read this.\n",
            *table(headings, rows),
            "\n## Fields of the record that are not declared personal\n",
            "`repr` shows them, and they stay in a redacted document, where a child's `ref` is replaced by a number.\n",
            *table(("Class", "Fields"), sorted(plain())),
            "",
        ]
    )


def listed(names: set[str], nothing: str) -> str:
    """List *names* as code."""
    return ", ".join(f"`{one}`" for one in sorted(names)) or nothing


# -- from the classes ---------------------------------------------------------------------------------


def classes() -> set[type]:
    """Collect every class of the model that may hold personal data."""
    found: set[type] = {people.Agent, people.Household, *commands.ALL, *effects.ALL}
    return found | {kind for one in (*found, record.Record) for kind, _, _ in inside(one)}


def inside(kind: type, path: str = "") -> Iterator[tuple[type, str, str]]:
    """List the fields of *kind* and of what stands inside it: class, field, dotted path."""
    for field in attrs.fields(attrs.resolve_types(kind)):
        here = f"{path}.{field.name}" if path else field.name
        yield kind, field.name, here
        for one in leaks.classes_in(field.type):
            yield from inside(one, f"{here}[]" if leaks.is_list(field.type) else here)


def declaring(kind: type, field: str) -> Name:
    """Find the class that declares *field*."""
    bases = (one for one in reversed(kind.__mro__) if attrs.has(one) and field in attrs.fields_dict(one))
    return next(bases).__name__, field


def fields() -> dict[Name, str]:
    """Give the kind of every personal field."""
    return {declaring(cls, name): kind for cls in classes() for name, kind in personal_fields(cls).items()}


def stored_at() -> Seen:
    """Say where the classes put each field in the document."""
    found: Seen = defaultdict(set)
    for kind, name, path in inside(record.Record):
        found[declaring(kind, name)].add(path)
    return found


def plain() -> Iterator[tuple[str, str]]:
    """List the fields of the stored classes that are not declared personal."""
    for kind in {kind for kind, _, _ in inside(record.Record)} | {record.Record}:
        shown = [field for field in attrs.fields(attrs.resolve_types(kind)) if field.repr is True]
        names = [field.name for field in shown if not [*leaks.classes_in(field.type)]]
        if names:
            yield f"`{kind.__name__}`", ", ".join(f"`{name}`" for name in names)


# -- from journeys --------------------------------------------------------------------------------------


def held(value: Any) -> Iterator[tuple[Name, str]]:
    """List the personal texts inside *value*, with the field that each stands in."""
    if attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            one = getattr(value, field.name)
            if field.name in declared:
                texts = one if isinstance(one, tuple) else one.values() if isinstance(one, dict) else (one,)
                yield from (
                    (declaring(type(value), field.name), text) for text in texts if isinstance(text, str) and text
                )
            else:
                yield from held(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from held(one)


def place_of(path: str) -> str:
    """Name the field in which a value of the document stands: lines of a list and fields of a draft are its own."""
    draft, found, _ = path.partition("[].fields.")
    return f"{draft}[].fields" if found else path.removesuffix("[]")


class Tours:
    """Where the values of commands and of the agent came to stand in the document, and in which effects."""

    def __init__(self) -> None:
        self.stored: Seen = defaultdict(set)
        self.effects: Seen = defaultdict(set)
        for tour in planted.TOURS.values():
            mint = planted.Mint(1)
            known = list(held(planted.agent(mint)))
            before: Mapping[str, set[str]] = {}
            for (command, _), decision in planted.decisions(mint, tour):
                after = leaks.texts_by_path(json.loads(decision.dossier.dump())["record"])
                given = [(name, text) for name, text in held(command) if text in mint.made.values()]
                known += given
                for name, text in given:
                    new = {path for path, texts in after.items() if text in texts - before.get(path, set())}
                    self.stored[name] |= {place_of(path) for path in new}
                before = after
                for effect in (*decision.effects, decision.dossier.invitation):
                    carried = {text for _, text in held(effect)}
                    for name, text in known:
                        if text in carried:
                            self.effects[name].add(type(effect).__name__)
        for kind in effects.ALL:
            for field in personal_fields(kind):
                self.effects[declaring(kind, field)].add(kind.__name__)


def leaving() -> dict[str, set[str]]:
    """Say, by path, with which commands and deadlines a value was seen to leave its place, and no other came."""
    found: dict[str, set[str]] = defaultdict(set)
    for tour in planted.TOURS.values():
        before: Mapping[str, set[str]] = {}
        for _, decision in planted.decisions(planted.Mint(1), tour):
            after = leaks.texts_by_path(json.loads(decision.dossier.dump())["record"])
            for path, texts in before.items():
                if texts - after.get(path, set()) and not after.get(path, set()) - texts:
                    found[place_of(path)] |= {step.command for step in decision.steps}
            before = after
    return found


# -- from reading -----------------------------------------------------------------------------------------


class Watch:
    """Notes which module takes a personal field off an object, or is handed the bare value of a command's."""

    def __init__(self) -> None:
        self.read: Seen = defaultdict(set)
        self.given: dict[Any, set[Name]] = {}

    def all(self) -> Seen:
        """Run the examples of the rules, then the journeys."""
        with self._watching():
            for rule in examples.rules():
                for one in examples.of(rule):
                    one.verdict()
            for tour in planted.TOURS.values():
                dossier = planted.open_dossier(planted.Mint(1))
                for command, at in tour(planted.Mint(1)):
                    self.given = defaultdict(set)
                    for name, value in (*held(command), *births(command)):
                        self.given[value].add(name)
                    sys.setprofile(self._called)
                    decision = dossier.decide(command, at=at)
                    sys.setprofile(None)
                    dossier = decision.dossier
                    dossier.view(at=max(at, dossier.record.at))
                    dossier.next_questions(at=max(at, dossier.record.at))
        return self.read

    def _called(self, frame: FrameType, event: str, _: Any) -> None:
        module = module_of(frame)
        if event == "call" and module is not None and module.startswith("rules.") and not module.startswith(PASSING_ON):
            count = frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount
            for name in frame.f_code.co_varnames[:count]:
                value = frame.f_locals.get(name)
                for one in value if isinstance(value, tuple) else (value,):
                    if isinstance(one, dt.date | str) and one in self.given:
                        for field in self.given[one]:
                            self.read[field].add(module)

    @contextlib.contextmanager
    def _watching(self) -> Iterator[None]:
        watched = [kind for kind in classes() if personal_fields(kind)]
        for kind in watched:
            kind.__getattribute__ = self._taking({n: declaring(kind, n) for n in personal_fields(kind)})  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            for kind in watched:
                del kind.__getattribute__

    def _taking(self, names: dict[str, Name]) -> Callable[[Any, str], Any]:
        def take(instance: Any, name: str) -> Any:
            if name in names:
                module = module_of(sys._getframe(1))  # noqa: SLF001 -- who asks
                if module is not None and not module.startswith(PASSING_ON):
                    self.read[names[name]].add(module)
            return object.__getattribute__(instance, name)

        return take


def births(value: Any) -> Iterator[tuple[Name, Any]]:
    """List the personal dates inside *value*, with the field that each stands in."""
    if attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            one = getattr(value, field.name)
            if field.name in declared and isinstance(one, dt.date):
                yield declaring(type(value), field.name), one
            elif field.name not in declared:
                yield from births(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from births(one)


def module_of(frame: FrameType) -> str | None:
    """Name the module of ours in which *frame* runs."""
    file = Path(frame.f_code.co_filename)
    if not file.is_relative_to(SOURCES):
        return None
    return ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
