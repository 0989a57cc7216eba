"""
Employments that begin again, compared with a list of the days on which nobody was covered.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import rehire
from strategies import maybe, near
from verdicts import codes, codes_and_paths

SEPTEMBER = dt.date(2026, 9, 1)
OPENED_OTHERWISE = {"dispensed", "not_concerned"}


def days_without(ended_on: dt.date, hired_on: dt.date) -> list[dt.date]:
    """List the days without employment, one by one."""
    return [dt.date.fromordinal(number) for number in range(ended_on.toordinal(), hired_on.toordinal())]


@given(near(SEPTEMBER, 40), near(SEPTEMBER, 40))
@example(SEPTEMBER, SEPTEMBER)
@example(SEPTEMBER, SEPTEMBER + dt.timedelta(days=1))
def test_the_days_without_cover_are_named_and_without_any_the_cover_continues(
    ended_on: dt.date, hired_on: dt.date
) -> None:
    verdict = rehire.assess(hired_on, ended=EndReason.DEPARTURE, ended_on=ended_on, planned_on=None)
    days = days_without(ended_on, hired_on)
    assert verdict.holds
    assert rehire.continues(hired_on, ended=EndReason.DEPARTURE, ended_on=ended_on) == (not days)
    assert [(f.code, f.path, f.facts) for f in verdict.findings] == (
        [("rehire-cover-gap", "on", {"first": days[0], "last": days[-1]})] if days else []
    )


@given(maybe(near(SEPTEMBER, 3)), maybe(near(SEPTEMBER, 3)))
def test_an_end_to_come_is_withdrawn_only_by_an_employment_that_begins_by_then(
    hired_on: dt.date | None, planned_on: dt.date | None
) -> None:
    verdict = rehire.assess(hired_on, ended=None, ended_on=None, planned_on=planned_on)
    late = hired_on is not None and planned_on is not None and hired_on > planned_on
    expected = [("day-missing", "on")] if hired_on is None else [("rehire-before-end", "on")] if late else []
    assert codes_and_paths(verdict.findings) == expected


@pytest.mark.parametrize("ended", [None, *EndReason])
@given(planned_on=maybe(near(SEPTEMBER, 1)))
def test_every_end_for_good_but_a_death_can_be_followed_by_an_employment(
    ended: EndReason | None, planned_on: dt.date | None
) -> None:
    has_none = ended is None or ended.value in OPENED_OTHERWISE
    expected = ["rehire-after-death"] if ended == "death" else []
    expected += ["rehire-without-end"] if has_none and planned_on is None else []
    assert codes(rehire.assess_end(ended, planned_on=planned_on)) == expected


def test_an_unknown_end_or_day_continues_nothing() -> None:
    assert not rehire.continues(None, ended=EndReason.DEPARTURE, ended_on=SEPTEMBER)
    assert not rehire.continues(SEPTEMBER, ended=EndReason.DEPARTURE, ended_on=None)


@pytest.mark.parametrize("ended", [None, *EndReason])
def test_whoever_may_be_covered_elsewhere_is_warned_and_nothing_continues_by_itself(ended: EndReason | None) -> None:
    verdict = rehire.assess(SEPTEMBER, ended=ended, ended_on=SEPTEMBER, planned_on=None)
    elsewhere = ended is not None and ended.value in {"retirement", "transfer"}
    assert codes(verdict) == (["rehire-cover-elsewhere"] if elsewhere else [])
    assert rehire.continues(SEPTEMBER, ended=ended, ended_on=SEPTEMBER) == (ended == "departure")


@given(st.none() | st.dates())
def test_an_unknown_day_is_asked_for(ended_on: dt.date | None) -> None:
    (finding,) = rehire.assess(None, ended=EndReason.DEPARTURE, ended_on=ended_on, planned_on=None).findings
    assert "nouvel emploi" in finding.remedy("fr")
