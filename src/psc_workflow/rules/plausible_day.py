"""
Every day in an answer is one that a person can mean (vraisemblance des dates).

A slip of the keyboard makes the year 26 of 2026, or 2206. So every day of every
answer has bounds on both sides. A birth has its own rule. Any other day is no
older than anything an agent may still have to say, and no further ahead than
anything may be decided; one that lies years ahead is accepted with a warning.
What has happened does not lie in the future. The rule of a field often knows
more, and its refusal of the same field takes the place of this one.

Legal source:
    None: the bounds are the catalogue's ``oldest_day``, ``far_day`` and
    ``furthest_day`` (all ``assumed``), wide enough to refuse nobody who means
    what is written.

Not modelled:
    Days inside a text, such as a reason.

>>> from psc_workflow._model.commands import RecordEffectiveDate, RecordNeedsSimulation
>>> today = dt.date(2026, 9, 3)
>>> assess(RecordEffectiveDate(dt.date(2026, 9, 1)), today=today).holds
True
>>> assess(RecordEffectiveDate(dt.date(2206, 9, 1)), today=today).findings[0].code
'day-too-far-ahead'
>>> assess(RecordNeedsSimulation(dt.date(26, 9, 1)), today=today).findings[0].path
'done_on'
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.days import Day, days_in
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import ages, birth_date


def assess(answer: Any, *, today: dt.date) -> Verdict:
    """
    Check every day of *answer*.

    Args:
        answer: A command, or anything else of the model: an agent, a
            household.
        today: Civil day of the request, inclusive for what has happened.

    Returns:
        A verdict that holds, with the warning ``day-far-ahead``; or
        ``day-too-long-ago``, ``day-too-far-ahead``, ``day-in-future``, and
        what the rule ``birth_date`` finds.
    """
    return Verdict.of(itertools.chain.from_iterable(_findings(day, today) for day in days_in(answer)))


def complete(verdict: Verdict, answer: Any, *, today: dt.date) -> Verdict:
    """Add to *verdict*, what the rules of *answer* say of it, the days that none of them refuses yet."""
    findings = assess(answer, today=today).findings
    if not findings:
        return verdict
    refused = {finding.path for finding in verdict.blocking}
    return verdict + Verdict.of(f for f in findings if f.path not in refused)


def is_too_far_ahead(on: dt.date, *, today: dt.date) -> bool:
    """Return whether *on* lies further ahead than anybody can mean."""
    return on > ages.birthday(today, law.value("furthest_day", today))


def _findings(day: Day, today: dt.date) -> Iterator[Finding]:
    if day.meaning == "birth":
        yield from birth_date.assess(day.on, on=today, path=day.path).findings
        return
    oldest, far, furthest = (law.dated(name, today) for name in ("oldest_day", "far_day", "furthest_day"))
    if day.on < (first := ages.birthday(today, -oldest.known_value)):
        yield finding("day-too-long-ago", day.path, rests_on=(oldest,), on=day.on, first=first)
    elif day.on > today and day.meaning == "past":
        yield finding("day-in-future", day.path, on=day.on, today=today)
    elif day.on > (last := ages.birthday(today, furthest.known_value)):
        yield finding("day-too-far-ahead", day.path, rests_on=(furthest,), on=day.on, last=last)
    elif day.on > ages.birthday(today, far.known_value):
        yield finding("day-far-ahead", day.path, rests_on=(far,), on=day.on, years=far.known_value)
