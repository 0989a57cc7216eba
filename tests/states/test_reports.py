"""
Reports of agents not concerned by the contract: examined, believed, rejected.
"""

import datetime as dt

import pytest

from dossiers import accept, dossier_affiliated_by_silence, dossier_in, now_of, open_dossier, tick
from journeys import MEMBERS, has_base_cover_alone, on_screen, steps_of
from people import AFTER_DEADLINE, IN_FORCE, NOW, REPORT_CPS, SUSPENDING_LEAVE, instant
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.states._screens import OPEN


@pytest.mark.parametrize("at", [AFTER_DEADLINE, IN_FORCE], ids=["received", "in force"])
@pytest.mark.parametrize("completes", [False, True], ids=["automatic", "completing"])
def test_a_member_by_silence_can_report_and_the_file_can_be_closed_and_opened_again(
    at: dt.datetime, *, completes: bool
) -> None:
    member = dossier_affiliated_by_silence(at=at)
    member = accept(member, do.CompleteAffiliation(), at=at) if completes else member
    reported = accept(member, REPORT_CPS, at=at)
    assert reported.record.membership == member.record.membership
    closed = reported.decide(do.CloseFile(), at=at, role=Role.MANAGER)
    assert steps_of(closed) == [("close-file", "not_concerned"), ("membership-ends", "ended")]
    membership = closed.dossier.record.membership
    assert (membership.ended, membership.cover) == (EndReason.NOT_CONCERNED, None)
    assert closed.dossier.due_at() is None
    for rejected in (reported, closed.dossier):
        again = accept(rejected, do.RejectReport(), at=at)
        assert again.states == member.states
        assert has_base_cover_alone(again)
        assert (again.record.is_member, again.record.membership.ended, again.record.report) == (True, None, None)


@pytest.mark.parametrize("state", ["signed", "in force", "suspended"])
def test_who_has_signed_does_not_report_not_to_be_concerned(state: str) -> None:
    dossier = MEMBERS[state]()
    assert dossier.decide(REPORT_CPS, at=now_of(dossier), role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE


@pytest.mark.parametrize("state", [*OPEN, "auto_affiliated"])
def test_a_report_that_is_rejected_goes_back_to_where_it_was_made(state: str) -> None:
    before = dossier_affiliated_by_silence() if state == "auto_affiliated" else on_screen(state)
    at = now_of(before)
    for commands in ([do.RejectReport()], [do.CloseFile(), do.RejectReport()]):
        back = accept(before, REPORT_CPS, *commands, at=at)
        assert back.states["affiliation"] == before.states["affiliation"]
        assert back.record.answers == before.record.answers


def test_a_leave_and_its_planned_return_outlast_a_file_closed_by_mistake() -> None:
    member = tick(open_dossier(), IN_FORCE)
    away = accept(member, do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date()), do.Reinstate(dt.date(2027, 5, 4)), at=IN_FORCE)
    back = accept(away, REPORT_CPS, do.CloseFile(), do.RejectReport(), at=IN_FORCE)
    assert back.states["membership"] == "suspended"
    assert tick(back, instant(2027, 5, 4)).states["membership"] == "in_force"


def test_a_report_forgotten_for_a_century_can_still_be_stored() -> None:
    reported = dossier_in("affiliation.under_review")
    late = accept(reported, do.RejectReport(), at=NOW.replace(year=2130))
    assert Dossier.load(late.dump()) == late
