"""
The pages of personal data: each personal field, where it is stored, who reads it, which effects carry it, what removes it.

Nothing is listed by hand. Fields and paths come from the classes; the rest is
observed while the journeys of ``planted.py`` and the examples of the rules
run. What does not happen there is not seen.
"""

import contextlib
import datetime as dt
import functools
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
from generated_pages import table
from writing import ORPHAN, say

import leaks
import planted
import psc_workflow
from psc_workflow import Role
from psc_workflow._catalogue import wording
from psc_workflow._model import commands, effects, people, record
from psc_workflow._model.money import Locale
from psc_workflow._model.personal import personal_fields
from psc_workflow.testing import examples

SOURCES = Path(psc_workflow.__file__).parent
PASSING_ON = ("_model", "_structuring", "_snapshot", "rules._examples", "dossier")
"""Packages that check, write, load or copy every field alike: that does not count as reading."""

Name = tuple[str, str]
"""The class that declares a field, and the field."""
Places = dict[Name, set[str]]


TITLES = {
    "personal-data": ("Champs personnels", "Personal fields"),
    "personal-data-people": ("Champs personnels des personnes", "Personal fields of people and of the record"),
    "personal-data-commands": ("Champs personnels des commandes", "Personal fields of commands"),
    "personal-data-effects": ("Champs personnels des effets", "Personal fields of effects"),
    "personal-data-others": (
        "Champs de l’enregistrement qui ne sont pas déclarés personnels",
        "Fields of the record that are not declared personal",
    ),
}
"""The pages; the first leads to the others, the last has what is not personal."""

INTRODUCTION = (
    "Chaque champ déclaré personnel. [Données personnelles](../personal-data.md) explique comment lire ces tables.",
    "Every field that is declared personal. [Personal data](../personal-data.md) explains how to read these tables.",
)
SHOWN = (
    "`repr` les montre. Un document expurgé les garde, avec un nombre à la place de la `ref` d’un enfant.",
    "`repr` shows them. A redacted document keeps them, with a number in place of a child's `ref`.",
)
HEADINGS: Mapping[Locale, tuple[str, ...]] = {
    "en": ("Field", "Kind", "Stored at", "Rules that read it", "Other code that reads it", "Effects", "Removed by"),
    "fr": (
        "Champ",
        "Sorte",
        "Conservé dans",
        "Règles qui le lisent",
        "Autre code qui le lit",
        "Effets",
        "Supprimé par",
    ),
}


def pages(locale: Locale = "en") -> dict[str, str]:
    """Return the pages, by name."""
    index, *parts, others = TITLES
    rows = field_rows(locale)
    each = {part: table(HEADINGS[locale], [row for name, row in rows if part_of(name) == part]) for part in parts}
    headings = (say("Classe", "Class", locale), say("Champs", "Fields", locale))
    each[others] = [f"{say(*SHOWN, locale)}\n", *table(headings, sorted(other_fields()))]
    lines = [f"# {say(*TITLES[index], locale)}\n", f"{say(*INTRODUCTION, locale)}\n"]
    lines += [f"- [{say(*TITLES[name], locale)}]({name}.md)" for name in each]
    written = {
        name: "\n".join([f"{ORPHAN}# {say(*TITLES[name], locale)}\n", *tables, ""]) for name, tables in each.items()
    }
    return {index: "\n".join([*lines, ""]), **written}


def part_of(name: Name) -> str:
    """Return the page on which a field stands, by what declares it."""
    kinds = {"personal-data-commands": commands, "personal-data-effects": effects}
    return next((page for page, module in kinds.items() if hasattr(module, name[0])), "personal-data-people")


def field_rows(locale: Locale) -> list[tuple[Name, tuple[str, ...]]]:
    """Write each personal field as a row, with its name."""
    readers, stored, tours, removals = Watch().readers_of_fields(), stored_at(), Tours(), commands_that_remove()
    rows, none = [], say("aucun", "none", locale)
    for name, kind in sorted(fields().items()):
        paths = stored[name] | tours.stored[name]
        rules = {module.removeprefix("rules.") for module in readers[name] if module.startswith("rules.")}
        others = {module for module in readers[name] if not module.startswith("rules.")}
        removed_by = {command for path in paths for command in removals.get(path, ())}
        row = (
            f"`{name[0]}.{name[1]}`",
            kind_of(kind, locale),
            code_list(paths, say("non conservé", "not stored", locale)),
            ", ".join(map(rule_link, sorted(rules))) or none,
            code_list(others, none),
            code_list(tours.effects[name], none),
            code_list(removed_by, say("rien", "nothing", locale)) if paths else "",
        )
        rows.append((name, row))
    return rows


