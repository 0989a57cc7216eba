"""
Additions compared with faults put into an addition that has none: each is found where it was put, and nothing else.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from judging import judge_addition
from people import ANAPA, CARLA, CLAUDIA, CLAUDIA_DETAILS, FIRST_OF_JUNE, GUIDE, ONE_DAY, PF, START, TODAY, details_of
from psc_workflow import Child, Link, Partner, Regime, Situation
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import beneficiary_addition
from strategies import DAYS, maybe, near
from verdicts import child_called, codes, codes_and_paths, facts_by_place, plain

Places = set[tuple[str, str]]
BOTH_CONTRACTS = st.sampled_from([PF, GUIDE])
REFS = ["anapa", "carla", "teva", "agent", "partner", "Carla", "partner ", "مُنى", "٣", "x" * 1000]
UNSEEN_TEXTS = ["", " ", "\u200b", "\u00a0\u200b"]
FIRST_KNOWN = dt.date(2025, 1, 1)
OTHER_DAY = dt.date(1972, 10, 10)
REGIMES = {Regime.GENERAL: "", None: "fact-missing", Regime.CPS: "regime-not-covered", Regime.MSA: "regime-to-confirm"}
NAMES_GIVEN = {"Claudia": "", None: "identity-fact-missing", " ": "text-blank", "Мария": ""}
COUNTRIES = {"FR": "", None: "identity-fact-missing", "France": "country-code-wrong", "": "text-blank"}
CODES = {None: "", "91 919 0000": "", "٩١٩١٩٠٠٠٠": "code-organisme-form-wrong"}
FAULTLESS_CHILD = attrs.evolve(CARLA, situation=Situation.NONE, disabled=False, covered_by_own_work=False, ref=None)


def past(birth: dt.date, years: int, on: dt.date) -> bool:
    """Whether somebody has turned *years*: days written as numbers of eight digits are ten thousand a year apart."""
    return int(on.strftime("%Y%m%d")) - int(birth.strftime("%Y%m%d")) >= years * 10000


@st.composite
def partners(draw: st.DrawFn, today: dt.date) -> tuple[Partner, do.DeclarePartner | None, Places]:
    """Draw a partner with faults, details with faults, and where each of them is."""
    born = draw(maybe(st.sampled_from([CLAUDIA.birth_date, OTHER_DAY]) | near(today, 1)))
    regime = draw(st.sampled_from([*REGIMES]))
    link = draw(st.sampled_from([Link.MARRIED, Link.PACS, None]))
    civil_servant = draw(st.sampled_from([False, True, None]))
    partner = attrs.evolve(CLAUDIA, birth_date=born, regime=regime, link=link, state_civil_servant=civil_servant)
    table = {
        ("partner-fact-missing", "partner.birth_date"): born is None,
        ("birth-in-future", "partner.birth_date"): born is not None and (born - today).days > 0,
        (f"partner-{REGIMES[regime]}", "partner.regime"): REGIMES[regime],
        ("partner-fact-missing", "partner.link"): link is None,
        ("partner-fact-missing", "partner.state_civil_servant"): civil_servant is None,
        ("partner-state-civil-servant", "partner.state_civil_servant"): civil_servant,
    }
    if draw(st.booleans()):
        table["beneficiary-details-pending", "partner_details"] = True
        return partner, None, {place for place, applies in table.items() if applies}
    name, country, code = (draw(st.sampled_from([*faults])) for faults in (NAMES_GIVEN, COUNTRIES, CODES))
    born_in_details = draw(st.sampled_from([CLAUDIA.birth_date, OTHER_DAY, None]))
    again = draw(st.sampled_from([Regime.GENERAL, Regime.MSA, None]))
    number = draw(st.sampled_from([CLAUDIA_DETAILS.nir, None, "9" * 15]))
    details = attrs.evolve(
        CLAUDIA_DETAILS,
        first_name=name,
        birth_country=country,
        code_organisme=code,
        birth_date=born_in_details,
        regime=again,
        nir=number,
    )
    table |= {
        (NAMES_GIVEN[name], "partner_details.first_name"): NAMES_GIVEN[name],
        (COUNTRIES[country], "partner_details.birth_country"): COUNTRIES[country],
        (CODES[code], "partner_details.code_organisme"): CODES[code],
        ("identity-fact-missing", "partner_details.birth_date"): born_in_details is None,
        ("partner-birth-date-differs", "partner_details.birth_date"): None not in (born_in_details, born)
        and born_in_details != born,
        ("partner-regime-missing", "partner_details.regime"): again is None,
        ("partner-regime-differs", "partner_details.regime"): None not in (again, regime) and again != regime,
        ("nir-missing", "partner_details.nir"): number is None,
        ("nir-form-wrong", "partner_details.nir"): number == "9" * 15,
    }
    return partner, details, {place for place, applies in table.items() if applies}


@st.composite
def covered_children(draw: st.DrawFn) -> tuple[Child, ...]:
    """Draw up to three children who are covered, not all of them with a reference; twins among them."""
    refs = draw(st.lists(maybe(st.sampled_from(["carla", "teva"])), max_size=3))
    return tuple(attrs.evolve(FAULTLESS_CHILD, ref=ref) for ref in refs)


@st.composite
def children(
    draw: st.DrawFn, covered: tuple[Child, ...], on: dt.date, today: dt.date
) -> tuple[Child, do.DeclareChild | None, str | None, Places]:
    """Draw a child with faults, details with faults, what it is to be called, and where each fault is."""
    ages = st.sampled_from([(year, on.replace(year=on.year - year, day=min(on.day, 28))) for year in (21, 25, 0)])
    born = draw(maybe(st.just(CARLA.birth_date) | near(today, 1) | ages.flatmap(lambda age: near(age[1], 1))))
    regime = draw(st.sampled_from([*REGIMES]))
    own = draw(maybe(st.sampled_from(REFS)))
    child = attrs.evolve(FAULTLESS_CHILD, birth_date=born, regime=regime, ref=own)
    details, born_in_details, theirs, number = None, None, None, None
    if draw(st.booleans()):
        born_in_details = draw(st.sampled_from([CARLA.birth_date, OTHER_DAY, None]))
        theirs = draw(maybe(st.sampled_from([*REFS, *UNSEEN_TEXTS])))
        number = draw(st.sampled_from([None, "9" * 15]))
        name, country, code = (draw(st.sampled_from([*faults])) for faults in (NAMES_GIVEN, COUNTRIES, CODES))
        details = attrs.evolve(
            details_of(CARLA),
            ref=theirs,
            first_name=name,
            birth_country=country,
            birth_date=born_in_details,
            nir=number,
        )
        details = attrs.evolve(details, code_organisme=code)
    named_by_details = None if theirs in UNSEEN_TEXTS else theirs
    called = named_by_details if own is None else own
    stranger = named_by_details is not None and named_by_details != called
    table = {
        ("child-ref-taken", "child.ref"): called
        in {"agent", "partner"} | {sibling.ref for sibling in covered if sibling.ref},
        ("child-fact-missing", "child.birth_date"): born is None,
        ("birth-in-future", "child.birth_date"): born is not None and (born - today).days > 0,
        ("child-past-age-limit", "child.birth_date"): born and past(born, 21, on) and not past(born, 25, on),
        ("child-past-last-age-limit", "child.birth_date"): born and past(born, 25, on),
        (f"child-{REGIMES[regime]}", "child.regime"): REGIMES[regime],
        ("beneficiary-details-pending", "child_details"): details is None,
    }
    if details is not None:
        table |= {
            ("child-unknown", "child_details.ref"): stranger,
            ("child-birth-date-differs", "child_details.birth_date"): not stranger
            and None not in (born_in_details, born)
            and born_in_details != born,
            ("identity-fact-missing", "child_details.birth_date"): born_in_details is None,
            (NAMES_GIVEN[name], "child_details.first_name"): NAMES_GIVEN[name],
            (COUNTRIES[country], "child_details.birth_country"): COUNTRIES[country],
            (CODES[code], "child_details.code_organisme"): CODES[code],
            ("child-nir-pending", "child_details.nir"): number is None and not stranger,
            ("nir-form-wrong", "child_details.nir"): number is not None,
        }
    return child, details, called, {place for place, applies in table.items() if applies}


def blocks(findings: dict[tuple[str, str], Any]) -> bool:
    """Whether one of the codes is more than a warning."""
    warnings = {"beneficiary-details-pending", "partner-regime-to-confirm", "child-regime-to-confirm"}
    return not {code for code, _ in findings} <= warnings | {"child-nir-pending"}


@given(st.data(), DAYS, BOTH_CONTRACTS, st.booleans(), covered_children())
def test_a_partner_is_added_unless_one_is_covered_or_a_fault_is_found(
    data: st.DataObject, today: dt.date, contract: Contract, second: bool, covered: tuple[Child, ...]
) -> None:
    partner, details, expected = data.draw(partners(today))
    if second:
        expected.add(("partner-already-covered", "partner"))
    verdict = beneficiary_addition.assess(
        do.AddBeneficiary(partner=partner, partner_details=details),
        partner=CLAUDIA if second else None,
        children=covered,
        contract=contract,
        on=data.draw(DAYS),
        today=today,
    )
    findings = facts_by_place(verdict)
    assert set(findings) == expected
    assert verdict.holds != blocks(findings)
    for (code, _), facts in findings.items():
        if code == "birth-in-future":
            assert facts == {"birth_date": partner.birth_date, "on": today}
        if code in {"partner-already-covered", "beneficiary-details-pending"}:
            assert facts == {}


@given(st.data(), DAYS, BOTH_CONTRACTS, covered_children(), maybe(st.just(CLAUDIA)))
def test_a_child_is_added_unless_its_name_is_taken_or_a_fault_is_found(
    data: st.DataObject, today: dt.date, contract: Contract, covered: tuple[Child, ...], partner: Partner | None
) -> None:
    """Its age is taken on the day given, its birth compared with the day of the request; it comes after the others."""
    on = data.draw(near(today, 2).map(lambda day: max(day, FIRST_KNOWN)) | DAYS)
    child, details, called, expected = data.draw(children(covered, on, today))
    addition = do.AddBeneficiary(child=child, child_details=details)
    verdict = beneficiary_addition.assess(
        addition, partner=partner, children=covered, contract=contract, on=on, today=today
    )
    findings = facts_by_place(verdict)
    assert set(findings) == expected
    assert verdict.holds != blocks(findings)
    assert beneficiary_addition.child_ref(addition) == called
    count = len(covered) + 1
    name = child_called(count, among=count)
    for (code, _), facts in findings.items():
        assert facts.get("child", name) == name
        if code == "child-ref-taken":
            assert facts == {"child": name}
        if code == "birth-in-future":
            assert facts == {"birth_date": child.birth_date, "on": today}
        if code == "child-past-age-limit":
            assert facts == {"child": name, "limit": 21, "on": on}
        if code == "child-unknown":
            assert facts == {"count": count}


@given(maybe(st.just(CLAUDIA)), covered_children(), BOTH_CONTRACTS, st.dates(), st.dates())
@example(None, (), PF, TODAY, TODAY)
@example(CLAUDIA, (CARLA,), PF, dt.date.min, dt.date.max)
def test_an_addition_of_nobody_is_not_one(
    partner: Partner | None, covered: tuple[Child, ...], contract: Contract, on: dt.date, today: dt.date
) -> None:
    verdict = beneficiary_addition.assess(
        do.AddBeneficiary(), partner=partner, children=covered, contract=contract, on=on, today=today
    )
    assert facts_by_place(verdict) == {("beneficiary-missing", "child"): {}}
    assert [finding.severity for finding in verdict.findings] == [Severity.MISSING]


@given(st.sampled_from([dt.date.min, dt.date(2024, 12, 31)]), BOTH_CONTRACTS)
def test_days_of_which_the_contract_says_nothing_are_an_error_and_no_answer(day: dt.date, contract: Contract) -> None:
    context = {"partner": None, "children": (), "contract": contract}
    with pytest.raises(NoValueInForceError):
        beneficiary_addition.assess(do.AddBeneficiary(partner=CLAUDIA), on=START, today=day, **context)
    with pytest.raises(NoValueInForceError):
        beneficiary_addition.assess(do.AddBeneficiary(child=CARLA), on=day, today=START, **context)


@given(maybe(st.sampled_from(REFS)), maybe(st.sampled_from([*REFS, *UNSEEN_TEXTS])))
@example(None, None)
@example("anapa", "carla")
@example(None, "\u200b")
def test_a_child_is_called_by_itself_or_else_by_its_details(own: str | None, theirs: str | None) -> None:
    child, details = attrs.evolve(CARLA, ref=own), attrs.evolve(details_of(CARLA), ref=theirs)
    visible = [name for name in (own, theirs) if name not in {None, *UNSEEN_TEXTS}]
    named = beneficiary_addition.child_ref(do.AddBeneficiary(child=child, child_details=details))
    assert named == (visible[0] if visible else None)
    assert beneficiary_addition.child_ref(do.AddBeneficiary(child=child)) == own
    assert beneficiary_addition.child_ref(do.AddBeneficiary(partner=CLAUDIA)) is None
    assert beneficiary_addition.child_ref(do.AddBeneficiary()) is None


# -- at the boundaries -----------------------------------------------------------------------------------


CPS_CLAUDIA = attrs.evolve(CLAUDIA, regime=Regime.CPS)


def test_an_addition_of_nobody_asks_whom_to_cover() -> None:
    assert codes_and_paths(judge_addition(do.AddBeneficiary())) == [("beneficiary-missing", "child")]
    assert not judge_addition(do.AddBeneficiary()).holds


def test_a_partner_can_be_added_at_any_time_with_details_or_before_them() -> None:
    assert judge_addition(do.AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS)) == Verdict()
    without = judge_addition(do.AddBeneficiary(partner=CLAUDIA), children=(CARLA,))
    assert without.holds
    assert codes_and_paths(without) == [("beneficiary-details-pending", "partner_details")]


def test_a_second_partner_is_refused_whoever_it_is() -> None:
    verdict = judge_addition(do.AddBeneficiary(partner=CPS_CLAUDIA), partner=CLAUDIA)
    assert verdict.outcome is Judgement.REFUSED
    assert codes_and_paths(verdict) == [
        ("partner-already-covered", "partner"),
        ("partner-regime-not-covered", "partner.regime"),
        ("beneficiary-details-pending", "partner_details"),
    ]


@pytest.mark.parametrize("name", ["birth_date", "regime", "link", "state_civil_servant"])
def test_no_missing_fact_of_an_added_partner_turns_into_acceptance(name: str) -> None:
    addition = do.AddBeneficiary(partner=attrs.evolve(CLAUDIA, **{name: None}), partner_details=CLAUDIA_DETAILS)
    verdict = judge_addition(addition)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (f"partner.{name}",))


@pytest.mark.parametrize(
    ("born", "expected"), [(FIRST_OF_JUNE, []), (FIRST_OF_JUNE + ONE_DAY, ["birth-in-future"])], ids=str
)
def test_a_child_can_be_added_once_born(born: dt.date, expected: list[str]) -> None:
    child = Child(born, Regime.GENERAL)
    verdict = judge_addition(do.AddBeneficiary(child=child), on=FIRST_OF_JUNE + 30 * ONE_DAY)
    assert codes(verdict) == [*expected, "beneficiary-details-pending"]
    assert verdict.findings[0].path == ("child.birth_date" if expected else "child_details")


def test_an_added_partner_is_born_by_the_day_of_the_request() -> None:
    late = attrs.evolve(CLAUDIA, birth_date=FIRST_OF_JUNE + ONE_DAY)
    verdict = judge_addition(do.AddBeneficiary(partner=late), on=FIRST_OF_JUNE + 30 * ONE_DAY)
    assert ("birth-in-future", "partner.birth_date") in codes_and_paths(verdict)


@pytest.mark.parametrize("name", ["birth_date", "regime"])
def test_no_missing_fact_of_an_added_child_turns_into_acceptance(name: str) -> None:
    addition = do.AddBeneficiary(child=attrs.evolve(CARLA, **{name: None}), child_details=details_of(CARLA))
    verdict = judge_addition(addition)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (f"child.{name}",))


@pytest.mark.parametrize(
    ("on", "expected"),
    [(dt.date(2026, 8, 31), []), (dt.date(2026, 9, 1), ["child-past-age-limit"])],
    ids=["day before 21", "day of 21"],
)
def test_the_age_of_an_added_child_is_taken_on_the_day_given_and_not_on_that_of_the_request(
    on: dt.date, expected: list[str]
) -> None:
    grown_up = attrs.evolve(CARLA, birth_date=dt.date(2005, 9, 1), covered_by_own_work=False)
    verdict = judge_addition(
        do.AddBeneficiary(child=grown_up, child_details=details_of(grown_up)), children=(ANAPA,), on=on
    )
    assert codes(verdict.blocking) == expected
    for finding in verdict.blocking:
        assert (finding.path, plain(finding.facts["child"])) == ("child.birth_date", child_called(2))


@pytest.mark.parametrize(
    ("ref", "expected"),
    [("carla", True), ("anapa", False), (None, False), ("partner", True), ("agent", True)],
    ids=str,
)
def test_no_two_people_have_the_same_reference(ref: str | None, expected: bool) -> None:
    newcomer = attrs.evolve(ANAPA, ref=ref)
    verdict = judge_addition(do.AddBeneficiary(child=newcomer), children=(CARLA, attrs.evolve(CARLA, ref=None)))
    assert (("child-ref-taken", "child.ref") in codes_and_paths(verdict)) == expected
    assert verdict.holds != expected
    assert {plain(finding.facts["child"]) for finding in verdict.blocking} == ({child_called(3)} if expected else set())


def test_a_child_without_a_reference_takes_that_of_its_details() -> None:
    nameless = attrs.evolve(ANAPA, ref=None)
    addition = do.AddBeneficiary(child=nameless, child_details=details_of(ANAPA))
    assert beneficiary_addition.child_ref(addition) == "anapa"
    assert codes(judge_addition(addition, children=(CARLA,))) == ["child-nir-pending"]
    assert "child-ref-taken" in codes(judge_addition(addition, children=(attrs.evolve(CARLA, ref="anapa"),)))


@pytest.mark.parametrize(
    ("child_ref", "details_ref", "named"),
    [
        ("anapa", None, "anapa"),
        ("anapa", " ", "anapa"),
        ("anapa", "carla", "anapa"),
        (None, None, None),
        (None, " ", None),
        (None, "", None),
    ],
    ids=str,
)
def test_what_a_child_is_to_be_called(child_ref: str | None, details_ref: str | None, named: str | None) -> None:
    details = attrs.evolve(details_of(ANAPA), ref=details_ref)
    addition = do.AddBeneficiary(child=attrs.evolve(ANAPA, ref=child_ref), child_details=details)
    assert beneficiary_addition.child_ref(addition) == named
    expected = "child-unknown" if details_ref == "carla" else "child-nir-pending"
    assert codes(judge_addition(addition, children=(CARLA,))) == [expected]


def test_nobody_is_to_be_called_anything_where_nobody_is_added() -> None:
    assert beneficiary_addition.child_ref(do.AddBeneficiary(partner=CLAUDIA)) is None


def test_the_details_of_a_child_agree_with_what_is_declared_of_it() -> None:
    addition = do.AddBeneficiary(child=ANAPA, child_details=details_of(attrs.evolve(CARLA, ref="anapa")))
    verdict = judge_addition(addition, children=(CARLA,))
    assert codes_and_paths(verdict) == [
        ("child-birth-date-differs", "child_details.birth_date"),
        ("child-nir-pending", "child_details.nir"),
    ]
    assert {plain(finding.facts["child"]) for finding in verdict.findings} == {child_called(2)}


def test_the_details_of_a_child_are_not_compared_with_a_namesake_already_covered() -> None:
    addition = do.AddBeneficiary(
        child=attrs.evolve(ANAPA, ref="carla"), child_details=attrs.evolve(details_of(ANAPA), ref="carla")
    )
    assert codes(judge_addition(addition, children=(CARLA,))) == ["child-ref-taken", "child-nir-pending"]


def test_details_that_are_incomplete_are_told_with_their_place_in_the_command() -> None:
    verdict = judge_addition(do.AddBeneficiary(partner=CLAUDIA, partner_details=do.DeclarePartner(first_name=" ")))
    assert verdict.outcome is Judgement.REFUSED
    assert all(finding.path.startswith("partner_details.") for finding in verdict.findings)
    assert {"partner_details.nir", "partner_details.regime", "partner_details.birth_date"} <= {*verdict.missing}
    assert ("text-blank", "partner_details.first_name") in codes_and_paths(verdict)
    verdict = judge_addition(do.AddBeneficiary(child=CARLA, child_details=do.DeclareChild()))
    assert {"child_details.first_name", "child_details.birth_date"} <= {*verdict.missing}
    assert all(finding.path.startswith("child_details.") for finding in verdict.findings)


def test_the_details_of_a_partner_agree_with_what_is_declared() -> None:
    details = attrs.evolve(CLAUDIA_DETAILS, regime=Regime.MSA)
    verdict = judge_addition(do.AddBeneficiary(partner=CLAUDIA, partner_details=details))
    assert codes_and_paths(verdict) == [("partner-regime-differs", "partner_details.regime")]
