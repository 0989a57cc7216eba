"""
Why each fact is asked: the question, what the answer decides, and what says so.

>>> question("declare_beneficiaries", "children.0.situation").sources[0].title
'Décret n° 2022-633 du 22 avril 2022, art. 5 (LEGIARTI000045645686)'
>>> question("update_bank_details", "iban").question.fr
"Quel est le numéro de l'IBAN ?"
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.reading import DATA, read_toml, structured
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.text import Source, Text
from psc_workflow.exceptions import DefinitionError, HostError

SAME_AS = "same_as"

_FILE = DATA / "texts" / "questions.toml"
_OF_ITS_OWN = ("question", "why", "sources", "many", SAME_AS)
"""What a table says of its own fact; its other tables are facts below it."""


@attrs.frozen
class Question:
    """
    One fact that a person is asked for.

    Args:
        fact: Dotted path from the command's event, without places and refs:
            ``declare_beneficiaries.children.situation``.
        question: As the screen puts it.
        why: What the answer decides.
        sources: Screens and texts of law that ask for it.
        required: Whether the answer is incomplete without it; what is not
            required is better known, and warned about.
    """

    fact: str
    question: Text
    why: Text
    sources: tuple[Source, ...]
    required: bool = True


@attrs.frozen
class _Entry:
    """
    One table of the file.

    Args:
        many: Whether the answer is a list of people, each with a ref.
    """

    question: Text
    why: Text
    sources: tuple[str, ...]
    many: bool = False


def question(command_event: str, path: str) -> Question:
    """
    Find why a fact is asked.

    Args:
        command_event: The command's name in snake_case.
        path: Dotted path of the field inside the command, as a finding gives
            it; places in a list and refs of children are passed over.

    Raises:
        HostError: No such fact is asked for; the message names those that
            are.
    """
    entries = _entries()
    fact = command_event
    for part in path.split("."):
        below = f"{fact}.{part}"
        if below in entries:
            fact = below
        elif not (fact in entries and (part.isdecimal() or entries[fact].many)):
            raise HostError(f"no such fact is asked for; known: {', '.join(_known(command_event))}")
    entry = entries[fact]
    return Question(fact, entry.question, entry.why, tuple(sources()[name] for name in entry.sources))


def facts() -> tuple[str, ...]:
    """List every fact that is asked for, as :attr:`Question.fact` writes it."""
    return tuple(_entries())


def _known(event: str) -> Iterable[str]:
    """Name the facts of *event* or, if it has none, the events that have some."""
    return [fact for fact in facts() if fact.startswith(f"{event}.")] or dict.fromkeys(
        fact.partition(".")[0] for fact in facts()
    )


@functools.cache
def _entries() -> Mapping[str, _Entry]:
    """Read the file, once; what is the same as elsewhere stands in both places."""
    tables = dict(_tables(read_toml(_FILE), ""))
    own = {fact: _entry(table, fact) for fact, table in tables.items() if table.keys() - {SAME_AS}}
    entries: dict[str, _Entry] = {}
    for fact, table in tables.items():
        if SAME_AS in table:
            entries |= _reused(own, fact, table[SAME_AS])
        if fact in own:
            entries[fact] = own[fact]
    return entries


def _tables(table: Mapping[str, Any], fact: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every table with the fact it is of, and without those below it."""
    below = {name: value for name, value in table.items() if isinstance(value, dict) and name not in _OF_ITS_OWN}
    own = {name: value for name, value in table.items() if name not in below}
    if own:
        yield fact, own
    for name, value in below.items():
        yield from _tables(value, f"{fact}.{name}" if fact else name)


def _entry(table: Mapping[str, Any], fact: str) -> _Entry:
    own = {name: value for name, value in table.items() if name != SAME_AS}
    return structured(own, _Entry, f"{_FILE}, table {fact}")


def _reused(own: Mapping[str, _Entry], fact: str, other: str) -> dict[str, _Entry]:
    """Give the entries of *other*, and of what is below it, as those of *fact*."""
    found = {fact + one.removeprefix(other): own[one] for one in own if f"{one}.".startswith(f"{other}.")}
    if not found:
        raise DefinitionError(f"questions.toml: {fact} is the same as {other}, which is not there")
    return found
