"""
The kit judges hosts: those that conform stay green, and each fault is told by the oracle that it belongs to.
"""

import datetime as dt
import itertools
import re
import threading
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import settings

from people import MEN, PF
from psc_workflow import Agent, Dossier, Effect, Role, contracts
from psc_workflow.exceptions import HostError, NoValueInForceError
from psc_workflow.testing import UNTOLD, JourneyConformance, Reply, Screen, as_form, reply_of
from psc_workflow.testing._conformance import actions, cents, leaks, limits, oracles, set_pieces, shortening, wrong
from psc_workflow.testing._conformance import course as course_module
from psc_workflow.testing._conformance.course import Course, NonConformanceError
from psc_workflow.testing._conformance.decorating import decorate
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._conformance.stories import stories
from right_hosts import DictPortal, EagerStore, LockedPortal, PagesAlone, SQLiteHost
from running_hosts import report_of
from wrong_hosts import (
    FAULTS,
    CutsAFloatToCents,
    CutsCents,
    CutsKeys,
    DropsNulls,
    FoldsIds,
    ForgetsKeysAfterADay,
    LogsNumbersWithoutTheirKeys,
    NeverTicks,
    Races,
    RemindsADayEarly,
    RoundsToEuros,
    RoundsToTenths,
    SendsBeforeItIsDue,
    SendsMailsToTheDead,
    StripsTexts,
    TakesACommandForGranted,
    TakesATwelfthOfAYear,
    TakesFiveChildren,
)

RIGHT = (DictPortal, SQLiteHost, EagerStore, PagesAlone)


@pytest.mark.parametrize("host", RIGHT)
def test_a_host_that_conforms_is_never_red(host: type[JourneyConformance]) -> None:
    assert report_of(host, 1.0) == ""


@pytest.mark.parametrize("contract", [MEN, PF])
def test_a_host_that_conforms_is_green_under_another_contract(contract: Any) -> None:
    portal = type("Portal", (DictPortal,), {"contract": contract})
    assert report_of(portal, 0.5) == ""
    assert all(story.is_whole for story in stories(contract))


QUICK = [host for host in FAULTS if host.__name__ in {"ComposesNames", "IgnoresKeys", "LetsAnybodyAct", "OverwritesLateSaves", "ShowsAFloat", "NeverTicks", "LogsRequests", "ReturnsADictionary", "KeepsWhatWasThere", "OffersWhatIsRefused", "ShowsWhatItReadFirst"}]  # fmt: skip
"""Faults that show within a second: make test-all tries all of them."""


@pytest.mark.parametrize("host", QUICK if settings().max_examples <= 100 else list(FAULTS))
def test_a_fault_is_told_by_its_oracle(host: type[JourneyConformance]) -> None:
    report = report_of(host, 60.0)
    assert re.findall(r"^oracle: (.*)$", report, re.MULTILINE)[0] in FAULTS[host]
    assert set(oracles.ORACLES) >= FAULTS[host]


@pytest.mark.parametrize("host", [CutsKeys, ForgetsKeysAfterADay, TakesFiveChildren, LogsNumbersWithoutTheirKeys])
def test_a_fault_is_told_by_the_first_witness_journeys(host: type[JourneyConformance]) -> None:
    course = Course(host)
    first = itertools.islice(course_module.witnesses(course), len(course.stories))
    failure = next(failure for _, acts in first if (failure := course.play(acts)))
    assert failure.discrepancy.oracle in FAULTS[host]


@pytest.mark.parametrize("host", [TakesACommandForGranted, FoldsIds, StripsTexts])
def test_a_fault_is_told_by_the_first_set_pieces(host: type[JourneyConformance]) -> None:
    course = Course(host)
    first = list(itertools.islice(set_pieces.pieces(host.contract, course.stories), 13))
    assert sum(len(acts) for _, acts in first) < 160
    failure = next(failure for _, acts in first if (failure := course.play(acts)))
    assert failure.discrepancy.oracle in FAULTS[host]


