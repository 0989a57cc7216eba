"""
The chart says what the design says, and the step function says what the real engine says.
"""

import gettext
import itertools
import subprocess
import sys

import attrs
import pytest
from statemachine.exceptions import TransitionNotAllowed

from people import (
    ALONE,
    COUPLE,
    FAMILY,
    LARGE_FAMILY,
    NOW,
    SINGLE_PARENT,
    accepted,
    at_state,
    details_of,
    journey,
    opened,
)
from psc_workflow import Regime, states
from psc_workflow import commands as do
from psc_workflow.catalogue.texts import finding
from psc_workflow.catalogue.texts import journey as texts_of
from psc_workflow.exceptions import DefinitionError, HostError, InstantTooEarlyError, NaiveInstantError
from psc_workflow.model.commands import Command, for_event
from psc_workflow.model.record import Answers
from psc_workflow.model.verdict import Verdict
from psc_workflow.states import routes
from psc_workflow.states.context import Context
from psc_workflow.states.engine import Chart, State, table
from psc_workflow.states.guard import Route, fits, may, route
from psc_workflow.states.step import offered, step

CHART = states.AffiliationChart
TABLE = table(CHART)

ANYWHERE = {
    "save_and_quit": {"stay"},
    "resume": {"stay"},
    "request_document": {"stay"},
    "record_needs_simulation": {"stay"},
}

MOVES = {
    "home": {"start_affiliation": {"regime"}},
    "regime": {"declare_regime": {"beneficiaries"}, "go_back": {"home"}},
    "beneficiaries": {"declare_beneficiaries": {"formula", "solo_warning"}, "go_back": {"regime"}},
    "solo_warning": {"confirm_solo": {"formula"}, "go_back": {"beneficiaries"}},
    "formula": {
        "choose_formula": {"stay"},
        "validate_affiliation": {"identity"},
        "go_back": {"beneficiaries", "solo_warning"},
    },
    "identity": {"confirm_identity": {"social_security"}, "go_back": {"formula"}},
    "social_security": {
        "declare_social_security": {"partner_details", "children_details", "contact_details"},
        "go_back": {"identity"},
    },
    "partner_details": {"declare_partner": {"children_details", "contact_details"}, "go_back": {"social_security"}},
    "children_details": {
        "declare_child": {"stay", "contact_details"},
        "go_back": {"partner_details", "social_security"},
    },
    "contact_details": {
        "confirm_contact_details": {"consents"},
        "go_back": {"children_details", "partner_details", "social_security"},
    },
    "consents": {"give_consents": {"bank_details"}, "go_back": {"contact_details"}},
    "bank_details": {"give_bank_details": {"signature"}, "go_back": {"consents"}},
    "signature": {"sign": {"confirmed"}, "go_back": {"bank_details"}},
    "confirmed": {"rate_experience": {"stay"}},
}


def test_the_chart_has_exactly_the_transitions_of_the_design() -> None:
    declared = {
        state: {
            event: {"stay" if branch.target == state else branch.target for branch in row.branches}
            for event, row in events.items()
        }
        for state, events in TABLE.items()
    }
    expected = {state: moves | (ANYWHERE if state != "confirmed" else {}) for state, moves in MOVES.items()}
    assert declared == expected


def test_every_state_and_command_has_its_words_and_the_french_name_is_the_chart_s() -> None:
    words = texts_of("affiliation")
    assert {state.value: state.name for state in CHART.states} == {name: text.fr for name, text in words.states.items()}
    assert set(words.commands) == {event.id for event in CHART.events} == {command.event for command in do.ALL}


# -- the step function and the engine ---------------------------------------------


def forced(command: Command | None) -> tuple[Command, ...]:
    return () if command is None else (command,)


HOLDS = Verdict()
REFUSED = Verdict((finding("birth-in-future", birth_date="", on=""),))
INCOMPLETE = Verdict((finding("regime-missing", "regime"),))
WARNED = Verdict((finding("nir-provisional", "nir"),))
OUTCOMES = [HOLDS, REFUSED, INCOMPLETE, WARNED]

EVERYWHERE = [(state, event) for state in TABLE for event in sorted({e for row in TABLE.values() for e in row})]


