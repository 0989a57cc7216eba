"""
The people and days of the examples. They are synthetic: numbers are right in form and key and belong to nobody.
"""

import datetime as dt

from psc_workflow.catalogue import contracts
from psc_workflow.model.people import Child, Partner
from psc_workflow.model.vocabulary import Kinship, Link, Parent, Regime, Situation

TODAY = dt.date(2026, 4, 7)
"""Civil day of the request, the day after the invitation."""

TOMORROW = dt.date(2026, 4, 8)
START = dt.date(2026, 5, 1)
"""First day of the contract."""

PF = contracts.get("men-2026-pf")

CLAUDIA = Partner(
    dt.date(1972, 10, 9), Regime.GENERAL, Link.MARRIED, state_civil_servant=False, judicially_separated=False
)
CARLA = Child(
    dt.date(2019, 9, 9),
    Regime.GENERAL,
    Situation.NONE,
    disabled=False,
    kinship=Kinship.CHILD,
    parent=Parent.BOTH,
    covered_by_own_work=False,
    ref="carla",
)
TEVA = Child(
    dt.date(2004, 5, 1),
    Regime.GENERAL,
    Situation.STUDENT,
    disabled=False,
    kinship=Kinship.CHILD,
    parent=Parent.AGENT,
    covered_by_own_work=False,
    ref="teva",
)
"""A grown-up student: 22 on the first day of the contract."""
