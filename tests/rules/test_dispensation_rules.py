"""
Rules of the dispensation at their boundaries: the day before, the day, the day after; known, unknown, wrong.
"""

import datetime as dt
import string

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from people import ARRIVAL, AT_START, HIRED, NOT_HIRED, NOT_RECORDED, ONE_DAY, PF, START, TODAY
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model import vocabulary
from psc_workflow._model.commands import Attest, ChooseMotive, HonourStatement, MotiveFacts, RenewDispensation
from psc_workflow._model.verdict import Finding, Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty, Motive
from psc_workflow.rules import attestation, dispensation_request, dispensation_term, motive, motive_end, periods
from psc_workflow.rules.effective_date import EffectiveDate, find
from verdicts import codes

LIMIT = dt.date(2027, 4, 30)

LATE_HIRED = dt.date(2026, 9, 1)
HORIZON = dt.date(2027, 9, 3)

NO_FACT = MotiveFacts()
CONTRACT = MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1))
FIXED_TERM = MotiveFacts(fixed_term=True, individual_cover=True)
HOLDING = {
    Motive.C2S: MotiveFacts(),
    Motive.INDIVIDUAL_CONTRACT: CONTRACT,
    Motive.FIXED_TERM_INDIVIDUAL: FIXED_TERM,
    Motive.COMPULSORY_COLLECTIVE: MotiveFacts(),
    Motive.PARTNER_COLLECTIVE: MotiveFacts(),
    Motive.MILITARY_COLLECTIVE: MotiveFacts(),
}
"""Of each motive, the fewest facts on which it holds."""
SINCE = dt.date(2026, 5, 1)
"""Since when the members of these tests are members."""
LATER = (
    Motive.C2S,
    Motive.FIXED_TERM_INDIVIDUAL,
    Motive.COMPULSORY_COLLECTIVE,
    Motive.PARTNER_COLLECTIVE,
    Motive.MILITARY_COLLECTIVE,
)

PARTNERS = ChooseMotive(Motive.PARTNER_COLLECTIVE)
ATTESTED = Attest(
    "Ana Test", ["1 rue des Tiare"], Motive.PARTNER_COLLECTIVE, dt.date(2026, 12, 31), TODAY, "Papeete", signed=True
)


def judged(
    chosen: Motive | None,
    facts: MotiveFacts = NO_FACT,
    *,
    effective: EffectiveDate = AT_START,
    hired_on: dt.date | None = HIRED,
    today: dt.date = TODAY,
    affiliated_on: dt.date | None = None,
) -> Verdict:
    return motive.assess(
        ChooseMotive(chosen, facts),
        effective=effective,
        hired_on=hired_on,
        contract=PF,
        today=today,
        affiliated_on=affiliated_on,
    )


def attested(
    given_attestation: HonourStatement = ATTESTED,
    *,
    chosen: ChooseMotive | None = PARTNERS,
    effective: EffectiveDate = AT_START,
    today: dt.date = TODAY,
    after: dt.date | None = None,
) -> Verdict:
    return attestation.assess(given_attestation, chosen=chosen, effective=effective, today=today, after=after)


def individual(end: dt.date | None, since: dt.date | None = HIRED) -> MotiveFacts:
    return MotiveFacts(contract_end=end, in_force_since=since)


def ending(end: dt.date) -> Attest:
    return attrs.evolve(ATTESTED, end_date=end)


# -- motive: facts ------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", HOLDING)
def test_each_motive_holds_on_the_fewest_facts(chosen: Motive) -> None:
    assert codes(judged(chosen, HOLDING[chosen])) == []


@pytest.mark.parametrize(
    ("chosen", "name"), [(chosen, name) for chosen, names in motive.NEEDED.items() for name in names], ids=str
)
@pytest.mark.parametrize("effective", [AT_START, NOT_RECORDED, NOT_HIRED], ids=["known", "pending", "hiring unknown"])
def test_no_missing_fact_turns_into_acceptance(chosen: Motive, name: str, effective: EffectiveDate) -> None:
    facts = attrs.evolve(HOLDING[chosen], **{name: None})
    verdict = judged(chosen, facts, effective=effective, today=effective.reference)
    assert verdict.outcome is Judgement.INCOMPLETE
    assert f"facts.{name}" in verdict.missing


def test_without_a_motive_nothing_else_is_asked() -> None:
    verdict = judged(None, CONTRACT, affiliated_on=SINCE)
    assert (codes(verdict), verdict.missing) == (["motive-missing"], ("motive",))


