"""
People: the agent as the employer knows them, and the household to cover.

Every field may be ``None``, unknown; a rule that needs it then says so. A
field that no screen asks for may be left out, which is not the same.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from psc_workflow._model.days import birth_day
from psc_workflow._model.language import Language
from psc_workflow._model.personal import classified, masked_repr, personal, personal_metadata
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import (
    Civility,
    Employment,
    Kinship,
    Link,
    Parent,
    PositionKind,
    Regime,
    Situation,
)
from psc_workflow._structuring import ADDED, Field, check_types, open_fields
from psc_workflow._structuring.boundary import Bounded
from psc_workflow.exceptions import Fault, InvalidCommandError

RESERVED = ("agent", "partner")
"""References that no child can have: commands use them for the adults."""


def as_tuple(value: Any) -> Any:
    """Convert a list to the tuple that the model keeps."""
    return tuple(value) if isinstance(value, list) else value


def as_lines(value: list[str] | tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Do so for lines of text."""
    return as_tuple(value)  # type: ignore[no-any-return]  # what is neither is found by Checked


LONGEST_TEXT = 4096
"""Characters: longer than any answer of a person, short enough to keep the dossier small."""

HIGHEST_PAY = 10**9
"""Cents per month, inclusive: ten million euros, far above any pay."""

LONGEST_LIST = 64
"""Items: children, lines of an address, documents."""


def _too_long(instance: attrs.AttrsInstance, fields: Iterable[Field]) -> list[Fault]:
    faults: list[Fault] = []
    for field in fields:
        name, value = field.name, getattr(instance, field.name)
        if isinstance(value, str):
            faults += _text_too_long(name, value)
        elif isinstance(value, tuple) and len(value) > LONGEST_LIST:
            faults.append(too_many(name))
        elif isinstance(value, tuple):
            faults += [fault for index, item in enumerate(value) for fault in _text_too_long(f"{name}.{index}", item)]
    return faults


def too_many(path: str) -> Fault:
    """Return the fault of a list at *path* that has more than ``LONGEST_LIST`` items."""
    return Fault(path, f"must not hold more than {LONGEST_LIST} items", "form-too-many")


def _text_too_long(path: str, value: object) -> list[Fault]:
    is_too_long = isinstance(value, str) and len(value) > LONGEST_TEXT
    return [Fault(path, f"must not be longer than {LONGEST_TEXT} characters", "form-too-long")] if is_too_long else []


