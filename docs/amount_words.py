"""
The words of pages on amounts: for whom one is, its formula, its limits and values, and what is not known of it.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from generated_pages import link, table
from writing import COLON, bullets, say

from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.ranges import AmountRange
from psc_workflow._catalogue.values import Dated
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale, plain_number, show_euros
from psc_workflow._model.text import Text, format_day
from psc_workflow._model.vocabulary import Status, Who


def selectors(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """List what the person and the formula must be for the component to be due."""
    yield word(component.who).in_(locale)
    for name in ("statuses", "positions", "formulas", "regimes"):
        members = getattr(component, name)
        if members:
            names = say(" ou ", " or ", locale).join(named(contract, member, locale) for member in members)
            yield f"{SELECTED[name].in_(locale)}{COLON[locale]} {names}"
    yield from bounded(component, locale)


def bounded(component: Component, locale: Locale) -> Iterator[str]:
    """List the ages, ranks and years for which the component is due, if not for all."""
    for name, title in BOUNDED.items():
        first, last = getattr(component, f"from_{name}"), getattr(component, f"to_{name}")
        if (first, last) != (LEAST[name], None):
            yield f"{title.in_(locale)}{COLON[locale]} {bounds(first, last, LEAST[name], locale)}"


def named(contract: Contract, member: Enum, locale: Locale) -> str:
    """Write a word of a list."""
    return STATUSES[member].in_(locale) if isinstance(member, Status) else contract.word(member).in_(locale)


STATUSES = {Status.ACTIVE: Text("en activité", "active"), Status.RETIRED: Text("à la retraite", "retired")}
SELECTED = {
    "statuses": Text("situation", "status"),
    "positions": Text("position", "position"),
    "formulas": Text("formule", "formula"),
    "regimes": Text("régime", "regime"),
}
BOUNDED = {
    "age": Text("âge en années révolues", "age in whole years"),
    "rank": Text("rang de l’enfant, l’aîné(e) d’abord", "rank of the child, the eldest first"),
    "year": Text("année depuis la retraite", "year since retirement"),
}
LEAST = {"age": 0, "rank": 1, "year": 1}


def bounds(first: int, last: int | None, least: int, locale: Locale) -> str:
    """Write a range, both ends included."""
    if last is None:
        return say(f"à partir de {first}", f"{first} and over", locale)
    if first == last:
        return str(first)
    return say(f"jusqu’à {last}", f"up to {last}", locale) if first == least else f"{first}–{last}"


def dated_formulas(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """Say in words how the amount is worked out, from each day on which that changes."""
    since = say("à partir du", "from", locale)
    for amount in component.values:
        yield f"{since} {format_day(amount.in_force_from, locale)}{COLON[locale]} {formula(contract, component, amount, locale)}"


def formula(contract: Contract, component: Component, amount: Amount, locale: Locale) -> str:
    """Say in words how *amount* is worked out."""
    if component.free:
        return say("rien n’est dû, par règle", "nothing is due, by rule", locale)
    match amount.kind:
        case Kind.UNKNOWN:
            return say("le montant n’est pas connu", "the amount is not known", locale)
        case Kind.COEFFICIENT:
            cap = (
                ""
                if amount.cap is None
                else say(", comptée jusqu’à ", ", counted up to ", locale) + leading(contract, amount.cap, locale)
            )
            pay = say("la rémunération brute mensuelle", "the gross pay of the month", locale)
            return f"{percentage(amount, locale)} × {pay}{cap}"
        case Kind.SHARE:
            return f"{percentage(amount, locale)} × {leading(contract, str(amount.of), locale)}{limit(amount, locale)}"
        case Kind.SHARE_OF_LINES:
            labels = " + ".join(leading(contract, name, locale) for name in amount.of_lines)
            return f"{percentage(amount, locale)} × ({labels}){limit(amount, locale)}"
    return say("un montant fixe, ", "a fixed amount, ", locale) + euros(amount, locale)


def leading(contract: Contract, name: str, locale: Locale) -> str:
    """Name a parameter or component, and lead to its page."""
    labels = {each.id: each.label for each in (*contract.tariff.parameters, *contract.tariff.components)}
    return f"[{labels[name].in_(locale)}]({name}.md)"


def percentage(amount: Amount, locale: Locale) -> str:
    """Write the rate of an amount."""
    rate = amount.share if amount.coefficient is None else amount.coefficient
    text = plain_number((rate or 0) * 100)
    return f"{text.replace('.', ',')}\N{NO-BREAK SPACE}%" if locale == "fr" else f"{text}%"


def euros(amount: Amount | Dated, locale: Locale) -> str:
    """Write a known value in euros."""
    return show_euros(amount.value, locale)


def limit(amount: Amount, locale: Locale) -> str:
    """Write how far from 0 a share can be, if there is a limit."""
    if amount.at_most is None:
        return ""
    return say(", dans la limite de ", ", limited to ", locale) + show_euros(amount.at_most, locale)


def limits(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """Say where a cap is applied, and where cents are rounded."""
    kinds = {amount.kind for amount in component.values} - {Kind.UNKNOWN}
    items = [
        say("la rémunération ne compte que jusqu’à ", "pay counts no further than ", locale)
        + leading(contract, cap, locale)
        + say(" : le taux s’applique ensuite", "; the rate applies after that", locale)
        for cap in dict.fromkeys(amount.cap for amount in component.values if amount.cap is not None)
    ]
    if any(amount.at_most is not None for amount in component.values):
        items.append(
            say(
                "la limite s’applique à la part, avant l’arrondi",
                "the limit applies to the share, before rounding",
                locale,
            )
        )
    if kinds - {Kind.FIXED}:
        items.append(
            say(
                "le montant est arrondi au centime le plus proche, à égale distance en s’éloignant de zéro : un choix de cette bibliothèque, car aucun texte lu ne le dit",
                "the amount is rounded to the nearest cent, a half away from zero: a choice of this library, for no text read says so",
                locale,
            )
        )
    if items:
        yield f"## {say('Plafonds et arrondis', 'Caps and rounding', locale)}\n"
        yield from bullets(items)


# -- values, and what is unknown ---------------------------------------------------------------


def values(
    dated: Iterable[Amount | Dated], contract: Contract, locale: Locale, picture: tuple[str, ...] = ()
) -> Iterator[str]:
    """List the values with their days, certainty and sources, below their picture."""
    yield f"## {say('Les valeurs', 'The values', locale)}\n"
    yield from picture
    headings = (
        say("À partir du", "From", locale),
        say("Valeur", "Value", locale),
        say("Certitude", "Certainty", locale),
        "Sources",
    )
    yield from table(headings, (row(each, contract, locale) for each in dated))
    yield ""


def row(dated: Amount | Dated, contract: Contract, locale: Locale) -> tuple[str, ...]:
    """Write one value as a row."""
    sources = "<br>".join(link(source, locale) for source in contract.wording.cite(tuple(dated.sources)))
    return format_day(dated.in_force_from, locale), shown(dated, locale), word(dated.certainty).in_(locale), sources


def shown(dated: Amount | Dated, locale: Locale) -> str:
    """Write a value: euros, or the rate with its limit."""
    if not dated.is_known:
        return say("inconnue", "unknown", locale)
    if isinstance(dated, Amount) and dated.kind is not Kind.FIXED:
        return percentage(dated, locale) + limit(dated, locale)
    return euros(dated, locale)


def unknown(contract: Contract, component: Component, locale: Locale) -> Iterator[str]:
    """List what is not known of the amount, and what is published all the same."""
    items = list(gaps(component.values, locale))
    for amount in component.values:
        for name in amount.parameters:
            items += [
                f"{leading(contract, name, locale)}{COLON[locale]} {gap}"
                for gap in gaps(contract.tariff.parameter(name).values, locale)
            ]
    excluded = contract.tariff.excluded_regimes
    if excluded and component.who is Who.AGENT and not component.free:
        names = ", ".join(contract.word(regime).in_(locale) for regime in excluded)
        items.append(
            say(
                f"d’autres montants, qui ne sont pas connus, valent pour ces régimes : {names}",
                f"other amounts, which are not known, are for these regimes: {names}",
                locale,
            )
        )
    for published in contract.tariff.ranges:
        if component.id in published.components:
            items += ranges(published, locale)
    yield f"## {say('Ce qui n’est pas connu', 'What is not known', locale)}\n"
    yield from bullets(dict.fromkeys(items)) if items else [say("Rien.", "Nothing.", locale) + "\n"]


def gaps(dated: Iterable[Amount | Dated], locale: Locale) -> Iterator[str]:
    """List the days from which a value is unknown."""
    for each in dated:
        if not each.is_known:
            day = format_day(each.in_force_from, locale)
            yield say(f"la valeur à partir du {day}", f"the value from {day} on", locale)


def ranges(published: AmountRange, locale: Locale) -> Iterator[str]:
    """Say between which bounds a sum lies of which nothing more is published."""
    for dated in published.values:
        if dated.lowest is not None and dated.highest is not None:
            lowest, highest, day = (
                show_euros(dated.lowest, locale),
                show_euros(dated.highest, locale),
                format_day(dated.in_force_from, locale),
            )
            text = say(
                f"{published.label.fr}, à partir du {day} : publié entre {lowest} et {highest}",
                f"{published.label.en}, from {day}: published between {lowest} and {highest}",
                locale,
            )
            yield f"{text} ({', '.join(link(source, locale) for source in dated.sources)})"
