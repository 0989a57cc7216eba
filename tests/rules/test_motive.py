"""
Motives compared with a table of the six that art. 3 was seen to offer (FAQ Q41 to Q43) and of three more that it very
probably does, each with all it asks.
"""

import datetime as dt
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ARRIVAL, AT_START, FIRST_YEAR_END, NOT_RECORDED, ONE_DAY, PF, START, TODAY
from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, word
from psc_workflow._model.commands import ChooseMotive, MotiveFacts
from psc_workflow._model.text import Text
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Certainty, Motive
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import motive
from psc_workflow.rules.effective_date import EffectiveDate
from strategies import ANSWERS, CONTRACTS, DAYS, around, beginnings, last_day_of_year_from, maybe, year_later
from verdicts import Facts, codes, facts_by_place, plain


class Row(NamedTuple):
    """
    What one motive asks.

    Args:
        needs: Facts without which it cannot be judged.
        true: Facts that must be so, each with what is found where they are not.
        ends: The fact that tells its last day.
        a_year: Whether it exempts for a year at most, from the effective date.
        before: Whether it must have been there before, so that no event opens it.
        may_leave_out: The fact that may be left out, with a warning.
        probable: Whether it is in the list of those to confirm.
    """

    needs: tuple[str, ...] = ()
    true: tuple[tuple[str, str], ...] = ()
    ends: str = ""
    a_year: bool = False
    before: bool = False
    may_leave_out: str = ""
    probable: bool = False


OFFERED = {
    "c2s": Row(ends="entitled_until"),
    "individual_contract": Row(needs=("contract_end", "in_force_since"), ends="contract_end", a_year=True, before=True),
    "fixed_term_individual": Row(
        needs=("fixed_term", "individual_cover", "fixed_term_end"),
        true=(("fixed_term", "fixed-term-needed"), ("individual_cover", "individual-cover-needed")),
        ends="fixed_term_end",
        may_leave_out="fixed_term_end",
    ),
    "compulsory_collective": Row(),
    "partner_collective": Row(),
    "military_collective": Row(),
    "cover_l911_7_1": Row(probable=True),
    "ieg": Row(probable=True),
    "public_service_collective": Row(probable=True),
}
"""Art. 3: 1°, 2°, 3°, 4° a) as insured and as ayant droit, 4° e); and, probably, 4° b) to d)."""

PROBABLE = ("cover_l911_7_1", "ieg", "public_service_collective")

OPENED_LATER = (
    "c2s",
    "fixed_term_individual",
    "compulsory_collective",
    "partner_collective",
    "military_collective",
    "cover_l911_7_1",
    "ieg",
    "public_service_collective",
)

RESTS_ON = {
    "motive-to-confirm": (Certainty.ESTIMATED, "militaires"),
    "individual-cover-not-later": (Certainty.ASSUMED, "Q43"),
    "individual-contract-limit-over": (Certainty.PUBLISHED, "Décret n° 2022-633"),
    "individual-contract-too-late": (Certainty.PUBLISHED, "effet"),
    "motive-hired-on-missing": (Certainty.PUBLISHED, "effet"),
    "effective-date-unknown": (Certainty.ASSUMED, "effet des arrivées ultérieures"),
    "hired-on-missing": (Certainty.ASSUMED, "effet des arrivées ultérieures"),
}
"""Findings that apply a value of the catalogue: how sure it is, and what its first source says."""


def end_of(row: Row, facts: MotiveFacts) -> dt.date | None:
    """Read the last day that the row names; none if it is unknown or left out."""
    end = getattr(facts, row.ends) if row.ends else None
    return None if end is UNANSWERED else end


def longest(row: Row, facts: MotiveFacts, effective: dt.date) -> dt.date | None:
    """Give the earliest of the ends that are known; none if none is."""
    end, year_end = end_of(row, facts), last_day_of_year_from(effective)
    ends = [day for day in (end, year_end if row.a_year else None) if day is not None]
    return min(ends, default=None)


