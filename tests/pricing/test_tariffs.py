"""
Tariffs as data: the four kinds of amount, the selectors, what is unknown; explaining, simulating, comparing.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paths import EXAMPLE_CONTRACTS
from people import CARLA, CLAUDIA, GUIDE, MEN, PF, START
from psc_workflow import Child, Formula, Household, Partner, Regime, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.tariff import Amount, Kind
from psc_workflow._model.vocabulary import Certainty, Channel, Debits, Status, Who
from psc_workflow.exceptions import (
    FormulaNotOfferedError,
    HostError,
    InvalidCommandError,
    InvalidDocumentError,
    NoValueInForceError,
)
from psc_workflow.pricing import price
from tariffs import amount, component, tariff

AGENT = Household(regime=Regime.GENERAL, birth_date=dt.date(1970, 3, 12), gross_cents=280000)
B, O1, O2 = Formula


def cents(
    contract: Contract, household: Household = AGENT, formula: Formula = B, on: dt.date = START
) -> dict[str, int | None]:
    quote = price(household, contract=contract, formula=formula, on=on)
    return {f"{line.who}.{line.component}": line.cents for line in quote.lines} or {
        gap.code: None for gap in quote.gaps
    }


# -- kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "kind", "expected"),
    [
        (amount(value="12.34"), Kind.FIXED, 1234),
        (amount(share="0.20", of="ce"), Kind.SHARE, 1508),
        (amount(share="0.333", of="ce"), Kind.SHARE, 2511),
        (amount(coefficient="0.01"), Kind.COEFFICIENT, 2800),
        (amount(coefficient="0.01", cap="pmss"), Kind.COEFFICIENT, 2800),
        (amount(), Kind.UNKNOWN, None),
    ],
    ids=str,
)
def test_an_amount_is_worked_out_by_its_kind(made: Amount, kind: Kind, expected: int | None) -> None:
    assert made.kind is kind
    assert cents(tariff(component("a", made))) == {"agent.a": expected}


@pytest.mark.parametrize(
    ("gross", "expected"), [(0, 0), (400499, 4005), (400500, 4005), (400501, 4005), (9999999, 4005)]
)
def test_pay_counts_up_to_the_cap(gross: int, expected: int) -> None:
    contract = tariff(component("a", amount(coefficient="0.01", cap="pmss")))
    assert cents(contract, attrs.evolve(AGENT, gross_cents=gross)) == {"agent.a": expected}


@pytest.mark.parametrize(
    ("full", "subsidy", "paid"),
    [("8.00", 400, 400), ("10.00", 500, 500), ("10.01", 500, 501), ("7.35", 368, 367), ("0", 0, 0)],
)
def test_the_employer_pays_half_of_the_option_and_at_most_five_euros(full: str, subsidy: int, paid: int) -> None:
    """Arrêté du 30 mai 2022, art. 5; the agent's price less the subsidy is debited, to the cent."""
    contract = tariff(
        component("price", amount(value=full), formulas=(O1,)),
        component(
            "subsidy",
            amount(share="0.50", of_lines=("price",), at_most="5.00"),
            channel=Channel.EMPLOYER,
            formulas=(O1,),
        ),
        component("deduction", amount(share="-1", of_lines=("subsidy",)), formulas=(O1,)),
        component("base", amount(value="0"), formulas=(B,)),
    )
    quote = price(AGENT, contract=contract, formula=O1, on=START)
    assert (quote.employer, quote.debited) == (subsidy, paid)
    assert quote.employer + quote.debited == round(Decimal(full) * 100)
    assert cents(contract) == {"agent.base": 0}


def test_a_share_of_lines_takes_only_those_the_person_has() -> None:
    contract = tariff(
        component("a", amount(value="10")),
        component("b", amount(value="4"), formulas=(O1,)),
        component("half", amount(share="0.5", of_lines=("a", "b"))),
    )
    assert cents(contract)["agent.half"] == 500
    assert cents(contract, formula=O1)["agent.half"] == 700


