"""
Accounts compared with ISO 13616 done by hand: forms in a table, sums over the whole number, banks and countries by list.

Python-stdnum is a second opinion. What differs from ISO 13616, and why, is in the names of the last tests.
"""

import datetime as dt
import re
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from people import IBAN_GERMAN, IBAN_SOCREDO, IBAN_TUNISIAN, PF, TODAY, french_iban, with_wrong_rib_key
from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.text import Source
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty, PaymentScheme
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import iban
from strategies import BLANK, CONTRACTS, DAYS, PRINTED, near
from verdicts import codes, facts_by_place

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

FORMS = {
    "FR": "nnnnn nnnnn ccccccccccc nn",
    "MC": "nnnnn nnnnn ccccccccccc nn",
    "DE": "nnnnnnnnnnnnnnnnnn",
    "BE": "nnnnnnnnnnnn",
    "IT": "a nnnnn nnnnn cccccccccccc",
    "NL": "aaaa nnnnnnnnnn",
    "GB": "aaaa nnnnnn nnnnnnnn",
    "GI": "aaaa ccccccccccccccc",
    "NO": "nnnnnnnnnnn",
    "CH": "nnnnn cccccccccccc",
    "VA": "nnn nnnnnnnnnnnnnnn",
    "AD": "nnnn nnnn cccccccccccc",
    "MT": "aaaa nnnnn cccccccccccccccccc",
    "AL": "nnnnnnnn cccccccccccccccc",
    "MD": "cc cccccccccccccccccc",
    "ME": "nnn nnnnnnnnnnnnn nn",
    "MK": "nnn cccccccccc nn",
    "RS": "nnn nnnnnnnnnnnnn nn",
    "TN": "nn nnn nnnnnnnnnnnnn nn",
    "TR": "nnnnn n cccccccccccccccc",
    "XK": "nnnn nnnnnnnnnn nn",
    "SA": "nn cccccccccccccccccc",
    "MU": "aaaa nn nn nnnnnnnnnnnn nnn aaa",
    "GE": "aa nnnnnnnnnnnnnnnn",
}
"""What follows the check digits, after ISO 13616: n a digit, a a letter, c either."""

UNION = set(re.findall("..", "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"))
BESIDE_THE_UNION = set(re.findall("..", "ISLINOCHGBGIMCSMADVA"))
JOINED_IN_2025 = {"AL", "MD", "ME", "MK", "RS"}
JOINED_ON = dt.date(2025, 4, 1)

PACIFIC = {"17469", "12149", "12239", "14168", "17499", "18319"}
"""Banks of Polynesia and New Caledonia, facts.md section 4."""

OF_THE_COUNTRY = ["30004", "18719", "14006", "99999", "00000", "17468", "12238"]
"""Banks of the mainland, of La Réunion and Guadeloupe, and codes that no bank has."""

RIB_LETTERS = {letter: str(1 + LETTERS.index(letter) % 9) for letter in "ABCDEFGHIJKLMNOPQR"} | {
    letter: str(2 + "STUVWXYZ".index(letter)) for letter in "STUVWXYZ"
}
"""A and J are 1, B, K and S are 2, and so on: the columns of the French table."""


def rib_sum(rib: str) -> int:
    """Bring a whole RIB into figures; 97 divides it if the key is right."""
    return int("".join(RIB_LETTERS.get(char, char) for char in rib)) % 97


def rib_key(rib: str) -> int:
    """Search the key by which 97 divides the RIB."""
    return next(key for key in range(1, 98) if rib_sum(f"{rib}{key:02}") == 0)


def check_digits(country: str, account: str) -> int:
    """Search the check digits that leave 1, among those that ISO 7064 gives out."""
    moved = account + country
    number = int("".join(str((DIGITS + LETTERS).index(char)) for char in moved)) * 100
    return next(digits for digits in range(2, 99) if (number + digits) % 97 == 1)


def has_the_form(text: str) -> bool:
    """Walk along the form of its country, character by character."""
    form = FORMS.get(text[:2], "").replace(" ", "")
    kinds = {"n": DIGITS, "a": LETTERS, "c": DIGITS + LETTERS}
    return (
        bool(form)
        and len(text) == len(form) + 4
        and all(char in DIGITS for char in text[2:4])
        and all(char in kinds[kind] for char, kind in zip(text[4:], form, strict=True))
    )


