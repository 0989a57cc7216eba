"""
What goes over HTTP beside the classes: the body that opens a dossier, the answer to a command, problems.
"""

from collections.abc import Iterable

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.http_texts import http_texts, request_faults
from psc_workflow._catalogue.questions import Question
from psc_workflow._model import commands as do
from psc_workflow._model.decision import Outcome
from psc_workflow._model.problem_types import FINDING, PROBLEM, problem_type
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._schemas.definitions import Definitions, Schema
from psc_workflow._views import View

_TEXT: Schema = {"type": "string"}
_REFUSALS = (Outcome.REFUSED, Outcome.INCOMPLETE, Outcome.NOT_AVAILABLE, Outcome.STALE)


def described(schema: Schema, text: Text) -> Schema:
    """Describe *schema* in both languages."""
    return {**schema, "description": text.en, "x-fr": {"description": text.fr}}


def parts(definitions: Definitions) -> dict[str, Schema]:
    """Make the parts by name, each with what it refers to in *definitions*."""
    reply = {"outcome": _one_of(Outcome.ACCEPTED, Outcome.DUPLICATE), "warnings": _list(_ref("ProblemReason"))}
    return {
        "Opening": _part("Opening", {"id": {"type": "string", "minLength": 1, "maxLength": 255}}),
        "Screen": screen(definitions),
        "Reply": _part("Reply", reply | {"dossier": _ref("Screen")}),
        "ProblemReason": _reason(definitions),
        "FieldFault": _part("FieldFault", {"pointer": _TEXT, "detail": _TEXT}),
        "DecisionProblem": _decision_problem(),
        "RequestProblem": _request_problem(),
        "StatusProblem": _part("StatusProblem", {"title": _TEXT, "status": {"type": "integer"}}),
        "Problem": described({"anyOf": [_ref(name) for name in _PROBLEMS]}, http_texts()["parts"]["Problem"]),
    }


_PROBLEMS = ("DecisionProblem", "RequestProblem", "StatusProblem")


def screen(definitions: Definitions) -> Schema:
    """Describe what a screen shows: the view, with its dossier and what it still asks for."""
    definitions.ref(View)
    view = definitions.schemas[View.__name__]
    own = _part("Screen", {"id": _TEXT, "revision": {"type": "integer"}, "questions": _list(definitions.ref(Question))})
    return {
        **own,
        "properties": own["properties"] | view["properties"],
        "required": own["required"] + view["required"],
    }


def _reason(definitions: Definitions) -> Schema:
    codes = list(wording.finding_texts())
    members = {
        "detail": _TEXT,
        "pointer": _TEXT,
        "type": {"type": "string", "enum": [FINDING + code for code in codes]},
        "code": {"type": "string", "enum": codes},
        "rule": _TEXT,
        "severity": definitions.ref(Severity),
        "remedy": _TEXT,
        "suggests": _list({"type": "string", "enum": [command.do for command in do.ALL]}),
        "sources": _list({"type": "object"}),
        "certainty": definitions.ref(Certainty),
    }
    return _part("ProblemReason", members, optional={"certainty"})


def _decision_problem() -> Schema:
    types = [problem_type(outcome) for outcome in _REFUSALS]
    members = {
        "type": {"type": "string", "enum": types},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": _TEXT,
        "outcome": _one_of(*_REFUSALS),
        "errors": _list(_ref("ProblemReason")),
        "warnings": _list(_ref("ProblemReason")),
        "missing": _list(_TEXT),
        "available": _list({"type": "string", "enum": [command.do for command in do.ALL]}),
    }
    return _part("DecisionProblem", members, optional={"instance"})


def _request_problem() -> Schema:
    faults = request_faults()
    members = {
        "type": {
            "type": "string",
            "enum": [PROBLEM + name for name in faults],
            "x-words": {PROBLEM + name: {"fr": fault.fr, "en": fault.en} for name, fault in faults.items()},
        },
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": _list(_ref("FieldFault")),
    }
    return _part("RequestProblem", members, optional={"errors"})


def _part(name: str, members: dict[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    texts = http_texts()
    properties = {member: described(schema, texts["members"][member]) for member, schema in members.items()}
    required = [member for member in members if member not in set(optional)]
    closed = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return described(closed, texts["parts"][name])


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(*outcomes: Outcome) -> Schema:
    return {"type": "string", "enum": [outcome.value for outcome in outcomes]}
