"""
Words and sentences as they stand in the files of ``data/texts``, with the placeholders of labels and of the insurer.

``wording`` puts labels in their place, and a contract's own texts in theirs.
"""

import functools
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.lazy_tables import LazyTables
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.states import States
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Severity
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import DefinitionError

T = TypeVar("T")

JOURNEYS = tuple(attrs.fields_dict(States))
"""Names of the journeys; each has a file of texts."""


@attrs.frozen
class FindingText:
    """
    One table of a file in ``findings/``: the texts of a finding.

    Args:
        suggests: Commands (kebab-case) that would help; those that the remedy
            or the sentence names are added when the file is read.
        about: Kind of personal data of which the code of a warning alone says
            something, or from which the limit of a refusal follows.
    """

    rule: str
    severity: Severity
    fr: str
    en: str
    remedy: Text
    sources: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    about: PersonalKind | None = None

    @property
    def text(self) -> Text:
        """The sentence."""
        return Text(self.fr, self.en)


@attrs.frozen
class LawText:
    """
    One table of ``rules.toml`` or ``values.toml``: a rule, or a value, in words.

    Args:
        label: What it is called.
        sentence: What is applied, in the words of this library.
        of_form: Whether a rule judges how a form is filled in, and nothing
            else: what it refuses is to be corrected, like a mistyped number.
    """

    label: Text
    sentence: Text
    of_form: bool = False


@attrs.frozen
class RouteText:
    """One table of ``conditions.toml``: what a route claims."""

    fr: str
    en: str


@attrs.frozen
class GuardText(RouteText):
    """
    One table of ``conditions.toml``: what a guard claims when it holds.

    Args:
        findings: Codes of the findings that it can give.
    """

    findings: tuple[str, ...] = ()


@attrs.frozen
class ConditionTexts:
    """
    The conditions of all charts in words, by name.

    Args:
        beside: What every command is asked beside the guards of its line.
    """

    guards: dict[str, GuardText]
    beside: dict[str, GuardText]
    routes: dict[str, RouteText]


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

    @functools.cached_property
    def label(self) -> Text:
        """Name of the state."""
        return Text(self.fr, self.en)


@attrs.frozen
class JourneyTexts:
    """
    Labels of one journey, from its file.

    Args:
        commands: As the agent reads them.
        on_behalf: Likewise, as anybody else does; without one, the agent's
            words are everybody's.
        stages: Parts of the journey, for the progress bar.
        deadlines: Events that happen by themselves.
        last_days: Sentences of those whose day is the last of something.
        first_days: Sentences of those whose day is the first of something.
        statuses: Statuses that the personal space shows.
    """

    states: dict[str, StateText]
    commands: dict[str, Text]
    on_behalf: dict[str, Text] = attrs.field(factory=dict)
    stages: dict[str, Text] = attrs.field(factory=dict)
    deadlines: dict[str, Text] = attrs.field(factory=dict)
    last_days: dict[str, Text] = attrs.field(factory=dict)
    first_days: dict[str, Text] = attrs.field(factory=dict)
    statuses: dict[str, Text] = attrs.field(factory=dict)
    to_prepare: dict[str, Text] = attrs.field(factory=dict)
    recap: dict[str, Text] = attrs.field(factory=dict)


LABELS = tuple(field.name for field in attrs.fields(JourneyTexts))
"""The tables of a journey's file."""


@shared
def journey(name: str) -> JourneyTexts:
    """Read the texts of the journey *name*."""
    file = DATA / "texts" / f"{name}.toml"
    return build(read_toml(file), JourneyTexts, file)


@shared
def conditions() -> ConditionTexts:
    """Read the guards and routes of all charts in words."""
    file = DATA / "texts" / "conditions.toml"
    return build(read_toml(file), ConditionTexts, file)


@shared
def findings() -> Mapping[str, FindingText]:
    """Read the texts of all findings, by code, as in the files: one per journey, and no code twice."""
    tables: dict[str, Any] = {}
    for file in sorted((DATA / "texts" / "findings").iterdir(), key=lambda file: file.name):
        of_journey = read_toml(file)
        duplicates = set(tables) & set(of_journey)
        if duplicates:
            raise DefinitionError(f"findings in two files: {', '.join(sorted(duplicates))}")
        tables |= of_journey
    return _built(tables, FindingText, DATA / "texts" / "findings")


@shared
def sources() -> Mapping[str, Source]:
    """Read the sources of findings, by short name."""
    return _tables("sources", Source)


@shared
def rules() -> Mapping[str, LawText]:
    """Read what every rule is called and applies, by its name in findings."""
    return _tables("rules", LawText)


@shared
def values() -> Mapping[str, LawText]:
    """Read what every dated value is called and applies, by the name of its table."""
    return _tables("values", LawText)


@shared
def words() -> Mapping[str, Mapping[str, Text]]:
    """Read the words of closed lists and fields, by table and name."""
    return _nested("vocabulary")


@shared
def pricing() -> Mapping[str, Mapping[str, Text]]:
    """Read the texts on premiums, by table and name."""
    return _nested("pricing")


def _nested(name: str) -> Mapping[str, Mapping[str, Text]]:
    file = DATA / "texts" / f"{name}.toml"
    return {table: _built(texts, Text, f"{file}, table {table}") for table, texts in read_toml(file).items()}


def _tables(name: str, cls: type[T]) -> Mapping[str, T]:
    file = DATA / "texts" / f"{name}.toml"
    return _built(read_toml(file), cls, file)


def _built(tables: Mapping[str, Any], cls: type[T], place: object) -> Mapping[str, T]:
    return LazyTables(tables, lambda name, table: build(table, cls, f"{place}, table {name}"))
