"""
Every dated value, generated from the catalogue: an index by day and certainty, then a page for the law and for each contract.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum

import attrs
from amount_words import limit, percentage
from generated_pages import link, table
from writing import COLON, picture, say, searched

from psc_workflow._catalogue import contracts, law, raw_texts
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.raw_texts import LawText
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import word, words
from psc_workflow._model.money import Locale, show_euros
from psc_workflow._model.text import Text, format_day, format_value
from psc_workflow._model.vocabulary import Certainty, PaymentScheme

INTRODUCTION = (
    "Toutes les valeurs datées, de la loi et des contrats fournis avec la bibliothèque : chacune a son premier jour, sa certitude et ses sources.",
    "Every dated value, of law and of the contracts that come with the library: each has its first day, how sure it is, and its sources.",
)

CHOICES = {
    "broken_months": Text("Mois couverts en partie", "Months that are covered in part"),
    "changed_months": Text("Mois au cours desquels le montant change", "Months in which the amount changes"),
}
"""What the parameters of every tariff are called."""


UNITS = {
    "year": Text("en années, ", "in years, "),
    "month": Text("en mois, ", "in months, "),
    "day": Text("en jours, ", "in days, "),
    "eur/month": Text("en euros par mois, ", "in euros a month, "),
    "ratio": Text("en proportion, ", "as a proportion, "),
    "character": Text("en caractères, ", "in characters, "),
    "condition": Text("en nombre de conditions, ", "in conditions, "),
}
"""How a number is counted; the unit of anything else only says which list its words are of."""

SCHEMES = {PaymentScheme.SEPA: "SEPA", PaymentScheme.SEPA_COM_PACIFIQUE: "SEPA COM Pacifique"}
"""Names that are the same in both languages."""


@attrs.frozen
class Value:
    """One parameter of the law or of a contract, or one component of a tariff, with its dated values."""

    name: str
    text: LawText
    dated: tuple[Dated | Amount, ...]
    facts: Text
    page: str = ""
    """Where it is shown how the amount is computed; empty of what is no amount."""


def pages(locale: Locale) -> dict[str, str]:
    """Return the index, and a page for the law and each contract."""
    each = {f"values/{name}": page(name, title, values, locale) for name, title, values in holders()}
    return {"values/index": index(locale), **each}


def picture_of(name: str) -> list[str]:
    """Return the picture of a page: its amounts, what its days do to a file, or when its values are in force."""
    if name in PICTURES:
        return [picture(PICTURES[name])] if PICTURES[name] else []
    contract = name.removesuffix("-tariff")
    return [picture(f"timeline-{name}" if name == contract else f"tariff-{contract}")]


PICTURES = {"law": "values-law", "formats": "values-formats", "assumed": ""}
"""Pages that are not about a contract; what is assumed has one value for all days, so there is nothing to draw."""


FORMATS = ("sepa_countries", "sepa_com_pacifique", "password_length", "password_conditions")
"""Values that say what an account or a password looks like, on a page of their own."""


def holders() -> Iterator[tuple[str, Text, list[Value]]]:
    """Return the law and each contract, with what it is called and its values; what is assumed, and a tariff, stand on pages of their own."""
    of_law = list(parameters(law.law()))
    assumed = [value for value in of_law if {dated.certainty for dated in value.dated} == {Certainty.ASSUMED}]
    others = [each for each in of_law if each not in assumed]
    yield "law", Text("Valeurs de droit", "Values of law"), [each for each in others if each.name not in FORMATS]
    yield "formats", Text("Formats", "Formats"), [each for each in others if each.name in FORMATS]
    yield "assumed", Text("Valeurs supposées", "Values that are assumed"), assumed
    for contract in contracts.builtin.values():
        label = contract.contract.label
        yield contract.id, label, list(parameters(contract))
        yield f"{contract.id}-tariff", Text(f"{label.fr}, tarif", f"{label.en}, tariff"), list(amounts(contract))


def parameters(holder: object) -> Iterator[Value]:
    """Return the parameters of the law, or of a contract."""
    for field in attrs.fields(type(holder)):
        parameter = getattr(holder, field.name)
        if isinstance(parameter, Parameter):
            yield Value(field.name, raw_texts.values()[field.name], parameter.values, checked(parameter))


def amounts(contract: Contract) -> Iterator[Value]:
    """Return the parameters and the components of a tariff."""
    nothing = Text("", "")
    for field in attrs.fields(type(contract.tariff)):
        parameter = getattr(contract.tariff, field.name)
        if isinstance(parameter, Parameter):
            yield Value(field.name, LawText(CHOICES[field.name], nothing), parameter.values, checked(parameter))
    for item in contract.tariff.parameters:
        yield Value(item.id, LawText(item.label, nothing), item.values, checked(item), f"{contract.id}/{item.id}")
    for component in contract.tariff.components:
        page = f"{contract.id}/{component.id}"
        yield Value(component.id, LawText(component.label, nothing), component.values, word(component.channel), page)


def checked(parameter: Parameter) -> Text:
    """Say the unit of a parameter, and when it was last compared with its sources."""
    day, unit = parameter.checked_on, UNITS.get(parameter.unit, Text("", ""))
    return Text(f"{unit.fr}vérifié le {format_day(day, 'fr')}", f"{unit.en}checked on {format_day(day, 'en')}")


def page(name: str, title: Text, values: list[Value], locale: Locale) -> str:
    """Show every value of the law, or of a contract, or of what is assumed."""
    lines = [f"---\norphan: true\n---\n\n# {title.in_(locale)}\n", *picture_of(name)]
    for value in values:
        lines += section(value, locale)
    return "\n".join([*lines, ""])


def section(value: Value, locale: Locale) -> Iterator[str]:
    """Show one parameter or component with its dated values."""
    yield f"## {value.text.label.in_(locale)}\n"
    sentence = value.text.sentence.in_(locale)
    how = say("Comment est-ce calculé ?", "How is it computed?", locale)
    computed = f" [{how}](../amounts/{value.page}.md)" if value.page else ""
    yield f"{sentence} `{value.name}`, {value.facts.in_(locale)}.{computed}\n".lstrip()
    headings = (
        say("À partir du", "From", locale),
        say("Valeur", "Value", locale),
        say("Certitude", "Certainty", locale),
        "Sources",
    )
    yield from table(headings, (row(dated, locale) for dated in value.dated))
    yield ""


def row(dated: Dated | Amount, locale: Locale) -> tuple[str, str, str, str]:
    """Write a dated value or amount as a row."""
    sources = "<br>".join(link(source, locale) for source in dated.sources)
    return format_day(dated.in_force_from, locale), shown(dated, locale), word(dated.certainty).in_(locale), sources


def shown(dated: Dated | Amount, locale: Locale) -> str:
    """Write the value itself."""
    if not dated.is_known:
        return say("inconnue", "unknown", locale)
    return how_much(dated, locale) if isinstance(dated, Amount) else in_words(dated.value, locale)


def how_much(amount: Amount, locale: Locale) -> str:
    """Write an amount in euros, or a rate and of what it is, by the names that the page has."""
    match amount.kind:
        case Kind.FIXED:
            return show_euros(amount.value, locale)
        case Kind.COEFFICIENT:
            cap = say(" jusqu’à ", " up to ", locale) + amount.cap if amount.cap else ""
            return f"{percentage(amount, locale)} × {say('rémunération brute', 'gross pay', locale)}{cap}"
    return f"{percentage(amount, locale)} × {amount.of or ' + '.join(amount.of_lines)}{limit(amount, locale)}"


def in_words(value: object, locale: Locale) -> str:
    """Write a value of the catalogue as a jurist reads it: what stands in a list has the words of the vocabulary."""
    match value:
        case tuple():
            items = [in_words(item, locale) for item in value]
            separator = say(" ; ", "; ", locale) if any("," in item for item in items) else ", "
            return separator.join(items) or say("rien", "nothing", locale)
        case PaymentScheme():
            return SCHEMES[value]
        case Enum():
            return word(value).in_(locale)
        case Decimal():
            return str(value).replace(".", "," if locale == "fr" else ".")
        case str() if value in words("Leave"):
            return words("Leave")[value].in_(locale)
    return format_value(value, locale)


# -- the index -------------------------------------------------------------------------------


def index(locale: Locale) -> str:
    """List every value with its days and its certainty; a script shows those of a day."""
    lines = [
        f"# {say('Valeurs', 'Values', locale)}\n", say(*INTRODUCTION, locale) + "\n", picture("certainties"), '<div class="filters" data-day hidden></div>\n',
    ]  # fmt: skip
    for name, title, values in holders():
        count = sum(len(value.dated) for value in values)
        lines += [f'<details class="group"><summary>{title.in_(locale)} <span class="count">{count}</span></summary>\n']
        lines += [f"[{say('La page', 'The page', locale)}]({name}.md)\n"]
        for value in values:
            lines += items(value, locale)
        lines.append("</details>\n")
    return "\n".join(lines)


def items(value: Value, locale: Locale) -> Iterator[str]:
    """Write each dated value as an entry of the index."""
    for dated, until in zip(value.dated, last_days(value.dated), strict=True):
        certainty = word(dated.certainty).in_(locale)
        start = dated.in_force_from
        last = "" if until is None else f' data-until="{until.isoformat()}"'
        yield f'<div class="item" data-certainty="{certainty}" data-from="{start.isoformat()}"{last} data-words="{searched(value.name, dated.sources, locale)}">\n'
        since = say("à partir du", "from", locale)
        yield f"{value.text.label.in_(locale)}{COLON[locale]} **{shown(dated, locale)}**, {since} {format_day(start, locale)} ({certainty})\n"
        yield "</div>\n"


def last_days(dated: Iterable[Dated | Amount]) -> list[dt.date | None]:
    """Return the day from which each value is replaced by the next, or ``None``."""
    starts = [value.in_force_from for value in dated]
    return [*starts[1:], None]
