"""
How a dossier came to its present state: steps, each chained to the one before, and the keys of accepted commands.
"""

import datetime as dt
import functools
import hashlib

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._model.vocabulary import Capacity, Role
from psc_workflow._structuring import ADDED, canonical, to_utc, unstructure
from psc_workflow._structuring.evolving import evolve

MOST_CARRIED = 16
"""Most steps, idempotency keys, removals, and details of people who have left, that a dossier carries."""


@attrs.frozen
class Step:
    """
    One accepted command, or one deadline that came, without any values.

    Args:
        command: Name of the command or deadline, kebab-case.
        state: State of the journey after it.
        capacity: In which capacity a representative acted; ``None`` if
            somebody else did.
        by: The host's own id of the person, which means nothing to others;
            ``None`` if it gave none.
    """

    revision: int
    journey: str
    command: str
    state: str
    role: Role
    at: dt.datetime = attrs.field(converter=to_utc)  # so that equal steps have the same hash
    outcome: str
    codes: tuple[str, ...]
    contract_version: str
    library_version: str
    chain: str = ""
    capacity: Capacity | None = attrs.field(default=None, metadata={ADDED: True})
    by: str | None = attrs.field(
        default=None, repr=masked_repr("identity"), metadata=personal_metadata("identity") | {ADDED: True}
    )

    def __hash__(self) -> int:
        """Hash what differs between the steps of a dossier, and no more: equal steps have equal hashes all the same."""
        return hash((self.revision, self.chain))

    def chain_to(self, head: str) -> "Step":
        """Link the step to the chain that ends in *head*."""
        return evolve(self, chain=link(self, head))


CHAINED = (
    "revision",
    "journey",
    "command",
    "state",
    "role",
    "at",
    "outcome",
    "codes",
    "contract_version",
    "library_version",
)
"""Fields that are hashed. The list never changes, whatever fields a step gains: chains are kept for ever."""

CHAINED_IF_THERE = ("capacity",)
"""
Fields that are hashed where they have a value, which no step had before they were added.

``by`` is none of them: who acted may have to be erased one day, and the chain
must hold all the same.
"""


@functools.lru_cache(maxsize=1024)
def link(step: Step, head: str) -> str:
    """Hash *step* with the head of the chain before it; its own ``chain`` is left out."""
    hashed = {name: getattr(step, name) for name in CHAINED}
    hashed |= {name: value for name in CHAINED_IF_THERE if (value := getattr(step, name)) is not None}
    hashed |= {"at": step.at.isoformat(), "chain": ""}
    return hashlib.sha256(canonical([head, hashed], fractions=False)).hexdigest()


@attrs.frozen
class Accepted:
    """
    An idempotency key of an accepted command, with what it was used for.

    Args:
        key: The host's own words; not shown by ``repr``, nor in a redacted
            document.
        fingerprint: Hash of the command; not shown either, because an answer
            can be guessed from it.
    """

    key: str = attrs.field(repr=False)
    fingerprint: str = attrs.field(repr=False)
    revision: int


@attrs.frozen
class History:
    """The chain of steps: its head, its length, its last links."""

    head: str = ""
    count: int = 0
    steps: tuple[Step, ...] = ()

    def with_step(self, step: Step) -> "History":
        """Chain *step* to the end."""
        linked = step.chain_to(self.head)
        return History(linked.chain, self.count + 1, (*self.steps, linked)[-MOST_CARRIED:])


def fingerprint(command: do.Command) -> str:
    """
    Hash the name of *command* and the fields that may be kept, to recognise it if it is given again.

    A field that a later release added does not count while it is null: the
    keys that were stored before it still recognise their command.
    """
    fields = unstructure(command.without_secrets())
    counted = {name: value for name, value in fields.items() if value is not None or name not in command.added_fields}
    return hashlib.sha256(canonical([command.do, counted])).hexdigest()
