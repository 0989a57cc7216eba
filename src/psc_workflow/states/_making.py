"""
How an effect is made: its kind and fields first; its id and its instant once the decision is made.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect, Recipient
from psc_workflow._model.record import Record
from psc_workflow._structuring import LAST_INSTANT
from psc_workflow.rules import email

_Effect = TypeVar("_Effect", bound=to.Effect)

Make = Callable[..., AnyEffect]
"""Makes an effect from its id and its instant."""


def task(effect: type[AnyEffect], **fields: Any) -> Make:
    """Make a task for the host."""
    return lambda id, at: effect(id, at, None, **fields)  # noqa: A006 -- the name of the field


def mail(
    effect: type[to.AnyMail],
    recipient: Recipient,
    address: str | None,
    *,
    until: dt.datetime | None = None,
    **fields: Any,
) -> Make:
    """Make a mail, to *address* if that is one."""
    return lambda id, at: effect(  # noqa: A006 -- as above
        id, at, until, recipient=recipient, address=_if_one(address), **fields
    )


def naming(effect: _Effect, record: Record) -> _Effect:
    """
    Have *effect* name its dossier and contract and, if it is a mail, the language of its reader.

    It is of use no longer than the years that this library computes in: what lies
    behind them could not be read back.
    """
    until = None if effect.useful_until is None else min(effect.useful_until, LAST_INSTANT)
    named = attrs.evolve(effect, dossier=record.id, contract=record.contract, useful_until=until)
    return attrs.evolve(named, locale=record.agent.locale) if isinstance(named, to.Mail) else named


def _if_one(address: str | None) -> str | None:
    """Return *address* if it is one; what was stored before it was judged may be none, and gets no mail."""
    return address if address is not None and email.assess(address).holds else None


def invitation_address(record: Record) -> tuple[Recipient, str | None]:
    """Return the professional address, to which the invitation goes."""
    return Recipient.PROFESSIONAL, _if_one(record.agent.professional_email)


def own_address(record: Record) -> tuple[Recipient, str | None]:
    """Choose the contact address, given or prefilled, or the professional one if there is no other."""
    contact = record.answers.contact_details
    address = _if_one(contact.email if contact else record.agent.email)
    return (Recipient.CONTACT, address) if address else invitation_address(record)
