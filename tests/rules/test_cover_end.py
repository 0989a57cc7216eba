"""
The end of a cover compared with a table of who is concerned, and with the calendar.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY, START
from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty, EndReason
from psc_workflow.rules import cover_end
from strategies import near

SEPTEMBER = dt.date(2026, 9, 1)
REFS = ("agent", "partner", "carla", "teva")


@given(
    st.lists(st.sampled_from(REFS), unique=True).map(lambda refs: sorted(refs, key=REFS.index)),
    st.lists(st.sampled_from(NextCover), unique=True).map(tuple),
    near(START, 3) | near(SEPTEMBER, 3),
    near(START, 3),
)
@example([], (), SEPTEMBER, START)
@example(["agent"], (NextCover.UNEMPLOYED,), START, START)
@example(["agent"], (NextCover.UNEMPLOYED,), START + ONE_DAY, START)
def test_whoever_loses_a_day_of_cover_is_named_with_the_last_one(
    refs: list[str], next_covers: tuple[NextCover, ...], ends_on: dt.date, covered_from: dt.date
) -> None:
    verdict = cover_end.assess(refs, next_covers, ends_on=ends_on, covered_from=covered_from)
    days = (ends_on - covered_from).days
    table = ["cover-ends"] if days > 0 else ["cover-does-not-begin"]
    if days > 0 and "unemployed" in next_covers:
        table.append("unemployed-keep-cover")
    assert verdict.outcome is Judgement.HOLDS
    assert [finding.code for finding in verdict.findings] == (table if refs else [])
    for finding in verdict.findings[:1]:
        assert finding.facts["refs"] == tuple(refs)
        assert len(finding.facts["people"]) == len(refs)
        assert len(finding.facts["next_covers"]) == len(next_covers)
        if days > 0:
            assert finding.facts["last_day"] == covered_from + (days - 1) * ONE_DAY


def test_two_children_are_told_apart_and_an_only_child_needs_no_number() -> None:
    def text(*refs: str) -> str:
        return cover_end.assess(refs, (), ends_on=SEPTEMBER, covered_from=START).findings[0].text("en")

    assert "for: the child." in text("carla")
    assert "for: child no.\N{NO-BREAK SPACE}1, child no.\N{NO-BREAK SPACE}2." in text("carla", "teva")


def test_the_unemployed_keep_the_cover_for_twelve_months_by_article_26() -> None:
    after = cover_end.AFTER_END[EndReason.DEPARTURE]
    limit = cover_end.assess(("agent",), after, ends_on=SEPTEMBER, covered_from=START).findings[1]
    assert limit.facts["months"] == 12
    assert limit.certainty is Certainty.PUBLISHED
    assert any("art. 26" in source.title for source in limit.sources)


@pytest.mark.parametrize("reason", [*EndReason])
def test_every_end_has_something_that_can_follow(reason: EndReason) -> None:
    assert cover_end.AFTER_END[reason]
