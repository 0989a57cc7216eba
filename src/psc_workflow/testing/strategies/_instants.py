"""
Instants at which something changes, and those just before.

>>> import datetime as dt
>>> from hypothesis import find
>>> from psc_workflow import Agent, Dossier, contracts
>>> at = dt.datetime(2026, 4, 6, 18, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> find(instants(dossier), lambda each: each > at) == dossier.due_at()
True
"""

import datetime as dt

from hypothesis import strategies as st

from psc_workflow.dossier import Dossier

_YEAR = dt.timedelta(days=366)

BEFORE = (
    dt.timedelta(),
    dt.timedelta(microseconds=1),
    dt.timedelta(hours=2),
    dt.timedelta(hours=11),
    -dt.timedelta(microseconds=1),
    -dt.timedelta(hours=2),
    -dt.timedelta(hours=11),
)
"""
How long before a deadline: at it, and on either side.

Two hours tell UTC from Paris in summer, eleven from Papeete: whoever reckons
days in another zone is wrong on one of these.
"""


def instants(dossier: Dossier, *, until: dt.datetime | None = None) -> st.SearchStrategy[dt.datetime]:
    """
    Draw an instant at or near one of the deadlines ahead of *dossier*, or any other one; shrinks to the next deadline.

    Args:
        until: Last instant whose deadlines count, aware; a year from the last
            step if ``None``.

    Returns:
        Aware instants in UTC, with microseconds, none before the last step of
        *dossier*.
    """
    first = dossier.record.at.astimezone(dt.UTC)
    last = max(first, (first + _YEAR if until is None else until).astimezone(dt.UTC))
    deadlines = dict.fromkeys(milestone.due_at.astimezone(dt.UTC) for milestone in dossier.timeline(until=last))
    near = [due_at - before for before in BEFORE for due_at in deadlines]
    span = int((last - first) / dt.timedelta(seconds=1))
    anywhere = st.integers(0, span).map(lambda seconds: first + dt.timedelta(seconds=seconds))
    ahead = [instant for instant in near if instant >= first]
    return st.one_of(st.sampled_from(ahead), anywhere) if ahead else anywhere
