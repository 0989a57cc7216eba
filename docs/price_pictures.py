"""
Plots of premiums: those of the library, and the amounts that the code of pages works out.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from amount_examples import line_of, priced
from amount_words import bounded
from page_code import names_of
from picture import Kind, Picture
from plotting import Bar, bars, in_words
from writing import COLON, say

from psc_workflow import Contract, Formula, Household, Regime, contracts
from psc_workflow._catalogue import contracts as catalogue
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import Quote
from psc_workflow._model.text import format_day
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing import totals
from psc_workflow.pricing.plots import as_svg, premium_by_pay, uncertainty_by_pay

MEN = contracts.get("men-2026")
DAY = dt.date(2026, 5, 1)
LOW, HIGH = 200000, 600000
"""Pays of which the alternative texts say what is paid."""


def pictures() -> dict[str, Picture]:
    """Return the plots of premiums, by name."""
    of_tariffs = {f"tariff-{contract.id}": tariff(contract) for contract in catalogue.builtin.values()}
    return of_tariffs | {
        "premium-by-pay": Picture(Kind.PLOT, of_pay, by_pay),
        "two-tariffs": Picture(Kind.PLOT, of_two_tariffs, two_tariffs),
        "uncertainty": Picture(Kind.PLOT, of_uncertainty, uncertainty),
        "lines-of-a-tariff": lines("how-to/write-a-tariff"),
        "lines-of-a-first-quote": lines("install"),
        "totals-of-a-frame": amounts(of_frame, frame_rows, MEN),
    }


def amounts(
    heading: Callable[[Locale], tuple[str, str]], rows: Callable[[Locale], Sequence[Bar]], contract: Contract
) -> Picture:
    """Make a picture of amounts."""

    def draw(locale: Locale) -> str:
        return as_svg(bars(heading(locale), rows(locale), contract, locale))

    def about(locale: Locale) -> str:
        return in_words(", ".join(heading(locale)), rows(locale), locale)

    return Picture(Kind.PLOT, about, draw)


# -- by pay ------------------------------------------------------------------------------------


def by_pay(locale: Locale) -> str:
    """Draw what an agent alone pays at each pay."""
    return as_svg(premium_by_pay(MEN, DAY, locale=locale))


def notes(locale: Locale) -> str:
    """Return what stands below it."""
    figure = premium_by_pay(MEN, DAY, locale=locale)
    return " ".join(text.get_text() for text in figure.texts).replace("\n", " ")


def of_pay(locale: Locale) -> str:
    """Say what it shows: the amounts at two pays, and above the ceiling."""
    at = "; ".join(at_pay(pay, locale) for pay in (LOW, HIGH // 2, HIGH))
    title = say("Ce que paie un agent, selon sa rémunération", "What an agent pays, by pay", locale)
    return f"{title}{COLON[locale]} {at}. {notes(locale)}"


def at_pay(pay: int, locale: Locale) -> str:
    """Say what is taken from one pay."""
    sums = totals(Household(regime=Regime.GENERAL, gross_cents=pay), contract=MEN, formula=Formula.BASE, on=DAY)
    amount = Bar("", sums.payroll).text(locale)
    return say(f"{amount} pour {show(pay, locale)} par mois", f"{amount} at {show(pay, locale)} a month", locale)


def uncertainty(locale: Locale) -> str:
    """Draw how sure it is."""
    return as_svg(uncertainty_by_pay(MEN, DAY, locale=locale))


def of_uncertainty(locale: Locale) -> str:
    """Say between which published amounts the line should lie."""
    (published,) = [each for each in MEN.tariff.ranges if "agent-base-flat" in each.components]
    lowest, highest = (
        round(value * 100) for value in (published.values[0].lowest or 0, published.values[0].highest or 0)
    )
    return say(
        f"Une bande entre {show(lowest, locale)} et {show(highest, locale)}, et une ligne qui en sort pour une faible rémunération",
        f"A band between {show(lowest, locale)} and {show(highest, locale)}, and a line that leaves it at a low pay",
        locale,
    )


# -- what the code of a page works out -----------------------------------------------------------


def two_tariffs(locale: Locale) -> str:
    """Draw the comparison of the page about it."""
    return as_svg(names_of("how-to/compare-two-tariffs", locale)["two_tariffs"])


def of_two_tariffs(locale: Locale) -> str:
    """Say what is compared."""
    return say(
        "Deux marques pour chaque type de famille : le montant prélevé en moyenne chaque mois, avant et après",
        "Two marks for each shape of family: the average amount debited a month before and after",
        locale,
    )


def lines(page: str) -> Picture:
    """Draw the lines of the quote of *page*."""

    def quote_of_page() -> Quote:
        quote: Quote = names_of(page)["quote"]
        return quote

    def heading(locale: Locale) -> tuple[str, str]:
        title = say("Les lignes du devis", "The lines of the quote", locale)
        return title, f"{say('au', 'on', locale)} {format_day(quote_of_page().on, locale)}"

    def rows(locale: Locale) -> list[Bar]:
        return [
            Bar(f"{line.label.in_(locale)} ({word(line.channel).in_(locale).lower()})", line.cents)
            for line in quote_of_page().lines
        ]

    return amounts(heading, rows, MEN)


def of_frame(locale: Locale) -> tuple[str, str]:
    """Return the heading."""
    return say("Les deux foyers du tableau", "The two households of the frame", locale), MEN.contract.label.in_(locale)


def frame_rows(locale: Locale) -> list[Bar]:
    """Return what each household of the page costs, by payer."""
    priced_frame = names_of("how-to/price-many-households", blocks=1)["priced"]
    return [
        Bar(f"{row['household_id']}{COLON[locale]} {word(channel).in_(locale).lower()}", row[f"{channel.value}_cents"])
        for row in priced_frame.to_dicts()
        for channel in Channel
    ]


# -- a tariff ------------------------------------------------------------------------------------


def tariff(contract: Contract) -> Picture:
    """Draw every amount of a tariff, each for somebody who has it."""

    def heading(locale: Locale) -> tuple[str, str]:
        title = say(
            "Chaque montant, pour une personne à qui il s’applique", "Each amount, for somebody who has it", locale
        )
        return title, contract.contract.label.in_(locale)

    def rows(locale: Locale) -> list[Bar]:
        return [
            Bar(
                ", ".join([component.label.in_(locale), *bounded(component, locale)]),
                line_of(priced(contract, component), component).cents,
            )
            for component in contract.tariff.components
        ]

    return amounts(heading, rows, contract)
