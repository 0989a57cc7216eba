"""
Both questions of step 2 are answered, and everybody named can be covered (bénéficiaires à couvrir).

Legal source:
    The guide, step 2; the rules ``partner`` and ``child`` for each
    beneficiary.

Not modelled:
    Two State agents with children on both dossiers.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> today = dt.date(2026, 4, 7)
>>> effective = effective_date.find(hired_on=None, invited_on=today, today=today, contract=pf)
>>> assess(DeclareBeneficiaries(partner=None), contract=pf, effective=effective, today=today).missing
('children',)
>>> assess(DeclareBeneficiaries(None, []), contract=pf, effective=effective, today=today).holds
True
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import DeclareBeneficiaries
from psc_workflow._model.people import Partner
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import birth_date, effective_date, partner
from psc_workflow.rules import child as child_rule
from psc_workflow.rules.effective_date import EffectiveDate


def assess(declared: DeclareBeneficiaries, *, contract: Contract, effective: EffectiveDate, today: dt.date) -> Verdict:
    """
    Check the answers of step 2.

    Args:
        effective: Day on which the children's ages are taken.
        today: Civil day of the request; no birth date may lie after it.

    Returns:
        A verdict that holds; or ``partner-unanswered``,
        ``children-unanswered``, and what the rules ``partner``, ``child``,
        ``birth_date`` and ``effective_date`` find.

    Raises:
        NoValueInForceError: Somebody is assessed on a day before the décret or
            the contract.
    """
    return Verdict.of(_findings(declared, contract, effective, today))


def _findings(
    declared: DeclareBeneficiaries, contract: Contract, effective: EffectiveDate, today: dt.date
) -> Iterator[Finding]:
    if declared.partner is UNANSWERED:
        yield finding("partner-unanswered", "partner")
    if isinstance(declared.partner, Partner):
        yield from partner.assess(declared.partner, contract=contract, on=today).findings
    if declared.children is None:
        yield finding("children-unanswered", "children")
    children = declared.children or ()
    for index, child in enumerate(children):
        number = child_rule.number_among(index, len(children))
        path = f"children.{index}"
        yield from birth_date.assess(child.birth_date, on=today, path=f"{path}.birth_date").findings
        yield from effective_date.assess(
            effective, partial(child_rule.assess, child, number=number, contract=contract, path=path)
        ).findings
