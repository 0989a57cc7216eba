"""
What the three portals share: what only the host knows, how requests are read and answered, how time passes.

All of them answer the same requests:

- ``POST /dossiers`` ``{"id": ...}``: a manager opens the file of an agent whom the employer knows;
- ``GET /dossiers/<id>``: what the screen shows;
- ``POST /dossiers/<id>/commands`` ``{"do": ..., and its fields}``: one command. ``Idempotency-Key`` identifies the
  request, ``If-Match`` the revision that its screen was made on.

No web framework is imported here.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import attrs

from psc_workflow import Agent, Contract, Decision, Dossier, Effect, Locale, Outcome, Role, commands, to_problem
from psc_workflow.contracts import Registry, builtin
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    HostError,
    InvalidAgentError,
    InvalidCommandError,
    KeyReusedError,
    NaiveInstantError,
)
from psc_workflow.problems import MEDIA_TYPE, pointer

LARGEST_BODY = 256 * 1024
"""Bytes of a body: ample for a command."""

LONGEST_KEY = 64
"""Characters of an idempotency key; a UUID has 36."""

PAGE = 100
"""Ids of dossiers that are listed at a time."""

LOCALES: dict[str, Locale] = {"fr": "fr", "en": "en"}
"""The languages of the library."""

LOG = logging.getLogger(__name__)


# -- what only the host knows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caller:
    """A person who is logged in; an agent has one dossier, a manager sees all."""

    role: Role
    dossier: str | None = None


@dataclass(frozen=True)
class Host:
    """
    What only the portal knows. None of it is ever taken from a body, where anybody could write it.

    Args:
        contract: Contract under which files are opened.
        now: The clock, with a time zone: ``lambda: datetime.now(UTC)``; a test has its own.
        caller: Finds who sent a request, from its session or token; ``None`` if nobody is logged in.
        agent: Finds what the employer knows of an agent, by the dossier's id; ``None`` if there is nobody of this id.
        send: Delivers an effect; ``False`` leaves it for the next run. It may be given an effect twice, under the
            same ``effect.id``.
    """

    contract: Contract
    now: Callable[[], dt.datetime]
    caller: Callable[[Any], Caller | None]
    agent: Callable[[str], Agent | None]
    send: Callable[[Effect], object]

    @property
    def contracts(self) -> Registry:
        """The contracts of stored dossiers, the portal's own among them."""
        return builtin.including(self.contract)


def role_on(id: str, caller: Caller | None) -> Role:
    """Find the role of *caller* on a dossier. ``decide`` must always be given one: without it any role will do."""
    if caller is None:
        raise RequestError(HTTPStatus.FORBIDDEN, "nobody is logged in")
    if "\0" in id or (caller.role is not Role.MANAGER and caller.dossier != id):
        raise DossierNotFoundError("no dossier of this id is stored")  # whether there is one is not disclosed
    return caller.role


# -- requests ----------------------------------------------------------------------------------------------


class RequestError(Exception):
    """A request that this portal does not take; its message never repeats what was sent."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def new_dossier(body: bytes, caller: Caller | None, host: Host) -> Dossier:
    """Open the dossier that a manager requests; it is not stored yet, and its ``invitation`` is not sent."""
    if caller is None or caller.role is not Role.MANAGER:
        raise RequestError(HTTPStatus.FORBIDDEN, "only a manager opens dossiers")
    id = _object(body).get("id")
    agent = host.agent(id) if isinstance(id, str) else None
    if agent is None:
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, "the employer knows nobody of this id")
    try:
        return Dossier.open(host.contract, id=str(id), agent=agent, invited_at=host.now())
    except (NaiveInstantError, InvalidAgentError):
        raise  # the clock and the agents are the portal's own
    except HostError as error:  # the id, which alone comes from the body
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None


def read_form(body: bytes) -> commands.Form:
    """
    Read a command as a browser sent it.

    A malformed field comes back among the findings of the decision; an unknown command or field is a mistake of your
    pages, and an ``InvalidCommandError``.
    """
    fields = _object(body)
    return commands.read_form(fields.pop("do", None), fields)


def read_locale(header: str | None) -> Locale:
    """Read ``Accept-Language``, in which browsers write the preferred language first; French if neither is there."""
    languages = [language.strip().lower()[:2] for language in (header or "").split(",")]
    return next((LOCALES[language] for language in languages if language in LOCALES), "fr")


def read_key(header: str | None) -> str | None:
    """Read ``Idempotency-Key``."""
    if header is not None and not 0 < len(header) <= LONGEST_KEY:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"Idempotency-Key has 1 to {LONGEST_KEY} characters")
    return header


def read_revision(header: str | None) -> int | None:
    """Read ``If-Match``: the ``ETag`` of the screen that the command answers."""
    if header is None or header == "*":
        return None
    tag = re.fullmatch(r'"([0-9]{1,9})"', header)
    if tag is None:
        raise RequestError(HTTPStatus.PRECONDITION_FAILED, "If-Match is no ETag of a dossier")
    return int(tag[1])


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode())
    except (ValueError, RecursionError):  # "from None": these errors hold the whole body
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None
    if not isinstance(data, dict):
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    if any("\0" in name for name in _names(data)):
        raise RequestError(HTTPStatus.BAD_REQUEST, "a name in the body holds the character NUL")
    return data


def _names(data: dict[str, Any]) -> Iterator[str]:
    """
    List what a person cannot fill in: the names of fields, of the command and of the dossier.

    No database looks for a NUL, and its error would show the text around it. In the fields themselves the library finds
    it, and says where it is in the reader's language.
    """
    yield from (value for name in ("do", "id") if isinstance(value := data.get(name), str))
    values: list[Any] = [data]
    for value in values:  # grows as it is read: no recursion, however deep the body
        if isinstance(value, dict):
            yield from value
            values += value.values()
        elif isinstance(value, list):
            values += value


# -- answers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What is sent back; each framework makes its own response of it."""

    body: dict[str, Any]
    status: int = HTTPStatus.OK
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def screen_answer(
    dossier: Dossier, at: dt.datetime, role: Role, locale: Locale, *, status: int = HTTPStatus.OK
) -> Answer:
    """Show a dossier to a caller who may see it, with its answers, to prefill screens."""
    view = dossier.view(at=at, role=role, locale=locale)
    body = {
        "id": dossier.id,
        "revision": dossier.revision,
        "status": view.status,
        "where": attrs.asdict(view.where),
        "commands": [{"do": offer.do, "label": offer.label, "offered": offer.offered} for offer in view.commands],
        "deadlines": [
            {"label": deadline.label, "last_day": deadline.last_day.isoformat()} for deadline in view.deadlines
        ],
        "warnings": [finding.text(locale) for finding in view.warnings.findings],
        "links": [attrs.asdict(link) for link in view.links],
        "answers": view.answers,
        "draft": view.draft,
    }
    # No cache may keep it: it is personal, and a deadline may change it without a new revision.
    headers = {"ETag": f'"{dossier.revision}"', "Cache-Control": "no-store"}
    return Answer(body, status, headers=headers)


