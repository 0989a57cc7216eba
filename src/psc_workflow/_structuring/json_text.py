"""
JSON text: written in one way only, and read without what JSON leaves open.

Python's own module does it. Where orjson is installed (extra ``speed``), it
takes over what it does alike: it reads a text that it writes again byte for
byte, which therefore left nothing open, and writes data without fractions.
"""

import contextlib
import datetime as dt
import json
import math
from collections.abc import Iterable
from typing import Any

from psc_workflow._structuring.faults import FaultError, StructureError
from psc_workflow._structuring.json_bounds import USUAL, faults_of_size
from psc_workflow.exceptions import Fault

orjson: Any
try:
    import orjson
except ImportError:
    orjson = None  # the extra is missing

DEEPEST = 64
"""Levels of objects and lists: more than any of our documents has, far fewer than Python's stack can hold."""


def canonical(data: object, *, fractions: bool = True, native: bool = False) -> bytes:
    """
    Write plain data as canonical JSON: sorted keys, no spaces, UTF-8, no NaN.

    Args:
        fractions: Whether *data* may hold numbers that are not whole: then
            NaN, too, which orjson would write as null.
        native: Whether dates, and instants at whole minutes from UTC, may
            stand in *data* as they are (``unstructure(native=True)``).
    """
    if orjson is not None and not fractions:
        with contextlib.suppress(TypeError):  # what it cannot write, the other says why, or can
            days = 0 if native else orjson.OPT_PASSTHROUGH_DATETIME
            return bytes(orjson.dumps(data, option=orjson.OPT_SORT_KEYS | days))
    return (_NATIVE if native else _CANONICAL).encode(data).encode()


def _encoder(**options: Any) -> json.JSONEncoder:
    return json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, **options)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is nothing that JSON can hold")


_CANONICAL, _NATIVE = _encoder(), _encoder(default=_iso)


def parse_json(data: bytes | str, *, deepest: int = DEEPEST) -> Any:
    """
    Read JSON, refusing what JSON leaves open: duplicate keys, NaN, infinities, lone surrogates, any depth and size.

    Args:
        deepest: Levels of objects and lists that are read.

    Raises:
        StructureError: With the fault, never with the text itself.
    """
    check_size(data)
    try:
        if isinstance(data, bytes) and (canonical_data := _read_canonical(data)) is not None:
            _check_depth(data, canonical_data, deepest)
            return canonical_data
        text = data.decode() if isinstance(data, bytes) else data
        parsed = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_float=_finite
        )
        _check_depth(text, parsed, deepest)
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


def check_size(data: bytes | str) -> None:
    """
    Refuse what is too much to read, before it is parsed.

    Raises:
        StructureError: It is too large, or has too many values.
    """
    fault = faults_of_size(data)
    if fault is not None:
        raise StructureError([Fault("", fault)])


def _read_canonical(data: bytes) -> Any:
    """Read what :func:`canonical` wrote; ``None`` if it may be something else."""
    if orjson is None or len(data) > USUAL:  # of a large text, its errors take twelve times the memory
        return None
    try:
        parsed = orjson.loads(data)
        is_canonical = orjson.dumps(parsed, option=orjson.OPT_SORT_KEYS) == data
    except (ValueError, TypeError):
        return None
    return parsed if is_canonical else None


def _brackets(text: bytes | str) -> int:
    """Count what may open an object or a list."""
    return text.count("{") + text.count("[") if isinstance(text, str) else text.count(b"{") + text.count(b"[")


def _check_depth(text: bytes | str, data: object, deepest: int) -> None:
    """Refuse more than *deepest* levels of objects and lists, without recursion: the caller's stack may be deep."""
    if _brackets(text) <= deepest:
        return  # they cannot be nested deeper
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


def without_schema(data: dict[str, Any]) -> dict[str, Any]:
    """
    Leave out the address of a JSON Schema, which editors look for at the top of a file; it says nothing to a reader.

    >>> without_schema({"$schema": "scenario.schema.json", "id": "D1"})
    {'id': 'D1'}
    """
    return {name: value for name, value in data.items() if name != "$schema" or not isinstance(value, str)}
