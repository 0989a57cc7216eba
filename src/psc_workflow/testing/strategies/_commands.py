"""
Commands: one of a kind; one that a dossier offers, and accepts; and either as a request that a browser would send.
"""

import datetime as dt
from typing import Any, TypeVar

from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.states._offers import offered
from psc_workflow.testing.strategies._screens import Screen, right_answer, screen_of_nobody
from psc_workflow.testing.strategies._setting import setting

C = TypeVar("C", bound=Command)

_ENDINGS = (do.EndMembership, do.Transfer, do.CloseFile)
"""Drawn last: hardly anything can follow."""


def answers(
    command: type[C], *, contract: Contract | None = None, on: dt.date | None = None
) -> st.SearchStrategy[C]:
    """
    Draw a command of one class, as somebody answers who has just been invited.

    Args:
        command: Such as ``commands.DeclarePartner``.
        contract: That of the guide if ``None``.
        on: Civil day of the answer; the first day of cover if ``None``.
    """
    return _answers(command, setting(contract, on, 1.0))


@st.composite
def _answers(draw: st.DrawFn, command: type[C], place: Any) -> C:
    return right_answer(command, screen_of_nobody(draw, place))  # type: ignore[return-value]  # of the class asked for


@st.composite
def commands(draw: st.DrawFn, dossier: Dossier, *, at: dt.datetime, role: Role | None = None) -> Command:
    """
    Draw a command that *dossier* accepts at *at*.

    Args:
        at: Aware instant, not before the dossier's last step.
        role: Who gives it; whoever may if ``None``.

    Returns:
        A command of the table of offers, with right answers: what is asked
        twice agrees, and what is prefilled comes back. The tick of the clock
        where nothing else is offered.
    """
    now = dossier.as_of(at)
    kinds = _offered(now, at, role)
    first = draw(st.integers(0, len(kinds) - 1)) if kinds else 0
    for kind in (*kinds[first:], *kinds[:first]):
        command = right_answer(kind, Screen.of(draw, now.record, now.contract, at))
        if now.check(command, at=at, role=role).holds:
            return command
    return do.Tick()


def _offered(dossier: Dossier, at: dt.datetime, role: Role | None) -> list[type[Command]]:
    """List the kinds of commands that are offered, in the order of the table, those that end everything last."""
    roles = (Role.AGENT, Role.MANAGER) if role is None else (role,)
    kinds = dict.fromkeys(
        offer.command for each in roles for offer in offered(dossier.record, dossier.contract, at, each)
    )
    return sorted(kinds, key=lambda kind: kind in _ENDINGS)


def requests(dossier: Dossier, *, at: dt.datetime, role: Role | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """
    Draw such a command as a request: a step of a scenario file, without ``at`` and ``as``.

    Arguments as for :func:`commands`.
    """
    return commands(dossier, at=at, role=role).map(as_request)


def as_request(command: Command) -> dict[str, Any]:
    """
    Write *command* as a step of a scenario file, without ``at`` and ``as``.

    >>> as_request(do.ChooseFormula())
    {'do': 'choose-formula', 'formula': None}
    """
    return {"do": command.do, **unstructure(command)}
