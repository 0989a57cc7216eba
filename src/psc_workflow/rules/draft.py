"""
A draft keeps the half-filled screen, and nothing that must not be kept (brouillon).

Only fields of the present screen are stored, unvalidated, and never a password
or a part of the signature. Fields left out are named, and block nothing.

Legal source:
    The guide, "Enregistrer et reprendre plus tard".

Not modelled:
    Nothing further.

>>> keepable({"nir": "2 95", "certified": True}, {"nir"})
{'nir': '2 95'}
>>> assess({"certified": True}, {"documents_read"}).warnings[0].code
'draft-field-left-out'
"""

from collections.abc import Collection, Mapping
from typing import Any

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model import commands
from psc_workflow._model.commands import keepable
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Verdict

FIELD_NAMES = frozenset(name for command in commands.ALL for name in command.field_names())
OTHER = Text("un champ inconnu", "an unknown field")
"""Stands for a field that is not ours: its name may hold anything."""


def assess(draft: Mapping[str, Any] | None, allowed: Collection[str]) -> Verdict:
    """
    Warn of the fields of *draft* that will not be stored.

    Args:
        allowed: Fields of the present screen that a draft may hold.

    Returns:
        A verdict that holds, with the warning ``draft-field-left-out``.
    """
    values = draft or {}
    left_out = [name for name in values if name not in allowed]
    altered = [name for name, value in keepable(values, allowed).items() if value != values[name]]
    if not left_out and not altered:
        return Verdict()
    fields = (*(field(name) if name in FIELD_NAMES else OTHER for name in left_out), *map(field, altered))
    return Verdict((finding("draft-field-left-out", "draft", fields=fields),))
