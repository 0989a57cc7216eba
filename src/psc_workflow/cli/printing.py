"""
What the command line prints for people.
"""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from psc_workflow.catalogue.texts import journey, word
from psc_workflow.cli.scenario import ScenarioStep
from psc_workflow.journeys import Dossier
from psc_workflow.model.decision import Decision
from psc_workflow.model.money import Locale, show
from psc_workflow.model.quote import Quote
from psc_workflow.model.text import Text
from psc_workflow.model.vocabulary import Channel

A_MONTH = Text("/mois", "/month")
UNKNOWN = Text("inconnu", "unknown")
QUOTE = Text("Devis", "Quote")
ON = Text("au", "on")


class Printer:
    """Prints in one language, to one console."""

    def __init__(self, locale: Locale, console: Console | None = None) -> None:
        self.locale = locale
        self.console = console or Console(highlight=False, soft_wrap=True)

    def line(self, text: str = "") -> None:
        """Print one line as it is."""
        self.console.print(text, markup=False)

    def step(self, step: ScenarioStep, decision: Decision[Dossier]) -> None:
        """Say what was asked, what became of it and where one is then."""
        state = journey("affiliation").states[decision.dossier.states["affiliation"]]
        outcome = word(decision.outcome).in_(self.locale)
        self.line(f"{step.at:%Y-%m-%d %H:%M}  {step.command.do:<24} {outcome:<12} → {state.label.in_(self.locale)}")
        for finding in decision.findings:
            mark = "✗" if finding.blocks else "!"
            self.line(f"    {mark} {finding.code}: {finding.text(self.locale)}")
            self.line(f"      {finding.remedy(self.locale)}")
        for effect in decision.effects:
            self.line(f"    → {type(effect).__name__}")

    def quote(self, quote: Quote) -> None:
        """Print the lines of *quote*, then its totals."""
        formula = word(quote.formula).in_(self.locale)
        self.line(f"{QUOTE.in_(self.locale)} {quote.contract}, {formula}, {ON.in_(self.locale)} {quote.on}")
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
        for line in quote.lines:
            table.add_row(
                line.who,
                line.label.in_(self.locale),
                word(line.channel).in_(self.locale),
                self.amount(line.cents),
                word(line.certainty).in_(self.locale),
            )
        self.console.print(table)
        for channel in Channel:
            label = word(channel).in_(self.locale)
            certainty = word(quote.certainty(channel)).in_(self.locale)
            self.line(f"  {label}: {self.amount(quote.total(channel))} ({certainty})")
        for gap in quote.gaps:
            self.line(f"  {gap.code}: {gap.text.in_(self.locale)}")

    def amount(self, cents: int | None) -> str:
        """Write an amount a month, or that it is unknown."""
        return UNKNOWN.in_(self.locale) if cents is None else show(cents, self.locale) + A_MONTH.in_(self.locale)

    def lines(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Print rows in columns."""
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        for row in rows:
            table.add_row(*row)
        self.console.print(table)
