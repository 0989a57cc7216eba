"""
How each amount of a tariff is computed: a page for every component and parameter of the built-in contracts, and an index.

Every number on these pages is asked of the library when the site is built.
"""

from collections.abc import Iterator

from amount_examples import by_pay, example
from amount_pictures import depends_on_pay, is_over_time, name_of, rows, selector
from amount_words import bounded, dated_formulas, formula, gaps, limits, selectors, shown, unknown, values
from generated_pages import table
from writing import COLON, ORPHAN, bullets, picture, say

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.tariff import TariffParameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text

INTRODUCTION = (
    (
        "Comment chaque montant est calculé : ce que c’est, qui le paie, la formule, un exemple, les valeurs avec leurs sources, ce qui n’est pas connu. "
        "Tous les nombres viennent de la bibliothèque. [Comment une cotisation est calculée](../explanation/premiums.md) montre le programme."
    ),
    (
        "How each amount is computed: what it is, who pays it, the formula, an example, the values with their sources, what is not known. "
        "All numbers come from the library. [How a premium is worked out](../explanation/premiums.md) shows the program."
    ),
)


def pages(locale: Locale) -> dict[str, str]:
    """Return a page for each component and parameter, and the index."""
    each = {"amounts/index": index(locale)}
    for contract in contracts.builtin.values():
        for parameter in contract.tariff.parameters:
            each[address(contract, parameter.id)] = parameter_page(contract, parameter, locale)
        for component in contract.tariff.components:
            each[address(contract, component.id)] = component_page(contract, component, locale)
    return each


def address(contract: Contract, name: str) -> str:
    """Return the name of the page about the component or parameter called *name*."""
    return f"amounts/{contract.id}/{name}"


# -- a component -------------------------------------------------------------------------------


def component_page(contract: Contract, component: Component, locale: Locale) -> str:
    """Show one component."""
    lines = [*heading(contract, component.label, component.id, locale)]
    lines += [f"## {say('Ce que c’est', 'What it is', locale)}\n", *bullets(facts(contract, component, locale))]
    lines += [f"## {say('La formule', 'The formula', locale)}\n"]
    lines += bullets(dated_formulas(contract, component, locale))
    lines += [*limits(contract, component, locale), *example(contract, component, locale)]
    shown = picture(name_of(contract, component))
    if is_over_time(component):
        return "\n".join([*lines, *rest(contract, component, locale, shown), ""])
    lines += [f"## {drawn_by(component, locale)}\n", shown]
    lines += (by_pay if depends_on_pay(component) else by_case)(contract, component, locale)
    return "\n".join([*lines, *rest(contract, component, locale), ""])


def rest(contract: Contract, component: Component, locale: Locale, *shown: str) -> Iterator[str]:
    """List the values, below their picture if that is from day to day, and what is not known."""
    yield from values(component.values, contract, locale, shown)
    yield from unknown(contract, component, locale)


def drawn_by(component: Component, locale: Locale) -> str:
    """Say what the picture shows the amount by."""
    return DRAWN_BY["pay" if depends_on_pay(component) else selector(component)].in_(locale)


DRAWN_BY = {
    "pay": Text("Selon la rémunération", "By pay"),
    "age": Text("Selon l’âge", "By age"),
    "rank": Text("Selon le rang de l’enfant", "By rank of the child"),
    "year": Text("Selon l’année depuis la retraite", "By year since retirement"),
    "formula": Text("Selon la formule", "By formula"),
}


def by_case(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """List the amount beside those that stand in its place for others."""
    headings = (say("Cas", "Case", locale), say("Montant", "Amount", locale))
    cases = [
        (bar.label, f"**{bar.text(locale)}**" if bar.is_here else bar.text(locale))
        for bar in rows(contract, component, locale)
    ]
    yield from table(headings, cases)
    yield ""


def heading(contract: Contract, label: Text, name: str, locale: Locale) -> Iterator[str]:
    """Write the title, the contract, and where else the amount is shown."""
    yield f"{ORPHAN}# {label.in_(locale)}\n"
    tariff = say("son tarif", "its tariff", locale)
    yield f"`{name}`, {contract.contract.label.in_(locale)} ([{tariff}](../../values/{contract.id}-tariff.md)).\n"


def facts(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """Say for whom it is, and who pays."""
    whom, payer = say("Pour qui", "For whom", locale), say("Qui paie", "Who pays", locale)
    month = say("chaque mois", "every month", locale)
    yield f"**{whom}**{COLON[locale]} {', '.join(selectors(contract, component, locale))}"
    yield f"**{payer}**{COLON[locale]} {word(component.channel).in_(locale).lower()}, {month}"


# -- a parameter, and the index ----------------------------------------------------------------


def parameter_page(contract: Contract, parameter: TariffParameter, locale: Locale) -> str:
    """Show a value that amounts are shares of, or that caps pay."""
    label = parameter.label.in_(locale)
    lines = [
        *heading(
            contract,
            Text(*(text[0].upper() + text[1:] for text in (parameter.label.fr, parameter.label.en))),
            parameter.id,
            locale,
        )
    ]
    users = [
        each for each in contract.tariff.components if any(parameter.id in amount.parameters for amount in each.values)
    ]
    lines += [f"## {say('Ce que c’est', 'What it is', locale)}\n"]
    lines += [
        say(
            f"Personne ne paie {label} : des montants en dépendent.\n",
            f"Nobody pays {label}: amounts depend on it.\n",
            locale,
        )
    ]
    lines += bullets(
        f"[{each.label.in_(locale)}]({each.id}.md){COLON[locale]} {formula(contract, each, each.values[-1], locale)}"
        for each in users
    )
    lines += [*values(parameter.values, contract, locale, (picture(name_of(contract, parameter)),))]
    items = list(gaps(parameter.values, locale))
    lines += [f"## {say('Ce qui n’est pas connu', 'What is not known', locale)}\n"]
    lines += bullets(items) if items else [say("Rien.", "Nothing.", locale) + "\n"]
    return "\n".join([*lines, ""])


def index(locale: Locale) -> str:
    """List the amounts of each contract with their payer, their value and its certainty."""
    lines = [f"# {say('Comment est-ce calculé ?', 'How is it computed?', locale)}\n", say(*INTRODUCTION, locale) + "\n"]
    headings = (
        say("Montant", "Amount", locale),
        say("Qui paie", "Who pays", locale),
        say("Dernière valeur", "Last value", locale),
        say("Certitude", "Certainty", locale),
    )
    for contract in contracts.builtin.values():
        lines += [f"## {contract.contract.label.in_(locale)}\n", picture(f"tariff-{contract.id}")]
        nobody = say("personne", "nobody", locale)
        rows = [entry(contract, each, nobody, locale) for each in contract.tariff.parameters]
        rows += [entry(contract, each, word(each.channel).in_(locale), locale) for each in contract.tariff.components]
        lines += [*table(headings, rows), ""]
    return "\n".join(lines)


def entry(contract: Contract, item: TariffParameter | Component, payer: str, locale: Locale) -> tuple[str, ...]:
    """Write the row of an amount."""
    dated = [each for each in item.values if each.is_known] or [item.values[-1]]
    text = item.label.in_(locale)
    which = (
        f" ({', '.join(bounded(item, locale))})" if isinstance(item, Component) and any(bounded(item, locale)) else ""
    )
    return (
        f"[{text[0].upper()}{text[1:]}]({contract.id}/{item.id}.md){which}",
        payer,
        shown(dated[-1], locale),
        word(dated[-1].certainty).in_(locale),
    )