def on_effective_date(effective: EffectiveDate, code: str, path: str, facts: dict[dt.date, dict[str, Any]]) -> Facts:
    """Tell what is refused (*facts* by day) on the effective date, or on all days it may be, or that it depends."""
    if effective.day is not None:
        return {(code, path): facts[effective.day]} if effective.day in facts else {}
    pending: Facts = {("effective-date-pending", effective.missing): {"on": effective.reference}}
    if len(facts) == 1:
        unknown = "hired-on-missing" if effective.missing == "agent.hired_on" else "effective-date-unknown"
        return {(unknown, effective.missing): {"start": effective.start}}
    return {(code, path): facts[effective.earliest], **pending} if facts else pending


def of_the_end(row: Row, facts: MotiveFacts, effective: EffectiveDate, today: dt.date) -> Facts:
    """Tell what comes of the last day, named or by law."""
    path, end = f"facts.{row.ends}", end_of(row, facts)
    days = [effective.day] if effective.day else [effective.earliest, year_later(effective.reference)]
    findings: Facts = {}
    if end is not None and end < today:
        return {("motive-already-over", path): {"ended_on": end, "on": today}}
    if end is not None:
        too_early = {day: {"ended_on": end, "effective": day} for day in days if not day < end}
        findings |= on_effective_date(effective, "motive-ends-before-effect", path, too_early)
    if row.a_year:
        over = {
            day: {"limit": last_day_of_year_from(day), "on": today}
            for day in days
            if last_day_of_year_from(day) < today
        }
        findings |= on_effective_date(effective, "individual-contract-limit-over", "motive", over)
    return findings


def of_the_beginning(facts: MotiveFacts, hired_on: dt.date | None) -> Facts:
    """Tell whether the contract was there on 1 May 2026, or on taking up duty if that came later."""
    since, end, findings = facts.in_force_since, facts.contract_end, Facts()
    if since is None:
        return findings
    if end is not None and (end - since).days < 0:
        findings["individual-contract-dates-reversed", "facts.contract_end"] = {"ended_on": end, "on": since}
    if hired_on is None and since > START:
        findings["motive-hired-on-missing", "agent.hired_on"] = {"since": since, "start": START}
    if hired_on is not None and since > START and since > hired_on:
        limit = max(hired_on, START)
        findings["individual-contract-too-late", "facts.in_force_since"] = {"since": since, "limit": limit}
    return findings


def of_the_order(row: Row, facts: MotiveFacts) -> Facts:
    """Tell whether the last day named precedes the first: a cover of no day."""
    end, opened_on = end_of(row, facts), facts.opened_on
    if end is None or opened_on is None or max((end - opened_on).days + 1, 0) > 0:
        return {}
    return {("motive-dates-reversed", f"facts.{row.ends}"): {"ended_on": end, "opened_on": opened_on}}


def of_the_first_day(facts: MotiveFacts, effective: EffectiveDate, today: dt.date) -> Facts:
    """Tell whether the other cover begins by the effective date, or by today."""
    opened_on = facts.opened_on
    if opened_on is None or (opened_on - today).days <= 0:
        return {}
    days = [effective.day] if effective.day else [effective.earliest, year_later(effective.reference)]
    late = {day: {"opened_on": opened_on, "effective": day} for day in days if (opened_on - day).days > 0}
    return on_effective_date(effective, "motive-begins-later", "facts.opened_on", late)


def of_the_event(facts: MotiveFacts, affiliated_on: dt.date, today: dt.date) -> Facts:
    """Tell whether an event between the affiliation and today opened the right."""
    path, opened_on, findings = "facts.opened_on", facts.opened_on, Facts()
    if opened_on is None:
        return {("motive-event-missing", path): {"affiliated_on": affiliated_on}}
    if opened_on < affiliated_on:
        findings["motive-opened-earlier", path] = {"opened_on": opened_on, "affiliated_on": affiliated_on}
    if opened_on > today:
        findings["motive-event-in-future", path] = {"opened_on": opened_on, "on": today}
    return findings


