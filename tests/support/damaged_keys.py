"""
Mistakes in one key of plain data: a value of another type, a name that is misspelt.
"""

import copy
from collections.abc import Callable
from typing import Any

Path = tuple[Any, ...]


def changed(document: dict[str, Any], path: Path, change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return *document* with what *change* makes of the value at *path*."""
    result, owner = _owner(document, path)
    owner[path[-1]] = change(owner[path[-1]])
    return result


def misspelt(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return *document* with another name for the key at *path*."""
    result, owner = _owner(document, path)
    owner[f"{path[-1]}_"] = owner.pop(path[-1])
    return result


def other_type(value: Any) -> Any:
    """Return something that is not of the type of *value*, whatever that is."""
    return {} if isinstance(value, list) else [value]


def _owner(document: dict[str, Any], path: Path) -> tuple[dict[str, Any], Any]:
    result = copy.deepcopy(document)
    owner: Any = result
    for name in path[:-1]:
        owner = owner[name]
    return result, owner
