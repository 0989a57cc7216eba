"""
Rules at their boundaries: the day before, the day, the day after; known, unknown, wrong.
"""

import datetime as dt
import string

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import (
    BENOIT,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    IBAN_SOCREDO,
    IDENTITY,
    NIR_BENOIT,
    PF,
    SIGN_WITH_MANDATE,
    START,
    TODAY,
    details_of,
    french_iban,
    with_key,
    with_wrong_rib_key,
)
from psc_workflow import Agent, Child, Civility, Formula, Household, Link, Partner, Regime, Situation
from psc_workflow import commands as do
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow._model.vocabulary import DocumentKind, PaymentScheme
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.pricing import price
from psc_workflow.rules import (
    affiliation_window,
    ages,
    child,
    child_details,
    code_organisme,
    contact_details,
    effective_date,
    iban,
    identity,
    needs_simulation,
    nir,
    partner,
    partner_details,
    regime,
    signature,
)
from verdicts import codes

# -- regime -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_regime", "outcome", "found"),
    [
        (Regime.GENERAL, Judgement.HOLDS, []),
        (Regime.ALSACE_MOSELLE, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MSA, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MILITARY, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.MAYOTTE, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.OTHER_FRENCH, Judgement.HOLDS, ["regime-to-confirm"]),
        (Regime.CPS, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.CAFAT, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.SPM, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.WALLIS_FUTUNA, Judgement.REFUSED, ["regime-not-covered"]),
        (Regime.FOREIGN, Judgement.REFUSED, ["regime-foreign"]),
        (None, Judgement.INCOMPLETE, ["regime-missing"]),
    ],
    ids=str,
)
def test_what_the_contract_makes_of_each_regime(
    given_regime: Regime | None, outcome: Judgement, found: list[str]
) -> None:
    verdict = regime.assess(given_regime, contract=PF, on=TODAY)
    assert (verdict.outcome, codes(verdict)) == (outcome, found)


@pytest.mark.parametrize(("on", "refund"), [(dt.date(2026, 12, 31), "15,00 €"), (dt.date(2027, 1, 1), "30,00 €")])
def test_an_agent_on_a_local_regime_is_told_of_the_refund_of_that_day(on: dt.date, refund: str) -> None:
    (finding,) = regime.assess(Regime.CPS, contract=PF, on=on).findings
    assert refund in finding.remedy("fr")
    assert any("2025-1170" in source.title for source in finding.sources)


# -- partner ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", partner.NEEDED)
def test_no_missing_fact_of_a_partner_turns_into_acceptance(name: str) -> None:
    verdict = partner.assess(attrs.evolve(CLAUDIA, **{name: None}), contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (f"partner.{name}",))


@pytest.mark.parametrize("link", Link)
@pytest.mark.parametrize("separated", [True, False, UNANSWERED, None], ids=str)
def test_only_a_judicially_separated_spouse_is_refused(link: Link, separated: bool | Unanswered | None) -> None:
    verdict = partner.assess(attrs.evolve(CLAUDIA, link=link, judicially_separated=separated), contract=PF, on=TODAY)
    if link is not Link.MARRIED:
        assert codes(verdict) == []
    else:
        expected = {
            True: "partner-judicially-separated",
            False: None,
            UNANSWERED: "partner-separation-to-confirm",
            None: "partner-fact-missing",
        }[separated]
        assert codes(verdict) == ([expected] if expected else [])
        assert verdict.holds == (separated is False or separated is UNANSWERED)


# -- ages and children --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "years", "expected"),
    [
        (dt.date(2004, 2, 29), 20, dt.date(2024, 2, 29)),
        (dt.date(2004, 2, 29), 21, dt.date(2025, 3, 1)),
        (dt.date(2005, 5, 1), 21, dt.date(2026, 5, 1)),
    ],
)
def test_birthdays(birth: dt.date, years: int, expected: dt.date) -> None:
    assert ages.birthday(birth, years) == expected
    assert ages.reached(birth, years, on=expected)
    assert not ages.reached(birth, years, on=expected - dt.timedelta(days=1))


@given(st.dates(), st.integers(0, 150), st.dates())
def test_an_age_is_reached_from_the_birthday_on_for_every_day_of_the_calendar(
    birth: dt.date, years: int, on: dt.date
) -> None:
    beyond = birth.year + years > dt.MAXYEAR
    assert ages.reached(birth, years, on=on) == (not beyond and on >= ages.birthday(birth, years))


