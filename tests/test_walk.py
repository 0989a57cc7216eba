"""
Random walks: whatever is asked, in whatever order, the promises of the façade hold after every step.
"""

import datetime as dt

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from statemachine.exceptions import TransitionNotAllowed

from people import (
    ALONE,
    BANK,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    COUPLE,
    FAMILY,
    GUIDE,
    IDENTITY,
    LARGE_FAMILY,
    NOW,
    PF,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SINGLE_PARENT,
    SOCIAL_SECURITY,
    details_of,
    opened,
)
from psc_workflow import Dossier, Formula, Outcome, Rating, Regime, Role, states
from psc_workflow import commands as do
from psc_workflow.model.commands import ALL, Command
from psc_workflow.model.vocabulary import DocumentKind
from psc_workflow.states.affiliation import AffiliationChart
from psc_workflow.states.engine import table
from psc_workflow.states.path import is_answered, path

HOUSEHOLDS = [ALONE, COUPLE, FAMILY, SINGLE_PARENT, LARGE_FAMILY]
OTHER_PARTNER = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))
NAMELESS = attrs.evolve(LARGE_FAMILY, children=[attrs.evolve(one, ref=None) for one in LARGE_FAMILY.children])

RIGHT: list[Command] = [
    do.StartAffiliation(),
    do.DeclareRegime(Regime.GENERAL),
    do.DeclareRegime(Regime.ALSACE_MOSELLE),
    *HOUSEHOLDS,
    NAMELESS,
    do.DeclareBeneficiaries(OTHER_PARTNER, []),
    do.ConfirmSolo(),
    *map(do.ChooseFormula, Formula),
    do.ValidateAffiliation(),
    IDENTITY,
    SOCIAL_SECURITY,
    CLAUDIA_DETAILS,
    attrs.evolve(CLAUDIA_DETAILS, birth_date=OTHER_PARTNER.birth_date),
    *[details_of(child) for child in LARGE_FAMILY.children],
    *[attrs.evolve(details_of(one), ref=f"child-{n}") for n, one in enumerate(LARGE_FAMILY.children, start=1)],
    CONTACT,
    do.GiveConsents(partner_offers=True),
    BANK,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    do.RateExperience(Rating.HAPPY),
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


@st.composite
def commands_for(draw: st.DrawFn, state: str) -> Command:
    """Mostly an answer that has a place in *state*, else anything."""
    fitting = [one for one in RIGHT if one.event in table(AffiliationChart)[state]]
    pools = [fitting] * 6 + [ANYWHERE, ANYWHERE, WRONG, RIGHT] if fitting else [ANYWHERE, WRONG, RIGHT]
    return draw(st.sampled_from(draw(st.sampled_from(pools))))


@given(st.data(), st.sampled_from([GUIDE, PF]))
@settings(max_examples=max(settings().max_examples // 2, 40))
def test_the_promises_hold_on_every_walk(data: st.DataObject, contract: object) -> None:
    dossier, at = opened(contract), NOW
    for _ in range(data.draw(st.integers(10, 45))):
        state = dossier.states["affiliation"]
        command = data.draw(commands_for(state))
        role = data.draw(st.sampled_from([None, None, None, Role.AGENT, Role.MANAGER, Role.CLOCK]))
        at += dt.timedelta(minutes=data.draw(st.integers(-3, 300)))
        at = max(at, dossier.record.at - dt.timedelta(minutes=5))
        dossier = one_step(dossier, command, at, role)


def one_step(dossier: Dossier, command: Command, at: dt.datetime, role: Role | None) -> Dossier:
    """Decide on *command* and check everything that must hold before and after."""
    before, state = dossier.dump(), dossier.states["affiliation"]
    offered = {offer.do for offer in dossier.view(at=at, role=role or command.roles[0]).commands if offer.offered}
    decision = dossier.decide(command, at=at, role=role, key=f"{dossier.revision}")
    preview = dossier.preview(command, at=at, role=role)
    restored = Dossier.load(before)

    assert dossier.dump() == before
    assert preview.outcome is decision.outcome
    again = restored.decide(command, at=at, role=role, key=f"{dossier.revision}")
    assert (again.outcome, again.verdict, again.effects, again.dossier) == (
        decision.outcome,
        decision.verdict,
        decision.effects,
        decision.dossier,
    )
    assert (decision.outcome is Outcome.NOT_AVAILABLE) == (
        command.event not in table(AffiliationChart)[state] or (role is not None and role not in command.roles)
    )
    if role is None or role in command.roles:
        assert the_engine_agrees(dossier, command, at) == (
            decision.dossier.states["affiliation"] if decision.outcome is Outcome.ACCEPTED else None
        )
    if decision.outcome is not Outcome.ACCEPTED:
        assert decision.dossier is dossier
        assert decision.codes
        assert (decision.effects, decision.steps) == ((), ())
        assert set(decision.available) == (offered if command.do not in offered else set())
        return dossier
    assert command.do in offered
    after = decision.dossier
    assert after.revision == dossier.revision + 1 == after.record.history.count
    assert Dossier.load(after.dump()) == after
    screens = path(after.record.answers)
    place = screens.index(after.states["affiliation"])
    assert all(is_answered(after.record.answers, screen) for screen in screens[:place])
    assert (after.states["affiliation"] == "confirmed") == (after.record.answers.signature is not None)
    assert after.decide(command, at=at, role=role, key=f"{dossier.revision}").outcome is Outcome.DUPLICATE
    assert len(after.dump()) < 16_384
    return after


def the_engine_agrees(dossier: Dossier, command: Command, at: dt.datetime) -> str | None:
    """Where the real machine goes, placed at this dossier; ``None`` if it refuses."""
    machine = states.live(dossier, "affiliation", at=at)
    try:
        machine.send(command.event, command=command)
    except TransitionNotAllowed:
        return None
    assert isinstance(machine.model.state, str)
    return machine.model.state


def test_walks_reach_the_confirmation() -> None:
    """The walk above can get anywhere: this one, led by the right answers alone, ends confirmed."""
    dossier = opened()
    for command in [c for c in RIGHT if c not in HOUSEHOLDS or c is FAMILY]:
        decision = dossier.decide(command, at=NOW)
        if (
            (
                decision.outcome is Outcome.ACCEPTED
                and not isinstance(command, do.DeclareRegime | do.DeclareBeneficiaries)
            )
            or (isinstance(command, do.DeclareRegime) and command.regime is Regime.GENERAL)
            or command is FAMILY
        ):
            dossier = decision.dossier
    assert dossier.states["affiliation"] == "confirmed"
