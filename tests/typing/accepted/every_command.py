"""
A match over all commands that leaves none out: its last case cannot be reached.
"""

from typing import assert_never

from psc_workflow import Command, commands


def name(command: Command) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 -- one case each
    match command:
        case commands.OpenInvitation():
            return "OpenInvitation"
        case commands.CreateAccount():
            return "CreateAccount"
        case commands.ContinueToLogin():
            return "ContinueToLogin"
        case commands.ReportLogin():
            return "ReportLogin"
        case commands.ForgetPassword():
            return "ForgetPassword"
        case commands.ResetPassword():
            return "ResetPassword"
        case commands.SignOut():
            return "SignOut"
        case commands.StartAffiliation():
            return "StartAffiliation"
        case commands.DeclareRegime():
            return "DeclareRegime"
        case commands.DeclareBeneficiaries():
            return "DeclareBeneficiaries"
        case commands.ConfirmSolo():
            return "ConfirmSolo"
        case commands.ChooseFormula():
            return "ChooseFormula"
        case commands.ValidateAffiliation():
            return "ValidateAffiliation"
        case commands.ConfirmIdentity():
            return "ConfirmIdentity"
        case commands.DeclareSocialSecurity():
            return "DeclareSocialSecurity"
        case commands.DeclarePartner():
            return "DeclarePartner"
        case commands.DeclareChild():
            return "DeclareChild"
        case commands.ConfirmContactDetails():
            return "ConfirmContactDetails"
        case commands.GiveConsents():
            return "GiveConsents"
        case commands.GiveBankDetails():
            return "GiveBankDetails"
        case commands.Sign():
            return "Sign"
        case commands.RateExperience():
            return "RateExperience"
        case commands.RecordNeedsSimulation():
            return "RecordNeedsSimulation"
        case commands.CompleteAffiliation():
            return "CompleteAffiliation"
        case commands.ReportNotConcerned():
            return "ReportNotConcerned"
        case commands.CloseFile():
            return "CloseFile"
        case commands.RejectReport():
            return "RejectReport"
        case commands.StartDispensation():
            return "StartDispensation"
        case commands.ChooseMotive():
            return "ChooseMotive"
        case commands.Attest():
            return "Attest"
        case commands.RequestDispensation():
            return "RequestDispensation"
        case commands.RenewDispensation():
            return "RenewDispensation"
        case commands.RenounceDispensation():
            return "RenounceDispensation"
        case commands.ReportMotiveEnd():
            return "ReportMotiveEnd"
        case commands.ReportProcessing():
            return "ReportProcessing"
        case commands.RecordEffectiveDate():
            return "RecordEffectiveDate"
        case commands.ReportNotMine():
            return "ReportNotMine"
        case commands.ChangeFormula():
            return "ChangeFormula"
        case commands.AddBeneficiary():
            return "AddBeneficiary"
        case commands.RemoveBeneficiary():
            return "RemoveBeneficiary"
        case commands.CompleteBeneficiary():
            return "CompleteBeneficiary"
        case commands.UpdateBankDetails():
            return "UpdateBankDetails"
        case commands.UpdateContactDetails():
            return "UpdateContactDetails"
        case commands.UpdateTeletransmission():
            return "UpdateTeletransmission"
        case commands.SignMandate():
            return "SignMandate"
        case commands.WithdrawConsent():
            return "WithdrawConsent"
        case commands.EndMembership():
            return "EndMembership"
        case commands.Suspend():
            return "Suspend"
        case commands.Reinstate():
            return "Reinstate"
        case commands.Transfer():
            return "Transfer"
        case commands.RecordPosition():
            return "RecordPosition"
        case commands.Rehire():
            return "Rehire"
        case commands.RecordRepresentative():
            return "RecordRepresentative"
        case commands.EndRepresentation():
            return "EndRepresentation"
        case commands.GoBack():
            return "GoBack"
        case commands.SaveAndQuit():
            return "SaveAndQuit"
        case commands.Resume():
            return "Resume"
        case commands.RequestDocument():
            return "RequestDocument"
        case commands.Tick():
            return "Tick"
        case _:
            assert_never(command)


name(commands.parse("sign-out", {}))
