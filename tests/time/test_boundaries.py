"""
A deadline comes at its instant: neither a microsecond before, nor later, however late somebody looks.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, open_dossier, tick
from people import AFTER_DEADLINE, DISPENSATION_REQUEST, GUIDE, INVITED, MOTIVE, NOW, ONE_DAY, PF, SIGN_WITH_MANDATE
from psc_workflow import Formula, Outcome, Role, contracts, states
from psc_workflow import commands as do
from psc_workflow._model.effects import SendAcknowledgement
from psc_workflow.states._screens import OPEN
from timeline import LAST_DAY, MICROSECOND, SECOND, WINDOW_OVER, effects_of, midnight, reload
from verdicts import codes

STILL = {"23:59:59": WINDOW_OVER - SECOND, "23:59:59.999999": WINDOW_OVER - MICROSECOND}

PAST = {
    "00:00:00": WINDOW_OVER,
    "one microsecond later": WINDOW_OVER + MICROSECOND,
    "one second later": WINDOW_OVER + SECOND,
}

COVERED_ALONE = (Formula.BASE, False, None, ())
"""Formula, whether chosen, partner, children: what silence brings."""


@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", STILL.values(), ids=STILL)
def test_until_the_last_instant_of_day_21_in_papeete_the_agent_can_sign(at: dt.datetime, *, ticks: bool) -> None:
    dossier = at_state("signature")
    dossier = tick(dossier, at) if ticks else dossier
    assert {offer.do: offer.offered for offer in dossier.view(at=at, role=Role.AGENT).commands}["sign"]
    assert dossier.view(at=at, role=Role.AGENT).where.state == "signature"
    assert dossier.check(SIGN_WITH_MANDATE, at=at, role=Role.AGENT).holds
    assert states.live(dossier, "affiliation", at=at).model.state == "signature"
    decision = dossier.decide(SIGN_WITH_MANDATE, at=at, role=Role.AGENT)
    assert decision.outcome is Outcome.ACCEPTED
    signed = decision.dossier
    assert (signed.states["affiliation"], signed.states["membership"]) == ("confirmed", "received")
    (acknowledged,) = effects_of(decision.effects, SendAcknowledgement)
    assert acknowledged.requested_on == LAST_DAY
    assert tick(signed, WINDOW_OVER + ONE_DAY).states["affiliation"] == "confirmed"


@pytest.mark.parametrize("ticks", ["never", "at the last instant", "at the first instant after", "stored in between"])
@pytest.mark.parametrize("at", PAST.values(), ids=PAST)
def test_from_the_first_instant_of_day_22_the_dossier_is_automatically_affiliated(at: dt.datetime, ticks: str) -> None:
    """View, check, decide, as-of, quote and the live machine agree, with or without a tick before."""
    dossier = at_state("signature")
    match ticks:
        case "at the last instant":
            dossier = tick(dossier, WINDOW_OVER - MICROSECOND)
        case "at the first instant after":
            dossier = tick(dossier, WINDOW_OVER)
        case "stored in between":
            dossier = reload(tick(dossier, WINDOW_OVER - MICROSECOND))
    expected = {
        "access": "invited",
        "affiliation": "auto_affiliated",
        "dispensation": "closed",
        "membership": "received",
    }
    view = dossier.view(at=at, role=Role.AGENT)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=at, role=Role.AGENT)
    assert dossier.as_of(at).states == expected
    assert {name: stage.where.state for name, stage in view.journeys.items()} == expected
    assert "sign" not in {offer.do for offer in view.commands}
    assert (view.cover.formula, view.cover.chosen, view.cover.partner, view.cover.children) == COVERED_ALONE
    assert view.quote == dossier.quote(at=at)
    assert view.quote.debited == 0
    assert codes(dossier.check(SIGN_WITH_MANDATE, at=at, role=Role.AGENT)) == ["command-not-available"]
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
    assert "complete-affiliation" in decision.available
    assert decision.dossier is dossier
    assert dossier.preview(SIGN_WITH_MANDATE, at=at, role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE
    assert {journey: states.live(dossier, journey, at=at).model.state for journey in states.JOURNEYS} == expected
    assert tick(dossier, at).states == expected


@pytest.mark.parametrize("state", [name for name in OPEN if name != "solo_warning"])
def test_silence_on_any_screen_affiliates_alone_on_the_base_formula_at_the_first_instant_of_day_22(state: str) -> None:
    """Also in the middle of everything: what was answered is kept, and nobody else is covered."""
    dossier = at_state(state, formula=Formula.OPTION_2)
    assert dossier.as_of(WINDOW_OVER - MICROSECOND).states["affiliation"] == state
    silent = tick(dossier, WINDOW_OVER)
    cover = silent.record.membership.cover
    assert silent.states["affiliation"] == "auto_affiliated"
    assert (cover.formula, cover.chosen, cover.partner, cover.children) == COVERED_ALONE
    assert silent.record.answers == dossier.record.answers
    assert silent.record.membership.affiliated_at == WINDOW_OVER


@pytest.mark.parametrize("contract", [GUIDE, PF], ids=lambda contract: contract.id)
def test_the_boundary_is_the_same_for_both_contracts(contract: contracts.Contract) -> None:
    dossier = open_dossier(contract)
    assert dossier.as_of(WINDOW_OVER - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(WINDOW_OVER).states["affiliation"] == "auto_affiliated"


@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", STILL.values(), ids=STILL)
def test_until_the_last_instant_of_day_21_a_dispensation_can_be_asked_for(at: dt.datetime, *, ticks: bool) -> None:
    dossier = accept(open_dossier(), *DISPENSATION_REQUEST[:3])
    dossier = tick(dossier, at) if ticks else dossier
    assert states.live(dossier, "dispensation", at=at).model.state == "attestation"
    decision = dossier.decide(DISPENSATION_REQUEST[3], at=at, role=Role.AGENT)
    assert (decision.outcome, decision.dossier.states["dispensation"]) == (Outcome.ACCEPTED, "granted")
    long_after = tick(decision.dossier, WINDOW_OVER + ONE_DAY)
    assert (long_after.states["affiliation"], long_after.states["membership"]) == ("home", "none")


@pytest.mark.parametrize("asked", range(4), ids=["home", "motive", "motive chosen", "attested"])
@pytest.mark.parametrize("ticks", [False, True], ids=["without a tick", "ticked just before"])
@pytest.mark.parametrize("at", PAST.values(), ids=PAST)
def test_from_the_first_instant_of_day_22_the_dispensation_is_closed(
    at: dt.datetime, asked: int, *, ticks: bool
) -> None:
    dossier = accept(open_dossier(), *DISPENSATION_REQUEST[:asked])
    dossier = tick(dossier, WINDOW_OVER - MICROSECOND) if ticks else dossier
    now = dossier.as_of(at)
    assert (now.states["dispensation"], now.states["affiliation"]) == ("closed", "auto_affiliated")
    assert (now.record.active, now.record.answers.attestation) == ("affiliation", None)
    decision = dossier.decide(DISPENSATION_REQUEST[3], at=at, role=Role.AGENT)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
    assert decision.dossier is dossier
    view = dossier.view(at=at, role=Role.AGENT)
    assert view.journeys["dispensation"].where.state == "closed"
    assert "request-dispensation" not in {offer.do for offer in view.commands}
    assert states.live(dossier, "dispensation", at=at).model.state == "closed"


def test_after_the_window_every_motive_counts_until_the_cover_begins() -> None:
    """Whoever was affiliated by silence asks as at the start: the guarantees have not begun."""
    late = accept(tick(open_dossier(), WINDOW_OVER), do.StartDispensation(), at=AFTER_DEADLINE)
    for at in (AFTER_DEADLINE, midnight(2026, 5, 1) - MICROSECOND):
        for opened_on in (None, INVITED.date() - ONE_DAY, LAST_DAY, dt.date(2026, 5, 1)):
            decision = late.decide(
                attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=at, role=Role.AGENT
            )
            assert (decision.outcome, decision.codes) == (Outcome.ACCEPTED, ())


def test_once_it_has_begun_only_a_motive_opened_by_an_event_since_the_invitation_can_be_asked_for() -> None:
    """Whoever was affiliated by silence has never chosen: an event of the time to answer counts too."""
    at = midnight(2026, 5, 1)
    late = accept(tick(open_dossier(), WINDOW_OVER), do.StartDispensation(), at=at)
    refused = late.decide(MOTIVE, at=at, role=Role.AGENT)
    assert (refused.outcome, refused.codes) == (Outcome.INCOMPLETE, ("motive-event-missing",))
    for opened_on, outcome, expected in (
        (INVITED.date() - ONE_DAY, Outcome.REFUSED, ("motive-opened-earlier",)),
        (INVITED.date(), Outcome.ACCEPTED, ()),
        (LAST_DAY, Outcome.ACCEPTED, ()),
        (dt.date(2026, 5, 1), Outcome.ACCEPTED, ()),
        (dt.date(2026, 5, 2), Outcome.REFUSED, ("motive-event-in-future",)),
    ):
        decision = late.decide(attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=at, role=Role.AGENT)
        assert (decision.outcome, decision.codes) == (outcome, expected)


def test_the_view_names_the_last_day_and_the_first_instant_after_it() -> None:
    deadlines = {deadline.name: deadline for deadline in at_state("formula").view(at=NOW, role=Role.AGENT).deadlines}
    for name in ("affiliation_window_ends", "dispensation_window_ends"):
        assert (deadlines[name].last_day, deadlines[name].due_at) == (LAST_DAY, WINDOW_OVER)
        assert deadlines[name].due_at.utcoffset() == dt.timedelta(hours=-10)
