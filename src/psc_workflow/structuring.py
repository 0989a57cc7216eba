"""
Strict structuring: plain data (JSON, TOML) to frozen classes and back, nothing coerced, every fault with its path.

cattrs does the work; this module only makes it strict (``True`` is no integer,
``20260501`` no date, an unknown key is a fault) and turns its exception groups
into a flat list of :class:`Problem`, whose messages name types and choices but
never the value found: that value may be a person's.
"""

import datetime as dt
import enum
import functools
import itertools
import json
import math
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from psc_workflow.exceptions import Problem

if typing.TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2999

DEEPEST = 64
"""Objects and lists inside one another: more than any document of ours has, far less than Python's stack bears."""

MOST_PROBLEMS = 100
"""Faults that are told of one document: who reads that many has seen enough, and a huge document is soon refused."""

_LONGEST_NAME = 64

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")

_LIKE_A_FIELD = re.compile(r"(?!.*[0-9]{4})[a-z_][a-z0-9_-]{0,63}")

_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    dt.date: "a date, YYYY-MM-DD",
    dt.datetime: "an instant with its offset, YYYY-MM-DDThh:mm:ss+hh:mm",
    type(None): "null",
}
_PYTHON_NAMES = {**_NAMES, dt.date: "a datetime.date", dt.datetime: "a datetime.datetime", type(None): "None"}


class StructureError(Exception):
    """Data does not have the structure asked for; the caller says of what document."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems)


class _FaultError(ValueError):
    """A fault whose message is ours and safe to show."""


def structure(data: object, cls: type[T], *, native_dates: bool = False) -> T:
    """
    Build *cls* out of plain data.

    Args:
        data: What a JSON or TOML parser gave.
        cls: The attrs class to build.
        native_dates: Whether dates are date objects (TOML) or text (JSON).

    Raises:
        StructureError: With every fault and its path; with the first hundred
            if there are more.
    """
    try:
        return _converter(native_dates).structure(data, cls)
    except RecursionError:
        raise StructureError([Problem("", "is nested too deeply")]) from None
    except Exception as error:  # noqa: BLE001 -- whatever a hook raised becomes a listed fault
        raise StructureError(list(itertools.islice(_problems(error, ""), MOST_PROBLEMS))) from None


def unstructure(value: object, cls: Any = None) -> Any:
    """Turn *value* into plain data that JSON can hold."""
    return _converter(False).unstructure(value, cls)


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
        raise StructureError([Problem("", "is nested too deeply")]) from None
    except UnicodeError:
        raise StructureError([Problem("", "is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        mark = text.startswith("\N{BYTE ORDER MARK}")
        told = "begins with a byte-order mark; write it as UTF-8 without one" if mark else _place_of(error)
        raise StructureError([Problem("", told)]) from None
    except _FaultError as error:
        raise StructureError([Problem("", str(error))]) from None
    except ValueError:
        raise StructureError([Problem("", "holds a number that cannot be read")]) from None
    return parsed


def _check_depth(data: object, deepest: int) -> None:
    """Refuse what has more than *deepest* levels of objects and lists, wherever it is read: no stack is asked."""
    found = [data]
    for _ in range(deepest + 1):
        inner = [one for one in found if isinstance(one, dict | list)]
        if not inner:
            return
        found = [each for one in inner for each in (one.values() if isinstance(one, dict) else one)]
    raise _FaultError("is nested too deeply")


def _place_of(error: json.JSONDecodeError) -> str:
    return f"is not JSON: line {error.lineno}, column {error.colno}"


def check_types(instance: attrs.AttrsInstance) -> list[Problem]:
    """List the fields of *instance* whose value is not of the declared type (for classes built in Python)."""
    return [
        Problem(path, message)
        for name, kind in _field_types(type(instance)).items()
        if not _test(kind)(getattr(instance, name))
        for path, message in _mismatches(getattr(instance, name), kind, name)
    ]


def parse_date(text: object) -> dt.date:
    """Read a date written ``YYYY-MM-DD`` and in no other way; raises ``ValueError``."""
    if not isinstance(text, str) or not DATE.fullmatch(text):
        raise _FaultError(f"must be {_NAMES[dt.date]}")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _FaultError("is no day of the calendar") from None


def parse_instant(text: object) -> dt.datetime:
    """Read an instant that carries its offset; raises ``ValueError``."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        raise _FaultError(f"must be {_NAMES[dt.datetime]}")
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise _FaultError("is no instant of the calendar") from None
    if not is_in_range(instant) or not is_in_range(instant.astimezone(dt.UTC)):
        raise _FaultError(f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return instant


def is_in_range(instant: dt.datetime) -> bool:
    """Whether *instant* lies in the years this library computes in: far enough from the calendar's ends."""
    return FIRST_YEAR <= instant.year <= LAST_YEAR


# -- the converter ----------------------------------------------------------


@functools.cache
def _converter(native_dates: bool) -> "Converter":
    """Make the one strict converter of its kind (cattrs is imported here, when first needed)."""
    from cattrs import Converter  # noqa: PLC0415 -- half of the import time of the library

    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(Decimal, lambda value, _: _decimal(value))
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, functools.partial(_exactly, kind))
    converter.register_structure_hook_func(_is_free_form, lambda value, _: _exactly(dict, value, _))
    converter.register_structure_hook(enum.StrEnum, _enum_member)  # before text: every member is text too
    converter.register_structure_hook_func(_is_union, lambda value, union: _union(converter, value, union))
    if native_dates:
        converter.register_structure_hook(dt.date, functools.partial(_exactly, dt.date))
    else:
        converter.register_structure_hook(dt.date, lambda value, _: parse_date(value))
        converter.register_structure_hook(dt.datetime, lambda value, _: parse_instant(value))
    converter.register_structure_hook_func(_is_tuple, lambda value, kind: _tuple(converter, value, kind))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(dt.datetime, dt.datetime.isoformat)
    converter.register_unstructure_hook(dict, lambda value: value)
    converter.register_unstructure_hook(enum.StrEnum, lambda member: member.value)
    converter.register_unstructure_hook_factory(_may_leave_out, functools.partial(_without_what_is_left_out, converter))
    return converter


