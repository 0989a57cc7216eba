"""
By hand with polars expressions, twice: the three amounts only, and all columns of the library.
"""

import polars as pl

from benchmarks import tariff
from benchmarks.households import SCHEMA
from benchmarks.peers.arrays import cents
from benchmarks.tariff import CHANNELS, CHILDREN, FORMULAS, ON, REGIMES

NAME, NAME_OF_COLUMNS = "polars by hand, three amounts", "polars by hand, the same columns"

FORMULA, REGIME, GROSS = pl.col("formula"), pl.col("regime"), pl.col("gross_cents")
RETIRED = (pl.col("retired_on") <= ON).fill_null(value=False)
COVERED = (~REGIME.is_in(tariff.EXCLUDED)).fill_null(value=False)
OPTION = FORMULA != "base"
NO_BIRTH_DATE = RETIRED & (FORMULA == "option_1") & pl.col("birth_date").is_null()
PARTNER = pl.col("partner_birth_date").is_not_null()
CHILDREN_COUNT = pl.sum_horizontal(pl.col(name).is_not_null() for name in CHILDREN)
FIRST_YEAR = (pl.col("retired_on") > tariff.LAST_YEAR).fill_null(value=False)
AT_60 = (pl.col("birth_date") <= tariff.AT_60) & (pl.col("birth_date") > tariff.AT_61)
FROM_80 = pl.col("birth_date") <= tariff.AT_80


def _of(name: str) -> pl.Expr:
    return pl.col(f"_{name}")


def _formula(amounts: dict[str, float]) -> pl.Expr:
    base, first, second = (pl.lit(cents(amounts[name]), pl.Int64) for name in FORMULAS)
    return pl.when(FORMULA == "base").then(base).when(FORMULA == "option_1").then(first).otherwise(second)


def _facts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Compute once what several columns need."""
    price = _formula(tariff.OPTION)
    subsidy = pl.min_horizontal((price + 1) // 2, pl.lit(cents(tariff.SUBSIDY_AT_MOST), pl.Int64))
    facts = frame.with_columns(
        _retired=RETIRED,
        _covered=COVERED,
        _option=OPTION,
        _open=NO_BIRTH_DATE,
        _partner=PARTNER,
        _children=CHILDREN_COUNT.cast(pl.Int64),
        _price=price,
    )
    return facts.with_columns(_subsidy=subsidy)


def _amounts() -> dict[str, pl.Expr]:
    retired, covered, option, open_ = _of("retired"), _of("covered"), _of("option"), _of("open")
    base = pl.min_horizontal(GROSS, pl.lit(cents(tariff.PMSS), pl.Int64))
    solidarity = pl.when(GROSS.is_not_null()).then((2 * base * 808 + 100_000) // 200_000)
    of_age = (
        pl.when(FORMULA == "base")
        .then(0)
        .when((FORMULA == "option_1") & AT_60)
        .then(cents(tariff.RETIREE_OPTION_1_AT_60))
        .when((FORMULA == "option_1") & FROM_80)
        .then(cents(tariff.RETIREE_OPTION_1_FROM_80))
    )
    retiree = pl.when(FIRST_YEAR).then(cents(tariff.RETIREE_FIRST_YEAR) + of_age)
    partner = pl.when(_of("partner")).then(_formula(tariff.PARTNER)).otherwise(0)
    children = pl.min_horizontal(_of("children"), pl.lit(tariff.PAID_CHILDREN, pl.Int64)) * _formula(tariff.CHILD)
    nothing_due = ~retired & ~option & ~_of("partner") & (_of("children") == 0)
    agent = pl.when(retired).then(retiree).otherwise(_of("price") - _of("subsidy"))
    return {
        "employer": pl.when(open_)
        .then(None)
        .when(retired)
        .then(0)
        .when(covered)
        .then(cents(tariff.CE * tariff.EMPLOYER_SHARE) + _of("subsidy")),
        "payroll": pl.when(open_)
        .then(None)
        .when(retired)
        .then(0)
        .when(covered)
        .then(cents(tariff.CE * tariff.FLAT_SHARE) + solidarity),
        "debited": pl.when(open_).then(None).when(nothing_due).then(0).when(covered).then(agent + partner + children),
    }


def price(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the three amounts, null where unknown; rows are assumed to be valid."""
    return amounts_of(frame.lazy()).collect()


def price_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Add all columns of the library, including faults of rows."""
    return columns_of(frame.lazy()).collect()


def amounts_of(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the three amounts, lazily."""
    amounts = {f"{name}_cents": amount.cast(pl.Int64) for name, amount in _amounts().items()}
    return _facts(frame).select(*SCHEMA, **amounts)


