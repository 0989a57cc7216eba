"""
Coverage over time: on every day from a contract's first one, everything it dates has exactly one value, with no gap and no
overlap. The days are counted from the dates in its file, and the library is asked on each of them.
"""

import datetime as dt
import itertools
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from paths import EXAMPLE_CONTRACT_FILES, ROOT
from psc_workflow import contracts
from psc_workflow._catalogue import values
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Parameter

BUILT_IN = ROOT / "src" / "psc_workflow" / "_catalogue" / "data" / "contracts"
FILES = [*sorted(BUILT_IN.glob("*.toml")), *EXAMPLE_CONTRACT_FILES]
YEARS = 5


def tables(file: Path) -> dict[str, Any]:
    """Read a contract's file, and whole tables of the one it is based on where it has none."""
    own = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    base = own["contract"].get("based_on")
    return {**(tables(BUILT_IN / f"{base}.toml") if base else {}), **own}


def dated(data: dict[str, Any]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Find everything dated in the file, by where it stands."""
    tariff = data["tariff"]
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    found |= {(name,): table["values"] for name, table in data.items() if "values" in table}
    found |= {("parameters", one["id"]): one["values"] for one in tariff.get("parameters", ())}
    found |= {("components", one["id"]): one["values"] for one in tariff["components"]}
    return found | ({("tariff", "frozen_age"): tariff["frozen_age"]["values"]} if "frozen_age" in tariff else {})


def answer(contract: Contract, where: tuple[str, ...], day: dt.date) -> Any:
    """Ask the library for what holds on *day*."""
    match where:
        case ("parameters", name):
            return contract.tariff.parameter(name).on(day)
        case ("components", name):
            (component,) = [one for one in contract.tariff.components if one.id == name]
            return values.in_force(component.values, day, name)
        case ("tariff", name):
            return getattr(contract.tariff, name).on(day)
    return contract.dated(where[0], day)


def facts(dated: dict[str, Any]) -> dict[str, Any]:
    """Leave out the sources, and write lists as the library does."""
    return {name: tuple(one) if isinstance(one, list) else one for name, one in dated.items() if name != "sources"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_has_exactly_one_value_on_every_day_of_five_years(file: Path) -> None:
    data, contract = tables(file), contracts.load(file)
    start = min(one["value"] for one in data["effect"]["values"])
    days = [
        start + dt.timedelta(days=number) for number in range((start.replace(year=start.year + YEARS) - start).days)
    ]
    for where, written in dated(data).items():
        limits = [*(one["in_force_from"] for one in written), dt.date.max]
        spans = [(*limit, facts(one)) for limit, one in zip(itertools.pairwise(limits), written, strict=True)]
        for day in days:
            held = [one for first, end, one in spans if first <= day < end]
            found = answer(contract, where, day)
            assert [{name: getattr(found, name) for name in one} for one in held] == held, (where, day)
            assert len(held) == 1, (where, day)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_dated_is_left_out_of_the_count(file: Path) -> None:
    contract = contracts.load(file)
    parameters: set[tuple[str, ...]] = {
        (field.name,) for field in attrs.fields(Contract) if isinstance(getattr(contract, field.name), Parameter)
    }
    tariff = contract.tariff
    parameters |= {("parameters", one.id) for one in tariff.parameters}
    parameters |= {("components", one.id) for one in tariff.components}
    parameters |= {("tariff", "frozen_age")} if tariff.frozen_age else set()
    counted = dated(tables(file))
    assert set(counted) == parameters
    assert sum(len(written) for written in counted.values()) == len(list(contract.every_value())) + (
        len(tariff.frozen_age.values) if tariff.frozen_age else 0
    )
