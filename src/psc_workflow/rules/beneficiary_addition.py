"""
Somebody more can be covered at any time (ajout d'un ayant droit).

One partner at a time, and each child once, if they can be covered at all. Their
details may follow later: the cover does not wait for them.

Legal source:
    Décret 2022-633, art. 5, through the rules ``partner`` and ``child``; ayants
    droit may join at any time.

Not modelled:
    How soon the details must follow.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> covered = {"partner": None, "children": (), "contract": contracts.get("men-2026-pf")}
>>> june = {"on": dt.date(2026, 6, 1), "today": dt.date(2026, 6, 1)}
>>> verdict = assess(AddBeneficiary(child=Child(dt.date(2026, 5, 20), Regime.GENERAL)), **covered, **june)
>>> verdict.holds, [finding.code for finding in verdict.warnings]
(True, ['beneficiary-details-pending'])
>>> assess(AddBeneficiary(), **covered, **june).missing
('child',)
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import AddBeneficiary, DeclareChild
from psc_workflow._model.people import RESERVED, Child, Partner
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import beneficiary, birth_date, child_details, compulsory_text, partner_details
from psc_workflow.rules import child as child_rule
from psc_workflow.rules import partner as partner_rule


def assess(
    command: AddBeneficiary,
    *,
    partner: Partner | None,
    children: tuple[Child, ...],
    contract: Contract,
    on: dt.date,
    today: dt.date,
) -> Verdict:
    """
    Check that the person can be added to those covered.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.
        on: Day on which a child's age is taken.
        today: Civil day of the request; no birth date may lie after it.

    Returns:
        A verdict that holds, with the warning
        ``beneficiary-details-pending``; or ``beneficiary-missing``,
        ``partner-already-covered``, ``child-ref-taken``, and what the rules
        ``partner``, ``child``, ``birth_date``, ``partner_details`` and
        ``child_details`` find, with the path inside the command.

    Raises:
        NoValueInForceError: *on* or *today* precedes the décret or the
            contract.
    """
    if command.partner is None and command.child is None:
        return Verdict((finding("beneficiary-missing", "child"),))
    return Verdict.of([*_partner(command, partner, contract, today), *_child(command, children, contract, on, today)])


def child_ref(command: AddBeneficiary) -> str | None:
    """Return the new child's reference, its own or else that in its details; ``None`` if there is neither."""
    details = command.child_details
    if command.child is not None and command.child.ref is not None:
        return command.child.ref
    return details.ref if details is not None and not compulsory_text.is_blank(details.ref) else None


def _partner(command: AddBeneficiary, covered: Partner | None, contract: Contract, today: dt.date) -> Iterator[Finding]:
    if command.partner is None:
        return
    if covered is not None:
        yield finding("partner-already-covered", "partner")
    yield from partner_rule.assess(command.partner, contract=contract, on=today).findings
    details = command.partner_details
    if details is None:
        yield finding("beneficiary-details-pending", "partner_details")
    else:
        verdict = partner_details.assess(details, declared=command.partner, contract=contract, on=today)
        yield from beneficiary.prefix_paths("partner_details", verdict).findings


def _child(
    command: AddBeneficiary, covered: tuple[Child, ...], contract: Contract, on: dt.date, today: dt.date
) -> Iterator[Finding]:
    if command.child is None:
        return
    ref, number = child_ref(command), child_rule.number_among(len(covered), len(covered) + 1)
    if ref in (*RESERVED, *(child.ref for child in covered if child.ref is not None)):
        yield finding("child-ref-taken", "child.ref", child=child_rule.name(number))
    yield from birth_date.assess(command.child.birth_date, on=today, path="child.birth_date").findings
    yield from child_rule.assess(command.child, number=number, contract=contract, on=on, path="child").findings
    if command.child_details is None:
        yield finding("beneficiary-details-pending", "child_details")
    else:
        verdict = _details(command.child, command.child_details, ref or "", covered, contract=contract, today=today)
        yield from beneficiary.prefix_paths("child_details", verdict).findings


def _details(
    child: Child, details: DeclareChild, ref: str, covered: tuple[Child, ...], *, contract: Contract, today: dt.date
) -> Verdict:
    """Compare the details with the new child, numbered after those covered."""
    others = tuple(attrs.evolve(other, ref=None) for other in covered)
    declared = (*others, attrs.evolve(child, ref=ref))
    if details.ref is None or compulsory_text.is_blank(details.ref):
        details = attrs.evolve(details, ref=ref)
    return child_details.assess(details, declared=declared, contract=contract, on=today)
