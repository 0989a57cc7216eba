"""
Social-security details compared with how they were made: the number keyed by python-stdnum, the code typed by length.

What the number or the code may look like, the oracles of ``nir`` and ``code_organisme`` say; here that each is judged,
against the civil status and the contract's default, and that télétransmission is answered.
"""

import datetime as dt
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.fr import nir as fr_nir

from people import GUIDE, MEN, PF, TODAY
from psc_workflow import Civility
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.commands import ConfirmIdentity, DeclareSocialSecurity
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import social_security
from strategies import ANSWERS, BLANK, DAYS, NAMES, maybe, near
from verdicts import Facts, codes_and_paths, facts_by_place

CHANGE = dt.date(2027, 1, 1)
BORN = dt.date(1970, 3, 12)


def _from(day: dt.date, code: str) -> Dated[str]:
    return Dated(day, Certainty.PUBLISHED, (Source("le test"),), code)


TURNING_WRONG = attrs.evolve(
    PF,
    default_code_organisme=Parameter(
        "code", CHANGE, (_from(dt.date(2025, 1, 1), "919190000"), _from(CHANGE, "009870000"))
    ),
)
"""A contract whose default is a code until 2026, and none afterwards."""
CONTRACTS_WITH_DEFAULTS = st.sampled_from([PF, GUIDE, MEN, TURNING_WRONG])

NO_NUMBERS = ("", " ", "\u200b", "1 70", "17003987351237", "170139873512373", "١" * 15, "1" * 1000, "Мария")
CODES = ("919190000", "91 919 0000", " 019870001\n")
NO_CODES = ("91919000", "9191900000", "009190000", "91919000O", "٩" * 9, "9" * 1000, "王")


class Number(NamedTuple):
    """
    A number, and how it was made.

    Args:
        text: As typed; ``None`` if none was.
        bearer: Sex, year and month, as in the number.
        fault: What is wrong with it by itself, if anything.
        key: The key that would be right.
    """

    text: str | None
    bearer: tuple[str, str, str] = ("", "", "")
    fault: str = ""
    key: str = ""


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    """Draw a number, often whole, of somebody who may be the agent."""
    bearer = (
        draw(st.sampled_from("1111222347")),
        draw(st.sampled_from(["70", "70", "71"])),
        draw(st.sampled_from(["03", "03", "04", "12", "20"])),
    )
    body = "".join(bearer) + draw(st.sampled_from(["98735123", "2A004123", "2b004123", "99351001"]))
    right = fr_nir.calc_check_digits(body.upper())
    key, fault = draw(
        st.sampled_from([(right, "")] * 5 + [("", "nir-key-missing"), (f"{int(right) % 97 + 1:02}", "nir-key-wrong")])
    )
    gap = draw(st.sampled_from(["", " ", "\u202f"]))
    return Number(gap.join([body[0], body[1:5], body[5:], key]), bearer, fault, right)


NUMBERS = (
    st.one_of([numbers()] * 4)
    | st.just(Number(None, fault="nir-missing"))
    | st.sampled_from(NO_NUMBERS).map(lambda text: Number(text, fault="nir-form-wrong"))
)
OFFICES = maybe(BLANK) | st.sampled_from(CODES) | st.sampled_from(CODES + NO_CODES)
BIRTHS = st.sampled_from([BORN, BORN, dt.date(1971, 3, 1), dt.date(1970, 12, 31), dt.date(2070, 4, 3), dt.date.max])
IDENTITIES = maybe(
    st.builds(
        ConfirmIdentity,
        birth_date=maybe(BIRTHS),
        civility=maybe(st.sampled_from(Civility)),
        usage_name=maybe(NAMES | BLANK),
    )
)


def of_the_number(number: Number, identity: ConfirmIdentity | None) -> Facts:
    """Tell its fault; of a number without one, what the civil status does not fit."""
    if number.fault:
        return {(number.fault, "nir"): {"key": number.key} if number.fault == "nir-key-missing" else {}}
    sex, year, month = number.bearer
    born = f"{identity.birth_date:%Y-%m-%d}" if identity and identity.birth_date else None
    man = {Civility.MONSIEUR: True, Civility.MADAME: False, None: None}[identity.civility if identity else None]
    table = {
        "nir-provisional": sex in "347",
        "nir-birth-year-differs": born is not None and born[2:4] != year,
        "nir-birth-month-differs": born is not None and born[5:7] != month and month != "20",
        "nir-civility-differs": man is not None and man != (sex in "137"),
    }
    return {(code, "nir"): {} for code, applies in table.items() if applies}


def of_the_office(code: str | None, contract: Contract, on: dt.date) -> Facts:
    """Tell what is wrong with the code, or with the default that stands for none."""
    given_none = code is None or not code.strip(" \t\n\u00a0\u200b\u2003\u2060\ufeff")
    if not given_none:
        return {("code-organisme-form-wrong", "code_organisme"): {}} if code in NO_CODES else {}
    if contract is MEN:
        return {("code-organisme-missing", "code_organisme"): {}}
    over = contract is TURNING_WRONG and on.year >= 2027
    return {("code-organisme-form-wrong", "code_organisme"): {}} if over else {}


