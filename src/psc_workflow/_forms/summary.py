"""
The answers given so far, in words: to check them before signing, and for whoever asks what is kept of them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._forms.choices import countries, name_child
from psc_workflow._forms.form import Button
from psc_workflow._forms.slots import REF, Slot, slots
from psc_workflow._forms.texts import form_texts
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Child
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.record import Record
from psc_workflow._model.text import format_value
from psc_workflow._structuring import plain_fields, unstructure
from psc_workflow._views.questions import why_asked
from psc_workflow.exceptions import HostError
from psc_workflow.rules import child
from psc_workflow.states._answers import pending as facts_pending
from psc_workflow.states._screens import OPEN
from psc_workflow.states._withholding import Kinds


@attrs.frozen
class SummaryLine:
    """
    One answer, or a question that is still to be answered.

    Args:
        section: Heading: the screen, and the child if there are several; of a
            question, whom it is about.
        screen: Name of its state.
        question: As the screen puts it.
        answer: In words; empty if it is still to be given.
        change: Command that changes it now (kebab-case); empty if none does.
        changes: Every command that does, that one first.
    """

    section: str = attrs.field(repr=False)
    screen: str
    question: str
    answer: str = attrs.field(repr=False)
    change: str = ""
    changes: tuple[Button, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write the line as plain data, which is personal."""
        return plain_fields(self)


_CHANGED_BY = {
    "beneficiaries": ("go-back", "add-beneficiary", "remove-beneficiary"),
    "partner_details": ("go-back", "complete-beneficiary"),
    "children_details": ("go-back", "complete-beneficiary"),
    "formula": ("go-back", "change-formula"),
    "contact_details": ("go-back", "update-contact-details"),
    "bank_details": ("go-back", "update-bank-details"),
    "social_security": ("go-back", "update-teletransmission"),
    "consents": ("go-back", "withdraw-consent"),
}
"""By screen: what changes its answers; ``go-back``, with which each is given anew, alone where it is offered."""


def standing(record: Record) -> Answers:
    """
    Return the answers as they stand: of a member, whoever is covered now, and under which formula.

    What silence decided is no answer: an automatic cover is left out. While
    the affiliation is open, its own answers count.
    """
    cover, answers = record.membership.cover, record.answers
    if cover is None or record.states.affiliation in OPEN or not (cover.chosen or cover.refs):
        return answers
    numbers = {(number.ref, number.birth_date): number.nir for number in record.membership.numbers}
    details = []
    for each in cover.children:
        nir = numbers.get((each.ref or "", each.birth_date))
        its = answers.details_of(each) or (do.DeclareChild(ref=each.ref, birth_date=each.birth_date) if nir else None)
        if its is not None:
            details.append(attrs.evolve(its, nir=its.nir or nir))
    return attrs.evolve(
        answers,
        beneficiaries=do.DeclareBeneficiaries(partner=cover.partner, children=cover.children),
        children_details=tuple(details),
        formula=cover.formula if cover.chosen else answers.formula,
    )


def summary(
    answers: Answers, wording: Wording, offered: Mapping[str, Button], locale: Locale, hidden: Kinds
) -> Iterator[SummaryLine]:
    """
    Put *answers* into words, screen by screen, each with what changes it.

    Args:
        offered: The commands that are offered to whoever asks, by name.
        hidden: Kinds of personal data that are left out.
    """
    for screen, command, heading in _commands(answers, wording, locale):
        changes = _changes(_CHANGED_BY.get(screen, ("go-back",)), offered)
        for slot, value in _values(slots(type(command)), unstructure(command)):
            if slot.personal in hidden:
                continue
            question, section = _question(command, slot, wording, locale), _section(heading, command, slot, locale)
            yield SummaryLine(section, screen, question, _words(slot, value, wording, locale), *changes)


def _changes(names: Iterable[str], offered: Mapping[str, Button]) -> tuple[str, tuple[Button, ...]]:
    """Choose the buttons that change an answer, and the name of the first."""
    buttons = [offered[name] for name in names if name in offered]
    if buttons and buttons[0].do == "go-back":
        buttons = buttons[:1]
    return (buttons[0].do if buttons else "", tuple(buttons))


def _section(heading: str, command: Command, slot: Slot, locale: Locale) -> str:
    """Name the child as well, where several are answered for on one screen."""
    place = slot.path.split(".")[1] if slot.path.startswith("children.") else None
    if place is None or not isinstance(command, do.DeclareBeneficiaries):
        return heading
    number = child.number_among(int(place), len(command.children or ()))
    return heading if number is None else f"{heading} – {name_child(number, locale)}"


def pending(
    record: Record, contract: Contract, offered: Mapping[str, Button], locale: Locale, hidden: Kinds
) -> Iterator[SummaryLine]:
    """Put what was accepted as still to come into words, each with whom it is about; arguments as for ``summary``."""
    answers = standing(record)
    changes = _changes(("complete-beneficiary", "go-back"), offered)
    for fact in facts_pending(record):
        screen, _, rest = fact.partition(".")
        whom = _whom(answers, rest.partition(".")[0], contract.wording, locale, hidden)
        question = why_asked(record, contract, fact).question.in_(locale)
        yield SummaryLine(whom, screen, question, "", *changes)


def _whom(answers: Answers, ref: str, wording: Wording, locale: Locale, hidden: Kinds) -> str:
    """Name a beneficiary: by first name and day of birth, as far as they are there and the reader may see them."""
    place = next((place for place, each in enumerate(answers.children) if each.ref == ref), None)
    person = answers.partner if place is None else answers.children[place]
    number = None if place is None else child.number_among(place, len(answers.children))
    label = wording.term("Person", "partner").in_(locale) if place is None else name_child(number, locale)
    if person is None or PersonalKind.IDENTITY in hidden:
        return label
    details = answers.details_of(person) if isinstance(person, Child) else answers.current_partner_details
    name = (details and details.first_name) or label
    return f"{name}, {form_texts().words['born'].say(locale, on=person.birth_date)}" if person.birth_date else name


def _commands(answers: Answers, wording: Wording, locale: Locale) -> Iterator[tuple[str, Command, str]]:
    """Yield each answer that counts, with its screen and its heading."""
    states = wording.journey("affiliation").states
    for screen, commands in _by_screen(answers).items():
        heading = states[screen].label.in_(locale)
        for command in commands:
            number = _number(answers, command) if isinstance(command, do.DeclareChild) else None
            yield screen, command, heading if number is None else f"{heading} – {name_child(number, locale)}"


def _number(answers: Answers, details: do.DeclareChild) -> int | None:
    """Find which of several children has *details*."""
    places = (place for place, each in enumerate(answers.children) if answers.details_of(each) == details)
    return child.number_among(next(places, 0), len(answers.children))


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
