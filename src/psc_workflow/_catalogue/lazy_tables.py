"""
Tables of a file, each built when it is first asked for: most programs need few of the many.

>>> tables = LazyTables({"a": 1, "b": 2}, lambda name, table: f"{name}{table}")
>>> tables["b"], "a" in tables, list(tables)
('b2', True, ['a', 'b'])
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class LazyTables(Mapping[str, T]):
    """
    A mapping whose values are built once, when they are first asked for.

    Args:
        tables: Plain data by name.
        make: Makes the value of a name and its data.
    """

    def __init__(self, tables: Mapping[str, Any], make: Callable[[str, Any], T]) -> None:
        self._tables, self._make = tables, make
        self._values: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._values:
            self._values[name] = self._make(name, self._tables[name])
        return self._values[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
