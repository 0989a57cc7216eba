"""
JSON is read and written alike with orjson and without it: values, refusals, paths and messages.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import DOCUMENTS, SMALL_DAMAGES
from effort import IS_THOROUGH
from psc_workflow import Dossier, Role
from psc_workflow._structuring import StructureError, canonical, json_text, parse_json, unstructure

orjson = pytest.importorskip("orjson")

EACH = 3000 if IS_THOROUGH else 60
"""Inputs of each kind of damage."""

ODD = [
    *("0", "-0", "-0.0", "0.0", "1e22", "1E22", "1e16", "1.0", "1.10", "5e-324", "1e400", "-1e400", "NaN", "Infinity"),
    *("9007199254740993", "9223372036854775808", "18446744073709551615", "18446744073709551616", "1" * 4301, "01"),
    *(
        '"\\u0041"',
        '"\\ud800"',
        '"\\ud83d\\ude00"',
        '"\\u001f"',
        '"\\u001F"',
        '"\\/"',
        '"\u007f"',
        '"\u2028"',
        '"é"',
        '"\x00"',
    ),
    *(
        '{"a":1,"a":1}',
        '{"a":1,"b":{"c":1,"c":2}}',
        '{"b":1,"a":2}',
        '{"a":1,"\\u0061":1}',
        '{"é":1,"z":2}',
        "[1,]",
        "{}",
    ),
    *("[" * depth + "]" * depth for depth in (1, 63, 64, 65, 66, 250, 1020, 1030, 100_000)),
    *("", " ", "null", "nul", "[1] ", " [1]", "[1]\n", "[1, 2]", '{"a": 1}', "1 2", "\ufeff1", '"', "[", '{"a"'),
    *("[" + "{},[]," * 40 + "1]", '["{{{{[[[["]'),
]
"""Texts that parsers of JSON read in different ways."""


def outcome_of(data: bytes | str) -> tuple[str, Any]:
    """Give what is read, with its types, or every fault."""
    try:
        parsed = parse_json(data)
    except StructureError as error:
        return "refused", [(fault.path, fault.message, fault.code) for fault in error.faults]
    return "read", repr(parsed)


def both_ways(call: Callable[[], Any]) -> tuple[Any, Any]:
    """Do the same with orjson and without it."""
    with_it = call()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "orjson", None)
        return with_it, call()


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:20])
def test_an_odd_text_is_read_alike(text: str) -> None:
    for data in (text, text.encode(), f'{{"record":{text}}}'.encode()):
        quick, slow = both_ways(lambda data=data: outcome_of(data))  # type: ignore[misc]
        assert quick == slow


def test_a_damaged_document_is_read_alike(report: Callable[[str], None]) -> None:
    counts: Counter[str] = Counter()
    for damage in SMALL_DAMAGES:
        for number in range(EACH):
            random = Random(f"json {damage.__name__} {number}")  # noqa: S311 -- to be drawn again
            data = damage(DOCUMENTS[random.choice(list(DOCUMENTS))], random)
            quick, slow = both_ways(lambda data=data: outcome_of(data))  # type: ignore[misc]
            assert quick == slow
            counts[quick[0]] += 1
    assert min(counts["read"], counts["refused"]) > EACH
    report(f"{dict(counts)}")


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_stored_document_is_read_and_written_alike(name: str) -> None:
    data = DOCUMENTS[name]
    assert json_text._read_canonical(canonical(json.loads(data))) == json.loads(data)  # noqa: SLF001
    quick, slow = both_ways(lambda: canonical(parse_json(data), fractions=False))
    assert quick == slow


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_a_dossier_is_written_as_its_plain_data_are(name: str) -> None:
    record = Dossier.load(DOCUMENTS[name]).record
    quick, slow = both_ways(lambda: canonical(unstructure(record, native=True), native=True, fractions=False))
    assert quick == slow == canonical(unstructure(record))


HOURS_EAST = st.integers(-12, 14).map(lambda hours: dt.timezone(dt.timedelta(hours=hours)))
DAYS = st.dates() | st.datetimes(timezones=st.just(dt.UTC) | HOURS_EAST)


@given(st.lists(DAYS | st.sampled_from(Role)))
def test_days_instants_and_members_are_written_alike(data: list[Any]) -> None:
    quick, slow = both_ways(lambda: canonical(data, fractions=False, native=True))
    assert quick == slow == canonical([getattr(value, "isoformat", value.__str__)() for value in data])


@given(DAYS)
def test_no_day_stands_in_plain_data(day: dt.date) -> None:
    assert both_ways(lambda: written([day], fractions=False)) == ("TypeError", "TypeError")


WHOLE = st.none() | st.booleans() | st.integers() | st.text(st.characters())
PLAIN = st.recursive(WHOLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
NUMBERS = st.recursive(WHOLE | st.floats(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def written(data: Any, *, fractions: bool) -> bytes | str:
    """Give what is written, or the name of the error."""
    try:
        return canonical(data, fractions=fractions)
    except (ValueError, TypeError, RecursionError) as error:
        return type(error).__name__


@given(PLAIN)
def test_data_without_fractions_are_written_alike(data: Any) -> None:
    quick, slow = both_ways(lambda: written(data, fractions=False))
    assert quick == slow


@given(NUMBERS)
def test_data_are_written_and_read_back_alike(data: Any) -> None:
    quick, slow = both_ways(lambda: written(data, fractions=True))
    assert quick == slow
    if isinstance(quick, bytes):
        read_quickly, read_slowly = both_ways(lambda: outcome_of(quick))
        assert read_quickly == read_slowly


def test_what_is_no_number_is_why_orjson_does_not_write_everything() -> None:
    assert orjson.dumps(float("nan")) == b"null"
    assert written(float("nan"), fractions=True) == "ValueError"
