"""
The affiliation and the subscription, in the order of the screens.
"""

import datetime as dt
from typing import ClassVar, TypeAlias

import attrs

from psc_workflow._model.commands.base import AGENT_OR_INSURER, AGENT_OR_REPRESENTATIVE, MANAGERS, Command
from psc_workflow._model.days import birth_day, past_day
from psc_workflow._model.people import RESERVED, Child, Partner, as_lines, as_tuple
from psc_workflow._model.personal import classified, masked_repr, personal, personal_metadata
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import Civility, DocumentKind, Formula, Rating, Regime, Role
from psc_workflow.exceptions import Fault


@attrs.frozen
class StartAffiliation(Command):
    """Leave the home page for the first question."""


@attrs.frozen
class DeclareRegime(Command):
    """Declare the agent's social-security regime."""

    regime: Regime | None = None


def _as_children(value: list[Child] | tuple[Child, ...] | None) -> tuple[Child, ...] | None:
    return as_tuple(value)  # type: ignore[no-any-return]  # what is neither is found by Checked


@attrs.frozen
class DeclareBeneficiaries(Command):
    """
    Answer both compulsory questions: cover a partner? cover children?

    Args:
        partner: ``None`` means "Non"; if left out, the question is unanswered.
        children: An empty list means "Non"; if left out, likewise.
    """

    partner: Partner | Unanswered | None = UNANSWERED
    children: tuple[Child, ...] | None = attrs.field(default=None, converter=_as_children)

    def _faults(self) -> list[Fault]:
        refs = [child.ref for child in self.children or ()]
        messages = [_ref_message(ref, refs[:index]) for index, ref in enumerate(refs)]
        return [
            Fault(f"children.{index}.ref", message, "form-ref-unusable")
            for index, message in enumerate(messages)
            if message
        ]


def _ref_message(ref: str | None, earlier: list[str | None]) -> str:
    """Tell what is wrong with the *ref* of a child, after the *earlier* ones; nothing if it is empty."""
    if ref is None:
        return ""
    if not ref.strip():
        return "must not be blank"
    if ref in RESERVED:
        return f"must not be {', '.join(RESERVED)}"
    return "must not be that of another child" if ref in earlier else ""


@attrs.frozen
class ConfirmSolo(Command):
    """Confirm, in the pop-in, that nobody else is to be covered."""


@attrs.frozen
class ChooseFormula(Command):
    """Choose the formula, for the agent and all beneficiaries."""

    formula: Formula | None = None


@attrs.frozen
class ValidateAffiliation(Command):
    """Validate the affiliation and go on to the subscription."""


@attrs.frozen
class CivilStatus(Command):
    """The fields of civil status, the same for the agent and the partner."""

    civility: Civility | None = classified("identity")
    usage_name: str | None = personal("identity")
    birth_name: str | None = personal("identity")
    first_name: str | None = personal("identity")
    birth_date: dt.date | None = birth_day()
    birth_country: str | None = personal("identity", text="code")
    birth_city: str | None = personal("identity")


@attrs.frozen
class ConfirmIdentity(CivilStatus):
    """Confirm or correct the agent's civil status."""


@attrs.frozen
class DeclareSocialSecurity(Command):
    """
    Give the agent's social-security number and choices.

    Args:
        nir: 15 characters; spaces are ignored.
        code_organisme: 9 digits; blank stands for the contract's default.
        teletransmission: Whether the insurer may receive the data of care.
    """

    nir: str | None = personal("nir", text="code")
    code_organisme: str | None = personal("nir", text="code")
    teletransmission: bool | None = None


@attrs.frozen
class DeclarePartner(CivilStatus):
    """Give the partner's details."""

    regime: Regime | None = classified("family")
    nir: str | None = personal("nir", text="code")
    code_organisme: str | None = personal("nir", text="code")


@attrs.frozen
class DeclareChild(Command):
    """
    Give the details of the child called *ref*.

    Args:
        nir: ``None`` if the child has none yet; this is accepted, and the
            number can be given later.
    """

    ref: str | None = None
    civility: Civility | None = classified("identity")
    first_name: str | None = personal("identity")
    last_name: str | None = personal("identity")
    birth_date: dt.date | None = birth_day()
    birth_country: str | None = personal("identity", text="code")
    birth_city: str | None = personal("identity")
    nir: str | None = personal("nir", text="code")
    code_organisme: str | None = personal("nir", text="code")


