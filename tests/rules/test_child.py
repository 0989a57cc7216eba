"""
Children compared with art. 5 written a second time, where every unknown fact is tried with all it could be.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expectations import NOT_FRENCH
from people import CARLA, GUIDE, MEN, PF, START
from psc_workflow import Child, Regime, Situation
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.verdict import Finding, Judgement
from psc_workflow._model.vocabulary import Certainty, Kinship, Parent
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import child
from strategies import CHILDREN, CONTRACTS, DAYS, born_near
from verdicts import Facts, child_called, codes, codes_and_paths, facts_by_place, plain

NAMED = {"men-2026": {"general", "alsace_moselle", "msa", "military", "mayotte"}}
"""Regimes that a contract names; the Polynesian ones name the general regime alone."""

ENTITLING = {"student", "apprentice", "job_seeker"}
DECREE = "Décret n° 2022-633 du 22 avril 2022, art. 5"


def age_of(young_person: Child, on: dt.date) -> int:
    """Count the birthdays; a day written as text sorts like the day, and 02-29 before 03-01."""
    years = range(young_person.birth_date.year + 1, on.year + 1)
    return sum(f"{year}{young_person.birth_date:%m%d}" <= f"{on.year}{on:%m%d}" for year in years)


def answer(age: int, situation: str, disabled: bool, own: object) -> str:
    """Say what art. 5 makes of a child of whom all but the cover through own work is known."""
    entitled = age < 21 or (age < 25 and situation in ENTITLING) or disabled
    if not entitled:
        return "refused"
    return "own cover needed" if situation == "working" and own is UNANSWERED else "entitled"


def decides(fact: str, young_person: Child, age: int) -> bool:
    """
    Try whether what is not known of *fact* could change the answer, whatever else is not known.

    The honest difference: before 16 nobody works, so a situation not known is
    not tried with work; one that says so is believed.
    """
    work = {"working"} if age >= 16 else set()
    possible = {
        "situation": [str(young_person.situation)] if young_person.situation else sorted({"none", *ENTITLING, *work}),
        "disabled": [young_person.disabled] if young_person.disabled is not None else [True, False],
    }
    others = [name for name in possible if name != fact]
    for values in itertools.product(*(possible[name] for name in others)):
        fixed = dict(zip(others, values, strict=True))
        answers = {
            answer(age, own=young_person.covered_by_own_work, **fixed, **{fact: value}) for value in possible[fact]
        }
        if len(answers) > 1:
            return True
    return False


def expected(young_person: Child, on: dt.date, number: int, path: str, contract: str = "men-2026-pf") -> Facts:
    """Say everything that is to be found, with the facts of law compared."""
    own, working = young_person.covered_by_own_work, young_person.situation is Situation.WORKING
    age = age_of(young_person, on) if young_person.birth_date else None
    age = None if age is not None and age > 122 else age  # a slip, from which no age follows
    missing = {
        "birth_date": young_person.birth_date is None,
        "regime": young_person.regime is None,
        "covered_by_own_work": own is None or (own is UNANSWERED and working),
        "situation": age is not None and young_person.situation is None and decides("situation", young_person, age),
        "disabled": age is not None and young_person.disabled is None and decides("disabled", young_person, age),
    }
    asked_of_work = missing["covered_by_own_work"] or missing["situation"]
    unable = age is not None and young_person.disabled is False
    refused = {
        ("child-regime-not-covered", "regime"): str(young_person.regime) in NOT_FRENCH,
        ("child-regime-to-confirm", "regime"): str(young_person.regime)
        not in NOT_FRENCH | NAMED.get(contract, {"general"}) | {"None"},
        ("child-kinship-not-covered", "kinship"): str(young_person.kinship) == "other",
        ("child-covered-by-own-work", "covered_by_own_work"): own is True,
        ("child-own-cover-to-confirm", "covered_by_own_work"): own is UNANSWERED
        and age is not None
        and age >= 16
        and not asked_of_work,
        ("child-past-age-limit", "birth_date"): unable
        and 21 <= age < 25
        and young_person.situation is not None
        and str(young_person.situation) not in ENTITLING,
        ("child-past-last-age-limit", "birth_date"): unable and age >= 25,
    }
    limits = {"child-past-age-limit": 21, "child-past-last-age-limit": 25}
    facts: Facts = {
        ("child-fact-missing", f"{path}.{name}"): {"child": child_called(number)} for name in missing if missing[name]
    }
    for (code, name), true in refused.items():
        if true:
            dated = {"limit": limits[code], "on": on} if code in limits else {}
            facts[code, f"{path}.{name}"] = {"child": child_called(number), **dated}
    return facts


def facts_of(findings: tuple[Finding, ...]) -> Facts:
    """Give what was found, without the facts that are words."""
    keys = codes_and_paths(findings)
    assert len(keys) == len(set(keys)), "nothing is found twice"
    named = ("child", "limit", "on")
    return {
        key: {name: plain(finding.facts[name]) for name in named if name in finding.facts}
        for key, finding in zip(keys, findings, strict=True)
    }


def agrees(young_person: Child, contract: Contract, on: dt.date, number: int = 1) -> None:
    """Compare the rule with the oracle."""
    verdict = child.assess(young_person, number=number, contract=contract, on=on, path="c")
    assert facts_of(verdict.findings) == expected(young_person, on, number, "c", contract.id), (young_person, on)


BIRTHS = [
    None,
    START,
    START + dt.timedelta(days=30),
    START.replace(year=START.year - 6),
    START.replace(year=START.year - 40),
    *(START.replace(year=START.year - age) + dt.timedelta(days=days) for age in (16, 21, 25) for days in (-1, 0, 1)),
]

SITUATIONS = [None, *Situation]
OWN = [True, False, None, UNANSWERED]


def every_child() -> Iterator[Child]:
    """Give every child on the general regime that can be told apart by the answers, at every age that decides."""
    for born, situation, disabled, own in itertools.product(BIRTHS, SITUATIONS, [True, False, None], OWN):
        yield Child(born, Regime.GENERAL, situation, disabled, covered_by_own_work=own)


def test_every_combination_of_answers_at_every_age_that_decides_is_judged_as_by_the_decree() -> None:
    for young_person in every_child():
        agrees(young_person, PF, START)


@given(st.data(), CONTRACTS, DAYS, st.integers(1, 64))
def test_a_child_is_judged_on_the_day_given_by_the_decree_and_for_nothing_else(
    data: st.DataObject, contract: Contract, on: dt.date, number: int
) -> None:
    young_person = data.draw(CHILDREN)
    born = data.draw(st.just(young_person.birth_date) | born_near(on, 16, 21, 25))
    agrees(attrs.evolve(young_person, birth_date=born), contract, on, number)


@given(CHILDREN, st.dates(dt.date(2025, 1, 1)))
@example(attrs.evolve(CARLA, birth_date=dt.date.min), dt.date.max)
@example(attrs.evolve(CARLA, birth_date=dt.date.max), dt.date(2025, 1, 1))
@example(attrs.evolve(CARLA, birth_date=dt.date(9999, 2, 28), situation=None), dt.date.max)
def test_days_at_either_end_of_the_calendar_are_days_like_others(young_person: Child, on: dt.date) -> None:
    """A birth after the day is an age of 0 here; refusing it is the rule ``birth_date``'s."""
    agrees(young_person, PF, on)


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("contract", [PF, MEN, GUIDE], ids=lambda contract: contract.id)
def test_a_child_needs_french_social_security_whatever_else_is_true(regime: Regime, contract: Contract) -> None:
    for own in OWN:
        agrees(attrs.evolve(CARLA, regime=regime, covered_by_own_work=own), contract, START)


