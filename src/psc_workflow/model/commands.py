"""
What somebody asks: one frozen class a command, in the order of the screens.

A field left out, or ``None``, is *not known*: if the answer needs it, the
verdict is incomplete. An empty text, ``False`` and an empty list are answers.
Names of commands and fields are those of the scenario format and never change.

>>> parse("declare-regime", {"regime": "general"})
DeclareRegime(regime=<Regime.GENERAL: 'general'>)
>>> DeclareRegime.event, DeclareRegime.do
('declare_regime', 'declare-regime')
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self

import attrs

from psc_workflow.exceptions import InvalidCommandError, Problem
from psc_workflow.model.people import UNANSWERED, Checked, Child, Partner, Unanswered, as_tuple
from psc_workflow.model.personal import personal
from psc_workflow.model.vocabulary import Civility, DocumentKind, Formula, Rating, Regime, Role
from psc_workflow.structuring import StructureError, canonical, parse_json, structure

LONGEST_DRAFT = 4096
"""Bytes: a half-filled screen, with room to spare; the dossier that carries it stays small."""

AGENT_OR_MANAGER = (Role.AGENT, Role.MANAGER)


class _EventName:
    """``DeclareRegime`` → ``declare_regime``, read from the class name: one spelling everywhere."""

    def __get__(self, _: object, cls: type) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class _DoName:
    """``DeclareRegime`` → ``declare-regime``, as scenarios and the command line write it."""

    def __get__(self, _: object, cls: type) -> str:
        return _EventName().__get__(None, cls).replace("_", "-")


class Command(Checked):
    """What all commands have: their name, who may give them, and what a saved draft may never hold."""

    __slots__ = ()

    event: ClassVar[_EventName] = _EventName()
    do: ClassVar[_DoName] = _DoName()
    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_MANAGER
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset()

    def without_secrets(self) -> Self:
        """Give the command as it may be remembered."""
        return self

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Name the fields, in the order of the screen."""
        return tuple(field.name for field in attrs.fields(cls))  # type: ignore[arg-type]  # subclasses are attrs classes


@attrs.frozen
class StartAffiliation(Command):
    """Leave the home page for the first question."""


@attrs.frozen
class DeclareRegime(Command):
    """Say which regime one depends on."""

    regime: Regime | None = None


@attrs.frozen
class DeclareBeneficiaries(Command):
    """
    Answer both compulsory questions: cover a partner? cover children?

    Args:
        partner: ``None`` says "Non"; left out, the question is unanswered.
        children: An empty list says "Non"; left out, it is unanswered.
    """

    partner: Partner | Unanswered | None = UNANSWERED
    children: tuple[Child, ...] | None = attrs.field(default=None, converter=as_tuple)

    def _problems(self) -> list[Problem]:
        refs = [child.ref for child in self.children or () if child.ref is not None]
        blank = [Problem("children", "a ref must not be blank")] if any(not ref.strip() for ref in refs) else []
        twice = [Problem("children", "two children have the same ref")] if len(set(refs)) < len(refs) else []
        return blank + twice


@attrs.frozen
class ConfirmSolo(Command):
    """Confirm, in the pop-in, that nobody else is to be covered."""


@attrs.frozen
class ChooseFormula(Command):
    """Choose the formula, for oneself and all beneficiaries."""

    formula: Formula | None = None


@attrs.frozen
class ValidateAffiliation(Command):
    """Validate the affiliation and go on to the subscription."""


@attrs.frozen
class CivilStatus(Command):
    """The fields of civil status, the same for the agent and the partner."""

    civility: Civility | None = None
    usage_name: str | None = personal("identity")
    birth_name: str | None = personal("identity")
    first_name: str | None = personal("identity")
    birth_date: dt.date | None = personal("identity")
    birth_country: str | None = None
    birth_city: str | None = personal("identity")


@attrs.frozen
class ConfirmIdentity(CivilStatus):
    """Confirm or correct who one is."""


@attrs.frozen
class DeclareSocialSecurity(Command):
    """
    Give one's social-security number and choices.

    Args:
        nir: 15 characters; spaces are ignored.
        code_organisme: 9 digits; blank stands for the contract's default.
        teletransmission: Whether the insurer may receive the data of care.
    """

    nir: str | None = personal("nir")
    code_organisme: str | None = None
    teletransmission: bool | None = None


@attrs.frozen
class DeclarePartner(CivilStatus):
    """Give the partner's details."""

    regime: Regime | None = None
    nir: str | None = personal("nir")
    code_organisme: str | None = None


@attrs.frozen
class DeclareChild(Command):
    """
    Give the details of the child called *ref*.

    Args:
        nir: ``None`` if the child has none yet: accepted, and kept as a fact
            to complete.
    """

    ref: str | None = None
    civility: Civility | None = None
    first_name: str | None = personal("identity")
    last_name: str | None = personal("identity")
    birth_date: dt.date | None = personal("identity")
    birth_country: str | None = None
    birth_city: str | None = personal("identity")
    nir: str | None = personal("nir")
    code_organisme: str | None = None


@attrs.frozen
class ConfirmContactDetails(Command):
    """Confirm where one can be reached; what was prefilled must come back unchanged."""

    address: tuple[str, ...] | None = personal("contact", converter=as_tuple)
    postal_code: str | None = personal("contact")
    city: str | None = personal("contact")
    country: str | None = personal("contact")
    email: str | None = personal("contact")
    phone: str | None = personal("contact")


