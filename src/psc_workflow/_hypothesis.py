"""
Teaches Hypothesis to draw our classes: ``st.from_type(Household)``, without an import from the testing kit.

Hypothesis calls this through an entry point whenever it is imported, in every
environment that has both. So nothing is imported here that nobody asked for: the
classes are registered as soon as they are loaded, and the strategies made when
one of them is first drawn.
"""

import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_CLASSES = {
    "psc_workflow._model.people": ("Agent", "Partner", "Child", "Household"),
    "psc_workflow._model.commands": ("ALL",),
    "psc_workflow.dossier": ("Dossier",),
}
"""Where the classes are; ``ALL`` is the list of all commands."""

_NAMES = {
    "Agent": "agents",
    "Partner": "partners",
    "Child": "children",
    "Household": "households",
    "Dossier": "dossiers",
}
"""The strategy of each class; a command has that of its screen."""


def register() -> None:
    """Register the classes that are loaded, and the others once they are."""
    waiting = [name for name in _CLASSES if not _is_loaded(name)]
    for name in _CLASSES.keys() - set(waiting):
        _register(sys.modules[name])
    if waiting:
        sys.meta_path.insert(0, _OnLoading(waiting))


def _is_loaded(name: str) -> bool:
    module = sys.modules.get(name)
    return module is not None and not getattr(module.__spec__, "_initializing", False)


def _register(module: ModuleType) -> None:
    register_type_strategy = sys.modules["hypothesis.strategies"].register_type_strategy  # loaded: it called us
    for name in _CLASSES[module.__name__]:
        value = getattr(module, name)
        for cls in value if isinstance(value, tuple) else (value,):
            register_type_strategy(cls, _strategy)


def _strategy(cls: type[Any]) -> Any:
    """Make the strategy of a class that is drawn."""
    strategies = importlib.import_module("psc_workflow.testing.strategies")
    name = _NAMES.get(cls.__name__)
    return getattr(strategies, name)() if name else strategies.answers(cls)


class _OnLoading(MetaPathFinder):
    """Registers the classes of a module right after the module is executed."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 -- the protocol
        """Find the module as the others do, and watch it being executed."""
        if fullname not in self._names:
            return None
        self._names.remove(fullname)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Registering(spec.loader)
        return spec


class _Registering(Loader):
    """Executes a module as its own loader does, then registers its classes."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _register(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
