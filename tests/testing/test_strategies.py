"""
What Hypothesis draws is valid by construction, covers every class and state, and shrinks to the guide's family.
"""

import datetime as dt
import importlib.metadata
import subprocess
import sys
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from people import GUIDE, MEN, PF, START
from psc_workflow import Agent, Child, Dossier, Household, Partner, Regime, Situation, states
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import ALL, Command, read_form
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import price
from psc_workflow.rules import child, effective_date, household, iban, nir, partner
from psc_workflow.states._engine import table
from psc_workflow.testing import strategies
from psc_workflow.testing.people import CARLA, CLAUDIA
from psc_workflow.testing.strategies import Labelled

AT = dt.datetime(2026, 4, 6, 18, tzinfo=dt.UTC)
AT_START = effective_date.find(hired_on=None, invited_on=START, today=START, contract=GUIDE)
CONTRACTS = st.sampled_from((PF, MEN, GUIDE))


# -- people ----------------------------------------------------------------------------------------------


@given(st.data(), CONTRACTS, st.dates(dt.date(2026, 5, 1), dt.date(2029, 12, 31)))
def test_every_family_can_be_covered_without_a_warning(data: st.DataObject, contract: Contract, on: dt.date) -> None:
    drawn = data.draw(strategies.households(contract=contract, on=on))
    effective = effective_date.EffectiveDate(on, on, on, on)
    answer = do.DeclareBeneficiaries(drawn.partner, drawn.children)
    assert not household.assess(answer, contract=contract, effective=effective, today=on).findings


@given(st.data(), CONTRACTS)
def test_every_household_has_a_price_or_a_gap_of_the_tariff(data: st.DataObject, contract: Contract) -> None:
    drawn = data.draw(strategies.households(contract=contract))
    on = contract.value("effect", dt.date.max)
    quote = price(drawn, contract=contract, formula=contract.value("formulas", on)[0], on=on)
    assert not [gap for gap in quote.gaps if gap.code.endswith("-missing")]


@given(strategies.agents(on=AT.date()))
def test_nothing_is_found_against_a_prefilled_agent(agent: Agent) -> None:
    assert not Dossier.check_agent(agent, contract=GUIDE, at=AT).findings


@given(strategies.households(known=0.0))
def test_a_household_of_which_nothing_is_known_has_no_facts(drawn: Household) -> None:
    people = (drawn, *([drawn.partner] if drawn.partner else []), *drawn.children)
    facts = {
        field.name for each in people for field in attrs.fields(type(each)) if getattr(each, field.name) is not None
    }
    assert facts <= {"partner", "children", "retired_on", "position", "ref"}


def test_half_of_the_facts_are_known_if_half_shall_be() -> None:
    counts: Counter[bool] = Counter()

    @settings(max_examples=200, database=None)
    @given(strategies.partners(known=0.5))
    def draw(drawn: Partner) -> None:
        counts.update(getattr(drawn, field.name) is None for field in attrs.fields(Partner))

    draw()
    assert 0.3 < counts[True] / counts.total() < 0.7  # Hypothesis draws no number evenly


def test_all_shrinks_to_the_guide_s_family_on_its_own_terms() -> None:
    drawn = find(strategies.households(), lambda _: True)
    assert (drawn.partner, drawn.children, drawn.retired_on) == (CLAUDIA, (CARLA,), None)
    assert drawn.regime is Regime.GENERAL


def test_a_failure_about_a_student_shrinks_to_the_guide_s_family_with_a_student() -> None:
    def has_student(drawn: Household) -> bool:
        return any(each.situation is Situation.STUDENT for each in drawn.children)

    drawn = find(strategies.households(), has_student, settings=settings(max_examples=2000, database=None))
    assert drawn.partner == CLAUDIA
    assert [each.situation for each in drawn.children] == [Situation.STUDENT]
    assert (drawn.children[0].kinship, drawn.children[0].parent) == (CARLA.kinship, CARLA.parent)


@given(strategies.nirs(), strategies.ibans(), strategies.names())
def test_every_number_holds(number: str, account: str, name: str) -> None:
    assert not nir.assess(number).findings
    assert not iban.assess(account, contract=GUIDE, on=START).findings
    assert name.strip() == name


# -- invalid twins ---------------------------------------------------------------------------------------


def codes_of(verdict: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in verdict.blocking))


@given(strategies.invalid_nirs(), strategies.invalid_ibans())
def test_a_wrong_number_has_the_codes_of_its_label(number: Labelled[str], account: Labelled[str]) -> None:
    assert codes_of(nir.assess(number.value)) == number.codes
    assert set(account.codes) <= set(codes_of(iban.assess(account.value, contract=GUIDE, on=START)))


@given(strategies.invalid_agents(on=AT.date()))
def test_a_wrong_agent_has_the_codes_of_its_label(agent: Labelled[Agent]) -> None:
    assert codes_of(Dossier.check_agent(agent.value, contract=GUIDE, at=AT)) == agent.codes


@given(strategies.invalid_partners(), strategies.invalid_children())
def test_a_wrong_beneficiary_has_the_codes_of_its_label(spouse: Labelled[Partner], minor: Labelled[Child]) -> None:
    assert codes_of(partner.assess(spouse.value, contract=GUIDE, on=START)) == spouse.codes
    assert codes_of(child.assess(minor.value, number=1, contract=GUIDE, on=START, path="child")) == minor.codes


@given(strategies.invalid_households())
def test_a_wrong_household_has_the_codes_of_its_label(answer: Labelled[do.DeclareBeneficiaries]) -> None:
    verdict = household.assess(answer.value, contract=GUIDE, effective=AT_START, today=START)
    assert codes_of(verdict) == answer.codes


