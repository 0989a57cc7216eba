"""
The data of a page, put together.
"""

from typing import Any

import attrs

from psc_workflow._version import VERSION
from psc_workflow.explorer import _catalogue as catalogue
from psc_workflow.explorer import _charts as charts
from psc_workflow.explorer import _evidence as evidence
from psc_workflow.explorer import _titles as titles
from psc_workflow.explorer._calendar import calendar
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._moments import Moments
from psc_workflow.explorer._money import grid
from psc_workflow.explorer._pools import POOLS, Pools
from psc_workflow.explorer._subjects import Subject
from psc_workflow.explorer._words import words


def data(subject: Subject, *, with_personal_data: bool = False) -> dict[str, Any]:
    """
    Write all that a page shows of *subject*, as plain data; :func:`schema` describes it.

    Args:
        with_personal_data: Whether answers, and what is computed from a birth,
            stand in it. Without, it can be passed on.

    Not modelled:
        What a reader could work out: an amount tells a band of ages, a deadline
        a day that somebody chose, and a step in the month of a birthday may
        tell whether it came before.
    """
    mask = None if with_personal_data else Mask(subject)
    return write(subject if mask is None else mask.subject(), mask)


def write(subject: Subject, mask: Mask | None) -> dict[str, Any]:
    """Write *subject*, which *mask* has made if there is one."""
    pools, contract = Pools(), subject.dossier.contract
    return {
        "version": VERSION,
        "is_redacted": mask is not None,
        "subject": {"kind": subject.kind, "name": subject.name, "id": subject.dossier.id, "about": subject.about},
        "contracts": [
            {
                "id": each.id,
                "version": each.version,
                "label": {"fr": each.contract.label.fr, "en": each.contract.label.en},
            }
            for each in subject.contracts
        ],
        "words": words(contract),
        "charts": charts.charts(contract),
        "guards": charts.guards(contract),
        "asked": charts.asked(contract),
        "moments": Moments(subject, pools, mask).all(),
        "calendar": calendar(subject, pools, mask),
        "history": _history(subject),
        "grids": {each.id: grid(each) for each in subject.contracts},
        "findings": catalogue.findings(contract, pools),
        "rules": catalogue.rules(),
        "values": catalogue.values(subject.contracts, pools),
        "evidence": evidence.evidence(subject, mask),
        "pools": {name: pools.lists.get(name, []) for name in POOLS},
    }


def _history(subject: Subject) -> list[dict[str, Any]]:
    """Write the steps of a stored dossier, without values and without who gave them."""
    return [
        {
            "at": step.at.isoformat(),
            "command": step.command,
            "title": attrs.asdict(titles.of_step(step, subject.dossier.contract)),
            "journey": step.journey,
            "state": step.state,
            "role": step.role.value,
            "codes": list(step.codes),
        }
        for step in subject.history
    ]
