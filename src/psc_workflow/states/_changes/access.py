"""
What the commands of the access leave in the record: the address of the account, never a password.
"""

from psc_workflow._model import commands as do
from psc_workflow._model.record import Record
from psc_workflow._structuring.evolving import evolve
from psc_workflow.states._changes.affiliation import Change
from psc_workflow.states._context import Context


def create_account(context: Context, command: do.CreateAccount) -> Record:
    """Keep the address of the account."""
    return evolve(context.record, login=command.email)


CHANGES: dict[type[do.Command], Change] = {do.CreateAccount: create_account}
