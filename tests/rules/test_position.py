"""
Positions compared with a calendar that is filled in day by day.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import HIRED, ONE_DAY, TODAY
from psc_workflow import Position, PositionKind
from psc_workflow.rules import position
from strategies import maybe
from verdicts import codes, codes_and_paths

FIRST = dt.date(2026, 1, 1)
SPAN = [FIRST + dt.timedelta(days=number) for number in range(14)]
NEAR = st.sampled_from(SPAN)
AWAY = PositionKind.NOT_CONCERNED
POSITIONS = st.lists(st.builds(Position, maybe(st.sampled_from(PositionKind)), maybe(NEAR), maybe(NEAR)), max_size=4)


def calendar(positions: list[Position]) -> dict[dt.date, PositionKind]:
    """Fill in every day of the span and the day after it, in the order in which positions were stated."""
    days: dict[dt.date, PositionKind] = {}
    for stated in positions:
        if stated.kind is not None:
            first, last = stated.first_day or dt.date.min, stated.last_day or dt.date.max
            days |= {day: stated.kind for day in [*SPAN, SPAN[-1] + ONE_DAY] if first <= day <= last}
    return days


@given(POSITIONS, NEAR)
@example([Position(AWAY, SPAN[2], SPAN[1])], SPAN[1])
@example([Position(AWAY), Position(PositionKind.ACTIVE, SPAN[3], SPAN[4])], SPAN[3])
def test_the_position_of_a_day_is_the_last_one_stated_for_it(positions: list[Position], on: dt.date) -> None:
    assert position.find(positions, on=on) is calendar(positions).get(on)


@given(POSITIONS, NEAR)
@example([Position(AWAY, SPAN[0], SPAN[3]), Position(AWAY, SPAN[4], SPAN[6])], SPAN[1])
@example([Position(AWAY), Position(PositionKind.ACTIVE, SPAN[3], SPAN[4])], SPAN[1])
@example([Position(AWAY, None, SPAN[13])], SPAN[1])
def test_somebody_returns_on_the_first_day_that_is_not_one_away(positions: list[Position], on: dt.date) -> None:
    days = calendar(positions)
    later = (day for day in [*SPAN, SPAN[-1] + ONE_DAY] if day > on and days.get(day) is not AWAY)
    expected = next(later, None) if days.get(on) is AWAY else None
    assert position.find_return(positions, on=on) == expected


def test_an_absence_until_the_last_day_of_the_calendar_has_no_return() -> None:
    assert position.find_return([Position(AWAY, None, dt.date.max)], on=TODAY) is None


@given(
    st.builds(Position, maybe(st.sampled_from(PositionKind)), maybe(NEAR), maybe(NEAR)),
    NEAR,
    maybe(NEAR),
    st.booleans(),
    st.booleans(),
)
def test_what_is_said_of_a_position_follows_from_its_days(
    stated: Position, on: dt.date, hired_on: dt.date | None, is_recorded: bool, is_member: bool
) -> None:
    first, last = stated.first_day or dt.date.min, stated.last_day or dt.date.max
    is_away = stated.kind is AWAY
    expected = {
        ("position-fact-missing", "position"): is_recorded and stated.kind is None,
        ("position-fact-missing", "first_day"): is_recorded and stated.first_day is None,
        ("position-ends-before-start", "last_day"): last < first,
        ("position-over", "last_day"): first <= last < on,
        ("position-before-hiring", "first_day"): stated.first_day is not None
        and hired_on is not None
        and first < hired_on,
        ("position-without-end", "last_day"): is_away and stated.last_day is None,
        ("position-leaves-membership", "position"): is_away and is_member,
    }
    verdict = position.assess(stated, on=on, hired_on=hired_on, is_recorded=is_recorded, is_member=is_member)
    assert set(codes_and_paths(verdict)) == {place for place, is_so in expected.items() if is_so}


@pytest.mark.parametrize("kind", [kind for kind in PositionKind if kind is not AWAY])
def test_a_position_in_which_the_obligation_goes_on_needs_no_end(kind: PositionKind) -> None:
    stated = Position(kind, TODAY)
    assert codes(position.assess(stated, on=TODAY, hired_on=HIRED, is_recorded=True, is_member=True)) == []


def test_the_leaves_that_are_another_position_are_those_of_the_catalogue() -> None:
    (finding,) = position.assess(Position(AWAY, TODAY), on=TODAY).findings
    assert "disponibilité pour raison de santé" in finding.text("fr") or "maternité" in finding.text("fr")
    assert "convenances personnelles" not in finding.text("fr")