def test_a_motive_that_is_no_longer_in_the_law_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = law.law().dispensation_motives.values[0]
    fewer = attrs.evolve(known, value=(Motive.C2S,), in_force_from=TODAY)
    changed = attrs.evolve(
        law.law(), dispensation_motives=attrs.evolve(law.law().dispensation_motives, values=(known, fewer))
    )
    monkeypatch.setattr(law, "law", lambda: changed)
    before = judged(Motive.PARTNER_COLLECTIVE, today=TODAY - ONE_DAY)
    verdict = judged(Motive.INDIVIDUAL_CONTRACT)
    assert (codes(before), codes(verdict)) == ([], ["motive-not-allowed"])
    assert "Complémentaire santé solidaire" in verdict.findings[0].remedy("fr")
    assert "Complémentaire santé solidaire" not in verdict.findings[0].text("fr")


def test_a_fixed_term_and_an_individual_cover_are_both_needed_and_both_named() -> None:
    def of(**facts: bool | None) -> list[str]:
        return codes(judged(Motive.FIXED_TERM_INDIVIDUAL, attrs.evolve(FIXED_TERM, **facts)))

    assert of(fixed_term=False) == ["fixed-term-needed"]
    assert of(individual_cover=False) == ["individual-cover-needed"]
    assert of(fixed_term=False, individual_cover=False) == ["fixed-term-needed", "individual-cover-needed"]
    assert of(fixed_term=None, individual_cover=False) == ["motive-fact-missing", "individual-cover-needed"]


@pytest.mark.parametrize("chosen", [one for one in HOLDING if one is not Motive.INDIVIDUAL_CONTRACT])
def test_a_motive_reads_its_own_facts_only(chosen: Motive) -> None:
    """Neither a contract ended long ago nor a strange event matters to the others."""
    facts = attrs.evolve(
        HOLDING[chosen],
        contract_end=dt.date(2000, 1, 1),
        in_force_since=dt.date(2030, 1, 1),
        opened_on=dt.date(2030, 1, 1),
        fixed_term=FIXED_TERM.fixed_term if chosen is Motive.FIXED_TERM_INDIVIDUAL else False,
        entitled_until=None if chosen is Motive.C2S else dt.date(2000, 1, 1),
    )
    assert codes(judged(chosen, facts)) == []


# -- motive: its end ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "today", "found"),
    [
        pytest.param(None, TODAY, [], id="end of the entitlement not known"),
        pytest.param(TODAY - ONE_DAY, TODAY, ["motive-already-over"], id="over since yesterday"),
        pytest.param(TODAY, TODAY, ["motive-ends-before-effect"], id="last day today, before the effective date"),
        pytest.param(START - ONE_DAY, TODAY, ["motive-ends-before-effect"], id="ends on the eve of the effective date"),
        pytest.param(START, TODAY, ["motive-ends-before-effect"], id="ends on the effective date"),
        pytest.param(START + ONE_DAY, TODAY, [], id="ends the day after the effective date"),
        pytest.param(dt.date(2026, 6, 1), dt.date(2026, 6, 1), [], id="last day today, after the effective date"),
        pytest.param(dt.date(2026, 6, 1), dt.date(2026, 6, 2), ["motive-already-over"], id="over, after it"),
    ],
)
def test_the_end_of_the_c2s_entitlement(end: dt.date | None, today: dt.date, found: list[str]) -> None:
    verdict = judged(Motive.C2S, MotiveFacts(entitled_until=end), today=today)
    assert codes(verdict) == found
    assert {finding.path for finding in verdict.findings} <= {"facts.entitled_until"}


@pytest.mark.parametrize(
    ("end", "today", "found"),
    [
        (TODAY - ONE_DAY, TODAY, ["motive-already-over"]),
        (TODAY, TODAY, ["motive-ends-before-effect"]),
        (START - ONE_DAY, TODAY, ["motive-ends-before-effect"]),
        (START, TODAY, ["motive-ends-before-effect"]),
        (START + ONE_DAY, TODAY, []),
        (dt.date(2030, 1, 1), TODAY, []),
        (dt.date.max, TODAY, []),
        (dt.date(2030, 1, 1), LIMIT - ONE_DAY, []),
        (dt.date(2030, 1, 1), LIMIT, []),
        (dt.date(2030, 1, 1), LIMIT + ONE_DAY, ["individual-contract-limit-over"]),
        (LIMIT, LIMIT + ONE_DAY, ["motive-already-over"]),
    ],
)
def test_the_end_of_an_individual_contract(end: dt.date, today: dt.date, found: list[str]) -> None:
    assert codes(judged(Motive.INDIVIDUAL_CONTRACT, individual(end), today=today)) == found


@pytest.mark.parametrize(("since", "found"), [(-1, []), (0, []), (1, ["individual-contract-dates-reversed"])])
def test_an_individual_contract_does_not_end_before_it_begins(since: int, found: list[str]) -> None:
    end = dt.date(2026, 7, 1)
    facts = individual(end, end + since * ONE_DAY)
    assert codes(judged(Motive.INDIVIDUAL_CONTRACT, facts, hired_on=dt.date(2026, 8, 1))) == found


