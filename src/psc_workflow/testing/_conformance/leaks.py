"""
The search for personal data where none may be: logs, warnings, standard output and error, and pages.

>>> planted = Planted()
>>> planted.add("D1", {"nir": "1 70 03 98 735 123 73", "regime": "general"})
>>> planted.find("INFO received 170039873512373")
['nir']
"""

import contextlib
import html
import io
import logging
import re
import sys
import sysconfig
import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TextIO

from psc_workflow.testing._conformance.actions import strings

NAMES = frozenset({"first_name", "usage_name", "birth_name", "last_name", "full_name", "holder"})
NUMBERS = frozenset({"nir", "iban", "phone"})
ADDRESSES = frozenset({"email", "professional_email", "address"})
PASSWORDS = frozenset({"password", "confirmation"})

_SHORTEST = {**dict.fromkeys(NAMES, 4), **dict.fromkeys(NUMBERS, 9), **dict.fromkeys(ADDRESSES, 6)}
_SHORTEST_PASSWORD = 8
_LONG_PART = 10
_LEAST_DISTINCT = 5
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_GAPS = re.compile(r"[\s.\u00a0\u202f-]+")
_FOREIGN = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "purelib", "platlib"))


class Planted:
    """The personal values that were sent to the host, by dossier."""

    def __init__(self) -> None:
        self._values: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._others: set[str] = set()

    def add(self, id: str, data: Any) -> None:  # noqa: A002 -- as Dossier.open
        """Remember the personal values in *data*, which belong to the dossier *id*."""
        for field, text in strings(data):
            if self._is_planted(field, text):
                self._values[id].setdefault(text, field)
            else:
                self._others.add(text.casefold())

    @staticmethod
    def _is_planted(field: str, text: str) -> bool:
        if field in PASSWORDS:
            return len(text) >= _SHORTEST_PASSWORD and not text.isalpha()
        return len(text.strip()) >= _SHORTEST.get(field, len(text) + 1)

    def find(self, text: str) -> list[str]:
        """List the fields whose values stand in *text*, whomever they belong to."""
        values = {value: field for values in self._values.values() for value, field in values.items()}
        return sorted({*self._fields(text, values), *self._parts(text, values)})

    def find_password(self, text: str) -> list[str]:
        """List the fields of passwords whose values stand in *text*."""
        values = {value: field for values in self._values.values() for value, field in values.items()}
        return self._fields(text, {value: field for value, field in values.items() if field in PASSWORDS})

    def find_others(self, id: str, text: str) -> list[str]:  # noqa: A002 -- as Dossier.open
        """List the fields whose values stand in *text*, though they belong to another dossier than *id* alone."""
        own = self._values[id]
        others = {
            value: field
            for other, values in self._values.items()
            if other != id
            for value, field in values.items()
            if value not in own
        }
        return self._fields(text, others)

    def _fields(self, text: str, values: dict[str, str]) -> list[str]:
        if not text or not values:
            return []
        plain = _plain(text)
        compact = _compact(plain)
        hits = {
            field
            for value, field in values.items()
            if value.casefold() not in self._others
            and (value.casefold() in plain or (field in NUMBERS and _compact(value.casefold()) in compact))
        }
        return sorted(hits)

    def _parts(self, text: str, values: dict[str, str]) -> set[str]:
        """List the fields of numbers of which a long part stands in *text*: all but the key, or the end."""
        compact = _compact(_plain(text)) if text else ""
        numbers = {value: field for value, field in values.items() if field in NUMBERS}
        return {
            field
            for value, field in numbers.items()
            if value.casefold() not in self._others and any(part in compact for part in _long_parts(value))
        }


def _plain(text: str) -> str:
    return html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)).casefold()


def _compact(plain: str) -> str:
    return _GAPS.sub("", plain)


def _long_parts(value: str) -> Iterator[str]:
    """List what of a number would give it away; a run of zeros would not."""
    compact = _compact(value.casefold())
    for start in range(len(compact) - _LONG_PART + 1):
        part = compact[start : start + _LONG_PART]
        if len(set(part)) >= _LEAST_DISTINCT:
            yield part


class _Tee(io.TextIOBase):
    """Writes on to another stream, and remembers."""

    def __init__(self, stream: TextIO, chunks: list[str]) -> None:
        self._stream, self._chunks = stream, chunks

    def write(self, text: str) -> int:
        self._chunks.append(text)
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Handler(logging.Handler):
    def __init__(self, chunks: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._chunks = chunks
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            self._chunks.append(self.format(record))


class Listening:
    """Listens to all that the host says outside its answers; ``take`` returns it, by where it was said."""

    def __init__(self) -> None:
        self._chunks: dict[str, list[str]] = {name: [] for name in ("logging", "warnings", "stdout", "stderr")}

    def take(self) -> dict[str, str]:
        """Return what was said since the last call."""
        texts = {name: "\n".join(chunks) for name, chunks in self._chunks.items() if chunks}
        for chunks in self._chunks.values():
            chunks.clear()
        return texts

    @contextlib.contextmanager
    def hear(self, package: str) -> Iterator[None]:
        """
        Listen.

        Args:
            package: The top package of the host's class: its loggers are the
                host's, wherever it is installed.
        """
        with self._logs(package), self._warnings(), self._streams():
            yield

    @contextlib.contextmanager
    def _streams(self) -> Iterator[None]:
        with (
            contextlib.redirect_stdout(_Tee(sys.stdout, self._chunks["stdout"])),
            contextlib.redirect_stderr(_Tee(sys.stderr, self._chunks["stderr"])),
        ):
            yield

    @contextlib.contextmanager
    def _warnings(self) -> Iterator[None]:
        former = warnings.showwarning

        def show(message: Any, *arguments: Any, **options: Any) -> None:
            self._chunks["warnings"].append(str(message))
            former(message, *arguments, **options)

        with warnings.catch_warnings():  # which also makes Python forget what it has shown once
            warnings.showwarning = show
            yield

    @contextlib.contextmanager
    def _logs(self, package: str) -> Iterator[None]:
        """Hear the host's loggers at every level; those of other packages as loud as they are."""
        root = logging.getLogger()
        handler, level = _Handler(self._chunks["logging"]), root.level
        quiet = [logger for logger in _top_loggers() if _is_foreign(logger.name, package)]
        levels = [(logger, logger.level) for logger in quiet]
        for logger in quiet:
            logger.setLevel(logger.level or level)
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.setLevel(level)
            root.removeHandler(handler)
            for logger, former in levels:
                logger.setLevel(former)


def _top_loggers() -> list[logging.Logger]:
    """List the first logger of each package that has one, making it where only those below exist."""
    return [logging.getLogger(name) for name in {name.partition(".")[0] for name in logging.root.manager.loggerDict}]


def _is_foreign(name: str, package: str) -> bool:
    """Whether the logger belongs to a package that is installed beside Python, and not to the host."""
    module = sys.modules.get(name)
    file = getattr(module, "__file__", None) or ""
    return name != package and bool(file) and file.startswith(_FOREIGN)
