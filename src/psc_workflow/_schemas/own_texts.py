"""
The schema of ``[texts]`` in a contract's file: every text of this library that a contract may replace, by its key.

>>> of_texts(["vocabulary.Link.pacs"])["additionalProperties"]["additionalProperties"]
{'type': 'object', 'propertyNames': {'enum': ['pacs']}, 'additionalProperties': {'$ref': '#/$defs/OwnText'}}
"""

from collections.abc import Iterable
from typing import Any

from psc_workflow._model.text import Text
from psc_workflow._schemas import words
from psc_workflow._schemas.definitions import Schema, closed

_WORDS: Schema = {"type": "string", "pattern": r"\S"}
_TEXT: Schema = {"$ref": "#/$defs/OwnText"}
_LANGUAGES = ("fr", "en")


def of_text() -> Schema:
    """Describe what each text is; ``of_texts`` refers to it."""
    languages = {language: _WORDS | words.of_member(Text, language) for language in _LANGUAGES}
    return closed(languages, _LANGUAGES) | words.of_name("OwnText")


def of_texts(keys: Iterable[str]) -> Schema:
    """Describe the tables in which the texts called *keys* stand, each a dotted path."""
    tree: dict[str, Any] = {}
    for key in keys:
        node = tree
        for part in key.split("."):
            node = node.setdefault(part, {})
        node |= dict.fromkeys(_LANGUAGES)
    return _table(tree)


def _table(node: dict[str, Any] | None) -> Schema:
    """Describe a text, a table of texts, or a text with others below it, as a finding has its remedy."""
    if node is None:
        return _WORDS
    if {*node} == {*_LANGUAGES}:
        return _TEXT
    groups: list[tuple[Schema, list[str]]] = []
    for name, child in node.items():
        described = _table(child)
        names = next((names for schema, names in groups if schema == described), None)
        if names is None:
            groups.append((described, [name]))
        else:
            names.append(name)
    return _of_groups(groups) | (_BOTH if _LANGUAGES[0] in node else {})


def _of_groups(groups: list[tuple[Schema, list[str]]]) -> Schema:
    """Describe a table by its keys, those that hold the like together."""
    table = {"type": "object", "propertyNames": {"enum": [name for _, names in groups for name in names]}}
    if len(groups) == 1:
        return table | {"additionalProperties": groups[0][0]}
    patterns = {f"^({'|'.join(names)})$": described for described, names in groups}
    return table | {"patternProperties": patterns, "additionalProperties": False}


_BOTH: Schema = {"minProperties": 1, "dependentRequired": {"fr": ["en"], "en": ["fr"]}}
"""What is there in one language is there in both."""
