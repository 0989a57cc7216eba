"""
What the rules say of a form as it is filled in: which answers it lacks, which would be refused, which cannot change.

The command is judged with what is filled in, and again without one answer or
with another in its place. Whatever a form shows comes from there, so that it
cannot say anything else than the decision.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from psc_workflow._forms.dossiers import OfDossier
from psc_workflow._forms.slots import Slot, slots
from psc_workflow._model.commands import Command, Submission, read_form
from psc_workflow._model.verdict import Finding, Severity, Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._views.questions import findings_of, warns_of_unknown
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._course import ask
from psc_workflow.states._dates import Days
from psc_workflow.states._step import row_of
from psc_workflow.states._withholding import NONE, Kinds, verdict_for

ABSENT: Any = object()
"""Stands for an answer that is left out."""


LOCKING = frozenset(
    {
        "contact-details-changed",
        "partner-birth-date-differs",
        "partner-regime-differs",
        "child-birth-date-differs",
        "attestation-motive-differs",
    }
)
"""Codes of refusals of an answer that must be the one given elsewhere."""


@attrs.define(slots=False, eq=False)
class Asking(OfDossier):
    """
    A command as far as it is filled in, and what the rules find in it.

    Args:
        days: Those of the record as of *at*.
        fields: Plain data, by name; malformed answers as they were typed.
        hidden: Kinds of personal data that *role* does not see.
        memory: What the rules found, by what was filled in: the same is
            judged once, however many questions are asked about it.
    """

    days: Days
    at: dt.datetime
    role: Role | None
    command: type[Command]
    fields: Mapping[str, Any]
    hidden: Kinds = NONE
    memory: dict[str, tuple[Finding, ...]] = attrs.field(factory=dict, repr=False)

    @cached_property
    def read(self) -> Submission:
        """The command as far as it can be read."""
        submission = read_form(self.command.do, dict(self.fields))
        foreign = self.contract.foreign_words(submission.command)
        return submission.without(foreign) if foreign else submission

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find; nothing where the command has no place."""
        key = repr(self.fields)
        if key not in self.memory:
            self.memory[key] = self._findings()
        return self.memory[key]

    def _findings(self) -> tuple[Finding, ...]:
        context = ask(self.days, self.at, self.read.command, self.role)
        row = row_of(JOURNEYS[context.journey], context.state, context.event)
        return () if row is None else tuple(findings_of(row, context))

    def having(self, path: str, value: Any) -> "Asking":
        """Return the same with *value* at *path*."""
        return attrs.evolve(self, fields=having(self.fields, path.split("."), value))

    def value(self, path: str) -> Any:
        """Find what is filled in at *path*; ``ABSENT`` if nothing is."""
        value: Any = self.fields
        for part in path.split("."):
            if isinstance(value, list):
                value = value[int(part)] if part.isdecimal() and int(part) < len(value) else ABSENT
            else:
                value = value.get(part, ABSENT) if isinstance(value, Mapping) else ABSENT
        return value

    def requires(self, path: str) -> bool:
        """Whether the command is incomplete without an answer at *path*."""
        return any(f.severity is Severity.MISSING and f.path == path for f in self._without(path).findings)

    def stops_without(self, path: str) -> bool:
        """Whether nothing is accepted without an answer at *path*, for that very reason."""
        return any(f.blocks and f.path == path for f in self._without(path).findings)

    def warns_without(self, path: str) -> bool:
        """Whether the absence of an answer at *path* is a reason for a warning."""
        without = self._without(path)
        return any(f.path == path and warns_of_unknown(f, without.read.command) for f in without.findings)

    def asks(self, path: str) -> bool:
        """Whether an answer at *path* is missing, or its absence a reason for a warning."""
        return self.requires(path) or self.warns_without(path)

    def matters(self, path: str, samples: Iterable[Any]) -> bool:
        """Whether an answer at *path* is asked for, or one of *samples* there would change what the rules find."""
        without = self._without(path)
        return self.asks(path) or any(without.having(path, value).findings != without.findings for value in samples)

    def has_place_for(self, path: str) -> bool:
        """Whether somebody can be named at *path*: not where anybody would be refused there, as a second partner is."""
        somebody = self.having(path, {})
        refused = {finding.path for finding in somebody.findings if finding.blocks}
        return path not in refused | {fault.path for fault in somebody.read.faults}

    def refusal(self, path: str, value: Any) -> Finding | None:
        """Find why *value* would be refused at *path*; ``None`` if it would not, for all that is filled in."""
        findings = self.having(path, value).findings
        return next((f for f in findings if f.severity is Severity.REFUSED and f.path == path), None)

    def reason_against(self, slot: Slot, value: str) -> Finding | None:
        """Find why the choice *value* would be refused; nothing that names an answer which this role does not see."""
        finding = self.refusal(slot.path, value)
        if finding is None or (finding.code in LOCKING and slot.personal in self.hidden):
            return None
        filled, on = self.having(slot.path, value).read.command, self.contract.civil_day(self.at)
        verdict = Verdict((finding,))
        shown = verdict_for(self.role, verdict, record=self.record, contract=self.contract, on=on, command=filled)
        return shown.findings[0]

    def is_locked(self, path: str, others: Iterable[str], codes: Collection[str]) -> bool:
        """
        Whether any other answer than the one at *path* would be refused for one of *codes*.

        Args:
            others: Other choices, if it is one of a list.
        """
        value = self.value(path)
        other = next(iter(others), None) or _other(value)
        if other is None or self.refusal(path, value) is not None:
            return False
        finding = self.refusal(path, other)
        return finding is not None and finding.code in codes

    def slot(self, path: str) -> Slot | None:
        """Find the place at *path*, with positions in lists; ``None`` if the command has none there."""
        places, slot = slots(self.command), None
        prefix = ""
        for part in path.split("."):
            prefix = f"{prefix}.{part}".lstrip(".")
            if slot is not None and slot.kind == "people" and part.isdecimal():
                places = slot.at(int(part))
                continue
            slot = next((place for place in places if place.path == prefix), None)
            if slot is None:
                return None
            places = slot.below
        return slot

    def field_of(self, path: str) -> str:
        """Find the field to which *path*, of a finding, belongs: itself, or the nearest above; empty if none does."""
        parts = path.split(".") if path else []
        while parts:
            slot = self.slot(".".join(parts))
            if slot is not None and slot.kind != "group" and self._is_there(parts):
                return ".".join(parts)
            parts.pop()
        return ""

    def _is_there(self, parts: list[str]) -> bool:
        """Whether the list has every person that the path names, and no text stands where answers belong."""
        value: Any = self.fields
        for part in parts:
            if part.isdecimal():
                if not (isinstance(value, list) and int(part) < len(value)):
                    return False
                value = value[int(part)]
            elif value is None or isinstance(value, Mapping):
                value = (value or {}).get(part)
            else:
                return False
        return True

    def _without(self, path: str) -> "Asking":
        return self if self.value(path) is ABSENT else self.having(path, ABSENT)


def _other(value: Any) -> Any:
    """Make another answer of the same kind as *value*; nothing where only a list of choices has others."""
    if isinstance(value, list):
        return [*value, "x"] if value and all(isinstance(item, str) for item in value) else None
    if not isinstance(value, str):
        return None
    try:
        return (dt.date.fromisoformat(value) - dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return f"{value}x"


def having(fields: Any, path: list[str], value: Any) -> Any:
    """Copy *fields*, plain data, with *value* at *path*; without what stands there if it is ``ABSENT``."""
    first, *rest = path
    if isinstance(fields, list) and first.isdecimal() and int(first) < len(fields):
        place = int(first)
        return [*fields[:place], having(fields[place], rest, value) if rest else value, *fields[place + 1 :]]
    below = dict(fields) if isinstance(fields, Mapping) else {}
    if rest:
        below[first] = having(below.get(first, {}), rest, value)
    elif value is ABSENT:
        below.pop(first, None)
    else:
        below[first] = value
    return below