# -- motive: the beginning of an individual contract --------------------------------------------


@pytest.mark.parametrize(
    ("since", "hired_on", "found"),
    [
        pytest.param(START - ONE_DAY, HIRED, [], id="eve of the collective contract"),
        pytest.param(START, HIRED, [], id="its first day"),
        pytest.param(START + ONE_DAY, HIRED, ["individual-contract-too-late"], id="its second day"),
        pytest.param(START + ONE_DAY, START, ["individual-contract-too-late"], id="hired on its first day"),
        pytest.param(START + ONE_DAY, START + ONE_DAY, [], id="hired on its second day"),
        pytest.param(LATE_HIRED - ONE_DAY, LATE_HIRED, [], id="eve of taking up duty"),
        pytest.param(LATE_HIRED, LATE_HIRED, [], id="day of taking up duty"),
        pytest.param(LATE_HIRED + ONE_DAY, LATE_HIRED, ["individual-contract-too-late"], id="day after taking up duty"),
        pytest.param(START, None, [], id="hiring unknown and without matter"),
        pytest.param(START + ONE_DAY, None, ["motive-hired-on-missing"], id="hiring unknown and needed"),
    ],
)
def test_an_individual_contract_was_there_before(since: dt.date, hired_on: dt.date | None, found: list[str]) -> None:
    facts = individual(dt.date(2027, 1, 1), since)
    verdict = judged(Motive.INDIVIDUAL_CONTRACT, facts, hired_on=hired_on)
    assert codes(verdict) == found
    assert verdict.missing == (("agent.hired_on",) if hired_on is None and found else ())


def test_the_limit_named_is_the_later_of_start_and_hiring() -> None:
    (finding,) = judged(
        Motive.INDIVIDUAL_CONTRACT, individual(LIMIT, LATE_HIRED + ONE_DAY), hired_on=LATE_HIRED
    ).findings
    assert "01/09/2026" in finding.text("fr")
    assert any("art. 3" in source.title for source in finding.sources)


def test_all_faults_of_an_individual_contract_are_told_at_once() -> None:
    facts = individual(START, dt.date(2026, 6, 1))
    assert codes(judged(Motive.INDIVIDUAL_CONTRACT, facts)) == [
        "motive-ends-before-effect",
        "individual-contract-dates-reversed",
        "individual-contract-too-late",
    ]


# -- motive: an effective date that is not known ------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "outcome", "found"),
    [
        pytest.param(ARRIVAL - ONE_DAY, Judgement.REFUSED, ["motive-already-over"], id="over, whatever the date"),
        pytest.param(ARRIVAL, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it depends"),
        pytest.param(HORIZON, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it still depends"),
        pytest.param(HORIZON + ONE_DAY, Judgement.HOLDS, [], id="beyond any likely effective date"),
    ],
)
@pytest.mark.parametrize("chosen", [Motive.C2S, Motive.INDIVIDUAL_CONTRACT])
def test_the_end_of_a_motive_while_the_effective_date_is_unknown(
    chosen: Motive, end: dt.date, outcome: Judgement, found: list[str]
) -> None:
    facts = MotiveFacts(entitled_until=end, contract_end=end, in_force_since=HIRED)
    verdict = judged(chosen, facts, effective=NOT_RECORDED, hired_on=LATE_HIRED, today=ARRIVAL)
    assert (verdict.outcome, codes(verdict.blocking)) == (outcome, found)


def test_a_motive_surely_over_before_the_effective_date_is_refused_though_that_is_unknown() -> None:
    hired_on = dt.date(2026, 10, 1)
    effective = find(hired_on=hired_on, invited_on=ARRIVAL, today=ARRIVAL, contract=PF)
    ends = [hired_on - ONE_DAY, hired_on, hired_on + ONE_DAY]
    found = [judged(Motive.C2S, MotiveFacts(entitled_until=end), effective=effective, today=ARRIVAL) for end in ends]
    assert [verdict.outcome for verdict in found] == [Judgement.REFUSED, Judgement.REFUSED, Judgement.INCOMPLETE]


def test_the_hiring_date_is_asked_for_where_it_would_settle_the_effective_date() -> None:
    facts = MotiveFacts(entitled_until=dt.date(2026, 12, 31))
    verdict = judged(Motive.C2S, facts, effective=NOT_HIRED, hired_on=None, today=ARRIVAL)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("agent.hired_on",))


