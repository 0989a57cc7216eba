"""
Pages written from the rules: what each claims, with its examples; the terms of the field.
"""

import importlib
import re
from collections.abc import Iterator
from enum import StrEnum

from generated_pages import cited, table

from psc_workflow import rulebook
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow.rules import examples, module_of

SECTION = re.compile(r"^(Legal source|Not modelled):\n((?:    .*\n?|\n(?=    ))*)", re.MULTILINE)


def pages() -> dict[str, str]:
    """Give every page by its name."""
    return {"findings": findings(), "rules": rules(), "terms": terms()}


def findings() -> str:
    """Show every reason the library can give."""
    lines = [
        "# Findings\n",
        "Every reason the library can give, with what it rests on and what would help. Codes never change their meaning.",
        "`refused`: the answer is no. `missing`: a fact is not known. `warning`: never blocks.",
        "Sources are those it always cites and those of the dated values that it applies. `psc-workflow rules CODE` prints one.\n",
    ]
    for one in rulebook.entries():
        lines += [
            f"## {one.code}\n",
            f"Rule [{one.rule}](rules.md#{one.rule.replace('_', '-')}), {one.severity.value}.\n",
            f"- fr: {one.texts.fr} *{one.remedy.fr}*",
            f"- en: {one.texts.en} *{one.remedy.en}*",
            *(f"- {cited(source)}" for source in one.sources),
            "",
        ]
    return "\n".join(lines)


def rules() -> str:
    """Show every rule: claim, meaning, source, what is not modelled, examples."""
    lines = [
        "# Rules\n",
        "One module a rule. The examples are run by the tests; a code says what the rule finds, nothing that it holds.\n",
    ]
    for rule in examples.rules():
        told = (importlib.import_module(module_of(rule)).__doc__ or "").strip()
        claim, _, rest = told.partition("\n")
        sections = dict(SECTION.findall(rest + "\n"))
        meaning = SECTION.split(rest + "\n")[0].partition(">>>")[0].strip()
        lines += [f"## {rule.replace('_', '-')}\n", f"**{claim}**\n", plain(meaning), ""]
        lines += [f"*{name}.* {plain(' '.join(text.split()))}\n" for name, text in sections.items()]
        lines += [*table(("Example", "Finds"), map(row, examples.of(rule))), ""]
    return "\n".join(lines)


def row(example: examples.Example) -> tuple[str, str]:
    """Write one example as a row: its title, and its findings."""
    return example.title, ", ".join(f"[{code}](findings.md#{code})" for code in example.codes)


def plain(text: str) -> str:
    """Write reStructuredText's literals as Markdown's."""
    return text.replace("``", "`")


def terms() -> str:
    """Show the values of the closed lists, the fields and the rules, with their French words."""
    lines = [
        "# Terms\n",
        "The French words of closed lists, fields and rules; nouns are in the [glossary](../glossary.md).\n",
    ]
    for kind in closed_lists():
        claim = " ".join((kind.__doc__ or "").strip().split("\n\n")[0].split())
        lines += [f"## {kind.__name__}\n", f"{claim}\n"]
        words = [(f"`{one.value}`", wording.word(one)) for one in kind]
        lines += [*table(("Value", "French", "English"), [(value, said.fr, said.en) for value, said in words]), ""]
    fields = [(f"`{name}`", said.fr, said.en) for name, said in sorted(wording.words("Field").items())]
    lines += ["## Fields\n", *table(("Field", "French", "English"), fields), "", "## Rules\n"]
    return "\n".join([*lines, *table(("Rule", "French", "Claim"), map(rule_row, examples.rules())), ""])


def closed_lists() -> Iterator[type[StrEnum]]:
    """List the closed lists of the vocabulary that people read."""
    for kind in vars(vocabulary).values():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind) and kind.__name__ in wording.vocabulary():
            yield kind


def rule_row(rule: str) -> tuple[str, str, str]:
    """Show a rule by its claim, which has the French term in brackets."""
    claim = rulebook.claim(rule)
    french = re.search(r"\(([^()]*)\)", claim)
    return f"`{rule}`", french.group(1) if french else "", claim
