"""
Attestations at their boundaries: each field missing, blank, wrong; the end date the day before, the day, the day after.
"""

import datetime as dt

import attrs
import pytest

from judging import individual, judge_attestation
from people import (
    ARRIVAL,
    AT_START,
    ATTESTATION,
    FIRST_YEAR_END,
    HIRED_LATE,
    HORIZON,
    MOTIVE,
    NOT_HIRED,
    NOT_RECORDED,
    ONE_DAY,
    START,
    TODAY,
)
from psc_workflow._model.commands import Attest, ChooseMotive, HonourStatement, MotiveFacts, RenewDispensation
from psc_workflow._model.text import write_day
from psc_workflow._model.verdict import Finding, Judgement, Verdict
from psc_workflow._model.vocabulary import Certainty, Motive
from psc_workflow.rules import attestation
from psc_workflow.rules.effective_date import EffectiveDate
from verdicts import codes


def ending(end: dt.date) -> Attest:
    return attrs.evolve(ATTESTATION, end_date=end)


def test_a_complete_attestation_holds() -> None:
    assert judge_attestation() == Verdict()


@pytest.mark.parametrize("effective", [AT_START, NOT_RECORDED, NOT_HIRED], ids=["known", "pending", "hiring unknown"])
@pytest.mark.parametrize("after", [None, dt.date(2026, 10, 1)], ids=["first", "renewal"])
@pytest.mark.parametrize("name", attestation.FIELDS)
def test_no_missing_field_turns_into_acceptance(name: str, after: dt.date | None, effective: EffectiveDate) -> None:
    far = attrs.evolve(ATTESTATION, end_date=dt.date(2030, 1, 1))
    verdict = judge_attestation(
        attrs.evolve(far, **{name: None}), effective=effective, today=effective.reference, after=after
    )
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


def test_the_fields_needed_are_all_there_are() -> None:
    """But for the curator's signature, which the rule ``legal_capacity`` asks for where there is a curator."""
    assert {*attestation.FIELDS, "curator_signed"} == set(attrs.fields_dict(HonourStatement))


def test_an_empty_attestation_names_every_field_and_nothing_else() -> None:
    for empty in (Attest(), RenewDispensation()):
        verdict = judge_attestation(empty, after=dt.date(2027, 4, 30))
        assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, attestation.FIELDS)
        assert set(codes(verdict)) == {"attestation-field-missing"}


@pytest.mark.parametrize(
    ("name", "blank"),
    [("full_name", ""), ("full_name", "\u200b "), ("signed_at_place", " "), ("address", ()), ("address", ("", " "))],
)
def test_a_blank_field_is_refused(name: str, blank: object) -> None:
    (finding,) = judge_attestation(attrs.evolve(ATTESTATION, **{name: blank})).findings
    assert (finding.code, finding.path) == ("text-blank", name)


@pytest.mark.parametrize("attested_motive", Motive)
def test_the_motive_ticked_is_the_one_chosen(attested_motive: Motive) -> None:
    verdict = judge_attestation(attrs.evolve(ATTESTATION, motive=attested_motive))
    same = attested_motive is MOTIVE.motive
    assert codes(verdict) == ([] if same else ["attestation-motive-differs"])


@pytest.mark.parametrize("chosen", [None, ChooseMotive()], ids=["nothing", "no motive"])
def test_without_a_motive_chosen_no_attestation_is_accepted(chosen: ChooseMotive | None) -> None:
    verdict = judge_attestation(chosen=chosen)
    assert (verdict.outcome, codes(verdict)) == (Judgement.INCOMPLETE, ["motive-missing"])


@pytest.mark.parametrize(
    ("end", "today", "expected"),
    [
        pytest.param(START - ONE_DAY, TODAY, ["attestation-end-too-early"], id="eve of the effective date"),
        pytest.param(START, TODAY, ["attestation-end-too-early"], id="effective date"),
        pytest.param(START + ONE_DAY, TODAY, [], id="day after the effective date"),
        pytest.param(dt.date.max, TODAY, [], id="no limit for this motive"),
        pytest.param(ARRIVAL - ONE_DAY, ARRIVAL, ["attestation-already-over"], id="yesterday"),
        pytest.param(ARRIVAL, ARRIVAL, [], id="today"),
        pytest.param(ARRIVAL + ONE_DAY, ARRIVAL, [], id="tomorrow"),
        pytest.param(
            TODAY - ONE_DAY,
            TODAY,
            ["attestation-already-over", "attestation-end-too-early"],
            id="before today and effect",
        ),
    ],
)
def test_the_end_date_comes_after_the_effective_date_and_is_not_over(
    end: dt.date, today: dt.date, expected: list[str]
) -> None:
    assert codes(judge_attestation(ending(end), today=today)) == expected


