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

from psc_workflow._model.commands import access, affiliation, dispensation, everywhere, membership, submission
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
from psc_workflow._model.commands.beneficiaries import AddBeneficiary, CompleteBeneficiary, RemoveBeneficiary
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
    without_control,
)
from psc_workflow._model.commands.membership import (
    ChangeFormula,
    EndMembership,
    EndRepresentation,
    RecordEffectiveDate,
    RecordPosition,
    RecordRepresentative,
    Rehire,
    Reinstate,
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
from psc_workflow._model.commands.submission import Submission
from psc_workflow._structuring import StructureError, structure
from psc_workflow._structuring.boundary import boundary
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
    "EndRepresentation",
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
    "RecordPosition",
    "RecordRepresentative",
    "Rehire",
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
    "Submission",
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
    "read_form",
    "without_control",
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


@boundary
def parse(do: Any, fields: dict[str, Any], *, body: bool = False) -> AnyCommand:
    """
    Build a command from its kebab-case name and plain fields, as a portal receives them.

    A null field is unknown; it counts as left out if null has no meaning of
    its own there.

    Args:
        body: Whether *fields* are what a browser sent: those for which only
            the host can answer are then unknown (``evidence`` of a signature,
            ``success`` of a sign-in, the ``ref`` of somebody new).

    Raises:
        InvalidCommandError: Unknown command, unknown field, or a value that
            the field does not allow; with every fault and its path.
    """
    command = named(do)
    _check_origin(command, fields, body=body)
    try:
        return structure(_without_nulls(command, fields), command)
    except StructureError as error:
        raise InvalidCommandError(f"{do} is not well formed:", error.faults) from None


@boundary
def read_form(do: Any, fields: dict[str, Any], *, body: bool = False) -> Submission:
    """
    Read what somebody filled in: as :func:`parse` does, but a malformed field is no error and counts as missing.

    ``Dossier.decide`` and ``check`` take the submission as they take a command, and
    report its faults beside what the rules find in the other fields.

    >>> submission = read_form("record-effective-date", {"on": "2026-02-30"})
    >>> submission.command, [fault.code for fault in submission.faults]
    (RecordEffectiveDate(on=None), ['form-no-such-day'])

    Args:
        body: As for :func:`parse`.

    Raises:
        InvalidCommandError: What no person can cause: unknown command, unknown
            field, *fields* that is no object; with *body*, a field for which
            only the host can answer.
    """
    command = named(do)
    _check_origin(command, fields, body=body)
    try:
        return submission.read(command, _without_nulls(command, fields))
    except StructureError as error:
        raise InvalidCommandError(f"{do} cannot be read:", error.faults) from None


def _check_origin(command: type[AnyCommand], fields: Any, *, body: bool) -> None:
    """Refuse, in what a browser sent, the fields for which only the host can answer."""
    forged = sorted(path for path in command.host_only if body and _has(fields, path.split(".")))
    if forged:
        faults = [Fault(path, "only the host fills this in") for path in forged]
        raise InvalidCommandError(f"{command.do} is not well formed:", faults)


def _has(fields: Any, path: list[str]) -> bool:
    first, *rest = path
    return isinstance(fields, dict) and first in fields and (not rest or _has(fields[first], rest))


def named(do: Any) -> type[AnyCommand]:
    """
    Return the class of the command called *do* in kebab-case.

    Raises:
        InvalidCommandError: There is none.
    """
    if not isinstance(do, str) or do not in _BY_DO:
        raise InvalidCommandError("no such command:", [Fault("do", f"must be one of: {', '.join(_BY_DO)}")])
    return _BY_DO[do]


def fillable(do: Any) -> type[AnyCommand]:
    """
    Return the class of a command that somebody can give, called *do* in kebab-case.

    Raises:
        InvalidCommandError: There is none, or only the clock gives it.
    """
    command = named(do)
    if command is Tick:
        raise InvalidCommandError("no form has this command:", [Fault("do", "only the clock gives it")])
    return command


def _without_nulls(command: type[AnyCommand], fields: Any) -> Any:
    """Leave out the nulls that have no meaning of their own."""
    if isinstance(fields, dict):
        return {name: value for name, value in fields.items() if value is not None or name not in command.never_null()}
    return fields


def for_event(event: str) -> type[AnyCommand]:
    """Return the class of the command called *event* in snake_case."""
    return _BY_EVENT[event]
