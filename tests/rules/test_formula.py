"""
Formulas compared with the sets of what a contract offers before and after a day of change.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import PF, START
from psc_workflow import Formula
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Parameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import formula
from strategies import CONTRACTS, DAYS, changing_at_start, in_force, maybe, near
from verdicts import codes_and_paths

OFFERS = changing_at_start(
    "formula",
    st.lists(st.sampled_from([*Formula][1:]), max_size=2, unique=True).map(lambda more: (*more, Formula.BASE)),
)
FORMULAS = maybe(st.sampled_from(Formula))


@given(FORMULAS, CONTRACTS, DAYS)
def test_every_built_in_contract_offers_all_three_formulas(
    choice: Formula | None, contract: Contract, on: dt.date
) -> None:
    verdict = formula.assess(choice, contract=contract, on=on)
    assert verdict.missing == (() if choice else ("formula",))
    assert verdict.holds == (choice is not None)


@given(FORMULAS, CONTRACTS, OFFERS, near(START, 1) | DAYS | st.just(dt.date.max))
def test_a_formula_is_taken_if_and_only_if_it_is_offered_on_that_day(
    choice: Formula | None, contract: Contract, offers: Parameter, on: dt.date
) -> None:
    """Whatever is wrong, what is offered is told, and where that is written."""
    offer = in_force(offers, on)
    code = "formula-missing" if choice is None else "formula-not-offered"
    refused = str(choice) not in {str(each) for each in offer.value}
    verdict = formula.assess(choice, contract=attrs.evolve(contract, formulas=offers, recommended_formula=None), on=on)
    assert codes_and_paths(verdict) == [(code, "formula")] * refused
    for finding in verdict.findings:
        assert finding.facts == {
            "offered": tuple(map(word, offer.value)),
            **({"formula": word(choice)} if choice else {}),
        }
        assert (finding.sources[: len(offer.sources)], finding.certainty) == (offer.sources, offer.certainty)
        assert all(word(each).fr in finding.remedy("fr") for each in offer.value)


@given(FORMULAS)
@example(Formula.BASE)
@example(None)
def test_an_affiliation_is_validated_with_a_formula_and_not_without(choice: Formula | None) -> None:
    """Base is a choice like the others: nothing stands for a choice not made."""
    verdict = formula.assess_choice(choice)
    chosen = choice in (Formula.BASE, Formula.OPTION_1, Formula.OPTION_2)
    assert [(finding.code, finding.path, finding.facts) for finding in verdict.findings] == [
        ("formula-not-chosen", "", {})
    ] * (not chosen)
    assert verdict.outcome is (Judgement.HOLDS if chosen else Judgement.REFUSED)


@pytest.mark.parametrize("choice", [None, Formula.BASE])
def test_before_the_first_offer_nothing_is_offered_and_nothing_guessed(choice: Formula | None) -> None:
    assert formula.assess(Formula.BASE, contract=PF, on=dt.date(2025, 1, 1)) == Verdict()
    with pytest.raises(NoValueInForceError, match=r"men-2026-pf\.formulas"):
        formula.assess(choice, contract=PF, on=dt.date(2024, 12, 31))


@pytest.mark.parametrize("given_formula", ["", " ", "option_3", "OPTION_1", "option_٢", "b" * 1000])
def test_a_formula_that_is_none_of_the_list_does_not_reach_the_rule(given_formula: str) -> None:
    with pytest.raises(InvalidCommandError, match="formula"):
        do.ChooseFormula(given_formula)
