"""
The arguments of the command line, and the output for programs.
"""

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import Parameter

from psc_workflow._model.money import Locale, read_amount
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._structuring import parse_date
from psc_workflow.cli._output import visible, write
from psc_workflow.exceptions import FaultsError, HostError, PscWorkflowError

E = TypeVar("E", bound=StrEnum)

AsJson = Annotated[bool, Parameter(name="--json", negative=())]
Lang = Annotated[str | None, Parameter(name="--lang")]


class ArgumentError(HostError):
    """An argument of the command line cannot be used."""


class FileError(ArgumentError):
    """A file that an argument names cannot be used."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{visible(str(path))}: {message}")


@contextlib.contextmanager
def report_os_errors(path: Path, message: str) -> Iterator[None]:
    """Raise errors of the operating system as a :class:`FileError` of *path*."""
    try:
        yield
    except OSError as error:
        raise FileError(path, f"{message}: {error.strerror or error}") from None


@contextlib.contextmanager
def report_errors_of(path: Path) -> Iterator[None]:
    """Name *path* in the errors of what works on its content, and does not know where that comes from."""
    try:
        yield
    except FileError:
        raise
    except FaultsError as error:
        raise type(error)(f"{visible(str(path))}: {error.subject}", error.faults) from None
    except PscWorkflowError as error:
        raise FileError(path, str(error)) from None


def locale(lang: str | None) -> Locale:
    """Choose the language: the one requested, else the environment's."""
    chosen = lang if lang is not None else _environment_language()
    if chosen == "fr":
        return "fr"
    if chosen == "en":
        return "en"
    raise ArgumentError("--lang: must be one of: fr, en")


def _environment_language() -> str:
    """Read the language of the locale; French unless it is English."""
    variables = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, variables), "").startswith("en") else "fr"


def choice(members: Iterable[E], text: str, option: str) -> E:
    """Read one of *members*: of a closed list, or of the words of a contract."""
    by_value = {member.value: member for member in members}
    if text not in by_value:
        raise ArgumentError(f"{option}: must be one of: {', '.join(by_value)}")
    return by_value[text]


def day(text: str, option: str) -> dt.date:
    """Read a date."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise ArgumentError(f"{option}: {error}") from None


def day_or_none(text: str | None, option: str) -> dt.date | None:
    """Read a date, if there is one."""
    return None if text is None else day(text, option)


def amount(text: str | None, option: str, locale: Locale) -> int | None:
    """Read an amount in euros as it is written in *locale*, if there is one; return it in cents."""
    if text is None:
        return None
    try:
        return read_amount(text, locale, most=HIGHEST_PAY)
    except ValueError as error:
        raise ArgumentError(f"{option}: {error}") from None


def print_json(answer: object) -> None:
    """Print *answer* as one JSON value."""
    write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