NAMED_BY_THE_DECREE = [Kinship.CHILD, Kinship.GRANDCHILD, Kinship.ENTRUSTED]


@given(CHILDREN, st.sampled_from([None, *NAMED_BY_THE_DECREE]), st.sampled_from([None, *Parent]), st.none() | st.text())
def test_parent_and_reference_decide_nothing_nor_which_kinship_of_those_named(
    young_person: Child, kinship: Kinship | None, parent: Parent | None, ref: str | None
) -> None:
    """Three kinships entitle alike (art. 5), so not knowing which is no obstacle."""
    before = attrs.evolve(young_person, kinship=None)
    after = attrs.evolve(young_person, kinship=kinship, parent=parent, ref=ref)
    assert child.assess(before, number=1, contract=PF, on=START, path="c") == child.assess(
        after, number=1, contract=PF, on=START, path="c"
    )


@given(CHILDREN, st.sampled_from([None, *Parent]))
def test_a_child_of_the_household_without_a_judgment_is_refused_whatever_else_is_true(
    young_person: Child, parent: Parent | None
) -> None:
    """One entrusted by a court meanwhile is judged as any other child."""
    before, after = (
        child.assess(
            attrs.evolve(young_person, kinship=kinship, parent=parent), number=1, contract=PF, on=START, path="c"
        )
        for kinship in (Kinship.ENTRUSTED, Kinship.OTHER)
    )
    assert sorted([*codes(before), "child-kinship-not-covered"]) == sorted(codes(after))
    assert after.outcome is Judgement.REFUSED


