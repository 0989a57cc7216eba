"""
Whether a field is required: now, with another answer to the same form, or never; and the words beside it that say so.
"""

from collections.abc import Iterable
from functools import reduce

import attrs

from psc_workflow._forms.asking import Asking
from psc_workflow._forms.choices import choices
from psc_workflow._forms.conditions import condition, fact_of, path_of, ways
from psc_workflow._forms.form import Condition, Need
from psc_workflow._forms.slots import Slot
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.money import Locale
from psc_workflow._model.text import format_day


@attrs.frozen
class Requirement:
    """
    What a field says of itself.

    Args:
        mark: The words beside the question.
        condition: With which answer elsewhere it is required, all else as it
            is; ``None`` if it takes more than one.
        advised: Whether leaving it out is a reason for a warning.
    """

    need: Need
    mark: str
    condition: Condition | None = None
    advised: bool = False


def requirement(slot: Slot, asking: Asking, locale: Locale) -> Requirement:
    """Find whether the answer in *slot* is required, with what is filled in and with whatever else may be."""
    words = form_texts().words
    if slot.kind == "hidden":
        return Requirement("optional", "")  # nobody fills it in
    if asking.stops_without(slot.path):
        return Requirement("required", words["required"].in_(locale))
    advised = asking.warns_without(slot.path)
    paths = [path_of(name, slot) for name in form_texts().required_by(fact_of(asking, slot))]
    if not any(way.stops_without(slot.path) for way in ways(asking, paths, locale)):
        return Requirement("optional", words["advised" if advised else "optional"].in_(locale), advised=advised)
    conditions = (condition(asking, path, lambda way: way.stops_without(slot.path), locale) for path in paths)
    first = next((each for each in conditions if each is not None), None)
    mark = _mark_by(paths, asking, locale) if first is None else _mark_if(first, asking, locale)
    return Requirement("depends", mark, first, advised)


def _mark_if(condition: Condition, asking: Asking, locale: Locale) -> str:
    question = _label(condition.field, asking, locale)
    return form_texts().words["required_if"].say(locale, question=question, answer=_answer(condition, asking, locale))


def _mark_by(paths: Iterable[str], asking: Asking, locale: Locale) -> str:
    questions = _joined("both", [_label(path, asking, locale) for path in paths], locale)
    return form_texts().words["required_by"].say(locale, questions=questions)


def _answer(condition: Condition, asking: Asking, locale: Locale) -> str:
    """Say which answers, or which days."""
    words, first, last = form_texts().words, condition.first_day, condition.last_day
    if condition.among:
        control = asking.slot(condition.field)
        labels = {choice.value: choice.label for choice in choices(control, asking, locale)} if control else {}
        return _joined("either", [_quoted(labels[value], locale) for value in condition.among], locale)
    name = "until_day" if first is None else "from_day" if last is None else "between_days"
    days = {"first": first, "last": last}
    return words[name].say(locale, **{key: format_day(day, locale) for key, day in days.items() if day is not None})


def _label(path: str, asking: Asking, locale: Locale) -> str:
    """Name a question in few words."""
    return _quoted(asking.contract.wording.field(path.rpartition(".")[2]).in_(locale), locale)


def _quoted(text: str, locale: Locale) -> str:
    return form_texts().words["quoted"].say(locale, words=text)


def _joined(word: str, parts: list[str], locale: Locale) -> str:
    """Write a list in a sentence."""
    return reduce(lambda first, last: form_texts().words[word].say(locale, first=first, last=last), parts)
