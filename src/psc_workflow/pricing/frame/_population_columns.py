"""
What households are grouped by and what is summed, as columns: decile, family, formula; payments, differences.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import narwhals as nw

from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing._populations import FAMILIES, HOUSEHOLD, MOST_CHILDREN, PAYERS, Dimension
from psc_workflow.pricing.frame._checks import children_of

Columns = dict[str, nw.Expr]

SIDES = ("before_", "after_")
"""What precedes the results of each tariff in a comparison."""

DIFFERENCE = "difference_cents"
NO_FORMULA = ""
NO_DECILE = 0
MEASURES = ("households", "before", "winners", "losers", "gains", "losses")
"""What is summed of each who pays, in a comparison."""

PAY_WIDTH = 1000
"""Cents of a bucket of pays."""
_DECILES = 10
_NOT_OFFERED = "formula-not-offered"
"""The first of the codes, in alphabetical order, that a row which is wrong can have."""


def integer(number: int) -> nw.Expr:
    """Write a whole number of 64 bits, whatever the engine's own are."""
    return nw.lit(number, nw.Int64)


def flag(condition: nw.Expr) -> nw.Expr:
    """Write 1 where *condition* holds, and 0 elsewhere."""
    return nw.when(condition).then(integer(1)).otherwise(integer(0))


def pay(households: Any) -> nw.Expr:
    """Write the pay as a number of 64 bits, null where there is none or where it is none that anybody has."""
    dtype, column = households.collect_schema()["gross_cents"], nw.col("gross_cents")
    if not dtype.is_integer():  # a column of nulls, whatever its type
        return nw.when(integer(0) > integer(0)).then(integer(0))
    if dtype in (nw.UInt64, nw.Int128, nw.UInt128):
        is_typed = households.implementation.is_pyarrow()  # which compares no number with one of another sign
        most = nw.lit(HIGHEST_PAY, nw.UInt64) if is_typed else HIGHEST_PAY
        is_pay = column <= most if is_typed else (column <= most) & (column >= 0)  # the widest numbers have a sign
        column = nw.when(is_pay).then(column)
    wide = column.cast(nw.Int64)
    return nw.when((wide >= integer(0)) & (wide <= integer(HIGHEST_PAY))).then(wide)