def test_the_refusal_says_what_would_help() -> None:
    (finding,) = child.assess(
        attrs.evolve(CARLA, kinship=Kinship.OTHER), number=None, contract=PF, on=START, path="c"
    ).findings
    assert finding.path == "c.kinship"
    assert [source.title for source in finding.sources] == [DECREE]
    assert "enfant confié par décision de justice" in finding.remedy("fr")
    assert "child entrusted by a court" in finding.remedy("en")


def test_a_fact_not_known_or_not_asked_never_turns_into_acceptance() -> None:
    """What is accepted stays so whatever situation and recognition turn out to be."""
    for young_person in every_child():
        if (
            young_person.birth_date is None
            or not child.assess(young_person, number=1, contract=PF, on=START, path="c").holds
        ):
            continue
        of_age = age_of(young_person, START) >= 16
        situations = (
            [young_person.situation]
            if young_person.situation
            else [s for s in Situation if of_age or s is not Situation.WORKING]
        )
        for situation, disabled in itertools.product(
            situations, [True, False] if young_person.disabled is None else [young_person.disabled]
        ):
            complete = attrs.evolve(young_person, situation=situation, disabled=disabled)
            assert child.assess(complete, number=1, contract=PF, on=START, path="c").holds, young_person


def test_cover_through_own_work_is_refused_at_any_age_and_when_recognised() -> None:
    for young_person in every_child():
        if young_person.covered_by_own_work is True:
            assert child.assess(young_person, number=1, contract=PF, on=START, path="c").outcome is Judgement.REFUSED


def only_finding(**facts: Any) -> Finding:
    """Give the only finding there is."""
    (finding,) = child.assess(attrs.evolve(CARLA, **facts), number=1, contract=PF, on=START, path="c").findings
    return finding


@pytest.mark.parametrize(
    ("facts", "certainty", "source"),
    [
        ({"birth_date": dt.date(2005, 5, 1)}, Certainty.PUBLISHED, DECREE),
        ({"birth_date": dt.date(2001, 5, 1)}, Certainty.PUBLISHED, DECREE),
        ({"regime": Regime.CPS}, Certainty.DERIVED, "Décret n° 2022-633 du 22 avril 2022, art. 6 al. 2"),
        ({"regime": Regime.MSA}, Certainty.PUBLISHED, "Guide de l’affiliation (MGEN, Polynésie), « Etape 1"),
        ({"regime": Regime.FOREIGN}, None, "Guide de l’affiliation (MGEN, Polynésie), « Etape 2"),
        ({"covered_by_own_work": True}, None, DECREE),
    ],
    ids=lambda value: None if value is None else str(value)[:30],
)
def test_a_refusal_cites_first_the_value_it_rests_on(
    facts: dict[str, Any], certainty: Certainty | None, source: str
) -> None:
    facts = {"covered_by_own_work": False, "situation": Situation.NONE, **facts}
    finding = only_finding(**facts)
    assert finding.certainty is certainty
    assert finding.sources[0].title.startswith(source)


def test_sentences_name_the_child_the_field_and_the_regime() -> None:
    assert "l’enfant n° 1 : régime." in only_finding(regime=None).text("fr")
    assert only_finding(regime=Regime.CPS).facts["regime"].fr.startswith("CPS")
    assert only_finding(regime=Regime.MSA).facts["accepted"][0].fr == "Régime social général"
    late = only_finding(birth_date=dt.date(2001, 5, 1), situation=Situation.STUDENT, covered_by_own_work=False)
    assert late.text("fr").startswith("Au 1er mai 2026, l’enfant n° 1 a 25 ans ou plus.")


def test_an_only_child_has_no_number() -> None:
    (finding,) = child.assess(attrs.evolve(CARLA, regime=None), number=None, contract=PF, on=START, path="c").findings
    assert finding.text("fr") == "Une information manque pour votre enfant : régime."
    assert finding.text("en") == "A detail is missing for your child: regime."
    assert finding.remedy("fr") == "Indiquez le régime de Sécurité sociale."


@pytest.mark.parametrize("on", [dt.date.min, dt.date(2022, 4, 21), dt.date(2024, 12, 31)])
def test_before_the_first_value_known_nothing_is_answered(on: dt.date) -> None:
    for ask in (child.assess, child.review):
        with pytest.raises(NoValueInForceError):
            ask(CARLA, number=1, contract=PF, on=on, **({"path": "c"} if ask is child.assess else {}))


# -- of those covered already ----------------------------------------------------------------------------


