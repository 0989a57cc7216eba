"""
Pages for a jurist, generated from the catalogue: the law beside the rule and its examples, and every text of law.

Each rule has its page, ``rules/RULE.html``; it stays where it is as long as the rule does.
"""

import importlib
import re
from collections.abc import Iterable, Iterator

from generated_pages import link, table
from writing import COLON, OTHER, bullets, english, say, searched

from psc_workflow import rulebook
from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text
from psc_workflow.rules import module_of
from psc_workflow.testing import examples

PARTS = {
    "law": Text("Règles de droit", "Rules of law"),
    "guide": Text("Règles du guide de l’assureur", "Rules of the insurer’s guide"),
    "own": Text("Choix de cette bibliothèque", "Choices of this library"),
}
"""What a rule rests on, and the heading of its part of the index."""

INTRODUCTION = (
    (
        "Chaque règle a sa page : les textes qu’elle cite, ce qu’elle en applique, les exemples que les tests exécutent. Les phrases sont les nôtres ; "
        "aucun texte n’est recopié. Un titre mène au texte sur Légifrance quand son identifiant est connu, sinon à la page où il a été lu. "
        "Les nombres sont dans les [valeurs](../values/index.md), ce qui est répondu dans les [motifs](../findings/index.md)."
    ),
    (
        "Each rule has its page: the texts that it cites, what it applies of them, the examples that the tests run. Sentences are our own words; "
        "no text is quoted. A title leads to the text on Légifrance where its identifier is known, else to the page where it was read. "
        "[Values](../values/index.md) has the numbers, [Findings](../findings/index.md) what people are answered."
    ),
)

SECTION = re.compile(r"^(Legal source|Not modelled):\n((?:    .*\n?|\n(?=    ))*)", re.MULTILINE)


def pages(locale: Locale) -> dict[str, str]:
    """Return a page for each rule, the index, and the list of texts."""
    each = {f"rules/{rule.replace('_', '-')}": page(rule, locale) for rule in examples.rules()}
    return {"rules/index": index(locale), "rules/texts": texts_page(locale), **each}


# -- the law, the rule and the examples side by side -------------------------------------------


def page(rule: str, locale: Locale) -> str:
    """Show what the rule rests on, what it applies, and its examples; then its module's own words."""
    text, other = raw_texts.rules()[rule], OTHER[locale]
    lines = [
        f"---\norphan: true\n---\n\n# {text.label.in_(locale)}\n",
        f"`{rule}`{COLON[locale]} {text.sentence.in_(locale)}\n",
        f'<span lang="{other}"><em>{text.label.in_(other)}. {text.sentence.in_(other)}</em></span>\n',
        '<div class="law">\n<div>\n',
        f"**{say('Droit', 'Law', locale)}**\n",
        *bullets(cited(source, locale) for source in sources_of(rule)),
        "</div>\n<div>\n",
        f"**{say('Ce qui est répondu', 'What is answered', locale)}**\n",
        *bullets(
            f"[{entry.code}](../findings/{entry.code}.md), {word(entry.severity).in_(locale)}"
            for entry in entries_of(rule)
        ),
        "</div>\n</div>\n",
        f"## {say('Exemples', 'Examples', locale)}\n",
        say(
            "Les tests les exécutent ; ✓ : la règle est respectée.\n",
            "The tests run them; ✓ means that the rule holds.\n",
            locale,
        ),
        *table((say("Exemple", "Example", locale), say("Réponse", "Answer", locale)), rows(rule, locale)),
        "",
        *module_words(rule, locale),
    ]
    return "\n".join(lines)


def rows(rule: str, locale: Locale) -> Iterator[tuple[str, str]]:
    """Write each example as a row."""
    for example in examples.of(rule):
        yield english(example.title, locale), answer(example.codes)


