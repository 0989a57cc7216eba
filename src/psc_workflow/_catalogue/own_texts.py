"""
The texts of a contract's own (``[texts.…]``), in place of those of this library: the same keys, the same facts.

A key is a dotted path: ``findings.regime-missing`` and
``findings.regime-missing.remedy``, ``questions.declare_regime.regime.question``
and ``….why``, ``journeys.affiliation.commands.start_affiliation``,
``vocabulary.Link.pacs``, ``pricing.explain.free``, ``mails.reminder.subject``.

>>> "journeys.affiliation.states.home" in builtin_texts()
True
>>> tables = {"vocabulary": {"Link": {"pacs": {"fr": "PACS", "en": "PACS"}}}}
>>> read(tables)
{'vocabulary.Link.pacs': Text(fr='PACS', en='PACS')}
>>> [str(fault) for fault in faults_of({"vocabulary": {"Link": {"pax": {"fr": "x", "en": "x"}}}})]
['vocabulary.Link.pax: is no text of this library; did you mean vocabulary.Link.pacs?']
"""

import difflib
import itertools
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

from psc_workflow._catalogue import forms, insurer, mail_texts, questions, raw_texts
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import DefinitionError, Fault

_LANGUAGES = ("fr", "en")
_DEEPEST = 8
_MOST_SUGGESTIONS = 20
"""Keys for which a similar one is looked for, which takes milliseconds each: a long file is soon refused."""

_LONGEST = 4000
"""Characters of a text; the longest mail has half of them."""


@shared
def builtin_texts() -> Mapping[str, Text]:
    """List every text that a contract may replace, by key, with the placeholders of its facts and labels."""
    texts = dict([*questions.raw_texts(), *mail_texts.raw_texts()])
    for code, finding in raw_texts.findings().items():
        texts[f"findings.{code}"] = finding.text
        texts[f"findings.{code}.remedy"] = finding.remedy
    for kind, tables in (("vocabulary", raw_texts.words()), ("pricing", raw_texts.pricing())):
        texts |= {f"{kind}.{table}.{name}": text for table, words in tables.items() for name, text in words.items()}
    for journey in raw_texts.JOURNEYS:
        for table in raw_texts.LABELS:
            labels = getattr(raw_texts.journey(journey), table).items()
            texts |= (
                {f"journeys.{journey}.{table}.{name}": Text(text.fr, text.en) for name, text in labels}
                if (table != "states")
                else {f"journeys.{journey}.states.{name}": text.label for name, text in labels}
            )
    return texts


def read(tables: Mapping[str, Any]) -> dict[str, Text]:
    """Return the texts by key; those with faults are left out."""
    return {path: Text(table["fr"], table["en"]) for path, table in _leaves(tables, "") if not _form_fault(table)}


def faults_of(tables: Mapping[str, Any]) -> Iterator[Fault]:
    """List what is wrong with the texts of a contract: their keys, their languages, their facts."""
    unknown = itertools.count()
    for path, table in _leaves(tables, ""):
        fault = _form_fault(table)
        if fault:
            yield Fault(path, fault)
        elif path not in builtin_texts():
            yield Fault(
                path, "is no text of this library" + (_suggestion(path) if next(unknown) < _MOST_SUGGESTIONS else "")
            )
        else:
            yield from (Fault(f"{path}.{language}", fault) for language, fault in _text_faults(path, table))


def _leaves(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    """List what should be texts: tables that have a language, and whatever is no table."""
    if not isinstance(table, dict) or path.count(".") >= _DEEPEST:
        yield path, table
        return
    texts = {name: value for name, value in table.items() if name in _LANGUAGES}
    if texts or (path and not table):
        yield path, texts
    for name, value in table.items():
        if name not in _LANGUAGES:
            yield from _leaves(value, f"{path}.{name}" if path else name)


def _form_fault(table: Any) -> str:
    if not isinstance(table, dict) or not all(isinstance(table.get(language), str) for language in _LANGUAGES):
        return "must be a table with a text in each language: fr and en"
    return ""


def _suggestion(path: str) -> str:
    alike = difflib.get_close_matches(path, builtin_texts(), n=1)
    return f"; did you mean {alike[0]}?" if alike else ""


def _text_faults(path: str, table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    original = builtin_texts()[path]
    for language, expected in zip(_LANGUAGES, (original.fr, original.en), strict=True):
        text = table[language]
        if not text.strip() or len(text) > _LONGEST:
            yield language, f"must not be blank, nor longer than {_LONGEST} characters"
        elif not forms.is_one_line(text.replace("\n", "") if "\n" in expected else text):
            yield language, forms.ONE_LINE
        else:
            yield from ((language, fault) for fault in _placeholder_faults(text, expected))
    fault = _label_fault(path, Text(table["fr"], table["en"]))
    if fault:
        yield "fr", fault


def _placeholder_faults(text: str, expected: str) -> Iterator[str]:
    """Compare the facts of *text* with those that the library fills in."""
    try:
        names = _facts(text)
    except ValueError:
        yield "has a brace without its other half; write {{ or }} for a brace"
        return
    for name in sorted(names - _facts(expected)):
        yield f"names a fact that there is not: {name!r}; there are: {', '.join(sorted(_facts(expected))) or 'none'}"
    for name in sorted(_facts(expected) - names):
        yield f"must name the fact {{{name}}}"


def _facts(text: str) -> set[str]:
    """
    List the names of facts in *text*, without those of labels and of the insurer.

    Raises:
        ValueError: Its braces do not match.
    """
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None and (conversion or not (name in _LABEL_KINDS and _LABEL.fullmatch(form or ""))):
            names.add(name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else ""))
    return names - {*insurer.NAMES}


_LABEL_KINDS = ("command", "field", "state", "screen", "address")
_LABEL = re.compile(r"[a-z0-9_.-]+")


def _label_fault(path: str, text: Text) -> str:
    """Find labels that there are not; a label itself names none."""
    if path.startswith(("journeys.", "vocabulary.Field.")):
        named = any(f"{{{kind}:" in text.fr + text.en for kind in _LABEL_KINDS)
        return "must not name other labels" if named else ""
    try:
        Wording(own={path: text}).say(path, text)
    except DefinitionError as error:
        return f"cannot be shown: {error}"
    return ""
