"""
Tables of PyArrow, priced by polars: what they say of a household goes there without a copy, and the results come back.

It takes a third of the time that PyArrow itself takes, which works out one step
after the other with one thread. Where polars is not installed, it does; so it
does in a process forked from one that has polars, whose threads stayed there:
polars would wait for them for ever.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import narwhals as nw

_CHUNK = 1 << 18
"""The most rows of a chunk of texts, which holds 2 GiB."""

_LEFT_BEHIND = threading.Event()
"""Set in a process whose threads of polars may be those of the process it was forked from."""


def _leave_behind() -> None:
    if "polars" in sys.modules:
        _LEFT_BEHIND.set()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_leave_behind)


def has_polars() -> bool:
    """Whether polars is installed, and can work in this process."""
    return not _LEFT_BEHIND.is_set() and find_spec("polars") is not None


def results_by_polars(table: Any, price: Callable[[Any], Any], results: Sequence[str]) -> Iterator[Any]:
    """
    Price the rows of *table*, and yield the columns of the *results*, as PyArrow has them.

    Args:
        price: Prices a frame of narwhals.
    """
    arrow, polars = nw.Implementation.PYARROW.to_native_namespace(), nw.Implementation.POLARS.to_native_namespace()
    priced = price(nw.from_native(polars.from_arrow(table).lazy())).select(*results).to_native().collect()
    came = priced.to_arrow(compat_level=polars.CompatLevel.oldest())
    for column in map(came.column, results):
        yield _short(column, arrow) if arrow.types.is_large_string(column.type) else column


def _short(texts: Any, arrow: Any) -> Any:
    """Write texts in the type that is usual, few at a time."""
    parts = (chunk.slice(start, _CHUNK) for chunk in texts.chunks for start in range(0, len(chunk), _CHUNK))
    return arrow.chunked_array([part.cast(arrow.string()) for part in parts], arrow.string())
