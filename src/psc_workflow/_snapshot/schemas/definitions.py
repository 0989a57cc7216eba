"""
Classes to schemas: types as ``structuring`` reads them, limits as the model has them.
"""

import datetime as dt
import enum
import functools
import inspect
import types
import typing
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NewType

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model import effects
from psc_workflow._model.decision import Decision
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT, Checked
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.record import LONGEST_SUSPENSION, Record, States
from psc_workflow._model.steps import MOST_CARRIED, History
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow._snapshot import FORMAT, LIFTED, VERSIONS, Envelope
from psc_workflow._snapshot.schemas import words
from psc_workflow._structuring import DATE, INSTANT
from psc_workflow.states._charts import JOURNEYS

Schema = dict[str, Any]

Amount = NewType("Amount", str)
"""Euros, as text."""

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$"},
    dt.datetime: {"type": "string", "format": "date-time", "pattern": f"^{INSTANT.pattern}$"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$"},
    Amount: {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
}
"""Simple values, as JSON writes them."""

_AS_DECLARED: Any = ...
_WRITTEN: dict[type, dict[str, Any]] = {
    Quote: {
        **{channel.value: Amount | None for channel in Channel},
        "debits": _AS_DECLARED,
        "certainty": dict[Channel, Certainty],
        **dict.fromkeys(("lines", "incomplete"), _AS_DECLARED),
    },
    QuoteLine: {
        **dict.fromkeys(("who", "component", "label", "channel"), _AS_DECLARED),
        "amount": Amount | None,
        **dict.fromkeys(("base", "rate", "exact", "free", "certainty", "sources", "incomplete"), _AS_DECLARED),
    },
    Decision: dict.fromkeys(
        ("outcome", "codes", "warnings", "missing", "findings", "effects", "steps", "available"), _AS_DECLARED
    ),
    Finding: {
        **dict.fromkeys(("code", "rule", "severity", "path"), _AS_DECLARED),
        **dict.fromkeys(("text", "remedy"), Text),
        **dict.fromkeys(("sources", "certainty"), _AS_DECLARED),
    },
}
"""Classes with an ``as_json`` of their own: its keys, each with its type, or as the field or property declares it."""


class Definitions:
    """Collects what a schema refers to, each class once, by its name."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}

    def document(self) -> Schema:
        """Describe the stored document."""
        self.found[Record.__name__] = self.structured(Record, without=LIFTED)
        found = self.structured(Envelope)
        found["properties"]["record"] = self.ref(Record) | words.of_member(Envelope, "record")
        return found

    def one_command(self) -> Schema:
        """Describe any command, as ``commands.parse`` reads it: each under its name."""
        for command in do.ALL:
            found = self.structured(command, tag={"do": command.do})
            for name in command.never_null():
                found["properties"][name] = _or_null(found["properties"][name])
            self.found[command.do] = found
        return words.of_class(do.Command) | {"oneOf": [{"$ref": f"#/$defs/{command.do}"} for command in do.ALL]}

    def one_effect(self) -> Schema:
        """Describe any effect."""
        return words.of_class(effects.Effect) | {"oneOf": [self.ref(effect) for effect in effects.ALL]}

    def one(self, cls: type) -> Schema:
        """Describe a document that is one *cls*."""
        return words.of_class(cls) | self.ref(cls)

    def ref(self, cls: type) -> Schema:
        """Refer to *cls*, which is defined if it is not yet."""
        if cls.__name__ not in self.found:
            self.found[cls.__name__] = self._definition(cls)
        return {"$ref": f"#/$defs/{cls.__name__}"}

    def _definition(self, cls: type) -> Schema:
        if issubclass(cls, enum.Enum):
            values = {"type": "string", "enum": [member.value for member in cls]}
            return words.of_class(cls) | values | words.of_values(cls)
        if cls is effects.Effect:
            return self.one_effect()
        if cls in _WRITTEN:
            return self.written(cls)
        return self.structured(cls, tag={"type": cls.__name__} if issubclass(cls, effects.Effect) else {})

    def structured(self, cls: Any, *, tag: Mapping[str, str] = types.MappingProxyType({}), without: Any = ()) -> Schema:
        """
        Describe *cls* as ``structure`` reads it: what has a default may be left out.

        Args:
            tag: The key that tells it from its like, and its value.
            without: Fields that stand elsewhere.
        """
        kinds = _declared(cls)
        fields = {field.name: field for field in attrs.fields(cls) if field.name not in without}
        properties = {
            name: self.value(kinds[name], cls) | _limits().get((cls, name), {}) | words.of_member(cls, name)
            for name in fields
        }
        needed = [name for name, field in fields.items() if field.default is attrs.NOTHING]
        told = {name: {"const": value} | words.of_member(cls, name) for name, value in tag.items()}
        return words.of_class(cls) | _closed(told | properties, [*tag, *needed])

    def written(self, cls: type) -> Schema:
        """Describe what ``as_json`` makes of *cls*: every key is always there."""
        kinds = _declared(cls)
        properties = {
            name: self.value(kinds[name] if kind is _AS_DECLARED else kind, cls) | words.of_member(cls, name)
            for name, kind in _WRITTEN[cls].items()
        }
        return words.of_class(cls) | _closed(properties, properties)

    def value(self, kind: Any, owner: type) -> Schema:
        """Describe what is declared as *kind* in *owner*."""
        kind = effects.Effect if kind == effects.AnyEffect else kind  # which is described by its name
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        is_checked = issubclass(owner, Checked)
        if origin in (types.UnionType, typing.Union):
            (one,) = (one for one in arguments if one is not type(None) and not getattr(one, "only_by_absence", False))
            found = self.value(one, owner)
            return _or_null(found) if type(None) in arguments else found
        if origin is tuple:
            limit = {"maxItems": LONGEST_LIST} if is_checked else {}
            return {"type": "array", "items": self.value(arguments[0], owner), **limit}
        if origin is dict and arguments[1] is Any:
            return {"type": "object"}
        if origin is dict:
            keyed, held = arguments
            keys = [member.value for member in keyed]
            return _closed({key: self.value(held, owner) | words.of_member(held, key) for key in keys}, keys)
        if kind in _PLAIN:
            return _PLAIN[kind] | ({"maxLength": LONGEST_TEXT} if is_checked and kind is str else {})
        return self.ref(kind)


def _or_null(found: Schema) -> Schema:
    if "type" in found:
        return found | {"type": [found["type"], "null"]}
    said = {name: value for name, value in found.items() if name != "$ref"}
    return {"anyOf": [{"$ref": found["$ref"]}, {"type": "null"}], **said}


def _closed(properties: Schema, required: Collection[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _declared(cls: Any) -> dict[str, Any]:
    """Give the type of every field and property of *cls*."""
    properties = inspect.getmembers(cls, lambda one: isinstance(one, property))
    found = {name: typing.get_type_hints(one.fget).get("return") for name, one in properties}
    return found | {field.name: field.type for field in attrs.fields(attrs.resolve_types(cls))}


@functools.cache
def _limits() -> Mapping[tuple[type, str], Schema]:
    """Give what is asked of a field besides its type."""
    return {
        (Envelope, "format"): {"const": FORMAT},
        (Envelope, "version"): {"const": VERSIONS.current},
        (Record, "accepted"): {"maxItems": MOST_CARRIED},
        (Record, "suspended_days"): {"minimum": 0, "maximum": LONGEST_SUSPENSION},
        (History, "steps"): {"maxItems": MOST_CARRIED},
        **{
            (States, journey): {"enum": [state.value for state in chart.states], **words.of_states(journey)}
            for journey, chart in JOURNEYS.items()
        },
    }
