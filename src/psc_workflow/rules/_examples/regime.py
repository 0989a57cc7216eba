"""
Regimes of the agent and of beneficiaries: general, other French, local, foreign.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Regime
from psc_workflow.rules import regime
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_agent = ExampleMaker(regime.assess, contract=PF, on=TODAY)
_partner = ExampleMaker(
    regime.assess_beneficiary,
    not_covered="partner-regime-not-covered",
    confirm="partner-regime-to-confirm",
    contract=PF,
    on=TODAY,
    path="partner.regime",
)

NEIGHBOUR = Regime.admit("neighbour")
"""A regime that some other contract of the process has added."""

EXAMPLES = (
    _agent("general regime", regime=Regime.GENERAL),
    _agent("Alsace-Moselle", "regime-to-confirm", regime=Regime.ALSACE_MOSELLE),
    _agent("agricultural regime", "regime-to-confirm", regime=Regime.MSA),
    _agent("military regime", "regime-to-confirm", regime=Regime.MILITARY),
    _agent("Mayotte fund", "regime-to-confirm", regime=Regime.MAYOTTE),
    _agent("another French regime", "regime-to-confirm", regime=Regime.OTHER_FRENCH),
    _agent("CPS: refund instead", "regime-not-covered", regime=Regime.CPS),
    _agent("CAFAT", "regime-not-covered", regime=Regime.CAFAT),
    _agent("Saint-Pierre-et-Miquelon", "regime-not-covered", regime=Regime.SPM),
    _agent("Wallis and Futuna", "regime-not-covered", regime=Regime.WALLIS_FUTUNA),
    _agent("CPS, first day of the refund", "regime-not-covered", regime=Regime.CPS, on=dt.date(2025, 1, 1)),
    _agent("CPS, eve of the higher refund", "regime-not-covered", regime=Regime.CPS, on=dt.date(2026, 12, 31)),
    _agent("CPS, first day of the higher refund", "regime-not-covered", regime=Regime.CPS, on=dt.date(2027, 1, 1)),
    _agent("no French regime", "regime-foreign", regime=Regime.FOREIGN),
    _agent("a regime that only another contract has", "regime-not-listed", regime=NEIGHBOUR),
    _agent("regime not known", "regime-missing", regime=None),
    _partner("partner: general regime", regime=Regime.GENERAL),
    _partner("partner: regime not known, which another rule misses", regime=None),
    _partner("partner: agricultural regime", "partner-regime-to-confirm", regime=Regime.MSA),
    _partner("partner: CPS", "partner-regime-not-covered", regime=Regime.CPS),
    _partner("partner: no French regime", "partner-regime-not-covered", regime=Regime.FOREIGN),
    _partner("partner: a regime of another contract", "partner-regime-not-covered", regime=NEIGHBOUR),
)
