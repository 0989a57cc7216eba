"""
Stored documents with one value changed, and contracts of a host's own as files.
"""

import json
from pathlib import Path
from typing import Any

from psc_workflow import Dossier, contracts

OWN_CONTRACT = """
[contract]
id = "own"
version = "1"
territory = "PF"
based_on = "guide-illustration"
label = { fr = "Le nôtre", en = "Ours" }
"""
"""The shortest contract that a host can write."""


def own_value(name: str, value: str, unit: str | None = None) -> str:
    """Return the table of a parameter that a contract has since 2025, in the unit of the built-in contracts."""
    return f"""
[{name}]
unit = "{unit or getattr(contracts.get("men-2026-pf"), name).unit}"
checked_on = 2026-01-01
[[{name}.values]]
in_force_from = 2025-01-01
value = {value}
certainty = "published"
sources = [{{ title = "x" }}]
"""


def write_contract(folder: Path, text: str = OWN_CONTRACT) -> Path:
    """Write a contract into *folder*."""
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def with_value(dossier: Dossier, path: str, value: Any) -> Any:
    """Return the document of *dossier* with *value* at a dotted *path*, or with nothing there: ``KeyError``."""
    document = json.loads(dossier.dump())
    *parents, last = (int(name) if name.isdigit() else name for name in path.split("."))
    holder = document
    for name in parents:
        holder = holder[name]
    if value is KeyError:
        del holder[last]
    else:
        holder[last] = value
    return document
