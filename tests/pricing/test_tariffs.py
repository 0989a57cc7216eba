"""
Tariffs as data: certainty, mistakes in a file, the whole of the catalogue.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paths import EXAMPLE_CONTRACTS
from people import GUIDE, MEN, PF, START
from psc_workflow import Formula, Household, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Debits
from psc_workflow.exceptions import FormulaNotOfferedError, InvalidCommandError, InvalidDocumentError
from psc_workflow.pricing import price
from tariffs import AGENT_HOUSEHOLD, BASE, FAMILY_HOUSEHOLD, OPTION_1, amount, component

# -- certainty that a caller asks for --------------------------------------------------------------------


def test_a_caller_can_refuse_an_estimate() -> None:
    sure = price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START, least_certainty=Certainty.DERIVED)
    assert (sure.employer, sure.payroll) == (3770, None)
    assert sure.incomplete == ("agent-base-solidarity-uncertain",)
    assert (
        price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START, least_certainty=Certainty.ESTIMATED).payroll
        == 3770
    )
    assert sure.simulate(gross_cents=100000).payroll is None


# -- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [-1, 2800.5, "2800", True])
def test_pay_is_a_whole_number_of_cents_that_is_not_negative(wrong: Any) -> None:
    with pytest.raises(InvalidCommandError, match="gross_cents"):
        Household(gross_cents=wrong)


def test_a_formula_that_is_not_offered_is_an_error_that_names_those_that_are() -> None:
    masaf = contracts.load(EXAMPLE_CONTRACTS / "masaf-2025.toml")
    with pytest.raises(FormulaNotOfferedError, match="option_1; offered: base"):
        price(AGENT_HOUSEHOLD, contract=masaf, formula=OPTION_1, on=dt.date(2025, 6, 1))


MISTAKES = {
    "a value and a share": ({"value": 1, "share": 0.5, "of": '"ce"'}, "a.values.0.value"),
    "a share of nothing": ({"share": 0.5}, "a.values.0.share"),
    "a share of both": ({"share": 0.5, "of": '"ce"', "of_lines": '["a"]'}, "a.values.0.share"),
    "a parameter without a share": ({"of": '"ce"'}, "a.values.0.share"),
    "a parameter that is not there": ({"share": 0.5, "of": '"mars"'}, "a.values.0"),
    "a line that is not before": ({"share": 0.5, "of_lines": '["a"]'}, "a.values.0.of_lines"),
    "a limit of a fixed amount": ({"value": 1, "at_most": 5}, "a.values.0.at_most"),
    "a cap of a fixed amount": ({"value": 1, "cap": '"ce"'}, "a.values.0.cap"),
    "a negative coefficient": ({"coefficient": -0.1}, "a.values.0.coefficient"),
    "a negative amount": ({"value": -1}, "a.values.0.value"),
    "a coefficient in quotes": ({"coefficient": '"0.1"'}, "a.values.0.coefficient"),
}


@pytest.mark.parametrize(("how", "path"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_an_amount_is_told_with_its_path(tmp_path: Path, how: dict[str, Any], path: str) -> None:
    lines = "".join(f"{name} = {value}\n" for name, value in how.items())
    file = tmp_path / "own.toml"
    file.write_text(
        '[contract]\nid = "own"\nversion = "1"\nterritory = "FR"\nbased_on = "men-2026"\nlabel = { fr = "a", en = "a" }\n'
        '[tariff]\nstructure = "assumed"\nstatuses = ["active"]\nsources = [{ title = "x" }]\n'
        '[[tariff.parameters]]\nid = "ce"\nunit = "eur/month"\nchecked_on = 2026-01-01\nlabel = { fr = "a", en = "a" }\n'
        '[[tariff.parameters.values]]\nin_force_from = 2026-01-01\nvalue = 80\ncertainty = "assumed"\nsources = [{ title = "x" }]\n'
        '[[tariff.components]]\nid = "a"\nwho = "agent"\nchannel = "debited"\nlabel = { fr = "a", en = "a" }\n'
        f'[[tariff.components.values]]\nin_force_from = 2026-01-01\n{lines}certainty = "assumed"\nsources = [{{ title = "x" }}]\n'
    )
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert f"tariff.{path}" in {fault.path for fault in caught.value.faults}, caught.value


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"from_age": -1}, "from_age"),
        ({"from_age": 30, "to_age": 29}, "from_age"),
        ({"from_year": 2}, "statuses"),
        ({"to_rank": 2}, "who"),
    ],
)
def test_a_selector_that_selects_nobody_is_a_mistake(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(Exception, match=path):
        component("a", amount(value="1"), **wrong)


# -- the whole of the catalogue --------------------------------------------------------------------------


@pytest.mark.parametrize("contract", [PF, MEN, GUIDE], ids=lambda contract: contract.id)
def test_every_day_from_the_start_prices_every_household_once(contract: Contract) -> None:
    """No gap and no overlap: each day has one value of each parameter and component, for nineteen months."""
    start = contract.effect.values[-1].value
    for days in range(600):
        day = start + dt.timedelta(days=days)
        for formula in Formula:
            quote = price(FAMILY_HOUSEHOLD, contract=contract, formula=formula, on=day)
            assert not quote.gaps
            assert len({(line.who, line.component) for line in quote.lines}) == len(quote.lines)
            assert quote.debits in (Debits.YES, Debits.NO)


BASES = {"agent-base-employer", "retiree-base-first-year", "retiree-base-later"}


@given(
    birth_date=st.dates(dt.date(1930, 1, 1), dt.date(2005, 1, 1)),
    retired_on=st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2027, 1, 1)),
    formula=st.sampled_from(Formula),
    on=st.dates(START, dt.date(2027, 6, 30)),
)
def test_exactly_one_base_and_one_option_is_for_everybody(
    birth_date: dt.date, retired_on: dt.date | None, formula: Formula, on: dt.date
) -> None:
    household = attrs.evolve(AGENT_HOUSEHOLD, birth_date=birth_date, retired_on=retired_on)
    quote = price(household, contract=MEN, formula=formula, on=on)
    names = [line.component for line in quote.lines]
    assert len(BASES & set(names)) == 1
    options = [name for name in names if "option" in name and name != "agent-option-employer"]
    assert len(options) == (formula is not BASE)
