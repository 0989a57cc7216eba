"""
Commands to try: right answers for some state, wrong ones, and commands of many screens.
"""

import datetime as dt

import attrs

from people import (
    ACCOUNT,
    ANAPA,
    ATTESTATION,
    BANK,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    HOUSEHOLDS,
    IBAN_SOCREDO,
    IDENTITY,
    LARGE_FAMILY,
    MOTIVE,
    NIR_CARLA,
    NOW,
    PASSWORD,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SOCIAL_SECURITY,
    SUSPENDING_LEAVE,
    details_of,
)
from psc_workflow import Capacity, Formula, PositionKind, Rating, Regime, Situation
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.vocabulary import Consent, DocumentKind, EndReason, Motive, PriorMembership

UPDATED = do.UpdateContactDetails(**{name: getattr(CONTACT, name) for name in CONTACT.field_names()})

OTHER_PARTNER = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))
STUDENT = attrs.evolve(
    CARLA,
    birth_date=dt.date(2003, 12, 1),
    situation=Situation.STUDENT,
    covered_by_own_work=False,
    ref="teva",
)
WITH_STUDENT = do.DeclareBeneficiaries(CLAUDIA, [STUDENT])
NAMELESS = attrs.evolve(LARGE_FAMILY, children=[attrs.evolve(child, ref=None) for child in LARGE_FAMILY.children])

RIGHT: list[Command] = [
    do.StartAffiliation(),
    do.DeclareRegime(Regime.GENERAL),
    do.DeclareRegime(Regime.ALSACE_MOSELLE),
    *HOUSEHOLDS.values(),
    NAMELESS,
    WITH_STUDENT,
    do.DeclareBeneficiaries(OTHER_PARTNER, []),
    do.ConfirmSolo(),
    *map(do.ChooseFormula, Formula),
    do.ValidateAffiliation(),
    IDENTITY,
    SOCIAL_SECURITY,
    CLAUDIA_DETAILS,
    attrs.evolve(CLAUDIA_DETAILS, birth_date=OTHER_PARTNER.birth_date),
    *[details_of(child) for child in (*LARGE_FAMILY.children, STUDENT)],
    *[attrs.evolve(details_of(child), ref=f"child-{n}") for n, child in enumerate(LARGE_FAMILY.children, start=1)],
    CONTACT,
    do.GiveConsents(partner_offers=True),
    BANK,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    do.RateExperience(Rating.HAPPY),
    *map(do.OpenInvitation, PriorMembership),
    ACCOUNT,
    do.ContinueToLogin(),
    do.ReportLogin(success=True),
    do.ReportLogin(success=False),
    do.ForgetPassword(),
    do.ResetPassword(PASSWORD, PASSWORD),
    do.SignOut(),
    do.CompleteAffiliation(),
    REPORT_CPS,
    do.CloseFile(),
    do.RejectReport(),
    do.StartDispensation(),
    MOTIVE,
    do.ChooseMotive(Motive.C2S),
    do.RequestDispensation(warning_read=True),
    do.RenounceDispensation(),
    do.ReportProcessing("validé"),
    do.ReportNotMine(),
    *map(do.ChangeFormula, Formula),
    do.AddBeneficiary(partner=CLAUDIA),
    do.AddBeneficiary(child=CARLA),
    do.AddBeneficiary(child=attrs.evolve(ANAPA, ref=None), child_details=details_of(ANAPA)),
    do.AddBeneficiary(child=attrs.evolve(STUDENT, ref=None)),
    do.CompleteBeneficiary("carla", NIR_CARLA),
    do.CompleteBeneficiary("partner", partner_details=CLAUDIA_DETAILS),
    do.UpdateBankDetails("M. Dupond", IBAN_SOCREDO),
    attrs.evolve(UPDATED, city="Faa'a"),
    do.UpdateTeletransmission(teletransmission=False),
    do.SignMandate("proof-2"),
    do.WithdrawConsent(Consent.PARTNER_OFFERS),
]
WRONG: list[Command] = [
    *[command() for command in ALL],
    do.DeclareRegime(Regime.CPS),
    do.DeclareBeneficiaries(attrs.evolve(CLAUDIA, state_civil_servant=True), []),
    attrs.evolve(SOCIAL_SECURITY, nir="1"),
    attrs.evolve(CONTACT, city="Faa'a"),
    attrs.evolve(BANK, iban="FR00"),
    attrs.evolve(SIGN_WITH_MANDATE, certified=False),
]
ANYWHERE: list[Command] = [
    do.GoBack(),
    do.SaveAndQuit({"nir": "1 70", "first_name": "Ben", "certified": True, "partner": {"x": 1}}),
    do.Resume(),
    *map(do.RequestDocument, DocumentKind),
    do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_2, dt.date(2026, 5, 1)),
]


def of_the_day(today: dt.date) -> list[Command]:
    """List commands whose right answer depends on the day."""
    later = today + dt.timedelta(days=200)
    statement = {"signed_on": today, "end_date": max(later, dt.date(2026, 12, 31))}
    renewed = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()} | statement
    event = do.MotiveFacts(opened_on=today)
    return [
        attrs.evolve(ATTESTATION, **statement),
        attrs.evolve(ATTESTATION, **statement, motive=Motive.C2S),
        do.RenewDispensation(**(renewed | {"end_date": today + dt.timedelta(days=300)})),
        do.ChooseMotive(Motive.PARTNER_COLLECTIVE, event),
        do.ReportMotiveEnd(today),
        do.ReportMotiveEnd(dt.date(2020, 1, 1)),
        do.ReportMotiveEnd(today + dt.timedelta(days=20)),
        do.RecordEffectiveDate(dt.date(2026, 10, 1)),
        do.RecordEffectiveDate(today),
        do.RecordPosition(PositionKind.UNPAID_LEAVE, today),
        do.RecordPosition(PositionKind.NOT_CONCERNED, dt.date(2026, 4, 1), today + dt.timedelta(days=40)),
        do.RecordPosition(PositionKind.NOT_CONCERNED, today, dt.date(2026, 4, 1)),
        do.RemoveBeneficiary("carla", "own cover", today),
        do.RemoveBeneficiary("partner", "divorce", today),
        do.RemoveBeneficiary("partner", "divorce", today + dt.timedelta(days=25)),
        do.RemoveBeneficiary("carla", "own cover", today + dt.timedelta(days=15)),
        do.EndMembership(EndReason.DEPARTURE, today + dt.timedelta(days=10)),
        do.EndMembership(EndReason.DEATH, today),
        do.EndMembership(EndReason.DEPARTURE, dt.date(2019, 1, 1)),
        do.EndMembership(EndReason.RETIREMENT, today),
        do.Suspend(SUSPENDING_LEAVE, today),
        do.Suspend(SUSPENDING_LEAVE, today + dt.timedelta(days=30)),
        do.Reinstate(today),
        do.Reinstate(today + dt.timedelta(days=40)),
        do.Transfer("men-2026", today + dt.timedelta(days=60)),
        *(do.RecordRepresentative(capacity, today) for capacity in Capacity),
        do.EndRepresentation(today + dt.timedelta(days=5)),
        do.Rehire(today),
        do.Rehire(today + dt.timedelta(days=3)),
    ]