VALID_NUMBER = Number("1 70 03 98 735 123 73", ("1", "70", "03"))
MONSIEUR = ConfirmIdentity(birth_date=BORN, civility=Civility.MONSIEUR)


@given(NUMBERS, OFFICES, ANSWERS, st.tuples(CONTRACTS_WITH_DEFAULTS, DAYS | near(CHANGE, 1)), IDENTITIES)
@example(VALID_NUMBER, "91 919 0000", False, (PF, TODAY), MONSIEUR)
@example(VALID_NUMBER, None, True, (TURNING_WRONG, CHANGE - dt.timedelta(days=1)), MONSIEUR)
@example(VALID_NUMBER, None, True, (TURNING_WRONG, CHANGE), MONSIEUR)
@example(VALID_NUMBER, None, True, (MEN, TODAY), ConfirmIdentity())
@example(VALID_NUMBER, "", None, (PF, TODAY), ConfirmIdentity(birth_date=dt.date(1971, 4, 1), civility=Civility.MADAME))
@example(VALID_NUMBER, "", True, (PF, TODAY), ConfirmIdentity(birth_date=dt.date(1971, 3, 1)))
@example(VALID_NUMBER, "", True, (PF, TODAY), ConfirmIdentity(civility=Civility.MADAME))
@example(VALID_NUMBER, "", True, (PF, TODAY), None)
@example(Number(None, fault="nir-missing"), None, None, (MEN, TODAY), None)
@example(Number("", fault="nir-form-wrong"), NO_CODES[0], None, (PF, TODAY), MONSIEUR)
def test_number_and_office_are_each_judged_and_teletransmission_is_answered(
    number: Number,
    office: str | None,
    teletransmission: bool | None,
    asked: tuple[Contract, dt.date],
    identity: ConfirmIdentity | None,
) -> None:
    """Declining is an answer; a fault of one never hides that of another."""
    contract, on = asked
    declared = DeclareSocialSecurity(number.text, office, teletransmission)
    verdict = social_security.assess(declared, contract=contract, on=on, identity=identity)
    expected = of_the_number(number, identity) | of_the_office(office, contract, on)
    if teletransmission not in (True, False):
        expected["teletransmission-unanswered", "teletransmission"] = {}
    assert facts_by_place(verdict) == expected
    assert codes_and_paths(verdict) == list(expected)
    missing = ("nir-missing", "code-organisme-missing", "teletransmission-unanswered")
    assert verdict.missing == tuple(path for code, path in expected if code in missing)
    doubts = {"nir-provisional", "nir-birth-year-differs", "nir-birth-month-differs", "nir-civility-differs"}
    assert verdict.holds == ({code for code, _ in expected} <= doubts)


def test_the_civil_status_may_be_left_out() -> None:
    declared = DeclareSocialSecurity(VALID_NUMBER.text, None, teletransmission=True)
    assert social_security.assess(declared, contract=PF, on=TODAY).findings == ()


@pytest.mark.parametrize("answer", [True, False, None])
def test_the_question_is_the_guide_s_and_the_answer_says_nothing_of_a_value(answer: bool | None) -> None:
    declared = DeclareSocialSecurity(VALID_NUMBER.text, None, answer)
    findings = social_security.assess(declared, contract=PF, on=TODAY, identity=MONSIEUR).findings
    assert [(finding.rule, finding.sources, finding.certainty) for finding in findings] == (
        [("social_security", (sources()["guide-souscription-1"],), None)] if answer is None else []
    )


def test_the_default_is_asked_of_the_contract_only_where_no_code_is_given() -> None:
    before = dt.date(2024, 12, 31)
    assert social_security.assess(
        DeclareSocialSecurity(VALID_NUMBER.text, "919190000", teletransmission=True), contract=PF, on=before
    ).holds
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.default_code_organisme"):
        social_security.assess(DeclareSocialSecurity(VALID_NUMBER.text), contract=PF, on=before)


@given(numbers(), st.sampled_from(NO_CODES), IDENTITIES)
def test_no_finding_shows_the_number(number: Number, office: str, identity: ConfirmIdentity | None) -> None:
    declared = DeclareSocialSecurity(number.text, office, None)
    secret = "".join((number.text or "").split()).upper()
    for finding in social_security.assess(declared, contract=PF, on=TODAY, identity=identity).findings:
        shown = [repr(finding), *(say(locale) for say in (finding.text, finding.remedy) for locale in ("fr", "en"))]
        assert not any(secret in "".join(sentence.split()) for sentence in shown)


@pytest.mark.parametrize(
    "facts",
    [
        {"nir": 170039873512373},
        {"nir": ("170039873512373",)},
        {"nir": "\ud800"},
        {"code_organisme": "\ud800"},
        {"code_organisme": 919190000},
        {"teletransmission": "oui"},
        {"teletransmission": 1},
        {"teletransmission": ""},
    ],
    ids=repr,
)
def test_an_answer_of_another_kind_is_the_callers_mistake(facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommandError):
        DeclareSocialSecurity(**facts)
