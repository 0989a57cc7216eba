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


def _as_limits(most: Mapping[str, int]) -> Mapping[str, int]:
    check_kind(most, Mapping, "most")
    for domain, limit in most.items():
        check_text(domain, "most")
        check_number(limit, "most", least=1)
        if not domain:
            raise HostError("`most` must name domains, and an empty text is none")
        if domain != domain.lower():
            raise HostError("`most` must name domains in lower case")
    limits = {_in_ascii(domain): limit for domain, limit in most.items()}
    if len(limits) < len(most):
        raise HostError("`most` must name each domain once, however it is spelt")
    return MappingProxyType(limits)


def _in_ascii(domain: str) -> str:
    """Spell *domain* as it is looked up: one that has several spellings is one; as it is if it cannot be looked up."""
    lower = domain.lower()
    try:
        return lower.encode("idna").decode("ascii")
    except UnicodeError:
        return lower


@attrs.frozen
class DomainLimits:
    """
    How many mails may go to each domain in a window of time.

    Args:
        most: By domain, in lower case; a domain that is not named has no limit.
            One with accents may be spelt with them or in ASCII (``xn--…``), as
            which it is kept.
        window: Length of a window, a year at most; windows follow each other
            from a midnight in UTC on, that of 1 January 1970: those that divide
            a day begin at each. A round sends what one window takes: a window shorter than
            the time between two rounds (``Campaign.every``) takes less than
            its limit.

    Raises:
        HostError: A limit or the window is not more than zero, a domain is
            empty, not in lower case or named twice, the window is longer than a year, or an argument has
            another type.
    """

    most: Mapping[str, int] = attrs.field(factory=dict, converter=_as_limits, hash=False)  # a mapping has no hash
    window: dt.timedelta = dt.timedelta(minutes=1)

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_length(self.window, "window")

    def limit_of(self, effect: AnyEffect) -> tuple[str, int] | None:
        """Return the domain that a mail goes to, with its limit; ``None`` if it has none, or nothing is mailed."""
        check_kind(effect, EFFECTS, "effect", called="Effect")
        address = effect.address if isinstance(effect, Mail) else None
        domain = _in_ascii((address or "").rpartition("@")[2])
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