def expected(
    given_one: ChooseMotive,
    *,
    effective: EffectiveDate,
    hired_on: dt.date | None,
    today: dt.date,
    affiliated_on: dt.date | None,
) -> Facts:
    """Read the table."""
    chosen, facts = given_one.motive, given_one.facts
    if chosen is None:
        return {("motive-missing", "motive"): {}}
    row = OFFERED[chosen.value]
    if row.before and affiliated_on is not None:
        return {
            ("individual-cover-not-later", "motive"): {"motive": plain(word(chosen)), "motives": words(OPENED_LATER)}
        }
    findings: Facts = {
        ("motive-fact-missing", f"facts.{name}"): {"field": plain(field(name))}
        for name in row.needs
        if getattr(facts, name) is None
    }
    findings |= {(code, f"facts.{name}"): {} for name, code in row.true if getattr(facts, name) is False}
    if row.may_leave_out and getattr(facts, row.may_leave_out) is UNANSWERED:
        findings["fixed-term-end-left-out", f"facts.{row.may_leave_out}"] = {}
    if row.probable:
        findings["motive-to-confirm", "motive"] = {"motive": plain(word(chosen))}
    findings |= of_the_end(row, facts, effective, today)
    findings |= of_the_beginning(facts, hired_on) if row.a_year else of_the_order(row, facts)
    if affiliated_on is not None:
        return findings | of_the_event(facts, affiliated_on, today)
    return findings | ({} if row.before else of_the_first_day(facts, effective, today))


