"""
The rules of the membership at their boundaries: the day before, the day, the day after; known, unknown, wrong.
"""

import datetime as dt
from functools import partial
from pathlib import Path

import attrs
import pytest

from documents import OWN_CONTRACT, own_value, write_contract
from people import (
    ANAPA,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    FIRST_OF_JUNE,
    NIR_CARLA,
    NIR_CLAUDIA,
    ONE_DAY,
    PF,
    SOCIAL_SECURITY,
    START,
    SUSPENDING_LEAVE,
    details_of,
    with_key,
)
from psc_workflow import Child, Formula, Household, Partner, Regime, Situation, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.quote import Gap, Quote
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty, Consent, EndReason, Parent
from psc_workflow.exceptions import InvalidCommandError, InvalidDocumentError
from psc_workflow.pricing import price
from psc_workflow.rules import (
    beneficiary,
    beneficiary_addition,
    beneficiary_number,
    beneficiary_removal,
    change_day,
    child,
    consent_withdrawal,
    contact_update,
    formula_change,
    leave,
    mandate_signature,
    membership_end,
    processing,
    recorded_date,
    report,
    teletransmission,
    transfer,
)
from verdicts import codes, codes_and_paths

CPS_CLAUDIA = attrs.evolve(CLAUDIA, regime=Regime.CPS)


# -- a day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first", "expected"),
    [
        (None, None, ["day-missing"]),
        (None, START, ["day-missing"]),
        (START - ONE_DAY, START, ["day-too-early"]),
        (START, START, []),
        (START + ONE_DAY, START, []),
        (dt.date(1990, 1, 1), None, []),
    ],
    ids=str,
)
def test_a_day_is_given_and_not_before_the_first_possible_one(
    on: dt.date | None, first: dt.date | None, expected: list[str]
) -> None:
    verdict = change_day.assess(on, first=first)
    assert codes(verdict) == expected
    assert verdict.missing == (() if on else ("on",))


# -- the formula -------------------------------------------------------------------


def with_term(*values: Dated) -> Contract:
    """Make a contract whose minimum term is this."""
    return attrs.evolve(PF, formula_minimum_term=Parameter("year", START, values) if values else None)


def term_of(years: int | None, since: dt.date = dt.date(2025, 1, 1)) -> Dated:
    certainty = Certainty.UNKNOWN if years is None else Certainty.PUBLISHED
    return Dated(since, certainty, (Source("accord, article 9"),), years)


TWO_YEARS = with_term(term_of(2))
NOT_TOLD = {"in no table": with_term(), "unknown": with_term(term_of(None)), "men-2026-pf": PF}


def change(
    formula: Formula | None,
    *,
    since: dt.date = START,
    chosen: bool = True,
    contract: Contract,
    today: dt.date = FIRST_OF_JUNE,
) -> Verdict:
    return formula_change.assess(
        formula, current=Formula.BASE, chosen=chosen, since=since, contract=contract, today=today
    )


