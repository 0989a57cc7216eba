"""
What a page without personal data shows in place of it.

What stands in a field that is declared personal is left out where the page is
made. This is the second line: sentences that were written with such a value,
or with a day computed from a birth, lose it.

>>> from psc_workflow import commands as do
>>> mask = Mask()
>>> mask.read(do.ConfirmIdentity(birth_date=dt.date(1972, 10, 9), birth_city="Papeete"))
>>> mask.text("Born on 9 October 1972 in Papeete, 54 on 2026-10-09.")
'Born on … in …, 54 on ….'
"""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from psc_workflow._model.people import RESERVED
from psc_workflow._model.text import write_day
from psc_workflow._model.verdict import Finding
from psc_workflow._snapshot.redaction import redact

HIDDEN = "…"
_SHORTEST = 3
"""Characters of a text that is looked for in sentences: shorter ones, such as a country, are in too many words."""


class Mask:
    """Knows the personal values of a subject, and takes them out of what is shown."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}
        self._texts: set[str] = set()
        self._births: set[dt.date] = set()
        self._pattern: re.Pattern[str] | None = None

    def read(self, value: object, *, personal: bool = False) -> None:
        """Remember the personal values in *value*, at any depth, and the references of children."""
        self._pattern = None
        kind: Any = type(value)
        if attrs.has(kind):
            for field in attrs.fields(kind):
                part = getattr(value, field.name)
                if field.name == "ref" and part and part not in RESERVED:
                    self.numbers.setdefault(part, f"child-{len(self.numbers) + 1}")
                self.read(part, personal=personal or "personal" in field.metadata)
        elif isinstance(value, tuple | list | Mapping):
            for part in [*value, *value.values()] if isinstance(value, Mapping) else value:
                self.read(part, personal=personal)
        elif personal and isinstance(value, dt.date):
            self._births.add(value)
        elif personal and isinstance(value, str) and not isinstance(value, Enum) and len(value) >= _SHORTEST:
            self._texts |= {value, "".join(value.split())}

    def plain(self, value: object) -> Any:
        """Write *value* as plain data in which every personal field is masked."""
        return redact(value, self.numbers)

    def finding(self, finding: Finding) -> Finding:
        """Return *finding* without the days of birth, and the host's names of children, that it compared."""
        facts = {name: self._fact(fact) for name, fact in finding.facts.items()}
        path = ".".join(self.numbers.get(part, part) for part in finding.path.split("."))
        return attrs.evolve(finding, facts=facts, path=path)

    def text(self, text: str) -> str:
        """Return *text* without personal values, and without days that are somebody's birthday."""
        if self._pattern is None:
            self._pattern = self._compile()
        return self._pattern.sub(HIDDEN, text)

    def of(self, value: Any) -> Any:
        """Do so for every text of plain data; references become numbers."""
        if isinstance(value, str):
            return self.numbers.get(value) or self.text(value)
        if isinstance(value, list):
            return [self.of(part) for part in value]
        return {name: self.of(part) for name, part in value.items()} if isinstance(value, dict) else value

    def is_birthday(self, day: dt.date) -> bool:
        """Whether *day* is a birthday of somebody in the subject."""
        return (day.month, day.day) in {(birth.month, birth.day) for birth in self._births}

    def _fact(self, fact: Any) -> Any:
        if isinstance(fact, dt.date) and self.is_birthday(fact):
            return HIDDEN
        return self.numbers.get(fact, fact) if isinstance(fact, str) else fact

    def _compile(self) -> re.Pattern[str]:
        forms = [re.escape(text) for text in sorted(self._texts, key=len, reverse=True)]
        for birth in self._births:
            french, english = attrs.astuple(write_day(birth))
            forms += [rf"\d{{4}}{birth:-%m-%d}", *(rf"\b{re.escape(day[:-4])}\d{{4}}" for day in (french, english))]
        return re.compile("|".join(forms) or r"(?!)", re.IGNORECASE)