def words(names: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(plain(word(Motive(name))) for name in names)


def check_sources(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        certainty, title = RESTS_ON.get(finding.code, (None, ""))
        assert (finding.certainty, title in finding.sources[0].title) == (certainty, True), finding.code


class Case(NamedTuple):
    """All that is asked besides the motive."""

    facts: MotiveFacts
    effective: EffectiveDate
    hired_on: dt.date | None
    today: dt.date
    affiliated_on: dt.date | None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw facts whose days lie close to those that decide."""
    effective, today = draw(beginnings())
    first, last = effective.day or effective.earliest, effective.day or year_later(effective.reference)
    hired_on, affiliated_on = draw(maybe(around(START))), draw(maybe(around(START, today)))
    ends = maybe(around(today, first, last, last_day_of_year_from(first), last_day_of_year_from(last)))
    entitled_until, contract_end = draw(ends), draw(ends)
    in_force_since = draw(maybe(around(START, hired_on or START, contract_end or START)))
    opened_on = draw(maybe(around(today, affiliated_on or today, first, last)))
    fixed_term, individual_cover = draw(ANSWERS), draw(ANSWERS)
    fixed_term_end = draw(ends | st.just(UNANSWERED))
    stated = MotiveFacts(
        entitled_until, contract_end, in_force_since, fixed_term, individual_cover, opened_on, fixed_term_end
    )
    return Case(stated, effective, hired_on, today, affiliated_on)


def judge_case(chosen: Motive | None, case: Case, contract: Contract) -> Verdict:
    return motive.assess(
        ChooseMotive(chosen, case.facts),
        effective=case.effective,
        hired_on=case.hired_on,
        contract=contract,
        today=case.today,
        affiliated_on=case.affiliated_on,
    )


OWN_FACTS = (Motive.C2S, Motive.INDIVIDUAL_CONTRACT, Motive.FIXED_TERM_INDIVIDUAL)
OTHERS = tuple(chosen for chosen in (None, *Motive) if chosen not in OWN_FACTS)


@pytest.mark.parametrize("motives", [*((chosen,) for chosen in OWN_FACTS), OTHERS], ids=[*OWN_FACTS, "the others"])
@given(st.data(), cases(), CONTRACTS)
def test_a_motive_exempts_on_the_conditions_of_its_row_and_on_no_other(
    motives: tuple[Motive | None, ...], data: st.DataObject, case: Case, contract: Contract
) -> None:
    """Whatever is found, with its path, facts and sources; a fact of another row changes nothing."""
    chosen = data.draw(st.sampled_from(motives))
    verdict = judge_case(chosen, case, contract)
    assert facts_by_place(verdict) == expected(
        ChooseMotive(chosen, case.facts),
        effective=case.effective,
        hired_on=case.hired_on,
        today=case.today,
        affiliated_on=case.affiliated_on,
    )
    check_sources(verdict.findings)


def individual(end: dt.date | None, since: dt.date | None = START) -> MotiveFacts:
    return MotiveFacts(contract_end=end, in_force_since=since)


def at_start(facts: MotiveFacts, today: dt.date = TODAY) -> Case:
    return Case(facts, AT_START, START, today, None)


def arriving(facts: MotiveFacts, today: dt.date = ARRIVAL) -> Case:
    return Case(facts, NOT_RECORDED, dt.date(2026, 9, 1), today, None)


@example(at_start(individual(START)))
@example(at_start(individual(START + ONE_DAY)))
@example(at_start(individual(TODAY - ONE_DAY)))
@example(at_start(individual(FIRST_YEAR_END, START + ONE_DAY)))
@example(at_start(individual(FIRST_YEAR_END), FIRST_YEAR_END))
@example(at_start(individual(FIRST_YEAR_END + ONE_DAY), FIRST_YEAR_END))
@example(at_start(individual(FIRST_YEAR_END + ONE_DAY), FIRST_YEAR_END + ONE_DAY))
@example(at_start(individual(None), FIRST_YEAR_END + ONE_DAY))
@example(at_start(individual(None), FIRST_YEAR_END))
@example(arriving(individual(dt.date(2027, 9, 3), dt.date(2026, 9, 1))))
@example(arriving(individual(dt.date(2027, 9, 4), dt.date(2026, 9, 2))))
@example(arriving(individual(dt.date(2030, 1, 1)), dt.date(2027, 9, 1)))
@example(Case(individual(FIRST_YEAR_END, START + ONE_DAY), AT_START, None, TODAY, None))
@example(Case(individual(FIRST_YEAR_END, START), AT_START, None, TODAY, None))
@given(cases())
def test_an_individual_contract_was_there_in_time_and_exempts_twelve_months(case: Case) -> None:
    """
    Q42, in three claims: it was in force on the contract's start or on taking up duty; it ends after the effective
    date; and the day of the request is within twelve months of that.
    """
    contract_end, since = case.facts.contract_end, case.facts.in_force_since
    holds = judge_case(Motive.INDIVIDUAL_CONTRACT, case, PF).holds
    days = [case.effective.day or case.effective.earliest, case.effective.day or year_later(case.effective.reference)]
    assert holds == (
        None not in (contract_end, since)
        and case.affiliated_on is None
        and since <= max(START, case.hired_on or START)  # type: ignore[operator]  # not None
        and since <= contract_end  # type: ignore[operator]
        and case.today <= contract_end  # type: ignore[operator]
        and all(day < contract_end and case.today <= last_day_of_year_from(day) for day in days)  # type: ignore[operator]
    )


# -- the three moments -----------------------------------------------------------------------------------


FEWEST = {
    "individual_contract": individual(dt.date(2030, 1, 1)),
    "fixed_term_individual": MotiveFacts(fixed_term=True, individual_cover=True, fixed_term_end=dt.date(2030, 1, 1)),
}
"""Of each motive, the fewest facts on which it holds."""


@pytest.mark.parametrize("name", OFFERED)
def test_each_motive_can_be_asked_for_at_the_start_on_arrival_and_all_but_one_after_an_event(name: str) -> None:
    """Q43. The individual contract must have been there before."""
    facts = FEWEST.get(name, MotiveFacts())
    of_an_event = attrs.evolve(facts, opened_on=dt.date(2026, 8, 1))
    to_confirm = ["motive-to-confirm"] * OFFERED[name].probable
    assert codes(judge_case(Motive(name), at_start(facts), PF)) == to_confirm
    assert judge_case(Motive(name), arriving(facts), PF).holds
    member = Case(of_an_event, AT_START, START, ARRIVAL, START)
    assert judge_case(Motive(name), member, PF).holds == (name in OPENED_LATER)
    assert not judge_case(Motive(name), member._replace(facts=facts), PF).holds


@given(DAYS)
def test_the_catalogue_offers_the_motives_of_the_table_in_its_order(day: dt.date) -> None:
    offered = [name for name in OFFERED if name != "military_collective" or day >= dt.date(2024, 7, 1)]
    assert [*law.value("dispensation_motives", day), *law.value("probable_motives", day)] == offered
    assert {*law.value("probable_motives", day)} == {name for name, row in OFFERED.items() if row.probable}
    assert tuple(law.value("motives_opened_later", day)) == OPENED_LATER
    assert {name for name, row in OFFERED.items() if not row.before} == set(OPENED_LATER)


def test_a_motive_struck_from_the_law_is_refused_from_that_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a member no event is asked, then: no fact could mend it."""
    current = law.law().dispensation_motives
    fewer = attrs.evolve(current.values[0], value=(Motive.C2S,), in_force_from=ARRIVAL)
    changed = attrs.evolve(law.law(), dispensation_motives=attrs.evolve(current, values=(*current.values, fewer)))
    monkeypatch.setattr(law, "law", lambda: changed)
    case = arriving(MotiveFacts())
    for affiliated_on in (None, START):
        findings = facts_by_place(judge_case(Motive.PARTNER_COLLECTIVE, case._replace(affiliated_on=affiliated_on), PF))
        facts = {"motive": plain(word(Motive.PARTNER_COLLECTIVE)), "motives": words(("c2s", *PROBABLE))}
        assert findings == {("motive-not-allowed", "motive"): facts}
    eve = judge_case(Motive.PARTNER_COLLECTIVE, at_start(MotiveFacts(), ARRIVAL - ONE_DAY), PF)
    assert eve == Verdict()


# -- the longest end -------------------------------------------------------------------------------------


@example(Motive.INDIVIDUAL_CONTRACT, START, MotiveFacts(FIRST_YEAR_END, FIRST_YEAR_END))
@example(Motive.INDIVIDUAL_CONTRACT, START, MotiveFacts(FIRST_YEAR_END + ONE_DAY, FIRST_YEAR_END + ONE_DAY))
@example(Motive.INDIVIDUAL_CONTRACT, START, MotiveFacts(FIRST_YEAR_END - ONE_DAY, FIRST_YEAR_END - ONE_DAY))
@example(Motive.INDIVIDUAL_CONTRACT, START, MotiveFacts())
@example(Motive.INDIVIDUAL_CONTRACT, dt.date(2028, 2, 29), MotiveFacts())
@example(Motive.INDIVIDUAL_CONTRACT, dt.date.max, MotiveFacts(contract_end=dt.date.max))
@given(
    st.sampled_from([None, *Motive, *OWN_FACTS]),
    DAYS | st.just(START),
    st.builds(
        MotiveFacts,
        *[maybe(around(START, FIRST_YEAR_END))] * 3,
        fixed_term_end=maybe(around(START, FIRST_YEAR_END)) | st.just(UNANSWERED),
    ),
)
def test_the_longest_end_is_the_first_of_those_known(chosen: Motive | None, day: dt.date, facts: MotiveFacts) -> None:
    """It rests on the law where the law's limit comes first, or on the same day."""
    row = OFFERED.get(chosen.value, Row()) if chosen else Row()
    end = motive.longest_end(ChooseMotive(chosen, facts), effective=day)
    assert end.day == longest(row, facts, day)
    assert [(parameter.value, parameter.certainty) for parameter in end.rests_on] == (
        [(12, Certainty.PUBLISHED)] if row.a_year and end.day == last_day_of_year_from(day) else []
    )


# -- what no screen should send --------------------------------------------------------------------------


@given(st.dates(max_value=dt.date(2022, 4, 21)), st.sampled_from(Motive))
def test_before_the_decree_no_motive_is_judged(day: dt.date, chosen: Motive) -> None:
    with pytest.raises(NoValueInForceError):
        judge_case(chosen, at_start(MotiveFacts(), day), PF)
    too_old = EffectiveDate(day, START, day, day)
    with pytest.raises(NoValueInForceError):
        judge_case(Motive.INDIVIDUAL_CONTRACT, Case(FEWEST["individual_contract"], too_old, START, TODAY, None), PF)


@pytest.mark.parametrize(
    "facts",
    [
        {"entitled_until": "2026-12-31"},
        {"contract_end": dt.datetime(2026, 12, 31, tzinfo=dt.UTC)},
        {"in_force_since": 20200101},
        {"fixed_term": "oui"},
        {"individual_cover": 1},
        {"opened_on": ""},
        {"fixed_term_end": "2026-12-31"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_a_fact_of_another_kind_is_the_callers_mistake(facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommandError):
        MotiveFacts(**facts)


@pytest.mark.parametrize("chosen", ["c2s ", "C2S", "", "ｃ２ｓ", 1, True], ids=repr)
def test_a_motive_that_is_none_of_the_list_is_the_callers_mistake(chosen: Any) -> None:
    with pytest.raises(InvalidCommandError):
        ChooseMotive(chosen)
