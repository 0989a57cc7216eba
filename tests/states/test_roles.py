"""
Who may give which command.
"""

import datetime as dt

import pytest

from dossiers import accept, at_state, dossier_in, now_of, open_dossier
from expectations import AGENT_ALONE, MANAGER_ALONE
from journeys import REQUEST, RIGHT_ANSWERS, START_DISPENSATION
from people import (
    ACCOUNT,
    ALONE,
    ATTESTATION,
    CLAUDIA,
    CONTACT,
    IBAN_SOCREDO,
    IN_FORCE,
    MOTIVE,
    NIR_CARLA,
    NOW,
    PASSWORD,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    START,
    SUSPENDING_LEAVE,
    TODAY,
)
from psc_workflow import Dossier, Formula, Outcome, Rating, Role
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import journey
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.vocabulary import Consent, DocumentKind, EndReason, PriorMembership

RENEWAL = do.RenewDispensation(
    **{name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    | {"end_date": dt.date(2027, 9, 1)}
)

TAKEN: list[tuple[str, Command]] = [
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
]  # fmt: skip
"""Every command but the clock's, at a place where it is accepted."""


def placed(name: str) -> Dossier:
    """Walk to a place of the table."""
    if name == "a formula chosen":
        return accept(at_state("formula"), do.ChooseFormula(Formula.BASE))
    if name == "a first debited line":
        return accept(at_state("confirmed", ALONE), do.AddBeneficiary(partner=CLAUDIA))
    return dossier_in(name)


def test_the_table_of_roles_has_every_command() -> None:
    assert {type(command) for _, command in TAKEN} | {do.Tick} == set(ALL)


@pytest.mark.parametrize(("name", "command"), TAKEN, ids=[f"{command.do} in {name}" for name, command in TAKEN])
def test_a_command_is_accepted_from_those_who_may_give_it_and_from_nobody_else(name: str, command: Command) -> None:
    dossier = placed(name)
    at = now_of(dossier)
    may = {Role.AGENT, Role.MANAGER}
    may -= {Role.AGENT} if command.do in MANAGER_ALONE else set()
    may -= {Role.MANAGER} if command.do in AGENT_ALONE else set()
    for role in Role:
        decision = dossier.decide(command, at=at, role=role)
        shown = {offer.do for offer in dossier.view(at=at, role=role).commands}
        assert (command.do in shown) == (role in may)
        if role in may:
            assert decision.outcome is Outcome.ACCEPTED, decision.codes
            assert decision.steps[0].role is role
        else:
            assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
            assert decision.dossier is dossier
            assert command.do not in decision.available


def test_the_first_that_may_gives_a_command_if_nobody_is_named() -> None:
    closed = dossier_in("affiliation.under_review").decide(do.CloseFile(), at=NOW)
    assert closed.steps[0].role is Role.MANAGER
    assert open_dossier().decide(do.StartAffiliation(), at=NOW).steps[0].role is Role.AGENT


def test_a_manager_may_enter_on_the_agent_s_behalf_and_it_is_recorded() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.MANAGER)
    assert decision.steps[0].role is Role.MANAGER


def test_a_manager_never_signs() -> None:
    dossier = at_state("signature")
    decision = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
    assert "sign" not in decision.available
    assert decision.dossier is dossier
    assert "sign" not in {offer.do for offer in dossier.view(at=NOW, role=Role.MANAGER).commands}


def test_a_role_with_nothing_to_do_here_is_told_so() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.CLOCK)
    assert (decision.outcome, decision.available) == (Outcome.NOT_AVAILABLE, ())
    assert decision.findings[0].remedy("fr").endswith("à ce rôle : aucune.")
    assert "« horloge »" in decision.findings[0].text("fr")
    assert journey("affiliation").commands["start_affiliation"].fr in decision.findings[0].text("fr")
