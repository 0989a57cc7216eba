"""
How a dossier came to stand where it does: steps, each chained to the one before, and requests that were accepted.
"""

import datetime as dt
import functools
import hashlib

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import canonical, unstructure

MOST_CARRIED = 16
"""How many steps, idempotency keys, removals, and details of people who are there no more, a dossier carries along."""


def _in_utc(at: dt.datetime) -> dt.datetime:
    """Bring *at* to UTC: steps that are equal are hashed alike."""
    return at.astimezone(dt.UTC)


@attrs.frozen(cache_hash=True)
class Step:
    """
    One accepted command, or one deadline that came, without its values.

    Args:
        command: Its name, kebab-case.
        state: Where the journey stood after it.
    """

    revision: int
    journey: str
    command: str
    state: str
    role: Role
    at: dt.datetime = attrs.field(converter=_in_utc)
    outcome: str
    codes: tuple[str, ...]
    contract_version: str
    library_version: str
    chain: str = ""

    def chained_to(self, head: str) -> "Step":
        """Give the step its place in the chain that ends in *head*."""
        return attrs.evolve(self, chain=link(self, head))


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
"""Fields that are hashed. The list never changes, whatever a step may have besides: chains are kept for ever."""


@functools.lru_cache(maxsize=1024)
def link(step: Step, head: str) -> str:
    """Hash *step*, whatever chain it says it is in, with the head of the chain before it."""
    data = unstructure(step)
    return hashlib.sha256(canonical([head, {name: data[name] for name in CHAINED} | {"chain": ""}])).hexdigest()


@attrs.frozen
class Accepted:
    """
    An idempotency key that was used, with what it was used for.

    Args:
        key: The host's own words; kept out of ``repr``, as in a redacted
            document.
        fingerprint: From that of an answer the answer can be guessed; kept
            out of ``repr``, too.
    """

    key: str = attrs.field(repr=False)
    fingerprint: str = attrs.field(repr=False)
    revision: int


@attrs.frozen
class History:
    """The end of the chain of steps: its head, its length, its last links."""

    head: str = ""
    count: int = 0
    steps: tuple[Step, ...] = ()

    def with_step(self, step: Step) -> "History":
        """Add *step* at the end, chained to what was there."""
        linked = step.chained_to(self.head)
        return History(linked.chain, self.count + 1, (*self.steps, linked)[-MOST_CARRIED:])


def fingerprint(command: do.Command) -> str:
    """Recognise the same command again: a hash of its name and of the fields that may be kept."""
    return hashlib.sha256(canonical([command.do, unstructure(command.without_secrets())])).hexdigest()
