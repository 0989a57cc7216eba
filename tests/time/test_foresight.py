"""
What is foreseen is what happens: ``as_of``, ``timeline`` and ``due_at`` beside ticks.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import EVERY_STATE, dossier_in, now_of, open_dossier, tick
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Effect
from psc_workflow._model.steps import Step
from psc_workflow.exceptions import NaiveInstantError
from timeline import DAY_7, MICROSECOND, long_after, milestones_of, reload


def walked(dossier: Dossier, until: dt.datetime) -> tuple[Dossier, tuple[Step, ...], tuple[Effect, ...]]:
    """Tick at each instant at which something is due, and never else; store and load in between."""
    steps, effects = [], []
    while (at := dossier.due_at()) is not None and at <= until:
        decision = dossier.decide(do.Tick(), at=at, role=Role.CLOCK)
        assert decision.steps
        assert {step.at for step in decision.steps} == {at}
        steps += decision.steps
        effects += decision.effects
        dossier = reload(decision.dossier)
        assert dossier == decision.dossier
    return dossier, tuple(steps), tuple(effects)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_walking_from_due_to_due_is_what_the_timeline_says_and_what_one_look_at_the_end_gives(name: str) -> None:
    dossier = dossier_in(name)
    until = long_after(dossier)
    timeline = dossier.timeline(until=until)
    end, steps, effects = walked(dossier, until)
    assert dossier.as_of(until) == end
    assert [
        (milestone.due_at, milestone.journey, milestone.event.replace("_", "-"), milestone.state)
        for milestone in timeline
    ] == [(step.at, step.journey, step.command, step.state) for step in steps]
    assert tuple(effect for milestone in timeline for effect in milestone.effects) == effects
    next_at = dossier.due_at()
    assert (next_at is not None and next_at <= until) == bool(timeline)
    assert not timeline or timeline[0].due_at == next_at
    once = dossier.decide(do.Tick(), at=until, role=Role.CLOCK)
    assert (once.dossier, once.steps) == (end, steps) if steps else once.dossier is dossier
    useful = tuple(effect for effect in effects if effect.useful_until is None or effect.useful_until > until)
    assert once.effects == useful
    assert end.revision == dossier.revision + len(steps) == end.record.history.count


@given(st.sampled_from(EVERY_STATE), st.lists(st.integers(0, 500 * 24 * 60), max_size=6).map(sorted))
def test_whenever_one_ticks_the_end_is_the_same_and_an_effect_is_the_same_effect(name: str, minutes: list[int]) -> None:
    dossier = dossier_in(name)
    start, until = now_of(dossier), long_after(dossier, 500)
    foretold = {effect.id: effect for milestone in dossier.timeline(until=until) for effect in milestone.effects}
    ticking, given_out = dossier, []
    for at in [start + dt.timedelta(minutes=offset) for offset in minutes] + [until]:
        decision = ticking.decide(do.Tick(), at=at, role=Role.CLOCK)
        assert decision.outcome is Outcome.ACCEPTED
        ticking = reload(decision.dossier)
        given_out += decision.effects
    assert ticking == dossier.as_of(until)
    assert len({effect.id for effect in given_out}) == len(given_out)
    assert all(foretold[effect.id] == effect for effect in given_out)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_looking_ahead_changes_nothing(name: str) -> None:
    dossier = dossier_in(name)
    before, until = dossier.dump(), long_after(dossier)
    dossier.timeline(until=until)
    dossier.view(at=until, role=Role.AGENT)
    dossier.as_of(until)
    dossier.check(do.GoBack(), at=until, role=Role.AGENT)
    dossier.preview(do.GoBack(), at=until, role=Role.AGENT)
    dossier.quote(at=until)
    assert dossier.dump() == before


@pytest.mark.parametrize("name", EVERY_STATE)
def test_loading_a_stored_dossier_in_the_middle_of_time_passing_changes_nothing(name: str) -> None:
    """Halfway to whatever comes next, and just after it."""
    dossier = dossier_in(name)
    for _ in range(3):
        restored, next_at = reload(dossier), dossier.due_at()
        assert (restored, restored.due_at()) == (dossier, next_at)
        if next_at is None:
            return
        halfway = dossier.record.at + (next_at - dossier.record.at) / 2
        for at in (halfway, next_at, next_at + MICROSECOND):
            assert restored.view(at=at, role=Role.AGENT) == dossier.view(at=at, role=Role.AGENT)
            assert restored.as_of(at) == dossier.as_of(at)
            assert (
                restored.decide(do.Tick(), at=at, role=Role.CLOCK).effects
                == dossier.decide(do.Tick(), at=at, role=Role.CLOCK).effects
            )
        dossier = tick(dossier, next_at)


def test_the_timeline_ends_with_the_instant_asked_for_inclusive() -> None:
    assert milestones_of(open_dossier(), DAY_7 - MICROSECOND) == []
    assert milestones_of(open_dossier(), DAY_7) == [("reminder_falls_due", DAY_7)]
    with pytest.raises(NaiveInstantError):
        open_dossier().timeline(until=DAY_7.replace(tzinfo=None))
