"""
Time is part of the journeys: what comes by itself comes at its instant, however late or often somebody looks.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, now_of, open_dossier, tick
from people import (
    AFTER_DEADLINE,
    ATTESTATION,
    BENOIT,
    CARLA,
    COUPLE,
    DISPENSATION_REQUEST,
    GUIDE,
    IN_FORCE,
    INVITED,
    LATE_ARRIVAL,
    MOTIVE,
    MOTIVE_SINCE_TODAY,
    NOW,
    PF,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SUSPENDING_LEAVE,
    instant,
)
from psc_workflow import Child, Dossier, Formula, Outcome, Regime, Role, Situation, contracts, states
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision
from psc_workflow._model.effects import (
    ContinueUnder,
    Effect,
    InformSurvivors,
    Mail,
    OpenRetireeWindow,
    Recipient,
    SendAcknowledgement,
    SendAutomaticAffiliation,
    SendChildAgeNotice,
    SendInvitation,
    SendReminder,
    SendRenewalNotice,
)
from psc_workflow._model.steps import Step
from psc_workflow._model.vocabulary import EndReason, Motive
from psc_workflow.exceptions import InstantTooEarlyError, NaiveInstantError
from psc_workflow.states._path import OPEN
from verdicts import codes

SECOND, MICROSECOND, MINUTE, DAY = (
    dt.timedelta(seconds=1),
    dt.timedelta(microseconds=1),
    dt.timedelta(minutes=1),
    dt.timedelta(days=1),
)
LAST_DAY = dt.date(2026, 4, 27)
OVER = instant(2026, 4, 28, 0)
"""The first instant after the last day, in Papeete."""
STILL = {"23:59:59": OVER - SECOND, "23:59:59.999999": OVER - MICROSECOND}
PAST = {"00:00:00": OVER, "one microsecond later": OVER + MICROSECOND, "one second later": OVER + SECOND}
FAR = instant(2031, 1, 1)
"""Later than anything these tests wait for."""

COVERED_ALONE = (Formula.BASE, False, None, ())
"""Formula, whether chosen, partner, children: what silence brings."""


def midnight(year: int, month: int, number: int) -> dt.datetime:
    """Give the first instant of a civil day in Papeete."""
    return instant(year, month, number, 0)


def under(zone: str, contract: contracts.Contract = GUIDE) -> contracts.Contract:
    """Count the days of *contract* in *zone*."""
    values = tuple(attrs.evolve(one, value=zone) for one in contract.time_zone.values)
    return attrs.evolve(contract, time_zone=attrs.evolve(contract.time_zone, values=values))


def reloaded(dossier: Dossier) -> Dossier:
    """Store *dossier* and read it back."""
    return Dossier.load(dossier.dump(), contracts=contracts.builtin.including(dossier.contract))


def events(dossier: Dossier, until: dt.datetime = FAR) -> list[tuple[str, dt.datetime]]:
    """Name what will come by itself, and when."""
    return [(one.event, one.due_at) for one in dossier.timeline(until=until)]


def due(dossier: Dossier, event: str) -> dt.datetime | None:
    """Say when *event* will first come; ``None`` if it will not."""
    return next((at for name, at in events(dossier) if name == event), None)


def came(dossier: Dossier, at: dt.datetime) -> tuple[tuple[str, str, dt.datetime], ...]:
    """Let time pass until *at*: the steps that it took, each with where the journey stood, and when."""
    return tuple((step.command, step.state, step.at) for step in dossier.decide(do.Tick(), at=at).steps)


def mails(effects: tuple[Effect, ...], kind: type[Effect] = Mail) -> list[Effect]:
    """Choose the effects of one kind."""
    return [one for one in effects if isinstance(one, kind)]


def foreseen(dossier: Dossier, kind: type[Effect], until: dt.datetime = FAR) -> list[Effect]:
    """List the effects of one kind that will come by themselves."""
    return [one for milestone in dossier.timeline(until=until) for one in mails(milestone.effects, kind)]


def dispensed(
    until: dt.date = dt.date(2026, 12, 31), *, at: dt.datetime = NOW, start: Dossier | None = None
) -> Dossier:
    """Give somebody exempted, whose attestation names *until*."""
    attestation = attrs.evolve(ATTESTATION, end_date=until)
    return accept(start or open_dossier(), DISPENSATION_REQUEST[0], MOTIVE, attestation, DISPENSATION_REQUEST[3], at=at)


def ending(reason: EndReason, on: dt.date) -> do.EndMembership:
    """End the membership on *on*."""
    return do.EndMembership(reason, on)


# -- the boundary is exact -------------------------------------------------------------------------------


@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", STILL.values(), ids=STILL)
def test_until_the_last_instant_of_day_21_in_papeete_the_agent_can_sign(at: dt.datetime, *, ticks: bool) -> None:
    dossier = at_state("signature")
    dossier = tick(dossier, at) if ticks else dossier
    assert {offer.do: offer.offered for offer in dossier.view(at=at).commands}["sign"]
    assert dossier.view(at=at).where.state == "signature"
    assert dossier.check(SIGN_WITH_MANDATE, at=at).holds
    assert states.live(dossier, "affiliation", at=at).model.state == "signature"
    decision = dossier.decide(SIGN_WITH_MANDATE, at=at)
    assert decision.outcome is Outcome.ACCEPTED
    signed = decision.dossier
    assert (signed.states["affiliation"], signed.states["membership"]) == ("confirmed", "received")
    (acknowledged,) = mails(decision.effects, SendAcknowledgement)
    assert acknowledged.requested_on == LAST_DAY
    assert tick(signed, OVER + DAY).states["affiliation"] == "confirmed"


@pytest.mark.parametrize("ticks", ["never", "at the last instant", "at the first instant after", "stored in between"])
@pytest.mark.parametrize("at", PAST.values(), ids=PAST)
def test_from_the_first_instant_of_day_22_the_dossier_is_automatically_affiliated(at: dt.datetime, ticks: str) -> None:
    """View, check, decide, as-of, quote and the live machine agree, with or without a tick before."""
    dossier = at_state("signature")
    match ticks:
        case "at the last instant":
            dossier = tick(dossier, OVER - MICROSECOND)
        case "at the first instant after":
            dossier = tick(dossier, OVER)
        case "stored in between":
            dossier = reloaded(tick(dossier, OVER - MICROSECOND))
    expected = {
        "access": "invited",
        "affiliation": "auto_affiliated",
        "dispensation": "closed",
        "membership": "received",
    }
    view = dossier.view(at=at)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=at)
    assert dossier.as_of(at).states == expected
    assert {name: stage.where.state for name, stage in view.journeys.items()} == expected
    assert "sign" not in {offer.do for offer in view.commands}
    assert (view.cover.formula, view.cover.chosen, view.cover.partner, view.cover.children) == COVERED_ALONE
    assert view.quote == dossier.quote(at=at)
    assert view.quote.debited == 0
    assert codes(dossier.check(SIGN_WITH_MANDATE, at=at)) == ["command-not-available"]
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
    assert "complete-affiliation" in decision.available
    assert decision.dossier is dossier
    assert dossier.preview(SIGN_WITH_MANDATE, at=at).outcome is Outcome.NOT_AVAILABLE
    assert {journey: states.live(dossier, journey, at=at).model.state for journey in states.JOURNEYS} == expected
    assert tick(dossier, at).states == expected


@pytest.mark.parametrize("state", [name for name in OPEN if name != "solo_warning"])
def test_silence_on_any_screen_affiliates_alone_on_the_base_formula_at_the_first_instant_of_day_22(state: str) -> None:
    """Also in the middle of everything: what was answered is kept, and nobody else is covered."""
    dossier = at_state(state, formula=Formula.OPTION_2)
    assert dossier.as_of(OVER - MICROSECOND).states["affiliation"] == state
    silent = tick(dossier, OVER)
    cover = silent.record.membership.cover
    assert silent.states["affiliation"] == "auto_affiliated"
    assert (cover.formula, cover.chosen, cover.partner, cover.children) == COVERED_ALONE
    assert silent.record.answers == dossier.record.answers
    assert silent.record.membership.affiliated_at == OVER


@pytest.mark.parametrize("contract", [GUIDE, PF], ids=lambda contract: contract.id)
def test_the_boundary_is_the_same_for_both_contracts(contract: contracts.Contract) -> None:
    dossier = open_dossier(contract)
    assert dossier.as_of(OVER - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(OVER).states["affiliation"] == "auto_affiliated"


@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", STILL.values(), ids=STILL)
def test_until_the_last_instant_of_day_21_a_dispensation_can_be_asked_for(at: dt.datetime, *, ticks: bool) -> None:
    dossier = accept(open_dossier(), *DISPENSATION_REQUEST[:3])
    dossier = tick(dossier, at) if ticks else dossier
    assert states.live(dossier, "dispensation", at=at).model.state == "attestation"
    decision = dossier.decide(DISPENSATION_REQUEST[3], at=at)
    assert (decision.outcome, decision.dossier.states["dispensation"]) == (Outcome.ACCEPTED, "granted")
    later = tick(decision.dossier, OVER + DAY)
    assert (later.states["affiliation"], later.states["membership"]) == ("home", "none")


@pytest.mark.parametrize("asked", range(4), ids=["home", "motive", "motive chosen", "attested"])
@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", PAST.values(), ids=PAST)
def test_from_the_first_instant_of_day_22_the_dispensation_is_closed(
    at: dt.datetime, asked: int, *, ticks: bool
) -> None:
    dossier = accept(open_dossier(), *DISPENSATION_REQUEST[:asked])
    dossier = tick(dossier, OVER - MICROSECOND) if ticks else dossier
    now = dossier.as_of(at)
    assert (now.states["dispensation"], now.states["affiliation"]) == ("closed", "auto_affiliated")
    assert (now.record.active, now.record.answers.attestation) == ("affiliation", None)
    decision = dossier.decide(DISPENSATION_REQUEST[3], at=at)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
    assert decision.dossier is dossier
    view = dossier.view(at=at)
    assert view.journeys["dispensation"].where.state == "closed"
    assert "request-dispensation" not in {offer.do for offer in view.commands}
    assert states.live(dossier, "dispensation", at=at).model.state == "closed"


def test_after_the_window_only_a_motive_opened_by_an_event_since_the_invitation_can_be_asked_for() -> None:
    """Whoever was affiliated by silence has never chosen: an event of the time to answer counts too."""
    late = accept(tick(open_dossier(), OVER), do.StartDispensation(), at=AFTER_DEADLINE)
    refused = late.decide(MOTIVE, at=AFTER_DEADLINE)
    assert (refused.outcome, refused.codes) == (Outcome.INCOMPLETE, ("motive-event-missing",))
    for opened_on, outcome, expected in (
        (INVITED.date() - DAY, Outcome.REFUSED, ("motive-opened-earlier",)),
        (INVITED.date(), Outcome.ACCEPTED, ()),
        (LAST_DAY, Outcome.ACCEPTED, ()),
        (AFTER_DEADLINE.date(), Outcome.ACCEPTED, ()),
        (AFTER_DEADLINE.date() + DAY, Outcome.REFUSED, ("motive-event-in-future",)),
    ):
        decision = late.decide(attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=AFTER_DEADLINE)
        assert (decision.outcome, decision.codes) == (outcome, expected)


def test_the_view_names_the_last_day_and_the_first_instant_after_it() -> None:
    deadlines = {one.name: one for one in at_state("formula").view(at=NOW).deadlines}
    for name in ("affiliation_window_ends", "dispensation_window_ends"):
        assert (deadlines[name].last_day, deadlines[name].due_at) == (LAST_DAY, OVER)
        assert deadlines[name].due_at.utcoffset() == dt.timedelta(hours=-10)


# -- the civil day is that of the contract ---------------------------------------------------------------

PARIS_ZONE = ZoneInfo("Europe/Paris")
PARIS = under("Europe/Paris")


def invited_at(hour: int, contract: contracts.Contract) -> Dossier:
    """Invite by a mail sent from Paris on 6 April."""
    return Dossier.open(contract, id="D1", agent=BENOIT, invited_at=dt.datetime(2026, 4, 6, hour, tzinfo=PARIS_ZONE))


@pytest.mark.parametrize(
    ("hour", "contract", "last_day"),
    [
        (8, GUIDE, dt.date(2026, 4, 26)),
        (14, GUIDE, dt.date(2026, 4, 27)),
        (8, PARIS, dt.date(2026, 4, 27)),
        (14, PARIS, dt.date(2026, 4, 27)),
    ],
    ids=["08:00, Papeete", "14:00, Papeete", "08:00, Paris", "14:00, Paris"],
)
def test_a_mail_of_one_day_in_paris_falls_on_two_days_in_papeete(
    hour: int, contract: contracts.Contract, last_day: dt.date
) -> None:
    dossier = invited_at(hour, contract)
    over = contract.start_of(last_day + DAY)
    window = next(one for one in dossier.view(at=over - MICROSECOND).deadlines if one.name == "affiliation_window_ends")
    assert (window.last_day, window.due_at) == (last_day, over)
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    assert {one.last_day for one in foreseen(dossier, SendReminder)} == {last_day}


@pytest.mark.parametrize("second", [-1, 0], ids=["the last second of 5 April", "the first second of 6 April"])
def test_midnight_in_papeete_parts_two_days_of_invitation(second: int) -> None:
    invited_at = midnight(2026, 4, 6) + second * SECOND
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=invited_at)
    assert due(dossier, "affiliation_window_ends") == OVER + second * DAY


def test_the_same_instant_written_in_any_zone_gives_the_same_dossier() -> None:
    for zone in (dt.UTC, PARIS_ZONE, ZoneInfo("Asia/Kathmandu")):
        dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED.astimezone(zone))
        assert dossier == open_dossier()
        assert dossier.as_of(OVER.astimezone(zone)) == open_dossier().as_of(OVER)


@pytest.mark.parametrize(
    ("invited", "over"),
    [
        (dt.datetime(2026, 3, 8, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC)),
        (dt.datetime(2026, 10, 4, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 20, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 4, 10, 22, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 29, 1, 59, tzinfo=PARIS_ZONE), dt.datetime(2026, 4, 19, 22, tzinfo=dt.UTC)),
    ],
    ids=["last day of 23 hours", "last day of 25 hours", "a change in between", "invited on the day of the change"],
)
def test_on_days_when_the_clocks_of_paris_change_the_last_day_ends_at_midnight_there(
    invited: dt.datetime, over: dt.datetime
) -> None:
    dossier = Dossier.open(PARIS, id="D1", agent=BENOIT, invited_at=invited)
    assert due(dossier, "affiliation_window_ends") == over
    assert PARIS.local(over).time() == dt.time.min
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    assert reloaded(dossier).as_of(over) == dossier.as_of(over)


@pytest.mark.parametrize(
    ("invited_on", "reminded_at"),
    [(dt.date(2026, 3, 22), dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)), (dt.date(2026, 10, 18), dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)), (dt.date(2026, 3, 23), dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC))],
    ids=["on the day of 23 hours", "on the day of 25 hours", "on the day after"],
)  # fmt: skip
def test_a_reminder_comes_at_the_first_instant_of_a_day_on_which_the_clocks_change(
    invited_on: dt.date, reminded_at: dt.datetime
) -> None:
    invited = dt.datetime.combine(invited_on, dt.time(9), PARIS_ZONE)
    dossier = Dossier.open(PARIS, id="D1", agent=BENOIT, invited_at=invited)
    assert dossier.due_at() == reminded_at
    assert dossier.due_at().tzinfo == PARIS_ZONE


# -- reminders -------------------------------------------------------------------------------------------

DAY_7, DAY_14 = midnight(2026, 4, 13), midnight(2026, 4, 20)


def reminders_of(dossier: Dossier) -> list[dt.datetime]:
    """Say when the agent will be reminded."""
    return [one.due_at for one in foreseen(dossier, SendReminder)]


@pytest.mark.parametrize(
    ("at", "until", "number"), [(DAY_7, DAY_14, 7), (DAY_14, OVER, 14)], ids=["on day 7", "on day 14"]
)
def test_a_reminder_is_sent_at_the_first_instant_of_its_day_to_the_professional_address(
    at: dt.datetime, until: dt.datetime, number: int
) -> None:
    """It is of use until the next one, or the end of the time to answer, takes over."""
    dossier = open_dossier().as_of(at - MICROSECOND)
    assert came(dossier, at - MICROSECOND) == ()
    (reminder,) = dossier.decide(do.Tick(), at=at).effects
    assert isinstance(reminder, SendReminder)
    assert (reminder.due_at, reminder.useful_until, reminder.last_day) == (at, until, LAST_DAY)
    assert (reminder.recipient, reminder.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)
    assert f"reminder-{number}" in tick(dossier, at).record.noticed


def test_without_a_professional_address_the_reminder_leaves_it_to_the_host() -> None:
    (first, _) = foreseen(open_dossier(agent=attrs.evolve(BENOIT, professional_email=None)), SendReminder)
    assert (first.recipient, first.address) == (Recipient.PROFESSIONAL, None)


@pytest.mark.parametrize("late", [MICROSECOND, SECOND, 3 * DAY, 7 * DAY - MICROSECOND], ids=str)
def test_the_same_reminder_whenever_it_is_looked_for_in_time(late: dt.timedelta) -> None:
    (on_time,) = open_dossier().decide(do.Tick(), at=DAY_7).effects
    (found_late,) = open_dossier().decide(do.Tick(), at=DAY_7 + late).effects
    restored = reloaded(at_state("home")).decide(do.StartAffiliation(), at=DAY_7 + late)
    assert found_late == on_time
    assert on_time in restored.effects


def test_reminders_of_two_days_and_two_dossiers_have_ids_of_their_own() -> None:
    other = Dossier.open(GUIDE, id="D2", agent=BENOIT, invited_at=INVITED)
    ids = [one.id for dossier in (open_dossier(), other) for one in foreseen(dossier, SendReminder)]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("at", "sent"),
    [(DAY_14 - MICROSECOND, [DAY_7]), (DAY_14, [DAY_14]), (OVER - MICROSECOND, [DAY_14]), (OVER, []), (FAR, [])],
    ids=["before day 14", "on day 14", "on the last day", "on day 22", "years later"],
)
def test_a_late_tick_sends_no_stale_reminder_but_keeps_its_step_at_its_due_instant(
    at: dt.datetime, sent: list[dt.datetime]
) -> None:
    decision = open_dossier().decide(do.Tick(), at=at)
    assert [one.due_at for one in mails(decision.effects, SendReminder)] == sent
    reminded = [step.at for step in decision.steps if step.command == "reminder-falls-due"]
    assert reminded == [reminder for reminder in (DAY_7, DAY_14) if reminder <= at]


@pytest.mark.parametrize(
    "name", ["affiliation.confirmed", "dispensation.granted", "affiliation.under_review", "affiliation.not_concerned"]
)
def test_nobody_is_reminded_who_has_signed_is_dispensed_or_being_looked_at(name: str) -> None:
    dossier = dossier_in(name)
    assert "reminder_falls_due" not in dict(events(dossier, OVER))
    assert mails(dossier.decide(do.Tick(), at=DAY_7).effects) == []
    assert mails(dossier.decide(do.Tick(), at=DAY_14).effects) == []


@pytest.mark.parametrize("state", ["regime", "identity", "signature"])
def test_who_has_begun_but_not_signed_is_reminded_by_the_same_mails_as_who_has_not(state: str) -> None:
    """Their ids are made of the dossier, the deadline and its instant, not of what was answered meanwhile."""
    assert reminders_of(at_state(state)) == [DAY_7, DAY_14]
    assert foreseen(at_state(state), SendReminder) == foreseen(open_dossier(), SendReminder)


@pytest.mark.parametrize("asked", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_who_is_asking_for_a_dispensation_is_reminded(asked: int) -> None:
    assert reminders_of(accept(open_dossier(), *DISPENSATION_REQUEST[:asked])) == [DAY_7, DAY_14]


def test_a_contract_without_reminders_sends_none() -> None:
    assert foreseen(open_dossier(attrs.evolve(GUIDE, reminders=None)), SendReminder) == []


# -- as of: what is foreseen is what happens -------------------------------------------------------------


def walked(dossier: Dossier, until: dt.datetime) -> tuple[Dossier, tuple[Step, ...], tuple[Effect, ...]]:
    """Tick at each instant at which something is due, and never else; store and load in between."""
    steps, effects = [], []
    while (at := dossier.due_at()) is not None and at <= until:
        decision = dossier.decide(do.Tick(), at=at)
        assert decision.steps
        assert {step.at for step in decision.steps} == {at}
        steps += decision.steps
        effects += decision.effects
        dossier = reloaded(decision.dossier)
        assert dossier == decision.dossier
    return dossier, tuple(steps), tuple(effects)


def later(dossier: Dossier, days: int = 1500) -> dt.datetime:
    """Give an instant long after the last one of *dossier*."""
    return now_of(dossier) + dt.timedelta(days=days)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_walking_from_due_to_due_is_what_the_timeline_says_and_what_one_look_at_the_end_gives(name: str) -> None:
    dossier = dossier_in(name)
    until = later(dossier)
    timeline = dossier.timeline(until=until)
    end, steps, effects = walked(dossier, until)
    assert dossier.as_of(until) == end
    assert [(one.due_at, one.journey, one.event.replace("_", "-"), one.state) for one in timeline] == [
        (step.at, step.journey, step.command, step.state) for step in steps
    ]
    assert tuple(effect for one in timeline for effect in one.effects) == effects
    next_at = dossier.due_at()
    assert (next_at is not None and next_at <= until) == bool(timeline)
    assert not timeline or timeline[0].due_at == next_at
    once = dossier.decide(do.Tick(), at=until)
    assert (once.dossier, once.steps) == (end, steps) if steps else once.dossier is dossier
    useful = tuple(one for one in effects if one.useful_until is None or one.useful_until > until)
    assert once.effects == useful
    assert end.revision == dossier.revision + len(steps) == end.record.history.count


@given(st.sampled_from(EVERY_STATE), st.lists(st.integers(0, 500 * 24 * 60), max_size=6).map(sorted))
def test_whenever_one_ticks_the_end_is_the_same_and_an_effect_is_the_same_effect(name: str, minutes: list[int]) -> None:
    dossier = dossier_in(name)
    start, until = now_of(dossier), later(dossier, 500)
    foretold = {one.id: one for milestone in dossier.timeline(until=until) for one in milestone.effects}
    ticking, given_out = dossier, []
    for at in [start + dt.timedelta(minutes=one) for one in minutes] + [until]:
        decision = ticking.decide(do.Tick(), at=at)
        assert decision.outcome is Outcome.ACCEPTED
        ticking = reloaded(decision.dossier)
        given_out += decision.effects
    assert ticking == dossier.as_of(until)
    assert len({one.id for one in given_out}) == len(given_out)
    assert all(foretold[one.id] == one for one in given_out)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_looking_ahead_changes_nothing(name: str) -> None:
    dossier = dossier_in(name)
    before, until = dossier.dump(), later(dossier)
    dossier.timeline(until=until)
    dossier.view(at=until)
    dossier.as_of(until)
    dossier.check(do.GoBack(), at=until)
    dossier.preview(do.GoBack(), at=until)
    dossier.quote(at=until)
    assert dossier.dump() == before


@pytest.mark.parametrize("name", EVERY_STATE)
def test_loading_a_stored_dossier_in_the_middle_of_time_passing_changes_nothing(name: str) -> None:
    """Halfway to whatever comes next, and just after it."""
    dossier = dossier_in(name)
    for _ in range(3):
        restored, next_at = reloaded(dossier), dossier.due_at()
        assert (restored, restored.due_at()) == (dossier, next_at)
        if next_at is None:
            return
        halfway = dossier.record.at + (next_at - dossier.record.at) / 2
        for at in (halfway, next_at, next_at + MICROSECOND):
            assert restored.view(at=at) == dossier.view(at=at)
            assert restored.as_of(at) == dossier.as_of(at)
            assert restored.decide(do.Tick(), at=at).effects == dossier.decide(do.Tick(), at=at).effects
        dossier = tick(dossier, next_at)


def test_the_timeline_ends_with_the_instant_asked_for_inclusive() -> None:
    assert events(open_dossier(), DAY_7 - MICROSECOND) == []
    assert events(open_dossier(), DAY_7) == [("reminder_falls_due", DAY_7)]
    with pytest.raises(NaiveInstantError):
        open_dossier().timeline(until=DAY_7.replace(tzinfo=None))


# -- tick ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_tick_with_nothing_due_is_accepted_and_gives_the_very_same_object(name: str) -> None:
    dossier = dossier_in(name)
    next_at = dossier.due_at()
    at = next_at - MICROSECOND if next_at else later(dossier)
    for role in (None, Role.CLOCK):
        decision = dossier.decide(do.Tick(), at=at, role=role, key="tick")
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
    decision = dossier.decide(command, at=IN_FORCE)
    assert decision.outcome is outcome
    assert decision.dossier is dossier
    assert (decision.steps, decision.effects) == ((), ())
    assert (dossier.dump(), dossier.due_at()) == (before, DAY_7)


def test_an_accepted_command_keeps_what_came_due_at_its_instants_in_order() -> None:
    dossier = at_state("formula")
    decision = dossier.decide(do.CompleteAffiliation(), at=IN_FORCE)
    assert [(step.command, step.at, step.role) for step in decision.steps] == [
        ("reminder-falls-due", DAY_7, Role.CLOCK),
        ("reminder-falls-due", DAY_14, Role.CLOCK),
        ("dispensation-window-ends", OVER, Role.CLOCK),
        ("affiliation-window-ends", OVER, Role.CLOCK),
        ("file-received", OVER, Role.CLOCK),
        ("enters-into-force", midnight(2026, 5, 1), Role.CLOCK),
        ("complete-affiliation", IN_FORCE, Role.AGENT),
    ]
    assert [step.revision for step in decision.steps] == list(range(dossier.revision + 1, dossier.revision + 8))
    assert decision.dossier.revision == dossier.revision + 7 == decision.dossier.record.history.count
    assert [type(one) for one in decision.effects] == [SendAutomaticAffiliation]
    assert decision.dossier == accept(tick(dossier, IN_FORCE), do.CompleteAffiliation(), at=IN_FORCE)


def test_what_a_decision_makes_due_at_once_happens_in_that_decision_and_at_its_instant() -> None:
    decision = at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW)
    assert [(step.command, step.at) for step in decision.steps] == [("sign", NOW), ("file-received", NOW)]


def test_ties_come_in_the_order_dispensation_affiliation_membership() -> None:
    """Somebody whose time to answer ends with the month of April: all of it at the first instant of 1 May."""
    first_of_may = midnight(2026, 5, 1)
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED + 3 * DAY)
    steps = [step for step in dossier.decide(do.Tick(), at=first_of_may).steps if step.at == first_of_may]
    assert [(step.journey, step.command) for step in steps] == [
        ("dispensation", "dispensation-window-ends"),
        ("affiliation", "affiliation-window-ends"),
        ("membership", "file-received"),
        ("membership", "enters-into-force"),
    ]


# -- clocks ----------------------------------------------------------------------------------------------

ASKING: dict[str, Callable[[Dossier, dt.datetime], object]] = {
    "view": lambda dossier, at: dossier.view(at=at),
    "check": lambda dossier, at: dossier.check(do.Resume(), at=at),
    "decide": lambda dossier, at: dossier.decide(do.Resume(), at=at),
    "tick": lambda dossier, at: dossier.decide(do.Tick(), at=at),
    "preview": lambda dossier, at: dossier.preview(do.Resume(), at=at),
    "as of": lambda dossier, at: dossier.as_of(at),
    "quote": lambda dossier, at: dossier.quote(at=at),
    "live": lambda dossier, at: states.live(dossier, "affiliation", at=at).model.state,
}


@pytest.mark.parametrize("asked", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("early", [MICROSECOND, 5 * MINUTE], ids=str)
def test_an_instant_up_to_five_minutes_early_counts_as_the_last_one(
    asked: Callable[[Dossier, dt.datetime], object], early: dt.timedelta
) -> None:
    dossier = at_state("formula")
    assert asked(dossier, NOW - early) == asked(dossier, NOW)


@pytest.mark.parametrize("asked", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("early", [5 * MINUTE + MICROSECOND, DAY], ids=str)
def test_an_instant_that_is_earlier_still_raises(
    asked: Callable[[Dossier, dt.datetime], object], early: dt.timedelta
) -> None:
    with pytest.raises(InstantTooEarlyError):
        asked(at_state("formula"), NOW - early)


def test_a_slow_clock_cannot_bring_the_last_day_back() -> None:
    """Once somebody has seen day 22 and kept it, 23:59 of day 21 counts as that instant."""
    dossier = tick(at_state("signature"), OVER)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=OVER - MINUTE)
    assert decision.outcome is Outcome.NOT_AVAILABLE
    kept = dossier.decide(do.CompleteAffiliation(), at=OVER - MINUTE).steps
    assert [step.at for step in kept] == [OVER]


# -- entry into force ------------------------------------------------------------------------------------

MAY = midnight(2026, 5, 1)


@pytest.mark.parametrize("name", ["affiliation.confirmed", "affiliation.auto_affiliated"])
def test_the_membership_enters_into_force_at_the_first_instant_of_1_may(name: str) -> None:
    dossier = dossier_in(name)
    assert dossier.as_of(MAY - MICROSECOND).states["membership"] == "received"
    assert dossier.as_of(MAY).states["membership"] == "in_force"
    assert dossier.as_of(FAR).record.history.steps[-1].at == MAY or due(dossier, "child_birthday_nears")


def test_who_signs_after_the_start_is_covered_at_once() -> None:
    at = IN_FORCE
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED + 20 * DAY)
    for command in [one for one in journey() if not isinstance(one, do.RateExperience)]:
        dossier = accept(dossier, command, at=at)
    assert dossier.states["membership"] == "in_force"
    assert [(step.command, step.at) for step in dossier.record.history.steps][-3:] == [
        ("sign", at),
        ("file-received", at),
        ("enters-into-force", at),
    ]


def test_a_later_arrival_does_not_enter_into_force_until_a_manager_records_the_day() -> None:
    dossier = at_state("confirmed", agent=LATE_ARRIVAL)
    assert due(dossier, "enters_into_force") is None
    assert dossier.as_of(FAR).states["membership"] == "received"
    assert dossier.view(at=FAR).effective_on is None


def test_a_recorded_day_to_come_is_waited_for() -> None:
    dossier = accept(at_state("confirmed", agent=LATE_ARRIVAL), do.RecordEffectiveDate(dt.date(2026, 10, 1)))
    assert dossier.states["membership"] == "received"
    assert dossier.due_at() == midnight(2026, 10, 1)
    assert dossier.as_of(midnight(2026, 10, 1)).states["membership"] == "in_force"
    assert dossier.view(at=NOW).effective_on == dt.date(2026, 10, 1)


@pytest.mark.parametrize("on", [dt.date(2026, 9, 1), dt.date(2026, 11, 2)], ids=["past", "today"])
def test_a_recorded_day_that_is_past_or_today_counts_at_once(on: dt.date) -> None:
    at = instant(2026, 11, 2)
    decision = at_state("confirmed", agent=LATE_ARRIVAL).decide(do.RecordEffectiveDate(on), at=at)
    assert [(step.command, step.at) for step in decision.steps] == [
        ("record-effective-date", at),
        ("enters-into-force", at),
    ]
    assert decision.dossier.states["membership"] == "in_force"


def test_silence_affiliates_a_later_arrival_too_but_says_no_day() -> None:
    decision = open_dossier(agent=LATE_ARRIVAL).decide(do.Tick(), at=OVER)
    (mail,) = mails(decision.effects, SendAutomaticAffiliation)
    assert (mail.effective_on, mail.recipient, mail.due_at, mail.useful_until) == (
        None,
        Recipient.PROFESSIONAL,
        OVER,
        None,
    )
    assert (decision.dossier.states["membership"], decision.dossier.due_at()) == ("received", None)


# -- somebody who cannot be covered is never affiliated by silence -----------------------------------------

REPORTED_AT, REJECTED_AT = instant(2026, 4, 11), instant(2026, 4, 21)
"""Days 5 and 15."""


def test_ten_days_under_review_move_the_last_day_and_the_reminders_by_ten_days() -> None:
    dossier = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.RejectReport(), at=REJECTED_AT)
    assert dossier.states["affiliation"] == "formula"
    assert [name for name, _ in events(dossier, instant(2026, 5, 8, 0))] == [
        "reminder_falls_due",
        "reminder_falls_due",
        "dispensation_window_ends",
        "affiliation_window_ends",
        "file_received",
        "enters_into_force",
    ]
    assert reminders_of(dossier) == [DAY_7 + 10 * DAY, DAY_14 + 10 * DAY]
    assert {one.last_day for one in foreseen(dossier, SendReminder)} == {dt.date(2026, 5, 7)}
    over = OVER + 10 * DAY
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "formula"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    window = {one.name: one.last_day for one in dossier.view(at=REJECTED_AT).deadlines}
    assert window["affiliation_window_ends"] == window["dispensation_window_ends"] == dt.date(2026, 5, 7)


def test_two_reports_suspend_twice() -> None:
    dossier = at_state("formula")
    for reported in (REPORTED_AT, REPORTED_AT + 12 * DAY):
        dossier = accept(accept(dossier, REPORT_CPS, at=reported), do.RejectReport(), at=reported + 3 * DAY)
    assert due(dossier, "affiliation_window_ends") == OVER + 6 * DAY


def test_a_reminder_that_came_before_the_report_does_not_come_again() -> None:
    dossier = accept(at_state("formula"), REPORT_CPS, at=DAY_7 + DAY)
    dossier = accept(dossier, do.RejectReport(), at=DAY_7 + 6 * DAY)
    assert reminders_of(dossier) == [DAY_14 + 5 * DAY]


def test_a_report_rejected_on_the_same_day_moves_nothing() -> None:
    dossier = accept(at_state("formula"), REPORT_CPS, do.RejectReport())
    assert events(dossier) == events(at_state("formula"))


def test_a_report_on_the_last_day_leaves_the_next_whole_day_when_it_is_rejected() -> None:
    """Whoever learns in the evening that the report is rejected has the next day to answer."""
    dossier = accept(at_state("signature"), REPORT_CPS, at=OVER - SECOND)
    rejected = instant(2026, 6, 1)
    dossier = accept(dossier, do.RejectReport(), at=rejected)
    assert due(dossier, "affiliation_window_ends") == midnight(2026, 6, 3)
    assert dossier.decide(SIGN_WITH_MANDATE, at=midnight(2026, 6, 3) - SECOND).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("state", [name for name in OPEN if name != "solo_warning"])
def test_who_reports_on_any_screen_is_never_affiliated_even_years_later(state: str) -> None:
    reported = accept(at_state(state), REPORT_CPS, at=OVER - SECOND)
    for dossier in (reported, accept(reported, do.CloseFile(), at=OVER + 400 * DAY)):
        assert (dossier.due_at(), dossier.timeline(until=FAR)) == (None, ())
        assert dossier.as_of(FAR) is dossier
        assert (dossier.record.is_member, dossier.states["membership"]) == (False, "none")


def test_a_closed_file_opened_again_has_the_days_that_were_left() -> None:
    closed = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.CloseFile(), at=REJECTED_AT)
    again = accept(closed, do.RejectReport(), at=REPORTED_AT + 400 * DAY)
    assert due(again, "affiliation_window_ends") == OVER + 400 * DAY
    assert reminders_of(again) == [DAY_7 + 400 * DAY, DAY_14 + 400 * DAY]


# -- death -------------------------------------------------------------------------------------------------


def dies(dossier: Dossier, on: dt.date | None = None) -> Decision[Dossier]:
    """Record the death of the agent."""
    at = now_of(dossier)
    return dossier.decide(ending(EndReason.DEATH, on or at.date()), at=at)


@pytest.mark.parametrize("name", [name for name in EVERY_STATE if name != "membership.ended"])
def test_death_stops_every_deadline_and_every_mail_at_once_wherever_one_is(name: str) -> None:
    """Before any affiliation, while dispensed, under review or closed, and as a member."""
    decision = dies(dossier_in(name))
    assert decision.outcome is Outcome.ACCEPTED
    dead = decision.dossier
    assert dead.record.membership.ended is EndReason.DEATH
    assert [type(one) for one in decision.effects] == [InformSurvivors]
    assert (dead.due_at(), dead.timeline(until=FAR)) == (None, ())
    assert dead.as_of(FAR) is dead
    assert dead.view(at=FAR).deadlines == ()
    assert reloaded(dead) == dead


@pytest.mark.parametrize("renounced", [False, True], ids=["dispensed", "invited again"])
def test_death_stops_everything_also_for_a_member_who_was_dispensed_later(*, renounced: bool) -> None:
    dossier = accept(at_state("confirmed"), DISPENSATION_REQUEST[0], MOTIVE_SINCE_TODAY, *DISPENSATION_REQUEST[2:])
    dossier = accept(dossier, do.RenounceDispensation()) if renounced else dossier
    decision = dies(dossier)
    assert decision.outcome is Outcome.ACCEPTED
    assert (decision.dossier.due_at(), decision.dossier.timeline(until=FAR)) == (None, ())


@pytest.mark.parametrize("on", [dt.date(2026, 3, 1), dt.date(2026, 4, 7)], ids=["a day past", "the day of the request"])
def test_death_acts_at_once_whatever_the_day_recorded(on: dt.date) -> None:
    decision = dies(dossier_in("membership.in_force"), on)
    assert decision.dossier.record.membership.ended is EndReason.DEATH
    assert [type(one) for one in decision.effects] == [InformSurvivors]
    assert (decision.dossier.states["membership"], decision.dossier.due_at()) == ("ended", None)


def test_death_takes_the_place_of_a_departure_planned() -> None:
    leaving = accept(dossier_in("membership.in_force"), ending(EndReason.DEPARTURE, dt.date(2026, 9, 1)), at=IN_FORCE)
    decision = dies(leaving)
    assert decision.dossier.record.membership.ended is EndReason.DEATH
    assert decision.dossier.record.membership.plans == ()


def test_a_report_rejected_after_death_affiliates_nobody() -> None:
    dead = dies(dossier_in("affiliation.not_concerned")).dossier
    after = dead.decide(do.RejectReport(), at=now_of(dead)).dossier
    assert after.timeline(until=FAR) == ()
    assert not after.as_of(FAR).record.is_member


# -- departure, retirement, leaves, transfer ---------------------------------------------------------------

LEAVES = dt.date(2026, 9, 1)
LEFT = midnight(2026, 9, 1)
MEMBERS = ["membership.in_force", "membership.suspended", "affiliation.confirmed", "affiliation.auto_affiliated"]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_departure_planned_for_a_day_to_come_acts_on_that_day_and_not_before(name: str) -> None:
    dossier = dossier_in(name)
    planned = accept(dossier, ending(EndReason.DEPARTURE, LEAVES), at=now_of(dossier))
    assert planned.states == dossier.states
    assert planned.as_of(LEFT - MICROSECOND).record.is_member
    gone = planned.as_of(LEFT)
    assert (gone.states["membership"], gone.record.membership.ended) == ("ended", EndReason.DEPARTURE)
    assert (gone.record.membership.cover, gone.due_at()) == (None, None)
    assert mails(planned.decide(do.Tick(), at=LEFT).effects) == []


@pytest.mark.parametrize("on", [dt.date(2026, 5, 4), dt.date(2026, 5, 1)], ids=["today", "past"])
def test_a_departure_of_today_or_past_acts_at_once(on: dt.date) -> None:
    decision = dossier_in("membership.in_force").decide(ending(EndReason.DEPARTURE, on), at=IN_FORCE)
    assert [(step.command, step.at) for step in decision.steps] == [
        ("end-membership", IN_FORCE),
        ("membership-ends", IN_FORCE),
    ]


def test_a_later_decision_takes_the_place_of_the_one_before() -> None:
    dossier = accept(dossier_in("membership.in_force"), ending(EndReason.DEPARTURE, LEAVES), at=IN_FORCE)
    dossier = accept(dossier, ending(EndReason.DEPARTURE, dt.date(2026, 12, 1)), at=IN_FORCE)
    assert due(dossier, "membership_ends") == midnight(2026, 12, 1)


def test_who_leaves_while_the_time_to_answer_runs_is_not_affiliated() -> None:
    dossier = accept(at_state("formula"), ending(EndReason.DEPARTURE, LAST_DAY))
    gone = dossier.as_of(OVER)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)
    assert gone.due_at() is None


def test_who_leaves_while_dispensed_is_asked_nothing_more() -> None:
    gone = tick(accept(dispensed(), ending(EndReason.DEPARTURE, LEAVES)), LEFT)
    assert gone.record.membership.ended is EndReason.DEPARTURE
    assert (gone.due_at(), gone.timeline(until=FAR)) == (None, ())


@pytest.mark.parametrize("how", ["renounced", "motive ended", "expired"])
def test_a_departure_planned_while_dispensed_stands_when_the_dispensation_ends_before(how: str) -> None:
    dossier = accept(dispensed(dt.date(2026, 8, 20)), ending(EndReason.DEPARTURE, LEAVES))
    at = instant(2026, 8, 18)
    match how:
        case "renounced":
            dossier = accept(dossier, do.RenounceDispensation(), at=at)
        case "motive ended":
            dossier = accept(dossier, do.ReportMotiveEnd(at.date()), at=at)
    gone = dossier.as_of(FAR)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)


def test_a_departure_planned_stands_when_the_member_is_dispensed_before() -> None:
    dossier = accept(
        at_state("confirmed"),
        ending(EndReason.DEPARTURE, LEAVES),
        DISPENSATION_REQUEST[0],
        MOTIVE_SINCE_TODAY,
        *DISPENSATION_REQUEST[2:],
    )
    assert dossier.record.is_dispensed
    gone = dossier.as_of(FAR)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)


@pytest.mark.parametrize("reason", [EndReason.DEPARTURE, EndReason.RETIREMENT, EndReason.DEATH])
@pytest.mark.parametrize("on", [dt.date(2024, 12, 31), dt.date(1900, 1, 1)], ids=str)
def test_an_end_dated_long_before_the_contract_is_answered_and_does_not_crash(reason: EndReason, on: dt.date) -> None:
    """Whether such a day is refused as a slip or acts at once, it is a business outcome."""
    decision = dossier_in("membership.in_force").decide(ending(reason, on), at=IN_FORCE)
    assert decision.outcome in (Outcome.ACCEPTED, Outcome.REFUSED)


@pytest.mark.parametrize(
    ("on", "last_day"),
    [(LEAVES, dt.date(2028, 8, 31)), (dt.date(2028, 2, 29), dt.date(2030, 2, 28))],
    ids=["1 September", "29 February"],
)
def test_retirement_ends_the_membership_and_opens_the_window_of_the_retirees(on: dt.date, last_day: dt.date) -> None:
    """Two years, from the first day without the membership of active agents."""
    dossier = accept(dossier_in("membership.in_force"), ending(EndReason.RETIREMENT, on), at=IN_FORCE)
    at = GUIDE.start_of(on)
    assert dossier.as_of(at - MICROSECOND).states["membership"] == "in_force"
    decision = dossier.decide(do.Tick(), at=at + 30 * DAY)
    (window,) = mails(decision.effects, OpenRetireeWindow)
    assert (window.opens_on, window.last_day, window.due_at, window.useful_until) == (on, last_day, at, None)
    assert decision.dossier.record.membership.ended is EndReason.RETIREMENT


LEAVE = do.Suspend(SUSPENDING_LEAVE, dt.date(2026, 6, 1))


def test_a_leave_and_the_return_from_it_act_on_their_days() -> None:
    dossier = accept(dossier_in("membership.in_force"), LEAVE, at=IN_FORCE)
    leaves, returns = midnight(2026, 6, 1), midnight(2026, 9, 1)
    assert dossier.states["membership"] == "in_force"
    assert dossier.as_of(leaves - MICROSECOND).states["membership"] == "in_force"
    away = tick(dossier, leaves)
    assert away.states["membership"] == "suspended"
    back = accept(away, do.Reinstate(LEAVES), at=leaves + DAY)
    assert back.as_of(returns - MICROSECOND).states["membership"] == "suspended"
    assert back.as_of(returns).states["membership"] == "in_force"
    assert back.as_of(returns).record.membership.plans == ()


def test_a_leave_and_a_return_of_days_past_act_at_once() -> None:
    at = instant(2026, 6, 15)
    away = accept(dossier_in("membership.in_force"), LEAVE, at=at)
    assert away.states["membership"] == "suspended"
    assert accept(away, do.Reinstate(at.date()), at=at).states["membership"] == "in_force"


def test_a_leave_that_begins_with_the_cover_begins_once_it_is_in_force() -> None:
    dossier = accept(at_state("confirmed"), attrs.evolve(LEAVE, on=dt.date(2026, 5, 1)))
    assert [(name, state) for name, state, at in came(dossier, MAY) if at == MAY] == [
        ("enters-into-force", "in_force"),
        ("suspension-begins", "suspended"),
    ]


def test_a_leave_from_before_the_cover_begins_once_it_is_in_force() -> None:
    at = instant(2026, 8, 1)
    dossier = accept(at_state("confirmed", agent=LATE_ARRIVAL), do.RecordEffectiveDate(dt.date(2026, 10, 1)), at=at)
    dossier = accept(dossier, attrs.evolve(LEAVE, on=dt.date(2026, 9, 1)), at=at)
    assert dossier.as_of(midnight(2026, 9, 2)).states["membership"] == "received"
    begins = midnight(2026, 10, 1)
    assert came(dossier, begins) == (
        ("enters-into-force", "in_force", begins),
        ("suspension-begins", "suspended", begins),
    )


def test_a_transfer_ends_here_and_continues_there_and_leaves_the_past_as_it_was() -> None:
    dossier = dossier_in("membership.in_force")
    planned = accept(dossier, do.Transfer("men-2026", LEAVES), at=IN_FORCE)
    assert planned.as_of(LEFT - MICROSECOND).states["membership"] == "in_force"
    decision = planned.decide(do.Tick(), at=LEFT + DAY)
    (elsewhere,) = decision.effects
    assert isinstance(elsewhere, ContinueUnder)
    assert (elsewhere.contract, elsewhere.on, elsewhere.due_at) == ("men-2026", LEAVES, LEFT)
    gone = decision.dossier
    assert (gone.record.membership.ended, gone.due_at()) == (EndReason.TRANSFER, None)
    assert gone.record.history.steps == (*planned.record.history.steps, *decision.steps)[-16:]
    assert len(decision.steps) == 1
    assert gone.record.answers == dossier.record.answers
    assert gone.contract == GUIDE


# -- birthdays that decide -----------------------------------------------------------------------------------


def born(year: int, month: int, number: int, ref: str = "teva", **facts: object) -> Child:
    """Give a student born on that day."""
    date = dt.date(year, month, number)
    known = {"situation": Situation.STUDENT, "disabled": False, "covered_by_own_work": False} | facts
    return Child(date, Regime.GENERAL, known["situation"], disabled=known["disabled"], covered_by_own_work=known["covered_by_own_work"], ref=ref)  # fmt: skip


def covering(*children: Child) -> Dossier:
    """Give a member who covers *children*, before the cover begins."""
    return at_state("confirmed", do.DeclareBeneficiaries(None, list(children)))


def notices(dossier: Dossier, until: dt.datetime = FAR) -> list[tuple[str, int, dt.date, dt.datetime]]:
    """List the notices of birthdays to come."""
    found = foreseen(dossier, SendChildAgeNotice, until)
    return [(one.ref, one.age, one.birthday, one.due_at) for one in found]


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
    (notice,) = before.decide(do.Tick(), at=noticed).effects
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
    decision = covering(born(2005, 8, 15)).decide(do.Tick(), at=midnight(2026, 8, 15))
    assert mails(decision.effects, SendChildAgeNotice) == []
    assert [step.at for step in decision.steps if step.command == "child-birthday-nears"] == [midnight(2026, 6, 16)]


def test_a_child_recognised_as_disabled_has_no_birthday_that_decides() -> None:
    assert notices(covering(born(2005, 8, 15, disabled=True))) == []


def test_twins_are_announced_in_one_step_by_two_effects() -> None:
    dossier = covering(born(2005, 8, 15, "a"), born(2005, 8, 15, "b"))
    decision = tick(dossier, IN_FORCE).decide(do.Tick(), at=midnight(2026, 6, 16))
    assert [step.command for step in decision.steps] == ["child-birthday-nears"]
    assert [one.ref for one in decision.effects] == ["a", "b"]
    assert len({one.id for one in decision.effects}) == 2


def test_brothers_and_sisters_are_announced_each_for_their_own_birthday() -> None:
    dossier = covering(born(2005, 8, 15, "a"), born(2005, 9, 15, "b"))
    assert [(ref, at) for ref, age, _, at in notices(dossier) if age == 21] == [
        ("a", midnight(2026, 6, 16)),
        ("b", midnight(2026, 7, 17)),
    ]


def test_a_child_added_after_the_day_of_the_notice_is_announced_at_once() -> None:
    dossier = tick(at_state("confirmed", COUPLE), IN_FORCE)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 6, 20)), at=IN_FORCE)
    assert [(step.command, step.at) for step in decision.steps] == [
        ("add-beneficiary", IN_FORCE),
        ("child-birthday-nears", IN_FORCE),
    ]
    (notice,) = decision.effects
    assert (notice.ref, notice.age, notice.birthday) == ("teva", 21, dt.date(2026, 6, 20))


def test_a_child_added_after_the_birthday_is_not_announced() -> None:
    dossier = tick(at_state("confirmed", COUPLE), IN_FORCE)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 5, 4)), at=IN_FORCE)
    assert [step.command for step in decision.steps] == ["add-beneficiary"]
    assert notices(decision.dossier)[0][1] == 25


@pytest.mark.parametrize(("offset", "told"), [(-MICROSECOND, True), (0 * DAY, False)], ids=["the eve", "the birthday"])
def test_a_child_added_is_announced_until_the_eve_of_the_birthday(offset: dt.timedelta, *, told: bool) -> None:
    at = midnight(2026, 6, 20) + offset
    dossier = tick(at_state("confirmed", COUPLE), at)
    decision = dossier.decide(do.AddBeneficiary(child=born(2005, 6, 20)), at=at)
    assert ("child-birthday-nears" in [step.command for step in decision.steps]) is told


def test_who_was_born_on_29_february_is_announced_for_1_march() -> None:
    at = midnight(2028, 12, 31)
    assert notices(covering(born(2008, 2, 29))) == [("teva", 21, dt.date(2029, 3, 1), at)]


def test_a_child_removed_is_not_announced() -> None:
    dossier = covering(born(2005, 8, 15), CARLA)
    left = accept(tick(dossier, IN_FORCE), do.RemoveBeneficiary("teva", "own cover", IN_FORCE.date()), at=IN_FORCE)
    assert notices(left) == []


def test_nobody_is_announced_during_a_leave_and_what_was_missed_comes_with_the_return() -> None:
    dossier = accept(tick(covering(born(2005, 8, 15)), IN_FORCE), LEAVE, at=IN_FORCE)
    away = tick(dossier, midnight(2026, 7, 1))
    assert notices(away) == []
    back = accept(away, do.Reinstate(dt.date(2026, 8, 1)), at=midnight(2026, 7, 1))
    assert notices(back)[0] == ("teva", 21, dt.date(2026, 8, 15), midnight(2026, 8, 1))


@pytest.mark.parametrize("child", [born(2003, 5, 1), born(2003, 12, 31)], ids=["23 years", "22 years"])
def test_a_student_whose_21st_birthday_lies_before_the_contract_s_first_value_can_be_covered(child: Child) -> None:
    """A child aged 22 is nothing rare; only the 25th birthday is still to come."""
    dossier = covering(child)
    assert [age for _, age, _, _ in notices(dossier)] == [25]


# -- how long a dispensation lasts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end_date", "renewal", "last_day"),
    [
        (dt.date(2026, 12, 31), midnight(2026, 12, 1), dt.date(2026, 12, 31)),
        (dt.date(2030, 12, 31), midnight(2027, 3, 31), dt.date(2027, 4, 30)),
        (dt.date(2026, 5, 5), midnight(2026, 4, 8), dt.date(2026, 5, 5)),
    ],
    ids=["to the day attested", "at most a year from the effective date", "shorter than the notice"],
)
def test_a_renewal_is_asked_for_thirty_days_before_the_last_day_and_the_day_after_it_is_over(
    end_date: dt.date, renewal: dt.datetime, last_day: dt.date
) -> None:
    """A term shorter than the notice is asked about on the day after it was granted."""
    dossier = dispensed(end_date)
    over = GUIDE.start_of(last_day + DAY)
    assert dossier.view(at=NOW).dispensed_until == last_day
    assert events(dossier)[:3] == [
        ("renewal_falls_due", renewal),
        ("dispensation_expires", over),
        ("invited_again", over),
    ]
    assert dossier.as_of(renewal - MICROSECOND).states["dispensation"] == "granted"
    decision = dossier.decide(do.Tick(), at=renewal)
    (notice,) = decision.effects
    assert isinstance(notice, SendRenewalNotice)
    assert (notice.last_day, notice.useful_until, notice.recipient) == (last_day, over, Recipient.CONTACT)
    asked = decision.dossier
    assert asked.states["dispensation"] == "renewal_due"
    assert asked.as_of(over - MICROSECOND).record.is_dispensed
    assert asked.as_of(over).states["dispensation"] == "expired"


def test_the_renewal_is_asked_for_at_the_contact_address_or_else_at_the_professional_one() -> None:
    (notice,) = foreseen(dispensed(), SendRenewalNotice)
    assert (notice.recipient, notice.address) == (Recipient.CONTACT, BENOIT.email)
    unknown = dispensed(start=open_dossier(agent=attrs.evolve(BENOIT, email=None)))
    (notice,) = foreseen(unknown, SendRenewalNotice)
    assert (notice.recipient, notice.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)


def test_a_term_of_one_day_is_not_asked_about() -> None:
    again = tick(dispensed(), midnight(2027, 1, 1))
    at = instant(2027, 1, 4)
    short = dispensed(at.date(), at=at, start=again)
    assert [name for name, _ in events(short)][:2] == ["dispensation_expires", "invited_again"]
    assert due(short, "dispensation_expires") == midnight(2027, 1, 5)


def test_a_term_of_two_days_is_asked_about_on_its_last_day() -> None:
    at = instant(2027, 1, 4)
    short = dispensed(dt.date(2027, 1, 5), at=at, start=tick(dispensed(), midnight(2027, 1, 1)))
    assert events(short)[:2] == [
        ("renewal_falls_due", midnight(2027, 1, 5)),
        ("dispensation_expires", midnight(2027, 1, 6)),
    ]


def test_a_renewed_dispensation_lasts_a_year_from_the_day_after_the_term_before() -> None:
    dossier = dispensed()
    at = instant(2026, 12, 10)
    fields = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    renewal = do.RenewDispensation(**(fields | {"end_date": dt.date(2030, 1, 1), "signed_on": at.date()}))
    renewed = accept(dossier, renewal, at=at)
    assert (renewed.states["dispensation"], renewed.view(at=at).dispensed_until) == ("granted", dt.date(2027, 12, 31))
    assert events(renewed)[:2] == [
        ("renewal_falls_due", midnight(2027, 12, 1)),
        ("dispensation_expires", midnight(2028, 1, 1)),
    ]
    assert dossier.decide(renewal, at=instant(2027, 1, 1, 0)).outcome is Outcome.NOT_AVAILABLE
    assert dossier.decide(renewal, at=instant(2027, 1, 1, 0) - SECOND).outcome is Outcome.ACCEPTED


def test_a_motive_that_will_end_ends_the_dispensation_on_its_last_day() -> None:
    dossier = accept(dispensed(), do.ReportMotiveEnd(dt.date(2026, 6, 30)))
    assert dossier.states["dispensation"] == "granted"
    assert due(dossier, "dispensation_expires") == midnight(2026, 7, 1)
    assert dossier.as_of(midnight(2026, 7, 1)).view(at=midnight(2026, 7, 1)).effective_on == dt.date(2026, 7, 1)


def test_a_motive_that_will_end_after_the_term_does_not_lengthen_it() -> None:
    dossier = accept(dispensed(), do.ReportMotiveEnd(dt.date(2028, 6, 30)))
    assert due(dossier, "dispensation_expires") == midnight(2027, 1, 1)


def test_a_motive_that_will_end_after_the_term_can_still_be_attested_for_the_next_one() -> None:
    dossier = accept(dispensed(), do.ReportMotiveEnd(dt.date(2028, 6, 30)))
    assert due(dossier, "renewal_falls_due") == midnight(2026, 12, 1)


@pytest.mark.parametrize("start", ["a member", "invited again"])
def test_an_attestation_that_is_over_cannot_be_the_ground_of_a_request(start: str) -> None:
    """It was right when it was given; when the request is made, its last day has passed."""
    if start == "a member":
        at = IN_FORCE
        dossier = tick(at_state("confirmed"), at)
        motive = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=at.date()))
    else:
        at = midnight(2027, 1, 1)
        dossier, motive = tick(dispensed(), at), MOTIVE
    last_day = at.date() + 10 * DAY
    dossier = accept(dossier, DISPENSATION_REQUEST[0], motive, attrs.evolve(ATTESTATION, end_date=last_day), at=at)
    in_time = dossier.decide(DISPENSATION_REQUEST[3], at=GUIDE.start_of(last_day + DAY) - SECOND)
    assert in_time.dossier.states["dispensation"] == "granted"
    too_late = dossier.decide(DISPENSATION_REQUEST[3], at=GUIDE.start_of(last_day + DAY))
    assert too_late.outcome is Outcome.REFUSED
    assert too_late.dossier is dossier


def test_whatever_is_asked_when_the_attestation_is_over_a_dossier_can_be_stored_and_read() -> None:
    dossier = tick(at_state("confirmed"), IN_FORCE)
    motive = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=IN_FORCE.date()))
    dossier = accept(dossier, DISPENSATION_REQUEST[0], motive, ATTESTATION, at=IN_FORCE)
    after = dossier.decide(DISPENSATION_REQUEST[3], at=instant(2027, 2, 1)).dossier
    assert reloaded(after) == after


# -- invited again --------------------------------------------------------------------------------------------

RENOUNCED_AT = instant(2026, 6, 10)


def over_by(way: str) -> tuple[Dossier, Dossier, dt.datetime, dt.date]:
    """Give a dossier before and after its dispensation ended, when, and the first day of the cover proposed."""
    before = dispensed(start=at_state("signature"))
    at, after = RENOUNCED_AT, before
    match way:
        case "renounced":
            after = accept(before, do.RenounceDispensation(), at=at)
            return before, after, at, dt.date(2026, 6, 11)
        case "motive ended today":
            after = accept(before, do.ReportMotiveEnd(at.date()), at=at)
            return before, after, at, dt.date(2026, 6, 11)
        case "motive ended before":
            after = accept(before, do.ReportMotiveEnd(dt.date(2026, 6, 5)), at=at)
            return before, after, at, dt.date(2026, 6, 6)
        case _:
            at = midnight(2027, 1, 1)
            return before, tick(before, at), at, dt.date(2027, 1, 1)


WAYS = ["renounced", "motive ended today", "motive ended before", "expired"]


@pytest.mark.parametrize("way", WAYS)
def test_when_a_dispensation_ends_the_agent_is_invited_again_with_a_new_21_days(way: str) -> None:
    before, after, at, _ = over_by(way)
    decision = before.decide(do.Tick(), at=at) if way == "expired" else None
    (invitation,) = mails(decision.effects if decision else _last_effects(way), SendInvitation)
    last_day = GUIDE.civil_day(at) + 21 * DAY
    over = GUIDE.start_of(last_day + DAY)
    assert (invitation.recipient, invitation.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)
    assert (invitation.due_at, invitation.useful_until, invitation.last_day) == (at, over, last_day)
    assert (after.states["affiliation"], after.record.active, after.record.invited_at) == ("home", "affiliation", at)
    assert after.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert after.as_of(over).states["affiliation"] == "auto_affiliated"
    assert reminders_of(after) == [GUIDE.start_of(GUIDE.civil_day(at) + number * DAY) for number in (7, 14)]
    assert {one.last_day for one in foreseen(after, SendReminder)} == {last_day}


def _last_effects(way: str) -> tuple[Effect, ...]:
    """Give the effects of the command that ends the dispensation."""
    commands = {
        "renounced": do.RenounceDispensation(),
        "motive ended today": do.ReportMotiveEnd(RENOUNCED_AT.date()),
        "motive ended before": do.ReportMotiveEnd(dt.date(2026, 6, 5)),
    }
    return over_by(way)[0].decide(commands[way], at=RENOUNCED_AT).effects


@pytest.mark.parametrize("way", WAYS)
def test_cover_is_proposed_from_the_day_after_the_dispensation_and_silence_begins_it_at_once(way: str) -> None:
    _, after, at, proposed = over_by(way)
    assert after.view(at=at).effective_on == proposed
    over = due(after, "affiliation_window_ends")
    silent = after.decide(do.Tick(), at=over)
    assert [(step.command, step.at) for step in silent.steps][-3:] == [
        ("affiliation-window-ends", over),
        ("file-received", over),
        ("enters-into-force", over),
    ]
    (mail,) = mails(silent.effects, SendAutomaticAffiliation)
    assert mail.effective_on == proposed == silent.dossier.view(at=over).effective_on


def test_who_renounces_before_the_start_is_proposed_cover_from_the_start() -> None:
    assert accept(dispensed(), do.RenounceDispensation()).view(at=NOW).effective_on == dt.date(2026, 5, 1)


def test_the_reminders_of_a_second_invitation_have_ids_of_their_own() -> None:
    first = {one.id for one in foreseen(open_dossier(), SendReminder)}
    _, after, _, _ = over_by("renounced")
    assert not first & {one.id for one in foreseen(after, SendReminder)}


def test_a_second_window_counts_nothing_of_the_first() -> None:
    """Neither the reminders that came in it, nor the days for which it stood still."""
    first = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.RejectReport(), at=REJECTED_AT)
    at = instant(2026, 4, 25)
    reminded = tick(first, at)
    assert reminded.record.noticed
    after = accept(dispensed(at=at, start=reminded), do.RenounceDispensation(), at=at)
    assert reminders_of(after) == [midnight(2026, 5, 2), midnight(2026, 5, 9)]
    assert due(after, "affiliation_window_ends") == midnight(2026, 5, 17)


def test_a_second_dispensation_can_be_asked_for_until_the_last_instant_of_the_second_window() -> None:
    _, after, at, _ = over_by("renounced")
    over = due(after, "affiliation_window_ends")
    asking = accept(after, *DISPENSATION_REQUEST[:2], attrs.evolve(ATTESTATION, signed_on=at.date()), at=at)
    assert asking.decide(DISPENSATION_REQUEST[3], at=over - MICROSECOND).dossier.states["dispensation"] == "granted"
    assert asking.decide(DISPENSATION_REQUEST[3], at=over).outcome is Outcome.NOT_AVAILABLE
    assert asking.as_of(over).states["dispensation"] == "closed"


def test_a_dispensation_never_renewed_leads_by_itself_to_a_cover_in_force() -> None:
    """The whole course, foreseen from the day it was granted."""
    expiry, silence = midnight(2027, 1, 1), midnight(2027, 1, 23)
    assert events(dispensed()) == [
        ("renewal_falls_due", midnight(2026, 12, 1)),
        ("dispensation_expires", expiry),
        ("invited_again", expiry),
        ("reminder_falls_due", midnight(2027, 1, 8)),
        ("reminder_falls_due", midnight(2027, 1, 15)),
        ("affiliation_window_ends", silence),
        ("file_received", silence),
        ("enters_into_force", silence),
    ]


@pytest.mark.parametrize(
    "motive", [Motive.C2S, Motive.COMPULSORY_COLLECTIVE, Motive.PARTNER_COLLECTIVE, Motive.MILITARY_COLLECTIVE]
)
def test_while_dispensed_nothing_but_the_renewal_comes(motive: Motive) -> None:
    attestation = attrs.evolve(ATTESTATION, motive=motive)
    dossier = accept(
        open_dossier(), DISPENSATION_REQUEST[0], do.ChooseMotive(motive), attestation, DISPENSATION_REQUEST[3]
    )
    assert [name for name, _ in events(dossier, midnight(2026, 12, 31))] == ["renewal_falls_due"]
