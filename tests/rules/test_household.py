"""
Households compared with faults put into everybody named, where a child is judged on each day that may be the first.

Who can be covered is written down a second time, shorter than in the oracles of ``partner`` and ``child``.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ALONE, AT_START, CARLA, CLAUDIA, COUPLE, FAMILY, PF, START, TODAY
from psc_workflow import Child, Partner, Regime, Situation
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import household
from psc_workflow.rules.effective_date import EffectiveDate
from strategies import CHILDREN, CONTRACTS, PARTNERS, beginnings, maybe, near, outcome, year_later
from verdicts import child_called, codes_and_paths, facts_by_place

Found = dict[tuple[str, str], dict[str, Any]]

REGIMES = st.sampled_from([Regime.GENERAL, Regime.GENERAL, None, Regime.CPS, Regime.FOREIGN, Regime.MSA])
FAULTLESS = attrs.evolve(CARLA, situation=Situation.NONE, disabled=False, covered_by_own_work=False, ref=None)


def of_regime(regime: Regime | None, contract: str) -> str:
    """Say how the code of a fault of the regime ends; the contract of the mainland names the farmers' one."""
    table = {None: "fact-missing", Regime.CPS: "regime-not-covered", Regime.FOREIGN: "regime-not-covered"}
    return table.get(regime, "" if regime is Regime.GENERAL or contract == "men-2026" else "regime-to-confirm")


def of_partner(partner: Partner, contract: str, today: dt.date) -> set[tuple[str, str]]:
    """Say what stands against a partner who is no spouse; it is judged on the day of the request."""
    table = {
        ("partner-fact-missing", "birth_date"): partner.birth_date is None,
        ("birth-in-future", "birth_date"): partner.birth_date is not None and (partner.birth_date - today).days > 0,
        (f"partner-{of_regime(partner.regime, contract)}", "regime"): of_regime(partner.regime, contract),
        ("partner-state-civil-servant", "state_civil_servant"): partner.state_civil_servant,
        ("partner-fact-missing", "state_civil_servant"): partner.state_civil_servant is None,
        ("partner-fact-missing", "link"): partner.link is None,
    }
    return {(code, f"partner.{name}") for (code, name), applies in table.items() if applies}


def of_child(child: Child, number: int, among: int, contract: str, on: dt.date) -> Found:
    """Say what stands against a child of whom cover through own work is asked, on a day that may be the first."""
    born = child.birth_date
    age = None if born is None else (int(f"{on:%Y%m%d}") - int(f"{born:%Y%m%d}")) // 10000
    student_age, past = age is not None and 21 <= age < 25, age is not None and age >= 25
    facts = {"child": child_called(number, among)}
    table = {
        ("child-fact-missing", "birth_date"): (age is None, facts),
        (f"child-{of_regime(child.regime, contract)}", "regime"): (of_regime(child.regime, contract), facts),
        ("child-fact-missing", "covered_by_own_work"): (child.covered_by_own_work is None, facts),
        ("child-covered-by-own-work", "covered_by_own_work"): (child.covered_by_own_work, facts),
        ("child-fact-missing", "situation"): (student_age and not child.disabled and child.situation is None, facts),
        ("child-fact-missing", "disabled"): (
            child.disabled is None and (past or (student_age and child.situation is not Situation.STUDENT)),
            facts,
        ),
        ("child-past-age-limit", "birth_date"): (
            student_age and child.disabled is False and child.situation is Situation.NONE,
            {**facts, "limit": 21, "on": on},
        ),
        ("child-past-last-age-limit", "birth_date"): (
            past and child.disabled is False,
            {**facts, "limit": 25, "on": on},
        ),
    }
    return {
        (code, f"children.{number - 1}.{name}"): shown for (code, name), (applies, shown) in table.items() if applies
    }


def answer(findings: Found) -> Judgement:
    """Say what is answered of a child."""
    return outcome({code for code, _ in findings})


def on_effect(child: Child, number: int, among: int, contract: str, effective: EffectiveDate) -> Found:
    """Judge a child on the effective date, or on the first and the last day that it is likely to be."""
    if effective.day is not None:
        return of_child(child, number, among, contract, effective.day)
    first, last = (
        of_child(child, number, among, contract, day) for day in (effective.earliest, year_later(effective.reference))
    )
    pending: Found = {("effective-date-pending", effective.missing): {"on": effective.reference}}
    if answer(first) is answer(last):
        return first | pending
    asked = {place: facts for place, facts in (first | last).items() if outcome({place[0]}) is not Judgement.REFUSED}
    if outcome({code for code, _ in asked}) is Judgement.INCOMPLETE:
        return asked | pending
    code = "hired-on-missing" if effective.missing == "agent.hired_on" else "effective-date-unknown"
    return {place: first[place] for place in first.keys() & last.keys() if first[place] == last[place]} | {
        (code, effective.missing): {"start": effective.start}
    }


