"""
A month as columns: what its priced days and the rules of the contract make of it, and the sums of months.

It is the arithmetic of ``pricing._months``, for whole columns at once and in
whole numbers.
"""

import datetime as dt
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.raw_texts import pricing
from psc_workflow._model.quote import GROSS_UNKNOWN
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing._months import BROKEN_UNKNOWN, CHANGED_UNKNOWN, Rules
from psc_workflow.pricing.frame._agents import FAULTS
from psc_workflow.pricing.frame._expressions import PREFIX, join_by_halves

Columns = dict[str, nw.Expr]

_SUM, _VARIES, _RANK, _CODES = f"{PREFIX}sum_", f"{PREFIX}varies_", f"{PREFIX}rank_", f"{PREFIX}codes"


@attrs.frozen
class Priced:
    """
    Days on which all amounts stay the same, priced once.

    Args:
        names: The columns of their results, by the name that ``frame.price`` gives them.
    """

    first_day: dt.date
    last_day: dt.date
    names: Mapping[str, str]

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last_day - self.first_day).days + 1

    def column(self, name: str) -> nw.Expr:
        """Return a result."""
        return nw.col(self.names[name])


def month_columns(priced: Sequence[Priced], length: int, rules: Rules, contract: Contract) -> tuple[Columns, ...]:
    """
    List the columns of a month, stage by stage.

    Args:
        priced: The days covered, in order.
        length: Days of the month.
    """
    days = sum(part.days for part in priced)
    if len(priced) == 1 and days == length:
        return ({name: nw.col(label) for name, label in priced[0].names.items()},)
    builder = _Month(priced, days, length, rules)
    return builder.parts(), builder.results(codes_of(contract))


@attrs.frozen
class _Month:
    """
    A month that is not alike on all its days.

    Args:
        days: How many are covered.
        length: How many it has.
    """

    priced: Sequence[Priced]
    days: int
    length: int
    rules: Rules

    @property
    def counting(self) -> Sequence[Priced]:
        """Return the days whose amounts count."""
        match self.rules.changed.value if self.rules.changed else None:
            case ChangedMonths.FIRST_DAY:
                return self.priced[:1]
            case ChangedMonths.LAST_DAY:
                return self.priced[-1:]
        return self.priced

    @property
    def is_free(self) -> bool:
        """Whether nothing is due because the month is not covered on all its days."""
        broken = self.rules.broken
        return self.days < self.length and broken is not None and broken.value is BrokenMonths.FREE

    def parts(self) -> Columns:
        """For each channel: the sum over the days covered, whether the amount varies, and the worst certainty."""
        columns: Columns = {}
        share = self.days if len(self.counting) == 1 else 0
        for channel in Channel:
            name = f"{channel.value}_cents"
            amounts = [part.column(name) for part in self.priced]
            columns[f"{_SUM}{channel}"] = _added(
                part.column(name).cast(nw.Int64) * _whole(share or part.days) for part in self.counting
            )
            columns[f"{_VARIES}{channel}"] = _any(~_same(amounts[0], other) for other in amounts[1:])
            columns[f"{_RANK}{channel}"] = _rank([part.column(f"certainty_{channel.value}") for part in self.counting])
        texts = [part.column("incomplete") for part in self.counting]
        return columns | {_CODES: nw.concat_str(*texts, separator=";")}

    def results(self, codes: Sequence[str]) -> Columns:
        """List the results, from these parts."""
        columns: Columns = {}
        for channel in Channel:
            columns[f"{channel.value}_cents"] = self._cents(channel)
            columns[f"certainty_{channel.value}"] = _word(self._certainty(channel))
        columns["incomplete"] = self._incomplete(codes)
        return columns

    def _unclear(self, channel: Channel) -> nw.Expr:
        """Whether the amount varies, and no rule says which one counts."""
        varies = nw.col(f"{_VARIES}{channel}")
        return varies if self.rules.changed is None else _false()

    def _is_nothing(self, channel: Channel) -> nw.Expr:
        """Whether nothing is due on any day."""
        total = nw.col(f"{_SUM}{channel}")
        return (total == _whole(0)).fill_null(value=False) & ~self._unclear(channel)

    def _cents(self, channel: Channel) -> nw.Expr:
        total, broken = nw.col(f"{_SUM}{channel}"), self.rules.broken
        if self.is_free:
            return _whole(0)
        by_day = self.days < self.length and broken is not None and broken.value is BrokenMonths.BY_DAY
        rounded = _half_up(total, self.length if by_day else self.days)
        if self.days < self.length and broken is None:
            return nw.when(self._is_nothing(channel)).then(_whole(0))
        return nw.when(~self._unclear(channel)).then(rounded)

    def _certainty(self, channel: Channel) -> nw.Expr:
        broken, changed = self.rules.broken, self.rules.changed
        if self.is_free and broken is not None:
            return _whole(broken.certainty.rank)
        rank = nw.col(f"{_RANK}{channel}")
        varies = nw.col(f"{_VARIES}{channel}")
        worse = changed.certainty if changed is not None else Certainty.UNKNOWN
        rank = nw.when(varies).then(_worse(rank, _whole(worse.rank))).otherwise(rank)
        if self.days == self.length:
            return rank
        worse = broken.certainty if broken is not None else Certainty.UNKNOWN
        least = _worse(rank, _whole(worse.rank))
        return nw.when(self._is_nothing(channel)).then(rank).otherwise(least)

    def _incomplete(self, codes: Sequence[str]) -> nw.Expr:
        if self.is_free:
            return nw.lit("")
        conditions = {code: _has(nw.col(_CODES), code) for code in codes}
        if self.rules.changed is None:
            conditions[CHANGED_UNKNOWN] = _any(map(self._unclear, Channel))
        if self.days < self.length and self.rules.broken is None:
            conditions[BROKEN_UNKNOWN] = _any(~self._is_nothing(channel) for channel in Channel)
        return _joined(conditions)