@attrs.frozen
class ContactDetails(Command):
    """How the agent can be reached; the same fields when subscribing and afterwards."""

    address: tuple[str, ...] | None = attrs.field(
        default=None, converter=as_lines, repr=masked_repr("contact"), metadata=personal_metadata("contact")
    )
    postal_code: str | None = personal("contact", text="code")
    city: str | None = personal("contact")
    country: str | None = personal("contact", text="code")
    email: str | None = personal("contact", text="email")
    phone: str | None = personal("contact", text="code")


@attrs.frozen
class ConfirmContactDetails(ContactDetails):
    """Confirm the contact details; what was prefilled must come back unchanged."""


@attrs.frozen
class GiveConsents(Command):
    """Agree, or not, to be contacted about partners' offers. Never preselected; the agent's alone."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE

    partner_offers: bool | None = None


@attrs.frozen
class BankDetails(Command):
    """
    A bank account; the same fields when subscribing and afterwards.

    Args:
        holder: Names of the holders, as on the account.
        iban: Spaces are ignored.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_INSURER

    holder: str | None = personal("bank")
    iban: str | None = personal("bank", text="code")


@attrs.frozen
class GiveBankDetails(BankDetails):
    """Give the account for refunds and, if anything is debited, for premiums."""


def _as_documents(value: list[DocumentKind] | tuple[DocumentKind, ...] | None) -> tuple[DocumentKind, ...] | None:
    return as_tuple(value)  # type: ignore[no-any-return]  # what is neither is found by Checked


@attrs.frozen
class Sign(Command):
    """
    Accept the conditions and subscribe. Only the agent or a representative may.

    Args:
        documents_read: Documents opened before signing.
        certified: "Je certifie l'exactitude de la présente déclaration".
        accepted: "J'accepte les conditions et je souscris".
        evidence: Reference of the signature provider, kept as it is.
        curator_evidence: The same for the signature of the curator, beside the
            agent's; left out if there is no curator.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"certified", "accepted", "evidence", "curator_evidence"})
    host_only: ClassVar[frozenset[str]] = frozenset({"evidence", "curator_evidence"})

    documents_read: tuple[DocumentKind, ...] | None = attrs.field(default=None, converter=_as_documents)
    certified: bool | None = None
    accepted: bool | None = None
    evidence: str | None = personal("signature")
    curator_evidence: str | Unanswered | None = personal("signature", default=UNANSWERED)


@attrs.frozen
class RateExperience(Command):
    """Choose one of the three faces of the confirmation screen: an opinion, which nobody has for the agent."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE

    rating: Rating | None = None


@attrs.frozen
class RecordNeedsSimulation(Command):
    """Record the result of the questionnaire on needs, for the reminder shown when resuming."""

    done_on: dt.date | None = past_day()
    recommended_formula: Formula | None = None
    wished_effective_date: dt.date | None = None


@attrs.frozen
class CompleteAffiliation(Command):
    """Choose after all, after an automatic affiliation (affiliation automatique, à compléter)."""


@attrs.frozen
class ReportNotConcerned(Command):
    """
    Report that the contract cannot be meant for the agent; the time to answer stops until a manager has decided.

    Args:
        reason: In the agent's own words, such as "je relève de la CPS".
    """

    reason: str | None = personal("free", text="prose")


@attrs.frozen
class CloseFile(Command):
    """Agree with the report: the agent is not concerned."""

    roles: ClassVar[tuple[Role, ...]] = MANAGERS


@attrs.frozen
class RejectReport(Command):
    """Disagree with the report, or open a closed file again: the journey goes on where it stood."""

    roles: ClassVar[tuple[Role, ...]] = MANAGERS


AffiliationCommand: TypeAlias = (
    StartAffiliation
    | DeclareRegime
    | DeclareBeneficiaries
    | ConfirmSolo
    | ChooseFormula
    | ValidateAffiliation
    | ConfirmIdentity
    | DeclareSocialSecurity
    | DeclarePartner
    | DeclareChild
    | ConfirmContactDetails
    | GiveConsents
    | GiveBankDetails
    | Sign
    | RateExperience
    | RecordNeedsSimulation
    | CompleteAffiliation
    | ReportNotConcerned
    | CloseFile
    | RejectReport
)
"""In the order of the screens."""
