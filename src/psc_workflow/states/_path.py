"""
The screens that a household passes, in order; what is behind, what is ahead, what no longer counts.

All of it is computed from the answers: nothing is stored that could disagree
with them.

>>> path(Answers())[:3]
('home', 'regime', 'beneficiaries')
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers, same_partner
from psc_workflow._model.people import Partner
from psc_workflow._model.record import Record
from psc_workflow.states import _routes as routes

ANYWHERE = frozenset(
    {
        "go_back",
        "save_and_quit",
        "resume",
        "request_document",
        "record_needs_simulation",
        "report_not_concerned",
        "report_motive_end",
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
"""The way through the journeys that have but one."""


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


def way(record: Record, journey: str) -> tuple[str, ...]:
    """List the screens of *journey*, in order."""
    return path(record.answers) if journey == "affiliation" else _LINES[journey]


def behind(record: Record, journey: str = "affiliation") -> tuple[str, ...]:
    """List the screens that lie before the present one; none if that lies beside the way."""
    screens, state = way(record, journey), record.states.of(journey)
    return screens[: screens.index(state)] if state in screens else ()


def ahead(record: Record, journey: str = "affiliation") -> tuple[str, ...]:
    """List the present screen and those after it; none if it lies beside the way."""
    screens, state = way(record, journey), record.states.of(journey)
    return screens[screens.index(state) :] if state in screens else ()


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
    partner = [one for one in answers.partner_details if one is not answers.current_partner_details]
    counted = {id(answers.details_of(child)) for child in answers.children}
    children = [f"children_details.{one.ref}" for one in answers.children_details if id(one) not in counted]
    return tuple(dict.fromkeys([*(["partner_details"] if partner else []), *children]))


def pending(record: Record) -> tuple[str, ...]:
    """Name the facts that were accepted as still to come."""
    answers, cover = record.answers, record.membership.cover
    if cover is None or record.states.affiliation in OPEN:
        found = ((child, answers.details_of(child)) for child in answers.children)
        return tuple(f"children_details.{child.ref}.nir" for child, one in found if one is not None and one.nir is None)
    facts = []
    if cover.partner is not None and _details(answers, cover.partner) is None:
        facts.append("partner_details")
    for child in cover.children:
        details = answers.details_of(child)
        if details is None:
            facts.append(f"children_details.{child.ref}")
        elif details.nir is None and not _numbered(record, child.ref, child.birth_date):
            facts.append(f"children_details.{child.ref}.nir")
    return tuple(facts)


def numbers_pending(record: Record) -> tuple[str, ...]:
    """Name the covered beneficiaries whose social-security number is still to come."""
    cover, answers, found = record.membership.cover, record.answers, []
    if cover is None:
        return ()
    if cover.partner is not None and _details(answers, cover.partner) is None:
        found.append(("partner", cover.partner.birth_date))
    for child in cover.children:
        details = answers.details_of(child)
        if details is None or details.nir is None:
            found.append((child.ref or "", child.birth_date))
    return tuple(ref for ref, birth_date in found if not _numbered(record, ref, birth_date))


def _numbered(record: Record, ref: str | None, birth_date: dt.date | None) -> bool:
    numbers = record.membership.numbers
    return any((one.ref, one.birth_date) == (ref, birth_date) for one in numbers)


def _details(answers: Answers, partner: Partner) -> do.DeclarePartner | None:
    return next((one for one in answers.partner_details if same_partner(one, partner)), None)


def defaulted(answers: Answers) -> tuple[str, ...]:
    """Name the answers, among those that count, that the contract's default filled in."""
    places = {"social_security": "social_security.code_organisme"}
    for place, partner in enumerate(answers.partner_details):
        if partner is answers.current_partner_details:
            places[f"partner_details.{place}"] = "partner_details.code_organisme"
    counted = {id(answers.details_of(child)) for child in answers.children}
    for place, child in enumerate(answers.children_details):
        if id(child) in counted:
            places[f"children_details.{place}"] = f"children_details.{child.ref}.code_organisme"
    return tuple(name for place, name in places.items() if f"{place}.code_organisme" in answers.defaulted)