@pytest.mark.parametrize(
    ("since", "years", "first"),
    [
        (dt.date(2026, 5, 1), 2, dt.date(2028, 5, 1)),
        (dt.date(2024, 2, 29), 2, dt.date(2026, 3, 1)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
        (dt.date(2026, 5, 1), 1, dt.date(2027, 5, 1)),
    ],
    ids=str,
)
def test_a_chosen_formula_can_change_from_the_anniversary_on(since: dt.date, years: int, first: dt.date) -> None:
    contract = with_term(term_of(years, dt.date(2024, 1, 1)))
    contract = attrs.evolve(contract, formulas=attrs.evolve(PF.formulas, values=(_from_2024(PF.formulas.values[0]),)))
    early = change(Formula.OPTION_1, since=since, contract=contract, today=first - ONE_DAY)
    assert codes_and_paths(early) == [("formula-term-not-over", "formula")]
    assert early.outcome is Judgement.REFUSED
    (finding,) = early.findings
    assert f"{first:%d/%m/%Y}" in finding.remedy("fr")
    assert first.isoformat() in finding.remedy("en")
    assert finding.sources[0].title == "accord, article 9"
    for day in (first, first + ONE_DAY):
        assert change(Formula.OPTION_1, since=since, contract=contract, today=day) == Verdict()


def _from_2024(dated: Dated) -> Dated:
    return attrs.evolve(dated, in_force_from=dt.date(2024, 1, 1))


def test_no_years_to_keep_a_formula_is_an_answer_and_not_silence() -> None:
    assert change(Formula.OPTION_1, contract=with_term(term_of(0)), today=START) == Verdict()


@pytest.mark.parametrize("contract", NOT_TOLD.values(), ids=NOT_TOLD)
def test_a_term_that_is_not_known_is_never_taken_to_be_over(contract: Contract) -> None:
    verdict = change(Formula.OPTION_1, contract=contract, today=dt.date(2099, 1, 1))
    assert verdict.outcome is Judgement.INCOMPLETE
    assert codes_and_paths(verdict) == [("formula-term-unknown", "contract.formula_minimum_term")]
    expected = None if contract.formula_minimum_term is None else Certainty.UNKNOWN
    assert verdict.findings[0].certainty is expected


@pytest.mark.parametrize("contract", [TWO_YEARS, *NOT_TOLD.values()], ids=["two years", *NOT_TOLD])
def test_who_never_chose_may_choose_at_any_time(contract: Contract) -> None:
    assert change(Formula.OPTION_1, chosen=False, contract=contract, today=START) == Verdict()


@pytest.mark.parametrize("chosen", [True, False])
def test_the_same_formula_is_no_change(chosen: bool) -> None:
    late = dt.date(2028, 5, 1)
    assert codes_and_paths(change(Formula.BASE, chosen=chosen, contract=TWO_YEARS, today=late)) == [
        ("formula-unchanged", "formula")
    ]


def test_all_that_stands_against_a_change_is_told_at_once() -> None:
    assert codes(change(Formula.BASE, contract=TWO_YEARS)) == ["formula-unchanged", "formula-term-not-over"]
    missing = change(None, contract=PF)
    assert missing.missing == ("formula", "contract.formula_minimum_term")
    offered = Parameter("formula", START, (Dated(START, Certainty.PUBLISHED, (Source("x"),), (Formula.BASE,)),))
    poor = attrs.evolve(TWO_YEARS, formulas=offered, recommended_formula=None)
    assert codes(change(Formula.OPTION_2, contract=poor)) == ["formula-not-offered", "formula-term-not-over"]


def test_the_term_in_force_on_the_day_of_the_request_counts() -> None:
    contract = with_term(term_of(2), term_of(0, FIRST_OF_JUNE))
    assert codes(change(Formula.OPTION_1, contract=contract, today=FIRST_OF_JUNE - ONE_DAY)) == [
        "formula-term-not-over"
    ]
    assert change(Formula.OPTION_1, contract=contract, today=FIRST_OF_JUNE).holds


@pytest.mark.parametrize("years", [-1, 11])
def test_a_contract_with_a_term_that_cannot_be_is_not_read(tmp_path: Path, years: int) -> None:
    file = write_contract(tmp_path, OWN_CONTRACT + own_value("formula_minimum_term", str(years)))
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert [fault.path for fault in caught.value.faults] == ["formula_minimum_term.values.0.value"]


def test_the_term_of_both_built_in_contracts_of_polynesia_is_told_to_be_unknown() -> None:
    for name in ("men-2026-pf", "guide-illustration"):
        dated = contracts.get(name).dated("formula_minimum_term", START)
        assert (dated.value, dated.certainty) == (None, Certainty.UNKNOWN)


# -- who is meant ------------------------------------------------------------------


def test_people_are_found_by_their_reference() -> None:
    covered = {"partner": CLAUDIA, "children": (CARLA, ANAPA)}
    assert beneficiary.find("partner", **covered) is CLAUDIA
    assert beneficiary.find("anapa", **covered) is ANAPA
    assert beneficiary.find("moana", **covered) is None
    assert beneficiary.find(None, partner=CLAUDIA, children=(attrs.evolve(CARLA, ref=None),)) is None


def test_a_partner_goes_before_a_child_called_partner() -> None:
    odd = attrs.evolve(CARLA, ref="partner")
    assert beneficiary.find("partner", partner=CLAUDIA, children=(odd,)) is CLAUDIA
    assert beneficiary.find("partner", partner=None, children=(odd,)) is odd


@pytest.mark.parametrize(
    ("ref", "partner", "children", "expected"),
    [
        (None, CLAUDIA, (CARLA,), ["beneficiary-ref-missing"]),
        ("partner", CLAUDIA, (), []),
        ("partner", None, (CARLA,), ["beneficiary-unknown"]),
        ("carla", None, (CARLA,), []),
        ("carla", None, (), ["beneficiary-unknown"]),
        ("", CLAUDIA, (CARLA,), ["beneficiary-unknown"]),
    ],
    ids=str,
)
def test_only_somebody_covered_can_be_meant(
    ref: str | None, partner: Partner | None, children: tuple[Child, ...], expected: list[str]
) -> None:
    verdict = beneficiary.assess(ref, partner=partner, children=children)
    assert codes(verdict) == expected
    for finding in verdict.findings:
        assert finding.path == "ref"
        assert str(len(children) + (partner is not None)) in finding.remedy("fr")


# -- adding ------------------------------------------------------------------------


def add(
    given: do.AddBeneficiary,
    *,
    partner: Partner | None = None,
    children: tuple[Child, ...] = (),
    on: dt.date = FIRST_OF_JUNE,
    today: dt.date = FIRST_OF_JUNE,
) -> Verdict:
    return beneficiary_addition.assess(given, partner=partner, children=children, contract=PF, on=on, today=today)


def test_an_addition_of_nobody_asks_whom_to_cover() -> None:
    assert codes_and_paths(add(do.AddBeneficiary())) == [("beneficiary-missing", "child")]
    assert not add(do.AddBeneficiary()).holds


def test_a_partner_can_be_added_at_any_time_with_details_or_before_them() -> None:
    assert add(do.AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS)) == Verdict()
    without = add(do.AddBeneficiary(partner=CLAUDIA), children=(CARLA,))
    assert without.holds
    assert codes_and_paths(without) == [("beneficiary-details-pending", "partner_details")]


