"""
Personal data does not show where it does not belong: recognisable values in every field, on whole journeys, searched for.

A search finds a value as it is; that nothing was computed from one is seen by
walking the same way twice with other values: what shows must be the same.
"""

import json
import logging
from typing import Any

import attrs
import pytest
from hypothesis import given

import leaks
import planted
from leaks import TELLS_A_BIRTH_DATE, Shown, find_leaks, is_accepted, personal_paths
from planted import TOURS, Mint, Tour
from planted_draws import DRAWN_TOURS, FEW, SEEDS
from psc_workflow import Role, states
from psc_workflow import commands as do
from psc_workflow._model import effects, people
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.text import write_day
from psc_workflow._structuring import unstructure
from psc_workflow.testing import examples


def whole(mint: Mint, tour: Tour) -> list[Shown]:
    """Tell everything that a tour shows, logs included."""
    with leaks.collect_logs() as logs:
        shown = list(leaks.everything_shown(mint, tour))
    return [*shown, *logs]


# -- right answers ---------------------------------------------------------------------------------------


@given(SEEDS, DRAWN_TOURS)
@FEW
def test_no_value_shows_on_a_whole_journey(seed: int, tour: Tour) -> None:
    """Names, addresses, numbers, accounts, free words, drafts, evidence, passwords; birth dates, too."""
    mint = Mint(seed)
    shown = whole(mint, tour)
    assert find_leaks(mint, shown) == []
    assert leaks.find_birth_dates(shown) == []


@given(SEEDS, SEEDS, DRAWN_TOURS)
@FEW
def test_what_shows_on_a_whole_journey_is_the_same_for_everybody(first_seed: int, second_seed: int, tour: Tour) -> None:
    """Nothing that shows is computed from a value: no hash, no length, no initial."""
    first, second = whole(Mint(first_seed), tour), whole(Mint(second_seed), tour)
    assert [place for (place, text), (_, same) in zip(first, second, strict=True) if text != same] == []


@pytest.mark.parametrize("tour", TOURS.values(), ids=TOURS)
def test_the_journeys_go_where_they_mean_to(tour: Tour) -> None:
    refused = [
        (asked.do, decision.codes)
        for (asked, _), decision in planted.decisions(Mint(1), tour)
        if not is_accepted(decision)
    ]
    assert refused == []


def test_the_journeys_put_a_value_into_every_personal_field_that_is_stored() -> None:
    seen: set[str] = set()
    for tour in TOURS.values():
        for _, decision in planted.decisions(Mint(1), tour):
            seen |= set(leaks.texts_by_path(json.loads(decision.dossier.dump())["record"]))
    held = {path for path in personal_paths() if any(seen_path.startswith(path) for seen_path in seen)}
    assert personal_paths() - held == {"history.steps[].by"}  # the host's own id, which history tells on purpose


def test_the_search_finds_what_is_there() -> None:
    """In the document, where everything belongs, and however it is encoded."""
    mint = Mint(1)
    *_, (_, last) = planted.decisions(mint, TOURS["reported"])
    assert len(find_leaks(mint, [("the document", last.dossier.dump().decode())])) > 10
    number = mint.made["agent's number"]
    for form in leaks.spellings(number, encoded=True):
        assert find_leaks(mint, [("somewhere", f"before {form} after")], encoded=True)
    assert leaks.find_birth_dates([("somewhere", f"{planted.AGENT_BORN}")]) == ["agent's birth date in somewhere"]


# -- a live machine --------------------------------------------------------------------------------------


@given(SEEDS, DRAWN_TOURS)
@FEW
def test_no_log_of_a_live_machine_shows_a_value(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    dossier, shown = planted.open_dossier(mint), []
    with leaks.collect_logs() as logs:
        for command, at in tour(mint):
            now = dossier.as_of(at)
            for journey in states.JOURNEYS:
                machine = states.live(now, journey, at=max(at, now.record.at))
                try:
                    machine.send(command.event, command=command)
                except Exception as error:  # noqa: BLE001 -- whatever the engine says
                    shown.append((f"error of the machine on {command.do}", f"{error!r} {error}"))
                shown.append((f"the machine after {command.do}", repr(machine)))
            dossier = dossier.decide(command, at=at, role=command.roles[0]).dossier
    assert find_leaks(mint, [*shown, *logs]) == []
    assert logging.getLogger().level != logging.DEBUG


# -- what is meant to show -------------------------------------------------------------------------------


def test_only_these_findings_tell_a_birth_date() -> None:
    codes = set()
    for rule in examples.rules():
        for example in examples.of(rule):
            births = set(
                leaks.birth_dates(
                    [*example.facts.values(), *([example.facts["birth_date"]] if "birth_date" in example.facts else [])]
                )
            )
            born = example.facts.get("birth_date")
            births |= {born} if born is not None else set()
            for finding in example.verdict().findings:
                message = f"{finding.text('fr')} {finding.remedy('fr')}"
                if any(write_day(day).fr in message for day in births):
                    codes.add(finding.code)
    assert codes == TELLS_A_BIRTH_DATE


def test_a_view_holds_answers_only_where_they_are_shown_on_purpose() -> None:
    """For prefilling and for the personal space, and the household that a quote is explained with; no ``repr`` shows it."""
    mint, holding = Mint(1), set()
    for tour in TOURS.values():
        for (_, at), decision in planted.decisions(mint, tour):
            view = decision.dossier.view(at=max(at, decision.dossier.record.at), role=Role.AGENT)
            for field in attrs.fields(type(view)):
                value = getattr(view, field.name)
                each = [*value.values()] if isinstance(value, dict) else [value]
                raw = json.dumps([unstructure(item) for item in each], default=str, ensure_ascii=False)
                if find_leaks(mint, [(field.name, raw)]) or leaks.find_birth_dates([(field.name, raw)]):
                    holding.add(field.name)
    assert holding == {*leaks.ON_PURPOSE, "quote", "quotes"}


@pytest.mark.parametrize("cls", [people.Agent, people.Partner, people.Child, people.Household, *do.ALL, *effects.ALL])
def test_the_repr_of_every_personal_field_says_no_more_than_its_kind(cls: type) -> None:
    """Yes and no, too: what is not a text cannot be searched for."""
    for name, kind in personal_fields(cls).items():
        field = next(attribute for attribute in attrs.fields(cls) if attribute.name == name)
        shows: Any = field.repr
        for value in (True, False, 0, "", "x", (), ("x",), {}, {"x": 1}, planted.AGENT_BORN):
            assert shows(value) == f"<{kind}>"
        assert shows(None) == "None"
