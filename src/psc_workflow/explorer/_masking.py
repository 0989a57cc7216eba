"""
What a page without personal data shows in place of it.

Nothing is looked for in sentences: what is personal is replaced before any is
written. Children are numbered in the dossier and in the commands that the page
is about. What lies ahead is foreseen for people who were born on the last day
of their month, so that no day of it follows from a birth. Facts of findings
that follow from a birth or from a number are hidden.

So two subjects that differ in personal fields alone, births by days of one
month, have the same page, unless the library decides differently about them.
"""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from psc_workflow._model.commands import Tick
from psc_workflow._model.people import RESERVED
from psc_workflow._model.verdict import Finding
from psc_workflow._snapshot.redaction import redact
from psc_workflow.dossier import Dossier
from psc_workflow.explorer._subjects import Act, Subject
from psc_workflow.states._dates import Days
from psc_workflow.states._deadlines import child_birthdays, ref_of

HIDDEN = "…"
_PERSONAL_FACTS = frozenset({"birth_date", "declared", "key"})
"""What sentences compare that follows from a birth, or from the digits of a number."""

NOTICE_OF_BIRTHDAY = "child_birthday_nears"
"""The deadline whose day is computed from a date of birth."""

_ITS_STEP = NOTICE_OF_BIRTHDAY.replace("_", "-")
_ITS_EFFECT = "SendChildAgeNotice"


class Mask:
    """Makes of a subject the one that is shown, and masks what is written about it."""

    def __init__(self, subject: Subject) -> None:
        self._numbers: dict[str, str] = {}
        self._subject = subject

    def subject(self) -> Subject:
        """
        Return the subject whose children are numbered, and whose steps tell no birthday.

        The notice of a birthday changes no state; it comes by itself on a day
        that follows from a birth. Steps of the clock that brought nothing else
        are left out.
        """
        acts = [act for act in self._subject.acts if not _tells_a_birthday_at_most(act)]
        history = tuple(step for step in self._subject.history if step.command != _ITS_STEP)
        dossier = self._numbered(_before_notices(self._subject.dossier))
        return attrs.evolve(self._subject, about="", dossier=dossier, acts=tuple(map(self._act, acts)), history=history)

    def plain(self, value: object) -> Any:
        """Write *value*, whose children are numbered, as plain data in which every personal field is masked."""
        return redact(value, {number: number for number in self._numbers.values()})

    @staticmethod
    def finding(finding: Finding) -> Finding:
        """Return *finding* without the days of birth, and the digits, that it compared."""
        facts = {name: HIDDEN if _is_personal(name, fact) else fact for name, fact in finding.facts.items()}
        return attrs.evolve(finding, facts=facts)

    @staticmethod
    def foreseeing(dossier: Dossier) -> Dossier:
        """Return *dossier* as its future is foreseen: everybody was born on the last day of their month."""
        record = _changed(dossier.record, _at_end_of_month)
        today = Days(record, dossier.contract).last_step_on
        reminders = tuple(key for key in record.noticed if ref_of(key) is None)
        birthdays = child_birthdays(attrs.evolve(record, noticed=()), today)
        notices = tuple(birthday.key for birthday in birthdays if birthday.noticed_on <= today)
        return attrs.evolve(dossier, record=attrs.evolve(record, noticed=reminders + notices))

    def _act(self, act: Act) -> Act:
        command = _changed(act.step.command, self._with_number)
        decision = act.decision.about(self._numbered(act.decision.dossier))
        steps = tuple(step for step in decision.steps if step.command != _ITS_STEP)
        effects = tuple(effect for effect in decision.effects if type(effect).__name__ != _ITS_EFFECT)
        return attrs.evolve(
            act,
            step=attrs.evolve(act.step, command=command),
            decision=attrs.evolve(decision, steps=steps, effects=effects),
        )

    def _numbered(self, dossier: Dossier) -> Dossier:
        return attrs.evolve(dossier, record=_changed(dossier.record, self._with_number))

    def _with_number(self, name: str, value: Any) -> Any:
        """Put numbers in place of the host's names of children."""
        if name == "ref":
            return self._number(value)
        if name == "noticed":
            return tuple(key.removesuffix(ref) + self._number(ref) if (ref := ref_of(key)) else key for key in value)
        return value

    def _number(self, ref: str | None) -> Any:
        if not ref or ref in RESERVED:
            return ref
        return self._numbers.setdefault(ref, f"child-{len(self._numbers) + 1}")


def _is_personal(name: str, fact: object) -> bool:
    return name in _PERSONAL_FACTS and isinstance(fact, dt.date | str)


def _tells_a_birthday_at_most(act: Act) -> bool:
    return isinstance(act.step.command, Tick) and all(step.command == _ITS_STEP for step in act.decision.steps)


def _before_notices(dossier: Dossier) -> Dossier:
    """Return *dossier* as if its last step had been the last one that was no notice of a birthday."""
    record, steps = dossier.record, dossier.record.history.steps
    if not steps or steps[-1].command != _ITS_STEP:
        return dossier
    others = [step.at for step in steps if step.command != _ITS_STEP]
    return attrs.evolve(dossier, record=attrs.evolve(record, at=others[-1] if others else record.invited_at))


def _at_end_of_month(name: str, value: Any) -> Any:
    if name != "birth_date" or value is None:
        return value
    return value.replace(day=calendar.monthrange(value.year, value.month)[1])


def _changed(value: Any, change: Callable[[str, Any], Any]) -> Any:
    """Return *value* with *change* made to every field, by its name, at any depth."""
    if isinstance(value, tuple):
        return tuple(_changed(part, change) for part in value)
    kind: Any = type(value)
    if not attrs.has(kind):
        return value
    parts = {field.name: getattr(value, field.name) for field in attrs.fields(kind)}
    new = {name: _changed(change(name, part), change) for name, part in parts.items()}
    changes = {name: part for name, part in new.items() if part != parts[name]}
    return attrs.evolve(value, **changes) if changes else value
