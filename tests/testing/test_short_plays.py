"""
Short plays: what goes wrong most is found in a few acts, and long journeys are made as short.
"""

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest

import wrong_hosts as wrong
from people import MEN, PF
from psc_workflow import Decision, Dossier, contracts
from psc_workflow.testing import JourneyConformance
from psc_workflow.testing._conformance import set_pieces, short_plays, shortening
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.course import Course
from psc_workflow.testing._conformance.decorating import decorate
from psc_workflow.testing._conformance.oracles import Discrepancy
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.web._request import LONGEST_KEY
from right_hosts import DictPortal, EagerStore

PLAYED_AT = dt.datetime(2026, 4, 6, 18, tzinfo=dt.UTC)
GUIDE = contracts.get("guide-illustration")


@pytest.mark.parametrize("contract", [GUIDE, MEN, PF], ids=lambda contract: contract.id)
def test_they_are_short_and_each_opens_a_dossier_first(contract: contracts.Contract) -> None:
    plays = list(short_plays.pieces(contract))
    assert len({name for name, _ in plays}) == len(plays) > 90
    assert sum(len(acts) for _, acts in plays) < 350
    assert {acts[0].act for _, acts in plays} == {"open"}
    assert all([act.at for act in acts] == sorted(act.at for act in acts) for _, acts in plays)


class KeysOfEachRole(DictPortal):
    """Keeps the keys of agents and managers apart, as a portal does whose desk is another one."""

    def decide(self, id: str, command: Any, *, key: str | None = None, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, key=f"{options['role']}-{key}" if key else None, **options)


@pytest.mark.parametrize(("host", "contract"), [(DictPortal, PF), (EagerStore, GUIDE), (KeysOfEachRole, MEN)])
def test_a_host_that_conforms_passes_them_all(host: type[JourneyConformance], contract: contracts.Contract) -> None:
    course = Course(type("Host", (host,), {"contract": contract}))
    assert {course.play(acts) for _, acts in short_plays.pieces(contract)} == {None}


@pytest.mark.parametrize(
    "host",
    [
        *(wrong.CutsKeys, wrong.TakesOldTabs, wrong.ForgetsKeysOnRestart, wrong.SharesKeysAmongDossiers),
        *(wrong.DropsNulls, wrong.StripsTexts, wrong.TakesACommandForGranted, wrong.TakesFiveChildren),
        *(wrong.LosesEffectsOnRestart, wrong.SendsUselessReminders, wrong.SendsMailsToTheDead, wrong.NeverTicks),
        *(wrong.FoldsKeys, wrong.TakesOldTabsWithAKey, wrong.TakesAnyRoleWithAKey, wrong.TakesOldTabsOfTheManager),
        *(wrong.IgnoresKeysOfTheManager, wrong.KeepsSixteenKilobytes, wrong.KeepsSixtyFourKilobytes),
        *(wrong.CountsInParis, wrong.ShowsWhatIsStored, wrong.MixesIdsThatBeginAlike, wrong.FoldsIds),
    ],
)
def test_a_fault_is_told_in_a_few_acts(host: type[JourneyConformance]) -> None:
    course = Course(host)
    failures = (course.play(acts) for _, acts in short_plays.pieces(host.contract))
    failure = next(failure for failure in failures if failure is not None)
    assert failure.discrepancy.oracle in wrong.FAULTS[host]
    assert failure.index < 5


def test_the_first_plays_have_a_key_and_a_revision_on_each_of_two_tabs() -> None:
    early = [acts for _, acts in itertools.islice(short_plays.pieces(GUIDE), 3)]
    assert [[act.key and act.tab for act in acts if act.act == "give"] for acts in early][1] == ["tab", "tab"]


def test_an_old_tab_has_a_key_of_its_own_every_second_time_that_it_comes() -> None:
    requests = [Action("give", PLAYED_AT, request={"do": "start-affiliation"})] * 40
    acts = decorate([Action("open", PLAYED_AT, agent={}), *requests])
    gives = [(before, act) for before, act in itertools.pairwise(acts) if before.act == act.act == "give"]
    keys = [act.key for before, act in gives if act.tab and not before.tab]
    assert [key is not None for key in keys] == [True, False, True, False, True]
    assert all([act.key for act in acts].count(key) == 1 for key in keys if key)


def test_the_longest_key_is_as_long_as_a_portal_of_the_library_takes() -> None:
    keys = {act.key for _, acts in short_plays.pieces(GUIDE) for act in acts if act.key}
    assert max(map(len, keys)) == LONGEST_KEY
    assert len({key.lower() for key in keys}) < len(keys)


# -- shorter ---------------------------------------------------------------------------------------


def acts_of(course: Course, *, decorated: bool = False) -> list[Action]:
    """The reference family up to its household."""
    acts = list(course.stories[0].actions[:4])
    return (
        [attrs.evolve(act, key="key", tab="tab") if act.act == "give" else act for act in acts] if decorated else acts
    )


def fails_if(condition: object) -> shortening.Player:
    """Play by looking at the acts alone."""

    def play(actions: object) -> Failure | None:
        acts = tuple(actions)  # type: ignore[call-overload]
        wrong_ = Discrepancy("outcome", "a", "b")
        return Failure(acts, len(acts) - 1, wrong_) if condition(acts) else None  # type: ignore[operator]

    return play


def test_a_short_journey_of_another_kind_is_told_in_place_of_a_long_one() -> None:
    course = Course(wrong.SendsMailsToTheDead)
    story = next(story for story in course.stories if story.name == "a death while mails are owed")
    failure = course.play(story.actions)
    assert failure is not None
    others = [acts for _, acts in short_plays.pieces(GUIDE)]
    assert len(shortening.shorten(failure, course.play, seconds=60.0, others=others).actions) <= 4


def test_what_the_fault_does_not_need_is_taken_from_the_acts() -> None:
    course = Course(DictPortal)
    acts = acts_of(course, decorated=True)
    play = fails_if(lambda acts: any((act.request or {}).get("do") == "declare-beneficiaries" for act in acts))
    failure = play(acts)
    assert failure is not None
    shortest = shortening.shorten(failure, play, seconds=60.0).actions
    assert [act.act for act in shortest] == ["open", "give"]
    assert (shortest[1].key, shortest[1].tab) == (None, None)
    assert shortest[1].request == {"do": "declare-beneficiaries", "partner": None, "children": []}


def test_what_the_fault_needs_stays() -> None:
    course = Course(DictPortal)
    play = fails_if(lambda acts: acts[-1].key == "key" and bool((acts[-1].request or {}).get("children")))
    failure = play(acts_of(course, decorated=True))
    assert failure is not None
    last = shortening.shorten(failure, play, seconds=60.0).actions[-1]
    assert last.key == "key"
    assert last.request is not None
    assert last.request["children"]


def test_the_time_for_it_is_bounded() -> None:
    course = Course(DictPortal)
    calls: list[int] = []
    play = fails_if(lambda acts: not calls.append(len(acts)))
    failure = play(list(set_pieces.races(course.stories))[-1][1])
    assert failure is not None
    calls.clear()
    assert shortening.shorten(failure, play, seconds=0.0).actions == failure.actions
    assert len(calls) == 0
