"""
The answers given so far, in words: to check them before signing, and for whoever asks what is kept of them.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._forms.choices import countries, name_child
from psc_workflow._forms.slots import REF, Slot, slots
from psc_workflow._forms.texts import form_texts
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.money import Locale
from psc_workflow._model.text import format_value
from psc_workflow._structuring import plain_fields, unstructure
from psc_workflow._views.withholding import Kinds
from psc_workflow.exceptions import HostError
from psc_workflow.rules import child


@attrs.frozen
class SummaryLine:
    """
    One answer.

    Args:
        section: Heading: the screen, and the child if there are several.
        screen: Name of its state.
        question: As the screen puts it.
        answer: In words.
        change: Command that changes it now (kebab-case); empty if none does.
    """

    section: str
    screen: str
    question: str
    answer: str = attrs.field(repr=False)
    change: str = ""

    def as_json(self) -> dict[str, str]:
        """Write the line as plain data, which is personal."""
        return plain_fields(self)


_CHANGED_BY = {
    "beneficiaries": ("go-back",),
    "formula": ("go-back", "change-formula"),
    "contact_details": ("go-back", "update-contact-details"),
    "bank_details": ("go-back", "update-bank-details"),
    "social_security": ("go-back", "update-teletransmission"),
    "consents": ("go-back", "withdraw-consent"),
}
"""By screen: what changes its answers, the first that is offered; ``go-back`` on every other screen."""


def summary(
    answers: Answers, wording: Wording, offered: frozenset[str], locale: Locale, hidden: Kinds
) -> Iterator[SummaryLine]:
    """
    Put *answers* into words, screen by screen, each with what changes it.

    Args:
        offered: Names of the commands that are offered to whoever asks.
        hidden: Kinds of personal data that are left out.
    """
    for screen, command, heading in _commands(answers, wording, locale):
        change = next((name for name in _CHANGED_BY.get(screen, ("go-back",)) if name in offered), "")
        for slot, value in _values(slots(type(command)), unstructure(command)):
            if slot.personal in hidden:
                continue
            question = _question(command, slot, wording, locale)
            yield SummaryLine(heading, screen, question, _words(slot, value, wording, locale), change)


def _commands(answers: Answers, wording: Wording, locale: Locale) -> Iterator[tuple[str, Command, str]]:
    """Yield each answer that counts, with its screen and its heading."""
    states = wording.journey("affiliation").states
    for screen, commands in _by_screen(answers).items():
        heading = states[screen].label.in_(locale)
        for place, command in enumerate(commands):
            number = child.number_among(place, len(commands))
            yield screen, command, heading if number is None else name_child(number, locale)


def _by_screen(answers: Answers) -> dict[str, list[Command]]:
    """List the answers that count, in the order of the screens; of children, one each."""
    one_each: dict[str, Command | None] = {
        "regime": answers.regime,
        "beneficiaries": answers.beneficiaries,
        "formula": do.ChooseFormula(answers.formula) if answers.formula else None,
        "identity": answers.identity,
        "social_security": answers.social_security,
        "partner_details": answers.current_partner_details,
        "children_details": None,
        "contact_details": answers.contact_details,
        "consents": answers.consents,
        "bank_details": answers.bank_details,
    }
    children = [details for each in answers.children if (details := answers.details_of(each)) is not None]
    by_screen = {screen: [] if command is None else [command] for screen, command in one_each.items()}
    return by_screen | {"children_details": [*children]}


def _values(places: tuple[Slot, ...], fields: Any) -> Iterator[tuple[Slot, Any]]:
    """Yield what is answered, question by question."""
    for slot in places:
        value = fields.get(slot.name) if isinstance(fields, dict) else None
        if slot.kind == "group":
            yield from _values(slot.below, value)
        elif slot.name == REF or slot.name not in fields or (value is None and slot.kind != "person"):
            continue
        elif slot.kind == "people":
            yield slot, value
            for position, person in enumerate(value or ()):
                yield from _values(slot.at(position), person)
        else:
            yield slot, value
            yield from _values(slot.below, value) if value else ()


def _question(command: Command, slot: Slot, wording: Wording, locale: Locale) -> str:
    try:
        return questions.question(command.event, slot.path, wording).question.in_(locale)
    except HostError:  # what no screen asks has its label
        return wording.field(slot.name).in_(locale)


def _words(slot: Slot, value: Any, wording: Wording, locale: Locale) -> str:
    """Write *value* for a reader."""
    words = form_texts().words
    if slot.kind in ("yes_no", "person", "people"):
        return words["yes" if value or value == {} else "no"].in_(locale)
    if slot.choices is not None:
        members = value if isinstance(value, list) else [value]
        return ", ".join(wording.word(slot.choices(member)).in_(locale) for member in members)
    if slot.kind == "date":
        return format_value(dt.date.fromisoformat(value), locale)
    if slot.kind == "country":
        return next((each.label for each in countries(locale) if each.value == value.upper()), value)
    return ", ".join(value) if isinstance(value, list) else str(value)
