"""
Sets of the rows of a frame: unions of boxes, simplified before any column is touched.

Whatever a tariff selects by can only take a few values: two statuses, three
formulas, the bands between the ages it names. A box says which values each
*dimension* may have; a dimension that it does not mention may have any. Boxes
combine as sets do. Conditions that always or never hold are found here, once,
not on every row of a frame.

>>> status = Dimension("status", frozenset({"active", "retired"}))
>>> formula = Dimension("formula", frozenset({"base", "option"}))
>>> with_option = status.rows("active") & formula.rows("option")
>>> (with_option | status.rows("active") & formula.rows("base")) == status.rows("active")
True
>>> (status.rows("active") | status.rows("retired")).is_everything, (status.rows("active") - with_option).is_empty
(True, False)
"""

from collections.abc import Callable, Hashable, Iterable

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._expressions import all_of, any_of

Value = Hashable
Test = Callable[["Dimension", frozenset[Value]], nw.Expr]
"""Returns the column that says whether a dimension has one of some values."""


@attrs.frozen
class Dimension:
    """
    Something a tariff selects by, and all the values that it can have.

    Args:
        condition: Writes the condition that a row has one of some values.
    """

    name: str
    values: frozenset[Value]
    condition: Callable[[frozenset[Value]], nw.Expr] | None = attrs.field(default=None, eq=False, repr=False)

    def rows(self, *values: Value) -> "RowSet":
        """Select the rows that have one of *values*."""
        return RowSet.of(_box({self: frozenset(values) & self.values}))


Box = frozenset[tuple[Dimension, frozenset[Value]]]
"""For each dimension that it limits, the values it leaves; a row has one value on each dimension."""


def _box(limits: dict[Dimension, frozenset[Value]]) -> Box | None:
    """Make a box; ``None`` if no row can be in it."""
    if not all(limits.values()):
        return None
    return frozenset((dimension, values) for dimension, values in limits.items() if values != dimension.values)


@attrs.frozen
class RowSet:
    """The rows in any of some boxes."""

    boxes: tuple[Box, ...] = attrs.field(eq=frozenset)

    @classmethod
    def of(cls, *boxes: Box | None) -> "RowSet":
        """Combine boxes."""
        return cls(_simplified(tuple(dict.fromkeys(box for box in boxes if box is not None))))

    @property
    def is_empty(self) -> bool:
        """Whether no row can be in the set."""
        return not self.boxes

    @property
    def is_everything(self) -> bool:
        """Whether every row is in the set."""
        return frozenset() in self.boxes

    def __and__(self, other: "RowSet") -> "RowSet":
        return RowSet.of(*(_intersection(mine, theirs) for mine in self.boxes for theirs in other.boxes))

    def __or__(self, other: "RowSet") -> "RowSet":
        return RowSet.of(*self.boxes, *other.boxes)

    def __sub__(self, other: "RowSet") -> "RowSet":
        rest = self
        for box in other.boxes:
            rest &= RowSet.of(*(_box({dimension: dimension.values - values}) for dimension, values in box))
        return rest

    def expression(self, test: Test) -> nw.Expr:
        """Write the condition, with *test* for each dimension."""
        return any_of(all_of(test(*limit) for limit in sorted(box, key=_sort_key)) for box in self.boxes)


NO_ROWS, ALL_ROWS = RowSet(()), RowSet((frozenset(),))


def union(row_sets: Iterable[RowSet]) -> RowSet:
    """Combine several sets; the union of none is empty."""
    return RowSet.of(*(box for rows in row_sets for box in rows.boxes))


def _sort_key(limit: tuple[Dimension, frozenset[Value]]) -> tuple[str, list[str]]:
    dimension, values = limit
    return dimension.name, sorted(map(str, values))


def _intersection(left: Box, right: Box) -> Box | None:
    limits = dict(left)
    for dimension, values in right:
        limits[dimension] = limits.get(dimension, dimension.values) & values
    return _box(limits)


def _simplified(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Merge boxes until none can be widened or dropped because of another."""
    while True:
        merger = next(filter(None, (_merger(left, right) for left in boxes for right in boxes)), None)
        if merger is None:
            return boxes
        old, new = merger
        boxes = tuple(dict.fromkeys(new if box in old else box for box in boxes))


def _merger(left: Box, right: Box) -> tuple[set[Box], Box] | None:
    """
    Return the boxes that a single box can replace, and that box.

    Either *left* lies in *right*; or the two differ on one dimension only; or
    all of *right* but one dimension fits into *left*, so that this dimension
    need not exclude *left*.
    """
    if left == right:
        return None
    mine, theirs = dict(left), dict(right)
    apart = [dimension for dimension, values in mine.items() if not theirs.get(dimension, dimension.values) <= values]
    if not apart:
        return {left, right}, left
    if len(apart) > 1:
        return None
    (dimension,) = apart
    wider = _box(theirs | {dimension: theirs.get(dimension, dimension.values) | mine[dimension]})
    return ({right}, wider) if wider is not None and wider != right else None
