"""
The agent's social-security details are complete (informations de Sécurité sociale).

The number and the code have their own rules; the question of télétransmission
must be answered, and declining is an answer.

Legal source:
    The guide, subscription step 1 (2/2).

Not modelled:
    How declining télétransmission affects refunds.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> command = DeclareSocialSecurity("253072B07300470", None, teletransmission=None)
>>> assess(command, contract=pf, on=dt.date(2026, 4, 7)).missing
('teletransmission',)
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import ConfirmIdentity, DeclareSocialSecurity
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import code_organisme, nir


def assess(
    command: DeclareSocialSecurity, *, contract: Contract, on: dt.date, identity: ConfirmIdentity | None = None
) -> Verdict:
    """
    Check the agent's social-security details.

    Args:
        identity: The agent's civil status, compared with the number.
        on: Civil day of the request.

    Returns:
        A verdict that holds; or ``teletransmission-unanswered`` and what the
        rules ``nir`` and ``code_organisme`` find.

    Raises:
        NoValueInForceError: The code is blank, and the contract is silent about
            its default on that day.
    """
    verdict = nir.assess(
        command.nir,
        birth_date=identity.birth_date if identity else None,
        civility=identity.civility if identity else None,
    ) + code_organisme.assess(command.code_organisme, contract=contract, on=on)
    if command.teletransmission is None:
        verdict += Verdict((finding("teletransmission-unanswered", "teletransmission"),))
    return verdict
