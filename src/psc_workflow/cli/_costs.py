"""
What the cover costs: the three amounts a month, one column a formula.
"""

from collections.abc import Iterator, Sequence

from psc_workflow._catalogue.contract_wording import PLAIN
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import Quote
from psc_workflow._model.vocabulary import Certainty, Channel, Formula, worst
from psc_workflow.cli._printing import A_MONTH, Printer, wording_of
from psc_workflow.cli._words import say

_SURE = (Certainty.PUBLISHED, Certainty.DERIVED)
"""Certainties that a reader need not be warned of."""


def print_costs(printer: Printer, quotes: Sequence[Quote], chosen: Formula | None = None) -> None:
    """Print a table of *quotes*; an amount that is not known is said not to be published."""
    rows = [["", *(_heading(quote, chosen, printer.locale) for quote in quotes)]]
    rows += [_row(channel, quotes, printer.locale) for channel in Channel]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *rest in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True)]
        printer.line("  " + "   ".join([f"{first:<{widths[0]}}", *cells]).rstrip())
    for name in _notes(quotes):
        printer.wrapped(say("cost", f"note_{name}", printer.locale), "  ", "    ")


def _notes(quotes: Sequence[Quote]) -> Iterator[str]:
    """List what in the table needs a word: amounts that are not published, and those that are not sure."""
    totals = [(quote.total(channel), quote.certainty(channel)) for channel in Channel for quote in quotes]
    if any(total is None for total, _ in totals):
        yield "unpublished"
    unsure = {certainty for total, certainty in totals if total is not None} - {*_SURE}
    yield from sorted(certainty.value for certainty in unsure)


def _heading(quote: Quote, chosen: Formula | None, locale: Locale) -> str:
    name = wording_of(quote).word(quote.formula).in_(locale)
    return say("cost", "chosen", locale, formula=name) if quote.formula is chosen else name


def _row(channel: Channel, quotes: Sequence[Quote], locale: Locale) -> list[str]:
    """Write one row; the certainty of its amounts stands beside its name if a reader must know of it."""
    wording = wording_of(quotes[0]) if quotes else PLAIN
    label, totals = wording.word(channel).in_(locale), [quote.total(channel) for quote in quotes]
    certainties = [quote.certainty(channel) for quote, total in zip(quotes, totals, strict=True) if total is not None]
    certainty = worst(certainties) if certainties else Certainty.PUBLISHED
    suffix = "" if certainty in _SURE else f" ({wording.word(certainty).in_(locale)})"
    return [label + suffix, *(_amount(total, locale) for total in totals)]


def _amount(cents: int | None, locale: Locale) -> str:
    return say("cost", "unpublished", locale) if cents is None else show(cents, locale) + A_MONTH.in_(locale)
