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

from psc_workflow._catalogue.placeholders import Labels, commands_in, expand, merge_journeys
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._catalogue.values import Dated
from psc_workflow._model.record import States
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.exceptions import DefinitionError

T = TypeVar("T")


@attrs.frozen
class FindingText:
    """
    One table of a file in ``findings/``: the texts of a finding.

    Args:
        suggests: Commands (kebab-case) that would help; those that the remedy
            or the sentence names are added when the file is read.
    """

    rule: str
    severity: Severity
    fr: str
    en: str
    remedy: Text
    sources: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The sentence."""
        return Text(self.fr, self.en)


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


def command_label(event: str, journey_name: str | None) -> Text:
    """Return what the command of *event* is called in its journey; the one without a journey is the clock's."""
    return journey(journey_name).commands[event] if journey_name else term("Clock", event)


@functools.cache
def labels() -> Labels:
    """Collect what commands, fields, states and screens are called."""
    journeys = {name: journey(name) for name in attrs.fields_dict(States)}
    commands = {
        name: {event.replace("_", "-"): text for event, text in texts.commands.items()}
        for name, texts in journeys.items()
    }
    states = {name: {state: text.label for state, text in texts.states.items()} for name, texts in journeys.items()}
    screens = {
        name: {state: text.label for state, text in texts.states.items() if text.stage}
        for name, texts in journeys.items()
    }
    return {
        "command": merge_journeys(commands),
        "field": _own_words()["Field"],
        "state": merge_journeys(states),
        "screen": merge_journeys(screens),
    }


@functools.cache
def finding_texts() -> Mapping[str, FindingText]:
    """Read the texts of all findings, by code; labels stand in place of their placeholders."""
    return {code: with_labels(text, labels()) for code, text in raw_finding_texts().items()}


def with_labels(text: FindingText, names: Labels) -> FindingText:
    """
    Put labels in place of placeholders, and collect the commands suggested.

    Raises:
        DefinitionError: A placeholder, or a command suggested, has no label.
    """
    suggested = dict.fromkeys([*text.suggests, *commands_in(text.remedy, text.text)])
    unknown = [
        command for command in suggested if not any(command == name.rpartition(".")[2] for name in names["command"])
    ]
    if unknown:
        raise DefinitionError(f"no such command to suggest: {', '.join(unknown)}")
    sentence = expand(text.text, names)
    return attrs.evolve(
        text, fr=sentence.fr, en=sentence.en, remedy=expand(text.remedy, names), suggests=tuple(suggested)
    )


@functools.cache
def raw_finding_texts() -> Mapping[str, FindingText]:
    """Read the texts of all findings, by code, as in the files: one per journey, and no code twice."""
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
    return expand(build(read_toml(file)[table][name], Text, file), labels())


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
        texts=texts.text,
        remedies=texts.remedy,
        suggests=texts.suggests,
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
    """Read the words of closed lists and fields, by table and name; labels stand in place of their placeholders."""
    return {
        table: {name: expand(text, labels()) for name, text in texts.items()} for table, texts in _own_words().items()
    }


@functools.cache
def _own_words() -> Mapping[str, Mapping[str, Text]]:
    file = DATA / "texts" / "vocabulary.toml"
    return {
        table: {name: build(text, Text, file) for name, text in words.items()}
        for table, words in read_toml(file).items()
    }


def _tables(name: str, cls: type[T]) -> Mapping[str, T]:
    file = DATA / "texts" / f"{name}.toml"
    return {code: build(table, cls, f"{file}, table {code}") for code, table in read_toml(file).items()}
