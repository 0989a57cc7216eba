"""
The day on which cover begins (date d'effet), on which ages and quotes are taken.

Whoever was there when the contract started is covered from its first day. No
source gives the rule for later arrivals: a manager records the day, and until
then it is unknown. An agent whose hiring date is not known but who was invited
by the contract's first day is taken to have been there (``assumed``).

Legal source:
    The contract's ``effect``.

Not modelled:
    The rule for later arrivals.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> find(hired_on=dt.date(2010, 9, 1), invited_on=dt.date(2026, 4, 6), today=dt.date(2026, 4, 7), contract=pf).day
datetime.date(2026, 5, 1)
>>> late = find(hired_on=dt.date(2026, 9, 1), invited_on=dt.date(2026, 9, 2), today=dt.date(2026, 9, 3), contract=pf)
>>> late.day, late.reference
(None, datetime.date(2026, 9, 3))
"""

import datetime as dt
from typing import Protocol

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Severity, Verdict
from psc_workflow.rules import ages

HIRED_ON = "agent.hired_on"


@attrs.frozen
class EffectiveDate:
    """
    What is known of the effective date.

    Args:
        day: The day itself; ``None`` if unknown.
        start: First day of the contract.
        earliest: Before this day it certainly does not lie.
        reference: Day on which quotes are taken: the effective date, or the
            day of the request while that is unknown.
        missing: Path of the fact that would settle it.
    """

    day: dt.date | None
    start: dt.date
    earliest: dt.date
    reference: dt.date
    missing: str = ""


def find(
    *,
    hired_on: dt.date | None,
    invited_on: dt.date,
    today: dt.date,
    contract: Contract,
    recorded: dt.date | None = None,
) -> EffectiveDate:
    """
    Find the effective date, or what is known of it.

    Args:
        hired_on: First day of the employment; ``None`` if not known.
        invited_on: Civil day of the invitation.
        today: Civil day of the request.
        recorded: The day a manager recorded, or a new invitation proposes;
            it goes before the rule.
    """
    start: dt.date = contract.value("effect", invited_on)
    if recorded is not None:
        return EffectiveDate(recorded, start, recorded, recorded)
    if (hired_on or invited_on) <= start:
        return EffectiveDate(start, start, start, start)
    earliest = max(start, hired_on or start)
    missing = HIRED_ON if hired_on is None else "membership.effective_date"
    return EffectiveDate(None, start, earliest, max(earliest, today), missing)


class Judge(Protocol):
    """Something that can be judged on a day."""

    def __call__(self, *, on: dt.date) -> Verdict:
        """Give the verdict for *on*."""


def assess(effective: EffectiveDate, judge: Judge) -> Verdict:
    """
    Judge something on the effective date, whatever is known of that.

    If the date is unknown, it is judged both on the earliest possible day and
    at the catalogue's ``effective_date_horizon`` (``assumed``). An answer that
    is the same on both stands, with a warning; where it differs, the facts
    that either asks for are asked for, and if there are none the date is.

    Args:
        judge: Gives the verdict for a day.

    Returns:
        The verdict of *judge*, with the warning ``effective-date-pending`` if
        the date is unknown; or ``hired-on-missing``,
        ``effective-date-unknown``.
    """
    if effective.day is not None:
        return judge(on=effective.day)
    horizon = law.dated("effective_date_horizon", effective.reference)
    first = judge(on=effective.earliest)
    last = judge(on=ages.birthday(effective.reference, horizon.known_value))
    if first.outcome is last.outcome:
        return first + warn_if_pending(effective)
    findings = [*first.findings, *(f for f in last.findings if f not in first.findings)]
    not_refused = [f for f in findings if f.severity is not Severity.REFUSED]
    if any(f.severity is Severity.MISSING for f in not_refused):
        return Verdict.of(not_refused) + warn_if_pending(effective)
    code = "hired-on-missing" if effective.missing == HIRED_ON else "effective-date-unknown"
    unknown = finding(code, effective.missing, rests_on=(horizon,), start=effective.start)
    return Verdict.of([unknown, *(f for f in first.findings if f in last.findings)])


def warn_if_pending(effective: EffectiveDate) -> Verdict:
    """Warn, with ``effective-date-pending``, while the date is unknown."""
    if effective.day is not None:
        return Verdict()
    return Verdict((finding("effective-date-pending", effective.missing, on=effective.reference),))
