"""
Lists where a class keeps a tuple; and the type of each value of a contract.
"""

import datetime as dt
from typing import assert_type

from psc_workflow import Agent, Child, DocumentKind, Formula, Household, Regime, contracts
from psc_workflow import commands as do
from psc_workflow.contracts import Contract, Dated

agent = Agent(address=["12 rue des Tiare", "98714 Papeete"])
assert_type(agent.address, tuple[str, ...] | None)
household = Household(children=[Child(), Child()])
assert_type(household.children, tuple[Child, ...])
Agent(address=("12 rue des Tiare",))
Household(children=())
do.ConfirmContactDetails(address=["12 rue des Tiare"])
do.UpdateContactDetails(["12 rue des Tiare"])
do.Attest(address=["12 rue des Tiare"])
do.RenewDispensation(address=["12 rue des Tiare"])
do.DeclareBeneficiaries(children=[])
do.DeclareBeneficiaries(None, [Child(regime=Regime.GENERAL)])
do.Sign(documents_read=[DocumentKind.NOTICE_INFORMATION])
do.SaveAndQuit(draft={"regime": "general"})


def values(contract: Contract, day: dt.date) -> None:
    assert_type(contract.value("effect", day), dt.date)
    assert_type(contract.value("affiliation_window", day), int)
    assert_type(contract.value("formula_minimum_term", day), int | None)
    assert_type(contract.value("formulas", day), tuple[Formula, ...])
    assert_type(contract.dated("recommended_formula", day), Dated[tuple[Formula, ...]])


values(contracts.get("men-2026"), dt.date(2026, 5, 1))
