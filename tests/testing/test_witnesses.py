"""
The witness paths that are shipped: they fit the charts, say what the library answers, and reach nearly everything.
"""

import datetime as dt
from collections import Counter

import pytest

from effort import IS_THOROUGH
from psc_workflow import contracts
from psc_workflow.exceptions import HostError
from psc_workflow.testing import replay, witness_paths
from psc_workflow.testing._journey_files import dump
from psc_workflow.testing._journeys import ActKind
from psc_workflow.testing._replaying import answers
from psc_workflow.testing._search import _goals as goals
from psc_workflow.testing._search._assembling import Measure
from psc_workflow.testing._search._reasons import BEYOND, can_be_reached, declared
from psc_workflow.testing._search._timing import Shift
from psc_workflow.testing._witnesses import SHIPPED, journey_file, ready_paths, search

GUIDE = contracts.get("guide-illustration")
FILE = journey_file(GUIDE)
REACHED = Counter(goal for journey in FILE.journeys for goal in journey.reaches)
AGAIN = "the charts, guards or findings have changed: run make witness-paths"


def test_every_goal_is_reached_once_or_listed_with_the_reason() -> None:
    listed = Counter(entry.goal for entry in FILE.not_reached)
    assert REACHED + listed == Counter(goals.every_goal()), AGAIN
    assert all(entry.reason for entry in FILE.not_reached)


def test_what_is_declared_to_be_out_of_reach_is_not_reached() -> None:
    codes, others = {goals.code(name) for name in declared("codes")}, declared("goals")
    assert not codes & set(REACHED)
    assert codes <= set(goals.every_goal())
    assert not [goal for goal in REACHED if " ".join(goal.split(" ")[1:]) in others]


def test_nearly_everything_that_can_be_reached_is_reached() -> None:
    """Of codes, those count that some decision can give under this contract."""
    without_value = {goals.code(name) for name in declared("contracts")} - set(REACHED)
    possible = [goal for goal in goals.every_goal() if can_be_reached(goal) and goal not in without_value]
    shares = {
        kind: sum(goal in REACHED for goal in possible if goals.kind_of(goal) == kind)
        / sum(goals.kind_of(goal) == kind for goal in possible)
        for kind in goals.KINDS
    }
    assert shares["transitions"] >= 0.975
    assert shares["codes"] >= 0.99
    assert shares["guards"] >= 0.9


def test_hardly_anything_is_without_an_explanation() -> None:
    assert sum(entry.reason == BEYOND for entry in FILE.not_reached) <= 60


@pytest.mark.parametrize("part", range(4))
def test_what_is_expected_comes(part: int) -> None:
    """All of the journeys; the first that differs is enough to know that the file has aged."""
    for journey in FILE.journeys[part::4]:
        assert replay(journey) == (), AGAIN


@pytest.mark.parametrize("part", range(4 if IS_THOROUGH else 1))
def test_a_journey_reaches_what_it_says_and_no_guard_gives_an_answer_that_it_never_gives(part: int) -> None:
    measure, declarable = Measure(GUIDE), set(goals.every_goal())
    for journey in FILE.journeys[part::4]:
        reached = measure.goals(journey.acts)
        assert set(journey.reaches) <= reached
        assert reached <= declarable, "a guard declares never to give an answer that it gives"


def test_every_journey_begins_with_an_invitation_and_time_never_goes_back() -> None:
    for journey in FILE.journeys:
        assert journey.acts[0].kind is ActKind.OPEN
        assert [act.at for act in journey.acts] == sorted(act.at for act in journey.acts)
        assert all(act.expect is not None for act in journey.acts)
    assert len({journey.name for journey in FILE.journeys}) == len(FILE.journeys)


def test_the_file_is_small_and_as_it_would_be_written() -> None:
    data = SHIPPED.read_bytes()
    assert dump(FILE, compact=True) == data
    assert len(data) < 600_000


def test_journeys_are_chosen_by_chart_and_by_kind_of_goal() -> None:
    assert witness_paths() == FILE.journeys
    of_access = witness_paths("access", goals=["transitions"])
    assert 0 < len(of_access) <= len(witness_paths("access")) < len(FILE.journeys)
    for journey in of_access:
        assert any(goal.startswith("transition access ") for goal in journey.reaches)


@pytest.mark.parametrize("wrong", [{"chart": "home"}, {"chart": ""}, {"goals": ["states"]}, {"contract": ""}])
def test_an_unknown_chart_or_kind_of_goal_and_no_contract_is_an_error_of_the_host(wrong: dict[str, object]) -> None:
    with pytest.raises(HostError):
        witness_paths(**wrong)


@pytest.mark.skipif(not IS_THOROUGH, reason="takes about a minute for each contract")
@pytest.mark.parametrize("contract", contracts.builtin)
def test_the_search_finds_the_same_again_and_works_under_every_contract(contract: str) -> None:
    file = search(contracts.get(contract))
    if contract == GUIDE.id:
        assert dump(file, compact=True) == SHIPPED.read_bytes(), AGAIN
    reached = [goal for journey in file.journeys for goal in journey.reaches]
    transitions = [goal for goal in goals.every_goal() if goals.kind_of(goal) == "transitions"]
    assert sum(goals.kind_of(goal) == "transitions" for goal in reached) >= 0.95 * len(transitions)


def test_what_is_shipped_can_be_played_under_another_contract_at_once() -> None:
    """A suite that judges a host under its own contract does not wait for a search."""
    men = contracts.get("men-2026")
    journeys = ready_paths(men)
    assert len(journeys) == len(FILE.journeys)
    outcomes = Counter(answer.outcome for journey in journeys[::20] for answer in answers(journey, men))
    assert outcomes["accepted"] > outcomes.total() / 2
    assert all(act.expect is None for journey in journeys for act in journey.acts)


def test_the_days_of_journeys_move_with_the_first_day_of_the_contract() -> None:
    shift = Shift(dt.timedelta(days=31), GUIDE)
    assert shift.text('["2026-04-07", "1970-03-12", "2026-04-07T18:00:00Z"]') == (
        '["2026-05-08", "1970-03-12", "2026-05-08T18:00:00Z"]'
    )