def test_a_second_partner_is_refused_whoever_it_is() -> None:
    verdict = add(do.AddBeneficiary(partner=CPS_CLAUDIA), partner=CLAUDIA)
    assert verdict.outcome is Judgement.REFUSED
    assert codes_and_paths(verdict) == [
        ("partner-already-covered", "partner"),
        ("partner-regime-not-covered", "partner.regime"),
        ("beneficiary-details-pending", "partner_details"),
    ]


@pytest.mark.parametrize("name", ["birth_date", "regime", "link", "state_civil_servant"])
def test_no_missing_fact_of_an_added_partner_turns_into_acceptance(name: str) -> None:
    given = do.AddBeneficiary(partner=attrs.evolve(CLAUDIA, **{name: None}), partner_details=CLAUDIA_DETAILS)
    verdict = add(given)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (f"partner.{name}",))


@pytest.mark.parametrize(
    ("born", "expected"), [(FIRST_OF_JUNE, []), (FIRST_OF_JUNE + ONE_DAY, ["birth-in-future"])], ids=str
)
def test_a_child_can_be_added_once_born(born: dt.date, expected: list[str]) -> None:
    child = Child(born, Regime.GENERAL)
    verdict = add(do.AddBeneficiary(child=child), on=FIRST_OF_JUNE + 30 * ONE_DAY)
    assert codes(verdict) == [*expected, "beneficiary-details-pending"]
    assert verdict.findings[0].path == ("child.birth_date" if expected else "child_details")


def test_an_added_partner_is_born_by_the_day_of_the_request() -> None:
    late = attrs.evolve(CLAUDIA, birth_date=FIRST_OF_JUNE + ONE_DAY)
    verdict = add(do.AddBeneficiary(partner=late), on=FIRST_OF_JUNE + 30 * ONE_DAY)
    assert ("birth-in-future", "partner.birth_date") in codes_and_paths(verdict)


@pytest.mark.parametrize("name", ["birth_date", "regime"])
def test_no_missing_fact_of_an_added_child_turns_into_acceptance(name: str) -> None:
    given = do.AddBeneficiary(child=attrs.evolve(CARLA, **{name: None}), child_details=details_of(CARLA))
    verdict = add(given)
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
    verdict = add(do.AddBeneficiary(child=grown_up, child_details=details_of(grown_up)), children=(ANAPA,), on=on)
    assert codes(verdict.blocking) == expected
    for finding in verdict.blocking:
        assert (finding.path, finding.facts["number"]) == ("child.birth_date", 2)


@pytest.mark.parametrize(
    ("ref", "expected"),
    [("carla", True), ("anapa", False), (None, False), ("partner", True), ("agent", True)],
    ids=str,
)
def test_no_two_people_have_the_same_reference(ref: str | None, expected: bool) -> None:
    newcomer = attrs.evolve(ANAPA, ref=ref)
    verdict = add(do.AddBeneficiary(child=newcomer), children=(CARLA, attrs.evolve(CARLA, ref=None)))
    assert (("child-ref-taken", "child.ref") in codes_and_paths(verdict)) == expected
    assert verdict.holds != expected
    assert {finding.facts["number"] for finding in verdict.blocking} == ({3} if expected else set())


def test_a_child_without_a_reference_takes_that_of_its_details() -> None:
    nameless = attrs.evolve(ANAPA, ref=None)
    given = do.AddBeneficiary(child=nameless, child_details=details_of(ANAPA))
    assert beneficiary_addition.named_ref(given) == "anapa"
    assert codes(add(given, children=(CARLA,))) == ["child-nir-pending"]
    assert "child-ref-taken" in codes(add(given, children=(attrs.evolve(CARLA, ref="anapa"),)))


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
    given = do.AddBeneficiary(child=attrs.evolve(ANAPA, ref=child_ref), child_details=details)
    assert beneficiary_addition.named_ref(given) == named
    expected = "child-unknown" if details_ref == "carla" else "child-nir-pending"
    assert codes(add(given, children=(CARLA,))) == [expected]


