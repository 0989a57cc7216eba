"""
Limits of mail domains: how many mails each takes in a window of time.
"""

import datetime as dt
from collections.abc import Mapping

import attrs

from psc_workflow._model.effects import AnyEffect, Mail
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.exceptions import HostError
from psc_workflow.stores._arguments import check_number, check_text

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@attrs.frozen
class DomainLimits:
    """
    How many mails may go to each domain in a window of time.

    Args:
        most: By domain, in lower case; a domain that is not named has no limit.
        window: Length of a window; windows begin at midnight in UTC. A round
            sends what one window takes: a window shorter than the time between
            two rounds (``Campaign.every``) takes less than its limit.

    Raises:
        HostError: A limit or the window is not more than zero, or an argument
            has another type.
    """

    most: Mapping[str, int] = attrs.field(factory=dict)
    window: dt.timedelta = dt.timedelta(minutes=1)

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_kind(self.most, Mapping, "most")
        check_kind(self.window, dt.timedelta, "window")
        for domain, most in self.most.items():
            check_text(domain, "most")
            check_number(most, "most", least=1)
        if self.window <= dt.timedelta(0):
            raise HostError("`window` must be more than zero")

    def limit_of(self, effect: AnyEffect) -> tuple[str, int] | None:
        """Return the domain that a mail goes to, with its limit; ``None`` if it has none, or nothing is mailed."""
        address = effect.address if isinstance(effect, Mail) else None
        domain = (address or "").rpartition("@")[2].lower()
        return (domain, self.most[domain]) if domain in self.most else None

    def window_of(self, at: dt.datetime) -> dt.datetime:
        """Return the beginning of the window that *at* is in."""
        return _EPOCH + (at - _EPOCH) // self.window * self.window

    def send_at(self, at: dt.datetime, place: int, most: int) -> dt.datetime | None:
        """
        Return when the mail at that *place* of the window is to be tried again; ``None`` if it may go now.

        Those over the limit are spread over the windows to come.

        Args:
            place: How many there were before it in this window.
        """
        return None if place < most else self.window_of(at) + place // most * self.window
