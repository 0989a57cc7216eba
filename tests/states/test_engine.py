"""
The step function and the live machine do what the real engine does.
"""

import functools
import gettext
import itertools
import subprocess
import sys
from collections.abc import Iterator, Sequence

import attrs
import pytest
from statemachine.exceptions import TransitionNotAllowed

from dossiers import accept, at_state, journey, open_dossier
from effort import IS_THOROUGH
from people import ALONE, COUPLE, FAMILY, LARGE_FAMILY, NOW, SINGLE_PARENT
from psc_workflow import Dossier, Regime, states
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.verdict import Verdict
from psc_workflow.exceptions import HostError, InstantTooEarlyError, NaiveInstantError
from psc_workflow.states._context import Context
from psc_workflow.states._guard import Guard, Route
from psc_workflow.states._step import Move, step
from psc_workflow.states._step import may as is_offered
from walks import TABLES

# -- the step function and the engine --------------------------------------------------------------------


HOLDS = Verdict()
REFUSED = Verdict((finding("birth-in-future", birth_date="", on=""),))
INCOMPLETE = Verdict((finding("regime-missing", "regime"),))
WARNED = Verdict((finding("nir-provisional", "nir"),))
OUTCOMES = [HOLDS, REFUSED, INCOMPLETE, WARNED]


def outcomes_of(guards: Sequence[Guard]) -> Iterator[tuple[Verdict, ...]]:
    """Combine yes and no of all *guards*, and every other outcome of each alone; thoroughly: all outcomes of all."""
    if IS_THOROUGH:
        yield from itertools.product(OUTCOMES, repeat=len(guards))
        return
    yield from itertools.product((HOLDS, REFUSED), repeat=len(guards))
    for place, other in itertools.product(range(len(guards)), (INCOMPLETE, WARNED)):
        yield tuple(other if here == place else HOLDS for here in range(len(guards)))


