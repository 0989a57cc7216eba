"""
What the command line prints for people.
"""

from pathlib import Path

from rich.console import Console
from rich.text import Text as Styled

from psc_workflow._catalogue.wording import journey, term, word
from psc_workflow._model.commands import Tick
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import Quote
from psc_workflow._model.steps import Step
from psc_workflow._model.text import Text, format_value
from psc_workflow._model.vocabulary import Channel
from psc_workflow.cli._scenario import ScenarioStep
from psc_workflow.dossier import Dossier
from psc_workflow.pricing._explaining import called
from psc_workflow.rulebook import Entry
from psc_workflow.states._charts import journey_of

A_MONTH = Text("/mois", "/month")
UNKNOWN = Text("inconnu", "unknown")
QUOTE = Text("Devis", "Quote")
COLON = Text(" :", ":")
DEMO = {
    "reference-family": Text(
        "1. La famille du guide : Benoît, son épouse et leur enfant, sur la formule de base, jusqu'à la confirmation.",
        "1. The guide's family: Benoît, his wife and their child, on the base formula, up to the confirmation.",
    ),
    "partner-loses-cover": Text(
        "2. Une dispense accordée, puis terminée : l'épouse perd sa couverture, et Benoît est de nouveau invité.",
        "2. A dispensation: granted, then ended because his wife loses her cover; Benoît is invited again.",
    ),
    "late-completion": Text(
        "3. Le silence : affiliation automatique le 22e jour, complétée après l'entrée en vigueur.",
        "3. Silence: an automatic affiliation on day 22, completed once in force.",
    ),
}
"""Scenarios of the demonstration, each with what it shows."""
STORED = Text(
    "Chaque étape est lue dans un fichier SQLite et y est écrite.",
    "Every step is read from a SQLite file and written back.",
)
ON = Text("au", "on")
PRICED = {
    True: Text("{count} foyer tarifé : {file}", "{count} household priced: {file}"),
    False: Text("{count} foyers tarifés : {file}", "{count} households priced: {file}"),
}
"""What ``price`` has written; of one household, or of several."""
REJECTED = {
    True: Text("{count} rejeté : {file}", "{count} rejected: {file}"),
    False: Text("{count} rejetés : {file}", "{count} rejected: {file}"),
}
NOT_A_DATE = Text("n'est pas une date, AAAA-MM-JJ", "is not a date, YYYY-MM-DD")
NOT_WHOLE = Text("n'est pas un nombre entier de centimes", "is not a whole number of cents")
TOO_LARGE = Text("dépasse toute rémunération", "is beyond any pay")
NEGATIVE = Text("est négatif", "is negative")
NOT_OFFERED = Text(
    "n'est pas une formule que le contrat propose ce jour-là", "is not a formula that the contract offers on that day"
)
NO_REGIME = Text("n'est pas un régime qui existe", "is not a regime that exists")
TOO_FEW = Text("champs manquants ({found} au lieu de {wanted})", "fields are missing ({found} in place of {wanted})")
TOO_MANY = Text("champs en trop ({found} au lieu de {wanted})", "too many fields ({found} in place of {wanted})")


def is_one(count: int, locale: Locale) -> bool:
    """Whether *count* of something takes the singular: one, and in French none."""
    return count == 1 or (locale == "fr" and count == 0)


