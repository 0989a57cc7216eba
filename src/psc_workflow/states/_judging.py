"""
What every command is judged by, whatever rules its own guard asks: its days, its texts, the people it speaks of.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import plain_text, plausible_day
from psc_workflow.states import _people
from psc_workflow.states._context import Context


def complete(verdict: Verdict, context: Context, command: do.Command) -> Verdict:
    """Add to *verdict*, that of the guard's own rules, what holds for every command."""
    verdict = plausible_day.complete(verdict, command, today=context.today)
    return verdict + plain_text.assess(command) + _people.assess(context, command)
