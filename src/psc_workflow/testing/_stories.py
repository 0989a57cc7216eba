"""
The main ways through the journeys, with right answers alone.

>>> from psc_workflow import contracts
>>> [story.name for story in stories(contracts.get("men-2026-pf"))][:2]
['a family, to the first day of cover', 'alone, to the first day of cover']
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import EndReason, PriorMembership, Rating, Regime
from psc_workflow.testing import _answers as right
from psc_workflow.testing._journeys import Act, Journey, request_of
from psc_workflow.testing.people import CARLA_DETAILS, CLAUDIA_DETAILS, START, TODAY

ID = "D1"
"""Of the dossier of a journey that has one alone."""

Step = Command | dt.date
"""A command, or the civil day on which the story goes on."""


def stories(contract: Contract) -> Iterator[Journey]:
    """Tell every story under *contract*."""
    for name, steps in _stories(contract).items():
        yield Journey(name, (), tuple(_acts(contract, steps)))


def _acts(contract: Contract, steps: list[Step]) -> Iterator[Act]:
    at = _morning(contract, TODAY)
    yield Act.open(ID, right.BENOIT, at=at, case="benoit")
    for step in steps:
        if isinstance(step, Command):
            yield Act.give(ID, request_of(step), at=at, role=step.roles[0])
        else:
            at = _morning(contract, step)
            yield Act.tick(ID, at=at)


def _morning(contract: Contract, day: dt.date) -> dt.datetime:
    return (contract.start_of(day) + dt.timedelta(hours=8)).astimezone(dt.UTC)


def _stories(contract: Contract) -> dict[str, list[Step]]:
    days = contract.value("affiliation_window", TODAY)
    silent = TODAY + dt.timedelta(days=days + 1)
    in_force = START + dt.timedelta(days=3)
    return {
        "a family, to the first day of cover": [*subscription(contract, right.FAMILY), in_force],
        "alone, to the first day of cover": [*subscription(contract, right.ALONE), in_force],
        "silence, completed later": [silent, do.CompleteAffiliation()],
        "a dispensation until it ends": [
            do.StartDispensation(),
            right.MOTIVE,
            right.ATTESTATION,
            do.RequestDispensation(warning_read=True),
            dt.date(2026, 12, 20),
            dt.date(2027, 1, 1),
        ],
        "an account, and a failed sign-in": [
            do.OpenInvitation(PriorMembership.NONE),
            right.ACCOUNT,
            do.ContinueToLogin(),
            do.ReportLogin(success=False),
            do.ReportLogin(success=True),
            do.SignOut(),
        ],
        "a leave, then the end": [
            *subscription(contract, right.COUPLE),
            in_force,
            do.Suspend(right.SUSPENDING_LEAVE, in_force),
            in_force + dt.timedelta(days=1),
            do.Reinstate(in_force + dt.timedelta(days=1)),
            do.EndMembership(EndReason.DEPARTURE, in_force + dt.timedelta(days=1)),
        ],
    }


def subscription(contract: Contract, household: do.DeclareBeneficiaries) -> Iterator[Step]:
    """List every command from the invitation to the confirmation."""
    yield do.StartAffiliation()
    yield do.DeclareRegime(Regime.GENERAL)
    yield household
    if household == right.ALONE:
        yield do.ConfirmSolo()
    yield do.ChooseFormula(contract.value("formulas", START)[0])
    yield do.ValidateAffiliation()
    yield right.IDENTITY
    yield right.SOCIAL_SECURITY
    if household.partner is not None:
        yield attrs.evolve(CLAUDIA_DETAILS, code_organisme=right.SOCIAL_SECURITY.code_organisme)
    if household.children:
        yield attrs.evolve(CARLA_DETAILS, code_organisme=right.SOCIAL_SECURITY.code_organisme)
    yield right.CONTACT
    yield do.GiveConsents(partner_offers=False)
    yield right.BANK
    yield right.SIGNATURE if household == right.ALONE else right.WITH_MANDATE
    yield do.RateExperience(Rating.HAPPY)
