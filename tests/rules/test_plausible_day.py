"""
Days compared with the order of their ISO forms, and every field of every command with the bounds it must have.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from day_fields import holds_days, inner_types
from people import CLAUDIA, ONE_DAY, TODAY
from psc_workflow import Agent, Household
from psc_workflow import commands as do
from psc_workflow._catalogue import law
from psc_workflow._model.commands import ALL
from psc_workflow._model.days import days_in
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import birth_date, plausible_day
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from strategies import DAYS, near
from verdicts import codes, codes_and_paths


def shifted(day: dt.date, years: int) -> str:
    return f"{day.year + years:04}{day.isoformat()[4:]}"


@given(near(dt.date(1946, 4, 7), 2) | near(dt.date(2031, 4, 7), 2) | near(dt.date(2046, 4, 7), 2) | st.dates(), DAYS)
def test_a_day_is_within_the_bounds_of_its_text(on: dt.date, today: dt.date) -> None:
    """ISO dates sort like their days, whichever years; 29 February is the day before 1 March."""
    expected = []
    if on.isoformat() < shifted(today, -80):
        expected = ["day-too-long-ago"]
    elif on.isoformat() > shifted(today, 20):
        expected = ["day-too-far-ahead"]
    elif on.isoformat() > shifted(today, 5):
        expected = ["day-far-ahead"]
    if (today.month, today.day) != (2, 29):
        assert codes(plausible_day.assess(do.RecordEffectiveDate(on), today=today)) == expected
    happened = ["day-in-future"] if on > today else expected
    assert codes(plausible_day.assess(do.Attest(signed_on=on), today=today)) == happened


def test_each_bound_is_said_and_cited() -> None:
    """Eighty years back, twenty years ahead; beyond five, how many."""
    years = {"day-too-long-ago": -81, "day-too-far-ahead": 21, "day-far-ahead": 6}
    facts: dict[str, dict[str, Any]] = {
        "day-too-long-ago": {"first": dt.date(1946, 4, 7)},
        "day-too-far-ahead": {"last": dt.date(2046, 4, 7)},
        "day-far-ahead": {"years": 5},
    }
    values = {"day-too-long-ago": "oldest_day", "day-too-far-ahead": "furthest_day", "day-far-ahead": "far_day"}
    for code, distance in years.items():
        on = dt.date.fromisoformat(shifted(TODAY, distance))
        (finding,) = plausible_day.assess(do.RecordEffectiveDate(on), today=TODAY).findings
        assert (finding.code, finding.path, finding.facts) == (code, "on", {"on": on, **facts[code]})
        assert {*law.dated(values[code], TODAY).sources} <= {*finding.sources}
    (future,) = plausible_day.assess(do.Attest(signed_on=TODAY + ONE_DAY), today=TODAY).findings
    assert (future.path, future.facts) == ("signed_on", {"on": TODAY + ONE_DAY, "today": TODAY})


@pytest.mark.parametrize(("days", "is_too_far"), [(-1, False), (0, False), (1, True)])
def test_the_last_day_that_anybody_can_mean_is_itself_not_too_far(days: int, is_too_far: bool) -> None:
    on = dt.date(2046, 4, 7) + days * ONE_DAY
    assert plausible_day.is_too_far_ahead(on, today=TODAY) is is_too_far


HOSTILE = [dt.date.min, dt.date(20, 1, 1), dt.date(26, 4, 7), dt.date(1899, 12, 31), dt.date(2206, 9, 1), dt.date.max]


def classes() -> Iterator[type[Any]]:
    """Yield every class that people fill in, and those inside them."""
    pending: list[type[Any]] = [*ALL, Agent, Household]
    seen: set[type[Any]] = set()
    while pending:
        cls = pending.pop()
        if cls in seen:
            continue
        seen.add(cls)
        yield cls
        pending += [inner for field in attrs.fields(cls) for inner in inner_types(field.type) if attrs.has(inner)]


DATE_FIELDS = [(cls, field) for cls in classes() for field in attrs.fields(cls) if dt.date in inner_types(field.type)]


@pytest.mark.parametrize(
    ("cls", "field"), DATE_FIELDS, ids=lambda value: getattr(value, "__name__", None) or value.name
)
def test_every_field_that_holds_a_day_has_bounds_on_both_sides(cls: type[Any], field: attrs.Attribute) -> None:
    meanings = {day.meaning for day in days_in(cls(**{field.name: TODAY}))}
    assert meanings == {"birth"} if "birth" in field.name else meanings <= {"past", "any"}
    for day in HOSTILE:
        verdict = plausible_day.assess(cls(**{field.name: day}), today=TODAY)
        assert codes_and_paths(verdict) == [(verdict.findings[0].code, field.name)]
        assert not verdict.holds


def test_days_are_seen_where_the_walk_looks_for_them() -> None:
    """The list above is not empty by mistake."""
    assert {(do.DeclareChild, "birth_date"), (do.Transfer, "on"), (do.MotiveFacts, "in_force_since")} <= {
        (cls, field.name) for cls, field in DATE_FIELDS
    }


def test_a_day_inside_an_answer_has_its_path() -> None:
    born = attrs.evolve(CLAUDIA, birth_date=dt.date(72, 10, 9))
    assert codes_and_paths(plausible_day.assess(do.DeclareBeneficiaries(born, []), today=TODAY)) == [
        ("birth-too-long-ago", "partner.birth_date")
    ]


def test_a_day_that_a_rule_refuses_already_is_not_refused_twice() -> None:
    command = do.DeclareBeneficiaries(attrs.evolve(CLAUDIA, birth_date=dt.date(2126, 10, 9)), [])
    refused = birth_date.assess(command.partner.birth_date, on=TODAY, path="partner.birth_date")  # type: ignore[union-attr]
    assert plausible_day.complete(refused, command, today=TODAY) == refused
    assert codes(plausible_day.complete(Verdict(), command, today=TODAY)) == ["birth-in-future"]


def test_the_guards_of_every_command_with_a_day_judge_it_once() -> None:
    """One guard that reads the command asks this rule: none would leave its days without bounds, two would say it twice."""
    counts = {
        (row.state, row.event): sum(not guard.is_may for guard in row.guards)
        for chart in JOURNEYS.values()
        for rows in table(chart).values()
        for row in rows.values()
        if row.event in {command.event for command in ALL if holds_days(command)}
    }
    assert counts
    assert set(counts.values()) == {1}
