"""
The tariff of the benchmarks: nobody's contract, and made of what the others have.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from benchmarks.places import bare_sql
from benchmarks.report import END, INFORMATION, PAGES, Row
from benchmarks.report import START as START_OF_FIGURES

from paths import ROOT
from people import GUIDE, MEN, START
from psc_workflow import contracts
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.values import in_force
from psc_workflow.cli import main

FILE = ROOT / "benchmarks" / "contract.toml"
BENCHMARK = contracts.load(FILE)
AMOUNTS_IN_FORCE = [
    (component, in_force(component.values, START, component.id)) for component in BENCHMARK.tariff.components
]
SUBSIDY = {"agent-option-employer": ("0.50", "5.00"), "agent-option-deduction": ("-1", "None")}
"""The State's part of an option: arrêté du 30 mai 2022, art. 5."""


def made(amount: Amount) -> tuple[object, ...]:
    return (amount.value, amount.share, amount.of, amount.coefficient, amount.cap, amount.certainty)


def test_it_invents_no_amount() -> None:
    published = {
        (component.who, component.formulas, made(amount))
        for contract in (MEN, GUIDE)
        for component in contract.tariff.components
        for amount in component.values
    }
    invented = {
        component.id
        for component, amount in AMOUNTS_IN_FORCE
        if (component.who, component.formulas, made(amount)) not in published
    }
    assert invented == set(SUBSIDY)
    rules = {
        component.id: (str(amount.share), str(amount.at_most))
        for component, amount in AMOUNTS_IN_FORCE
        if component.id in SUBSIDY
    }
    assert rules == SUBSIDY
    parameters = {
        parameter.id: parameter.on(START, name=parameter.id).value for parameter in BENCHMARK.tariff.parameters
    }
    assert parameters == {
        parameter.id: parameter.on(START, name=parameter.id).value for parameter in MEN.tariff.parameters
    }


def test_it_has_every_kind_of_amount_and_selects_by_everything_that_a_household_can_differ_by() -> None:
    assert {amount.kind for _, amount in AMOUNTS_IN_FORCE} == set(Kind)
    components = [component for component, _ in AMOUNTS_IN_FORCE]
    assert BENCHMARK.tariff.excluded_regimes
    assert all(
        any(having)
        for having in zip(*((component.statuses, component.formulas) for component in components), strict=True)
    )
    assert any(component.by_age for component in components)
    assert any(component.by_year for component in components)
    assert {component.from_rank for component in components} == {1, 3}


def test_each_row_of_figures_stands_on_the_page_that_is_written_for_it() -> None:
    for has_budget, page in PAGES.items():
        rows = [
            line for line in page.read_text(encoding="utf-8").splitlines() if "× as" in line and line.count("|") == 7
        ]
        assert rows
        assert [row for row in rows if row.endswith(f"| {INFORMATION} |") == has_budget] == []
        assert [page.read_text(encoding="utf-8").count(end) for end in (START_OF_FIGURES, END)] == [1, 1]


def test_the_command_line_finds_no_mistake_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(FILE), "--lang", "en"]) == 0
    assert "retiree-base-later" in capsys.readouterr().out


# -- what is written of a run ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "ours", "expected"),
    [
        ({"most": 0.5}, 0.4, (0.5, "most", 0.2, True)),
        ({"most": 0.5}, 0.5, (0.5, "most", 0.0, True)),
        ({"most": 0.5}, 0.6, (0.5, "most", -0.2, False)),
        ({"least": 2, "speed": True}, 0.25, (2, "least", 1.0, True)),
        ({"least": 2, "speed": True}, 0.5, (2, "least", 0.0, True)),
        ({"least": 2, "speed": True}, 1.0, (2, "least", -0.5, False)),
        ({}, 0.5, (None, None, None, None)),
    ],
)
def test_a_budget_is_a_number_that_says_what_it_bounds(
    limits: dict[str, Any], ours: float, expected: tuple[object, ...]
) -> None:
    row = Row("work", ours, "peer", 1.0, "words" if limits else INFORMATION, **limits)
    answer = row.as_json()
    assert {"work", "ours", "peer", "theirs", "ratio"} < set(answer)
    written = tuple(answer[name] for name in ("budget", "budget_is", "to_spare", "holds"))
    assert written[:2] + written[3:] == expected[:2] + expected[3:]
    assert written[2] == (pytest.approx(expected[2]) if limits else None)
    assert ("to spare" in row.cells()[-1]) is bool(limits)


@pytest.mark.parametrize("more", [{"budget": "words"}, {"most": 1.0}, {"budget": "words", "most": 1.0, "least": 1.0}])
def test_a_budget_without_a_number_or_with_two_is_a_mistake(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a budget needs words and either `least` or `most`"):
        Row("work", 1.0, "peer", 1.0, **more)


def test_the_floor_writes_another_document_in_each_transaction(tmp_path: Path) -> None:
    bare_sql(tmp_path / "more.db", 1002)
    with closing(sqlite3.connect(tmp_path / "more.db")) as connection:
        rows = connection.execute("SELECT document, COUNT(*) FROM dossiers GROUP BY document").fetchall()
    assert sorted(count for _, count in rows) == [2, 1000]
