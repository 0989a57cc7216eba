"""
A dossier without the person: for support and for bug reports, never to be read back.

Every field that is declared personal is masked as its ``repr`` is. What a host
calls a child is replaced by a number. Idempotency keys are the host's own
words, and from the fingerprint of an answer that answer can be guessed: both
are masked. What stays says where the file stands and how it came there.

>>> from psc_workflow._model.people import Child
>>> masked = redacted(Child(ref="teva", disabled=True))
>>> masked["ref"], masked["disabled"], masked["birth_date"], masked["regime"]
('child-1', '<health>', None, None)
"""

from typing import Any

import attrs

from psc_workflow._model.people import RESERVED
from psc_workflow._model.personal import mask
from psc_workflow._model.steps import Accepted
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._structuring import unstructure
from psc_workflow.states._deadlines import ref_of

FORMAT = "psc_workflow/redacted-dossier"
"""Told apart from what can be read back."""


def redacted(value: object) -> Any:
    """Turn *value* into plain data without personal data."""
    return _Redaction().of(value)


class _Redaction:
    """Masks one document; the same child has the same number everywhere in it."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def of(self, value: object) -> Any:
        """Mask what is personal in *value*."""
        if isinstance(value, Accepted):
            return {"key": "<key>", "fingerprint": "<fingerprint>", "revision": value.revision}
        if isinstance(value, tuple):
            return [self.of(one) for one in value]
        kind: Any = type(value)
        if not attrs.has(kind):
            return unstructure(value)
        fields = {field: getattr(value, field.name) for field in attrs.fields(kind)}
        return {field.name: self._field(field, found) for field, found in fields.items() if found is not UNANSWERED}

    def _field(self, field: "attrs.Attribute[Any]", value: Any) -> Any:
        if "personal" in field.metadata:
            return None if value is None else mask(value, field.metadata["personal"])
        if field.name == "ref":
            return self._numbered(value)
        if field.name == "noticed":
            return [key.replace(ref, self._numbered(ref)) if (ref := ref_of(key)) else key for key in value]
        return self.of(value)

    def _numbered(self, ref: str | None) -> str | None:
        """Give the number of a child."""
        if not ref or ref in RESERVED:
            return ref
        return self.numbers.setdefault(ref, f"child-{len(self.numbers) + 1}")