def test_what_is_sent_before_its_time_is_told_as_that() -> None:
    course = Course(SendsBeforeItIsDue)
    ((_, acts),) = set_pieces.save_ahead(course.stories[0])
    failure = course.play(acts)
    assert failure is not None
    assert failure.index == 2
    assert failure.discrepancy.host.startswith("delivers too early ")
    for right in (SQLiteHost, EagerStore):
        assert Course(right).play(acts) is None
    early = Course(RemindsADayEarly)
    pieces = set_pieces.deadlines(early.host.contract, early.stories)
    failure = next(failure for _, acts in pieces if (failure := early.play(acts)))
    assert (failure.discrepancy.oracle, failure.discrepancy.library) == ("effects", "each once it is due")


class RaisesWhatItIsNotAsked(DictPortal):
    """Takes one request for a mistake of the page, and says about whom."""

    def read(self, request: dict[str, Any]) -> Any:
        if request["do"] == "declare-regime":
            raise HostError("Marie")
        return super().read(request)


class SendsOthers(DictPortal):
    """Gives effects another id."""

    def send(self, effect: Effect) -> None:
        self.sent.append(attrs.evolve(effect, id="of-another"))


def test_the_report_says_what_a_host_raised_or_sent_and_names_nobody() -> None:
    course = Course(RaisesWhatItIsNotAsked)
    raising = course.play(course.stories[0].actions)
    assert raising is not None
    line = re.escape(f"invalid: raised HostError in give, at {Path(__file__).name}:")
    assert re.fullmatch(line + r"\d+ in read", raising.discrepancy.host)
    opening = course.stories[0].actions[0]
    sending = Course(SendsOthers).play([opening, attrs.evolve(opening, act="run-due")])
    assert sending is not None
    assert sending.discrepancy.host == "delivers what nothing asks for SendInvitation of-another"


@pytest.mark.parametrize("host", [CutsAFloatToCents, RoundsToEuros, CutsCents, RoundsToTenths, TakesATwelfthOfAYear])
def test_another_rounding_shows_where_amounts_have_cents(host: type[JourneyConformance]) -> None:
    course = Course(host)
    failures = [failure for _, acts in cents.pieces(host.contract, course.stories) if (failure := course.play(acts))]
    assert {failure.discrepancy.oracle for failure in failures} == {"premium"}
    assert course.play([attrs.evolve(action, cents=False) for action in failures[0].actions]) is None


class BuiltinAlone(DictPortal):
    """A portal that reads what it has stored under the contracts of the library, and no others."""

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        return Dossier.load(self.documents[id])


class OneContract(BuiltinAlone):
    """A portal that opens every dossier under the one contract that it knows."""

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        own = contracts.get(self.contract.id.removesuffix("-with-cents"))
        self.keep(Dossier.open(own, id=id, agent=agent, invited_at=self.now))


class ReadsNoOther(BuiltinAlone):
    """A portal that breaks down over any contract but its own."""

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        own = contracts.get(self.contract.id.removesuffix("-with-cents"))
        return Dossier.load(self.documents[id], contracts={own.id: own})


@pytest.mark.parametrize("contract", [MEN, PF, None])
def test_amounts_with_cents_are_no_false_alarm(contract: Any) -> None:
    silent = (OneContract, ReadsNoOther)
    for right in (DictPortal, SQLiteHost, EagerStore, BuiltinAlone, PagesAlone, *silent):
        host = right if contract is None else type("Host", (right,), {"contract": contract})
        course = Course(host)
        played = [course.play(acts) for _, acts in cents.pieces(host.contract, course.stories)]
        assert len(played) == 5
        assert set(played) == {None}
        assert ("premium in cents" in course.coverage.untold) == (right in silent)
    assert sorted(contracts.builtin) == ["guide-illustration", "men-2026", "men-2026-pf"]


def test_deadlines_and_wrong_types_come_early_among_the_set_pieces() -> None:
    pieces = set_pieces.pieces(MEN, stories(MEN))
    names = [name for name, acts in pieces for _ in acts][:600]
    assert {"affiliation_window_ends", "reminder_falls_due"} <= {name.split()[-1] for name in names}
    assert "wrong twins of a family" in names


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
    begun = course_module.beginnings(course.host.contract)
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


