"""
The next command on a random walk: mostly one that fits the state, sometimes any.
"""

import datetime as dt

from hypothesis import strategies as st

from pool import ANYWHERE, RIGHT, WRONG, of_the_day
from psc_workflow import Agent, Dossier, states
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.states._engine import table

TABLES = {journey: table(chart) for journey, chart in states.JOURNEYS.items()}

UNKNOWN_AGENT = Agent()
"""An agent of whom the employer has told nothing."""

HOURS = (0, 0, 1, 5, 24, 24 * 3, 24 * 8, 24 * 22, 24 * 200)
"""Hours that may pass between two requests: mostly few, sometimes enough for a deadline or many."""


@st.composite
def commands_for(draw: st.DrawFn, dossier: Dossier, at: dt.datetime) -> Command:
    """Draw a command: mostly one that fits, else any; the end of a membership seldom."""
    rows = {event for name, state in dossier.as_of(at).states.items() for event in TABLES[name][state]}
    right = [*RIGHT, *of_the_day(dossier.contract.civil_day(at))]
    fitting = [command for command in right if command.event in rows and not isinstance(command, do.EndMembership)]
    pools = [fitting] * 6 + [ANYWHERE, WRONG, right] if fitting else [ANYWHERE, WRONG, right]
    return draw(st.sampled_from(draw(st.sampled_from(pools))))
