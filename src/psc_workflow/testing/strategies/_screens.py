"""
The right answer to every question, for a dossier as it stands: what is asked twice agrees, what is prefilled returns.

A table of one function a command; without a dossier each answers for somebody
who has just been invited under the contract of the guide.
"""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Consent
from psc_workflow.testing.strategies import _first_answers as first
from psc_workflow.testing.strategies import _later_answers as later
from psc_workflow.testing.strategies._screen import Screen

RIGHT_ANSWERS: Mapping[type[Command], Callable[[Screen], Command]] = {
    do.OpenInvitation: first.open_invitation,
    do.CreateAccount: first.create_account,
    do.ReportLogin: first.report_login,
    do.ResetPassword: first.reset_password,
    do.DeclareRegime: first.declare_regime,
    do.DeclareBeneficiaries: first.declare_beneficiaries,
    do.ChooseFormula: first.choose_formula,
    do.ConfirmIdentity: first.confirm_identity,
    do.DeclareSocialSecurity: first.declare_social_security,
    do.DeclarePartner: first.declare_partner,
    do.DeclareChild: first.declare_child,
    do.ConfirmContactDetails: first.confirm_contact_details,
    do.GiveConsents: first.give_consents,
    do.GiveBankDetails: lambda screen: do.GiveBankDetails(**first.account(screen)),
    do.Sign: first.sign,
    do.RateExperience: first.rate_experience,
    do.RecordNeedsSimulation: first.record_needs_simulation,
    do.ReportNotConcerned: lambda _: do.ReportNotConcerned("je relève de la CPS"),
    do.ChooseMotive: first.choose_motive,
    do.Attest: first.attest,
    do.RequestDispensation: lambda _: do.RequestDispensation(warning_read=True),
    do.RenewDispensation: first.renew_dispensation,
    do.ReportMotiveEnd: lambda screen: do.ReportMotiveEnd(screen.today),
    do.ReportProcessing: lambda _: do.ReportProcessing("validé"),
    do.RecordEffectiveDate: later.record_effective_date,
    do.RecordPosition: later.record_position,
    do.RecordRepresentative: later.record_representative,
    do.EndRepresentation: lambda screen: do.EndRepresentation(screen.today),
    do.Rehire: lambda screen: do.Rehire(screen.today),
    do.ChangeFormula: later.change_formula,
    do.AddBeneficiary: later.add_beneficiary,
    do.RemoveBeneficiary: later.remove_beneficiary,
    do.CompleteBeneficiary: later.complete_beneficiary,
    do.UpdateBankDetails: lambda screen: do.UpdateBankDetails(**first.account(screen)),
    do.UpdateContactDetails: lambda screen: do.UpdateContactDetails(**first.contact_details(screen)),
    do.UpdateTeletransmission: lambda screen: do.UpdateTeletransmission(
        teletransmission=screen.draw(st.sampled_from((True, False)))
    ),
    do.SignMandate: lambda screen: do.SignMandate("evidence-2", screen.curator_evidence),
    do.WithdrawConsent: lambda _: do.WithdrawConsent(Consent.PARTNER_OFFERS),
    do.EndMembership: later.end_membership,
    do.Suspend: lambda screen: do.Suspend(later.SUSPENDING_LEAVE, later.later(screen)),
    do.Reinstate: lambda screen: do.Reinstate(later.later(screen)),
    do.Transfer: lambda screen: do.Transfer("men-2026", later.later(screen)),
    do.SaveAndQuit: lambda _: do.SaveAndQuit({}),
    do.RequestDocument: later.request_document,
}
"""How every command that has fields is answered; one without fields is its own answer."""


def right_answer(command: type[Command], screen: Screen) -> Command:
    """Make the command for what *screen* asks."""
    make = RIGHT_ANSWERS.get(command)
    return make(screen) if make else command()