def test_nobody_is_to_be_called_anything_where_nobody_is_added() -> None:
    assert beneficiary_addition.named_ref(do.AddBeneficiary(partner=CLAUDIA)) is None


def test_the_details_of_a_child_agree_with_what_is_declared_of_it() -> None:
    given = do.AddBeneficiary(child=ANAPA, child_details=details_of(attrs.evolve(CARLA, ref="anapa")))
    verdict = add(given, children=(CARLA,))
    assert codes_and_paths(verdict) == [
        ("child-birth-date-differs", "child_details.birth_date"),
        ("child-nir-pending", "child_details.nir"),
    ]
    assert {finding.facts["number"] for finding in verdict.findings} == {2}


def test_the_details_of_a_child_are_not_compared_with_a_namesake_already_covered() -> None:
    given = do.AddBeneficiary(
        child=attrs.evolve(ANAPA, ref="carla"), child_details=attrs.evolve(details_of(ANAPA), ref="carla")
    )
    assert codes(add(given, children=(CARLA,))) == ["child-ref-taken", "child-nir-pending"]


def test_details_that_are_incomplete_are_told_with_their_place_in_the_command() -> None:
    verdict = add(do.AddBeneficiary(partner=CLAUDIA, partner_details=do.DeclarePartner(first_name=" ")))
    assert verdict.outcome is Judgement.REFUSED
    assert all(finding.path.startswith("partner_details.") for finding in verdict.findings)
    assert {"partner_details.nir", "partner_details.regime", "partner_details.birth_date"} <= {*verdict.missing}
    assert ("text-blank", "partner_details.first_name") in codes_and_paths(verdict)
    verdict = add(do.AddBeneficiary(child=CARLA, child_details=do.DeclareChild()))
    assert {"child_details.first_name", "child_details.birth_date"} <= {*verdict.missing}
    assert all(finding.path.startswith("child_details.") for finding in verdict.findings)


def test_the_details_of_a_partner_agree_with_what_is_declared() -> None:
    details = attrs.evolve(CLAUDIA_DETAILS, regime=Regime.MSA)
    verdict = add(do.AddBeneficiary(partner=CLAUDIA, partner_details=details))
    assert codes_and_paths(verdict) == [("partner-regime-differs", "partner_details.regime")]


# -- removing ----------------------------------------------------------------------

HIS, HERS, THEIRS = (
    attrs.evolve(CARLA, ref=ref, parent=parent)
    for ref, parent in (("his", Parent.AGENT), ("hers", Parent.PARTNER), ("theirs", Parent.BOTH))
)


def remove(given: do.RemoveBeneficiary, *children: Child, partner: Partner | None = CLAUDIA) -> Verdict:
    return beneficiary_removal.assess(given, partner=partner, children=children)


@pytest.mark.parametrize("on", [FIRST_OF_JUNE - ONE_DAY, FIRST_OF_JUNE, FIRST_OF_JUNE + ONE_DAY], ids=str)
def test_a_removal_may_be_for_any_day(on: dt.date) -> None:
    assert remove(do.RemoveBeneficiary("carla", "études à l'étranger", on), CARLA) == Verdict()


@pytest.mark.parametrize(
    ("name", "code"),
    [("ref", "beneficiary-ref-missing"), ("reason", "removal-reason-missing"), ("on", "day-missing")],
)
def test_no_missing_fact_of_a_removal_turns_into_acceptance(name: str, code: str) -> None:
    given = attrs.evolve(do.RemoveBeneficiary("carla", "divorce", FIRST_OF_JUNE), **{name: None})
    verdict = remove(given, CARLA)
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.INCOMPLETE, [(code, name)])


def test_all_that_stands_against_a_removal_is_told_at_once() -> None:
    verdict = remove(do.RemoveBeneficiary("moana", " ", FIRST_OF_JUNE + ONE_DAY), CARLA)
    assert codes(verdict) == ["beneficiary-unknown", "text-blank"]
    assert remove(do.RemoveBeneficiary()).missing == ("ref", "reason", "on")


