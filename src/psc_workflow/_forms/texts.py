"""
What ``forms.toml`` says: words and hints in both languages, what depends on what, tokens of HTML.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared

NO_TEXT = Text("", "")


@attrs.frozen
class Subject(Text):
    """What commands are about, as a heading over them, with their names in order."""

    commands: tuple[str, ...]


@attrs.frozen
class FormTexts:
    """
    The file, table by table.

    Args:
        words: By name.
        intros: What a screen says first, by the event of the command that it
            gives or, where it asks nothing, by journey and state.
        purposes: What a command beside the screens is for, by its event.
        subjects: By name, in the order in which they are shown.
        hints: How to write an answer, by kind or by name of the field.
        depends: By fact: the answers on which it depends whether it is asked
            for. Inside a list of people, names of the same person's answers.
        requires: By fact, or all below it: the answers on which it depends
            whether it is required, where ``depends`` does not say so.
        autocomplete: Token by name of the field.
    """

    words: Mapping[str, Text]
    intros: Mapping[str, Text]
    purposes: Mapping[str, Text]
    subjects: Mapping[str, Subject]
    hints: Mapping[str, Text]
    depends: Mapping[str, tuple[str, ...]]
    requires: Mapping[str, tuple[str, ...]]
    autocomplete: Mapping[str, str]

    def hint(self, kind: str, name: str) -> Text:
        """Find how to write the answer to the field called *name*."""
        return self.hints.get(name) or self.hints.get(kind) or NO_TEXT

    def required_by(self, fact: str) -> tuple[str, ...]:
        """List the names of the answers on which it depends whether *fact* is required."""
        above, _, _ = fact.rpartition(".")
        listed = (self.requires.get(fact), self.depends.get(fact), self.requires.get(f"{above}.*"))
        return next((names for names in listed if names is not None), ())

    def intro(self, name: str) -> Text:
        """Find what a screen says first; where the guide has nothing, what its command is for."""
        return self.intros.get(name) or self.purposes.get(name) or NO_TEXT

    def subject(self, do: str) -> str:
        """Find what the command called *do* is about; empty if it is nobody's."""
        return next((name for name, subject in self.subjects.items() if do in subject.commands), "")


@shared
def form_texts() -> FormTexts:
    """Read the file, once."""
    tables = read_toml(DATA / "texts" / "forms.toml")
    return FormTexts(
        words=_texts("words", tables["words"]),
        intros=_texts("intros", tables["intros"]),
        purposes=_texts("purposes", tables["purposes"]),
        subjects={
            name: build(table, Subject, f"forms.toml, subject {name}") for name, table in tables["subjects"].items()
        },
        hints=_texts("hints", tables["hints"]),
        depends={fact: tuple(names) for fact, names in tables["depends"].items()},
        requires={fact: tuple(names) for fact, names in tables["requires"].items()},
        autocomplete=tables["autocomplete"],
    )


def _texts(name: str, table: Mapping[str, dict[str, Any]]) -> dict[str, Text]:
    return {key: build(text, Text, f"forms.toml, table {name}") for key, text in table.items()}
