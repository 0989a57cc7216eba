"""
JSON Schemas, asked about documents.
"""

import datetime as dt
import enum
import typing
from typing import Any

import attrs
from jsonschema import Draft202012Validator, FormatChecker

from people import NOW, TODAY
from pool import ANYWHERE, RIGHT, WRONG, of_the_day
from psc_workflow import effects
from psc_workflow._model.commands import Command
from psc_workflow._schemas import NAMES, schema
from psc_workflow._structuring import unstructure

CALENDAR = FormatChecker(["date"])
CALENDAR.checks("date-time", raises=ValueError)(
    lambda value: not isinstance(value, str) or bool(dt.datetime.fromisoformat(value))
)
VALIDATORS = {name: Draft202012Validator(schema(name), format_checker=CALENDAR) for name in NAMES}
COMMANDS = [*RIGHT, *WRONG, *ANYWHERE, *of_the_day(TODAY)]


def schema_faults(name: str, document: Any) -> list[str]:
    """List what the schema called *name* has against *document*."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(document)]


def as_document(command: Command) -> dict[str, Any]:
    """Write *command* as JSON."""
    return {"do": command.do, **unstructure(command)}


def fill(kind: Any, *, sparse: bool) -> Any:
    """Return a value of *kind*: nothing where that is allowed, if *sparse*."""
    members = typing.get_args(kind) or (kind,)
    if sparse and type(None) in members:
        return None
    if typing.get_origin(kind) is tuple:
        return () if sparse else (fill(members[0], sparse=False),)
    simple = {str: "x", int: 16, bool: True, dt.date: TODAY, dt.datetime: NOW}
    return next(iter(members[0])) if issubclass(members[0], enum.Enum) else simple[members[0]]


EFFECTS = [
    kind(**{field.name: fill(field.type, sparse=sparse) for field in attrs.fields(attrs.resolve_types(kind))})
    for kind in effects.ALL
    for sparse in (True, False)
]
