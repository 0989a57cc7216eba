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

from psc_workflow.pricing.frame._rows import ALL_ROWS, NO_ROWS, Dimension, RowSet, union

DIMENSIONS = (
    Dimension("c", frozenset({1, 2, 3})),
    Dimension("a", frozenset({4, 5, 6})),
    Dimension("b", frozenset({7, 8})),
)
A, B = DIMENSIONS[:2]
POINTS = set(itertools.product(*(dimension.values for dimension in DIMENSIONS)))
BOXES = st.tuples(*(st.sets(st.sampled_from(sorted(dimension.values))) for dimension in DIMENSIONS))

Points = set[tuple[Hashable, ...]]


def within(rows: RowSet) -> Points:
    """Read *rows* box by box."""
    return {
        point
        for point in POINTS
        for box in rows.boxes
        if all(point[DIMENSIONS.index(dimension)] in values for dimension, values in box)
    }


@st.composite
def drawn(draw: st.DrawFn) -> tuple[RowSet, Points]:
    """Draw some boxes: as rows, and as a set of points."""
    rows, points = NO_ROWS, set[tuple[Hashable, ...]]()
    for box in draw(st.lists(BOXES, max_size=4)):
        c, a, b = (dimension.rows(*values) for dimension, values in zip(DIMENSIONS, box, strict=True))
        rows |= c & a & b
        points |= set(itertools.product(*box))
    return rows, points


@given(drawn(), drawn())
def test_rows_are_put_together_as_sets_of_points_are(left: tuple[RowSet, Points], right: tuple[RowSet, Points]) -> None:
    assert within(left[0]) == left[1]
    assert within(left[0] | right[0]) == within(union([left[0], right[0]])) == left[1] | right[1]
    assert within(left[0] & right[0]) == left[1] & right[1]
    assert within(left[0] - right[0]) == left[1] - right[1]


@given(drawn(), drawn())
def test_what_never_holds_is_found_out_and_what_always_does(
    left: tuple[RowSet, Points], right: tuple[RowSet, Points]
) -> None:
    assert left[0].is_empty == (not left[1])
    assert (left[0] - right[0]).is_empty == (left[1] <= right[1])
    assert ((ALL_ROWS - left[0]) | left[0]).is_everything
    assert not left[0].is_everything or left[1] == POINTS


@given(drawn())
def test_no_box_is_within_another_and_none_names_a_dimension_that_it_does_not_limit(
    drawn: tuple[RowSet, Points],
) -> None:
    rows, _ = drawn
    boxes = [within(RowSet((box,))) for box in rows.boxes]
    assert not any(box <= other for box, other in itertools.permutations(boxes, 2))
    assert all(values < dimension.values for box in rows.boxes for dimension, values in box)


@given(drawn())
def test_the_condition_selects_the_same_rows_of_a_frame(drawn: tuple[RowSet, Points]) -> None:
    rows, points = drawn
    table = pl.DataFrame(sorted(POINTS), schema=[dimension.name for dimension in DIMENSIONS], orient="row")
    condition = rows.expression(lambda dimension, values: nw.col(dimension.name).is_in(sorted(values)))
    selected = nw.from_native(table).with_columns(selected=condition).filter("selected").drop("selected")
    assert set(selected.rows()) == points


def test_a_condition_tests_the_dimensions_in_the_order_of_their_names() -> None:
    """So that it is the same in every process: the order of a frozenset is not."""
    asked: list[str] = []

    def test(dimension: Dimension, _: frozenset[Hashable]) -> nw.Expr:
        asked.append(dimension.name)
        return nw.col(dimension.name)

    for dimensions in itertools.permutations(DIMENSIONS):
        rows = ALL_ROWS
        for dimension in dimensions:
            rows &= dimension.rows(min(dimension.values))
        rows.expression(test)
    assert asked == ["a", "b", "c"] * 6


@pytest.mark.parametrize(
    ("rows", "simple"),
    [
        (A.rows(1) | A.rows(2), A.rows(1, 2)),
        (A.rows(1) | A.rows(2) | A.rows(3), ALL_ROWS),
        (A.rows(1) & B.rows(4) | A.rows(1), A.rows(1)),
        (A.rows(1) & B.rows(4) | A.rows(2) & B.rows(4), A.rows(1, 2) & B.rows(4)),
        (A.rows(1) | A.rows(2, 3) & B.rows(4), A.rows(1) | B.rows(4)),
        (A.rows(1) & A.rows(2), NO_ROWS),
        (A.rows(1, "not one of its values"), A.rows(1)),
        (union([]), NO_ROWS),
    ],
)
def test_what_can_be_said_more_simply_is(rows: RowSet, simple: RowSet) -> None:
    assert rows == simple


def test_the_order_of_boxes_makes_no_difference() -> None:
    assert A.rows(1) | B.rows(4) == B.rows(4) | A.rows(1)
    assert A.rows(1) != B.rows(4)
    assert len({A.rows(1) | B.rows(4), B.rows(4) | A.rows(1)}) == 1