def decile_starts(counts: Mapping[int, int]) -> tuple[int, ...]:
    """
    Return the lowest pay of each decile from the second on; people of the same pay are in the same one.

    The decile of a pay is 1 more than the tenths of all households that have a
    lower one, rounded down: those of equal pay are in the lowest of the deciles
    that they fill.

    Args:
        counts: How many households have each pay.

    >>> decile_starts({1000: 5, 2000: 5})
    (2000, 2000, 2000, 2000, 2000)
    """
    starts: list[int] = []
    lower, total = 0, sum(counts.values())
    for amount, number in sorted(counts.items()):
        starts += [amount] * (lower * _DECILES // total - len(starts))
        lower += number
    return tuple(starts)


def boundary_buckets(buckets: Mapping[int, int]) -> frozenset[int]:
    """
    Return the buckets of pays in which a decile can begin; in the others, only how many pays there are matters.

    A decile begins with the first pay above the one that fills the decile
    before: in the bucket of that one, or in the next.

    Args:
        buckets: How many households have a pay of each bucket.

    >>> sorted(boundary_buckets({0: 9, 1: 80, 2: 1, 3: 10}))
    [1, 2, 3]
    """
    where: set[int] = set()
    numbers, total, filled = sorted(buckets), sum(buckets.values()), 0
    for place, bucket in enumerate(numbers):
        before, filled = filled, filled + buckets[bucket]
        if any(before < -(-tenths * total // _DECILES) <= filled for tenths in range(1, _DECILES)):
            where.update(numbers[place : place + 2])
    return frozenset(where)


def decile(column: nw.Expr, starts: Iterable[int]) -> nw.Expr:
    """Write the decile of a pay; ``NO_DECILE`` where there is none."""
    number = integer(1)
    for start in starts:
        number = number + flag(column >= integer(start))
    return nw.when(column.is_null()).then(integer(NO_DECILE)).otherwise(number)


def family(names: Iterable[Any]) -> nw.Expr:
    """Write the shape of the family."""
    children = integer(0)
    for name in children_of(names):
        children = children + flag(~nw.col(name).is_null())
    is_alone, text = nw.col("partner_birth_date").is_null(), nw.lit(FAMILIES[-1])
    for place, shape in enumerate(FAMILIES[:-1]):
        couple, number = divmod(place, MOST_CHILDREN + 1)
        adults = ~is_alone if couple else is_alone
        counted = children >= integer(number) if number == MOST_CHILDREN else children == integer(number)
        text = nw.when(adults & counted).then(nw.lit(shape)).otherwise(text)
    return text


def formula(households: Any, prefixes: Iterable[str]) -> nw.Expr:
    """Write the formula; ``NO_FORMULA`` where no tariff offers it, so that a wrong one makes no group."""
    is_text = households.collect_schema()["formula"] == nw.String
    is_view = households.implementation.is_pyarrow()  # or may be one, which PyArrow puts beside no text
    column = nw.col("formula") if is_text and not is_view else nw.col("formula").cast(nw.String)
    text = nw.lit(NO_FORMULA)
    for prefix in prefixes:
        codes = nw.col(f"{prefix}incomplete")
        is_refused = (codes == nw.lit(_NOT_OFFERED)) | codes.str.starts_with(f"{_NOT_OFFERED};")
        text = nw.when(is_refused).then(text).otherwise(column)
    return text


def payment(payer: str, prefix: str) -> nw.Expr:
    """Write what *payer* pays, null where it is unknown."""
    if payer != HOUSEHOLD:
        return nw.col(f"{prefix}{payer}_cents")
    return nw.col(f"{prefix}{Channel.PAYROLL.value}_cents") + nw.col(f"{prefix}{Channel.DEBITED.value}_cents")


def sums(prefix: str) -> Iterator[tuple[str, nw.Expr]]:
    """List what is summed of one tariff: by channel, the amounts that are known, and how many are."""
    for channel in Channel:
        cents = nw.col(f"{prefix}{channel.value}_cents")
        is_unknown = cents.is_null()
        yield f"{prefix}{channel.value}_cents", nw.when(is_unknown).then(integer(0)).otherwise(cents)
        yield f"{prefix}{channel.value}_households", flag(~is_unknown)


def shifts() -> Iterator[tuple[str, nw.Expr]]:
    """List what is summed of a comparison, by who pays; 0 wherever one of the amounts is unknown."""
    for payer in PAYERS:
        before, after = (payment(payer, prefix) for prefix in SIDES)
        is_unknown = before.is_null() | after.is_null()
        difference = nw.when(is_unknown).then(integer(0)).otherwise(after - before)
        measures = {
            "households": flag(~is_unknown),
            "before": nw.when(is_unknown).then(integer(0)).otherwise(before),
            "winners": flag(difference < integer(0)),
            "losers": flag(difference > integer(0)),
            "gains": nw.when(difference < integer(0)).then(integer(0) - difference).otherwise(integer(0)),
            "losses": nw.when(difference > integer(0)).then(difference).otherwise(integer(0)),
        }
        yield from ((f"{payer}_shift_{name}", measures[name]) for name in MEASURES)


def keys(households: Any, starts: Iterable[int], prefixes: Iterable[str]) -> Columns:
    """List the columns that the households of one cell share."""
    schema = households.collect_schema()
    prefixes = tuple(prefixes)
    shared = {
        Dimension.PAY_DECILE.value: decile(pay(households), starts),
        Dimension.FORMULA.value: formula(households, prefixes),
        Dimension.FAMILY.value: family(schema),
    }
    for prefix in prefixes:
        for name in (f"{prefix}certainty_{channel.value}" for channel in Channel):
            shared[name] = nw.col(name)
        shared[f"{prefix}incomplete"] = nw.col(f"{prefix}incomplete")
    return shared
