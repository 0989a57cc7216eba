"""
What a schema says beside the types: words of the catalogue, questions, docstrings, and what is personal.
"""

import functools
import inspect
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow.catalogue import questions, texts
from psc_workflow.model import commands as do
from psc_workflow.model.people import Checked, Child, Partner
from psc_workflow.model.personal import personal_fields
from psc_workflow.model.quote import Quote
from psc_workflow.model.text import Text
from psc_workflow.states.charts import JOURNEYS

_ASKED: dict[type, str] = {
    Partner: "declare_beneficiaries.partner",
    Child: "declare_beneficiaries.children",
    do.MotiveFacts: "choose_motive.facts",
}
"""Where the questions are whose answers these classes hold; those of a command are its own."""


def of_class(cls: type) -> dict[str, Any]:
    """Say what *cls* is; a command has a label, too."""
    return _worded(_label(cls), told=_first_paragraph(cls))


def of_member(cls: Any, name: str) -> dict[str, Any]:
    """Say what a field or property of *cls* is called and means, and whether it is personal."""
    kind = personal_fields(cls).get(name)
    found = _worded(_title(cls, name), _question(cls, name), _told(cls).get(name, ""))
    return found | ({"x-personal": kind} if kind else {})


def of_title(cls: type, name: str) -> dict[str, Any]:
    """Say only what a field or property of *cls* is called."""
    return _worded(_title(cls, name))


def of_values(cls: type[Enum]) -> dict[str, Any]:
    """Say what each value of a closed list is called, if people read it."""
    found = {name: attrs.asdict(text) for name, text in texts.vocabulary().get(cls.__name__, {}).items()}
    return {"x-words": found} if found else {}


def of_states(journey: str) -> dict[str, Any]:
    """Say what each state of *journey* is called."""
    return {"x-words": {name: attrs.asdict(one.label) for name, one in texts.journey(journey).states.items()}}


def _worded(title: Text | None, asked: Text | None = None, told: str = "") -> dict[str, Any]:
    """Put words where a reader of schemas looks for them, and leave out those that there are not."""
    french = {"title": title and title.fr, "description": asked and asked.fr}
    found = {
        "title": title and title.en,
        "description": f"{asked.en if asked else ''} {told}".strip(),
        "x-fr": {name: said for name, said in french.items() if said},
    }
    return {name: said for name, said in found.items() if said}


def _title(cls: type, name: str) -> Text | None:
    """Find what the field is called: the catalogue has words for what people say, and for who pays."""
    if issubclass(cls, Checked):
        return texts.words("Field").get(name)
    return texts.words("Channel").get(name) if cls is Quote else None


def _label(cls: type) -> Text | None:
    if not issubclass(cls, do.Command):
        return None
    known = [texts.journey(journey).commands for journey in JOURNEYS]
    return next((words[cls.event] for words in known if cls.event in words), None)


def _question(cls: type, name: str) -> Text | None:
    asked = cls.event if issubclass(cls, do.Command) else _ASKED.get(cls)
    if asked is None or f"{asked}.{name}" not in questions.facts():
        return None
    return questions.question(*f"{asked}.{name}".split(".", 1)).question


@functools.cache
def _told(cls: type) -> Mapping[str, str]:
    """Read what docstrings say of the fields and properties of *cls*."""
    found: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        listed = inspect.cleandoc(one.__doc__ or "").partition("\nArgs:\n")[2].partition("\n\n")[0]
        found |= re.findall(r"^    (\w+): (.*(?:\n     .*)*)", listed, re.MULTILINE)
        found |= {name: _first_paragraph(member) for name, member in vars(one).items() if isinstance(member, property)}
    return {name: _of_json(text) for name, text in found.items()}


def _first_paragraph(documented: object) -> str:
    return _of_json(inspect.cleandoc(documented.__doc__ or "").partition("\n\n")[0])


def _of_json(text: str) -> str:
    """Let a docstring speak of JSON: one line, ``null`` for what is ``None``."""
    quoted = re.sub(r"(?::\w+:)?``?([^`]+)``?", r"`\1`", " ".join(text.split()))
    return quoted.replace("`None`", "`null`").replace("`True`", "`true`").replace("`False`", "`false`")
