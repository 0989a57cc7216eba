"""
Worked examples of amounts: somebody who has the amount is priced, in words, in Python, and by pay.
"""

import datetime as dt
from collections.abc import Iterator

from generated_pages import table
from writing import COLON, say

from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale, show, show_euros
from psc_workflow._model.people import Child, Household, Partner
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import format_day
from psc_workflow._model.vocabulary import PositionKind, Regime, Status, Who
from psc_workflow.explorer._money import GRID_PAYS
from psc_workflow.pricing import Explanation, PricedQuote, price
from psc_workflow.pricing._explainer import display_name
from psc_workflow.rules import ages

PAY, HIGHEST_PAY, YEARS = 280000, 600000, {Who.AGENT: 45, Who.PARTNER: 45, Who.CHILD: 8}
"""Whom the examples are about: monthly pay in cents, the highest that is drawn, ages."""


def example(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """Work the amount out for somebody who has it, in words and in Python."""
    quote = priced(contract, component)
    line = line_of(quote, component)
    node = next(each for each in leaves(quote.explain(locale, "auditor")) if is_about(each, line, contract))
    yield f"## {say('Un exemple', 'A worked example', locale)}\n"
    yield f"{somebody(contract, quote, locale)}{COLON[locale]}\n"
    yield f"> **{node.heading}**\n>\n> {node.how}"
    yield f">\n> {node.notes[1]}\n" if line.exact is not None and line.rate is not None else ""
    yield from python(contract, component, quote, line)


def priced(contract: Contract, component: Component) -> PricedQuote:
    """Price somebody from whom *component* is due."""
    on = max(contract.effect.values[-1].known_value, component.values[0].in_force_from)
    formula_chosen = component.formulas[0] if component.formulas else contract.value("formulas", on)[0]
    return price(household(component, on), contract=contract, formula=formula_chosen, on=on)


def household(component: Component, on: dt.date, pay: int = PAY) -> Household:
    """Make a household in which *component* is due from one person."""
    is_retired = component.statuses == (Status.RETIRED,)
    is_unpaid = bool(component.positions) and PositionKind.ACTIVE not in component.positions
    years = component.from_age or component.to_age or YEARS[component.who]
    children = component.from_rank if component.who is Who.CHILD else 0
    return Household(
        regime=Regime.GENERAL,
        birth_date=ages.birthday(on, -years) if component.who is Who.AGENT and component.by_age else None,
        gross_cents=None if is_retired or component.who is not Who.AGENT else 0 if is_unpaid else pay,
        position=component.positions[0] if is_unpaid else None,
        retired_on=ages.birthday(on, 1 - component.from_year) if is_retired else None,
        partner=Partner(birth_date=ages.birthday(on, -years)) if component.who is Who.PARTNER else None,
        children=[Child(birth_date=ages.birthday(on, -years - older)) for older in reversed(range(children))],
    )


def line_of(quote: Quote, component: Component) -> QuoteLine:
    """Return the line that *component* has in *quote*."""
    return [line for line in quote.lines if line.component == component.id][-1]


def leaves(node: Explanation) -> Iterator[Explanation]:
    """List the explanations of lines."""
    yield from (leaf for part in node.parts for leaf in leaves(part))
    if not node.parts:
        yield node


def is_about(node: Explanation, line: QuoteLine, contract: Contract) -> bool:
    """Whether *node* explains *line*."""
    name = display_name(line.who, contract.wording, node.locale)
    return node.title == f"{line.label.in_(node.locale)} ({name})" and any(
        f" {line.component}," in note for note in node.notes
    )


def somebody(contract: Contract, quote: PricedQuote, locale: Locale) -> str:
    """Say in words who is priced, under which formula, on which day."""
    return ", ".join([*described(quote.household, quote.on, locale), *chosen(contract, quote, locale)])


def described(household: Household, on: dt.date, locale: Locale) -> Iterator[str]:
    """Say in words who is priced."""
    is_retired = household.retired_on is not None
    yield say(*(("Agent retraité(e)", "A retired agent") if is_retired else ("Agent", "An agent")), locale)
    if household.birth_date is not None:
        years = ages.years(household.birth_date, on=on)
        yield say(f"{years} ans", f"aged {years}", locale)
    if household.retired_on is not None:
        day = format_day(household.retired_on, locale)
        yield say(f"à la retraite depuis le {day}", f"retired since {day}", locale)
    if household.position is not None:
        yield word(household.position).in_(locale).lower()
    if household.gross_cents:
        pay = show(household.gross_cents, locale)
        yield say(f"rémunération brute de {pay} par mois", f"gross pay of {pay} a month", locale)
    if household.partner is not None:
        yield say("avec conjoint(e)", "with a partner", locale)
    if household.children:
        number = len(household.children)
        several = say(f"avec {number} enfants, dernier montré", f"with {number} children, the last one shown", locale)
        yield several if number > 1 else say("avec un enfant", "with a child", locale)


def chosen(contract: Contract, quote: Quote, locale: Locale) -> Iterator[str]:
    """Say which formula is priced, and on which day."""
    name = contract.word(quote.formula).in_(locale)
    yield say(f"formule « {name} »", f"formula “{name}”", locale)
    yield say("au ", "on ", locale) + format_day(quote.on, locale)


def python(contract: Contract, component: Component, quote: PricedQuote, line: QuoteLine) -> Iterator[str]:
    """Write the example as a program."""
    priced_household, on = quote.household, day_code(quote.on)
    arguments = ["regime=Regime.GENERAL"]
    arguments += [f"birth_date={day_code(priced_household.birth_date)}"] if priced_household.birth_date else []
    arguments += [f"gross_cents={priced_household.gross_cents}"] if priced_household.gross_cents is not None else []
    arguments += [f"position=PositionKind.{priced_household.position.name}"] if priced_household.position else []
    arguments += [f"retired_on={day_code(priced_household.retired_on)}"] if priced_household.retired_on else []
    arguments += (
        [f"partner=Partner({day_code(priced_household.partner.birth_date)})"] if priced_household.partner else []
    )
    births = ", ".join(f"Child({day_code(child.birth_date)})" for child in priced_household.children)
    arguments += [f"children=[{births}]"] if births else []
    text = " ".join(arguments)
    others = {name for name in ("Child(", "Partner(", "PositionKind.") if name in text}
    names = sorted({"Formula", "Household", "Regime"} | {name[:-1] for name in others})
    yield "```python\n>>> import datetime as dt"
    yield f">>> from psc_workflow import {', '.join(names)}, contracts"
    yield ">>> from psc_workflow.pricing import price"
    yield f">>> household = Household({', '.join(arguments)})"
    formula_code = f"Formula.{quote.formula.name}"
    yield f'>>> quote = price(household, contract=contracts.get("{contract.id}"), formula={formula_code}, on={on})'
    is_unknown = " is None" if line.cents is None else ""
    yield f'>>> [line.cents for line in quote.lines if line.component == "{component.id}"][-1]{is_unknown}'
    yield f"{line.cents if line.cents is not None else True}\n```\n"


def day_code(day: dt.date | None) -> str:
    """Write a day in Python."""
    return "None" if day is None else f"dt.{day!r}".replace("datetime.", "", 1)


def by_pay(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """Show the amount at some pays, as a table."""
    on = priced(contract, component).on
    headings = (
        say("Rémunération brute", "Gross pay", locale),
        say("Compte pour", "Counts as", locale),
        say("Montant", "Amount", locale),
    )
    rows = []
    for pay in GRID_PAYS:
        if pay is not None:
            line = line_at(contract, component, on, pay)
            rows.append((show(pay, locale), show_euros(line.base, locale), show(line.cents, locale)))
    yield from table(headings, rows)
    yield ""


def line_at(contract: Contract, component: Component, on: dt.date, pay: int) -> QuoteLine:
    """Price somebody with that pay."""
    formula_chosen = component.formulas[0] if component.formulas else contract.value("formulas", on)[0]
    return line_of(price(household(component, on, pay), contract=contract, formula=formula_chosen, on=on), component)
