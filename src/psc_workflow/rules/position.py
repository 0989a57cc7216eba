"""
The position of an agent decides whether the obligation to be covered goes on (position administrative).

Whoever is on leave for personal convenience or seconded elsewhere is not concerned
while that lasts. Whoever is at work, on paid leave, or on one of the unpaid
leaves that the décret lists is. A position that nobody stated is neither: it
excuses from nothing, and no price is made of it. Of several positions on one
day, the one stated last counts.

Legal source:
    Décret 2022-633, art. 1 and 2; the catalogue's ``paid_leaves`` and
    ``continuing_leaves`` have the leaves during which it goes on,
    ``suspending_leaves`` those during which it does not.

Not modelled:
    Proof; two positions at once; whether a secondment is to another State
    employer, which has a contract of its own.

>>> may, august, september = dt.date(2026, 5, 1), dt.date(2026, 8, 31), dt.date(2026, 9, 1)
>>> away = Position(PositionKind.NOT_CONCERNED, dt.date(2025, 9, 1), august)
>>> find([away], on=may).value, find([away], on=september), find_return([away], on=may)
('not_concerned', None, datetime.date(2026, 9, 1))
>>> back = Position(PositionKind.ACTIVE, dt.date(2026, 7, 1))
>>> find([away, back], on=august).value, find_return([away, back], on=may)
('active', datetime.date(2026, 7, 1))
>>> assess(away, on=may).findings
()
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from psc_workflow._catalogue import law
from psc_workflow._catalogue.leaves import word
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.people import Position
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import PositionKind
from psc_workflow.rules.leave import KEEPING


def find(positions: Sequence[Position], *, on: dt.date) -> PositionKind | None:
    """Find the position on a day; ``None`` if none was stated for it. Of several, the last one counts."""
    return next((position.kind for position in reversed(positions) if position.kind and _holds(position, on)), None)


def find_return(positions: Sequence[Position], *, on: dt.date) -> dt.date | None:
    """
    Find the first day on which somebody who is not concerned on a day is not known to be so any more.

    Returns:
        ``None`` if no end is known, or the agent is concerned on that day, or
        may be.
    """
    if find(positions, on=on) is not PositionKind.NOT_CONCERNED:
        return None
    ends = [_day_after(position.last_day) for position in positions if position.last_day is not None]
    changes = {*ends, *(position.first_day for position in positions if position.first_day is not None)}
    later = (day for day in sorted(changes) if day > on)
    return next((day for day in later if find(positions, on=day) is not PositionKind.NOT_CONCERNED), None)


def assess(
    position: Position,
    *,
    on: dt.date,
    hired_on: dt.date | None = None,
    is_recorded: bool = False,
    is_member: bool = False,
) -> Verdict:
    """
    Check a position that somebody states.

    Args:
        on: Civil day of the request.
        hired_on: First day of the present employment, if known.
        is_recorded: Whether a manager records it: position and first day must
            then be there. What an employer left out is merely not known.
        is_member: Whether the agent is a member, whom a position does not
            suspend.

    Returns:
        A verdict that holds, with the warnings ``position-over``,
        ``position-before-hiring``, ``position-without-end``,
        ``position-leaves-membership``; or ``position-fact-missing`` (once per
        fact), ``position-ends-before-start``.
    """
    findings = [*_missing(position)] if is_recorded else []
    return Verdict.of([*findings, *_days(position, on, hired_on), *_absence(position, on, is_member=is_member)])


def _holds(position: Position, on: dt.date) -> bool:
    has_begun = position.first_day is None or position.first_day <= on
    return has_begun and (position.last_day is None or on <= position.last_day)


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def _missing(position: Position) -> Iterator[Finding]:
    if position.kind is None:
        yield finding("position-fact-missing", "position", field=field("position"))
    if position.first_day is None:
        yield finding("position-fact-missing", "first_day", field=field("first_day"))


def _days(position: Position, on: dt.date, hired_on: dt.date | None) -> Iterator[Finding]:
    first, last = position.first_day, position.last_day
    if first is not None and last is not None and last < first:
        yield finding("position-ends-before-start", "last_day", first_day=first, last_day=last)
    elif last is not None and last < on:
        yield finding("position-over", "last_day", last_day=last)
    if first is not None and hired_on is not None and first < hired_on:
        yield finding("position-before-hiring", "first_day", first_day=first, hired_on=hired_on)


def _absence(position: Position, on: dt.date, *, is_member: bool) -> Iterator[Finding]:
    """Warn of what follows from not being concerned, and name the leaves that are something else."""
    if position.kind is not PositionKind.NOT_CONCERNED:
        return
    if position.last_day is None:
        lists = tuple(law.dated(parameter, on) for parameter in KEEPING)
        leaves = tuple(word(leave) for value in lists for leave in value.known_value)
        yield finding("position-without-end", "last_day", rests_on=lists, leaves=leaves)
    if is_member:
        yield finding("position-leaves-membership", "position")
