"""
Why each fact is asked for: the question, what the answer decides, and the sources.

>>> question("declare_beneficiaries", "children.0.situation").sources[0].title.split(", ")[1]
'art. 5'
>>> question("update_bank_details", "iban").question.en
'What is the IBAN of the account?'
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._catalogue.raw_texts import sources
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.text import Source, Text
from psc_workflow._structuring import plain_fields
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import DefinitionError, HostError

SAME_AS = "same_as"

_FILE = DATA / "texts" / "questions.toml"
_OWN_KEYS = ("question", "why", "sources", "many", SAME_AS)
"""Keys that a table has for its own fact; its other tables are facts below it."""


@attrs.frozen
class Question:
    """
    One fact that a person is asked for.

    Args:
        fact: Dotted path from the command's event, without positions and refs:
            ``declare_beneficiaries.children.situation``.
        question: The question as the screen puts it.
        why: What the answer decides.
        sources: Screens and texts of law that ask for it.
        required: Whether the answer is incomplete without it; without a fact
            that is not required, there is a warning.
    """

    fact: str
    question: Text
    why: Text
    sources: tuple[Source, ...]
    required: bool = True

    def __repr__(self) -> str:
        return f"<question {self.fact}: {'required' if self.required else 'optional'}>"

    def __str__(self) -> str:
        return self.question.fr

    def as_json(self) -> dict[str, Any]:
        """Write the question as plain data, in both languages."""
        return plain_fields(self)


@attrs.frozen
class _QuestionText:
    """
    One table of the file.

    Args:
        many: Whether the answer is a list of people, each with a ref.
    """

    question: Text
    why: Text
    sources: tuple[str, ...]
    many: bool = False


def question(command_event: str, path: str, wording: Wording = PLAIN) -> Question:
    """
    Find why a fact is asked for.

    Args:
        command_event: The command's name in snake_case.
        path: Dotted path of the field inside the command, as in a finding;
            positions in a list and refs of children are skipped.
        wording: The words of the contract.

    Raises:
        HostError: No such fact is asked for; the message lists those that
            are.
    """
    texts = _question_texts()
    fact = command_event
    for part in path.split("."):
        below = f"{fact}.{part}"
        if below in texts:
            fact = below
        elif not (fact in texts and (part.isdecimal() or texts[fact].many)):
            raise HostError(f"no such fact is asked for; existing facts: {', '.join(_suggestions(command_event))}")
    text = texts[fact]
    return Question(
        fact,
        wording.say(f"questions.{fact}.question", text.question),
        wording.say(f"questions.{fact}.why", text.why),
        wording.cite(tuple(sources()[name] for name in text.sources)),
    )


def raw_texts() -> Iterator[tuple[str, Text]]:
    """List every question and every reason, by key, with placeholders."""
    for fact, text in _question_texts().items():
        yield f"questions.{fact}.question", text.question
        yield f"questions.{fact}.why", text.why


def facts() -> tuple[str, ...]:
    """List every fact that is asked for, as :attr:`Question.fact` writes it."""
    return tuple(_question_texts())


def _suggestions(event: str) -> Iterable[str]:
    """List the facts of *event* or, if it has none, the events that have some."""
    return [fact for fact in facts() if fact.startswith(f"{event}.")] or dict.fromkeys(
        fact.partition(".")[0] for fact in facts()
    )


@shared
def _question_texts() -> Mapping[str, _QuestionText]:
    """Read the file, once; a table that is the same as another is copied."""
    tables = dict(_tables(read_toml(_FILE), ""))
    own = {fact: _question_text(table, fact) for fact, table in tables.items() if table.keys() - {SAME_AS}}
    texts: dict[str, _QuestionText] = {}
    for fact, table in tables.items():
        if SAME_AS in table:
            texts |= _copy_texts(own, fact, table[SAME_AS])
        if fact in own:
            texts[fact] = own[fact]
    return texts


def _tables(table: Mapping[str, Any], fact: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """List every table with its fact, without the tables below it."""
    below = {name: value for name, value in table.items() if isinstance(value, dict) and name not in _OWN_KEYS}
    own = {name: value for name, value in table.items() if name not in below}
    if own:
        yield fact, own
    for name, value in below.items():
        yield from _tables(value, f"{fact}.{name}" if fact else name)


def _question_text(table: Mapping[str, Any], fact: str) -> _QuestionText:
    own = {name: value for name, value in table.items() if name != SAME_AS}
    return build(own, _QuestionText, f"{_FILE}, table {fact}")


def _copy_texts(own: Mapping[str, _QuestionText], fact: str, other: str) -> dict[str, _QuestionText]:
    """Return the texts of *other*, and of the facts below it, as those of *fact*."""
    texts = {fact + name.removeprefix(other): own[name] for name in own if f"{name}.".startswith(f"{other}.")}
    if not texts:
        raise DefinitionError(f"questions.toml: {fact} is the same as {other}, which does not exist")
    return texts