# -- sums by year ------------------------------------------------------------------------------------------


def codes_of(contract: Contract) -> tuple[str, ...]:
    """List every code that a row can have, in alphabetical order."""
    of_lines = [f"{table.id}-{why}" for table in contract.tariff.components for why in ("unknown", "uncertain")]
    months = (BROKEN_UNKNOWN, CHANGED_UNKNOWN)
    return tuple(sorted({*of_lines, *pricing()["gaps"], GROSS_UNKNOWN, *FAULTS, *months}))


def year_parts(contract: Contract) -> Columns:
    """List what is added up or compared: cents, whether they are known, certainties, and each code."""
    columns: Columns = {}
    for channel in Channel:
        cents = nw.col(f"{channel.value}_cents")
        columns[f"sum_{channel}"] = cents.fill_null(0).cast(nw.Int64)
        columns[f"gaps_{channel}"] = _flag(cents.is_null())
        columns[f"rank_{channel}"] = _rank([nw.col(f"certainty_{channel.value}")])
    for place, code in enumerate(codes_of(contract)):
        columns[f"code_{place}"] = _flag(_has(nw.col("incomplete"), code))
    return columns


def year_sums(columns: Iterable[str]) -> Iterator[nw.Expr]:
    """Add up cents; of all else find the highest."""
    return (nw.col(name).sum() if name.startswith("sum_") else nw.col(name).max() for name in columns)


def year_columns(contract: Contract) -> Columns:
    """List the results of a year: sums, which are unknown if one month is, and sums of what is known."""
    columns: Columns = {}
    for channel in Channel:
        total = nw.col(f"sum_{channel}").cast(nw.Int64)
        columns[f"{channel.value}_cents"] = nw.when(nw.col(f"gaps_{channel}") == _whole(0)).then(total)
        columns[f"certainty_{channel.value}"] = _word(nw.col(f"rank_{channel}"))
    codes = {code: nw.col(f"code_{place}") > _whole(0) for place, code in enumerate(codes_of(contract))}
    columns["incomplete"] = _joined(codes)
    sums = {f"known_{channel.value}_cents": nw.col(f"sum_{channel}").cast(nw.Int64) for channel in Channel}
    return columns | sums


# -- expressions ---------------------------------------------------------------------------------------------


def _whole(number: int) -> nw.Expr:
    return nw.lit(number, nw.Int64)


def _false() -> nw.Expr:
    return _whole(0) > _whole(0)


def _flag(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(_whole(1)).otherwise(_whole(0))


def _added(numbers: Iterable[nw.Expr]) -> nw.Expr:
    return join_by_halves(operator.add, [*numbers])


def _any(conditions: Iterable[nw.Expr]) -> nw.Expr:
    return join_by_halves(operator.or_, [_false(), *conditions])


def _worse(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Return the higher of two numbers, neither of which is null."""
    return nw.when(left > right).then(left).otherwise(right)


def _same(left: nw.Expr, right: nw.Expr) -> nw.Expr:
    """Whether two amounts are equal, or both unknown."""
    return (left == right).fill_null(value=False) | (left.is_null() & right.is_null())


def _half_up(numerator: nw.Expr, denominator: int) -> nw.Expr:
    """Divide and round; halves go away from zero."""
    doubled, whole = _whole(denominator + denominator), _whole(denominator)
    positive = (numerator + numerator + whole) // doubled
    negative = (whole - numerator - numerator) // doubled
    return nw.when(numerator < _whole(0)).then(_whole(0) - negative).otherwise(positive)


def _rank(certainties: Iterable[nw.Expr]) -> nw.Expr:
    """Write the place of the worst of some certainties; it grows with their number, and no faster."""
    columns = list(certainties)
    result = _whole(0)
    for member in sorted(Certainty, key=lambda member: member.rank):
        is_there = _any(column == nw.lit(member.value) for column in columns)
        result = nw.when(is_there).then(_whole(member.rank)).otherwise(result)
    return result


def _word(rank: nw.Expr) -> nw.Expr:
    """Write a certainty by its place."""
    result = nw.lit(Certainty.UNKNOWN.value)
    for member in Certainty:
        result = nw.when(rank == _whole(member.rank)).then(nw.lit(member.value)).otherwise(result)
    return result


def _has(text: nw.Expr, code: str) -> nw.Expr:
    """Whether *code* is among those of *text*, which are joined by ``;``."""
    return nw.concat_str(nw.lit(";"), text, nw.lit(";")).str.contains(f";{code};", literal=True)


def _joined(conditions: Mapping[str, nw.Expr]) -> nw.Expr:
    """Join the codes whose conditions hold, in alphabetical order."""
    parts = [nw.when(conditions[code]).then(nw.lit(code)) for code in sorted(conditions)]
    return nw.concat_str(*parts, separator=";", ignore_nulls=True)
