"""
The journeys of the French State's compulsory health cover (PSC): state machines, rules, premiums.

A name is loaded when it is first used: who only computes premiums never loads
the state machines.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psc_workflow._catalogue import contracts
    from psc_workflow._model import commands, effects
    from psc_workflow._model.decision import Decision, Milestone, Outcome, Preview
    from psc_workflow._model.people import Agent, Child, Household, Partner
    from psc_workflow._model.quote import Quote
    from psc_workflow._model.verdict import Finding, Judgement, Verdict
    from psc_workflow._model.vocabulary import (
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
    from psc_workflow.dossier import Dossier
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

_MODULES = ("commands", "contracts", "effects")
_HOMES = {
    "psc_workflow._catalogue": ("contracts",),
    "psc_workflow.dossier": ("Dossier",),
    "psc_workflow._model": ("commands", "effects"),
    "psc_workflow._model.decision": ("Decision", "Milestone", "Outcome", "Preview"),
    "psc_workflow._model.people": ("Agent", "Child", "Household", "Partner"),
    "psc_workflow._model.quote": ("Quote",),
    "psc_workflow._model.verdict": ("Finding", "Judgement", "Verdict"),
    "psc_workflow.problems": ("to_problem",),
}
"""Where the names above come from; the closed lists are in ``model.vocabulary``."""


def __getattr__(name: str) -> Any:
    """Load a name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "psc_workflow._model.vocabulary")
    found = import_module(f"{home}.{name}") if name in _MODULES else getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return __all__
