"""
The affiliation and the subscription: one class a command, in the order of the screens.
"""

import datetime as dt
from typing import ClassVar, TypeAlias

import attrs

from psc_workflow._model.commands.base import AGENT_ALONE, MANAGER_ALONE, Command
from psc_workflow._model.people import RESERVED, Child, Partner, as_lines, as_tuple
from psc_workflow._model.personal import masked_repr, personal, personal_metadata
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import Civility, DocumentKind, Formula, Rating, Regime, Role
from psc_workflow.exceptions import Fault


@attrs.frozen
class StartAffiliation(Command):
    """Leave the home page for the first question."""


@attrs.frozen
class DeclareRegime(Command):
    """Say which regime one depends on."""

    regime: Regime | None = None


def _as_children(value: list[Child] | tuple[Child, ...] | None) -> tuple[Child, ...] | None:
    return as_tuple(value)  # type: ignore[no-any-return]  # what is neither is found by Checked


@attrs.frozen
class DeclareBeneficiaries(Command):
    """
    Answer both compulsory questions: cover a partner? cover children?

    Args:
        partner: ``None`` says "Non"; left out, the question is unanswered.
        children: An empty list says "Non"; left out, it is unanswered.
    """

    partner: Partner | Unanswered | None = UNANSWERED
    children: tuple[Child, ...] | None = attrs.field(default=None, converter=_as_children)

    def _faults(self) -> list[Fault]:
        refs = [child.ref for child in self.children or () if child.ref is not None]
        blank = [Fault("children", "a ref must not be blank")] if any(not ref.strip() for ref in refs) else []
        twice = [Fault("children", "two children have the same ref")] if len(set(refs)) < len(refs) else []
        taken = [Fault("children", f"a ref must not be {', '.join(RESERVED)}")] if {*refs} & {*RESERVED} else []
        return blank + twice + taken


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
class ContactDetails(Command):
    """Where one can be reached, the same when subscribing and afterwards."""

    address: tuple[str, ...] | None = attrs.field(
        default=None, converter=as_lines, repr=masked_repr("contact"), metadata=personal_metadata("contact")
    )
    postal_code: str | None = personal("contact")
    city: str | None = personal("contact")
    country: str | None = personal("contact")
    email: str | None = personal("contact")
    phone: str | None = personal("contact")


@attrs.frozen
class ConfirmContactDetails(ContactDetails):
    """Confirm where one can be reached; what was prefilled must come back unchanged."""


@attrs.frozen
class GiveConsents(Command):
    """Accept, or not, to be contacted about partners' offers. Never preselected."""

    partner_offers: bool | None = None


@attrs.frozen
class BankDetails(Command):
    """
    An account, the same when subscribing and afterwards.

    Args:
        holder: Name or names of the holders, as on the account.
        iban: Spaces are ignored.
    """

    holder: str | None = personal("bank")
    iban: str | None = personal("bank")


@attrs.frozen
class GiveBankDetails(BankDetails):
    """Give the account for refunds and, if anything is debited, for premiums."""


def _as_documents(value: list[DocumentKind] | tuple[DocumentKind, ...] | None) -> tuple[DocumentKind, ...] | None:
    return as_tuple(value)  # type: ignore[no-any-return]  # what is neither is found by Checked


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

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"certified", "accepted", "evidence"})

    documents_read: tuple[DocumentKind, ...] | None = attrs.field(default=None, converter=_as_documents)
    certified: bool | None = None
    accepted: bool | None = None
    evidence: str | None = personal("signature")


@attrs.frozen
class RateExperience(Command):
    """Choose one of the three faces of the confirmation screen."""

    rating: Rating | None = None


@attrs.frozen
class RecordNeedsSimulation(Command):
    """Keep the result of the questionnaire on one's needs, for the reminder shown when resuming."""

    done_on: dt.date | None = None
    recommended_formula: Formula | None = None
    wished_effective_date: dt.date | None = None


@attrs.frozen
class CompleteAffiliation(Command):
    """After an automatic affiliation, choose for oneself after all (affiliation automatique, à compléter)."""


@attrs.frozen
class ReportNotConcerned(Command):
    """
    Say that the contract cannot be meant for one; the time to answer stops until a manager has looked.

    Args:
        reason: In one's own words, such as "je relève de la CPS".
    """

    reason: str | None = personal("free")


@attrs.frozen
class CloseFile(Command):
    """Agree with the report: the agent is not concerned."""

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE


@attrs.frozen
class RejectReport(Command):
    """Disagree with the report, or open a closed file again: the journey goes on where it stood."""

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE


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
