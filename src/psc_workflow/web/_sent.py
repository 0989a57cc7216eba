"""
What a page of a form sends: the command, another button, whom to add or to remove, and the answers.
"""

from collections.abc import Collection
from typing import Any

import attrs

from psc_workflow import forms
from psc_workflow.exceptions import Fault, InvalidCommandError
from psc_workflow.web._fields import PREFIX
from psc_workflow.web._request import is_key

_MOST_DIGITS = 9
_SAVE = "save-and-quit"


@attrs.frozen
class Sent:
    """
    What a page sent: names that begin with ``psc-`` are the page's own, all others are fields of its form.

    ``psc-do`` is the command of the form, ``psc-revision`` the revision that it
    was made of, ``psc-key`` identifies the page; ``psc-press``, ``psc-add``,
    ``psc-remove``, ``psc-preview`` and ``psc-language`` are buttons.

    Args:
        do: Command of the form; empty if it has none.
        pressed: Another command, whose button was pressed; empty if none was.
        adds: Field to which somebody is to be added; empty if none.
        removes: Field of somebody who is to be left out, such as
            ``children.1``; empty if none.
        previews: What the button for a preview says; empty if it was not
            pressed.
        language: In which the page is asked for again; empty if it is not.
        key: Identifies the page, so that sending it twice does no harm.
        revision: Revision of the dossier on the page; ``None`` if it names none.
        answers: The fields of the form, as plain data.
        names: Names of the fields that were sent, with an answer or without.

    >>> sent = Sent.read([("psc-do", "declare-regime"), ("psc-revision", "3"), ("regime", "general")])
    >>> sent.command, sent.fields, sent.revision
    ('declare-regime', {'regime': 'general'}, 3)
    >>> Sent.read([("psc-do", "declare-beneficiaries"), ("psc-add", "children")]).filled_in()
    {'children': [{}]}
    """

    do: str
    pressed: str = ""
    adds: str = ""
    removes: str = ""
    previews: str = ""
    language: str = attrs.field(default="", kw_only=True)
    key: str | None = None
    revision: int | None = None
    answers: dict[str, Any] = attrs.field(factory=dict, repr=False)
    names: frozenset[str] = attrs.field(default=frozenset(), repr=False)

    @classmethod
    def read(cls, pairs: forms.Pairs, *, ignore: Collection[str] = ()) -> "Sent":
        """
        Read what a page sent.

        Args:
            pairs: Names and values as they were sent, a name as often as it was.
            ignore: Names that are the host's own, such as that of a CSRF token.

        Raises:
            InvalidCommandError: What no page sends: an unknown command, answers
                to none, a key or a revision that no page has, something that is no
                text.
        """
        listed = [*(pairs.items() if hasattr(pairs, "items") else pairs)]
        own = {name.removeprefix(PREFIX): value for name, value in listed if name.startswith(PREFIX)}
        asked = [(name, value) for name, value in listed if not name.startswith(PREFIX) and name not in ignore]
        do, revision, key = own.get("do", ""), own.get("revision", ""), own.get("key", "")
        is_number = revision.isascii() and revision.isdecimal() and len(revision) <= _MOST_DIGITS
        faults = [
            *([Fault("", "must name a command")] if asked and not do else []),
            *([Fault(f"{PREFIX}key", "must be that of a page")] if key and not is_key(key) else []),
            *([Fault(f"{PREFIX}revision", "must be that of a page")] if revision and not is_number else []),
        ]
        if faults:
            raise InvalidCommandError("the page cannot be read:", faults)
        return cls(
            do,
            own.get("press", ""),
            own.get("add", ""),
            own.get("remove", ""),
            own.get("preview", ""),
            key or None,
            int(revision) if is_number else None,
            forms.fields_of(do, asked) if do else {},
            frozenset(name for name, _ in asked),
            language=own.get("language", ""),
        )

    @property
    def command(self) -> str:
        """Name of the command that is given."""
        return self.pressed or self.do

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of that command: those of the form are the draft if it is saved, and of no interest beside it."""
        if not self.pressed:
            return self.answers
        return {"draft": self.answers} if self.pressed == _SAVE and self.do else {}

    @property
    def is_unfinished(self) -> bool:
        """Whether nothing is decided yet: show :meth:`filled_in`, with somebody more or less, or in a language."""
        return bool(self.adds or self.removes or self.language)

    def filled_in(self) -> dict[str, Any]:
        """Return what is filled in: with somebody more, of whom nothing is known, or without somebody, if asked."""
        answers = self.answers
        if self.removes:
            name, _, place = self.removes.rpartition(".")
            people = answers.get(name)
            if isinstance(people, list):
                answers = {**answers, name: [each for at, each in enumerate(people) if str(at) != place]}
        if self.adds:
            people = answers.get(self.adds) or []
            is_there = any(name.startswith(f"{self.adds}.") for name in self.names)
            answers = {**answers, self.adds: [*people, {}] if isinstance(people, list) and is_there else [{}]}
        return answers
