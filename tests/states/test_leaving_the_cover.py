"""
Leaving the cover, on a day to come or at once, and what cannot be asked any more.
"""

import datetime as dt

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of, tick
from people import CARLA, IN_FORCE
from pool import ANYWHERE, RIGHT, of_the_day
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import EndReason


def test_a_beneficiary_leaves_on_the_day_given_and_not_before() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    on = IN_FORCE.date() + dt.timedelta(days=20)
    planned = accept(member, do.RemoveBeneficiary("partner", "divorce", on), at=IN_FORCE)
    assert planned.record.membership.cover.refs == ("partner", "carla")
    day_of = IN_FORCE.replace(hour=0) + dt.timedelta(days=20)
    assert planned.as_of(day_of - dt.timedelta(microseconds=1)).record.membership.cover.refs == ("partner", "carla")
    left = planned.as_of(day_of).record.membership
    assert (left.cover.refs, left.plans, left.removals[0].on) == (("carla",), (), on)


def test_two_may_leave_on_one_day_and_a_day_given_again_replaces_the_first() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    on = IN_FORCE.date() + dt.timedelta(days=20)
    both = accept(
        member,
        do.RemoveBeneficiary("partner", "divorce", on + dt.timedelta(days=300)),
        do.RemoveBeneficiary("partner", "divorce", on),
        do.RemoveBeneficiary("carla", "own cover", on),
        at=IN_FORCE,
    )
    gone = tick(both, IN_FORCE + dt.timedelta(days=21))
    assert gone.record.membership.cover.refs == ()
    assert [step.command for step in gone.record.history.steps].count("beneficiary-leaves") == 1
    assert Dossier.load(gone.dump()) == gone


def test_who_leaves_earlier_than_planned_does_not_take_a_successor_along() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    today, later = IN_FORCE.date(), IN_FORCE.date() + dt.timedelta(days=20)
    changed = accept(
        member,
        do.RemoveBeneficiary("carla", "own cover", later),
        do.RemoveBeneficiary("carla", "own cover", today),
        do.AddBeneficiary(child=attrs.evolve(CARLA, birth_date=dt.date(2020, 1, 1))),
        at=IN_FORCE,
    )
    assert tick(changed, IN_FORCE + dt.timedelta(days=30)).record.membership.cover.refs == ("partner", "carla")


@pytest.mark.parametrize("reason", [EndReason.DEATH, EndReason.DEPARTURE])
@pytest.mark.parametrize("name", [name for name in EVERY_STATE if name != "membership.ended"])
def test_after_the_end_nothing_asked_by_anybody_has_an_effect(name: str, reason: EndReason) -> None:
    """Whatever was going on; only who has left, and not died, may ask for a new password, or be employed again."""
    dossier = dossier_in(name)
    at = now_of(dossier)
    over = accept(dossier, do.EndMembership(reason, dossier.contract.civil_day(at)), at=at)
    for command in (*RIGHT, *ANYWHERE, *of_the_day(at.date())):
        decision = over.decide(command, at=at, role=command.roles[0])
        if isinstance(command, do.Rehire) and reason is EndReason.DEPARTURE:
            assert decision.outcome is Outcome.ACCEPTED
            continue
        mails = [type(effect).__name__ for effect in decision.effects]
        assert mails == [] or (reason is EndReason.DEPARTURE and mails == ["SendPasswordReset"]), command
        assert decision.outcome is not Outcome.ACCEPTED or command.event in (
            "open_invitation", "create_account", "continue_to_login", "report_login", "reset_password", "sign_out",
            "forget_password", "go_back", "withdraw_consent", "tick",
        )  # fmt: skip


def test_nobody_returns_from_a_leave_before_it_began() -> None:
    away = dossier_in("membership.suspended")
    decision = away.decide(do.Reinstate(dt.date(2026, 5, 2)), at=IN_FORCE, role=Role.MANAGER)
    assert decision.codes == ("day-too-early",)
    assert away.decide(do.Reinstate(dt.date(2026, 5, 3)), at=IN_FORCE, role=Role.MANAGER).outcome is Outcome.ACCEPTED


def test_a_second_end_says_that_it_replaces_the_first() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    moving = accept(member, do.Transfer("men-2026", dt.date(2026, 9, 1)), at=IN_FORCE)
    decision = moving.decide(
        do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 12, 1)), at=IN_FORCE, role=Role.MANAGER
    )
    assert decision.warnings == ("cover-ends", "unemployed-keep-cover", "end-replaced")
