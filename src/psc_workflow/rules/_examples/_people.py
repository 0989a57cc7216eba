"""
People and days of the examples. All are fictitious: the numbers have a valid form and key, and belong to nobody.
"""

import datetime as dt

import attrs

from psc_workflow._catalogue import contracts
from psc_workflow._model.commands import DeclareChild, DeclarePartner
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.quote import Gap, Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import (
    Certainty,
    Channel,
    Civility,
    Formula,
    Kinship,
    Link,
    Parent,
    Regime,
    Situation,
)
from psc_workflow.rules import effective_date

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
"""An adult student: 22 on the first day of the contract."""

HIRED = dt.date(2010, 9, 1)
"""Years before the contract began."""
ARRIVAL = dt.date(2026, 9, 3)
"""Civil day on which an agent hired after the contract began is invited, and makes a request."""
AT_START = effective_date.find(hired_on=HIRED, invited_on=TODAY, today=TODAY, contract=PF)
NOT_RECORDED = effective_date.find(hired_on=dt.date(2026, 9, 1), invited_on=ARRIVAL, today=ARRIVAL, contract=PF)
"""Effective date of a later arrival, until a manager records it."""
NOT_HIRED = effective_date.find(hired_on=None, invited_on=ARRIVAL, today=ARRIVAL, contract=PF)
"""The same, with the hiring date unknown too."""

NOTHING_DEBITED = Quote(PF.id, START, Formula.BASE, Certainty.PUBLISHED)
SOMETHING_DEBITED = attrs.evolve(
    NOTHING_DEBITED,
    formula=Formula.OPTION_2,
    lines=(
        QuoteLine(
            "agent",
            "agent-option",
            Text("Option de l’agent", "The agent’s option"),
            Channel.DEBITED,
            None,
            Certainty.UNKNOWN,
        ),
    ),
)
"""One debited line, of unknown amount."""
DEBIT_UNKNOWN = attrs.evolve(
    NOTHING_DEBITED, gaps=(Gap("regime-not-priced", Text("un régime sans tarif", "a regime without a tariff")),)
)

CLAUDIA_DETAILS = DeclarePartner(
    Civility.MADAME,
    "Dupond",
    "Duzu",
    "Claudia",
    CLAUDIA.birth_date,
    "FR",
    "Paris",
    Regime.GENERAL,
    "272107511204526",
)
CARLA_DETAILS = DeclareChild(
    CARLA.ref, Civility.MADAME, "Carla", "Dupond", CARLA.birth_date, "FR", "Paris", "219097511206763"
)
"""Details of both as step 2 of the subscription asks for them, with their numbers."""
