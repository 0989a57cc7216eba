"""
Quotes: the guide's grid, lines that sum, channels, what is unknown, what is free.
"""

import datetime as dt
import decimal
import gc
import weakref
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import as_polars, sample_rows
from paths import EXAMPLE_CONTRACTS
from people import ANAPA, CARLA, CLAUDIA, GUIDE, MEN, MOANA, PF, START
from psc_workflow import Child, Formula, Household, Regime, contracts
from psc_workflow._model.money import cents, euros, show, show_euros
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.vocabulary import Certainty, Channel, Debits
from psc_workflow.exceptions import HostError, InvalidCommandError, NoValueInForceError
from psc_workflow.pricing import (
    PricedQuote,
    calibrate,
    frame,
    price,
    price_existing_cover,
    publicodes,
    schedule,
    totals,
)
from psc_workflow.pricing._charges import charges_of
from psc_workflow.pricing._plans import part_of, stored_plan
from psc_workflow.pricing._rounding import to_cents
from psc_workflow.pricing.frame._pipeline import steps

AGENT_WITHOUT_PAY = Household(regime=Regime.GENERAL)
FAMILY_WITHOUT_PAY = attrs.evolve(AGENT_WITHOUT_PAY, partner=CLAUDIA, children=[CARLA])
TWO_CHILDREN = attrs.evolve(AGENT_WITHOUT_PAY, partner=CLAUDIA, children=[CARLA, ANAPA])
THREE_CHILDREN = attrs.evolve(AGENT_WITHOUT_PAY, partner=CLAUDIA, children=[CARLA, ANAPA, MOANA])
B, O1, O2 = Formula


@pytest.mark.parametrize(
    ("household", "formula", "debited"),
    [
        (AGENT_WITHOUT_PAY, B, 0),
        (AGENT_WITHOUT_PAY, O1, 1200),
        (AGENT_WITHOUT_PAY, O2, 1600),
        (attrs.evolve(AGENT_WITHOUT_PAY, partner=CLAUDIA), B, 1000),
        (attrs.evolve(AGENT_WITHOUT_PAY, children=[CARLA]), B, 600),
        (FAMILY_WITHOUT_PAY, B, 1600),
        (FAMILY_WITHOUT_PAY, O1, 3600),
        (FAMILY_WITHOUT_PAY, O2, 5500),
        (TWO_CHILDREN, B, 2200),
        (THREE_CHILDREN, B, 2200),
        (THREE_CHILDREN, O2, 1600 + 2300 + 2 * 1600),
    ],
)
def test_the_grid_of_the_guide(household: Household, formula: Formula, debited: int) -> None:
    quote = price(household, contract=GUIDE, formula=formula, on=START)
    assert quote.debited == debited
    assert (quote.employer, quote.payroll) == (None, None)
    assert quote.incomplete == ("agent-base-employer-unknown", "agent-base-payroll-unknown")
    assert quote.certainty(Channel.DEBITED) is Certainty.ILLUSTRATIVE


def test_the_third_child_by_birth_is_free_wherever_it_stands_in_the_list() -> None:
    quote = price(THREE_CHILDREN, contract=GUIDE, formula=B, on=START)
    by_child = {line.who: (line.cents, line.free) for line in quote.lines if line.component.startswith("child")}
    assert by_child == {"carla": (0, True), "anapa": (600, False), "moana": (600, False)}


def test_twins_are_ranked_by_their_place() -> None:
    twins = [attrs.evolve(CARLA, ref=ref) for ref in ("a", "b", "c")]
    quote = price(attrs.evolve(AGENT_WITHOUT_PAY, children=twins), contract=GUIDE, formula=B, on=START)
    assert [line.who for line in quote.lines if line.free] == ["c"]


def test_twins_come_after_an_elder_child_who_stands_behind_them() -> None:
    elder = attrs.evolve(CARLA, ref="elder", birth_date=dt.date(2010, 1, 1))
    children = [attrs.evolve(CARLA, ref="a"), attrs.evolve(CARLA, ref="b"), elder]
    quote = price(attrs.evolve(AGENT_WITHOUT_PAY, children=children), contract=GUIDE, formula=B, on=START)
    assert [line.who for line in quote.lines if line.free] == ["b"]


def test_a_free_line_alone_is_no_debit() -> None:
    """Only the household's lines that are not free make a mandate needed."""
    quote = price(THREE_CHILDREN, contract=GUIDE, formula=B, on=START)
    free_only = attrs.evolve(quote, lines=tuple(line for line in quote.lines if line.free))
    assert (free_only.debited, free_only.debits) == (0, Debits.NO)


