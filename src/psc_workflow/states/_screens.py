"""
The screens that a household passes, in order: what lies behind the present one, and what lies ahead.

All of it is computed from the answers: nothing is stored that could disagree
with them.

>>> path(Answers())[:3]
('home', 'regime', 'beneficiaries')
"""

from psc_workflow._model.answers import Answers
from psc_workflow._model.record import Record
from psc_workflow.states._household import are_children_covered, is_agent_alone, is_partner_covered

ANYWHERE = frozenset(
    {
        "go_back",
        "save_and_quit",
        "resume",
        "request_document",
        "record_needs_simulation",
        "report_not_concerned",
        "report_motive_end",
        "report_not_mine",
        "report_processing",
    }
)
"""Events that belong to no screen."""

OPEN = (
    "home", "regime", "beneficiaries", "solo_warning", "formula", "identity", "social_security", "partner_details",
    "children_details", "contact_details", "consents", "bank_details", "signature",
)  # fmt: skip
"""Screens of the affiliation on which something is still to be answered."""

_LINES = {
    "access": ("invited", "activation", "created", "login", "signed_in"),
    "dispensation": ("home", "motive", "attestation", "granted"),
    "membership": ("none", "received", "in_force"),
}
"""The way through the journeys that have only one."""


def is_unanswered(record: Record) -> bool:
    """Whether an answer is awaited: nothing is signed, granted or under examination."""
    return record.states.affiliation in OPEN and not record.is_member and not record.is_dispensed


def path(answers: Answers) -> tuple[str, ...]:
    """List the screens of the affiliation, from home to the confirmation, as far as the answers decide them."""
    alone = answers.beneficiaries is not None and is_agent_alone(answers)
    return (
        "home",
        "regime",
        "beneficiaries",
        *(["solo_warning"] if alone else []),
        "formula",
        "identity",
        "social_security",
        *(["partner_details"] if is_partner_covered(answers) else []),
        *(["children_details"] if are_children_covered(answers) else []),
        "contact_details",
        "consents",
        "bank_details",
        "signature",
        "confirmed",
    )


def way(record: Record, journey: str) -> tuple[str, ...]:
    """List the screens of *journey*, in order."""
    return path(record.answers) if journey == "affiliation" else _LINES[journey]


def split(record: Record, journey: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the screens before the present one, and that one and those after it; none if it lies beside the way."""
    screens, state = way(record, journey), record.states.of(journey)
    if state not in screens:
        return (), ()
    place = screens.index(state)
    return screens[:place], screens[place:]


def behind(record: Record, journey: str = "affiliation") -> tuple[str, ...]:
    """List the screens before the present one; none if that lies beside the way."""
    return split(record, journey)[0]


def ahead(record: Record, journey: str = "affiliation") -> tuple[str, ...]:
    """List the present screen and those after it; none if it lies beside the way."""
    return split(record, journey)[1]


def is_answered(answers: Answers, state: str) -> bool:
    """Whether the screen *state* has its answer, for this household."""
    match state:
        case "home" | "solo_warning":
            return True
        case "partner_details":
            return answers.current_partner_details is not None
        case "children_details":
            return not answers.children_pending
        case "confirmed":
            return False
        case _:
            return getattr(answers, state) is not None


def has_answer(answers: Answers, state: str) -> bool:
    """Whether an answer that counts is kept for the screen *state*."""
    if state == "children_details":
        return len(answers.children_pending) < len(answers.children)
    return state not in ("home", "solo_warning", "confirmed") and is_answered(answers, state)
