"""
The days of a page: how the dossier stands at the end of each, from its first day to the last deadline ahead.

Days on which the same stands are one stretch. The page looks a day up; what is
offered then was found out here, day by day.
"""

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import LAST_INSTANT
from psc_workflow._views.status import status
from psc_workflow.dossier import Dossier
from psc_workflow.explorer import _titles as titles
from psc_workflow.explorer._masking import NOTICE_OF_BIRTHDAY, Mask
from psc_workflow.explorer._moments import ROLES, Outlook
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._subjects import Subject
from psc_workflow.states._course import look
from psc_workflow.states._dates import Days
from psc_workflow.states._offers import offered

DAYS_AT_MOST = 1500
"""How many days a calendar has: the last ones, if a scenario goes on for longer."""

_INSTANT = dt.timedelta(microseconds=1)


@attrs.frozen
class _Mark:
    """A moment, and the dossier from which it is seen."""

    number: int
    at: dt.datetime
    dossier: Dossier


def calendar(subject: Subject, pools: Pools, mask: Mask | None) -> dict[str, Any]:
    """
    Write the days of *subject*.

    Args:
        mask: If there is one, everybody is born on the last day of their
            month, and the moment of a birthday is no day's.

    Returns:
        The first day, their number, and the stretches: how many days after the
        first each begins, the last moment before, the states and the status,
        for which a deadline may have come since, and what is offered to each
        role, as a place in the pool ``offered``.
    """
    marks, contract = list(_marks(subject, mask)), subject.dossier.contract
    last = contract.civil_day(marks[-1].at)
    first = max(contract.civil_day(marks[0].at), last - dt.timedelta(days=DAYS_AT_MOST - 1))
    length = (last - first).days + 1
    stands = [_stands(first + dt.timedelta(days=place), marks, contract, pools) for place in range(length)]
    return {"first": first.isoformat(), "length": length, "stretches": list(_stretches(stands))}


def _marks(subject: Subject, mask: Mask | None) -> Iterator[_Mark]:
    """List the moments, in the order of time; not those whose day is hidden."""
    outlooks = [Outlook.of(dossier, at, mask) for _, dossier, at in subject.situations()]
    for number, outlook in enumerate(outlooks):
        yield _Mark(number, outlook.at, outlook.dossier)
    for number, (instant, milestones) in enumerate(outlooks[-1].instants(), len(outlooks)):
        if mask is None or NOTICE_OF_BIRTHDAY not in [milestone.event for milestone in milestones]:
            yield _Mark(number, instant, outlooks[-1].dossier)


def _stands(day: dt.date, marks: Sequence[_Mark], contract: Contract, pools: Pools) -> dict[str, Any]:
    """Find out how the dossier stands at the end of *day*."""
    end = min(contract.start_of(day + dt.timedelta(days=1)).astimezone(dt.UTC) - _INSTANT, LAST_INSTANT)
    mark = marks[bisect.bisect_right(marks, end, key=lambda each: each.at) - 1]
    dossier = mark.dossier.as_of(end)
    days = Days(dossier.record, contract)
    text = status(look(days, end, dossier.record.active))
    return {
        "moment": mark.number,
        "states": dossier.states,
        "status": {"fr": text.fr, "en": text.en},
        "offered": {role.value: pools.place("offered", _offered(days, end, role, pools)) for role in ROLES},
    }


def _offered(days: Days, at: dt.datetime, role: Role, pools: Pools) -> list[list[Any]]:
    return [
        [offer.journey, offer.do, pools.place("labels", titles.of_offer(offer, role, days.contract))]
        for offer in offered(days, at, role)
    ]


def _stretches(stands: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    before = None
    for place, each in enumerate(stands):
        if each != before:
            yield {"from": place, **each}
        before = each
