"""
What every command is judged by, whatever rules its own guard asks: the days in it, and the people it speaks of.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import plausible_day
from psc_workflow.states import _people
from psc_workflow.states._context import Context


def complete(verdict: Verdict, context: Context, command: do.Command) -> Verdict:
    """Add to *verdict*, that of the guard's own rules, what holds for every command."""
    return plausible_day.complete(verdict, command, today=context.today) + _people.assess(context, command)