@attrs.frozen
class GiveConsents(Command):
    """Accept, or not, to be contacted about partners' offers. Never preselected."""

    partner_offers: bool | None = None


@attrs.frozen
class GiveBankDetails(Command):
    """
    Give the account for refunds and, if anything is debited, for premiums.

    Args:
        holder: Name or names of the holders, as on the account.
        iban: Spaces are ignored.
    """

    holder: str | None = personal("bank")
    iban: str | None = personal("bank")


@attrs.frozen
class Sign(Command):
    """
    Accept the conditions and subscribe. The agent alone may.

    Args:
        documents_read: Documents opened before signing.
        certified: "Je certifie l'exactitude de la présente déclaration".
        accepted: "J'accepte les conditions et je souscris".
        evidence: The signature provider's reference, kept as given.
    """

    roles: ClassVar[tuple[Role, ...]] = (Role.AGENT,)
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"certified", "accepted", "evidence"})

    documents_read: tuple[DocumentKind, ...] | None = attrs.field(default=None, converter=as_tuple)
    certified: bool | None = None
    accepted: bool | None = None
    evidence: str | None = personal("signature")


@attrs.frozen
class RateExperience(Command):
    """Choose one of the three faces of the confirmation screen."""

    rating: Rating | None = None


@attrs.frozen
class GoBack(Command):
    """Return to the screen shown before; every answer is kept."""


class _NotJson(dict[str, Any]):
    """Stands for a draft that JSON cannot hold."""


def _as_json(draft: Any) -> Any:
    """Copy *draft* as JSON would give it back, so that a live dossier and a restored one hold the same."""
    try:
        return parse_json(canonical(draft)) if isinstance(draft, dict) else draft
    except (TypeError, ValueError, RecursionError, StructureError):
        return _NotJson()


def keepable(draft: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Choose what of *draft* may be kept: the fields called *names*, and inside them only fields of ours."""
    return {name: _only_ours(value) for name, value in draft.items() if name in names}


def _only_ours(value: Any) -> Any:
    if isinstance(value, dict):
        return keepable(value, KEEPABLE)
    return [_only_ours(item) for item in value] if isinstance(value, list) else value


@attrs.frozen
class SaveAndQuit(Command):
    """
    Stop here and come back later.

    Args:
        draft: The half-filled screen, field by field; kept as it is, given
            back by ``resume``, never with a password or a signature.
    """

    draft: dict[str, Any] | None = personal("free", converter=_as_json)

    def without_secrets(self) -> Self:
        """Give the command with only those fields of the draft that some screen may keep."""
        return attrs.evolve(self, draft=keepable(self.draft or {}, KEEPABLE))

    def _problems(self) -> list[Problem]:
        if isinstance(self.draft, _NotJson):
            return [Problem("draft", "must hold what JSON can hold")]
        too_long = len(canonical(self.draft)) > LONGEST_DRAFT
        return [Problem("draft", f"must not take more than {LONGEST_DRAFT} bytes as JSON")] if too_long else []


@attrs.frozen
class Resume(Command):
    """Take the journey up again where it was left."""


@attrs.frozen
class RequestDocument(Command):
    """Ask for a document of the journey."""

    kind: DocumentKind | None = None


@attrs.frozen
class RecordNeedsSimulation(Command):
    """Keep the result of the questionnaire on one's needs, for the reminder shown when resuming."""

    done_on: dt.date | None = None
    recommended_formula: Formula | None = None
    wished_effective_date: dt.date | None = None


ALL: tuple[type[Command], ...] = (
    StartAffiliation,
    DeclareRegime,
    DeclareBeneficiaries,
    ConfirmSolo,
    ChooseFormula,
    ValidateAffiliation,
    ConfirmIdentity,
    DeclareSocialSecurity,
    DeclarePartner,
    DeclareChild,
    ConfirmContactDetails,
    GiveConsents,
    GiveBankDetails,
    Sign,
    RateExperience,
    GoBack,
    SaveAndQuit,
    Resume,
    RequestDocument,
    RecordNeedsSimulation,
)

_SECRET = frozenset[str]().union(*(command.never_in_a_draft for command in ALL))

KEEPABLE = (
    frozenset(name for command in ALL for name in command.field_names())
    | {field.name for kind in (Partner, Child) for field in attrs.fields(kind)}
) - (_SECRET | {"draft"})
"""Names of fields that some draft may hold."""

_BY_DO = {command.do: command for command in ALL}
_BY_EVENT = {command.event: command for command in ALL}


def parse(do: Any, fields: dict[str, Any]) -> Command:
    """
    Build a command from its kebab-case name and plain fields, as a portal receives them.

    Raises:
        InvalidCommandError: Unknown command, unknown field, or a value that
            is none of the field's; every fault with its path.
    """
    if not isinstance(do, str) or do not in _BY_DO:
        raise InvalidCommandError("no such command:", [Problem("do", f"must be one of: {', '.join(_BY_DO)}")])
    try:
        return structure(fields, _BY_DO[do])
    except StructureError as error:
        raise InvalidCommandError(f"{do} is not well formed:", error.problems) from None


def for_event(event: str) -> type[Command]:
    """Return the class of the command called *event* in snake_case."""
    return _BY_EVENT[event]