class Checked(metaclass=Bounded):
    """Refuses, on construction, values of another type than declared; the error has the path of each."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """List every fault, then raise once."""
        fields = open_fields(self, LONGEST_TEXT)  # type: ignore[arg-type]  # subclasses are attrs classes
        faults = self._faults() if not fields else self._faults_of(fields)
        if faults:
            raise InvalidCommandError(f"{type(self).__name__} is not well formed:", faults)

    def _faults_of(self, fields: Iterable[Field]) -> list[Fault]:
        """List every fault of *fields*, and the further ones if each is of its type."""
        return check_types(self, fields) or [*_too_long(self, fields), *self._faults()]  # type: ignore[arg-type]  # as above

    def _faults(self) -> list[Fault]:
        """List further faults of form; the rules judge the content."""
        return []


@attrs.frozen
class Position(Checked):
    """
    A position of an agent, and the days on which it holds (position administrative).

    Args:
        first_day: Inclusive; ``None`` if it began before anything is known.
        last_day: Inclusive; ``None`` while no end is known.
    """

    kind: PositionKind | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@attrs.frozen
class Agent(Checked):
    """
    The agent as prefilled by the employer (agent).

    Args:
        hired_on: First day of the present employment, if known.
        employment: What the agent is to the State, if known; an agent whom
            the contract does not concern is never affiliated by silence.
        position: The position that the employer knows of; while the contract
            does not concern an agent for that reason, silence binds nobody.
            ``None`` is unknown: neither active nor not concerned.
        professional_email: Address of the invitation; login and contact
            addresses are others.
        locale: Language in which the agent wishes to be written to, if known.
    """

    civility: Civility | None = classified("identity")
    first_name: str | None = personal("identity")
    usage_name: str | None = personal("identity")
    birth_name: str | None = personal("identity")
    birth_date: dt.date | None = birth_day()
    professional_email: str | None = personal("contact", text="email")
    email: str | None = personal("contact", text="email")
    phone: str | None = personal("contact", text="code")
    address: tuple[str, ...] | None = attrs.field(
        default=None, converter=as_lines, repr=masked_repr("contact"), metadata=personal_metadata("contact")
    )
    postal_code: str | None = personal("contact", text="code")
    city: str | None = personal("contact")
    country: str | None = personal("contact", text="code")
    hired_on: dt.date | None = None
    employment: Employment | None = None
    position: Position | None = attrs.field(default=None, metadata={ADDED: True})
    locale: Language | None = attrs.field(default=None, metadata={ADDED: True})


@attrs.frozen
class Partner(Checked):
    """
    The spouse, PACS partner or cohabiting partner to cover (conjoint(e), partenaire, concubin(e)).

    Args:
        state_civil_servant: Fonctionnaire d'État, covered by their own
            ministry.
        judicially_separated: Séparé(e) de corps; relevant for spouses only. No
            screen of the guide asks for it, so it may be left out.
    """

    birth_date: dt.date | None = birth_day()
    regime: Regime | None = classified("family")
    link: Link | None = classified("family")
    state_civil_servant: bool | None = classified("family")
    judicially_separated: bool | Unanswered | None = personal("family", default=UNANSWERED)


@attrs.frozen
class Child(Checked):
    """
    A child to cover (enfant).

    Args:
        ref: Name of the child inside the dossier; assigned if left out.
        situation: Not asked for below the age at which it can matter.
        disabled: Recognised as such by the CDAPH.
        covered_by_own_work: Covered through a job of their own; may be left
            out for a child who does not work.
    """

    birth_date: dt.date | None = birth_day()
    regime: Regime | None = classified("family")
    situation: Situation | None = classified("family")
    disabled: bool | None = personal("health")
    kinship: Kinship | None = classified("family")
    parent: Parent | None = classified("family")
    covered_by_own_work: bool | Unanswered | None = classified("family", default=UNANSWERED)
    ref: str | None = None


def as_children(value: list[Child] | tuple[Child, ...]) -> tuple[Child, ...]:
    """Let callers write a list of children."""
    return as_tuple(value)  # type: ignore[no-any-return]  # as above


@attrs.frozen
class Household(Checked):
    """
    What a premium depends on (foyer).

    Args:
        regime: The agent's regime.
        birth_date: The agent's.
        gross_cents: The agent's gross pay, monthly, in cents; from 0 to
            ``HIGHEST_PAY``.
        retired_on: First day of retirement, if any.
        partner: The partner to cover; ``None`` if there is none.
        children: The children to cover; no two with the same ``ref``.
        position: The agent's position. ``None`` counts as active, since a pay
            says that it is paid, but not beside a pay of 0; of no account once
            the agent has retired.

    >>> Household(children=[Child(birth_date=dt.date(2019, 9, 9), disabled=False)]).children[0]  # doctest: +ELLIPSIS
    Child(birth_date=<identity>, regime=None, situation=None, disabled=<health>, ...)
    """

    regime: Regime | None = None
    birth_date: dt.date | None = birth_day()
    gross_cents: int | None = None
    retired_on: dt.date | None = None
    partner: Partner | None = None
    children: tuple[Child, ...] = attrs.field(default=(), converter=as_children)
    position: PositionKind | None = None

    def _faults(self) -> list[Fault]:
        refs = [child.ref for child in self.children if child.ref]
        faults = [
            Fault(f"children.{position}.ref", "is a name that nobody else may have")
            for position, child in enumerate(self.children)
            if child.ref in RESERVED or refs.count(child.ref or "") > 1
        ]
        if self.gross_cents is not None and not 0 <= self.gross_cents <= HIGHEST_PAY:
            message = "must not be negative" if self.gross_cents < 0 else f"must not exceed {HIGHEST_PAY}"
            faults.append(Fault("gross_cents", message))
        return faults
