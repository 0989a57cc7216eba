"""
A live dossier and a restored one never differ: what is stored and read again between all steps says, decides, owes and
writes the same as what was kept in memory all along.

Runs of four kinds: every scenario, every tour of ``planted``, errands for what these leave out, and random walks;
``tests/pricing/cases`` holds amounts and no journeys. Each run lives four times (``twins``): kept in memory; as canonical bytes;
as the same document in another order; in a SQLite store.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers import EVERY_STATE, dossier_in, now_of, open_dossier
from paths import SCENARIOS
from people import BENOIT, GUIDE, LATE_ARRIVAL, MEN, NOW, PF, TAHITI
from planted import TOURS, Mint
from planted import open_dossier as open_planted
from psc_workflow import Agent, Dossier, Formula, Outcome, Role, contracts
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import DocumentKind, EndReason
from psc_workflow._snapshot import document
from psc_workflow.testing import scenarios
from twins import Request, Twins, again, find_difference, rewrite, run
from walks import HOURS, TABLES, UNKNOWN_AGENT, commands_for

FILES = sorted(SCENARIOS.glob("*.json"))
DOCUMENT = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
NEEDS = do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_2, dt.date(2026, 5, 1))

ERRANDS: dict[str, list[Command]] = {
    "access.invited": [NEEDS, DOCUMENT],
    "access.reset": [do.GoBack()],
    "affiliation.confirmed": [do.UpdateTeletransmission(teletransmission=False), do.ReportNotMine()],
    "affiliation.auto_affiliated": [do.ChangeFormula(Formula.OPTION_1)],
    "dispensation.motive": [do.Resume(), DOCUMENT, do.StartAffiliation()],
}
"""What no scenario and no tour asks, by where it is asked."""

pytestmark = pytest.mark.filterwarnings("ignore:.*without `role`:DeprecationWarning")  # who names none is served


# -- journeys that are written down ------------------------------------------------------------


@functools.cache
def of_scenario(name: str) -> Twins:
    """Run a scenario: every step with a key and the revision that was read, the first one once more."""
    scenario = scenarios.read(FILES[0].parent / f"{name}.json")
    twins = Twins.of(scenario.dossier)

    def requests() -> Iterator[Request]:
        for number, step in enumerate(scenario.steps):
            asked = Request(step.command, step.at, step.role, f"request-{number}", twins.live.revision)
            yield from [asked] if number else [asked, asked]

    return run(twins, requests())


@functools.cache
def of_tour(name: str) -> Twins:
    """Run a tour, with names and numbers that stand nowhere else."""
    asked = enumerate(TOURS[name](Mint(1)))
    return run(
        Twins.of(open_planted(Mint(1))), (Request(command, at, key=f"{number}") for number, (command, at) in asked)
    )


@functools.cache
def of_errand(name: str) -> Twins:
    """Ask, at a place that was reached in memory, what else can be asked there."""
    dossier = dossier_in(name)
    return run(Twins.of(dossier), (Request(command, now_of(dossier)) for command in ERRANDS[name]))


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_a_scenario_restored_between_all_steps_is_the_live_one(name: str) -> None:
    scenario, twins = scenarios.read(FILES[0].parent / f"{name}.json"), of_scenario(name)
    assert twins.steps == len(scenario.steps) + 1
    assert twins.live.states == scenarios.run(scenario).dossier.states


@pytest.mark.parametrize("name", TOURS)
def test_a_tour_restored_between_all_steps_is_the_live_one(name: str) -> None:
    assert of_tour(name).live.revision >= 5


@pytest.mark.parametrize("name", ERRANDS)
def test_an_errand_restored_between_all_steps_is_the_live_one(name: str) -> None:
    assert of_errand(name).live.revision >= dossier_in(name).revision + len(ERRANDS[name])


def test_every_state_is_visited_and_every_command_and_deadline_taken_in_every_chart() -> None:
    runs = [*map(of_scenario, (file.stem for file in FILES)), *map(of_tour, TOURS), *map(of_errand, ERRANDS)]
    seen = set().union(*(twins.seen for twins in runs))
    events = {(journey, event) for journey, states in TABLES.items() for row in states.values() for event in row}
    assert {(journey, state) for journey, states in TABLES.items() for state in states} == {
        (journey, state) for journey, _, state in seen
    }
    assert events == {(journey, event) for journey, event, _ in seen if event}


# -- journeys that nobody wrote down ------------------------------------------------------------


@given(st.data(), st.sampled_from([GUIDE, PF, MEN]), st.sampled_from([BENOIT, LATE_ARRIVAL, UNKNOWN_AGENT]))
@settings(max_examples=max(settings().max_examples // 3, 20))
def test_on_any_walk_the_restored_dossier_is_the_live_one(
    data: st.DataObject, contract: contracts.Contract, agent: Agent
) -> None:
    """Whoever asks, with what key, on whatever revision; requests that come twice, and keys used for something else."""
    somewhere = data.draw(st.sampled_from([None, *EVERY_STATE]))
    twins = Twins.of(open_dossier(contract, agent) if somewhere is None else dossier_in(somewhere))
    before, at = None, now_of(twins.live)
    for number in range(data.draw(st.integers(4, 10))):
        at += dt.timedelta(minutes=data.draw(st.integers(-6, 30)), hours=data.draw(st.sampled_from(HOURS)))
        command = data.draw(commands_for(twins.live, max(at, twins.live.record.at)))
        asked = Request(
            command,
            at,
            data.draw(st.sampled_from([None, None, None, *Role])),
            data.draw(st.sampled_from([None, f"{number}", f"{number}", f"{number - 1}"])),
            data.draw(st.sampled_from([None, None, twins.live.revision, twins.live.revision - 1])),
        )
        if before is not None and data.draw(st.integers(0, 9)) == 0:
            asked = attrs.evolve(before, at=at)
        before = asked
        twins.take(asked)
        at = max(at, twins.live.record.at)
    twins.store.close()


def test_a_database_may_write_the_document_in_its_own_way() -> None:
    """Other order of keys, other spaces, other escapes: as a column that holds JSON and not bytes gives it back."""
    dossier = dossier_in("membership.suspended")
    text = rewrite(dossier.dump())
    assert text != dossier.dump().decode()
    assert "\\u00" in text
    assert again(dossier, rewrite).dump() == dossier.dump()


def test_a_mistake_of_the_host_is_the_same_mistake() -> None:
    """A key used for another command, and an instant too long ago."""
    dossier = open_dossier()
    twins = Twins.of(dossier)
    twins.take(Request(do.StartAffiliation(), NOW, key="once"))
    assert twins.take(Request(do.Resume(), NOW, key="once")) is None
    assert twins.take(Request(do.Resume(), NOW - dt.timedelta(minutes=6))) is None
    assert twins.take(Request(do.StartAffiliation(), NOW, key="once")).outcome is Outcome.DUPLICATE
    twins.store.close()


# -- otherwise the tests above could not fail ----------------------------------------------------


def forgetful(record: Record) -> Record:
    return attrs.evolve(record, noticed=())


def elsewhere(record: Record) -> Record:
    """Give the same instants in another time zone: equal, and not the same."""
    return attrs.evolve(record, invited_at=record.invited_at.astimezone(TAHITI))


def without_keys(record: Record) -> Record:
    return attrs.evolve(record, accepted=())


@pytest.mark.parametrize("reading", [forgetful, elsewhere, without_keys])
def test_what_is_lost_on_the_way_is_seen(reading: Callable[[Record], Record], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = document.read
    monkeypatch.setattr(document, "read", lambda data: reading(whole(data)))
    with pytest.raises(AssertionError):
        of_tour.__wrapped__("silent")


def test_what_only_a_live_dossier_remembers_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache in the object, which forgets that time passes."""
    whole, views = Dossier.view, {}

    def remembered(dossier: Dossier, **asked: Any) -> Any:
        name = (id(dossier), asked["role"], asked["locale"])
        return views.setdefault(name, (dossier, whole(dossier, **asked)))[1]

    monkeypatch.setattr(Dossier, "view", remembered)
    twins = Twins.of(open_dossier())
    twins.take(Request(do.DeclareRegime(), NOW))
    with pytest.raises(AssertionError, match="agent fr"):
        twins.take(Request(do.DeclareRegime(), NOW + dt.timedelta(days=40)))
    twins.store.close()


def test_a_difference_of_type_is_seen_and_equal_values_pass() -> None:
    assert find_difference(("transfer",), (EndReason.TRANSFER,)) == ".0"
    assert find_difference({"on": NOW}, {"on": NOW.astimezone(dt.UTC)}) == ".on"
    assert find_difference([1], [True]) == ".0"
    assert find_difference([1], [1, 2]) == ""
    assert find_difference(open_dossier(), open_dossier()) is None
