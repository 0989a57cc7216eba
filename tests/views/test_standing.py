"""
Where somebody stands in life, what makes sense to do there, and which day a deadline is.
"""

import datetime as dt
import json

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, dossier_in_force, journey, now_of, open_dossier, tick
from people import AFTER_DEADLINE, BENOIT, GUIDE, IN_FORCE, NOW, SIGN_WITH_MANDATE, START, instant
from psc_workflow import Dossier, EndReason, Formula, Rating, Role
from psc_workflow import commands as do
from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.commands import EVENTS
from psc_workflow._model.text import Source, format_value
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.states import JOURNEYS
from psc_workflow.states._screens import OPEN
from verdicts import codes

EFFECTIVE = dt.date(2026, 5, 1)
DEATH = do.EndMembership(EndReason.DEATH, dt.date(2026, 5, 2))


def where(dossier: Dossier) -> str:
    standing = dossier.view(at=now_of(dossier), role=Role.AGENT).where
    return f"{standing.journey}.{standing.state}"


def listed(dossier: Dossier, role: Role) -> dict[str, list[str]]:
    """Give what is listed to *role*, with the codes that keep it from being offered."""
    offers = dossier.view(at=now_of(dossier), role=role).commands
    return {offer.do: codes(offer.verdict) for offer in offers if offer.journey != "access"}


# -- where ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", OPEN)
def test_on_a_journey_one_stands_on_its_screen(screen: str) -> None:
    assert where(dossier_in(f"affiliation.{screen}")) == f"affiliation.{screen}"


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("affiliation.confirmed", "affiliation.confirmed"),  # the last screen asks for a rating, once
        ("affiliation.auto_affiliated", "membership.received"),
        ("affiliation.under_review", "affiliation.under_review"),
        ("affiliation.not_concerned", "affiliation.not_concerned"),
        ("dispensation.attestation", "dispensation.attestation"),
        ("dispensation.granted", "dispensation.granted"),
        ("dispensation.renewal_due", "dispensation.renewal_due"),
        ("dispensation.expired", "affiliation.home"),
        ("membership.in_force", "membership.in_force"),
        ("membership.suspended", "membership.suspended"),
        ("membership.ended", "membership.ended"),
    ],
)
def test_otherwise_one_stands_where_life_has_led(name: str, standing: str) -> None:
    assert where(dossier_in(name)) == standing


def test_whoever_has_rated_is_no_longer_on_the_last_screen() -> None:
    assert where(accept(at_state("confirmed"), do.RateExperience(Rating.HAPPY))) == "membership.received"


def test_a_member_who_asks_for_a_dispensation_or_completes_the_answers_is_on_those_screens() -> None:
    assert (
        where(accept(dossier_in("membership.in_force"), do.StartDispensation(), at=IN_FORCE)) == "dispensation.motive"
    )
    completing = accept(
        dossier_in("affiliation.auto_affiliated"),
        do.CompleteAffiliation(),
        at=now_of(dossier_in("affiliation.auto_affiliated")),
    )
    assert where(completing) == "affiliation.regime"


@pytest.mark.parametrize("screen", ["formula", "confirmed"])
def test_who_has_died_stands_on_no_screen_and_is_asked_nothing(screen: str) -> None:
    dossier = at_state(screen)
    at = IN_FORCE if screen == "confirmed" else NOW
    dead = accept(dossier, DEATH if screen == "confirmed" else do.EndMembership(EndReason.DEATH, NOW.date()), at=at)
    assert where(dead) == "membership.ended"
    form = dead.form(at=now_of(dead), role=Role.AGENT)
    assert (form.do, form.fields, form.buttons, form.progress) == ("", (), (), ())
    assert [*listed(dead, Role.AGENT), *listed(dead, Role.REPRESENTATIVE)] == []
    assert [*listed(dead, Role.MANAGER)] == []


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_form_without_a_command_is_of_the_place_that_the_view_says(name: str) -> None:
    dossier = dossier_in(name)
    view = dossier.view(at=now_of(dossier), role=Role.AGENT, locale="en")
    form = dossier.form(at=now_of(dossier), role=Role.AGENT, locale="en")
    assert (form.screen, form.title) == (view.where.state, view.where.label)
    assert [step.name for step in form.progress] == [*view.progress.done, *view.progress.left]


