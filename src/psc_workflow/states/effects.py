"""
What the host must do once a command is accepted.
"""

import hashlib

from psc_workflow.model import commands as do
from psc_workflow.model.effects import Effect, ProduceDocument, Recipient, SendAcknowledgement
from psc_workflow.model.record import Record
from psc_workflow.states.context import Context


def effects(context: Context, record: Record) -> tuple[Effect, ...]:
    """
    List the effects of the command.

    Args:
        record: The record as decided; ids are made from its id and revision,
            so the same decision always asks for the same effects.
    """
    match context.command:
        case do.Sign():
            contact = record.answers.contact_details
            address = contact.email if contact else None
            return (SendAcknowledgement(_id(record, 0), Recipient.CONTACT, address, requested_on=context.today),)
        case do.RequestDocument(kind=kind) if kind is not None:
            return (ProduceDocument(_id(record, 0), kind),)
        case _:
            return ()


def _id(record: Record, place: int) -> str:
    return hashlib.sha256(f"{record.id}\n{record.revision}\n{place}".encode()).hexdigest()[:32]
