"""
An agent whom the contract does not concern for a time is not affiliated by silence, and is invited on the return.
"""

import datetime as dt
from typing import Any

import attrs
import pytest

from dossiers import accept, at_state, dossier_affiliated_by_silence, open_dossier, tick
from people import AFTER_DEADLINE, BENOIT, HIRED_LATE, IN_FORCE, MEN, NOW, ONE_DAY, REPORT_CPS, instant
from psc_workflow import Dossier, Outcome, Position, PositionKind, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import (
    AskForReview,
    ChangeKind,
    Review,
    SendChangeNotice,
    SendCoverEndNotice,
    SendInvitation,
)
from psc_workflow._model.vocabulary import Employment, EndReason
from timeline import (
    DAY_7,
    FAR_AHEAD,
    LAST_DAY,
    MICROSECOND,
    WINDOW_OVER,
    effects_of,
    instant_of,
    midnight,
    milestones_of,
)

AWAY, UNPAID = PositionKind.NOT_CONCERNED, PositionKind.UNPAID_LEAVE
SUMMER = Position(AWAY, dt.date(2025, 9, 1), dt.date(2026, 8, 31))
BACK_AT = midnight(2026, 9, 1)
START = dt.date(2026, 5, 1)


def agent_in(position: Position | None, **facts: Any) -> Any:
    return attrs.evolve(BENOIT, position=position, **facts)


def opened(position: Position | None, **facts: Any) -> Dossier:
    return open_dossier(agent=agent_in(position, **facts))


@pytest.mark.parametrize(
    "position",
    [
        SUMMER,
        Position(AWAY),
        Position(AWAY, None, LAST_DAY + ONE_DAY),  # away on the day on which silence would affiliate
        Position(AWAY, START, dt.date(2026, 5, 31)),  # away on the first day of cover
        Position(AWAY, dt.date(2026, 4, 30)),
    ],
)
def test_silence_affiliates_nobody_who_is_not_concerned_on_a_day_that_counts(position: Position) -> None:
    dossier = opened(position)
    assert dossier.as_of(WINDOW_OVER).states == dossier.states
    assert [name for name, _ in milestones_of(dossier, WINDOW_OVER)] == []
    (warning,) = (
        finding
        for finding in dossier.view(at=NOW, role=Role.AGENT).warnings.findings
        if finding.code == "silence-binds-nobody"
    )
    assert "disponibilité pour convenances personnelles" in warning.text("fr")


