"""
Contracts as command lines and files name them: by the id of a built-in one, or by a path.

>>> find_contract("guide-illustration").id
'guide-illustration'
"""

from pathlib import Path

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract


def find_contract(name: str, *, beside: Path = Path()) -> Contract:
    """
    Find a built-in contract by its id, or read a host's own by its path.

    Args:
        name: An id, or a path, which ends in ``.toml`` or has a separator.
        beside: Folder in which the path is looked up before the current one.
    """
    if not name.casefold().endswith(".toml") and not {"/", "\\"} & set(name):
        return contracts.get(name)
    try:
        path = beside / name if (beside / name).exists() else Path(name)
    except (OSError, ValueError):
        path = Path(name)
    return contracts.load(path)
