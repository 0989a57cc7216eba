"""
The output of the command line for people.
"""

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import term, word
from psc_workflow._model import citing
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import GROSS_UNKNOWN, Quote
from psc_workflow._model.text import Text, format_value
from psc_workflow._model.vocabulary import Channel
from psc_workflow.cli._output import announce, visible
from psc_workflow.pricing import PricedQuote, unpriced
from psc_workflow.pricing._explainer import display_name
from psc_workflow.pricing._unpriced import meaning

if TYPE_CHECKING:  # the rule book reads every rule and its examples
    from psc_workflow.rulebook import Entry

WIDTH = 118
"""Columns to which paragraphs are wrapped on a terminal; a program that reads them gets them whole."""

A_MONTH = Text("/mois", "/month")
UNKNOWN = Text("inconnu", "unknown")
QUOTE = Text("Devis", "Quote")
BETWEEN = Text(", entre {lowest} et {highest} ({certainty})", ", between {lowest} and {highest} ({certainty})")
COLON = Text(" :", ":")
SEMICOLON = Text(" ; ", "; ")
ON = Text("au", "on")
PRICED = {
    True: Text("{count} foyer tarifé : {file}", "{count} household priced: {file}"),
    False: Text("{count} foyers tarifés : {file}", "{count} households priced: {file}"),
}
"""The summary of ``price``, for one household or for several."""
REJECTED = {
    True: Text("{count} rejeté : {file}", "{count} rejected: {file}"),
    False: Text("{count} rejetés : {file}", "{count} rejected: {file}"),
}
SEE_REJECTS = Text("--rejects FICHIER dit pourquoi", "--rejects FILE says why")
GIVE_PAY = Text(
    "Ce qui dépend de la rémunération est calculé si --gross la donne : --gross 2800,50, par exemple.",
    "What depends on the pay is priced if --gross gives it: --gross 2800.50, for example.",
)
REASONS = Text("Ce que disent ces raisons", "What these reasons say")
NOT_A_DATE = Text("n’est pas une date, AAAA-MM-JJ", "is not a date, YYYY-MM-DD")
NOT_WHOLE = Text("n’est pas un nombre entier de centimes", "is not a whole number of cents")
TOO_LARGE = Text("dépasse toute rémunération", "is beyond any pay")
NEGATIVE = Text("est négatif", "is negative")
NOT_OFFERED = Text(
    "n’est pas une formule que le contrat propose ce jour-là", "is not a formula that the contract offers on that day"
)
NO_REGIME = Text("n’est pas un régime qui existe", "is not a regime that exists")
NO_POSITION = Text("n’est pas une position qui existe", "is not a position that exists")
TOO_FEW = Text(
    "champs manquants ({actual} au lieu de {expected})", "fields are missing ({actual} in place of {expected})"
)
TOO_MANY = Text("champs en trop ({actual} au lieu de {expected})", "too many fields ({actual} in place of {expected})")


def is_singular(count: int, locale: Locale) -> bool:
    """Whether *count* takes the singular: 1, and in French 0."""
    return count == 1 or (locale == "fr" and count == 0)


def wording_of(quote: Quote) -> Wording:
    """Find the words of the contract that *quote* was made under."""
    return quote.source.wording if isinstance(quote, PricedQuote) else PLAIN