# -- motive: a member -----------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", LATER)
@pytest.mark.parametrize(
    ("opened_on", "found"),
    [
        pytest.param(None, ["motive-event-missing"], id="event not given"),
        pytest.param(SINCE - ONE_DAY, ["motive-opened-earlier"], id="eve of the affiliation"),
        pytest.param(SINCE, [], id="day of the affiliation"),
        pytest.param(dt.date(2026, 9, 2), [], id="yesterday"),
        pytest.param(dt.date(2026, 9, 3), [], id="today"),
        pytest.param(dt.date(2026, 9, 4), ["motive-event-in-future"], id="tomorrow"),
    ],
)
def test_a_member_needs_an_event_since(chosen: Motive, opened_on: dt.date | None, found: list[str]) -> None:
    facts = attrs.evolve(HOLDING[chosen], opened_on=opened_on)
    verdict = judged(chosen, facts, today=ARRIVAL, affiliated_on=SINCE)
    assert codes(verdict) == found
    assert verdict.missing == (("facts.opened_on",) if opened_on is None else ())


def test_an_affiliation_still_to_begin_makes_no_event_both_earlier_and_to_come() -> None:
    facts = MotiveFacts(opened_on=TODAY + ONE_DAY)
    assert codes(judged(Motive.C2S, facts, affiliated_on=SINCE)) == ["motive-opened-earlier", "motive-event-in-future"]


@pytest.mark.parametrize("chosen", [one for one in HOLDING if one not in LATER])
def test_no_event_opens_a_motive_that_rests_on_an_individual_cover(chosen: Motive) -> None:
    facts = attrs.evolve(HOLDING[chosen], opened_on=dt.date(2026, 6, 1))
    assert codes(judged(chosen, facts, today=ARRIVAL, affiliated_on=SINCE)) == ["individual-cover-not-later"]
    assert codes(judged(chosen, affiliated_on=SINCE)) == ["individual-cover-not-later"]


@pytest.mark.parametrize("chosen", HOLDING)
def test_whoever_is_no_member_needs_no_event(chosen: Motive) -> None:
    facts = attrs.evolve(HOLDING[chosen], opened_on=dt.date(2000, 1, 1))
    assert judged(chosen, facts).holds


UNVERIFIED = [one for one in Motive if one not in HOLDING]


@pytest.mark.parametrize("chosen", UNVERIFIED)
@pytest.mark.parametrize("affiliated_on", [None, SINCE])
def test_a_motive_known_from_the_military_text_alone_exempts_nobody_and_says_so(
    chosen: Motive, affiliated_on: dt.date | None
) -> None:
    (found,) = judged(chosen, affiliated_on=affiliated_on).findings
    assert (found.code, found.severity, found.certainty) == ("motive-not-allowed", Severity.REFUSED, Certainty.ASSUMED)
    assert any("LEGIARTI000047840938" in source.title for source in found.sources)
    assert "gestionnaire" in found.remedy("fr")


# -- longest end ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "end", "expected"),
    [
        pytest.param(START, None, LIMIT, id="échéance not known"),
        pytest.param(START, LIMIT - ONE_DAY, LIMIT - ONE_DAY, id="échéance first"),
        pytest.param(START, LIMIT, LIMIT, id="both on one day"),
        pytest.param(START, LIMIT + ONE_DAY, LIMIT, id="limit first"),
        pytest.param(dt.date(2028, 2, 29), None, dt.date(2029, 2, 28), id="from 29 February"),
        pytest.param(dt.date(2027, 3, 1), None, dt.date(2028, 2, 29), id="to 29 February"),
        pytest.param(dt.date(2027, 2, 28), None, dt.date(2028, 2, 27), id="from 28 February"),
        pytest.param(dt.date(2027, 1, 1), None, dt.date(2027, 12, 31), id="a calendar year"),
        pytest.param(dt.date(9998, 12, 31), None, dt.date(9999, 12, 30), id="the calendar's last year but one"),
        pytest.param(dt.date(9999, 1, 1), None, dt.date.max, id="the calendar's last year"),
        pytest.param(dt.date.max, dt.date.max, dt.date.max, id="the calendar's last day"),
    ],
)
def test_the_longest_end_of_an_individual_contract(effective: dt.date, end: dt.date | None, expected: dt.date) -> None:
    longest = motive.longest_end(ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(end)), effective=effective)
    assert longest.day == expected
    by_contract = end is not None and end < LIMIT
    assert bool(longest.rests_on) != by_contract


