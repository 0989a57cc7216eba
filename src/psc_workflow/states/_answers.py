"""
What becomes of answers: which are parked, which facts are still to come, which the contract filled in.

All of it is computed: an answer is never taken out because it stops counting.
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers, same_partner
from psc_workflow._model.people import Partner
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules.beneficiary import PARTNER
from psc_workflow.states._screens import OPEN


def parked(record: Record) -> tuple[str, ...]:
    """
    List the answers that count neither for this household nor for whom the membership covers.

    They are shown as parked, never submitted, and count again as soon as the
    household is again the one they were given for.
    """
    answers, cover = record.answers, record.membership.cover
    covered = cover.children if cover is not None else ()
    current = [answers.current_partner_details]
    if cover is not None and cover.partner is not None:
        current.append(_details(answers, cover.partner))
    partner = [details for details in answers.partner_details if not any(details is each for each in current)]
    counted = {id(answers.details_of(child)) for child in (*answers.children, *covered)}
    children = [f"children_details.{details.ref}" for details in answers.children_details if id(details) not in counted]
    return tuple(dict.fromkeys([*(["partner_details"] if partner else []), *children]))


def pending(record: Record) -> tuple[str, ...]:
    """List the facts that were accepted as still to come."""
    answers, cover = record.answers, record.membership.cover
    if cover is None or record.states.affiliation in OPEN:
        each = [answers.details_of(child) for child in answers.children]
        numberless = [details.ref for details in each if details is not None and details.nir is None]
        return tuple(f"children_details.{ref}.nir" for ref in numberless)
    facts = []
    if cover.partner is not None and _details(answers, cover.partner) is None:
        facts.append("partner_details")
    for child in cover.children:
        details = answers.details_of(child)
        if details is None:
            facts.append(f"children_details.{child.ref}")
        elif details.nir is None and not _has_number(record, child.ref, child.birth_date):
            facts.append(f"children_details.{child.ref}.nir")
    return tuple(facts)


def numbers_pending(record: Record) -> tuple[str, ...]:
    """List the covered beneficiaries whose social-security number is still to come."""
    cover, answers, without_number = record.membership.cover, record.answers, []
    if cover is None:
        return ()
    if cover.partner is not None and _details(answers, cover.partner) is None:
        without_number.append(("partner", cover.partner.birth_date))
    for child in cover.children:
        details = answers.details_of(child)
        if details is None or details.nir is None:
            without_number.append((child.ref or "", child.birth_date))
    return tuple(ref for ref, birth_date in without_number if not _has_number(record, ref, birth_date))


def _has_number(record: Record, ref: str | None, birth_date: dt.date | None) -> bool:
    numbers = record.membership.numbers
    return any((number.ref, number.birth_date) == (ref, birth_date) for number in numbers)


def _details(answers: Answers, partner: Partner) -> do.DeclarePartner | None:
    return next((details for details in answers.partner_details if same_partner(details, partner)), None)


def birth_of_agent(record: Record) -> dt.date | None:
    """Find when the agent was born, as confirmed or prefilled."""
    return (record.answers.identity or record.agent).birth_date


def civility_of(record: Record, ref: str | None) -> Civility | None:
    """Return the civility of a covered beneficiary, if details were given."""
    cover, answers = record.membership.cover, record.answers
    details: do.DeclarePartner | do.DeclareChild | None = None
    if cover is not None and ref == PARTNER and cover.partner is not None:
        details = _details(answers, cover.partner)
    elif cover is not None:
        child = next((child for child in cover.children if child.ref is not None and child.ref == ref), None)
        details = answers.details_of(child) if child is not None else None
    return details.civility if details is not None else None


def defaulted(answers: Answers) -> tuple[str, ...]:
    """List the answers that count and that the contract's default filled in."""
    places = {"social_security": "social_security.code_organisme"}
    for place, partner in enumerate(answers.partner_details):
        if partner is answers.current_partner_details:
            places[f"partner_details.{place}"] = "partner_details.code_organisme"
    counted = {id(answers.details_of(child)) for child in answers.children}
    for place, child in enumerate(answers.children_details):
        if id(child) in counted:
            places[f"children_details.{place}"] = f"children_details.{child.ref}.code_organisme"
    return tuple(name for place, name in places.items() if f"{place}.code_organisme" in answers.defaulted)
