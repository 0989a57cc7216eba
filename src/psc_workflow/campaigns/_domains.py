"""
Limits of mail domains: how many mails each takes in a window of time.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from psc_workflow._model.effects import AnyEffect, Mail
from psc_workflow._structuring.arguments import check_kind, instant_in_range
from psc_workflow.campaigns._plan import check_length
from psc_workflow.exceptions import HostError
from psc_workflow.stores._arguments import EFFECTS, check_number, check_text

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _as_fixed(most: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(most)) if isinstance(most, Mapping) else most


@attrs.frozen
class DomainLimits:
    """
    How many mails may go to each domain in a window of time.

    Args:
        most: By domain, in lower case; a domain that is not named has no limit.
        window: Length of a window, a year at most; windows begin at midnight
            in UTC. A round sends what one window takes: a window shorter than
            the time between two rounds (``Campaign.every``) takes less than
            its limit.

    Raises:
        HostError: A limit or the window is not more than zero, a domain is not
            in lower case, the window is longer than a year, or an argument has
            another type.
    """

    most: Mapping[str, int] = attrs.field(factory=dict, converter=_as_fixed, hash=False)  # a mapping has no hash
    window: dt.timedelta = dt.timedelta(minutes=1)

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_kind(self.most, Mapping, "most")
        check_length(self.window, "window")
        for domain, most in self.most.items():
            check_text(domain, "most")
            check_number(most, "most", least=1)
            if domain != domain.lower():
                raise HostError("`most` must name domains in lower case")

    def limit_of(self, effect: AnyEffect) -> tuple[str, int] | None:
        """Return the domain that a mail goes to, with its limit; ``None`` if it has none, or nothing is mailed."""
        check_kind(effect, EFFECTS, "effect", called="Effect")
        address = effect.address if isinstance(effect, Mail) else None
        domain = (address or "").rpartition("@")[2].lower()
        return (domain, self.most[domain]) if domain in self.most else None

    def window_of(self, at: dt.datetime) -> dt.datetime:
        """Return the beginning of the window that *at* is in."""
        return _EPOCH + (instant_in_range(at, "at") - _EPOCH) // self.window * self.window

    def send_at(self, at: dt.datetime, place: int, most: int) -> dt.datetime | None:
        """
        Return when the mail at that *place* of the window is to be tried again; ``None`` if it may go now.

        Those over the limit are spread over the windows to come.

        Args:
            place: How many there were before it in this window.
            most: The limit of its domain; more than zero.

        Raises:
            HostError: An argument has another type, or is less than it may be;
                or it would be too late ever to try again.
        """
        check_number(place, "place")
        check_number(most, "most", least=1)
        window = self.window_of(at)
        try:
            return None if place < most else window + place // most * self.window
        except OverflowError:
            raise HostError("`place` is so high that its window lies outside the calendar") from None
