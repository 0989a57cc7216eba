"""
What a schema says besides the types, in both languages: labels, questions, descriptions, and what is personal.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow._catalogue import questions, wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model import commands as do
from psc_workflow._model.people import Agent, Checked, Child, Partner
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow._schemas.written import Differences, name_of
from psc_workflow._structuring.sharing import shared
from psc_workflow.pricing import Premium
from psc_workflow.states._charts import JOURNEYS

_ASKED: dict[type, tuple[str, ...]] = {
    Agent: ("confirm_identity", "confirm_contact_details"),
    Partner: ("declare_beneficiaries.partner",),
    Child: ("declare_beneficiaries.children",),
    do.MotiveFacts: ("choose_motive.facts",),
    do.HonourStatement: (do.Attest.event,),
}
"""Which commands ask the questions that these classes hold the answers to; a command asks its own."""


def of_class(cls: type) -> dict[str, Any]:
    """Describe *cls*; a command has a label, too."""
    return _annotations(_label(cls), descriptions()["definitions"].get(name_of(cls)))


def of_name(name: str) -> dict[str, Any]:
    """Describe the definition called *name*, of which there is no class."""
    return _annotations(None, descriptions()["definitions"][name])


def of_member(cls: Any, name: str) -> dict[str, Any]:
    """Describe the key *name* of *cls*: its label, its meaning, and whether it is personal."""
    tables = [descriptions().get(name_of(base), {}) for base in cls.__mro__]
    description = next((table[name] for table in tables if name in table), None)
    kind = personal_fields(cls).get(name) if attrs.has(cls) else None
    personal = {"x-personal": kind} if kind else {}
    return _annotations(_title(cls, name), _question(cls, name), description) | personal


def of_values(cls: type[Enum]) -> dict[str, Any]:
    """List the labels of the values of a closed list, if people read them."""
    labels = {name: attrs.asdict(text) for name, text in wording.vocabulary().get(cls.__name__, {}).items()}
    return {"x-words": labels} if labels else {}


def of_members(members: Iterable[Enum], contract: Contract) -> dict[str, Any]:
    """List what *contract* calls *members*."""
    texts = {str(member.value): contract.word(member) for member in members}
    return {"x-words": {name: {"fr": text.fr, "en": text.en} for name, text in texts.items()}}


def of_states(journey: str) -> dict[str, Any]:
    """List the labels of the states of *journey*."""
    return {"x-words": {name: attrs.asdict(state.label) for name, state in wording.journey(journey).states.items()}}


@shared
def descriptions() -> Mapping[str, Mapping[str, Text]]:
    """Read the descriptions of definitions, by class, and of fields, by class and name."""
    file = DATA / "texts" / "schemas.toml"
    return {
        table: {name: build(text, Text, f"{file}, table {table}") for name, text in texts.items()}
        for table, texts in read_toml(file).items()
    }


def _annotations(title: Text | None, *sentences: Text | None) -> dict[str, Any]:
    """Make the annotations of a schema out of those texts that there are."""
    present = [sentence for sentence in sentences if sentence]
    description = Text(
        fr=" ".join(_with_stop(sentence.fr) for sentence in present),
        en=" ".join(_with_stop(sentence.en) for sentence in present),
    )
    texts = {name: text for name, text in {"title": title, "description": description}.items() if text and text.en}
    return {name: text.en for name, text in texts.items()} | {"x-fr": {name: text.fr for name, text in texts.items()}}


def _with_stop(text: str) -> str:
    """Add a full stop to what is a heading on its screen."""
    return text if text.endswith((".", "?")) else f"{text}."


def _title(cls: type, name: str) -> Text | None:
    """Find the label of the field: the catalogue has one for what people answer, and for each payer."""
    if issubclass(cls, Checked):
        return wording.words("Field").get(name)
    classes = (Quote, KeptQuote, Premium, Differences, Certainty, Channel)
    return wording.words("Channel").get(name) if cls in classes else None


def _label(cls: type) -> Text | None:
    if not issubclass(cls, do.Command):
        return None
    labels = [wording.journey(journey).commands for journey in JOURNEYS]
    return next((commands[cls.event] for commands in labels if cls.event in commands), None)


def _question(cls: type, name: str) -> Text | None:
    events = _ASKED.get(cls) or ((cls.event,) if issubclass(cls, do.Command) else ())
    event = next((event for event in events if f"{event}.{name}" in questions.facts()), None)
    if event is None:
        return None
    command, _, path = f"{event}.{name}".partition(".")
    return questions.question(command, path).question
