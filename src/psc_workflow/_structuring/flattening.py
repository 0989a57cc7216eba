"""
The exception groups of cattrs as a flat list of faults.
"""

import re
from collections.abc import Iterator

import attrs

from psc_workflow._structuring.faults import CODES, FaultError
from psc_workflow.exceptions import Fault

_LIKE_A_FIELD = re.compile(r"(?!.*[0-9]{4})[a-z_][a-z0-9_-]{0,63}")


def flatten(error: BaseException, path: str) -> Iterator[Fault]:
    """
    List the faults in *error*, each with its path below *path*.

    An error that no fault of the data explains is raised again.
    """
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError  # noqa: PLC0415 -- see the converter

    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for fault, note in noted:
            yield from flatten(fault, _join(path, note.name))
        for fault in others:
            yield from flatten(fault, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        names = sorted(field.name for field in attrs.fields(error.cl))
        for extra in sorted(map(str, error.extra_fields)):
            name = extra if _LIKE_A_FIELD.fullmatch(extra) else "…"  # any other name may be a person's
            yield Fault(_join(path, name), f"is unknown here; known: {', '.join(names)}")
    elif isinstance(getattr(error, "faults", None), list | tuple):
        yield from (fault.below(path) for fault in error.faults)  # type: ignore[attr-defined]  # tested above
    elif isinstance(error, FaultError):
        yield Fault(path, str(error), error.code)
    elif isinstance(error, KeyError):
        yield Fault(path, "is missing")
    else:
        if not isinstance(error, TypeError | ValueError | AttributeError):
            raise error
        yield Fault(path, "must be an object", CODES[dict])


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
