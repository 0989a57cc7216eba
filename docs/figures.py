"""
Figures of the benchmarks on the French site: words are translated, numbers are not written down anywhere.

Measured figures stand on a page between ``<!-- figures of …: start -->`` and ``end``, and change with every run. So they are no paragraphs
to translate: they are cut out of the templates, and each phrase is looked up in
``locale/fr/figures.toml``, with ``#`` for a number.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import typeset

from psc_workflow._model.text import format_day

_BLOCK = re.compile(r"(<!-- figures of [^:>]+: start -->\n)(.*?)(<!-- figures of [^:>]+: end -->)", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_RULE = re.compile(r":?-+:?")
_SENTENCES = (
    (re.compile(r"(.+), ([\d,]+) cores, ([\d,]+) GiB of memory, (.+)"), r"\1, \2 cœurs, \3 Gio de mémoire, \4"),
    (re.compile(r"([\d,]+) dossiers, (.+), (\d+) cores:"), r"\1 dossiers, \2, \3 cœurs :"),
)
"""What is written of the machine; names and versions of packages stay as they are."""

NAMES = frozenset(
    [
        *(
            "OpenFisca-Core",
            "SQLite",
            "PostgreSQL",
            "polars",
            "pandas",
            "PyArrow",
            "DuckDB",
            "zen-engine",
            "transitions",
        ),
        *("python-statemachine", "bare python-statemachine", "xstate-statemachine", "import statemachine"),
        *("import polars", "import psc_workflow", "import psc_workflow.pricing", "from psc_workflow import Dossier"),
        *("psc-workflow price", "psc-workflow quote", "psc-workflow contracts", "psc-workflow --help", "psc-workflow"),
        *(
            "create",
            "decide",
            "view",
            "deliver",
            "tick",
            "load",
            "dump",
            "SpiffWorkflow",
            "",
            "#",
            "# ms",
            "# µs",
            "# s",
        ),
    ]
)
"""What is the same in both languages."""

PHRASES: Mapping[str, str] = tomllib.loads(
    (Path(__file__).parent / "locale" / "fr" / "figures.toml").read_text(encoding="utf-8")
)["phrases"]
"""Every phrase between two commas or colons, without its numbers."""


def cut(page: str) -> str:
    """Return *page* without its figures, as it is to be translated."""
    return _BLOCK.sub(r"\1\3", page)


def french(page: str) -> str:
    """Return *page* with its figures in French."""
    return _BLOCK.sub(lambda block: block[1] + _lines(block[2]) + block[3], page)


def without_french(page: str) -> Iterator[str]:
    """List the phrases among the figures of *page* that have no French."""
    for block in _BLOCK.finditer(page):
        for text in _texts(block[2]):
            yield from (phrase for phrase in _phrases(text) if _french_of(phrase) is None)


def _lines(block: str) -> str:
    return "".join(_line(line) + "\n" for line in block.splitlines())


def _line(line: str) -> str:
    if line.startswith("|"):
        return f"| {' | '.join(cell if _RULE.fullmatch(cell) else write(cell) for cell in _cells(line))} |"
    if line.startswith("- "):
        return f"- {write(line[2:])}"
    return _sentence(line) or (write(line) if line else line)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _texts(block: str) -> Iterator[str]:
    for line in block.splitlines():
        if line.startswith("|"):
            yield from (cell for cell in _cells(line) if not _RULE.fullmatch(cell))
        elif _sentence(line) is None:
            yield line.removeprefix("- ")


def _sentence(line: str) -> str | None:
    """Return what a line says of the machine, in French; ``None`` if it is another line."""
    day = _DAY.match(line)
    if day is None:
        return None
    rest = line[day.end() :].lstrip(":, ")
    for pattern, words in _SENTENCES:
        if match := pattern.fullmatch(rest):
            said = typeset.french(match.expand(words))
            return f"{format_day(dt.date.fromisoformat(day[0]), 'fr').capitalize()}\N{NO-BREAK SPACE}: {said}"
    return None


def write(text: str) -> str:
    """Return a cell or a line in French; phrases without French stay as they are."""
    return typeset.french(
        "".join(f" {part}" if part[0] == ":" else _french_of(part) or part for part in _parts(text) if part)
    )


def _parts(text: str) -> list[str]:
    return re.split(r"(: |, |:$)", text)


def _phrases(text: str) -> list[str]:
    return _parts(text)[::2]


def _french_of(phrase: str) -> str | None:
    """Return a phrase in French, its numbers written as in French; ``None`` if it is not in the lists."""
    numbers = iter(_NUMBER.findall(phrase))
    template = _NUMBER.sub("#", phrase)
    words = template if template in NAMES else PHRASES.get(template)
    return None if words is None else re.sub("#", lambda _: _number(next(numbers)), words)


def _number(english: str) -> str:
    return english.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
