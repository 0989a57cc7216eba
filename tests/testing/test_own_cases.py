"""
People of a host's own: they take the main journeys, and reports do not show who they are.
"""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from psc_workflow import Agent, Civility
from psc_workflow.exceptions import HostError
from psc_workflow.testing._conformance import course as course_module
from psc_workflow.testing._conformance.actions import read
from psc_workflow.testing._conformance.cases import Cases
from psc_workflow.testing._conformance.course import Course, NonConformanceError
from right_hosts import DictPortal

MARIE = Agent(
    civility=Civility.MADAME,
    first_name="Marie-Ange",
    usage_name="Quercy",
    birth_name="Lavandier",
    birth_date=dt.date(1984, 2, 29),
    professional_email="marie.quercy@ac.example",
    email="quercy@example.com",
    phone="+689 40 55 44 33",
    address=["3 impasse des Merles"],
    postal_code="98716",
    city="Pirae",
    country="PF",
)
PERSONAL = ("Marie-Ange", "Quercy", "Lavandier", "1984-02-29", "quercy@example.com", "55 44 33", "Merles", "Pirae")


class OurPeople(DictPortal):
    """A right portal whose tests name two agents, of one of whom little is prefilled."""

    def cases(self) -> Mapping[str, Agent]:
        return {"marie": MARIE, "nearly unknown": Agent(first_name="Ō")}


class LosesTheCity(OurPeople):
    """Cuts the names of cities."""

    def read(self, request: dict[str, Any]) -> Any:
        return super().read({name: value[:3] if name == "city" else value for name, value in request.items()})


def test_own_people_take_the_main_journeys_before_the_walks_and_a_right_host_stays_green() -> None:
    course = Course(OurPeople)
    own = course.cases.stories(OurPeople.contract)
    assert len(own) == 6
    assert own[0].name == "alone: marie"
    assert all(story.is_whole for story in own)
    assert [course.play(story.actions) for story in own] == [None] * 6
    played = [acts[0].case for _, acts in course_module.witnesses(course) if acts[0].case]
    assert set(played) == {"marie", "nearly unknown"}


@functools.cache
def failed(host: type[DictPortal]) -> tuple[Course, str]:
    """Play the journeys of own people through a host with a fault."""
    course = Course(host)
    stories = [story for story in course.cases.stories(host.contract) if "marie" in story.name]
    with pytest.raises(NonConformanceError) as caught:
        course.play_all([(story.name, story.actions) for story in stories], float("inf"), "witnesses")
    return course, str(caught.value)


def test_a_report_masks_who_they_are_and_replays_all_the_same() -> None:
    course, report = failed(LosesTheCity)
    assert [word for word in PERSONAL if word in report] == []
    assert " open case=marie" in report
    assert "{marie.city}" in report
    line = report.splitlines()[-1].removeprefix("replay: ")
    again = course.play(course.cases.unmask(read(json.loads(line))))
    assert again is not None
    assert course.shortest is not None
    assert again.actions == course.shortest.actions
    assert again.discrepancy == course.shortest.discrepancy


def test_a_text_that_holds_several_values_is_masked_too() -> None:
    own = Cases({"marie": MARIE})
    assert own.mask_text("Marie-Ange Lavandier, Pirae") == "{marie.first_name} {marie.birth_name}, {marie.city}"


def test_the_replay_of_somebody_whom_the_class_does_not_name_is_a_clear_error() -> None:
    course, report = failed(LosesTheCity)
    actions = read(json.loads(report.splitlines()[-1].removeprefix("replay: ")))
    with pytest.raises(HostError, match="is that of marie, whom `cases` does not name"):
        Cases({}).unmask(actions)
    assert course.cases.unmask([attrs.evolve(actions[0], case=None)])[0].agent is None


@pytest.mark.parametrize("named", [{"marie": "Marie"}, {1: MARIE}, 7, [MARIE, None]])
def test_what_is_no_agent_is_a_fault_of_the_test_class(named: Any) -> None:
    host = type("Host", (DictPortal,), {"cases": lambda _: named})
    with pytest.raises(HostError, match=r"the test class is wrong: Host\.cases must return agents by their names"):
        Course(host)


def test_agents_without_names_are_numbered() -> None:
    host = type("Host", (DictPortal,), {"cases": lambda _: [MARIE]})
    assert Course(host).cases.stories(host.contract)[0].name == "alone: case-1"
