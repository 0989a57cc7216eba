"""
What the host must now do: a closed list. The library does none of it.

The same decision, or the same deadline, always gives an effect the same id: an
outbox may receive it twice and deliver it once. An effect of a deadline says
since when it is due and until when it is of use; one that has become useless is
left out.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

import attrs

from psc_workflow._model.effect_kinds import ChangeKind, Recipient, Request, Review
from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._model.vocabulary import DocumentKind, NextCover, SurvivorRight
from psc_workflow._structuring import StructureError, structure, unstructure
from psc_workflow.exceptions import Fault, InvalidDocumentError

__all__ = [
    "ALL",
    "AnyEffect",
    "AnyMail",
    "AskForReview",
    "ChangeKind",
    "ContinueUnder",
    "Effect",
    "InformSurvivors",
    "Mail",
    "NextCover",
    "OpenRetireeWindow",
    "ProduceDocument",
    "Recipient",
    "Request",
    "Review",
    "SendAcknowledgement",
    "SendAutomaticAffiliation",
    "SendChangeNotice",
    "SendChildAgeNotice",
    "SendCoverEndNotice",
    "SendInvitation",
    "SendPasswordReset",
    "SendReminder",
    "SendRenewalNotice",
    "SendReviewOutcome",
    "SurvivorRight",
    "as_json",
    "parse",
]


@attrs.frozen
class Effect:
    """
    An effect; the base of all.

    Args:
        due_at: Instant from which it should be done.
        useful_until: First instant at which it is no longer of use; ``None``
            if it always is.
    """

    id: str
    due_at: dt.datetime
    useful_until: dt.datetime | None


@attrs.frozen(kw_only=True)
class Mail(Effect):
    """
    A mail; the base of all.

    Args:
        address: ``None`` if the dossier does not have it; the host may.
    """

    recipient: Recipient
    address: str | None = attrs.field(repr=masked_repr("contact"), metadata=personal_metadata("contact"))


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
    """

    change: ChangeKind
    on: dt.date


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


@attrs.frozen
class ProduceDocument(Effect):
    """
    Render a document and deliver it.

    Args:
        on_request: Whether somebody asked for it; ``False`` for what is due
            to the agent without asking, such as the notice after silence.
    """

    kind: DocumentKind
    on_request: bool = True


@attrs.frozen
class AskForReview(Effect):
    """Have a manager look at what the agent reports, or record an effective date that no rule gives."""

    about: Review


@attrs.frozen
class OpenRetireeWindow(Effect):
    """
    Inform the insurer and the agent that a retiree can join the contract, from *opens_on*.

    Args:
        last_day: Inclusive; ``None`` if no text gives one: the agent should
            then ask at once.
    """

    opens_on: dt.date
    last_day: dt.date | None


@attrs.frozen
class InformSurvivors(Effect):
    """
    Write to the survivors of an agent who has died, by hand and not by a mail of the journeys.

    Args:
        on: Day of the death, as the manager reported it.
        beneficiaries: References of the people whom the agent covered;
            survivors who were not covered may have rights, too.
        rights: Rights to inform them of.
        last_day: Last day, inclusive, of the right of art. 31; no text gives
            one for that of art. 5 II.
    """

    on: dt.date | None
    beneficiaries: tuple[str, ...] = ()
    rights: tuple[SurvivorRight, ...] = ()
    last_day: dt.date | None = None


@attrs.frozen
class ContinueUnder(Effect):
    """
    Open a dossier under another contract.

    Args:
        contract: Its id.
        on: First day under it.
    """

    contract: str
    on: dt.date


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

AnyEffect: TypeAlias = AnyMail | ProduceDocument | AskForReview | OpenRetireeWindow | InformSurvivors | ContinueUnder
"""Every effect there is: a ``match`` over it that ends in ``assert_never`` is checked to be complete."""

ALL: tuple[type[AnyEffect], ...] = get_args(AnyEffect)

_BY_NAME = {effect.__name__: effect for effect in ALL}


def as_json(effect: Effect) -> dict[str, Any]:
    """
    Write *effect* as plain data, for an outbox: its ``type``, and its fields.

    The result holds the address of a mail: it is for delivery, not for a log.
    """
    return {"type": type(effect).__name__, **unstructure(effect)}


def parse(data: Mapping[str, Any]) -> AnyEffect:
    """
    Read what :func:`as_json` wrote.

    Raises:
        InvalidDocumentError: With every fault and its path.

    >>> effect = AskForReview("e1", dt.datetime(2026, 5, 1, tzinfo=dt.UTC), None, Review.NOT_MINE)
    >>> parse(as_json(effect)) == effect
    True
    """
    if not isinstance(data, Mapping):
        raise InvalidDocumentError(_WHAT, [Fault("", "must be an object")])
    fields = dict(data)
    name = fields.pop("type", None)
    effect = _BY_NAME.get(name) if isinstance(name, str) else None
    if effect is None:
        raise InvalidDocumentError(_WHAT, [Fault("type", f"must be one of: {', '.join(_BY_NAME)}")])
    try:
        return structure(fields, effect)
    except StructureError as error:
        raise InvalidDocumentError(_WHAT, error.faults) from None


_WHAT = "the effect cannot be read:"
