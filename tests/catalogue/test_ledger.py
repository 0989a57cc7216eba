"""
History is never edited: whoever asks tomorrow what held yesterday gets yesterday's answer.

``golden/values.txt`` has one line for each known value of the catalogue: where
it stands, its first day, and what it is. A value that was unknown may become
known; what was once written there stays.
"""

from collections.abc import Iterator

import attrs

from paths import GOLDEN
from psc_workflow import contracts
from psc_workflow._catalogue import law
from psc_workflow._catalogue.tariff import Amount
from psc_workflow._catalogue.values import Dated, Parameter

LEDGER = GOLDEN / "values.txt"


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


def test_no_value_that_was_once_written_has_changed_or_gone() -> None:
    changed = [entry for entry in LEDGER.read_text(encoding="utf-8").splitlines() if entry not in set(lines())]
    assert not changed, "never edit a past value: add one with its first day"


def test_every_value_is_entered_in_the_ledger() -> None:
    entered = LEDGER.read_text(encoding="utf-8").splitlines()
    missing = "\n".join(entry for entry in lines() if entry not in entered)
    assert not missing, f"add to {LEDGER.name}:\n{missing}"
    assert len(entered) == len(set(entered))
