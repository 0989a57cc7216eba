"""
Journeys as data: written and read back unchanged, and replayed against the library.
"""

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from psc_workflow import contracts
from psc_workflow.exceptions import InvalidDocumentError, NewerDocumentError
from psc_workflow.testing import Journey, replay
from psc_workflow.testing._journey_files import JourneyFile, NotReached, dump, load
from psc_workflow.testing._replaying import Difference, expecting
from psc_workflow.testing._stories import stories

JOURNEYS = tuple(expecting(story) for story in stories(contracts.get("guide-illustration")))
FILE = JourneyFile("guide-illustration", JOURNEYS[:6], (NotReached("code nobody-reaches", "beyond the horizon"),))


@pytest.mark.parametrize("compact", [True, False], ids=["compact", "in full"])
def test_a_file_is_read_back_as_it_was_written(compact: bool) -> None:
    data = dump(FILE, compact=compact)
    assert load(data) == FILE
    assert dump(load(data), compact=compact) == data


def test_in_full_every_act_says_all_that_is_expected() -> None:
    """So that a suite in another language needs no memory of the act before."""
    acts = [act for journey in json.loads(dump(FILE))["journeys"] for act in journey["acts"]]
    assert all({"outcome", "states", "offered", "premium", "due_at"} <= set(act["expect"]) for act in acts)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "refused"),
        ("codes", ("nir-missing",)),
        ("missing", ("nir",)),
        ("states", {}),
        ("offered", ()),
        ("premium", "0.01"),
        ("effects", ("SendReminder",)),
        ("due_at", None),
        ("warnings", ("nir-provisional",)),
    ],
)
def test_whatever_is_expected_and_does_not_come_is_told(field: str, value: Any) -> None:
    journey = JOURNEYS[0]
    place = next(n for n, act in enumerate(journey.acts) if getattr(act.expect, field) != value)
    act = journey.acts[place]
    wrong = attrs.evolve(act, expect=attrs.evolve(act.expect, **{field: value}))
    differences = replay(attrs.evolve(journey, acts=(*journey.acts[:place], wrong, *journey.acts[place + 1 :])))
    assert [(difference.act, difference.field, difference.expected) for difference in differences] == [
        (place + 1, field, value)
    ]


@pytest.mark.parametrize("contract", contracts.builtin)
def test_the_main_ways_are_accepted_and_what_is_expected_comes(contract: str) -> None:
    own = contracts.get(contract)
    for story in stories(own):
        journey = expecting(story, own)
        assert replay(journey, own) == ()
        assert {act.expect.outcome for act in journey.acts} == {"accepted"}


def _broken(change: dict[str, Any]) -> str:
    return json.dumps(json.loads(dump(FILE)) | change)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"format": "psc-workflow/dossier"}, "format"),
        ({"journeys": {}}, "journeys"),
        ({"journeys": [{"name": "x", "acts": [{}]}]}, "journeys.0.acts.0.act"),
        ({"cases": {}}, "journeys.0.acts.0.case"),
        ({"more": 1}, "more"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_path_of_each_fault(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        load(_broken(change))
    assert path in [fault.path for fault in caught.value.faults]


def test_a_file_of_a_later_version_is_refused_as_such() -> None:
    with pytest.raises(NewerDocumentError):
        load(_broken({"version": 2}))


def test_a_journey_holds_no_personal_value_in_its_repr() -> None:
    assert "Dupond" not in repr(Journey("short", (), JOURNEYS[0].acts))


def test_a_difference_writes_instants_as_files_of_journeys_do() -> None:
    due = dt.datetime(2026, 4, 14, 10, tzinfo=dt.UTC)
    assert str(Difference(2, "due_at", due, None)) == "act 2, due_at: expected 2026-04-14T10:00:00+00:00, is None"
