"""
From stretches of days to months, and from months to years: what is due, and how much of it is known.

A month that is alike on all its days is due as its quote says. Any other one
is due by a rule of the contract, if that is known; only what every rule would
make nothing is nothing without one.
"""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.vocabulary import Certainty, Channel, Debits, worst
from psc_workflow.pricing._rounding import half_up
from psc_workflow.pricing._stretches import Stretch
from psc_workflow.pricing._totals import Totals

CHANGED_UNKNOWN = "changed-month-unknown"
"""Code of a month in which the amount changes, while the contract does not say which one counts."""

BROKEN_UNKNOWN = "broken-month-unknown"
"""Code of a month that is covered in part, while the contract does not say how it is due."""


@attrs.frozen
class Premium:
    """
    What a household pays in a month, in a calendar year, or in all.

    Args:
        first_day: First day covered.
        last_day: Last day covered.
        totals: Paid in all these days, not a month; a sum of which a month is
            unknown is unknown.
        known_cents: Those of the months that are known, in the order of
            ``Channel``; of a month, 0 where it is unknown.
    """

    first_day: dt.date
    last_day: dt.date
    totals: Totals
    known_cents: tuple[int, ...]


@attrs.frozen
class Part:
    """Days of a month on which the amounts stay the same."""

    days: int
    totals: Totals


@attrs.frozen
class Rules:
    """The rules of a contract in one month; ``None`` where the contract does not say."""

    broken: Dated[BrokenMonths] | None
    changed: Dated[ChangedMonths] | None

    @classmethod
    def of(cls, contract: Contract, on: dt.date) -> "Rules":
        """
        Find those in force on a day.

        Raises:
            NoValueInForceError: A rule begins later.
        """
        tariff, name = contract.tariff, f"{contract.id}.tariff"
        return cls(
            _rule(tariff.broken_months, on, f"{name}.broken_months"),
            _rule(tariff.changed_months, on, f"{name}.changed_months"),
        )


Due = tuple[Fraction | None, Certainty, tuple[str, ...]]
"""Cents, how certain they are, and the codes of what is unknown."""


def months(stretches: Sequence[Stretch], contract: Contract) -> tuple[Premium, ...]:
    """
    List what is due in each month.

    Raises:
        NoValueInForceError: A rule for months begins later.
    """
    first, last = stretches[0].first_day, stretches[-1].last_day
    totals = [(stretch, totals_of(stretch)) for stretch in stretches]
    result = []
    for begin, end in month_bounds(first, last):
        parts = [Part(days, total) for stretch, total in totals if (days := stretch.days_within(begin, end))]
        rules = Rules.of(contract, begin)
        result.append(of_month(begin, end, parts, rules))
    return tuple(result)