def born(years: int, days: int = 0) -> dt.date:
    """Be born so as to turn *years* on the effective date, or *days* later."""
    return START.replace(year=START.year - years) + dt.timedelta(days=days)


N, STUDENT, APPRENTICE, SEEKER, WORKING = Situation
LEFT_OUT = UNANSWERED

CHILDREN = {
    "turns 21 the day after": (born(21, 1), N, False, False, []),
    "turns 21 that day": (born(21), N, False, False, ["child-past-age-limit"]),
    "turned 21 the day before": (born(21, -1), N, False, False, ["child-past-age-limit"]),
    "21, student": (born(21), STUDENT, False, False, []),
    "21, student, own cover unknown": (born(21), STUDENT, False, LEFT_OUT, ["child-own-cover-to-confirm"]),
    "21, job seeker": (born(21), SEEKER, False, False, []),
    "21, student, own cover not known": (born(21), STUDENT, False, None, ["child-fact-missing"]),
    "21, apprentice": (born(21), APPRENTICE, False, LEFT_OUT, ["child-own-cover-to-confirm"]),
    "21, apprentice without own cover": (born(21), APPRENTICE, False, False, []),
    "21, working": (born(21), WORKING, False, False, ["child-past-age-limit"]),
    "turns 25 the day after, student": (born(25, 1), STUDENT, False, False, []),
    "turns 25 that day, student": (born(25), STUDENT, False, False, ["child-past-last-age-limit"]),
    "turned 25 the day before, student": (born(25, -1), STUDENT, False, False, ["child-past-last-age-limit"]),
    "40, recognised by the CDAPH": (born(40), N, True, False, []),
    "40, recognised, own cover left out": (born(40), N, True, LEFT_OUT, ["child-own-cover-to-confirm"]),
    "22, recognised by the CDAPH, situation unknown": (born(22), None, True, False, []),
    "40, recognised by the CDAPH, covered by own work": (born(40), N, True, True, ["child-covered-by-own-work"]),
    "6, nothing else known": (born(6), None, None, LEFT_OUT, []),
    "6, own cover not known": (born(6), None, None, None, ["child-fact-missing"]),
    "turns 16 the day after, situation unknown": (born(16, 1), None, None, LEFT_OUT, []),
    "turns 16 that day, situation unknown": (born(16), None, None, LEFT_OUT, ["child-fact-missing"]),
    "18, working, own cover unknown": (born(18), WORKING, False, None, ["child-fact-missing"]),
    "18, working, own cover left out": (born(18), WORKING, False, LEFT_OUT, ["child-fact-missing"]),
    "18, working, own cover": (born(18), WORKING, False, True, ["child-covered-by-own-work"]),
    "18, working, no own cover": (born(18), WORKING, False, False, []),
    "22, recognition unknown": (born(22), N, None, False, ["child-fact-missing"]),
    "22, student, recognition unknown": (born(22), STUDENT, None, False, []),
    "22, situation unknown": (born(22), None, False, LEFT_OUT, ["child-fact-missing"]),
    "22, nothing known": (born(22), None, None, LEFT_OUT, ["child-fact-missing", "child-fact-missing"]),
    "26, recognition unknown": (born(26), STUDENT, None, False, ["child-fact-missing"]),
    "birth date unknown": (None, N, False, LEFT_OUT, ["child-fact-missing"]),
}


@pytest.mark.parametrize(("birth", "situation", "disabled", "own_cover", "found"), CHILDREN.values(), ids=CHILDREN)
def test_who_is_covered_as_a_child(
    birth: dt.date | None,
    situation: Situation | None,
    disabled: bool | None,
    own_cover: bool | Unanswered | None,
    found: list[str],
) -> None:
    one = Child(birth, Regime.GENERAL, situation, disabled, covered_by_own_work=own_cover)
    assert codes(child.assess(one, number=1, contract=PF, on=START, path="children.0")) == found


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
def test_a_child_accepted_with_unknown_facts_is_accepted_whatever_they_turn_out_to_be(one: Child) -> None:
    """Unknown is never taken for yes: no answer to what is not known can overturn an acceptance."""
    verdict = child.assess(one, number=1, contract=PF, on=START, path="c")
    if not verdict.holds:
        return
    for disabled in [True, False] if one.disabled is None else [one.disabled]:
        for situation in [*Situation] if one.situation is None else [one.situation]:
            known = attrs.evolve(one, disabled=disabled, situation=situation)
            again = child.assess(known, number=1, contract=PF, on=START, path="c")
            assert again.outcome is not Judgement.REFUSED


