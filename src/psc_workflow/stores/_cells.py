"""
What stands in the cells of a database: a row is made of them only if each holds what belongs there.

SQLite keeps anything in any column, whatever type it is declared with; so it can
be asked which columns hold what does not belong there.
"""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import attrs

from psc_workflow.exceptions import StoreError

T = TypeVar("T")
U = TypeVar("U")


class WrongCellError(StoreError):
    """A row holds what does not belong there; nothing of it is shown."""

    def __init__(self) -> None:
        super().__init__("the database cannot be used: a row holds what does not belong there")


@contextmanager
def reading() -> Iterator[None]:
    """Raise a ``WrongCellError`` for a cell that cannot be read."""
    try:
        yield
    except (TypeError, ValueError, AttributeError):
        raise WrongCellError from None


def row_of(kind: type[T], cells: Mapping[str, Any]) -> T:
    """
    Make a row of its cells.

    Raises:
        TypeError: A cell has another type, or a number is less than zero.
    """
    for field in attrs.fields(kind):  # type: ignore[arg-type]  # they all are attrs classes
        value = cells[field.name]
        declared = tuple if typing.get_origin(field.type) is tuple else field.type
        if not isinstance(value, declared) or (isinstance(value, int) and value < 0):
            raise TypeError(field.name)
    return kind(**{field.name: cells[field.name] for field in attrs.fields(kind)})  # type: ignore[arg-type]  # as above


def text(value: object) -> str:
    """
    Return *value*, which is a text.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def readable(read: Callable[[], T], otherwise: U) -> T | U:
    """Return what *read* reads, or *otherwise* if a cell does not hold what belongs there."""
    try:
        return read()
    except WrongCellError:
        return otherwise


_DAY = "date({0}, '+0 days') IS {0}"
_CLOCK = "substr({0}, 12) GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*'"
_INSTANT = f"date(substr({{0}}, 1, 10), '+0 days') IS substr({{0}}, 1, 10) AND {_CLOCK} AND datetime({{0}}) IS NOT NULL"
_WITH_ZONE = f"{_INSTANT} AND substr({{0}}, 12) GLOB '*[+Z-]*'"


def _condition(column: str, declared: str) -> str:
    """Say in SQL what belongs into a column of any of our tables."""
    if declared.startswith(("INT", "BIGINT")):
        return "typeof({0}) = 'integer' AND {0} >= 0"
    if declared == "BLOB":
        return "typeof({0}) = 'blob'" if column == "digest" else "typeof({0}) IN ('blob', 'text')"
    is_day = column.endswith("_on") or column == "retention_until"
    is_instant = column.endswith("_at") or column in ("at", "useful_until")
    form = _DAY if is_day else (_WITH_ZONE if declared == "TEXT" else _INSTANT) if is_instant else "1"
    return f"typeof({{0}}) = 'text' AND {form}"


def column_of(declared: str, *, is_needed: bool, has_default: bool, is_key: bool) -> tuple[str, bool, bool, bool]:
    """Sum up what SQLite makes of the description of a column: its affinity, and what may be left out of a row."""
    return affinity(declared), is_needed, has_default, is_key


def affinity(declared: str) -> str:
    """Return what SQLite turns values into that are written to a column declared so, by the rules of its manual."""
    for name, parts in _PARTS.items():
        if any(part in declared.upper() for part in parts):
            return name
    return "NUMERIC"


_PARTS = {
    "INTEGER": ("INT",),
    "TEXT": ("CHAR", "CLOB", "TEXT"),
    "BLOB": ("BLOB",),
    "REAL": ("REAL", "FLOA", "DOUB"),
}
"""By affinity: parts of names of types, in the order in which SQLite looks for them."""


def foreign_tables(
    execute: Callable[[str], Iterable[Any]], tables: Mapping[str, Mapping[str, tuple[str, bool, bool, bool]]]
) -> Iterator[str]:
    """
    Name those of *tables* that SQLite does not take for ours, as the text that describes them has changed.

    A host may have added columns.

    Args:
        tables: By name: by name of a column, what :func:`column_of` makes of it.
    """
    for table, expected in tables.items():
        actual = {
            name: column_of(declared, is_needed=bool(is_needed), has_default=default is not None, is_key=key > 0)
            for _, name, declared, is_needed, default, key in execute(f"PRAGMA table_info({table})")
        }
        if not expected.items() <= actual.items():
            yield f"{table} is not the table of this release"


def forget_wrong_tries(table: str) -> str:
    """Have SQLite forget how ticks of the dossiers in *table* were tried where that cannot be read; leases go on."""
    return (
        f"UPDATE {table} SET tick_attempts = 0, tick_error = NULL"  # noqa: S608 -- our own names
        " WHERE typeof(tick_attempts) <> 'integer' OR tick_attempts < 0 OR typeof(tick_error) NOT IN ('text', 'null')"
    )


def wrong_cells(execute: Callable[[str], Iterable[Any]], tables: Iterable[str]) -> Iterator[str]:
    """Have SQLite look through every cell of *tables*, and name the columns in which something does not belong."""
    for table in tables:
        conditions = dict[str, str]()
        for _, column, declared, is_needed, _, is_key in execute(f"PRAGMA table_info({table})"):
            condition = _condition(column, declared.upper()).format(f'"{column}"')
            conditions[column] = condition if is_needed or is_key else f'"{column}" IS NULL OR ({condition})'
        counts = ", ".join(f"TOTAL(({condition}) IS NOT TRUE)" for condition in conditions.values())
        ((*numbers,),) = execute(f"SELECT {counts} FROM {table}")  # noqa: S608 -- our own names
        for column, number in zip(conditions, numbers, strict=True):
            if number:
                yield f"{table}.{column} holds what does not belong there"
