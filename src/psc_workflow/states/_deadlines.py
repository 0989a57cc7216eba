"""
What comes by itself, and when: every deadline that a record has ahead of it, on a later day or at once.

All of it is computed from the record and its contract; nothing is scheduled
and nothing is stored. A deadline that a decision makes due at once, such as
the membership that follows a signature, is due at the instant of that
decision: so everything automatic is a deadline, and there is one way for it
to happen (``states._course``).

Each deadline of the charts has a function of its name here, which returns the
civil day on which it comes; plans alone, of which there may be several, are
listed by ``_plans``. Every deadline comes at the first instant of its civil
day; one whose day has come is due at once, at the instant of the last step.
Deadlines of one instant come in the order dispensation, affiliation,
membership.

Reminders and notices change no state; the record keeps the keys of those that
have come (``noticed``).
"""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._model.people import Child
from psc_workflow._model.record import Plan, Record
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import ages, dispensation_term
from psc_workflow.states._context import Context
from psc_workflow.states._dates import Days, day_after, first_instant

PLANNED = {
    "membership_ends": ("none", "received", "in_force", "suspended", "ended"),
    "suspension_begins": ("in_force",),
    "suspension_ends": ("suspended",),
    "beneficiary_leaves": ("received", "in_force", "suspended"),
}
"""Changes decided for a day, and the states in which they can come."""

_AT_ONCE = dt.date.min
"""Stands for "at once": earlier than any day, so due at the instant of the last step."""


@attrs.frozen
class ComingDeadline:
    """
    Something that will come by itself.

    Args:
        event: Its name in the chart.
        due_at: First instant at which it has come.
    """

    journey: str
    event: str
    due_at: dt.datetime


def coming(days: Days) -> Iterator[ComingDeadline]:
    """
    Yield the deadlines ahead, the first to come first; none after the end of a membership.

    Instants are worked out only for those that are asked for.
    """
    if _listed not in days.memory:
        days.memory[_listed] = [] if days.record.is_over else sorted(_listed(days), key=lambda deadline: deadline[0])
    for day, journey, event in days.memory[_listed]:
        is_due_at_once = day == days.last_step_on
        due_at = days.record.at if is_due_at_once else first_instant(days.contract, day)
        yield ComingDeadline(journey, event, due_at)


def due_at(context: Context) -> dt.datetime | None:
    """Find when the deadline that *context* asks about comes; ``None`` if the record has none of this name ahead."""
    asked = (context.journey, context.event)
    ahead = coming(context.days)
    return next((deadline.due_at for deadline in ahead if (deadline.journey, deadline.event) == asked), None)


# -- the dispensation ------------------------------------------------------------


def set_aside(days: Days) -> dt.date | None:
    """A request for a dispensation is set aside as soon as the affiliation goes on."""
    record = days.record
    is_asked_for = record.states.dispensation in ("motive", "attestation")
    return _AT_ONCE if is_asked_for and record.active == "affiliation" else None


def dispensation_window_ends(days: Days) -> dt.date | None:
    """A dispensation can no longer be asked for on the day after the last one to answer."""
    can_ask = days.record.states.dispensation in ("home", "motive", "attestation")
    is_running = can_ask and days.window_runs and invited_again(days) is None
    return day_after(days.last_day) if is_running else None


def renewal_falls_due(days: Days) -> dt.date | None:
    """A new attestation is asked for some time before the last day, and never on the day of the last one."""
    term, state = days.record.dispensation, days.record.states.dispensation
    if state != "granted" or not term.renewable or term.last_day is None or term.granted_on is None:
        return None
    asked_on = max(dispensation_term.renewal_from(term.last_day), day_after(term.granted_on))
    return asked_on if asked_on <= term.last_day else None


def dispensation_expires(days: Days) -> dt.date | None:
    """A dispensation is over on the day after its last one."""
    term = days.record.dispensation
    if not days.record.is_dispensed or term.last_day is None or term.granted_on is None:
        return None
    return day_after(term.last_day)


# -- the affiliation -------------------------------------------------------------


def invited_again(days: Days) -> dt.date | None:
    """After a dispensation, or once employed again, the agent is invited again at once."""
    record = days.record
    is_due = record.dispensation.ended_on is not None or record.membership.rehired_on is not None
    return _AT_ONCE if is_due else None


def consents_lapse(days: Days) -> dt.date | None:
    """Consents that were taken back are asked for again at once."""
    record = days.record
    is_past_them = record.states.affiliation in ("bank_details", "signature")
    return _AT_ONCE if is_past_them and record.answers.consents is None else None


