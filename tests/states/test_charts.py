"""
The chart says what the design says, and the step function says what the real engine says.
"""

import datetime as dt
import gettext
import itertools
import subprocess
import sys

import attrs
import pytest
from statemachine.exceptions import TransitionNotAllowed

from dossiers import accept, at_state, journey, open_dossier
from people import ALONE, COUPLE, FAMILY, LARGE_FAMILY, NOW, SINGLE_PARENT, TODAY, details_of
from psc_workflow import Dossier, Regime, states
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import finding
from psc_workflow._catalogue.wording import journey as texts_of
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import EVENTS, Command, for_event
from psc_workflow._model.record import Dispensation, Membership, Report
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.exceptions import DefinitionError, HostError, InstantTooEarlyError, NaiveInstantError
from psc_workflow.states import _routes as routes
from psc_workflow.states._context import Context
from psc_workflow.states._course import Course
from psc_workflow.states._engine import Chart, Row, State, table
from psc_workflow.states._guard import Route, fits, may, route
from psc_workflow.states._step import may as is_offered
from psc_workflow.states._step import step
from walks import TABLES

OPEN = [
    "home", "regime", "beneficiaries", "solo_warning", "formula", "identity", "social_security", "partner_details",
    "children_details", "contact_details", "consents", "bank_details", "signature",
]  # fmt: skip

ON_EVERY_SCREEN = {
    "save_and_quit": {"stay"},
    "resume": {"stay"},
    "request_document": {"stay"},
    "record_needs_simulation": {"stay"},
    "report_not_concerned": {"under_review"},
    "reminder_falls_due": {"stay"},
    "affiliation_window_ends": {"auto_affiliated"},
}

SCREENS = {
    "home": {"start_affiliation": {"regime"}},
    "regime": {"declare_regime": {"beneficiaries"}, "go_back": {"home", "auto_affiliated"}},
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
    "bank_details": {
        "give_bank_details": {"signature"},
        "go_back": {"consents"},
        "consents_lapse": {"consents"},
    },
    "signature": {"sign": {"confirmed"}, "go_back": {"bank_details"}, "consents_lapse": {"consents"}},
}

AGAIN = {"invited_again": {"home"}}

REQUEST = {
    "save_and_quit": {"stay"},
    "resume": {"stay"},
    "request_document": {"stay"},
    "set_aside": {"home"},
    "dispensation_window_ends": {"closed"},
}

GRANTED = {
    "renounce_dispensation": {"renounced"},
    "report_motive_end": {"expired", "stay"},
    "dispensation_expires": {"expired"},
}

MEMBER = {
    "remove_beneficiary": {"stay"},
    "complete_beneficiary": {"stay"},
    "update_bank_details": {"stay"},
    "update_contact_details": {"stay"},
    "update_teletransmission": {"stay"},
    "sign_mandate": {"stay"},
    "withdraw_consent": {"stay"},
    "transfer": {"stay"},
    "end_membership": {"stay"},
    "add_beneficiary": {"stay"},
    "membership_ends": {"ended"},
    "beneficiary_leaves": {"stay"},
}

COVERED = MEMBER | {
    "report_processing": {"stay"},
    "report_not_mine": {"stay"},
    "change_formula": {"stay"},
    "suspend": {"stay"},
    "child_birthday_nears": {"stay"},
}

