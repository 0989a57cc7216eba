"""
Bank details compared with how they were made: a holder seen or not, an account with the fault that was put into it.

What an account may look like, the oracle of ``iban`` says; here that it is judged, for the contract and on the day.
"""

import datetime as dt
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from people import IBAN_GERMAN, IBAN_SOCREDO, IBAN_TUNISIAN, PF, TODAY
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import field, sources
from psc_workflow._model.commands import BankDetails, GiveBankDetails, UpdateBankDetails
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, PaymentScheme
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import bank_details
from strategies import BLANK, CONTRACTS, DAYS, NAMES, PRINTED, is_seen, maybe, near
from verdicts import Facts, codes_and_paths, facts_by_place, plain

SERBIAN = "RS35260005601001611379"
JOINED_ON = dt.date(2025, 4, 1)
"""Day on which Serbia joined SEPA."""


def _through(*schemes: PaymentScheme) -> Contract:
    dated = Dated(dt.date(2025, 1, 1), Certainty.ASSUMED, (Source("le test"),), schemes)
    return attrs.evolve(PF, payment_schemes=Parameter("scheme", TODAY, (dated,)))


MAINLAND_ONLY = _through(PaymentScheme.SEPA)
KINDS = st.sampled_from([BankDetails, GiveBankDetails, UpdateBankDetails])


class Account(NamedTuple):
    """
    An account, and how it was made.

    Args:
        text: As typed; ``None`` if none was.
        faults: What is wrong with it by itself.
        zone: Where it is: "pacific", "sepa", "serbia" or "beyond".
    """

    text: str | None
    faults: tuple[str, ...] = ()
    zone: str = "sepa"


