"""
A chart as data says what the chart declares, and which findings its guards really give.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from documents import OWN_CONTRACT, write_contract
from effort import IS_THOROUGH
from guard_findings import codes_in
from psc_workflow import charts, contracts
from psc_workflow._catalogue.raw_texts import conditions
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.exceptions import HostError
from psc_workflow.states import _acting, _judging
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from psc_workflow.states._guard import Guard
from psc_workflow.states._screens import _LINES, path
from psc_workflow.testing import Journey, witness_paths
from psc_workflow.testing._replaying import replay
from schema_checks import schema_faults

ROWS = [row for chart in JOURNEYS.values() for rows in table(chart).values() for row in rows.values()]
GUARDS = {guard.__name__: guard for row in ROWS for guard in row.guards}
ROUTES = {route.__name__ for row in ROWS for branch in row.branches for route in branch.routes}

NEVER_GIVEN = {
    "mails_allowed": {"dispensation-in-force", "journey-set-aside"},
    "membership_not_over": {"dispensation-in-force", "journey-set-aside"},
    "affiliation_may_start": {"journey-set-aside"},
    "due": {"deadline-not-ahead", "deadline-not-due"},
    "formula_offered": {"formula-unchanged"},
    "formula_chosen": {"formula-unchanged", "formula-missing"},
    "answers_hold": {"formula-unchanged"},
    "attestation_complete": {"attestation-not-new"},
    "attested": {"attestation-not-new"},
    "ready_to_sign": {"unemployed-keep-cover"},
    "closing_announced": {"unemployed-keep-cover"},
    "warning_read": {"unemployed-keep-cover"},
    "transfer_given": {"unemployed-keep-cover"},
    "beneficiary_known": {"unemployed-keep-cover"},
    "leave_suspends": {"unemployed-keep-cover"},
}
"""What a rule can give, but not on what this guard asks: no dispensation is asked about, no formula is kept, nothing is
renewed; only a departure leads to the cover of the unemployed."""


# -- states and transitions -------------------------------------------------------------------


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_description_has_every_state_and_transition_of_the_chart_and_no_other(name: str) -> None:
    chart = charts.describe(name)
    declared = [
        (state, event, branch.target, row.guards, branch.routes)
        for state, rows in table(JOURNEYS[name]).items()
        for event, row in rows.items()
        for branch in row.branches
    ]
    described = [
        (
            transition.source,
            transition.event,
            transition.target,
            tuple(GUARDS[guard.name] for guard in transition.guards),
            tuple(route.name for route in transition.routes),
        )
        for transition in chart.transitions
    ]
    assert [(*row[:4], tuple(route.__name__ for route in row[4])) for row in declared] == described
    assert [state.name for state in chart.states] == list(table(JOURNEYS[name]))
    assert [state.name for state in chart.states if state.is_initial] == [JOURNEYS[name].initial_state.value]


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_transition_is_given_by_its_roles_or_comes_by_itself(name: str) -> None:
    for transition in charts.describe(name).transitions:
        commands = [command for command in do.ALL if command.event == transition.event]
        assert [transition.do, *transition.roles] == ([commands[0].do, *commands[0].roles] if commands else [None]), (
            transition.event
        )
        assert (transition.level is charts.Level.DEADLINE) <= (transition.do is None)


HOUSEHOLDS = [
    do.DeclareBeneficiaries(partner, children)
    for partner, children in itertools.product((None, Partner()), ((), (Child(ref="child-1"),)))
]


@pytest.mark.parametrize("household", HOUSEHOLDS, ids=["alone", "children", "partner", "both"])
def test_the_main_way_of_the_affiliation_leads_through_every_screen_of_a_household(household: Any) -> None:
    _check_is_way("affiliation", path(Answers(beneficiaries=household)))


@pytest.mark.parametrize("name", _LINES)
def test_the_main_way_leads_from_the_first_screen_of_a_journey_to_the_last(name: str) -> None:
    _check_is_way(name, _LINES[name])


def _check_is_way(name: str, screens: tuple[str, ...]) -> None:
    main = charts.describe(name).main()
    assert set(screens) <= {state.name for state in main.states}
    assert set(itertools.pairwise(screens)) <= {(move.source, move.target) for move in main.transitions}


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_event_of_the_main_way_exists_and_what_is_drawn_of_it_hangs_together(name: str) -> None:
    main = charts.describe(name).main()
    assert {transition.event for transition in main.transitions} == set(JOURNEYS[name].main_way)
    assert {end for move in main.transitions for end in (move.source, move.target)} == {
        state.name for state in main.states
    }


# -- conditions -------------------------------------------------------------------------------


def test_every_condition_of_a_chart_has_its_words_and_no_words_are_left_over() -> None:
    assert set(conditions().guards) == set(GUARDS)
    assert set(conditions().routes) == ROUTES


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_names_what_the_rules_give_that_it_asks(name: str) -> None:
    codes, never = codes_in(GUARDS[name].function), NEVER_GIVEN.get(name, set())
    assert never <= codes
    assert conditions().guards[name].findings == tuple(sorted(codes - never))


def test_what_is_asked_beside_every_line_is_named_too() -> None:
    expected = {"standing": codes_in(_acting.judge), "plausible": codes_in(_judging.complete)}
    assert {name: frozenset(text.findings) for name, text in conditions().beside.items()} == expected


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_refuses_or_lacks_a_fact_exactly_if_one_of_its_findings_does(name: str) -> None:
    severities = {finding_texts()[code].severity for code in conditions().guards[name].findings}
    assert (Judgement.REFUSED in GUARDS[name].answers) == (Severity.REFUSED in severities)
    assert (Judgement.INCOMPLETE in GUARDS[name].answers) == (Severity.MISSING in severities)


def test_no_journey_of_the_testing_kit_meets_a_finding_that_its_guard_does_not_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every third journey is replayed, and all of them where every draw is thorough: then every guard is asked."""
    met = _codes_met(monkeypatch, witness_paths()[:: 1 if IS_THOROUGH else 3])
    beside = set(conditions().beside["plausible"].findings)
    unnamed = {name: codes - beside - set(conditions().guards[name].findings) for name, codes in met.items()}
    assert {name: codes for name, codes in unnamed.items() if codes} == {}
    assert len(met) > len(GUARDS) / 2
    assert not IS_THOROUGH or set(met) == set(GUARDS)


