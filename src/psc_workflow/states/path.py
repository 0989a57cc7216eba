"""
The screens that a household passes, in order; what is behind, what is ahead, what no longer counts.

All of it is computed from the answers: nothing is stored that could disagree
with them.

>>> path(Answers())[:3]
('home', 'regime', 'beneficiaries')
"""

from psc_workflow.model.record import Answers, Record
from psc_workflow.states import routes

ANYWHERE = frozenset({"go_back", "save_and_quit", "resume", "request_document", "record_needs_simulation"})
"""Events that belong to no screen."""


def path(answers: Answers) -> tuple[str, ...]:
    """List the screens of the journey, from home to the confirmation, as far as the answers tell them."""
    alone = answers.beneficiaries is not None and routes.nobody_covered.chooses(answers)
    return (
        "home",
        "regime",
        "beneficiaries",
        *(["solo_warning"] if alone else []),
        "formula",
        "identity",
        "social_security",
        *(["partner_details"] if routes.partner_covered.chooses(answers) else []),
        *(["children_details"] if routes.children_covered.chooses(answers) else []),
        "contact_details",
        "consents",
        "bank_details",
        "signature",
        "confirmed",
    )


def behind(record: Record) -> tuple[str, ...]:
    """List the screens that lie before the present one."""
    screens = path(record.answers)
    return screens[: screens.index(record.states.affiliation)]


def ahead(record: Record) -> tuple[str, ...]:
    """List the present screen and those after it."""
    screens = path(record.answers)
    return screens[screens.index(record.states.affiliation) :]


def is_answered(answers: Answers, state: str) -> bool:
    """Whether the screen *state* has its answer, for this household."""
    match state:
        case "home" | "solo_warning":
            return True
        case "partner_details":
            return answers.partner_s_details is not None
        case "children_details":
            return not answers.children_pending
        case "confirmed":
            return False
        case _:
            return getattr(answers, state) is not None


def has_answer(answers: Answers, state: str) -> bool:
    """Whether anything that counts is kept of the screen *state*."""
    if state == "children_details":
        return len(answers.children_pending) < len(answers.children)
    return state not in ("home", "solo_warning", "confirmed") and is_answered(answers, state)


def parked(answers: Answers) -> tuple[str, ...]:
    """
    Name the answers that are kept but do not count for this household.

    They are shown as such, never submitted, and count again as soon as the
    household is again what they were given for.
    """
    partner = [one for one in answers.partner_details if one is not answers.partner_s_details]
    counted = {id(answers.details_of(child)) for child in answers.children}
    children = [f"children_details.{one.ref}" for one in answers.children_details if id(one) not in counted]
    return tuple(dict.fromkeys([*(["partner_details"] if partner else []), *children]))


def pending(answers: Answers) -> tuple[str, ...]:
    """Name the facts that were accepted as still to come."""
    details = (answers.details_of(child) for child in answers.children)
    return tuple(f"children_details.{one.ref}.nir" for one in details if one is not None and one.nir is None)


def defaulted(answers: Answers) -> tuple[str, ...]:
    """Name the answers, among those that count, that the contract's default filled in."""
    places = {"social_security": "social_security.code_organisme"}
    for place, partner in enumerate(answers.partner_details):
        if partner is answers.partner_s_details:
            places[f"partner_details.{place}"] = "partner_details.code_organisme"
    counted = {id(answers.details_of(child)) for child in answers.children}
    for place, child in enumerate(answers.children_details):
        if id(child) in counted:
            places[f"children_details.{place}"] = f"children_details.{child.ref}.code_organisme"
    return tuple(name for place, name in places.items() if f"{place}.code_organisme" in answers.defaulted)
