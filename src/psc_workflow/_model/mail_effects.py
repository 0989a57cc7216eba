"""
Mails that the host must send, and what they have in common with every other effect.

The message of each is in ``mails``: an effect has facts, and no words.
"""

import datetime as dt
from typing import Any, TypeAlias

import attrs

from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.effect_kinds import ChangeKind, Recipient, Request
from psc_workflow._model.language import Language
from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._model.vocabulary import Capacity, Role
from psc_workflow._structuring import unstructure


@attrs.frozen
class Effect:
    """
    An effect; the base of all.

    Args:
        due_at: Instant from which it should be done.
        useful_until: First instant at which it is no longer of use; ``None``
            if it always is.
        dossier: Id of the dossier that owes it; ``None`` in an effect of an
            earlier release, which the outbox of a store fills in.
        contract: Id of the contract of that dossier; ``None`` likewise.
    """

    id: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    dossier: str | None = attrs.field(default=None, kw_only=True)
    contract: str | None = attrs.field(default=None, kw_only=True)

    def as_json(self) -> dict[str, Any]:
        """
        Write the effect as plain data, for an outbox: its ``type``, and its fields.

        The result holds the address of a mail: it is for delivery, not for a log.
        """
        return {"type": type(self).__name__, **unstructure(self)}


@attrs.frozen(kw_only=True)
class Mail(Effect):
    """
    A mail; the base of all.

    Args:
        address: ``None`` if the dossier does not have it; the host may.
        locale: Language in which the agent wishes to be written to; ``None``
            if the dossier does not have it.
    """

    recipient: Recipient
    address: str | None = attrs.field(repr=masked_repr("contact"), metadata=personal_metadata("contact"))
    locale: Language | None = None


@attrs.frozen(kw_only=True)
class SendInvitation(Mail):
    """
    Send the link; a time to answer begins.

    Args:
        last_day: Last civil day to answer, inclusive.
    """

    last_day: dt.date


@attrs.frozen(kw_only=True)
class SendReminder(Mail):
    """
    Remind the agent of the invitation.

    Args:
        last_day: Last civil day to answer, inclusive.
    """

    last_day: dt.date


@attrs.frozen(kw_only=True)
class SendPasswordReset(Mail):
    """Send the means to choose a new password; token and link are up to the host."""


@attrs.frozen(kw_only=True)
class SendAcknowledgement(Mail):
    """Send the mail "Nous avons bien reçu votre demande en date du …"."""

    request: Request
    requested_on: dt.date


@attrs.frozen(kw_only=True)
class SendReviewOutcome(Mail):
    """
    Report what a manager decided about the report of not being concerned.

    Args:
        concerned: Whether the journey goes on.
        last_day: Last civil day to answer, inclusive; ``None`` if the agent
            need not.
    """

    concerned: bool
    last_day: dt.date | None


@attrs.frozen(kw_only=True)
class SendAutomaticAffiliation(Mail):
    """
    Announce that silence has led to affiliation on the base formula, alone, and how to complete it.

    Args:
        effective_on: First day of cover; ``None`` while unknown.
    """

    effective_on: dt.date | None


@attrs.frozen(kw_only=True)
class SendRenewalNotice(Mail):
    """
    Ask for a new attestation.

    Args:
        last_day: Last day of the dispensation, inclusive.
    """

    last_day: dt.date


@attrs.frozen(kw_only=True)
class SendChildAgeNotice(Mail):
    """
    Announce that a covered child nears a birthday on which the cover depends.

    Args:
        ref: The child's.
        age: In years, on that birthday.
        birthday: First day on which the age is reached.
    """

    ref: str
    age: int
    birthday: dt.date = attrs.field(repr=masked_repr("identity"), metadata=personal_metadata("identity"))


@attrs.frozen(kw_only=True)
class SendChangeNotice(Mail):
    """
    Inform the agent of a change, whoever made it, at the address that the dossier had before.

    Args:
        on: Civil day of the change.
        role: Who made it; ``None`` in an effect of an earlier release.
        capacity: In which capacity, if a representative did.
    """

    change: ChangeKind
    on: dt.date
    role: Role | None = None
    capacity: Capacity | None = None


@attrs.frozen(kw_only=True)
class SendCoverEndNotice(Mail):
    """
    Announce that people are covered no longer, and what can follow.

    Args:
        refs: Whose cover ends: ``agent``, ``partner``, references of children.
        last_day: Last day of cover, inclusive; ``None`` if the cover does not
            begin.
    """

    refs: tuple[str, ...]
    last_day: dt.date | None
    next_covers: tuple[NextCover, ...] = ()


AnyMail: TypeAlias = (
    SendInvitation
    | SendReminder
    | SendPasswordReset
    | SendAcknowledgement
    | SendReviewOutcome
    | SendAutomaticAffiliation
    | SendRenewalNotice
    | SendChildAgeNotice
    | SendChangeNotice
    | SendCoverEndNotice
)
"""Every mail there is."""
