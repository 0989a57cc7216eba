"""
A dossier without the person: for support and for bug reports, never to be read back.

Every field that is declared personal is masked as in its ``repr``. The host's
name of a child is replaced by a number. Idempotency keys are the host's own
words, and the fingerprint of an answer lets that answer be guessed: both are
masked. What remains shows where the file stands and how it came there.

>>> from psc_workflow._model.people import Child
>>> masked = redact(Child(ref="teva", disabled=True))
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
"""Another format than that of documents that can be read back."""


def redact(value: object, numbers: dict[str, str] | None = None) -> Any:
    """
    Turn *value* into plain data without personal data.

    Args:
        numbers: What children are called who were met before; those met here
            are added.
    """
    return _Redaction({} if numbers is None else numbers).of(value)


class _Redaction:
    """Masks one document, in which a child has the same number everywhere."""

    def __init__(self, numbers: dict[str, str]) -> None:
        self.numbers = numbers

    def of(self, value: object) -> Any:
        """Mask what is personal in *value*."""
        if isinstance(value, Accepted):
            return {"key": "<key>", "fingerprint": "<fingerprint>", "revision": value.revision}
        if isinstance(value, tuple):
            return [self.of(item) for item in value]
        kind: Any = type(value)
        if not attrs.has(kind):
            return unstructure(value)
        values = {field: getattr(value, field.name) for field in attrs.fields(kind)}
        return {
            field.name: self._field(field, content) for field, content in values.items() if content is not UNANSWERED
        }

    def _field(self, field: "attrs.Attribute[Any]", value: Any) -> Any:
        if "personal" in field.metadata:
            return None if value is None else mask(value, field.metadata["personal"])
        if field.name == "ref":
            return self._number(value)
        if field.name == "noticed":
            return [key.replace(ref, self._number(ref)) if (ref := ref_of(key)) else key for key in value]
        return self.of(value)

    def _number(self, ref: str | None) -> str | None:
        """Replace the reference of a child by its number."""
        if not ref or ref in RESERVED:
            return ref
        return self.numbers.setdefault(ref, f"child-{len(self.numbers) + 1}")
