"""
Every kind of amount as a share of every other one: a frame works out what the calculator does.
"""

import datetime as dt
import itertools
from typing import Any

import pytest

from households import CHILD_COLUMNS, as_polars, price_row, priced_row
from people import START
from psc_workflow import Formula, Regime
from psc_workflow._catalogue.components import Component
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.pricing import frame
from tariffs import amount, component, tariff

OPTION = (Formula.OPTION_1,)
PARTS: dict[str, Component] = {
    part.id: part
    for part in (
        component("fixed", amount(value="10.01", certainty=Certainty.ESTIMATED)),
        component("option", amount(value="4"), formulas=OPTION),
        component("pay", amount(coefficient="0.0035", cap="pmss", certainty=Certainty.ANNOUNCED)),
        component("pay-of-option", amount(coefficient="0.01"), formulas=OPTION),
        component("silence", amount(), channel=Channel.PAYROLL),
        component("silence-of-option", amount(), formulas=OPTION, channel=Channel.PAYROLL),
        component("share", amount(share="0.20", of="ce", at_most="15", certainty=Certainty.DERIVED)),
        component("deduction", amount(share="-0.35", of_lines=("pay",))),
    )
}
PAYS = [None, 0, 1, 142, 143, 90000, 250000, 400499, 400500, 400501, 999999]
ROWS: list[dict[str, Any]] = [
    {"household_id": "h", "gross_cents": pay, "formula": formula.value, "regime": "general"}
    | dict.fromkeys(("birth_date", "retired_on", "partner_birth_date", *CHILD_COLUMNS))
    for pay, formula in itertools.product(PAYS, [Formula.BASE, *OPTION])
]
TABLE = as_polars(ROWS)
NAMED = [(name,) for name in PARTS] + list(itertools.combinations(PARTS, 2)) + [("fixed", "pay", "deduction", "share")]


@pytest.mark.parametrize("named", NAMED, ids="+".join)
@pytest.mark.parametrize(
    ("rate", "at_most"),
    [("0.35", None), ("1.05", "5.00"), ("-0.35", None), ("0", "0"), ("-0.95", "5.00"), ("1.05", "1.00")],
)
def test_a_share_of_lines_is_the_same_in_a_frame(named: tuple[str, ...], rate: str, at_most: str | None) -> None:
    parts = [part for name, part in PARTS.items() if name in named or (name == "pay" and "deduction" in named)]
    share = amount(share=rate, of_lines=named, at_most=at_most, certainty=Certainty.ASSUMED)
    contract = tariff(*parts, component("share-of-them", share, channel=Channel.EMPLOYER))
    priced = frame.price(TABLE, contract, START).to_dicts()
    assert [priced_row(row) for row in priced] == [price_row(row, contract, START) for row in ROWS]


@pytest.mark.parametrize("coefficient", ["0", "0.00005", "0.0035", "0.333", "1"])
@pytest.mark.parametrize("cap", [None, "pmss", "ce"])
def test_a_coefficient_of_the_pay_is_the_same_in_a_frame(coefficient: str, cap: str | None) -> None:
    contract = tariff(component("pay", amount(coefficient=coefficient, cap=cap)), component("more", amount(value="1")))
    priced = frame.price(TABLE, contract, START).to_dicts()
    assert [priced_row(row) for row in priced] == [price_row(row, contract, START) for row in ROWS]


def test_more_codes_than_are_put_together_beforehand_are_told_all_the_same() -> None:
    """Twelve things can be missing for children, in 4,096 ways."""
    ages = range(12)
    of_children = [component(f"at-{age}", amount(), who=Who.CHILD, from_age=age, to_age=age) for age in ages]
    contract = tariff(
        component("agent", amount(), formulas=OPTION),
        component("pay", amount(coefficient="0.01")),
        component("local", amount(value="1"), regimes=(Regime.ALSACE_MOSELLE,)),
        *of_children,
    )
    families = [[age, (age * 5 + 1) % 12, (age * 7 + 3) % 12, 11 - age][: age % 5] for age in ages]
    rows = [
        row | dict(zip(CHILD_COLUMNS, (dt.date(2025 - age, 6, 1) for age in family), strict=False)) | {"regime": regime}
        for row, family in itertools.product(ROWS[:4], families)
        for regime in (None, "general")
    ]
    priced = frame.price(as_polars(rows), contract, START).to_dicts()
    assert [priced_row(row) for row in priced] == [price_row(row, contract, START) for row in rows]
    assert all(all(row["incomplete"].split(";")) for row in priced if row["incomplete"])
    assert "" in {row["incomplete"] for row in priced}
    (wrong,) = frame.price(as_polars([rows[-1] | {"regime": "mars"}]), contract, START).to_dicts()
    assert wrong["incomplete"] == "regime-not-in-list"
