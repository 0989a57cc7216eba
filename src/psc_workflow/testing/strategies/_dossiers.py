"""
Dossiers in every state that can be reached, each by accepted commands.

The way there is that of a witness path; the people and answers on it are drawn.

>>> from hypothesis import find
>>> find(dossiers("affiliation.formula"), lambda _: True).states["affiliation"]
'formula'
"""

import functools
from collections.abc import Mapping

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command, read_form
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.testing._journeys import Act, ActKind
from psc_workflow.testing._witnesses import witness_paths
from psc_workflow.testing.strategies._numbers import names
from psc_workflow.testing.strategies._people import families
from psc_workflow.testing.strategies._screen import Screen
from psc_workflow.testing.strategies._screens import right_answer
from psc_workflow.testing.strategies._setting import Setting, setting


def dossiers(state: str | None = None, *, contract: Contract | None = None) -> st.SearchStrategy[Dossier]:
    """
    Draw a dossier that stands in *state*.

    Args:
        state: Journey and state, such as ``membership.in_force``; any of
            those that witness paths reach if ``None``.
        contract: That of the guide if ``None``. For one of a host's own the
            paths are searched for first, which takes a while.

    Raises:
        HostError: No path reaches *state*.
    """
    place = setting(contract, None, 1.0)
    ways = _ways(place.contract)
    if state is None:
        return st.sampled_from(tuple(ways)).flatmap(lambda name: _dossiers(place, name))
    if state not in ways:
        raise HostError(f"no path reaches {state!r}; paths reach {', '.join(sorted(ways))}")
    return _dossiers(place, state)


@functools.lru_cache(maxsize=16)
def _ways(contract: Contract) -> Mapping[str, tuple[Act, ...]]:
    """Find the shortest way to each state that a witness path reaches with one dossier."""
    ways: dict[str, tuple[Act, ...]] = {}
    for path in witness_paths(contract=contract):
        for count, act in enumerate(path.acts, 1):
            if act.id != path.acts[0].id:
                break
            states = act.expect.states if act.expect else {}
            for name in (f"{journey}.{state}" for journey, state in states.items()):
                if name not in ways or count < len(ways[name]):
                    ways[name] = path.acts[:count]
    return {name: tuple(filter(_changes, way)) for name, way in ways.items()}


def _changes(act: Act) -> bool:
    return act.expect is None or act.expect.outcome == "accepted"


@st.composite
def _dossiers(draw: st.DrawFn, place: Setting, name: str) -> Dossier:
    journey, _, state = name.partition(".")
    drawn = _walk(draw, place.contract, _ways(place.contract)[name])
    return drawn if drawn is not None and drawn.states[journey] == state else _replayed(place.contract, name)


def _walk(draw: st.DrawFn, contract: Contract, way: tuple[Act, ...]) -> Dossier | None:
    """Go the way with other people and answers; ``None`` if somewhere no answer leads on as the witness's does."""
    opening = way[0]
    if opening.agent is None:
        return None
    name = draw(names())
    agent = attrs.evolve(
        opening.agent,
        usage_name=opening.agent.usage_name and name,
        birth_name=opening.agent.birth_name and name,
    )
    dossier = Dossier.open(contract, id=opening.id, agent=agent, invited_at=opening.at)
    for act in way[1:]:
        following = _answered(draw, dossier, act) or _repeat(dossier, act)
        if following is None:
            return None
        dossier = following
    return dossier


def _answered(draw: st.DrawFn, dossier: Dossier, act: Act) -> Dossier | None:
    """Answer as somebody else would; ``None`` if that leads elsewhere."""
    kind = next((each for each in _DRAWN if each.do == act.do), None)
    if kind is None:
        return None
    now = dossier.as_of(act.at)
    screen = Screen.of(draw, now.record, now.contract, act.at)
    command = _family(screen, act) if kind is do.DeclareBeneficiaries else right_answer(kind, screen)
    return _accepted(dossier, command, act)


_DRAWN: frozenset[type[Command]] = frozenset(
    {
        do.ConfirmIdentity,
        do.DeclareBeneficiaries,
        do.DeclareChild,
        do.DeclarePartner,
        do.DeclareSocialSecurity,
        do.GiveBankDetails,
        do.GiveConsents,
        do.Sign,
    }
)
"""What is answered anew; every other answer decides where the way leads, or is nobody's own."""


def _family(screen: Screen, act: Act) -> Command:
    """Declare as many people as the witness does."""
    shape = (isinstance(act.request.get("partner"), dict), len(act.request.get("children") or ()))
    family = screen.draw(families(screen.place, screen.agent.birth_date, shape))
    return do.DeclareBeneficiaries(family.partner, family.children)


def _repeat(dossier: Dossier, act: Act) -> Dossier | None:
    """Answer as the witness does."""
    return _accepted(dossier, do.Tick() if act.kind is ActKind.TICK else read_form(act.do, act.fields), act)


def _accepted(dossier: Dossier, command: Command | do.Submission, act: Act) -> Dossier | None:
    role = Role.CLOCK if act.kind is ActKind.TICK else act.role
    decision = dossier.decide(command, at=act.at, role=role)
    if decision.outcome.value != "accepted" or (
        act.expect is not None and decision.dossier.states != act.expect.states
    ):
        return None
    return decision.dossier


@functools.lru_cache(maxsize=512)
def _replayed(contract: Contract, name: str) -> Dossier:
    """Go the way just as the witness does."""
    opening, *others = _ways(contract)[name]
    if opening.agent is None:
        raise HostError(f"the path to {name} opens no dossier")
    dossier = Dossier.open(contract, id=opening.id, agent=opening.agent, invited_at=opening.at)
    for act in others:
        dossier = _repeat(dossier, act) or dossier
    return dossier
