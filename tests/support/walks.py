"""
What is asked next on a random walk: mostly an answer that has a place there, and sometimes anything.
"""

import datetime as dt

from hypothesis import strategies as st

from pool import ANYWHERE, RIGHT, WRONG, of_the_day
from psc_workflow import Agent, Dossier, states
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.states._engine import table

TABLES = {journey: table(chart) for journey, chart in states.JOURNEYS.items()}

UNKNOWN = Agent()
"""Somebody of whom the employer has told nothing."""

WEIGHTS = (0, 0, 1, 5, 24, 24 * 3, 24 * 8, 24 * 22, 24 * 200)
"""Hours that may pass between two requests: mostly few, sometimes enough for a deadline or many."""


@st.composite
def commands_for(draw: st.DrawFn, dossier: Dossier, at: dt.datetime) -> Command:
    """Mostly an answer that has a place now, else anything; the end of a membership seldom."""
    rows = {event for name, state in dossier.as_of(at).states.items() for event in TABLES[name][state]}
    known = [*RIGHT, *of_the_day(dossier.contract.civil_day(at))]
    fitting = [one for one in known if one.event in rows and not isinstance(one, do.EndMembership)]
    pools = [fitting] * 6 + [ANYWHERE, WRONG, known] if fitting else [ANYWHERE, WRONG, known]
    return draw(st.sampled_from(draw(st.sampled_from(pools))))
