"""
The journeys of the French State's compulsory health cover (PSC): state machines, rules, premiums.
"""

from psc_workflow.catalogue import contracts
from psc_workflow.journeys import Dossier
from psc_workflow.model import commands, effects
from psc_workflow.model.decision import Decision, Milestone, Outcome, Preview
from psc_workflow.model.people import Agent, Child, Household, Partner
from psc_workflow.model.quote import Quote
from psc_workflow.model.verdict import Finding, Judgement, Verdict
from psc_workflow.model.vocabulary import (
    Civility,
    Consent,
    DocumentKind,
    Employment,
    EndReason,
    Formula,
    Kinship,
    Link,
    Motive,
    Parent,
    PriorMembership,
    Rating,
    Regime,
    Role,
    Situation,
)
from psc_workflow.problems import to_problem

__all__ = [
    "Agent",
    "Child",
    "Civility",
    "Consent",
    "Decision",
    "DocumentKind",
    "Dossier",
    "Employment",
    "EndReason",
    "Finding",
    "Formula",
    "Household",
    "Judgement",
    "Kinship",
    "Link",
    "Milestone",
    "Motive",
    "Outcome",
    "Parent",
    "Partner",
    "Preview",
    "PriorMembership",
    "Quote",
    "Rating",
    "Regime",
    "Role",
    "Situation",
    "Verdict",
    "commands",
    "contracts",
    "effects",
    "to_problem",
]
