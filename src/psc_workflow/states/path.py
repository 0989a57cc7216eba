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
    """Whether the screen *state* has its answer, complete."""
    match state:
        case "home" | "solo_warning":
            return True
        case "children_details":
            return not answers.children_pending
        case "confirmed":
            return False
        case _:
            return getattr(answers, state) is not None


def has_answer(answers: Answers, state: str) -> bool:
    """Whether anything at all is kept of the screen *state*."""
    return state not in ("home", "solo_warning", "confirmed") and bool(getattr(answers, state))


def parked(answers: Answers) -> tuple[str, ...]:
    """
    Name the answers that are kept but do not count for this household.

    They are shown as such, never submitted, and count again as soon as the
    household is again what they were given for.
    """
    refs = {child.ref for child in answers.children}
    partner = ["partner_details"] if answers.partner_details and answers.partner is None else []
    children = [f"children_details.{details.ref}" for details in answers.children_details if details.ref not in refs]
    return (*partner, *children)


def pending(answers: Answers) -> tuple[str, ...]:
    """Name the facts that were accepted as still to come."""
    details = (answers.details_of(child.ref) for child in answers.children)
    return tuple(f"children_details.{one.ref}.nir" for one in details if one is not None and one.nir is None)
