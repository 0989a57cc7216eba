"""
JSON text: written in one way only, and read without what JSON leaves open.
"""

import json
import math
from collections.abc import Iterable
from typing import Any

from psc_workflow._structuring.faults import FaultError, StructureError
from psc_workflow.exceptions import Fault

DEEPEST = 64
"""Levels of objects and lists: more than any of our documents has, far fewer than Python's stack can hold."""


def canonical(data: object) -> bytes:
    """Write plain data as canonical JSON: sorted keys, no spaces, UTF-8, no NaN."""
    return _CANONICAL.encode(data).encode()


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def parse_json(data: bytes | str, *, deepest: int = DEEPEST) -> Any:
    """
    Read JSON, refusing what JSON leaves open: duplicate keys, NaN, infinities, lone surrogates, any depth.

    Args:
        deepest: Levels of objects and lists that are read.

    Raises:
        StructureError: With the fault, never with the text itself.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        parsed = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_float=_finite
        )
        _check_depth(parsed, deepest)
        if "\\u" in text or isinstance(data, str):
            canonical(parsed)  # a lone surrogate can be read but never be written
    except RecursionError:
        raise StructureError([Fault("", "is nested too deeply")]) from None
    except UnicodeError:
        raise StructureError([Fault("", "is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        raise StructureError([Fault("", _syntax_fault(text, error))]) from None
    except FaultError as error:
        raise StructureError([Fault("", str(error))]) from None
    except ValueError:
        raise StructureError([Fault("", "holds a number that cannot be read")]) from None
    return parsed


def _check_depth(data: object, deepest: int) -> None:
    """Refuse more than *deepest* levels of objects and lists, without recursion: the caller's stack may be deep."""
    level: list[Any] = [data]
    for _ in range(deepest + 1):
        containers = [value for value in level if type(value) in _CONTAINERS]
        if not containers:
            return
        level = [item for container in containers for item in _items(container)]
    raise FaultError("is nested too deeply")


_CONTAINERS = frozenset({dict, list})


def _items(container: Any) -> Iterable[Any]:
    return container.values() if type(container) is dict else container


def _syntax_fault(text: str, error: json.JSONDecodeError) -> str:
    if text.startswith("\N{BYTE ORDER MARK}"):
        return "begins with a byte-order mark; write it as UTF-8 without one"
    return f"is not JSON: line {error.lineno}, column {error.colno}"


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise FaultError("holds the same key twice in one object")
    return result


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise FaultError("holds a number that cannot be read")
    return number


def _no_constant(_: str) -> None:
    raise FaultError("holds NaN or an infinity, which JSON does not have")
