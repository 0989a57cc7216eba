"""
``psc-workflow schedule``: what one household pays over time; and how a household is read from options.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.vocabulary import Certainty, Formula, PositionKind, Regime
from psc_workflow.cli._arguments import AsJson, Lang, amount, choice, day, day_or_none, locale, print_json
from psc_workflow.cli._printing import Printer
from psc_workflow.pricing import schedule as make_schedule

_LAST_OF_YEAR = {"month": 12, "day": 31}


def schedule(
    *,
    contract: str,
    first: Annotated[str | None, Parameter(name="--from")] = None,
    last: Annotated[str | None, Parameter(name="--to")] = None,
    formula: str | None = None,
    gross: str | None = None,
    position: str | None = None,
    regime: str = Regime.GENERAL.value,
    birth_date: str | None = None,
    partner: str | None = None,
    child: Annotated[list[str] | None, Parameter(negative=())] = None,
    retired_on: str | None = None,
    least_certainty: str = Certainty.ILLUSTRATIVE.value,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """
    Price one household month by month, and say what moves its amounts.

    Parameters
    ----------
    contract
        Id of a built-in contract, or path of a TOML file.
    first
        First day of cover, YYYY-MM-DD; the day on which the contract takes effect if left out.
    last
        Last day of cover; the last of the year in which it begins if left out.
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
    least_certainty
        Amounts less certain than this stay unknown: published, derived, announced, estimated, assumed, illustrative.
    json
        Print the schedule as one JSON object.
    lang
        fr or en.
    """
    printer, own = Printer(locale(lang)), find_contract(contract)
    begin = first_day_of(own, first, "--from")
    answer = make_schedule(
        read_household(
            own,
            printer.locale,
            regime=regime,
            birth_date=birth_date,
            gross=gross,
            retired_on=retired_on,
            partner=partner,
            children=child or (),
            position=position,
        ),
        contract=own,
        formula=formula_of(own, formula, begin),
        first=begin,
        last=begin.replace(**_LAST_OF_YEAR) if last is None else day(last, "--to"),
        least_certainty=choice(Certainty, least_certainty, "--least-certainty"),
    )
    print_json(answer.as_json()) if json else printer.line(answer.show(printer.locale))


def first_day_of(contract: Contract, text: str | None, option: str) -> dt.date:
    """Read a day; that on which the contract takes effect if it is left out."""
    return contract.effect.values[-1].known_value if text is None else day(text, option)


def formula_of(contract: Contract, text: str | None, on: dt.date) -> Formula:
    """Read a formula; the first that the contract offers on that day if it is left out."""
    return contract.value("formulas", on)[0] if text is None else choice(contract.all_formulas, text, "--formula")


def read_household(
    contract: Contract,
    locale: Locale,
    *,
    regime: str,
    birth_date: str | None,
    gross: str | None,
    retired_on: str | None,
    partner: str | None,
    children: Sequence[str],
    position: str | None,
) -> Household:
    """Read the household that options describe."""
    return Household(
        regime=choice(contract.regimes, regime, "--regime"),
        birth_date=day_or_none(birth_date, "--birth-date"),
        gross_cents=amount(gross, "--gross", locale),
        retired_on=day_or_none(retired_on, "--retired-on"),
        partner=Partner(birth_date=day(partner, "--partner")) if partner is not None else None,
        children=[Child(birth_date=day(child, "--child")) for child in children],
        position=None if position is None else choice(PositionKind, position, "--position"),
    )
