"""
The partner's details agree with what was declared at step 2 (informations foyer 1/2).

Legal source:
    The guide, subscription step 2 (1/2); birth date and regime are asked for
    twice.

Not modelled:
    Nothing further.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> pf = contracts.get("men-2026-pf")
>>> declared = Partner(dt.date(1972, 10, 9), Regime.GENERAL)
>>> command = DeclarePartner(birth_date=dt.date(1972, 10, 10), regime=Regime.GENERAL)
>>> verdict = assess(command, declared=declared, contract=pf, on=dt.date(2026, 4, 7))
>>> "partner-birth-date-differs" in [finding.code for finding in verdict.findings]
True
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import DeclarePartner
from psc_workflow._model.people import Partner
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import code_organisme, identity, nir


def assess(command: DeclarePartner, *, declared: Partner, contract: Contract, on: dt.date) -> Verdict:
    """
    Check the partner's details.

    Args:
        declared: The partner as declared at step 2.
        on: Civil day of the request.

    Returns:
        A verdict that holds; or ``partner-birth-date-differs``,
        ``partner-regime-differs``, ``partner-regime-missing``, and what the
        rules ``identity``, ``nir`` and ``code_organisme`` find.

    Raises:
        NoValueInForceError: The contract is silent about regimes, or about the
            default of a blank code, on that day.
    """
    return (
        identity.assess(command, on=on)
        + Verdict.of(_differences(command, declared))
        + nir.assess(command.nir, birth_date=command.birth_date, civility=command.civility)
        + code_organisme.assess(command.code_organisme, contract=contract, on=on)
    )


def _differences(command: DeclarePartner, declared: Partner) -> Iterator[Finding]:
    if None not in (command.birth_date, declared.birth_date) and command.birth_date != declared.birth_date:
        yield finding(
            "partner-birth-date-differs", "birth_date", birth_date=command.birth_date, declared=declared.birth_date
        )
    if command.regime is None:
        yield finding("partner-regime-missing", "regime")
    elif declared.regime is not None and command.regime is not declared.regime:
        yield finding("partner-regime-differs", "regime", regime=command.regime, declared=declared.regime)
