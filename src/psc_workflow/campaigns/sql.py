"""
How far campaigns are, in the database of the store (extra ``sqlalchemy``).

>>> import datetime as dt, sqlalchemy as sa
>>> from psc_workflow.campaigns import Campaign, Wave
>>> ledger = SQLLedger(sa.create_engine("sqlite://", poolclass=sa.StaticPool))
>>> ledger.create_tables()
>>> ledger.register(Campaign("2026", [Wave("first", dt.datetime(2026, 4, 6, tzinfo=dt.UTC), 5000)]))
>>> ledger.advance("2026", "first", before=0, count=100, last="D100")
True
>>> [(wave.name, wave.invited) for wave in ledger.waves("2026")]
[('first', 100)]
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs

from psc_workflow._structuring.arguments import check_kind, instant_in_range
from psc_workflow._structuring.extras import extra_error
from psc_workflow.campaigns._plan import Campaign, WaveProgress
from psc_workflow.exceptions import HostError
from psc_workflow.stores._arguments import MOST_OF_A_COLUMN, check_number, check_text
from psc_workflow.stores._cells import WrongCellError, reading, row_of, text

try:
    import sqlalchemy as sa
    from sqlalchemy.exc import IntegrityError
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "sqlalchemy", __name__) from None

from psc_workflow.stores._sql_store import store_errors
from psc_workflow.stores.sql import Instant

__all__ = ["SQLLedger", "metadata"]

metadata: sa.MetaData = sa.MetaData()
"""The tables, for a host that creates them with its own migrations."""

_campaigns = sa.Table(
    "psc_campaigns",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("is_paused", sa.Boolean, nullable=False),
)
_waves = sa.Table(
    "psc_campaign_waves",
    metadata,
    sa.Column("campaign", sa.ForeignKey(_campaigns.c.name), primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("opens_at", Instant, nullable=False),
    sa.Column("per_hour", sa.Integer, nullable=False),
    sa.Column("invited", sa.Integer, nullable=False),
    sa.Column("last", sa.String, nullable=False),
)
_places = sa.Table(
    "psc_campaign_places",
    metadata,
    sa.Column("domain", sa.String, primary_key=True),
    sa.Column("window_at", Instant, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)

_MEMORY = dt.timedelta(days=1)
"""How long the counts of a window stay after it began; longer than the clocks of workers differ."""


class SQLLedger:
    """
    A ledger of campaigns; workers share it.

    Args:
        engine: The host's engine.

    An argument of another type is a ``HostError``, and what the database
    cannot do a ``StoreError``.
    """

    def __init__(self, engine: sa.Engine) -> None:
        check_kind(engine, sa.Engine, "engine")
        self._engine = engine

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with store_errors(), self._engine.begin() as connection, reading():
            yield connection

    def create_tables(self) -> None:
        """Create the tables that are not there yet."""
        with store_errors():
            metadata.create_all(self._engine)

    def register(self, campaign: Campaign) -> None:
        """Write down a campaign and its waves, by whose rates offices go from now on; how far they are stays."""
        check_kind(campaign, Campaign, "campaign")
        with self._transaction() as connection:
            _put(connection, _campaigns, {"name": campaign.name}, {}, {"is_paused": False})
            for wave in campaign.waves:
                key = {"campaign": campaign.name, "name": wave.name}
                rate = {"opens_at": wave.opens_at, "per_hour": wave.per_hour}
                _put(connection, _waves, key, rate, {"invited": 0, "last": ""})

    def names(self) -> list[str]:
        """List the campaigns."""
        with self._transaction() as connection:
            return [text(name) for name in connection.scalars(sa.select(_campaigns.c.name).order_by(_campaigns.c.name))]

    def waves(self, campaign: str) -> list[WaveProgress]:
        """List how far the waves of a campaign are, in the order in which they open."""
        check_text(campaign, "campaign")
        columns = [_waves.c[field.name] for field in attrs.fields(WaveProgress)]
        select = sa.select(*columns).where(_waves.c.campaign == campaign).order_by(_waves.c.opens_at, _waves.c.name)
        with self._transaction() as connection:
            return [_wave(row) for row in connection.execute(select)]

    # -- pause and resume -----------------------------------------------------------------------

    def pause(self, campaign: str) -> None:
        """Invite nobody and deliver nothing until it is resumed; time passes, and dossiers are ticked."""
        self._set_paused(campaign, is_paused=True)

    def resume(self, campaign: str) -> None:
        """Go on; the rate of waves counts from their opening, so that they catch up."""
        self._set_paused(campaign, is_paused=False)

    def _set_paused(self, campaign: str, *, is_paused: bool) -> None:
        check_text(campaign, "campaign")
        update = sa.update(_campaigns).where(_campaigns.c.name == campaign).values(is_paused=is_paused)
        with self._transaction() as connection:
            if not connection.execute(update).rowcount:
                raise HostError("no campaign of this name is registered")

    def is_paused(self, campaign: str) -> bool:
        """Whether a campaign is paused."""
        check_text(campaign, "campaign")
        as_stored = sa.type_coerce(_campaigns.c.is_paused, sa.Integer)  # as a Boolean, anything in it would be one
        with self._transaction() as connection:
            is_paused = connection.scalar(sa.select(as_stored).where(_campaigns.c.name == campaign))
            if is_paused not in {None, 0, 1}:
                raise WrongCellError
            return bool(is_paused)

    # -- for workers ----------------------------------------------------------------------------

    def advance(self, campaign: str, wave: str, *, before: int, count: int, last: str) -> bool:
        """Record that *count* were invited; ``False`` if somebody else has recorded more than *before*."""
        for name, value in (("campaign", campaign), ("wave", wave), ("last", last)):
            check_text(value, name)
        check_number(before, "before", most=MOST_OF_A_COLUMN)
        check_number(count, "count", most=MOST_OF_A_COLUMN)
        update = sa.update(_waves).where(_is(campaign, wave), _waves.c.invited == before)
        with self._transaction() as connection:
            return connection.execute(update.values(invited=count, last=last)).rowcount == 1

    def take_places(self, mails: Mapping[str, int], window: dt.datetime) -> dict[str, int]:
        """
        Return how many mails to each domain there were in that window before these, and count them.

        Windows that began more than a day earlier are forgotten.
        """
        window = instant_in_range(window, "window")
        check_kind(mails, Mapping, "mails")
        for domain, count in mails.items():
            check_text(domain, "mails")
            check_number(count, "mails", most=MOST_OF_A_COLUMN)
        before = {}
        with self._transaction() as connection:
            for domain, count in sorted(mails.items()):  # locked by everybody in the same order
                before[domain] = _take(connection, domain, window, count)
            if not all(before.values()):  # as often as a window begins
                connection.execute(sa.delete(_places).where(_places.c.window_at < window - _MEMORY))
        return before


def _wave(row: sa.Row[Any]) -> WaveProgress:
    try:
        return row_of(WaveProgress, row._asdict())
    except HostError:  # no wave is registered at such a rate
        raise WrongCellError from None


def _take(connection: sa.Connection, domain: str, window: dt.datetime, count: int) -> int:
    key, first = {"domain": domain, "window_at": window}, {"count": count}
    where = sa.and_(_places.c.domain == domain, _places.c.window_at == window)
    _put(connection, _places, key, {"count": _places.c.count + count}, first, is_anew=True)
    after = connection.scalar(sa.select(_places.c.count).where(where))
    if after is None:  # somebody has forgotten the window meanwhile
        return 0
    if not isinstance(after, int) or after < count:
        raise WrongCellError
    return after - count


def _is(campaign: str, wave: str) -> sa.ColumnElement[bool]:
    return sa.and_(_waves.c.campaign == campaign, _waves.c.name == wave)


def _put(
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, object],
    changes: Mapping[str, object],
    first: Mapping[str, object],
    *,
    is_anew: bool = False,
) -> None:
    """Change the row of *key*, or make it with what it is at first; *is_anew* if the changes are not for a new one."""
    where = sa.and_(*(table.c[name] == value for name, value in key.items()))
    update = sa.update(table).where(where).values(changes or key)
    if connection.execute(update).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(table).values({**key, **({} if is_anew else changes), **first}))
    except IntegrityError:  # somebody else was faster
        connection.execute(update)
