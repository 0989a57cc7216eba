"""
What people call a leave.

>>> sorted(names("ascaa"))
['ASCAA', 'ascaa']
>>> "CLM" in names("conge_longue_maladie")
True
"""

from collections.abc import Mapping

from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._catalogue.wording import term
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared


def word(leave: str) -> Text:
    """Return the words for a leave of the catalogue."""
    return term("Leave", leave)


def names(leave: str) -> set[str]:
    """List all names of a leave of the catalogue: its identifier, its words, and what else people call it."""
    return {leave, word(leave).fr, word(leave).en, *_other_names().get(leave, ())}


@shared
def _other_names() -> Mapping[str, list[str]]:
    """Read ``texts/leaves.toml``."""
    return read_toml(DATA / "texts" / "leaves.toml")
