"""
Which rows of a frame are meant: unions of boxes, made simple before any column is touched.

Whatever a tariff selects by can only take a few values: two statuses, three
formulas, the bands between the ages it names. A box says which values each
*side* may have; a side that it does not name may have any. Boxes are put
together as sets are, and what always or never holds is found out here, once,
and not on every row of a frame.

>>> status, formula = Side("status", frozenset({"active", "retired"})), Side("formula", frozenset({"base", "option"}))
>>> with_option = status.rows("active") & formula.rows("option")
>>> (with_option | status.rows("active") & formula.rows("base")) == status.rows("active")
True
>>> (status.rows("active") | status.rows("retired")).everything, (status.rows("active") - with_option).nothing
(True, False)
"""

from collections.abc import Callable, Hashable, Iterable

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._expressions import all_of, any_of

Value = Hashable
Test = Callable[["Side", frozenset[Value]], nw.Expr]
"""Gives the column that says whether a side has one of some values."""


@attrs.frozen
class Side:
    """
    Something a tariff selects by, and all the values that it can have.

    Args:
        compared: Writes how a row is asked whether it has one of some values.
    """

    name: str
    values: frozenset[Value]
    compared: Callable[[frozenset[Value]], nw.Expr] | None = attrs.field(default=None, eq=False, repr=False)

    def rows(self, *values: Value) -> "Rows":
        """Select the rows that have one of *values*."""
        return Rows.of(_box({self: frozenset(values) & self.values}))


Box = frozenset[tuple[Side, frozenset[Value]]]
"""For each side that it limits, the values it leaves; a row has one value on each side."""


def _box(sides: dict[Side, frozenset[Value]]) -> Box | None:
    """Make a box; ``None`` if no row can be in it."""
    if not all(sides.values()):
        return None
    return frozenset((side, values) for side, values in sides.items() if values != side.values)


@attrs.frozen
class Rows:
    """The rows in any of some boxes."""

    boxes: tuple[Box, ...] = attrs.field(eq=frozenset)

    @classmethod
    def of(cls, *boxes: Box | None) -> "Rows":
        """Put boxes together."""
        return cls(_simplified(tuple(dict.fromkeys(box for box in boxes if box is not None))))

    @property
    def nothing(self) -> bool:
        """Whether no row can be meant."""
        return not self.boxes

    @property
    def everything(self) -> bool:
        """Whether all rows are."""
        return frozenset() in self.boxes

    def __and__(self, other: "Rows") -> "Rows":
        return Rows.of(*(_meet(one, another) for one in self.boxes for another in other.boxes))

    def __or__(self, other: "Rows") -> "Rows":
        return Rows.of(*self.boxes, *other.boxes)

    def __sub__(self, other: "Rows") -> "Rows":
        found = self
        for box in other.boxes:
            found &= Rows.of(*(_box({side: side.values - values}) for side, values in box))
        return found

    def expression(self, test: Test) -> nw.Expr:
        """Write the condition, as *test* writes that of one side."""
        return any_of(all_of(test(*one) for one in sorted(box, key=_name)) for box in self.boxes)


NOTHING, EVERYTHING = Rows(()), Rows((frozenset(),))


def union(each: Iterable[Rows]) -> Rows:
    """Put several together; of none, nothing."""
    return Rows.of(*(box for rows in each for box in rows.boxes))


def _name(limit: tuple[Side, frozenset[Value]]) -> tuple[str, list[str]]:
    side, values = limit
    return side.name, sorted(map(str, values))


def _meet(one: Box, other: Box) -> Box | None:
    both = dict(one)
    for side, values in other:
        both[side] = both.get(side, side.values) & values
    return _box(both)


def _simplified(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Join what can be joined, until no box makes another one wider or needless."""
    while True:
        joined = next((found for one in boxes for other in boxes if (found := _joined(one, other))), None)
        if joined is None:
            return boxes
        old, new = joined
        boxes = tuple(dict.fromkeys(new if box in old else box for box in boxes))


def _joined(one: Box, other: Box) -> tuple[set[Box], Box] | None:
    """
    Say which boxes one box can stand for.

    It is in the other; or they differ on one side only; or all of *other* but
    one side fits into *one*, so that this side need not keep *one* out.
    """
    if one == other:
        return None
    mine, theirs = dict(one), dict(other)
    apart = [side for side, values in mine.items() if not theirs.get(side, side.values) <= values]
    if not apart:
        return {one, other}, one
    if len(apart) > 1:
        return None
    (side,) = apart
    wider = _box(theirs | {side: theirs.get(side, side.values) | mine[side]})
    return ({other}, wider) if wider is not None and wider != other else None
