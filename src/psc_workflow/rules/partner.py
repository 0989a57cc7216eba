"""
Who can be covered as spouse or partner (conjoint(e), partenaire de PACS, concubin(e)).

A spouse who is not judicially separated, a PACS partner or a cohabiting partner;
on French social security; not a State civil servant, whom their own ministry
covers. The guide's screen does not ask spouses whether they are separated: if the
answer is left out, there is a warning; if it is unknown, a fact is missing.

Legal source:
    Décret 2022-633, art. 5; the insurer's guide for the other two conditions.

Not modelled:
    Proof of the link; several partners.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> pf = contracts.get("men-2026-pf")
>>> claudia = Partner(dt.date(1972, 10, 9), Regime.GENERAL, Link.PACS, state_civil_servant=False)
>>> assess(claudia, contract=pf, on=dt.date(2026, 4, 7)).holds
True
>>> [finding.code for finding in assess(Partner(regime=Regime.CPS), contract=pf, on=dt.date(2026, 4, 7)).blocking]
['partner-fact-missing', 'partner-fact-missing', 'partner-fact-missing', 'partner-regime-not-covered']
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.people import Partner
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Link
from psc_workflow.rules import birth_date, regime

SEPARATED = "judicially_separated"
NEEDED = ("birth_date", "regime", "link", "state_civil_servant")


def assess(partner: Partner, *, contract: Contract, on: dt.date, path: str = "partner") -> Verdict:
    """
    Check that *partner* can be covered.

    Args:
        on: Civil day of the request.
        path: Where the partner stands in the command.

    Returns:
        A verdict that holds, with the warnings ``partner-regime-to-confirm``
        and ``partner-separation-to-confirm``; or ``partner-fact-missing``,
        ``partner-regime-not-covered``, ``partner-state-civil-servant``,
        ``partner-judicially-separated``, ``birth-in-future``.
    """
    return Verdict.of(_findings(partner, contract, on, path))


def _findings(partner: Partner, contract: Contract, on: dt.date, path: str) -> Iterator[Finding]:
    for name in (*NEEDED, SEPARATED) if partner.link is Link.MARRIED else NEEDED:
        if getattr(partner, name) is None:
            yield finding("partner-fact-missing", f"{path}.{name}", field=field(name))
    yield from birth_date.assess(partner.birth_date, on=on, path=f"{path}.birth_date").findings
    yield from regime.assess_beneficiary(
        partner.regime,
        not_covered="partner-regime-not-covered",
        confirm="partner-regime-to-confirm",
        contract=contract,
        on=on,
        path=f"{path}.regime",
    ).findings
    if partner.state_civil_servant:
        yield finding("partner-state-civil-servant", f"{path}.state_civil_servant")
    if partner.link is Link.MARRIED and partner.judicially_separated is True:
        yield finding("partner-judicially-separated", f"{path}.{SEPARATED}")
    if partner.link is Link.MARRIED and partner.judicially_separated is UNANSWERED:
        yield finding("partner-separation-to-confirm", f"{path}.{SEPARATED}")
