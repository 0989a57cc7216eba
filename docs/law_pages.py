"""
Pages for a jurist, generated from the catalogue: the law beside the rule and its examples, and every dated value.
"""

from collections.abc import Iterable, Iterator

import attrs
from generated_pages import link, plain_text, table

from psc_workflow import rulebook
from psc_workflow._catalogue import contracts, law, raw_texts
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.raw_texts import LawText
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.text import Source, Text, write_day
from psc_workflow.testing import examples

PARTS = {
    "law": Text("Règles de droit", "Rules of law"),
    "guide": Text("Règles du guide de l’assureur", "Rules of the insurer’s guide"),
    "own": Text("Choix de cette bibliothèque", "Choices of this library"),
}
"""What a rule rests on, and the heading of its part of the page."""


def pages() -> dict[str, str]:
    """Return the pages, by name."""
    return {"law": law_page(), "values": values()}


# -- law, rule and examples side by side ---------------------------------------------------


def law_page() -> str:
    """Show every rule between the law that it rests on and its examples, then every text of law."""
    lines = [
        "# Law, rules and examples\n",
        "*Le droit, la règle, les exemples.* Each rule stands between the sources that it cites and the examples that the tests run. Sentences",
        "are our own words, in French and in English; no text is quoted. Titles lead to the text on Légifrance where its identifier is known, else",
        "to the page where it was read. [Values](values.md) has the numbers, [Findings](findings.md) what people are answered.",
        "An example with ✓ holds.\n",
    ]
    for part, heading in PARTS.items():
        lines.append(f"## {heading.fr} / {heading.en}\n")
        for rule in raw_texts.rules():
            if part_of(rule) == part:
                lines += row(rule)
    lines += ["## Textes / Texts\n", *table(("Texte", "Ce qui en est appliqué", "What is applied of it"), texts())]
    return "\n".join([*lines, ""])


def part_of(rule: str) -> str:
    """Tell what *rule* rests on: a text of law first, then the guide or another page, else nothing but this library."""
    sources = sources_of(rule)
    if any(is_law(source) for source in sources):
        return "law"
    return "guide" if any(source.identifier or source.url for source in sources) else "own"


def is_law(source: Source) -> bool:
    """Whether *source* is a text of law: one with an identifier, or whose identifier was looked for on a page."""
    return source.address is not None or bool(source.identifier and source.url)


def sources_of(rule: str) -> tuple[Source, ...]:
    """List what the findings of *rule* cite, each once."""
    entries = (entry for entry in rulebook.entries() if entry.rule == rule)
    return tuple(dict.fromkeys(source for entry in entries for source in entry.sources))


def row(rule: str) -> Iterator[str]:
    """Write one rule as three columns."""
    text = raw_texts.rules()[rule]
    yield f"### {text.label.fr}\n"
    yield '<div class="law">\n<div>\n'
    yield "**Droit / Law**\n"
    yield from (f"- {cited(source)}" for source in sources_of(rule))
    yield "\n</div>\n<div>\n"
    yield f"**Règle / Rule** [`{rule}`](rules.md#{rule.replace('_', '-')})\n"
    yield f"{text.sentence.fr}\n"
    yield f"*{text.label.en}.* *{text.sentence.en}*\n"
    yield "</div>\n<div>\n"
    yield "**Exemples / Examples**\n"
    yield from (f"- {example.title}: {answer(example.codes)}" for example in examples.of(rule))
    yield "\n</div>\n</div>\n"


def answer(codes: Iterable[str]) -> str:
    """Write the findings of an example."""
    return ", ".join(f"[{code}](findings.md#{code})" for code in codes) or "✓"


def cited(source: Source) -> str:
    """Write a source, linked, with what is applied of it in both languages."""
    return "<br>".join([link(source), *sentences(source.sentence)])


def sentences(sentence: Text | None) -> list[str]:
    """Write a sentence in both languages, if there is one."""
    return [] if sentence is None else [sentence.fr, f"*{sentence.en}*"]


def texts() -> Iterator[tuple[str, ...]]:
    """List every text of law with its address and what is applied of it."""
    for source in raw_texts.sources().values():
        if is_law(source) and source.sentence is not None:
            yield link(source), source.sentence.fr, source.sentence.en


# -- values ----------------------------------------------------------------------------------


def values() -> str:
    """Show every value of law and of the built-in contracts, with what it is, its days, its certainty and its sources."""
    lines = [
        "# Values and their sources\n",
        "Every dated value: what it is called, what is applied, then its values, each with its first day, how sure it is, and where it is written.\n",
        "## Droit et formats / Law and formats\n",
        *parameters(law.law()),
    ]
    for contract in contracts.builtin.values():
        lines += [f"## {contract.contract.label.fr} (`{contract.id}`)\n", *parameters(contract)]
        for item in contract.tariff.parameters:
            text = LawText(item.label, Text("", ""))
            lines += value(item.id, text, item.values, f"{item.unit}, {checked(item)}")
        for component in contract.tariff.components:
            text = LawText(component.label, Text("", ""))
            lines += value(component.id, text, component.values, word(component.channel).fr)
    return "\n".join([*lines, ""])


def parameters(holder: object) -> Iterator[str]:
    """Show the parameters of the law, or of a contract."""
    for field in attrs.fields(type(holder)):
        parameter = getattr(holder, field.name)
        if isinstance(parameter, Parameter):
            facts = f"{parameter.unit}, {checked(parameter)}"
            yield from value(field.name, raw_texts.values()[field.name], parameter.values, facts)


def checked(parameter: Parameter) -> str:
    """Say when a parameter was last compared with its sources."""
    return f"vérifié le {write_day(parameter.checked_on).fr}"


def value(name: str, text: LawText, dated: Iterable[Dated | Amount], facts: str) -> Iterator[str]:
    """Show one parameter or component with its values."""
    yield f"### {text.label.fr}\n"
    yield " ".join(
        part for part in (text.sentence.fr, f"*{text.label.en}.*", f"*{text.sentence.en}*") if part.strip("*")
    )
    yield f"\n`{name}`, {facts}.\n"
    yield from table(("À partir du", "Valeur", "Certitude", "Sources"), map(value_row, dated))
    yield ""


def value_row(dated: Dated | Amount) -> tuple[str, ...]:
    """Write a dated value or amount as a row."""
    shown = (str(dated) if isinstance(dated, Amount) else plain_text(dated.value)) if dated.is_known else "inconnue"
    return write_day(dated.in_force_from).fr, shown, word(dated.certainty).fr, "<br>".join(map(link, dated.sources))
