"""
How much is read of what pretends to be a dossier: too much is refused before it costs anything.
"""

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dossiers import at_state
from people import NOW
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import LONGEST_DRAFT
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._snapshot.long_texts import long_texts
from psc_workflow._structuring.json_bounds import LARGEST, MOST_VALUES, faults_of_size
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.states._keys import LONGEST_KEY
from psc_workflow.states._opening import LONGEST_ID

GOLDEN = Path(__file__).parents[1] / "golden" / "v1"
STORED: dict[str, Any] = json.loads(
    at_state("identity")
    .decide(do.SaveAndQuit({"first_name": "Benoît"}), at=NOW, key="k", role=Role.AGENT)
    .dossier.dump()
)


def with_text(path: str, text: str) -> bytes:
    """Write the stored dossier with *text* at *path*."""
    document = json.loads(json.dumps(STORED))
    *parents, last = path.split(".")
    place = document["record"]
    for part in parents:
        place = place[int(part)] if part.isdecimal() else place[part]
    place[int(last) if last.isdecimal() else last] = text
    return json.dumps(document, ensure_ascii=False).encode()


def refusal(document: bytes | str) -> str:
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(document)
    return str(caught.value)


LIMITS = [
    ("id", LONGEST_ID),
    ("login", LONGEST_TEXT),
    ("agent.first_name", LONGEST_TEXT),
    ("accepted.0.key", LONGEST_KEY),
]


@pytest.mark.parametrize("letter", ["x", "é", '"', "\\", "\U0001f600"])
@pytest.mark.parametrize(("path", "longest"), LIMITS)
def test_a_text_is_read_at_its_limit_and_refused_beyond_it(path: str, longest: int, letter: str) -> None:
    """As `open` and `decide` do; whatever the letter takes in the document."""
    dossier = Dossier.load(with_text(path, letter * longest))
    assert Dossier.load(dossier.dump()) == dossier
    assert path.partition(".")[0] in refusal(with_text(path, letter * (longest + 1)))


def test_a_text_that_no_class_looks_at_is_refused_with_its_path() -> None:
    assert "record.history.steps.0.state" in refusal(with_text("history.steps.0.state", "x" * (LONGEST_TEXT + 1)))
    assert "record.answers.regime" in refusal(with_text("answers.regime.regime", "x" * (LONGEST_TEXT + 1)))


@pytest.mark.parametrize("before", range(0, LONGEST_TEXT, 89))
def test_a_text_is_found_too_long_wherever_it_begins(before: int) -> None:
    record = {"texts": ["y" * before, "x" * LONGEST_TEXT, "z"]}
    for document in (json.dumps(record), json.dumps(record).encode()):
        assert not list(long_texts(document, record))
    record["texts"][1] += "x"
    for document in (json.dumps(record), json.dumps(record).encode()):
        assert [fault.path for fault in long_texts(document, record)] == ["texts.1"]


def test_a_draft_is_read_at_its_limit_and_refused_beyond_it() -> None:
    spare = LONGEST_DRAFT - len('{"first_name":""}')
    Dossier.load(with_text("drafts.0.fields.first_name", "x" * spare))
    assert "drafts.0.fields" in refusal(with_text("drafts.0.fields.first_name", "x" * (spare + 1)))


MUCH = LARGEST // 4

FLOODS: dict[str, Callable[[], bytes | str]] = {
    "a document of 100 MB": lambda: with_text("drafts.0.fields.first_name", "x" * 10**8),
    "an id of 10 MB": lambda: with_text("id", "x" * 10**7),
    "an id of quotation marks": lambda: with_text("id", '"' * 10**7),
    "brackets": lambda: b"[" * (LARGEST - 1),
    "empty lists": lambda: b"[" + b"[]," * (MUCH // 3) + b"[]]",
    "empty objects, as text": lambda: "[" + "{}," * (MUCH // 3) + "{}]",
    "numbers": lambda: b"[" + b"1," * (MUCH // 2) + b"1]",
    "empty texts": lambda: b"[" + b'"",' * (MUCH // 3) + b'""]',
    "escaped escapes": lambda: b"[" + b'"\\\\",' * (MUCH // 5) + b'""]',
    "a text that does not end": lambda: b'["[,' + b'\\"[,' * (MUCH // 4),
    "digits": lambda: b"[" + b"1" * MUCH + b"]",
    "names of contracts": lambda: b"{" + b'"contract":"abc",' * (MUCH // 17) + b"}",
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_refused_soon_and_in_little_memory(flood: str) -> None:
    """Thirty megabytes of brackets took 18 seconds and 961 MB."""
    document = FLOODS[flood]()
    tracemalloc.start()
    try:
        before = time.process_time()
        message = refusal(document)
        seconds = time.process_time() - before
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(message) < 500
    assert seconds < 2
    assert most < 5 * len(document), f"{most / 2**20:.0f} MiB"


def test_what_stands_in_texts_does_not_count_as_values() -> None:
    items = MOST_VALUES // 1000
    assert faults_of_size("[" + ",".join(['"' + "[{," * 1000 + '"'] * items) + "]") is None
    assert faults_of_size("[" + ",".join(['"\\"' + "[{," * 1000 + '\\\\"'] * items) + "]") is None
    assert faults_of_size('["\\\\"' + "," * (MOST_VALUES + 1) + '"[{,"]') is not None
    assert faults_of_size(b"[" + b"1," * (MOST_VALUES - 1) + b"1]") is None


def test_no_dossier_is_too_large_to_be_read() -> None:
    """The most that commands can bring in: each list at its limit, each text as long as it may be, of the widest letters."""
    most = {
        "children_details": LONGEST_LIST + MOST_CARRIED,
        "partner_details": 2 + MOST_CARRIED,
        "removals": MOST_CARRIED,
    }

    def largest(value: Any, name: str = "") -> int:
        if isinstance(value, str):
            return 4 * LONGEST_TEXT + len('"",')
        if isinstance(value, dict):
            return sum(len(key) + len('"":') + largest(item, key) for key, item in value.items())
        if isinstance(value, list):
            return max(len(value), most.get(name, LONGEST_LIST)) * max(map(largest, value), default=0)
        return len("false,")

    sizes: dict[str, int] = {}
    for file in GOLDEN.glob("*.json"):
        record = json.loads(file.read_bytes())["record"]
        del record["history"]  # the words of the library, sixteen times
        for name, value in [*record.pop("answers").items(), *record.items()]:
            sizes[name] = max(sizes.get(name, 0), largest(value, name))
    assert LARGEST / 2 < sum(sizes.values()) < LARGEST


def test_a_view_of_bytes_is_read_as_bytes_are() -> None:
    data = json.dumps(STORED).encode()
    assert Dossier.load(memoryview(data)) == Dossier.load(bytearray(data)) == Dossier.load(data.decode())