def scheme_of(account: str, on: dt.date) -> str:
    """Say how an account can be reached."""
    if account[:2] == "FR" and account[4:9] in PACIFIC:
        return "sepa_com_pacifique"
    joined = JOINED_IN_2025 if on >= JOINED_ON else set()
    return "sepa" if account[:2] in UNION | BESIDE_THE_UNION | joined else "none"


def expected(text: str, schemes: tuple[str, ...], on: dt.date) -> list[str]:
    """Say what stands against an account of a country of the table."""
    account = re.sub(r"\s", "", text).upper()
    if not has_the_form(account):
        return ["iban-form-wrong"]
    rib = account[4:]
    table = {
        "iban-key-wrong": int(account[2:4]) != check_digits(account[:2], rib),
        "rib-key-wrong": account[:2] in ("FR", "MC") and int(rib[-2:]) != rib_key(rib[:-2]),
        "iban-not-reachable": scheme_of(account, on) not in schemes,
    }
    return [code for code, applies in table.items() if applies]


def account_of(country: str, account: str) -> str:
    """Put right check digits before *account*."""
    return f"{country}{check_digits(country, account):02}{account}"


def french(bank: str, number: str = "00123456789", country: str = "FR") -> str:
    """Make an account that is right in both keys."""
    rib = f"{bank}00001{number}"
    return account_of(country, f"{rib}{rib_key(rib):02}")


BANKS = st.sampled_from(sorted(PACIFIC) + OF_THE_COUNTRY)

KINDS = {
    "n": st.sampled_from(DIGITS),
    "a": st.sampled_from(LETTERS),
    "c": st.sampled_from(DIGITS * 3 + LETTERS),
}


@st.composite
def ribs(draw: st.DrawFn) -> str:
    """Draw what follows FR76 or MC58: the key right, of the next number, or right but for 97."""
    number = draw(st.text(KINDS["c"], min_size=11, max_size=11))
    rib = draw(BANKS) + draw(st.text(KINDS["n"], min_size=5, max_size=5)) + number
    key = rib_key(rib)
    return rib + f"{draw(st.sampled_from([key, key, key, key % 97 + 1, key + 97, key - 97, 0, 97])) % 100:02}"


@st.composite
def accounts(draw: st.DrawFn) -> str:
    """Draw an account whose check digits are right, of the next number, or right but for 97."""
    country = draw(st.sampled_from(sorted(FORMS)) | st.sampled_from(["FR", "FR", "MC", *sorted(JOINED_IN_2025)]))
    drawn = [draw(KINDS[kind]) for kind in FORMS[country].replace(" ", "")] if country not in ("FR", "MC") else []
    account = "".join(drawn) or draw(ribs())
    right = check_digits(country, account)
    digits = draw(st.sampled_from([right] * 5 + [right % 98 + 1, right + 97, right - 97]))
    return f"{country}{digits % 100:02}{account}"


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    """Draw an account in which a character was left out, doubled or replaced, or which is only written otherwise."""
    account = draw(accounts())
    place = draw(st.integers(0, len(account) - 1))
    before, char, after = account[:place], account[place], account[place + 1 :]
    other = draw(st.sampled_from(["", char * 2, char.lower(), f" {char}", f"{char}\u202f", "A", "-", "0"]))
    return before + other + after


def restricted(contract: Contract, *schemes: str, certainty: Certainty = Certainty.PUBLISHED) -> Contract:
    """Make a contract that pays through some schemes only."""
    dated = Dated(dt.date(2025, 1, 1), certainty, (Source("le test"),), tuple(map(PaymentScheme, schemes)))
    return attrs.evolve(contract, payment_schemes=Parameter("scheme", dt.date(2026, 1, 1), (dated,)))


ALL = ("sepa", "sepa_com_pacifique")
SCHEMES = st.sampled_from([None, None, None, ("sepa",), ("sepa_com_pacifique",), (*ALL, "none")])
CHANGING = DAYS | near(JOINED_ON, 2)


