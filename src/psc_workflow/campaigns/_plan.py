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
from psc_workflow.stores._arguments import check_number, check_text

_ONE_HOUR = dt.timedelta(hours=1)
_ONE_DAY = dt.timedelta(days=1)


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


@attrs.frozen
class Wave:
    """
    A part of those to invite, at a rate.

    Args:
        name: Unique in the campaign.
        opens_at: Aware instant before which nobody of it is invited.
        per_hour: Invitations an hour, spread evenly; more than zero.

    Raises:
        HostError: *per_hour* is not more than zero, or an argument has
            another type.
        NaiveInstantError: *opens_at* has no time zone.
    """

    name: str
    opens_at: dt.datetime
    per_hour: int = attrs.field()

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_text(self.name, "name")
        instant_in_range(self.opens_at, "opens_at")
        check_number(self.per_hour, "per_hour", least=1)

    def allowed(self, at: dt.datetime) -> int:
        """Return how many of it may have been invited by *at*; at its opening, nobody yet."""
        return max(0, (instant_in_range(at, "at") - self.opens_at) * self.per_hour // _ONE_HOUR)


def _as_tuple(waves: Iterable[Wave]) -> tuple[Wave, ...]:
    return all_of(waves, Wave, "waves")


@attrs.frozen
class Campaign:
    """
    A campaign.

    Args:
        name: Unique in its ledger.
        waves: In the order in which they are to be shown.
        every: Time between two rounds, in which mails are tried again, too.

    Raises:
        HostError: Two waves have one name, *every* is not more than zero, or
            an argument has another type.
    """

    name: str
    waves: tuple[Wave, ...] = attrs.field(converter=_as_tuple)
    every: dt.timedelta = dt.timedelta(minutes=10)

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_text(self.name, "name")
        check_kind(self.every, dt.timedelta, "every")
        if len({wave.name for wave in self.waves}) < len(self.waves):
            raise HostError("two waves have the same name")
        if self.every <= dt.timedelta(0):
            raise HostError("`every` must be more than zero")

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
        return min([coming, *midnights(contracts, after=after, until=coming)])


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
    after, until = instant_in_range(after, "after"), instant_in_range(until, "until")
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
