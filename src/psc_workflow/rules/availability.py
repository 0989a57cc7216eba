"""
A command must be one that is offered here, to this role (demandes proposées).

Legal source:
    The chart of the journey; a manager may enter data on an agent's behalf, but
    never sign.

Not modelled:
    Authentication, which is the host's.

>>> here, sign = Text("Accueil", "Home"), Text("Je souscris", "Subscribe")
>>> verdict = not_available(sign, state=here, available=(Text("Je commence", "Begin"),))
>>> verdict.findings[0].remedy("en")
'Available at this step: “Begin”.'
"""

from collections.abc import Sequence

from psc_workflow._catalogue.wording import finding, word
from psc_workflow._model.commands import Command
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Role

NOTHING = Text("aucune", "none")


def not_available(command: Text, *, state: Text, available: Sequence[Text]) -> Verdict:
    """
    Refuse *command*, which this state does not offer, and list what it offers.

    Args:
        command: Label of the command.
        state: Label of the state.
        available: Labels of the commands offered instead.

    Returns:
        ``command-not-available``.
    """
    return Verdict((finding("command-not-available", command=command, state=state, available=_list(available)),))


def not_for_role(command: type[Command], *, label: Text, role: Role, available: Sequence[Text]) -> Verdict:
    """
    Refuse *command* to *role*; list the roles that may give it, and what this role may do.

    Args:
        label: Label of the command.
        available: Labels of the commands offered to this role.

    Returns:
        ``role-not-allowed``.
    """
    return Verdict(
        (
            finding(
                "role-not-allowed",
                command=label,
                role=role,
                roles=tuple(map(word, command.roles)),
                available=_list(available),
            ),
        )
    )


def already_accepted(command: Text) -> Verdict:
    """
    Set *command* aside: the page it comes from was accepted before, with other answers.

    Args:
        command: Label of the command.

    Returns:
        ``form-already-accepted``.
    """
    return Verdict((finding("form-already-accepted", command=command),))


def _list(labels: Sequence[Text]) -> tuple[Text, ...] | Text:
    """Quote each label, as some are whole sentences."""
    return (
        tuple(Text(f"«\N{NO-BREAK SPACE}{label.fr}\N{NO-BREAK SPACE}»", f"“{label.en}”") for label in labels) or NOTHING
    )
