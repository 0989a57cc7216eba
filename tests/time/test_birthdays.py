"""
Birthdays that decide whether a child is covered: announced, never acted upon.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, tick
from people import BENOIT, CARLA, COUPLE, GUIDE, IN_FORCE, ONE_DAY, instant
from pool import STUDENT
from psc_workflow import Child, Dossier, Regime, Role, Situation
from psc_workflow import commands as do
from psc_workflow._model.effects import Recipient, SendChildAgeNotice
from timeline import FAR_AHEAD, LEAVE_IN_JUNE, MICROSECOND, effects_of, foreseen_effects, midnight


def born(year: int, month: int, number: int, ref: str = "teva", **facts: object) -> Child:
    """Give a student born on that day."""
    date = dt.date(year, month, number)
    answers = {"situation": Situation.STUDENT, "disabled": False, "covered_by_own_work": False} | facts
    return Child(date, Regime.GENERAL, answers["situation"], disabled=answers["disabled"], covered_by_own_work=answers["covered_by_own_work"], ref=ref)  # fmt: skip


def covering(*children: Child) -> Dossier:
    """Give a member who covers *children*, before the cover begins."""
    return at_state("confirmed", do.DeclareBeneficiaries(None, list(children)))


def notices(dossier: Dossier, until: dt.datetime = FAR_AHEAD) -> list[tuple[str, int, dt.date, dt.datetime]]:
    """List the notices of birthdays to come."""
    effects = foreseen_effects(dossier, SendChildAgeNotice, until)
    return [(notice.ref, notice.age, notice.birthday, notice.due_at) for notice in effects]


@pytest.mark.parametrize(
    ("child", "age", "birthday", "noticed"),
    [
        (born(2005, 8, 15), 21, dt.date(2026, 8, 15), midnight(2026, 6, 16)),
        (born(2005, 5, 1), 25, dt.date(2030, 5, 1), midnight(2030, 3, 2)),
        (born(2004, 8, 15), 25, dt.date(2029, 8, 15), midnight(2029, 6, 16)),
    ],
    ids=["21", "25 of who turns 21 on the first day", "25"],
)
def test_a_birthday_that_decides_is_announced_sixty_days_before(
    child: Child, age: int, birthday: dt.date, noticed: dt.datetime
) -> None:
    dossier = covering(child)
    assert notices(dossier)[0] == ("teva", age, birthday, noticed)
    before = tick(dossier, noticed - MICROSECOND)
    (notice,) = before.decide(do.Tick(), at=noticed, role=Role.CLOCK).effects
    assert isinstance(notice, SendChildAgeNotice)
    assert (notice.recipient, notice.address) == (Recipient.CONTACT, BENOIT.email)
    assert notice.useful_until == GUIDE.start_of(birthday)


def test_both_birthdays_of_a_child_are_announced_each_once() -> None:
    dossier = covering(born(2005, 8, 15))
    assert [(age, at) for _, age, _, at in notices(dossier)] == [
        (21, midnight(2026, 6, 16)),
        (25, midnight(2030, 6, 16)),
    ]


def test_a_notice_found_after_the_birthday_is_not_sent_but_its_step_is_kept() -> None:
    decision = covering(born(2005, 8, 15)).decide(do.Tick(), at=midnight(2026, 8, 15), role=Role.CLOCK)
    assert effects_of(decision.effects, SendChildAgeNotice) == []
    assert [step.at for step in decision.steps if step.command == "child-birthday-nears"] == [midnight(2026, 6, 16)]


def test_a_child_recognised_as_disabled_has_no_birthday_that_decides() -> None:
    assert notices(covering(born(2005, 8, 15, disabled=True))) == []


def test_twins_are_announced_in_one_step_by_two_effects() -> None:
    dossier = covering(born(2005, 8, 15, "a"), born(2005, 8, 15, "b"))
    decision = tick(dossier, IN_FORCE).decide(do.Tick(), at=midnight(2026, 6, 16), role=Role.CLOCK)
    assert [step.command for step in decision.steps] == ["child-birthday-nears"]
    assert [effect.ref for effect in decision.effects] == ["a", "b"]
    assert len({effect.id for effect in decision.effects}) == 2


def test_brothers_and_sisters_are_announced_each_for_their_own_birthday() -> None:
    dossier = covering(born(2005, 8, 15, "a"), born(2005, 9, 15, "b"))
    assert [(ref, at) for ref, age, _, at in notices(dossier) if age == 21] == [
        ("a", midnight(2026, 6, 16)),
        ("b", midnight(2026, 7, 17)),
    ]


def test_a_child_added_after_the_day_of_the_notice_is_announced_at_once() -> None:
    dossier = tick(at_state("confirmed", COUPLE), IN_FORCE)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 6, 20)), at=IN_FORCE, role=Role.AGENT)
    assert [(step.command, step.at) for step in decision.steps] == [
        ("add-beneficiary", IN_FORCE),
        ("child-birthday-nears", IN_FORCE),
    ]
    (notice,) = decision.effects
    assert (notice.ref, notice.age, notice.birthday) == ("teva", 21, dt.date(2026, 6, 20))


def test_a_child_added_after_the_birthday_is_not_announced() -> None:
    dossier = tick(at_state("confirmed", COUPLE), IN_FORCE)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 5, 4)), at=IN_FORCE, role=Role.AGENT)
    assert [step.command for step in decision.steps] == ["add-beneficiary"]
    assert notices(decision.dossier)[0][1] == 25


@pytest.mark.parametrize(
    ("offset", "announced"), [(-MICROSECOND, True), (0 * ONE_DAY, False)], ids=["the eve", "the birthday"]
)
def test_a_child_added_is_announced_until_the_eve_of_the_birthday(offset: dt.timedelta, *, announced: bool) -> None:
    at = midnight(2026, 6, 20) + offset
    dossier = tick(at_state("confirmed", COUPLE), at)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 6, 20)), at=at, role=Role.AGENT)
    assert ("child-birthday-nears" in [step.command for step in decision.steps]) is announced


def test_who_was_born_on_29_february_is_announced_for_1_march() -> None:
    at = midnight(2028, 12, 31)
    assert notices(covering(born(2008, 2, 29))) == [("teva", 21, dt.date(2029, 3, 1), at)]


def test_a_child_removed_is_not_announced() -> None:
    dossier = covering(born(2005, 8, 15), CARLA)
    left = accept(tick(dossier, IN_FORCE), do.RemoveBeneficiary("teva", "own cover", IN_FORCE.date()), at=IN_FORCE)
    assert notices(left) == []


def test_nobody_is_announced_during_a_leave_and_what_was_missed_comes_with_the_return() -> None:
    dossier = accept(tick(covering(born(2005, 8, 15)), IN_FORCE), LEAVE_IN_JUNE, at=IN_FORCE)
    away = tick(dossier, midnight(2026, 7, 1))
    assert notices(away) == []
    back = accept(away, do.Reinstate(dt.date(2026, 8, 1)), at=midnight(2026, 7, 1))
    assert notices(back)[0] == ("teva", 21, dt.date(2026, 8, 15), midnight(2026, 8, 1))


@pytest.mark.parametrize("child", [born(2003, 5, 1), born(2003, 12, 31)], ids=["23 years", "22 years"])
def test_a_student_whose_21st_birthday_lies_before_the_contract_s_first_value_can_be_covered(child: Child) -> None:
    """A child aged 22 is nothing rare; only the 25th birthday is still to come."""
    dossier = covering(child)
    assert [age for _, age, _, _ in notices(dossier)] == [25]


def test_two_children_announced_at_one_instant_by_two_decisions_are_two_effects() -> None:
    dossier, at = dossier_in("membership.in_force"), instant(2034, 12, 1)
    ids = []
    for ref in ("teva", "hina"):
        child = attrs.evolve(STUDENT, birth_date=dt.date(2014, 1, 15), ref=ref)
        decision = dossier.decide(do.AddBeneficiary(child=child), at=at, role=Role.AGENT)
        dossier = decision.dossier
        ids += [effect.id for effect in decision.effects if isinstance(effect, SendChildAgeNotice)]
    assert len(ids) == len(set(ids)) == 2


def test_removing_a_child_leaves_the_notices_of_another_whose_reference_ends_alike() -> None:
    nearly = attrs.evolve(STUDENT, birth_date=dt.date(2005, 6, 20), ref="child-1")
    other = attrs.evolve(CARLA, ref="1")
    member = at_state("confirmed", do.DeclareBeneficiaries(None, [nearly, other]))
    announced = tick(member, IN_FORCE)
    removed = accept(announced, do.RemoveBeneficiary("1", "own cover", IN_FORCE.date()), at=IN_FORCE)
    assert removed.record.noticed == announced.record.noticed != ()