def module_words(rule: str, locale: Locale) -> Iterator[str]:
    """Write what the module of the rule says: its meaning, its source, what is not modelled."""
    docstring = (importlib.import_module(module_of(rule)).__doc__ or "").strip()
    claim, _, rest = docstring.partition("\n")
    meaning = SECTION.split(rest + "\n")[0].partition(">>>")[0].strip()
    yield f"## {say('Pour qui programme', 'For programmers', locale)}\n"
    if locale == "fr":
        yield '<div lang="en">\n'
    yield f"**{claim}**\n"
    yield to_markdown(meaning)
    yield ""
    for name, text in SECTION.findall(rest + "\n"):
        yield f"*{name}.* {to_markdown(' '.join(text.split()))}\n"
    if locale == "fr":
        yield "</div>\n"


def entries_of(rule: str) -> list[rulebook.Entry]:
    """List the findings of *rule*."""
    return [entry for entry in rulebook.entries() if entry.rule == rule]


def sources_of(rule: str) -> tuple[Source, ...]:
    """List what the findings of *rule* cite, each once."""
    return tuple(dict.fromkeys(source for entry in entries_of(rule) for source in entry.sources))


def answer(codes: Iterable[str]) -> str:
    """Write the findings of an example."""
    return ", ".join(f"[{code}](../findings/{code}.md)" for code in codes) or "✓"


def cited(source: Source, locale: Locale) -> str:
    """Write a source, linked, with what is applied of it."""
    sentence = "" if source.sentence is None else f"<br>{source.sentence.in_(locale)}"
    return f"{link(source, locale)}{sentence}"


def to_markdown(text: str) -> str:
    """Turn the literals of reStructuredText into those of Markdown."""
    return text.replace("``", "`")


# -- the index, and the texts of law -----------------------------------------------------------


def index(locale: Locale) -> str:
    """List every rule under what it rests on."""
    title, texts = say("Droit et règles", "Law and rules", locale), say("Textes", "Texts", locale)
    lines = [
        f"# {title}\n", say(*INTRODUCTION, locale) + "\n", f"```{{toctree}}\n:maxdepth: 1\n\n{texts} <texts>\n```\n",
        '<div class="filters" hidden></div>\n',
    ]  # fmt: skip
    for part, heading in PARTS.items():
        lines += [f"## {heading.in_(locale)}\n", '<div class="group columns">\n']
        for rule in raw_texts.rules():
            if part_of(rule) == part:
                lines += [
                    f'<div class="item" data-words="{searched(rule, sources_of(rule), locale)}">\n',
                    item(rule, locale),
                    "</div>\n",
                ]
        lines.append("</div>\n")
    return "\n".join([*lines, ""])


def item(rule: str, locale: Locale) -> str:
    """Write the entry of a rule in the index."""
    return f"[{raw_texts.rules()[rule].label.in_(locale)}]({rule.replace('_', '-')}.md)\n"


def part_of(rule: str) -> str:
    """Tell what *rule* rests on: a text of law first, then the guide or another page, else nothing but this library."""
    sources = sources_of(rule)
    if any(is_law(source) for source in sources):
        return "law"
    return "guide" if any(source.identifier or source.url for source in sources) else "own"


def is_law(source: Source) -> bool:
    """Whether *source* is a text of law: one with an identifier, or whose identifier was looked for on a page."""
    return source.address is not None or bool(source.identifier and source.url)


def texts_page(locale: Locale) -> str:
    """List every text of law with its address and what is applied of it."""
    headings = (say("Texte", "Text", locale), say("Ce qui en est appliqué", "What is applied of it", locale))
    return "\n".join([f"# {say('Textes de droit', 'Texts of law', locale)}\n", *table(headings, texts(locale)), ""])


def texts(locale: Locale) -> Iterator[tuple[str, str]]:
    """List every text of law as rows."""
    for source in raw_texts.sources().values():
        if is_law(source) and source.sentence is not None:
            yield link(source, locale), source.sentence.in_(locale)
