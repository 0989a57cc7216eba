"""
Strategies for Hypothesis: people, commands and dossiers that are valid by construction, and their invalid twins.

Needs the extra ``testing``. No draw is thrown away; examples shrink to the
guide's family, the contract's first day, the base cover. ``from_type`` draws the
same: ``st.from_type(Household)`` needs no import from here.

>>> from hypothesis import find
>>> find(households(), lambda household: len(household.children) > 1).children[1].situation.value
'none'
"""

from psc_workflow._structuring.extras import extra_error

try:
    from psc_workflow.testing.strategies._commands import answers, commands, requests
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "testing", __name__) from None

from psc_workflow.testing.strategies._dossiers import dossiers
from psc_workflow.testing.strategies._hostile_values import HostileValue, hostile, hostile_days
from psc_workflow.testing.strategies._instants import instants
from psc_workflow.testing.strategies._invalid import (
    Labelled,
    invalid_agents,
    invalid_children,
    invalid_households,
    invalid_ibans,
    invalid_nirs,
    invalid_partners,
)
from psc_workflow.testing.strategies._numbers import ibans, names, nirs
from psc_workflow.testing.strategies._people import agents, children, households, partners

__all__ = [
    "HostileValue",
    "Labelled",
    "agents",
    "answers",
    "children",
    "commands",
    "dossiers",
    "hostile",
    "hostile_days",
    "households",
    "ibans",
    "instants",
    "invalid_agents",
    "invalid_children",
    "invalid_households",
    "invalid_ibans",
    "invalid_nirs",
    "invalid_partners",
    "names",
    "nirs",
    "partners",
    "requests",
]
