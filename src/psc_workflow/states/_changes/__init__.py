"""
What a command or a deadline leaves in the record, before the state moves: one module a journey.

Routes read the result to choose where to go. A draft of the same screen has
served its purpose once the screen is answered.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.record import Draft, Record
from psc_workflow._structuring.evolving import evolve
from psc_workflow.states._changes import access, affiliation, deadlines, dispensation, membership
from psc_workflow.states._context import Context
from psc_workflow.states._screens import ANYWHERE

_COMMANDS = {**access.CHANGES, **affiliation.CHANGES, **dispensation.CHANGES, **membership.CHANGES}


def changed(context: Context) -> Record:
    """Put the command's answer, or the deadline's consequence, into the record."""
    command = context.command
    if command is None:
        consequence = deadlines.CHANGES.get(context.event)
        return consequence(context) if consequence else context.record
    if isinstance(command, do.SaveAndQuit):
        return _with_draft(context, command)
    change = _COMMANDS.get(type(command))
    record = change(context, command) if change else context.record
    is_answered = context.journey == context.record.active and command.event not in ANYWHERE
    return evolve(record, drafts=context.record.other_drafts) if is_answered and record.drafts else record


def _with_draft(context: Context, command: do.SaveAndQuit) -> Record:
    if command.draft is None:
        return context.record
    fields = do.keepable(command.draft, context.draft_fields)
    return evolve(context.record, drafts=(*context.record.other_drafts, Draft(context.state, fields)))