def placed(journey_name: str, state: str, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Put a dossier into *state*, whatever its facts, and let no deadline move it on."""
    base = open_dossier()
    monkeypatch.setattr(sys.modules["psc_workflow.states.live"], "as_of", lambda days, _: days)
    for module in ("_guard", "_step", "live"):
        monkeypatch.setattr(sys.modules[f"psc_workflow.states.{module}"], "changed", lambda context: context.record)
    return attrs.evolve(
        base, record=attrs.evolve(base.record, states=base.record.states.with_state(journey_name, state))
    )


@pytest.mark.parametrize(("journey_name", "state"), [(name, state) for name in TABLES for state in TABLES[name]])
def test_the_step_equals_the_real_engine(journey_name: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    For every event, outcome of every guard and choice of route, the real engine goes where the step goes.

    The outcomes are forced where both ask for them, ``Guard.verdict`` and
    ``Route.chooses``; the machine is the one ``states.live`` hands a host, and
    another as soon as it has left the state.
    """
    dossier = placed(journey_name, state, monkeypatch)
    machine = states.live(dossier, journey_name, at=NOW)
    for event in sorted({event for row in TABLES[journey_name].values() for event in row}):
        row = TABLES[journey_name][state].get(event)
        command = for_event(event)() if event in EVENTS else None
        for verdicts, branch in itertools.product(
            outcomes_of(row.guards if row else ()), row.branches if row else (None,)
        ):
            by_guard = dict(zip(row.guards if row else (), verdicts, strict=True))
            routes = set(branch.routes) if branch else set()
            monkeypatch.setattr(Guard, "verdict", lambda guard, _, by_guard=by_guard: by_guard.get(guard, HOLDS))
            monkeypatch.setattr(Route, "chooses", lambda route, *_, routes=routes: route in routes)
            context = Context(dossier.record, dossier.contract, NOW, journey_name, event, command)
            move = step(row, context) if row else None
            ours = move.target if isinstance(move, Move) else None

            if machine.model.state != state:
                machine = states.live(dossier, journey_name, at=NOW)
            is_allowed = event in {event.id for event in machine.enabled_events(command=command)}
            try:
                machine.send(event, command=command)
                engine = machine.model.state
            except TransitionNotAllowed:
                engine = None
                assert machine.model.state == state

            assert (event, engine, is_allowed) == (event, ours, ours is not None)


@pytest.mark.parametrize(("journey_name", "state"), [(name, state) for name in TABLES for state in TABLES[name]])
def test_offered_equals_the_engine_s_enabled_events_when_only_may_guards_speak(
    journey_name: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a command, what may be asked for is what the engine would let start: every outcome of the guards of a row."""
    dossier = placed(journey_name, state, monkeypatch)
    rows = TABLES[journey_name][state]
    sets = {tuple(guard for guard in row.guards if guard.is_may) for row in rows.values()}
    monkeypatch.setattr(Route, "chooses", lambda *_: True)
    machine = states.live(dossier, journey_name, at=NOW)
    for mays, others in itertools.product(sorted(sets, key=repr), (HOLDS, REFUSED)):
        for verdicts in outcomes_of(mays):
            by_guard = dict(zip(mays, verdicts, strict=True))
            answer = functools.partial(_answer_by, by_guard, others)
            monkeypatch.setattr(Guard, "verdict", lambda guard, _, answer=answer: answer(guard))
            context = Context(dossier.record, dossier.contract, NOW, journey_name)
            ours = {event for event, row in rows.items() if is_offered(row, context).holds} & EVENTS
            engine = {event.id for event in machine.enabled_events()}
            assert ours == engine & EVENTS


def _answer_by(by_guard: dict[Guard, Verdict], others: Verdict, guard: Guard) -> Verdict:
    """Answer as *by_guard* says; of the other may guards as *others*; what needs a command holds."""
    return by_guard.get(guard, others if guard.is_may else HOLDS)


# -- the live machine ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared", [ALONE, COUPLE, FAMILY, SINGLE_PARENT, LARGE_FAMILY], ids=lambda d: len(d.children)
)
def test_a_live_machine_walks_the_whole_journey_as_the_dossier_does(declared: do.DeclareBeneficiaries) -> None:
    dossier = open_dossier()
    machine = states.live(dossier, "affiliation", at=NOW)
    for command in journey(declared):
        dossier = accept(dossier, command)
        machine.send(command.event, command=command) if command.field_names() else machine.send(command.event)
        assert machine.model.state == dossier.states["affiliation"]


def test_a_live_machine_takes_an_event_only_with_its_own_command() -> None:
    machine = states.live(at_state("beneficiaries"), "affiliation", at=NOW)
    with pytest.raises(HostError, match="GoBack"):
        machine.send("go_back", command=do.DeclareRegime(Regime.CPS))
    with pytest.raises(HostError):
        machine.send("declare_beneficiaries")
    assert machine.model.state == "beneficiaries"


def test_a_live_machine_asks_for_an_instant_as_the_dossier_does() -> None:
    with pytest.raises(NaiveInstantError):
        states.live(open_dossier(), "affiliation", at=NOW.replace(tzinfo=None))
    with pytest.raises(InstantTooEarlyError):
        states.live(at_state("regime"), "affiliation", at=NOW.replace(year=2025))
    with pytest.raises(HostError, match="affiliation"):
        states.live(open_dossier(), "journey to mars", at=NOW)


def test_a_live_machine_shows_no_personal_data() -> None:
    assert repr(states.live(at_state("signature"), "affiliation", at=NOW).model) == "<Place signature>"


# -- gettext ---------------------------------------------------------------------------------------------


def test_importing_the_library_leaves_the_gettext_domain_as_it_was() -> None:
    program = "import gettext; gettext.textdomain('host'); import psc_workflow; print(gettext.textdomain())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "host"


def test_python_statemachine_alone_would_change_it() -> None:
    """The test above can fail: this is what it guards against."""
    program = "import gettext; gettext.textdomain('host'); import statemachine; print(gettext.textdomain())"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() != "host"
    assert gettext.textdomain() != ""
