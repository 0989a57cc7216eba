"""
What comes by itself, and when: every deadline that a record has ahead of it.

All of it is computed from the record and its contract; nothing is scheduled
and nothing is stored. A deadline that a decision makes due at once, such as
the membership that follows a signature, is due at the instant of that
decision: so everything automatic is a deadline, and there is one way for it
to happen (``states.lapse``).

Order. Deadlines come in the order of their instants; those of one instant in
the order dispensation, affiliation, membership.

Reminders and notices change no state; the record keeps the keys of those that
have come (``noticed``).
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow.catalogue import law
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.model.people import Child
from psc_workflow.model.record import Record
from psc_workflow.model.vocabulary import EndReason
from psc_workflow.rules import ages, dispensation_term
from psc_workflow.states import dates
from psc_workflow.states.path import OPEN

_DAY = dt.timedelta(days=1)


@attrs.frozen
class Deadline:
    """
    Something that comes by itself.

    Args:
        event: Its name in the chart.
        due_at: First instant at which it has come.
    """

    journey: str
    event: str
    due_at: dt.datetime


def deadlines(record: Record, contract: Contract) -> list[Deadline]:
    """List the deadlines ahead, the first to come first; none after the end of a membership."""
    if record.is_over:
        return []
    found = [
        Deadline(journey, event, record.at if due_at <= record.at else due_at.astimezone(dt.UTC))
        for journey, listed in _BY_JOURNEY.items()
        for event, due_at in listed(record, contract)
    ]
    return sorted(found, key=lambda one: one.due_at)


_Found = tuple[str, dt.datetime]
"""A deadline's name, and the instant it is due; one that has passed is due at once."""


def window_runs(record: Record) -> bool:
    """Whether the time to answer runs: nothing is signed, granted or being looked at."""
    return record.states.affiliation in OPEN and not record.is_member and not record.is_dispensed


def window_end(record: Record, contract: Contract) -> dt.datetime:
    """Give the first instant at which the time to answer is over."""
    return contract.start_of(dates.last_day(record, contract) + _DAY)


def _dispensation(record: Record, contract: Contract) -> Iterator[_Found]:
    state, term = record.states.dispensation, record.dispensation
    if state in ("motive", "attestation") and record.active == "affiliation":
        yield ("set_aside", record.at)
    if state in ("home", "motive", "attestation") and window_runs(record):
        yield ("dispensation_window_ends", window_end(record, contract))
    if record.is_dispensed and term.valid_until is not None and term.granted_on is not None:
        if state == "granted":
            asked = max(dispensation_term.renewal_from(term.valid_until), term.granted_on + _DAY)
            if asked <= term.valid_until:
                yield ("renewal_falls_due", contract.start_of(asked))
        yield ("dispensation_expires", contract.start_of(term.valid_until + _DAY))


def _affiliation(record: Record, contract: Contract) -> Iterator[_Found]:
    if record.dispensation.ended_on is not None:
        yield ("invited_again", record.at)
        return
    if record.states.affiliation in ("bank_details", "signature") and record.answers.consents is None:
        yield ("consents_lapse", record.at)
    if window_runs(record):
        for due_at, key in reminders(record, contract):
            if key not in record.noticed:
                yield ("reminder_falls_due", due_at)
                break
        yield ("affiliation_window_ends", window_end(record, contract))


def reminders(record: Record, contract: Contract) -> Iterator[tuple[dt.datetime, str]]:
    """List when the agent is reminded, in order, each with the key it is known by."""
    invited = dates.invited_on(record, contract)
    days = contract.value("reminders", invited) if contract.reminders is not None else ()
    for number in days or ():
        day = invited + dt.timedelta(days=number + record.suspended_days)
        yield contract.start_of(day), f"reminder-{number}"


def _membership(record: Record, contract: Contract) -> Iterator[_Found]:
    state, membership = record.states.membership, record.membership
    is_open = state in ("received", "in_force", "suspended")
    if state in ("none", "ended") and record.is_member:
        yield ("file_received", record.at)
    if is_open and (record.is_dispensed or record.states.affiliation == "not_concerned"):
        yield ("membership_ends", record.at)
    if state == "received":
        day = dates.effective(record, contract, contract.civil_day(record.at)).day
        if day is not None:
            yield ("enters_into_force", contract.start_of(day))
    for plan in membership.plans:
        if state in PLANNED[plan.event]:
            at_once = plan.reason == EndReason.DEATH.value
            yield (plan.event, record.at if at_once else contract.start_of(plan.on))
    if state in ("received", "in_force"):
        yield from _child_notices(record, contract)


PLANNED = {
    "membership_ends": ("none", "received", "in_force", "suspended"),
    "suspension_begins": ("in_force",),
    "suspension_ends": ("suspended",),
}
"""States in which a planned change can come."""


@attrs.frozen
class ChildBirthday:
    """A birthday that decides about the cover of a child, and when it is announced."""

    child: Child
    age: int
    on: dt.date
    noticed_at: dt.datetime

    @property
    def key(self) -> str:
        """What it is known by once it was announced."""
        return f"birthday-{self.age}-{self.child.ref}"


def child_birthdays(record: Record, contract: Contract) -> Iterator[ChildBirthday]:
    """List the birthdays to come, and not announced yet, that decide about covered children."""
    children = record.membership.cover.children if record.membership.cover else ()
    for child in children:
        if child.birth_date is None or child.disabled:
            continue
        for limit in ("child_age_limit", "dependent_child_age_limit"):
            age = law.value(limit, record.at.date())
            on = ages.birthday(child.birth_date, age)
            if contract.start_of(on) > record.at:
                notice = dt.timedelta(days=law.value("child_birthday_notice", on))
                found = ChildBirthday(child, age, on, contract.start_of(on - notice))
                if found.key not in record.noticed:
                    yield found


def _child_notices(record: Record, contract: Contract) -> Iterator[_Found]:
    days = [birthday.noticed_at for birthday in child_birthdays(record, contract)]
    if days:
        yield ("child_birthday_nears", min(days))


_BY_JOURNEY = {"dispensation": _dispensation, "affiliation": _affiliation, "membership": _membership}
"""In the order in which deadlines of one instant come."""