@given(children)
def test_a_child_s_verdict_equals_the_text_of_the_decree(one: Child) -> None:
    """Where everything is known, the rule says what art. 5 says, written down a second time as one sentence."""
    if None in (one.birth_date, one.regime, one.situation, one.disabled, one.covered_by_own_work):
        return
    age = START.year - one.birth_date.year - ((START.month, START.day) < (one.birth_date.month, one.birth_date.day))
    prolonged = one.situation in (Situation.STUDENT, Situation.APPRENTICE, Situation.JOB_SEEKER)
    french = one.regime not in (Regime.CPS, Regime.CAFAT, Regime.SPM, Regime.WALLIS_FUTUNA, Regime.FOREIGN)
    entitled = age < 21 or (age < 25 and prolonged) or one.disabled
    expected = french and one.covered_by_own_work is not True and entitled
    assert child.assess(one, number=1, contract=PF, on=START, path="c").holds == expected


# -- effective date and window ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("hired_on", "invited_on", "day", "missing"),
    [
        (dt.date(2010, 9, 1), dt.date(2026, 4, 6), START, ""),
        (START, dt.date(2026, 5, 4), START, ""),
        (START + dt.timedelta(days=1), dt.date(2026, 5, 4), None, "membership.effective_date"),
        (None, START, START, ""),
        (None, START + dt.timedelta(days=1), None, "agent.hired_on"),
        (dt.date(2026, 6, 1), dt.date(2026, 4, 6), None, "membership.effective_date"),
    ],
)
def test_when_cover_begins(hired_on: dt.date | None, invited_on: dt.date, day: dt.date | None, missing: str) -> None:
    found = effective_date.find(hired_on=hired_on, invited_on=invited_on, today=invited_on, contract=PF)
    assert (found.day, found.missing) == (day, missing)
    assert found.reference >= START


def test_the_last_day_of_the_window_is_the_twenty_first_after_the_invitation() -> None:
    assert affiliation_window.last_day(dt.date(2026, 4, 6), contract=PF) == dt.date(2026, 4, 27)


# -- identity ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [field for field in identity.FIELDS if field != "last_name"])
def test_no_missing_field_of_civil_status_turns_into_acceptance(name: str) -> None:
    verdict = identity.assess(attrs.evolve(IDENTITY, **{name: None}), on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u2060 \u00ad", "\x00", "\t\n"], ids=ascii)
def test_what_cannot_be_seen_is_no_answer(nothing: str) -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, usage_name=nothing), on=TODAY)) == ["text-blank"]


@pytest.mark.parametrize("name", ["Teʻaitu", "O'Connor", "Jean-Luc", "Māhana", "ʻŌviri", "Nguyễn", "李", "d’Été"])
def test_names_pass_through_untouched(name: str) -> None:
    given_identity = attrs.evolve(IDENTITY, usage_name=name)
    assert identity.assess(given_identity, on=TODAY).holds
    assert given_identity.usage_name == name


def test_changing_what_was_prefilled_is_allowed_with_a_warning_that_names_the_fields() -> None:
    changed = attrs.evolve(IDENTITY, usage_name="Martin", birth_date=dt.date(1970, 3, 13))
    verdict = identity.assess(changed, on=TODAY, prefilled=BENOIT)
    assert codes(verdict) == ["prefilled-identity-changed"]
    assert "nom d'usage, date de naissance" in verdict.findings[0].text("fr")
    assert "Martin" not in verdict.findings[0].text("fr")


def test_case_and_spacing_are_no_change() -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, usage_name=" DUPOND "), on=TODAY, prefilled=BENOIT)) == []


@pytest.mark.parametrize(
    ("country", "found"),
    [
        ("FR", []),
        ("fr", ["country-code-wrong"]),
        ("France", ["country-code-wrong"]),
        ("F1", ["country-code-wrong"]),
        ("", ["text-blank"]),
    ],
)
def test_the_country_of_birth_is_two_letters(country: str, found: list[str]) -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, birth_country=country), on=TODAY)) == found


