"""
How many may be invited by an instant, when there is something to do, and how many mails a domain takes.
"""

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
import sqlalchemy as sa

from campaigners import CONTRACTS, SINCE, agent, office, plan
from junk import NAIVE, Right, not_refused
from people import INVITED, NOW
from psc_workflow import Dossier
from psc_workflow.campaigns import Campaign, DomainLimits, Office, Wave, midnights
from psc_workflow.campaigns._plan import LONGEST_TIME
from psc_workflow.campaigns._progress import progress
from psc_workflow.campaigns.sql import SQLLedger
from psc_workflow.exceptions import HostError, NaiveInstantError, StoreError
from psc_workflow.stores import SQLiteStore
from psc_workflow.stores._arguments import MOST_OF_A_COLUMN

SECOND = dt.timedelta(seconds=1)
MINUTE = 60 * SECOND
LAST = dt.datetime(2999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)


@pytest.fixture
def place(tmp_path: Path) -> Office:
    return office(f"sqlite:///{tmp_path / 'x.db'}", 3, tmp_path / "log")


@pytest.mark.parametrize(
    ("after", "allowed"),
    [
        pytest.param(-SECOND, 0, id="before it opens"),
        pytest.param(0 * SECOND, 0, id="when it opens"),
        pytest.param(35 * SECOND, 0, id="just before the first"),
        pytest.param(36 * SECOND, 1, id="the first of a hundred an hour"),
        pytest.param(3600 * SECOND, 100, id="an hour"),
        pytest.param(dt.timedelta(days=3650), 8_760_000, id="ten years, exactly"),
    ],
)
def test_a_wave_invites_at_its_rate(after: dt.timedelta, allowed: int) -> None:
    assert Wave("w", SINCE, per_hour=100).allowed(SINCE + after) == allowed


def test_every_rate_that_is_taken_is_worked_out_exactly_until_the_last_day() -> None:
    wave = Wave("w", SINCE, per_hour=MOST_OF_A_COLUMN)
    assert wave.allowed(SINCE + dt.timedelta(days=714)) == 714 * 24 * MOST_OF_A_COLUMN
    assert wave.allowed(LAST) == (LAST - SINCE) // SECOND * MOST_OF_A_COLUMN // 3600
    LEDGER.create_tables()
    LEDGER.register(Campaign("rate", [wave]))
    assert [each.per_hour for each in LEDGER.waves("rate")] == [MOST_OF_A_COLUMN]
    ENGINE.dispose()


def test_the_last_round_of_all_comes_after_the_last_day(place: Office) -> None:
    longest = Campaign("c", [WAVE], every=LONGEST_TIME)
    for campaign in (CAMPAIGN, longest):
        at = campaign.next_round(LAST, CONTRACTS.values())
        assert LAST < at <= LAST + campaign.every
    assert midnights(CONTRACTS.values(), after=LAST - dt.timedelta(days=1), until=LAST)
    yearly = attrs.evolve(place, campaign=attrs.evolve(place.campaign, every=LONGEST_TIME))
    assert yearly.tick(SINCE) == 0


def test_limits_stay_what_they_were_and_can_be_hashed() -> None:
    most = {"ac-paris.example": 2}
    limits = DomainLimits(most)
    most["ac-paris.example"] = 3
    assert limits == DomainLimits({"ac-paris.example": 2})
    assert len({limits, DomainLimits({"ac-paris.example": 2})}) == 1


def test_midnights_are_those_of_each_place() -> None:
    paris, papeete = SINCE.replace(hour=22), SINCE.replace(hour=10)
    assert midnights(CONTRACTS.values(), after=SINCE, until=paris) == [papeete, paris]
    assert midnights(CONTRACTS.values(), after=papeete, until=paris - SECOND) == []
    assert midnights([CONTRACTS["men-2026"]], after=SINCE, until=paris) == [paris]
    winter = dt.datetime(2026, 10, 25, 12, tzinfo=dt.UTC)
    assert midnights([CONTRACTS["men-2026"]], after=winter, until=winter + dt.timedelta(days=1)) == [
        winter.replace(hour=23)
    ]