def test_a_child_of_the_partner_who_leaves_is_spoken_of() -> None:
    given = do.RemoveBeneficiary("partner", "divorce", FIRST_OF_JUNE)
    verdict = remove(given, HIS, HERS, THEIRS, HERS)
    assert verdict.holds
    (finding,) = verdict.findings
    assert (finding.code, finding.path, finding.facts["numbers"]) == ("child-of-removed-partner", "ref", (2, 4))
    assert remove(given, HIS, THEIRS, CARLA) == Verdict()
    assert remove(attrs.evolve(given, ref="his"), HIS, HERS) == Verdict()
    assert codes(remove(given, HERS, partner=None)) == ["beneficiary-unknown"]


# -- a number that follows ---------------------------------------------------------


def complete(ref: str | None, nir: str | None, *pending: str) -> Verdict:
    return beneficiary_number.assess(
        do.CompleteBeneficiary(ref, nir),
        partner=CLAUDIA,
        children=(CARLA, ANAPA),
        pending=pending,
        contract=PF,
        today=FIRST_OF_JUNE,
    )


def test_details_that_follow_are_judged_as_those_of_the_subscription() -> None:
    """They name nobody by themselves: the reference of the command is theirs; the number may come along or not."""
    given = do.CompleteBeneficiary("carla", child_details=attrs.evolve(details_of(CARLA), ref=None))
    known = {"partner": CLAUDIA, "children": (CARLA, ANAPA), "contract": PF, "today": FIRST_OF_JUNE}
    assert beneficiary_number.assess(given, pending=(), **known).holds
    wrong = attrs.evolve(given, child_details=details_of(ANAPA))
    (finding,) = beneficiary_number.assess(wrong, pending=(), **known).blocking
    assert (finding.code, finding.path) == ("child-birth-date-differs", "child_details.birth_date")
    partner = do.CompleteBeneficiary("partner", partner_details=CLAUDIA_DETAILS)
    assert beneficiary_number.assess(partner, pending=(), **known).holds
    with pytest.raises(InvalidCommandError, match="child_details"):
        do.CompleteBeneficiary("partner", child_details=details_of(CARLA))


def test_a_recorded_day_can_be_corrected_up_to_the_day_of_the_request_once_cover_has_begun() -> None:
    day = dt.date(2026, 9, 1)
    judged = partial(recorded_date.assess, start=START, settled=None, latest=day)
    assert judged(day).holds
    assert codes(judged(day + dt.timedelta(days=1))) == ["recorded-date-too-late"]


def test_a_cover_that_is_debited_without_a_mandate_is_warned_about() -> None:
    nothing, something = quoted(Formula.BASE), quoted(Formula.OPTION_1)
    assert codes(mandate_signature.assess_cover(something, signed=False)) == ["mandate-to-sign"]
    assert mandate_signature.assess_cover(something, signed=True) == Verdict()
    assert mandate_signature.assess_cover(nothing, signed=False) == Verdict()


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
    one = attrs.evolve(CARLA, birth_date=born, situation=situation, covered_by_own_work=False)
    verdict = child.review(one, number=1, contract=PF, on=dt.date(2026, 5, 4))
    assert verdict.holds
    assert bool(verdict.warnings) == reviewed


def test_a_number_is_taken_for_whoever_has_none_yet() -> None:
    assert complete("carla", NIR_CARLA, "carla") == Verdict()
    assert complete("partner", NIR_CLAUDIA, "partner", "carla") == Verdict()


def test_a_number_that_is_known_is_not_replaced() -> None:
    assert codes_and_paths(complete("carla", NIR_CARLA, "anapa")) == [("number-not-pending", "ref")]


@pytest.mark.parametrize(
    ("ref", "nir", "expected"),
    [
        (None, NIR_CARLA, ["beneficiary-ref-missing"]),
        ("carla", None, ["nir-missing"]),
        (None, None, ["beneficiary-ref-missing", "nir-missing"]),
        ("moana", NIR_CARLA, ["beneficiary-unknown"]),
        ("carla", NIR_CARLA[:-2], ["nir-key-missing"]),
        ("carla", "12", ["nir-form-wrong"]),
        ("carla", NIR_CARLA[:-1] + str((int(NIR_CARLA[-1]) + 1) % 10), ["nir-key-wrong"]),
    ],
    ids=str,
)
def test_no_missing_or_wrong_number_turns_into_acceptance(
    ref: str | None, nir: str | None, expected: list[str]
) -> None:
    verdict = complete(ref, nir, "carla")
    assert codes(verdict) == expected
    assert not verdict.holds


def test_a_number_is_compared_with_the_birth_date_of_whom_it_is_for() -> None:
    verdict = complete("anapa", NIR_CARLA, "anapa")
    assert verdict.holds
    assert codes(verdict) == ["nir-birth-year-differs", "nir-birth-month-differs"]
    assert complete("anapa", with_key("2140275112067"), "anapa") == Verdict()


