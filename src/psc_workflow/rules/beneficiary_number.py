"""
A beneficiary's social-security number can follow later (n° de Sécurité sociale à compléter).

Legal source:
    The guide, subscription step 2 (2/2): a child may have no number yet.

Not modelled:
    Correcting a number that was given.

>>> import datetime as dt
>>> carla = Child(dt.date(2019, 9, 9), ref="carla")
>>> given = CompleteBeneficiary("carla", "2190975112067")
>>> [f.code for f in assess(given, partner=None, children=(carla,), pending=()).findings]
['number-not-pending', 'nir-key-missing']
"""

from collections.abc import Collection, Iterator

from psc_workflow.catalogue.texts import finding
from psc_workflow.model.commands import CompleteBeneficiary
from psc_workflow.model.people import Child, Partner
from psc_workflow.model.verdict import Finding, Verdict
from psc_workflow.rules import beneficiary, nir


def assess(
    given: CompleteBeneficiary, *, partner: Partner | None, children: tuple[Child, ...], pending: Collection[str]
) -> Verdict:
    """
    Check the number of somebody covered.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.
        pending: References of those whose number is not known.

    Returns:
        A verdict that holds; or ``number-not-pending``,
        ``beneficiary-ref-missing``, ``beneficiary-unknown``, and what the
        rule ``nir`` finds.
    """
    who = beneficiary.find(given.ref, partner=partner, children=children)
    return (
        beneficiary.assess(given.ref, partner=partner, children=children)
        + Verdict.of(_known_already(given, who, pending))
        + nir.assess(given.nir, birth_date=beneficiary.birth_date(who))
    )


def _known_already(
    given: CompleteBeneficiary, who: Partner | Child | None, pending: Collection[str]
) -> Iterator[Finding]:
    if who is not None and given.ref not in pending:
        yield finding("number-not-pending", "ref")