def test_the_longest_end_of_the_other_motives() -> None:
    until = dt.date(2026, 12, 31)
    full = MotiveFacts(entitled_until=until, contract_end=START)
    found = {one: motive.longest_end(ChooseMotive(one, full), effective=START).day for one in Motive}
    assert found.pop(Motive.C2S) == until
    assert found.pop(Motive.INDIVIDUAL_CONTRACT) == START
    assert set(found.values()) == {None}
    assert motive.longest_end(ChooseMotive(Motive.C2S), effective=START).day is None
    assert motive.longest_end(ChooseMotive(), effective=START).day is None


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (dt.date(2026, 5, 1), 1, dt.date(2026, 5, 31)),
        (dt.date(2026, 12, 1), 1, dt.date(2026, 12, 31)),
        (dt.date(2026, 12, 2), 1, dt.date(2027, 1, 1)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 29), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 28), 6, dt.date(2027, 2, 27)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 4, 30)),
        (dt.date(9999, 11, 30), 1, dt.date(9999, 12, 29)),
        (dt.date(9999, 12, 1), 1, dt.date.max),
        (dt.date(9999, 12, 31), 1, dt.date.max),
    ],
)
def test_the_last_day_of_a_period_of_months(first: dt.date, months: int, last: dt.date) -> None:
    assert periods.last_day(first, months) == last


@given(st.dates(), st.integers(1, 60), st.integers(0, 800))
def test_a_period_of_months_ends_in_order_and_never_outside_the_calendar(
    first: dt.date, months: int, later: int
) -> None:
    last = periods.last_day(first, months)
    assert first < last or last == dt.date.max or (months == 1 and last >= first)
    if (dt.date.max - first).days >= later:
        assert periods.last_day(first + later * ONE_DAY, months) >= last


# -- attestation --------------------------------------------------------------------------------------------


def test_a_complete_attestation_holds() -> None:
    assert attested() == Verdict()


@pytest.mark.parametrize("effective", [AT_START, NOT_RECORDED, NOT_HIRED], ids=["known", "pending", "hiring unknown"])
@pytest.mark.parametrize("after", [None, dt.date(2026, 10, 1)], ids=["first", "renewal"])
@pytest.mark.parametrize("name", attestation.FIELDS)
def test_no_missing_field_turns_into_acceptance(name: str, after: dt.date | None, effective: EffectiveDate) -> None:
    far = attrs.evolve(ATTESTED, end_date=dt.date(2030, 1, 1))
    verdict = attested(attrs.evolve(far, **{name: None}), effective=effective, today=effective.reference, after=after)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


def test_the_fields_needed_are_all_there_are() -> None:
    assert set(attestation.FIELDS) == set(attrs.fields_dict(HonourStatement))


def test_an_empty_attestation_names_every_field_and_nothing_else() -> None:
    for empty in (Attest(), RenewDispensation()):
        verdict = attested(empty, after=dt.date(2027, 4, 30))
        assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, attestation.FIELDS)
        assert set(codes(verdict)) == {"attestation-field-missing"}


@pytest.mark.parametrize(
    ("name", "blank"),
    [("full_name", ""), ("full_name", "\u200b "), ("signed_at_place", " "), ("address", ()), ("address", ("", " "))],
)
def test_a_blank_field_is_refused(name: str, blank: object) -> None:
    (finding,) = attested(attrs.evolve(ATTESTED, **{name: blank})).findings
    assert (finding.code, finding.path) == ("text-blank", name)


@pytest.mark.parametrize("attested_motive", Motive)
def test_the_motive_ticked_is_the_one_chosen(attested_motive: Motive) -> None:
    verdict = attested(attrs.evolve(ATTESTED, motive=attested_motive))
    same = attested_motive is PARTNERS.motive
    assert codes(verdict) == ([] if same else ["attestation-motive-differs"])


@pytest.mark.parametrize("chosen", [None, ChooseMotive()], ids=["nothing", "no motive"])
def test_without_a_motive_chosen_no_attestation_is_accepted(chosen: ChooseMotive | None) -> None:
    verdict = attested(chosen=chosen)
    assert (verdict.outcome, codes(verdict)) == (Judgement.INCOMPLETE, ["motive-missing"])


@pytest.mark.parametrize(
    ("end", "today", "found"),
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
    end: dt.date, today: dt.date, found: list[str]
) -> None:
    assert codes(attested(ending(end), today=today)) == found


@pytest.mark.parametrize(
    ("chosen", "limit"),
    [
        (ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2030, 1, 1))), LIMIT),
        (ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2026, 12, 31))), dt.date(2026, 12, 31)),
        (ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date(2026, 10, 31))), dt.date(2026, 10, 31)),
    ],
    ids=["12 months", "échéance", "entitlement"],
)
def test_the_end_date_stays_within_the_longest_of_the_motive(chosen: ChooseMotive, limit: dt.date) -> None:
    def found(end: dt.date) -> tuple[Finding, ...]:
        return attested(attrs.evolve(ending(end), motive=chosen.motive), chosen=chosen).findings

    assert found(limit - ONE_DAY) == found(limit) == ()
    (finding,) = found(limit + ONE_DAY)
    assert finding.code == "attestation-end-too-late"
    assert f"{limit:%d/%m/%Y}" in finding.text("fr")
    assert limit.isoformat() in finding.remedy("en")