# -- the recorded date -------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "settled", "expected"),
    [
        (None, None, ["recorded-date-missing"]),
        (None, START, ["recorded-date-missing"]),
        (START - ONE_DAY, None, ["recorded-date-too-early"]),
        (START, None, []),
        (START + ONE_DAY, None, []),
        (START, START, []),
        (START + ONE_DAY, START, ["effective-date-settled"]),
        (START - ONE_DAY, START, ["recorded-date-too-early", "effective-date-settled"]),
    ],
    ids=str,
)
def test_which_first_day_of_cover_can_be_recorded(
    on: dt.date | None, settled: dt.date | None, expected: list[str]
) -> None:
    verdict = recorded_date.assess(on, start=START, settled=settled)
    assert codes_and_paths(verdict) == [(code, "on") for code in expected]
    assert verdict.missing == (() if on else ("on",))
    if "effective-date-settled" in expected:
        assert "01/05/2026" in verdict.findings[-1].text("fr")


# -- leaves ------------------------------------------------------------------------

CONTINUING = law.value("continuing_leaves", FIRST_OF_JUNE)
SUSPENDING = law.value("suspending_leaves", FIRST_OF_JUNE)


@pytest.mark.parametrize("name", CONTINUING)
@pytest.mark.parametrize("spelling", ["id", "fr", "en", "loud", "hyphens", "spaces", "no accents"])
def test_a_leave_of_the_decree_suspends_nothing_however_it_is_written(name: str, spelling: str) -> None:
    written = {
        "id": name,
        "fr": leave.word(name).fr,
        "en": leave.word(name).en,
        "loud": f"  {leave.word(name).fr.upper()} ",
        "hyphens": name.replace("_", "-"),
        "spaces": name.replace("_", "  "),
        "no accents": leave.word(name).fr.replace("é", "e"),
    }[spelling]
    verdict = leave.assess(written, FIRST_OF_JUNE)
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [("leave-keeps-obligation", "reason")])
    assert leave.word(name).fr in verdict.findings[0].text("fr")
    assert any("2022-633" in source.title for source in verdict.findings[0].sources)


@pytest.mark.parametrize("name", SUSPENDING)
def test_a_leave_known_not_to_be_in_the_decree_suspends(name: str) -> None:
    for written in (name, name.replace("_", "-").upper(), leave.word(name).fr, leave.word(name).en):
        assert leave.assess(written, FIRST_OF_JUNE) == Verdict()


@pytest.mark.parametrize("reason", ["tour du monde", "congé parental et autre chose", "conge", "_"])
def test_any_other_leave_is_to_be_confirmed_with_the_list(reason: str) -> None:
    verdict = leave.assess(reason, FIRST_OF_JUNE)
    assert verdict.holds
    (finding,) = verdict.findings
    assert (finding.code, finding.path, finding.severity) == ("leave-to-confirm", "reason", Severity.WARNING)
    assert all(leave.word(name).fr in finding.text("fr") for name in CONTINUING)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2024, 6, 30), "leave-to-confirm"),
        (dt.date(2024, 7, 1), "leave-keeps-obligation"),
        (dt.date(2024, 7, 2), "leave-keeps-obligation"),
    ],
    ids=str,
)
def test_the_list_in_force_on_the_first_day_of_the_leave_counts(on: dt.date, expected: str) -> None:
    assert codes(leave.assess("ASCAA", on)) == [expected]
    assert codes(leave.assess("conge_parental", on)) == ["leave-keeps-obligation"]


@pytest.mark.parametrize(
    ("reason", "on", "first", "expected"),
    [
        (None, FIRST_OF_JUNE, None, ["leave-reason-missing"]),
        ("conge_parental", None, None, ["day-missing"]),
        (None, None, START, ["leave-reason-missing", "day-missing"]),
        (" ", FIRST_OF_JUNE, None, ["text-blank"]),
        ("", None, None, ["text-blank", "day-missing"]),
        (SUSPENDING_LEAVE, START - ONE_DAY, START, ["day-too-early"]),
        (SUSPENDING_LEAVE, START, START, []),
        ("conge_parental", dt.date(2002, 1, 1), START, ["day-too-early"]),
    ],
    ids=str,
)
def test_a_suspension_needs_a_leave_and_a_day(
    reason: str | None, on: dt.date | None, first: dt.date | None, expected: list[str]
) -> None:
    verdict = leave.assess(reason, on, first=first)
    assert codes_and_paths(verdict) == [(code, "on" if code.startswith("day") else "reason") for code in expected]
    assert verdict.holds == (not expected)


