"""
Former names and module paths: for one release, each still works, with a ``DeprecationWarning``.

An old path gives the very module of the new one, so that classes are the same
and what was pickled under the old path loads. Submodules go with their package.

>>> moved_to("psc_workflow.model.people"), moved_to("psc_workflow.catalogue.texts")
('psc_workflow._model.people', 'psc_workflow._catalogue.wording')
>>> moved_to("psc_workflow.exceptions") is None
True
"""

import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any


def warn_of_role(method: str, assumed: str) -> None:
    """
    Warn a host that names no role: one day it must.

    Args:
        method: What it calls.
        assumed: What is assumed instead.
    """
    _warn(f"{method} without `role` is deprecated ({assumed}): pass `role=Role.AGENT`, or whoever is signed in")


def _warn(message: str) -> None:
    """Warn at the line of the host, however many frames of this library and of Python itself lie between."""
    level, frame = 1, sys._getframe()  # noqa: SLF001 -- skip_file_prefixes of warnings needs Python 3.12
    while frame.f_back is not None and frame.f_code.co_filename.startswith((_PACKAGE, "<frozen ")):
        frame = frame.f_back
        if not frame.f_code.co_filename.startswith("<frozen importlib"):  # which warnings does not count
            level += 1
    warnings.warn(message, DeprecationWarning, stacklevel=level)


_PACKAGE = __file__.removesuffix("_retired.py")
"""Where the files of this package lie; a loader of zip archives names them so, too."""


_PREFIX = f"{__package__}."

_UNDERSCORED = {
    "cli": ("app", "arguments", "batch", "corpus", "files", "lookup", "printing", "scenario"),
    "pricing": ("charges", "explaining", "people", "quote", "rounding"),
    "pricing.frame": ("columns", "expressions", "rows"),
    "states": (
        *("access", "affiliation", "dispensation", "membership"),
        *("changes", "charts", "context", "course", "dates", "deadlines", "effects", "engine"),
        *("guard", "guards", "legality", "refs", "routes", "step"),
    ),
    "stores": ("base", "rows", "sqlite"),
}
"""Packages whose modules have kept their names, behind an underscore."""

MOVED = {
    "catalogue": "_catalogue",
    "catalogue.texts": "_catalogue.wording",
    "compatibility": "stores._compatibility",
    "interview": "_views.questions",
    "journeys": "dossier",
    "model": "_model",
    "pricing.calculator": "pricing._quote",
    "pricing.frame.bands": "pricing.frame._digits",
    "pricing.frame.lines": "pricing.frame._entries",
    "pricing.frame.sides": "pricing.frame._people",
    "pricing.frame.told": "pricing.frame._entries",
    "retention": "_views.retention",
    "rules.one_cover": "rules.exclusive_journeys",
    "rules.one_day": "rules.change_day",
    "rules.text": "rules.compulsory_text",
    "schemas.definitions": "_schemas.definitions",
    "schemas.words": "_schemas.words",
    "snapshot": "_snapshot",
    "states.answered": "states._past_answers",
    "states.drawing": "_charts.texts",
    "states.changes.lapses": "states._changes.deadlines",
    "states.guards.between": "states._guards.shared",
    "states.path": "states._screens",
    "structuring": "_structuring",
    "structuring.texts": "_structuring.json_text",
    "version": "_version",
    "views": "_views.view",
    "witnesses": "rules._examples",
    "witnesses.one_cover": "rules._examples.exclusive_journeys",
    "witnesses.one_day": "rules._examples.change_day",
    "witnesses.people": "rules._examples._people",
    "witnesses.text": "rules._examples.compulsory_text",
    "witnesses.witness": "rules._examples._example",
    **{f"{package}.{name}": f"{package}._{name}" for package, names in _UNDERSCORED.items() for name in names},
}
"""Old path to new path, below this package."""


def moved_to(path: str) -> str | None:
    """Return the new path of the module *path*; ``None`` if it has not moved."""
    old, rest = path.removeprefix(_PREFIX), ""
    while old not in MOVED:
        old, dot, last = old.rpartition(".")
        if not dot:
            return None
        rest = f".{last}{rest}"
    return f"{_PREFIX}{MOVED[old]}{rest}"


class _Finder:
    """Finds old paths; it stands first, for a package's ``__path__`` would show its modules under the old path too."""

    @staticmethod
    def find_spec(
        name: str,
        path: Sequence[str] | None,  # noqa: ARG004 -- as importlib calls it
        target: ModuleType | None = None,  # noqa: ARG004 -- the same
    ) -> ModuleSpec | None:
        """Find the module called *name*, if it has moved to a module that exists."""
        new = moved_to(name) if name.startswith(_PREFIX) else None
        if new is None or find_spec(new) is None:
            return None
        return ModuleSpec(name, _Loader(name, new), origin=new)  # type: ignore[arg-type]  # a loader by its methods


class _Loader:
    """Has the module called *new* found under its *old* name; nothing of it is changed."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:  # noqa: ARG002 -- as importlib calls it
        """Import the module under its new name: another thread never sees an empty one."""
        module = import_module(self._new)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give *module* its own spec back, which importlib has replaced, and warn whoever imports it."""
        module.__spec__ = self._spec
        is_internal = any(part.startswith("_") for part in self._new.split("."))
        where = f", which is internal: import public names from {__package__}" if is_internal else ""
        message = f"{self._old} has moved to {self._new}{where}; the old path will be removed in the next release"
        _warn(message)


def install() -> None:
    """Have old paths found; a second call, as when the package is reloaded, changes nothing."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)


def warn_renamed(old: str, new: str) -> None:
    """Warn the host that *old* is now called *new*."""
    _warn(f"{old} is now called {new}; the former name will be removed in the next release")


def former_names(module: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """
    Make the ``__getattr__`` of *module*, which finds members by their former *names*.

    Args:
        names: Former name to new one, with its module if it has moved to another.
    """

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        home, _, new = names[name].rpartition(".")
        warn_renamed(name, names[name])
        value = getattr(import_module(home or module), new)
        vars(sys.modules[module])[name] = value  # ``from … import`` asks twice: warn once
        return value

    return find
