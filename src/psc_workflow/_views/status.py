"""
The status of a dossier, in the words of the personal space.
"""

from typing import Any

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.record import Record
from psc_workflow._model.text import Text
from psc_workflow.states._context import Context
from psc_workflow.states._screens import OPEN


def status(context: Context) -> Text:
    """Describe, in the words of the personal space, where the dossier stands."""
    record, wording = context.record, context.contract.wording
    journey, name = status_name(record)
    match journey, name:
        case "membership", "ended" if record.membership.ended is not None:
            return status_text(wording, journey, name, reason=wording.word(record.membership.ended))
        case "affiliation", "under_review" if record.states.membership != "none":
            return status_text(wording, journey, "under_review_of_member")  # no time to answer runs
        case "dispensation", _ if record.is_dispensed:
            return status_text(wording, journey, name, until=record.dispensation.last_day)
        case "membership", "received" | "in_force" | "automatic" if record.membership.cover is not None:
            return _cover_status(context, name)
        case _:
            return status_text(wording, journey, name)


def status_name(record: Record) -> tuple[str, str]:
    """Name the status, after the journey that it is of; whether its day is known makes no difference."""
    if record.is_over and record.membership.ended is not None:
        return "membership", "ended"
    if record.is_dispensed:
        return "dispensation", record.states.dispensation
    if record.states.affiliation in ("under_review", "not_concerned"):
        return "affiliation", record.states.affiliation
    return _open_name(record) if record.states.affiliation in OPEN else _member_name(record)


def journey_of_standing(record: Record) -> str:
    """
    Name the journey whose state is where the agent stands in life.

    It is the active one as long as somebody is on its screens, the
    confirmation of a request among them until cover begins or the agent has
    rated the experience. Afterwards nobody stands on a last screen for ever.
    """
    journey, name = status_name(record)
    if journey != "membership":
        return record.active if name in ("to_start", "to_finalise") else journey
    if name != "ended" and (_asks_for_dispensation(record) or _has_just_signed(record)):
        return record.active
    return journey if record.states.membership != "none" else record.active


def _asks_for_dispensation(record: Record) -> bool:
    return record.active == "dispensation" and record.states.dispensation in ("motive", "attestation")


def _has_just_signed(record: Record) -> bool:
    has_signed = record.states.affiliation == "confirmed" and record.states.membership == "received"
    return has_signed and record.answers.rating is None


def _open_name(record: Record) -> tuple[str, str]:
    if record.states.dispensation in ("motive", "attestation"):
        return "dispensation", "to_finalise"
    return "affiliation", "to_start" if record.states.affiliation == "home" else "to_finalise"


def _member_name(record: Record) -> tuple[str, str]:
    state, cover = record.states.membership, record.membership.cover
    is_automatic = state in ("received", "in_force") and cover is not None and not cover.chosen and not cover.refs
    return "membership", "automatic" if is_automatic else state


def _cover_status(context: Context, name: str) -> Text:
    on = context.effective.day
    if on is None:
        return status_text(context.contract.wording, "membership", f"{name}_undated")
    return status_text(context.contract.wording, "membership", name, on=on)


def status_text(wording: Wording, journey: str, name: str, **facts: Any) -> Text:
    """Find the status called *name* in the texts of *journey*, and fill in *facts*."""
    return wording.journey(journey).statuses[name].fill(facts)
