"""
What a schema says beside the types, in both languages: labels, questions, its own words, and what is personal.
"""

import functools
from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow._catalogue import questions, wording
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model import commands as do
from psc_workflow._model.people import Agent, Checked, Child, Partner
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.quote import Quote
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.states._charts import JOURNEYS

_ASKED: dict[type, tuple[str, ...]] = {
    Agent: ("confirm_identity", "confirm_contact_details"),
    Partner: ("declare_beneficiaries.partner",),
    Child: ("declare_beneficiaries.children",),
    do.MotiveFacts: ("choose_motive.facts",),
    do.HonourStatement: (do.Attest.event,),
}
"""Where the questions are whose answers these classes hold; those of a command are its own."""


def of_class(cls: type) -> dict[str, Any]:
    """Say what *cls* is; a command has a label, too."""
    return _worded(_label(cls), descriptions()["definitions"].get(cls.__name__))


def of_member(cls: Any, name: str) -> dict[str, Any]:
    """Say what the key *name* of *cls* is called and means, and whether it is personal."""
    tables = [descriptions().get(one.__name__, {}) for one in cls.__mro__]
    told = next((table[name] for table in tables if name in table), None)
    kind = personal_fields(cls).get(name) if attrs.has(cls) else None
    return _worded(_title(cls, name), _question(cls, name), told) | ({"x-personal": kind} if kind else {})


def of_values(cls: type[Enum]) -> dict[str, Any]:
    """Say what each value of a closed list is called, if people read it."""
    found = {name: attrs.asdict(text) for name, text in wording.vocabulary().get(cls.__name__, {}).items()}
    return {"x-words": found} if found else {}


def of_states(journey: str) -> dict[str, Any]:
    """Say what each state of *journey* is called."""
    return {"x-words": {name: attrs.asdict(one.label) for name, one in wording.journey(journey).states.items()}}


@functools.cache
def descriptions() -> Mapping[str, Mapping[str, Text]]:
    """Read what is said of definitions, by class, and of fields, by class and name."""
    file = DATA / "texts" / "schemas.toml"
    return {
        table: {name: build(text, Text, f"{file}, table {table}") for name, text in said.items()}
        for table, said in read_toml(file).items()
    }


def _worded(title: Text | None, *sentences: Text | None) -> dict[str, Any]:
    """Put words where a reader of schemas looks for them, and leave out those that there are not."""
    said = [one for one in sentences if one]
    told = Text(fr=" ".join(_stopped(one.fr) for one in said), en=" ".join(_stopped(one.en) for one in said))
    found = {name: text for name, text in {"title": title, "description": told}.items() if text and text.en}
    return {name: text.en for name, text in found.items()} | {"x-fr": {name: text.fr for name, text in found.items()}}


def _stopped(text: str) -> str:
    """End a sentence that is a heading on its screen."""
    return text if text.endswith((".", "?")) else f"{text}."


def _title(cls: type, name: str) -> Text | None:
    """Find what the field is called: the catalogue has words for what people say, and for who pays."""
    if issubclass(cls, Checked):
        return wording.words("Field").get(name)
    return wording.words("Channel").get(name) if cls in (Quote, Certainty) else None


def _label(cls: type) -> Text | None:
    if not issubclass(cls, do.Command):
        return None
    known = [wording.journey(journey).commands for journey in JOURNEYS]
    return next((words[cls.event] for words in known if cls.event in words), None)


def _question(cls: type, name: str) -> Text | None:
    asked = _ASKED.get(cls) or ((cls.event,) if issubclass(cls, do.Command) else ())
    found = next((event for event in asked if f"{event}.{name}" in questions.facts()), None)
    return questions.question(*f"{found}.{name}".split(".", 1)).question if found else None