class Printer:
    """Prints in one language, to one console."""

    def __init__(self, locale: Locale, console: Console | None = None) -> None:
        self.locale = locale
        self.console = console or Console(highlight=False, soft_wrap=True)

    def line(self, text: str = "") -> None:
        """Print one line as it is."""
        self.console.print(text, markup=False)

    def step(self, step: ScenarioStep, decision: Decision[Dossier]) -> None:
        """Say what came by itself, what was asked, what became of it and where one is then."""
        place = next((n for n, one in enumerate(decision.steps) if one.command == step.command.do), len(decision.steps))
        self.lapses(decision.dossier, decision.steps[:place])
        record = decision.dossier.as_of(step.at).record
        name = journey_of(step.command.event, record) if step.command.event != Tick.event else record.active
        state = journey(name).states[
            decision.steps[place].state if place < len(decision.steps) else record.states.of(name)
        ]
        outcome = word(decision.outcome).in_(self.locale)
        self.console.print(
            f"{step.at:%Y-%m-%d %H:%M}  {step.command.do:<24}",
            Styled(f"{outcome:<12}", style="green" if decision.outcome is Outcome.ACCEPTED else "yellow"),
            f"→ {state.label.in_(self.locale)}",
            markup=False,
        )
        self.lapses(decision.dossier, decision.steps[place + 1 :])
        for finding in decision.findings:
            mark = "✗" if finding.blocks else "!"
            self.line(f"    {mark} {finding.code}: {finding.text(self.locale)}")
            self.line(f"      {finding.remedy(self.locale)}")
            for source in finding.sources:
                self.line(f"      [{source.title}]")
        for effect in decision.effects:
            self.line(f"    → {type(effect).__name__}")

    def lapses(self, dossier: Dossier, steps: tuple[Step, ...]) -> None:
        """Say what came by itself, at the local time it was due."""
        for step in steps:
            label = journey(step.journey).deadlines[step.command.replace("-", "_")]
            self.line(f"{dossier.contract.local(step.at):%Y-%m-%d %H:%M}  ⏱ {label.in_(self.locale)}")

    def entry(self, entry: Entry, claim: str, *, examples: bool) -> None:
        """Print one finding of the rule book, with the rule's claim; *examples* too if asked for."""
        severity = term("Severity", entry.severity.value).in_(self.locale)
        self.line(f"{entry.code} ({severity})")
        self.line(f"    {entry.texts.in_(self.locale)}")
        self.line(f"    {entry.remedy.in_(self.locale)}")
        self.line(f"    {entry.rule}: {claim}")
        for source in entry.sources:
            self.line(f"    [{source.title}]" + (f" {source.url}" if source.url else ""))
        for example in entry.examples if examples else ():
            self.line(f"    {term('Rulebook', 'example').in_(self.locale)}{example.told}")

    def priced(self, priced: int, output: Path, rejected: int, rejects: Path) -> None:
        """Say how many households were priced and rejected, and where they are."""
        told = [
            texts[is_one(count, self.locale)].in_(self.locale).format(count=count, file=file)
            for texts, count, file in ((PRICED, priced, output), (REJECTED, rejected, rejects))
        ]
        self.line("; ".join(told) if self.locale == "en" else " ; ".join(told))

    def quote(self, quote: Quote) -> None:
        """Print the totals of *quote*, each above its lines."""
        self.heading(quote)
        told = [(line, called(line.who, self.locale), line.label.in_(self.locale)) for line in quote.lines]
        names = max([len(name) for _, name, _ in told], default=0)
        labels = max([len(label) for *_, label in told], default=0)
        for channel in Channel:
            self.total(quote, channel)
            for line, name, label in told:
                if line.channel is channel:
                    self.line(f"    {name:<{names}} {label:<{labels}} {self.amount(line.cents):>14}")
        for gap in quote.gaps:
            self.line(f"  {gap.code}: {gap.text.in_(self.locale)}")

    def short_quote(self, quote: Quote) -> None:
        """Print only what *quote* would debit."""
        self.heading(quote)
        self.total(quote, Channel.DEBITED)

    def heading(self, quote: Quote) -> None:
        """Say what is quoted, and as of which day."""
        formula, day = word(quote.formula).in_(self.locale), format_value(quote.on, self.locale)
        self.line(f"{QUOTE.in_(self.locale)} {quote.contract}, {formula}, {ON.in_(self.locale)} {day}")

    def total(self, quote: Quote, channel: Channel) -> None:
        """Print what goes through *channel*, and how sure it is."""
        label, amount = word(channel).in_(self.locale), quote.total(channel)
        certainty = "" if amount is None else f" ({word(quote.certainty(channel)).in_(self.locale)})"
        self.line(f"  {label}{COLON.in_(self.locale)} {self.amount(amount)}{certainty}")

    def amount(self, cents: int | None) -> str:
        """Write an amount a month, or that it is unknown."""
        return UNKNOWN.in_(self.locale) if cents is None else show(cents, self.locale) + A_MONTH.in_(self.locale)
