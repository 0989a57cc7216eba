"""
Quotes made again with other facts, and compared line by line.
"""

import datetime as dt
import importlib
import re
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import ALL_CONTRACTS, DRAWN_ROWS, household, sample_rows, with_offered_formulas
from people import CARLA, CLAUDIA, GUIDE, MEN, START, TODAY
from psc_workflow import Formula, Household, Partner, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import plain_amount, plain_number
from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, InvalidCommandError
from psc_workflow.pricing import Change, PricedQuote, price, price_existing_cover
from tariffs import AGENT_HOUSEHOLD, BASE, FAMILY_HOUSEHOLD, OPTION_2, amount, component, tariff, tariffs

AGENT = Household(regime=Regime.GENERAL, gross_cents=280000)


def of(**how: Any) -> PricedQuote:
    """Price an agent under a tariff of one amount, paid by the employer."""
    contract = tariff(component("a", amount(**how), channel=Channel.EMPLOYER), component("b", amount(value="1")))
    return price(AGENT, contract=contract, formula=BASE, on=START)


@pytest.mark.parametrize(
    ("before", "after", "why", "cents", "difference"),
    [
        ({"value": "5"}, {"value": "7.50"}, "amount", (500, 750), 250),
        ({"value": "5"}, {}, "known", (500, None), None),
        ({}, {"value": "5"}, "known", (None, 500), None),
        ({"share": "0.1", "of": "ce"}, {"share": "0.2", "of": "ce"}, "rate", (754, 1508), 754),
        ({"share": "0.1", "of": "ce"}, {"share": "0.1", "of": "pmss"}, "base", (754, 40050), 39296),
        ({"share": "0.1", "of": "ce"}, {"share": "0.1", "of": "ce", "at_most": "5"}, "amount", (754, 500), -254),
        ({"share": "0.1", "of": "ce"}, {"value": "5"}, "rate", (754, 500), -254),
    ],
)
def test_a_line_that_is_not_the_same_says_why(
    before: dict[str, str], after: dict[str, str], why: str, cents: tuple[int | None, ...], difference: int | None
) -> None:
    compared = of(**before).diff(of(**after))
    change = Change("agent", "a", Text("A", "a"), Channel.EMPLOYER, why, *cents)
    assert compared.changes == (change,)
    assert change.difference == compared.difference(Channel.EMPLOYER) == difference
    assert compared.difference(Channel.DEBITED) == 0
    assert (compared.before, compared.after) == (of(**before), of(**after))


@pytest.mark.parametrize("how", [{"value": "5"}, {}, {"share": "0.1", "of": "ce"}])
def test_what_is_the_same_is_no_change(how: dict[str, str]) -> None:
    assert of(**how).diff(of(**how)).changes == ()


def test_the_same_cents_made_in_another_way_are_no_change() -> None:
    assert of(value="7.54").diff(of(share="0.1", of="ce")).changes == ()


@pytest.mark.parametrize(
    ("before", "after", "differences"),
    [
        ({"value": "30"}, {"value": "30"}, (-3000, 3000)),
        ({"value": "30"}, {"value": "31"}, (-3000, 3100)),
        ({"value": "0"}, {"value": "0"}, (0, 0)),
        ({"value": "30"}, {}, (-3000, None)),
        ({}, {"value": "30"}, (None, 3000)),
    ],
)
def test_a_line_that_is_paid_in_another_channel_leaves_the_one_and_comes_to_the_other(
    before: dict[str, str], after: dict[str, str], differences: tuple[int | None, int | None]
) -> None:
    channels = Channel.PAYROLL, Channel.DEBITED
    of_pay, by_debit = (
        price(AGENT, contract=tariff(component("a", amount(**how), channel=channel)), formula=BASE, on=START)
        for how, channel in zip((before, after), channels, strict=True)
    )
    compared = of_pay.diff(by_debit)
    assert tuple(map(compared.difference, channels)) == differences
    assert [(change.channel, change.why) for change in compared.changes] == [*zip(channels, ("removed", "added"), strict=True)]  # fmt: skip
    assert tuple(change.difference for change in compared.changes) == differences
    plain = compared.as_json()
    assert [*plain] == ["before", "after", "differences", "changes", "ambiguous"]
    assert [change["channel"] for change in plain["changes"]] == [*channels]
    assert [text.partition(" (agent)")[0] for text in compared.show_changes("en")] == ["Taken from pay, a", "Debited from the bank account, a"]  # fmt: skip
    assert compared.show_changes("fr")[0].startswith("Retenu sur la paie, A (agent)")


