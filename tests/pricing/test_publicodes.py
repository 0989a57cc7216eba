"""
A tariff written as rules of publicodes: plain data, in which what is unknown stays unknown.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psc_workflow import Child, Contract, Formula, Household, Partner, PositionKind, Regime, contracts
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.vocabulary import Certainty, Channel, Status, Who
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import publicodes
from tariffs import SHARES_OF_OTHERS, SINCE, SOURCES, amount, component, tariff

ON = dt.date(2026, 5, 1)
WORDS = {
    *("titre", "note", "références", "valeur", "variations", "si", "alors", "sinon", "somme", "plancher", "plafond"),
    *("arrondi", "une de ces conditions", "toutes ces conditions"),
}
"""The words of publicodes that are written; the engine itself is asked by make test-all."""
WRITTEN = Path(__file__).parent / "cases" / "publicodes.json"


def test_the_rules_are_plain_data_that_only_ask_for_what_is_a_question() -> None:
    rules = publicodes.rules(contracts.get("men-2026"), ON)
    assert json.loads(json.dumps(rules)) == rules
    asked = {name for name, rule in rules.items() if rule is None}
    household = Household(regime=Regime.GENERAL, gross_cents=1, partner=Partner(ON), children=[Child(ON)])
    assert publicodes.situation(household, Formula.BASE, ON).keys() <= asked


EVERYTHING = tariff(
    component("fee", amount(value="10.15"), statuses=(Status.ACTIVE,), to_age=59),
    component(
        "of-pay",
        amount(coefficient="0.0123", cap="pmss"),
        channel=Channel.PAYROLL,
        statuses=(Status.ACTIVE,),
        positions=(PositionKind.ACTIVE,),
    ),
    component("employer", amount(share="0.5", of="ce"), channel=Channel.EMPLOYER),
    component(
        "less", amount(share="-0.5", of_lines=("fee",), at_most="5.125"), formulas=(Formula.OPTION_1, Formula.OPTION_2)
    ),
    component("pension", amount(value="30"), statuses=(Status.RETIRED,), from_year=2, to_year=6),
    component("pension-later", amount(value="40"), statuses=(Status.RETIRED,), from_year=7),
    component("local", amount(value="1"), regimes=(Regime.ALSACE_MOSELLE,)),
    component("partner", amount(), who=Who.PARTNER, from_age=30),
    component("child", amount(value="20"), who=Who.CHILD, to_rank=1, to_age=20),
    component("others", amount(value="0"), who=Who.CHILD, from_rank=2, free=True),
    statuses=(Status.ACTIVE, Status.RETIRED),
    frozen_age=Parameter("year", SINCE, (Dated(SINCE, Certainty.PUBLISHED, SOURCES, 75),)),
)
"""A tariff with every selector, and an amount of every kind."""


def test_every_selector_and_every_kind_of_amount_is_written_as_it_was() -> None:
    """The engine of publicodes itself, which make test-all asks, finds the same cents by such rules."""
    written = {name: rule for name, rule in publicodes.rules(EVERYTHING, ON, children=2).items() if rule is not None}
    assert written == json.loads(WRITTEN.read_text("utf-8"))


def words(rule: Any) -> Iterator[str]:
    """Walk the words by which a rule says how it is worked out."""
    if isinstance(rule, dict):
        yield from rule
        for name, value in rule.items():
            yield from words(value) if name != "références" else ()
    elif isinstance(rule, list):
        for value in rule:
            yield from words(value)


@pytest.mark.parametrize("contract", [*contracts.builtin.values(), SHARES_OF_OTHERS])
def test_a_rule_has_no_word_that_publicodes_does_not_know(contract: Contract) -> None:
    rules = publicodes.rules(contract, ON, children=2)
    assert {word for rule in rules.values() for word in words(rule)} <= WORDS


def test_a_total_is_the_sum_of_its_channel_unless_something_is_unknown() -> None:
    rules = publicodes.rules(SHARES_OF_OTHERS, ON, children=3)
    paid = [f"montant {name}" for name in ("half", "help enfant 1", "help enfant 2", "help enfant 3")]
    assert rules["total employer"]["valeur"] == {
        "variations": [{"si": "hors tarif", "alors": "inconnu"}, {"sinon": {"somme": paid}}]
    }
    assert rules["total payroll"]["valeur"]["variations"][-1] == {"sinon": {"valeur": 0}}


def test_an_unknown_amount_leads_to_the_rule_that_has_no_value() -> None:
    rules = publicodes.rules(contracts.get("men-2026"), ON)
    assert rules["inconnu"] is None
    assert "'inconnu'" in str(rules["montant agent-option"])
    assert rules["paramètre pmss"]["valeur"] == 400500
    assert "valeur" not in publicodes.rules(contracts.get("men-2026"), dt.date(2027, 1, 1))["paramètre ce"]


@pytest.mark.parametrize(("euros", "cents"), [("5", 500), ("0.125", "25 / 2")])
def test_the_most_that_a_share_may_be_is_exact(euros: str, cents: int | str) -> None:
    contract = tariff(component("share", amount(share="0.5", of="ce", at_most=euros)))
    part = publicodes.rules(contract, ON)["part share"]["valeur"]
    assert (part["plancher"], part["plafond"]) == (f"-{cents}" if isinstance(cents, str) else -cents, cents)


def test_a_value_carries_its_sources_with_their_addresses() -> None:
    references = publicodes.rules(contracts.get("men-2026"), ON)["montant agent-base-employer"]["références"]
    assert all(address.startswith("https://") for address in references.values())


def test_what_is_not_known_of_a_household_is_left_out() -> None:
    nobody_knows = Household(children=[Child(None), Child(ON)])
    answers = publicodes.situation(nobody_knows, Formula.BASE, ON)
    assert not {"régime", "rémunération brute", "nombre d'enfants", "âge agent"} & answers.keys()
    assert "position" not in publicodes.situation(Household(gross_cents=0), Formula.BASE, ON)


def test_whether_there_is_a_partner_is_answered_either_way() -> None:
    for partner, answer in ((None, "non"), (Partner(dt.date(1972, 10, 9)), "oui")):
        assert publicodes.situation(Household(partner=partner), Formula.BASE, ON)["conjoint"] == answer


def test_a_day_with_a_time_is_a_mistake_of_the_host() -> None:
    with pytest.raises(HostError):
        publicodes.rules(contracts.get("men-2026"), dt.datetime(2026, 5, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("children", [0, 1, 6])
@pytest.mark.parametrize("contract", [*contracts.builtin.values(), SHARES_OF_OTHERS])
def test_a_sum_names_only_what_there_is_a_rule_for(contract: Contract, children: int) -> None:
    rules = publicodes.rules(contract, ON, children=children)
    sums = re.findall(r"'somme': \[(.*?)\]", str(rules))
    names = {name for each in sums for name in re.findall(r"'(.*?)'", each)}
    assert names
    assert names <= rules.keys()


@pytest.mark.parametrize("children", [0, 1, 6, LONGEST_LIST])
def test_more_children_than_there_are_rules_for_are_answers_to_questions_and_unknown(children: int) -> None:
    rules = publicodes.rules(contracts.get("guide-illustration"), ON, children=children)
    answers = publicodes.situation(Household(children=[Child(ON)] * LONGEST_LIST), Formula.BASE, ON)
    assert answers.keys() <= {name for name, rule in rules.items() if rule is None}
    assert f"nombre d'enfants > {children}" in rules["hors tarif"]["une de ces conditions"]