@st.composite
def households(draw: st.DrawFn, effective: EffectiveDate, today: dt.date) -> do.DeclareBeneficiaries:
    """Draw answers to both questions; children turn 21 or 25 about the days that may be the first, or are being born."""
    partner = draw(st.sampled_from([None, UNANSWERED, CLAUDIA, CLAUDIA]))
    if isinstance(partner, Partner):
        others = draw(PARTNERS)
        partner = attrs.evolve(
            others,
            birth_date=draw(maybe(st.just(CLAUDIA.birth_date) | near(today, 1))),
            regime=draw(REGIMES),
            judicially_separated=False,
        )
    firsts = [effective.day] if effective.day else [effective.earliest, year_later(effective.reference)]
    decisive = [
        dt.date(day.year - age, day.month, min(day.day, 28)) for day in firsts if day for age in (21, 25, 24, 23)
    ]
    births = maybe(st.sampled_from(decisive).flatmap(lambda day: near(day, 1)) | near(today, 1))
    children = st.builds(
        attrs.evolve,
        st.just(FAULTLESS),
        birth_date=births,
        regime=st.just(Regime.GENERAL) | REGIMES,
        situation=st.sampled_from([Situation.NONE, Situation.STUDENT, None]),
        disabled=st.sampled_from([False, False, True, None]),
        covered_by_own_work=st.sampled_from([False, False, False, True, None]),
    )
    return do.DeclareBeneficiaries(partner, draw(maybe(st.lists(children, max_size=3))))


def expected(
    declared: do.DeclareBeneficiaries, contract: str, effective: EffectiveDate, today: dt.date
) -> tuple[set[tuple[str, str]], Found]:
    """Say where something is found, and the facts of what is found of the children."""
    about_children: Found = {}
    for number, child in enumerate(declared.children or (), start=1):
        about_children |= on_effect(child, number, len(declared.children or ()), contract, effective)
        if child.birth_date is not None and (child.birth_date - today).days > 0:
            facts = {"birth_date": child.birth_date, "on": today}
            about_children["birth-in-future", f"children.{number - 1}.birth_date"] = facts
    other = of_partner(declared.partner, contract, today) if isinstance(declared.partner, Partner) else set()
    other |= {("partner-unanswered", "partner")} if declared.partner is UNANSWERED else set()
    other |= {("children-unanswered", "children")} if declared.children is None else set()
    return other, about_children


@given(st.data(), CONTRACTS, beginnings())
def test_a_household_holds_if_both_questions_are_answered_and_everybody_can_be_covered(
    data: st.DataObject, contract: Contract, beginning: tuple[EffectiveDate, dt.date]
) -> None:
    """A birth is compared with the day of the request, a child's age taken on the effective date."""
    effective, today = beginning
    declared = data.draw(households(effective, today))
    other, children = expected(declared, contract.id, effective, today)
    verdict = household.assess(declared, contract=contract, effective=effective, today=today)
    findings = facts_by_place(verdict)
    assert set(findings) == other | set(children)
    for place in children:
        assert {name: fact for name, fact in findings[place].items() if name not in WORDS} == children[place]
    assert verdict.outcome is outcome({code for code, _ in findings})


WORDS = ("field", "regime", "accepted")
"""Facts that only put into words what the path says."""

ARRIVING = EffectiveDate(None, START, START, START, "membership.effective_date")
HIRING_UNKNOWN = attrs.evolve(ARRIVING, missing="agent.hired_on")
A_YEAR_ON = START.replace(year=START.year + 1)


@given(
    st.sampled_from([AT_START, ARRIVING, HIRING_UNKNOWN]),
    st.sampled_from([Situation.NONE, Situation.STUDENT, None]),
    st.sampled_from([False, True, None]),
    st.sampled_from([21, 25]).flatmap(
        lambda age: (
            near(START.replace(year=START.year - age), 1) | near(A_YEAR_ON.replace(year=A_YEAR_ON.year - age), 1)
        )
    ),
)
@example(AT_START, Situation.NONE, False, dt.date(2005, 5, 1))
@example(AT_START, Situation.NONE, False, dt.date(2005, 5, 2))
@example(ARRIVING, Situation.NONE, False, dt.date(2006, 5, 1))
@example(ARRIVING, Situation.NONE, False, dt.date(2006, 5, 2))
@example(HIRING_UNKNOWN, Situation.STUDENT, False, dt.date(2002, 5, 1))
@example(ARRIVING, Situation.STUDENT, None, dt.date(2002, 5, 1))
@example(ARRIVING, None, None, dt.date(2006, 5, 1))
def test_two_children_alike_are_judged_alike_each_under_its_own_number(
    effective: EffectiveDate, situation: Situation | None, disabled: bool | None, born: dt.date
) -> None:
    child = attrs.evolve(FAULTLESS, birth_date=born, situation=situation, disabled=disabled)
    declared = do.DeclareBeneficiaries(None, [FAULTLESS, child, child])
    _, children = expected(declared, PF.id, effective, TODAY)
    findings = facts_by_place(household.assess(declared, contract=PF, effective=effective, today=TODAY))
    assert {place: {k: v for k, v in facts.items() if k not in WORDS} for place, facts in findings.items()} == children
    second, third = (
        {
            (code, path.removeprefix(f"children.{index}."))
            for code, path in findings
            if path.startswith(f"children.{index}.")
        }
        for index in (1, 2)
    )
    assert second == third


