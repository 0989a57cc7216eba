"""
The requests of a portal, and what becomes of each.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import attrs

from psc_workflow import forms
from psc_workflow._model import commands
from psc_workflow._model.vocabulary import Role
from psc_workflow._schemas.http_api import openapi
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError, InvalidAgentError, NaiveInstantError
from psc_workflow.problems import MEDIA_TYPE
from psc_workflow.stores import Store
from psc_workflow.web import _pages as pages
from psc_workflow.web._answers import (
    CALLER_ERRORS,
    Answer,
    decision_answer,
    fault_of,
    headers_of,
    json_answer,
    screen,
    status_answer,
)
from psc_workflow.web._host import Host
from psc_workflow.web._request import Request, RequestError
from psc_workflow.web._sent import Sent


@attrs.frozen
class Route:
    """
    An address of the portal.

    Args:
        name: For :meth:`Portal.answer`.
        path: With ``{id}`` in place of the dossier's.
    """

    name: str
    method: str
    path: str


ROUTES = (
    Route("open_dossier", "POST", "/dossiers"),
    Route("show_dossier", "GET", "/dossiers/{id}"),
    Route("show_form", "GET", "/dossiers/{id}/form"),
    Route("show_summary", "GET", "/dossiers/{id}/summary"),
    Route("give_command", "POST", "/dossiers/{id}/commands"),
    Route("show_page", "GET", "/dossiers/{id}/page"),
    Route("send_page", "POST", "/dossiers/{id}/page"),
    Route("show_openapi", "GET", "/openapi.json"),
)
"""The addresses; those that end in ``page`` are pages in HTML, the others JSON."""


@attrs.frozen
class Portal:
    """
    A portal over HTTP.

    Args:
        open_store: Opens the store for one request.
    """

    host: Host
    open_store: Callable[[], AbstractContextManager[Store]]

    def answer(self, name: str, request: Request) -> Answer:
        """
        Answer *request* to the route called *name*.

        Whatever is the caller's mistake is answered with a problem, or a page
        that says what is wrong. An error of the host is raised: its framework
        answers with a 500, for which :meth:`failure` has the words.
        """
        is_page = name in ("show_page", "send_page")
        if request.is_too_large:
            return status_answer(413)
        try:
            answer: Answer = getattr(self, f"_{name}")(request)
        except CALLER_ERRORS as error:
            problem = fault_of(error, request.locale)
            if is_page:
                return pages.problem_page(problem, request.locale)
            return json_answer(problem, problem["status"], MEDIA_TYPE)
        return answer

    @staticmethod
    def failure(status: int, headers: Mapping[str, str] | None = None) -> Answer:
        """Answer what a framework refuses by itself, or a 500: with the title of the status alone."""
        return status_answer(status, headers)

    # -- JSON -----------------------------------------------------------------------------------

    def _open_dossier(self, request: Request) -> Answer:
        role, dossier = self._new_dossier(request)
        with self.open_store() as store:
            store.create(dossier, effects=[dossier.invitation])  # both, or neither
        body = screen(dossier, self.host.now(), role, request.locale)
        return json_answer(body, 201, headers=headers_of(dossier))

    def _new_dossier(self, request: Request) -> tuple[Role, Dossier]:
        caller = self.host.caller(request.native)
        if caller is None:
            raise RequestError("not-logged-in")
        if caller.role not in (Role.MANAGER, Role.EMPLOYER):
            raise RequestError("managers-only")
        id_ = request.json().get("id")
        agent = self.host.agent(id_) if isinstance(id_, str) else None
        if agent is None:
            raise RequestError("nobody-of-this-id")
        try:
            dossier = Dossier.open(self.host.contract, id=str(id_), agent=agent, invited_at=self.host.now())
        except (NaiveInstantError, InvalidAgentError):
            raise  # the clock and the agents are the host's own
        except HostError:  # the id, which alone comes from the body
            raise RequestError("unusable-id") from None
        return caller.role, dossier

    def _show_dossier(self, request: Request) -> Answer:
        role, dossier = self._look(request)
        return json_answer(screen(dossier, self.host.now(), role, request.locale), headers=headers_of(dossier))

    def _show_form(self, request: Request) -> Answer:
        role, dossier = self._look(request)
        form = dossier.form(at=self.host.now(), role=role, locale=request.locale, do=request.query.get("do"))
        return json_answer(form.as_json(), headers=headers_of(dossier))

    def _show_summary(self, request: Request) -> Answer:
        role, dossier = self._look(request)
        lines = forms.summary(dossier, at=self.host.now(), role=role, locale=request.locale)
        return json_answer([line.as_json() for line in lines], headers=headers_of(dossier))

    def _give_command(self, request: Request) -> Answer:
        caller = self.host.caller_on(request.id, request.native)
        role = caller.role
        fields = request.json()
        form = self.read(request, fields.pop("do", None), fields)
        at, key, expected = self.host.now(), request.key, request.expected_revision
        with self.open_store() as store:  # loads, decides and saves, with the effects, in one go
            decision = store.decide(
                request.id, form, at=at, key=key, role=role, expected_revision=expected, by=caller.id
            )
        return decision_answer(decision, at, role, request.locale, expected)

    def _show_openapi(self, _: Request) -> Answer:
        return json_answer(openapi(contract=self.host.contract))

    # -- HTML -----------------------------------------------------------------------------------

    def _show_page(self, request: Request) -> Answer:
        role, dossier = self._look(request)
        return pages.page(dossier, self.host.now(), role, request, do=request.query.get("do"))

    def _send_page(self, request: Request) -> Answer:
        caller = self.host.caller_on(request.id, request.native)
        role = caller.role
        sent, at = Sent.read(request.pairs(), ignore=request.hidden), self.host.now()
        with self.open_store() as store:
            if sent.is_unfinished:
                dossier = store.load(request.id)
                return pages.page(dossier, at, role, request, do=sent.do, filled_in=sent.filled_in())
            form = self.read(request, sent.command, sent.fields)
            decision = store.decide(
                request.id, form, at=at, key=sent.key, role=role, expected_revision=sent.revision, by=caller.id
            )
        return pages.page_after(decision, at, role, request, sent)

    # -- parts ----------------------------------------------------------------------------------

    def _look(self, request: Request) -> tuple[Role, Dossier]:
        role = self.host.caller_on(request.id, request.native).role
        with self.open_store() as store:
            return role, store.load(request.id)

    def read(self, request: Request, do: Any, fields: dict[str, Any]) -> commands.Submission:
        """
        Read the command that a browser sent, and add what the host answers for.

        A malformed field comes back among the findings of the decision; an
        unknown command or field, and one that only the host may fill in, is an
        ``InvalidCommandError``.
        """
        form = commands.read_form(do, fields, body=True)
        verified = self.host.verified(request.native, do)
        return commands.read_form(do, _merged(fields, verified)) if verified else form


def _merged(fields: Any, more: Mapping[str, Any]) -> dict[str, Any]:
    """Add *more* to *fields*, deep down where both have an object."""
    merged = dict(fields) if isinstance(fields, dict) else {}
    for name, value in more.items():
        merged[name] = _merged(merged.get(name), value) if isinstance(value, Mapping) else value
    return merged
