"""
On which other answer something depends, found by trying each: nothing of the rules is written a second time.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from psc_workflow._forms.asking import Asking
from psc_workflow._forms.choices import choices
from psc_workflow._forms.form import Condition
from psc_workflow._forms.pairs import YES
from psc_workflow._forms.periods import period_of, sample_days
from psc_workflow._forms.slots import Slot
from psc_workflow._model.money import Locale

Holds = Callable[[Asking], bool]

_WITH_CHOICES = ("choice", "yes_no", "person")


def fact_of(asking: Asking, slot: Slot) -> str:
    """Return the name under which ``forms.toml`` has what is asked in *slot*: no matter of which of several people."""
    return ".".join([asking.command.event, *(part for part in slot.path.split(".") if not part.isdecimal())])


def path_of(name: str, slot: Slot) -> str:
    """Find the path of the answer *name* on which *slot* depends: of the same person, in a list of people."""
    above, _, _ = slot.path.rpartition(".")
    return f"{above}.{name}" if above.rpartition(".")[2].isdecimal() else name


def condition(asking: Asking, path: str, holds: Holds, locale: Locale) -> Condition | None:
    """Find with which answers at *path* it *holds*, all else as it is; ``None`` if with all or none."""
    control = asking.slot(path)
    if control is None:
        return None
    if control.kind == "date":
        today = asking.contract.civil_day(asking.at)
        period = period_of(lambda day: holds(asking.having(path, day.isoformat())), today)
        return Condition(path, (), *period) if period is not None else None
    if control.kind not in _WITH_CHOICES or (control.kind == "person" and not asking.has_place_for(path)):
        return None
    values = [choice.value for choice in choices(control, asking, locale)]
    among = [value for value in values if holds(asking.having(path, plain(control, value)))]
    return Condition(path, tuple(among)) if 0 < len(among) < len(values) else None


def is_met(condition: Condition, asking: Asking) -> bool:
    """Whether what is filled in meets *condition*, as a page that hides what does not matter judges it."""
    value = asking.value(condition.field)
    if condition.among:
        control = asking.slot(condition.field)
        answer = {} if isinstance(value, Mapping) else value
        answers = [plain(control, each) for each in condition.among] if control is not None else []
        return any(type(answer) is type(each) and answer == each for each in answers)
    try:
        day = dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    is_written_out = day.isoformat() == value  # Python reads more forms than a script
    return is_written_out and (condition.first_day or day) <= day <= (condition.last_day or day)


def has_place(asking: Asking, path: str, controls: Sequence[str], locale: Locale) -> bool:
    """Whether somebody can be named at *path*: the answers at *controls* mean that person, or could once chosen."""
    return all(_can_mean(asking, path, name, locale) for name in controls) if controls else asking.has_place_for(path)


def _can_mean(asking: Asking, path: str, name: str, locale: Locale) -> bool:
    control = asking.slot(name)
    if control is None or control.kind == "person":
        return asking.has_place_for(path) and asking.has_place_for(name)
    answers = [plain(control, choice.value) for choice in choices(control, asking, locale)]
    meant = [asking.value(name)] if asking.value(name) in answers else answers
    return any(asking.having(name, answer).has_place_for(path) for answer in meant)


def ways(asking: Asking, paths: Iterable[str], locale: Locale) -> Iterator[Asking]:
    """Yield *asking* with every combination of answers at *paths*, and of leaving each as it is."""
    controls = [slot for path in paths if (slot := asking.slot(path)) is not None]
    answers = [[_AS_IT_IS, *_samples(control, asking, locale)] for control in controls]
    for combination in itertools.product(*answers):
        way = asking
        for control, answer in zip(controls, combination, strict=True):
            way = way if answer is _AS_IT_IS else way.having(control.path, answer)
        yield way


_AS_IT_IS: Any = object()


def _samples(control: Slot, asking: Asking, locale: Locale) -> list[Any]:
    if control.kind == "date":
        return [day.isoformat() for day in sample_days(asking.contract.civil_day(asking.at))]
    return [plain(control, choice.value) for choice in choices(control, asking, locale)]


def plain(slot: Slot, value: str) -> Any:
    """Write what a form sends as JSON has it."""
    if slot.kind == "person":
        return {} if value == YES else None
    return value == "true" if slot.kind == "yes_no" else value
