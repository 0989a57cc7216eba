"""
Words and sentences without a contract, in French and in English, as rules use them.

The insurer is "your insurer" here; a contract puts its own words in their place
(``contract_wording``).

>>> from psc_workflow._model.vocabulary import Regime
>>> word(Regime.GENERAL).fr
'Régime social général'
>>> finding("nir-key-wrong", "nir").text("en")
'The key of the social-security number (its last 2 digits) does not match the 13 characters before it.'
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contract_wording import PLAIN
from psc_workflow._catalogue.placeholders import Labels
from psc_workflow._catalogue.raw_texts import FindingText, sources
from psc_workflow._catalogue.values import Dated
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding
from psc_workflow._structuring.sharing import shared

__all__ = [
    "command_label",
    "field",
    "finding",
    "finding_texts",
    "journey",
    "labels",
    "pricing_text",
    "sources",
    "term",
    "vocabulary",
    "word",
    "words",
]

journey, command_label = PLAIN.journey, PLAIN.command_label
word, field, term, pricing_text = PLAIN.word, PLAIN.field, PLAIN.term, PLAIN.pricing_text

_INSTRUCTION = "{instruction}"


def labels() -> Labels:
    """Return what commands, fields, states and screens are called."""
    return PLAIN.labels


@shared
def finding_texts() -> Mapping[str, FindingText]:
    """Return the texts of all findings, by code."""
    return {code: PLAIN.finding_text(code) for code in raw_texts.findings()}


@shared
def vocabulary() -> Mapping[str, Mapping[str, Text]]:
    """Return the words of closed lists and fields, by table and name."""
    return {
        table: {name: PLAIN.say(f"vocabulary.{table}.{name}", text) for name, text in texts.items()}
        for table, texts in raw_texts.words().items()
    }


def words(table: str) -> Mapping[str, Text]:
    """Return the words of the vocabulary's *table*, by name."""
    return vocabulary()[table]


def finding(
    code: str, path: str = "", *, rests_on: Iterable[Dated[Any]] = (), instruction: str = "", **facts: Any
) -> Finding:
    """
    Make a finding.

    Args:
        code: One of those in ``findings/``.
        path: Dotted path of the field concerned.
        rests_on: Values of the catalogue that were applied, what decides
            before what only the remedy names; their sources come first, and
            the finding takes the worst of their certainties.
        instruction: Name of what the person is to give, in the vocabulary;
            usually that of the field.
        facts: What was compared, by the names used in the sentences; members
            of closed lists are put into words.
    """
    texts, values = finding_texts()[code], tuple(rests_on)
    applied = [source for dated in values for source in dated.sources]
    return Finding(
        code=code,
        rule=texts.rule,
        severity=texts.severity,
        path=path,
        facts={name: _put_into_words(value) for name, value in facts.items()},
        sources=tuple(dict.fromkeys([*applied, *(sources()[name] for name in texts.sources)])),
        certainty=max((dated.certainty for dated in values), key=lambda certainty: certainty.rank, default=None),
        texts=texts.text,
        remedies=texts.remedy,
        suggests=texts.suggests,
        instruction=_instruction(texts, instruction or path.rpartition(".")[2]),
    )


def _instruction(texts: FindingText, name: str) -> Text | None:
    """Return what the person is to give, if the sentences say it: the field's label where nothing else is written."""
    if _INSTRUCTION not in texts.fr + texts.remedy.fr:
        return None
    return term("Instruction", name) if name in words("Instruction") else field(name)


def _put_into_words(value: Any) -> Any:
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, tuple):
        return tuple(_put_into_words(item) for item in value)
    return value
