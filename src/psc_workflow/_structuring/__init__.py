"""
Strict structuring: plain data (JSON, TOML) to frozen classes and back; nothing is coerced, every fault has its path.

cattrs does the work; this package makes it strict (``True`` is not an integer,
``20260501`` is not a date, an unknown key is a fault) and turns its exception
groups into a flat list of :class:`Fault`. Their messages name types and
choices, but never the value, which may be a person's.
"""

import contextlib
import itertools
from typing import Any, TypeVar

from psc_workflow._structuring.converters import ADDED, MOST_FAULTS, converter
from psc_workflow._structuring.declared import Field, check_types, is_text, kind_at, open_fields
from psc_workflow._structuring.faults import StructureError
from psc_workflow._structuring.flattening import flatten
from psc_workflow._structuring.json_text import DEEPEST, canonical, check_size, parse_json, without_schema
from psc_workflow._structuring.plain import plain, plain_fields
from psc_workflow._structuring.scalars import (
    DATE,
    FIRST_YEAR,
    INSTANT,
    LAST_INSTANT,
    LAST_YEAR,
    is_in_range,
    parse_date,
    parse_instant,
    to_utc,
)
from psc_workflow.exceptions import Fault

__all__ = [
    "ADDED",
    "DATE",
    "DEEPEST",
    "FIRST_YEAR",
    "INSTANT",
    "LAST_INSTANT",
    "LAST_YEAR",
    "MOST_FAULTS",
    "Field",
    "StructureError",
    "canonical",
    "check_size",
    "check_types",
    "is_in_range",
    "is_text",
    "kind_at",
    "open_fields",
    "parse_date",
    "parse_instant",
    "parse_json",
    "plain",
    "plain_fields",
    "structure",
    "structure_thoroughly",
    "to_utc",
    "unstructure",
    "without_schema",
]

T = TypeVar("T")


def structure(data: object, cls: type[T], *, native_dates: bool = False) -> T:
    """
    Build *cls* out of plain data.

    Data without a fault, as nearly all are, are read once; others a second
    time, to list every fault.

    Args:
        data: The result of a JSON or TOML parser.
        cls: The attrs class to build.
        native_dates: Whether dates are date objects (TOML) or text (JSON).

    Raises:
        StructureError: With every fault and its path, up to ``MOST_FAULTS``.
    """
    with contextlib.suppress(Exception):  # whatever it is, the thorough converter meets it again
        return converter(native_dates=native_dates, thorough=False).structure(data, cls)
    return structure_thoroughly(data, cls, native_dates=native_dates)


def structure_thoroughly(data: object, cls: type[T], *, native_dates: bool = False) -> T:
    """Do what :func:`structure` does, in one reading."""
    try:
        return converter(native_dates=native_dates, thorough=True).structure(data, cls)
    except RecursionError:
        raise StructureError([Fault("", "is nested too deeply")]) from None
    except Exception as error:  # noqa: BLE001 -- any error of a hook becomes a listed fault
        raise StructureError(list(itertools.islice(flatten(error, ""), MOST_FAULTS))) from None


def unstructure(value: object, cls: Any = None, *, native: bool = False) -> Any:
    """
    Turn *value* into plain data that JSON can hold.

    Args:
        native: Leave dates, instants, members of closed lists and tuples as
            they are, for :func:`canonical`, which writes them as the rest does.
    """
    return converter(native_dates=native, thorough=False).unstructure(value, cls)
