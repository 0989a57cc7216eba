"""
The commands of ``psc-workflow``.
"""

import datetime as dt
import json
import os
import sys
import tempfile
from decimal import Decimal
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import App, CycloptsError, Parameter

from psc_workflow.catalogue import contracts as catalogue_contracts
from psc_workflow.cli import scenario as scenarios
from psc_workflow.cli.printing import DEMO, STORED, Printer
from psc_workflow.exceptions import HostError, PscWorkflowError
from psc_workflow.model.money import Locale, cents
from psc_workflow.model.people import Child, Household, Partner
from psc_workflow.model.vocabulary import Formula, Regime
from psc_workflow.pricing import price
from psc_workflow.states import drawing
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.structuring import parse_date

app = App(name="psc-workflow", help="Journeys, rules and premiums of the French State's compulsory health cover (PSC).")

E = TypeVar("E", bound=StrEnum)

AsJson = Annotated[bool, Parameter(name="--json", negative=())]
Lang = Annotated[str | None, Parameter(name="--lang")]


class ArgumentError(HostError):
    """An argument of the command line cannot be used."""


def run(arguments: list[str]) -> int:
    """Run one command; every error of ours, and none else, is told in words."""
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(f"psc-workflow: {error}", file=sys.stderr)
        return 2
    except PscWorkflowError as error:
        print(f"psc-workflow: {error}", file=sys.stderr)
        return 2
    return 0


@app.command
def demo(*, lang: Lang = None) -> None:
    """Run the guide's family, a dispensation that ends, an automatic affiliation; stored in SQLite between steps."""
    printer = Printer(_locale(lang))
    printer.line(STORED.in_(printer.locale))
    with tempfile.TemporaryDirectory() as folder:
        for name, told in DEMO.items():
            printer.line()
            printer.line(told.in_(printer.locale))
            printer.line()
            file = Path(folder) / "demo.db"
            result = scenarios.run_stored(scenarios.read(_packaged(name)), file, told=printer.step)
            printer.line()
            _show_quotes(printer, result)


def _show_quotes(printer: Printer, result: scenarios.Run) -> None:
    """Print the quote of the formula chosen in full, the others in short, and the status of the personal space."""
    chosen = result.dossier.quote(at=result.ended_at)
    for formula in Formula if chosen is not None else ():
        found = result.dossier.quote(at=result.ended_at, formula=formula)
        if found is not None and chosen is not None:
            show = printer.quote if formula is chosen.formula else printer.short_quote
            show(found)
    printer.line(result.dossier.view(at=result.ended_at, locale=printer.locale).status)


@app.command(name="run")
def run_scenario(file: Path, /, *, store: Path | None = None, json: AsJson = False, lang: Lang = None) -> None:
    """
    Run a scenario.

    Parameters
    ----------
    file
        Scenario file (JSON).
    store
        SQLite file: each step is a fresh load, a decision, a save.
    json
        Print the answer as one JSON object.
    lang
        fr or en.
    """
    printer = Printer(_locale(lang))
    scenario = scenarios.read(file)
    told = None if json else printer.step
    result = scenarios.run(scenario, told=told) if store is None else scenarios.run_stored(scenario, store, told=told)
    if json:
        _print_json(scenarios.as_json(scenario, result))
        return
    quote = result.dossier.quote(at=result.ended_at)
    if quote is not None:
        printer.line()
        printer.quote(quote)


