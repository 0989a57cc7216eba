"""
Stretches of days on which a household pays the same: only days on which something happens have to be priced.

What can happen is a closed list: a value of the tariff begins, somebody has a
birthday, the agent retires or begins another year of retirement, the caller
says that something changes.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing._dated_changes import Cover
from psc_workflow.pricing._quote import PricedQuote, price, price_existing_cover
from psc_workflow.rules import ages

ONE_DAY = dt.timedelta(days=1)


@attrs.frozen
class Stretch:
    """
    Days on which the lines stay the same, and what is published of them.

    Args:
        quote: That of the first day.
        cover: Who is covered.
    """

    first_day: dt.date
    last_day: dt.date
    quote: PricedQuote
    cover: Cover

    def days_within(self, first: dt.date, last: dt.date) -> int:
        """Count its days from *first* to *last*, both included."""
        return max((min(last, self.last_day) - max(first, self.first_day)).days + 1, 0)


def stretches(
    covers: Sequence[Cover], contract: Contract, last: dt.date, least_certainty: Certainty
) -> tuple[Stretch, ...]:
    """
    List the stretches from the first day of *covers* to *last*.

    Raises:
        FormulaNotOfferedError: A formula is not offered on the day from which
            it is that of the household; later on it stays, offered or not.
        NoValueInForceError: The tariff says nothing about the first day.
    """
    result: list[Stretch] = []
    for day, cover in _events(covers, contract, last):
        is_chosen = not result or cover.formula != result[-1].cover.formula
        make = price if is_chosen else price_existing_cover
        quote = make(cover.household, contract=contract, formula=cover.formula, on=day, least_certainty=least_certainty)
        if result:
            previous = result[-1]
            if _same(previous.quote, quote) and cover is previous.cover:
                continue
            result[-1] = attrs.evolve(previous, last_day=day - ONE_DAY)
        result.append(Stretch(day, last, quote, cover))
    return tuple(result)


def birthdays(household: Household, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Walk the days from *first* to *last* on which somebody has a birthday, or has been retired for whole years."""
    partner = household.partner
    dates = [household.birth_date, household.retired_on, partner.birth_date if partner else None]
    dates += [child.birth_date for child in household.children]
    for date in filter(None, dates):
        for year in range(first.year, last.year + 1):
            day = ages.birthday(date, year - date.year)
            if first <= day <= last:
                yield day


def _events(covers: Sequence[Cover], contract: Contract, last: dt.date) -> Iterator[tuple[dt.date, Cover]]:
    """Walk the days on which something happens, each with the cover of that day, ascending."""
    ends = [*(cover.on - ONE_DAY for cover in covers[1:]), last]
    for cover, end in zip(covers, ends, strict=True):
        periods = [day for day in contract.periods.first_days if cover.on < day <= end]
        for day in sorted({cover.on, *periods, *birthdays(cover.household, cover.on, end)}):
            yield day, cover


def _same(before: PricedQuote, after: PricedQuote) -> bool:
    """Whether nothing but the day differs: neither what is due nor what is published of it."""
    if before.lines != after.lines or before.gaps != after.gaps:
        return False
    return all(before.between(channel) == after.between(channel) for channel in Channel)