def decision_answer(
    decision: Decision[Dossier], at: dt.datetime, role: Role, locale: Locale, expected_revision: int | None
) -> Answer:
    """Answer a command: with the next screen, or a problem of RFC 9457 that has every finding, those of form too."""
    problem = to_problem(decision, locale)
    if problem is None:
        screen = screen_answer(decision.dossier, at, role, locale)
        warnings = [finding.text(locale) for finding in decision.verdict.warnings]
        body = {"outcome": decision.outcome.value, "warnings": warnings, "dossier": screen.body}
        return Answer(body, headers=screen.headers)
    if decision.outcome is Outcome.STALE and expected_revision is not None:
        problem["status"] = int(HTTPStatus.PRECONDITION_FAILED)  # what HTTP prescribes for an If-Match that fails
    return Answer(problem, problem["status"], MEDIA_TYPE)


_STATUS = {
    DossierNotFoundError: HTTPStatus.NOT_FOUND,
    DossierExistsError: HTTPStatus.CONFLICT,
    InvalidCommandError: HTTPStatus.UNPROCESSABLE_ENTITY,
    KeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
}

CALLER_ERRORS: tuple[type[Exception], ...] = (RequestError, *_STATUS)
"""Mistakes of the caller, to be answered by :func:`fault_answer`. Any other error is a 500: :func:`status_answer`."""


def fault_answer(error: Exception) -> Answer:
    """Write one of ``CALLER_ERRORS`` as a problem; the library's messages never show what was sent."""
    status = error.status if isinstance(error, RequestError) else _STATUS[type(error)]
    problem: dict[str, Any] = {"title": status.phrase, "status": int(status), "detail": str(error)}
    if isinstance(error, InvalidCommandError):
        problem["detail"] = error.subject
        problem["errors"] = [{"pointer": pointer(fault.path), "detail": fault.message} for fault in error.faults]
    return Answer(problem, status, MEDIA_TYPE)


def status_answer(status: int, headers: Mapping[str, str] | None = None) -> Answer:
    """Write a status by its title alone: for what a framework refuses by itself, and for a 500."""
    problem = {"title": HTTPStatus(status).phrase, "status": int(status)}
    return Answer(problem, status, MEDIA_TYPE, dict(headers or {}))


# -- time --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """
    The result of letting time pass.

    Args:
        sent: How many effects were delivered.
        failed: Ids of the dossiers whose tick raised. They stay due, and the next run tries them again: raise an
            alarm.
    """

    sent: int
    failed: tuple[str, ...]


def log_failure(effect: Effect, error: Exception) -> None:
    """Log that *effect* could not be sent; it is tried again later."""
    LOG.error("sending effect %s of dossier %s raised %s", effect.id, effect.dossier, type(error).__name__)


def tick_each(due: Callable[[int], Iterable[str]], tick: Callable[[str], object]) -> tuple[str, ...]:
    """
    Tick every dossier that is due, each by itself: an error of one is logged, and the next is ticked.

    Args:
        due: Lists the ids of the dossiers that are due, at most as many as its argument, the longest due first.
        tick: Ticks the dossier of an id.

    Returns:
        The ids of those whose tick raised.
    """
    seen: set[str] = set()
    failed = []
    while page := [id for id in due(PAGE + len(seen)) if id not in seen]:
        for id in page:
            seen.add(id)  # once per run, because one that fails stays due
            try:
                tick(id)
            except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be ticked
                # The type alone: messages and tracebacks of a database may show what is stored.
                LOG.error("the tick of dossier %s raised %s", id, type(error).__name__)  # noqa: TRY400 -- see above
                failed.append(id)
    return tuple(failed)