# -- forms ----------------------------------------------------------------------------------------


class Forms(DictPortal):
    """A portal behind forms, which reads each field by its name."""

    speaks = "form"

    def give(self, id: str, request: dict[str, Any], **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        read: dict[str, Any] = {}
        for path, value in as_form(request):
            words: dict[str, Any] = {"true": True, "false": False}
            words |= {"none": {"partner": None, "children": []}[path]} if path in ("partner", "children") else {}
            *parents, name = path.split(".")
            place: dict[str, Any] = read
            for parent in parents:
                place = place.setdefault(parent, {})
            place[name] = words.get(value, value)
        return super().give(id, _lists(read), **options)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    items = {name: _lists(item) for name, item in value.items()}
    return list(items.values()) if items and all(name.isdigit() for name in items) else items


def test_a_portal_behind_forms_is_asked_what_a_form_can_say() -> None:
    course = Course(Forms)
    journeys = [("", decorate(story.actions, number)) for number, story in enumerate(course.stories)]
    course.play_all(journeys[:6], float("inf"), "witnesses")
    course.play_all(wrong.wrong_twins(course.stories[:1], wrong.unanswered), float("inf"), "set pieces")
    assert "requests that no form can say" in course.coverage.untold
    assert any("--sign--> confirmed" in transition for transition in course.coverage.transitions)


# -- whose fault it is ----------------------------------------------------------------------------


class Nothing(JourneyConformance):
    """Overrides nothing."""


class NoContract(DictPortal):
    """Names its contract."""

    contract = "men-2026"  # type: ignore[assignment]  # the fault


class TellsNone(DictPortal):
    """Returns nothing where a screen is expected."""

    def look(self, id: str, *, role: Role) -> Any:  # noqa: A002, ARG002 -- the fault
        return None


class CannotBeMade(DictPortal):
    """Wants an argument."""

    def __init__(self, url: str) -> None:
        self.url = url


@pytest.mark.parametrize(
    ("host", "says"),
    [
        (Nothing, "the test class is wrong: Nothing overrides neither load and save, nor open, give and look"),
        (NoContract, "the test class is wrong: NoContract.contract must be a contract"),
    ],
)
def test_a_class_that_cannot_be_judged_is_said_to_be_wrong(host: type[JourneyConformance], says: str) -> None:
    with pytest.raises(HostError, match=re.escape(says)):
        Course(host)


@pytest.mark.parametrize("seconds", [0, -3, float("nan"), float("inf"), "60", None, True])
def test_a_class_has_a_time_that_comes_to_an_end(seconds: Any) -> None:
    with pytest.raises(HostError, match=r"Host\.seconds must be a number of seconds, more than 0"):
        Course(type("Host", (DictPortal,), {"seconds": seconds}))


@pytest.mark.parametrize(
    ("host", "says"),
    [
        (TellsNone, "look returned NoneType: the test class is wrong, not yet the portal behind it"),
        (CannotBeMade, "raised TypeError in __init__, at "),
    ],
)
def test_what_a_class_does_wrong_is_told_as_a_crash(host: type[JourneyConformance], says: str) -> None:
    failure = Course(host).play(stories(host.contract)[0].actions)
    assert failure is not None
    assert failure.discrepancy.oracle == "crash"
    assert says in failure.discrepancy.host


def test_a_contract_that_lacks_what_journeys_need_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise NoValueInForceError("formulas", dt.date(2026, 5, 1))

    monkeypatch.setattr(type(MEN), "value", silent)
    another = attrs.evolve(MEN, contract=attrs.evolve(MEN.contract, id="another"))
    with pytest.raises(HostError, match="the kit has no journeys under the contract another"):
        Course(type("Portal", (DictPortal,), {"contract": another}))


# -- what is not told -----------------------------------------------------------------------------


def test_what_a_host_does_not_tell_is_not_judged_and_said() -> None:
    course = Course(PagesAlone)
    course.play_all([("", story.actions) for story in course.stories[:1]], float("inf"), "witnesses")
    assert course.coverage.untold >= {"codes", "missing", "premium", "offered", "stored", "effects"}
    assert "not told, and so not judged: codes, effects" in course.coverage.summary()
    assert "outcome" not in course.coverage.untold


def test_untold_can_stand_in_an_annotation_and_is_never_nothing() -> None:
    assert (Reply | UNTOLD, UNTOLD | Screen, bool(UNTOLD), repr(UNTOLD)) == (
        Reply | type(UNTOLD),
        type(UNTOLD) | Screen,
        False,
        "UNTOLD",
    )
    assert Reply("accepted").codes is UNTOLD
    assert Screen().premium is UNTOLD


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, {"outcome": "accepted"}, "accepted"),
        (412, {"outcome": "stale", "errors": []}, "stale"),
        (422, {"title": "Unprocessable Content"}, "invalid"),
        (400, "not an object", "invalid"),
        (200, {}, "HTTP 200"),
        (302, None, "HTTP 302"),
        (500, {"title": "Internal Server Error"}, "HTTP 500"),
    ],
)
def test_a_problem_over_http_is_read(status: int, body: object, outcome: str) -> None:
    assert reply_of(status, body).outcome == outcome