def test_a_comparison_has_the_words_of_the_contract() -> None:
    words = {"vocabulary": {"Who": {"partner": {"fr": "l’autre parent", "en": "the other parent"}}}}
    own = attrs.evolve(GUIDE, texts=words)
    before, after = (price(FAMILY_HOUSEHOLD, contract=own, formula=each, on=START) for each in (BASE, OPTION_2))
    comparison = before.diff(after)
    for lines in (comparison.show_changes(), comparison.show().splitlines()):
        assert sum("(l’autre parent)" in line for line in lines) == 2
    assert sum("(the other parent)" in line for line in comparison.show_changes("en")) == 2


CHANNELS_OF_GUIDE = st.tuples(*(st.sampled_from(Channel) for _ in GUIDE.tariff.components))


@given(CHANNELS_OF_GUIDE, st.sampled_from(Formula))
def test_changes_add_up_in_every_channel_whatever_is_paid_in_another(
    channels: tuple[Channel, ...], formula: Formula
) -> None:
    components = zip(GUIDE.tariff.components, channels, strict=True)
    moved = tuple(attrs.evolve(component, channel=channel) for component, channel in components)
    other = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=moved))
    before, after = (price(FAMILY_HOUSEHOLD, contract=each, formula=formula, on=START) for each in (GUIDE, other))
    changes = before.diff(after).changes
    for channel in Channel:
        was, becomes = (
            sum(line.cents or 0 for line in each.lines if line.channel is channel) for each in (before, after)
        )
        moves = [(change.after or 0) - (change.before or 0) for change in changes if change.channel is channel]
        assert sum(moves) == becomes - was


TARIFF_OF_FAMILY = tariff(
    component("agent", amount(value="1")),
    component("partner", amount(value="2"), who=Who.PARTNER, channel=Channel.PAYROLL),
    component("child", amount(), who=Who.CHILD),
    component("option", amount(value="3"), formulas=(Formula.OPTION_1,)),
)


def test_a_line_more_or_less_is_told_in_the_order_of_the_quotes_first_what_was() -> None:
    alone = price(AGENT, contract=TARIFF_OF_FAMILY, formula=Formula.OPTION_1, on=START)
    family = alone.simulate(formula=BASE, partner=CLAUDIA, children=[CARLA])
    added = [
        (change.who, change.component, change.channel, change.why, change.before, change.after)
        for change in alone.diff(family).changes
    ]
    assert added == [
        ("agent", "option", Channel.DEBITED, "removed", 300, None),
        ("partner", "partner", Channel.PAYROLL, "added", None, 200),
        ("carla", "child", Channel.DEBITED, "added", None, None),
    ]
    assert [change.difference for change in alone.diff(family).changes] == [-300, 200, None]
    assert [change.difference for change in family.diff(alone).changes] == [-200, None, 300]
    assert [change.label.en for change in family.diff(alone).changes] == ["partner", "child", "option"]
    assert alone.diff(family).difference(Channel.PAYROLL) == 200
    assert alone.diff(family).difference(Channel.DEBITED) is family.diff(alone).difference(Channel.DEBITED) is None


def test_a_simulation_keeps_what_it_is_not_told() -> None:
    before = price(
        AGENT, contract=TARIFF_OF_FAMILY, formula=Formula.OPTION_1, on=START, least_certainty=Certainty.DERIVED
    )
    changes: list[dict[str, Any]] = [
        {"formula": BASE},
        {"on": dt.date(2026, 7, 1)},
        {"partner": CLAUDIA, "children": (CARLA,)},
        {},
    ]
    for change in changes:
        after = before.simulate(**change)
        facts = {name: value for name, value in change.items() if name not in ("formula", "on")}
        assert after.household == attrs.evolve(AGENT, **facts)
        assert (after.formula, after.on) == (change.get("formula", Formula.OPTION_1), change.get("on", START))
        assert (after.source, after.least_certainty) == (TARIFF_OF_FAMILY, Certainty.DERIVED)


