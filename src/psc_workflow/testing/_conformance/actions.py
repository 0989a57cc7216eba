"""
The acts of a journey that the kit plays, as plain data: what replays a failure is a list of them.

>>> at = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
>>> act = Action("give", at, "D1", request={"do": "start-affiliation"}, role="agent")
>>> read([act.as_json()]) == [act]
True
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from psc_workflow._structuring import parse_instant
from psc_workflow.exceptions import HostError

ACTS = ("open", "give", "look", "run-due", "restart", "two-saves", "save-ahead", "race")
"""Every kind of act; *look* also reads a tab, and lets time pass."""


@attrs.frozen
class Action:
    """
    One act.

    Args:
        act: One of ``ACTS``.
        agent: Whose dossier is opened, as JSON.
        request: What is given, as a browser sends it.
        other: What the second of two writers gives, for ``two-saves``.
        tab: For ``look``, the name under which the screen's revision is
            remembered; for ``give``, the screen that the form was on.
        case: For ``open``, the name of an agent that the host itself names.
        cents: For ``open``, whether under a contract of other amounts, with
            cents.
    """

    act: str
    at: dt.datetime
    id: str = "D1"
    agent: dict[str, Any] | None = attrs.field(default=None, kw_only=True)
    request: dict[str, Any] | None = attrs.field(default=None, kw_only=True)
    other: dict[str, Any] | None = attrs.field(default=None, kw_only=True)
    role: str = attrs.field(default="agent", kw_only=True)
    key: str | None = attrs.field(default=None, kw_only=True)
    tab: str | None = attrs.field(default=None, kw_only=True)
    case: str | None = attrs.field(default=None, kw_only=True)
    cents: bool = attrs.field(default=False, kw_only=True)

    def as_json(self) -> dict[str, Any]:
        """Write the act as plain data, without what is as by default."""
        data = {"act": self.act, "at": self.at.isoformat(), "id": self.id}
        names = ("agent", "case", "request", "other", "role", "key", "tab")
        extras = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.act not in ("give", "two-saves", "save-ahead", "race"):
            extras.pop("role")
        if self.cents:
            extras["cents"] = True
        return {**data, **extras}


def key_of(number: int, series: int = 0) -> str:
    """
    Return a key as long as those that browsers make, and like the next one but for its end.

    >>> key_of(3), len(key_of(3))
    ('00000000-0000-4000-8000-000000000003', 36)
    """
    return f"00000000-0000-4000-8{series:03d}-{number:012d}"


LONG_KEY = "Tiare-Taporo_0123456789".ljust(63, "x")
"""All but the last of the 64 characters that ``web`` takes for a key, with letters of both cases."""


def read(data: Any) -> list[Action]:
    """
    Read what ``as_json`` wrote.

    Raises:
        HostError: It is no list of acts.
    """
    if not isinstance(data, list):
        raise HostError("a journey to replay must be a list of acts, as the report of a failure has it")
    return [_read_one(item, index) for index, item in enumerate(data)]


def _read_one(item: Any, index: int) -> Action:
    try:
        fields = dict(item)
        action = Action(fields.pop("act"), parse_instant(fields.pop("at")), fields.pop("id", "D1"), **fields)
    except (TypeError, ValueError, KeyError):
        raise HostError(f"act {index + 1} of the journey to replay cannot be read") from None
    if action.act not in ACTS:
        raise HostError(f"act {index + 1} of the journey to replay must be one of: {', '.join(ACTS)}")
    return action


def strings(value: Any, field: str = "") -> Iterable[tuple[str, str]]:
    """
    List the texts in *value* with the name of the field that each stands in.

    >>> list(strings({"partner": {"nir": "2"}, "address": ["a", "b"]}))
    [('nir', '2'), ('address', 'a'), ('address', 'b')]
    """
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item, field)