# -- what makes sense -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.INSURER, Role.MANAGER])
def test_a_manager_sees_what_only_the_agent_may_do_and_why_not_they(name: str, role: Role) -> None:
    dossier = dossier_in(name)
    offers = {offer.do: offer for offer in dossier.view(at=now_of(dossier), role=role).commands}
    agents_own = {
        offer.do
        for offer in dossier.view(at=now_of(dossier), role=Role.AGENT).commands
        if offer.journey != "access" and role not in offer.command.roles
    }
    assert {do for do, offer in offers.items() if role not in offer.command.roles} == agents_own
    for do_ in agents_own:
        (finding,) = offers[do_].verdict.blocking
        assert (offers[do_].offered, finding.code) == (False, "role-not-allowed")
        assert dossier.decide(offers[do_].command(), at=now_of(dossier), role=role).codes == ("role-not-allowed",)


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("role", list(Role))
def test_nothing_is_offered_that_is_not_decided_and_whatever_is_available_is_listed(name: str, role: Role) -> None:
    dossier = dossier_in(name)
    shown = {offer.do for offer in dossier.view(at=now_of(dossier), role=role).commands if offer.offered}
    refused = dossier.decide(do.Tick() if role is not Role.CLOCK else do.Resume(), at=now_of(dossier), role=role)
    assert set(refused.available) == shown


def test_what_cannot_be_mended_is_not_listed() -> None:
    assert not {"sign-mandate", "end-representation", "rehire"} & {
        *listed(dossier_in("membership.received"), Role.MANAGER)
    }
    assert {"rate-experience", "request-document", "start-dispensation"}.isdisjoint(
        listed(dossier_in("membership.ended"), Role.AGENT)
    )
    assert listed(dossier_in("affiliation.under_review"), Role.AGENT)["start-dispensation"] == ["file-under-review"]
    assert "confirm-identity" not in listed(dossier_in("dispensation.granted"), Role.AGENT)


def test_why_a_report_was_made_is_shown_to_whoever_must_decide_and_in_no_repr() -> None:
    dossier = dossier_in("affiliation.under_review")
    for role in (Role.EMPLOYER, Role.INSURER, Role.MANAGER, Role.AGENT):
        view = dossier.view(at=now_of(dossier), role=role)
        assert view.report == dossier.record.report.reason  # type: ignore[union-attr]  # it is under review
        assert view.report not in repr(view)
        assert view.as_json()["report"] == view.report
    assert dossier_in("membership.in_force").view(at=IN_FORCE, role=Role.MANAGER).report is None


# -- days -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("journey", [journey for journey in JOURNEYS if journey != "access"])
def test_each_deadline_is_the_last_day_of_something_or_the_first(journey: str) -> None:
    texts = raw_texts.journey(journey)
    assert sorted([*texts.last_days, *texts.first_days]) == sorted(texts.deadlines)
    events = {transition.event for state in JOURNEYS[journey].states for transition in state.transitions}
    assert {*texts.deadlines} == {name for event in events for name in event.split()} - EVENTS


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_deadline_is_a_sentence_with_its_day_inclusive_either_way(name: str, locale: str) -> None:
    dossier = dossier_in(name)
    contract = dossier.contract
    for deadline in dossier.view(at=now_of(dossier), role=Role.AGENT, locale=locale).deadlines:  # type: ignore[arg-type]  # a locale
        first = contract.civil_day(deadline.due_at)
        assert deadline.day == (first - dt.timedelta(days=1) if deadline.is_last_day else first)
        assert format_value(deadline.day, locale) in deadline.sentence  # type: ignore[arg-type]  # a locale
        assert deadline.sentence.endswith(".")


def test_cover_begins_on_the_first_day_and_the_window_ends_on_the_last() -> None:
    (begins,) = at_state("confirmed").view(at=NOW, role=Role.AGENT, locale="fr").deadlines
    assert (begins.day, begins.is_last_day) == (dt.date(2026, 5, 1), False)
    assert begins.sentence == "Couverture à partir du 1er mai 2026."
    window = at_state("formula").view(at=NOW, role=Role.AGENT, locale="en").deadlines[-1]
    assert (window.day, window.is_last_day) == (dt.date(2026, 4, 27), True)
    assert window.sentence.startswith("You can answer until 27 April 2026, that day included")


def test_what_is_foreseen_has_the_same_day() -> None:
    dossier = at_state("confirmed")
    (milestone,) = (m for m in dossier.timeline(until=IN_FORCE) if m.event == "enters_into_force")
    assert (milestone.day, milestone.is_last_day) == (dt.date(2026, 5, 1), False)
    assert milestone.as_json()["sentence"]["en"] == "The cover begins on 1 May 2026."


# -- from which day the cover counts ----------------------------------------------------------------------

LATE = instant(2027, 4, 6)
SILENT = tick(open_dossier(), AFTER_DEADLINE)


def completing() -> Dossier:
    """Let silence affiliate, and come to the signature long afterwards."""
    answers = list(journey(formula=Formula.OPTION_2))[1:-2]
    return accept(SILENT, do.CompleteAffiliation(), *answers, at=LATE)


def invited_late(contract: Contract = GUIDE) -> Dossier:
    """Invite somebody whose cover can begin before it is signed."""
    return Dossier.open(contract, id="D1", agent=BENOIT, invited_at=instant(2026, 4, 28))