@given(accounts() | mistyped() | PRINTED, CONTRACTS, SCHEMES, CHANGING)
@example(IBAN_SOCREDO, PF, None, TODAY)
@example(IBAN_SOCREDO, PF, ("sepa",), TODAY)
@example(french("30004"), PF, ("sepa_com_pacifique",), TODAY)
@example(french("11222", country="MC"), PF, None, TODAY)
@example(IBAN_SOCREDO[:-1] + "8", PF, None, TODAY)
@example(french("30004", "10A12B45C78"), PF, None, TODAY)
@example(french("30004", "ABJKSTZRI09"), PF, None, TODAY)
@example(IBAN_TUNISIAN, PF, None, TODAY)
@example(IBAN_TUNISIAN, PF, (*ALL, "none"), TODAY)
@example("TN60" + IBAN_TUNISIAN[4:], PF, None, TODAY)
@example(account_of("RS", "260005601001611379"), PF, None, dt.date(2025, 3, 31))
@example(account_of("RS", "260005601001611379"), PF, None, JOINED_ON)
def test_an_account_is_right_in_form_and_keys_and_within_reach(
    text: str, contract: Contract, schemes: tuple[str, ...] | None, on: dt.date
) -> None:
    asked = contract if schemes is None else restricted(contract, *schemes)
    verdict = iban.assess(text, contract=asked, on=on, path="p.iban")
    faults: dict[tuple[str, str], dict[str, Any]] = {
        (code, "p.iban"): {} for code in expected(text, schemes or ALL, on)
    }
    assert facts_by_place(verdict) == faults
    assert codes(verdict) == [code for code, _ in faults]
    assert verdict.outcome == ("refused" if faults else "holds")


@given(accounts())
@example(french("17469", "ZZZZZZZZZZZ"))
def test_what_stdnum_takes_has_the_form_and_right_check_digits(text: str) -> None:
    """But for 00, 01 and 99, which leave 1 as well and are never given out."""
    faults = set(codes(iban.assess(text, contract=PF, on=TODAY)))
    accepted = stdnum_iban.is_valid(text, check_country=False) and text[2:4] not in ("00", "01", "99")
    assert accepted == (not faults & {"iban-form-wrong", "iban-key-wrong"})


@given(BANKS, CHANGING | st.sampled_from([dt.date(2019, 3, 1), dt.date(9999, 12, 31)]))
@example("14158", TODAY)
def test_the_bank_code_tells_the_pacific_from_the_mainland(bank: str, on: dt.date) -> None:
    """14158 is of New Caledonia too; facts.md does not name it."""
    scheme = "sepa_com_pacifique" if bank in PACIFIC | {"14158"} else "sepa"
    spaced = " ".join(french(bank)).lower()
    assert iban.payment_scheme(french(bank), on=on) == iban.payment_scheme(spaced, on=on) == scheme


@pytest.mark.parametrize("day", [JOINED_ON - dt.timedelta(days=1), JOINED_ON, JOINED_ON + dt.timedelta(days=1)])
def test_the_country_tells_the_rest(day: dt.date) -> None:
    for country in sorted({*FORMS, *UNION, *BESIDE_THE_UNION, *JOINED_IN_2025}):
        account = f"{country}00{'0' * 30}"
        assert iban.payment_scheme(account, on=day) == scheme_of(account, day), country


def test_the_bank_code_of_another_country_is_not_taken_for_one_of_the_pacific() -> None:
    """Monaco writes its accounts like France; its banks are its own."""
    assert iban.payment_scheme(french("17469", country="MC"), on=TODAY) is PaymentScheme.SEPA
    assert iban.payment_scheme(account_of("DE", "174690000123456789"), on=TODAY) is PaymentScheme.SEPA


@pytest.mark.parametrize("own", ["published", "derived", "assumed"])
@pytest.mark.parametrize("on", [dt.date(2025, 3, 31), TODAY])
def test_an_account_out_of_reach_is_told_with_the_contract_s_schemes_and_both_lists(own: str, on: dt.date) -> None:
    contract = restricted(PF, *ALL, certainty=Certainty(own))
    (finding,) = iban.assess(IBAN_TUNISIAN, contract=contract, on=on).findings
    sepa = law.law().sepa_countries.on(on)
    pacific = law.law().sepa_com_pacifique.on(on)
    cited = (Source("le test"), *sepa.sources, *pacific.sources, sources()["guide-souscription-4"])
    assert finding.sources == cited
    assert finding.certainty is max(Certainty(own), sepa.certainty, pacific.certainty, key=list(Certainty).index)


def test_faults_of_form_and_keys_rest_on_iso_13616_alone() -> None:
    for text in (IBAN_SOCREDO[:-1], "FR77" + IBAN_SOCREDO[4:], account_of("FR", IBAN_SOCREDO[4:-1] + "8")):
        (finding,) = iban.assess(text, contract=PF, on=TODAY).findings
        assert (finding.path, finding.sources, finding.certainty) == ("iban", (sources()["iban-iso"],), None)