def _left_out_by_default(cls: Any) -> list[str]:
    """Name the fields whose default no JSON value says: only leaving the key out does."""
    return [field.name for field in attrs.fields(cls) if getattr(field.default, "only_by_absence", False)]


def _may_leave_out(cls: Any) -> bool:
    return attrs.has(cls) and bool(_left_out_by_default(cls))


def _without_what_is_left_out(converter: "Converter", cls: Any) -> Callable[[Any], dict[str, Any]]:
    from cattrs.gen import make_dict_unstructure_fn, override  # noqa: PLC0415 -- as above

    overrides: Any = {name: override(omit_if_default=True) for name in _left_out_by_default(cls)}
    return make_dict_unstructure_fn(cls, converter, **overrides)


def _exactly(kind: type, value: object, _: object) -> object:
    if type(value) is not kind:
        raise _FaultError(f"must be {_NAMES[kind]}")
    return value


def _decimal(value: object) -> Decimal:
    if type(value) not in (int, Decimal) or not (number := Decimal(value)).is_finite():  # type: ignore[arg-type]
        raise _FaultError("must be a number")
    return number


def _enum_member(value: object, kind: type[enum.StrEnum]) -> enum.StrEnum:
    members = _members(kind)
    if not isinstance(value, str) or value not in members:
        raise _FaultError(f"must be one of: {', '.join(members)}")
    return members[value]


@functools.cache
def _members(kind: type[enum.StrEnum]) -> Mapping[str, enum.StrEnum]:
    return {member.value: member for member in kind}


def _is_union(kind: object) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def _union(converter: "Converter", value: object, union: object) -> object:
    """Choose the member of an optional: null where allowed, else its one other type that JSON can hold."""
    kind, nullable = _optional(union)
    if value is None and nullable:
        return None
    if value is None:
        raise _FaultError("must not be null")
    return converter.structure(value, kind)


@functools.cache
def _optional(union: Any) -> tuple[Any, bool]:
    """Give the one type of *union* that JSON can hold, and whether null stands beside it."""
    members = typing.get_args(union)
    kinds = [m for m in members if m is not type(None) and not getattr(m, "only_by_absence", False)]
    return kinds[0], type(None) in members