def test_a_share_of_something_unknown_is_unknown() -> None:
    contract = tariff(component("a", amount()), component("half", amount(share="0.5", of_lines=("a",))))
    assert cents(contract) == {"agent.a": None, "agent.half": None}
    later = dt.date(2027, 1, 1)
    assert cents(tariff(component("a", amount(share="0.2", of="ce"))), on=later) == {"agent.a": None}
    assert cents(tariff(component("a", amount(coefficient="0.01", cap="pmss"))), on=later) == {"agent.a": None}


def test_a_line_is_no_surer_than_what_it_was_made_of() -> None:
    contract = tariff(
        component("a", amount(value="10", certainty=Certainty.ESTIMATED)),
        component("half", amount(share="0.5", of_lines=("a",)), channel=Channel.EMPLOYER),
    )
    quote = price(AGENT, contract=contract, formula=B, on=START)
    assert quote.certainty(Channel.EMPLOYER) is Certainty.ESTIMATED


def test_the_sources_of_a_line_are_those_of_all_it_used() -> None:
    (line,) = price(AGENT, contract=tariff(component("a", amount(share="0.2", of="ce"))), formula=B, on=START).lines
    assert [source.title[:10] for source in line.sources] == ["x", "SNES Dijon"]


@given(st.integers(0, 10**7), st.decimals("0", "0.05", places=5))
@example(12500, Decimal("0.0004"))
def test_pay_times_coefficient_is_rounded_half_up_by_whole_numbers(gross: int, coefficient: Decimal) -> None:
    """The same in integers, without any decimal: cents x coefficient / 100000, half up."""
    if coefficient == 0:
        return
    contract = tariff(component("a", amount(coefficient=str(coefficient))))
    scaled = gross * int(coefficient.scaleb(5))
    assert cents(contract, attrs.evolve(AGENT, gross_cents=gross)) == {"agent.a": (2 * scaled + 10**5) // (2 * 10**5)}


# -- selectors -------------------------------------------------------------------------------------

BANDS = tariff(
    component("young", amount(value="1"), to_age=59),
    component("sixty", amount(value="2"), from_age=60, to_age=60),
    component("old", amount(value="3"), from_age=61),
)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (dt.date(1966, 5, 2), "young"),
        (dt.date(1966, 5, 1), "sixty"),
        (dt.date(1965, 5, 2), "sixty"),
        (dt.date(1965, 5, 1), "old"),
        (dt.date(1920, 1, 1), "old"),
        (START, "young"),
    ],
)
def test_an_age_band_begins_and_ends_on_birthdays(born: dt.date, expected: str) -> None:
    assert list(cents(BANDS, attrs.evolve(AGENT, birth_date=born))) == [f"agent.{expected}"]


def test_an_age_that_is_not_known_and_decides_is_a_gap() -> None:
    assert cents(BANDS, attrs.evolve(AGENT, birth_date=None)) == {"birth-date-unknown": None}


def test_a_frozen_age_stays() -> None:
    masaf = contracts.load(EXAMPLE_CONTRACTS / "masaf-2025.toml")
    frozen = tariff(
        component("to-75", amount(value="1"), to_age=75),
        component("from-76", amount(value="2"), from_age=76),
        frozen_age=masaf.tariff.frozen_age,
    )
    assert list(cents(frozen, attrs.evolve(AGENT, birth_date=dt.date(1930, 1, 1)))) == ["agent.to-75"]


YEARS = tariff(
    component("first", amount(value="1"), statuses=(Status.RETIRED,), to_year=1),
    component("second", amount(value="2"), statuses=(Status.RETIRED,), from_year=2, to_year=2),
    component("later", amount(value="3"), statuses=(Status.RETIRED,), from_year=3),
    component("active", amount(value="4"), statuses=(Status.ACTIVE,)),
    statuses=(Status.ACTIVE, Status.RETIRED),
)


