"""
The command that prices one household over time.
"""

from typing import Annotated

from cyclopts import Parameter

from psc_workflow.cli._arguments import AsJson, Lang, day, locale, print_json
from psc_workflow.cli._household import Priced, first_day_of
from psc_workflow.cli._printing import Printer
from psc_workflow.pricing import schedule as make_schedule

_LAST_OF_YEAR = {"month": 12, "day": 31}


def schedule(
    household: Priced,
    *,
    first: Annotated[str | None, Parameter(name="--from")] = None,
    last: Annotated[str | None, Parameter(name="--to")] = None,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Price one household month by month, and say what moves its amounts.

    Parameters
    ----------
    household
        What is priced.
    first
        First day of cover, YYYY-MM-DD; the day on which the contract takes effect if left out.
    last
        Last day of cover; the last of the year in which it begins if left out.
    json
        Print the schedule as one JSON object.
    lang
        fr or en.
    """
    printer, contract = Printer(locale(lang)), household.find_contract()
    begin = first_day_of(contract, first, "--from")
    answer = make_schedule(
        household.read_household(contract, printer.locale),
        contract=contract,
        formula=household.read_formula(contract, begin),
        first=begin,
        last=begin.replace(**_LAST_OF_YEAR) if last is None else day(last, "--to"),
        least_certainty=household.read_certainty(),
    )
    if json:
        print_json(answer.as_json())
    else:
        printer.block(answer.show(printer.locale))
        printer.unpriced(answer.quotes)
        printer.pay_option(answer.quotes)