def kind_of(kind: str, locale: Locale) -> str:
    """Return the kind of a personal field, in French in the words of the catalogue; secrets are never shown to anybody."""
    words = wording.vocabulary()["PersonalKind"].get(kind)
    return kind if locale == "en" or words is None else words.fr


def code_list(names: set[str], nothing: str) -> str:
    """Write *names* as code, separated by commas; *nothing* if there are none."""
    return ", ".join(f"`{name}`" for name in sorted(names)) or nothing


def rule_link(rule: str) -> str:
    """Link *rule* to its section, if it has one."""
    return f"[{rule}](../../rules/{rule.replace('_', '-')}.md)" if rule in examples.rules() else f"`{rule}`"


# -- from the classes ---------------------------------------------------------------------------------


def classes() -> set[type]:
    """Collect every class of the model that may hold personal data."""
    roots: set[type] = {people.Agent, people.Household, *commands.ALL, *effects.ALL}
    return roots | {kind for root in (*roots, record.Record) for kind, _, _ in nested_fields(root)}


def nested_fields(kind: type, path: str = "") -> Iterator[tuple[type, str, str]]:
    """List the fields of *kind* and of the classes nested in it: class, field, dotted path."""
    for field in attrs.fields(attrs.resolve_types(kind)):
        here = f"{path}.{field.name}" if path else field.name
        yield kind, field.name, here
        for nested in leaks.classes_in(field.type):
            yield from nested_fields(nested, f"{here}[]" if leaks.is_list(field.type) else here)


def owner_of(kind: type, field: str) -> Name:
    """Find the class that declares *field*."""
    bases = (base for base in reversed(kind.__mro__) if attrs.has(base) and field in attrs.fields_dict(base))
    return next(bases).__name__, field


def fields() -> dict[Name, str]:
    """Return the kind of every personal field."""
    return {owner_of(cls, name): kind for cls in classes() for name, kind in personal_fields(cls).items()}


def stored_at() -> Places:
    """Find where the classes put each field in the document."""
    places: Places = defaultdict(set)
    for kind, name, path in nested_fields(record.Record):
        places[owner_of(kind, name)].add(path)
    return places


def other_fields() -> Iterator[tuple[str, str]]:
    """List the fields of the stored classes that are not declared personal."""
    for kind in {kind for kind, _, _ in nested_fields(record.Record)} | {record.Record}:
        visible = [field for field in attrs.fields(attrs.resolve_types(kind)) if field.repr is True]
        names = [field.name for field in visible if not [*leaks.classes_in(field.type)]]
        if names:
            yield f"`{kind.__name__}`", ", ".join(f"`{name}`" for name in names)


# -- from journeys --------------------------------------------------------------------------------------


def personal_texts(value: Any) -> Iterator[tuple[Name, str]]:
    """List the personal texts inside *value*, each with its field."""
    if attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            content = getattr(value, field.name)
            if field.name in declared:
                yield from ((owner_of(type(value), field.name), text) for text in texts_in(content))
            else:
                yield from personal_texts(content)
    elif isinstance(value, tuple):
        for item in value:
            yield from personal_texts(item)


def texts_in(content: Any) -> Iterator[str]:
    """List the non-empty texts in the value of a field: itself, the lines of a list, or the values of a mapping."""
    items = content if isinstance(content, tuple) else content.values() if isinstance(content, dict) else (content,)
    return (item for item in items if isinstance(item, str) and item)


def place_of(path: str) -> str:
    """Return the path of the field that holds the value at *path*: a whole list of lines, all fields of a draft."""
    draft, separator, _ = path.partition("[].fields.")
    return f"{draft}[].fields" if separator else path.removesuffix("[]")


class Tours:
    """Where the values of commands and of the agent end up in the document, and which effects carry them."""

    def __init__(self) -> None:
        self.stored: Places = defaultdict(set)
        self.effects: Places = defaultdict(set)
        for tour in planted.TOURS.values():
            mint = planted.Mint(1)
            texts_so_far = list(personal_texts(planted.agent(mint)))
            before: Mapping[str, set[str]] = {}
            for (command, _), decision in planted.decisions(mint, tour):
                after = leaks.texts_by_path(json.loads(decision.dossier.dump())["record"])
                texts = [(name, text) for name, text in personal_texts(command) if text in mint.made.values()]
                texts_so_far += texts
                for name, text in texts:
                    new_paths = {path for path in after if text in after[path] - before.get(path, set())}
                    self.stored[name] |= {place_of(path) for path in new_paths}
                before = after
                for effect in (*decision.effects, decision.dossier.invitation):
                    carried = {text for _, text in personal_texts(effect)}
                    for name, text in texts_so_far:
                        if text in carried:
                            self.effects[name].add(type(effect).__name__)
        for kind in effects.ALL:
            for field in personal_fields(kind):
                self.effects[owner_of(kind, field)].add(kind.__name__)