# -- time and leaks -------------------------------------------------------------------------------


def test_a_thread_is_interrupted_where_a_signal_cannot() -> None:
    messages: list[str] = []

    def work() -> None:
        try:
            with limits.at_most(0.05, "give"):
                while True:
                    pass
        except limits.TooSlowError as error:
            messages.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert messages == ["gave no answer within 0.05 s in give"]


PARTS = ("1700398735123", "****98735 12373")
"""Of a number: only searched where no value may be at all, since those of two people can begin alike."""


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("170039873512373", ["nir"]),
        ("1-70-03-98-735-123-73", ["nir"]),
        ("1700398735123", ["nir"]),
        ("****98735 12373", ["nir"]),
        ("****735 12373", []),
        ("nothing of hers", []),
        ("T\\u0101vana O\\u2019Connor", ["usage_name"]),
        ("T&#257;vana O&rsquo;Connor", ["usage_name"]),
        ("TĀVANA O’CONNOR", ["usage_name"]),
        ("carla", []),
    ],
)
def test_personal_values_are_found_however_they_are_written(text: str, fields: list[str]) -> None:
    planted = leaks.Planted()
    planted.add("D1", {"nir": "1 70 03 98 735 123 73", "usage_name": "Tāvana O’Connor"})
    planted.add("D1", {"ref": "carla", "first_name": "Carla"})
    assert planted.find(f"log: {text}.") == fields
    assert planted.find_others("D1", text) == []
    assert planted.find_others("D2", text) == ([] if text in PARTS else fields)


# -- what is not told -------------------------------------------------------------------------------


class LogsNoClockIn(DictPortal):
    """A portal into which only people log in."""

    def give(self, id: str, request: dict[str, Any], *, role: Role, **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return UNTOLD if role is Role.CLOCK else super().give(id, request, role=role, **options)


class HasNoKeys(DictPortal):
    """A portal whose requests have no key."""

    def give(self, id: str, request: dict[str, Any], *, key: str | None, **options: Any) -> Any:  # noqa: A002 -- as Dossier.open
        return UNTOLD if key is not None else super().give(id, request, key=None, **options)


@pytest.mark.parametrize(
    ("host", "names"),
    [(DictPortal, set()), (LogsNoClockIn, {"requests of the clock"}), (HasNoKeys, {"keys"})],
)
def test_a_role_without_a_way_in_does_not_mean_that_keys_are_not_told(
    host: type[JourneyConformance], names: set[str]
) -> None:
    course = Course(host)
    opening, *_ = acts = course.stories[0].actions
    request = next(act for act in acts if act.act == "give")
    by_clock = attrs.evolve(request, role="clock", key="of the clock")
    assert course.play([opening, by_clock, attrs.evolve(request, key="of the agent")]) is None
    assert course.coverage.untold & {"keys", "requests of the clock"} == names