def test_a_simulation_names_every_fact_that_a_household_does_not_have() -> None:
    with pytest.raises(HostError, match=r"^a household has no hat, shoe_size$"):
        of(value="1").simulate(shoe_size=43, gross_cents=1, hat=58)


def test_neither_a_quote_nor_a_comparison_writes_the_household_or_the_contract_out() -> None:
    quote = price(attrs.evolve(AGENT, partner=CLAUDIA), contract=MEN, formula=BASE, on=START)
    assert "Household" not in repr(quote)
    assert "Contract" not in repr(quote)
    assert repr(quote.diff(quote)) == "Comparison(changes=())"


def test_who_has_a_formula_that_is_offered_no_longer_can_still_ask_what_if() -> None:
    held = price_existing_cover(
        Household(regime=Regime.GENERAL), contract=without_options(), formula=Formula.OPTION_1, on=START
    )
    assert held.simulate() == held
    assert held.simulate(gross_cents=300000).formula is Formula.OPTION_1
    with pytest.raises(FormulaNotOfferedError):
        held.simulate(formula=Formula.OPTION_2)


def without_options() -> Contract:
    offered = attrs.evolve(GUIDE.formulas, values=(attrs.evolve(GUIDE.formulas.values[0], value=(Formula.BASE,)),))
    return attrs.evolve(GUIDE, formulas=offered, recommended_formula=None)


def test_an_amount_of_another_regime_is_not_half_told() -> None:
    quote = price(Household(regime=Regime.ALSACE_MOSELLE), contract=MEN, formula=Formula.BASE, on=START)
    assert {(line.base, line.rate, line.basis, line.cents, line.cap) for line in quote.lines} == {(None,) * 5}
    half = component("half", amount(share="0.5", of_lines=("price",), at_most="5"))
    contract = tariff(component("price", amount(value="20")), half, excluded_regimes=(Regime.MSA,))
    quote = price(Household(regime=Regime.MSA), contract=contract, formula=Formula.BASE, on=START)
    assert [(line.cents, line.of_lines, line.at_most) for line in quote.lines] == [(None, (), None)] * 2


@pytest.mark.parametrize(("name", "present"), [("quoted", price_existing_cover), ("Change", Change)])
def test_former_names_of_the_former_module_of_quotes_give_the_present_objects(name: str, present: object) -> None:
    with pytest.warns(DeprecationWarning, match="will be removed in the next release"):
        assert getattr(importlib.import_module("psc_workflow.pricing.quote"), name) is present


@pytest.mark.parametrize("name", ["employer", "payroll", "debited", "debits", "formula"])
def test_a_quote_that_differs_in_anything_is_another(name: str) -> None:
    quote = price(Household(regime=Regime.GENERAL, children=[CARLA]), contract=GUIDE, formula=Formula.BASE, on=START)
    kept_quote = KeptQuote.of(quote, TODAY)
    assert kept_quote.same_amounts(quote)
    assert not attrs.evolve(kept_quote, **{name: "other"}).same_amounts(quote)


# -- as JSON -----------------------------------------------------------------------------------------------

AMOUNT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{2}([0-9]*[1-9])?")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


AMOUNTS = st.decimals(-(10**9), 10**9, places=2) | st.decimals(-100, 100, allow_nan=False) | st.integers().map(Decimal)


def check_spellings(quote: Quote) -> None:
    """An amount has two decimals at least and no zero after them, a ratio no zero at the end; neither an exponent."""
    for line in quote.as_json()["lines"]:
        for name, spelling in {"amount": AMOUNT, "base": AMOUNT, "exact": AMOUNT, "rate": NUMBER}.items():
            assert line[name] is None or spelling.fullmatch(line[name]), (name, line[name])
            assert line[name] is None or not line[name].startswith("-") or Decimal(line[name]) < 0


@pytest.mark.parametrize("contract", ALL_CONTRACTS, ids=lambda contract: contract.id)
def test_a_number_has_one_spelling_under_every_contract(contract: Contract) -> None:
    for row in with_offered_formulas(sample_rows(), contract, START):
        check_spellings(price(household(row), contract=contract, formula=Formula(row["formula"]), on=START))