@pytest.mark.parametrize(
    ("chosen", "limit"),
    [
        (ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2030, 1, 1))), FIRST_YEAR_END),
        (ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2026, 12, 31))), dt.date(2026, 12, 31)),
        (ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date(2026, 10, 31))), dt.date(2026, 10, 31)),
    ],
    ids=["12 months", "échéance", "entitlement"],
)
def test_the_end_date_stays_within_the_longest_of_the_motive(chosen: ChooseMotive, limit: dt.date) -> None:
    def findings(end: dt.date) -> tuple[Finding, ...]:
        return judge_attestation(attrs.evolve(ending(end), motive=chosen.motive), chosen=chosen).findings

    assert findings(limit - ONE_DAY) == findings(limit) == ()
    (finding,) = findings(limit + ONE_DAY)
    assert finding.code == "attestation-end-too-late"
    assert write_day(limit).fr in finding.text("fr")
    assert write_day(limit).en in finding.remedy("en")


def test_a_limit_of_the_law_is_cited_with_its_certainty() -> None:
    chosen = ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2030, 1, 1)))
    given_attestation = attrs.evolve(ending(FIRST_YEAR_END + ONE_DAY), motive=chosen.motive)
    (finding,) = judge_attestation(given_attestation, chosen=chosen).findings
    assert finding.certainty is Certainty.PUBLISHED
    assert finding.sources[0].title.startswith("Décret n° 2022-633")


@pytest.mark.parametrize(("days", "faults"), [(-1, 1), (0, 1), (1, 0)])
def test_a_renewal_ends_later_than_the_term_before(days: int, faults: int) -> None:
    after = dt.date(2027, 4, 30)
    renewed = RenewDispensation(**attrs.asdict(ending(after + days * ONE_DAY)))
    verdict = judge_attestation(renewed, today=dt.date(2027, 3, 2), after=after)
    assert codes(verdict) == ["attestation-end-not-later"] * faults


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, ["attestation-signed-in-future"])])
def test_the_attestation_is_not_signed_tomorrow(days: int, expected: list[str]) -> None:
    assert codes(judge_attestation(attrs.evolve(ATTESTATION, signed_on=TODAY + days * ONE_DAY))) == expected


def test_every_fault_of_an_attestation_is_told_at_once() -> None:
    wrong = Attest(" ", None, Motive.C2S, TODAY - ONE_DAY, TODAY + ONE_DAY, "Papeete", signed=False)
    verdict = judge_attestation(wrong, after=TODAY)
    assert verdict.outcome is Judgement.REFUSED
    assert codes(verdict) == [
        "text-blank",
        "attestation-field-missing",
        "attestation-motive-differs",
        "attestation-already-over",
        "attestation-end-not-later",
        "attestation-end-too-early",
        "attestation-signed-in-future",
        "attestation-not-signed",
    ]


@pytest.mark.parametrize(
    ("end", "outcome", "blocking"),
    [
        pytest.param(HIRED_LATE, Judgement.REFUSED, ["attestation-already-over"], id="over, whatever the date"),
        pytest.param(ARRIVAL, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it depends"),
        pytest.param(HORIZON, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it still depends"),
        pytest.param(HORIZON + ONE_DAY, Judgement.HOLDS, [], id="beyond any likely effective date"),
    ],
)
def test_the_end_date_while_the_effective_date_is_unknown(
    end: dt.date, outcome: Judgement, blocking: list[str]
) -> None:
    verdict = judge_attestation(ending(end), effective=NOT_RECORDED, today=ARRIVAL)
    assert (verdict.outcome, codes(verdict.blocking)) == (outcome, blocking)


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        pytest.param(dt.date(2027, 8, 31), Judgement.INCOMPLETE, id="too early or within"),
        pytest.param(HORIZON, Judgement.INCOMPLETE, id="too late on the earliest day, too early on the last"),
        pytest.param(HORIZON + ONE_DAY, Judgement.INCOMPLETE, id="too late or within"),
        pytest.param(dt.date(2028, 9, 2), Judgement.INCOMPLETE, id="last day of the last limit"),
        pytest.param(dt.date(2028, 9, 3), Judgement.REFUSED, id="too late on every day"),
    ],
)
def test_too_early_on_one_day_and_too_late_on_another_is_no_refusal(end: dt.date, outcome: Judgement) -> None:
    """Between the two there are effective dates on which the end date is right."""
    chosen = ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2040, 1, 1)))
    given_attestation = attrs.evolve(ending(end), motive=chosen.motive)
    assert judge_attestation(given_attestation, chosen=chosen, effective=NOT_RECORDED, today=ARRIVAL).outcome is outcome
