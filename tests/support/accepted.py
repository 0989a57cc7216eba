"""
Every command at a place where it is accepted.
"""

import datetime as dt

from dossiers import accept, at_state, dossier_in, represented
from journeys import REQUEST, RIGHT_ANSWERS, START_DISPENSATION
from people import (
    ACCOUNT,
    ALONE,
    ATTESTATION,
    CLAUDIA,
    CONTACT,
    FIRST_OF_JUNE,
    IBAN_SOCREDO,
    IN_FORCE,
    MOTIVE,
    NIR_CARLA,
    PASSWORD,
    REPORT_CPS,
    START,
    SUSPENDING_LEAVE,
    TODAY,
)
from psc_workflow import Capacity, Dossier, Formula, PositionKind, Rating
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Consent, DocumentKind, EndReason, PriorMembership

RENEWAL = do.RenewDispensation(
    **{name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    | {"end_date": dt.date(2027, 9, 1), "signed_on": dt.date(2026, 12, 1)}
)

ACCEPTED: list[tuple[str, Command]] = [
    ("access.invited", do.OpenInvitation(PriorMembership.NONE)),
    ("access.activation", ACCOUNT),
    ("access.created", do.ContinueToLogin()),
    ("access.login", do.ReportLogin(success=True)),
    ("access.login", do.ForgetPassword()),
    ("access.reset", do.ResetPassword(PASSWORD, PASSWORD)),
    ("access.signed_in", do.SignOut()),
    *[(f"affiliation.{state}", command) for state, command in RIGHT_ANSWERS.items()],
    ("a formula chosen", do.ValidateAffiliation()),
    ("affiliation.identity", do.GoBack()),
    ("affiliation.identity", do.SaveAndQuit()),
    ("affiliation.identity", do.Resume()),
    ("affiliation.identity", do.RequestDocument(DocumentKind.DEVIS)),
    ("affiliation.identity", do.RecordNeedsSimulation(TODAY, Formula.OPTION_1, START)),
    ("affiliation.identity", REPORT_CPS),
    ("affiliation.confirmed", do.RateExperience(Rating.HAPPY)),
    ("affiliation.auto_affiliated", do.CompleteAffiliation()),
    ("affiliation.auto_affiliated", do.ChangeFormula(Formula.OPTION_1)),
    ("affiliation.auto_affiliated", do.AddBeneficiary(partner=CLAUDIA)),
    ("affiliation.under_review", do.CloseFile()),
    ("affiliation.under_review", do.RejectReport()),
    ("dispensation.home", START_DISPENSATION),
    ("dispensation.motive", MOTIVE),
    ("dispensation.attestation", ATTESTATION),
    ("dispensation.attestation", REQUEST),
    ("dispensation.granted", do.RenounceDispensation()),
    ("dispensation.granted", do.ReportMotiveEnd(TODAY)),
    ("dispensation.renewal_due", RENEWAL),
    ("membership.received", do.ReportProcessing("validé")),
    ("membership.received", do.RecordEffectiveDate(START)),
    ("membership.none", do.RecordPosition(PositionKind.UNPAID_LEAVE, START)),
    ("membership.received", do.ReportNotMine()),
    ("membership.received", do.RemoveBeneficiary("carla", "own cover", TODAY)),
    ("membership.received", do.CompleteBeneficiary("carla", NIR_CARLA)),
    ("membership.received", do.UpdateBankDetails("M. Dupond", IBAN_SOCREDO)),
    ("membership.received", do.UpdateContactDetails(**{name: getattr(CONTACT, name) for name in CONTACT.field_names()})),
    ("membership.received", do.UpdateTeletransmission(teletransmission=False)),
    ("membership.received", do.WithdrawConsent(Consent.PARTNER_OFFERS)),
    ("membership.received", do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 9, 1))),
    ("membership.received", do.Transfer("men-2026", dt.date(2026, 9, 1))),
    ("membership.in_force", do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date())),
    ("membership.suspended", do.Reinstate(IN_FORCE.date())),
    ("a first debited line", do.SignMandate("proof-2")),
    ("membership.received", do.RecordRepresentative(Capacity.GUARDIAN, TODAY)),
    ("a guardian", do.EndRepresentation(FIRST_OF_JUNE)),
    ("membership.ended", do.Rehire(FIRST_OF_JUNE)),
]  # fmt: skip
"""Every command but the clock's, at a place where it is accepted."""


def dossier_at(name: str) -> Dossier:
    """Walk to a place of the table."""
    if name == "a formula chosen":
        return accept(at_state("formula"), do.ChooseFormula(Formula.BASE))
    if name == "a first debited line":
        return accept(at_state("confirmed", ALONE), do.AddBeneficiary(partner=CLAUDIA))
    if name == "a guardian":
        return represented(dossier_in("membership.received"))
    return dossier_in(name)
