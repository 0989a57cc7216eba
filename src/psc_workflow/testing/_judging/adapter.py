"""
How a portal is spoken to, and where its answers say what: by default, as the portals of the examples do.

>>> Adapter().give.method, Adapter().give.path
('POST', '/dossiers/{id}/commands')
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from psc_workflow._catalogue.forms import visible
from psc_workflow._catalogue.reading import read_foreign_toml
from psc_workflow._model.decision import Outcome
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import StructureError, structure
from psc_workflow.exceptions import Fault, InvalidDocumentError
from psc_workflow.testing._conformance.mirror import INVALID
from psc_workflow.testing._judging.reading import is_place

PLACEHOLDERS = ("id", "at", "role", "key", "revision")
"""What stands in braces in a path or header."""


@attrs.frozen
class Request:
    """Where a request is sent: ``POST /dossiers``."""

    method: str
    path: str


@attrs.frozen
class Sends:
    """
    Names of what bodies hold.

    Args:
        id: The dossier's, when it is opened.
        agent: What the employer has prefilled, when it is opened.
        do: The name of the command; its fields stand beside it.
    """

    id: str = "id"
    agent: str = "agent"
    do: str = "do"


@attrs.frozen
class Reads:
    """
    Places in what the portal answers; empty where it does not tell.

    Args:
        states: An object, from journey to state; goes before the next two.
        journey: The one that ``state`` belongs to.
        offered: Names of the commands that the reader can give.
        premium: Debited a month, as text with two decimals.
        revision: What ``If-Match`` sends back.
    """

    outcome: str = "outcome"
    codes: str = "errors[].code"
    missing: str = "missing[]"
    states: str = ""
    journey: str = "where.journey"
    state: str = "where.state"
    offered: str = "commands[offered].do"
    premium: str = ""
    revision: str = "revision"


@attrs.frozen
class _File:
    """A file of an adapter; what it leaves out is as by default."""

    requests: dict[str, str] = attrs.Factory(dict)
    headers: dict[str, str] = attrs.Factory(dict)
    sends: Sends = attrs.Factory(Sends)
    reads: Reads = attrs.Factory(Reads)
    roles: dict[str, str] = attrs.Factory(dict)
    statuses: dict[str, str] = attrs.Factory(dict)
    outcomes: dict[str, str] = attrs.Factory(dict)


REQUESTS = {
    "open": "POST /dossiers",
    "give": "POST /dossiers/{id}/commands",
    "look": "GET /dossiers/{id}",
    "run-due": "POST /test/run-due",
}
HEADERS = {
    "Test-Now": "{at}",
    "Test-Role": "{role}",
    "Test-Dossier": "{id}",
    "Idempotency-Key": "{key}",
    "If-Match": '"{revision}"',
}
TOLD_APART = ("employer", "insurer")
"""Roles that an adapter may name; a portal that is not said to tell them apart knows managers."""
ROLES = {role.value: role.value for role in Role if role is not Role.CLOCK and role.value not in TOLD_APART}


@attrs.frozen
class Adapter:
    """
    How a portal is spoken to.

    Args:
        requests: Of ``open``, ``give``, ``look`` and ``run-due``; the last may
            lack.
        headers: Of every request; one of which a value is unknown is left out.
        roles: The portal's words for the roles; one that lacks has no way in.
        statuses: Outcome by the status of an answer that names none.
        outcomes: Our outcome by the portal's word.
    """

    requests: Mapping[str, str] = attrs.Factory(lambda: dict(REQUESTS))
    headers: Mapping[str, str] = attrs.Factory(lambda: dict(HEADERS))
    sends: Sends = attrs.Factory(Sends)
    reads: Reads = attrs.Factory(Reads)
    roles: Mapping[str, str] = attrs.Factory(lambda: dict(ROLES))
    statuses: Mapping[str, str] = attrs.Factory(dict)
    outcomes: Mapping[str, str] = attrs.Factory(dict)

    @property
    def give(self) -> Request:
        """Where commands are sent."""
        return self.request("give")

    @property
    def runs_due(self) -> bool:
        """Whether the portal can be asked to let happen what is due."""
        return "run-due" in self.requests

    def request(self, name: str) -> Request:
        """Return where the request *name* is sent."""
        method, _, path = self.requests[name].partition(" ")
        return Request(method, path)


def load(path: Path) -> Adapter:
    """
    Read the adapter of a portal: a TOML file that says what differs from the default; an empty text takes it away.

    Raises:
        InvalidDocumentError: With every fault and its path.
    """
    try:
        file = structure(read_foreign_toml(path), _File, native_dates=True)
    except StructureError as error:
        raise InvalidDocumentError(f"{visible(str(path))}:", error.faults) from None
    faults = list(_faults(file))
    if faults:
        raise InvalidDocumentError(f"{visible(str(path))}:", faults)
    return Adapter(
        requests=_over(REQUESTS, file.requests),
        headers=_over(HEADERS, file.headers),
        sends=file.sends,
        reads=file.reads,
        roles=_over(ROLES, file.roles),
        statuses=file.statuses,
        outcomes=file.outcomes,
    )


def _over(defaults: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in {**defaults, **own}.items() if value}


def _faults(file: _File) -> Iterator[Fault]:
    outcomes = (*Outcome, INVALID)
    for table, names in (("requests", tuple(REQUESTS)), ("roles", (*ROLES, *TOLD_APART))):
        for name in getattr(file, table).keys() - {*names}:
            yield Fault(f"{table}.{name}", f"is unknown; known: {', '.join(names)}")
    for name, value in file.requests.items():
        needed = value or name != "run-due"
        if needed and not (" /" in value and value.partition(" ")[0].isalpha()):
            yield Fault(f"requests.{name}", "must be a method and a path, such as POST /dossiers")
    for name, place in attrs.asdict(file.reads).items():
        if not is_place(place):
            yield Fault(f"reads.{name}", "must be names joined by dots, such as errors[].code")
    for table in ("statuses", "outcomes"):
        for name, value in getattr(file, table).items():
            if value not in outcomes:
                yield Fault(f"{table}.{name}", f"must be one of: {', '.join(outcomes)}")
    yield from _template_faults(file)


def _template_faults(file: _File) -> Iterator[Fault]:
    """List the texts whose braces cannot be filled."""
    texts: dict[str, Any] = {"requests": file.requests, "headers": file.headers}
    for table, templates in texts.items():
        for name, template in templates.items():
            try:
                template.format_map(dict.fromkeys(PLACEHOLDERS, ""))
            except (KeyError, ValueError, IndexError, AttributeError):
                allowed = ", ".join(f"{{{placeholder}}}" for placeholder in PLACEHOLDERS)
                yield Fault(f"{table}.{name}", f"may have in braces: {allowed}")
