"""
Faults of structure, and the names of types in their messages.
"""

import datetime as dt

from psc_workflow.exceptions import Fault

NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    dict: "an object",
    dt.date: "a date, YYYY-MM-DD",
    dt.datetime: "an instant with its offset, YYYY-MM-DDThh:mm:ss+hh:mm",
    type(None): "null",
}
CODES: dict[type, str] = {
    str: "form-text-expected",
    int: "form-whole-number-expected",
    bool: "form-yes-or-no-expected",
    dict: "form-object-expected",
    dt.date: "form-date-malformed",
}
"""Codes of the faults of values that are not of a type, for the types that a person can fill in."""

PYTHON_NAMES = {**NAMES, dt.date: "a datetime.date", dt.datetime: "a datetime.datetime", type(None): "None"}


class StructureError(Exception):
    """Data does not have the expected structure; the caller says of which document."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)


class FaultError(ValueError):
    """A fault whose message is written here and is safe to show."""

    def __init__(self, message: str, code: str = "") -> None:
        self.code = code
        super().__init__(message)
