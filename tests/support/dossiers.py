"""
Dossiers in every state, each reached by accepted commands.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from people import (
    ACCOUNT,
    AFTER_DEADLINE,
    ALONE,
    BANK,
    BENOIT,
    CLAUDIA_DETAILS,
    CONTACT,
    DISPENSATION_REQUEST,
    FAMILY,
    GUIDE,
    IDENTITY,
    IN_FORCE,
    INVITED,
    NOW,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SOCIAL_SECURITY,
    SUSPENDING_LEAVE,
    TODAY,
    details_of,
    instant,
)
from psc_workflow import Agent, Capacity, Dossier, Formula, Rating, Regime, Role, contracts
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import EndReason, PriorMembership
from psc_workflow.states import JOURNEYS


def open_dossier(contract: contracts.Contract = GUIDE, agent: Agent = BENOIT) -> Dossier:
    """Open the dossier of an agent who has just been invited."""
    return Dossier.open(contract, id="D1", agent=agent, invited_at=INVITED)


def journey(household: do.DeclareBeneficiaries = FAMILY, formula: Formula = Formula.BASE) -> Iterator[Command]:
    """List every command from the invitation to the confirmation, for a household."""
    alone = household.partner is None and not household.children
    yield do.StartAffiliation()
    yield do.DeclareRegime(Regime.GENERAL)
    yield household
    if alone:
        yield do.ConfirmSolo()
    yield do.ChooseFormula(formula)
    yield do.ValidateAffiliation()
    yield IDENTITY
    yield SOCIAL_SECURITY
    if household.partner is not None:
        yield CLAUDIA_DETAILS
    for child in household.children or ():
        yield details_of(child)
    yield CONTACT
    yield do.GiveConsents(partner_offers=False)
    yield BANK
    debited = not alone or formula is not Formula.BASE
    yield SIGN_WITH_MANDATE if debited else SIGN_WITHOUT_MANDATE
    yield do.RateExperience(Rating.HAPPY)


def accept(dossier: Dossier, *commands: Command, at: dt.datetime = NOW) -> Dossier:
    """Give *commands* one after the other; each must be accepted."""
    for command in commands:
        decision = dossier.decide(command, at=at, role=command.roles[0])
        assert decision.outcome.value == "accepted", (command, decision.codes, decision.missing)
        dossier = decision.dossier
    return dossier


def tick(dossier: Dossier, at: dt.datetime) -> Dossier:
    """Let time pass until *at*."""
    return accept(dossier, do.Tick(), at=at)


def represented(dossier: Dossier, capacity: Capacity = Capacity.GUARDIAN, since: dt.date = TODAY) -> Dossier:
    """Record who acts for the agent, or assists them."""
    command = do.RecordRepresentative(capacity, since)
    decision = dossier.decide(command, at=now_of(dossier), role=Role.MANAGER)
    assert decision.outcome.value == "accepted", decision.codes
    return decision.dossier


def back_to(dossier: Dossier, screen: str) -> Dossier:
    """Go back to *screen* of the affiliation, one screen at a time."""
    while dossier.states["affiliation"] != screen:
        dossier = accept(dossier, do.GoBack())
    return dossier


def now_of(dossier: Dossier) -> dt.datetime:
    """Return an instant at which *dossier* can be asked something: this afternoon, or its last one."""
    return max(NOW, dossier.record.at)


def at_state(
    state: str,
    household: do.DeclareBeneficiaries = FAMILY,
    *,
    contract: contracts.Contract = GUIDE,
    agent: Agent = BENOIT,
    formula: Formula = Formula.BASE,
) -> Dossier:
    """Walk to *state* of the affiliation by accepted commands; the household must pass there."""
    dossier = open_dossier(contract, agent)
    for command in journey(household, formula):
        if dossier.states["affiliation"] == state:
            return dossier
        dossier = accept(dossier, command)
    assert dossier.states["affiliation"] == state
    return dossier


# -- states that are no screen of the affiliation ----------------------------------------------------------


def dossier_affiliated_by_silence(state: str = "formula", at: dt.datetime = AFTER_DEADLINE) -> Dossier:
    """Return the dossier of an agent who went as far as *state* and did not answer in time."""
    return tick(at_state(state), at)


def dossier_under_review() -> Dossier:
    """Return the dossier of an agent who reported not to be concerned."""
    return accept(at_state("beneficiaries"), REPORT_CPS)


def dossier_in_force() -> Dossier:
    """Return the dossier of a member after the first day of cover."""
    return tick(at_state("confirmed"), IN_FORCE)


def ended_dossier() -> Dossier:
    """Return the dossier of a member who left."""
    return accept(dossier_in_force(), do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 5, 3)), at=IN_FORCE)


def suspended_dossier() -> Dossier:
    """Return the dossier of a member on a leave that suspends the membership."""
    return accept(dossier_in_force(), do.Suspend(SUSPENDING_LEAVE, dt.date(2026, 5, 3)), at=IN_FORCE)


def dispensed_dossier() -> Dossier:
    """Return the dossier of an agent who asked for a dispensation before anything else."""
    return accept(open_dossier(), *DISPENSATION_REQUEST)


PLACES: dict[str, Callable[[], Dossier]] = {
    "access.invited": open_dossier,
    "access.activation": lambda: accept(open_dossier(), do.OpenInvitation(PriorMembership.NONE)),
    "access.created": lambda: accept(dossier_in("access.activation"), ACCOUNT),
    "access.login": lambda: accept(dossier_in("access.created"), do.ContinueToLogin()),
    "access.reset": lambda: accept(dossier_in("access.login"), do.ForgetPassword()),
    "access.signed_in": lambda: accept(dossier_in("access.login"), do.ReportLogin(success=True)),
    "affiliation.under_review": dossier_under_review,
    "affiliation.not_concerned": lambda: accept(dossier_under_review(), do.CloseFile()),
    "affiliation.auto_affiliated": dossier_affiliated_by_silence,
    "dispensation.home": open_dossier,
    "dispensation.motive": lambda: accept(open_dossier(), do.StartDispensation()),
    "dispensation.attestation": lambda: accept(open_dossier(), *DISPENSATION_REQUEST[:3]),
    "dispensation.granted": lambda: accept(at_state("identity"), *DISPENSATION_REQUEST),
    "dispensation.renewal_due": lambda: tick(dispensed_dossier(), instant(2026, 12, 20)),
    "dispensation.expired": lambda: tick(dispensed_dossier(), instant(2027, 1, 1)),
    "dispensation.renounced": lambda: accept(dispensed_dossier(), do.RenounceDispensation()),
    "dispensation.closed": lambda: tick(open_dossier(), AFTER_DEADLINE),
    "membership.none": open_dossier,
    "membership.received": lambda: at_state("confirmed"),
    "membership.in_force": dossier_in_force,
    "membership.suspended": suspended_dossier,
    "membership.ended": ended_dossier,
}
"""A dossier for every state that is no screen of the affiliation."""

EVERY_STATE = [f"{journey}.{state.value}" for journey, chart in JOURNEYS.items() for state in chart.states]
"""Every state of every chart, under the names that ``dossier_in`` takes."""


def dossier_in(name: str) -> Dossier:
    """Walk to the state called *name*, such as ``dispensation.granted``, by accepted commands."""
    journey_name, _, state = name.partition(".")
    if name not in PLACES:
        return at_state(state, ALONE if state == "solo_warning" else FAMILY)
    dossier = PLACES[name]()
    assert dossier.states[journey_name] == state, (name, dossier.states)
    return dossier
