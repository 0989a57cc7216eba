r"""
What people really type and paste, with the answer that a host may expect.

>>> from hypothesis import find
>>> row = find(hostile("FR7617469"), lambda each: "zero-width space" in each.name)
>>> row.value.encode("ascii", "backslashreplace"), row.answer.value
(b'FR76\\u200b17469', 'warned')
"""

import datetime as dt

import attrs
from hypothesis import strategies as st

from psc_workflow._model.days import Meaning
from psc_workflow._model.text_kinds import TextKind
from psc_workflow.testing._hostile import DAYS, TEXTS, Answer


@attrs.frozen
class HostileValue:
    """
    A value that comes out wrong, or lies at a bound.

    Args:
        name: How it came about, in a few words.
        value: A text or a day.
        answer: What is expected of it.
    """

    name: str
    value: str | dt.date
    answer: Answer


def hostile(right: str, *, kind: TextKind = "line") -> st.SearchStrategy[HostileValue]:
    """
    Draw a way in which a text comes out wrong: invisible and control characters, look-alikes, too long ones.

    Args:
        right: What somebody meant to type.
        kind: What the field holds: ``line`` for names and addresses, ``code``
            for numbers and accounts, ``email``, ``prose``, ``secret``.
    """
    rows = [HostileValue(row.name, row.typed(right), row.answers[kind]) for row in TEXTS if kind in row.answers]
    return st.sampled_from(rows)


def hostile_days(today: dt.date, *, meaning: Meaning = "any") -> st.SearchStrategy[HostileValue]:
    """
    Draw a day that comes out wrong, or lies at a bound.

    Args:
        today: Civil day of the request.
        meaning: What the field holds: a ``birth``, something ``past``, or
            ``any`` day.
    """
    return st.sampled_from([HostileValue(row.name, row.on(today), row.answers[meaning]) for row in DAYS])
