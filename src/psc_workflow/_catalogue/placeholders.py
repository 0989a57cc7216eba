"""
Labels in sentences: a sentence names a command, a field, a state or a screen by a placeholder, never by its code.

``{command:report-not-concerned}`` is replaced by what people read on the
button, ``{field:iban}`` by the words for the field, ``{state:…}`` and
``{screen:…}`` by the label of the state, ``{address:decret-2025-1170}`` by the
address of the source of that short name. A name that several journeys label
differently is written with its journey: ``{command:dispensation.go-back}``.
Facts, ``{limit}``, have no colon and are left for the finding to fill in.

>>> labels = {"command": {"go-back": Text("Étape précédente", "Previous step")}}
>>> text = Text("Choisissez « {command:go-back} ».", "Choose “{command:go-back}” by {day}.")
>>> expand(text, labels).en
'Choose “Previous step” by {day}.'
>>> commands_in(text)
('go-back',)
"""

import re
from collections.abc import Mapping

from psc_workflow._model.text import Text
from psc_workflow.exceptions import DefinitionError

Labels = Mapping[str, Mapping[str, Text]]
"""The labels, by kind (``command``, ``field``, ``state``, ``screen``, ``address``) and name."""

_PLACEHOLDER = re.compile(r"\{(\w+):([^{}]*)\}")


def expand(text: Text, labels: Labels) -> Text:
    """
    Replace each placeholder by its label.

    Raises:
        DefinitionError: A placeholder has no label, or the two languages do
            not have the same placeholders.
    """
    if sorted(_PLACEHOLDER.findall(text.fr)) != sorted(_PLACEHOLDER.findall(text.en)):
        raise DefinitionError(f"both languages must name the same commands, fields and states: {text.en!r}")
    return Text(
        fr=_PLACEHOLDER.sub(lambda match: _label(match, labels).fr, text.fr),
        en=_PLACEHOLDER.sub(lambda match: _label(match, labels).en, text.en),
    )


def has_labels(text: Text) -> bool:
    """Whether *text* names a command, a field, a state, a screen or an address."""
    return any(_PLACEHOLDER.search(written) for written in (text.fr, text.en))


def commands_in(*texts: Text) -> tuple[str, ...]:
    """List the commands (kebab-case) that *texts* name, each once, in their order."""
    names = (match for text in texts for match in _PLACEHOLDER.findall(text.fr))
    return tuple(dict.fromkeys(name.rpartition(".")[2] for kind, name in names if kind == "command"))


def merge_journeys(labels: Mapping[str, Mapping[str, Text]]) -> dict[str, Text]:
    """
    Merge the labels of all journeys.

    Args:
        labels: By journey and name.

    Returns:
        Every label under ``journey.name``, and under the bare name where no
        other journey has another label for it.
    """
    merged = {f"{journey}.{name}": text for journey, texts in labels.items() for name, text in texts.items()}
    by_name: dict[str, set[Text]] = {}
    for name, text in merged.items():
        by_name.setdefault(name.partition(".")[2], set()).add(text)
    return merged | {name: text for name, (text, *others) in by_name.items() if not others}


def _label(match: re.Match[str], labels: Labels) -> Text:
    kind, name = match.groups()
    try:
        return labels[kind][name]
    except KeyError:
        raise DefinitionError(f"there is no label for the placeholder {match.group()}") from None
