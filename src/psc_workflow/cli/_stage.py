"""
The demonstration: four stories and their costs, every step stored in SQLite.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text as Styled

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import show
from psc_workflow._model.people import Household
from psc_workflow._model.text import write_day
from psc_workflow._model.vocabulary import Role
from psc_workflow.cli import _demo
from psc_workflow.cli._arguments import Lang, locale
from psc_workflow.cli._costs import print_costs
from psc_workflow.cli._demo import Demo, Story
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._scenario import run_stored
from psc_workflow.cli._story import MAIL, REFUSAL, SPACE, TASK, WARNING, Storyteller
from psc_workflow.cli._words import say
from psc_workflow.pricing import PricedQuote, price
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing._scenarios.running import Run


def demo(*, contract: str | None = None, lang: Lang = None) -> None:
    """
    Tell four stories of agents who are invited; every step is stored in SQLite.

    Parameters
    ----------
    contract
        Id of a built-in contract, or path of a TOML file: the stories happen under it.
    lang
        fr or en; fr if left out.
    """
    play(Printer(locale("fr" if lang is None else lang)), None if contract is None else find_contract(contract))


def play(printer: Printer, contract: Contract | None = None) -> None:
    """Tell all stories under *contract* or, if ``None``, under the one of the guide's example."""
    demo = _demo.load()
    chosen = contracts.get(demo.contract) if contract is None else contract
    stories = list(demo.stories(chosen))
    _introduce(printer, chosen)
    teller = Storyteller(printer, in_full=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.db"
        for number, story in enumerate(stories, 1):
            run = _tell(teller, number, story, file)
            if story.shows_costs:
                _show_costs(printer, demo, run)
        if contract is None:
            _compare(printer, demo)
        _conclude(printer, file, stories)


def _introduce(printer: Printer, contract: Contract) -> None:
    _heading(printer, say("heading", "title", printer.locale))
    on = contract.effect.values[-1].known_value
    facts = {
        "contract": contract.contract.label,
        "insurer": contract.insurer.label,
        "zone": contract.value("time_zone", on),
        "days": contract.value("affiliation_window", on),
    }
    for name in ("about", "contract", "stored"):
        printer.wrapped(say("heading", name, printer.locale, **facts))
    printer.wrapped(say("legend", "steps", printer.locale))
    marks = ((REFUSAL, "refusal"), (WARNING, "warning"), (MAIL, "mail"), (TASK, "task"), (SPACE, "space"))
    for mark, name in marks:
        printer.wrapped(say("legend", name, printer.locale), f"  {mark} ", "    ")


def _tell(teller: Storyteller, number: int, story: Story, file: Path) -> Run:
    printer, table = teller.printer, f"stories.{story.name}"
    printer.line()
    _heading(printer, f"{number}. {say(table, 'title', printer.locale)}")
    printer.wrapped(say(table, "about", printer.locale))
    teller.open(story.scenario.dossier)
    return run_stored(story.scenario, file, on_step=teller.step)


def _show_costs(printer: Printer, demo: Demo, run: Run) -> None:
    """Print the amounts of every formula, if one was chosen."""
    chosen = run.dossier.quote(at=run.ended_at)
    if not isinstance(chosen, PricedQuote):
        return
    formulas = run.dossier.contract.value("formulas", chosen.on)
    quotes = [chosen.simulate(formula=formula, gross_cents=demo.gross_cents) for formula in formulas]
    printer.line()
    _print_costs_title(printer, demo, chosen)
    print_costs(printer, quotes, chosen.formula)


def _print_costs_title(printer: Printer, demo: Demo, quote: PricedQuote) -> None:
    gross = show(demo.gross_cents, printer.locale)
    printer.wrapped(say("cost", "title", printer.locale, on=write_day(quote.on), gross=gross))


def _compare(printer: Printer, demo: Demo) -> None:
    """Print what an agent alone pays under a contract with more published amounts."""
    contract = contracts.get(demo.compared_with)
    on = contract.effect.values[-1].known_value
    alone = Household(regime=contract.value("accepted_regimes", on)[0], gross_cents=demo.gross_cents)
    quotes = [price(alone, contract=contract, formula=formula, on=on) for formula in contract.value("formulas", on)]
    printer.line()
    printer.wrapped(say("cost", "elsewhere", printer.locale, contract=contract.contract.label))
    print_costs(printer, quotes)


def _conclude(printer: Printer, file: Path, stories: Sequence[Story]) -> None:
    """Print where every dossier stands, as the database has it."""
    printer.line()
    _heading(printer, say("end", "title", printer.locale))
    registry = contracts.builtin.including(*(story.scenario.dossier.contract for story in stories))
    with SQLiteStore(file, contracts=registry) as store:
        for story in stories:
            dossier = store.load(story.scenario.dossier.id)
            status = dossier.view(at=story.scenario.ends_at, locale=printer.locale, role=Role.AGENT).status
            printer.line(f"  {dossier.record.agent.first_name:<8} {status}")
    printer.wrapped(say("end", "stored", printer.locale))


def _heading(printer: Printer, text: str) -> None:
    printer.console.print(Styled(text, style="bold underline"))
