"""
A beneficiary's number and details can follow later (bénéficiaire à compléter).

Legal source:
    The guide, subscription step 2: civil status and number of everybody
    covered; a child may have no number yet.

Not modelled:
    Correcting a number already recorded.

>>> from psc_workflow._catalogue import contracts
>>> pf, today = contracts.get("men-2026-pf"), dt.date(2026, 5, 4)
>>> carla = Child(dt.date(2019, 9, 9), ref="carla")
>>> command = CompleteBeneficiary("carla", "2190975112067")
>>> verdict = assess(command, partner=None, children=(carla,), pending=(), contract=pf, today=today)
>>> [finding.code for finding in verdict.findings]
['number-not-pending', 'nir-key-missing']
"""

import datetime as dt
from collections.abc import Collection, Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import CompleteBeneficiary
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import beneficiary, child_details, nir, partner_details


def assess(
    command: CompleteBeneficiary,
    *,
    partner: Partner | None,
    children: tuple[Child, ...],
    pending: Collection[str],
    contract: Contract,
    today: dt.date,
    civility: Civility | None = None,
) -> Verdict:
    """
    Check the number and details of somebody covered.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.
        pending: References of those whose number is unknown.
        today: Civil day of the request.
        civility: From details that came before, if they are known; compared
            with the number, as it is where both come together.

    Returns:
        A verdict that holds; or ``number-not-pending``,
        ``beneficiary-ref-missing``, ``beneficiary-unknown``, and what the
        rules ``nir``, ``partner_details`` and ``child_details`` find.

    Raises:
        NoValueInForceError: The contract is silent about regimes, or about the
            default of a blank code, on that day.
    """
    person = beneficiary.find(command.ref, partner=partner, children=children)
    verdict = beneficiary.assess(command.ref, partner=partner, children=children)
    details = _details(command, person, children, contract, today)
    if details is not None:
        verdict += details
    if command.nir is not None or details is None:
        verdict += Verdict.of(_check_pending(command, person, pending))
        before = civility if details is None else None  # details that come along are compared with their own number
        verdict += nir.assess(command.nir, birth_date=beneficiary.birth_date(person), civility=before)
    return verdict


def _details(
    command: CompleteBeneficiary,
    person: Partner | Child | None,
    children: tuple[Child, ...],
    contract: Contract,
    today: dt.date,
) -> Verdict | None:
    """Check the details, if any; they are taken to be those of the person named."""
    if command.partner_details is not None:
        declared = person if isinstance(person, Partner) else Partner()
        verdict = partner_details.assess(command.partner_details, declared=declared, contract=contract, on=today)
        return beneficiary.prefix_paths("partner_details", verdict)
    if command.child_details is not None:
        details = attrs.evolve(command.child_details, ref=command.ref)
        verdict = child_details.assess(details, declared=children, contract=contract, on=today)
        return beneficiary.prefix_paths("child_details", verdict)
    return None


def _check_pending(
    command: CompleteBeneficiary, person: Partner | Child | None, pending: Collection[str]
) -> Iterator[Finding]:
    if person is not None and command.ref not in pending:
        yield finding("number-not-pending", "ref")