SIGNATURE = instant(2026, 5, 10)
SILENCE = instant(2026, 5, 20)
SILENT_LATE = tick(invited_late(), SILENCE)
REJECTION = instant(2026, 7, 1)


def completing_at_once() -> Dossier:
    """Let silence affiliate after the effective date, and come to the signature on the same day."""
    return accept(SILENT_LATE, do.CompleteAffiliation(), *list(journey(formula=Formula.OPTION_2))[1:-2], at=SILENCE)


def changed_at_once() -> Dossier:
    """Sign after the effective date under a contract that lets a formula change on the same day, and change it."""
    none = Dated(START, Certainty.ESTIMATED, (Source("art. 1"),), 0)
    contract = attrs.evolve(GUIDE, formula_minimum_term=Parameter("year", START, (none,)))
    signed = accept(invited_late(contract), *list(journey())[:-1], at=SIGNATURE)
    return accept(signed, do.ChangeFormula(Formula.OPTION_2), at=SIGNATURE)


def closed_and_rejected(dossier: Dossier) -> Dossier:
    """Close the file of a member, and find the report wrong."""
    closed = accept(dossier, do.ReportNotConcerned("CPS"), do.CloseFile(), at=instant(2026, 6, 20))
    return accept(closed, do.RejectReport(), at=REJECTION)


@pytest.mark.parametrize(
    ("dossier", "at", "first_day"),
    [
        (completing(), LATE, LATE.date()),
        (completing(), LATE + dt.timedelta(1), LATE.date() + dt.timedelta(1)),
        (accept(completing(), SIGN_WITH_MANDATE, at=LATE), LATE + dt.timedelta(40), LATE.date()),
        (SILENT, LATE, EFFECTIVE),
        (at_state("signature"), NOW, EFFECTIVE),
        (dossier_in_force(), IN_FORCE, EFFECTIVE),
        (accept(tick(SILENT, IN_FORCE), do.ChangeFormula(Formula.OPTION_2), at=IN_FORCE), LATE, IN_FORCE.date()),
        (accept(invited_late(), *list(journey())[:-1], at=instant(2026, 5, 2)), LATE, EFFECTIVE),
        (completing_at_once(), SILENCE, SILENCE.date()),
        (accept(completing_at_once(), SIGN_WITH_MANDATE, at=SILENCE), REJECTION, SILENCE.date()),
        (accept(SILENT_LATE, do.ChangeFormula(Formula.OPTION_2), at=SILENCE), REJECTION, SILENCE.date()),
        (changed_at_once(), LATE, SIGNATURE.date()),
        (accept(changed_at_once(), do.ChangeFormula(Formula.BASE), at=LATE), LATE + dt.timedelta(1), LATE.date()),
        (closed_and_rejected(SILENT_LATE), REJECTION, EFFECTIVE),
        (
            closed_and_rejected(accept(SILENT_LATE, do.ChangeFormula(Formula.OPTION_2), at=SILENCE)),
            REJECTION,
            SILENCE.date(),
        ),
        (
            accept(
                closed_and_rejected(SILENT_LATE),
                do.CompleteAffiliation(),
                *list(journey(formula=Formula.OPTION_2))[1:-1],
                at=REJECTION + dt.timedelta(hours=1),
            ),
            LATE,
            REJECTION.date(),
        ),
        (open_dossier(), NOW, None),
        (dossier_in("dispensation.granted"), NOW, None),
    ],
    ids=[
        "to sign late",
        "a day later",
        "signed late",
        "silence",
        "to sign",
        "signed",
        "changed",
        "begun before",
        "to sign on the day of silence",
        "signed on the day of silence",
        "changed on the day of silence",
        "changed on the day of the signature",
        "changed back to what was signed",
        "silence, closed, rejected",
        "changed, closed, rejected",
        "rejected and signed on one day",
        "no cover",
        "dispensed",
    ],
)
def test_the_first_day_of_the_cover_that_is_shown_is_that_of_what_was_signed_or_changed(
    dossier: Dossier, at: dt.datetime, first_day: dt.date | None
) -> None:
    """The membership began with the effective date all the while."""
    view = dossier.view(at=at, role=Role.AGENT)
    assert view.cover_from == first_day
    assert view.effective_on == (None if dossier.record.is_dispensed else EFFECTIVE)


def test_a_damaged_instant_of_affiliation_stops_no_view() -> None:
    """It may lie before any value of the contract, its time zone among them."""
    stored = json.loads(dossier_in("membership.in_force").dump())
    stored["record"]["membership"]["affiliated_at"] = "2024-04-08T08:00:00+00:00"
    dossier = Dossier.load(json.dumps(stored))
    assert dossier.view(at=now_of(dossier), role=Role.AGENT).cover_from == EFFECTIVE
