"""
The calendar of an explorer: on each day it says what the dossier itself says when that day ends.
"""

import bisect
import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from effort import IS_THOROUGH
from paths import ROOT
from psc_workflow import contracts, explorer
from psc_workflow.dossier import Dossier
from psc_workflow.explorer import _calendar
from psc_workflow.explorer._moments import ROLES
from psc_workflow.testing import scenarios

SCENARIOS = ROOT / "examples" / "scenarios"
EXAMPLES = sorted(file.stem for file in SCENARIOS.glob("*.json")) if IS_THOROUGH else ["unpaid-leave"]

SIGNED = 13
"""How many steps of the example are taken before the child's birthdays."""


def of_example(name: str) -> explorer.Subject:
    return explorer.of_scenario(scenarios.read(SCENARIOS / f"{name}.json"))


def dossier_on(subject: explorer.Subject, end: dt.datetime) -> Dossier:
    """Return the dossier as the last step before *end* left it."""
    return [dossier for _, dossier, at in subject.situations() if at <= end][-1]


def stretch_on(calendar: dict[str, Any], place: int) -> dict[str, Any]:
    stretches: list[dict[str, Any]] = calendar["stretches"]
    return stretches[bisect.bisect_right([each["from"] for each in stretches], place) - 1]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_day_shows_what_the_dossier_says_at_its_end(name: str) -> None:
    subject = of_example(name)
    shown = explorer.data(subject, with_personal_data=True)
    calendar, contract = shown["calendar"], subject.dossier.contract
    first = dt.date.fromisoformat(calendar["first"])
    edges = {each["from"] + by for each in calendar["stretches"] for by in (-1, 0, 1)} | {calendar["length"] - 1}
    for place in sorted(edges & set(range(calendar["length"]))):
        end = contract.start_of(first + dt.timedelta(days=place + 1)) - dt.timedelta(microseconds=1)
        dossier, stretch = dossier_on(subject, end), stretch_on(calendar, place)
        assert stretch["states"] == dossier.as_of(end).states
        for role in ROLES:
            view = dossier.view(at=end, role=role)
            offered = [[offer.journey, offer.do] for offer in view.commands if offer.offered]
            shown_then = shown["pools"]["offered"][stretch["offered"][role.value]]
            assert [each[:2] for each in shown_then] == offered
        assert stretch["status"]["fr"] == dossier.view(at=end, role=ROLES[0]).status


def test_the_calendar_reaches_from_the_first_moment_to_the_last() -> None:
    shown = explorer.data(explorer.of_contracts([contracts.get("guide-illustration")]))
    calendar, days = shown["calendar"], [moment["at"][:10] for moment in shown["moments"]]
    assert calendar["first"] == days[0]
    last = dt.date.fromisoformat(days[0]) + dt.timedelta(days=calendar["length"] - 1)
    assert last.isoformat() == days[-1]
    assert len(calendar["stretches"]) >= len(set(days))


def test_a_file_that_goes_on_for_years_shows_its_last_days() -> None:
    calendar = explorer.data(of_example("child-turns-21-and-25"))["calendar"]
    assert calendar["length"] == _calendar.DAYS_AT_MOST
    assert calendar["stretches"][0]["from"] == 0


def test_no_birthday_is_the_day_of_a_moment_of_a_calendar_without_personal_data() -> None:
    subject = of_example("child-turns-21-and-25")
    subject = attrs.evolve(subject, acts=subject.acts[:SIGNED])
    hidden = {
        number
        for number, moment in enumerate(explorer.data(subject)["moments"])
        if "child_birthday_nears" in moment["foreseen"]
    }
    for with_personal_data in (False, True):
        stretches = explorer.data(subject, with_personal_data=with_personal_data)["calendar"]["stretches"]
        assert bool(hidden & {each["moment"] for each in stretches}) is with_personal_data


@pytest.mark.parametrize("at", ["2999-10-02T08:00:00-10:00", "2999-12-31T23:59:59+00:00"])
def test_a_dossier_of_the_last_year_that_run_takes_is_explored(tmp_path: Path, at: str) -> None:
    opening = {"contract": "guide-illustration", "id": "D1", "agent": {}, "invited_at": at}
    step = {"at": at, "do": "start-affiliation", "as": "agent"}
    (tmp_path / "late.json").write_text(json.dumps(opening | {"steps": [step]}), encoding="utf-8")
    scenario = scenarios.read(tmp_path / "late.json")
    assert not scenarios.run(scenario).mismatches
    shown = explorer.data(explorer.of_scenario(scenario))
    assert [moment["states"]["affiliation"] for moment in shown["moments"]][1] == "regime"
    assert shown["calendar"]["stretches"][-1]["states"]["affiliation"] == shown["moments"][-1]["states"]["affiliation"]
