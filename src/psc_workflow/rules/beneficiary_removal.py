"""
Somebody is covered no longer (retrait d'un ayant droit).

The reason is free text and is not judged. The day is the first without cover: it
comes neither before the person was covered nor before a birth; a day in the future
makes the removal a planned one. A child of the removed partner stays covered, with
a warning: it was an ayant droit through that partner.

Legal source:
    Décret 2022-633, art. 5, for the partner's child. The rest is a choice of
    this library: no source says how somebody is removed.

Not modelled:
    Proof; refunds of premiums.

>>> claudia = Partner()
>>> command = RemoveBeneficiary("carla", "divorce")
>>> [finding.code for finding in assess(command, partner=claudia, children=()).findings]
['beneficiary-unknown', 'day-missing']
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import RemoveBeneficiary
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary, change_day, compulsory_text
from psc_workflow.rules import child as child_rule


def assess(
    command: RemoveBeneficiary,
    *,
    partner: Partner | None,
    children: tuple[Child, ...],
    first: dt.date | None = None,
) -> Verdict:
    """
    Check that the person can be removed.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.
        first: Earliest day on which the person's cover can have begun;
            ``None`` for no limit.

    Returns:
        A verdict that holds, with the warning ``child-of-removed-partner``;
        or ``removal-reason-missing``, ``text-blank``, ``day-missing``,
        ``day-too-early``, ``removal-before-birth``,
        ``beneficiary-ref-missing``, ``beneficiary-unknown``.
    """
    person = beneficiary.find(command.ref, partner=partner, children=children)
    return (
        beneficiary.assess(command.ref, partner=partner, children=children)
        + Verdict.of(_reason(command))
        + change_day.assess(command.on, first=first)
        + Verdict.of(_birth(command.on, beneficiary.birth_date(person)))
        + Verdict.of(_children_of_partner(command, partner, children))
    )


def _reason(command: RemoveBeneficiary) -> Iterator[Finding]:
    if command.reason is None:
        yield finding("removal-reason-missing", "reason")
    yield from compulsory_text.assess(command.reason, path="reason").findings


def _birth(on: dt.date | None, born: dt.date | None) -> Iterator[Finding]:
    """Check that the person was born by then; the finding does not show the birth."""
    if on is not None and born is not None and on < born:
        yield finding("removal-before-birth", "on", on=on)


def _children_of_partner(
    command: RemoveBeneficiary, partner: Partner | None, children: tuple[Child, ...]
) -> Iterator[Finding]:
    if partner is None or command.ref != beneficiary.PARTNER:
        return
    names = tuple(
        child_rule.name(child_rule.number_among(index, len(children)))
        for index, child in enumerate(children)
        if child.parent is Parent.PARTNER
    )
    if names:
        yield finding("child-of-removed-partner", "ref", children=names)
