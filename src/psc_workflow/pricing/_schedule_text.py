"""
A schedule for people: a table of months and years, what moves the amounts, and what is not known.
"""

import calendar
from collections.abc import Iterator
from typing import TYPE_CHECKING

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.money import Locale, show
from psc_workflow._model.text import format_value, write_month
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing._comparison_text import amount, changes
from psc_workflow.pricing._explainer import display_name
from psc_workflow.pricing._months import BROKEN_UNKNOWN, CHANGED_UNKNOWN, Premium
from psc_workflow.pricing._moves import Move

if TYPE_CHECKING:
    from psc_workflow.pricing._schedule import Schedule

_GAP = "  "


def lines(schedule: "Schedule", locale: Locale) -> Iterator[str]:
    """Write the schedule, line by line."""
    quote, whole = schedule.quotes[0], schedule.whole
    wording = quote.source.wording
    yield _say(wording, locale, "title", contract=quote.contract, first=whole.first_day, last=whole.last_day)
    yield ""
    yield from _table(schedule, wording, locale)
    for move in schedule.moves:
        yield ""
        yield from _move(move, wording, locale)
    codes = [code for code in (BROKEN_UNKNOWN, CHANGED_UNKNOWN) if code in whole.totals.incomplete]
    yield from ["", *(_say(wording, locale, code) for code in codes)] if codes else []


def _table(schedule: "Schedule", wording: Wording, locale: Locale) -> Iterator[str]:
    """Write the months, the years and the whole as a table, each amount under its channel."""
    rows = [["", *(wording.word(channel).in_(locale) for channel in Channel)]]
    rows += [_row(_month_name(month, wording, locale), month, wording, locale) for month in schedule.months]
    rows += [_row(str(year.first_day.year), year, wording, locale) for year in schedule.years]
    rows.append(_row(_say(wording, locale, "whole"), schedule.whole, wording, locale))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *cells in rows:
        right = [f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True)]
        yield _GAP.join([f"{first:<{widths[0]}}", *right]).rstrip()


def _row(name: str, premium: Premium, wording: Wording, locale: Locale) -> list[str]:
    """Write what is due, and how certain it is; where that is unknown, the part that is known."""
    cells = [name]
    for cents, certainty, part in zip(
        premium.totals.cents, premium.totals.certainties, premium.known_cents, strict=True
    ):
        if cents is not None:
            word = wording.word(certainty).in_(locale)
            cells.append(_say(wording, locale, "certain", amount=show(cents, locale), certainty=word))
        elif part:
            cells.append(_say(wording, locale, "known", amount=show(part, locale)))
        else:
            cells.append(amount(None, wording, locale))
    return cells


def _month_name(month: Premium, wording: Wording, locale: Locale) -> str:
    """Name a month, with its days if they are not all covered."""
    name = write_month(month.first_day).in_(locale)
    days_of_month = calendar.monthrange(month.first_day.year, month.first_day.month)[1]
    is_whole = (month.first_day.day, month.last_day.day) == (1, days_of_month)
    first = "1er" if locale == "fr" and month.first_day.day == 1 else f"{month.first_day.day}"
    return name if is_whole else _say(wording, locale, "part", month=name, first=first, last=f"{month.last_day.day}")


def _move(move: Move, wording: Wording, locale: Locale) -> Iterator[str]:
    """Write what moves on one day, and the lines that differ."""
    cause = wording.pricing_text("causes", move.cause).in_(locale)
    who = ", ".join(display_name(name, wording, locale) for name in move.who)
    yield _say(wording, locale, "birthday" if who else "move", on=move.on, cause=cause, who=who)
    yield from changes(move.changes, wording, locale)


def _say(wording: Wording, locale: Locale, name: str, /, **facts: object) -> str:
    written = {fact: format_value(value, locale) for fact, value in facts.items()}
    return wording.pricing_text("schedule", name).say(locale, **written)
