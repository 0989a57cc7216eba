"""
Slips that a type checker finds; beside each, the rules by which mypy and Pyright object.
"""

import datetime as dt

from psc_workflow import Agent, Child, Dossier, Effect, Household, Regime, Role, contracts, effects
from psc_workflow import commands as do

day = dt.date(2026, 5, 1)
now = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
contract = contracts.get("men-2026")
dossier = Dossier.open(contract, id="A-1", agent=Agent(), invited_at=now)

contract.value("effects", day)  # call-overload, reportCallIssue, reportArgumentType
contract.dated("tariff", day)  # call-overload, reportCallIssue, reportArgumentType
opens: int = contract.value("effect", day)  # assignment, reportAssignmentType
Agent(address="12 rue des Tiare")  # arg-type, reportArgumentType
Household(children=["carla"])  # list-item, reportArgumentType
do.ConfirmContactDetails(address=[12])  # list-item, reportArgumentType
do.DeclareBeneficiaries(children=[Agent()])  # list-item, reportArgumentType
do.Sign(documents_read=["notice_information"])  # list-item, reportArgumentType
do.DeclareRegime("general")  # arg-type, reportArgumentType
do.DeclareRegime(regim=Regime.GENERAL)  # call-arg, reportCallIssue
do.Attest(address=Child())  # arg-type, reportArgumentType
dossier.decide(do.DeclareRegime, at=now, role=Role.AGENT)  # arg-type, reportArgumentType
dossier.decide(do.Tick(), at="2026-05-01", role=Role.CLOCK)  # arg-type, reportArgumentType
dossier.view(at=now, locale="de", role=Role.AGENT)  # arg-type, reportArgumentType
dossier.revision = 3  # misc, reportAttributeAccessIssue
effects.SendChildAgeNotice(  # call-arg, reportCallIssue
    "e1", now, None, recipient=effects.Recipient.CONTACT, address=None, ref="carla", age=16
)


def recipient(effect: Effect) -> effects.Recipient:
    return effect.recipient  # union-attr, reportAttributeAccessIssue
