"""
A partner's details compared with faults put into them, and with a table of what is told twice.
"""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import CLAUDIA, CLAUDIA_DETAILS, MEN, PF, TODAY
from psc_workflow import Partner, Regime
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import sources, word
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import partner_details
from strategies import (
    BIRTH_DATES,
    CONTRACTS,
    DAYS,
    PARTNERS,
    PRINTED,
    details,
    is_seen,
    maybe,
    near,
    number_faults,
    outcome,
)
from verdicts import codes, facts_by_place, plain

TEXTS = ("usage_name", "birth_name", "first_name", "birth_city")
HERS = CLAUDIA.birth_date
REGIMES = [None, *Regime]


@given(st.data(), CONTRACTS, DAYS, PARTNERS, st.sampled_from(REGIMES))
def test_details_hold_unless_one_of_them_is_wrong_or_is_not_what_was_declared(
    data: st.DataObject, contract: Contract, on: dt.date, declared: Partner, regime: Regime | None
) -> None:
    declared = attrs.evolve(declared, birth_date=data.draw(maybe(near(HERS, 1))))
    command, faults = data.draw(details(do.DeclarePartner, on, contract.id, HERS, declared.birth_date))
    command = attrs.evolve(command, regime=data.draw(st.just(declared.regime) | st.just(regime)))
    days, regimes = (command.birth_date, declared.birth_date), (command.regime, declared.regime)
    table = {
        ("partner-birth-date-differs", "birth_date"): len({*days} - {None}) == 2,
        ("partner-regime-missing", "regime"): command.regime is None,
        ("partner-regime-differs", "regime"): len({*regimes} - {None}) == 2,
    }
    faults |= {place for place, applies in table.items() if applies}
    faults |= {(code, "nir") for code in number_faults(command.nir, command.birth_date, command.civility)}

    verdict = partner_details.assess(command, declared=declared, contract=contract, on=on)
    findings = facts_by_place(verdict)
    assert set(findings) == faults
    for (code, _), facts in findings.items():
        if code == "partner-birth-date-differs":
            assert facts == {"birth_date": command.birth_date, "declared": declared.birth_date}
        if code == "birth-in-future":
            assert facts == {"birth_date": command.birth_date, "on": on}
    assert verdict.outcome is outcome({code for code, _ in faults})


@pytest.mark.parametrize("contract", [PF, MEN], ids=lambda contract: contract.id)
def test_the_regime_told_twice_is_the_same_or_was_not_known(contract: Contract) -> None:
    """Whether the contract covers a regime is not judged again: it was, where it was declared."""
    for answer, declared in itertools.product(REGIMES, REGIMES):
        command = attrs.evolve(CLAUDIA_DETAILS, regime=answer, code_organisme="919190000")
        partner = attrs.evolve(CLAUDIA, regime=declared)
        findings = facts_by_place(partner_details.assess(command, declared=partner, contract=contract, on=TODAY))
        if answer is None:
            assert findings == {("partner-regime-missing", "regime"): {}}
        elif declared in (answer, None):
            assert findings == {}
        else:
            assert findings == {
                ("partner-regime-differs", "regime"): {"regime": plain(word(answer)), "declared": plain(word(declared))}
            }


@given(maybe(near(HERS)), maybe(BIRTH_DATES | near(HERS)))
@example(HERS, HERS)
@example(dt.date(1972, 9, 10), HERS)
@example(HERS, dt.date(1872, 10, 9))
@example(dt.date.min, dt.date.min)
@example(HERS, None)
@example(None, HERS)
def test_a_birth_date_told_twice_is_the_same_to_the_day_or_one_is_not_known(
    answer: dt.date | None, declared: dt.date | None
) -> None:
    command = attrs.evolve(CLAUDIA_DETAILS, birth_date=answer)
    partner = attrs.evolve(CLAUDIA, birth_date=declared)
    fault_codes = set(codes(partner_details.assess(command, declared=partner, contract=PF, on=TODAY)))
    apart = answer is not None and declared is not None and (answer - declared).days != 0
    assert ("partner-birth-date-differs" in fault_codes) == apart
    assert ("identity-fact-missing" in fault_codes) == (answer is None)


@given(st.tuples(*(PRINTED for _ in TEXTS)), PRINTED, PRINTED)
@example(("O’Neil", "مُنى", "王", "\ufdfa"), "9" * 1000, "٣" * 9)
@example(("\u3164", "\u2800", "\u0301", "\u200b\ufeff"), "\u200b", "²" * 9)
def test_names_of_every_script_pass_and_what_is_no_number_never_does(
    names: tuple[str, ...], nir: str, country: str
) -> None:
    command = attrs.evolve(CLAUDIA_DETAILS, **dict(zip(TEXTS, names, strict=True)), nir=nir, birth_country=country)
    verdict = partner_details.assess(command, declared=CLAUDIA, contract=PF, on=TODAY)
    faults = set(facts_by_place(verdict))
    blank = {field for field in (*TEXTS, "birth_country") if not any(map(is_seen, getattr(command, field)))}
    assert {path for code, path in faults if code == "text-blank"} == blank
    assert {path for _, path in faults} - blank <= {"nir", "birth_country"}
    assert "nir" in {path for _, path in faults}
    assert not verdict.holds


def test_sentences_say_both_answers_and_cite_both_screens() -> None:
    other = Partner(dt.date(1972, 10, 10), Regime.MSA)
    day, regime = partner_details.assess(CLAUDIA_DETAILS, declared=other, contract=PF, on=TODAY).findings
    assert "(9 octobre 1972)" in day.text("fr")
    assert "(10 octobre 1972)" in day.text("fr")
    assert f"({word(Regime.GENERAL).fr})" in regime.text("fr")
    assert f"({word(Regime.MSA).fr})" in regime.text("fr")
    (missing,) = partner_details.assess(
        attrs.evolve(CLAUDIA_DETAILS, regime=None), declared=CLAUDIA, contract=PF, on=TODAY
    ).findings
    both = (sources()["guide-souscription-2"], sources()["guide-affiliation-2"])
    assert (day.sources, regime.sources, missing.sources) == (both, both, both[:1])
    assert [finding.severity for finding in (day, regime, missing)] == [
        Severity.REFUSED,
        Severity.REFUSED,
        Severity.MISSING,
    ]
    assert {(finding.rule, finding.certainty) for finding in (day, regime, missing)} == {("partner_details", None)}


def test_before_the_contract_is_known_only_a_code_that_is_given_can_be_judged() -> None:
    before = dt.date(2024, 12, 31)
    command = attrs.evolve(CLAUDIA_DETAILS, code_organisme="019870000")
    assert partner_details.assess(command, declared=CLAUDIA, contract=PF, on=before).holds
    with pytest.raises(NoValueInForceError):
        partner_details.assess(CLAUDIA_DETAILS, declared=CLAUDIA, contract=PF, on=before)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in attrs.fields_dict(do.DeclarePartner) if n != "code_organisme"])
def test_no_missing_detail_of_a_partner_turns_into_acceptance(name: str) -> None:
    given_details = attrs.evolve(CLAUDIA_DETAILS, **{name: None})
    verdict = partner_details.assess(given_details, declared=CLAUDIA, contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))