@pytest.mark.parametrize(("days", "found"), [(0, []), (1, ["birth-in-future"])])
def test_nobody_is_born_after_the_day_of_the_request(days: int, found: list[str]) -> None:
    tomorrow = attrs.evolve(IDENTITY, birth_date=TODAY + dt.timedelta(days=days))
    assert codes(identity.assess(tomorrow, on=TODAY)) == found


# -- NIR ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("295109912611193", []),
        ("253072B07300470", []),
        ("253072b07300470", []),
        ("253072A07300443", []),
        (NIR_BENOIT, []),
        (" ".join(NIR_BENOIT), []),
        ("295109912611199", ["nir-key-wrong"]),
        ("253072C07300443", ["nir-form-wrong"]),
        (NIR_BENOIT[:13], ["nir-key-missing"]),
        ("2 23 04 33 123 456 78", ["nir-key-wrong"]),
        ("2 85 04 25 525 456 78", ["nir-key-wrong"]),
        ("2 05 00 55 999 000", ["nir-form-wrong"]),
        (with_key("1702098735123"), []),
        (with_key("1704298735123"), []),
        ("170439873512345", ["nir-form-wrong"]),
        (with_key("1705098735123"), []),
        (with_key("1709998735123"), []),
        ("170139873512345", ["nir-form-wrong"]),
        ("170019073512345", ["nir-key-wrong"]),
        ("1700300735123" + "01", ["nir-form-wrong"]),
        ("070039873512373", ["nir-form-wrong"]),
        ("570039873512373", ["nir-form-wrong"]),
        ("", ["nir-form-wrong"]),
        ("1" * 14, ["nir-form-wrong"]),
        ("1" * 1000, ["nir-form-wrong"]),
        ("١٧٠٠٣٩٨٧٣٥١٢٣٧٣", ["nir-form-wrong"]),
        (with_key("7700398735123"), ["nir-provisional"]),
        (with_key("8700398735123"), ["nir-provisional"]),
        (None, ["nir-missing"]),
    ],
)  # fmt: skip
def test_form_and_key_of_social_security_numbers(number: str | None, found: list[str]) -> None:
    assert codes(nir.assess(number)) == found


def test_the_missing_key_is_computed_and_offered() -> None:
    (finding,) = nir.assess(NIR_BENOIT[:13]).findings
    assert NIR_BENOIT[13:] in finding.remedy("en")


@pytest.mark.parametrize(
    ("birth", "civility", "found"),
    [
        (dt.date(1970, 3, 12), Civility.MONSIEUR, []),
        (dt.date(1971, 3, 12), Civility.MONSIEUR, ["nir-birth-year-differs"]),
        (dt.date(1970, 4, 12), Civility.MONSIEUR, ["nir-birth-month-differs"]),
        (dt.date(1970, 3, 12), Civility.MADAME, ["nir-civility-differs"]),
        (None, None, []),
    ],
)
def test_a_number_that_does_not_fit_the_person_is_a_warning(
    birth: dt.date | None, civility: Civility | None, found: list[str]
) -> None:
    verdict = nir.assess(NIR_BENOIT, birth_date=birth, civility=civility)
    assert (verdict.holds, codes(verdict)) == (True, found)


def test_an_unusual_month_is_not_compared() -> None:
    assert codes(nir.assess(with_key("1702098735123"), birth_date=dt.date(1970, 3, 12))) == []


@given(st.text(alphabet=string.digits + "AB ", max_size=20) | st.text(max_size=20))
def test_no_text_makes_the_nir_rule_fail_or_ask(text: str) -> None:
    assert nir.assess(text).outcome in (Judgement.REFUSED, Judgement.HOLDS)


@given(st.integers(0, 14), st.integers(1, 9))
def test_changing_any_one_digit_of_a_number_is_noticed(place: int, by: int) -> None:
    wrong = NIR_BENOIT[:place] + str((int(NIR_BENOIT[place]) + by) % 10) + NIR_BENOIT[place + 1 :]
    assert not nir.assess(wrong).holds


# -- code organisme ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kept", "found"),
    [
        (None, "919190000", []),
        ("", "919190000", []),
        ("   ", "919190000", []),
        ("91 919 0000", "919190000", []),
        ("019870000", "019870000", []),
        ("00 000 0000", "000000000", ["code-organisme-form-wrong"]),
        ("91 919 000", "91919000", ["code-organisme-form-wrong"]),
        ("91 919 000A", "91919000A", ["code-organisme-form-wrong"]),
    ],
)
def test_code_organisme(code: str | None, kept: str, found: list[str]) -> None:
    assert code_organisme.resolved(code, contract=PF, on=TODAY) == kept
    assert codes(code_organisme.assess(code, contract=PF, on=TODAY)) == found


