"""
Signatures compared with the days in order, and in the journey of a dispensation.
"""

import datetime as dt

import attrs
from hypothesis import given

from dossiers import accept, dispensed_dossier, dossier_in, now_of, tick
from people import ATTESTATION, NOW, ONE_DAY, TODAY, instant
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow.rules import attestation_age
from strategies import maybe, near
from verdicts import codes, facts_by_place


@given(maybe(near(TODAY, 3)), near(TODAY, 1), near(TODAY, 2), maybe(near(TODAY, 2)), maybe(near(TODAY, 2)))
def test_no_signature_comes_before_what_it_is_for(
    signed_on: dt.date | None, today: dt.date, first: dt.date, began_on: dt.date | None, earlier_on: dt.date | None
) -> None:
    verdict = attestation_age.assess(signed_on, today=today, first=first, began_on=began_on, earlier_on=earlier_on)
    if signed_on is None or (signed_on - today).days > 0:
        assert verdict.findings == ()
        return
    is_new = earlier_on is None or (signed_on - earlier_on).days > 0
    has_begun = began_on is not None and (today - began_on).days >= 0
    table = {
        "attestation-not-new": ({"signed_on": signed_on, "earlier_on": earlier_on}, not is_new),
        "attestation-older-than-request": (
            {"signed_on": signed_on, "first": first},
            is_new and (first - signed_on).days > 0,
        ),
        "attestation-older-than-motive": (
            {"signed_on": signed_on, "began_on": began_on},
            has_begun and began_on is not None and (began_on - signed_on).days > 0,
        ),
    }
    expected = {(code, "signed_on"): facts for code, (facts, applies) in table.items() if applies}
    assert facts_by_place(verdict) == expected
    assert verdict.holds == is_new


# -- in the journey ---------------------------------------------------------------------------------------


def renewal(signed_on: dt.date) -> do.RenewDispensation:
    fields = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    return do.RenewDispensation(**fields | {"end_date": dt.date(2027, 12, 31), "signed_on": signed_on})


def test_a_first_attestation_is_of_the_invitation_or_later_else_there_is_a_warning() -> None:
    dossier = dossier_in("dispensation.attestation")
    invited = TODAY - ONE_DAY
    for signed_on, warnings in ((invited, ()), (invited - ONE_DAY, ("attestation-older-than-request",))):
        decision = dossier.decide(attrs.evolve(ATTESTATION, signed_on=signed_on), at=NOW, role=Role.AGENT)
        assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, warnings)


def test_a_renewal_needs_an_attestation_of_its_own() -> None:
    dossier = dossier_in("dispensation.renewal_due")
    at = now_of(dossier)
    assert dossier.decide(renewal(TODAY), at=at, role=Role.AGENT).codes == ("attestation-not-new",)
    early = dossier.decide(renewal(TODAY + ONE_DAY), at=at, role=Role.AGENT)
    assert (early.outcome, early.warnings) == (Outcome.ACCEPTED, ("attestation-older-than-request",))
    assert not codes(dossier.decide(renewal(at.date()), at=at, role=Role.AGENT).verdict)


def test_the_next_renewal_is_compared_with_the_one_before() -> None:
    first = dt.date(2026, 12, 20)
    renewed = accept(tick(dispensed_dossier(), instant(2026, 12, 20)), renewal(first), at=instant(2026, 12, 20))
    due = tick(renewed, instant(2027, 12, 15))
    again = attrs.evolve(renewal(first), end_date=dt.date(2028, 12, 31))
    assert due.decide(again, at=instant(2027, 12, 15), role=again.roles[0]).codes == ("attestation-not-new",)
