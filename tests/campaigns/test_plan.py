"""
How many may be invited by an instant, when there is something to do, and how many mails a domain takes.
"""

import datetime as dt

import pytest

from campaigners import CONTRACTS, SINCE, agent, plan
from people import INVITED
from psc_workflow import Dossier
from psc_workflow.campaigns import Campaign, DomainLimits, Wave, midnights
from psc_workflow.exceptions import HostError, NaiveInstantError

SECOND = dt.timedelta(seconds=1)


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


def test_plans_that_make_no_sense_are_refused() -> None:
    with pytest.raises(NaiveInstantError):
        Wave("w", SINCE.replace(tzinfo=None), 1)
    wave = Wave("w", SINCE, 1)
    for wrong in (
        lambda: Wave("w", SINCE, 0),
        lambda: Campaign("c", [wave, wave]),
        lambda: Campaign("c", [wave], every=0 * SECOND),
        lambda: DomainLimits({"x": 0}),
        lambda: DomainLimits(window=0 * SECOND),
    ):
        with pytest.raises(HostError):
            wrong()
