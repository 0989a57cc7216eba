"""
What the host must now do. The library does none of it.

Every effect has an id made from the dossier, the revision and its place, so an
outbox may receive it twice and deliver it once.
"""

import datetime as dt
from enum import StrEnum

import attrs

from psc_workflow.model.personal import personal
from psc_workflow.model.vocabulary import DocumentKind


class Recipient(StrEnum):
    """Which of the three addresses a mail goes to; they are never mixed."""

    PROFESSIONAL = "professional"
    LOGIN = "login"
    CONTACT = "contact"


@attrs.frozen
class Effect:
    """What all effects have."""

    id: str


@attrs.frozen
class SendAcknowledgement(Effect):
    """Send the mail "Nous avons bien reçu votre demande en date du …"."""

    recipient: Recipient
    address: str | None = personal("contact")
    requested_on: dt.date = attrs.field(kw_only=True)


@attrs.frozen
class ProduceDocument(Effect):
    """Render a document and hand it over."""

    kind: DocumentKind