@pytest.mark.parametrize(("state", "event"), EVERYWHERE, ids=lambda one: one)
def test_the_step_equals_the_real_engine(state: str, event: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    For every state, event, outcome of every guard and choice of route, the real engine goes where the step goes.

    The outcomes are forced where both ask for them, ``Context.verdict`` and
    ``Context.takes``; the machine is the one ``states.live`` hands a host.
    """
    base = opened()
    record = attrs.evolve(base.record, states=attrs.evolve(base.record.states, affiliation=state))
    dossier = attrs.evolve(base, record=record)
    row = TABLE[state].get(event)
    guards = row.guards if row else ()
    branches = row.branches if row else ()
    command = for_event(event)()
    monkeypatch.setattr(Context, "after", property(lambda context: context.record))

    for verdicts in itertools.product(OUTCOMES, repeat=len(guards)):
        by_guard = dict(zip(guards, verdicts, strict=True))
        monkeypatch.setattr(Context, "verdict", lambda _, guard, by_guard=by_guard: by_guard.get(guard, HOLDS))
        for chosen in range(max(len(branches), 1)):
            taken = set(branches[chosen].routes) if branches else set()
            monkeypatch.setattr(Context, "takes", lambda _, one, taken=taken: one in taken)
            context = Context(record, dossier.contract, NOW, command)
            ours = step(row, context).target if row else None

            machine = states.live(dossier, "affiliation", at=NOW)
            allowed = {event.id for event in machine.enabled_events(command=command)}
            try:
                machine.send(event, command=command)
                engine = machine.model.state
            except TransitionNotAllowed:
                engine = None
                assert machine.model.state == state

            assert engine == ours
            assert (event in allowed) == (ours is not None)


@pytest.mark.parametrize("state", TABLE)
def test_offered_equals_the_engine_s_enabled_events_when_only_may_guards_speak(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a command, what may be asked for is what the engine would let start, for every outcome of the may guards."""
    base = opened()
    record = attrs.evolve(base.record, states=attrs.evolve(base.record.states, affiliation=state))
    dossier = attrs.evolve(base, record=record)
    mays = sorted({guard for row in TABLE[state].values() for guard in row.guards if guard.is_may}, key=repr)
    monkeypatch.setattr(Context, "takes", lambda *_: True)
    for verdicts in itertools.product(OUTCOMES, repeat=len(mays)):
        by_guard = dict(zip(mays, verdicts, strict=True))
        monkeypatch.setattr(Context, "verdict", lambda _, guard, by_guard=by_guard: by_guard.get(guard, HOLDS))
        ours = {command.event for command in offered(CHART, state, Context(record, dossier.contract, NOW))}
        engine = {event.id for event in states.live(dossier, "affiliation", at=NOW).enabled_events()}
        assert ours == engine


# -- routes -----------------------------------------------------------------------


def shapes() -> dict[str, Answers]:
    """Answers of every household a route can tell apart, children's details absent, partial and whole."""
    found = {"nothing declared": Answers()}
    for name, declared in {
        "alone": ALONE, "couple": COUPLE, "family": FAMILY, "single parent": SINGLE_PARENT, "large": LARGE_FAMILY,
    }.items():  # fmt: skip
        details = [details_of(child) for child in declared.children or ()]
        for count in range(len(details) + 1):
            found[f"{name}, {count} details"] = Answers(beneficiaries=declared, children_details=tuple(details[:count]))
    return found


CHOICES = [row for events in TABLE.values() for row in events.values() if len(row.branches) > 1]


@pytest.mark.parametrize("row", CHOICES, ids=lambda row: f"{row.state}-{row.event}")
@pytest.mark.parametrize("answers", shapes().values(), ids=shapes())
def test_exactly_one_route_is_taken_for_every_household(row: states.engine.Row, answers: Answers) -> None:
    taken = [branch.target for branch in row.branches if all(one.chooses(answers) for one in branch.routes)]
    reachable = row.state != "children_details" or bool(answers.children)
    assert len(taken) == 1 or not reachable


def test_every_route_is_used_and_has_both_answers() -> None:
    used = {one for events in TABLE.values() for row in events.values() for b in row.branches for one in b.routes}
    declared = {one for one in vars(routes).values() if isinstance(one, Route)}
    assert used == declared
    for one in declared:
        assert {one.chooses(answers) for answers in shapes().values()} == {True, False}


# -- faults of definition are told ---------------------------------------------------


@may
def always(_: Context) -> Verdict:
    """Hold."""
    return Verdict()


@fits
def fitting(_: Context, __: Command) -> Verdict:
    """Hold."""
    return Verdict()


@route
def this_way(_: Answers) -> bool:
    """Take it."""
    return True


def test_a_chart_whose_guards_differ_between_targets_is_refused() -> None:
    class Wrong(Chart):
        one, two = State(initial=True), State()
        go = one.to(two, cond=[always, this_way]) | one.to.itself(cond=this_way)
        back = two.to(one)

    with pytest.raises(DefinitionError, match="guards differ"):
        table(Wrong)


def test_a_chart_that_reads_the_command_before_it_may_is_refused() -> None:
    class Wrong(Chart):
        one = State(initial=True)
        go = one.to.itself(cond=[fitting, always])

    with pytest.raises(DefinitionError, match="stands before one that may"):
        table(Wrong)


def test_a_choice_without_routes_is_refused() -> None:
    class Wrong(Chart):
        one, two = State(initial=True), State()
        go = one.to(two) | one.to.itself()
        back = two.to(one)

    with pytest.raises(DefinitionError, match="without routes"):
        table(Wrong)


def test_two_routes_that_hold_at_once_are_our_fault_and_said_so() -> None:
    class Wrong(Chart):
        one, two = State(initial=True), State()
        go = one.to(two, cond=this_way) | one.to.itself(cond=this_way)
        back = two.to(one)

    with pytest.raises(DefinitionError, match="2 routes hold"):
        step(table(Wrong)["one"]["go"], Context(opened().record, opened().contract, NOW, do.StartAffiliation()))


# -- the live machine -------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared", [ALONE, COUPLE, FAMILY, SINGLE_PARENT, LARGE_FAMILY], ids=lambda d: len(d.children)
)
def test_a_live_machine_walks_the_whole_journey_as_the_dossier_does(declared: do.DeclareBeneficiaries) -> None:
    dossier = opened()
    machine = states.live(dossier, "affiliation", at=NOW)
    for command in journey(declared):
        dossier = accepted(dossier, command)
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
        states.live(opened(), "affiliation", at=NOW.replace(tzinfo=None))
    with pytest.raises(InstantTooEarlyError):
        states.live(at_state("regime"), "affiliation", at=NOW.replace(year=2025))
    with pytest.raises(HostError, match="affiliation"):
        states.live(opened(), "journey to mars", at=NOW)


def test_a_live_machine_shows_no_personal_data() -> None:
    assert repr(states.live(at_state("signature"), "affiliation", at=NOW).model) == "<Position signature>"


# -- gettext ------------------------------------------------------------------------------


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