def test_no_leave_is_both_in_the_list_and_out_of_it_and_all_have_words_of_their_own() -> None:
    for day in (dt.date(2022, 4, 22), FIRST_OF_JUNE):
        names = (*law.value("continuing_leaves", day), *law.value("suspending_leaves", day))
        assert len(set(names)) == len(names)
        assert len({leave.word(name).fr for name in names}) == len({leave.word(name).en for name in names})
        assert len({leave.word(name).fr for name in names}) == len(names)


# -- the end, a transfer -----------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (EndReason.RETIREMENT, []),
        (EndReason.DEPARTURE, []),
        (EndReason.DEATH, []),
        (EndReason.DISPENSED, ["end-reason-by-other-way"]),
        (EndReason.TRANSFER, ["end-reason-by-other-way"]),
        (EndReason.NOT_CONCERNED, ["end-reason-by-other-way"]),
        (None, ["end-reason-missing"]),
    ],
    ids=str,
)
def test_for_which_reasons_a_membership_ends(reason: EndReason | None, expected: list[str]) -> None:
    assert codes_and_paths(membership_end.assess(reason, FIRST_OF_JUNE, today=FIRST_OF_JUNE)) == [
        (code, "reason") for code in expected
    ]
    assert codes(membership_end.assess(reason, None, today=FIRST_OF_JUNE)) == [*expected, "day-missing"]


def test_an_end_that_replaces_another_says_so() -> None:
    assert codes(membership_end.replacing(START)) == ["end-replaced"]
    assert membership_end.replacing(None) == Verdict()


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, ["death-in-future"])])
def test_nobody_dies_tomorrow(days: int, expected: list[str]) -> None:
    on = FIRST_OF_JUNE + days * ONE_DAY
    assert codes(membership_end.assess(EndReason.DEATH, on, today=FIRST_OF_JUNE)) == expected
    assert codes(membership_end.assess(EndReason.DEPARTURE, on, today=FIRST_OF_JUNE)) == []


def test_each_other_way_is_named() -> None:
    words = ("dispense", "changement de contrat", "non concerné")
    for reason, way in zip(membership_end.OTHER_WAYS, words, strict=True):
        (finding,) = membership_end.assess(reason, FIRST_OF_JUNE, today=FIRST_OF_JUNE).findings
        assert way in finding.remedy("fr")
        assert wording.word(reason).fr in finding.text("fr")


@pytest.mark.parametrize("kind", [EndReason, Consent])
def test_reasons_and_consents_have_words(kind: type[EndReason] | type[Consent]) -> None:
    words = {(wording.word(member).fr, wording.word(member).en) for member in kind}
    assert len(words) == len(kind)


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("men-2026", []),
        ("men-2026-pf", ["transfer-same-contract"]),
        (" MEN-2026-PF ", ["transfer-same-contract"]),
        (None, ["transfer-contract-missing"]),
        ("  ", ["text-blank"]),
    ],
    ids=str,
)
def test_a_transfer_leads_to_another_contract(contract: str | None, expected: list[str]) -> None:
    def assess(on: dt.date | None, first: dt.date | None = None) -> Verdict:
        return transfer.assess(contract, on, current="men-2026-pf", first=first)

    assert codes_and_paths(assess(FIRST_OF_JUNE)) == [(code, "contract") for code in expected]
    assert assess(FIRST_OF_JUNE).missing == (("contract",) if contract is None else ())
    assert codes(assess(None)) == [*expected, "day-missing"]
    assert codes(assess(START - ONE_DAY, START)) == [*expected, "day-too-early"]
    assert codes(assess(START, START)) == expected


# -- words, evidence, consents -----------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (processing.assess("accepté"), []),
        (processing.assess(None), [("outcome-missing", "outcome")]),
        (processing.assess("\t"), [("text-blank", "outcome")]),
        (report.assess("je relève de la CPS", employment=None, on=FIRST_OF_JUNE), []),
        (report.assess(None, employment=None, on=FIRST_OF_JUNE), [("report-reason-missing", "reason")]),
        (report.assess("", employment=None, on=FIRST_OF_JUNE), [("text-blank", "reason")]),
        (mandate_signature.assess(do.SignMandate("proof")), []),
        (mandate_signature.assess(do.SignMandate()), [("mandate-evidence-missing", "evidence")]),
        (mandate_signature.assess(do.SignMandate(" ")), [("text-blank", "evidence")]),
        (consent_withdrawal.assess(Consent.PARTNER_OFFERS), []),
        (consent_withdrawal.assess(None), [("consent-kind-missing", "kind")]),
        (teletransmission.assess(teletransmission=True), []),
        (teletransmission.assess(teletransmission=False), []),
        (teletransmission.assess(teletransmission=None), [("teletransmission-unanswered", "teletransmission")]),
        (teletransmission.assess_declared(SOCIAL_SECURITY), []),
        (teletransmission.assess_declared(None), [("social-security-not-declared", "")]),
    ],
    ids=lambda value: str(value) if isinstance(value, list) else "",
)
def test_an_answer_says_something(verdict: Verdict, expected: list[tuple[str, str]]) -> None:
    assert codes_and_paths(verdict) == expected
    missing = {"text-blank": Judgement.REFUSED, "social-security-not-declared": Judgement.REFUSED}
    assert verdict.outcome is (missing.get(expected[0][0], Judgement.INCOMPLETE) if expected else Judgement.HOLDS)


