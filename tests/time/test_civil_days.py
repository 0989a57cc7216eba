"""
The civil day is that of the contract, whatever zone an instant is written in.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest

from dossiers import open_dossier
from people import BENOIT, GUIDE, INVITED, ONE_DAY
from psc_workflow import Dossier, Role, contracts
from psc_workflow._model.effects import SendReminder
from timeline import MICROSECOND, SECOND, WINDOW_OVER, foreseen_effects, instant_of, midnight, reload


def under(zone: str, contract: contracts.Contract = GUIDE) -> contracts.Contract:
    """Count the days of *contract* in *zone*."""
    values = tuple(attrs.evolve(dated, value=zone) for dated in contract.time_zone.values)
    return attrs.evolve(contract, time_zone=attrs.evolve(contract.time_zone, values=values))


PARIS_ZONE = ZoneInfo("Europe/Paris")
PARIS = under("Europe/Paris")


def invited_at(hour: int, contract: contracts.Contract) -> Dossier:
    """Invite by a mail sent from Paris on 6 April."""
    return Dossier.open(contract, id="D1", agent=BENOIT, invited_at=dt.datetime(2026, 4, 6, hour, tzinfo=PARIS_ZONE))


@pytest.mark.parametrize(
    ("hour", "contract", "last_day"),
    [
        (8, GUIDE, dt.date(2026, 4, 26)),
        (14, GUIDE, dt.date(2026, 4, 27)),
        (8, PARIS, dt.date(2026, 4, 27)),
        (14, PARIS, dt.date(2026, 4, 27)),
    ],
    ids=["08:00, Papeete", "14:00, Papeete", "08:00, Paris", "14:00, Paris"],
)
def test_a_mail_of_one_day_in_paris_falls_on_two_days_in_papeete(
    hour: int, contract: contracts.Contract, last_day: dt.date
) -> None:
    dossier = invited_at(hour, contract)
    over = contract.start_of(last_day + ONE_DAY)
    window = next(
        deadline
        for deadline in dossier.view(at=over - MICROSECOND, role=Role.AGENT).deadlines
        if deadline.name == "affiliation_window_ends"
    )
    assert (window.last_day, window.due_at) == (last_day, over)
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    assert {reminder.last_day for reminder in foreseen_effects(dossier, SendReminder)} == {last_day}


@pytest.mark.parametrize("second", [-1, 0], ids=["the last second of 5 April", "the first second of 6 April"])
def test_midnight_in_papeete_parts_two_days_of_invitation(second: int) -> None:
    invited_at = midnight(2026, 4, 6) + second * SECOND
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=invited_at)
    assert instant_of(dossier, "affiliation_window_ends") == WINDOW_OVER + second * ONE_DAY


def test_the_same_instant_written_in_any_zone_gives_the_same_dossier() -> None:
    for zone in (dt.UTC, PARIS_ZONE, ZoneInfo("Asia/Kathmandu")):
        dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED.astimezone(zone))
        assert dossier == open_dossier()
        assert dossier.as_of(WINDOW_OVER.astimezone(zone)) == open_dossier().as_of(WINDOW_OVER)


@pytest.mark.parametrize(
    ("invited", "over"),
    [
        (dt.datetime(2026, 3, 8, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC)),
        (dt.datetime(2026, 10, 4, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 10, 25, 23, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 20, 9, tzinfo=PARIS_ZONE), dt.datetime(2026, 4, 10, 22, tzinfo=dt.UTC)),
        (dt.datetime(2026, 3, 29, 1, 59, tzinfo=PARIS_ZONE), dt.datetime(2026, 4, 19, 22, tzinfo=dt.UTC)),
    ],
    ids=["last day of 23 hours", "last day of 25 hours", "a change in between", "invited on the day of the change"],
)
def test_on_days_when_the_clocks_of_paris_change_the_last_day_ends_at_midnight_there(
    invited: dt.datetime, over: dt.datetime
) -> None:
    dossier = Dossier.open(PARIS, id="D1", agent=BENOIT, invited_at=invited)
    assert instant_of(dossier, "affiliation_window_ends") == over
    assert PARIS.local(over).time() == dt.time.min
    assert dossier.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert dossier.as_of(over).states["affiliation"] == "auto_affiliated"
    assert reload(dossier).as_of(over) == dossier.as_of(over)


@pytest.mark.parametrize(
    ("invited_on", "reminded_at"),
    [(dt.date(2026, 3, 22), dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)), (dt.date(2026, 10, 18), dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)), (dt.date(2026, 3, 23), dt.datetime(2026, 3, 29, 22, tzinfo=dt.UTC))],
    ids=["on the day of 23 hours", "on the day of 25 hours", "on the day after"],
)  # fmt: skip
def test_a_reminder_comes_at_the_first_instant_of_a_day_on_which_the_clocks_change(
    invited_on: dt.date, reminded_at: dt.datetime
) -> None:
    invited = dt.datetime.combine(invited_on, dt.time(9), PARIS_ZONE)
    dossier = Dossier.open(PARIS, id="D1", agent=BENOIT, invited_at=invited)
    assert dossier.due_at() == reminded_at
    assert dossier.due_at().tzinfo == PARIS_ZONE