def _codes_met(monkeypatch: pytest.MonkeyPatch, journeys: Iterable[Journey]) -> Mapping[str, set[str]]:
    """Replay *journeys*, and note what each guard finds."""
    met: dict[str, set[str]] = defaultdict(set)
    ask = Guard._assess  # noqa: SLF001 -- every answer passes here, once

    def note(guard: Guard, context: Any) -> Any:
        verdict = ask(guard, context)
        met[guard.__name__] |= {finding.code for finding in verdict.findings}
        return verdict

    monkeypatch.setattr(Guard, "_assess", note)
    for journey in journeys:
        assert replay(journey) == ()
    return met


# -- words and JSON ---------------------------------------------------------------------------


def test_a_contract_has_its_own_labels(tmp_path: Path) -> None:
    own = '[texts.journeys.affiliation.states.home]\nfr = "Bienvenue"\nen = "Welcome"\n'
    contract = contracts.load(write_contract(tmp_path, OWN_CONTRACT + own))
    ours, theirs = charts.describe("affiliation", contract=contract), charts.describe("affiliation")
    assert ours.state("home").label == Text("Bienvenue", "Welcome") != theirs.state("home").label
    assert ours.states[1:] == theirs.states[1:]


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_chart_as_json_is_what_its_schema_describes(name: str) -> None:
    document = charts.describe(name).as_json()
    assert schema_faults("chart", document) == []
    assert document["transitions"][0]["guards"][0]["label"].keys() == {"fr", "en"}


def test_an_unknown_chart_is_a_mistake_of_the_host() -> None:
    with pytest.raises(HostError, match="known: access, affiliation, dispensation, membership"):
        charts.describe("divorce")
    with pytest.raises(KeyError):
        charts.describe("access").state("home")
