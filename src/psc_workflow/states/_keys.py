"""
What a host says of a request in its own words: its key, which is remembered, and the id of the person.
"""

import re

from psc_workflow._model.characters import control
from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.record import Record
from psc_workflow._model.steps import MOST_CARRIED, Accepted, fingerprint
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import is_text
from psc_workflow._structuring.evolving import evolve
from psc_workflow.exceptions import HostError

LONGEST_KEY = 256
"""Characters of an idempotency key: a UUID, with room to spare; a dossier carries the last keys along."""

LONGEST_BY = 128
"""Characters of the host's own id of a person; the last steps carry it along."""

_LOOKS_PERSONAL = re.compile(
    r"@|(?<![\w-])[1-478](?:[ .-]?[0-9]){4}[ .-]?(?:[0-9]{2}|2[ABab])(?:[ .-]?[0-9]){6}(?:[ .-]?[0-9]{2})?(?![\w-])"
)
"""An e-mail address, or a number that has the form of a NIR and nothing joined to it."""


def check_key(key: str | None) -> None:
    """
    Check the form of *key*.

    Raises:
        HostError: It is not a text of a length that a dossier can carry.
    """
    if key is not None and (not isinstance(key, str) or not _is_fit(key, LONGEST_KEY)):
        raise HostError(
            f"`key` must be a string of 1 to {LONGEST_KEY} characters, none of them a control character, or None"
        )


def check_by(by: str | None) -> None:
    """
    Check the form of *by*, the host's own id of the person who asks.

    Raises:
        HostError: It is not a text of a length that a dossier can carry, or
            looks like personal data: an e-mail address, or a social-security
            number, with or without its key.
    """
    if by is not None and (not isinstance(by, str) or not by.strip() or not _is_fit(by, LONGEST_BY)):
        raise HostError(
            f"`by` must be a string of 1 to {LONGEST_BY} characters, none of them a control character, or None"
        )
    if by is not None and _LOOKS_PERSONAL.search(by):
        raise HostError("`by` must mean nothing to others: it looks like an e-mail address, or like a NIR")


def _is_fit(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and is_text(text) and not any(control(text))


def accepted_for(record: Record, key: str | None) -> Accepted | None:
    """Find what *key* was accepted for; ``None`` if for nothing that is remembered."""
    return next((accepted for accepted in record.accepted if accepted.key == key), None)


def is_same(accepted: Accepted, submission: Submission) -> bool:
    """Whether *submission* is the very request that was *accepted*; one with faults never was."""
    return not submission.faults and accepted.fingerprint == fingerprint(submission.command)


def is_same_command(record: Record, accepted: Accepted, submission: Submission) -> bool:
    """Whether *submission* gives the command that was *accepted*: no other one, as far as the steps go back."""
    steps = (step for step in reversed(record.history.steps) if step.revision <= accepted.revision)
    names = (step.command for step in steps if step.role is not Role.CLOCK)
    return next(names, submission.command.do) == submission.command.do


def with_key(record: Record, command: Command, key: str | None) -> Record:
    """Remember that *key* was accepted for *command*."""
    if key is None:
        return record
    accepted = Accepted(key, fingerprint(command), record.revision)
    return evolve(record, accepted=(*record.accepted, accepted)[-MOST_CARRIED:])
