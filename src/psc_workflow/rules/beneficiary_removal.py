"""
Somebody is covered no longer (retrait d'un ayant droit).

The reason is one's own words and is not judged. The day is the first without
cover; one to come is kept as a plan. A child of the partner who leaves stays
covered: it was an ayant droit through that partner, so one is warned.

Legal source:
    Décret 2022-633, art. 5, for the child of the partner. The rest is a
    choice of this library: no source says how one takes somebody off.

Not modelled:
    Proof; refunds of premiums; a day before the cover began.

>>> claudia = Partner()
>>> given = RemoveBeneficiary("carla", "divorce")
>>> [f.code for f in assess(given, partner=claudia, children=()).findings]
['beneficiary-unknown', 'day-missing']
"""

from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import RemoveBeneficiary
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary, change_day, compulsory_text


def assess(given: RemoveBeneficiary, *, partner: Partner | None, children: tuple[Child, ...]) -> Verdict:
    """
    Check that the person can be taken off.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.

    Returns:
        A verdict that holds, with the warning ``child-of-removed-partner``;
        or ``removal-reason-missing``, ``text-blank``, ``day-missing``,
        ``beneficiary-ref-missing``, ``beneficiary-unknown``.
    """
    return (
        beneficiary.assess(given.ref, partner=partner, children=children)
        + Verdict.of(_reason(given))
        + change_day.assess(given.on)
        + Verdict.of(_left_behind(given, partner, children))
    )


def _reason(given: RemoveBeneficiary) -> Iterator[Finding]:
    if given.reason is None:
        yield finding("removal-reason-missing", "reason")
    yield from compulsory_text.assess(given.reason, path="reason").findings


def _left_behind(given: RemoveBeneficiary, partner: Partner | None, children: tuple[Child, ...]) -> Iterator[Finding]:
    if partner is None or given.ref != beneficiary.PARTNER:
        return
    numbers = tuple(number for number, child in enumerate(children, start=1) if child.parent is Parent.PARTNER)
    if numbers:
        yield finding("child-of-removed-partner", "ref", numbers=numbers)
