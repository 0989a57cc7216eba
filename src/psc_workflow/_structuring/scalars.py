"""
Readers of single values: each accepts one spelling, and raises a fault that never holds the value.
"""

import contextlib
import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from psc_workflow._structuring.faults import CODES, NAMES, FaultError
from psc_workflow._structuring.sharing import shared

FIRST_YEAR, LAST_YEAR = 1900, 2999

LAST_INSTANT = dt.datetime(LAST_YEAR + 1, 1, 1, tzinfo=dt.UTC) - dt.timedelta.resolution

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")

_AS_STORED = re.compile(
    r"(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?\+00:00"
)
"""An instant as it is written: in UTC, and in the years that are computed in."""

_LARGEST_EXPONENT = 18
"""Of a decimal number: beyond it, arithmetic would round or take for ever."""


def exactly(kind: type, *, or_null: bool = False) -> Callable[[object, object], object]:
    """Make the reader of values that have exactly the type *kind*: ``True`` is no integer."""
    kinds = (kind, type(None)) if or_null else (kind,)

    def read(value: object, _: object) -> object:
        if type(value) not in kinds:
            raise FaultError(f"must be {NAMES[kind]}", CODES[kind])
        return value

    return read


def parse_date(text: object) -> dt.date:
    """
    Read a date written ``YYYY-MM-DD`` and in no other way.

    Raises:
        ValueError: It is not such a date.
    """
    if not isinstance(text, str) or not DATE.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.date]}", CODES[dt.date])
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise FaultError("is no day of the calendar", "form-no-such-day") from None


def parse_instant(text: object) -> dt.datetime:
    """
    Read an instant that has an offset, and return it in UTC.

    Raises:
        ValueError: It is not such an instant.
    """
    if not isinstance(text, str):
        raise FaultError(f"must be {NAMES[dt.datetime]}")
    is_as_stored = _AS_STORED.fullmatch(text)
    if not is_as_stored and not INSTANT.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.datetime]}")
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise FaultError("is no instant of the calendar") from None
    if is_as_stored:
        return instant
    if not is_in_range(instant) or not is_in_range(in_utc := to_utc(instant)):
        raise FaultError(f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return in_utc


def is_in_range(instant: dt.datetime) -> bool:
    """Whether *instant* lies in the years that this library computes in, far from the ends of the calendar."""
    return FIRST_YEAR <= instant.year <= LAST_YEAR


def to_utc(instant: dt.datetime) -> dt.datetime:
    """Convert an aware instant to UTC: stored ones are already there."""
    return instant if instant.tzinfo is dt.UTC else instant.astimezone(dt.UTC)


def read_decimal(value: object, _: object) -> Decimal:
    """Read a number as TOML has it, of usual size."""
    if type(value) not in (int, Decimal) or not (number := Decimal(value)).is_finite():  # type: ignore[arg-type]
        raise FaultError("must be a number")
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise FaultError("must be a number of usual size: this one is far too large or too small")
    return number


def read_member(value: object, kind: type[enum.StrEnum]) -> enum.StrEnum:
    """Read the member of *kind* that has this value."""
    if isinstance(value, str):
        member = members(kind).get(value)
        if member is not None:
            return member
        with contextlib.suppress(ValueError):
            return kind(value)  # a list to which contracts add words has more members than those of its class
    raise FaultError(f"must be one of: {', '.join(members(kind))}", "form-not-a-choice")


@shared
def members(kind: type[enum.StrEnum]) -> Mapping[str, enum.StrEnum]:
    """List the members of *kind* that its class has, each by its value."""
    return {member.value: member for member in kind}
