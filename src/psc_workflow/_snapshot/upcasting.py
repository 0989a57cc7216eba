"""
The versions of the stored document, and how an older one becomes the present one.

An upcaster takes a document of one version, as JSON has it, and gives the same
in the next; it knows nothing of the classes, which may change. Once released it
is never edited: what it wrote is stored somewhere.

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
    All versions that were ever released, and the way from each to the next.

    Args:
        first: The oldest that is read.
        current: The one that is written.
    """

    def __init__(self, *, first: int, current: int) -> None:
        self.first, self.current = first, current
        self._upcasters: dict[int, Upcaster] = {}

    def upcast(self, old: int, new: int) -> Callable[[Upcaster], Upcaster]:
        """
        Register how a document of version *old* becomes one of version *new*.

        Raises:
            DefinitionError: Versions are not next to each other, not among
                those released, or have an upcaster already.
        """
        if new != old + 1 or not self.first <= old < self.current or old in self._upcasters:
            raise DefinitionError(f"no second or other upcaster from {old} to {new} can be added")

        def register(upcaster: Upcaster) -> Upcaster:
            self._upcasters[old] = upcaster
            return upcaster

        return register

    def check(self) -> None:
        """
        Check that every version has its upcaster; called once, on import.

        Raises:
            DefinitionError: Naming the versions that lead nowhere.
        """
        missing = [old for old in range(self.first, self.current) if old not in self._upcasters]
        if missing:
            raise DefinitionError(f"no upcaster starts from: {', '.join(map(str, missing))}")

    def lift(self, document: Document) -> Document:
        """
        Bring *document* to the current version; it is not changed itself.

        Raises:
            StructureError: It cannot be: it is not what its version says.
        """
        found = copy.deepcopy(document)
        for old in range(document["version"], self.current):
            try:
                found = self._upcasters[old](found)
                found["version"] = old + 1
            except Exception:  # noqa: BLE001 -- whatever it is, its message may show what stands there
                fault = f"is {old}, and the document is not what that version says"
                raise StructureError([Fault("version", fault)]) from None
        return found


VERSIONS = Versions(first=1, current=1)
"""Those of the dossier. Version 1 is frozen: golden files of it stay in the tests for ever."""

VERSIONS.check()
