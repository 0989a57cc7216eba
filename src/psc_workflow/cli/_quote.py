"""
The command that prices one household.
"""

from psc_workflow.cli._arguments import AsJson, Lang, choice, locale, print_json
from psc_workflow.cli._household import Priced, first_day_of
from psc_workflow.cli._printing import Printer
from psc_workflow.pricing import Register, price


def quote(
    household: Priced, *, on: str | None = None, explain: str | None = None, json: AsJson = False, lang: Lang = None
) -> None:
    """
    Price one household: everybody in it is priced, whether or not they could be covered.

    Parameters
    ----------
    household
        What is priced.
    on
        Day whose tariff is used, YYYY-MM-DD; the day on which the contract takes effect if left out.
    explain
        member or auditor: explain how every amount was worked out, instead of the quote.
    json
        Print the quote as one JSON object.
    lang
        fr or en.
    """
    printer, contract = Printer(locale(lang)), household.find_contract()
    tariff_day = first_day_of(contract, on, "--on")
    priced = price(
        household.read_household(contract, printer.locale),
        contract=contract,
        formula=household.read_formula(contract, tariff_day),
        on=tariff_day,
        least_certainty=household.read_certainty(),
    )
    if explain is not None:
        explanation = priced.explain(printer.locale, choice(Register, explain, "--explain"))
        if json:
            print_json(explanation.as_json())
        else:
            printer.block(str(explanation))
            printer.unpriced([priced])
            printer.pay_option([priced])
    elif json:
        print_json(priced.as_json())
    else:
        printer.quote(priced)
        printer.pay_option([priced])