@app.command
def quote(
    *,
    contract: str,
    on: str,
    formula: str,
    gross: str | None = None,
    regime: str = Regime.GENERAL.value,
    birth_date: str | None = None,
    partner: str | None = None,
    child: Annotated[list[str] | None, Parameter(negative=())] = None,
    retired_on: str | None = None,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Price one household: whoever is named is priced, whether or not they could be covered.

    No tariff built in depends on pay or age yet: --gross and --birth-date change no amount.

    Parameters
    ----------
    contract
        Id of a built-in contract, or path of a TOML file.
    on
        Day whose tariff is used, YYYY-MM-DD.
    formula
        base, option_1 or option_2.
    gross
        Gross pay, euros a month.
    regime
        The agent's regime, such as general, alsace_moselle or cps.
    birth_date
        The agent's, YYYY-MM-DD.
    partner
        Birth date of the partner to cover.
    child
        Birth date of a child to cover; once a child.
    retired_on
        First day of retirement.
    json
        Print the quote as one JSON object.
    lang
        fr or en.
    """
    printer = Printer(_locale(lang))
    household = Household(
        regime=_choice(Regime, regime, "--regime"),
        birth_date=_day(birth_date, "--birth-date"),
        gross_cents=_cents(gross, "--gross"),
        retired_on=_day(retired_on, "--retired-on"),
        partner=Partner(birth_date=_day(partner, "--partner")) if partner is not None else None,
        children=[Child(birth_date=_day(one, "--child")) for one in child or ()],
    )
    day = _day(on, "--on")
    if day is None:
        raise ArgumentError("--on: is missing")
    found = price(
        household,
        contract=scenarios.find_contract(contract),
        formula=_choice(Formula, formula, "--formula"),
        on=day,
    )
    if json:
        _print_json(found.as_json())
    else:
        printer.quote(found)


@app.command
def charts(name: str | None = None, /, *, format: str = "md", lang: Lang = None) -> None:  # noqa: A002 -- the pinned option
    """
    Show the charts of the journeys.

    Parameters
    ----------
    name
        One chart; all if left out.
    format
        mermaid or md.
    lang
        fr or en.
    """
    locale = _locale(lang)
    if name is not None and name not in JOURNEYS:
        raise ArgumentError(f"no chart is called {name!r}; known: {', '.join(JOURNEYS)}")
    if format not in ("mermaid", "md"):
        raise ArgumentError("--format: must be one of: mermaid, md")
    for journey in [name] if name else JOURNEYS:
        sys.stdout.write(drawing.mermaid(journey, locale) if format == "mermaid" else drawing.markdown(journey, locale))
        sys.stdout.write("\n")


@app.command
def contracts(*, lang: Lang = None) -> None:
    """List the built-in contracts."""
    printer = Printer(_locale(lang))
    for one in catalogue_contracts.builtin.values():
        start = one.effect.values[-1].value
        printer.line(
            f"{one.id:<20} {one.version:<8} {one.territory:<3} {start}  {one.contract.label.in_(printer.locale)}"
        )


def _packaged(scenario: str) -> Path:
    """Find a scenario where a wheel puts it, or in the source tree."""
    name = f"{scenario}.json"
    packaged = Path(str(resources.files("psc_workflow.cli"))) / "scenarios" / name
    return packaged if packaged.exists() else Path(__file__).parents[3] / "examples" / "scenarios" / name


def _locale(lang: str | None) -> Locale:
    chosen = lang if lang is not None else _environment_language()
    if chosen == "fr":
        return "fr"
    if chosen == "en":
        return "en"
    raise ArgumentError("--lang: must be one of: fr, en")


def _environment_language() -> str:
    """Read the language of the locale; French unless it is English."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "en" if named.startswith("en") else "fr"


def _choice(kind: type[E], text: str, option: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise ArgumentError(f"{option}: must be one of: {', '.join(kind)}") from None


def _day(text: str | None, option: str) -> dt.date | None:
    try:
        return None if text is None else parse_date(text)
    except ValueError as error:
        raise ArgumentError(f"{option}: {error}") from None


def _cents(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    try:
        amount = cents(Decimal(text))
    except (ArithmeticError, ValueError):
        amount = -1
    if amount < 0:
        raise ArgumentError(f"{option}: must be an amount of euros with at most two decimals, such as 2800.00")
    return amount


def _print_json(answer: object) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2))
