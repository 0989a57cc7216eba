"""
A beneficiary is called by a reference (ayant droit): a child by its own, the partner by ``partner``.

Legal source:
    None: how commands name people is a choice of this library.

Not modelled:
    Several partners.

>>> claudia, carla = Partner(dt.date(1972, 10, 9)), Child(dt.date(2019, 9, 9), ref="carla")
>>> find("partner", partner=claudia, children=(carla,)) is claudia
True
>>> assess("moana", partner=claudia, children=(carla,)).findings[0].code
'beneficiary-unknown'
"""

import datetime as dt

import attrs

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.verdict import Verdict

PARTNER = "partner"
"""Reference of the partner in commands."""


def find(ref: str | None, *, partner: Partner | None, children: tuple[Child, ...]) -> Partner | Child | None:
    """Find the person covered whose reference is *ref*; the partner takes precedence over a child of that name."""
    if ref is None:
        return None
    if ref == PARTNER and partner is not None:
        return partner
    return next((child for child in children if child.ref == ref), None)


def birth_date(person: Partner | Child | None) -> dt.date | None:
    """Return the birth date of *person*, if known."""
    return person.birth_date if person is not None else None


def assess(ref: str | None, *, partner: Partner | None, children: tuple[Child, ...]) -> Verdict:
    """
    Check that *ref* is the reference of somebody covered.

    Args:
        partner: The partner covered now, if any.
        children: The children covered now.

    Returns:
        A verdict that holds, or ``beneficiary-ref-missing``,
        ``beneficiary-unknown``.
    """
    count = len(children) + (partner is not None)
    if ref is None:
        return Verdict((finding("beneficiary-ref-missing", "ref", count=count),))
    if find(ref, partner=partner, children=children) is None:
        return Verdict((finding("beneficiary-unknown", "ref", count=count),))
    return Verdict()


def prefix_paths(path: str, verdict: Verdict) -> Verdict:
    """Put *path* in front of the path of every finding."""
    return Verdict(tuple(attrs.evolve(f, path=f"{path}.{f.path}") for f in verdict.findings))