def test_a_limit_of_the_law_is_cited_with_its_certainty() -> None:
    chosen = ChooseMotive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2030, 1, 1)))
    given_attestation = attrs.evolve(ending(LIMIT + ONE_DAY), motive=chosen.motive)
    (finding,) = attested(given_attestation, chosen=chosen).findings
    assert finding.certainty is Certainty.PUBLISHED
    assert finding.sources[0].title.startswith("Décret n° 2022-633")


@pytest.mark.parametrize(("days", "found"), [(-1, 1), (0, 1), (1, 0)])
def test_a_renewal_ends_later_than_the_term_before(days: int, found: int) -> None:
    after = dt.date(2027, 4, 30)
    renewed = RenewDispensation(**attrs.asdict(ending(after + days * ONE_DAY)))
    verdict = attested(renewed, today=dt.date(2027, 3, 2), after=after)
    assert codes(verdict) == ["attestation-end-not-later"] * found


@pytest.mark.parametrize(("days", "found"), [(-1, []), (0, []), (1, ["attestation-signed-in-future"])])
def test_the_attestation_is_not_signed_tomorrow(days: int, found: list[str]) -> None:
    assert codes(attested(attrs.evolve(ATTESTED, signed_on=TODAY + days * ONE_DAY))) == found


def test_every_fault_of_an_attestation_is_told_at_once() -> None:
    wrong = Attest(" ", None, Motive.C2S, TODAY - ONE_DAY, TODAY + ONE_DAY, "Papeete", signed=False)
    verdict = attested(wrong, after=TODAY)
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
    ("end", "outcome", "found"),
    [
        pytest.param(LATE_HIRED, Judgement.REFUSED, ["attestation-already-over"], id="over, whatever the date"),
        pytest.param(ARRIVAL, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it depends"),
        pytest.param(HORIZON, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it still depends"),
        pytest.param(HORIZON + ONE_DAY, Judgement.HOLDS, [], id="beyond any likely effective date"),
    ],
)
def test_the_end_date_while_the_effective_date_is_unknown(end: dt.date, outcome: Judgement, found: list[str]) -> None:
    verdict = attested(ending(end), effective=NOT_RECORDED, today=ARRIVAL)
    assert (verdict.outcome, codes(verdict.blocking)) == (outcome, found)


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
    assert attested(given_attestation, chosen=chosen, effective=NOT_RECORDED, today=ARRIVAL).outcome is outcome


# -- request and end of the motive ------------------------------------------------------------------------------


def test_an_attestation_is_needed_before_the_request() -> None:
    verdict = dispensation_request.assess_attested(None)
    assert (verdict.outcome, codes(verdict)) == (Judgement.REFUSED, ["attestation-needed"])
    assert dispensation_request.assess_attested(ATTESTED) == Verdict()


@pytest.mark.parametrize(
    ("read", "outcome", "found"),
    [
        (None, Judgement.INCOMPLETE, ["dispensation-warning-unanswered"]),
        (False, Judgement.REFUSED, ["dispensation-warning-not-read"]),
        (True, Judgement.HOLDS, []),
    ],
)
def test_the_warning_is_read_before_the_request(read: bool | None, outcome: Judgement, found: list[str]) -> None:
    verdict = dispensation_request.assess_warning(read)
    assert (verdict.outcome, codes(verdict)) == (outcome, found)
    assert all(finding.path == "warning_read" for finding in verdict.findings)


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_a_motive_may_have_ended_before_or_may_end_later(days: int) -> None:
    assert motive_end.assess(ARRIVAL + days * ONE_DAY) == Verdict()


def test_the_day_on_which_a_motive_ended_is_needed() -> None:
    verdict = motive_end.assess(None)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("ended_on",))


# -- term and renewal ---------------------------------------------------------------------------------------------

FAR = dt.date(2040, 1, 1)


