"""
Rules of the dispensation and of the membership, asked about a usual case of which a test changes what it is about.
"""

import datetime as dt

from people import (
    ANAPA,
    AT_START,
    ATTESTATION,
    CARLA,
    CLAUDIA,
    FIRST_OF_JUNE,
    HIRED,
    MOTIVE,
    PF,
    TODAY,
)
from psc_workflow import Child, Partner
from psc_workflow import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import (
    attestation,
    beneficiary_addition,
    beneficiary_number,
    beneficiary_removal,
    motive,
)
from psc_workflow.rules.effective_date import EffectiveDate

FIXED_TERM = do.MotiveFacts(fixed_term=True, individual_cover=True, fixed_term_end=dt.date(2026, 12, 31))
CONTRACT = do.MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1))
FEWEST_FACTS = {
    Motive.C2S: do.MotiveFacts(),
    Motive.INDIVIDUAL_CONTRACT: CONTRACT,
    Motive.FIXED_TERM_INDIVIDUAL: FIXED_TERM,
    Motive.COMPULSORY_COLLECTIVE: do.MotiveFacts(),
    Motive.PARTNER_COLLECTIVE: do.MotiveFacts(),
    Motive.MILITARY_COLLECTIVE: do.MotiveFacts(),
    Motive.COVER_L911_7_1: do.MotiveFacts(),
    Motive.IEG: do.MotiveFacts(),
    Motive.PUBLIC_SERVICE_COLLECTIVE: do.MotiveFacts(),
}
"""The fewest facts on which each motive holds."""


def individual(end: dt.date | None, since: dt.date | None = HIRED) -> do.MotiveFacts:
    """State the facts of an individual contract."""
    return do.MotiveFacts(contract_end=end, in_force_since=since)


def judge_motive(
    chosen: Motive | None,
    facts: do.MotiveFacts | None = None,
    *,
    effective: EffectiveDate = AT_START,
    hired_on: dt.date | None = HIRED,
    today: dt.date = TODAY,
    affiliated_on: dt.date | None = None,
) -> Verdict:
    """Ask the rule of the motives."""
    return motive.assess(
        do.ChooseMotive(chosen, facts or do.MotiveFacts()),
        effective=effective,
        hired_on=hired_on,
        contract=PF,
        today=today,
        affiliated_on=affiliated_on,
    )


def judge_attestation(
    attested: do.HonourStatement = ATTESTATION,
    *,
    chosen: do.ChooseMotive | None = MOTIVE,
    effective: EffectiveDate = AT_START,
    today: dt.date = TODAY,
    after: dt.date | None = None,
) -> Verdict:
    """Ask the rule of the attestations."""
    return attestation.assess(attested, chosen=chosen, effective=effective, today=today, after=after)


def judge_addition(
    command: do.AddBeneficiary,
    *,
    partner: Partner | None = None,
    children: tuple[Child, ...] = (),
    on: dt.date = FIRST_OF_JUNE,
    today: dt.date = FIRST_OF_JUNE,
) -> Verdict:
    """Ask the rule of the additions; nobody is covered besides unless named."""
    return beneficiary_addition.assess(command, partner=partner, children=children, contract=PF, on=on, today=today)


def judge_removal(command: do.RemoveBeneficiary, *children: Child, partner: Partner | None = CLAUDIA) -> Verdict:
    """Ask the rule of the removals."""
    return beneficiary_removal.assess(command, partner=partner, children=children)


def judge_number(ref: str | None, nir: str | None, *pending: str) -> Verdict:
    """Ask the rule of the numbers that follow, awaited of those *pending*."""
    return beneficiary_number.assess(
        do.CompleteBeneficiary(ref, nir),
        partner=CLAUDIA,
        children=(CARLA, ANAPA),
        pending=pending,
        contract=PF,
        today=FIRST_OF_JUNE,
    )
