"""
The versions of the stored document, and how an older one becomes the present one.

An upcaster takes a document of one version, as plain data, and returns it in
the next; it knows nothing of the classes, which may change. Once released it is
never edited: what it wrote is stored somewhere.

>>> made_up = Versions(first=1, current=2)
>>> @made_up.upcast(1, 2)
... def rename_the_colour(document):
...     document["colour"] = document.pop("color")
...     return document
>>> made_up.check()
>>> made_up.lift({"version": 1, "color": "blue"})
{'version': 2, 'colour': 'blue'}
"""

import copy
from collections.abc import Callable
from typing import Any

from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import DefinitionError, Fault

Document = dict[str, Any]
Upcaster = Callable[[Document], Document]


class Versions:
    """
    All versions ever released, and the way from each to the next.

    Args:
        first: The oldest version that is read.
        current: The version that is written.
    """

    def __init__(self, *, first: int, current: int) -> None:
        self.first, self.current = first, current
        self._upcasters: dict[int, Upcaster] = {}

    def upcast(self, old: int, new: int) -> Callable[[Upcaster], Upcaster]:
        """
        Register how a document of version *old* becomes one of version *new*.

        Raises:
            DefinitionError: The versions are not consecutive, are not among
                those released, or have an upcaster already.
        """
        if new != old + 1 or not self.first <= old < self.current or old in self._upcasters:
            raise DefinitionError(f"no upcaster can be added from version {old} to {new}")

        def register(upcaster: Upcaster) -> Upcaster:
            self._upcasters[old] = upcaster
            return upcaster

        return register

    def check(self) -> None:
        """
        Check that every version has its upcaster; called once, on import.

        Raises:
            DefinitionError: Some versions have none; it lists them.
        """
        missing = [old for old in range(self.first, self.current) if old not in self._upcasters]
        if missing:
            raise DefinitionError(f"no upcaster starts from: {', '.join(map(str, missing))}")

    def lift(self, document: Document) -> Document:
        """
        Bring a copy of *document* to the current version.

        Raises:
            StructureError: It does not have the structure of its version.
        """
        lifted = copy.deepcopy(document)
        for old in range(document["version"], self.current):
            try:
                lifted = self._upcasters[old](lifted)
                lifted["version"] = old + 1
            except Exception:  # noqa: BLE001 -- the message of any error may show values
                fault = f"is {old}, and the document does not have the structure of that version"
                raise StructureError([Fault("version", fault)]) from None
        return lifted


VERSIONS = Versions(first=1, current=1)
"""The versions of a dossier. Version 1 is frozen: its golden files stay in the tests for ever."""

VERSIONS.check()