# -- the mandate -------------------------------------------------------------------

NOTHING_DEBITED = Household(regime=Regime.GENERAL, birth_date=dt.date(1970, 3, 12), gross_cents=300_000)


def quoted(formula: Formula) -> Quote:
    return price(NOTHING_DEBITED, formula=formula, contract=PF, on=START)


@pytest.mark.parametrize(
    ("formula", "signed", "account", "expected"),
    [
        (Formula.OPTION_1, False, True, {}),
        (Formula.BASE, False, True, {"mandate-not-needed": "quote.debits"}),
        (Formula.OPTION_1, True, True, {"mandate-already-signed": ""}),
        (Formula.OPTION_1, False, False, {"account-needed": "bank_details"}),
        (
            Formula.BASE,
            True,
            False,
            {"mandate-not-needed": "quote.debits", "mandate-already-signed": "", "account-needed": "bank_details"},
        ),
    ],
)
def test_when_there_is_a_mandate_to_sign(
    formula: Formula, signed: bool, account: bool, expected: dict[str, str]
) -> None:
    verdict = mandate_signature.assess_needed(quoted(formula), signed=signed, account=account)
    assert codes_and_paths(verdict) == [*expected.items()]
    assert verdict.outcome is (Judgement.REFUSED if expected else Judgement.HOLDS)


def test_a_mandate_is_not_signed_while_one_cannot_say_whether_anything_is_debited() -> None:
    silent = attrs.evolve(quoted(Formula.BASE), gaps=(Gap("some-gap", Text("rien", "nothing")),))
    verdict = mandate_signature.assess_needed(silent, signed=False, account=True)
    assert codes_and_paths(verdict) == [("debit-unknown", "quote.debits")]
    assert verdict.outcome is Judgement.INCOMPLETE


# -- contact details ---------------------------------------------------------------

MOVED = do.UpdateContactDetails(
    ["3 rue des Tiare"], "98713", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 01"
)


def test_all_contact_details_may_change() -> None:
    assert contact_update.assess(MOVED) == Verdict()


@pytest.mark.parametrize("name", do.UpdateContactDetails.field_names())
def test_no_missing_or_blank_contact_detail_turns_into_acceptance(name: str) -> None:
    verdict = contact_update.assess(attrs.evolve(MOVED, **{name: None}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.INCOMPLETE, [("contact-detail-missing", name)])
    blank = () if name == "address" else " "
    verdict = contact_update.assess(attrs.evolve(MOVED, **{name: blank}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [("text-blank", name)])


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("country", "Polynésie", "contact-country-wrong"),
        ("country", "pf", "contact-country-wrong"),
        ("country", "PF ", "contact-country-wrong"),
        ("email", "benoit", "email-form-wrong"),
        ("phone", "mon numéro", "phone-form-wrong"),
    ],
)
def test_contact_details_have_the_right_form(name: str, value: str, code: str) -> None:
    verdict = contact_update.assess(attrs.evolve(MOVED, **{name: value}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [(code, name)])


def test_all_that_is_wrong_with_contact_details_is_told_at_once() -> None:
    given = do.UpdateContactDetails(country="France", email="x", phone="y")
    assert contact_update.assess(given).missing == ("address", "postal_code", "city")
    assert len(contact_update.assess(given).findings) == 6


# -- sentences ---------------------------------------------------------------------


def test_no_finding_shows_what_somebody_wrote() -> None:
    private = "Teʻaitu"
    verdicts = [
        remove(do.RemoveBeneficiary(private, private, FIRST_OF_JUNE), CARLA),
        complete(private, private, "carla"),
        leave.assess(private, FIRST_OF_JUNE),
        contact_update.assess(do.UpdateContactDetails([private], private, private, private, private, private)),
        add(do.AddBeneficiary(child=attrs.evolve(CARLA, ref=private)), children=(attrs.evolve(CARLA, ref=private),)),
    ]
    for verdict in verdicts:
        assert verdict.findings
        for finding in verdict.findings:
            for sentence in (finding.text("fr"), finding.text("en"), finding.remedy("fr"), finding.remedy("en")):
                assert private not in sentence