def test_without_a_default_a_blank_code_is_missing() -> None:
    without = attrs.evolve(PF, default_code_organisme=None)
    verdict = code_organisme.assess("", contract=without, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("code_organisme",))


# -- details of beneficiaries: nothing missing is accepted ------------------------------------------------


@pytest.mark.parametrize("name", [n for n in attrs.fields_dict(do.DeclarePartner) if n != "code_organisme"])
def test_no_missing_detail_of_a_partner_turns_into_acceptance(name: str) -> None:
    given_details = attrs.evolve(CLAUDIA_DETAILS, **{name: None})
    verdict = partner_details.assess(given_details, declared=CLAUDIA, contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


@pytest.mark.parametrize("name", [n for n in attrs.fields_dict(do.DeclareChild) if n not in ("code_organisme", "nir")])
def test_no_missing_detail_of_a_child_turns_into_acceptance(name: str) -> None:
    given_details = attrs.evolve(details_of(CARLA), **{name: None})
    verdict = child_details.assess(given_details, declared=(CARLA,), contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


# -- contact details ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", contact_details.FIELDS)
def test_each_prefilled_contact_detail_must_come_back(name: str) -> None:
    missing = contact_details.assess(attrs.evolve(CONTACT, **{name: None}), prefilled=BENOIT)
    assert (missing.outcome, missing.missing) == (Judgement.INCOMPLETE, (name,))
    other = ("autre",) if name == "address" else "autre"
    changed = contact_details.assess(attrs.evolve(CONTACT, **{name: other}), prefilled=BENOIT)
    assert codes(changed) == ["contact-details-changed"]
    free = contact_details.assess(
        attrs.evolve(CONTACT, **{name: other}), prefilled=attrs.evolve(BENOIT, **{name: None})
    )
    assert codes(free) == []
    blank = contact_details.assess(attrs.evolve(CONTACT, **{name: () if name == "address" else " "}), prefilled=Agent())
    assert codes(blank) == ["text-blank"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "Benoit.DUPOND@example.org "),
        ("phone", "+68940000000"),
        ("phone", "+689 40.00.00.00"),
        ("postal_code", "98 714"),
        ("city", "PAPEETE"),
        ("address", ("12  rue des Tiare", "")),
    ],
)
def test_spacing_case_and_punctuation_of_numbers_are_no_change(name: str, value: object) -> None:
    assert contact_details.assess(attrs.evolve(CONTACT, **{name: value}), prefilled=BENOIT).holds


@pytest.mark.parametrize(
    ("name", "value"),
    [("phone", "+689 40 00 00 01"), ("email", "benoitdupond@example.org"), ("address", ("12 rue des Tiaré",))],
)
def test_a_real_change_is_seen(name: str, value: object) -> None:
    assert not contact_details.assess(attrs.evolve(CONTACT, **{name: value}), prefilled=BENOIT).holds


# -- IBAN --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "scheme"),
    [
        pytest.param(french_iban("17469"), PaymentScheme.SEPA_COM_PACIFIQUE, id="Socredo, Polynesia"),
        pytest.param(french_iban("12149"), PaymentScheme.SEPA_COM_PACIFIQUE, id="Banque de Polynésie"),
        pytest.param(french_iban("12239"), PaymentScheme.SEPA_COM_PACIFIQUE, id="Banque de Tahiti"),
        pytest.param(french_iban("14168"), PaymentScheme.SEPA_COM_PACIFIQUE, id="Marara Paiement"),
        pytest.param(french_iban("17499"), PaymentScheme.SEPA_COM_PACIFIQUE, id="New Caledonia"),
        pytest.param(french_iban("30004"), PaymentScheme.SEPA, id="mainland"),
        pytest.param(french_iban("99999"), PaymentScheme.SEPA, id="bank not known: the country decides"),
        pytest.param("DE89370400440532013000", PaymentScheme.SEPA, id="Germany"),
        pytest.param("BE68539007547034", PaymentScheme.SEPA, id="Belgium"),
        pytest.param("VA59001123000012345678", PaymentScheme.SEPA, id="Vatican"),
        pytest.param("TN5910006035183598478831", PaymentScheme.NONE, id="Tunisia"),
    ],
)
def test_the_scheme_through_which_an_account_is_reached(account: str, scheme: PaymentScheme) -> None:
    assert iban.payment_scheme(account, on=TODAY) is scheme
    expected = ["iban-not-reachable"] if scheme is PaymentScheme.NONE else []
    assert codes(iban.assess(account, contract=PF, on=TODAY)) == expected


