"""
The JSON Schema of a contract's file: right files pass, and a mistake in a key of each kind is refused, as the reader does.
"""

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from damaged_keys import changed, misspelt, other_type
from documents import OWN_CONTRACT, write_contract
from effort import IS_THOROUGH
from paths import EXAMPLE_CONTRACTS
from psc_workflow import contracts
from psc_workflow._catalogue import contract_files, own_texts
from psc_workflow._catalogue.own_texts import builtin_texts
from psc_workflow._catalogue.reading import read_toml
from psc_workflow._schemas import schema
from psc_workflow.exceptions import InvalidDocumentError

VALIDATOR = Draft202012Validator(schema("contract"), format_checker=Draft202012Validator.FORMAT_CHECKER)
FILES = [*contract_files.builtin_files().values(), *sorted(EXAMPLE_CONTRACTS.glob("*.toml"))]


def as_json(value: Any) -> Any:
    """Write what TOML has as the tools that check it do: dates are text."""
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def is_read(tables: dict[str, Any], file: Path) -> bool:
    try:
        contract_files.read(file, lambda _: tables)
    except InvalidDocumentError:
        return False
    return True


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_contract_of_the_library_and_of_the_examples_passes(file: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_json(read_toml(file)))] == []


def test_a_contract_that_leaves_out_what_it_may_passes() -> None:
    assert list(VALIDATOR.iter_errors(as_json(tomllib.loads(OWN_CONTRACT)))) == []


# -- mistakes ---------------------------------------------------------------------------------


def mistakes(tables: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield *tables* with one mistake each: at every kind of key a wrong type, beside every kind of key an unknown one."""
    seen = set[str]()
    for path, kind in places(tables):
        if kind in seen:
            continue
        seen.add(kind)
        yield f"{kind}: a wrong type", changed(tables, path, other_type)
        if not kind.startswith(("links.*", "regimes.*", "formulas.*")) or kind.endswith(".label"):
            yield f"{kind}: a key that is misspelt", misspelt(tables, path)


def places(value: Any, path: tuple[Any, ...] = (), kind: str = "") -> Iterator[tuple[tuple[Any, ...], str]]:
    """List the path of every key, and what is the same for all items of a list or of a table with free names."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        is_free = isinstance(name, int) or kind in ("links", "regimes", "sources") or kind.startswith("texts")
        here = f"{kind}.{'*' if is_free else name}".lstrip(".")
        if not isinstance(name, int):
            yield (*path, name), here
        yield from places(item, (*path, name), here)


# -- texts ------------------------------------------------------------------------------------


TEXTS = Draft202012Validator({"$ref": "#/$defs/OwnTexts", "$defs": schema("contract")["$defs"]})


def tables_of(keys: Iterable[str]) -> dict[str, Any]:
    """Write the texts called *keys* as tables within tables."""
    tables: dict[str, Any] = {}
    for key in keys:
        table = tables
        for part in key.split("."):
            table = table.setdefault(part, {})
        table |= {"fr": "Oui", "en": "Yes"}
    return tables


def test_every_text_of_the_library_can_be_replaced() -> None:
    assert [error.message for error in TEXTS.iter_errors(tables_of(builtin_texts()))] == []


@pytest.mark.parametrize("key", [*builtin_texts()][:: 1 if IS_THOROUGH else 250])
def test_a_text_of_no_such_key_is_refused_wherever_the_key_is_wrong(key: str) -> None:
    parts = key.split(".")
    assert TEXTS.is_valid(tables_of([key]))
    for place, part in enumerate(parts):
        wrong = ".".join([*parts[:place], f"{part}x", *parts[place + 1 :]])
        assert not TEXTS.is_valid(tables_of([wrong]))
        assert list(own_texts.faults_of(tables_of([wrong])))


@pytest.mark.parametrize(
    "text", [{"fr": "Oui"}, {"en": "Yes"}, {}, {"fr": "Oui", "en": "Yes", "de": "Ja"}, {"fr": " ", "en": "x"}]
)
@pytest.mark.parametrize("key", ["findings.regime-missing", "findings.regime-missing.remedy", "vocabulary.Link.pacs"])
def test_a_text_is_in_both_languages_and_in_no_other(key: str, text: dict[str, str]) -> None:
    tables = tables_of([key])
    *above, last = key.split(".")
    table = tables
    for part in above:
        table = table[part]
    table[last] = text
    assert not TEXTS.is_valid(tables)
    assert list(own_texts.faults_of(tables))


LAGOON = EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml"
MISTAKES = dict(mistakes(read_toml(LAGOON)))


def test_there_is_a_mistake_at_every_kind_of_key() -> None:
    assert len(MISTAKES) > 150


def test_whatever_has_a_mistake_in_a_key_is_refused_by_the_schema_and_by_the_reader() -> None:
    """Every fourth mistake is tried, and all of them where every draw is thorough."""
    step = 1 if IS_THOROUGH else 4
    some = {name: MISTAKES[name] for name in [*MISTAKES][::step]}
    passed = [name for name, tables in some.items() if VALIDATOR.is_valid(as_json(tables))]
    read = [name for name, tables in some.items() if is_read(tables, LAGOON)]
    assert (passed, read) == ([], [])


@pytest.mark.parametrize("name", sorted({*tomllib.loads(LAGOON.read_text(encoding="utf-8"))} - {"regimes"}))
def test_a_table_that_is_needed_is_needed_by_both_unless_there_is_a_base(name: str) -> None:
    """Without its regimes, the file names one that is declared nowhere: the reader alone sees that."""
    tables = read_toml(LAGOON)
    del tables[name]
    assert VALIDATOR.is_valid(as_json(tables)) == is_read(tables, LAGOON)
    if name != "contract":
        tables["contract"]["based_on"] = "men-2026-pf"
        assert VALIDATOR.is_valid(as_json(tables))


# -- the address of the schema ------------------------------------------------------------------


def test_a_file_may_name_its_schema_and_is_the_same_contract(tmp_path: Path) -> None:
    plain = contracts.load(write_contract(tmp_path, OWN_CONTRACT))
    named = contracts.load(write_contract(tmp_path, f'"$schema" = "contract.schema.json"\n{OWN_CONTRACT}'))
    assert named == plain
    assert VALIDATOR.is_valid(as_json(tomllib.loads(f'"$schema" = "contract.schema.json"\n{OWN_CONTRACT}')))


def test_an_address_of_a_schema_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match="is unknown here"):
        contracts.load(write_contract(tmp_path, f'"$schema" = 1\n{OWN_CONTRACT}'))


def test_the_schema_is_one_document_that_an_editor_can_read() -> None:
    assert json.loads(json.dumps(schema("contract"))) == VALIDATOR.schema
    assert schema("contract", contract=contracts.get("men-2026")) == schema("contract")
