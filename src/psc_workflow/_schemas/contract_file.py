"""
The schema of the TOML file of a contract, for editors and for whoever writes one with a program.

JSON Schema has no dates of its own: a date of TOML is checked as its text,
which is how editors of TOML do it.

>>> document = ContractDefinitions().file()
>>> document["properties"]["affiliation_window"]["$ref"], document["required"]
('#/$defs/NumberParameter', ['contract'])
"""

import datetime as dt
import types
import typing
from decimal import Decimal
from typing import Any

import attrs

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.amounts import HIGHEST_SHARE, Amount
from psc_workflow._catalogue.components import HIGHEST_BOUND, Component
from psc_workflow._catalogue.contract import Contract, Heading
from psc_workflow._catalogue.contract_checks import UNITS
from psc_workflow._catalogue.contract_words import Named
from psc_workflow._catalogue.own_texts import builtin_texts
from psc_workflow._catalogue.tariff import TariffParameter
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.open_lists import WORD_PATTERN, OpenList
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Formula
from psc_workflow._schemas import own_texts, words
from psc_workflow._schemas.definitions import Definitions, Schema, closed, declared
from psc_workflow._structuring import DATE

_WORD: Schema = {"type": "string", "pattern": f"^{WORD_PATTERN}$"}
_DAY: Schema = {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$"}
_NAMES = {int: "Number", str: "Text", dt.date: "Day", Decimal: "Amount"}
"""What parameters are called by, whose values are no members of a list."""

_LIMITS: dict[tuple[type, str], Schema] = {
    **{(owner, "id"): _WORD for owner in (Heading, Component, TariffParameter)},
    (Heading, "territory"): {"pattern": "^[A-Z]{2}$"},
    (Amount, "share"): {"minimum": -1, "maximum": HIGHEST_SHARE},
    (Amount, "coefficient"): {"minimum": 0, "maximum": 1},
    (Amount, "value"): {"minimum": 0},
    (Amount, "at_most"): {"minimum": 0},
    **{
        (Component, f"{end}_{name}"): {"minimum": 0 if name == "age" else 1, "maximum": highest}
        for name, highest in HIGHEST_BOUND.items()
        for end in ("from", "to")
    },
}
"""What is required of fields besides their type; the rest is seen by ``psc-workflow check`` alone."""


class ContractDefinitions(Definitions):
    """Collects the definitions of a contract's file."""

    def __init__(self) -> None:
        super().__init__(is_output=False)
        self._argument: Any = None

    def file(self) -> Schema:
        """Describe the file; one that is based on another contract need not have every table."""
        kinds = declared(Contract)
        tables = {
            name: self._limited(self.value(kind, Contract), name) | words.of_member(Contract, name)
            for name, kind in kinds.items()
            if name in {field.name for field in attrs.fields(Contract)} - {*_SPLIT}
        }
        named = {"type": "object", "propertyNames": _WORD, "additionalProperties": self.ref(Named)}
        tables["formulas"] = self._formulas() | words.of_member(Contract, "formulas")
        tables["regimes"] = named | words.of_member(Contract, "regime_names")
        tables["$schema"] = {"type": "string"} | words.of_name("schema_of_file")
        required = [field.name for field in attrs.fields(Contract) if field.default is attrs.NOTHING]
        based = {"contract": {"required": ["based_on"]} | words.of_member(Contract, "contract")}
        tables["sources"] |= {"propertyNames": {"enum": sorted(raw_texts.sources())}}
        needed = {"anyOf": [{"required": required}, {"properties": based}]}
        return words.of_class(Contract) | closed(tables, ["contract"]) | needed

    def _limited(self, schema: Schema, name: str) -> Schema:
        """Say in which unit the parameter *name* is counted."""
        return schema if name not in UNITS else schema | {"properties": {"unit": _unit(UNITS[name])}}

    def _formulas(self) -> Schema:
        """Describe the table of formulas: a parameter, with a table for each formula that the contract names."""
        properties = self._generic_definition(Parameter, tuple[Formula, ...])["properties"]
        properties |= {
            "unit": _unit(UNITS["formulas"]),
            "base_formula": self.ref(Formula) | words.of_member(Contract, "base_formula"),
        }
        return {
            "type": "object",
            "properties": properties,
            "propertyNames": _WORD,
            "additionalProperties": self.ref(Named),
        }

    # -- values ------------------------------------------------------------------------------

    def value(self, kind: Any, owner: type) -> Schema:
        """Describe a value as TOML has it: with dates and numbers, and without null."""
        kind = self._argument if isinstance(kind, typing.TypeVar) else kind
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            (member,) = (member for member in arguments if member is not type(None))
            return self.value(member, owner)
        if origin in (Parameter, Dated):
            argument = self._argument if isinstance(arguments[0], typing.TypeVar) else arguments[0]
            return self._generic(origin, argument)
        if origin is tuple and arguments[0] is Source:
            item = {"anyOf": [{"type": "string"}, self.ref(Source)]} | words.of_class(Source)
            return {"type": "array", "items": item, "minItems": 1}
        if kind == dict[str, Any]:
            return self._own_texts()
        return {dt.date: _DAY, Decimal: {"type": "number"}}.get(kind) or super().value(kind, owner)

    def _definition(self, cls: type) -> Schema:
        if issubclass(cls, OpenList):
            return words.of_class(cls) | _WORD | words.of_values(cls)
        if cls is TariffParameter:
            self._argument = Decimal
        definition = super()._definition(cls)
        for (owner, name), limit in _LIMITS.items():
            if owner is cls:
                definition["properties"][name] |= limit
        return definition

    def _generic(self, cls: type, argument: Any) -> Schema:
        """Refer to a parameter, or to a dated value, of one kind."""
        inner = typing.get_args(argument)[0] if typing.get_origin(argument) is tuple else argument
        plural = "s" if inner is not argument else ""
        name = f"{_NAMES.get(inner) or inner.__name__}{plural}{'Parameter' if cls is Parameter else 'Value'}"
        if name not in self.schemas:
            self.schemas[name] = self._generic_definition(cls, argument)
        return {"$ref": f"#/$defs/{name}"}

    def _generic_definition(self, cls: type, argument: Any) -> Schema:
        outer, self._argument = self._argument, argument
        definition = self.input_of(cls)
        self._argument = outer
        return definition

    def _own_texts(self) -> Schema:
        """Refer to texts of the contract's own: each key is that of a text of this library."""
        self.schemas["OwnText"] = own_texts.of_text()
        self.schemas["OwnTexts"] = own_texts.of_texts(builtin_texts()) | words.of_name("OwnTexts")
        return {"$ref": "#/$defs/OwnTexts"}


_SPLIT = ("formula_names", "regime_names", "base_formula", "formulas")
"""Fields whose tables are put together otherwise in the file."""


def _unit(unit: str) -> Schema:
    return {"const": unit} | words.of_member(Parameter, "unit")