def reminder_falls_due(days: Days) -> dt.date | None:
    """The next reminder that has not come yet, while the time to answer runs."""
    if not days.window_runs:
        return None
    return next((day for day, key in reminders(days) if key not in days.record.noticed), None)


def affiliation_window_ends(days: Days) -> dt.date | None:
    """Silence affiliates on the day after the last one to answer: day 22 where the contract gives 21 days."""
    return day_after(days.last_day) if days.window_runs else None


def position_ends(days: Days) -> dt.date | None:
    """On the return of an agent whom the contract did not concern, the time to answer begins anew."""
    return days.back_on if days.may_run else None


def reminders(days: Days) -> Iterator[tuple[dt.date, str]]:
    """List the days on which the agent is reminded, in order, each with the key by which the record notes it."""
    contract = days.contract
    numbers = contract.value("reminders", days.invited_on) if contract.reminders is not None else ()
    for number in numbers or ():
        yield days.invited_on + dt.timedelta(days=number + days.record.suspended_days), f"reminder-{number}"


# -- the membership --------------------------------------------------------------


def file_received(days: Days) -> dt.date | None:
    """A signature, or silence, makes a membership at once."""
    return _AT_ONCE if days.record.states.membership in ("none", "ended") and days.record.is_member else None


def _plans(record: Record) -> Iterator[tuple[str, dt.date]]:
    """List what was decided for a day, where the membership is in a state in which it can come."""
    for plan in record.membership.plans:
        if record.states.membership in PLANNED[plan.event]:
            yield plan.event, _AT_ONCE if acts_at_once(plan) else plan.on


def membership_ends(days: Days) -> dt.date | None:
    """A dispensation, or a file that is closed, ends the membership at once."""
    record = days.record
    is_open = record.states.membership in ("received", "in_force", "suspended")
    return _AT_ONCE if is_open and (record.is_dispensed or record.states.affiliation == "not_concerned") else None


def enters_into_force(days: Days) -> dt.date | None:
    """Cover begins on the effective date, once that is known."""
    return days.effective(days.last_step_on).day if days.record.states.membership == "received" else None


def child_birthday_nears(days: Days) -> dt.date | None:
    """The next birthday that decides about the cover of a child is announced some time before."""
    if days.record.states.membership not in ("received", "in_force"):
        return None
    birthdays = child_birthdays(days.record, days.last_step_on)
    return min((birthday.noticed_on for birthday in birthdays), default=None)


def acts_at_once(plan: Plan) -> bool:
    """Whether *plan* waits for no day: death does not."""
    return plan.event == "membership_ends" and plan.reason == EndReason.DEATH.value


# -- birthdays -------------------------------------------------------------------


@attrs.frozen
class ChildBirthday:
    """A birthday that decides about the cover of a child, and the day on which it is announced."""

    child: Child
    age: int
    on: dt.date
    noticed_on: dt.date

    @property
    def key(self) -> str:
        """The key by which the record notes that it was announced."""
        return f"birthday-{self.age}-{self.child.ref}"


def ref_of(key: str) -> str | None:
    """Find the child whose birthday *key* announced; ``None`` for a reminder."""
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
                birthday = ChildBirthday(child, age, on, on - notice)
                if birthday.key not in record.noticed:
                    yield birthday


# -- all of them -----------------------------------------------------------------

_Ahead = list[tuple[str, dt.date]]


def _listed(days: Days) -> list[tuple[dt.date, str, str]]:
    """List the deadlines ahead, in no order of days; none comes before the day of the last step."""
    today = days.last_step_on
    return [
        (max(day, today), journey, event)
        for journey, deadlines in _BY_JOURNEY.items()
        for event, day in deadlines(days)
    ]


def _ahead(days: Days, *deadlines: Callable[[Days], dt.date | None]) -> _Ahead:
    """List those of *deadlines* that lie ahead, by their names, each with its day."""
    return [(deadline.__name__, day) for deadline in deadlines if (day := deadline(days)) is not None]


def _dispensation(days: Days) -> _Ahead:
    return _ahead(days, set_aside, dispensation_window_ends, renewal_falls_due, dispensation_expires)


def _affiliation(days: Days) -> _Ahead:
    again = _ahead(days, invited_again)
    return again or _ahead(days, consents_lapse, position_ends, reminder_falls_due, affiliation_window_ends)


def _membership(days: Days) -> _Ahead:
    return [
        *_ahead(days, file_received),
        *_plans(days.record),
        *_ahead(days, membership_ends, enters_into_force, child_birthday_nears),
    ]


_BY_JOURNEY = {"dispensation": _dispensation, "affiliation": _affiliation, "membership": _membership}
"""In the order in which deadlines of one instant come."""
