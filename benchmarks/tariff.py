"""
The tariff as every peer gets it: its amounts, and the days on which an age or a year since retirement is reached.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from psc_workflow import Child, Contract, Formula, Household, Partner, Regime, contracts

FILE = Path(__file__).with_name("contract.toml")
ON = dt.date(2026, 5, 1)
CHILDREN = [f"child_{number}_birth_date" for number in range(1, 5)]
DATES = ["birth_date", "retired_on", "partner_birth_date", *CHILDREN]
CHANNELS = ("employer", "payroll", "debited")
FORMULAS = tuple(formula.value for formula in Formula)
REGIMES = tuple(regime.value for regime in Regime)

CE, PMSS = 75.40, 4005.00
EMPLOYER_SHARE, FLAT_SHARE, COEFFICIENT = 0.50, 0.20, 0.00808
OPTION = {"base": 0.00, "option_1": 12.00, "option_2": 16.00}
SUBSIDY_SHARE, SUBSIDY_AT_MOST = 0.50, 5.00
RETIREE_FIRST_YEAR, RETIREE_OPTION_1_AT_60, RETIREE_OPTION_1_FROM_80 = 78.05, 8.31, 15.89
PARTNER = {"base": 10.00, "option_1": 14.00, "option_2": 23.00}
CHILD = {"base": 6.00, "option_1": 10.00, "option_2": 16.00}
PAID_CHILDREN = 2
EXCLUDED = ("alsace_moselle", "mayotte")

LAST_YEAR, AT_60, AT_61, AT_80 = (ON.replace(year=ON.year - years) for years in (1, 60, 61, 80))


def contract() -> Contract:
    """Read the contract."""
    return contracts.load(FILE)


def household(row: dict[str, Any]) -> Household:
    """Turn a wide row into a household."""
    return Household(
        regime=None if row["regime"] is None else Regime(row["regime"]),
        birth_date=row["birth_date"],
        gross_cents=row["gross_cents"],
        retired_on=row["retired_on"],
        partner=None if row["partner_birth_date"] is None else Partner(row["partner_birth_date"]),
        children=[Child(row[name]) for name in CHILDREN if row[name] is not None],
    )
