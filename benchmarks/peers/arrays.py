"""
By hand with numpy: arrays in, arrays out, each step on all households at once.
"""

from typing import Any

import attrs
import numpy as np
import polars as pl

from benchmarks import tariff
from benchmarks.tariff import CHANNELS, CHILDREN, FORMULAS, REGIMES

Array = np.ndarray[Any, Any]
NAME = "numpy by hand"


@attrs.frozen
class Households:
    """Households, one array for each fact; a missing date is NaT."""

    gross_cents: Array
    gross_known: Array
    formula: Array
    regime: Array
    birth_date: Array
    retired_on: Array
    partner_birth_date: Array
    children: tuple[Array, ...]


def prepare(frame: pl.DataFrame) -> Households:
    """Turn columns into arrays."""
    gross = frame["gross_cents"]
    return Households(
        gross_cents=gross.fill_null(0).to_numpy(),
        gross_known=gross.is_not_null().to_numpy(),
        formula=codes(frame["formula"], FORMULAS),
        regime=codes(frame["regime"], REGIMES),
        birth_date=frame["birth_date"].to_numpy(),
        retired_on=frame["retired_on"].to_numpy(),
        partner_birth_date=frame["partner_birth_date"].to_numpy(),
        children=tuple(frame[name].to_numpy() for name in CHILDREN),
    )


def codes(texts: pl.Series, values: tuple[str, ...]) -> Array:
    """Number the values of a closed list; the unknown comes after the last."""
    return texts.replace_strict(list(values), range(len(values)), default=len(values), return_dtype=pl.Int8).to_numpy()


def price(households: Households) -> dict[str, tuple[Array, Array]]:
    """Return the cents of every channel, and whether they are known."""
    retired = households.retired_on <= np.datetime64(tariff.ON)
    excluded = [REGIMES.index(regime) for regime in tariff.EXCLUDED] + [len(REGIMES)]
    covered = ~np.isin(households.regime, excluded)
    option = households.formula > 0
    late_birth_date = retired & (households.formula == 1) & np.isnat(households.birth_date)

    price_of_option = per_formula(tariff.OPTION)[households.formula]
    subsidy = np.minimum(half_up(price_of_option * 50, 100), cents(tariff.SUBSIDY_AT_MOST))
    employer = np.where(retired, 0, cents(tariff.CE * tariff.EMPLOYER_SHARE) + subsidy)

    base = np.minimum(households.gross_cents, cents(tariff.PMSS))
    payroll = np.where(retired, 0, cents(tariff.CE * tariff.FLAT_SHARE) + half_up(base * 808, 100_000))

    first_year = households.retired_on > np.datetime64(tariff.LAST_YEAR)
    at_60 = (households.birth_date <= np.datetime64(tariff.AT_60)) & (
        households.birth_date > np.datetime64(tariff.AT_61)
    )
    from_80 = households.birth_date <= np.datetime64(tariff.AT_80)
    of_age = np.where(at_60, cents(tariff.RETIREE_OPTION_1_AT_60), cents(tariff.RETIREE_OPTION_1_FROM_80))
    retiree = cents(tariff.RETIREE_FIRST_YEAR) + np.where(option, of_age, 0)
    retiree_known = first_year & (~option | ((households.formula == 1) & (at_60 | from_80)))

    partner = ~np.isnat(households.partner_birth_date)
    children = sum(~np.isnat(births) for births in households.children)
    family = np.where(partner, per_formula(tariff.PARTNER)[households.formula], 0)
    family += np.minimum(children, tariff.PAID_CHILDREN) * per_formula(tariff.CHILD)[households.formula]
    nothing_due = ~retired & ~option & ~partner & (children == 0)
    debited = np.where(retired, retiree, price_of_option - subsidy) + family
    return {
        "employer": (employer, ~late_birth_date & (retired | covered)),
        "payroll": (payroll, ~late_birth_date & (retired | (covered & households.gross_known))),
        "debited": (debited, ~late_birth_date & (nothing_due | (covered & (~retired | retiree_known)))),
    }


def answers(results: dict[str, tuple[Array, Array]]) -> pl.DataFrame:
    """Return the result in the columns of the library."""
    columns = [
        pl.when(pl.Series(is_known)).then(pl.Series(amount)).alias(f"{name}_cents")
        for name, (amount, is_known) in ((name, results[name]) for name in CHANNELS)
    ]
    return pl.select(columns).cast(pl.Int64)


def cents(euros: float) -> int:
    """Round half up; no amount of the tariff is close enough to a half for the tolerance to matter."""
    return int(euros * 100 + 0.5 + 1e-6)


def half_up(product: Array, scale: int) -> Array:
    """Divide non-negative whole numbers, rounding half up."""
    return (2 * product + scale) // (2 * scale)


def per_formula(amounts: dict[str, float]) -> Array:
    """List the cents by the number of the formula."""
    return np.array([cents(amounts[name]) for name in FORMULAS])
