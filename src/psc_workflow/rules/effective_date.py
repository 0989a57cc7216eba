"""
The day on which cover begins (date d'effet), on which ages and quotes are taken.

Agents in post when the contract starts are covered from its first day. No source
gives the rule for later arrivals: a manager records the day, and until then it is
unknown. An agent whose hiring date is unknown, but who was invited by the
contract's first day, counts as in post then (``assumed``).

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
from psc_workflow.rules import ages, plausible_day

HIRED_ON = "agent.hired_on"


@attrs.frozen
class EffectiveDate:
    """
    What is known of an agent's effective date.

    Args:
        day: The day itself; ``None`` if unknown.
        start: First day of the contract.
        earliest: First day on which it can lie.
        reference: Day on which quotes are taken: the effective date or, while
            it is unknown, the day of the request.
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
        hired_on: First day of the employment; ``None`` if unknown, and so is a
            day further ahead than anybody can mean.
        invited_on: Civil day of the invitation.
        today: Civil day of the request.
        recorded: The day recorded by a manager, or proposed by a new
            invitation; it takes precedence over the rule.
    """
    start: dt.date = contract.value("effect", invited_on)
    if hired_on is not None and plausible_day.is_too_far_ahead(hired_on, today=today):
        hired_on = None
    if recorded is not None:
        return EffectiveDate(recorded, start, recorded, recorded)
    if (hired_on or invited_on) <= start:
        return EffectiveDate(start, start, start, start)
    earliest = max(start, hired_on or start)
    missing = HIRED_ON if hired_on is None else "membership.effective_date"
    return EffectiveDate(None, start, earliest, max(earliest, today), missing)


class Judge(Protocol):
    """An assessment that depends on a day."""

    def __call__(self, *, on: dt.date) -> Verdict:
        """Return the verdict for *on*."""


def assess(effective: EffectiveDate, judge: Judge) -> Verdict:
    """
    Assess something on the effective date, known or not.

    While the date is unknown, both the earliest day possible and the catalogue's
    ``effective_date_horizon`` (``assumed``) are assessed. An answer that is the
    same on both stands, with a warning. If the answers differ, the facts that
    either of them misses are asked for or, if there are none, the date itself.

    Args:
        judge: Returns the verdict for a day.

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
    """Warn with ``effective-date-pending`` while the date is unknown."""
    if effective.day is not None:
        return Verdict()
    return Verdict((finding("effective-date-pending", effective.missing, on=effective.reference),))