def columns_of(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add all columns, lazily."""
    faults = {
        "formula-not-offered": ~FORMULA.is_in(FORMULAS).fill_null(value=False),
        "regime-not-in-list": ~REGIME.is_in(REGIMES).fill_null(value=True),
        "gross-negative": (GROSS < 0).fill_null(value=False),
    }
    fault = pl.any_horizontal(faults.values())
    facts = _facts(frame).with_columns(_fault=fault).with_columns(_none=_of("fault") | _of("open"))
    amounts = {
        f"{name}_cents": pl.when(~_of("fault")).then(amount).cast(pl.Int64) for name, amount in _amounts().items()
    }
    return facts.select(*SCHEMA, **amounts, **_certainties(), incomplete=_incomplete(faults))


def _certainties() -> dict[str, pl.Expr]:
    retired, covered, option, none = _of("retired"), _of("covered"), _of("option"), _of("none")
    partner, children = _of("partner"), _of("children")
    unknown_retiree = ~FIRST_YEAR | (FORMULA == "option_2") | ((FORMULA == "option_1") & ~(AT_60 | FROM_80))
    anything = retired | option | partner | (children > 0)
    return {
        "certainty_employer": pl.when(none | (~retired & ~covered))
        .then(pl.lit("unknown"))
        .when(~retired & option)
        .then(pl.lit("illustrative"))
        .otherwise(pl.lit("published")),
        "certainty_payroll": pl.when(none | (~retired & ~covered))
        .then(pl.lit("unknown"))
        .when(~retired)
        .then(pl.lit("estimated"))
        .otherwise(pl.lit("published")),
        "certainty_debited": pl.when(none | (~covered & anything) | (retired & unknown_retiree))
        .then(pl.lit("unknown"))
        .when(partner | (children > 0) | (~retired & option))
        .then(pl.lit("illustrative"))
        .otherwise(pl.lit("published")),
    }


def _incomplete(faults: dict[str, pl.Expr]) -> pl.Expr:
    """
    Join the faults of the row, else the missing fact, else the lines without an amount, in alphabetical order.

    Codes that never occur together share a part: joining texts takes most of
    the time.
    """
    retired, active = _of("retired"), ~_of("retired")
    sound, blank = ~_of("none"), ~_of("none") & ~_of("covered")
    first, second = FORMULA == "option_1", FORMULA == "option_2"
    base = "agent-base-employer-unknown;agent-base-flat-unknown;agent-base-solidarity-unknown;"
    option = "agent-option-deduction-unknown;agent-option-employer-unknown;"
    agent = [
        _fault(faults, "formula-not-offered"),
        (_of("open") & ~_of("fault"), "birth-date-unknown;"),
        (blank & active & first, f"{base}agent-option-1-unknown;{option}"),
        (blank & active & second, f"{base}agent-option-2-unknown;{option}"),
        (blank & active, base),
    ]
    pay = [
        _fault(faults, "gross-negative"),
        (sound & _of("covered") & active & GROSS.is_null(), "gross-unknown;"),
    ]
    retiree_base = [
        (sound & retired & ~FIRST_YEAR, "retiree-base-later-unknown;"),
        (blank & retired, "retiree-base-first-year-unknown;"),
    ]
    from_61 = (pl.col("birth_date") > tariff.AT_80) & (pl.col("birth_date") <= tariff.AT_61)
    retiree_option = [
        (sound & retired & second, "retiree-option-2-unknown;"),
        (sound & retired & first & (pl.col("birth_date") > tariff.AT_60), "retiree-option-1-before-60-unknown;"),
        (sound & retired & first & from_61, "retiree-option-1-from-61-to-79-unknown;"),
        (blank & retired & first & AT_60, "retiree-option-1-at-60-unknown;"),
        (blank & retired & first & FROM_80, "retiree-option-1-from-80-unknown;"),
    ]
    child, partner = (
        [
            (blank & there & first, f"{who}-option-1-unknown;"),
            (blank & there & second, f"{who}-option-2-unknown;"),
            (blank & there, f"{who}-base-unknown;"),
        ]
        for who, there in (("child", _of("children") > 0), ("partner", _of("partner")))
    )
    partner.insert(0, _fault(faults, "regime-not-in-list"))
    parts = [_first_that_holds(texts) for texts in (agent, child, pay, partner, retiree_base, retiree_option)]
    return pl.concat_str(parts).str.strip_chars_end(";")


def _fault(faults: dict[str, pl.Expr], code: str) -> tuple[pl.Expr, str]:
    return faults[code], f"{code};"


def _first_that_holds(texts: list[tuple[pl.Expr, str]]) -> pl.Expr:
    expression = pl.lit("")
    for holds, text in reversed(texts):
        expression = pl.when(holds).then(pl.lit(text)).otherwise(expression)
    return expression


def answers(priced: pl.DataFrame) -> pl.DataFrame:
    """Select the three amounts."""
    return priced.select(f"{name}_cents" for name in CHANNELS)
