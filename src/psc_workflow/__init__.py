"""
The journeys of the French State's compulsory health cover (PSC): state machines, rules, premiums.

A name is loaded when it is first used: computing premiums never loads the
state machines. The list of names is ``__init__.pyi``, which type checkers read too.

>>> import psc_workflow
>>> psc_workflow.Regime.GENERAL.value, psc_workflow.exceptions.HostError.__name__
('general', 'HostError')
"""

import ast
from importlib import import_module

from psc_workflow import _retired


def _read_homes() -> dict[str, str]:
    """Read which module each public name comes from; any loader reads the stub, that of a zip archive too."""
    stub = __spec__.loader.get_data(__file__.rpartition(".py")[0] + ".pyi")
    imports = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module for node in imports for alias in node.names}


_HOMES = _read_homes()
__all__ = sorted(_HOMES)  # noqa: PLE0605 -- a list, read from the stub
_retired.install()


def __getattr__(name: str) -> object:
    """Load a name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES[name]
    value = import_module(f"{home}.{name}") if home == __name__ else getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return __all__
