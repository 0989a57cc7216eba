"""
Motives at their boundaries: the day before, the day, the day after; each fact known, unknown, wrong.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging import CONTRACT, FEWEST_FACTS, FIXED_TERM, individual, judge_motive
from people import (
    ARRIVAL,
    AT_START,
    FIRST_YEAR_END,
    HIRED,
    HIRED_LATE,
    HORIZON,
    NOT_HIRED,
    NOT_RECORDED,
    ONE_DAY,
    PF,
    START,
    TODAY,
)
from psc_workflow._catalogue import law
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.commands import ChooseMotive, MotiveFacts
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow._model.vocabulary import Certainty, Motive
from psc_workflow.rules import motive
from psc_workflow.rules.effective_date import EffectiveDate, find
from strategies import DAYS_OF_LAW
from verdicts import codes

LATER = (
    Motive.C2S,
    Motive.FIXED_TERM_INDIVIDUAL,
    Motive.COMPULSORY_COLLECTIVE,
    Motive.PARTNER_COLLECTIVE,
    Motive.MILITARY_COLLECTIVE,
    Motive.COVER_L911_7_1,
    Motive.IEG,
    Motive.PUBLIC_SERVICE_COLLECTIVE,
)
PROBABLE = LATER[-3:]


# -- motive: facts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", FEWEST_FACTS)
def test_each_motive_holds_on_the_fewest_facts(chosen: Motive) -> None:
    assert codes(judge_motive(chosen, FEWEST_FACTS[chosen])) == ["motive-to-confirm"] * (chosen in PROBABLE)


@pytest.mark.parametrize(
    ("chosen", "name"), [(chosen, name) for chosen, names in motive.NEEDED.items() for name in names], ids=str
)
@pytest.mark.parametrize("effective", [AT_START, NOT_RECORDED, NOT_HIRED], ids=["known", "pending", "hiring unknown"])
def test_no_missing_fact_turns_into_acceptance(chosen: Motive, name: str, effective: EffectiveDate) -> None:
    facts = attrs.evolve(FEWEST_FACTS[chosen], **{name: None})
    verdict = judge_motive(chosen, facts, effective=effective, today=effective.reference)
    assert verdict.outcome is Judgement.INCOMPLETE
    assert f"facts.{name}" in verdict.missing


def test_without_a_motive_nothing_else_is_asked() -> None:
    verdict = judge_motive(None, CONTRACT, affiliated_on=START)
    assert (codes(verdict), verdict.missing) == (["motive-missing"], ("motive",))


def test_a_motive_that_is_no_longer_in_the_law_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    current = law.law().dispensation_motives
    fewer = attrs.evolve(current.values[0], value=(Motive.C2S,), in_force_from=TODAY)
    changed = attrs.evolve(law.law(), dispensation_motives=attrs.evolve(current, values=(*current.values, fewer)))
    monkeypatch.setattr(law, "law", lambda: changed)
    before = judge_motive(Motive.PARTNER_COLLECTIVE, today=TODAY - ONE_DAY)
    verdict = judge_motive(Motive.INDIVIDUAL_CONTRACT)
    assert (codes(before), codes(verdict)) == ([], ["motive-not-allowed"])
    assert "Complémentaire santé solidaire" in verdict.findings[0].remedy("fr")
    assert "Complémentaire santé solidaire" not in verdict.findings[0].text("fr")


def test_a_fixed_term_and_an_individual_cover_are_both_needed_and_both_named() -> None:
    def of(**facts: bool | None) -> list[str]:
        return codes(judge_motive(Motive.FIXED_TERM_INDIVIDUAL, attrs.evolve(FIXED_TERM, **facts)))

    assert of(fixed_term=False) == ["fixed-term-needed"]
    assert of(individual_cover=False) == ["individual-cover-needed"]
    assert of(fixed_term=False, individual_cover=False) == ["fixed-term-needed", "individual-cover-needed"]
    assert of(fixed_term=None, individual_cover=False) == ["motive-fact-missing", "individual-cover-needed"]


@pytest.mark.parametrize("chosen", [chosen for chosen in FEWEST_FACTS if chosen is not Motive.INDIVIDUAL_CONTRACT])
def test_a_motive_reads_its_own_facts_only(chosen: Motive) -> None:
    """Neither a contract ended long ago nor a strange event matters to the others."""
    facts = attrs.evolve(
        FEWEST_FACTS[chosen],
        contract_end=dt.date(2000, 1, 1),
        in_force_since=dt.date(2030, 1, 1),
        opened_on=dt.date(2000, 1, 1),
        fixed_term=FIXED_TERM.fixed_term if chosen is Motive.FIXED_TERM_INDIVIDUAL else False,
        entitled_until=None if chosen is Motive.C2S else dt.date(2000, 1, 1),
        fixed_term_end=FIXED_TERM.fixed_term_end if chosen is Motive.FIXED_TERM_INDIVIDUAL else dt.date(2000, 1, 1),
    )
    assert judge_motive(chosen, facts).holds


# -- motive: its end -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "today", "expected"),
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
def test_the_end_of_the_c2s_entitlement(end: dt.date | None, today: dt.date, expected: list[str]) -> None:
    verdict = judge_motive(Motive.C2S, MotiveFacts(entitled_until=end), today=today)
    assert codes(verdict) == expected
    assert {finding.path for finding in verdict.findings} <= {"facts.entitled_until"}


@pytest.mark.parametrize(
    ("end", "today", "expected"),
    [
        (TODAY - ONE_DAY, TODAY, ["motive-already-over"]),
        (TODAY, TODAY, ["motive-ends-before-effect"]),
        (START - ONE_DAY, TODAY, ["motive-ends-before-effect"]),
        (START, TODAY, ["motive-ends-before-effect"]),
        (START + ONE_DAY, TODAY, []),
        (dt.date(2030, 1, 1), TODAY, []),
        (dt.date.max, TODAY, []),
        (dt.date(2030, 1, 1), FIRST_YEAR_END - ONE_DAY, []),
        (dt.date(2030, 1, 1), FIRST_YEAR_END, []),
        (dt.date(2030, 1, 1), FIRST_YEAR_END + ONE_DAY, ["individual-contract-limit-over"]),
        (FIRST_YEAR_END, FIRST_YEAR_END + ONE_DAY, ["motive-already-over"]),
    ],
)
def test_the_end_of_an_individual_contract(end: dt.date, today: dt.date, expected: list[str]) -> None:
    assert codes(judge_motive(Motive.INDIVIDUAL_CONTRACT, individual(end), today=today)) == expected


def test_an_individual_contract_that_comes_too_late_is_told_with_its_day_and_the_last_possible_one() -> None:
    late = judge_motive(Motive.INDIVIDUAL_CONTRACT, individual(dt.date(2027, 1, 1), dt.date(2026, 9, 2)))
    (finding,) = late.findings
    assert (finding.code, finding.facts) == (
        "individual-contract-too-late",
        {"since": dt.date(2026, 9, 2), "limit": START},
    )


@pytest.mark.parametrize(("since", "expected"), [(-1, []), (0, []), (1, ["individual-contract-dates-reversed"])])
def test_an_individual_contract_does_not_end_before_it_begins(since: int, expected: list[str]) -> None:
    end = dt.date(2026, 7, 1)
    facts = individual(end, end + since * ONE_DAY)
    assert codes(judge_motive(Motive.INDIVIDUAL_CONTRACT, facts, hired_on=dt.date(2026, 8, 1))) == expected


# -- motive: the beginning of an individual contract -----------------------------------------------------


@pytest.mark.parametrize(
    ("since", "hired_on", "expected"),
    [
        pytest.param(START - ONE_DAY, HIRED, [], id="eve of the collective contract"),
        pytest.param(START, HIRED, [], id="its first day"),
        pytest.param(START + ONE_DAY, HIRED, ["individual-contract-too-late"], id="its second day"),
        pytest.param(START + ONE_DAY, START, ["individual-contract-too-late"], id="hired on its first day"),
        pytest.param(START + ONE_DAY, START + ONE_DAY, [], id="hired on its second day"),
        pytest.param(HIRED_LATE - ONE_DAY, HIRED_LATE, [], id="eve of taking up duty"),
        pytest.param(HIRED_LATE, HIRED_LATE, [], id="day of taking up duty"),
        pytest.param(HIRED_LATE + ONE_DAY, HIRED_LATE, ["individual-contract-too-late"], id="day after taking up duty"),
        pytest.param(START, None, [], id="hiring unknown and without matter"),
        pytest.param(START + ONE_DAY, None, ["motive-hired-on-missing"], id="hiring unknown and needed"),
    ],
)
def test_an_individual_contract_was_there_before(since: dt.date, hired_on: dt.date | None, expected: list[str]) -> None:
    facts = individual(dt.date(2027, 1, 1), since)
    verdict = judge_motive(Motive.INDIVIDUAL_CONTRACT, facts, hired_on=hired_on)
    assert codes(verdict) == expected
    assert verdict.missing == (("agent.hired_on",) if hired_on is None and expected else ())


def test_the_limit_named_is_the_later_of_start_and_hiring() -> None:
    (finding,) = judge_motive(
        Motive.INDIVIDUAL_CONTRACT, individual(FIRST_YEAR_END, HIRED_LATE + ONE_DAY), hired_on=HIRED_LATE
    ).findings
    assert "1er septembre 2026" in finding.text("fr")
    assert any("art. 3" in source.title for source in finding.sources)


def test_all_faults_of_an_individual_contract_are_told_at_once() -> None:
    facts = individual(START, dt.date(2026, 6, 1))
    assert codes(judge_motive(Motive.INDIVIDUAL_CONTRACT, facts)) == [
        "motive-ends-before-effect",
        "individual-contract-dates-reversed",
        "individual-contract-too-late",
    ]


# -- motive: an effective date that is not known ---------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "outcome", "expected"),
    [
        pytest.param(ARRIVAL - ONE_DAY, Judgement.REFUSED, ["motive-already-over"], id="over, whatever the date"),
        pytest.param(ARRIVAL, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it depends"),
        pytest.param(HORIZON, Judgement.INCOMPLETE, ["effective-date-unknown"], id="it still depends"),
        pytest.param(HORIZON + ONE_DAY, Judgement.HOLDS, [], id="beyond any likely effective date"),
    ],
)
@pytest.mark.parametrize("chosen", [Motive.C2S, Motive.INDIVIDUAL_CONTRACT])
def test_the_end_of_a_motive_while_the_effective_date_is_unknown(
    chosen: Motive, end: dt.date, outcome: Judgement, expected: list[str]
) -> None:
    facts = MotiveFacts(entitled_until=end, contract_end=end, in_force_since=HIRED)
    verdict = judge_motive(chosen, facts, effective=NOT_RECORDED, hired_on=HIRED_LATE, today=ARRIVAL)
    assert (verdict.outcome, codes(verdict.blocking)) == (outcome, expected)


def test_a_motive_surely_over_before_the_effective_date_is_refused_though_that_is_unknown() -> None:
    hired_on = dt.date(2026, 10, 1)
    effective = find(hired_on=hired_on, invited_on=ARRIVAL, today=ARRIVAL, contract=PF)
    ends = [hired_on - ONE_DAY, hired_on, hired_on + ONE_DAY]
    verdicts = [
        judge_motive(Motive.C2S, MotiveFacts(entitled_until=end), effective=effective, today=ARRIVAL) for end in ends
    ]
    assert [verdict.outcome for verdict in verdicts] == [Judgement.REFUSED, Judgement.REFUSED, Judgement.INCOMPLETE]


def test_the_hiring_date_is_asked_for_where_it_would_settle_the_effective_date() -> None:
    facts = MotiveFacts(entitled_until=dt.date(2026, 12, 31))
    verdict = judge_motive(Motive.C2S, facts, effective=NOT_HIRED, hired_on=None, today=ARRIVAL)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("agent.hired_on",))


# -- motive: a member ------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", LATER)
@pytest.mark.parametrize(
    ("opened_on", "expected"),
    [
        pytest.param(None, ["motive-event-missing"], id="event not given"),
        pytest.param(START - ONE_DAY, ["motive-opened-earlier"], id="eve of the affiliation"),
        pytest.param(START, [], id="day of the affiliation"),
        pytest.param(dt.date(2026, 9, 2), [], id="yesterday"),
        pytest.param(dt.date(2026, 9, 3), [], id="today"),
        pytest.param(dt.date(2026, 9, 4), ["motive-event-in-future"], id="tomorrow"),
    ],
)
def test_a_member_needs_an_event_since(chosen: Motive, opened_on: dt.date | None, expected: list[str]) -> None:
    facts = attrs.evolve(FEWEST_FACTS[chosen], opened_on=opened_on)
    verdict = judge_motive(chosen, facts, today=ARRIVAL, affiliated_on=START)
    assert codes(verdict) == [*expected, *["motive-to-confirm"] * (chosen in PROBABLE)]
    assert verdict.missing == (("facts.opened_on",) if opened_on is None else ())


def test_an_affiliation_still_to_begin_makes_no_event_both_earlier_and_to_come() -> None:
    facts = MotiveFacts(opened_on=TODAY + ONE_DAY)
    assert codes(judge_motive(Motive.C2S, facts, affiliated_on=START)) == [
        "motive-opened-earlier",
        "motive-event-in-future",
    ]


@pytest.mark.parametrize("chosen", [chosen for chosen in FEWEST_FACTS if chosen not in LATER])
def test_no_event_opens_a_motive_that_rests_on_an_individual_cover(chosen: Motive) -> None:
    facts = attrs.evolve(FEWEST_FACTS[chosen], opened_on=dt.date(2026, 6, 1))
    assert codes(judge_motive(chosen, facts, today=ARRIVAL, affiliated_on=START)) == ["individual-cover-not-later"]
    assert codes(judge_motive(chosen, affiliated_on=START)) == ["individual-cover-not-later"]


@pytest.mark.parametrize("chosen", FEWEST_FACTS)
def test_whoever_is_no_member_needs_no_event(chosen: Motive) -> None:
    facts = attrs.evolve(FEWEST_FACTS[chosen], opened_on=dt.date(2000, 1, 1))
    assert judge_motive(chosen, facts).holds


@pytest.mark.parametrize("chosen", PROBABLE)
@pytest.mark.parametrize("affiliated_on", [None, START])
def test_a_motive_that_the_decree_very_probably_has_exempts_and_says_how_sure_that_is(
    chosen: Motive, affiliated_on: dt.date | None
) -> None:
    facts = MotiveFacts(opened_on=START)
    verdict = judge_motive(chosen, facts, today=ARRIVAL, affiliated_on=affiliated_on)
    (warning,) = verdict.findings
    assert verdict.holds
    assert (warning.code, warning.severity, warning.certainty) == (
        "motive-to-confirm",
        Severity.WARNING,
        Certainty.ESTIMATED,
    )
    assert any(source.identifier == "LEGIARTI000047840938" for source in warning.sources)
    assert "gestionnaire" in warning.remedy("fr")


@pytest.mark.parametrize(
    ("today", "expected"),
    [(dt.date(2024, 6, 30), ["motive-not-allowed"]), (dt.date(2024, 7, 1), []), (TODAY, [])],
    ids=str,
)
def test_the_military_cover_exempts_since_the_text_of_july_2024(today: dt.date, expected: list[str]) -> None:
    assert codes(judge_motive(Motive.MILITARY_COLLECTIVE, today=today)) == expected


@pytest.mark.parametrize("chosen", LATER)
@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, []), (0, []), (1, ["motive-begins-later"])],
    ids=["eve of the effective date", "that day", "the day after"],
)
def test_a_cover_that_begins_after_the_agent_s_own_exempts_only_from_then(
    chosen: Motive, days: int, expected: list[str]
) -> None:
    facts = attrs.evolve(FEWEST_FACTS[chosen], opened_on=START + days * ONE_DAY)
    assert codes(judge_motive(chosen, facts).blocking) == expected
    begun = judge_motive(chosen, facts, today=START + days * ONE_DAY)
    assert begun.holds


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param(UNANSWERED, ["fixed-term-end-left-out"], id="left out"),
        pytest.param(None, ["motive-fact-missing"], id="not known"),
        pytest.param(TODAY - ONE_DAY, ["motive-already-over"], id="yesterday"),
        pytest.param(START, ["motive-ends-before-effect"], id="on the effective date"),
        pytest.param(START + ONE_DAY, [], id="the day after"),
    ],
)
def test_the_end_of_a_fixed_term_is_asked_and_bounds_it(end: dt.date | Unanswered | None, expected: list[str]) -> None:
    facts = attrs.evolve(FIXED_TERM, fixed_term_end=end)
    assert codes(judge_motive(Motive.FIXED_TERM_INDIVIDUAL, facts)) == expected
    longest = motive.longest_end(ChooseMotive(Motive.FIXED_TERM_INDIVIDUAL, facts), effective=START)
    assert longest.day == (end if isinstance(end, dt.date) else None)


# -- longest end -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effective", "end", "expected"),
    [
        pytest.param(START, None, FIRST_YEAR_END, id="échéance not known"),
        pytest.param(START, FIRST_YEAR_END - ONE_DAY, FIRST_YEAR_END - ONE_DAY, id="échéance first"),
        pytest.param(START, FIRST_YEAR_END, FIRST_YEAR_END, id="both on one day"),
        pytest.param(START, FIRST_YEAR_END + ONE_DAY, FIRST_YEAR_END, id="limit first"),
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
    by_contract = end is not None and end < FIRST_YEAR_END
    assert bool(longest.rests_on) != by_contract


def test_the_longest_end_of_the_other_motives() -> None:
    until = dt.date(2026, 12, 31)
    full = MotiveFacts(entitled_until=until, contract_end=START, fixed_term_end=FIRST_YEAR_END)
    ends = {chosen: motive.longest_end(ChooseMotive(chosen, full), effective=START).day for chosen in Motive}
    assert ends.pop(Motive.C2S) == until
    assert ends.pop(Motive.INDIVIDUAL_CONTRACT) == START
    assert ends.pop(Motive.FIXED_TERM_INDIVIDUAL) == FIRST_YEAR_END
    assert set(ends.values()) == {None}
    assert motive.longest_end(ChooseMotive(Motive.C2S), effective=START).day is None
    assert motive.longest_end(ChooseMotive(), effective=START).day is None


# -- term and renewal ------------------------------------------------------------------------------------


@given(st.sampled_from(Motive), st.none() | st.dates(), st.none() | st.dates(), DAYS_OF_LAW, st.integers(0, 500))
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
    verdict = judge_motive(
        chosen, stated, effective=effective, hired_on=hired_on, today=today, affiliated_on=affiliated_on
    )
    to_confirm = {"motive-to-confirm"} if chosen in PROBABLE else set()
    left_out = {"fixed-term-end-left-out"} if chosen is Motive.FIXED_TERM_INDIVIDUAL else set()
    assert set(codes(verdict.warnings)) <= {"effective-date-pending", *to_confirm, *left_out}
    if verdict.holds:
        assert chosen is not None
        assert all(getattr(stated, name) for name in motive.NEEDED.get(chosen, ()))
        assert affiliated_on is None or stated.opened_on is not None
        longest = motive.longest_end(ChooseMotive(chosen, stated), effective=effective.day or HORIZON)
        assert longest.day is None or (longest.day >= today and longest.day > effective.earliest)


# -- texts and values ------------------------------------------------------------------------------------


def test_the_motives_are_those_of_the_decree_and_each_can_be_chosen() -> None:
    allowed = law.law().dispensation_motives
    assert {*allowed.on(START).known_value, *law.value("probable_motives", START)} == set(FEWEST_FACTS) == set(Motive)
    assert set(law.value("probable_motives", START)) == set(PROBABLE)
    assert set(law.value("motives_opened_later", START)) == set(LATER)


@pytest.mark.parametrize(
    ("name", "unit", "certainty"),
    [
        ("dispensation_motives", "motive", Certainty.PUBLISHED),
        ("motives_opened_later", "motive", Certainty.ASSUMED),
        ("probable_motives", "motive", Certainty.ESTIMATED),
        ("individual_contract_limit", "month", Certainty.PUBLISHED),
        ("dispensation_renewal_period", "month", Certainty.ASSUMED),
        ("dispensation_renewal_notice", "day", Certainty.ASSUMED),
    ],
)
def test_what_is_assumed_says_so(name: str, unit: str, certainty: Certainty) -> None:
    parameter: Parameter[object] = getattr(law.law(), name)
    value: Dated[object] = parameter.on(START)
    assert (parameter.unit, value.certainty) == (unit, certainty)
