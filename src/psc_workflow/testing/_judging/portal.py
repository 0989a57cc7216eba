"""
A running portal as the kit sees a host: every call is a request over HTTP.
"""

import datetime as dt
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import HostError
from psc_workflow.testing._conformance.answers import UNTOLD, Reply, Screen, Untold
from psc_workflow.testing._conformance.mirror import INVALID
from psc_workflow.testing._conformance.plug import Host
from psc_workflow.testing._judging.adapter import Adapter
from psc_workflow.testing._judging.reading import find

_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_NO_WAY_IN = (401, 403, 404, 405)
"""Statuses by which a portal says that it does not know the caller or the address: never that a request is invalid."""

_FIRST = 200
"""Statuses from here to ``_LAST`` say that all is well."""
_LAST = 299


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as an answer: it may lead to a page for logging in, or to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


@attrs.frozen
class Answer:
    """What came back."""

    status: int
    body: Any = attrs.field(repr=False)
    text: str = attrs.field(repr=False)

    @property
    def is_well(self) -> bool:
        """Whether the status says so."""
        return _FIRST <= self.status <= _LAST


class Portal(Host):
    """
    A portal over HTTP; a subclass says where it is.

    Its clock stands in a header of each request, so that nothing on its side
    has to be moved.
    """

    url: ClassVar[str]
    adapter: ClassVar[Adapter]
    run: ClassVar[str]
    """What every id of this run begins with: the portal may hold dossiers of earlier ones."""
    fresh_ids = True

    def set_clock(self, at: dt.datetime) -> None:
        """Remember the instant that the next requests carry."""
        self.at = at

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        """Open a dossier as a manager."""
        answer = self.ask_to_open(id, agent)
        if not answer.is_well:
            raise HostError(f"the portal opens no dossier: HTTP {answer.status}")

    def ask_to_open(self, id: str, agent: Agent) -> Answer:  # noqa: A002 -- as Dossier.open
        """Ask the portal to open a dossier."""
        sends = self.adapter.sends
        person = {name: value for name, value in unstructure(agent).items() if value is not None}
        return self._ask("open", id, Role.MANAGER, {sends.id: self.run + id, sends.agent: person})

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Reply | Untold:
        """Give a command."""
        if role.value not in self.adapter.roles:
            return UNTOLD
        names = {"do": self.adapter.sends.do}
        body = {names.get(name, name): value for name, value in request.items()}
        return self._reply(self._ask("give", id, role, body, key=key, revision=expected_revision))

    def look(self, id: str, *, role: Role) -> Any:  # noqa: A002 -- as Dossier.open
        """Read the page; one that does not come offers nothing but its status."""
        if role.value not in self.adapter.roles:
            return UNTOLD
        answer, reads = self._ask("look", id, role), self.adapter.reads
        if not answer.is_well:
            return Screen(offered=(f"HTTP {answer.status}",))
        states = find(answer.body, reads.states)
        journey, state = find(answer.body, reads.journey), find(answer.body, reads.state)
        if states is UNTOLD and UNTOLD not in (journey, state):
            states = {str(journey): state}
        offered, premium = find(answer.body, reads.offered), find(answer.body, reads.premium)
        revision = find(answer.body, reads.revision)
        return Screen(states, offered, premium, revision if type(revision) is int else None, answer.text)

    def run_due(self) -> None:
        """Let happen what is due; nothing if the portal has no such way."""
        if not self.adapter.runs_due:
            return
        answer = self._ask("run-due", "", Role.MANAGER, {})
        if not answer.is_well:
            raise HostError(f"the portal does not run what is due: HTTP {answer.status}")

    def _reply(self, answer: Answer) -> Reply:
        reads, adapter = self.adapter.reads, self.adapter
        word = find(answer.body, reads.outcome)
        if not isinstance(word, str):
            outcome = adapter.statuses.get(str(answer.status)) or _outcome_of(answer.status)
            return Reply(outcome, text=answer.text)
        codes, missing = (_texts(answer.body, place) for place in (reads.codes, reads.missing))
        if missing is not UNTOLD:
            missing = tuple(path.removeprefix("#/").replace("/", ".") for path in missing)
        return Reply(adapter.outcomes.get(word, word), codes, missing, answer.text)

    def _ask(self, name: str, id: str, role: Role, body: Any = None, **values: Any) -> Answer:  # noqa: A002
        request = self.adapter.request(name)
        values |= {"id": self.run + id, "at": _instant(self.at), "role": self.adapter.roles.get(role.value)}
        path = request.path.format_map({key: urllib.parse.quote(str(value), safe="") for key, value in values.items()})
        headers = {"Content-Type": "application/json", "Accept": "application/json", **self._headers(values)}
        data = None if body is None else json.dumps(body).encode()
        return send(request.method, self.url + path, data, headers, self.step_limit)

    def _headers(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Fill the headers; one of which a value is unknown is left out."""
        fillers = {name: _Values(values) for name in self.adapter.headers}
        texts = {name: self.adapter.headers[name].format_map(filler) for name, filler in fillers.items()}
        return {name: text for name, text in texts.items() if not fillers[name].lacks}


class _Values(dict[str, Any]):
    """Values for a template, which remembers whether one was asked for that is unknown."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: value for name, value in values.items() if value is not None})
        self.lacks = False

    def __missing__(self, _: str) -> str:
        self.lacks = True
        return ""


def send(method: str, url: str, data: bytes | None, headers: Mapping[str, str], seconds: float) -> Answer:
    """
    Send a request; whatever its status, the answer comes back.

    Raises:
        OSError: There is no answer.
    """
    request = urllib.request.Request(url, data, dict(headers), method=method)  # noqa: S310 -- checked by the caller
    try:
        with _OPENER.open(request, timeout=seconds) as response:
            status, content = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, content = error.code, error.read()
    text = content.decode(errors="replace")
    try:
        return Answer(status, json.loads(text), text)
    except (ValueError, RecursionError):
        return Answer(status, None, text)


def _outcome_of(status: int) -> str:
    is_invalid = _CLIENT_ERROR <= status < _SERVER_ERROR and status not in _NO_WAY_IN
    return INVALID if is_invalid else f"HTTP {status}"


def _texts(body: Any, place: str) -> Any:
    """Return the texts at *place*, each once; none where an answer leaves out the list."""
    if not place:
        return UNTOLD
    values = find(body, place)
    return tuple(dict.fromkeys(map(str, values))) if isinstance(values, list) else ()


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
