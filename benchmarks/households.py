"""
Synthetic households, drawn from a seed; none is real.

The mix resembles a ministry: half of the agents are alone, one in seven has
retired, few state no pay, few are in a regime that needs a grid of its own.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from benchmarks.tariff import CHILDREN, DATES, FORMULAS, ON, REGIMES

SCHEMA = {
    "household_id": pl.String,
    "gross_cents": pl.Int64,
    "formula": pl.String,
    "regime": pl.String,
} | dict.fromkeys(DATES, pl.Date)
BATCH = 500_000

_REGIME_SHARES = {"general": 0.925, "alsace_moselle": 0.03, "msa": 0.012, "military": 0.003, "mayotte": 0.015}
_FORMULA_SHARES = (0.50, 0.30, 0.20)
_CHILDREN_SHARES = (0.46, 0.20, 0.23, 0.08, 0.03)


def make(size: int, seed: int = 1) -> pl.DataFrame:
    """Draw *size* households, the same for the same seed."""
    random = np.random.default_rng(seed)
    chance = random.random
    retired = chance(size) < 0.14
    age = np.where(retired, random.integers(58 * 365, 92 * 365, size), random.integers(23 * 365, 67 * 365, size))
    since = np.where(retired, random.exponential(5 * 365, size).astype(np.int64), random.integers(-900, 0, size))
    pay = 160_000 + (random.lognormal(11.7, 0.5, size)).astype(np.int64)
    children = random.choice(5, size, p=_CHILDREN_SHARES)
    births = [random.integers(0, 24 * 365, size) for _ in CHILDREN]
    births[1] = np.where(chance(size) < 0.02, births[0], births[1])  # twins
    regimes = [*_REGIME_SHARES, "cps", None]
    shares = [*_REGIME_SHARES.values(), 0.003, 1 - 0.003 - sum(_REGIME_SHARES.values())]
    return pl.DataFrame(
        {
            "household_id": _ids(size, seed),
            "gross_cents": _unless(pay, chance(size) < 0.02),
            "formula": _texts(FORMULAS, random.choice(3, size, p=_FORMULA_SHARES)),
            "regime": _texts(regimes, random.choice(len(regimes), size, p=shares)),
            "birth_date": _days(age, chance(size) < 0.005),
            "retired_on": _days(since, ~retired & (chance(size) < 0.95)),
            "partner_birth_date": _days(random.integers(20 * 365, 90 * 365, size), chance(size) < 0.55),
        }
        | {name: _days(births[index], children <= index) for index, name in enumerate(CHILDREN)},
        schema=SCHEMA,
    )


def edges(size: int, seed: int = 1) -> pl.DataFrame:
    """Draw *size* rare households: birthdays around the day priced, halves of a cent, unknown facts."""
    random = np.random.default_rng(seed)

    def pick(values: Sequence[Any], name: str) -> pl.Series:
        return pl.Series([values[index] for index in random.integers(0, len(values), size)], dtype=SCHEMA[name])

    around = [
        ON.replace(year=ON.year - years) + dt.timedelta(days) for years in (59, 60, 61, 79, 80) for days in (-1, 0, 1)
    ]
    retired = [
        None,
        ON,
        *(ON.replace(year=ON.year - 1) + dt.timedelta(days) for days in (-1, 0, 1)),
        dt.date(2015, 9, 1),
    ]
    births = [None, dt.date(2010, 3, 2), dt.date(2010, 3, 2), dt.date(2018, 7, 9), ON]
    choices: dict[str, Sequence[Any]] = {
        # 0.00808 x 62.50 = 0.505: a half of a cent, as every 125.00 from there
        "gross_cents": [None, 0, 1, 6_250, 18_750, 281_250, 306_250, 400_499, 400_500, 400_501, 900_000],
        "formula": FORMULAS,
        "regime": [None, "general", "general", "general", *REGIMES],
        "birth_date": [None, *around],
        "retired_on": [*retired, ON + dt.timedelta(1)],
        "partner_birth_date": [None, dt.date(1972, 10, 9), dt.date(1940, 2, 29)],
    } | dict.fromkeys(CHILDREN, births)
    return pl.DataFrame(
        {"household_id": _ids(size, seed)} | {name: pick(values, name) for name, values in choices.items()}
    )


def faulty(size: int, seed: int = 1) -> pl.DataFrame:
    """Draw households of both kinds, with a host's mistakes: an unknown formula or regime, a negative pay."""
    random = np.random.default_rng(seed)
    frame = pl.concat([make(size // 2, seed), edges(size - size // 2, seed)])
    return frame.with_columns(
        formula=pl.when(pl.Series(random.random(size) < 0.1)).then(pl.lit("option_9")).otherwise("formula"),
        regime=pl.when(pl.Series(random.random(size) < 0.1)).then(pl.lit("nowhere")).otherwise("regime"),
        gross_cents=pl.when(pl.Series(random.random(size) < 0.1)).then(pl.lit(-1)).otherwise("gross_cents"),
    )


def write(path: Path, size: int, seed: int = 1) -> None:
    """Write *size* households to a Parquet file, batch by batch."""
    writer = None
    for number, start in enumerate(range(0, size, BATCH)):
        table = make(min(BATCH, size - start), seed + number).to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _ids(size: int, seed: int) -> pl.Series:
    return pl.select(pl.format("h{}-{}", pl.lit(seed), pl.int_range(size))).to_series()


def _texts(values: Sequence[str | None], indexes: np.ndarray) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(indexes)


def _days(before: np.ndarray, missing: np.ndarray) -> pl.Series:
    """Turn days before the day priced into dates."""
    days = np.datetime64(ON, "D") - before.astype("timedelta64[D]")
    return _unless(days, missing)


def _unless(values: np.ndarray, missing: np.ndarray) -> pl.Series:
    """Turn the missing values into nulls."""
    return pl.select(pl.when(pl.Series(~missing)).then(pl.Series(values))).to_series()
