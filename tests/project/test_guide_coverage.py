"""
The table that goes through the guide line by line: no gap, no open row, no name that does not exist.
"""

import re

import attrs
import pytest

from paths import ROOT
from psc_workflow import states
from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import effects
from psc_workflow._model.commands import ALL
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._views import View
from psc_workflow.states._engine import table
from psc_workflow.testing import examples

REFERENCE = ROOT / "docs" / "reference"
NAMES = re.findall(r"^(guide/[a-z-]+)$", (REFERENCE / "guide-coverage.md").read_text(encoding="utf-8"), re.MULTILINE)
PAGE = "\n".join((REFERENCE / f"{name}.md").read_text(encoding="utf-8") for name in NAMES)
LAST_LINE = 1063
"""Lines of the guide's transcription, the last one, which no line break ends, included."""

ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.splitlines()
    if re.match(r"\| \d", line)
]


def names_by_kind() -> dict[str, set[str]]:
    """List every name that the table may use, by its kind."""
    journeys = {name: wording.journey(name) for name in states.JOURNEYS}
    return {
        "state": {f"{name}.{state}" for name, chart in states.JOURNEYS.items() for state in table(chart)},
        "command": {command.do for command in ALL},
        "effect": {effect.__name__ for effect in effects.ALL},
        "document": set(DocumentKind),
        "text": {
            f"{part}.{name}"
            for words in journeys.values()
            for part in ("statuses", "to_prepare", "recap", "deadlines")
            for name in getattr(words, part)
        },
        "help": {state.help for words in journeys.values() for state in words.states.values()},
        "rule": set(examples.rules()),
        "contract": {field.name for field in attrs.fields(Contract)},
        "view": {field.name for field in attrs.fields(View)},
    }


KNOWN = names_by_kind()


def test_the_ranges_run_from_the_first_line_to_the_last_without_gap_or_overlap() -> None:
    last = 0
    for lines, *_ in ROWS:
        first, end = map(int, lines.split("-"))
        assert first == last + 1, lines
        assert end >= first, lines
        last = end
    assert last == LAST_LINE


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_what_carries_it_or_why_nothing_does(row: list[str]) -> None:
    _, what, carried, how = row
    assert what
    assert how
    names = re.findall(r"`(\w+) ([^`]+)`", carried)
    assert re.sub(r"`[^`]+`,? ?", "", carried) == ("" if names else "–")
    for kind, name in names:
        assert name in KNOWN[kind], f"{kind} {name}"
    if not names:
        assert how.startswith(("host:", "not in the source:"))


PORTAL = ROOT / "examples" / "portal" / "portal"
IN_THE_PORTAL = {
    "page": set(re.findall(r'name="([^"]+)"', (PORTAL / "urls.py").read_text(encoding="utf-8"))),
    "template": {file.name for file in (PORTAL / "templates" / "portal").glob("*.html")},
    "module": {file.stem for file in PORTAL.glob("*.py")},
}


def test_whatever_stays_with_the_host_is_somewhere_in_the_portal_or_the_row_says_why_not() -> None:
    for lines, _, _, how in ROWS:
        _, _, host = how.partition("host:")
        _, _, where = host.partition("; portal: ")
        assert bool(where) == bool(host), lines
        names = re.findall(r"`(page|template|module) ([^`]+)`", where)
        assert names or not host or where.startswith("none: "), lines
        assert all(name in IN_THE_PORTAL[kind] for kind, name in names), lines


def test_every_screen_of_a_state_is_a_heading_that_the_table_has() -> None:
    """The screens named in the catalogue are those of the guide, whose headings the table quotes."""
    quoted = PAGE.replace("’", "'")
    missing = {
        state.screen
        for name in states.JOURNEYS
        for state in wording.journey(name).states.values()
        if state.screen.replace("’", "'") not in quoted
    }
    assert missing == set()