@pytest.mark.parametrize(
    ("retired_on", "expected"),
    [
        (None, "active"),
        (START + dt.timedelta(days=1), "active"),
        (START, "first"),
        (dt.date(2025, 5, 2), "first"),
        (dt.date(2025, 5, 1), "second"),
        (dt.date(2024, 5, 2), "second"),
        (dt.date(2024, 5, 1), "later"),
        (dt.date(2000, 1, 1), "later"),
    ],
)
def test_the_year_since_retirement_begins_on_its_anniversary(retired_on: dt.date | None, expected: str) -> None:
    assert list(cents(YEARS, attrs.evolve(AGENT, retired_on=retired_on))) == [f"agent.{expected}"]


def test_regimes_and_territories_select() -> None:
    contract = tariff(
        component("local", amount(value="1"), regimes=(Regime.ALSACE_MOSELLE,)),
        component("other", amount(value="2"), regimes=(Regime.GENERAL, Regime.MSA)),
        component("here", amount(value="3"), territories=("FR",)),
        component("there", amount(value="4"), territories=("PF", "NC")),
    )
    assert cents(contract) == {"agent.other": 200, "agent.here": 300}
    assert cents(contract, attrs.evolve(AGENT, regime=Regime.ALSACE_MOSELLE)) == {"agent.local": 100, "agent.here": 300}
    assert cents(contract, attrs.evolve(AGENT, regime=None)) == {"regime-unknown": None}
    assert cents(contract, attrs.evolve(AGENT, regime=Regime.CPS)) == {"agent.here": 300}


def test_a_child_s_age_and_rank_select() -> None:
    contract = tariff(
        component("agent", amount(value="0")),
        component("minor", amount(value="1"), who=Who.CHILD, to_age=20, to_rank=1),
        component("grown", amount(value="2"), who=Who.CHILD, from_age=21, to_rank=1),
        component("second", amount(value="3"), who=Who.CHILD, from_rank=2),
    )
    children = [Child(dt.date(2005, 5, 2)), Child(dt.date(2005, 5, 1))]
    assert cents(contract, attrs.evolve(AGENT, children=children)) == {
        "agent.agent": 0,
        "child-1.second": 300,
        "child-2.grown": 200,
    }


def test_the_day_after_the_last_of_a_value_has_the_next_one() -> None:
    contract = tariff(component("a", amount(value="1"), amount(value="2", in_force_from=START)))
    assert cents(contract, on=START - dt.timedelta(days=1)) == {"agent.a": 100}
    assert cents(contract, on=START) == {"agent.a": 200}
    with pytest.raises(NoValueInForceError, match=r"men-2026\.tariff\.a"):
        cents(contract, on=dt.date(2025, 12, 31))


# -- certainty that a caller asks for ----------------------------------------------------------------


def test_a_caller_can_refuse_an_estimate() -> None:
    sure = price(AGENT, contract=MEN, formula=B, on=START, least_certainty=Certainty.DERIVED)
    assert (sure.employer, sure.payroll) == (3770, None)
    assert sure.incomplete == ("agent-base-solidarity-uncertain",)
    assert price(AGENT, contract=MEN, formula=B, on=START, least_certainty=Certainty.ESTIMATED).payroll == 3770
    assert sure.simulate(gross_cents=100000).payroll is None


# -- explaining ------------------------------------------------------------------------------------------

FAMILY = attrs.evolve(AGENT, partner=CLAUDIA, children=[CARLA])


def nodes(explanation: Any) -> list[Any]:
    return [explanation, *(node for part in explanation.parts for node in nodes(part))]


