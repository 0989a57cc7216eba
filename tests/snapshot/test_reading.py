"""
Reading plain data quickly, or thoroughly to list every fault, is the same reading.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from damage import DOCUMENTS, SMALL_DAMAGES
from effort import IS_THOROUGH
from psc_workflow._catalogue.contract import Contract
from psc_workflow._catalogue.reading import DATA
from psc_workflow._catalogue.values import deferred_faults
from psc_workflow._model.record import Record
from psc_workflow._snapshot.document import LIFTED
from psc_workflow._snapshot.upcasting import VERSIONS
from psc_workflow._structuring import StructureError, parse_json, structure_thoroughly, unstructure
from psc_workflow._structuring.converters import converter

EACH = 1500 if IS_THOROUGH else 30
"""Inputs of each kind of damage."""


def read_quickly(data: Any, cls: type, *, native_dates: bool = False) -> Any:
    """Give what the quick converter makes of *data*; ``None`` if it makes nothing."""
    try:
        return converter(native_dates=native_dates, thorough=False).structure(data, cls)
    except Exception:  # noqa: BLE001 -- as ``structure`` does
        return None


def read_thoroughly(data: Any, cls: type, *, native_dates: bool = False) -> Any:
    try:
        return structure_thoroughly(data, cls, native_dates=native_dates)
    except StructureError:
        return None


def record_of(document: Any) -> Any:
    """Give the plain data of the record in *document*; ``None`` if there are none."""
    try:
        lifted = VERSIONS.lift(document) if document["version"] < VERSIONS.current else document
        return {**lifted["record"], **{name: lifted[name] for name in LIFTED if name in lifted}}
    except Exception:  # noqa: BLE001 -- a damaged document may be anything
        return None


def test_quick_and_thorough_reading_agree_on_every_damaged_record(report: Callable[[str], None]) -> None:
    counts: Counter[str] = Counter()
    for damage in SMALL_DAMAGES:
        for number in range(EACH):
            random = Random(f"reading {damage.__name__} {number}")  # noqa: S311 -- to be drawn again
            try:
                data = record_of(parse_json(damage(DOCUMENTS[random.choice(list(DOCUMENTS))], random)))
            except StructureError:
                continue
            quick, thorough = read_quickly(data, Record), read_thoroughly(data, Record)
            assert quick == thorough
            assert repr(unstructure(quick)) == repr(unstructure(thorough))  # True is equal to 1, and is not the same
            counts["refused" if quick is None else "read"] += 1
    assert min(counts["read"], counts["refused"]) > EACH
    report(f"{dict(counts)}")


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_quick_and_thorough_reading_agree_on_every_stored_record(name: str) -> None:
    data = record_of(json.loads(DOCUMENTS[name]))
    assert read_quickly(data, Record) == read_thoroughly(data, Record) is not None


@pytest.mark.parametrize("file", sorted((DATA / "contracts").glob("*.toml")), ids=lambda file: file.stem)
def test_quick_and_thorough_reading_agree_on_every_table_of_a_contract(file: Any) -> None:
    tables = tomllib.loads(file.read_text(), parse_float=Decimal)
    with deferred_faults():
        for name in ("contract", "effect", "tariff", "affiliation_window"):
            kind = Contract.__annotations__[name]
            quick = read_quickly(tables.get(name), kind, native_dates=True)
            assert quick == read_thoroughly(tables.get(name), kind, native_dates=True)
