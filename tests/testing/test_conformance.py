"""
The kit judges hosts: those that conform stay green, and each fault is told by the oracle that it belongs to.
"""

import re
from typing import Any

import pytest

from people import MEN, PF
from psc_workflow.testing import JourneyConformance
from psc_workflow.testing._conformance import actions, oracles, shortening
from psc_workflow.testing._conformance import course as course_module
from psc_workflow.testing._conformance.course import Course, NonConformanceError
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._conformance.stories import stories
from right_hosts import DictPortal, EagerStore, LockedPortal, PagesAlone, SQLiteHost
from running_hosts import report_of
from wrong_hosts import FAULTS, DropsNulls, NeverTicks, Races, SendsMailsToTheDead

RIGHT = (DictPortal, SQLiteHost, EagerStore, PagesAlone)


@pytest.mark.parametrize("host", RIGHT)
def test_a_host_that_conforms_is_never_red(host: type[JourneyConformance]) -> None:
    assert report_of(host, 2.0) == ""


@pytest.mark.parametrize("contract", [MEN, PF])
def test_a_host_that_conforms_is_green_under_another_contract(contract: Any) -> None:
    portal = type("Portal", (DictPortal,), {"contract": contract})
    assert report_of(portal, 1.0) == ""
    assert all(story.is_whole for story in stories(contract))


QUICK = [host for host in FAULTS if host.__name__ in {"ComposesNames", "IgnoresKeys", "LetsAnybodyAct", "LosesTheLastSave", "OverwritesLateSaves", "ShowsAFloat", "NeverTicks", "LogsRequests", "Hangs", "ReturnsADictionary", "KeepsWhatWasThere", "OffersWhatIsRefused"}]  # fmt: skip
"""Faults of every kind that show within a second."""


@pytest.mark.parametrize("host", QUICK)
def test_a_fault_is_told_by_its_oracle(host: type[JourneyConformance]) -> None:
    report = report_of(host, 20.0)
    assert re.findall(r"^oracle: (.*)$", report, re.MULTILINE)[0] in FAULTS[host]
    assert set(oracles.ORACLES) >= FAULTS[host]


def test_the_report_has_numbered_steps_both_sides_the_reason_and_a_replay() -> None:
    lines = report_of(DropsNulls, 20.0).splitlines()
    assert lines[:2] == ["The host does not conform.", "oracle: outcome"]
    assert re.fullmatch(r"found by .+ after \d+ acts in \d+\.\d s; \d+ acts shortened to 4", lines[2])
    assert [line[:5] for line in lines[4:8]] == ["   1.", "   2.", "   3.", "   4."]
    assert lines[8] == "at step 4:"
    assert lines[9].startswith("  host:    incomplete (")
    assert lines[10] == "  library: accepted"
    assert lines[-1].startswith('replay: [{"act": "open", ')


def test_a_report_is_written_in_the_language_of_the_class() -> None:
    assert report_of(type("French", (DropsNulls,), {"locale": "fr"}), 20.0).startswith("L’hôte n’est pas conforme.")


def test_the_replay_of_a_report_fails_in_the_same_way() -> None:
    course = Course(NeverTicks)
    story = next(story for story in stories(NeverTicks.contract) if story.name == "silence, and in force")
    failure = course.play(story.actions)
    assert failure is not None
    shortest = shortening.shorten(failure, course.play)
    again = actions.read([action.as_json() for action in shortest.actions])
    assert course.play(again) == Failure(tuple(again), shortest.index, shortest.discrepancy, shortest.idle)
    assert len(again) == 2


def test_a_journey_is_begun_otherwise_where_that_is_shorter() -> None:
    course = Course(SendsMailsToTheDead)
    story = next(story for story in course.stories if story.name == "a death while mails are owed")
    failure = course.play(story.actions)
    assert failure is not None
    assert len(failure.actions) > 12
    begun = course_module.beginnings(course.host.contract, course.stories)
    shortest = shortening.shorten(failure, course.play, begun, seconds=60.0)
    assert len(shortest.actions) <= 4


def test_threads_that_race_are_judged_by_what_comes_of_it() -> None:
    assert course_of_races(LockedPortal) == ""
    assert "oracle: outcome" in course_of_races(Races)


def course_of_races(host: type[JourneyConformance]) -> str:
    """Run the races of *host* alone."""
    try:
        type(host.__name__, (host,), {"seconds": 30.0})().test_races()
    except NonConformanceError as error:
        return str(error)
    return ""
