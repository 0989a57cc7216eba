"""
The texts of mails and tasks, by name.

>>> texts("reminder").action.en
'Open my affiliation'
"""

import functools
from collections.abc import Mapping

import attrs

from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.text import Text


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


def texts(name: str) -> MailText:
    """Return the texts of the mail or task *name*."""
    return _texts()[name]


def names() -> tuple[str, ...]:
    """List the names of all mails and tasks."""
    return tuple(_texts())


@functools.cache
def frame() -> Frame:
    """Return what stands before and after every message."""
    return build(read_toml(_FILE)[_FRAME], Frame, _FILE)


@functools.cache
def _texts() -> Mapping[str, MailText]:
    tables = read_toml(_FILE)
    return {name: build(table, MailText, f"{_FILE}, table {name}") for name, table in tables.items() if name != _FRAME}