def test_a_form_is_judged_on_any_day_and_a_scheme_on_days_that_the_contract_knows() -> None:
    before = dt.date(2024, 12, 31)
    assert codes(iban.assess("FR76", contract=PF, on=before)) == ["iban-form-wrong"]
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.payment_schemes"):
        iban.assess(IBAN_SOCREDO, contract=PF, on=before)
    with pytest.raises(NoValueInForceError, match=r"law\.sepa_countries"):
        iban.payment_scheme(IBAN_GERMAN, on=dt.date(2019, 2, 28))
    with pytest.raises(NoValueInForceError, match=r"law\.sepa_com_pacifique"):
        iban.payment_scheme(IBAN_SOCREDO, on=dt.date(2014, 1, 31))


SHORT = st.text().filter(lambda text: sum(map(str.isalnum, text)) < len("NO9386011117947"))
"""No country has shorter accounts; Hypothesis draws texts that stand in the sources, too, and some of these are accounts."""


@given(BLANK | SHORT | st.sampled_from([IBAN_SOCREDO * 40, "FR" * 500, "1" * 5000, "é" * 27, "\ud800" * 27, "¹" * 27]))
@example("")
@example("FR")
@example("F")
@example(IBAN_SOCREDO + "\u200b")
@example("-".join(IBAN_SOCREDO))
@example(IBAN_SOCREDO[:26] + "٧")
@example("FR76" + "".join(chr(0x0660 + int(digit)) for digit in IBAN_SOCREDO[4:]))
@example("\uff26\uff32" + IBAN_SOCREDO[2:])
@example("OO" + IBAN_SOCREDO[2:])
def test_what_is_no_account_is_refused_for_its_form(text: str) -> None:
    assert codes(iban.assess(text, contract=PF, on=TODAY)) == ["iban-form-wrong"]


@pytest.mark.parametrize("text", ["FR٧٦" + IBAN_SOCREDO[4:], "DE٨٩" + IBAN_GERMAN[4:], "FR7٦" + IBAN_SOCREDO[4:]])
def test_check_digits_of_another_script_are_told_as_wrong_check_digits(text: str) -> None:
    """By ISO 13616 the form is wrong; schwifty only sees that they differ. Either way the account is refused."""
    assert codes(iban.assess(text, contract=PF, on=TODAY)) == ["iban-key-wrong"]


@pytest.mark.parametrize(("typed", "capitals"), [("ﬁ", "FI"), ("ﬀ", "FF"), ("ı", "I"), ("ſ", "S"), ("ß", "SS")])
def test_a_ligature_is_kept_as_the_capitals_it_is_made_of(typed: str, capitals: str) -> None:
    """Copied from a PDF, small letters may come as one sign: what is judged and kept is plain capitals."""
    assert iban.normalise(f" {typed}21 \t1\u00a0a\n") == f"{capitals}211A"
    finnish = account_of("FI", "12345600000785")
    assert iban.assess(finnish.replace("FI", "ﬁ"), contract=PF, on=TODAY).holds


@given(accounts())
@example(IBAN_TUNISIAN)
@example("FR77" + IBAN_SOCREDO[4:])
def test_no_finding_shows_the_account(text: str) -> None:
    for finding in iban.assess(text, contract=PF, on=TODAY).findings:
        shown = [repr(finding), *(say(locale) for say in (finding.text, finding.remedy) for locale in ("fr", "en"))]
        assert not any(part in sentence for sentence in shown for part in (text, text[4:]))


def test_accounts_of_monaco_have_a_rib_key() -> None:
    monaco = "MC5811222000010123456789030"
    assert codes(iban.assess(monaco, contract=PF, on=TODAY)) == []
    from schwifty import IBAN  # noqa: PLC0415 -- only here

    wrong = str(IBAN.from_bban("MC", monaco[4:-1] + "1", validate_bban=False))
    assert codes(iban.assess(wrong, contract=PF, on=TODAY)) == ["rib-key-wrong"]


# -- at the boundaries -----------------------------------------------------------------------------------


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
    ("account", "faults"),
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
def test_form_and_keys_of_accounts(account: str, faults: list[str]) -> None:
    assert codes(iban.assess(account, contract=PF, on=TODAY)) == faults


@given(st.text(max_size=40) | st.from_regex(r"\A[A-Z]{2}\d{2}[A-Z0-9]{0,30}\Z"))
def test_no_text_makes_the_iban_rule_fail(text: str) -> None:
    assert iban.assess(text, contract=PF, on=TODAY).outcome in (Judgement.REFUSED, Judgement.HOLDS)