# -- commands and dossiers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.do)
def test_every_command_can_be_drawn_and_sent(command: type[Command]) -> None:
    drawn = find(st.from_type(command), lambda _: True, settings=settings(max_examples=1, phases=[Phase.generate]))
    assert type(drawn) is command
    everything = {field.name: getattr(drawn, field.name) for field in attrs.fields(command)}
    left_out = {name for name, value in everything.items() if value is None}
    assert left_out <= OPTIONAL.get(command, set())


OPTIONAL: dict[type[Command], set[str]] = {
    do.DeclareSocialSecurity: {"code_organisme"},
    do.DeclarePartner: {"code_organisme"},
    do.DeclareChild: {"code_organisme", "nir"},
    do.AddBeneficiary: {"partner", "child", "partner_details", "child_details"},
    do.CompleteBeneficiary: {"nir", "partner_details", "child_details"},
    do.Suspend: {"confirmed"},
}
"""Fields that an answer may leave out."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_walk_of_drawn_commands_is_accepted_step_by_step(data: st.DataObject) -> None:
    agent = data.draw(strategies.agents(on=AT.date()))
    dossier, at = Dossier.open(GUIDE, id="D1", agent=agent, invited_at=AT), AT
    for _ in range(15):
        at += dt.timedelta(hours=data.draw(st.sampled_from((0, 1, 24, 24 * 8, 24 * 30))))
        command = data.draw(strategies.commands(dossier, at=at))
        decision = dossier.decide(command, at=at, role=command.roles[0])
        assert decision.outcome.value == "accepted"
        dossier = decision.dossier


@settings(max_examples=30)
@given(st.data())
def test_a_request_is_the_command_that_a_browser_would_send(data: st.DataObject) -> None:
    dossier = data.draw(strategies.dossiers("affiliation.beneficiaries"))
    request = data.draw(strategies.requests(dossier, at=dossier.record.at))
    form = read_form(request.pop("do"), request)
    assert dossier.check(form, at=dossier.record.at, role=form.command.roles[0]).holds


STATES = [f"{name}.{state}" for name, chart in states.JOURNEYS.items() for state in table(chart)]


@pytest.mark.parametrize("name", STATES)
def test_every_state_can_be_asked_for(name: str) -> None:
    journey, _, state = name.partition(".")

    @settings(max_examples=3, database=None, phases=[Phase.generate])
    @given(strategies.dossiers(name))
    def draw(dossier: Dossier) -> None:
        assert dossier.states[journey] == state
        assert Dossier.load(dossier.dump()) == dossier

    draw()


def test_a_state_that_no_path_reaches_is_named() -> None:
    with pytest.raises(HostError, match=r"no path reaches 'membership.nowhere'; paths reach access\.activation"):
        strategies.dossiers("membership.nowhere")


def test_the_people_on_a_path_differ() -> None:
    families: set[Any] = set()

    @settings(max_examples=20, database=None)
    @given(strategies.dossiers("affiliation.formula"))
    def draw(dossier: Dossier) -> None:
        answer = dossier.record.answers.beneficiaries
        families.add(answer and answer.partner)

    draw()
    assert len(families) > 5


# -- instants and hostile values -----------------------------------------------------------------------------


def test_instants_lie_at_a_deadline_and_on_either_side() -> None:
    dossier = Dossier.open(PF, id="D1", agent=Agent(), invited_at=AT)
    due_at = dossier.due_at()
    assert due_at is not None
    drawn: set[dt.timedelta] = set()

    @settings(max_examples=500, database=None, phases=[Phase.generate])
    @given(strategies.instants(dossier))
    def draw(instant: dt.datetime) -> None:
        assert instant >= AT
        assert instant.tzinfo is dt.UTC
        drawn.add(instant - due_at)

    draw()
    zero, moment = dt.timedelta(), dt.timedelta(microseconds=1)
    assert {zero, moment, -moment, dt.timedelta(hours=11), -dt.timedelta(hours=11)} <= drawn


@given(strategies.hostile("Dupond", kind="line"), strategies.hostile_days(START, meaning="birth"))
def test_a_hostile_value_says_how_it_came_about(text: strategies.HostileValue, day: strategies.HostileValue) -> None:
    assert text.value != "Dupond"
    assert text.name
    assert isinstance(day.value, dt.date)


# -- from_type -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["hypothesis first", "psc_workflow first"])
def test_from_type_draws_valid_households_without_an_import_of_the_kit(order: str) -> None:
    ours = "from psc_workflow import Household, Dossier, commands"
    theirs = "from hypothesis import find, strategies as st"
    lines = [theirs, ours] if order == "hypothesis first" else [ours, theirs]
    call = "print(find(st.from_type(Household), lambda each: True).children[0].ref, "
    call += "find(st.from_type(commands.DeclareRegime), lambda each: True).regime.value)"
    answer = subprocess.run(
        [sys.executable, "-c", "\n".join([*lines, call])], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["carla", "general"]


def test_hypothesis_alone_loads_none_of_our_models() -> None:
    program = "import sys, hypothesis\nprint([name for name in sys.modules if name.startswith('psc_workflow.')])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() in (
        "['psc_workflow._retired', 'psc_workflow._hypothesis']",
        "['psc_workflow._hypothesis', 'psc_workflow._retired']",
    )


def test_the_entry_point_is_that_of_the_package() -> None:
    (entry,) = importlib.metadata.entry_points(group="hypothesis", name="psc_workflow")
    assert entry.value == "psc_workflow._hypothesis:register"
