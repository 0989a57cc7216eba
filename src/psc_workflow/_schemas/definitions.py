"""
From classes to schemas: types as ``structuring`` reads them, limits as in the model.
"""

import datetime as dt
import enum
import inspect
import types
import typing
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._catalogue import contract_words
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model import effects
from psc_workflow._model.answers import Answers
from psc_workflow._model.open_lists import OpenList
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT, Checked
from psc_workflow._model.quote import Quote
from psc_workflow._model.record import LONGEST_SUSPENSION, Record
from psc_workflow._model.states import States
from psc_workflow._model.steps import MOST_CARRIED, History, Step
from psc_workflow._schemas import words
from psc_workflow._schemas.written import AS_DECLARED, KEYS, Amount, name_of
from psc_workflow._snapshot import FORMAT, LIFTED, VERSIONS, Envelope
from psc_workflow._structuring import DATE, INSTANT
from psc_workflow._structuring.sharing import shared
from psc_workflow.pricing import PricedQuote
from psc_workflow.states._charts import JOURNEYS

Schema = dict[str, Any]

_LIMITED_WHEN_READ = (Record.__module__, Answers.__module__, Step.__module__)
"""Modules whose classes judge no text: ``_snapshot.long_texts`` does, when they are read."""

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$"},
    dt.datetime: {"type": "string", "format": "date-time", "pattern": f"^{INSTANT.pattern}$"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$"},
    Any: {},
    Amount: {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
}
"""Simple values, as JSON writes them."""

_DESCRIBED_AS: dict[Any, type] = {effects.AnyEffect: effects.Effect, PricedQuote: Quote}
"""What is described by the name of something else: of a quote that can be priced again, JSON has the quote."""


class Definitions:
    """
    Collects the definitions that a schema refers to, one per class, by its name.

    Args:
        contract: Whose formulas and regimes are allowed; the built-in ones if
            ``None``.
        is_output: Whether what an ``as_json`` writes is described as it
            writes it; what is stored has the same classes, in another form.
    """

    def __init__(self, contract: Contract | None = None, *, is_output: bool = True) -> None:
        self.contract, self._is_output = contract, is_output
        self.schemas: dict[str, Schema] = {}

    def document(self) -> Schema:
        """Describe the stored document."""
        self.schemas[Record.__name__] = self.input_of(Record, without=LIFTED)
        envelope = self.input_of(Envelope)
        envelope["properties"]["record"] = self.ref(Record) | words.of_member(Envelope, "record")
        return envelope

    def any_command(self) -> Schema:
        """Describe any command, as ``commands.parse`` reads it, each under its name."""
        for command in do.ALL:
            schema = self.input_of(command, tag={"do": command.do})
            for name in command.never_null():
                schema["properties"][name] = _or_null(schema["properties"][name])
            self.schemas[command.do] = schema
        return words.of_class(do.Command) | {"oneOf": [{"$ref": f"#/$defs/{command.do}"} for command in do.ALL]}

    def any_effect(self) -> Schema:
        """Describe any effect."""
        return words.of_class(effects.Effect) | {"oneOf": [self.ref(effect) for effect in effects.ALL]}

    def list_of(self, cls: type) -> Schema:
        """Describe a document that holds several *cls*."""
        return words.of_class(cls) | {"type": "array", "items": self.ref(cls)}

    def root(self, cls: type) -> Schema:
        """Describe a document that holds one *cls*."""
        return words.of_class(cls) | self.ref(cls)

    def ref(self, cls: type) -> Schema:
        """Refer to *cls*, and define it if it is not yet."""
        name = name_of(cls)
        if name not in self.schemas:
            self.schemas[name] = {}  # a class that holds itself refers to this
            self.schemas[name] = self._definition(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _definition(self, cls: type) -> Schema:
        if issubclass(cls, OpenList) and self.contract is not None:
            members = contract_words.members(cls, self.contract)
            values = {"type": "string", "enum": [member.value for member in members]}
            return words.of_class(cls) | values | words.of_members(members, self.contract)
        if issubclass(cls, enum.Enum):
            values = {"type": "string", "enum": [member.value for member in cls]}
            return words.of_class(cls) | values | words.of_values(cls)
        if cls is effects.Effect:
            return self.any_effect()
        if self._is_output and cls in KEYS:
            return self.output_of(cls)
        return self.input_of(cls, tag={"type": cls.__name__} if issubclass(cls, effects.Effect) else {})

    def input_of(self, cls: Any, *, tag: Mapping[str, str] = types.MappingProxyType({}), without: Any = ()) -> Schema:
        """
        Describe *cls* as ``structure`` reads it: a field with a default may be left out.

        Args:
            tag: The key, with its value, that distinguishes it from similar
                classes.
            without: Fields that stand elsewhere.
        """
        kinds = declared(cls)
        fields = {field.name: field for field in attrs.fields(cls) if field.name not in without}
        properties = {
            name: self.value(kinds[name], cls) | _limits().get((cls, name), {}) | words.of_member(cls, name)
            for name in fields
        }
        required = [name for name, field in fields.items() if field.default is attrs.NOTHING]
        tags = {name: {"const": value} | words.of_member(cls, name) for name, value in tag.items()}
        return words.of_class(cls) | closed(tags | properties, [*tag, *required])

    def output_of(self, cls: type) -> Schema:
        """Describe the ``as_json`` of *cls*, which always has every key."""
        kinds = declared(cls)
        properties = {
            name: self.value(kinds[name] if kind is AS_DECLARED else kind, cls) | words.of_member(cls, name)
            for name, kind in KEYS[cls].items()
        }
        return words.of_class(cls) | closed(properties, properties)

    def value(self, kind: Any, owner: type) -> Schema:
        """Describe a value that *owner* declares as *kind*."""
        kind = _DESCRIBED_AS.get(kind, kind)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        is_checked = issubclass(owner, Checked)
        if origin in (types.UnionType, typing.Union):
            (member,) = (m for m in arguments if m is not type(None) and not getattr(m, "only_by_absence", False))
            schema = self.value(member, owner)
            return _or_null(schema) if type(None) in arguments else schema
        if origin is tuple:
            limit = {"maxItems": LONGEST_LIST} if is_checked else {}
            return {"type": "array", "items": self.value(arguments[0], owner), **limit}
        if origin is dict:
            key_kind, value_kind = arguments
            return self._mapping(key_kind, value_kind, owner)
        if kind in _PLAIN:
            is_limited = kind is str and (is_checked or owner.__module__ in _LIMITED_WHEN_READ)
            return _PLAIN[kind] | ({"maxLength": LONGEST_TEXT} if is_limited else {})
        return {"type": "string", "enum": list(arguments)} if origin is typing.Literal else self.ref(kind)

    def _mapping(self, key_kind: Any, value_kind: Any, owner: type) -> Schema:
        """Describe an object whose keys are any text, members of an open list, or every member of a closed one."""
        if value_kind is Any:
            return {"type": "object"}
        value = self.value(value_kind, owner)
        if key_kind is str:
            return {"type": "object", "additionalProperties": value}
        if issubclass(key_kind, OpenList):
            return {"type": "object", "propertyNames": self.ref(key_kind), "additionalProperties": value}
        keys = [member.value for member in key_kind]
        describes = value_kind if isinstance(value_kind, type) else key_kind
        return closed({key: value | words.of_member(describes, key) for key in keys}, keys)


def _or_null(schema: Schema) -> Schema:
    if "type" in schema:
        return schema | {"type": [schema["type"], "null"]}
    annotations = {name: value for name, value in schema.items() if name != "$ref"}
    return {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}], **annotations}


def closed(properties: Schema, required: Collection[str]) -> Schema:
    """Describe an object that has these keys and no others."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def declared(cls: Any) -> dict[str, Any]:
    """Find the type of every field and property of *cls*."""
    properties = inspect.getmembers(cls, lambda member: isinstance(member, property))
    types_of_properties = {name: typing.get_type_hints(member.fget).get("return") for name, member in properties}
    return types_of_properties | {field.name: field.type for field in attrs.fields(attrs.resolve_types(cls))}


@shared
def _limits() -> Mapping[tuple[type, str], Schema]:
    """List what is required of fields besides their type."""
    return {
        (Envelope, "format"): {"const": FORMAT},
        (Envelope, "version"): {"const": VERSIONS.current},
        (Record, "accepted"): {"maxItems": MOST_CARRIED},
        (Record, "positions"): {"maxItems": MOST_CARRIED},
        (Record, "suspended_days"): {"minimum": 0, "maximum": LONGEST_SUSPENSION},
        (History, "steps"): {"maxItems": MOST_CARRIED},
        **{
            (States, journey): {"enum": [state.value for state in chart.states], **words.of_states(journey)}
            for journey, chart in JOURNEYS.items()
        },
    }
