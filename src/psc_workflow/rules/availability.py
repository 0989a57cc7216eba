"""
A command must be one that is offered here, to this role (demandes proposées).

Legal source:
    The chart of the journey; a manager may enter data on an agent's behalf, but
    never sign.

Not modelled:
    Authentication, which is the host's.

>>> from psc_workflow._model.commands import Sign
>>> here = Text("Accueil", "Home")
>>> verdict = not_available(Sign, state=here, available=("resume",))
>>> verdict.findings[0].remedy("en")
'Offered here: resume.'
"""

from collections.abc import Sequence

from psc_workflow._catalogue.wording import finding, word
from psc_workflow._model.commands import Command
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Role

NOTHING = Text("aucune", "none")


def not_available(command: type[Command], *, state: Text, available: Sequence[str]) -> Verdict:
    """
    Refuse *command*, which this state does not offer, and list what it offers.

    Returns:
        ``command-not-available``.
    """
    offered = tuple(available) or NOTHING
    return Verdict((finding("command-not-available", command=command.do, state=state, available=offered),))


def not_for_role(command: type[Command], *, role: Role, available: Sequence[str]) -> Verdict:
    """
    Refuse *command* to *role*; list the roles that may give it, and what this role may do.

    Returns:
        ``role-not-allowed``.
    """
    return Verdict(
        (
            finding(
                "role-not-allowed",
                command=command.do,
                role=role,
                roles=tuple(map(word, command.roles)),
                available=tuple(available) or NOTHING,
            ),
        )
    )
