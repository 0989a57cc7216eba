"""
What somebody sent with a form: the command as far as it can be read, and what is wrong with the rest.

A malformed field counts as missing, so that the rules judge all the others. The
reading is strict, again and again without what it refused: there is one reader
only, and a submission without faults is the command that the strict reading makes.

>>> from psc_workflow._model.commands import DeclarePartner
>>> filled = read(DeclarePartner, {"birth_date": "1972-02-30", "regime": "cps"})
>>> filled.command.birth_date, filled.command.regime.value, [(fault.path, fault.code) for fault in filled.faults]
(None, 'cps', [('birth_date', 'form-no-such-day')])
"""

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from psc_workflow._model.commands.base import Command
from psc_workflow._model.people import LONGEST_LIST, too_many
from psc_workflow._structuring import StructureError, kind_at, structure
from psc_workflow._structuring.faults import CODES
from psc_workflow.exceptions import Fault


@attrs.frozen
class Submission:
    """
    A command as somebody filled it in, field by field; ``commands.read_form`` reads one.

    Args:
        command: The command, in which every malformed field counts as missing.
        faults: What is wrong with those fields, each with its path and its
            code, in the order of the screen; none if it is well formed.
        missing: Paths of the fields that count as missing: a list of texts or
            of choices does so as a whole.
    """

    command: Command
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()

    def without(self, faults: Iterable[Fault]) -> "Submission":
        """Return the submission in which what has *faults*, each a value that may be missing, is malformed too."""
        command, paths = self.command, [fault.path for fault in faults]
        for path in paths:
            command = _emptied(command, path.split("."))
        return Submission(command, (*self.faults, *faults), (*self.missing, *paths))

    def with_fields(self, **fields: Any) -> "Submission":
        """
        Return the submission with *fields* for which the host answers, such as the evidence of a signature.

        Raises:
            TypeError: The command has no field of such a name.
            InvalidCommandError: A value has another type than its field.
        """
        return attrs.evolve(self, command=attrs.evolve(self.command, **fields))  # type: ignore[misc]  # attrs classes

    def lacks(self, path: str) -> bool:
        """Whether what belongs at *path* is missing only because it is malformed."""
        return any(path == name or path.startswith(f"{name}.") for name in self.missing)


def _emptied(value: Any, path: Sequence[str]) -> Any:
    """Return *value* with nothing at *path*."""
    if not path:
        return None
    first, *rest = path
    if isinstance(value, tuple):
        position = int(first)
        return (*value[:position], _emptied(value[position], rest), *value[position + 1 :])
    return attrs.evolve(value, **{first: _emptied(getattr(value, first), rest)})


def as_submission(command: Command | Submission) -> Submission:
    """Return *command* as a submission; one that was built in Python has no faults."""
    return command if isinstance(command, Submission) else Submission(command)


def read(kind: type[Command], fields: dict[str, Any]) -> Submission:
    """
    Read the *fields* of a command of this *kind*.

    Raises:
        StructureError: It is not what a person filled in: *fields* is no
            object, has an unknown name, or is nested too deeply.
    """
    reading = _Reading(kind, fields)
    reading.leave_out(_long_lists(kind, fields))
    while True:
        try:
            command = structure(reading.fields, kind)
        except StructureError as error:
            if any(not fault.code or not fault.path for fault in error.faults):
                raise
            before = reading.fields
            reading.leave_out(error.faults)
            if reading.fields == before:
                raise
        else:
            return Submission(command, reading.faults_in_order(), tuple(reading.missing))


def _long_lists(kind: type[Command], fields: object) -> list[Fault]:
    """List the lists that are too long, before any time is spent on their items."""
    values = fields if isinstance(fields, dict) else {}
    lists = [name for name in kind.field_names() if isinstance(values.get(name), list)]
    return [too_many(name) for name in lists if len(values[name]) > LONGEST_LIST]


class _Reading:
    """
    What is left of a submission, and the faults of what was left out.

    Args:
        missing: Paths of the fields that count as missing.
    """

    def __init__(self, kind: type[Command], fields: dict[str, Any]) -> None:
        self._kind = kind
        self._faults: dict[str, Fault] = {}
        self.fields = fields
        self.missing: list[str] = []

    def leave_out(self, faults: Iterable[Fault]) -> None:
        """
        Leave out what has *faults*.

        An object that is none is replaced by one of which nothing is known; if
        that cannot stay either, it is left out, with the fault that it has.
        """
        for fault in faults:
            path = self._field_of(fault.path)
            self.fields = _without(self.fields, path.split("."), or_empty=fault.code == CODES[dict])
            self._faults.setdefault(fault.path, fault)
            if path not in self.missing:
                self.missing.append(path)

    def faults_in_order(self) -> tuple[Fault, ...]:
        """Return the faults in the order of the screen, and of the people in a list."""
        names = self._kind.field_names()

        def place(fault: Fault) -> tuple[int, ...]:
            first, *rest = fault.path.split(".")
            return names.index(first), *(int(part) for part in rest if part.isdecimal())

        return tuple(sorted(self._faults.values(), key=place))

    def _field_of(self, path: str) -> str:
        """Find the field that is missing without what stands at *path*; in a list, only people have a place."""
        parent, _, item = path.rpartition(".")
        return parent if item.isdecimal() and not attrs.has(kind_at(self._kind, path)) else path


def _without(data: Any, path: list[str], *, or_empty: bool) -> Any:
    """Copy *data* without what stands at *path*, or with an empty object there."""
    first, *rest = path
    if isinstance(data, list):
        place = int(first)
        return [*data[:place], _without(data[place], rest, or_empty=or_empty) if rest else {}, *data[place + 1 :]]
    others = {name: value for name, value in data.items() if name != first}
    if rest and first in data:
        return {**others, first: _without(data[first], rest, or_empty=or_empty)}
    return {**others, first: {}} if or_empty else others
