"""
What the commands of the access leave in the record: the address of the account, never a password.
"""

from typing import TYPE_CHECKING

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.record import Record
from psc_workflow.states._changes.affiliation import Change

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


def _login(context: "Context", command: do.CreateAccount) -> Record:
    return attrs.evolve(context.record, login=command.email)


CHANGES: dict[type[do.Command], Change] = {do.CreateAccount: _login}
