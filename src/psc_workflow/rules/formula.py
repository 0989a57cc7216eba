"""
The formula must be one that the contract offers (choix de la formule).

One formula covers the agent and all beneficiaries; a recommended one is shown as
such, never preselected.

Legal source:
    The contract's ``formulas``; the guide, step 3.

Not modelled:
    The minimum term before a change of formula.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> assess(Formula.OPTION_2, contract=pf, on=dt.date(2026, 5, 1)).holds
True
>>> assess(None, contract=pf, on=dt.date(2026, 5, 1)).missing
('formula',)
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Formula


def assess(formula: Formula | None, *, contract: Contract, on: dt.date) -> Verdict:
    """
    Check that *contract* offers *formula*.

    Args:
        on: Day whose offer applies.

    Returns:
        A verdict that holds, or ``formula-missing``, ``formula-not-offered``.
    """
    offer = contract.dated("formulas", on)
    offered: tuple[Formula, ...] = offer.known_value
    if formula is None:
        return Verdict((finding("formula-missing", "formula", rests_on=(offer,), offered=offered),))
    if formula not in offered:
        refusal = finding("formula-not-offered", "formula", rests_on=(offer,), formula=formula, offered=offered)
        return Verdict((refusal,))
    return Verdict()


def assess_choice(formula: Formula | None) -> Verdict:
    """
    Check that a formula has been chosen before the affiliation is validated.

    Returns:
        A verdict that holds, or ``formula-not-chosen``.
    """
    return Verdict() if formula else Verdict((finding("formula-not-chosen"),))
