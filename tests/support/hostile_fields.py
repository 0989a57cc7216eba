"""
Every text and every day of every command, found in the declared types, with a place where the command is accepted.
"""

import datetime as dt
import functools
import types
import typing
from collections.abc import Iterator
from typing import Any

import attrs

from accepted import ACCEPTED, dossier_at
from day_fields import Path, with_day
from dossiers import now_of
from people import ANAPA, CARLA, CLAUDIA, CLAUDIA_DETAILS, NIR_CARLA, details_of
from psc_workflow import Dossier
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.text_kinds import TextKind
from psc_workflow._model.unanswered import UNANSWERED

MORE: list[tuple[str, Command]] = [
    ("affiliation.auto_affiliated", do.AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS)),
    ("affiliation.auto_affiliated", do.AddBeneficiary(child=ANAPA)),
    ("affiliation.auto_affiliated", do.AddBeneficiary(child=ANAPA, child_details=details_of(ANAPA))),
    ("membership.received", do.CompleteBeneficiary("partner", partner_details=CLAUDIA_DETAILS)),
    (
        "membership.received",
        do.CompleteBeneficiary("carla", child_details=attrs.evolve(details_of(CARLA), nir=NIR_CARLA)),
    ),
]
"""Commands with a child, and with details, which the table of accepted commands gives without."""

RIGHT_TEXTS = {"nir": NIR_CARLA, "code_organisme": "91 919 0000", "email": "hina@example.org", "phone": "40 00 00 00"}
"""What is typed into a field that the accepted command leaves out, by its name."""

OTHER_TEXT = "Papeete"


@attrs.frozen
class HostileField:
    """
    A field of a command, and a command that is accepted, with a text or a day in it.

    Args:
        place: Where the command is accepted.
        path: Of the field, in the command.
        kind: What kind of text it holds; ``None`` if it holds a day.
    """

    place: str
    command: Command
    path: Path
    kind: TextKind | None

    @property
    def name(self) -> str:
        """The command and the field, with a star in place of a position."""
        return f"{self.command.do}: {general(self.path)}"

    @property
    def dotted(self) -> str:
        """The path as findings have it."""
        return ".".join(map(str, self.path))

    @property
    def right(self) -> Any:
        """What stands in the field of the accepted command."""
        value = value_at(self.command, self.path)
        return None if value is UNANSWERED else value

    def filled_with(self, value: Any) -> Command:
        """Make the command with *value* in the field; every secret is typed twice."""
        if self.kind == "secret":
            return attrs.evolve(self.command, password=value, confirmation=value)
        filled: Command = with_day(self.command, self.path, value)
        return filled


def general(path: Path) -> str:
    """Write *path* with a star in place of a position."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def value_at(value: Any, path: Path) -> Any:
    """Return what stands at *path*; ``None`` if there is nothing."""
    for part in path:
        if value is None:
            return None
        value = value[part] if isinstance(part, int) else getattr(value, part)
    return value


@functools.cache
def dossier_in_place(place: str) -> Dossier:
    """Walk to *place*, once."""
    return dossier_at(place)


def declared(cls: type[Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, TextKind | None]]:
    """List the fields of *cls*, and of what it holds, that hold a text, with its kind, or a day."""
    for field in attrs.fields(attrs.resolve_types(cls)):
        for inner, star in inner_types(field.type):
            here = (*path, field.name, *(["*"] if star else []))
            if inner is str:
                yield ".".join(here), field.metadata.get("text", "line")
            elif inner is dt.date:
                yield ".".join(here), None
            elif attrs.has(inner):
                yield from declared(inner, here)


def inner_types(kind: Any) -> Iterator[tuple[Any, bool]]:
    """List the types that *kind* is made of, and whether each is that of the items of a list."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        for part in typing.get_args(kind):
            yield from inner_types(part)
    elif typing.get_origin(kind) is tuple:
        yield from ((inner, True) for inner, _ in inner_types(typing.get_args(kind)[0]))
    else:
        yield kind, False


def paths_in(value: Any, name: str) -> Iterator[Path]:
    """List the places of *value* that the general path *name* means."""
    parts = name.split(".")
    places: list[Path] = [()]
    for part in parts:
        if part == "*":
            places = [(*place, index) for place in places for index in range(len(value_at(value, place) or ()))]
        else:
            places = [(*place, part) for place in places if value_at(value, place) is not None]
    yield from places


@functools.cache
def hostile_fields() -> tuple[HostileField, ...]:
    """Find, for every declared field of every command, an accepted command with the field filled in."""
    return tuple(field for cls in ALL for name, kind in declared(cls) for field in _first(cls, name, kind))


def _first(cls: type[Command], name: str, kind: TextKind | None) -> Iterator[HostileField]:
    """Choose the accepted command that fills the field in, or else one in which it can be filled in."""
    places = [
        HostileField(place, command, path, kind)
        for place, command in (*ACCEPTED, *MORE)
        if isinstance(command, cls)
        for path in paths_in(command, name)
    ]
    filled = next((field for field in places if field.right is not None), None)
    if filled is not None:
        yield filled
    elif places:
        field = places[-1]
        text = RIGHT_TEXTS.get(str(field.path[-1]), OTHER_TEXT)
        yield attrs.evolve(field, command=field.filled_with(text)) if kind else field


def at_the_place(field: HostileField) -> tuple[Dossier, dt.datetime]:
    """Return the dossier in which the command is given, and when; the field itself is not prefilled in it."""
    dossier = dossier_in_place(field.place)
    return with_prefilled(dossier, str(field.path[0]), None), now_of(dossier)


@functools.cache
def with_prefilled(dossier: Dossier, name: str, value: Any) -> Dossier:
    """Return *dossier* with another detail prefilled, if the employer can have prefilled it."""
    agent = dossier.record.agent
    if not hasattr(agent, name):
        return dossier
    return attrs.evolve(dossier, record=attrs.evolve(dossier.record, agent=attrs.evolve(agent, **{name: value})))
