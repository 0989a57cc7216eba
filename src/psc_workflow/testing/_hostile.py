r"""
What people really type, paste and import, for every kind of field, with the answer that is expected.

Plain data, without Hypothesis: a test walks the fields of every command, takes
the kind that each declares (``_model/text_kinds.py``, ``_model/days.py``) and
tries every row. So a field added tomorrow is tried by itself.

>>> row = next(row for row in TEXTS if row.name == "zero-width space inside")
>>> row.typed("FR7617469000"), row.answers["code"].value, row.answers["line"].value
('FR7617\u200b469000', 'cleaned', 'warned')
>>> [(row.name, row.on(dt.date(2026, 4, 7)).isoformat()) for row in DAYS][:2]
[('the first day of all', '0001-01-01'), ('the year 20', '0020-04-07')]
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

import attrs

from psc_workflow._model.days import Meaning
from psc_workflow._model.text_kinds import TextKind


class Answer(StrEnum):
    """What a host may expect of one hostile value in one kind of field."""

    CLEANED = "cleaned"
    """Accepted, and stored as if the right value had been typed."""
    INTACT = "kept"
    """Accepted, and stored as typed, without a finding on its characters."""
    SAME = "same"
    """Likewise; and where it is compared with what was prefilled, it is no change."""
    WARNED = "warned"
    """Accepted and stored as typed, with a warning at the field."""
    REFUSED = "refused"
    """Refused, with a finding at the field; nothing changes."""
    SAFE = "safe"
    """Either refused at the field, or accepted and stored without the character."""
    MALFORMED = "malformed"
    """No command can be made of it: ``InvalidCommandError``."""


@attrs.frozen
class HostileText:
    """
    A way in which a text comes out wrong.

    Args:
        pattern: ``{0}`` and ``{1}`` are the halves of the right text.
        answers: By kind of text; a kind that is missing is not tried.
        original: What *pattern* was before, if it is another way of writing
            the same: the right text is to be put together by it.
    """

    name: str
    pattern: str
    answers: Mapping[TextKind, Answer]
    original: str = "{0}{1}"

    def typed(self, right: str) -> str:
        """Write *right* in this way."""
        return self.pattern.format(*_halves(right))

    def before(self, right: str) -> str:
        """Write *right* as it stood before."""
        return self.original.format(*_halves(right))


@attrs.frozen
class HostileDay:
    """
    A day that comes out wrong, or lies at a bound.

    Args:
        on: From the civil day of the request to the day that is typed.
        answers: By what the field declares of its days.
    """

    name: str
    on: Callable[[dt.date], dt.date]
    answers: Mapping[Meaning, Answer]


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


# -- texts -----------------------------------------------------------------------------------------------

_UNSEEN: Mapping[TextKind, Answer] = {
    "code": Answer.CLEANED,
    "email": Answer.CLEANED,
    "line": Answer.WARNED,
    "prose": Answer.INTACT,
    "secret": Answer.INTACT,
}
_SPACE_AROUND: Mapping[TextKind, Answer] = {**_UNSEEN, "line": Answer.INTACT}
_SPACE_INSIDE: Mapping[TextKind, Answer] = {
    "code": Answer.SAFE,
    "email": Answer.REFUSED,
    "line": Answer.SAME,
    "prose": Answer.INTACT,
    "secret": Answer.INTACT,
}
_NEVER: Mapping[TextKind, Answer] = {
    "code": Answer.REFUSED,
    "email": Answer.REFUSED,
    "line": Answer.REFUSED,
    "prose": Answer.REFUSED,
    "secret": Answer.INTACT,
}
_NEW_LINE: Mapping[TextKind, Answer] = {**_NEVER, "code": Answer.SAFE, "prose": Answer.INTACT}
_NEW_LINE_AT_THE_END: Mapping[TextKind, Answer] = {**_UNSEEN, "line": Answer.REFUSED}
_SAME: Mapping[TextKind, Answer] = {"line": Answer.SAME, "prose": Answer.INTACT, "secret": Answer.INTACT}
_LONG: Mapping[TextKind, Answer] = {
    "code": Answer.SAFE,
    "email": Answer.REFUSED,
    "line": Answer.INTACT,
    "prose": Answer.INTACT,
}
_TOO_LONG: Mapping[TextKind, Answer] = dict.fromkeys(("code", "email", "line", "prose", "secret"), Answer.MALFORMED)

_UNSEEN_CHARACTERS = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "zero-width nonjoiner": "\u200c",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "right-to-left override": "\u202e",
    "first strong isolate": "\u2068",
    "soft hyphen": "\u00ad",
    "variation selector": "\ufe0f",
    "tag": "\U000e0041",
    "grapheme joiner": "\u034f",
}
_SPACES = {
    "no-break space": "\u00a0",
    "narrow no-break space": "\u202f",
    "thin space": "\u2009",
    "wide space": "\u3000",
}
_CONTROL = {"NUL": "\0", "escape": "\x1b[31m", "bell": "\x07", "delete": "\x7f", "a control of the second set": "\x9b"}
_LINE_ENDS = {
    "line feed": "\n",
    "two line ends": "\r\n",
    "Unicode's line separator": "\u2028",
    "a header": "\nBcc: a@b.c",
}
_APOSTROPHES = {
    "a curly apostrophe": "\u2019",
    "an opening quote": "\u2018",
    "an apostrophe of letters": "\u02bc",
    "a turned comma, the Tahitian ʻeta": "\u02bb",
    "a reversed comma": "\u02bd",
    "a prime": "\u02b9",
    "a grave accent": "\u0060",
    "an acute accent": "\u00b4",
    "a saltillo": "\ua78c",
    "a glottal stop": "\u0294",
    "a raised glottal stop": "\u02c0",
    "a full-width apostrophe": "\uff07",
}
_HYPHENS = {
    "a hyphen of Unicode": "\u2010",
    "a hyphen that does not break": "\u2011",
    "an en dash": "\u2013",
    "an em dash": "\u2014",
    "a minus": "\u2212",
    "a full-width hyphen": "\uff0d",
}


def _texts() -> Iterator[HostileText]:
    for name, char in _UNSEEN_CHARACTERS.items():
        yield HostileText(f"{name} inside", f"{{0}}{char}{{1}}", _UNSEEN)
        yield HostileText(f"{name} before", f"{char}{{0}}{{1}}", _UNSEEN)
        yield HostileText(f"{name} behind", f"{{0}}{{1}}{char}", _UNSEEN)
    yield HostileText("marks of direction around", "\u202a{0}{1}\u202c", _UNSEEN)
    yield HostileText("isolates around", "\u2066{0}{1}\u2069", _UNSEEN)
    yield HostileText("spaces around", " {0}{1} ", _SPACE_AROUND)
    for name, char in _SPACES.items():
        yield HostileText(f"{name} around", f"{char}{{0}}{{1}}{char}", _SPACE_AROUND)
        yield HostileText(f"{name} inside", f"{{0}}{char}{{1}}", _SPACE_INSIDE, "{0} {1}")
    for name, char in _CONTROL.items():
        yield HostileText(f"{name} inside", f"{{0}}{char}{{1}}", _NEVER)
        yield HostileText(f"{name} behind", f"{{0}}{{1}}{char}", _NEVER)
    for name, char in _LINE_ENDS.items():
        yield HostileText(f"{name} inside", f"{{0}}{char}{{1}}", _NEW_LINE)
    yield HostileText("a line end behind", "{0}{1}\r\n", _NEW_LINE_AT_THE_END)
    yield HostileText("a tab behind", "{0}{1}\t", _NEW_LINE_AT_THE_END)
    for name, char in _APOSTROPHES.items():
        yield HostileText(name, f"{{0}}{char}{{1}}", _SAME, "{0}'{1}")
    for name, char in _HYPHENS.items():
        yield HostileText(name, f"{{0}}{char}{{1}}", _SAME, "{0}-{1}")
    yield HostileText("an accent apart", "{0}e\u0301\u0304{1}", _SAME, "{0}\u00e9\u0304{1}")
    yield HostileText("an accent together", "{0}\u0101{1}", _SAME, "{0}a\u0304{1}")
    yield HostileText("a ligature", "{0}\u0153{1}", _SAME, "{0}oe{1}")
    yield HostileText("a letter of full width", "{0}\uff21{1}", _SAME, "{0}a{1}")
    yield HostileText("4096 letters", "a" * 4096, _LONG)
    yield HostileText("4097 letters", "a" * 4097, _TOO_LONG)


TEXTS: tuple[HostileText, ...] = tuple(_texts())
"""Every hostile text, each with a name of its own."""


# -- days ------------------------------------------------------------------------------------------------

_NOBODY: Mapping[Meaning, Answer] = dict.fromkeys(("birth", "past", "any"), Answer.REFUSED)
_TODAY: Mapping[Meaning, Answer] = dict.fromkeys(("birth", "past", "any"), Answer.INTACT)
_TOMORROW: Mapping[Meaning, Answer] = {"birth": Answer.REFUSED, "past": Answer.REFUSED, "any": Answer.INTACT}


def _in_year(year: int) -> Callable[[dt.date], dt.date]:
    return lambda today: dt.date(year, today.month, min(today.day, 28))


DAYS: tuple[HostileDay, ...] = (
    HostileDay("the first day of all", lambda _: dt.date.min, _NOBODY),
    *(HostileDay(f"the year {year}", _in_year(year), _NOBODY) for year in (20, 26, 72, 80)),
    HostileDay("the last day of 1899", lambda _: dt.date(1899, 12, 31), _NOBODY),
    HostileDay("today", lambda today: today, _TODAY),
    HostileDay("tomorrow", lambda today: today + dt.timedelta(days=1), _TOMORROW),
    HostileDay("the year 2206", _in_year(2206), _NOBODY),
    HostileDay("the last day of all", lambda _: dt.date.max, _NOBODY),
)
"""
Every hostile day.

``INTACT`` means that nobody doubts the day itself; whether it fits the rest of the answer is for the command to say.
"""
