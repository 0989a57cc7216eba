"""
Households as rows of a table, drawn or listed, and what the calculator says of each.
"""

import datetime as dt
import functools
from typing import Any

import polars as pl
from hypothesis import strategies as st

from paths import EXAMPLE_CONTRACT_FILES
from people import GUIDE, MEN, PF, START
from psc_workflow import Child, Formula, Household, Partner, PositionKind, Regime, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing import price

EXAMPLES = [contracts.load(file) for file in EXAMPLE_CONTRACT_FILES]
ALL_CONTRACTS = [PF, MEN, GUIDE, *EXAMPLES]
CHILD_COLUMNS = [f"child_{number}_birth_date" for number in range(1, 5)]
DATES = ["birth_date", "retired_on", "partner_birth_date", *CHILD_COLUMNS]
SCHEMA = {
    "household_id": pl.String,
    "gross_cents": pl.Int64,
    "formula": pl.String,
    "regime": pl.String,
    "position": pl.String,
} | dict.fromkeys(DATES, pl.Date)

DRAWN_BIRTHS = st.dates(dt.date(1930, 1, 1), dt.date(2026, 12, 31)) | st.sampled_from(
    [
        dt.date(1966, 5, 1),
        dt.date(1966, 5, 2),
        dt.date(1965, 5, 1),
        dt.date(1946, 5, 1),
        dt.date(2004, 2, 29),
        dt.date(2015, 6, 1),
    ]
)
DRAWN_ROWS = st.fixed_dictionaries(
    {
        "household_id": st.just("h"),
        "gross_cents": st.none() | st.integers(0, 10**7) | st.sampled_from([0, 250000, 280000, 400500, 400501]),
        "formula": st.sampled_from([formula.value for formula in Formula]),
        "regime": st.none() | st.just("general") | st.sampled_from([regime.value for regime in Regime]),
        "position": st.none() | st.sampled_from([position.value for position in PositionKind]),
        "birth_date": st.none() | DRAWN_BIRTHS,
        "retired_on": st.none()
        | st.dates(dt.date(2015, 1, 1), dt.date(2028, 1, 1))
        | st.sampled_from([START, dt.date(2025, 5, 1), dt.date(2025, 5, 2)]),
        "partner_birth_date": st.none() | DRAWN_BIRTHS,
    }
    | dict.fromkeys(CHILD_COLUMNS, st.none() | DRAWN_BIRTHS)
)


def as_polars(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return *rows* as a frame of polars."""
    return pl.DataFrame(rows, schema=SCHEMA)


def household(row: dict[str, Any]) -> Household:
    """Return the household that *row* describes."""
    return Household(
        regime=None if row["regime"] is None else Regime(row["regime"]),
        birth_date=row["birth_date"],
        gross_cents=row["gross_cents"],
        retired_on=row["retired_on"],
        partner=None if row["partner_birth_date"] is None else Partner(row["partner_birth_date"]),
        children=[Child(row[name]) for name in CHILD_COLUMNS if row[name] is not None],
        position=PositionKind(row["position"]) if row.get("position") else None,
    )


def price_row(
    row: dict[str, Any], contract: Contract, on: dt.date, least_certainty: Certainty = Certainty.ILLUSTRATIVE
) -> tuple[Any, ...]:
    """Return what the calculator says of *row*: totals, certainties, gaps."""
    formula = Formula(row["formula"])
    quote = price(household(row), contract=contract, formula=formula, on=on, least_certainty=least_certainty)
    totals = [quote.total(channel) for channel in Channel]
    return (*totals, *(quote.certainty(channel).value for channel in Channel), quote.incomplete)


def priced_row(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a priced *row* says, in the same form."""
    totals = [row[f"{channel.value}_cents"] for channel in Channel]
    certainties = [row[f"certainty_{channel.value}"] for channel in Channel]
    return (*totals, *certainties, tuple(filter(None, row["incomplete"].split(";"))))


def with_offered_formulas(rows: list[dict[str, Any]], contract: Contract, on: dt.date) -> list[dict[str, Any]]:
    """Return *rows* with formulas that *contract* offers."""
    formulas = [formula.value for formula in contract.value("formulas", on)]
    return [row | {"formula": row["formula"] if row["formula"] in formulas else formulas[0]} for row in rows]


@functools.cache
def sample_rows() -> list[dict[str, Any]]:
    """List one household of every sort: pay, ages, ranks, statuses, regimes, positions."""
    rows: list[dict[str, Any]] = []
    for place, gross in enumerate([None, 0, 90000, 250000, 280000, 400500, 999999, 0, 280000, 0, 0]):
        for formula in Formula:
            born = [dt.date(2019, 9, 9), dt.date(2014, 2, 3), dt.date(2014, 2, 3), dt.date(2011, 10, 5)][: place % 5]
            rows.append(
                {
                    "household_id": f"{place}-{formula.value}",
                    "gross_cents": gross,
                    "formula": formula.value,
                    "regime": ["general", "alsace_moselle", None, "msa"][place % 4],
                    "position": ([None] * 7 + [kind.value for kind in PositionKind])[place],
                    "birth_date": [dt.date(1966, 5, 1), None, dt.date(1940, 1, 1)][place % 3],
                    "retired_on": [None, None, START, dt.date(2020, 1, 1)][place % 4],
                    "partner_birth_date": dt.date(1972, 10, 9) if place % 2 else None,
                }
                | dict.fromkeys(CHILD_COLUMNS)
                | dict(zip(CHILD_COLUMNS, born, strict=False))
            )
    return rows
