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

from psc_workflow._model.cover_end_terms import NextCover, SurvivorRight
from psc_workflow._model.effect_kinds import ChangeKind, Recipient, Request, Review
from psc_workflow._model.mail_effects import (
    AnyMail,
    Effect,
    Mail,
    SendAcknowledgement,
    SendAutomaticAffiliation,
    SendChangeNotice,
    SendChildAgeNotice,
    SendCoverEndNotice,
    SendInvitation,
    SendPasswordReset,
    SendReminder,
    SendRenewalNotice,
    SendReviewOutcome,
)
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring import StructureError, structure
from psc_workflow._structuring.boundary import boundary
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
        next_contract: Id of the other contract.
        on: First day under it.
    """

    next_contract: str
    on: dt.date


AnyEffect: TypeAlias = AnyMail | ProduceDocument | AskForReview | OpenRetireeWindow | InformSurvivors | ContinueUnder
"""Every effect there is: a ``match`` over it that ends in ``assert_never`` is checked to be complete."""

ALL: tuple[type[AnyEffect], ...] = get_args(AnyEffect)

_BY_NAME = {effect.__name__: effect for effect in ALL}


def as_json(effect: Effect) -> dict[str, Any]:
    """
    Write *effect* as plain data, as its own ``as_json`` does.

    The result holds the address of a mail: it is for delivery, not for a log.
    """
    return effect.as_json()


@boundary
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
        return structure(_upcast(fields, effect), effect)
    except StructureError as error:
        raise InvalidDocumentError(_WHAT, error.faults) from None


def _upcast(fields: dict[str, Any], effect: type[AnyEffect]) -> dict[str, Any]:
    """Bring *fields* of a release whose effects did not name their dossier to the present names."""
    if effect is ContinueUnder and "dossier" not in fields and "next_contract" not in fields and "contract" in fields:
        fields["next_contract"] = fields.pop("contract")
    return fields


_WHAT = "the effect cannot be read:"
