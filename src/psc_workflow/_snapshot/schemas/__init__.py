"""
JSON Schemas (2020-12) of what goes in and comes out, made from the classes that read and write it.

A schema says of a document what ``structuring`` would: names, types, closed
lists, how dates are written, what may be left out. It cannot see whether facts
fit together: that is what reading the document is for. Every definition and
every property has a ``description`` in English, and the same in French under
``x-fr``; ``x-words`` has the words of a closed list in both, and ``x-personal``
marks personal data with its kind.

>>> declare_regime = schema("commands")["$defs"]["declare-regime"]
>>> declare_regime["title"], declare_regime["x-fr"]["title"], declare_regime["required"]
('Declare my regime', "J'indique mon régime", ['do'])
>>> schema("snapshot")["$defs"]["GiveBankDetails"]["properties"]["iban"]["x-personal"]
'bank'
"""

from collections.abc import Callable

from psc_workflow._model.decision import Decision
from psc_workflow._model.quote import Quote
from psc_workflow._snapshot.schemas.definitions import Definitions, Schema
from psc_workflow.exceptions import HostError

__all__ = ["DIALECT", "ID", "NAMES", "Schema", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""Which JSON Schema they are written in."""

ID = "urn:psc-workflow:schema:"
"""What every ``$id`` begins with; the name follows. Nothing is to be fetched there."""

_ROOTS: dict[str, Callable[[Definitions], Schema]] = {
    "snapshot": Definitions.document,
    "commands": Definitions.one_command,
    "effects": Definitions.one_effect,
    "quote": lambda definitions: definitions.one(Quote),
    "decision": lambda definitions: definitions.one(Decision),
}

NAMES = tuple(_ROOTS)
"""What there are schemas of."""


def schema(name: str) -> Schema:
    """
    Give the schema called *name*, made anew.

    Args:
        name: One of ``NAMES``.

    Raises:
        HostError: There is none of that name.
    """
    if name not in NAMES:
        raise HostError(f"no schema is called {name!r}; known: {', '.join(NAMES)}")
    definitions = Definitions()
    return {
        "$schema": DIALECT,
        "$id": ID + name,
        "title": name,
        **_ROOTS[name](definitions),
        "$defs": dict(sorted(definitions.found.items())),
    }
