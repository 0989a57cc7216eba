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
from psc_workflow._catalogue.tariff import Tariff
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
    histories: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    histories |= {(name,): table["values"] for name, table in data.items() if "values" in table}
    histories |= {("parameters", parameter["id"]): parameter["values"] for parameter in tariff.get("parameters", ())}
    histories |= {("components", component["id"]): component["values"] for component in tariff["components"]}
    histories |= {("ranges", table["id"]): table["values"] for table in tariff.get("ranges", ())}
    of_the_tariff = {("tariff", name): table["values"] for name, table in tariff.items() if isinstance(table, dict)}
    return histories | of_the_tariff


def answer(contract: Contract, where: tuple[str, ...], day: dt.date) -> Any:
    """Ask the library for what holds on *day*."""
    match where:
        case ("parameters", name):
            return contract.tariff.parameter(name).on(day)
        case ("components", name):
            (component,) = [component for component in contract.tariff.components if component.id == name]
            return values.in_force(component.values, day, name)
        case ("ranges", name):
            (table,) = [table for table in contract.tariff.ranges if table.id == name]
            return values.in_force(table.values, day, name)
        case ("tariff", name):
            return getattr(contract.tariff, name).on(day)
    return contract.dated(where[0], day)


def facts(dated: dict[str, Any]) -> dict[str, Any]:
    """Leave out the sources, and write lists as the library does."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in dated.items() if name != "sources"
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_has_exactly_one_value_on_every_day_of_five_years(file: Path) -> None:
    data, contract = tables(file), contracts.load(file)
    start = min(entry["value"] for entry in data["effect"]["values"])
    days = [
        start + dt.timedelta(days=number) for number in range((start.replace(year=start.year + YEARS) - start).days)
    ]
    for where, written in dated(data).items():
        limits = [*(entry["in_force_from"] for entry in written), dt.date.max]
        spans = [(*limit, facts(entry)) for limit, entry in zip(itertools.pairwise(limits), written, strict=True)]
        for day in days:
            held = [entry for first, end, entry in spans if first <= day < end]
            in_force = answer(contract, where, day)
            assert [{name: getattr(in_force, name) for name in entry} for entry in held] == held, (where, day)
            assert len(held) == 1, (where, day)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_dated_is_left_out_of_the_count(file: Path) -> None:
    contract = contracts.load(file)
    parameters: set[tuple[str, ...]] = {
        (field.name,) for field in attrs.fields(Contract) if isinstance(getattr(contract, field.name), Parameter)
    }
    tariff = contract.tariff
    parameters |= {("parameters", parameter.id) for parameter in tariff.parameters}
    parameters |= {("components", component.id) for component in tariff.components}
    of_the_tariff = {field.name: getattr(tariff, field.name) for field in attrs.fields(Tariff)}
    of_the_tariff = {name: table for name, table in of_the_tariff.items() if isinstance(table, Parameter)}
    parameters |= {("tariff", name) for name in of_the_tariff}
    parameters |= {("ranges", table.id) for table in tariff.ranges}
    counted = dated(tables(file))
    assert set(counted) == parameters
    assert sum(len(written) for written in counted.values()) == len(list(contract.every_value())) + sum(
        len(table.values) for table in (*of_the_tariff.values(), *tariff.ranges)
    )
