"""
Words and sentences, in French and in English.

>>> from psc_workflow._model.vocabulary import Regime
>>> word(Regime.GENERAL).fr
'Régime social général'
>>> finding("nir-key-wrong", "nir").text("en")
'The key of the social-security number (its last 2 digits) does not fit the 13 characters before it.'
"""

import functools
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._catalogue.values import Dated
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.exceptions import DefinitionError

T = TypeVar("T")


@attrs.frozen
class FindingText:
    """One table of a file in ``findings/``: the texts of a finding."""

    rule: str
    severity: Severity
    fr: str
    en: str
    remedy: Text
    sources: tuple[str, ...] = ()


@attrs.frozen
class StateText:
    """
    Texts of one state.

    Args:
        screen: Heading of the guide that shows its screen.
        help: Topic of the help page.
        stage: Part of the journey it belongs to.
        position: Its place in that part.
    """

    fr: str
    en: str
    screen: str
    help: str
    stage: str = ""
    position: int = 0

    @property
    def label(self) -> Text:
        """Name of the state."""
        return Text(self.fr, self.en)


@attrs.frozen
class JourneyTexts:
    """
    Labels of one journey, from its file.

    Args:
        stages: Parts of the journey, for the progress bar.
        deadlines: Events that happen by themselves.
        statuses: Statuses that the personal space shows.
    """

    states: dict[str, StateText]
    commands: dict[str, Text]
    stages: dict[str, Text] = attrs.field(factory=dict)
    deadlines: dict[str, Text] = attrs.field(factory=dict)
    statuses: dict[str, Text] = attrs.field(factory=dict)
    to_prepare: dict[str, Text] = attrs.field(factory=dict)
    recap: dict[str, Text] = attrs.field(factory=dict)


@functools.cache
def journey(name: str) -> JourneyTexts:
    """Read the texts of the journey *name*."""
    file = DATA / "texts" / f"{name}.toml"
    return build(read_toml(file), JourneyTexts, file)


@functools.cache
def finding_texts() -> Mapping[str, FindingText]:
    """Read the texts of all findings, by code: one file per journey, and no code twice."""
    texts: dict[str, FindingText] = {}
    for file in sorted((DATA / "texts" / "findings").iterdir(), key=lambda file: file.name):
        tables = _tables(f"findings/{file.name.removesuffix('.toml')}", FindingText)
        duplicates = set(texts) & set(tables)
        if duplicates:
            raise DefinitionError(f"findings in two files: {', '.join(sorted(duplicates))}")
        texts |= tables
    return texts


@functools.cache
def sources() -> Mapping[str, Source]:
    """Read the sources of findings, by short name."""
    return _tables("sources", Source)


@functools.cache
def pricing_text(table: str, name: str) -> Text:
    """Return a text on premiums: what a tariff leaves open (``gaps``), or how an amount is calculated (``explain``)."""
    file = DATA / "texts" / "pricing.toml"
    return build(read_toml(file)[table][name], Text, file)


def word(member: Enum) -> Text:
    """Return the words for a member of a closed list."""
    return _words(type(member).__name__, str(member.value))


def field(name: str) -> Text:
    """Return the words for a field."""
    return _words("Field", name)


def term(table: str, name: str) -> Text:
    """Return the words for a term of the vocabulary's *table* that is not a member of a closed list."""
    return _words(table, name)


def finding(code: str, path: str = "", *, rests_on: Iterable[Dated[Any]] = (), **facts: Any) -> Finding:
    """
    Make a finding.

    Args:
        code: One of those in ``findings/``.
        path: Dotted path of the field concerned.
        rests_on: Values of the catalogue that were applied; their sources come
            first, and the finding takes the worst of their certainties.
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
        texts=Text(texts.fr, texts.en),
        remedies=texts.remedy,
    )


def _put_into_words(value: Any) -> Any:
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, tuple):
        return tuple(_put_into_words(item) for item in value)
    return value


def words(table: str) -> Mapping[str, Text]:
    """Return the words of the vocabulary's *table*, by name."""
    return vocabulary()[table]


@functools.cache
def _words(table: str, name: str) -> Text:
    try:
        return vocabulary()[table][name]
    except KeyError:
        raise DefinitionError(f"vocabulary.toml has no word for {table}.{name}") from None


@functools.cache
def vocabulary() -> Mapping[str, Mapping[str, Text]]:
    """Read the words of closed lists and fields, by table and name."""
    file = DATA / "texts" / "vocabulary.toml"
    return {
        table: {name: build(text, Text, file) for name, text in words.items()}
        for table, words in read_toml(file).items()
    }


def _tables(name: str, cls: type[T]) -> Mapping[str, T]:
    file = DATA / "texts" / f"{name}.toml"
    return {code: build(table, cls, f"{file}, table {code}") for code, table in read_toml(file).items()}
