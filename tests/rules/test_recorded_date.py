"""
Recorded days compared with the span of days that are left, counted one by one.
"""

import datetime as dt
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY, START
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import recorded_date
from strategies import maybe, near
from verdicts import codes, codes_and_paths, facts_by_place

EVE, SECOND = dt.date(2026, 4, 30), dt.date(2026, 5, 2)
CLOSE = near(START, 2)


def left(start: dt.date, settled: dt.date | None, latest: dt.date | None) -> set[int]:
    """Count the days that can be recorded, in a span around all of those drawn."""
    span = range(START.toordinal() - 9, START.toordinal() + 10)
    until = span.stop if latest is None else latest.toordinal() + 1
    days = {day for day in span if day in range(start.toordinal(), until)}
    return days if settled is None else days & {settled.toordinal()}


@given(CLOSE, CLOSE, maybe(CLOSE), maybe(CLOSE))
@example(EVE, START, None, None)
@example(START, START, None, START)
@example(SECOND, START, None, START)
@example(SECOND, START, START, None)
@example(START, START, START, START)
@example(START, SECOND, None, EVE)
@example(START, SECOND, SECOND, EVE)
def test_the_days_that_can_be_recorded_are_those_of_the_span(
    on: dt.date, start: dt.date, settled: dt.date | None, latest: dt.date | None
) -> None:
    """Bounds in the wrong order leave no day at all."""
    verdict = recorded_date.assess(on, start=start, settled=settled, latest=latest)
    assert verdict.holds == (on.toordinal() in left(start, settled, latest))
    assert verdict.outcome in (Judgement.HOLDS, Judgement.REFUSED)


@given(maybe(CLOSE | st.dates()), CLOSE, maybe(CLOSE), maybe(CLOSE))
@example(dt.date.min, START, START, START)
@example(dt.date.max, START, START, START)
@example(None, START, START, START)
@example(None, START, None, None)
def test_all_that_stands_against_a_day_is_told_with_both_days(
    on: dt.date | None, start: dt.date, settled: dt.date | None, latest: dt.date | None
) -> None:
    verdict = recorded_date.assess(on, start=start, settled=settled, latest=latest)
    if on is None:
        assert facts_by_place(verdict) == {("recorded-date-missing", "on"): {}}
        assert verdict.outcome is Judgement.INCOMPLETE
        return
    table = {
        "recorded-date-too-early": ({"on": on, "start": start}, (start - on).days > 0),
        "recorded-date-too-late": ({"on": on, "latest": latest}, latest is not None and (on - latest).days > 0),
        "effective-date-settled": ({"on": on, "settled": settled}, settled not in (None, on)),
    }
    assert facts_by_place(verdict) == {(code, "on"): facts for code, (facts, applies) in table.items() if applies}


@given(maybe(CLOSE), maybe(CLOSE))
def test_no_cover_begins_after_a_planned_end(on: dt.date | None, ends_on: dt.date | None) -> None:
    verdict = recorded_date.assess(on, start=dt.date.min, settled=None, ends_on=ends_on)
    after = on is not None and ends_on is not None and on.toordinal() > ends_on.toordinal()
    assert [code for code in codes(verdict) if code != "recorded-date-missing"] == ["recorded-date-after-end"] * after


@given(near(START, 3), near(dt.date(2027, 5, 1), 3))
def test_a_day_more_than_a_year_ahead_is_warned_of(today: dt.date, on: dt.date) -> None:
    verdict = recorded_date.assess(on, start=dt.date.min, settled=None, today=today)
    is_far = (on.year - today.year, on.month, on.day) > (1, today.month, today.day)
    assert codes(verdict) == ["recorded-date-far-ahead"] * is_far
    assert verdict.holds


@given(CLOSE, CLOSE, maybe(CLOSE))
def test_without_a_last_day_any_later_day_does(on: dt.date, start: dt.date, settled: dt.date | None) -> None:
    without = recorded_date.assess(on, start=start, settled=settled)
    assert without == recorded_date.assess(on, start=start, settled=settled, latest=dt.date.max)


# -- at the boundaries -----------------------------------------------------------------------------------


def test_a_recorded_day_can_be_corrected_up_to_the_day_of_the_request_once_cover_has_begun() -> None:
    day = dt.date(2026, 9, 1)
    assess = partial(recorded_date.assess, start=START, settled=None, latest=day)
    assert assess(day).holds
    assert codes(assess(day + dt.timedelta(days=1))) == ["recorded-date-too-late"]


@pytest.mark.parametrize(
    ("on", "settled", "expected"),
    [
        (None, None, ["recorded-date-missing"]),
        (None, START, ["recorded-date-missing"]),
        (START - ONE_DAY, None, ["recorded-date-too-early"]),
        (START, None, []),
        (START + ONE_DAY, None, []),
        (START, START, []),
        (START + ONE_DAY, START, ["effective-date-settled"]),
        (START - ONE_DAY, START, ["recorded-date-too-early", "effective-date-settled"]),
    ],
    ids=str,
)
def test_which_first_day_of_cover_can_be_recorded(
    on: dt.date | None, settled: dt.date | None, expected: list[str]
) -> None:
    verdict = recorded_date.assess(on, start=START, settled=settled)
    assert codes_and_paths(verdict) == [(code, "on") for code in expected]
    assert verdict.missing == (() if on else ("on",))
    if "effective-date-settled" in expected:
        assert "1er mai 2026" in verdict.findings[-1].text("fr")
