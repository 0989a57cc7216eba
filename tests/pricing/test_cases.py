"""
Published amounts, each a case of ``cases/*.toml`` with its source: what the calculator gives, and the command line too.
"""

import datetime as dt
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from paths import EXAMPLE_CONTRACTS
from psc_workflow import Child, Formula, Household, Partner, PositionKind, Regime, contracts
from psc_workflow._model.money import cents, euros
from psc_workflow._model.vocabulary import Channel
from psc_workflow.cli import main
from psc_workflow.pricing import PricedQuote, price

FIELDS = {"name", "source", "contract", "on", "formula", "household", "employer", "payroll", "debited"} | {
    "certainty",
    "incomplete",
    "debits",
    "cites",
}


def read() -> dict[str, dict[str, Any]]:
    cases = {}
    for file in sorted(Path(__file__).with_name("cases").glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            assert case["source"].strip()
            assert set(case) <= FIELDS, case["name"]
            cases[f"{file.stem}: {case['name']}"] = case
    return cases


CASES = read()


def contract_of(case: dict[str, Any]) -> contracts.Contract:
    name = case["contract"]
    return contracts.get(name) if name in contracts.builtin else contracts.load(EXAMPLE_CONTRACTS / f"{name}.toml")


def quote_of(case: dict[str, Any]) -> PricedQuote:
    facts = case["household"]
    household = Household(
        regime=Regime(facts["regime"]),
        birth_date=facts.get("birth_date"),
        gross_cents=cents(Decimal(facts["gross"])) if "gross" in facts else None,
        retired_on=facts.get("retired_on"),
        partner=Partner(facts["partner"]) if "partner" in facts else None,
        children=[Child(born) for born in facts.get("children", ())],
        position=PositionKind(facts["position"]) if "position" in facts else None,
    )
    return price(household, contract=contract_of(case), formula=Formula(case.get("formula", "base")), on=case["on"])


def amount(total: int | None) -> str:
    return "unknown" if total is None else str(euros(total))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_published_amount_comes_out_to_the_cent(case: dict[str, Any]) -> None:
    quote = quote_of(case)
    for channel in Channel:
        if channel.value in case:
            assert amount(quote.total(channel)) == case[channel.value], str(quote.explain("en", "auditor"))
    for channel, certainty in case.get("certainty", {}).items():
        assert quote.certainty(Channel(channel)).value == certainty
    assert set(case.get("incomplete", ())) <= set(quote.incomplete)
    assert case.get("debits", quote.debits.value) == quote.debits.value
    if "cites" in case:
        assert any(case["cites"] in source.title for line in quote.lines for source in line.sources)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_command_line_gives_the_same(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    facts, name = case["household"], case["contract"]
    path = name if name in contracts.builtin else str(EXAMPLE_CONTRACTS / f"{name}.toml")
    words = ["quote", "--contract", path, "--on", str(case["on"]), "--formula", case.get("formula", "base")]
    for option in ("gross", "position", "regime", "birth_date", "partner", "retired_on"):
        if option in facts:
            words += [f"--{option.replace('_', '-')}", str(facts[option])]
    for born in facts.get("children", ()):
        words += ["--child", str(born)]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == quote_of(case).as_json()


def test_a_case_is_about_a_day_of_its_contract() -> None:
    assert all(isinstance(case["on"], dt.date) for case in CASES.values())
