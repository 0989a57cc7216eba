"""
JSON text: written in one way, and read without what JSON leaves open.
"""

import json
import math
from typing import Any

from psc_workflow._structuring.faults import FaultError, StructureError
from psc_workflow.exceptions import Fault

DEEPEST = 64
"""Objects and lists inside one another: more than any document of ours has, far less than Python's stack bears."""


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
        StructureError: With what is wrong, never with the text itself.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        parsed = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_float=_finite
        )
        _check_depth(parsed, deepest)
        if "\\u" in text or isinstance(data, str):
            canonical(parsed)  # a lone surrogate would be read but could never be written
    except RecursionError:
        raise StructureError([Fault("", "is nested too deeply")]) from None
    except UnicodeError:
        raise StructureError([Fault("", "is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        mark = text.startswith("\N{BYTE ORDER MARK}")
        told = "begins with a byte-order mark; write it as UTF-8 without one" if mark else _place_of(error)
        raise StructureError([Fault("", told)]) from None
    except FaultError as error:
        raise StructureError([Fault("", str(error))]) from None
    except ValueError:
        raise StructureError([Fault("", "holds a number that cannot be read")]) from None
    return parsed


def _check_depth(data: object, deepest: int) -> None:
    """Refuse what has more than *deepest* levels of objects and lists, wherever it is read: no stack is asked."""
    found: list[Any] = [data]
    for _ in range(deepest + 1):
        inner = [one for one in found if type(one) in _CONTAINERS]
        if not inner:
            return
        found = [each for one in inner for each in (one.values() if type(one) is dict else one)]
    raise FaultError("is nested too deeply")


_CONTAINERS = frozenset({dict, list})


def _place_of(error: json.JSONDecodeError) -> str:
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
