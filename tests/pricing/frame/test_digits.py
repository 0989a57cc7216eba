"""
Digits of rows: which value a row has is what the words, the days and the counts of that row say.
"""

import datetime as dt
import itertools
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import START
from psc_workflow._model.vocabulary import Who
from psc_workflow.pricing._bands import last_step
from psc_workflow.pricing._people import Person
from psc_workflow.pricing.frame._columns import Compute
from psc_workflow.pricing.frame._digits import Digit, as_number, first_of, number_of, steps_of, words, years_since
from psc_workflow.pricing.frame._formulas import col
from psc_workflow.pricing.frame._people import MOST_FAMILIES, _family
from psc_workflow.rules import ages

DAYS = [dt.date(2024, 2, 29), dt.date(2025, 2, 28), dt.date(2026, 3, 1), START, dt.date(2028, 2, 29)]


def values_of(digit: Digit, rows: dict[str, Any], schema: Any = None) -> list[Any]:
    """Return what stands for each row."""
    table = Compute({"number": digit.number}).apply(nw.from_native(pl.DataFrame(rows, schema)))
    return [digit.values[number] for number in table["number"]]


def test_the_first_condition_that_holds_counts_and_a_comparison_with_null_does_not_hold() -> None:
    number = col("number")
    places = first_of([number > 5, number > 3, number > 1])
    table = pl.DataFrame({"number": [9, 5, 3, 1, None]})
    assert table.select(place=places.say(pl))["place"].to_list() == [3, 2, 1, 0, 0]
    assert nw.from_native(table.to_arrow()).select(place=places.say(nw))["place"].to_list() == [3, 2, 1, 0, 0]


@pytest.mark.parametrize("null", [False, True])
def test_each_word_stands_for_its_group(null: bool) -> None:
    values = ["other", "a", "bc", *(["null"] if null else [])]
    digit = words("word", [["a"], ["b", "c"]], values, null=null)
    rows = {"word": ["c", "a", "B", None, "", "b"]}
    assert values_of(digit, rows) == ["bc", "a", "other", values[-1] if null else "other", "other", "bc"]


@given(
    st.sampled_from(DAYS),
    st.sets(st.integers(0, 9), max_size=4).map(sorted),
    st.lists(st.none() | st.dates(dt.date(2014, 1, 1), dt.date(2029, 1, 1)), min_size=1),
)
def test_a_day_stands_for_the_last_number_of_years_that_have_passed(
    on: dt.date, steps: list[int], days: list[dt.date | None]
) -> None:
    digit = Digit(steps_of("day", years_since("day", on, steps)), (None, -1, *steps))
    days += [day.replace(year=day.year - years) for day in (START, on) if day.day < 29 for years in steps]
    expected = [None if day is None else last_step((-1, *steps), ages.years(day, on=on)) for day in days]
    assert values_of(digit, {"day": days}, {"day": pl.Date}) == expected


def test_more_years_than_the_calendar_has_have_passed_since_no_day() -> None:
    digit = Digit(steps_of("day", years_since("day", START, [3000])), (None, "less", "more"))
    assert values_of(digit, {"day": [dt.date(1, 1, 2), START]}) == ["less", "less"]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_a_number_of_several_digits_stands_for_what_each_stands_for(sizes: list[int], data: st.DataObject) -> None:
    digits = [Digit(col(str(place)), tuple(range(size))) for place, size in enumerate(sizes)]
    numbers = [data.draw(st.integers(0, size - 1)) for size in sizes]
    rows = {str(place): [number] for place, number in enumerate(numbers)}
    assert values_of(number_of(digits), rows) == [tuple(numbers)]
    assert values_of(Digit(as_number(digits), number_of(digits).values), rows) == [tuple(numbers)]


BIRTHS = [None, dt.date(2027, 1, 1), dt.date(2020, 5, 1), dt.date(2008, 5, 1), dt.date(2008, 5, 2), dt.date(1999, 1, 1)]


@pytest.mark.parametrize("steps", [(-1,), (-1, 18), (-1, 0, 18, 21)])
def test_a_family_stands_for_its_children_the_eldest_first(steps: tuple[int, ...]) -> None:
    """Every combination of four births, in any order of columns."""
    columns = [f"child_{number}" for number in range(4)]
    group = _family(columns, steps, START)
    births = list(itertools.product(BIRTHS, repeat=4))
    table: Any = nw.from_native(pl.DataFrame(births, dict.fromkeys(columns, pl.Date), orient="row"))
    for step in (*group.before, Compute({"number": group.digit.number})):
        table = step.apply(table)
    families = [group.digit.values[number] for number in table["number"]]
    expected = []
    for days in births:
        eldest_first = sorted(day for day in days if day is not None)
        reached = [last_step(steps, ages.years(day, on=START)) for day in eldest_first]
        expected.append(tuple(Person(Who.CHILD, age, rank) for rank, age in enumerate(reached, 1)))
    assert families == expected
    assert len(set(group.digit.values)) == len(group.digit.values) <= MOST_FAMILIES
