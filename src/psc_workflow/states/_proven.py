"""
Records that need not be checked again: they were read, or decided from one that was.

Whether accepted commands could have made a record is asked when it is read and
when it is written (``_legality``). What this library has just read passed that
check, and so does whatever it decides from there, as the tests show. Such records
are known by their identity, as long as they live: a host that builds one, or
alters a copy, has it checked. A record with a draft is checked each time, because
the fields of a draft are a dictionary that a host can alter in place.

>>> import attrs
>>> import datetime as dt
>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.people import Agent
>>> from psc_workflow.states._opening import open_record
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> record = open_record(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> is_proven(record), is_proven(prove(record)), is_proven(attrs.evolve(record))
(False, True, False)
"""

import weakref

from psc_workflow._model.record import Record

_BY_ID: dict[int, weakref.ref[Record]] = {}


def prove(record: Record) -> Record:
    """Remember, as long as *record* lives, that it was read or decided by this library."""
    key = id(record)
    _BY_ID[key] = weakref.ref(record, lambda _: _BY_ID.pop(key, None))
    return record


def pass_on(before: Record, after: Record) -> None:
    """Remember it of *after* if it was so of *before*, from which it was decided."""
    if is_proven(before):
        prove(after)


def is_proven(record: Record) -> bool:
    """Whether *record* is known to be one that accepted commands can have made."""
    reference = _BY_ID.get(id(record))
    return reference is not None and reference() is record and not record.drafts