@given(st.sampled_from([None, UNANSWERED, CLAUDIA]), st.sampled_from([None, (), (FAULTLESS,)]))
@example(None, None)
@example(UNANSWERED, ())
def test_no_is_an_answer_and_no_answer_is_none(partner: Any, children: tuple[Child, ...] | None) -> None:
    """``None`` says no to the first question; to the second an empty list does, and ``None`` says nothing."""
    declared = do.DeclareBeneficiaries(partner, children)
    verdict = household.assess(declared, contract=PF, effective=AT_START, today=TODAY)
    table = {"partner": partner is UNANSWERED, "children": children is None}
    assert verdict.missing == tuple(name for name, unanswered in table.items() if unanswered)
    assert {finding.path: finding.code for finding in verdict.blocking} == {
        path: f"{path}-unanswered" for path in verdict.missing
    }
    for finding in verdict.blocking:
        assert (finding.sources, finding.certainty, finding.rule) == (
            (sources()["guide-affiliation-2"],),
            None,
            "household",
        )
        assert not finding.facts


@given(st.lists(CHILDREN, max_size=4), maybe(PARTNERS), beginnings(), CONTRACTS)
def test_adding_somebody_never_takes_a_fault_of_another_away(
    children: list[Child], partner: Partner | None, beginning: tuple[EffectiveDate, dt.date], contract: Contract
) -> None:
    effective, today = beginning
    circumstances = {"contract": contract, "effective": effective, "today": today}
    whole = household.assess(do.DeclareBeneficiaries(partner, children), **circumstances)
    fewer = household.assess(do.DeclareBeneficiaries(partner, children[:-1]), **circumstances)
    alone = household.assess(do.DeclareBeneficiaries(partner, []), **circumstances)
    count = len(fewer.findings)
    assert codes_and_paths(whole)[:count] == codes_and_paths(fewer)
    assert codes_and_paths(fewer)[: len(alone.findings)] == codes_and_paths(alone)
    facts_by_place(whole)


def test_what_rests_on_a_day_that_is_not_known_says_so() -> None:
    child = attrs.evolve(FAULTLESS, birth_date=dt.date(2006, 5, 1))
    (finding,) = household.assess(
        do.DeclareBeneficiaries(None, [child]), contract=PF, effective=ARRIVING, today=TODAY
    ).findings
    assert (finding.code, finding.certainty) == ("effective-date-unknown", Certainty.ASSUMED)
    assert "1er mai 2026" in finding.text("fr") + finding.remedy("fr")


@pytest.mark.parametrize("day", [dt.date.min, dt.date(2024, 12, 31)])
def test_days_of_which_the_contract_says_nothing_are_an_error_unless_nobody_is_to_be_judged(day: dt.date) -> None:
    effective = attrs.evolve(AT_START, day=day)
    assert household.assess(ALONE, contract=PF, effective=effective, today=day).holds
    with pytest.raises(NoValueInForceError):
        household.assess(COUPLE, contract=PF, effective=AT_START, today=day)
    with pytest.raises(NoValueInForceError):
        household.assess(attrs.evolve(FAMILY, partner=None), contract=PF, effective=effective, today=TODAY)


@pytest.mark.parametrize("year", [1, 26, 1900])
def test_nothing_that_depends_on_an_age_is_asked_of_a_child_whose_birth_is_impossible(year: int) -> None:
    slip = attrs.evolve(
        CARLA, birth_date=dt.date(year, 9, 9), situation=None, disabled=None, covered_by_own_work=UNANSWERED
    )
    declared = do.DeclareBeneficiaries(None, [slip])
    verdict = household.assess(declared, contract=PF, effective=AT_START, today=TODAY)
    assert codes_and_paths(verdict) == [("birth-too-long-ago", "children.0.birth_date")]
    assert verdict.missing == ()
    aged = attrs.evolve(slip, birth_date=dt.date(2004, 9, 9))
    asked = household.assess(do.DeclareBeneficiaries(None, [aged]), contract=PF, effective=AT_START, today=TODAY)
    assert {"children.0.situation", "children.0.disabled"} == {*asked.missing}
