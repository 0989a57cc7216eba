"""
Sentences of findings: every code has its own, and none shows what a person wrote.
"""

import datetime as dt
import string

import attrs
import pytest

from judging import individual, judge_addition, judge_attestation, judge_motive, judge_number, judge_removal
from people import ARRIVAL, CARLA, FIRST_OF_JUNE, FIRST_YEAR_END, ONE_DAY, START, TODAY
from psc_workflow import commands as do
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow._model.commands import Attest, ChooseMotive, HonourStatement, MotiveFacts
from psc_workflow._model.verdict import Severity, Verdict
from psc_workflow._model.vocabulary import Consent, EndReason, Motive
from psc_workflow.rules import (
    attestation_age,
    contact_update,
    dispensation_request,
    email,
    leave,
    motive_end,
    phone,
)
from psc_workflow.testing import examples
from strategies import RARE_CHARACTER
from verdicts import everything_shown, sentences

DISPENSATION_RULES = {"motive", "attestation", "attestation_age", "dispensation_request", "motive_end"}
DISPENSATION_CODES = [code for code, text in wording.finding_texts().items() if text.rule in DISPENSATION_RULES]


def test_every_code_is_found_by_some_case() -> None:
    """One call a code, so that none is left that no facts can bring about."""
    past = individual(dt.date(2030, 1, 1))
    member = {"today": ARRIVAL, "affiliated_on": START}
    wrong = Attest(" ", None, Motive.C2S, TODAY - ONE_DAY, TODAY + ONE_DAY, "Papeete", signed=False)
    bounded = ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=START))
    verdicts = [
        judge_motive(None),
        judge_motive(Motive.INDIVIDUAL_CONTRACT),
        judge_motive(Motive.INDIVIDUAL_CONTRACT, past, today=FIRST_YEAR_END + ONE_DAY),
        judge_motive(Motive.INDIVIDUAL_CONTRACT, individual(START, START + ONE_DAY)),
        judge_motive(Motive.INDIVIDUAL_CONTRACT, individual(TODAY - ONE_DAY, START + ONE_DAY), hired_on=None),
        judge_motive(Motive.FIXED_TERM_INDIVIDUAL, MotiveFacts(fixed_term=False, individual_cover=False)),
        judge_motive(Motive.INDIVIDUAL_CONTRACT, **member),
        judge_motive(Motive.C2S, **member),
        judge_motive(Motive.C2S, MotiveFacts(entitled_until=TODAY, opened_on=START)),
        judge_motive(Motive.C2S, MotiveFacts(opened_on=START - ONE_DAY), **member),
        judge_motive(Motive.C2S, MotiveFacts(opened_on=ARRIVAL + ONE_DAY), **member),
        judge_motive(Motive.IEG, MotiveFacts(opened_on=START + ONE_DAY)),
        judge_motive(Motive.FIXED_TERM_INDIVIDUAL, MotiveFacts(fixed_term=True, individual_cover=True)),
        judge_motive(Motive.MILITARY_COLLECTIVE, today=dt.date(2024, 6, 30)),
        judge_attestation(wrong, after=TODAY),
        judge_attestation(chosen=bounded),
        dispensation_request.assess_attestation(None),
        dispensation_request.assess_warning(None),
        dispensation_request.assess_warning(False),
        motive_end.assess(None),
        motive_end.assess(TODAY, began_on=START),
        attestation_age.assess(TODAY, today=ARRIVAL, first=START, began_on=START),
        attestation_age.assess(TODAY, today=ARRIVAL, first=START, earlier_on=TODAY),
        motive_end.assess(TODAY, granted_on=START),
    ]
    findings = {finding.code: finding for verdict in verdicts for finding in verdict.findings}
    assert set(DISPENSATION_CODES) <= set(findings)
    for finding in findings.values():
        for sentence in sentences(finding):
            assert not {"{", "}"} & set(sentence)
            assert "Benoît" not in sentence
            assert "Tiare" not in sentence


@pytest.mark.parametrize("code", DISPENSATION_CODES)
def test_a_missing_fact_says_so_in_its_severity(code: str) -> None:
    asks = code.endswith(("-missing", "-unanswered"))
    assert (wording.finding_texts()[code].severity is Severity.MISSING) == asks
    names = {name for _, name, _, _ in string.Formatter().parse(wording.finding_texts()[code].fr) if name}
    assert not names & {"full_name", "address", "place"}


@pytest.mark.parametrize("member", vocabulary.Motive)
def test_every_motive_has_its_words(member: Motive) -> None:
    assert wording.word(member).fr
    assert wording.word(member).en


@pytest.mark.parametrize("command", [ChooseMotive, HonourStatement, MotiveFacts])
def test_every_field_has_its_words(command: type) -> None:
    for name in attrs.fields_dict(command):
        assert wording.field(name).fr


@pytest.mark.parametrize("kind", [EndReason, Consent])
def test_reasons_and_consents_have_words(kind: type[EndReason] | type[Consent]) -> None:
    words = {(wording.word(member).fr, wording.word(member).en) for member in kind}
    assert len(words) == len(kind)


def test_no_finding_shows_what_somebody_wrote() -> None:
    private = "Teʻaitu"
    verdicts = [
        judge_removal(do.RemoveBeneficiary(private, private, FIRST_OF_JUNE), CARLA),
        judge_number(private, private, "carla"),
        leave.assess(private, FIRST_OF_JUNE),
        contact_update.assess(do.UpdateContactDetails([private], private, private, private, private, private)),
        judge_addition(
            do.AddBeneficiary(child=attrs.evolve(CARLA, ref=private)), children=(attrs.evolve(CARLA, ref=private),)
        ),
    ]
    for verdict in verdicts:
        assert verdict.findings
        for finding in verdict.findings:
            assert not [sentence for sentence in sentences(finding) if private in sentence]


@pytest.mark.parametrize(
    "verdict",
    [email.assess(f"{RARE_CHARACTER}@x"), phone.assess(f"{RARE_CHARACTER}1"), email.assess(None), phone.assess(None)],
)
def test_no_verdict_shows_an_address_or_a_number(verdict: Verdict) -> None:
    assert not verdict.holds
    assert RARE_CHARACTER not in everything_shown(verdict)


@pytest.mark.parametrize("rule", examples.rules())
def test_what_a_person_is_to_give_is_written_as_an_instruction(rule: str) -> None:
    """The bare word for a field makes "State last day of …" of "State {instruction}"."""
    instructions = wording.words("Instruction").values()
    for example in examples.of(rule):
        for finding in example.verdict().findings:
            assert finding.instruction is None or finding.instruction in instructions