@pytest.mark.parametrize(
    ("household", "formula", "debited", "debits"),
    [
        (AGENT_WITHOUT_PAY, B, 0, Debits.NO),
        (AGENT_WITHOUT_PAY, O2, None, Debits.YES),
        (FAMILY_WITHOUT_PAY, B, None, Debits.YES),
        (THREE_CHILDREN, B, None, Debits.YES),
    ],
)
def test_whether_something_is_debited_does_not_depend_on_knowing_the_amount(
    household: Household, formula: Formula, debited: int | None, debits: Debits
) -> None:
    quote = price(household, contract=PF, formula=formula, on=START)
    assert (quote.debited, quote.debits) == (debited, debits)
    assert quote.payroll is None


def test_the_unknown_share_of_polynesia_names_its_article() -> None:
    quote = price(AGENT_WITHOUT_PAY, contract=PF, formula=B, on=START)
    (line,) = [line for line in quote.lines if line.channel is Channel.PAYROLL]
    assert "art. 16-1" in line.sources[0].title
    assert quote.certainty(Channel.DEBITED) is Certainty.PUBLISHED


@pytest.mark.parametrize(
    ("household", "gap"),
    [
        (attrs.evolve(AGENT_WITHOUT_PAY, retired_on=START), "status-not-in-tariff"),
        (attrs.evolve(AGENT_WITHOUT_PAY, children=[Child()]), "child-birth-date-unknown"),
    ],
)
def test_what_the_tariff_does_not_say_is_a_gap_and_never_an_amount(household: Household, gap: str) -> None:
    quote = price(household, contract=GUIDE, formula=B, on=START)
    assert quote.incomplete == (gap,)
    assert [quote.total(channel) for channel in Channel] == [None, None, None]
    assert {quote.certainty(channel) for channel in Channel} == {Certainty.UNKNOWN}
    assert quote.debits is Debits.UNKNOWN


@pytest.mark.parametrize("regime", [None, Regime.ALSACE_MOSELLE])
def test_a_regime_that_needs_its_own_grid_or_is_unknown_has_the_same_lines_without_amounts(
    regime: Regime | None,
) -> None:
    quote = price(attrs.evolve(THREE_CHILDREN, regime=regime), contract=GUIDE, formula=B, on=START)
    general = price(THREE_CHILDREN, contract=GUIDE, formula=B, on=START)
    assert [line.component for line in quote.lines] == [line.component for line in general.lines]
    assert [line.cents for line in quote.lines if not line.free] == [None] * 5
    assert (quote.debited, quote.debits) == (None, Debits.YES)


def test_who_retires_the_day_after_is_priced_as_active() -> None:
    later = attrs.evolve(AGENT_WITHOUT_PAY, retired_on=START + dt.timedelta(days=1))
    assert price(later, contract=GUIDE, formula=B, on=START).gaps == ()


def test_a_person_without_a_line_is_a_gap_and_not_free() -> None:
    """A host's tariff that forgets the partner must not give them cover for nothing."""
    without = [component for component in GUIDE.tariff.components if component.id != "partner-base"]
    contract = attrs.evolve(GUIDE, tariff=attrs.evolve(GUIDE.tariff, components=tuple(without)))
    assert price(FAMILY_WITHOUT_PAY, contract=contract, formula=B, on=START).incomplete == ("person-not-in-tariff",)
    assert price(FAMILY_WITHOUT_PAY, contract=contract, formula=O1, on=START).debited == 3600


def test_a_day_before_the_tariff_is_an_error_that_names_it() -> None:
    with pytest.raises(NoValueInForceError, match=r"guide-illustration\.tariff\.agent-base-employer"):
        price(AGENT_WITHOUT_PAY, contract=GUIDE, formula=B, on=START - dt.timedelta(days=1))


households = st.builds(
    Household,
    regime=st.just(Regime.GENERAL),
    partner=st.sampled_from([None, CLAUDIA]),
    children=st.lists(st.builds(Child, birth_date=st.dates(dt.date(2000, 1, 1), START)), max_size=6),
)


@given(households, st.sampled_from(Formula))
def test_lines_always_sum_to_the_totals_and_no_child_from_the_third_costs(
    household: Household, formula: Formula
) -> None:
    quote = price(household, contract=GUIDE, formula=formula, on=START)
    assert quote.debited == sum(line.cents for line in quote.lines if line.channel is Channel.DEBITED)
    answer = quote.as_json()
    assert Decimal(answer["debited"]) == sum(
        Decimal(line["amount"]) for line in answer["lines"] if line["channel"] == "debited"
    )
    paid = [line for line in quote.lines if line.component.startswith("child") and not line.free]
    assert len(paid) == min(2, len(household.children))


