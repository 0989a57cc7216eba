"""
Passwords: 8 characters are compulsory, and three of the five conditions with them.
"""

from typing import Any

from psc_workflow.rules import password
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import TODAY

_asking = Asking(password.assess, on=TODAY)


def _typed_twice(told: str, *codes: str, given: str) -> Example:
    return _asking(told, *codes, password=given, confirmation=given)


def _confirmed(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, **{"password": "Tiare-2026", "confirmation": "Tiare-2026", **facts})


EXAMPLES = (
    _typed_twice("all five conditions", given="Tiare-2026"),
    _typed_twice("8 characters, all five", given="Tiare-26"),
    _typed_twice("three of five: length, small letters, digits", given="tiare2026"),
    _typed_twice("both cases of another script", given="МоаныМоаны"),
    _typed_twice("7 characters, the other four conditions", "password-too-short", given="Tiar-26"),
    _typed_twice("two of five: length and small letters", "password-too-weak", given="tiaretiare"),
    _typed_twice("white space is not special", "password-too-weak", given="tiare moana"),
    _typed_twice("nothing typed", "password-too-short", "password-too-weak", given=""),
    _confirmed("another case the second time", "password-confirmation-differs", confirmation="tiare-2026"),
    _confirmed("a space after it the second time", "password-confirmation-differs", confirmation="Tiare-2026 "),
    _confirmed("password not given", "password-missing", password=None),
    _confirmed("confirmation not given", "password-confirmation-missing", confirmation=None),
    _confirmed("neither given", "password-missing", "password-confirmation-missing", password=None, confirmation=None),
)
