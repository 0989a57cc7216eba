"""
A schedule (échéancier): what a household pays month by month, what moves it and why, and its sums.

>>> import datetime as dt
>>> from psc_workflow import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> agent = Household(regime=Regime.GENERAL, gross_cents=280000)
>>> men, first = contracts.get("men-2026"), dt.date(2026, 5, 1)
>>> year = schedule(agent, contract=men, formula=Formula.BASE, first=first, last=dt.date(2026, 12, 31))
>>> len(year.months), year.months[0].totals.payroll, year.whole.totals.payroll
(8, 3770, 30160)
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, amount_text, check_locale
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Certainty, Channel, Formula
from psc_workflow._structuring import plain
from psc_workflow._structuring.arguments import check_day
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import _schedule_text
from psc_workflow.pricing._charges import check_contract
from psc_workflow.pricing._dated_changes import DatedChange, covers
from psc_workflow.pricing._months import Premium, add_up, months
from psc_workflow.pricing._moves import Move, moves
from psc_workflow.pricing._quote import PricedQuote
from psc_workflow.pricing._stretches import stretches

MOST_YEARS = 100
"""The most years of one schedule, longer than any cover."""


@attrs.frozen
class Schedule:
    """
    What a household pays over time.

    Args:
        months: Ascending; a month counts the days of it that are covered.
        years: The same for each calendar year.
        whole: The same for all the days.
        moves: What moves the amounts, and why, ascending.
        quotes: What the amounts come from: each holds from its day to the eve
            of the next one's.
    """

    months: tuple[Premium, ...]
    years: tuple[Premium, ...]
    whole: Premium
    moves: tuple[Move, ...]
    quotes: tuple[PricedQuote, ...] = attrs.field(repr=False)

    def show(self, locale: Locale = "fr") -> str:
        """
        Write the schedule for people.

        Raises:
            HostError: There is no such locale.
        """
        check_locale(locale)
        return "\n".join(_schedule_text.lines(self, locale))

    def __str__(self) -> str:
        return self.show()

    def as_json(self) -> dict[str, Any]:
        """Write the schedule as plain data: amounts as text with two decimals, ``None`` where unknown."""
        return {
            "contract": self.quotes[0].contract,
            "months": list(map(_premium_as_json, self.months)),
            "years": list(map(_premium_as_json, self.years)),
            "whole": _premium_as_json(self.whole),
            "moves": [_move_as_json(move) for move in self.moves],
        }


def schedule(
    household: Household,
    *,
    contract: Contract,
    formula: Formula,
    first: dt.date,
    last: dt.date,
    changes: Iterable[DatedChange] = (),
    least_certainty: Certainty = Certainty.ILLUSTRATIVE,
) -> Schedule:
    """
    List what *household* pays from *first* to *last*, month by month.

    Everybody is priced on every day: birthdays, retirement and new values of
    the tariff count from their day on. A month that is not alike on all its
    days is due by the rules of the contract (``broken_months`` and
    ``changed_months`` of its tariff), and unknown while these are.

    Args:
        first: First day of cover.
        last: Last day of cover, included.
        changes: What is different from a day on: a child is born, a formula is
            chosen.
        least_certainty: Amounts less certain than this stay unknown.

    Raises:
        FormulaNotOfferedError: The contract does not offer a formula on the
            day from which it is the household's. It is kept afterwards,
            offered or not.
        HostError: An argument is of another type; *last* is before *first* or
            more than ``MOST_YEARS`` after it; or a change does not lie between
            them, on a day of its own.
        NoValueInForceError: The tariff, or a rule for months, says nothing
            about the first day.

    Not modelled:
        Whether somebody may still be covered: whoever leaves, leaves by a
        change.
    """
    check_days(contract, first, last)
    who = covers(household, formula, changes, contract=contract, first=first, last=last)
    same = stretches(who, contract, last, least_certainty)
    premiums = months(same, contract)
    by_year = itertools.groupby(premiums, lambda month: month.first_day.year)
    return Schedule(
        premiums,
        tuple(add_up(list(group)) for _, group in by_year),
        add_up(premiums),
        tuple(move for before, after in itertools.pairwise(same) for move in moves(before, after)),
        tuple(stretch.quote for stretch in same),
    )


def check_days(contract: Contract, first: dt.date, last: dt.date) -> None:
    """
    Check the contract and the days of a request.

    Raises:
        HostError: One of them cannot be used.
    """
    check_contract(contract, "contract")
    check_day(first, "first")
    check_day(last, "last")
    if not first <= last or last.year - first.year > MOST_YEARS:
        raise HostError(f"`last` must not be before `first`, nor more than {MOST_YEARS} years after it")


def _premium_as_json(premium: Premium) -> dict[str, Any]:
    totals, sums = premium.totals, zip(Channel, premium.known_cents, strict=True)
    return {
        "first_day": premium.first_day.isoformat(),
        "last_day": premium.last_day.isoformat(),
        **{channel.value: amount_text(cents) for channel, cents in zip(Channel, totals.cents, strict=True)},
        "debits": totals.debits.value,
        "certainty": {channel.value: of.value for channel, of in zip(Channel, totals.certainties, strict=True)},
        "known": {channel.value: amount_text(cents) for channel, cents in sums},
        "incomplete": list(totals.incomplete),
    }


def _move_as_json(move: Move) -> dict[str, Any]:
    return {
        "on": move.on.isoformat(),
        "cause": move.cause,
        "who": list(move.who),
        "changes": plain(move.changes),
        "sources": plain(move.sources),
    }
