"""
Passwords: 8 characters are compulsory, and at least three of the five conditions must hold.
"""

from typing import Any

from psc_workflow.rules import password
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import TODAY

_example = ExampleMaker(password.assess, on=TODAY)


def _typed_twice(title: str, *codes: str, value: str) -> Example:
    return _example(title, *codes, password=value, confirmation=value)


def _confirmation(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, **{"password": "Tiare-2026", "confirmation": "Tiare-2026", **facts})


EXAMPLES = (
    _typed_twice("all five conditions", value="Tiare-2026"),
    _typed_twice("8 characters, all five", value="Tiare-26"),
    _typed_twice("three of five: length, small letters, digits", value="tiare2026"),
    _typed_twice("both cases of another script", value="МоаныМоаны"),
    _typed_twice("7 characters, the other four conditions", "password-too-short", value="Tiar-26"),
    _typed_twice("two of five: length and small letters", "password-too-weak", value="tiaretiare"),
    _typed_twice("white space is not special", "password-too-weak", value="tiare moana"),
    _typed_twice("nothing typed", "password-too-short", "password-too-weak", value=""),
    _confirmation("another case the second time", "password-confirmation-differs", confirmation="tiare-2026"),
    _confirmation("a space after it the second time", "password-confirmation-differs", confirmation="Tiare-2026 "),
    _confirmation("password not given", "password-missing", password=None),
    _confirmation("confirmation not given", "password-confirmation-missing", confirmation=None),
    _confirmation(
        "neither given", "password-missing", "password-confirmation-missing", password=None, confirmation=None
    ),
)
