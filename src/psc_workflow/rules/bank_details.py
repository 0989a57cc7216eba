"""
An account is given (coordonnées bancaires).

It is required even if nothing is debited, because refunds go there. The holder
is free text, because accounts may be joint.

Legal source:
    The guide, subscription step 4.

Not modelled:
    Whether the holder is the agent.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> assess(BankDetails(holder="M. ou Mme Dupond"), contract=pf, on=dt.date(2026, 4, 7)).missing
('iban',)
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import BankDetails
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text, iban


def assess(command: BankDetails, *, contract: Contract, on: dt.date) -> Verdict:
    """
    Check the bank details.

    Args:
        on: Civil day of the request.

    Returns:
        A verdict that holds; or ``bank-detail-missing``, ``text-blank``, and
        what the rule ``iban`` finds.

    Raises:
        NoValueInForceError: The form of the account is valid, and no scheme
            is known for that day.
    """
    return Verdict.of(_findings(command, contract, on))


def _findings(command: BankDetails, contract: Contract, on: dt.date) -> Iterator[Finding]:
    for name in ("holder", "iban"):
        value = getattr(command, name)
        if value is None:
            yield finding("bank-detail-missing", name, field=field(name))
        yield from compulsory_text.assess(value, path=name).findings
    if command.iban is not None and not compulsory_text.is_blank(command.iban):
        yield from iban.assess(command.iban, contract=contract, on=on).findings