def test_there_is_something_to_do_at_each_round_and_each_midnight() -> None:
    campaign, rounds = plan(30), [SINCE]
    while rounds[-1] < SINCE + dt.timedelta(days=1):
        rounds.append(campaign.next_round(rounds[-1], CONTRACTS.values()))
    assert [(at - SINCE) // dt.timedelta(hours=1) for at in rounds] == [0, 4, 12, 16, 24]


@pytest.mark.parametrize("eve", [dt.date(2026, 3, 28), dt.date(2026, 10, 24)], ids=["summer", "winter"])
def test_rounds_are_as_far_apart_as_it_says_when_the_clocks_change(eve: dt.date) -> None:
    opens_at = dt.datetime.combine(eve, dt.time(22, 50), ZoneInfo("Europe/Paris"))
    campaign = Campaign("c", [Wave("w", opens_at, 1)], every=10 * MINUTE)
    rounds = [opens_at.astimezone(dt.UTC)]
    for _ in range(40):
        rounds.append(campaign.next_round(rounds[-1].astimezone(opens_at.tzinfo), []))
    assert {after - before for before, after in itertools.pairwise(rounds)} == {10 * MINUTE}


def test_mails_over_the_limit_are_spread_over_the_windows_to_come() -> None:
    limits = DomainLimits({"ac-paris.example": 2})
    at = SINCE + dt.timedelta(seconds=59)
    again = [limits.send_at(at, place, 2) for place in range(6)]
    minutes = [None if instant is None else (instant - SINCE) // dt.timedelta(minutes=1) for instant in again]
    assert minutes == [None, None, 1, 1, 2, 2]


@pytest.mark.parametrize(("id_", "limit"), [("A000000", ("ac-paris.example", 2)), ("A000003", None)])
def test_a_domain_that_is_not_named_has_no_limit(id_: str, limit: object) -> None:
    limits = DomainLimits({"ac-paris.example": 2})
    dossier = Dossier.open(CONTRACTS["men-2026"], id="D1", agent=agent(id_), invited_at=INVITED)
    assert limits.limit_of(dossier.invitation) == limit


SPELLINGS = ["académie.example", "acade\u0301mie.example", "xn--acadmie-eya.example"]


@pytest.mark.parametrize("named", SPELLINGS, ids=ascii)
def test_a_domain_has_one_limit_however_it_is_spelt(named: str) -> None:
    limits = DomainLimits({named: 2})
    for spelling in (*SPELLINGS, *map(str.upper, SPELLINGS)):
        person = attrs.evolve(agent("A000000"), professional_email=f"x@{spelling}")
        dossier = Dossier.open(CONTRACTS["men-2026"], id="D1", agent=person, invited_at=INVITED)
        assert limits.limit_of(dossier.invitation) == (SPELLINGS[-1], 2), ascii(spelling)


@pytest.mark.parametrize(("hours", "at_midnight"), [(1, True), (24, True), (7, False), (36, False)])
def test_windows_that_divide_a_day_begin_at_midnight(hours: int, *, at_midnight: bool) -> None:
    limits, days = DomainLimits(window=dt.timedelta(hours=hours)), (dt.timedelta(days=day) for day in range(30))
    midnights = [SINCE.replace(hour=0) + day for day in days]
    assert all(limits.window_of(midnight) == midnight for midnight in midnights) == at_midnight


def test_plans_that_make_no_sense_are_refused() -> None:
    with pytest.raises(NaiveInstantError):
        Wave("w", SINCE.replace(tzinfo=None), 1)
    wave = Wave("w", SINCE, 1)
    for wrong in (
        lambda: Wave("w", SINCE, 0),
        lambda: Campaign("c", [wave, wave]),
        lambda: Campaign("c", [wave], every=0 * SECOND),
        lambda: Campaign("c", [wave], every=LONGEST_TIME + SECOND),
        lambda: Wave("w", SINCE, MOST_OF_A_COLUMN + 1),
        lambda: DomainLimits({"x": 0}),
        lambda: DomainLimits({"Ac-Paris.example": 2}),
        lambda: DomainLimits({"": 2}),
        lambda: DomainLimits({SPELLINGS[0]: 2, SPELLINGS[-1]: 2}),
        lambda: DomainLimits(window=0 * SECOND),
        lambda: DomainLimits(window=LONGEST_TIME + SECOND),
        lambda: DomainLimits(window=LONGEST_TIME).send_at(SINCE, 8000, 1),
        lambda: LEDGER.take_places({"x": MOST_OF_A_COLUMN + 1}, SINCE),
        lambda: LEDGER.advance("c", "w", before=0, count=MOST_OF_A_COLUMN + 1, last=""),
    ):
        with pytest.raises(HostError):
            wrong()


def is_x(value: object) -> bool:
    return value == "x"


def is_now(value: object) -> bool:
    return value is NOW


def is_mapping(value: object) -> bool:
    return isinstance(value, dict)


RIGHT: Right = {
    **dict.fromkeys(("name", "campaign", "wave", "last", "database", "worker", "schema"), is_x),
    **dict.fromkeys(("opens_at", "at", "after", "until"), is_now),
    **dict.fromkeys(("most", "mails"), is_mapping),
}
WAVE = Wave("w", SINCE, 1)
CAMPAIGN = Campaign("c", [WAVE])
ENGINE = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
LEDGER = SQLLedger(ENGINE)
LIMITS = DomainLimits({"ac-paris.example": 2})
STORE = SQLiteStore(":memory:")
INVITATION = Dossier.open(CONTRACTS["men-2026"], id="D1", agent=agent("A000000"), invited_at=INVITED).invitation
MAKERS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "Wave": (Wave, {"name": "w", "opens_at": SINCE, "per_hour": 1}),
    "Wave.allowed": (WAVE.allowed, {"at": SINCE}),
    "Campaign": (Campaign, {"name": "c", "waves": [WAVE], "every": SECOND}),
    "Campaign.next_round": (CAMPAIGN.next_round, {"after": SINCE, "contracts": []}),
    "midnights": (midnights, {"contracts": [], "after": SINCE, "until": SINCE}),
    "DomainLimits": (DomainLimits, {"most": {}, "window": SECOND}),
    "DomainLimits.limit_of": (LIMITS.limit_of, {"effect": INVITATION}),
    "DomainLimits.window_of": (LIMITS.window_of, {"at": SINCE}),
    "DomainLimits.send_at": (LIMITS.send_at, {"at": SINCE, "place": 3, "most": 2}),
    "progress": (progress, {"campaign": "c", "ledger": LEDGER, "store": STORE}),
    "SQLLedger": (SQLLedger, {"engine": None}),
    "SQLLedger.register": (LEDGER.register, {"campaign": CAMPAIGN}),
    **{
        f"SQLLedger.{name}": (getattr(LEDGER, name), {"campaign": "c"})
        for name in ("waves", "is_paused", "pause", "resume")
    },
    "SQLLedger.advance": (
        LEDGER.advance,
        {"campaign": "c", "wave": "w", "before": 0, "count": 1, "last": "D1"},
    ),
    "SQLLedger.take_places": (LEDGER.take_places, {"mails": {}, "window": SINCE}),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_a_wrong_argument_is_the_host_s_mistake(maker: str) -> None:
    make, arguments = MAKERS[maker]
    LEDGER.create_tables()
    no_text, in_windows = {"campaign": lambda _: False}, {"window": is_now}
    own: dict[str, Right] = {
        "SQLLedger.register": no_text,
        "SQLLedger.take_places": in_windows,
        "DomainLimits.send_at": {"most": lambda _: False},
    }
    assert not_refused(make, arguments, {**RIGHT, **own.get(maker, {})}) == []
    ENGINE.dispose()


def test_an_office_has_what_it_works_with_and_waits_for_no_function(place: Office) -> None:
    async def send(_: object) -> None:
        """Send nothing, unless it is awaited."""

    for name in ("store", "ledger", "campaign", "contracts", "limits", "invitees", "send"):
        with pytest.raises(HostError, match=f"`{name}`"):
            attrs.evolve(place, **{name: 1})
    with pytest.raises(HostError, match="asyncio"):
        attrs.evolve(place, send=send)
    for batch in (place.invite, place.tick, place.deliver):
        right: Right = {"at": is_now, "limit": lambda _: False}
        assert not_refused(batch, {"at": SINCE, "limit": 1}, right) == []
    with pytest.raises(HostError):
        place.work(NAIVE)


def test_a_ledger_that_is_gone_is_one_error_without_what_was_to_be_written() -> None:
    ledger = SQLLedger(sa.create_engine("sqlite:////no/such/folder/x.db"))
    for ask in (
        ledger.create_tables,
        ledger.names,
        lambda: ledger.register(CAMPAIGN),
        lambda: ledger.waves("c"),
        lambda: ledger.take_places({"ac-paris.example": 1}, SINCE),
    ):
        with pytest.raises(StoreError) as raised:
            ask()
        assert "ac-paris" not in str(raised.value)
        assert raised.value.__suppress_context__
