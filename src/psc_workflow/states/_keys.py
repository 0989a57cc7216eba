"""
Idempotency keys: checked, looked for among those used last, and remembered.
"""

import attrs

from psc_workflow._model.characters import control
from psc_workflow._model.commands import Command, Form
from psc_workflow._model.record import Record
from psc_workflow._model.steps import MOST_CARRIED, Accepted, fingerprint
from psc_workflow._structuring import is_text
from psc_workflow.exceptions import HostError, KeyReusedError

LONGEST_KEY = 256
"""Characters of an idempotency key: a UUID, with room to spare; a dossier carries the last keys along."""


def check_key(key: str | None) -> None:
    """
    Check the form of *key*.

    Raises:
        HostError: It is not a text of a length that a dossier can carry.
    """
    if key is not None and (not isinstance(key, str) or not _is_fit(key)):
        raise HostError(
            f"`key` must be a string of 1 to {LONGEST_KEY} characters, none of them a control character, or None"
        )


def _is_fit(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and is_text(key) and not any(control(key))


def is_duplicate(record: Record, form: Form, key: str | None) -> bool:
    """
    Whether *key* was accepted for the same command before; a form with faults was never accepted.

    Raises:
        KeyReusedError: It was accepted for another command.
    """
    for accepted in record.accepted:
        if accepted.key == key:
            if form.faults or accepted.fingerprint != fingerprint(form.command):
                raise KeyReusedError("this idempotency key was accepted for another command")
            return True
    return False


def with_key(record: Record, command: Command, key: str | None) -> Record:
    """Remember that *key* was accepted for *command*."""
    if key is None:
        return record
    accepted = Accepted(key, fingerprint(command), record.revision)
    return attrs.evolve(record, accepted=(*record.accepted, accepted)[-MOST_CARRIED:])