def french(bank: str, off_rib: int = 0, off_iban: int = 0) -> str:
    """Make an account in figures, its keys right or off by so much."""
    body = f"{bank}0000100123456789"
    rib = f"{body}{(97 - int(body + '00') % 97 + off_rib) % 100:02}"
    digits = int(stdnum_iban.calc_check_digits(f"FR00{rib}")) + off_iban
    return f"FR{digits % 100:02}{rib}"


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Draw a French account, right or wrong in one key or in both, as it may be typed."""
    bank, zone = draw(st.sampled_from([("17469", "pacific"), ("12149", "pacific"), ("30004", "sepa")]))
    off_rib, off_iban = draw(st.sampled_from([0, 0, 0, 1])), draw(st.sampled_from([0, 0, 0, 1]))
    faults = ("iban-key-wrong",) * off_iban + ("rib-key-wrong",) * off_rib
    gap = draw(st.sampled_from(["", " ", "\u202f"]))
    typed = draw(st.sampled_from([str.upper, str.lower]))
    return Account(typed(gap.join(french(bank, off_rib, off_iban))), faults, zone)


ABROAD = st.sampled_from([Account(IBAN_GERMAN), Account(SERBIAN, zone="serbia"), Account(IBAN_TUNISIAN, zone="beyond")])
WRONG_FORMS = [
    "FR76",
    IBAN_SOCREDO[:-1],
    f"{IBAN_SOCREDO}0",
    IBAN_SOCREDO * 30,
    "1" * 1000,
    "٣" * 27,
    "FR76\u200b",
    "王",
]
_NO_IBAN = PRINTED.filter(lambda text: sum(sign.isdigit() for sign in text) < 10)
"""Hypothesis also draws texts that stand in modules, right accounts among them."""
NO_ACCOUNTS = (st.sampled_from(WRONG_FORMS) | _NO_IBAN).map(lambda text: Account(text, ("iban-form-wrong",)))
BLANKS = BLANK.map(Account)
ACCOUNTS = accounts() | accounts() | ABROAD | NO_ACCOUNTS | BLANKS | st.just(Account(None))
HOLDERS = NAMES | maybe(BLANK) | PRINTED | st.sampled_from(["M. ou Mme Dupond", "A" * 1000, "١", "."])


def of_silence(name: str, text: str | None) -> Facts:
    """Tell of a field that says nothing."""
    if text is not None and any(map(is_seen, text)):
        return {}
    return {("bank-detail-missing" if text is None else "text-blank", name): {"field": plain(field(name))}}


def of_the_account(account: Account, contract: Contract, on: dt.date) -> Facts:
    """Tell the faults it was made with, and whether the contract reaches it on that day."""
    if "iban-form-wrong" in account.faults:
        return {("iban-form-wrong", "iban"): {}}
    zones = {"sepa"} if contract is MAINLAND_ONLY else {"sepa", "pacific"}
    if (on - JOINED_ON).days >= 0:
        zones.add("serbia")
    far = () if account.zone in zones else ("iban-not-reachable",)
    return {(code, "iban"): {} for code in (*account.faults, *far)}


@given(KINDS, HOLDERS, ACCOUNTS, CONTRACTS | st.just(MAINLAND_ONLY), DAYS | near(JOINED_ON, 1))
@example(BankDetails, "M. ou Mme Dupond", Account(IBAN_SOCREDO, zone="pacific"), PF, TODAY)
@example(GiveBankDetails, "王", Account(IBAN_SOCREDO, zone="pacific"), MAINLAND_ONLY, TODAY)
@example(UpdateBankDetails, "A", Account(SERBIAN, zone="serbia"), PF, JOINED_ON - dt.timedelta(days=1))
@example(BankDetails, "A", Account(SERBIAN, zone="serbia"), PF, JOINED_ON)
@example(BankDetails, None, Account(None), PF, TODAY)
@example(BankDetails, "", Account(""), PF, TODAY)
@example(BankDetails, None, Account("\u200b"), PF, TODAY)
@example(BankDetails, "\u2060 ", Account(None), PF, TODAY)
@example(BankDetails, " ", Account(IBAN_TUNISIAN, zone="beyond"), PF, TODAY)
@example(BankDetails, None, Account(french("17469", 1, 1), ("iban-key-wrong", "rib-key-wrong"), "pacific"), PF, TODAY)
def test_a_holder_is_named_and_an_account_is_right_and_within_reach(
    kind: type[BankDetails], holder: str | None, account: Account, contract: Contract, on: dt.date
) -> None:
    """When subscribing and afterwards alike; a blank account is blank, and nothing else is wrong with it."""
    verdict = bank_details.assess(kind(holder, account.text), contract=contract, on=on)
    silent = of_silence("iban", account.text)
    expected = of_silence("holder", holder) | (silent or of_the_account(account, contract, on))
    assert facts_by_place(verdict) == expected
    assert codes_and_paths(verdict) == list(expected)
    assert verdict.missing == tuple(path for code, path in expected if code == "bank-detail-missing")
    refused = {code for code, _ in expected} - {"bank-detail-missing"}
    assert verdict.outcome == ("refused" if refused else "incomplete" if expected else "holds")


@given(st.sampled_from(["holder", "iban"]))
def test_what_is_missing_is_the_guide_s_field_and_rests_on_no_value(name: str) -> None:
    whole = BankDetails("M. ou Mme Dupond", IBAN_SOCREDO)
    (missing,) = bank_details.assess(attrs.evolve(whole, **{name: None}), contract=PF, on=TODAY).findings
    assert (missing.rule, missing.sources, missing.certainty) == (
        "bank_details",
        (sources()["guide-souscription-4"],),
        None,
    )
    (blank,) = bank_details.assess(attrs.evolve(whole, **{name: " "}), contract=PF, on=TODAY).findings
    assert (blank.rule, blank.sources, blank.certainty) == ("text", (sources()["guide-champs"],), None)
    said = {"holder": "titulaire", "iban": "IBAN"}[name]
    assert said in missing.text("fr")
    assert said in blank.text("fr")


def test_an_account_out_of_reach_cites_the_contract_s_schemes() -> None:
    """And is no surer than they are."""
    (finding,) = bank_details.assess(BankDetails("A", IBAN_SOCREDO), contract=MAINLAND_ONLY, on=TODAY).findings
    assert (finding.code, finding.sources[0], finding.certainty) == (
        "iban-not-reachable",
        Source("le test"),
        Certainty.ASSUMED,
    )


def test_before_the_first_value_a_reach_is_not_guessed() -> None:
    before = dt.date(2024, 12, 31)
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.payment_schemes"):
        bank_details.assess(BankDetails("A", IBAN_SOCREDO), contract=PF, on=before)
    assert set(facts_by_place(bank_details.assess(BankDetails(None, "FR76"), contract=PF, on=before))) == {
        ("bank-detail-missing", "holder"),
        ("iban-form-wrong", "iban"),
    }


@given(accounts(), st.sampled_from([MAINLAND_ONLY, PF]))
def test_no_finding_shows_the_account(account: Account, contract: Contract) -> None:
    typed = "".join((account.text or "").split()).upper()
    for finding in bank_details.assess(BankDetails(" ", account.text), contract=contract, on=TODAY).findings:
        shown = [repr(finding), *(say(locale) for say in (finding.text, finding.remedy) for locale in ("fr", "en"))]
        assert not any(typed in "".join(sentence.split()).upper() for sentence in shown)


@pytest.mark.parametrize(
    "facts",
    [{"holder": 1}, {"holder": ("A", "B")}, {"holder": "\ud800"}, {"iban": 76}, {"iban": b"FR76"}, {"iban": "\ud800"}],
    ids=repr,
)
@pytest.mark.parametrize("kind", [BankDetails, GiveBankDetails, UpdateBankDetails])
def test_an_answer_of_another_kind_is_the_callers_mistake(kind: type[BankDetails], facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommandError):
        kind(**facts)
