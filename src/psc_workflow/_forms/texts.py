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
class FormTexts:
    """
    The file, table by table.

    Args:
        words: By name.
        intros: What a screen says first, by the event of the command that it
            gives or, where it asks nothing, by journey and state.
        hints: How to write an answer, by kind or by name of the field.
        depends: By fact: the answers on which it depends whether it is asked
            for. Inside a list of people, names of the same person's answers.
        autocomplete: Token by name of the field.
    """

    words: Mapping[str, Text]
    intros: Mapping[str, Text]
    hints: Mapping[str, Text]
    depends: Mapping[str, tuple[str, ...]]
    autocomplete: Mapping[str, str]

    def hint(self, kind: str, name: str) -> Text:
        """Find how to write the answer to the field called *name*."""
        return self.hints.get(name) or self.hints.get(kind) or NO_TEXT


@shared
def form_texts() -> FormTexts:
    """Read the file, once."""
    tables = read_toml(DATA / "texts" / "forms.toml")
    return FormTexts(
        words=_texts("words", tables["words"]),
        intros=_texts("intros", tables["intros"]),
        hints=_texts("hints", tables["hints"]),
        depends={fact: tuple(names) for fact, names in tables["depends"].items()},
        autocomplete=tables["autocomplete"],
    )


def _texts(name: str, table: Mapping[str, dict[str, Any]]) -> dict[str, Text]:
    return {key: build(text, Text, f"forms.toml, table {name}") for key, text in table.items()}
