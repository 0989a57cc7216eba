"""
Somebody of a dossier, as far as answers say who it is, and where the command that is judged speaks of them.

>>> Person("child", ref="carla", number=2, is_one_of_several=True).words.en.split()
['child', 'no.', '2']
"""

import datetime as dt
from typing import Literal

import attrs

from psc_workflow._catalogue.wording import term
from psc_workflow._model.days import birth_day
from psc_workflow._model.personal import personal
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Kinship, Parent


@attrs.frozen
class Person:
    """
    The agent, the partner, or a child.

    Args:
        ref: The child's reference; ``agent`` or ``partner``.
        number: Number of the child in messages; 1 is the first.
        is_one_of_several: Whether there is another child.
        nir: Social-security number, as stored.
        birth_path: Where the command states the birth date; empty if it
            stands in the dossier already. Likewise the others.
    """

    role: Literal["agent", "partner", "child"]
    ref: str = ""
    number: int = 0
    is_one_of_several: bool = False
    birth_date: dt.date | None = birth_day()
    first_name: str | None = personal("identity")
    nir: str | None = personal("nir")
    kinship: Kinship | None = None
    parent: Parent | None = None
    birth_path: str = ""
    name_path: str = ""
    nir_path: str = ""

    @property
    def words(self) -> Text:
        """How a sentence calls the person."""
        name = "one_of_several_children" if self.is_one_of_several else self.role
        return term("Person", name).fill({"number": self.number})

    @property
    def is_in_command(self) -> bool:
        """Whether the command says anything of the person."""
        return bool(self.birth_path or self.name_path or self.nir_path)