@pytest.mark.parametrize(
    "position",
    [
        None,
        Position(),
        Position(None, dt.date(2025, 9, 1)),
        Position(UNPAID, dt.date(2025, 9, 1)),
        Position(PositionKind.PAID_LEAVE),
        Position(PositionKind.ACTIVE),
        Position(AWAY, None, dt.date(2026, 4, 5)),  # over on the day of the invitation
        Position(AWAY, dt.date(2026, 5, 2)),  # from the day after the first of cover
        Position(AWAY, dt.date(2026, 9, 1), dt.date(2026, 8, 31)),  # no day lies in it
    ],
)
def test_silence_affiliates_whoever_is_concerned_or_may_be(position: Position | None) -> None:
    dossier = opened(position)
    assert dossier.as_of(WINDOW_OVER - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(WINDOW_OVER).states["affiliation"] == "auto_affiliated"
    assert "silence-binds-nobody" not in {
        finding.code for finding in dossier.view(at=NOW, role=Role.AGENT).warnings.findings
    }


def test_on_the_return_a_whole_time_to_answer_begins_and_a_manager_is_asked() -> None:
    dossier = opened(SUMMER)
    assert dossier.due_at() == BACK_AT
    decision = dossier.decide(do.Tick(), at=BACK_AT, role=Role.CLOCK)
    (invitation,), (review,) = (effects_of(decision.effects, kind) for kind in (SendInvitation, AskForReview))
    assert (invitation.last_day, review.about) == (dt.date(2026, 9, 22), Review.POSITION)
    assert decision.dossier.invitation == invitation
    assert [name for name, _ in milestones_of(decision.dossier, FAR_AHEAD)][:5] == [
        "reminder_falls_due",
        "reminder_falls_due",
        "dispensation_window_ends",
        "affiliation_window_ends",
        "file_received",
    ]
    silent = tick(decision.dossier, midnight(2026, 9, 23))
    assert silent.states["affiliation"] == "auto_affiliated"
    assert silent.view(at=midnight(2026, 9, 23), role=Role.AGENT).effective_on == dt.date(2026, 9, 1)


def test_nobody_is_asked_for_a_position_that_was_stated() -> None:
    dossier = accept(
        opened(SUMMER), do.RecordPosition(PositionKind.ACTIVE, dt.date(2026, 9, 1)), at=instant(2026, 6, 1)
    )
    effects = dossier.decide(do.Tick(), at=BACK_AT, role=Role.CLOCK).effects
    assert [type(effect) for effect in effects] == [SendInvitation]


def test_an_absence_without_an_end_calls_nobody_back_until_a_manager_records_the_return() -> None:
    dossier = opened(Position(AWAY, dt.date(2025, 9, 1)))
    assert dossier.due_at() is None
    at = instant(2026, 10, 12)
    decision = dossier.decide(do.RecordPosition(PositionKind.ACTIVE, at.date()), at=at, role=Role.MANAGER)
    assert decision.outcome is Outcome.ACCEPTED
    tick_after = decision.dossier.decide(do.Tick(), at=at, role=Role.CLOCK)
    effects = [*decision.effects, *tick_after.effects]
    (invitation,) = effects_of(effects, SendInvitation)
    assert invitation.last_day == at.date() + 21 * ONE_DAY
    assert effects_of(effects, AskForReview) == []
    assert tick_after.dossier.states["affiliation"] == "home"


def test_a_return_recorded_for_a_day_in_the_past_leaves_the_whole_time_to_answer() -> None:
    """Whoever was thought away had no reason to answer."""
    at = instant(2026, 6, 1)
    decision = opened(SUMMER).decide(
        do.RecordPosition(PositionKind.ACTIVE, dt.date(2026, 1, 1)), at=at, role=Role.MANAGER
    )
    assert [effect.last_day for effect in effects_of(decision.effects, SendInvitation)] == [dt.date(2026, 6, 22)]
    assert decision.dossier.as_of(midnight(2026, 6, 23) - MICROSECOND).states["affiliation"] == "home"
    assert decision.dossier.as_of(midnight(2026, 6, 23)).states["affiliation"] == "auto_affiliated"


def test_an_absence_recorded_in_time_stops_the_time_to_answer_wherever_the_agent_stands() -> None:
    dossier = accept(at_state("identity"), do.RecordPosition(AWAY, dt.date(2026, 4, 1), SUMMER.last_day))
    assert dossier.as_of(WINDOW_OVER).states["affiliation"] == "identity"
    back = tick(dossier, BACK_AT)
    assert back.states["affiliation"] == "identity"
    assert back.record.answers == dossier.record.answers
    assert instant_of(back, "affiliation_window_ends") == midnight(2026, 9, 23)


def test_an_absence_that_is_prolonged_is_one_absence() -> None:
    dossier = accept(opened(SUMMER), do.RecordPosition(AWAY, dt.date(2026, 9, 1), dt.date(2027, 8, 31)))
    assert dossier.due_at() == midnight(2027, 9, 1)


def test_two_absences_call_back_twice() -> None:
    dossier = accept(
        opened(Position(AWAY, None, LAST_DAY + 9 * ONE_DAY)),
        do.RecordPosition(AWAY, dt.date(2026, 5, 20), dt.date(2026, 6, 30)),
    )
    names = [name for name, _ in milestones_of(dossier, midnight(2026, 7, 1))]
    assert names == ["position_ends", "position_ends"]


def test_the_cover_of_somebody_who_came_back_before_the_invitation_begins_with_the_return() -> None:
    away = Position(AWAY, dt.date(2025, 9, 1), dt.date(2026, 5, 31))
    dossier = Dossier.open(MEN, id="D", agent=agent_in(away), invited_at=instant(2026, 4, 6))
    late = attrs.evolve(dossier.record, invited_at=instant(2026, 6, 10), at=instant(2026, 6, 10))
    dossier = attrs.evolve(dossier, record=late)
    silent = tick(dossier, instant(2026, 7, 3))
    assert silent.states["affiliation"] == "auto_affiliated"
    assert silent.view(at=instant(2026, 7, 3), role=Role.AGENT).effective_on == dt.date(2026, 6, 1)


def test_an_agent_under_review_is_called_back_once_the_report_is_rejected() -> None:
    dossier = accept(opened(SUMMER), REPORT_CPS)
    assert dossier.due_at() is None
    at = instant(2026, 10, 1)
    decision = dossier.decide(do.RejectReport(), at=at, role=Role.MANAGER)
    assert [effect.last_day for effect in effects_of(decision.effects, SendInvitation)] == [dt.date(2026, 10, 22)]


def test_an_employment_that_is_not_concerned_is_not_called_back() -> None:
    dossier = opened(SUMMER, employment=Employment.VACATAIRE)
    assert dossier.due_at() is None


def test_a_later_arrival_who_is_away_is_not_affiliated_by_silence() -> None:
    away = Position(AWAY, HIRED_LATE, dt.date(2027, 8, 31))
    dossier = opened(away, hired_on=HIRED_LATE)
    assert dossier.as_of(WINDOW_OVER).states["affiliation"] == "home"


def test_whoever_joins_all_the_same_is_warned_and_not_refused() -> None:
    dossier = accept(opened(SUMMER), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("silence-binds-nobody",))


# -- members -----------------------------------------------------------------------------------------------


def test_the_position_of_a_member_suspends_nothing_and_says_so() -> None:
    dossier = tick(at_state("confirmed"), IN_FORCE)
    decision = dossier.decide(
        do.RecordPosition(AWAY, IN_FORCE.date(), dt.date(2026, 8, 31)), at=IN_FORCE, role=Role.MANAGER
    )
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("position-leaves-membership",))
    assert decision.dossier.states == dossier.states
    assert decision.effects == ()