def loses(young_person: Child, on: dt.date) -> bool:
    """Say whether what is known gives no right any more; cover through own work counts only if it is known."""
    if None in (young_person.birth_date, young_person.regime) or str(young_person.regime) in NOT_FRENCH:
        return True
    if young_person.covered_by_own_work in (True, None) or young_person.kinship is Kinship.OTHER:
        return True
    age = age_of(young_person, on)
    return age >= 21 and not (young_person.disabled or (age < 25 and str(young_person.situation) in ENTITLING))


@given(st.data(), CONTRACTS, DAYS, st.integers(1, 64))
def test_a_child_covered_is_pointed_out_when_what_is_known_gives_no_right_any_more(
    data: st.DataObject, contract: Contract, on: dt.date, number: int
) -> None:
    young_person = data.draw(CHILDREN)
    young_person = attrs.evolve(
        young_person, birth_date=data.draw(st.just(young_person.birth_date) | born_near(on, 16, 21, 25))
    )
    verdict = child.review(young_person, number=number, contract=contract, on=on)
    findings = [(*place, facts) for place, facts in facts_by_place(verdict).items()]
    assert findings == [("child-cover-to-review", "", {"child": child_called(number), "on": on})] * loses(
        young_person, on
    )
    assert verdict.holds


def test_every_child_covered_is_looked_at_in_the_same_way() -> None:
    for young_person in every_child():
        assert bool(child.review(young_person, number=1, contract=PF, on=START).findings) == loses(
            young_person, START
        ), young_person


def test_a_situation_that_changes_nothing_is_not_asked() -> None:
    old = Child(dt.date(1990, 1, 1), Regime.GENERAL, disabled=True, covered_by_own_work=False)
    assert child.assess(old, number=1, contract=PF, on=START, path="c").findings == ()
    refused = child.assess(attrs.evolve(old, disabled=False), number=1, contract=PF, on=START, path="c")
    assert codes(refused) == ["child-past-last-age-limit"]


# -- at the boundaries -----------------------------------------------------------------------------------


def born(years: int, days: int = 0) -> dt.date:
    """Be born so as to turn *years* on the effective date, or *days* later."""
    return START.replace(year=START.year - years) + dt.timedelta(days=days)


N, STUDENT, APPRENTICE, SEEKER, WORKING = Situation
OWN_COVER_LEFT_OUT = UNANSWERED

CHILDREN_BY_AGE = {
    "turns 21 the day after": (born(21, 1), N, False, False, []),
    "turns 21 that day": (born(21), N, False, False, ["child-past-age-limit"]),
    "turned 21 the day before": (born(21, -1), N, False, False, ["child-past-age-limit"]),
    "21, student": (born(21), STUDENT, False, False, []),
    "21, student, own cover unknown": (born(21), STUDENT, False, OWN_COVER_LEFT_OUT, ["child-own-cover-to-confirm"]),
    "21, job seeker": (born(21), SEEKER, False, False, []),
    "21, student, own cover not known": (born(21), STUDENT, False, None, ["child-fact-missing"]),
    "21, apprentice": (born(21), APPRENTICE, False, OWN_COVER_LEFT_OUT, ["child-own-cover-to-confirm"]),
    "21, apprentice without own cover": (born(21), APPRENTICE, False, False, []),
    "21, working": (born(21), WORKING, False, False, ["child-past-age-limit"]),
    "turns 25 the day after, student": (born(25, 1), STUDENT, False, False, []),
    "turns 25 that day, student": (born(25), STUDENT, False, False, ["child-past-last-age-limit"]),
    "turned 25 the day before, student": (born(25, -1), STUDENT, False, False, ["child-past-last-age-limit"]),
    "40, recognised by the CDAPH": (born(40), N, True, False, []),
    "40, recognised, own cover left out": (born(40), N, True, OWN_COVER_LEFT_OUT, ["child-own-cover-to-confirm"]),
    "22, recognised by the CDAPH, situation unknown": (born(22), None, True, False, []),
    "40, recognised by the CDAPH, covered by own work": (born(40), N, True, True, ["child-covered-by-own-work"]),
    "6, nothing else known": (born(6), None, None, OWN_COVER_LEFT_OUT, []),
    "6, own cover not known": (born(6), None, None, None, ["child-fact-missing"]),
    "turns 16 the day after, situation unknown": (born(16, 1), None, None, OWN_COVER_LEFT_OUT, []),
    "turns 16 that day, situation unknown": (born(16), None, None, OWN_COVER_LEFT_OUT, ["child-fact-missing"]),
    "18, working, own cover unknown": (born(18), WORKING, False, None, ["child-fact-missing"]),
    "18, working, own cover left out": (born(18), WORKING, False, OWN_COVER_LEFT_OUT, ["child-fact-missing"]),
    "18, working, own cover": (born(18), WORKING, False, True, ["child-covered-by-own-work"]),
    "18, working, no own cover": (born(18), WORKING, False, False, []),
    "22, recognition unknown": (born(22), N, None, False, ["child-fact-missing"]),
    "22, student, recognition unknown": (born(22), STUDENT, None, False, []),
    "22, situation unknown": (born(22), None, False, OWN_COVER_LEFT_OUT, ["child-fact-missing"]),
    "22, nothing known": (born(22), None, None, OWN_COVER_LEFT_OUT, ["child-fact-missing", "child-fact-missing"]),
    "26, recognition unknown": (born(26), STUDENT, None, False, ["child-fact-missing"]),
    "birth date unknown": (None, N, False, OWN_COVER_LEFT_OUT, ["child-fact-missing"]),
}


