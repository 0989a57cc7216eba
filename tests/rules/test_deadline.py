"""
Deadlines compared with the microseconds elapsed since 1900.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow._model.text import write_instant
from psc_workflow._model.verdict import Finding
from psc_workflow.rules import deadline
from strategies import maybe
from verdicts import codes_and_paths

ZONES = st.sampled_from([dt.UTC, *(dt.timezone(dt.timedelta(hours=hours)) for hours in (-10, 1, 14))])
INSTANTS = st.datetimes(  # without zones: st.datetimes adds them
    dt.datetime(1900, 1, 2),  # noqa: DTZ001 -- as above
    dt.datetime(2999, 12, 30),  # noqa: DTZ001 -- as above
    timezones=ZONES,
)
EPOCH = dt.datetime(1900, 1, 1)  # noqa: DTZ001 -- a wall clock has none
OFFSETS = st.sampled_from([-86_400_000_000, -1_000_000, -1, 0, 1, 1_000_000, 86_400_000_000])


def elapsed(at: dt.datetime) -> int:
    """Count from the wall clock, less what it is ahead of universal time."""
    wall, ahead = at.replace(tzinfo=None), at.utcoffset()
    assert ahead is not None
    return (wall - EPOCH - ahead) // dt.timedelta(microseconds=1)


def findings_of(due_at: dt.datetime | None, at: dt.datetime) -> tuple[Finding, ...]:
    return deadline.assess(due_at, at=at).findings


@given(INSTANTS, OFFSETS, ZONES)
def test_a_deadline_comes_at_its_instant_whatever_the_zone(
    due_at: dt.datetime, microseconds: int, zone: dt.timezone
) -> None:
    at = (due_at + dt.timedelta(microseconds=microseconds)).astimezone(zone)
    early = elapsed(at) < elapsed(due_at)
    assert codes_and_paths(findings_of(due_at, at)) == [("deadline-not-due", "")] * early


@given(maybe(INSTANTS), INSTANTS)
def test_an_unknown_deadline_never_comes_and_a_known_one_is_told_in_universal_time(
    due_at: dt.datetime | None, at: dt.datetime
) -> None:
    """The sentence says so: "(UTC)"."""
    findings = findings_of(due_at, at)
    if due_at is None:
        assert [(finding.code, finding.path, dict(finding.facts)) for finding in findings] == [
            ("deadline-not-ahead", "", {})
        ]
    elif elapsed(due_at) <= elapsed(at):
        assert not findings
    else:
        (finding,) = findings
        assert finding.facts == {"due_at": due_at}
        assert finding.facts["due_at"].tzinfo is dt.UTC, "of the rule, not of the machine that asks"
        shown = EPOCH + dt.timedelta(microseconds=elapsed(due_at))
        assert f"{write_instant(shown).en} (UTC)" in finding.text("en")
        assert f"{write_instant(shown).fr} (temps universel)" in finding.text("fr")
    assert all(finding.certainty is None for finding in findings)


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(TypeError):
        deadline.assess(EPOCH, at=dt.datetime(2026, 4, 28, tzinfo=dt.UTC))