@pytest.mark.parametrize("member", [dossier_affiliated_by_silence(), at_state("confirmed")], ids=["silent", "signed"])
@pytest.mark.parametrize("kind", PositionKind)
def test_a_first_day_of_cover_that_an_absence_moves_is_announced_and_written_to_the_agent(
    member: Dossier, kind: PositionKind
) -> None:
    at = max(NOW, member.record.at)
    before = member.view(at=at, role=Role.AGENT).effective_on
    away = do.RecordPosition(kind, dt.date(2026, 4, 20), dt.date(2026, 5, 31))
    decision = member.decide(away, at=at, role=Role.MANAGER)
    moves = kind is PositionKind.NOT_CONCERNED
    assert decision.outcome is Outcome.ACCEPTED
    assert decision.dossier.view(at=at, role=Role.AGENT).effective_on == (dt.date(2026, 6, 1) if moves else before)
    assert ("cover-begins-later" in decision.warnings) is moves
    assert [effect.change for effect in decision.effects if isinstance(effect, SendChangeNotice)] == (
        [ChangeKind.EFFECTIVE_DATE] if moves else []
    )
    again = decision.dossier.decide(
        do.RecordPosition(PositionKind.ACTIVE, dt.date(2026, 4, 20)), at=at, role=Role.MANAGER
    )
    assert again.dossier.view(at=at, role=Role.AGENT).effective_on == before


@pytest.mark.parametrize("last_day", [None, dt.date(2026, 5, 2), dt.date(2026, 6, 30)])
@pytest.mark.parametrize("first_day", [dt.date(2026, 4, 20), dt.date(2026, 5, 1), dt.date(2026, 5, 4)])
def test_a_cover_that_has_begun_keeps_its_first_day_whatever_position_is_recorded(
    first_day: dt.date, last_day: dt.date | None
) -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    decision = member.decide(
        do.RecordPosition(PositionKind.NOT_CONCERNED, first_day, last_day), at=IN_FORCE, role=Role.MANAGER
    )
    after = Dossier.load(decision.dossier.dump())
    assert after == decision.dossier
    assert (after.states, after.view(at=IN_FORCE, role=Role.AGENT).effective_on) == (
        member.states,
        member.view(at=IN_FORCE, role=Role.AGENT).effective_on,
    )
    assert (decision.effects, "cover-begins-later" in decision.warnings) == ((), False)
    end = do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 9, 1))
    (notice,), (as_before,) = (
        dossier.decide(end, at=IN_FORCE, role=Role.MANAGER).effects for dossier in (after, member)
    )
    assert isinstance(notice, SendCoverEndNotice)
    assert isinstance(as_before, SendCoverEndNotice)
    assert (notice.refs, notice.last_day) == (as_before.refs, as_before.last_day)