MOVES = {
    "access": {
        "invited": {"open_invitation": {"login", "activation"}},
        "activation": {"open_invitation": {"login", "stay"}, "create_account": {"created"}},
        "created": {"continue_to_login": {"login"}},
        "login": {"report_login": {"signed_in", "stay"}, "forget_password": {"reset"}},
        "reset": {"reset_password": {"login"}, "go_back": {"login"}},
        "signed_in": {"sign_out": {"login"}},
    },
    "affiliation": {
        **{screen: moves | ON_EVERY_SCREEN | AGAIN for screen, moves in SCREENS.items()},
        "bank_details": SCREENS["bank_details"] | ON_EVERY_SCREEN,
        "signature": SCREENS["signature"] | ON_EVERY_SCREEN,
        "home": SCREENS["home"] | ON_EVERY_SCREEN | {"invited_again": {"stay"}},
        "confirmed": {"rate_experience": {"stay"}} | AGAIN,
        "under_review": {"close_file": {"not_concerned"}, "reject_report": {*OPEN, "auto_affiliated"}},
        "not_concerned": {"reject_report": {*OPEN, "auto_affiliated"}},
        "auto_affiliated": {"complete_affiliation": {"regime"}, "report_not_concerned": {"under_review"}} | AGAIN,
    },
    "dispensation": {
        "home": {"start_dispensation": {"motive"}, "dispensation_window_ends": {"closed"}},
        "motive": {"choose_motive": {"attestation"}, "go_back": {"home"}} | REQUEST,
        "attestation": {
            "choose_motive": {"stay"},
            "attest": {"stay"},
            "request_dispensation": {"granted"},
            "go_back": {"motive"},
        }
        | REQUEST,
        "granted": GRANTED | {"renewal_falls_due": {"renewal_due"}},
        "renewal_due": GRANTED | {"renew_dispensation": {"granted"}, "request_document": {"stay"}},
        "expired": {"start_dispensation": {"motive"}},
        "renounced": {"start_dispensation": {"motive"}},
        "closed": {"start_dispensation": {"motive"}},
    },
    "membership": {
        "none": {
            "record_effective_date": {"stay"},
            "withdraw_consent": {"stay"},
            "end_membership": {"stay"},
            "transfer": {"stay"},
            "file_received": {"received"},
            "membership_ends": {"ended"},
        },
        "received": COVERED | {"record_effective_date": {"stay"}, "enters_into_force": {"in_force"}},
        "in_force": COVERED | {"record_effective_date": {"stay"}, "suspension_begins": {"suspended"}},
        "suspended": MEMBER | {"reinstate": {"stay"}, "suspension_ends": {"in_force"}},
        "ended": {
            "withdraw_consent": {"stay"},
            "end_membership": {"stay"},
            "transfer": {"stay"},
            "file_received": {"received"},
            "membership_ends": {"stay"},
        },
    },
}


@pytest.mark.parametrize("journey_name", TABLES)
def test_the_chart_has_exactly_the_transitions_of_the_design(journey_name: str) -> None:
    declared = {
        state: {
            event: {"stay" if branch.target == state else branch.target for branch in row.branches}
            for event, row in events.items()
        }
        for state, events in TABLES[journey_name].items()
    }
    assert declared == MOVES[journey_name]


@pytest.mark.parametrize("journey_name", TABLES)
def test_every_state_command_and_deadline_has_its_words_and_the_french_name_is_the_chart_s(journey_name: str) -> None:
    words, chart = texts_of(journey_name), states.JOURNEYS[journey_name]
    assert {state.value: state.name for state in chart.states} == {name: text.fr for name, text in words.states.items()}
    events = {event.id for event in chart.events}
    assert set(words.commands) == events & EVENTS
    assert set(words.deadlines) == events - EVENTS


def test_every_command_has_its_place_in_one_chart_or_acts_on_the_active_one() -> None:
    homes = {
        event: [name for name, rows in TABLES.items() if any(event in row for row in rows.values())] for event in EVENTS
    }
    assert homes.pop("tick") == []
    assert homes.pop("go_back") == ["access", "affiliation", "dispensation"]
    for shared in ("save_and_quit", "resume", "request_document"):
        assert homes.pop(shared) == ["affiliation", "dispensation"]
    assert all(len(charts) == 1 for charts in homes.values())


# -- the step function and the engine --------------------------------------------------------------------