def test_the_quote_as_json_has_the_pinned_fields() -> None:
    answer = price(FAMILY_WITHOUT_PAY, contract=GUIDE, formula=B, on=START).as_json()
    assert set(answer) == {"employer", "payroll", "debited", "debits", "certainty", "lines", "incomplete"}
    assert (answer["employer"], answer["debited"], answer["debits"]) == (None, "16.00", "yes")
    assert answer["certainty"] == {"employer": "unknown", "payroll": "unknown", "debited": "illustrative"}


def test_a_kept_quote_is_the_same_as_long_as_its_amounts_are() -> None:
    kept_quote = KeptQuote.of(price(FAMILY_WITHOUT_PAY, contract=GUIDE, formula=B, on=START), START)
    later = START + dt.timedelta(days=30)
    assert kept_quote.same_amounts(price(FAMILY_WITHOUT_PAY, contract=GUIDE, formula=B, on=later))
    assert not kept_quote.same_amounts(price(FAMILY_WITHOUT_PAY, contract=GUIDE, formula=O1, on=START))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("0.005", 1), ("0.004", 0), ("-0.005", -1), ("-0.004", 0), ("15.085", 1509), ("15.0849", 1508), ("37.70", 3770)],
)
def test_rounding_is_half_up_away_from_zero(amount: str, expected: int) -> None:
    assert to_cents(Decimal(amount)) == expected


@given(st.integers(-(10**9), 10**9))
def test_cents_and_euros_are_each_other_s_inverse(amount: int) -> None:
    assert cents(euros(amount)) == amount


def test_a_fraction_of_a_cent_is_no_amount() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        cents(Decimal("1.005"))


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, "0,00_€", "0.00_€"),
        (5, "0,05_€", "0.05_€"),
        (-5, "-0,05_€", "-0.05_€"),
        (99999, "999,99_€", "999.99_€"),
        (100000, "1_000,00_€", "1,000.00_€"),
        (-123456, "-1_234,56_€", "-1,234.56_€"),
        (123456789, "1_234_567,89_€", "1,234,567.89_€"),
    ],
)
def test_amounts_are_written_as_each_language_does(amount: int, french: str, english: str) -> None:
    for text in (show(amount, "fr"), show_euros(euros(amount), "fr")):
        assert text == french.replace("_", "\N{NO-BREAK SPACE}")
    for text in (show(amount, "en"), show_euros(euros(amount), "en")):
        assert text == english.replace("_", " ")


# -- asked wrongly, or in odd surroundings ---------------------------------------------------------------


def alone(**facts: Any) -> Household:
    return Household(regime=Regime.GENERAL, gross_cents=281234, **facts)


def quote_of(household: Household, **asked: Any) -> PricedQuote:
    return price(household, **{"contract": MEN, "formula": Formula.BASE, "on": START} | asked)


@pytest.mark.parametrize(
    "wrong",
    [
        {"contract": "men-2026"},
        {"on": "2026-05-01"},
        {"on": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)},
        {"formula": "gold"},
        {"least_certainty": "sure"},
    ],
)
@pytest.mark.parametrize("work", [price, totals, price_existing_cover])
def test_an_argument_of_another_type_is_the_host_s_mistake(work: Callable[..., object], wrong: dict[str, Any]) -> None:
    with pytest.raises(HostError, match=f"^`{next(iter(wrong))}` must be"):
        work(alone(), **{"contract": MEN, "formula": Formula.BASE, "on": START} | wrong)


@pytest.mark.parametrize("work", [price, totals, price_existing_cover])
def test_who_is_priced_is_a_household(work: Callable[..., object]) -> None:
    with pytest.raises(HostError, match="Household"):
        work({"regime": "general"}, contract=MEN, formula=Formula.BASE, on=START)


@pytest.mark.parametrize("work", [price, totals, price_existing_cover])
def test_who_names_a_formula_leaves_nothing_behind_for_others(work: Callable[..., object]) -> None:
    fresh = MEN.with_values({"ce": f"81.2{len(work.__name__) % 10}"})  # of which nothing is remembered yet
    work(alone(), contract=fresh, formula="base", on=START)
    assert type(price(alone(), contract=fresh, formula=Formula.BASE, on=START).formula) is Formula


