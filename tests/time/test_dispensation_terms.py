"""
How long a dispensation lasts: its end, its renewal, and what comes in between.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, open_dossier, tick
from people import ATTESTATION, BENOIT, DISPENSATION_REQUEST, GUIDE, IN_FORCE, MOTIVE, NOW, ONE_DAY, instant
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Recipient, SendRenewalNotice
from timeline import MICROSECOND, SECOND, dispensed_until, foreseen_effects, instant_of, midnight, milestones_of, reload


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
    dossier = dispensed_until(end_date)
    over = GUIDE.start_of(last_day + ONE_DAY)
    assert dossier.view(at=NOW, role=Role.AGENT).dispensed_until == last_day
    assert milestones_of(dossier)[:3] == [
        ("renewal_falls_due", renewal),
        ("dispensation_expires", over),
        ("invited_again", over),
    ]
    assert dossier.as_of(renewal - MICROSECOND).states["dispensation"] == "granted"
    decision = dossier.decide(do.Tick(), at=renewal, role=Role.CLOCK)
    (notice,) = decision.effects
    assert isinstance(notice, SendRenewalNotice)
    assert (notice.last_day, notice.useful_until, notice.recipient) == (last_day, over, Recipient.CONTACT)
    asked = decision.dossier
    assert asked.states["dispensation"] == "renewal_due"
    assert asked.as_of(over - MICROSECOND).record.is_dispensed
    assert asked.as_of(over).states["dispensation"] == "expired"


def test_the_renewal_is_asked_for_at_the_contact_address_or_else_at_the_professional_one() -> None:
    (notice,) = foreseen_effects(dispensed_until(), SendRenewalNotice)
    assert (notice.recipient, notice.address) == (Recipient.CONTACT, BENOIT.email)
    unknown = dispensed_until(start=open_dossier(agent=attrs.evolve(BENOIT, email=None)))
    (notice,) = foreseen_effects(unknown, SendRenewalNotice)
    assert (notice.recipient, notice.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)


def test_a_term_of_one_day_is_not_asked_about() -> None:
    again = tick(dispensed_until(), midnight(2027, 1, 1))
    at = instant(2027, 1, 4)
    short = dispensed_until(at.date(), at=at, start=again)
    assert [name for name, _ in milestones_of(short)][:2] == ["dispensation_expires", "invited_again"]
    assert instant_of(short, "dispensation_expires") == midnight(2027, 1, 5)


def test_a_term_of_two_days_is_asked_about_on_its_last_day() -> None:
    at = instant(2027, 1, 4)
    short = dispensed_until(dt.date(2027, 1, 5), at=at, start=tick(dispensed_until(), midnight(2027, 1, 1)))
    assert milestones_of(short)[:2] == [
        ("renewal_falls_due", midnight(2027, 1, 5)),
        ("dispensation_expires", midnight(2027, 1, 6)),
    ]


def test_a_renewed_dispensation_lasts_a_year_from_the_day_after_the_term_before() -> None:
    dossier = dispensed_until()
    at = instant(2026, 12, 10)
    fields = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    renewal = do.RenewDispensation(**(fields | {"end_date": dt.date(2030, 1, 1), "signed_on": at.date()}))
    renewed = accept(dossier, renewal, at=at)
    assert (renewed.states["dispensation"], renewed.view(at=at, role=Role.AGENT).dispensed_until) == (
        "granted",
        dt.date(2027, 12, 31),
    )
    assert milestones_of(renewed)[:2] == [
        ("renewal_falls_due", midnight(2027, 12, 1)),
        ("dispensation_expires", midnight(2028, 1, 1)),
    ]
    assert dossier.decide(renewal, at=instant(2027, 1, 1, 0), role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE
    assert dossier.decide(renewal, at=instant(2027, 1, 1, 0) - SECOND, role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_a_motive_that_will_end_ends_the_dispensation_on_its_last_day() -> None:
    dossier = accept(dispensed_until(), do.ReportMotiveEnd(dt.date(2026, 6, 30)))
    assert dossier.states["dispensation"] == "granted"
    assert instant_of(dossier, "dispensation_expires") == midnight(2026, 7, 1)
    assert dossier.as_of(midnight(2026, 7, 1)).view(at=midnight(2026, 7, 1), role=Role.AGENT).effective_on == dt.date(
        2026, 7, 1
    )


def test_a_motive_that_will_end_after_the_term_does_not_lengthen_it() -> None:
    dossier = accept(dispensed_until(), do.ReportMotiveEnd(dt.date(2028, 6, 30)))
    assert instant_of(dossier, "dispensation_expires") == midnight(2027, 1, 1)


def test_a_motive_that_will_end_after_the_term_can_still_be_attested_for_the_next_one() -> None:
    dossier = accept(dispensed_until(), do.ReportMotiveEnd(dt.date(2028, 6, 30)))
    assert instant_of(dossier, "renewal_falls_due") == midnight(2026, 12, 1)


@pytest.mark.parametrize("start", ["a member", "invited again"])
def test_an_attestation_that_is_over_cannot_be_the_ground_of_a_request(start: str) -> None:
    """It was right when it was given; when the request is made, its last day has passed."""
    if start == "a member":
        at = IN_FORCE
        dossier = tick(at_state("confirmed"), at)
        motive = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=at.date()))
    else:
        at = midnight(2027, 1, 1)
        dossier, motive = tick(dispensed_until(), at), MOTIVE
    last_day = at.date() + 10 * ONE_DAY
    dossier = accept(dossier, DISPENSATION_REQUEST[0], motive, attrs.evolve(ATTESTATION, end_date=last_day), at=at)
    in_time = dossier.decide(DISPENSATION_REQUEST[3], at=GUIDE.start_of(last_day + ONE_DAY) - SECOND, role=Role.AGENT)
    assert in_time.dossier.states["dispensation"] == "granted"
    too_late = dossier.decide(DISPENSATION_REQUEST[3], at=GUIDE.start_of(last_day + ONE_DAY), role=Role.AGENT)
    assert too_late.outcome is Outcome.REFUSED
    assert too_late.dossier is dossier


def test_whatever_is_asked_when_the_attestation_is_over_a_dossier_can_be_stored_and_read() -> None:
    dossier = tick(at_state("confirmed"), IN_FORCE)
    motive = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=IN_FORCE.date()))
    dossier = accept(dossier, DISPENSATION_REQUEST[0], motive, ATTESTATION, at=IN_FORCE)
    after = dossier.decide(DISPENSATION_REQUEST[3], at=instant(2027, 2, 1), role=Role.AGENT).dossier
    assert reload(after) == after