@pytest.mark.parametrize(
    ("account", "found"),
    [
        (IBAN_SOCREDO.lower(), []),
        (" ".join(IBAN_SOCREDO), []),
        (IBAN_SOCREDO[:-1], ["iban-form-wrong"]),
        (IBAN_SOCREDO + "1", ["iban-form-wrong"]),
        ("XX" + IBAN_SOCREDO[2:], ["iban-form-wrong"]),
        ("FR00" + IBAN_SOCREDO[4:], ["iban-key-wrong"]),
        (with_wrong_rib_key(IBAN_SOCREDO), ["rib-key-wrong"]),
        ("12", ["iban-form-wrong"]),
        ("F", ["iban-form-wrong"]),
        ("é" * 27, ["iban-form-wrong"]),
        ("FR" + "١" * 25, ["iban-form-wrong"]),
        ("1" * 5000, ["iban-form-wrong"]),
    ],
)
def test_form_and_keys_of_accounts(account: str, found: list[str]) -> None:
    assert codes(iban.assess(account, contract=PF, on=TODAY)) == found


@given(st.text(max_size=40) | st.from_regex(r"\A[A-Z]{2}\d{2}[A-Z0-9]{0,30}\Z"))
def test_no_text_makes_the_iban_rule_fail(text: str) -> None:
    assert iban.assess(text, contract=PF, on=TODAY).outcome in (Judgement.REFUSED, Judgement.HOLDS)


# -- signature and needs --------------------------------------------------------------------------------------


def quote_for(household: Household, formula: Formula = Formula.BASE) -> object:
    return price(attrs.evolve(household, regime=Regime.GENERAL), contract=PF, formula=formula, on=START)


@pytest.mark.parametrize(
    ("household", "formula", "mandate"),
    [
        pytest.param(Household(), Formula.BASE, False, id="alone, base"),
        pytest.param(Household(), Formula.OPTION_1, True, id="alone, option"),
        pytest.param(Household(partner=Partner(CLAUDIA.birth_date)), Formula.BASE, True, id="partner"),
        pytest.param(Household(children=[CARLA]), Formula.BASE, True, id="child"),
    ],
)
def test_the_mandate_is_read_if_and_only_if_a_line_is_debited(
    household: Household, formula: Formula, mandate: bool
) -> None:
    found = quote_for(household, formula)
    assert (DocumentKind.MANDAT_SEPA in signature.to_read(found, contract=PF)) == mandate


def test_a_quote_that_has_moved_is_a_warning() -> None:
    kept = KeptQuote.of(quote_for(Household()), TODAY)
    moved = quote_for(Household(children=[CARLA]))
    verdict = signature.assess(SIGN_WITH_MANDATE, quote=moved, kept=kept, contract=PF)
    assert (verdict.holds, codes(verdict)) == (True, ["quote-outdated"])


@pytest.mark.parametrize(("days", "found"), [(0, []), (1, ["needs-simulation-in-future"])])
def test_a_simulation_of_needs_is_not_of_tomorrow(days: int, found: list[str]) -> None:
    done = do.RecordNeedsSimulation(TODAY + dt.timedelta(days=days), Formula.BASE, START)
    assert codes(needs_simulation.assess(done, on=TODAY)) == found


# -- verdicts -----------------------------------------------------------------------------------------------------


def test_a_refusal_wins_over_a_missing_fact_and_both_are_listed() -> None:
    both = regime.assess(None, contract=PF, on=TODAY) + regime.assess(Regime.CPS, contract=PF, on=TODAY)
    assert both.outcome is Judgement.REFUSED
    assert {finding.severity for finding in both.blocking} == {Severity.MISSING, Severity.REFUSED}
    assert both.missing == ("regime",)


def test_a_day_before_the_first_value_is_an_error_that_names_the_parameter() -> None:
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.accepted_regimes"):
        regime.assess(Regime.GENERAL, contract=PF, on=dt.date(2024, 12, 31))