@pytest.mark.parametrize(
    ("end", "effective", "today", "previous", "expected"),
    [
        pytest.param(LIMIT - ONE_DAY, START, TODAY, None, LIMIT - ONE_DAY, id="eve of a year"),
        pytest.param(LIMIT, START, TODAY, None, LIMIT, id="a year to the day"),
        pytest.param(LIMIT + ONE_DAY, START, TODAY, None, LIMIT, id="a year at most"),
        pytest.param(FAR, START, START, None, LIMIT, id="asked on the effective date"),
        pytest.param(
            FAR, START, START + ONE_DAY, None, LIMIT + ONE_DAY, id="asked the day after: counts from the request"
        ),
        pytest.param(FAR, None, TODAY, None, dt.date(2027, 4, 6), id="effective date unknown: from the request"),
        pytest.param(FAR, START, dt.date(2027, 3, 2), LIMIT, dt.date(2028, 4, 30), id="renewed: from the day after"),
        pytest.param(LIMIT + ONE_DAY, START, dt.date(2027, 3, 2), LIMIT, LIMIT + ONE_DAY, id="renewed for a day"),
        pytest.param(FAR, None, TODAY, dt.date(2028, 2, 28), dt.date(2029, 2, 28), id="from 29 February"),
        pytest.param(FAR, None, TODAY, dt.date(2027, 2, 28), dt.date(2028, 2, 29), id="to 29 February"),
        pytest.param(dt.date.max, dt.date(9999, 6, 1), TODAY, None, dt.date.max, id="the calendar's last year"),
        pytest.param(dt.date.max, None, TODAY, dt.date.max, dt.date.max, id="after the calendar's last day"),
    ],
)
def test_a_dispensation_holds_to_its_end_date_and_a_year_at_most(
    end: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None, expected: dt.date
) -> None:
    assert dispensation_term.valid_until(end, effective=effective, today=today, previous=previous) == expected


def test_a_renewal_is_asked_for_sixty_days_before() -> None:
    assert dispensation_term.renewal_from(LIMIT) == LIMIT - 30 * ONE_DAY == dt.date(2027, 3, 31)


days_of_law = st.dates(dt.date(2022, 4, 22), dt.date(2999, 12, 31))


@given(st.dates(), st.none() | days_of_law, days_of_law, st.none() | days_of_law, st.integers(0, 500))
def test_a_term_never_outlasts_the_attestation_or_a_year_and_comes_in_order(
    end: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None, later: int
) -> None:
    term = {"effective": effective, "today": today, "previous": previous}
    valid_until = dispensation_term.valid_until(end, **term)
    begins = previous + ONE_DAY if previous else max(effective or today, today)
    assert valid_until <= end
    assert valid_until <= begins + 365 * ONE_DAY
    assert valid_until == end or valid_until >= begins + 364 * ONE_DAY
    assert (valid_until < begins) == (end < begins)
    assume((dt.date.max - end).days >= later)
    assert dispensation_term.valid_until(end + later * ONE_DAY, **term) >= valid_until
    assert dispensation_term.valid_until(end, **{**term, "today": today + later * ONE_DAY}) >= valid_until
    if previous is not None:
        assert dispensation_term.valid_until(end, **{**term, "previous": previous + later * ONE_DAY}) >= valid_until
    elif effective is not None:
        assert dispensation_term.valid_until(end, **{**term, "effective": effective + later * ONE_DAY}) >= valid_until


@given(st.sampled_from(Motive), st.none() | st.dates(), st.none() | st.dates(), days_of_law, st.integers(0, 500))
def test_the_longest_end_goes_with_what_bounds_it(
    chosen: Motive, until: dt.date | None, end: dt.date | None, effective: dt.date, later: int
) -> None:
    given_motive = ChooseMotive(chosen, MotiveFacts(entitled_until=until, contract_end=end))
    longest = motive.longest_end(given_motive, effective=effective)
    assert longest.rests_on == () or chosen is Motive.INDIVIDUAL_CONTRACT
    if chosen is not Motive.INDIVIDUAL_CONTRACT:
        assert longest.day == (until if chosen is Motive.C2S else None)
        return
    assert longest.day is not None
    assert longest.day <= min(end or dt.date.max, effective + 365 * ONE_DAY)
    assert longest.day == end or longest.day >= effective + 364 * ONE_DAY
    assert motive.longest_end(given_motive, effective=effective + later * ONE_DAY).day >= longest.day


maybe_day = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2029, 12, 31))
maybe = st.none() | st.booleans()
facts = st.builds(MotiveFacts, maybe_day, maybe_day, maybe_day, maybe, maybe, maybe_day)


@given(
    st.none() | st.sampled_from(Motive),
    facts,
    st.sampled_from([AT_START, NOT_RECORDED, NOT_HIRED]),
    maybe_day,
    maybe_day,
)
def test_no_motive_is_accepted_while_a_fact_it_needs_is_missing(
    chosen: Motive | None,
    stated: MotiveFacts,
    effective: EffectiveDate,
    hired_on: dt.date | None,
    affiliated_on: dt.date | None,
) -> None:
    """Accepted means that every fact needed is there, and that no warning but a pending date is left."""
    today = max(effective.reference, TODAY)
    verdict = judged(chosen, stated, effective=effective, hired_on=hired_on, today=today, affiliated_on=affiliated_on)
    assert set(codes(verdict.warnings)) <= {"effective-date-pending"}
    if verdict.holds:
        assert chosen is not None
        assert all(getattr(stated, name) for name in motive.NEEDED.get(chosen, ()))
        assert affiliated_on is None or stated.opened_on is not None
        longest = motive.longest_end(ChooseMotive(chosen, stated), effective=effective.day or HORIZON)
        assert longest.day is None or (longest.day >= today and longest.day > effective.earliest)


