"""
History is never edited: whoever asks tomorrow what held yesterday gets yesterday's answer.

``golden/values.txt`` has one line for each known value of the catalogue: where
it stands, its first day, and what it is. A value that was unknown may become
known; what was once written there stays. A value that never was what a text
says is no history: ``golden/corrections.toml`` says which line is withdrawn,
what stands in its place, and why.
"""

import tomllib
from collections.abc import Iterator

import attrs

from paths import GOLDEN
from psc_workflow import contracts
from psc_workflow._catalogue import law
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.values import Dated, Parameter

LEDGER = GOLDEN / "values.txt"
CORRECTIONS = tomllib.loads((GOLDEN / "corrections.toml").read_text(encoding="utf-8"))["withdrawn"]
WITHDRAWN = {correction["line"] for correction in CORRECTIONS}


def line(path: str, dated: Dated | Amount) -> str:
    if isinstance(dated, Amount):
        return f"{path} {dated.in_force_from}: {dated}"
    value = " ".join(map(str, dated.value)) if isinstance(dated.value, tuple) else str(dated.value)
    return f"{path} {dated.in_force_from}: {value}"


def lines() -> Iterator[str]:
    for field in attrs.fields(law.Law):
        parameter: Parameter = getattr(law.law(), field.name)
        yield from (line(f"law.{field.name}", dated) for dated in parameter.values if dated.is_known)
    for contract in contracts.builtin.values():
        yield from (line(f"{contract.id}.{path}", dated) for path, dated in contract.every_value() if dated.is_known)


def entries() -> list[str]:
    return LEDGER.read_text(encoding="utf-8").splitlines()


def test_no_value_that_was_once_written_has_changed_or_gone() -> None:
    values = set(lines())
    changed = [entry for entry in entries() if entry not in values and entry not in WITHDRAWN]
    assert not changed, "never edit a past value: add one with its first day"


def test_a_withdrawn_value_is_gone_and_says_what_stands_in_its_place_and_why() -> None:
    values = set(lines())
    assert set(entries()) >= WITHDRAWN
    assert not values & WITHDRAWN
    for correction in CORRECTIONS:
        assert set(correction) == {"line", "replaced_by", "reason", "corrected_on"}
        assert set(correction["replaced_by"]) <= values
        assert correction["reason"].strip()


def test_every_value_is_entered_in_the_ledger() -> None:
    entered = entries()
    missing = "\n".join(entry for entry in lines() if entry not in entered)
    assert not missing, f"add to {LEDGER.name}:\n{missing}"
    assert len(entered) == len(set(entered))
