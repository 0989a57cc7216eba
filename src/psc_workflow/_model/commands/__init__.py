"""
What can be asked of a dossier: one frozen class per command, one module per journey.

A field that is left out or ``None`` is *unknown*: if the decision needs it, the
verdict is incomplete. An empty text, ``False`` and an empty list are answers.
Commands and fields have the names of the scenario format, which never change.

>>> parse("declare-regime", {"regime": "general"})
DeclareRegime(regime=<Regime.GENERAL: 'general'>)
>>> DeclareRegime.event, DeclareRegime.do
('declare_regime', 'declare-regime')
"""

from typing import Any, TypeAlias, get_args

from psc_workflow._model.commands import access, affiliation, dispensation, everywhere, membership
from psc_workflow._model.commands.access import (
    ContinueToLogin,
    CreateAccount,
    ForgetPassword,
    OpenInvitation,
    ReportLogin,
    ResetPassword,
    SignOut,
)
from psc_workflow._model.commands.affiliation import (
    BankDetails,
    ChooseFormula,
    CivilStatus,
    CloseFile,
    CompleteAffiliation,
    ConfirmContactDetails,
    ConfirmIdentity,
    ConfirmSolo,
    ContactDetails,
    DeclareBeneficiaries,
    DeclareChild,
    DeclarePartner,
    DeclareRegime,
    DeclareSocialSecurity,
    GiveBankDetails,
    GiveConsents,
    RateExperience,
    RecordNeedsSimulation,
    RejectReport,
    ReportNotConcerned,
    Sign,
    StartAffiliation,
    ValidateAffiliation,
)
from psc_workflow._model.commands.base import Command
from psc_workflow._model.commands.dispensation import (
    Attest,
    ChooseMotive,
    HonourStatement,
    MotiveFacts,
    RenewDispensation,
    RenounceDispensation,
    ReportMotiveEnd,
    RequestDispensation,
    StartDispensation,
)
from psc_workflow._model.commands.everywhere import (
    KEEPABLE,
    LONGEST_DRAFT,
    GoBack,
    RequestDocument,
    Resume,
    SaveAndQuit,
    Tick,
    keepable,
)
from psc_workflow._model.commands.membership import (
    AddBeneficiary,
    ChangeFormula,
    CompleteBeneficiary,
    EndMembership,
    RecordEffectiveDate,
    Reinstate,
    RemoveBeneficiary,
    ReportNotMine,
    ReportProcessing,
    SignMandate,
    Suspend,
    Transfer,
    UpdateBankDetails,
    UpdateContactDetails,
    UpdateTeletransmission,
    WithdrawConsent,
)
from psc_workflow._structuring import StructureError, structure
from psc_workflow.exceptions import Fault, InvalidCommandError

__all__ = [
    "ALL",
    "EVENTS",
    "KEEPABLE",
    "LONGEST_DRAFT",
    "AddBeneficiary",
    "AnyCommand",
    "Attest",
    "BankDetails",
    "ChangeFormula",
    "ChooseFormula",
    "ChooseMotive",
    "CivilStatus",
    "CloseFile",
    "Command",
    "CompleteAffiliation",
    "CompleteBeneficiary",
    "ConfirmContactDetails",
    "ConfirmIdentity",
    "ConfirmSolo",
    "ContactDetails",
    "ContinueToLogin",
    "CreateAccount",
    "DeclareBeneficiaries",
    "DeclareChild",
    "DeclarePartner",
    "DeclareRegime",
    "DeclareSocialSecurity",
    "EndMembership",
    "ForgetPassword",
    "GiveBankDetails",
    "GiveConsents",
    "GoBack",
    "HonourStatement",
    "MotiveFacts",
    "OpenInvitation",
    "RateExperience",
    "RecordEffectiveDate",
    "RecordNeedsSimulation",
    "Reinstate",
    "RejectReport",
    "RemoveBeneficiary",
    "RenewDispensation",
    "RenounceDispensation",
    "ReportLogin",
    "ReportMotiveEnd",
    "ReportNotConcerned",
    "ReportNotMine",
    "ReportProcessing",
    "RequestDispensation",
    "RequestDocument",
    "ResetPassword",
    "Resume",
    "SaveAndQuit",
    "Sign",
    "SignMandate",
    "SignOut",
    "StartAffiliation",
    "StartDispensation",
    "Suspend",
    "Tick",
    "Transfer",
    "UpdateBankDetails",
    "UpdateContactDetails",
    "UpdateTeletransmission",
    "ValidateAffiliation",
    "WithdrawConsent",
    "for_event",
    "keepable",
    "parse",
]

AnyCommand: TypeAlias = (
    access.AccessCommand
    | affiliation.AffiliationCommand
    | dispensation.DispensationCommand
    | membership.MembershipCommand
    | everywhere.EverywhereCommand
)
"""Every command there is: a ``match`` over it that ends in ``assert_never`` is checked to be complete."""

ALL: tuple[type[AnyCommand], ...] = get_args(AnyCommand)

_BY_DO = {command.do: command for command in ALL}
_BY_EVENT = {command.event: command for command in ALL}

EVENTS = frozenset(_BY_EVENT)
"""Names of all commands, in snake_case; the other events of a chart are its deadlines."""


def parse(do: Any, fields: dict[str, Any]) -> AnyCommand:
    """
    Build a command from its kebab-case name and plain fields, as a portal receives them.

    A null field is unknown; it counts as left out if null has no meaning of
    its own there.

    Raises:
        InvalidCommandError: Unknown command, unknown field, or a value that
            the field does not allow; with every fault and its path.
    """
    if not isinstance(do, str) or do not in _BY_DO:
        raise InvalidCommandError("no such command:", [Fault("do", f"must be one of: {', '.join(_BY_DO)}")])
    command = _BY_DO[do]
    if isinstance(fields, dict):
        fields = {
            name: value for name, value in fields.items() if value is not None or name not in command.never_null()
        }
    try:
        return structure(fields, command)
    except StructureError as error:
        raise InvalidCommandError(f"{do} is not well formed:", error.faults) from None


def for_event(event: str) -> type[AnyCommand]:
    """Return the class of the command called *event* in snake_case."""
    return _BY_EVENT[event]
