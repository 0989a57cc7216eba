"""
What the three portals share: what only the host knows, how requests are read and answered, how time passes.

All of them answer the same requests:

- ``POST /dossiers`` ``{"id": ...}``: a manager opens the file of somebody whom the employer knows;
- ``GET /dossiers/<id>``: what the screen shows;
- ``POST /dossiers/<id>/commands`` ``{"do": ..., and its fields}``: one command. ``Idempotency-Key`` says which request
  it is, ``If-Match`` which revision its screen was made on.

No web framework is imported here.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import attrs

from psc_workflow import Agent, Command, Contract, Decision, Dossier, Effect, Outcome, Role, commands, to_problem
from psc_workflow.contracts import Registry, builtin
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, InvalidCommandError, KeyReusedError
from psc_workflow.problems import MEDIA_TYPE, pointer

LARGEST_BODY = 256 * 1024
"""Bytes of a body: ample for a command."""

LONGEST_KEY = 64
"""Characters of an idempotency key: a UUID has 36."""

PAGE = 100
"""Dossiers that are named at a time."""

LOG = logging.getLogger(__name__)


# -- what only the host knows ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caller:
    """Somebody who is logged in; an agent has one dossier, a manager sees all."""

    role: Role
    dossier: str | None = None


@dataclass(frozen=True)
class Host:
    """
    What a portal brings along. None of it is ever taken from a body, where anybody could write it.

    Args:
        contract: Under which files are opened.
        now: The clock, with a time zone: ``lambda: datetime.now(UTC)``; a test has its own.
        caller: Who sends a request of the framework, from its session or token; ``None`` if nobody is logged in.
        agent: What the employer's files say of somebody, by the dossier's id; ``None`` if they know nobody of that id.
        send: Delivers an effect; ``False`` leaves it for the next run. It may be given one twice, under the same
            ``effect.id``.
    """

    contract: Contract
    now: Callable[[], dt.datetime]
    caller: Callable[[Any], Caller | None]
    agent: Callable[[str], Agent | None]
    send: Callable[[Effect], object]

    @property
    def contracts(self) -> Registry:
        """Where stored dossiers find their contract, the portal's own among them."""
        return builtin.including(self.contract)


def role_on(id: str, caller: Caller | None) -> Role:
    """Say as whom *caller* acts on a dossier. ``decide`` is always told: without a role it takes any that may."""
    if caller is None:
        raise RequestError(HTTPStatus.FORBIDDEN, "nobody is logged in")
    if caller.role is not Role.MANAGER and caller.dossier != id:
        raise DossierNotFoundError("no dossier of this id is stored")  # nor do we say that there is one
    return caller.role


# -- requests ----------------------------------------------------------------------------------------------


class RequestError(Exception):
    """A request that is not one of this portal; what it says never holds what was sent."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def opened(body: bytes, caller: Caller | None, host: Host) -> Dossier:
    """Open the dossier that a manager asks for; it is not stored yet, nor is its ``invitation`` sent."""
    if caller is None or caller.role is not Role.MANAGER:
        raise RequestError(HTTPStatus.FORBIDDEN, "a manager opens dossiers")
    id = _object(body).get("id")
    agent = host.agent(id) if isinstance(id, str) else None
    if agent is None:
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, "the employer knows nobody of this id")
    return Dossier.open(host.contract, id=str(id), agent=agent, invited_at=host.now())


def command_in(body: bytes) -> Command:
    """Read a command; what is wrong with its fields is an ``InvalidCommandError`` with every fault."""
    fields = _object(body)
    return commands.parse(fields.pop("do", None), fields)


def key_in(header: str | None) -> str | None:
    """Read ``Idempotency-Key``."""
    if header is not None and not 0 < len(header) <= LONGEST_KEY:
        raise RequestError(HTTPStatus.BAD_REQUEST, f"Idempotency-Key has 1 to {LONGEST_KEY} characters")
    return header


def revision_in(header: str | None) -> int | None:
    """Read ``If-Match``: the ``ETag`` of the screen that was answered."""
    if header is None or header == "*":
        return None
    tag = re.fullmatch(r'"([0-9]{1,9})"', header)
    if tag is None:
        raise RequestError(HTTPStatus.PRECONDITION_FAILED, "If-Match is no ETag of a dossier")
    return int(tag[1])


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode())
    except (ValueError, RecursionError):  # "from None": these errors carry the whole body along
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None
    if not isinstance(data, dict):
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    if b"\\u0000" in body:  # PostgreSQL's jsonb cannot keep it, and its error would show what stands around it
        raise RequestError(HTTPStatus.BAD_REQUEST, "the body holds the character NUL")
    return data


# -- answers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What is sent back; each framework makes its own response of it."""

    body: dict[str, Any]
    status: int = HTTPStatus.OK
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def screen(dossier: Dossier, at: dt.datetime, role: Role, *, status: int = HTTPStatus.OK) -> Answer:
    """Show a dossier to who may see it: with the answers given, to fill screens in."""
    view = dossier.view(at=at, role=role)
    body = {
        "id": dossier.id,
        "revision": dossier.revision,
        "status": view.status,
        "where": attrs.asdict(view.where),
        "commands": [{"do": one.do, "label": one.label, "offered": one.offered} for one in view.commands],
        "deadlines": [{"label": one.label, "last_day": one.last_day.isoformat()} for one in view.deadlines],
        "warnings": [finding.text("fr") for finding in view.warnings.findings],
        "answers": view.answers,
        "draft": view.draft,
    }
    # Kept by no cache: it is personal, and a deadline may change it without a new revision.
    headers = {"ETag": f'"{dossier.revision}"', "Cache-Control": "no-store"}
    return Answer(body, status, headers=headers)


