"""
The texts of mails and tasks, by name.

>>> texts("reminder").action.en
'Open my affiliation'
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared

T = TypeVar("T", "MailText", "Frame")


@attrs.frozen
class MailText:
    """
    One table of the file.

    Args:
        body: Paragraphs, with a blank line between them.
        action: Words of the link.
        without_link: Sentence in its place where there is no link.
    """

    subject: Text
    body: Text
    action: Text
    without_link: Text | None = None


@attrs.frozen
class Frame:
    """
    What stands before and after every message.

    Args:
        question_contact: In place of ``question`` if the insurer publishes how
            it is reached.
        dossier: In tasks only; greeting and question are those of mails.
    """

    greeting: Text
    closing: Text
    question: Text
    question_contact: Text
    dossier: Text
    contract: Text


_FILE = DATA / "texts" / "mails.toml"
_FRAME = "frame"


def texts(name: str, wording: Wording = PLAIN) -> MailText:
    """Return the texts of the mail or task *name*, in the words of a contract."""
    return _reworded(_texts()[name], name, wording)


def names() -> tuple[str, ...]:
    """List the names of all mails and tasks."""
    return tuple(_texts())


def frame(wording: Wording = PLAIN) -> Frame:
    """Return what stands before and after every message, in the words of a contract."""
    return _reworded(_frame(), _FRAME, wording)


def raw_texts() -> Iterator[tuple[str, Text]]:
    """List every text of mails and tasks, by key, with placeholders."""
    for name, table in {**_texts(), _FRAME: _frame()}.items():
        yield from ((f"mails.{name}.{part}", text) for part, text in _parts(table))


def _reworded(table: T, name: str, wording: Wording) -> T:
    return attrs.evolve(table, **{part: wording.say(f"mails.{name}.{part}", text) for part, text in _parts(table)})


def _parts(table: Any) -> Iterator[tuple[str, Text]]:
    for field in attrs.fields(type(table)):
        text = getattr(table, field.name)
        if text is not None:
            yield field.name, text


@shared
def _frame() -> Frame:
    return build(read_toml(_FILE)[_FRAME], Frame, _FILE)


@shared
def _texts() -> Mapping[str, MailText]:
    tables = read_toml(_FILE)
    return {name: build(table, MailText, f"{_FILE}, table {name}") for name, table in tables.items() if name != _FRAME}
