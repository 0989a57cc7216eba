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
from psc_workflow.dossier import Dossier
from psc_workflow.states._dates import Days
from psc_workflow.states._offers import offered
from psc_workflow.testing._journeys import request_of
from psc_workflow.testing.strategies._screen import Screen, screen_of_nobody
from psc_workflow.testing.strategies._screens import right_answer
from psc_workflow.testing.strategies._setting import setting

C = TypeVar("C", bound=Command)

_ASIDE = (do.WithdrawConsent, do.RequestDocument, do.SaveAndQuit, do.ReportNotConcerned, do.RecordNeedsSimulation)
_ENDINGS = (do.EndMembership, do.Transfer, do.CloseFile)
_SELDOM = (*_ASIDE, *_ENDINGS)
"""What leads nowhere, or after which hardly anything can follow."""


def answers(command: type[C], *, contract: Contract | None = None, on: dt.date | None = None) -> st.SearchStrategy[C]:
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
    usual, seldom = _offered(now, at, role)
    kinds = [*usual, *usual, *usual, *seldom]
    first = draw(st.integers(0, max(len(kinds) - 1, 0)))
    for kind in dict.fromkeys([*kinds[first:], *kinds[:first]]):
        command = right_answer(kind, Screen.of(draw, now.record, now.contract, at))
        if now.check(command, at=at, role=command.roles[0] if role is None else role).holds:
            return command
    return do.Tick()


def _offered(dossier: Dossier, at: dt.datetime, role: Role | None) -> tuple[list[type[Command]], list[type[Command]]]:
    """List the kinds of commands that are offered, those of the active journey first, and apart the less usual ones."""
    roles = (Role.AGENT, Role.MANAGER) if role is None else (role,)
    kinds = dict.fromkeys(
        offer.command for each in roles for offer in offered(Days(dossier.record, dossier.contract), at, each)
    )
    return [kind for kind in kinds if kind not in _SELDOM], [kind for kind in kinds if kind in _SELDOM]


def requests(dossier: Dossier, *, at: dt.datetime, role: Role | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """
    Draw such a command as a request: a step of a scenario file, without ``at`` and ``as``.

    Arguments as for :func:`commands`.
    """
    return commands(dossier, at=at, role=role).map(request_of)
