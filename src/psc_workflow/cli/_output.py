r"""
The one way out of the command line: nothing that is printed can command a terminal, or forge a line.

Ids, names and paths come from files that others have written: what cannot be
seen in them (an escape sequence, a mark of direction, a line end) is printed
as the escape that JSON has for it, which JSON on its way to a program may
hold, too.

>>> safe("D1\x1b[2J\u202e")
'D1\\u001b[2J\\u202e'
"""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

_LAYOUT = "\n\t"
"""What a text of several lines may hold."""


def visible(text: str) -> str:
    """Write what cannot be seen as escapes: the result has one line."""
    text = _renamed(text)
    if text.isascii() and text.isprintable():
        return text
    from psc_workflow._catalogue import forms  # noqa: PLC0415 -- --help needs nothing of the catalogue

    return forms.visible(text)


def shown_name(path: Path) -> str:
    """Return the name of a file, without its folder, as every text can hold it."""
    return _names.get(str(path)) or visible(path.name)


def safe(text: str) -> str:
    """Write what cannot be seen as escapes, apart from line ends and tabs."""
    text = _renamed(text)
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(letter if letter in _LAYOUT else visible(letter) for letter in text)


_names: dict[str, str] = {}
"""Paths that nobody has named, and what they are called in what is printed."""

_listeners: list[Callable[[], None]] = []
"""Called before anything is printed."""


@contextlib.contextmanager
def renamed(path: str, name: str) -> Iterator[None]:
    """Print *name* wherever *path* would be printed."""
    _names[path] = name
    try:
        yield
    finally:
        del _names[path]


@contextlib.contextmanager
def before_printing(listener: Callable[[], None]) -> Iterator[None]:
    """Call *listener* before anything is printed."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def announce() -> None:
    """Say that something is about to be printed."""
    for listener in tuple(_listeners):
        listener()


def _renamed(text: str) -> str:
    for path, name in _names.items():
        text = text.replace(path, name)
    return text


def write(text: str) -> None:
    """Print *text*, which may have several lines, as it is."""
    announce()
    sys.stdout.write(safe(text))


def write_line(text: str) -> None:
    """Print one line, whatever is in *text*."""
    announce()
    sys.stdout.write(f"{visible(text)}\n")


def write_error(text: str) -> None:
    """Print *text* to standard error, if that takes it."""
    announce()
    try:
        sys.stderr.write(f"{safe(text)}\n")
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def write_status(text: str) -> None:
    """Write *text* to the terminal without ending the line, so that it can be replaced."""
    sys.stderr.write(text)
    sys.stderr.flush()


def discard(stream: TextIO) -> None:
    """Let what is left in *stream* go nowhere when Python ends; otherwise that would be one more error."""
    with contextlib.suppress(OSError, ValueError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_missing_streams() -> None:
    """Replace standard streams that the caller has closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 -- until the end


def forget_impossible_sizes() -> None:
    """
    Take sizes of a terminal out of the environment in which nobody can read: the default ones then hold.

    In no column nothing is printed, and in one or two rich never ends.
    """
    for name in ("COLUMNS", "LINES"):
        if not re.fullmatch("[1-9][0-9]{1,3}", os.environ.get(name, "80")):
            del os.environ[name]