def _is_free_form(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[1] is Any


def _is_tuple(kind: object) -> bool:
    return typing.get_origin(kind) is tuple


def _tuple(converter: "Converter", value: object, kind: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _FaultError("must be a list")
    member = typing.get_args(kind)[0]
    items, problems = [], []
    for index, item in enumerate(value):
        try:
            items.append(converter.structure(item, member))
        except Exception as error:  # noqa: BLE001 -- collected, all of them
            problems += list(_problems(error, str(index)))
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise StructureError(problems)
    return tuple(items)


# -- faults, flattened --------------------------------------------------------


def _problems(error: BaseException, path: str) -> Iterator[Problem]:
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError  # noqa: PLC0415 -- as above

    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for fault, note in noted:
            yield from _problems(fault, _join(path, note.name))
        for fault in others:
            yield from _problems(fault, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(sorted(field.name for field in attrs.fields(error.cl)))
        for extra in sorted(map(str, error.extra_fields)):
            name = extra if _LIKE_A_FIELD.fullmatch(extra) else "…"  # any other name may be a person's
            yield Problem(_join(path, name), f"is unknown here; known: {known}")
    elif isinstance(getattr(error, "problems", None), list | tuple):
        yield from (problem.below(path) for problem in error.problems)  # type: ignore[attr-defined]  # just tested
    elif isinstance(error, _FaultError):
        yield Problem(path, str(error))
    elif isinstance(error, KeyError):
        yield Problem(path, "is missing")
    else:
        if not isinstance(error, TypeError | ValueError | AttributeError):
            raise error
        yield Problem(path, "must be an object")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _FaultError("holds the same key twice in one object")
    return result


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _FaultError("holds a number that cannot be read")
    return number


def _no_constant(_: str) -> None:
    raise _FaultError("holds NaN or an infinity, which JSON does not have")


# -- types of classes built in Python -------------------------------------------


@functools.cache
def _field_types(cls: type) -> Mapping[str, object]:
    return {field.name: field.type for field in attrs.fields(attrs.resolve_types(cls))}


@functools.cache
def _test(kind: Any) -> Callable[[object], bool]:
    """Make the quick question for *kind*: whether a value is of it; what is wrong is asked only if it is not."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        tests = tuple(map(_test, typing.get_args(kind)))
        return lambda value: any(test(value) for test in tests)
    if origin is tuple:
        item = _test(typing.get_args(kind)[0])
        return lambda value: isinstance(value, tuple) and all(map(item, value))
    if kind is str:
        return lambda value: isinstance(value, str) and is_text(value)
    return _is_of(origin or kind) if isinstance(origin or kind, type) else lambda _: True


def _mismatches(value: object, kind: object, path: str) -> Iterator[tuple[str, str]]:
    origin = typing.get_origin(kind)
    if isinstance(value, str) and not is_text(value):
        yield path, "holds characters that are no text"
    elif origin in (types.UnionType, typing.Union):
        members = typing.get_args(kind)
        attempts = {member: list(_mismatches(value, member, path)) for member in members}
        lists = [member for member in members if typing.get_origin(member) is tuple]
        if all(attempts.values()) and lists and isinstance(value, tuple):
            yield from attempts[lists[0]]
        elif all(attempts.values()):
            yield path, f"must be {' or '.join(map(_name, members))}"
    elif origin is tuple:
        if not isinstance(value, tuple):
            yield path, "must be a list"
        else:
            for index, item in enumerate(value):
                yield from _mismatches(item, typing.get_args(kind)[0], f"{path}.{index}")
    elif isinstance(origin or kind, type) and not _is_of(origin or kind)(value):
        yield path, f"must be {_name(kind)}"


def is_text(value: str) -> bool:
    """Whether *value* can be written as UTF-8: a lone surrogate cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_of(kind: Any) -> Callable[[object], bool]:
    if kind in (int, bool, dt.date):
        return lambda value: type(value) is kind
    return lambda value: isinstance(value, kind)


def _name(kind: object) -> str:
    if typing.get_origin(kind) is tuple:
        return "a list"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return f"a {kind.__name__} ({', '.join(member.name for member in kind)})"
    return _PYTHON_NAMES.get(kind, getattr(kind, "__name__", str(kind))) if isinstance(kind, type) else str(kind)
