"""
The choices of a field: those of this contract, day and dossier, each with why it would be refused.
"""

import gettext
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._forms.asking import Asking
from psc_workflow._forms.form import Choice
from psc_workflow._forms.pairs import NO, YES
from psc_workflow._forms.slots import REF, Slot
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Child
from psc_workflow._model.record import Record
from psc_workflow._structuring.sharing import shared
from psc_workflow.rules import child, signature
from psc_workflow.rules.comparing import letters_of, normalise
from psc_workflow.rules.form import choices as members
from psc_workflow.states._course import look

_LEAVES = ("suspending_leaves", "continuing_leaves", "paid_leaves")


def choices(slot: Slot, asking: Asking, locale: Locale) -> tuple[Choice, ...]:
    """List the choices of *slot*, in their order; one that would be refused says why."""
    words = form_texts().words
    if slot.kind in ("yes_no", "person", "people"):
        yes, no = ("true", "false") if slot.kind == "yes_no" else (YES, NO)
        return Choice(yes, words["yes"].in_(locale)), Choice(no, words["no"].in_(locale))
    if slot.kind == "several":
        return documents(asking, locale)
    listed = tuple(_listed(slot, asking, locale))
    return listed if slot.kind == "country" else tuple(_with_reason(choice, slot, asking, locale) for choice in listed)


def documents(asking: Asking, locale: Locale) -> tuple[Choice, ...]:
    """List the documents to read before signing."""
    quote = look(asking.days, asking.at, asking.record.active).quote
    kinds = signature.documents_to_read(quote, contract=asking.contract) if quote is not None else ()
    return tuple(Choice(kind.value, asking.contract.wording.word(kind).in_(locale)) for kind in kinds)


def _listed(slot: Slot, asking: Asking, locale: Locale) -> Iterable[Choice]:
    """List the choices without asking whether they would be refused."""
    if slot.kind == "country":
        return countries(locale)
    if slot.kind == "choice":
        return _people(asking, locale) if slot.name == REF else _members(slot, asking, locale)
    return _leaves(asking, locale) if slot.path == "reason" and asking.command.do == "suspend" else ()


def _members(slot: Slot, asking: Asking, locale: Locale) -> Iterator[Choice]:
    wording = asking.contract.wording
    on = asking.contract.civil_day(asking.at)
    assert slot.choices is not None  # noqa: S101 -- every choice has its list
    for member in members(slot.choices, asking.contract, on):
        yield Choice(str(member.value), wording.word(member).in_(locale))


def _with_reason(choice: Choice, slot: Slot, asking: Asking, locale: Locale) -> Choice:
    finding = asking.reason_against(slot, choice.value)
    return choice if finding is None else attrs.evolve(choice, offered=False, why_not=finding.text(locale))


def _people(asking: Asking, locale: Locale) -> Iterator[Choice]:
    """List those whom the command can mean: the partner covered, and the children."""
    record, wording = asking.record, asking.contract.wording
    cover = record.membership.cover
    if asking.command.do != "declare-child" and cover is not None and cover.partner is not None:
        yield Choice("partner", wording.term("Person", "partner").in_(locale))
    children = _children(record, asking.command.do)
    for index, each in enumerate(children):
        number = child.number_among(index, len(children))
        yield Choice(each.ref or "", name_child(number, locale), _born(each, locale))


def _children(record: Record, do: str) -> tuple[Child, ...]:
    cover = record.membership.cover
    return record.answers.children if do == "declare-child" or cover is None else cover.children


def name_child(number: int | None, locale: Locale) -> str:
    """Return the heading of a child's questions: a number only where there are several children."""
    words = form_texts().words
    return words["child"].in_(locale) if number is None else words["numbered_child"].say(locale, number=number)


def _born(each: Child, locale: Locale) -> str:
    return form_texts().words["born"].say(locale, on=each.birth_date) if each.birth_date else ""


def _leaves(asking: Asking, locale: Locale) -> Iterator[Choice]:
    """List the leaves that the law knows; another one can be typed."""
    wording = asking.contract.wording
    on = asking.contract.civil_day(asking.at)
    for leave in (leave for parameter in _LEAVES for leave in law.value(parameter, on)):
        yield Choice(leave, wording.term("Leave", leave).in_(locale))


@shared
def countries(locale: Locale) -> tuple[Choice, ...]:
    """List the countries of ISO 3166-1 by their names in *locale*, in alphabetical order."""
    import pycountry  # noqa: PLC0415 -- large; schwifty, which depends on it, brings it

    translate = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["fr"]).gettext if locale == "fr" else str
    countries = [
        Choice(country.alpha_2, translate(getattr(country, "common_name", country.name)))
        for country in pycountry.countries
    ]
    return tuple(sorted(countries, key=lambda choice: in_order(choice.label)))


def in_order(name: str) -> tuple[str, str]:
    """
    Return what *name* is sorted by: its letters as dictionaries have them, then its accents.

    >>> sorted(["Zambie", "Émirats", "Espagne", "Sainte-Lucie", "Saint-Marin"], key=in_order)
    ['Émirats', 'Espagne', 'Saint-Marin', 'Sainte-Lucie', 'Zambie']
    """
    return letters_of(name), normalise(name)
