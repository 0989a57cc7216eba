"""
Ticks: all that is due happens, in order, once.
"""

import datetime as dt

import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, open_dossier, tick
from people import AFTER_DEADLINE, BENOIT, GUIDE, IN_FORCE, INVITED, NOW, ONE_DAY, SIGN_WITH_MANDATE
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.effects import ProduceDocument, SendAutomaticAffiliation
from timeline import DAY_7, DAY_14, MICROSECOND, WINDOW_OVER, long_after, midnight


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_tick_with_nothing_due_is_accepted_and_gives_the_very_same_object(name: str) -> None:
    dossier = dossier_in(name)
    next_at = dossier.due_at()
    at = next_at - MICROSECOND if next_at else long_after(dossier)
    decision = dossier.decide(do.Tick(), at=at, role=Role.CLOCK, key="tick")
    assert decision.outcome is Outcome.ACCEPTED
    assert decision.dossier is dossier
    assert (decision.effects, decision.steps, decision.codes) == ((), (), ())
    assert dossier.as_of(at) is dossier


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
@pytest.mark.parametrize("at", [NOW, AFTER_DEADLINE], ids=["nothing due", "something due"])
def test_only_the_clock_ticks(role: Role, at: dt.datetime) -> None:
    dossier = open_dossier()
    decision = dossier.decide(do.Tick(), at=at, role=role)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
    assert decision.dossier is dossier
    assert decision.available


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (SIGN_WITH_MANDATE, Outcome.NOT_AVAILABLE),
        (do.CompleteBeneficiary("carla", "1"), Outcome.REFUSED),
        (do.ReportProcessing(), Outcome.INCOMPLETE),
    ],
    ids=["not available", "refused", "incomplete"],
)
def test_a_command_that_is_not_accepted_keeps_nothing_of_what_came_due(command: Command, outcome: Outcome) -> None:
    dossier = at_state("formula")
    before = dossier.dump()
    decision = dossier.decide(command, at=IN_FORCE, role=command.roles[0])
    assert decision.outcome is outcome
    assert decision.dossier is dossier
    assert (decision.steps, decision.effects) == ((), ())
    assert (dossier.dump(), dossier.due_at()) == (before, DAY_7)


def test_an_accepted_command_keeps_what_came_due_at_its_instants_in_order() -> None:
    dossier = at_state("formula")
    decision = dossier.decide(do.CompleteAffiliation(), at=IN_FORCE, role=Role.AGENT)
    assert [(step.command, step.at, step.role) for step in decision.steps] == [
        ("reminder-falls-due", DAY_7, Role.CLOCK),
        ("reminder-falls-due", DAY_14, Role.CLOCK),
        ("dispensation-window-ends", WINDOW_OVER, Role.CLOCK),
        ("affiliation-window-ends", WINDOW_OVER, Role.CLOCK),
        ("file-received", WINDOW_OVER, Role.CLOCK),
        ("enters-into-force", midnight(2026, 5, 1), Role.CLOCK),
        ("complete-affiliation", IN_FORCE, Role.AGENT),
    ]
    assert [step.revision for step in decision.steps] == list(range(dossier.revision + 1, dossier.revision + 8))
    assert decision.dossier.revision == dossier.revision + 7 == decision.dossier.record.history.count
    assert [type(effect) for effect in decision.effects] == [SendAutomaticAffiliation, ProduceDocument]
    assert decision.dossier == accept(tick(dossier, IN_FORCE), do.CompleteAffiliation(), at=IN_FORCE)


def test_what_a_decision_makes_due_at_once_happens_in_that_decision_and_at_its_instant() -> None:
    decision = at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert [(step.command, step.at) for step in decision.steps] == [("sign", NOW), ("file-received", NOW)]


def test_ties_come_in_the_order_dispensation_affiliation_membership() -> None:
    """Somebody whose time to answer ends with the month of April: all of it at the first instant of 1 May."""
    first_of_may = midnight(2026, 5, 1)
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED + 3 * ONE_DAY)
    steps = [
        step for step in dossier.decide(do.Tick(), at=first_of_may, role=Role.CLOCK).steps if step.at == first_of_may
    ]
    assert [(step.journey, step.command) for step in steps] == [
        ("dispensation", "dispensation-window-ends"),
        ("affiliation", "affiliation-window-ends"),
        ("membership", "file-received"),
        ("membership", "enters-into-force"),
    ]
