"""
The agent's regime must be one that the contract covers (régime d'affiliation).

Art. 6 of the décret requires French social security. State agents on a local
regime of the Pacific or of Saint-Pierre-et-Miquelon are excluded; they receive a
refund instead. French regimes other than those a contract names (the guide of
Polynesia expects the general one) are accepted with a warning, because no source
excludes them. A contract may add regimes of its own; those of another one are
refused.

Legal source:
    Décret 2022-633, art. 6 al. 2; décret 2025-1170 (refund); the contract's
    ``accepted_regimes`` and ``local_regimes``.

Not modelled:
    Proof of the regime.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> assess(Regime.GENERAL, contract=pf, on=dt.date(2026, 4, 7)).holds
True
>>> assess(Regime.CPS, contract=pf, on=dt.date(2026, 4, 7)).findings[0].code
'regime-not-covered'
>>> assess(None, contract=pf, on=dt.date(2026, 4, 7)).missing
('regime',)
"""

import datetime as dt
from enum import Enum, auto
from typing import Any

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.money import cents, show
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Regime


class Standing(Enum):
    """How a contract treats a regime."""

    ACCEPTED = auto()
    TO_CONFIRM = auto()
    NOT_LISTED = auto()
    LOCAL = auto()
    FOREIGN = auto()


def standing(regime: Regime, *, contract: Contract, on: dt.date) -> Standing:
    """Find how *contract* treats *regime* on that day, for the agent and beneficiaries alike."""
    if regime in contract.value("accepted_regimes", on):
        return Standing.ACCEPTED
    if regime in contract.value("local_regimes", on):
        return Standing.LOCAL
    if regime not in contract.regimes:
        return Standing.NOT_LISTED
    return Standing.FOREIGN if regime is Regime.FOREIGN else Standing.TO_CONFIRM


def assess(regime: Regime | None, *, contract: Contract, on: dt.date) -> Verdict:
    """
    Check that *contract* covers the agent's *regime*.

    Args:
        regime: ``None`` if unknown.
        on: Civil day of the request; selects the refund named in the remedy.

    Returns:
        A verdict that holds, with the warning ``regime-to-confirm`` for other
        French regimes; or ``regime-missing``, ``regime-not-covered``,
        ``regime-foreign``, ``regime-not-listed``.

    Raises:
        NoValueInForceError: *on* precedes the first value of the contract or,
            for a local regime, of the refund.
    """
    if regime is None:
        return Verdict((finding("regime-missing", "regime"),))
    match standing(regime, contract=contract, on=on):
        case Standing.ACCEPTED:
            return Verdict()
        case Standing.TO_CONFIRM:
            return Verdict((_ask_to_confirm("regime-to-confirm", "regime", regime=regime, contract=contract, on=on),))
        case Standing.FOREIGN:
            return Verdict((finding("regime-foreign", "regime"),))
        case Standing.NOT_LISTED:
            return Verdict((finding("regime-not-listed", "regime", regimes=contract.regimes),))
        case Standing.LOCAL:
            refund = law.dated("local_regime_refund", on)
            amount = Text(show(cents(refund.known_value), "fr"), show(cents(refund.known_value), "en"))
            rests_on = (contract.dated("local_regimes", on), refund)
            refusal = finding("regime-not-covered", "regime", rests_on=rests_on, regime=regime, refund=amount, on=on)
            return Verdict((refusal,))


def assess_beneficiary(
    regime: Regime | None,
    *,
    not_covered: str,
    confirm: str,
    contract: Contract,
    on: dt.date,
    path: str,
    **facts: Any,
) -> Verdict:
    """
    Check that *contract* covers the regime of a partner or child.

    Args:
        regime: ``None`` holds: the caller requires it.
        not_covered: Code of the refusal.
        confirm: Code of the warning.
        facts: Further facts for both sentences.

    Returns:
        A verdict that holds, with the warning *confirm* for other French
        regimes; or *not_covered*.
    """
    if regime is None:
        return Verdict()
    match standing(regime, contract=contract, on=on):
        case Standing.ACCEPTED:
            return Verdict()
        case Standing.TO_CONFIRM:
            return Verdict((_ask_to_confirm(confirm, path, regime=regime, contract=contract, on=on, **facts),))
        case Standing.LOCAL | Standing.FOREIGN | Standing.NOT_LISTED:
            rests_on = (contract.dated("local_regimes", on),) if regime in contract.value("local_regimes", on) else ()
            return Verdict((finding(not_covered, path, rests_on=rests_on, regime=regime, **facts),))


def _ask_to_confirm(code: str, path: str, *, regime: Regime, contract: Contract, on: dt.date, **facts: Any) -> Finding:
    """Warn that a regime is accepted although the contract does not name it."""
    accepted = contract.dated("accepted_regimes", on)
    return finding(code, path, rests_on=(accepted,), regime=regime, accepted=accepted.known_value, **facts)
