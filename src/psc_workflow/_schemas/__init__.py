"""
JSON Schemas (2020-12) of what goes in and comes out, made from the classes that read and write it.

A schema checks of a document what ``structuring`` does: names, types, closed
lists, how dates are written, what may be left out. Whether the facts fit
together is only found by reading the document. Every definition and every
property has a ``description`` in English, and the same in French under
``x-fr``; ``x-words`` has the words of a closed list in both, and ``x-personal``
marks personal data with its kind.

>>> declare_regime = schema("commands")["$defs"]["declare-regime"]
>>> declare_regime["title"], declare_regime["x-fr"]["title"], declare_regime["required"]
('Declare my regime', 'J’indique mon régime', ['do'])
>>> schema("snapshot")["$defs"]["GiveBankDetails"]["properties"]["iban"]["x-personal"]
'bank'
"""

from collections.abc import Callable

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.questions import Question
from psc_workflow._charts.description import ChartDescription
from psc_workflow._forms.form import Form
from psc_workflow._forms.summary import SummaryLine
from psc_workflow._model.decision import Decision, Milestone
from psc_workflow._model.preview import Preview
from psc_workflow._model.quote import Quote
from psc_workflow._schemas.contract_file import ContractDefinitions
from psc_workflow._schemas.definitions import Definitions, Schema
from psc_workflow._views import View
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import Comparison, Schedule

__all__ = ["DIALECT", "ID", "NAMES", "Schema", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The dialect of JSON Schema that they are written in."""

ID = "urn:psc-workflow:schema:"
"""What every ``$id`` begins with; the name follows. Nothing can be fetched there."""

CONTRACT_FILE = "contract"
"""The schema of the file in which a contract stands."""

_ROOTS: dict[str, Callable[[Definitions], Schema]] = {
    "snapshot": Definitions.document,
    "commands": Definitions.any_command,
    "effects": Definitions.any_effect,
    "quote": lambda definitions: definitions.root(Quote),
    "schedule": lambda definitions: definitions.root(Schedule),
    "decision": lambda definitions: definitions.root(Decision),
    "preview": lambda definitions: definitions.root(Preview),
    "comparison": lambda definitions: definitions.root(Comparison),
    "view": lambda definitions: definitions.root(View),
    "form": lambda definitions: definitions.root(Form),
    "chart": lambda definitions: definitions.root(ChartDescription),
    "summary": lambda definitions: definitions.list_of(SummaryLine),
    "questions": lambda definitions: definitions.list_of(Question),
    "timeline": lambda definitions: definitions.list_of(Milestone),
}

NAMES = (*_ROOTS, CONTRACT_FILE)
"""The names of the schemas."""

_INPUT = frozenset({"snapshot", "commands", "effects"})
"""Those of what is read; the others describe what is only handed out."""


def schema(name: str, *, contract: Contract | None = None) -> Schema:
    """
    Make the schema called *name*.

    Args:
        name: One of ``NAMES``.
        contract: Whose formulas and regimes are allowed, with its labels of
            them; the built-in ones if ``None``.

    Raises:
        HostError: No schema has this name.
    """
    if name not in NAMES:
        raise HostError(f"no schema is called {name!r}; known: {', '.join(NAMES)}")
    if name == CONTRACT_FILE:
        file = ContractDefinitions()
        return _document(name, file.file(), file)
    definitions = Definitions(contract, is_output=name not in _INPUT)
    return _document(name, _ROOTS[name](definitions), definitions)


def _document(name: str, root: Schema, definitions: Definitions) -> Schema:
    defined = dict(sorted(definitions.schemas.items()))
    return {"$schema": DIALECT, "$id": ID + name, "title": name, **root, "$defs": defined}
