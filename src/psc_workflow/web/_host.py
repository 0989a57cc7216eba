"""
What only the host knows: its clock, who is logged in, what the employer knows.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract, Registry, builtin
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow.exceptions import DossierNotFoundError
from psc_workflow.web._request import RequestError

_OWN_ALONE = (Role.AGENT, Role.REPRESENTATIVE, Role.CLOCK)
"""Roles that see one dossier; the others see all."""


@attrs.frozen
class Caller:
    """
    A person who is logged in.

    Args:
        dossier: The one that an agent, or who acts for them, may see; others
            see all.
        id: The host's own id of the person, which means nothing to others: the
            history of a dossier keeps it.
    """

    role: Role
    dossier: str | None = None
    id: str | None = attrs.field(default=None, repr=False)


def _nothing(_request: Any, _do: str) -> Mapping[str, Any]:
    return {}


@attrs.frozen
class Host:
    """
    What only the host knows. None of it is ever taken from a body, where anybody could write it.

    Args:
        contract: Contract under which files are opened.
        now: Tells the present instant, aware: the library reads no clock
            itself, and a test has its own.
        caller: Finds who sent a request (the framework's own), from its
            session or token; ``None`` if nobody is logged in.
        agent: Finds what the employer knows of an agent, by the dossier's id;
            ``None`` if there is nobody of this id.
        send: Delivers an effect; ``False`` leaves it for the next run. It may
            be given an effect twice, under the same ``effect.id``.
        verified: Returns what the host itself answers for in the command of
            that name, as plain fields: the ``evidence`` of a signature, whether
            a sign-in succeeded. Nothing by default: no body can have it.
    """

    contract: Contract
    now: Callable[[], dt.datetime]
    caller: Callable[[Any], Caller | None]
    agent: Callable[[str], Agent | None]
    send: Callable[[AnyEffect], object]
    verified: Callable[[Any, str], Mapping[str, Any]] = _nothing

    @property
    def contracts(self) -> Registry:
        """The contracts of stored dossiers, the host's own among them."""
        return builtin.including(self.contract)

    def caller_on(self, id: str, request: Any) -> Caller:  # noqa: A002 -- as Dossier.open
        """
        Find whoever sent *request*, the framework's own, and may see this dossier.

        Raises:
            DossierNotFoundError: It is not theirs; whether there is one is not
                disclosed.
        """
        caller = self.caller(request)
        if caller is None:
            raise RequestError("not-logged-in")
        if "\0" in id or (caller.role in _OWN_ALONE and caller.dossier != id):
            raise DossierNotFoundError("no dossier of this id is stored")
        return caller