HOLDS = Verdict()
REFUSED = Verdict((finding("birth-in-future", birth_date="", on=""),))
INCOMPLETE = Verdict((finding("regime-missing", "regime"),))
WARNED = Verdict((finding("nir-provisional", "nir"),))
OUTCOMES = [HOLDS, REFUSED, INCOMPLETE, WARNED]

EVERYWHERE = [
    (journey_name, state, event)
    for journey_name, rows in TABLES.items()
    for state in rows
    for event in sorted({event for row in rows.values() for event in row})
]


def placed(journey_name: str, state: str, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """Put a dossier into *state*, whatever its facts, and let no deadline move it on."""
    base = open_dossier()
    monkeypatch.setattr(sys.modules["psc_workflow.states._live"], "elapse", lambda record, *_: Course(record))
    monkeypatch.setattr(Context, "after", property(lambda context: context.record))
    return attrs.evolve(base, record=attrs.evolve(base.record, states=base.record.states.moved(journey_name, state)))


@pytest.mark.parametrize(("journey_name", "state", "event"), EVERYWHERE, ids=lambda one: one)
def test_the_step_equals_the_real_engine(
    journey_name: str, state: str, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    For every state, event, outcome of every guard and choice of route, the real engine goes where the step goes.

    The outcomes are forced where both ask for them, ``Context.verdict`` and
    ``Context.takes``; the machine is the one ``states.live`` hands a host.
    """
    dossier = placed(journey_name, state, monkeypatch)
    row = TABLES[journey_name][state].get(event)
    guards = row.guards if row else ()
    branches = row.branches if row else ()
    command = for_event(event)() if event in EVENTS else None

    for verdicts in itertools.product(OUTCOMES, repeat=len(guards)):
        by_guard = dict(zip(guards, verdicts, strict=True))
        monkeypatch.setattr(Context, "verdict", lambda _, guard, by_guard=by_guard: by_guard.get(guard, HOLDS))
        for chosen in range(max(len(branches), 1)):
            taken = set(branches[chosen].routes) if branches else set()
            monkeypatch.setattr(Context, "takes", lambda _, one, taken=taken: one in taken)
            context = Context(dossier.record, dossier.contract, NOW, journey_name, event, command)
            ours = step(row, context).target if row else None

            machine = states.live(dossier, journey_name, at=NOW)
            allowed = {event.id for event in machine.enabled_events(command=command)}
            try:
                machine.send(event, command=command)
                engine = machine.model.state
            except TransitionNotAllowed:
                engine = None
                assert machine.model.state == state

            assert engine == ours
            assert (event in allowed) == (ours is not None)


@pytest.mark.parametrize(("journey_name", "state"), [(name, state) for name in TABLES for state in TABLES[name]])
def test_offered_equals_the_engine_s_enabled_events_when_only_may_guards_speak(
    journey_name: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a command, what may be asked for is what the engine would let start, for every outcome of the may guards."""
    dossier = placed(journey_name, state, monkeypatch)
    rows = TABLES[journey_name]
    mays = sorted({guard for row in rows[state].values() for guard in row.guards if guard.is_may}, key=repr)
    monkeypatch.setattr(Context, "takes", lambda *_: True)
    for verdicts in itertools.product(OUTCOMES, repeat=len(mays)):
        by_guard = dict(zip(mays, verdicts, strict=True))
        monkeypatch.setattr(Context, "verdict", lambda _, guard, by_guard=by_guard: by_guard.get(guard, HOLDS))
        context = Context(dossier.record, dossier.contract, NOW, journey_name)
        ours = {event for event, row in rows[state].items() if is_offered(row, context).holds} & EVENTS
        engine = {event.id for event in states.live(dossier, journey_name, at=NOW).enabled_events()}
        assert ours == engine & EVENTS


# -- routes ----------------------------------------------------------------------------------------------


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


CHOICES = [
    row
    for rows in TABLES.values()
    for events in rows.values()
    for row in events.values()
    if len(row.branches) > 1
]  # fmt: skip

BY_HOUSEHOLD = [row for row in CHOICES if all(one.reads_answers for b in row.branches for one in b.routes)]
BY_TURN = [row for row in CHOICES if not any(one.reads_answers for b in row.branches for one in b.routes)]


def test_a_choice_reads_either_the_household_or_what_happened() -> None:
    assert len(BY_HOUSEHOLD) + len(BY_TURN) == len(CHOICES)


@pytest.mark.parametrize("row", BY_HOUSEHOLD, ids=lambda row: f"{row.state}-{row.event}")
@pytest.mark.parametrize("answers", shapes().values(), ids=shapes())
def test_exactly_one_route_is_taken_for_every_household(row: Row, answers: Answers) -> None:
    taken = [branch.target for branch in row.branches if all(one.chooses(answers) for one in branch.routes)]
    reachable = row.state != "children_details" or bool(answers.children)
    assert len(taken) == 1 or not reachable


TURNS: dict[str, list[tuple[dict[str, object], Command]]] = {
    "open_invitation": [({}, do.OpenInvitation(one)) for one in PriorMembership],
    "report_login": [({}, do.ReportLogin(success=one)) for one in (True, False)],
    "report_motive_end": [
        ({"dispensation": Dispensation(TODAY, dt.date(2026, 12, 31))}, do.ReportMotiveEnd(TODAY + dt.timedelta(days)))
        for days in (-400, -1, 0, 1, 400)
    ],
    "go_back": [({"membership": Membership(affiliated_at=at)}, do.GoBack()) for at in (None, NOW)],
    "reject_report": [({"report": Report(TODAY, state)}, do.RejectReport()) for state in (*OPEN, "auto_affiliated")],
}
"""Facts and commands that tell the turns of an event apart: every value of each."""


@pytest.mark.parametrize("row", BY_TURN, ids=lambda row: f"{row.state}-{row.event}")
def test_exactly_one_turn_is_taken_whatever_is_asked_and_every_one_of_them_by_something(row: Row) -> None:
    journey_name = next(name for name, rows in TABLES.items() if row in rows.get(row.state, {}).values())
    base, reached = open_dossier(), set()
    for facts, command in TURNS[row.event]:
        record = attrs.evolve(base.record, states=base.record.states.moved(journey_name, row.state), **facts)
        context = Context(record, base.contract, NOW, journey_name, row.event, command)
        (target,) = [branch.target for branch in row.branches if all(map(context.takes, branch.routes))]
        reached.add(target)
    assert reached == {branch.target for branch in row.branches}


def test_every_route_by_the_household_is_used_and_has_both_answers() -> None:
    used = {
        one
        for rows in TABLES.values()
        for events in rows.values()
        for row in events.values()
        for b in row.branches
        for one in b.routes
    }
    declared = {one for one in vars(routes).values() if isinstance(one, Route)}
    assert declared <= used
    assert {one.__name__ for one in used - declared} == {"reported_from_it"}
    for one in declared:
        if one.reads_answers:
            assert {one.chooses(answers) for answers in shapes().values()} == {True, False}


# -- faults of definition are told -----------------------------------------------------------------------


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
        step(
            table(Wrong)["one"]["go"],
            Context(open_dossier().record, open_dossier().contract, NOW, "affiliation", "go", do.StartAffiliation()),
        )


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
    assert repr(states.live(at_state("signature"), "affiliation", at=NOW).model) == "<Position signature>"


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


def test_a_branch_without_routes_beside_one_with_routes_is_refused() -> None:
    @route
    def this_way(_: object) -> bool:
        return True

    class Wrong(Chart):
        one, two = State(initial=True), State()
        go = one.to(two, cond=this_way) | one.to.itself()
        back = two.to(one)

    with pytest.raises(DefinitionError, match="without routes"):
        table(Wrong)
