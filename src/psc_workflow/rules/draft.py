"""
A draft keeps the half-filled screen, and nothing that must not be kept (brouillon).

Only fields of the present screen are kept, unvalidated; a password or a part of
the signature never is. What is left out is named, and blocks nothing.

Legal source:
    The guide, "Enregistrer et reprendre plus tard".

Not modelled:
    Nothing further.

>>> kept({"nir": "2 95", "certified": True}, {"nir"})
{'nir': '2 95'}
>>> assess({"certified": True}, {"documents_read"}).warnings[0].code
'draft-field-left-out'
"""

import copy
from collections.abc import Collection, Mapping
from typing import Any

from psc_workflow.catalogue.texts import finding
from psc_workflow.model.verdict import Verdict


def kept(draft: Mapping[str, Any], allowed: Collection[str]) -> dict[str, Any]:
    """Choose the fields of *draft* that may be kept."""
    return {name: copy.deepcopy(value) for name, value in draft.items() if name in allowed}


def assess(draft: Mapping[str, Any] | None, allowed: Collection[str]) -> Verdict:
    """
    Say what of *draft* will not be kept.

    Args:
        allowed: Fields of the present screen that a draft may hold.

    Returns:
        A verdict that holds, with the warning ``draft-field-left-out``.
    """
    left_out = tuple(name for name in draft or () if name not in allowed)
    return Verdict((finding("draft-field-left-out", "draft", fields=left_out),)) if left_out else Verdict()
