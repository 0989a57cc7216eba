"""
A report says what the host did and what that means, whatever differs, and shows what somebody needs who made a mistake.
"""

import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

import wrong_hosts as wrong
from psc_workflow import Agent, Dossier, Outcome
from psc_workflow.testing import JourneyConformance, Reply, Screen
from psc_workflow.testing._conformance import course, meanings, report, shortening
from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.mirror import INVALID, Answer
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._conformance.settings import SETTINGS
from psc_workflow.testing._conformance.stories import stories
from right_hosts import DictPortal

STORY = stories(DictPortal.contract)[0].actions
OPEN, START, REGIME = STORY[:3]
LOOK = attrs.evolve(OPEN, act="look", agent=None, tab="tab")


def failure_of(host: type[JourneyConformance], acts: Sequence[Action]) -> Failure:
    """Play *acts*, which the host does not survive."""
    failure = course.Course(host).play(acts)
    assert failure is not None
    return failure


class StandsStill(DictPortal):
    """Forgets to count: its pages always give the same revision."""

    def screen(self, dossier: Dossier, role: Any) -> Any:
        return attrs.evolve(super().screen(dossier, role), revision=7)

    def decide(self, id: str, command: Any, **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return super().decide(id, command, **{**options, "expected_revision": None})


class ForgetsOne(DictPortal):
    """Offers one command less."""

    def screen(self, dossier: Dossier, role: Any) -> Any:
        screen = super().screen(dossier, role)
        return attrs.evolve(screen, offered=[do for do in screen.offered if do != "start-affiliation"])


class AlwaysHome(DictPortal):
    """Shows one state whatever happens."""

    def screen(self, dossier: Dossier, role: Any) -> Any:
        screen = super().screen(dossier, role)
        return attrs.evolve(screen, states={**screen.states, "affiliation": "home"})


class Says(DictPortal):
    """Answers every request in one way."""

    answer = "accepted"

    def give(self, *_: Any, **__: Any) -> Any:
        return Reply(self.answer)


def says(outcome: str) -> type[JourneyConformance]:
    """Make a host that answers so."""
    return type("Says", (Says,), {"answer": outcome})


KEYED = attrs.evolve(START, key="key")


@pytest.mark.parametrize(
    ("host", "acts", "sentence"),
    [
        (wrong.TakesOldTabs, [OPEN, LOOK, START, attrs.evolve(REGIME, tab="tab")], "The form was of revision 0, and the dossier is at 1: `expected_revision` was ignored."),
        (StandsStill, [OPEN, LOOK, START, attrs.evolve(REGIME, tab="tab")], "The dossier has changed since the form was shown, and its page still gives revision 7."),
        (wrong.IgnoresKeys, [OPEN, KEYED, KEYED], "The same request was accepted under this key before, and the host answered as if it were new."),
        (says("stale"), [OPEN, START], "The request came without a revision (`expected_revision` is `None`): nothing about it can be stale."),
        (says("duplicate"), [OPEN, START], "The request came without a key (`key` is `None`): the host took it for the repetition of another one."),
        (says("refused"), [OPEN, START], "The host refuses what no rule stands against."),
        (says("ok"), [OPEN, START], "“ok” is none of the outcomes that are known: accepted, refused, incomplete, not_available, duplicate, stale, invalid."),
        (says("HTTP 500"), [OPEN, START], "The host raised an exception that nothing caught."),
        (wrong.TellsNothingMissing, [OPEN, START, attrs.evolve(REGIME, request={"do": "declare-regime"})], "The host leaves out regime."),
        (says("accepted"), [OPEN, attrs.evolve(START, request={"do": "create-account"}, role="manager")], "The role manager may not make this request, and the host let it."),
        (wrong.ShowsAFloat, STORY, "An amount is text with two decimals, as `Quote.as_json` writes it: no number equals it."),
        (wrong.OffersWhatIsRefused, STORY, "Whoever follows what the page offers too much will be turned away."),
        (ForgetsOne, STORY, "What the page does not offer would be accepted, and has no way in."),
        (wrong.ComposesNames, STORY, "What the host has stored is not what the same requests lead to, as of now."),
        (AlwaysHome, STORY, "The page shows a journey where it does not stand."),
    ],
)  # fmt: skip
def test_a_report_says_in_a_sentence_what_a_difference_means(
    host: type[JourneyConformance], acts: Sequence[Action], sentence: str
) -> None:
    failure = failure_of(host, acts)
    lines = report.write(failure, "en").splitlines()
    assert f"  {sentence}" in lines
    assert lines.index(f"  {sentence}") == 1 + next(n for n, line in enumerate(lines) if "  library:" in line)
    assert f"  {failure.discrepancy.notes[0].fr}" in report.write(failure, "fr").splitlines()


def test_every_outcome_in_place_of_another_has_a_sentence() -> None:
    outcomes = [*Outcome, INVALID]
    sent = [meanings.Sent("agent", key, revision, 1) for key in (None, "key") for revision in (None, 0, 1)]
    for host, right in itertools.permutations(outcomes, 2):
        for each in sent:
            text = meanings.of_outcome(host, Answer(right), each)
            assert re.fullmatch(r"[^{}]{20,}\.", text.en), (host, right)
            assert re.fullmatch(r"[^{}]{20,}\.", text.fr), (host, right)


def test_two_saves_that_were_not_tried_are_not_called_as_an_outcome_is() -> None:
    portal_course = course.Course(wrong.TakesOldTabs)
    portal_course.play([OPEN, attrs.evolve(START, act="two-saves", other={"do": "save-and-quit"})])
    portal = type("Portal", (DictPortal,), {"load": JourneyConformance.load, "look": lambda *_, **__: Screen()})
    other = course.Course(portal)
    other.play([OPEN, attrs.evolve(START, act="two-saves", other={"do": "save-and-quit"})])
    for untold in (portal_course.coverage.untold, other.coverage.untold):
        assert "two loads and two saves" in untold
        assert "stale" not in untold


def test_a_key_that_does_not_matter_is_left_out_where_the_tab_does() -> None:
    acts = [OPEN, LOOK, KEYED, attrs.evolve(REGIME, key="another", tab="tab")]
    portal_course = course.Course(wrong.TakesOldTabs)
    failure = portal_course.play(acts)
    assert failure is not None
    shortest = shortening.shorten(failure, portal_course.play, seconds=60.0)
    assert {act.key for act in shortest.actions} == {None}
    assert shortest.actions[-1].tab == "tab"


def test_a_replay_plays_that_journey_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "replay.json"
    acts = [OPEN, LOOK, START, attrs.evolve(REGIME, tab="tab")]
    file.write_text(json.dumps([act.as_json() for act in acts]), encoding="utf-8")
    monkeypatch.setattr(SETTINGS, "replay", file)
    host = type("Replayed", (wrong.TakesOldTabs,), {})
    with pytest.raises(course.NonConformanceError, match=r"found by a replay after 4 acts in [\d.]+ s\n"):
        host().test_isolation_and_the_reference_family()
    assert (course.COURSES[host].coverage.acts, course.COURSES[host].coverage.journeys) == (4, 1)


# -- mistakes of the class under test -----------------------------------------------------------


class PassesAWrongArgument(DictPortal):
    """Calls the library by an argument that it does not have."""

    def decide(self, id: str, command: Any, **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return self.load(id).decide(command, when=self.now, **options)


class TakesDoForGranted(DictPortal):
    """Reads a command from every request."""

    def read(self, request: dict[str, Any]) -> Any:
        return super().read({**request, "do": request["do"]})


class AsksWithoutAnInstant(DictPortal):
    """Passes a time of day that is no instant."""

    def decide(self, id: str, command: Any, **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return self.load(id).decide(command, at=self.now.replace(tzinfo=None), **options)


class LooksUpAPerson(DictPortal):
    """Looks for a person among its keys."""

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002, ARG002 -- as Dossier.open
        _ = {}[agent.usage_name]  # type: ignore[index]  # the fault


class WritesAboutAPerson(DictPortal):
    """Puts a name into its message."""

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002, ARG002 -- as Dossier.open
        raise ValueError("Marie")


class BreaksDownOnItsOwn(DictPortal):
    """Puts a name into the message of an error of its own."""

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002, ARG002 -- as Dossier.open
        raise type("OurError", (KeyError,), {})("Marie")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        (PassesAWrongArgument, r"raised TypeError in give, at {file}:\d+ in decide: Dossier.decide\(\) got an unexpected keyword argument 'when'"),
        (TakesDoForGranted, r"raised KeyError in give, at {file}:\d+ in read: 'do'"),
        (AsksWithoutAnInstant, r"invalid: raised NaiveInstantError in give, at {file}:\d+ in decide: `at` .*"),
        (LooksUpAPerson, r"raised KeyError in open, at {file}:\d+ in open"),
        (WritesAboutAPerson, r"raised ValueError in open, at {file}:\d+ in open"),
        (BreaksDownOnItsOwn, r"raised OurError in open, at {file}:\d+ in open"),
    ],
)  # fmt: skip
def test_the_words_of_an_error_are_shown_where_they_name_parts_of_the_program_alone(
    host: type[JourneyConformance], shown: str
) -> None:
    request = {} if host is TakesDoForGranted else START.request
    failure = failure_of(host, [OPEN, attrs.evolve(START, request=request)])
    assert re.fullmatch(shown.format(file=re.escape(Path(__file__).name)), failure.discrepancy.host)


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        ({}, "D1  (no command) as=agent"),
        ({"regime": "general"}, 'D1  (no command) {"regime": "general"} as=agent'),
        ({"do": None}, 'D1  (no command) {"do": null} as=agent'),
        ({"do": ""}, 'D1  (no command) {"do": ""} as=agent'),
        ({"do": "sign"}, "D1  sign as=agent"),
    ],
)
def test_an_act_without_a_command_says_so(request_: dict[str, Any], line: str) -> None:
    failure = failure_of(says("ok"), [OPEN, attrs.evolve(START, request=request_)])
    assert report.write(failure, "en").splitlines()[4].endswith(line)