def month_bounds(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Walk the months from *first* to *last*, each with its first and last day covered."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        end = dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        yield max(first, end.replace(day=1)), min(last, end)


def totals_of(stretch: Stretch) -> Totals:
    """Return what is paid a month."""
    quote = stretch.quote
    return Totals(
        tuple(map(quote.total, Channel)), tuple(map(quote.certainty, Channel)), quote.debits, quote.incomplete
    )


def of_month(begin: dt.date, end: dt.date, parts: Sequence[Part], rules: Rules) -> Premium:
    """Work out what is due in a month that is covered from *begin* to *end*."""
    days = (end - begin).days + 1
    covered = Fraction(days, calendar.monthrange(begin.year, begin.month)[1])
    due = [_due(place, parts, covered, rules) for place in range(len(Channel))]
    cents = tuple(None if amount is None else half_up(amount) for amount, _, _ in due)
    certainties = tuple(certainty for _, certainty, _ in due)
    codes = tuple(sorted({code for *_, channel_codes in due for code in channel_codes}))
    totals = Totals(cents, certainties, _debits(parts, covered, rules), codes)
    return Premium(begin, end, totals, tuple(amount or 0 for amount in cents))


def add_up(premiums: Sequence[Premium]) -> Premium:
    """Add up what is due in several months."""
    columns = zip(*(premium.totals.cents for premium in premiums), strict=True)
    totals = Totals(
        tuple(None if None in column else sum(cents or 0 for cents in column) for column in columns),
        tuple(map(worst, zip(*(premium.totals.certainties for premium in premiums), strict=True))),
        _worst_debits([premium.totals.debits for premium in premiums]),
        tuple(sorted({code for premium in premiums for code in premium.totals.incomplete})),
    )
    sums = tuple(map(sum, zip(*(premium.known_cents for premium in premiums), strict=True)))
    return Premium(premiums[0].first_day, premiums[-1].last_day, totals, sums)


def _rule(parameter: Parameter[BrokenMonths] | Parameter[ChangedMonths] | None, on: dt.date, name: str) -> Any:
    """Find the value of a rule; ``None`` if it is unknown."""
    dated = None if parameter is None else parameter.on(on, name=name)
    return dated if dated is not None and dated.is_known else None


def _due(place: int, parts: Sequence[Part], covered: Fraction, rules: Rules) -> Due:
    """Work out what is due in one channel, which has that *place* among the totals."""
    broken = rules.broken
    if covered < 1 and broken is not None and broken.value is BrokenMonths.FREE:
        return Fraction(0), broken.certainty, ()
    amount, certainty, codes = _of_days_covered(place, parts, rules.changed)
    if covered == 1 or amount == 0:
        return amount, certainty, codes
    if broken is None:
        return None, Certainty.UNKNOWN, (*codes, BROKEN_UNKNOWN)
    share = covered if broken.value is BrokenMonths.BY_DAY else Fraction(1)
    return None if amount is None else amount * share, worst([certainty, broken.certainty]), codes


def _of_days_covered(place: int, parts: Sequence[Part], rule: Dated[ChangedMonths] | None) -> Due:
    """Work out the amount of a month as if all its days were like those that are covered."""
    counting = _counting(parts, rule)
    amounts = [part.totals.cents[place] for part in counting]
    certainties = [part.totals.certainties[place] for part in counting]
    codes = tuple(code for part in counting for code in part.totals.incomplete)
    if rule is not None and len({part.totals.cents[place] for part in parts}) > 1:
        certainties.append(rule.certainty)
    if len(set(amounts)) == 1:
        return None if amounts[0] is None else Fraction(amounts[0]), worst(certainties), codes
    if rule is None:
        return None, Certainty.UNKNOWN, (*codes, CHANGED_UNKNOWN)
    if None in amounts:
        return None, worst(certainties), codes
    total = sum(part.days * (amount or 0) for part, amount in zip(counting, amounts, strict=True))
    return Fraction(total, sum(part.days for part in counting)), worst(certainties), codes


def _counting(parts: Sequence[Part], rule: Dated[ChangedMonths] | None) -> Sequence[Part]:
    """List the days whose amounts count for the month."""
    match rule.value if rule is not None else None:
        case ChangedMonths.FIRST_DAY:
            return parts[:1]
        case ChangedMonths.LAST_DAY:
            return parts[-1:]
    return parts


def _debits(parts: Sequence[Part], covered: Fraction, rules: Rules) -> Debits:
    """Say whether anything is debited; without a rule, that is unknown where some rule would make it nothing."""
    if covered < 1 and rules.broken is not None and rules.broken.value is BrokenMonths.FREE:
        return Debits.NO
    kinds = {part.totals.debits for part in _counting(parts, rules.changed)}
    is_certain = (covered == 1 or rules.broken is not None) and (len(kinds) == 1 or rules.changed is not None)
    if kinds == {Debits.NO}:
        return Debits.NO
    return Debits.YES if Debits.YES in kinds and is_certain else Debits.UNKNOWN


def _worst_debits(kinds: Sequence[Debits]) -> Debits:
    if Debits.YES in kinds:
        return Debits.YES
    return Debits.UNKNOWN if Debits.UNKNOWN in kinds else Debits.NO
