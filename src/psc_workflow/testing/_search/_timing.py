"""
Days of a search: those of the examples, moved to the contract's first day.
"""

import datetime as dt
import re
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow.testing.people import START, TODAY

_DAY = re.compile(r'"(20\d\d-\d\d-\d\d)(T[^"]*)?"')


@attrs.frozen
class Shift:
    """
    How far a contract's first day lies from that of the examples.

    Args:
        days: 0 for the built-in contracts.
        contract: Whose time zone it is.
    """

    days: dt.timedelta
    contract: Contract

    @classmethod
    def to(cls, contract: Contract) -> "Shift":
        """Measure the shift to *contract*."""
        return cls(contract.effect.values[-1].known_value - START, contract)

    def day(self, day: dt.date) -> dt.date:
        """Move *day*, one of the examples."""
        return day + self.days

    def text(self, text: str) -> str:
        """Move the days and instants of this century in *text*, which is JSON."""
        if not self.days:
            return text
        return _DAY.sub(lambda match: f'"{self.day(dt.date.fromisoformat(match[1]))}{match[2] or ""}"', text)

    def at(self, day: dt.date, hour: int = 8) -> dt.datetime:
        """Return the instant at which it is *hour* on *day*, a day of the contract's own."""
        return (self.contract.start_of(day) + dt.timedelta(hours=hour)).astimezone(dt.UTC)


OFFSETS = (-50_000, -9000, -400, -70, -31, -1, 0, 1, 20, 40, 70, 200, 364, 800, 50_000)
"""Days from today to a day that is typed."""


def days_near(today: dt.date, shift: Shift) -> Iterator[dt.date]:
    """List days that may change an answer: around today, and around the first day of the contract."""
    for offset in OFFSETS:
        if dt.date.min.toordinal() < today.toordinal() + offset < dt.date.max.toordinal():
            yield today + dt.timedelta(days=offset)
    start = shift.day(START)
    yield from (start - dt.timedelta(days=1), start, shift.day(TODAY))