def test_a_channel_may_be_named_and_no_other_name_is_a_total_of_nothing() -> None:
    quote = quote_of(alone())
    assert [quote.total(channel.value) for channel in Channel] == [quote.total(channel) for channel in Channel]
    assert quote.certainty("payroll") is quote.certainty(Channel.PAYROLL)
    for asked in (quote.total, quote.certainty, quote.diff(quote).difference):
        with pytest.raises(HostError, match="`channel` must be one of"):
            asked("bank")


def test_a_quote_with_gaps_is_no_saving() -> None:
    """guide-illustration says nothing of retired agents: that they would pay nothing is not known."""
    before = quote_of(alone(), contract=GUIDE, formula=Formula.OPTION_1)
    after = before.simulate(retired_on=START)
    assert after.gaps
    for changes in (before.diff(after).changes, after.diff(before).changes):
        assert {(change.why, change.difference) for change in changes} == {("known", None)}


@pytest.mark.parametrize("refs", [["a", "a"], ["agent"], ["b", "partner"]])
def test_no_two_of_a_household_have_the_same_name(refs: list[str]) -> None:
    with pytest.raises(InvalidCommandError, match="is a name that nobody else may have"):
        alone(children=[Child(START, ref=ref) for ref in refs])


def test_names_that_are_given_are_not_given_again() -> None:
    quote = quote_of(alone(children=[Child(START, ref="child-2"), Child(START), Child(START)]), contract=GUIDE)
    assert [line.who for line in quote.lines if line.who.startswith("child")] == ["child-2", "child-1", "child-3"]


SUPPOSED = {"ce": "81.23", "agent-base-solidarity.coefficient": "0.00801"}
WORK: dict[str, Callable[[], Any]] = {
    "price": lambda: quote_of(alone()),
    "explain": lambda: str(quote_of(alone()).explain("en", "auditor")),
    "between": lambda: quote_of(Household(regime=Regime.GENERAL)).between("payroll"),
    "totals": lambda: totals(alone(), contract=MEN, formula=Formula.BASE, on=START),
    "schedule": lambda: schedule(alone(), contract=MEN, formula=Formula.BASE, first=START, last=START).as_json(),
    "calibrate": lambda: calibrate([alone()], contract=MEN, on=START),
    "with values": lambda: quote_of(alone(), contract=MEN.with_values(SUPPOSED)).as_json(),
    "load": lambda: contracts.load(EXAMPLE_CONTRACTS / "masaf-2025.toml").tariff,
    "frame": lambda: frame.price(as_polars(sample_rows()), MEN.with_values(SUPPOSED), START).to_dicts(),
    "publicodes": lambda: publicodes.rules(MEN.with_values(SUPPOSED), START),
}
CONTEXTS = {
    "few digits": decimal.Context(prec=3),
    "one digit": decimal.Context(prec=1, Emax=1, Emin=-1),
    "every signal": decimal.Context(prec=2, traps=[decimal.Inexact, decimal.Rounded, decimal.Subnormal]),
    "no signal": decimal.Context(prec=2, traps=[]),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
@pytest.mark.parametrize("context", CONTEXTS.values(), ids=CONTEXTS)
def test_the_context_of_decimals_that_a_host_has_set_changes_nothing(
    context: decimal.Context, work: Callable[[], Any]
) -> None:
    expected = work()
    for remembered in (charges_of, part_of, stored_plan, steps):
        remembered.cache_clear()
    with decimal.localcontext(context):
        assert work() == expected


def test_an_amount_that_was_refused_is_not_told_as_unknown() -> None:
    text = str(quote_of(alone(), least_certainty=Certainty.PUBLISHED).explain("en"))
    assert "the amount is less certain than was asked for (estimated)" in text
    assert "not known" not in text


def test_nothing_of_a_household_is_kept_in_memory() -> None:
    """Neither a pay nor a name that a host chose: what is kept of lines is the same for everybody."""

    class Named(str):
        __slots__ = ("__weakref__",)

    name = Named("Zoé")
    there = weakref.ref(name)
    quote = quote_of(alone(children=[Child(START, ref=name)]), contract=GUIDE)
    quote.explain("fr")
    del quote, name
    gc.collect()
    assert there() is None


def test_a_free_child_stays_free_where_amounts_are_unknown_and_unknown_lines_say_why() -> None:
    three = Household(regime=Regime.ALSACE_MOSELLE, children=[CARLA, ANAPA, MOANA])
    quote = price(three, contract=GUIDE, formula=Formula.BASE, on=START)
    by_who = {line.who: line for line in quote.lines}
    assert (by_who["carla"].cents, by_who["carla"].free) == (0, True)
    assert by_who["moana"].sources == GUIDE.tariff.sources
    assert by_who["moana"].certainty is Certainty.UNKNOWN