@pytest.mark.parametrize("contract", [PF, MEN, GUIDE], ids=lambda one: one.id)
@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize(
    "household", [AGENT, FAMILY, attrs.evolve(AGENT, gross_cents=None), attrs.evolve(AGENT, retired_on=START)]
)
def test_an_explanation_has_every_line_and_total_and_is_plain_data(
    contract: Contract, formula: Formula, household: Household
) -> None:
    quote = price(household, contract=contract, formula=formula, on=START)
    for locale in ("fr", "en"):
        for register in ("member", "auditor"):
            told = quote.explain(locale, register)
            assert json.loads(json.dumps(told.as_json())) == told.as_json()
            if quote.gaps:
                assert [part.title for part in told.parts] == [gap.text.in_(locale) for gap in quote.gaps]
                continue
            assert [part.cents for part in told.parts] == [quote.total(channel) for channel in Channel]
            lines = [line for part in told.parts for line in part.parts]
            assert sorted(str(line.cents) for line in lines) == sorted(str(line.cents) for line in quote.lines)
            assert all(line.how and line.sources for line in lines)
            assert all(bool(line.notes) == (register == "auditor") for line in lines)


def test_a_member_is_told_of_what_an_amount_is_made() -> None:
    told = str(price(AGENT, contract=MEN, formula=B, on=START).explain("fr"))
    assert "50 % de 75,40 €, la cotisation d'équilibre (publié)" in told
    assert "0,808 % de 2 800,00 €, rémunération brute prise en compte (estimé)" in told.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    unpaid = str(price(attrs.evolve(AGENT, gross_cents=None), contract=MEN, formula=B, on=START).explain("en"))
    assert "depends on the gross pay, which is not known" in unpaid


def test_an_auditor_is_told_the_component_the_unrounded_amount_and_the_sources() -> None:
    told = str(price(AGENT, contract=MEN, formula=B, on=START).explain("en", "auditor"))
    for part in (
        "data 2026.1",
        "component agent-base-solidarity, certainty: estimated",
        "exactly 22.6240000 €",
        "[SNCS",
    ):
        assert part in told


def test_a_limit_is_told() -> None:
    contract = tariff(
        component("a", amount(value="20")), component("b", amount(share="0.5", of_lines=("a",), at_most="5"))
    )
    told = str(price(AGENT, contract=contract, formula=B, on=START).explain("en"))
    assert "50 % of 20.00 €, lines that the tariff names, within the tariff's limit (published)" in told


# -- simulating and comparing --------------------------------------------------------------------------


def test_a_simulation_is_the_quote_of_the_changed_household() -> None:
    before = price(AGENT, contract=MEN, formula=B, on=START)
    assert before.simulate() == before
    assert before.simulate(gross_cents=100000) == price(
        attrs.evolve(AGENT, gross_cents=100000), contract=MEN, formula=B, on=START
    )
    assert before.simulate(formula=O2, on=dt.date(2026, 6, 1)) == price(
        AGENT, contract=MEN, formula=O2, on=dt.date(2026, 6, 1)
    )
    with pytest.raises(HostError, match="shoe_size"):
        before.simulate(shoe_size=43)
    with pytest.raises(InvalidCommandError, match="gross_cents"):
        before.simulate(gross_cents=2800.0)


def test_a_comparison_says_what_moved_and_why() -> None:
    before = price(AGENT, contract=GUIDE, formula=B, on=START)
    family = before.simulate(partner=Partner(dt.date(1972, 10, 9)))
    assert [(one.who, one.why, one.difference) for one in before.diff(family).changes] == [("partner", "added", 1000)]
    assert [(one.who, one.why, one.difference) for one in family.diff(before).changes] == [
        ("partner", "removed", -1000)
    ]
    assert before.diff(family).difference(Channel.DEBITED) == 1000
    assert before.diff(family).difference(Channel.PAYROLL) is None
    assert before.diff(before).changes == ()


