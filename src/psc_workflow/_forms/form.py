"""
A form and its parts, as values.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Generic, Literal, Protocol, TypeVar

import attrs

from psc_workflow._structuring import plain_fields

FieldKind = Literal[
    "text", "paragraph", "password", "date", "yes_no", "choice", "several", "lines", "person", "people",
    "country", "email", "tel", "nir", "iban", "hidden",
]  # fmt: skip
Need = Literal["required", "depends", "optional"]
ButtonKind = Literal["answer", "back", "save", "aside", "end"]
StepStatus = Literal["done", "here", "ahead", "to pass again"]


@attrs.frozen
class Choice:
    """
    One of the answers that a field offers.

    Args:
        value: What a form sends.
        label: What people read.
        hint: Further words, such as when a child was born.
        offered: Whether it would not be refused, as far as the answers go.
        why_not: Why it would be, in a sentence.
    """

    value: str
    label: str
    hint: str = attrs.field(default="", repr=False)
    offered: bool = True
    why_not: str = attrs.field(default="", repr=False)


@attrs.frozen
class Condition:
    """
    When a field is asked for.

    Args:
        field: Name of the field whose answer decides.
        among: Answers, as forms send them, with which it is asked for; none if
            that field is a date.
        first_day: First date with which it is asked for, inclusive; ``None``
            if any early one will do.
        last_day: Last date, inclusive; ``None`` likewise.
    """

    field: str
    among: tuple[str, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@attrs.frozen
class Error:
    """
    Something to correct, to give, or to know.

    Its sentences may name a day of birth that was compared, so they stay out of ``repr``.

    Args:
        field: Name of the field; empty if it belongs to none.
        text: What is wrong, in a sentence.
        remedy: What would help.
        code: Code of the finding.
        blocks: Whether nothing is accepted with it; a warning blocks nothing.
    """

    field: str
    text: str = attrs.field(repr=False)
    remedy: str = attrs.field(repr=False)
    code: str
    blocks: bool = True


@attrs.frozen
class Field:
    """
    One question of a form.

    Args:
        name: Dotted path of the answer, as findings have it and forms send it.
        question: The question, as the screen puts it.
        why: What the answer decides.
        hint: How to write the answer; empty if there is nothing to say.
        required: Whether the command is incomplete without it, with what is
            filled in so far.
        need: ``required`` if nothing is accepted without it, with what is
            filled in so far; ``depends`` if that can be so with other answers
            to this form; ``optional`` if with none.
        required_if: Where it ``depends``: on which answer to another field,
            all else as it is filled in; ``None`` if it takes more than one.
        advised: Whether leaving it out is a reason for a warning.
        mark: Says all this in the reader's language, to stand beside the
            question; empty for one of several people.
        shown: Whether it matters, with what is filled in so far, or has an
            answer or something to correct.
        shown_if: On which answer to another field it depends whether this one
            matters, if that has choices or is a date: for a script that shows
            it at once, and may hide an answer that does not matter. ``None``
            where it depends on a text, or on the dossier alone, and where
            hiding it would hide something to correct.
        choices: In their order; none for a free answer.
        value: The answer so far, as JSON has it; as it was typed if malformed.
        answered: Whether there is one: ``None`` is "nobody" where people are
            asked for.
        prefilled_by: ``employer``, ``answers``, ``draft``, or empty.
        locked: Whether another value than the present one would be refused.
        fields: Of ``person``: its questions. Of ``people``: one ``person``
            each; while there is nobody, one that is not answered, to be shown
            once somebody says that there is.
        personal: Kind of personal data; empty if it is none.
        autocomplete: Token of HTML's attribute of this name; empty if none.
        max_length: Characters, at most; ``None`` if it is no text.
    """

    name: str
    kind: FieldKind
    question: str
    why: str = ""
    hint: str = ""
    required: bool = False
    need: Need = "optional"
    required_if: Condition | None = None
    advised: bool = False
    mark: str = ""
    shown: bool = True
    shown_if: Condition | None = None
    choices: tuple[Choice, ...] = ()
    value: Any = attrs.field(default=None, repr=False)
    answered: bool = False
    prefilled_by: Literal["", "employer", "answers", "draft"] = ""
    locked: bool = False
    fields: "tuple[Field, ...]" = ()
    errors: tuple[Error, ...] = ()
    personal: str = ""
    autocomplete: str = ""
    max_length: int | None = None

    def walk(self) -> "Iterator[Field]":
        """Yield the field and those below it, in the order of the screen."""
        yield self
        for field in self.fields:
            yield from field.walk()


@attrs.frozen
class Button:
    """
    A command that the screen offers.

    Args:
        do: Its name.
        label: What it is called.
        kind: ``answer`` to what the screen asks, ``back``, ``save`` and come
            back later, ``aside`` for what belongs to no screen, ``end`` for
            what ends something.
        hint: What it is for, in a sentence; empty for what a screen asks.
        subject: What it is about; ``forms.by_subject`` makes lists under
            headings.
    """

    do: str
    label: str
    kind: ButtonKind
    hint: str = ""
    subject: str = ""


class OfCommand(Protocol):
    """A button, or an offer: what names a command."""

    @property
    def do(self) -> str: ...


C = TypeVar("C", bound=OfCommand)


@attrs.frozen
class Group(Generic[C]):
    """
    Commands about the same, under a heading.

    Args:
        name: Of the subject.
        heading: In the reader's language.
        commands: In the order of the catalogue.
    """

    name: str
    heading: str
    commands: tuple[C, ...]


@attrs.frozen
class Step:
    """
    A screen on the way.

    Args:
        name: Name of its state.
        label: What it is called.
        status: ``to pass again`` lies ahead and has its answer already.
    """

    name: str
    label: str
    status: StepStatus


@attrs.frozen
class Form:
    """
    A screen, or a command, as something to fill in.

    Args:
        do: The command that the form gives; empty if the screen asks nothing.
        screen: Name of the present state of the command's journey.
        title: Heading.
        intro: What the guide says first on this screen; empty if nothing.
        fields: In the order of the screen.
        buttons: The command itself first.
        errors: Everything found in the last decision, in order, those of a
            field as well.
        revision: Of the dossier; to send back with the answers.
        progress: The way through the journey; empty beside it.
        documents: Documents to offer here, by kind.
    """

    do: str
    screen: str
    title: str
    intro: str = ""
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    errors: tuple[Error, ...] = ()
    revision: int = 0
    progress: tuple[Step, ...] = ()
    documents: tuple[Choice, ...] = ()

    def walk(self) -> Iterator[Field]:
        """Yield every field, and those below each, in the order of the screen."""
        for field in self.fields:
            yield from field.walk()

    def field(self, name: str) -> Field | None:
        """Find the field called *name*; ``None`` if there is none."""
        return next((field for field in self.walk() if field.name == name), None)

    def as_json(self) -> dict[str, Any]:
        """
        Write the form as plain data; the schema ``form`` describes it.

        It holds the answers, which are personal data: it is for the person who
        fills it in, not for a log.
        """
        return plain_fields(self)
