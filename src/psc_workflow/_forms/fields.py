"""
The fields of a form: each place of the command, with its question, what is filled in, and what the rules say of it.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._forms.asking import ABSENT, LOCKING, Asking
from psc_workflow._forms.choices import choices, name_child
from psc_workflow._forms.conditions import condition, fact_of, has_place, is_met, path_of, plain
from psc_workflow._forms.form import Condition, Error, Field
from psc_workflow._forms.needs import requirement
from psc_workflow._forms.pairs import YES
from psc_workflow._forms.slots import Slot
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.money import Locale
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow.exceptions import HostError
from psc_workflow.rules import child, password

Origin = Literal["", "employer", "answers", "draft"]

FEW = 3
"""People in a list, at most, of whom each is asked about beside all the others."""

SAMPLE_DAYS = (-1000, -30, 0, 30, 1000)
"""Days from the request on which an answer is tried that may not matter."""


@attrs.frozen
class Filling:
    """
    A form that is being made.

    Args:
        origins: Where what is filled in comes from, by first name of the path.
        errors: What the last decision found, by name of the field.
    """

    asking: Asking
    locale: Locale
    origins: Mapping[str, Origin]
    errors: Mapping[str, tuple[Error, ...]]

    def fields(self, places: tuple[Slot, ...]) -> Iterator[Field]:
        """Yield the fields of *places*, those of a group one by one."""
        for slot in places:
            if slot.kind == "group":
                yield from self.fields(slot.below)
            else:
                yield self.field(slot)

    def field(self, slot: Slot) -> Field:
        """Make the field of *slot*."""
        value, kind = self.asking.value(slot.path), slot.kind
        assert kind != "group"  # noqa: S101 -- its fields stand for it
        question, why = self._question(slot)
        shown, shown_if = self._shown(slot)
        its = requirement(slot, self.asking, self.locale)
        texts = form_texts()
        return Field(
            name=slot.path,
            kind=kind,
            question=question,
            why=why,
            hint=self._hint(slot),
            required=shown and self.asking.requires(slot.path),
            need=its.need,
            required_if=its.condition,
            advised=its.advised,
            mark=its.mark,
            shown=shown,
            shown_if=shown_if,
            choices=choices(slot, self.asking, self.locale),
            value=None if value is ABSENT or slot.personal == "secret" else value,  # typed anew each time
            answered=value is not ABSENT,
            prefilled_by=self.origins.get(slot.path.split(".")[0], "") if value is not ABSENT else "",
            locked=kind == "hidden" or self._is_locked(slot, value),
            fields=tuple(self._below(slot, value)),
            errors=self.errors.get(slot.path, ()),
            personal=slot.personal,
            autocomplete="" if "." in slot.path else texts.autocomplete.get(slot.name, ""),
            max_length=LONGEST_TEXT if slot.is_text else None,
        )

    def _hint(self, slot: Slot) -> str:
        """Say how to write the answer; what a password must be is dated."""
        on = self.asking.contract.civil_day(self.asking.at)
        return form_texts().hint(slot.kind, slot.name).say(self.locale, **password.terms(on=on))

    def _below(self, slot: Slot, value: Any) -> Iterator[Field]:
        """Yield the questions about a person, who may not be there yet, or a person for each of several."""
        if slot.kind == "person":
            yield from self._details(slot, value)
        elif slot.kind == "people":
            people = value[:LONGEST_LIST] if isinstance(value, list) else []  # of more, nobody is read
            for position in range(len(people)):
                yield self._person(slot, position, len(people))
            if not people:
                yield self._supposed(slot)

    def _details(self, slot: Slot, value: Any) -> Iterator[Field]:
        """Yield the questions about a person; while nobody said that there is one, as if somebody had."""
        if isinstance(value, Mapping):
            yield from self.fields(slot.below)
            return
        supposed = attrs.evolve(self, asking=self.asking.having(slot.path, {}))
        for field in supposed.fields(slot.below):
            if_somebody = field.shown_if or Condition(slot.path, (YES,))
            yield attrs.evolve(field, shown=False, required=False, shown_if=if_somebody)

    def _supposed(self, slot: Slot) -> Field:
        """Make the questions about a first person of a list, while nobody said that there is one."""
        supposed = attrs.evolve(self, asking=self.asking.having(slot.path, [{}]))
        path, if_somebody = f"{slot.path}.0", Condition(slot.path, (YES,))
        below = tuple(
            attrs.evolve(field, shown=False, required=False, shown_if=field.shown_if or if_somebody)
            for field in supposed.fields(slot.at(0))
            if field.kind != "hidden"  # nobody has a ref yet
        )
        question = name_child(None, self.locale)
        return Field(name=path, kind="person", question=question, shown=False, shown_if=if_somebody, fields=below)

    def _person(self, slot: Slot, position: int, count: int) -> Field:
        path, number = f"{slot.path}.{position}", child.number_among(position, count)
        fields = self.fields(slot.at(position)) if count <= FEW else self._alone(slot, path)
        return Field(
            name=path,
            kind="person",
            question=name_child(number, self.locale),
            value=self.asking.value(path),
            answered=True,
            fields=tuple(fields),
            errors=self.errors.get(path, ()),
        )

    def _alone(self, slot: Slot, path: str) -> Iterator[Field]:
        """
        Yield the questions about the person at *path*, one of many, as if there were nobody else.

        Everybody is judged anew for each answer that is tried: with all the
        others, it would take minutes for a list that a request can hold.
        """
        first = f"{slot.path}.0"
        errors = {first + name.removeprefix(path): errors for name, errors in self.errors.items() if _is_in(name, path)}
        alone = attrs.evolve(self, asking=self.asking.having(slot.path, [self.asking.value(path)]), errors=errors)
        for field in alone.fields(slot.at(0)):
            yield _moved(field, first, path)

    def _question(self, slot: Slot) -> tuple[str, str]:
        wording = self.asking.contract.wording
        try:
            question = questions.question(self.asking.command.event, slot.path, wording)
        except HostError:  # what no screen asks has its label
            return wording.field(slot.name).in_(self.locale), ""
        return question.question.in_(self.locale), question.why.in_(self.locale)

    def _shown(self, slot: Slot) -> tuple[bool, Condition | None]:
        """Say whether the field is shown, and which choice decides whether it matters."""
        depends = form_texts().depends.get(fact_of(self.asking, slot))
        if slot.kind == "hidden" or depends is None:
            return True, None
        paths = [path_of(name, slot) for name in depends]
        holds, ways = self._matters(slot, paths), self._ways(slot)
        conditions = (condition(way, path, holds, self.locale) for way in ways for path in paths)
        shown_if = next((each for each in conditions if each is not None), None)
        is_wrong = self._is_wrong(slot.path)
        is_shown_by_script = shown_if is not None and is_met(shown_if, self.asking)
        if is_wrong and not is_shown_by_script:
            shown_if = None  # a page would hide what is to be corrected
        is_answered = self.asking.value(slot.path) is not ABSENT
        return is_wrong or is_answered or is_shown_by_script or holds(self.asking), shown_if

    def _is_wrong(self, path: str) -> bool:
        """Whether there is something to correct at *path* or below it."""
        return any(error.blocks for name, errors in self.errors.items() if _is_in(name, path) for error in errors)

    def _matters(self, slot: Slot, paths: list[str]) -> Callable[[Asking], bool]:
        """Return what says whether an answer in *slot* matters: for a person, whether there is a place for them."""
        if slot.kind == "person":
            return lambda asking: has_place(asking, slot.path, paths, self.locale)
        samples = self._samples(slot)
        return lambda asking: asking.matters(slot.path, samples)

    def _ways(self, slot: Slot) -> tuple[Asking, ...]:
        """Return what is filled in; for a person also nothing, as another answer that refuses them can be changed."""
        return (self.asking, attrs.evolve(self.asking, fields={})) if slot.kind == "person" else (self.asking,)

    def _samples(self, slot: Slot) -> list[Any]:
        """List answers of every sort that *slot* can have: every choice, or days past, present and future."""
        if slot.kind == "date":
            today = self.asking.contract.civil_day(self.asking.at)
            return [(today + dt.timedelta(days=days)).isoformat() for days in SAMPLE_DAYS]
        return [plain(slot, choice.value) for choice in choices(slot, self.asking, self.locale)]

    def _is_locked(self, slot: Slot, value: Any) -> bool:
        if value is ABSENT or value is None or slot.kind in ("person", "people"):
            return False
        others = [choice.value for choice in choices(slot, self.asking, self.locale) if choice.value != value]
        return self.asking.is_locked(slot.path, others, LOCKING)


def _is_in(name: str, path: str) -> bool:
    return name == path or name.startswith(f"{path}.")


def _moved(field: Field, old: str, new: str) -> Field:
    """Return *field* of the person at *old* as one of that at *new*."""
    shown_if, required_if = (_moved_condition(each, old, new) for each in (field.shown_if, field.required_if))
    below = tuple(_moved(each, old, new) for each in field.fields)
    name = new + field.name.removeprefix(old)
    return attrs.evolve(field, name=name, shown_if=shown_if, required_if=required_if, fields=below)


def _moved_condition(condition: Condition | None, old: str, new: str) -> Condition | None:
    if condition is None or not _is_in(condition.field, old):
        return condition
    return attrs.evolve(condition, field=new + condition.field.removeprefix(old))