def commands_that_remove() -> dict[str, set[str]]:
    """Find, by path, the commands and deadlines that removed a value without putting another in its place."""
    removals: dict[str, set[str]] = defaultdict(set)
    for tour in planted.TOURS.values():
        before: Mapping[str, set[str]] = {}
        for _, decision in planted.decisions(planted.Mint(1), tour):
            after = leaks.texts_by_path(json.loads(decision.dossier.dump())["record"])
            for path, texts in before.items():
                if texts - after.get(path, set()) and not after.get(path, set()) - texts:
                    removals[place_of(path)] |= {step.command for step in decision.steps}
            before = after
    return removals


# -- from reading -----------------------------------------------------------------------------------------


class Watch:
    """Notes which modules read a personal field of an object, or are passed the bare value of a command's field."""

    def __init__(self) -> None:
        self.readers: Places = defaultdict(set)
        self.fields_by_value: dict[Any, set[Name]] = {}

    def readers_of_fields(self) -> Places:
        """Run the examples of the rules and the journeys; return the modules that read each field."""
        with self._watch_fields():
            for rule in examples.rules():
                for example in examples.of(rule):
                    example.verdict()
            for tour in planted.TOURS.values():
                dossier = planted.open_dossier(planted.Mint(1))
                for command, at in tour(planted.Mint(1)):
                    self.fields_by_value = defaultdict(set)
                    for name, value in (*personal_texts(command), *personal_dates(command)):
                        self.fields_by_value[value].add(name)
                    sys.setprofile(self._note_call)
                    decision = dossier.decide(command, at=at, role=command.roles[0])
                    sys.setprofile(None)
                    dossier = decision.dossier
                    dossier.view(at=max(at, dossier.record.at), role=Role.AGENT)
                    dossier.next_questions(at=max(at, dossier.record.at))
        return self.readers

    def _note_call(self, frame: FrameType, event: str, _: Any) -> None:
        module = module_of(frame)
        if event == "call" and module is not None and module.startswith("rules.") and not module.startswith(PASSING_ON):
            count = frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount
            for name in frame.f_code.co_varnames[:count]:
                value = frame.f_locals.get(name)
                for item in value if isinstance(value, tuple) else (value,):
                    if isinstance(item, dt.date | str):
                        for field in self.fields_by_value.get(item, ()):
                            self.readers[field].add(module)

    @contextlib.contextmanager
    def _watch_fields(self) -> Iterator[None]:
        watched = [kind for kind in classes() if personal_fields(kind)]
        for kind in watched:
            kind.__getattribute__ = self._reader({n: owner_of(kind, n) for n in personal_fields(kind)})  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            for kind in watched:
                del kind.__getattribute__

    def _reader(self, owners: dict[str, Name]) -> Callable[[Any, str], Any]:
        def read(instance: Any, name: str) -> Any:
            if name in owners:
                module = module_of(sys._getframe(1))  # noqa: SLF001 -- the caller
                if module is not None and not module.startswith(PASSING_ON):
                    self.readers[owners[name]].add(module)
            return object.__getattribute__(instance, name)

        return read


def personal_dates(value: Any) -> Iterator[tuple[Name, Any]]:
    """List the personal dates inside *value*, each with its field."""
    if attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            content = getattr(value, field.name)
            if field.name in declared and isinstance(content, dt.date):
                yield owner_of(type(value), field.name), content
            elif field.name not in declared:
                yield from personal_dates(content)
    elif isinstance(value, tuple):
        for item in value:
            yield from personal_dates(item)


def module_of(frame: FrameType) -> str | None:
    """Name the module of this library in which *frame* runs; ``None`` for any other code."""
    return module_in(frame.f_code.co_filename)


@functools.cache  # asked for at each read
def module_in(name: str) -> str | None:
    """Name the module of this library in the file called *name*; ``None`` for any other file."""
    file = Path(name)
    if not file.is_relative_to(SOURCES):
        return None
    return ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")
