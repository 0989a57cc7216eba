"""
Clocks of hosts that go back, stand still, or have no zone.
"""

import datetime as dt
from collections.abc import Callable

import pytest

from dossiers import at_state, tick
from people import NOW, ONE_DAY, SIGN_WITH_MANDATE
from psc_workflow import Dossier, Outcome, Role, states
from psc_workflow import commands as do
from psc_workflow.exceptions import InstantTooEarlyError
from timeline import MICROSECOND, MINUTE, WINDOW_OVER

ASKING: dict[str, Callable[[Dossier, dt.datetime], object]] = {
    "view": lambda dossier, at: dossier.view(at=at, role=Role.AGENT),
    "check": lambda dossier, at: dossier.check(do.Resume(), at=at, role=Role.AGENT),
    "decide": lambda dossier, at: dossier.decide(do.Resume(), at=at, role=Role.AGENT),
    "tick": lambda dossier, at: dossier.decide(do.Tick(), at=at, role=Role.CLOCK),
    "preview": lambda dossier, at: dossier.preview(do.Resume(), at=at, role=Role.AGENT),
    "as of": lambda dossier, at: dossier.as_of(at),
    "quote": lambda dossier, at: dossier.quote(at=at),
    "live": lambda dossier, at: states.live(dossier, "affiliation", at=at).model.state,
}


@pytest.mark.parametrize("asked", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("early", [MICROSECOND, 5 * MINUTE], ids=str)
def test_an_instant_up_to_five_minutes_early_counts_as_the_last_one(
    asked: Callable[[Dossier, dt.datetime], object], early: dt.timedelta
) -> None:
    dossier = at_state("formula")
    assert asked(dossier, NOW - early) == asked(dossier, NOW)


@pytest.mark.parametrize("asked", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("early", [5 * MINUTE + MICROSECOND, ONE_DAY], ids=str)
def test_an_instant_that_is_earlier_still_raises(
    asked: Callable[[Dossier, dt.datetime], object], early: dt.timedelta
) -> None:
    with pytest.raises(InstantTooEarlyError):
        asked(at_state("formula"), NOW - early)


def test_a_slow_clock_cannot_bring_the_last_day_back() -> None:
    """Once somebody has seen day 22 and kept it, 23:59 of day 21 counts as that instant."""
    dossier = tick(at_state("signature"), WINDOW_OVER)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=WINDOW_OVER - MINUTE, role=Role.AGENT)
    assert decision.outcome is Outcome.NOT_AVAILABLE
    steps = dossier.decide(do.CompleteAffiliation(), at=WINDOW_OVER - MINUTE, role=Role.AGENT).steps
    assert [step.at for step in steps] == [WINDOW_OVER]
