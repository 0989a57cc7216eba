"""
Pages generated from the rules: findings, rules with their examples, terms.
"""

import importlib
import re
from collections.abc import Iterator
from enum import StrEnum

from generated_pages import link, table

from psc_workflow import rulebook
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow.rules import module_of
from psc_workflow.rules._examples._example import Example
from psc_workflow.testing import examples

SECTION = re.compile(r"^(Legal source|Not modelled):\n((?:    .*\n?|\n(?=    ))*)", re.MULTILINE)


def pages() -> dict[str, str]:
    """Return the pages, by name."""
    return {"findings": findings(), "rules": rules(), "terms": terms()}


def findings() -> str:
    """Show every finding of the library."""
    lines = [
        "# Findings\n",
        "Every reason the library can give, with its sources and what would help. Codes never change their meaning.",
        "`refused` means that the answer is no, `missing` that a fact is unknown; a `warning` never blocks.",
        "The sources are those a finding always cites, and those of the dated values it applies. `psc-workflow rules CODE` prints a finding.\n",
    ]
    for entry in rulebook.entries():
        lines += [
            f"## {entry.code}\n",
            f"Rule [{entry.rule}](rules.md#{entry.rule.replace('_', '-')}), {entry.severity.value}.\n",
            f"- fr: {entry.texts.fr} *{entry.remedy.fr}*",
            f"- en: {entry.texts.en} *{entry.remedy.en}*",
            *(f"- {link(source)}" for source in entry.sources),
            "",
        ]
    return "\n".join(lines)


def rules() -> str:
    """Show every rule: its claim, meaning, sources, what is not modelled, examples."""
    lines = [
        "# Rules\n",
        "There is one module per rule. The tests run the examples; an example without a finding holds.\n",
    ]
    for rule in examples.rules():
        docstring = (importlib.import_module(module_of(rule)).__doc__ or "").strip()
        claim, _, rest = docstring.partition("\n")
        sections = dict(SECTION.findall(rest + "\n"))
        meaning = SECTION.split(rest + "\n")[0].partition(">>>")[0].strip()
        lines += [f"## {rule.replace('_', '-')}\n", f"**{claim}**\n", to_markdown(meaning), ""]
        lines += [f"*{name}.* {to_markdown(' '.join(text.split()))}\n" for name, text in sections.items()]
        lines += [*table(("Example", "Findings"), map(row, examples.of(rule))), ""]
    return "\n".join(lines)


def row(example: Example) -> tuple[str, str]:
    """Write one example as a row: its title, and its findings."""
    return example.title, ", ".join(f"[{code}](findings.md#{code})" for code in example.codes)


def to_markdown(text: str) -> str:
    """Turn the literals of reStructuredText into those of Markdown."""
    return text.replace("``", "`")


def terms() -> str:
    """Show the closed lists, the fields and the rules with their French words."""
    lines = [
        "# Terms\n",
        "The French words of closed lists, fields and rules. The [glossary](../glossary.md) has the nouns.\n",
    ]
    for kind in closed_lists():
        claim = " ".join((kind.__doc__ or "").strip().split("\n\n")[0].split())
        lines += [f"## {kind.__name__}\n", f"{claim}\n"]
        words = [(f"`{member.value}`", wording.word(member)) for member in kind]
        lines += [*table(("Value", "French", "English"), [(value, word.fr, word.en) for value, word in words]), ""]
    fields = [(f"`{name}`", word.fr, word.en) for name, word in sorted(wording.words("Field").items())]
    lines += ["## Fields\n", *table(("Field", "French", "English"), fields), "", "## Rules\n"]
    return "\n".join([*lines, *table(("Rule", "French", "Claim"), map(rule_row, examples.rules())), ""])


def closed_lists() -> Iterator[type[StrEnum]]:
    """List the closed lists of the vocabulary that have words for people."""
    for kind in vars(vocabulary).values():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind) and kind.__name__ in wording.vocabulary():
            yield kind


def rule_row(rule: str) -> tuple[str, str, str]:
    """Write a rule as a row: its French term and its claim, which has that term in brackets."""
    claim = rulebook.claim(rule)
    french = re.search(r"\(([^()]*)\)", claim)
    return f"`{rule}`", french.group(1) if french else "", claim
