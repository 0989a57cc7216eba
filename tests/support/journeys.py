"""
The right answer on every screen, dossiers between two journeys, and what a decision did.
"""

import datetime as dt
from collections.abc import Callable

from dossiers import accept, at_state, dossier_affiliated_by_silence, dossier_in, tick
from people import (
    AFTER_DEADLINE,
    ALONE,
    BANK,
    CARLA,
    CLAUDIA_DETAILS,
    CONTACT,
    DISPENSATION_REQUEST,
    FAMILY,
    IDENTITY,
    MOTIVE_SINCE_TODAY,
    SIGN_WITH_MANDATE,
    SOCIAL_SECURITY,
    TODAY,
    details_of,
    instant,
)
from psc_workflow import Child, Decision, Dossier, Formula, Outcome, Partner, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.states._screens import OPEN, path
from verdicts import codes

START_DISPENSATION, _, _, REQUEST = DISPENSATION_REQUEST
UP_TO_ATTESTATION = DISPENSATION_REQUEST[:3]
MEMBER_REQUEST = (START_DISPENSATION, MOTIVE_SINCE_TODAY, *DISPENSATION_REQUEST[2:])
"""The request of a member, who needs an event that opened the motive."""

RIGHT_ANSWERS = {
    "home": do.StartAffiliation(),
    "regime": do.DeclareRegime(Regime.GENERAL),
    "beneficiaries": FAMILY,
    "solo_warning": do.ConfirmSolo(),
    "formula": do.ChooseFormula(Formula.OPTION_1),
    "identity": IDENTITY,
    "social_security": SOCIAL_SECURITY,
    "partner_details": CLAUDIA_DETAILS,
    "children_details": details_of(CARLA),
    "contact_details": CONTACT,
    "consents": do.GiveConsents(partner_offers=True),
    "bank_details": BANK,
    "signature": SIGN_WITH_MANDATE,
}
"""The answer that each screen of the affiliation asks for."""

SCREENS_BEFORE_CONSENTS = [state for state in OPEN if state not in ("bank_details", "signature")]
"""Screens that are resumed as they were, once a dispensation is not asked for after all."""

ENDS_OF_DISPENSATION = ["renounced", "motive ended", "expired"]

MEMBERS: dict[str, Callable[[], Dossier]] = {
    "signed": lambda: at_state("confirmed"),
    "affiliated by silence": dossier_affiliated_by_silence,
    "in force": lambda: dossier_in("membership.in_force"),
    "suspended": lambda: dossier_in("membership.suspended"),
    "completing": lambda: completing_dossier("bank_details"),
}


def declare(partner: Partner | None = None, *children: Child) -> do.DeclareBeneficiaries:
    """Declare the household to cover."""
    return do.DeclareBeneficiaries(partner, list(children))


def on_screen(state: str) -> Dossier:
    """Walk to a screen of the affiliation."""
    return at_state(state, ALONE if state == "solo_warning" else FAMILY)


def completing_dossier(state: str) -> Dossier:
    """Return the dossier of an agent who completes an automatic affiliation and has come to *state*."""
    dossier = accept(dossier_affiliated_by_silence(), do.CompleteAffiliation(), at=AFTER_DEADLINE)
    for screen in path(at_state("formula").record.answers)[1:]:
        if screen == state:
            return dossier
        answers = [RIGHT_ANSWERS[screen]]
        if screen == "formula":
            answers = [do.ChooseFormula(Formula.BASE), do.ValidateAffiliation()]
        dossier = accept(dossier, *answers, at=AFTER_DEADLINE)
    return dossier


def end_dispensation(way: str, dossier: Dossier) -> Dossier:
    """Let the dispensation of *dossier* end, in one of the ``ENDS_OF_DISPENSATION``."""
    match way:
        case "renounced":
            return accept(dossier, do.RenounceDispensation())
        case "motive ended":
            return accept(dossier, do.ReportMotiveEnd(TODAY))
        case _:
            return tick(dossier, instant(2027, 1, 2))


def has_base_cover_alone(dossier: Dossier) -> bool:
    """Whether the cover is what silence brought."""
    cover = dossier.record.membership.cover
    return (cover.formula, cover.chosen, cover.partner, cover.children) == (Formula.BASE, False, None, ())


def steps_of(decision: Decision) -> list[tuple[str, str]]:
    """List what a decision did, and where it led."""
    return [(step.command, step.state) for step in decision.steps]


def offers_of(dossier: Dossier, at: dt.datetime) -> dict[str, tuple[bool, list[str]]]:
    """Return, for each command shown, whether it is offered, and why not."""
    return {offer.do: (offer.offered, codes(offer.verdict)) for offer in dossier.view(at=at, role=Role.AGENT).commands}


def check_refusal(dossier: Dossier, command: Command, at: dt.datetime, code: str) -> None:
    """Check that *command* is refused for *code*, is not offered for that reason if it is listed, and changes nothing."""
    before = dossier.dump()
    decision = dossier.decide(command, at=at, role=command.roles[0])
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, (code,))
    assert decision.dossier is dossier
    assert (decision.effects, decision.steps) == ((), ())
    assert offers_of(dossier, at).get(command.do, (False, [code])) == (False, [code])
    assert dossier.dump() == before
