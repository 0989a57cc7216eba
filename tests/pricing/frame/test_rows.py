"""
Rows as sets of points: unions of boxes against Python's own sets, and the condition of a frame against both.
"""

import itertools
from collections.abc import Hashable

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow.pricing.frame._rows import EVERYTHING, NOTHING, Rows, Side, union

SIDES = (Side("c", frozenset({1, 2, 3})), Side("a", frozenset({4, 5, 6})), Side("b", frozenset({7, 8})))
A, B = SIDES[:2]
POINTS = set(itertools.product(*(side.values for side in SIDES)))
BOXES = st.tuples(*(st.sets(st.sampled_from(sorted(side.values))) for side in SIDES))

Points = set[tuple[Hashable, ...]]


def within(rows: Rows) -> Points:
    """Read *rows* box by box."""
    return {
        point
        for point in POINTS
        for box in rows.boxes
        if all(point[SIDES.index(side)] in values for side, values in box)
    }


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Rows, Points]:
    """Draw some boxes: as rows, and as a set of points."""
    rows, points = NOTHING, set[tuple[Hashable, ...]]()
    for box in draw(st.lists(BOXES, max_size=4)):
        c, a, b = (side.rows(*values) for side, values in zip(SIDES, box, strict=True))
        rows |= c & a & b
        points |= set(itertools.product(*box))
    return rows, points


@given(drawn(), drawn())
def test_rows_are_put_together_as_sets_of_points_are(one: tuple[Rows, Points], other: tuple[Rows, Points]) -> None:
    assert within(one[0]) == one[1]
    assert within(one[0] | other[0]) == within(union([one[0], other[0]])) == one[1] | other[1]
    assert within(one[0] & other[0]) == one[1] & other[1]
    assert within(one[0] - other[0]) == one[1] - other[1]


@given(drawn(), drawn())
def test_what_never_holds_is_found_out_and_what_always_does(
    one: tuple[Rows, Points], other: tuple[Rows, Points]
) -> None:
    assert one[0].nothing == (not one[1])
    assert (one[0] - other[0]).nothing == (one[1] <= other[1])
    assert ((EVERYTHING - one[0]) | one[0]).everything
    assert not one[0].everything or one[1] == POINTS


@given(drawn())
def test_no_box_is_within_another_and_none_names_a_side_that_it_does_not_limit(drawn: tuple[Rows, Points]) -> None:
    rows, _ = drawn
    boxes = [within(Rows((box,))) for box in rows.boxes]
    assert not any(one <= other for one, other in itertools.permutations(boxes, 2))
    assert all(values < side.values for box in rows.boxes for side, values in box)


@given(drawn())
def test_the_condition_selects_the_same_rows_of_a_frame(drawn: tuple[Rows, Points]) -> None:
    rows, points = drawn
    table = pl.DataFrame(sorted(POINTS), schema=[side.name for side in SIDES], orient="row")
    condition = rows.expression(lambda side, values: nw.col(side.name).is_in(sorted(values)))
    found = nw.from_native(table).with_columns(found=condition).filter("found").drop("found")
    assert set(found.rows()) == points


def test_a_condition_asks_for_the_sides_in_the_order_of_their_names() -> None:
    """So that it is the same in every process: the order of a frozenset is not."""
    asked: list[str] = []

    def test(side: Side, _: frozenset[Hashable]) -> nw.Expr:
        asked.append(side.name)
        return nw.col(side.name)

    for sides in itertools.permutations(SIDES):
        rows = EVERYTHING
        for side in sides:
            rows &= side.rows(min(side.values))
        rows.expression(test)
    assert asked == ["a", "b", "c"] * 6


@pytest.mark.parametrize(
    ("rows", "simple"),
    [
        (A.rows(1) | A.rows(2), A.rows(1, 2)),
        (A.rows(1) | A.rows(2) | A.rows(3), EVERYTHING),
        (A.rows(1) & B.rows(4) | A.rows(1), A.rows(1)),
        (A.rows(1) & B.rows(4) | A.rows(2) & B.rows(4), A.rows(1, 2) & B.rows(4)),
        (A.rows(1) | A.rows(2, 3) & B.rows(4), A.rows(1) | B.rows(4)),
        (A.rows(1) & A.rows(2), NOTHING),
        (A.rows(1, "not one of its values"), A.rows(1)),
        (union([]), NOTHING),
    ],
)
def test_what_can_be_said_more_simply_is(rows: Rows, simple: Rows) -> None:
    assert rows == simple


def test_the_order_of_boxes_makes_no_difference() -> None:
    assert A.rows(1) | B.rows(4) == B.rows(4) | A.rows(1)
    assert A.rows(1) != B.rows(4)
    assert len({A.rows(1) | B.rows(4), B.rows(4) | A.rows(1)}) == 1
