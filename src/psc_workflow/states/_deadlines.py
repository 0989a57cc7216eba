"""
What comes by itself, and when: every deadline that a record has ahead of it.

All of it is computed from the record and its contract; nothing is scheduled
and nothing is stored. A deadline that a decision makes due at once, such as
the membership that follows a signature, is due at the instant of that
decision: so everything automatic is a deadline, and there is one way for it
to happen (``states.course``).

Days. Every deadline comes at the first instant of a civil day; one whose day
has come is due at once, at the instant of the last step. Deadlines of one
instant come in the order dispensation, affiliation, membership.

Reminders and notices change no state; the record keeps the keys of those that
have come (``noticed``).
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Child
from psc_workflow._model.record import Plan, Record
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import ages, dispensation_term, obligation
from psc_workflow.states import _dates as dates
from psc_workflow.states._path import OPEN

PLANNED = {
    "membership_ends": ("none", "received", "in_force", "suspended", "ended"),
    "suspension_begins": ("in_force",),
    "suspension_ends": ("suspended",),
    "beneficiary_leaves": ("received", "in_force", "suspended"),
}
"""Changes decided for a day, and the states in which they can come."""


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


def coming(record: Record, contract: Contract) -> Iterator[Deadline]:
    """
    Yield the deadlines ahead, the first to come first; none after the end of a membership.

    Only those taken are worked out to the instant.
    """
    if record.is_over:
        return
    today = contract.civil_day(record.at)
    found = [
        (today if day is None else max(day, today), journey, event)
        for journey, listed in _BY_JOURNEY.items()
        for event, day in listed(record, contract, today)
    ]
    for day, journey, event in sorted(found, key=lambda one: one[0]):
        yield Deadline(journey, event, record.at if day == today else contract.start_of(day).astimezone(dt.UTC))


_Found = tuple[str, dt.date | None]
"""A deadline's name and the civil day it comes on; ``None`` for one that comes at once."""


def is_unanswered(record: Record) -> bool:
    """Whether an answer is awaited: nothing is signed, granted or being looked at."""
    return record.states.affiliation in OPEN and not record.is_member and not record.is_dispensed


def window_runs(record: Record, contract: Contract) -> bool:
    """Whether the time to answer runs; it never does for whom the contract does not concern: silence binds them not."""
    invited = dates.invited_on(record, contract)
    employment = record.agent.employment
    return is_unanswered(record) and obligation.find_exclusion(employment, contract=contract, on=invited) is None


def _dispensation(record: Record, contract: Contract, _: dt.date) -> Iterator[_Found]:
    state, term = record.states.dispensation, record.dispensation
    if state in ("motive", "attestation") and record.active == "affiliation":
        yield "set_aside", None
    if state in ("home", "motive", "attestation") and window_runs(record, contract):
        yield "dispensation_window_ends", dates.day_after(dates.last_day(record, contract))
    if record.is_dispensed and term.last_day is not None and term.granted_on is not None:
        asked = max(dispensation_term.renewal_from(term.last_day), dates.day_after(term.granted_on))
        if state == "granted" and term.renewable and asked <= term.last_day:
            yield "renewal_falls_due", asked
        yield "dispensation_expires", dates.day_after(term.last_day)


def _affiliation(record: Record, contract: Contract, _: dt.date) -> Iterator[_Found]:
    if record.dispensation.ended_on is not None:
        yield "invited_again", None
        return
    if record.states.affiliation in ("bank_details", "signature") and record.answers.consents is None:
        yield "consents_lapse", None
    if window_runs(record, contract):
        reminder = next((day for day, key in reminders(record, contract) if key not in record.noticed), None)
        if reminder is not None:
            yield "reminder_falls_due", reminder
        yield "affiliation_window_ends", dates.day_after(dates.last_day(record, contract))


def reminders(record: Record, contract: Contract) -> Iterator[tuple[dt.date, str]]:
    """List the days on which the agent is reminded, in order, each with the key it is known by."""
    invited = dates.invited_on(record, contract)
    days = contract.value("reminders", invited) if contract.reminders is not None else ()
    for number in days or ():
        yield invited + dt.timedelta(days=number + record.suspended_days), f"reminder-{number}"


def _membership(record: Record, contract: Contract, today: dt.date) -> Iterator[_Found]:
    state = record.states.membership
    is_open = state in ("received", "in_force", "suspended")
    if state in ("none", "ended") and record.is_member:
        yield "file_received", None
    for plan in record.membership.plans:
        if state in PLANNED[plan.event]:
            yield plan.event, None if acts_at_once(plan) else plan.on
    if is_open and (record.is_dispensed or record.states.affiliation == "not_concerned"):
        yield "membership_ends", None
    if state == "received":
        day = dates.effective(record, contract, today).day
        if day is not None:
            yield "enters_into_force", day
    if state in ("received", "in_force"):
        notices = [birthday.noticed_on for birthday in child_birthdays(record, today)]
        if notices:
            yield "child_birthday_nears", min(notices)


def acts_at_once(plan: Plan) -> bool:
    """Whether *plan* waits for no day: death does not."""
    return plan.event == "membership_ends" and plan.reason == EndReason.DEATH.value


@attrs.frozen
class ChildBirthday:
    """A birthday that decides about the cover of a child, and the day on which it is announced."""

    child: Child
    age: int
    on: dt.date
    noticed_on: dt.date

    @property
    def key(self) -> str:
        """What it is known by once it was announced."""
        return f"birthday-{self.age}-{self.child.ref}"


def ref_of(key: str) -> str | None:
    """Name the child whose birthday *key* announced; ``None`` for a reminder."""
    kind, _, rest = key.partition("-")
    _, _, ref = rest.partition("-")
    return ref if kind == "birthday" else None


def child_birthdays(record: Record, today: dt.date) -> Iterator[ChildBirthday]:
    """List the birthdays to come, and not announced yet, that decide about covered children."""
    children = record.membership.cover.children if record.membership.cover else ()
    for child in children:
        if child.birth_date is None or child.disabled:
            continue
        for limit in ("child_age_limit", "dependent_child_age_limit"):
            age = law.value(limit, today)
            on = ages.birthday(child.birth_date, age)
            if on > today:
                notice = dt.timedelta(days=law.value("child_birthday_notice", on))
                found = ChildBirthday(child, age, on, on - notice)
                if found.key not in record.noticed:
                    yield found


_BY_JOURNEY = {"dispensation": _dispensation, "affiliation": _affiliation, "membership": _membership}
"""In the order in which deadlines of one instant come."""
