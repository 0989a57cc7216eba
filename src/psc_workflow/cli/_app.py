"""
The commands of ``psc-workflow``.
"""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, CoercionError, CycloptsError, Parameter, UnusedCliTokensError

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._model.vocabulary import Certainty, Regime
from psc_workflow.cli import _batch as batch
from psc_workflow.cli import _journeys as journeys
from psc_workflow.cli import _lookup as lookup
from psc_workflow.cli import _running as running
from psc_workflow.cli import _stage as stage
from psc_workflow.cli._arguments import AsJson, Lang, choice, locale, print_json
from psc_workflow.cli._judging import judge
from psc_workflow.cli._new_contract import new_contract
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._schedule import first_day_of, formula_of, read_household, schedule
from psc_workflow.exceptions import PscWorkflowError
from psc_workflow.pricing import Register, price

app = App(name="psc-workflow", help="Journeys, rules and premiums of the French State's compulsory health cover (PSC).")


def run(arguments: list[str]) -> int:
    """Run one command; report the errors of this library, and no others, as messages."""
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        print(f"psc-workflow: {_without_values(error)}", file=sys.stderr)
        return 2
    except PscWorkflowError as error:
        print(f"psc-workflow: {error}", file=sys.stderr)
        return 2
    return status if type(status) is int else 0


def _without_values(error: CycloptsError) -> str:
    """Describe an error without the value that caused it, which may be a person's."""
    if isinstance(error, UnusedCliTokensError):
        return "there are too many arguments"
    if isinstance(error, CoercionError):
        return f"{error.token.keyword if error.token else 'an argument'}: has a value of the wrong type"
    return str(error)


@app.command
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
    stage.play(Printer(locale(lang or "fr")), None if contract is None else find_contract(contract))


@app.command(name="run")
def run_scenario(file: Path, /, *, store: Path | None = None, json: AsJson = False, lang: Lang = None) -> int:
    """
    Run a scenario; exit status 1 if a step does not give what the file expects of it.

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
    return running.run_file(file, store, json=json, locale=locale(lang))


@app.command
def quote(
    *,
    contract: str,
    on: str | None = None,
    formula: str | None = None,
    gross: str | None = None,
    position: str | None = None,
    regime: str = Regime.GENERAL.value,
    birth_date: str | None = None,
    partner: str | None = None,
    child: Annotated[list[str] | None, Parameter(negative=())] = None,
    retired_on: str | None = None,
    explain: str | None = None,
    least_certainty: str = Certainty.ILLUSTRATIVE.value,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Price one household: everybody in it is priced, whether or not they could be covered.

    Parameters
    ----------
    contract
        Id of a built-in contract, or path of a TOML file.
    on
        Day whose tariff is used, YYYY-MM-DD; the day on which the contract takes effect if left out.
    formula
        One of the contract, such as base, option_1 or option_2; the first that it offers if left out.
    gross
        Gross pay, in euros a month: 2800.50, or 2800,50 in French.
    position
        active, paid_leave, unpaid_leave or not_concerned; active if left out, but beside a pay of 0 then unknown.
    regime
        The agent's regime, such as general, alsace_moselle or cps.
    birth_date
        The agent's birth date, YYYY-MM-DD.
    partner
        Birth date of the partner to cover.
    child
        Birth date of a child to cover; repeat it for each child.
    retired_on
        First day of retirement.
    explain
        member or auditor: explain how every amount was worked out, instead of the quote.
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative.
    json
        Print the quote as one JSON object.
    lang
        fr or en.
    """
    printer, own = Printer(locale(lang)), find_contract(contract)
    tariff_day = first_day_of(own, on, "--on")
    household = read_household(
        own,
        printer.locale,
        regime=regime,
        birth_date=birth_date,
        gross=gross,
        retired_on=retired_on,
        partner=partner,
        children=child or (),
        position=position,
    )
    priced = price(
        household,
        contract=own,
        formula=formula_of(own, formula, tariff_day),
        on=tariff_day,
        least_certainty=choice(Certainty, least_certainty, "--least-certainty"),
    )
    if explain is not None:
        explanation = priced.explain(printer.locale, choice(Register, explain, "--explain"))
        print_json(explanation.as_json()) if json else printer.line(str(explanation))
    elif json:
        print_json(priced.as_json())
    else:
        printer.quote(priced)


for command in (
    schedule,
    batch.price,
    lookup.charts,
    lookup.rules,
    lookup.contracts,
    lookup.check,
    lookup.schema,
    lookup.compatibility,
    new_contract,
    journeys.witness_paths,
    journeys.replay,
    judge,
):
    app.command(command)