def decided(decision: Decision[Dossier], at: dt.datetime, role: Role, expected_revision: int | None) -> Answer:
    """Tell what came of a command: the next screen, or a problem of RFC 9457."""
    problem = to_problem(decision)
    if problem is None:
        shown = screen(decision.dossier, at, role)
        said = [finding.text("fr") for finding in decision.verdict.warnings]
        return Answer(
            {"outcome": decision.outcome.value, "warnings": said, "dossier": shown.body}, headers=shown.headers
        )
    if decision.outcome is Outcome.STALE and expected_revision is not None:
        problem["status"] = int(HTTPStatus.PRECONDITION_FAILED)  # what HTTP says of an If-Match that fails
    return Answer(problem, problem["status"], MEDIA_TYPE)


_STATUS = {
    DossierNotFoundError: HTTPStatus.NOT_FOUND,
    DossierExistsError: HTTPStatus.CONFLICT,
    InvalidCommandError: HTTPStatus.UNPROCESSABLE_ENTITY,
    KeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
}

FAULTS: tuple[type[Exception], ...] = (RequestError, *_STATUS)
"""What the caller did wrong, to be answered by :func:`fault`. All else is ours: a 500, which is only :func:`titled`."""


def fault(error: Exception) -> Answer:
    """Tell one of ``FAULTS`` as a problem; the library's messages never show what was sent."""
    status = error.status if isinstance(error, RequestError) else _STATUS[type(error)]
    problem: dict[str, Any] = {"title": status.phrase, "status": int(status), "detail": str(error)}
    if isinstance(error, InvalidCommandError):
        problem["detail"] = error.subject
        problem["errors"] = [{"pointer": pointer(one.path), "detail": one.message} for one in error.faults]
    return Answer(problem, status, MEDIA_TYPE)


def titled(status: int, headers: Mapping[str, str] | None = None) -> Answer:
    """Tell a status by its title, and nothing else: what a framework refuses by itself, and a 500."""
    problem = {"title": HTTPStatus(status).phrase, "status": int(status)}
    return Answer(problem, status, MEDIA_TYPE, dict(headers or {}))


# -- time --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """
    What came of letting time pass.

    Args:
        sent: How many effects were delivered.
        failed: Ids of the dossiers whose tick raised. They stay due, and the next run tries them again: let an alarm
            tell somebody.
    """

    sent: int
    failed: tuple[str, ...]


def tick_each(due: Callable[[int], Iterable[str]], tick: Callable[[str], object]) -> tuple[str, ...]:
    """
    Tick all that is due, each dossier by itself: what raises for one is logged, and the next is taken.

    Args:
        due: Names the dossiers that are due, so many at most, the longest due first.
        tick: Ticks one.

    Returns:
        The ids of those whose tick raised.
    """
    taken: set[str] = set()
    failed = []
    while page := [id for id in due(PAGE + len(taken)) if id not in taken]:
        for id in page:
            taken.add(id)  # once a run, for one that fails stays due
            try:
                tick(id)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the others are to be ticked
                # The type alone: messages and tracebacks of a database may show what is stored.
                LOG.error("the tick of dossier %s raised %s", id, type(error).__name__)  # noqa: TRY400 -- see above
                failed.append(id)
    return tuple(failed)
