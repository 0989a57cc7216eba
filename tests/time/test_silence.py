"""
An agent who cannot be covered is never affiliated by silence.
"""

import datetime as dt

import pytest

from dossiers import accept, at_state
from people import ONE_DAY, REPORT_CPS, SIGN_WITH_MANDATE, instant
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import SendReminder
from psc_workflow.states._screens import OPEN
from timeline import (
    DAY_7,
    DAY_14,
    FAR_AHEAD,
    MICROSECOND,
    REJECTED_AT,
    REPORTED_AT,
    SECOND,
    WINDOW_OVER,
    foreseen_effects,
    instant_of,
    midnight,
    milestones_of,
    reminders_of,
)


def test_ten_days_under_review_move_the_last_day_and_the_reminders_by_ten_days() -> None:
    dossier = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.RejectReport(), at=REJECTED_AT)
    assert dossier.states["affiliation"] == "formula"
    assert [name for name, _ in milestones_of(dossier, instant(2026, 5, 8, 0))] == [
        "reminder_falls_due",
        "reminder_falls_due",
        "dispensation_window_ends",
        "affiliation_window_ends",
        "file_received",
        "enters_into_force",
    ]
    assert reminders_of(dossier) == [DAY_7 + 10 * ONE_DAY, DAY_14 + 10 * ONE_DAY]
    assert {reminder.last_day for reminder in foreseen_effects(dossier, SendReminder)} == {dt.date(2026, 5, 7)}
    over = WINDOW_OVER + 10 * ONE_DAY
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "formula"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    window = {deadline.name: deadline.last_day for deadline in dossier.view(at=REJECTED_AT, role=Role.AGENT).deadlines}
    assert window["affiliation_window_ends"] == window["dispensation_window_ends"] == dt.date(2026, 5, 7)


def test_two_reports_suspend_twice() -> None:
    dossier = at_state("formula")
    for reported in (REPORTED_AT, REPORTED_AT + 12 * ONE_DAY):
        dossier = accept(accept(dossier, REPORT_CPS, at=reported), do.RejectReport(), at=reported + 3 * ONE_DAY)
    assert instant_of(dossier, "affiliation_window_ends") == WINDOW_OVER + 6 * ONE_DAY


def test_a_reminder_that_came_before_the_report_does_not_come_again() -> None:
    dossier = accept(at_state("formula"), REPORT_CPS, at=DAY_7 + ONE_DAY)
    dossier = accept(dossier, do.RejectReport(), at=DAY_7 + 6 * ONE_DAY)
    assert reminders_of(dossier) == [DAY_14 + 5 * ONE_DAY]


def test_a_report_rejected_on_the_same_day_moves_nothing() -> None:
    dossier = accept(at_state("formula"), REPORT_CPS, do.RejectReport())
    assert milestones_of(dossier) == milestones_of(at_state("formula"))


def test_a_report_on_the_last_day_leaves_the_next_whole_day_when_it_is_rejected() -> None:
    """Whoever learns in the evening that the report is rejected has the next day to answer."""
    dossier = accept(at_state("signature"), REPORT_CPS, at=WINDOW_OVER - SECOND)
    rejected = instant(2026, 6, 1)
    dossier = accept(dossier, do.RejectReport(), at=rejected)
    assert instant_of(dossier, "affiliation_window_ends") == midnight(2026, 6, 3)
    assert (
        dossier.decide(SIGN_WITH_MANDATE, at=midnight(2026, 6, 3) - SECOND, role=Role.AGENT).outcome is Outcome.ACCEPTED
    )


@pytest.mark.parametrize("state", [name for name in OPEN if name != "solo_warning"])
def test_who_reports_on_any_screen_is_never_affiliated_even_years_later(state: str) -> None:
    reported = accept(at_state(state), REPORT_CPS, at=WINDOW_OVER - SECOND)
    for dossier in (reported, accept(reported, do.CloseFile(), at=WINDOW_OVER + 400 * ONE_DAY)):
        assert (dossier.due_at(), dossier.timeline(until=FAR_AHEAD)) == (None, ())
        assert dossier.as_of(FAR_AHEAD) is dossier
        assert (dossier.record.is_member, dossier.states["membership"]) == (False, "none")


def test_a_closed_file_opened_again_has_the_days_that_were_left() -> None:
    closed = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.CloseFile(), at=REJECTED_AT)
    again = accept(closed, do.RejectReport(), at=REPORTED_AT + 400 * ONE_DAY)
    assert instant_of(again, "affiliation_window_ends") == WINDOW_OVER + 400 * ONE_DAY
    assert reminders_of(again) == [DAY_7 + 400 * ONE_DAY, DAY_14 + 400 * ONE_DAY]
