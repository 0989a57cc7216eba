"""
The plan of a campaign: how many may be invited by an instant, and when there is something to do.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Agent
from psc_workflow._structuring.arguments import all_of, check_kind, instant_in_range
from psc_workflow.exceptions import HostError
from psc_workflow.stores._arguments import MOST_OF_A_COLUMN, check_number, check_text

_ONE_HOUR = dt.timedelta(hours=1)
_ONE_DAY = dt.timedelta(days=1)
_INSTANT = dt.timedelta.resolution

LONGEST_TIME = dt.timedelta(days=366)
"""Between two rounds, and of a window of time."""


@attrs.frozen
class Invitee:
    """
    Somebody to invite.

    Args:
        id: Id that the dossier is to have; the host's own.
        contract: Id of the contract.
        agent: As prefilled by the employer.
    """

    id: str
    contract: str
    agent: Agent = attrs.field(repr=False)


def _as_opening(opens_at: dt.datetime) -> dt.datetime:
    return instant_in_range(opens_at, "opens_at")  # in UTC: rounds are counted from it by the time that passes


@attrs.frozen
class Wave:
    """
    A part of those to invite, at a rate.

    Args:
        name: Unique in the campaign.
        opens_at: Aware instant before which nobody of it is invited; kept in
            UTC.
        per_hour: Invitations an hour, spread evenly; more than zero, and what
            a column of a database holds.

    Raises:
        HostError: *per_hour* is outside these bounds, or an argument has
            another type.
        NaiveInstantError: *opens_at* has no time zone.
    """

    name: str
    opens_at: dt.datetime = attrs.field(converter=_as_opening)
    per_hour: int

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_text(self.name, "name")
        check_number(self.per_hour, "per_hour", least=1, most=MOST_OF_A_COLUMN)

    def allowed(self, at: dt.datetime) -> int:
        """Return how many of it may have been invited by *at*; at its opening, nobody yet."""
        passed = (instant_in_range(at, "at") - self.opens_at) // _INSTANT
        return max(0, passed * self.per_hour // (_ONE_HOUR // _INSTANT))  # whole numbers: a timedelta ends too soon


@attrs.frozen
class WaveProgress(Wave):
    """
    How far a wave is, at the rate and with the opening that it is registered with.

    Args:
        invited: How many have been invited.
        last: Id of the last of them; empty if nobody was.
    """

    invited: int
    last: str


def _as_tuple(waves: Iterable[Wave]) -> tuple[Wave, ...]:
    return all_of(waves, Wave, "waves")


@attrs.frozen
class Campaign:
    """
    A campaign.

    Args:
        name: Unique in its ledger.
        waves: In the order in which they are to be shown.
        every: Time that passes between two rounds, whatever the clocks of a
            place do meanwhile; in a round mails are tried again, too. A year at
            most.

    Raises:
        HostError: Two waves have one name, *every* is not more than zero or
            more than a year, or an argument has another type.
    """

    name: str
    waves: tuple[Wave, ...] = attrs.field(converter=_as_tuple)
    every: dt.timedelta = dt.timedelta(minutes=10)

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_text(self.name, "name")
        check_length(self.every, "every")
        if len({wave.name for wave in self.waves}) < len(self.waves):
            raise HostError("two waves have the same name")

    def next_round(self, after: dt.datetime, contracts: Iterable[Contract]) -> dt.datetime:
        """
        Return when there is next something to do: a round, or a civil midnight of one of *contracts*.

        Args:
            after: Aware instant, excluded.
        """
        after = instant_in_range(after, "after")
        start = min((wave.opens_at for wave in self.waves), default=after)
        rounds = (after - start) // self.every + 1
        coming = start + rounds * self.every
        return min([coming, *_midnights(all_of(contracts, Contract, "contracts"), after, coming)])


def check_length(value: dt.timedelta, name: str) -> None:
    """
    Check a time that is repeated again and again.

    Raises:
        HostError: It is no ``timedelta``, not more than zero, or more than a year.
    """
    check_kind(value, dt.timedelta, name)
    if not dt.timedelta(0) < value <= LONGEST_TIME:
        raise HostError(f"`{name}` must be more than zero, and a year at most")


def midnights(contracts: Iterable[Contract], *, after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """
    List the civil midnights of the time zone of each contract, in UTC and in their order.

    At each of them files of that contract fall due: reminders, the automatic
    affiliation, the first day of cover.

    Args:
        after: Aware instant, excluded.
        until: Aware instant, included.
    """
    zones = all_of(contracts, Contract, "contracts")
    return _midnights(zones, instant_in_range(after, "after"), instant_in_range(until, "until"))


def _midnights(zones: Iterable[Contract], after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    return sorted(
        {
            instant.astimezone(dt.UTC)
            for contract in zones
            for instant in map(contract.start_of, _days(contract.civil_day(after), contract.civil_day(until)))
            if after < instant <= until
        }
    )


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        day += _ONE_DAY
