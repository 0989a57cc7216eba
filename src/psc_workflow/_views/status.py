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
    if record.is_over and record.membership.ended is not None:
        return status_text(wording, "membership", "ended", reason=wording.word(record.membership.ended))
    if record.is_dispensed:
        return status_text(wording, "dispensation", record.states.dispensation, until=record.dispensation.last_day)
    if record.states.affiliation in ("under_review", "not_concerned"):
        return status_text(wording, "affiliation", record.states.affiliation)
    return _open_status(record, wording) if record.states.affiliation in OPEN else _member_status(context)


def _open_status(record: Record, wording: Wording) -> Text:
    if record.states.dispensation in ("motive", "attestation"):
        return status_text(wording, "dispensation", "to_finalise")
    return status_text(wording, "affiliation", "to_start" if record.states.affiliation == "home" else "to_finalise")


def _member_status(context: Context) -> Text:
    wording = context.contract.wording
    state, on, cover = context.record.states.membership, context.effective.day, context.record.membership.cover
    if state not in ("received", "in_force") or cover is None:
        return status_text(wording, "membership", state)
    if not cover.chosen and not cover.refs:
        state = "automatic"
    return (
        status_text(wording, "membership", state, on=on)
        if on is not None
        else status_text(wording, "membership", f"{state}_undated")
    )


def status_text(wording: Wording, journey: str, name: str, **facts: Any) -> Text:
    """Find the status called *name* in the texts of *journey*, and fill in *facts*."""
    return wording.journey(journey).statuses[name].fill(facts)
