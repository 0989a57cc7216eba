"""
Losses of cover compared with a calendar: every day of the dossier is looked at, before the decision and after it.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossiers import accept, dossier_affiliated_by_silence, dossier_in, journey, open_dossier, tick
from people import ALONE, ANAPA, CARLA, CLAUDIA, IN_FORCE, LATE_ARRIVAL, ONE_DAY, REPORT_CPS, SUSPENDING_LEAVE, instant
from psc_workflow import Dossier, Rating, Role
from psc_workflow import commands as do
from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.effects import SendCoverEndNotice
from psc_workflow._model.vocabulary import EndReason

TODAY = IN_FORCE.date()
HORIZON = 12
"""Days that are looked at; no command of these tests is for a later one."""


def covered_days(dossier: Dossier, ref: str) -> set[int]:
    """List the days from today on, counted from it, on which the cover of *ref* runs."""
    days = set()
    for day in range(HORIZON):
        membership = dossier.as_of(IN_FORCE.replace(hour=13) + day * ONE_DAY)
        cover = membership.record.membership.cover
        runs = membership.states["membership"] == "in_force" and cover is not None
        if runs and cover is not None and ref in ("agent", *cover.refs):
            days.add(day)
    return days


def loss_of(dossier: Dossier, command: do.Command, at: dt.datetime = IN_FORCE) -> SendCoverEndNotice | None:
    """Give *command*; its notice of the end of a cover, which agrees with the warning of the preview."""
    role = Role.MANAGER if Role.MANAGER in command.roles else Role.AGENT
    warnings = [
        finding
        for finding in dossier.preview(command, at=at, role=role).verdict.warnings
        if finding.code in ("cover-ends", "cover-does-not-begin")
    ]
    decision = dossier.decide(command, at=at, role=role)
    assert decision.outcome.value == "accepted", (decision.codes, decision.missing)
    notices = [effect for effect in decision.effects if isinstance(effect, SendCoverEndNotice)]
    assert [notice.refs for notice in notices] == [warning.facts["refs"] for warning in warnings]
    assert [notice.last_day for notice in notices] == [warning.facts.get("last_day") for warning in warnings]
    return notices[0] if notices else None


def day(number: int) -> dt.date:
    """Return a day, counted from today."""
    return TODAY + number * ONE_DAY


DAYS = st.integers(1, HORIZON - 2).map(day)
LEAVES = st.builds(do.Suspend, st.just(SUSPENDING_LEAVE), DAYS)
ENDS = st.builds(do.EndMembership, st.just(EndReason.DEPARTURE), DAYS) | st.builds(
    do.Transfer, st.just("men-2026"), DAYS
)
REMOVALS = st.builds(do.RemoveBeneficiary, st.sampled_from(["partner", "carla"]), st.just("own cover"), DAYS)
RETURNS = st.builds(do.Reinstate, DAYS)


@settings(max_examples=15, deadline=None)
@given(st.lists(LEAVES | ENDS | REMOVALS, max_size=3), LEAVES | ENDS | REMOVALS)
@example([do.Suspend(SUSPENDING_LEAVE, day(3))], do.EndMembership(EndReason.DEPARTURE, day(6)))
@example([do.EndMembership(EndReason.DEPARTURE, day(3))], do.Suspend(SUSPENDING_LEAVE, day(6)))
@example([do.EndMembership(EndReason.DEPARTURE, day(6))], do.Suspend(SUSPENDING_LEAVE, day(3)))
@example([do.EndMembership(EndReason.DEPARTURE, day(3))], do.EndMembership(EndReason.DEPARTURE, day(6)))
@example([do.EndMembership(EndReason.DEPARTURE, day(3))], do.RemoveBeneficiary("carla", "own cover", day(3)))
@example([do.RemoveBeneficiary("carla", "own cover", day(2))], do.EndMembership(EndReason.DEPARTURE, day(6)))
@example([do.RemoveBeneficiary("carla", "own cover", day(6))], do.EndMembership(EndReason.DEPARTURE, day(2)))
@example([do.RemoveBeneficiary("carla", "own cover", day(6))], do.Suspend(SUSPENDING_LEAVE, day(6)))
@example([do.Suspend(SUSPENDING_LEAVE, day(3))], do.RemoveBeneficiary("carla", "own cover", day(4)))
def test_whoever_loses_a_day_is_named_with_the_last_one_whatever_was_decided_before(
    earlier: list[do.Command], command: do.Command
) -> None:
    dossier = accept(dossier_in("membership.in_force"), *earlier, at=IN_FORCE)
    compare_with_the_calendar(dossier, command)


@settings(max_examples=10, deadline=None)
@given(st.lists(RETURNS | ENDS, max_size=2), ENDS | REMOVALS)
@example([do.Reinstate(day(3))], do.EndMembership(EndReason.DEPARTURE, day(6)))
@example([do.Reinstate(day(3))], do.EndMembership(EndReason.DEPARTURE, day(3)))
@example([do.Reinstate(day(3))], do.RemoveBeneficiary("carla", "own cover", day(2)))
@example(
    [do.Reinstate(day(6)), do.EndMembership(EndReason.DEPARTURE, day(3))], do.RemoveBeneficiary("carla", "x", day(8))
)
@example([], do.EndMembership(EndReason.DEPARTURE, day(3)))
def test_who_is_to_return_from_a_leave_can_lose_the_cover_of_the_return(
    earlier: list[do.Command], command: do.Command
) -> None:
    dossier = accept(dossier_in("membership.suspended"), *earlier, at=IN_FORCE)
    compare_with_the_calendar(dossier, command)


def compare_with_the_calendar(dossier: Dossier, command: do.Command) -> None:
    """Compare the notice of *command* with the days on which the cover runs, before and after."""
    people = ("agent", "partner", "carla")
    after_command = dossier.decide(command, at=IN_FORCE, role=Role.MANAGER).dossier
    before = {ref: covered_days(dossier, ref) for ref in people}
    after = {ref: covered_days(after_command, ref) for ref in people}
    notice = loss_of(dossier, command)
    named = notice.refs if notice is not None else ()
    assert {ref for ref in people if before[ref] - after[ref]} <= set(named)
    for ref in named:
        assert notice is not None
        assert notice.last_day is not None
        assert notice.last_day == day(max(after[ref])) if after[ref] else notice.last_day < TODAY, ref


def test_cover_before_a_leave_that_is_withdrawn_afterwards_is_announced() -> None:
    """The leave began on 3 May; an end on the 2nd takes a day away that was covered."""
    suspended = dossier_in("membership.suspended")
    end = do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 5, 2))
    notice = loss_of(suspended, end)
    assert notice is not None
    assert (notice.refs, notice.last_day) == (("agent", "partner", "carla"), dt.date(2026, 5, 1))
    removal = loss_of(suspended, do.RemoveBeneficiary("carla", "own cover", dt.date(2026, 5, 2)))
    assert removal is not None
    assert (removal.refs, removal.last_day) == (("carla",), dt.date(2026, 5, 1))
    assert loss_of(suspended, attrs.evolve(end, on=dt.date(2026, 5, 3))) is None


def test_a_cover_that_never_began_is_withdrawn_with_a_notice_too() -> None:
    notice = loss_of(dossier_in("membership.in_force"), do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 4, 30)))
    assert notice is not None
    assert (notice.refs, notice.last_day) == (("agent", "partner", "carla"), None)


def test_a_file_closed_for_somebody_affiliated_meanwhile_ends_their_cover_with_a_notice() -> None:
    member = accept(dossier_affiliated_by_silence(at=IN_FORCE), REPORT_CPS, at=IN_FORCE)
    notice = loss_of(member, do.CloseFile())
    assert notice is not None
    assert (notice.refs, notice.last_day) == (("agent",), TODAY - ONE_DAY)
    assert notice.next_covers == (NextCover.REOPENING,)
    assert loss_of(dossier_in("affiliation.under_review"), do.CloseFile(), instant(2026, 4, 8)) is None


def test_who_joined_after_the_silence_and_is_left_out_of_the_completion_loses_cover_with_a_notice() -> None:
    silent = dossier_affiliated_by_silence("regime", at=IN_FORCE)
    member = accept(silent, do.AddBeneficiary(child=CARLA), do.AddBeneficiary(partner=CLAUDIA), at=IN_FORCE)
    *steps, sign, _ = [do.CompleteAffiliation(), *list(journey(ALONE))[1:]]
    notice = loss_of(accept(member, *steps, at=IN_FORCE), sign)
    assert notice is not None
    assert (notice.refs, notice.last_day, notice.next_covers) == (
        ("partner", "carla"),
        TODAY - ONE_DAY,
        (NextCover.ADDITION,),
    )


def test_who_stays_in_the_completion_loses_nothing() -> None:
    *steps, sign, _ = [do.CompleteAffiliation(), *list(journey())[1:]]
    silent = accept(dossier_affiliated_by_silence("regime", at=IN_FORCE), do.AddBeneficiary(child=CARLA), at=IN_FORCE)
    assert loss_of(accept(silent, *steps, at=IN_FORCE), sign) is None


# -- what was decided before -----------------------------------------------------------------------------


LEAVE = do.Suspend(SUSPENDING_LEAVE, day(3))
REMOVAL = do.RemoveBeneficiary("carla", "own cover", day(3))
RETURN = do.Reinstate(day(3))


@pytest.mark.parametrize(
    ("place", "first"),
    [("membership.in_force", LEAVE), ("membership.in_force", REMOVAL), ("membership.suspended", RETURN)],
    ids=["leave", "removal", "return"],
)
def test_a_second_decision_of_a_kind_names_the_day_of_the_first(
    place: str, first: do.Suspend | do.RemoveBeneficiary | do.Reinstate
) -> None:
    dossier = accept(dossier_in(place), first, at=IN_FORCE)
    verdict = dossier.check(attrs.evolve(first, on=day(5)), at=IN_FORCE, role=first.roles[0])
    (replaced,) = (finding for finding in verdict.warnings if finding.code == "change-replaced")
    assert (replaced.path, replaced.facts["planned_on"]) == ("on", day(3))
    assert "change-replaced" not in [
        finding.code for finding in dossier.check(first, at=IN_FORCE, role=first.roles[0]).findings
    ]


def test_the_removal_of_somebody_else_replaces_nothing() -> None:
    dossier = accept(dossier_in("membership.in_force"), REMOVAL, at=IN_FORCE)
    assert (
        dossier.check(attrs.evolve(REMOVAL, ref="partner"), at=IN_FORCE, role=Role.AGENT).warnings[0].code
        == "cover-ends"
    )


@pytest.mark.parametrize("command", [LEAVE, REMOVAL, RETURN], ids=lambda command: command.do)
def test_what_is_decided_for_a_day_after_the_end_says_that_it_comes_to_nothing(
    command: do.Suspend | do.RemoveBeneficiary | do.Reinstate,
) -> None:
    place = "membership.suspended" if command is RETURN else "membership.in_force"
    leaving = accept(dossier_in(place), do.EndMembership(EndReason.DEPARTURE, day(3)), at=IN_FORCE)
    decision = leaving.decide(command, at=IN_FORCE, role=Role.MANAGER)
    assert decision.warnings == ("change-after-end",)
    eve = attrs.evolve(command, on=day(2))
    assert "change-after-end" not in leaving.decide(eve, at=IN_FORCE, role=eve.roles[0]).warnings


# -- cover in the past -----------------------------------------------------------------------------------


def test_a_signature_after_the_first_day_of_cover_announces_the_past_cover() -> None:
    *steps, sign, _ = journey()
    opened = Dossier.open(
        open_dossier().contract, id="D1", agent=open_dossier().record.agent, invited_at=instant(2026, 4, 28)
    )
    ready = accept(opened, *steps, at=instant(2026, 4, 30))
    assert "cover-begins-in-past" not in ready.decide(sign, at=instant(2026, 5, 1), role=sign.roles[0]).warnings
    decision = ready.decide(sign, at=instant(2026, 5, 2), role=sign.roles[0])
    (warning,) = (finding for finding in decision.findings if finding.code == "cover-begins-in-past")
    assert (warning.facts["on"], warning.facts["months"]) == (dt.date(2026, 5, 1), 1)


def test_the_completion_of_a_cover_that_runs_announces_no_past_cover() -> None:
    *steps, sign, _ = [do.CompleteAffiliation(), *list(journey())[1:]]
    ready = accept(dossier_affiliated_by_silence("regime", at=IN_FORCE), *steps, at=IN_FORCE)
    assert "cover-begins-in-past" not in ready.decide(sign, at=IN_FORCE, role=sign.roles[0]).warnings


def test_a_return_that_is_recorded_late_announces_the_months_that_are_due() -> None:
    later = tick(dossier_in("membership.suspended"), instant(2026, 8, 4))
    verdict = later.check(do.Reinstate(dt.date(2026, 6, 30)), at=instant(2026, 8, 4), role=Role.MANAGER)
    (warning,) = verdict.findings
    assert (warning.code, warning.path, warning.facts["months"]) == ("cover-begins-in-past", "on", 3)
    assert later.check(do.Reinstate(dt.date(2026, 8, 4)), at=instant(2026, 8, 4), role=Role.MANAGER).findings == ()


def test_a_file_that_is_opened_again_announces_the_cover_of_the_time_between() -> None:
    member = accept(dossier_affiliated_by_silence(at=IN_FORCE), REPORT_CPS, at=IN_FORCE)
    closed = accept(member, do.CloseFile(), at=IN_FORCE)
    decision = closed.decide(do.RejectReport(), at=instant(2026, 7, 4), role=Role.MANAGER)
    (warning,) = decision.findings
    assert (warning.code, warning.facts["on"], warning.facts["months"]) == ("cover-begins-in-past", TODAY, 3)
    assert member.decide(do.RejectReport(), at=instant(2026, 7, 4), role=Role.MANAGER).findings == ()


def test_a_first_day_of_cover_that_is_moved_to_a_later_one_is_announced() -> None:
    late = tick(
        accept(open_late(), do.RecordEffectiveDate(dt.date(2026, 10, 1)), at=instant(2026, 11, 2)), instant(2026, 11, 2)
    )
    assert late.states["membership"] == "in_force"
    verdict = late.check(do.RecordEffectiveDate(dt.date(2026, 10, 15)), at=instant(2026, 11, 2), role=Role.MANAGER)
    assert [finding.code for finding in verdict.findings] == ["cover-begins-in-past", "cover-begins-later"]
    assert verdict.findings[1].facts["before"] == dt.date(2026, 10, 1)
    earlier = late.check(do.RecordEffectiveDate(dt.date(2026, 9, 15)), at=instant(2026, 11, 2), role=Role.MANAGER)
    assert [finding.code for finding in earlier.findings] == ["cover-begins-in-past"]


def open_late() -> Dossier:
    """Return the dossier of a member who came after the start, and whose first day nobody has settled."""
    return accept(open_dossier(agent=LATE_ARRIVAL), *journey())


# -- since when somebody is covered ----------------------------------------------------------------------


def earliest_removal(dossier: Dossier, ref: str, at: dt.datetime) -> dt.date:
    """Find the first day on which the removal of *ref* is accepted, by trying."""
    on = at.date()
    while dossier.check(do.RemoveBeneficiary(ref, "own cover", on - ONE_DAY), at=at, role=Role.AGENT).holds:
        on -= ONE_DAY
    return on


def test_nobody_is_removed_before_the_day_on_which_they_joined() -> None:
    june, july = instant(2026, 6, 10), instant(2026, 7, 20)
    member = accept(dossier_in("membership.in_force"), do.AddBeneficiary(child=ANAPA), at=june)
    later = accept(
        member, do.AddBeneficiary(child=attrs.evolve(CARLA, ref="teva", birth_date=dt.date(2020, 1, 1))), at=july
    )
    assert earliest_removal(later, "anapa", july) == june.date()
    assert earliest_removal(later, "carla", july) == dt.date(2026, 5, 1)
    assert earliest_removal(Dossier.load(later.dump()), "anapa", july) == june.date()


def test_who_was_removed_and_joins_again_is_not_removed_before_the_first_removal() -> None:
    june, july = instant(2026, 6, 10), instant(2026, 7, 20)
    removal = do.RemoveBeneficiary("carla", "own cover", june.date())
    again = accept(dossier_in("membership.in_force"), removal, do.AddBeneficiary(child=CARLA), at=june)
    assert earliest_removal(again, "carla", july) == june.date()


def test_older_steps_than_the_dossier_carries_bound_nothing() -> None:
    june, july = instant(2026, 6, 10), instant(2026, 7, 20)
    member = accept(dossier_in("membership.in_force"), do.AddBeneficiary(child=ANAPA), at=june)
    busy = accept(member, *[do.RateExperience(Rating.HAPPY)] * 16, at=june)
    assert earliest_removal(busy, "anapa", july) == dt.date(2026, 5, 1)


def test_who_joins_today_and_is_removed_today_has_no_day_of_cover() -> None:
    at = instant(2026, 6, 10)
    member = accept(dossier_in("membership.in_force"), do.AddBeneficiary(child=ANAPA), at=at)
    notice = loss_of(member, do.RemoveBeneficiary("anapa", "own cover", at.date()), at)
    assert notice is not None
    assert (notice.refs, notice.last_day) == (("anapa",), None)


def test_nobody_dies_or_leaves_before_being_born() -> None:
    for reason in (EndReason.DEATH, EndReason.DEPARTURE, EndReason.RETIREMENT):
        command = do.EndMembership(reason, dt.date(1970, 3, 7) - 100 * 366 * ONE_DAY)
        assert "end-before-birth" in dossier_in("membership.none").decide(command, at=IN_FORCE, role=Role.MANAGER).codes
