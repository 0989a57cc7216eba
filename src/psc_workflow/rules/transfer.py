"""
Another contract takes over, from a day on (changement de contrat).

Which contracts exist is what the registry of the host says, and no rule reads
that. What cannot be the id of any is a warning: the day may be right, and somebody
is covered by the other contract in any case.

Legal source:
    None: how a change of territory is recorded is a choice of this library.

Not modelled:
    Whether the other contract exists.

>>> assess("men-2026-pf", dt.date(2026, 9, 1), current="men-2026-pf").findings[0].code
'transfer-same-contract'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.forms import is_id
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import change_day, compulsory_text
from psc_workflow.rules.comparing import normalise, same


def assess(contract: str | None, on: dt.date | None, *, current: str, first: dt.date | None = None) -> Verdict:
    """
    Check the other contract and the day of the transfer.

    Args:
        contract: Id of the other contract; ``None`` if unknown.
        on: First day under it; ``None`` if unknown.
        current: Id of the present contract.
        first: First day of cover; ``None`` for no comparison.

    Returns:
        A verdict that holds, with the warning ``transfer-contract-unusual``; or
        ``transfer-contract-missing``,
        ``transfer-same-contract``, ``text-blank``, ``day-missing``,
        ``day-too-early``.
    """
    return Verdict.of(_contract(contract, current)) + change_day.assess(on, first=first)


def _contract(contract: str | None, current: str) -> Iterator[Finding]:
    if contract is None:
        yield finding("transfer-contract-missing", "contract")
    elif same(contract, current):
        yield finding("transfer-same-contract", "contract")
    elif not compulsory_text.is_blank(contract) and not is_id(normalise(contract)):
        yield finding("transfer-contract-unusual", "contract")
    yield from compulsory_text.assess(contract, path="contract").findings
