"""
Formulas over columns: written once, and worked out by narwhals or by polars itself.

narwhals speaks polars' language to every engine, and translates a formula anew
on every call, which takes longer than to price ten thousand rows. Over polars
there is nothing to translate. So a formula is a record, and is said to one or
the other.

>>> import narwhals, polars
>>> late = when(col("hour") >= 22).then(1).otherwise(0)
>>> frame = polars.DataFrame({"hour": [21, 22, None]})
>>> frame.select(late=late.say(polars))["late"].to_list()
[0, 1, 0]
>>> narwhals.from_native(frame).select(late=late.say(narwhals))["late"].to_list()
[0, 1, 0]
"""

from collections.abc import Callable
from typing import Any

__all__ = ["INT32", "INT64", "Formula", "col", "lit", "when"]


class Formula:
    """
    A formula over columns.

    Args:
        say: Writes it for narwhals or for polars: the argument is the module.
    """

    def __init__(self, say: Callable[[Any], Any]) -> None:
        self.say = say

    def _then(self, method: str, *arguments: Any) -> "Formula":
        return Formula(lambda language: getattr(self.say(language), method)(*_all_said(arguments, language)))

    def __add__(self, other: Any) -> "Formula":
        return self._then("__add__", other)

    def __mul__(self, other: Any) -> "Formula":
        return self._then("__mul__", other)

    def __floordiv__(self, other: Any) -> "Formula":
        return self._then("__floordiv__", other)

    def __neg__(self) -> "Formula":
        return self._then("__neg__")

    def __invert__(self) -> "Formula":
        return self._then("__invert__")

    def __and__(self, other: Any) -> "Formula":
        return self._then("__and__", other)

    def __or__(self, other: Any) -> "Formula":
        return self._then("__or__", other)

    def __lt__(self, other: Any) -> "Formula":
        return self._then("__lt__", other)

    def __le__(self, other: Any) -> "Formula":
        return self._then("__le__", other)

    def __gt__(self, other: Any) -> "Formula":
        return self._then("__gt__", other)

    def __ge__(self, other: Any) -> "Formula":
        return self._then("__ge__", other)

    def __eq__(self, other: object) -> "Formula":  # type: ignore[override]
        return self._then("__eq__", other)

    def __ne__(self, other: object) -> "Formula":  # type: ignore[override]
        return self._then("__ne__", other)

    __hash__ = object.__hash__

    def is_null(self) -> "Formula":
        """Whether there is no value."""
        return self._then("is_null")

    def is_in(self, values: list[Any]) -> "Formula":
        """Whether the value is one of *values*."""
        return self._then("is_in", values)

    def fill_null(self, value: Any) -> "Formula":
        """Write *value* where there is none."""
        return self._then("fill_null", value)

    def cast(self, kind: "Formula") -> "Formula":
        """Turn into another type, ``INT32`` or ``INT64``."""
        return self._then("cast", kind)

    def then(self, value: Any) -> "Formula":
        """Write *value* where the condition of :func:`when` holds."""
        return self._then("then", value)

    def when(self, condition: "Formula") -> "Formula":
        """Ask another condition where none has held so far."""
        return self._then("when", condition)

    def otherwise(self, value: Any) -> "Formula":
        """Write *value* where no condition holds."""
        return self._then("otherwise", value)


def _all_said(arguments: tuple[Any, ...], language: Any) -> list[Any]:
    return [argument.say(language) if isinstance(argument, Formula) else argument for argument in arguments]


INT32, INT64 = Formula(lambda language: language.Int32), Formula(lambda language: language.Int64)


def col(name: str) -> Formula:
    """Write the column of that name."""
    return Formula(lambda language: language.col(name))


def lit(value: Any, *kind: Formula) -> Formula:
    """Write *value* in every row."""
    return Formula(lambda language: language.lit(value, *_all_said(kind, language)))


def when(condition: Formula) -> Formula:
    """Ask a condition; ``then`` and ``otherwise`` follow."""
    return Formula(lambda language: language.when(condition.say(language)))