def test_a_comparison_tells_a_new_base_from_a_new_rate_and_from_what_becomes_known() -> None:
    men = price(AGENT, contract=MEN, formula=B, on=START)
    assert [one.why for one in men.diff(men.simulate(gross_cents=100000)).changes] == ["base"]
    assert [one.why for one in men.diff(men.simulate(gross_cents=None)).changes] == ["known"]
    one, two = (
        tariff(component("a", amount(**how))) for how in ({"share": "0.1", "of": "ce"}, {"share": "0.2", "of": "ce"})
    )
    first, second = (price(AGENT, contract=each, formula=B, on=START) for each in (one, two))
    assert [change.why for change in first.diff(second).changes] == ["rate"]
    fixed = [
        price(AGENT, contract=tariff(component("a", amount(value=value))), formula=B, on=START) for value in ("1", "2")
    ]
    assert [(change.why, change.difference) for change in fixed[0].diff(fixed[1]).changes] == [("amount", 100)]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(Formula))
def test_the_changes_sum_to_the_difference_of_the_totals(before: int, after: int, formula: Formula) -> None:
    first = price(attrs.evolve(FAMILY, gross_cents=before), contract=MEN, formula=B, on=START)
    second = first.simulate(gross_cents=after, formula=formula)
    compared = first.diff(second)
    for channel in Channel:
        moved = [one.difference for one in compared.changes if one.channel is channel]
        if compared.difference(channel) is not None:
            assert sum(moved) == compared.difference(channel)


# -- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [-1, 2800.5, "2800", True])
def test_pay_is_a_whole_number_of_cents_that_is_not_negative(wrong: Any) -> None:
    with pytest.raises(InvalidCommandError, match="gross_cents"):
        Household(gross_cents=wrong)


def test_a_formula_that_is_not_offered_is_an_error_that_names_those_that_are() -> None:
    masaf = contracts.load(EXAMPLE_CONTRACTS / "masaf-2025.toml")
    with pytest.raises(FormulaNotOfferedError, match="option_1; offered: base"):
        price(AGENT, contract=masaf, formula=O1, on=dt.date(2025, 6, 1))


MISTAKES = {
    "a value and a share": ({"value": 1, "share": 0.5, "of": '"ce"'}, "components.0.values.0.value"),
    "a share of nothing": ({"share": 0.5}, "components.0.values.0.share"),
    "a share of both": ({"share": 0.5, "of": '"ce"', "of_lines": '["a"]'}, "components.0.values.0.share"),
    "a parameter without a share": ({"of": '"ce"'}, "components.0.values.0.share"),
    "a parameter that is not there": ({"share": 0.5, "of": '"mars"'}, "components.0.values.0"),
    "a line that is not before": ({"share": 0.5, "of_lines": '["a"]'}, "components.0.values.0.of_lines"),
    "a limit of a fixed amount": ({"value": 1, "at_most": 5}, "components.0.values.0.at_most"),
    "a cap of a fixed amount": ({"value": 1, "cap": '"ce"'}, "components.0.values.0.cap"),
    "a negative coefficient": ({"coefficient": -0.1}, "components.0.values.0.coefficient"),
    "a negative amount": ({"value": -1}, "components.0.values.0.value"),
    "a coefficient in quotes": ({"coefficient": '"0.1"'}, "components.0.values.0.coefficient"),
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


# -- the whole of the catalogue ---------------------------------------------------------------------------


@pytest.mark.parametrize("contract", [PF, MEN, GUIDE], ids=lambda one: one.id)
def test_every_day_from_the_start_prices_every_household_once(contract: Contract) -> None:
    """No gap and no overlap: each day has one value of each parameter and component, for nineteen months."""
    start = contract.effect.values[-1].value
    for days in range(600):
        day = start + dt.timedelta(days=days)
        for formula in Formula:
            quote = price(FAMILY, contract=contract, formula=formula, on=day)
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
    household = attrs.evolve(AGENT, birth_date=birth_date, retired_on=retired_on)
    quote = price(household, contract=MEN, formula=formula, on=on)
    names = [line.component for line in quote.lines]
    assert len(BASES & set(names)) == 1
    options = [name for name in names if "option" in name and name != "agent-option-employer"]
    assert len(options) == (formula is not B)