class Printer:
    """Prints in one language, to one console."""

    def __init__(self, locale: Locale, console: Console | None = None) -> None:
        self.locale = locale
        self.console = console or Console(highlight=False, soft_wrap=True)

    def line(self, text: str = "") -> None:
        """Print one line as it is."""
        announce()
        self.console.print(visible(text), markup=False)

    def block(self, text: str) -> None:
        """Print a text of several lines as it is."""
        for line in text.split("\n"):
            self.line(line)

    def wrapped(self, text: str, first: str = "", rest: str | None = None) -> None:
        """Print a paragraph, its first line after *first* and the others after *rest*: whole unless on a terminal."""
        if not self.console.is_terminal:
            self.line(first + text)
            return
        after, width = first if rest is None else rest, min(WIDTH, self.console.width)
        for line in textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
        ):
            self.line(line)

    def entry(self, entry: "Entry", *, examples: bool) -> None:
        """Print one finding of the rule book: what its rule applies, its sources; if requested, its examples."""
        severity = term("Severity", entry.severity.value).in_(self.locale)
        self.line(f"{entry.code} ({severity})")
        self.line(f"    {entry.texts.in_(self.locale)}")
        self.line(f"    {entry.remedy.in_(self.locale)}")
        rule = raw_texts.rules()[entry.rule]
        self.line(f"    {entry.rule}: {rule.label.in_(self.locale)}. {rule.sentence.in_(self.locale)}")
        for source in entry.sources:
            self.line(f"    {citing.line(source, self.locale)}")
            if source.sentence is not None and examples:
                self.line(f"        {source.sentence.in_(self.locale)}")
        for example in entry.examples if examples else ():
            self.line(f"    {term('Rulebook', 'example').in_(self.locale)}{example.title}")

    def priced(self, priced: int, output: Path, rejected: int, rejects: Path) -> None:
        """Print how many households were priced and rejected, and the files that have them."""
        parts = [
            texts[is_singular(count, self.locale)].in_(self.locale).format(count=count, file=file)
            for texts, count, file in ((PRICED, priced, output), (REJECTED, rejected, rejects))
        ]
        self.line(SEMICOLON.in_(self.locale).join(parts))

    def rejected(self, rejected: int, rejects: Path | None) -> None:
        """Print how many households were rejected, if any, and which file has them, or would have."""
        if rejected:
            words = REJECTED[is_singular(rejected, self.locale)].in_(self.locale)
            file = SEE_REJECTS.in_(self.locale) if rejects is None else rejects
            self.line()
            self.line(words.format(count=rejected, file=file))

    def quote(self, quote: Quote) -> None:
        """Print the totals of *quote*, each above its lines."""
        self.heading(quote)
        wording = wording_of(quote)
        rows = [
            (line, display_name(line.who, wording, self.locale), line.label.in_(self.locale)) for line in quote.lines
        ]
        name_width = max([len(name) for _, name, _ in rows], default=0)
        label_width = max([len(label) for *_, label in rows], default=0)
        for channel in Channel:
            self.total(quote, channel)
            for line, name, label in rows:
                if line.channel is channel:
                    self.line(f"    {name:<{name_width}} {label:<{label_width}} {self.amount(line.cents):>14}")
        if isinstance(quote, PricedQuote):
            self.unpriced([quote])

    def unpriced(self, quotes: Sequence[PricedQuote]) -> None:
        """Print why amounts of *quotes* are unknown, and what would help, if any is."""
        answer = unpriced(quotes, contract=quotes[0].source, locale=self.locale)
        if answer is None:
            return
        self.line()
        self.line(answer.heading)
        for reason in answer.reasons:
            names = f"{', '.join(reason.lines)}{COLON.in_(self.locale)} " if reason.lines else ""
            self.wrapped(f"{names}{reason.text}", "  ", "    ")
        self.wrapped(answer.remedy)

    def pay_option(self, quotes: Iterable[PricedQuote]) -> None:
        """Print that the command takes the pay, if an amount of *quotes* is unknown for want of it."""
        if any(GROSS_UNKNOWN in quote.incomplete for quote in quotes):
            self.wrapped(GIVE_PAY.in_(self.locale))

    def meanings(self, codes: Iterable[str], contracts: Sequence[Contract]) -> None:
        """Put the codes of what is unknown into words, those of the contract that has them."""
        texts = {
            code: next(filter(None, (meaning(code, each, self.locale) for each in contracts)), None) for code in codes
        }
        if any(texts.values()):
            self.line()
            self.line(REASONS.in_(self.locale))
        for code, text in texts.items():
            if text is not None:
                self.wrapped(f"{code}{COLON.in_(self.locale)} {text}", "  ", "    ")

    def heading(self, quote: Quote) -> None:
        """Print the contract, the formula and the day of *quote*."""
        formula, day = wording_of(quote).word(quote.formula).in_(self.locale), format_value(quote.on, self.locale)
        self.line(f"{QUOTE.in_(self.locale)} {quote.contract}, {formula}, {ON.in_(self.locale)} {day}")

    def total(self, quote: Quote, channel: Channel) -> None:
        """Print the total of *channel*, and its certainty."""
        label, amount = wording_of(quote).word(channel).in_(self.locale), quote.total(channel)
        certainty = "" if amount is None else f" ({word(quote.certainty(channel)).in_(self.locale)})"
        bounds = self.bounds(quote, channel) if amount is None else ""
        self.line(f"  {label}{COLON.in_(self.locale)} {self.amount(amount)}{certainty}{bounds}")

    def bounds(self, quote: Quote, channel: Channel) -> str:
        """Write between which amounts an unknown total lies, if that is published."""
        bounds = quote.between(channel) if isinstance(quote, PricedQuote) else None
        if bounds is None:
            return ""
        lowest, highest = show(bounds.lowest, self.locale), show(bounds.highest, self.locale) + A_MONTH.in_(self.locale)
        certainty = word(bounds.certainty).in_(self.locale)
        return BETWEEN.in_(self.locale).format(lowest=lowest, highest=highest, certainty=certainty)

    def amount(self, cents: int | None) -> str:
        """Write an amount a month, or say that it is unknown."""
        return UNKNOWN.in_(self.locale) if cents is None else show(cents, self.locale) + A_MONTH.in_(self.locale)
