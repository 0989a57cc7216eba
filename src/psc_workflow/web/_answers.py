"""
What a portal answers: screens, decisions and problems, as JSON.
"""

import datetime as dt
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import attrs

from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.money import Locale
from psc_workflow._model.problem_types import PROBLEM
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, InvalidCommandError, KeyReusedError
from psc_workflow.problems import MEDIA_TYPE, pointer, reason, to_problem
from psc_workflow.web._request import RequestError

JSON = "application/json"
HTML = "text/html; charset=utf-8"


@attrs.frozen
class Answer:
    """
    What is sent back; each framework makes its own response of it.

    Args:
        headers: ``Content-Type`` is one of them.
    """

    text: str = attrs.field(repr=False)
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)


def json_answer(
    body: Any, status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Answer:
    """Answer with JSON."""
    return Answer(json.dumps(body), int(status), {**(headers or {}), "Content-Type": media_type})


def headers_of(dossier: Dossier) -> dict[str, str]:
    """No cache may keep it: it is personal, and a deadline may change it without a new revision."""
    return {"ETag": f'"{dossier.revision}"', "Cache-Control": "no-store"}


def screen(dossier: Dossier, at: dt.datetime, role: Role, locale: Locale) -> dict[str, Any]:
    """Show a dossier to a caller who may see it, with its answers, to prefill screens."""
    questions = [question.as_json() for question in dossier.next_questions(at=at)]
    view = dossier.view(at=at, role=role, locale=locale).as_json()
    return {"id": dossier.id, "revision": dossier.revision, **view, "questions": questions}


def decision_answer(
    decision: Decision[Dossier], at: dt.datetime, role: Role, locale: Locale, expected_revision: int | None
) -> Answer:
    """Answer a command: with the next screen, or a problem that has every finding, those of form too."""
    problem = to_problem(decision, locale)
    if problem is None:
        body = {
            "outcome": decision.outcome.value,
            "warnings": [reason(finding, locale) for finding in decision.verdict.warnings],
            "dossier": screen(decision.dossier, at, role, locale),
        }
        return json_answer(body, headers=headers_of(decision.dossier))
    if decision.outcome is Outcome.STALE and expected_revision is not None:
        problem["status"] = int(HTTPStatus.PRECONDITION_FAILED)  # what HTTP prescribes for an If-Match that fails
    return json_answer(problem, problem["status"], MEDIA_TYPE)


_FAULTS: dict[type[Exception], str] = {
    DossierNotFoundError: "no-such-dossier",
    DossierExistsError: "dossier-exists",
    InvalidCommandError: "not-a-command",
    KeyReusedError: "key-reused",
}

CALLER_ERRORS: tuple[type[Exception], ...] = (RequestError, *_FAULTS)
"""Mistakes of the caller, to be answered by :func:`fault_of`. Any other error is the host's: a 500."""


def fault_of(error: Exception, locale: Locale) -> dict[str, Any]:
    """Write one of ``CALLER_ERRORS`` as a problem; no message ever shows what was sent."""
    request_error = error if isinstance(error, RequestError) else RequestError(_FAULTS[type(error)])
    fault = request_error.fault
    problem: dict[str, Any] = {
        "type": PROBLEM + request_error.name,
        "title": HTTPStatus(fault.status).phrase,
        "status": fault.status,
        "detail": fault.text.in_(locale),
    }
    if isinstance(error, InvalidCommandError):
        problem["errors"] = [{"pointer": pointer(each.path), "detail": each.message} for each in error.faults]
    return problem


def status_answer(status: int, headers: Mapping[str, str] | None = None) -> Answer:
    """Write a status by its title alone: for what a framework refuses by itself, and for a 500."""
    problem = {"title": HTTPStatus(status).phrase, "status": int(status)}
    return json_answer(problem, status, MEDIA_TYPE, headers)
