"""
What the agents of a world ask for, and what the store acknowledged.
"""

import datetime as dt

import attrs

from psc_workflow._model.commands import Command
from psc_workflow._model.effects import AnyEffect


@attrs.define
class Request:
    """A request of an agent, repeated under its key until it is answered."""

    dossier: str
    command: Command
    key: str
    expected_revision: int | None
    tries: list[dt.datetime] = attrs.field(factory=list)


@attrs.frozen
class Acknowledgement:
    """
    What a store said was saved.

    Args:
        tries: When it may have been decided: one instant, unless answers were
            lost.
        head: Of the chain, after it; ``None`` if only a repetition was
            answered.
    """

    dossier: str
    command: Command
    key: str
    tries: tuple[dt.datetime, ...]
    revision: int | None
    head: str | None
    effects: tuple[AnyEffect, ...]
