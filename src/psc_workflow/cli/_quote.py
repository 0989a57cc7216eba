"""
The command that prices one household.
"""

from typing import Annotated

from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._model.vocabulary import Certainty, Regime
from psc_workflow.cli._arguments import AsJson, Lang, choice, locale, print_json
from psc_workflow.cli._printing import Printer
from psc_workflow.cli._schedule import first_day_of, formula_of, read_household
from psc_workflow.pricing import Register, price


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