def test_the_quote_of_a_member_is_that_of_the_position_of_the_day() -> None:
    dossier = dossier_affiliated_by_silence()
    silent = attrs.evolve(dossier, contract=MEN, record=attrs.evolve(dossier.record, contract=MEN.id))
    on_leave = accept(silent, do.RecordPosition(UNPAID, dt.date(2026, 4, 28), dt.date(2026, 6, 30)), at=AFTER_DEADLINE)
    assert (silent.quote(at=AFTER_DEADLINE).payroll, silent.quote(at=AFTER_DEADLINE).debited) == (None, 0)
    quote = on_leave.quote(at=AFTER_DEADLINE)
    assert (quote.on, quote.payroll, quote.debited) == (START, 0, 3770)
    assert "mandate-to-sign" in {
        finding.code for finding in on_leave.view(at=AFTER_DEADLINE, role=Role.AGENT).warnings.findings
    }
    assert on_leave.quote(at=instant(2026, 6, 30, 8)).debited == 3770
    assert on_leave.quote(at=instant(2026, 7, 1, 8)).debited == 0


# -- bad positions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "outcome", "codes"),
    [
        (do.RecordPosition(), Outcome.INCOMPLETE, ("position-fact-missing", "position-fact-missing")),
        (do.RecordPosition(AWAY), Outcome.INCOMPLETE, ("position-fact-missing",)),
        (do.RecordPosition(AWAY, START, START - ONE_DAY), Outcome.REFUSED, ("position-ends-before-start",)),
        (do.RecordPosition(AWAY, dt.date(26, 9, 1), START), Outcome.REFUSED, ("day-too-long-ago",)),
        (do.RecordPosition(AWAY, START, dt.date(2206, 8, 31)), Outcome.REFUSED, ("day-too-far-ahead",)),
    ],
)
def test_a_bad_position_is_not_recorded(command: do.RecordPosition, outcome: Outcome, codes: tuple[str, ...]) -> None:
    decision = open_dossier().decide(command, at=NOW, role=command.roles[0])
    blocking = [finding.code for finding in decision.verdict.blocking]
    assert (decision.outcome, tuple(blocking)) == (outcome, codes)


@pytest.mark.parametrize(
    ("position", "codes"),
    [
        (SUMMER, []),
        (Position(), []),
        (Position(UNPAID, START, DAY_7.date()), ["position-ends-before-start"]),
        (Position(AWAY, dt.date(2026, 4, 1)), ["position-without-end"]),
        (Position(UNPAID, None, dt.date(2026, 4, 1)), ["position-over"]),
        (Position(UNPAID, dt.date(2009, 1, 1)), ["position-before-hiring"]),
        (Position(UNPAID, dt.date(26, 1, 1)), ["day-too-long-ago", "position-before-hiring"]),
        (Position(UNPAID, None, dt.date(2206, 1, 1)), ["day-too-far-ahead"]),
    ],
)
def test_a_prefilled_position_is_judged_and_stops_nobody(position: Position, codes: list[str]) -> None:
    agent = agent_in(position)
    report = Dossier.check_agent(agent, contract=MEN, at=NOW)
    assert sorted(finding.code for finding in report.findings) == codes
    assert all(finding.path.startswith("agent.position.") for finding in report.findings)
    assert Dossier.load(opened(position).dump()).record.agent == agent


def test_only_a_manager_records_a_position() -> None:
    decision = open_dossier().decide(do.RecordPosition(UNPAID, START), at=NOW, role=Role.AGENT)
    assert decision.outcome is Outcome.NOT_AVAILABLE


def test_a_dossier_without_a_position_is_written_as_before_there_were_any() -> None:
    assert b"position" not in open_dossier().dump()
    recorded = accept(open_dossier(), do.RecordPosition(UNPAID, START))
    assert Dossier.load(recorded.dump()) == recorded
