"""
Cells, however they are divided among tables: a frame gives what the calculator gives.
"""

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from effort import IS_THOROUGH
from households import (
    CHILD_COLUMNS,
    DRAWN_ROWS,
    SCHEMA,
    as_polars,
    price_row,
    priced_row,
    sample_rows,
    with_offered_formulas,
)
from paths import ROOT
from people import GUIDE, MEN, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame import _people, _pipeline, _rows
from psc_workflow.pricing.frame._columns import LookUp
from tariffs import tariffs

LIMITS = {
    "one table": (math.inf, math.inf),
    "a table for each group": (0, math.inf),
    "a table for each child": (0, -1),
    "a table for some children": (500, -1),
    "one table, children one by one": (math.inf, -1),
}


@contextmanager
def limits(most_cells: float, most_families: float) -> Iterator[None]:
    """Divide cells otherwise than usual."""
    with (
        patch.object(_pipeline, "MOST_CELLS", most_cells),
        patch.object(_people, "MOST_FAMILIES", most_families),
        patch.object(_rows, "steps", _pipeline.steps.__wrapped__),
    ):
        yield


@pytest.mark.parametrize("division", LIMITS)
@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda contract: contract.id)
def test_tables_give_the_same_however_they_are_divided(contract: Contract, division: str) -> None:
    rows = sample_rows()
    if division == "one table, children one by one":
        rows = [row | {"child_3_birth_date": None, "child_4_birth_date": None} for row in rows]
    with limits(*LIMITS[division]):
        priced = frame.price(as_polars(rows), contract, START)
    assert [priced_row(row) for row in priced.to_dicts()] == [price_row(row, contract, START) for row in rows]


@settings(max_examples=settings().max_examples if IS_THOROUGH else 8)
@given(tariffs(), st.lists(DRAWN_ROWS, min_size=1, max_size=8), st.sampled_from([*LIMITS][1:4]))
def test_they_do_whatever_the_tariff(contract: Contract, rows: list[dict[str, Any]], division: str) -> None:
    rows = with_offered_formulas(rows, contract, START)
    try:
        frame.price(as_polars(rows), contract, START)
    except InvalidFrameError:
        reject()
    with limits(*LIMITS[division]):
        priced = frame.price(as_polars(rows), contract, START)
    assert [priced_row(row) for row in priced.to_dicts()] == [price_row(row, contract, START) for row in rows]


PAGE = (ROOT / "docs" / "explanation" / "how-frames-are-priced.md").read_text(encoding="utf-8")
"""The page that follows two rows from their columns to their amounts."""


def test_the_page_says_what_becomes_of_its_two_rows() -> None:
    rows = [
        {"gross_cents": 280000, "formula": "base", "regime": "general", "birth_date": dt.date(1970, 3, 12)},
        {"gross_cents": 450000, "formula": "base", "regime": "msa", "birth_date": dt.date(1991, 1, 1)},
    ]
    people = dict.fromkeys(("household_id", "retired_on", "partner_birth_date", CHILD_COLUMNS[0]))
    schema = {name: kind for name, kind in SCHEMA.items() if name in {*rows[0], *people}}
    table: Any = nw.from_native(pl.DataFrame([row | people for row in rows], schema=schema))
    children, least = (CHILD_COLUMNS[0],), Certainty.ILLUSTRATIVE
    looked_up = []
    for step in _pipeline.steps(MEN, START, children, least):
        table = step.apply(table)
        if isinstance(step, LookUp):
            looked_up.append(dict(step.columns.values()))
    agent, situation, cell = (table[f"__psc_{name}"].to_list() for name in ("agent", "situation", "cell_0"))
    assert f"= **{agent[0]}** for both rows" in PAGE
    assert f"Number {agent[0]} is situation **{situation[0]}**" in PAGE
    assert f"(({situation[0]} × 6 + 2) × 2 + 0) × 2 + 0 = **{cell[0]}**" in PAGE
    assert [agent[0], situation[0], cell[0]] == [agent[1], situation[1], cell[1]]
    (numbers,), (cells,) = ([len(column.values) for column in columns.values()] for columns in looked_up[:2])
    assert f"{numbers} such numbers are possible" in PAGE
    assert f"has {cells:,} cells" in PAGE
    terms = table["__psc_term_0"].to_list()
    apart = table["__psc_answer_0_payroll_cents"].to_list()
    for payroll, term, fixed in zip(table["payroll_cents"].to_list(), terms, apart, strict=True):
        assert f"{fixed} + {term} = {payroll}" in PAGE.replace("\n", " ")