# -- texts and values ------------------------------------------------------------------------------------------------


OURS = [code for code, found in wording.finding_texts().items() if found.rule in {
    "motive", "attestation", "dispensation_request", "motive_end",
}]  # fmt: skip


def test_every_code_is_found_by_some_case() -> None:
    """One call a code, so that none is left that no facts can bring about."""
    past = individual(dt.date(2030, 1, 1))
    member = {"today": ARRIVAL, "affiliated_on": SINCE}
    wrong = Attest(" ", None, Motive.C2S, TODAY - ONE_DAY, TODAY + ONE_DAY, "Papeete", signed=False)
    bounded = ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=START))
    verdicts = [
        judged(None),
        judged(Motive.INDIVIDUAL_CONTRACT),
        judged(Motive.INDIVIDUAL_CONTRACT, past, today=LIMIT + ONE_DAY),
        judged(Motive.INDIVIDUAL_CONTRACT, individual(START, START + ONE_DAY)),
        judged(Motive.INDIVIDUAL_CONTRACT, individual(TODAY - ONE_DAY, START + ONE_DAY), hired_on=None),
        judged(Motive.FIXED_TERM_INDIVIDUAL, MotiveFacts(fixed_term=False, individual_cover=False)),
        judged(Motive.INDIVIDUAL_CONTRACT, **member),
        judged(Motive.C2S, **member),
        judged(Motive.C2S, MotiveFacts(opened_on=SINCE - ONE_DAY), **member),
        judged(Motive.C2S, MotiveFacts(opened_on=ARRIVAL + ONE_DAY), **member),
        attested(wrong, after=TODAY),
        attested(chosen=bounded),
        dispensation_request.assess_attested(None),
        dispensation_request.assess_warning(None),
        dispensation_request.assess_warning(False),
        motive_end.assess(None),
    ]
    found = {finding.code: finding for verdict in verdicts for finding in verdict.findings}
    assert set(OURS) - set(found) == {"motive-not-allowed"}  # needs a law with fewer motives: its own test
    for finding in found.values():
        for sentence in (finding.text("fr"), finding.text("en"), finding.remedy("fr"), finding.remedy("en")):
            assert not {"{", "}"} & set(sentence)
            assert "Ana" not in sentence
            assert "Tiare" not in sentence


@pytest.mark.parametrize("code", OURS)
def test_a_missing_fact_says_so_in_its_severity(code: str) -> None:
    asks = code.endswith(("-missing", "-unanswered"))
    assert (wording.finding_texts()[code].severity is Severity.MISSING) == asks
    names = {name for _, name, _, _ in string.Formatter().parse(wording.finding_texts()[code].fr) if name}
    assert not names & {"full_name", "address", "place"}


@pytest.mark.parametrize("member", vocabulary.Motive)
def test_every_motive_has_its_words(member: Motive) -> None:
    assert wording.word(member).fr
    assert wording.word(member).en


@pytest.mark.parametrize("command", [ChooseMotive, HonourStatement, MotiveFacts])
def test_every_field_has_its_words(command: type) -> None:
    for name in attrs.fields_dict(command):
        assert wording.field(name).fr


def test_the_motives_are_those_of_the_decree_and_each_can_be_chosen() -> None:
    allowed = law.law().dispensation_motives
    assert set(allowed.on(START).known_value) == set(HOLDING)
    assert {*allowed.on(START).known_value, *law.value("unverified_motives", START)} == set(Motive)
    assert set(law.value("motives_opened_later", START)) == set(LATER)


@pytest.mark.parametrize(
    ("name", "unit", "certainty"),
    [
        ("dispensation_motives", "motive", Certainty.PUBLISHED),
        ("motives_opened_later", "motive", Certainty.ASSUMED),
        ("unverified_motives", "motive", Certainty.ASSUMED),
        ("individual_contract_limit", "month", Certainty.PUBLISHED),
        ("dispensation_renewal_period", "month", Certainty.ASSUMED),
        ("dispensation_renewal_notice", "day", Certainty.ASSUMED),
    ],
)
def test_what_is_assumed_says_so(name: str, unit: str, certainty: Certainty) -> None:
    parameter: Parameter[object] = getattr(law.law(), name)
    value: Dated[object] = parameter.on(START)
    assert (parameter.unit, value.certainty) == (unit, certainty)
