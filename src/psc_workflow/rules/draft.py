"""
A draft keeps the half-filled screen, and nothing that must not be kept (brouillon).

Only fields of the present screen are stored, unvalidated, and never a password
or a part of the signature. Control characters are taken out, apart from line
ends and tabs. Fields left out or cleaned are named, and block nothing.

Legal source:
    The guide, "Enregistrer et reprendre plus tard".

Not modelled:
    Nothing further.

>>> keepable({"nir": "2 95", "certified": True}, {"nir"})
{'nir': '2 95'}
>>> assess({"certified": True}, {"documents_read"}).warnings[0].code
'draft-field-left-out'
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model import commands
from psc_workflow._model.commands import keepable, without_control
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict

FIELD_NAMES = frozenset(name for command in commands.ALL for name in command.field_names())
OTHER = Text("un champ inconnu", "an unknown field")
"""Stands for a field that is not ours: its name may hold anything."""


def assess(draft: Mapping[str, Any] | None, allowed: Collection[str]) -> Verdict:
    """
    Warn of the fields of *draft* that will not be stored.

    Args:
        allowed: Fields of the present screen that a draft may hold.

    Returns:
        A verdict that holds, with the warnings ``draft-field-left-out`` and
        ``draft-text-cleaned``.
    """
    values = draft or {}
    return Verdict.of([*_left_out(values, allowed), *_cleaned(values, allowed)])


def _left_out(values: Mapping[str, Any], allowed: Collection[str]) -> Iterator[Finding]:
    left_out = [name for name in values if name not in allowed]
    stored = keepable(values, allowed)
    altered = [name for name, value in stored.items() if value != without_control(values[name])]
    if left_out or altered:
        fields = (*(field(name) if name in FIELD_NAMES else OTHER for name in left_out), *map(field, altered))
        yield finding("draft-field-left-out", "draft", fields=fields)


def _cleaned(values: Mapping[str, Any], allowed: Collection[str]) -> Iterator[Finding]:
    names = [name for name in values if name in allowed and without_control(values[name]) != values[name]]
    if names:
        yield finding("draft-text-cleaned", "draft", fields=tuple(map(field, names)))
