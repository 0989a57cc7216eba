"""
Instants: with a zone, within the calendar, and never earlier than the last one.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest

from dossiers import accept, at_state, open_dossier
from journeys import declare
from people import BENOIT, CARLA, FAMILY, GUIDE, NOW, TAHITI
from psc_workflow import Dossier, Outcome, Regime, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import HostError, InstantTooEarlyError, NaiveInstantError


def test_a_naive_instant_is_the_host_s_mistake() -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveInstantError):
        open_dossier().decide(do.StartAffiliation(), at=naive, role=Role.AGENT)
    with pytest.raises(NaiveInstantError):
        open_dossier().view(at=naive, role=Role.AGENT)
    with pytest.raises(NaiveInstantError):
        Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=naive)


def test_an_instant_up_to_five_minutes_early_counts_as_the_last_one() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation())
    early = NOW - dt.timedelta(minutes=5)
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=early, role=Role.AGENT)
    assert decision.dossier.record.at == NOW
    with pytest.raises(InstantTooEarlyError):
        dossier.decide(do.DeclareRegime(Regime.GENERAL), at=early - dt.timedelta(seconds=1), role=Role.AGENT)


def test_one_instant_told_in_two_zones_gives_one_document() -> None:
    utc = accept(open_dossier(), do.StartAffiliation(), at=NOW.astimezone(dt.UTC))
    assert utc.dump() == accept(open_dossier(), do.StartAffiliation()).dump()


def test_instants_are_compared_as_instants_when_the_clocks_go_back() -> None:
    """02:10 after the change comes 20 minutes after 02:50 before it, whatever the wall clock says."""
    paris = ZoneInfo("Europe/Paris")
    before = dt.datetime(2026, 10, 25, 2, 50, tzinfo=paris)
    after = dt.datetime(2026, 10, 25, 2, 10, tzinfo=paris, fold=1)
    invited = dt.datetime(2026, 10, 24, 8, 0, tzinfo=paris)
    dossier = accept(Dossier.open(GUIDE, id="D3", agent=BENOIT, invited_at=invited), do.StartAffiliation(), at=before)
    for same_dossier in (dossier, Dossier.load(dossier.dump())):
        assert same_dossier.decide(do.Resume(), at=after, role=Role.AGENT).outcome is Outcome.ACCEPTED
        with pytest.raises(InstantTooEarlyError):
            accept(same_dossier, do.Resume(), at=after).decide(do.Resume(), at=before, role=Role.AGENT)


def test_an_offset_with_seconds_can_be_stored() -> None:
    odd = dt.timezone(dt.timedelta(hours=1, seconds=3))
    dossier = accept(open_dossier(), do.StartAffiliation(), at=NOW.astimezone(odd))
    assert Dossier.load(dossier.dump()) == dossier


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_an_instant_at_the_ends_of_the_calendar_is_the_host_s_mistake(year: int) -> None:
    with pytest.raises(HostError, match="between the years"):
        open_dossier().decide(do.StartAffiliation(), at=NOW.replace(year=year), role=Role.AGENT)


@pytest.mark.parametrize("birth", [dt.date(9990, 1, 1), dt.date.max, dt.date.min], ids=str)
def test_a_birth_at_the_ends_of_the_calendar_is_a_finding(birth: dt.date) -> None:
    decision = at_state("beneficiaries").decide(
        declare(None, attrs.evolve(CARLA, birth_date=birth)), at=NOW, role=Role.AGENT
    )
    assert decision.outcome is Outcome.REFUSED


def test_the_last_instant_that_can_be_stored_can_be_read() -> None:
    with pytest.raises(HostError):
        Dossier.open(GUIDE, id="D", agent=BENOIT, invited_at=dt.datetime(2999, 12, 31, 20, tzinfo=TAHITI))


@pytest.mark.parametrize("hired_on", [dt.date(9998, 1, 1), dt.date(9999, 12, 31)])
def test_a_hiring_at_the_end_of_the_calendar_counts_as_unknown(hired_on: dt.date) -> None:
    odd, unknown = (
        at_state("beneficiaries", agent=attrs.evolve(BENOIT, hired_on=day)).decide(FAMILY, at=NOW, role=Role.AGENT)
        for day in (hired_on, None)
    )
    assert (odd.outcome, odd.verdict) == (unknown.outcome, unknown.verdict)