@given(AMOUNTS)
def test_an_amount_is_written_without_a_change(number: Decimal) -> None:
    for text in (plain_amount(number), plain_number(number)):
        assert Decimal(text) == number
    assert AMOUNT.fullmatch(plain_amount(number))
    assert NUMBER.fullmatch(plain_number(number))


@given(tariffs(), DRAWN_ROWS)
def test_a_number_has_one_spelling_under_any_contract(contract: Contract, row: dict[str, Any]) -> None:
    check_spellings(price(household(row), contract=contract, formula=Formula(row["formula"]), on=START))


@pytest.mark.parametrize("text", ["4005", "4005.0", "4005.00", "4005.000", "4.005E+3"])
def test_a_ceiling_and_a_pay_of_the_same_amount_are_the_same_text(text: str) -> None:
    capped = of(coefficient="0.5", cap="pmss")
    line = attrs.evolve(capped.lines[0], base=Decimal(text), exact=Decimal(text) / 2, rate=Decimal("0.500"))
    (written,) = attrs.evolve(capped, lines=(line,)).as_json()["lines"]
    assert (written["base"], written["exact"], written["rate"]) == ("4005.00", "2002.50", "0.5")


# -- under the contracts that come with the library ------------------------------------------------------


def test_a_simulation_is_the_quote_of_the_changed_household() -> None:
    before = price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START)
    assert before.simulate() == before
    assert before.simulate(gross_cents=100000) == price(
        attrs.evolve(AGENT_HOUSEHOLD, gross_cents=100000), contract=MEN, formula=BASE, on=START
    )
    assert before.simulate(formula=OPTION_2, on=dt.date(2026, 6, 1)) == price(
        AGENT_HOUSEHOLD, contract=MEN, formula=OPTION_2, on=dt.date(2026, 6, 1)
    )
    with pytest.raises(HostError, match="shoe_size"):
        before.simulate(shoe_size=43)
    with pytest.raises(InvalidCommandError, match="gross_cents"):
        before.simulate(gross_cents=2800.0)


def test_a_comparison_says_what_moved_and_why() -> None:
    before = price(AGENT_HOUSEHOLD, contract=GUIDE, formula=BASE, on=START)
    family = before.simulate(partner=Partner(dt.date(1972, 10, 9)))
    assert [(change.who, change.why, change.difference) for change in before.diff(family).changes] == [
        ("partner", "added", 1000)
    ]
    assert [(change.who, change.why, change.difference) for change in family.diff(before).changes] == [
        ("partner", "removed", -1000)
    ]
    assert before.diff(family).difference(Channel.DEBITED) == 1000
    assert before.diff(family).difference(Channel.PAYROLL) is None
    assert before.diff(before).changes == ()


def test_a_comparison_tells_a_new_base_from_a_new_rate_and_from_what_becomes_known() -> None:
    men = price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START)
    assert [change.why for change in men.diff(men.simulate(gross_cents=100000)).changes] == ["base"]
    assert [change.why for change in men.diff(men.simulate(gross_cents=None)).changes] == ["known"]
    tenth, fifth = (
        tariff(component("a", amount(**how))) for how in ({"share": "0.1", "of": "ce"}, {"share": "0.2", "of": "ce"})
    )
    first, second = (price(AGENT_HOUSEHOLD, contract=each, formula=BASE, on=START) for each in (tenth, fifth))
    assert [change.why for change in first.diff(second).changes] == ["rate"]
    fixed = [
        price(AGENT_HOUSEHOLD, contract=tariff(component("a", amount(value=value))), formula=BASE, on=START)
        for value in ("1", "2")
    ]
    assert [(change.why, change.difference) for change in fixed[0].diff(fixed[1]).changes] == [("amount", 100)]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(Formula))
def test_the_changes_sum_to_the_difference_of_the_totals(before: int, after: int, formula: Formula) -> None:
    first = price(attrs.evolve(FAMILY_HOUSEHOLD, gross_cents=before), contract=MEN, formula=BASE, on=START)
    second = first.simulate(gross_cents=after, formula=formula)
    compared = first.diff(second)
    for channel in Channel:
        moved = [change.difference for change in compared.changes if change.channel is channel]
        if compared.difference(channel) is not None:
            assert sum(moved) == compared.difference(channel)