@pytest.mark.parametrize(
    ("birth", "situation", "disabled", "own_cover", "expected_codes"), CHILDREN_BY_AGE.values(), ids=CHILDREN_BY_AGE
)
def test_who_is_covered_as_a_child(
    birth: dt.date | None,
    situation: Situation | None,
    disabled: bool | None,
    own_cover: bool | Unanswered | None,
    expected_codes: list[str],
) -> None:
    young_person = Child(birth, Regime.GENERAL, situation, disabled, covered_by_own_work=own_cover)
    assert codes(child.assess(young_person, number=1, contract=PF, on=START, path="children.0")) == expected_codes


maybe = st.sampled_from([True, False, None])

children = st.builds(
    Child,
    birth_date=st.none() | st.dates(dt.date(1990, 1, 1), START),
    regime=st.none() | st.sampled_from(Regime),
    situation=st.none() | st.sampled_from(Situation),
    disabled=maybe,
    covered_by_own_work=maybe | st.just(UNANSWERED),
)


@given(children)
def test_a_child_accepted_with_unknown_facts_is_accepted_whatever_they_turn_out_to_be(young_person: Child) -> None:
    """Unknown is never taken for yes: no answer to what is not known can overturn an acceptance."""
    verdict = child.assess(young_person, number=1, contract=PF, on=START, path="c")
    if not verdict.holds:
        return
    for disabled in [True, False] if young_person.disabled is None else [young_person.disabled]:
        for situation in [*Situation] if young_person.situation is None else [young_person.situation]:
            complete = attrs.evolve(young_person, disabled=disabled, situation=situation)
            again = child.assess(complete, number=1, contract=PF, on=START, path="c")
            assert again.outcome is not Judgement.REFUSED


@given(children)
def test_a_child_s_verdict_equals_the_text_of_the_decree(young_person: Child) -> None:
    """Where everything is known, the rule says what art. 5 says, written down a second time as one sentence."""
    if None in (
        young_person.birth_date,
        young_person.regime,
        young_person.situation,
        young_person.disabled,
        young_person.covered_by_own_work,
    ) or isinstance(young_person.covered_by_own_work, Unanswered):
        return
    age = (
        START.year
        - young_person.birth_date.year
        - ((START.month, START.day) < (young_person.birth_date.month, young_person.birth_date.day))
    )
    prolonged = young_person.situation in (Situation.STUDENT, Situation.APPRENTICE, Situation.JOB_SEEKER)
    french = young_person.regime not in (Regime.CPS, Regime.CAFAT, Regime.SPM, Regime.WALLIS_FUTUNA, Regime.FOREIGN)
    entitled = age < 21 or (age < 25 and prolonged) or young_person.disabled
    expected = french and young_person.covered_by_own_work is not True and entitled
    assert child.assess(young_person, number=1, contract=PF, on=START, path="c").holds == expected


@pytest.mark.parametrize(
    ("born", "situation", "reviewed"),
    [
        (dt.date(2005, 5, 5), Situation.NONE, False),
        (dt.date(2005, 5, 4), Situation.NONE, True),
        (dt.date(2005, 5, 4), Situation.STUDENT, False),
        (dt.date(2001, 5, 4), Situation.STUDENT, True),
    ],
)
def test_a_covered_child_past_its_right_is_pointed_out(born: dt.date, situation: Situation, reviewed: bool) -> None:
    young_person = attrs.evolve(CARLA, birth_date=born, situation=situation, covered_by_own_work=False)
    verdict = child.review(young_person, number=1, contract=PF, on=dt.date(2026, 5, 4))
    assert verdict.holds
    assert bool(verdict.warnings) == reviewed
