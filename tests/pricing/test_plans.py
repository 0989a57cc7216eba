"""
Plans: what is worked out once for many households is what the slow way gives each of them, and no more is remembered.
"""

import copy
import datetime as dt
import gc
import json
import pickle
import sys
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import ALL_CONTRACTS, DRAWN_ROWS, household
from people import CARLA, CLAUDIA, GUIDE, MEN, START
from psc_workflow import Child, Formula, Household, Partner, PositionKind, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.periods import find_periods
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Status, Who
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, NoValueInForceError
from psc_workflow.pricing import (
    PricedQuote,
    Totals,
    _charges,
    _explaining,
    _plans,
    _situations,
    price,
    price_existing_cover,
    totals,
)
from psc_workflow.pricing._plans import Plan, find_plan
from psc_workflow.pricing._rounding import EXACT, share_in_cents, to_cents
from psc_workflow.pricing._situations import MOST_ALIKE, find_situation
from slow_calculator import slow_quote
from tariffs import LATER, SINCE, amount, component, tariff, tariffs

BASE = Formula.BASE
AGENT = Household(regime=Regime.GENERAL, gross_cents=280050)
ONE_DAY = dt.timedelta(days=1)
ILLUSTRATIVE = Certainty.ILLUSTRATIVE

DRAWN_DAYS = st.sampled_from([START, LATER - ONE_DAY, LATER, LATER + ONE_DAY]) | st.dates(START, dt.date(2028, 3, 1))
DRAWN_NAMES = st.lists(st.sampled_from([None, None, "child-1", "child-3", "zoé", "child-99"]), min_size=4, max_size=4)

CACHES: list[Any] = [
    find_periods,
    _charges.charges_of,
    _situations.situation,
    _situations._same_situation,  # noqa: SLF001 -- every cache there is
    _plans.stored_plan,
    _plans.part_of,
    _explaining._explainer,  # noqa: SLF001
]


def forget() -> None:
    """Empty every cache."""
    for cache in CACHES:
        cache.cache_clear()


def named(row: dict[str, Any], names: list[str | None]) -> Household:
    """Return the household of *row*, its children with *names*, but none of them twice."""
    unique = [name if name not in names[:place] else None for place, name in enumerate(names)]
    drawn = household(row)
    children = [attrs.evolve(child, ref=ref) for child, ref in zip(drawn.children, unique, strict=False)]
    return attrs.evolve(drawn, children=children)


def renderings(quote: PricedQuote) -> list[Any]:
    """Return everything that a quote says: its data and its explanations, as data and as text."""
    explanations = [quote.explain(locale, register) for locale in ("fr", "en") for register in ("member", "auditor")]
    texts = [(str(explanation), explanation.as_json(), explanation.locale) for explanation in explanations]
    return [quote, json.dumps(quote.as_json()), repr(quote.lines), texts]


def plan_of(who: Household, contract: Contract = MEN, formula: Formula = BASE, on: dt.date = START) -> Plan:
    return find_plan(who, find_situation(who, contract, formula, on, ILLUSTRATIVE), on)


# -- the same answers --------------------------------------------------------------------------------------


@given(
    st.sampled_from(ALL_CONTRACTS) | tariffs(), DRAWN_ROWS, DRAWN_NAMES, DRAWN_DAYS, st.sampled_from(list(Certainty))
)
def test_a_quote_its_data_and_its_explanations_are_those_of_the_slow_way(
    contract: Contract, row: dict[str, Any], names: list[str | None], on: dt.date, least_certainty: Certainty
) -> None:
    """The slow quote has no plan: its explanation is written line by line."""
    who, formula = named(row, names), Formula(row["formula"])
    slow = slow_quote(who, contract, formula, on, least_certainty)
    for _ in range(2):  # made, then remembered
        quote = price_existing_cover(who, contract=contract, formula=formula, on=on, least_certainty=least_certainty)
        assert renderings(quote) == renderings(slow)


@given(
    st.sampled_from(ALL_CONTRACTS) | tariffs(), DRAWN_ROWS, DRAWN_NAMES, DRAWN_DAYS, st.sampled_from(list(Certainty))
)
def test_totals_are_those_of_the_quote(
    contract: Contract, row: dict[str, Any], names: list[str | None], on: dt.date, least_certainty: Certainty
) -> None:
    who, offered = named(row, names), contract.value("formulas", on)
    formula = offered[len(row["formula"]) % len(offered)]
    quote = slow_quote(who, contract, formula, on, least_certainty)
    answer = totals(who, contract=contract, formula=formula, on=on, least_certainty=least_certainty)
    assert answer == Totals(
        tuple(quote.total(channel) for channel in Channel),
        tuple(quote.certainty(channel) for channel in Channel),
        quote.debits,
        quote.incomplete,
    )
    assert (answer.employer, answer.payroll, answer.debited) == (quote.employer, quote.payroll, quote.debited)


@given(
    st.integers(-(10**28) + 1, 10**28 - 1).map(lambda digits: Decimal(digits).scaleb(-28))
    | st.integers(-2000, 2000).map(lambda digits: Decimal(digits).scaleb(-3)),
    st.integers(-(10**10), 10**10),
)
def test_a_share_of_cents_is_that_of_euros_rounded(rate: Decimal, cents: int) -> None:
    exact = EXACT.multiply(rate, Decimal(cents).scaleb(-2))
    assert share_in_cents(rate, most=10**10)(cents) == to_cents(exact)


@pytest.mark.parametrize(
    ("rate", "cents", "expected"),
    [("0.5", 1, 1), ("0.5", -1, -1), ("0.5", 3, 2), ("0.49", 1, 0), ("-0.5", 1, -1), ("-0.5", -1, 1), ("0", 7, 0)],
)
def test_a_half_of_a_cent_goes_away_from_zero(rate: str, cents: int, expected: int) -> None:
    assert share_in_cents(Decimal(rate), most=7)(cents) == expected


@pytest.mark.parametrize(
    ("ratio", "of", "cents"),
    [
        ("0.3334438549955791335101679929", "45.24", 1508),
        ("0.0162041537065837221358216692", "1234.56", 2000),
        ("0.8333333333333333333333333333", "0.03", 2),
        ("-0.8333333333333333333333333333", "0.03", -2),
    ],
)
def test_no_product_is_rounded_before_it_is_rounded_to_the_cent(ratio: str, of: str, cents: int) -> None:
    """Each ratio has as many digits as a file may have; half a cent is missed by less than a float can tell."""
    exact = Fraction(ratio) * Fraction(of)
    assert Fraction(1, 2) > abs(exact * 100 - cents) > Fraction(1, 2) - Fraction(1, 10**20)
    parameter = attrs.evolve(MEN.tariff.parameter("ce"), values=(dated(Decimal(of), since=SINCE),))
    who = attrs.evolve(AGENT, gross_cents=to_cents(Decimal(of)))
    share = component("share", amount(share=ratio, of_lines=("line",)), channel=Channel.PAYROLL)
    charged = [[component("line", of_line), share] for of_line in (amount(value=of), amount(coefficient="1"))]
    if exact > 0:
        of_all = amount(coefficient=ratio), amount(share=ratio, of="ce")
        charged += [[component("part", part, channel=Channel.PAYROLL)] for part in of_all]
    for components in charged:
        asked: dict[str, Any] = {"contract": tariff(*components, parameters=(parameter,)), "formula": BASE, "on": START}
        line = price(who, **asked).lines[-1]
        assert (line.cents, Fraction(line.exact or 0)) == (cents, exact)
        assert totals(who, **asked).payroll == cents


def test_the_largest_amount_of_all_contracts_is_exact() -> None:
    """As many components as a file may have, each as large a share of all before it as there can be."""
    first, ratio = 10**9 - 1, Fraction(2) - Fraction(1, 10**28)
    largest = first * (1 + ratio) ** 498 * ratio
    assert len(str(int(largest))) + 28 <= EXACT.prec


# -- lines of pay, in quotes and in totals -----------------------------------------------------------------

OF_PAY = component("of-pay", amount(coefficient="0.01", certainty=Certainty.ESTIMATED), channel=Channel.PAYROLL)


def both(*components: Any, who: Household = AGENT, **asked: Any) -> tuple[list[int | None], tuple[int | None, ...]]:
    """Return the amounts of the lines, and the totals."""
    asked = {"contract": tariff(*components), "formula": BASE, "on": START} | asked
    return [line.cents for line in price(who, **asked).lines], totals(who, **asked).cents


@pytest.mark.parametrize(
    ("at_most", "share"), [(None, 1401), ("14.02", 1401), ("14.01", 1401), ("14.00", 1400), ("0", 0)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_share_of_a_line_of_pay_stays_within_its_limit(at_most: str | None, share: int, sign: int) -> None:
    limited = amount(share=str(sign * Decimal("0.5")), of_lines=("of-pay",), at_most=at_most)
    half = component("half", limited, channel=Channel.EMPLOYER)
    assert both(OF_PAY, half) == ([2801, sign * share], (sign * share, 2801, 0))


def test_a_share_is_one_of_lines_of_pay_and_of_others_together() -> None:
    fixed = component("fixed", amount(value="10"))
    back = component("back", amount(share="-1", of_lines=("fixed", "of-pay")), channel=Channel.EMPLOYER)
    again = component("again", amount(share="0.5", of_lines=("back", "fixed")))
    assert both(fixed, OF_PAY, back, again) == ([1000, 2801, -3801, -1401], (-3801, 2801, 1000 - 1401))


def test_a_share_of_a_line_of_pay_that_is_not_certain_enough_is_unknown() -> None:
    half = component("half", amount(share="0.5", of_lines=("of-pay",)), channel=Channel.EMPLOYER)
    assert both(OF_PAY, half, least_certainty=Certainty.PUBLISHED) == ([None, None], (None, None, 0))
    asked: dict[str, Any] = {"contract": tariff(OF_PAY, half), "formula": BASE, "on": START}
    codes = totals(AGENT, **asked, least_certainty=Certainty.PUBLISHED).incomplete
    assert codes == ("half-unknown", "of-pay-uncertain")


def test_a_line_of_pay_beside_one_that_is_unknown_gives_no_total() -> None:
    assert both(OF_PAY, component("silence", amount(), channel=Channel.PAYROLL)) == ([2801, None], (0, None, 0))


@pytest.mark.parametrize(("gross", "expected"), [(0, 0), (7539, 7539), (7540, 7540), (7541, 7540), (10**9, 7540)])
def test_pay_counts_up_to_the_cap(gross: int, expected: int) -> None:
    capped = component("capped", amount(coefficient="1", cap="ce"))
    assert both(capped, who=attrs.evolve(AGENT, gross_cents=gross)) == ([expected], (0, 0, expected))


def test_a_position_is_of_no_account_once_the_agent_has_retired() -> None:
    at_work = component("at-work", amount(value="1"), statuses=(Status.ACTIVE,), positions=(PositionKind.ACTIVE,))
    contract = tariff(at_work, statuses=(Status.ACTIVE, Status.RETIRED))
    retired = attrs.evolve(AGENT, position=PositionKind.NOT_CONCERNED, retired_on=START)
    assert totals(retired, contract=contract, formula=BASE, on=START).incomplete == ("person-not-in-tariff",)


# -- who is treated alike ----------------------------------------------------------------------------------

SELECTIVE = tariff(
    component("young", amount(value="1"), to_age=29),
    component("old", amount(value="2"), from_age=30),
    component("first", amount(value="3"), statuses=(Status.RETIRED,), to_year=1),
    component("later", amount(value="4"), statuses=(Status.RETIRED,), from_year=3, to_year=4),
    component("child", amount(value="5"), who=Who.CHILD, to_rank=2),
    component("third", amount(value="6"), who=Who.CHILD, from_rank=3),
    statuses=(Status.ACTIVE, Status.RETIRED),
)


def born(age: int) -> dt.date:
    return START.replace(year=START.year - age)


@pytest.mark.parametrize(
    ("left", "right", "alike"), [(0, 29, True), (29, 30, False), (30, 31, True), (30, 109, True), (-1, 0, False)]
)
def test_ages_that_the_tariff_treats_alike_have_one_plan(left: int, right: int, alike: bool) -> None:
    plans = [plan_of(attrs.evolve(AGENT, birth_date=born(age)), SELECTIVE) for age in (left, right)]
    assert (plans[0] is plans[1]) is alike


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [(0, 1, False), (1, 2, False), (2, 3, True), (3, 4, False), (4, 40, True), (-1, 0, False), (-1, -9, True)],
)
def test_years_since_retirement_that_the_tariff_treats_alike_have_one_plan(left: int, right: int, alike: bool) -> None:
    """On the day of retirement the first year begins: the second begins a year later."""
    plans = [plan_of(attrs.evolve(AGENT, retired_on=born(years)), SELECTIVE) for years in (left, right)]
    assert (plans[0] is plans[1]) is alike


def test_a_pay_a_regime_and_an_age_that_decide_nothing_make_no_plan_of_their_own() -> None:
    plain = tariff(component("a", amount(coefficient="0.01")), component("child", amount(value="5"), who=Who.CHILD))
    ages = [attrs.evolve(AGENT, birth_date=born(age), children=[Child(born(1))]) for age in (20, 40, 80)]
    pays = [attrs.evolve(AGENT, gross_cents=pay, children=[Child(born(2))]) for pay in (1, 280000)]
    regimes = [attrs.evolve(AGENT, regime=regime, children=[Child(born(3))]) for regime in (None, *Regime)]
    for alike in (ages, [*pays, *regimes]):
        assert len({plan_of(who, plain) for who in alike}) == 1
    assert plan_of(attrs.evolve(AGENT, gross_cents=None), plain) is not plan_of(AGENT, plain)


def test_a_birth_that_is_unknown_leaves_open_who_is_the_first_where_no_age_decides() -> None:
    by_rank = tariff(
        component("fee", amount(value="1")),
        component("first", amount(value="5"), who=Who.CHILD, to_rank=1),
        component("other", amount(value="3"), who=Who.CHILD, from_rank=2),
    )
    quote = price(attrs.evolve(AGENT, children=[Child(None), Child(born(3))]), contract=by_rank, formula=BASE, on=START)
    assert (quote.incomplete, quote.lines) == (("child-birth-date-unknown",), ())


def test_ranks_make_a_difference_from_the_rank_that_the_tariff_names() -> None:
    two, three = ([Child(born(age)) for age in ages] for ages in ((3, 9), (3, 9, 6)))
    parent = attrs.evolve(AGENT, birth_date=born(40))
    elder_first, younger_first = (plan_of(attrs.evolve(parent, children=each), SELECTIVE) for each in (two, two[::-1]))
    assert elder_first is younger_first
    plans = [plan_of(attrs.evolve(parent, children=order), SELECTIVE) for order in (three, three[::-1])]
    assert plans[0] is not plans[1]
    assert [line.component for line in plans[0].templates][-3:] == ["third", "child", "child"]


def test_an_age_beyond_the_oldest_is_treated_as_the_oldest() -> None:
    oldest = Parameter("year", START, (Dated(START, Certainty.ASSUMED, (Source("A"),), 29),))
    frozen = attrs.evolve(SELECTIVE, tariff=attrs.evolve(SELECTIVE.tariff, frozen_age=oldest))
    who = attrs.evolve(AGENT, birth_date=dt.date(1950, 1, 1))
    assert [line.component for line in plan_of(who, frozen).templates] == ["young"]  # at 29 for ever, one is never 30
    assert plan_of(who, frozen) is plan_of(attrs.evolve(AGENT, birth_date=born(5)), frozen)


def test_whoever_is_treated_alike_gets_the_very_same_lines_but_those_of_the_pay() -> None:
    quotes = [price(attrs.evolve(AGENT, gross_cents=pay), contract=MEN, formula=BASE, on=START) for pay in (1, 280050)]
    same = [left is right for left, right in zip(quotes[0].lines, quotes[1].lines, strict=True)]
    assert dict(zip((line.component for line in quotes[0].lines), same, strict=True)) == {
        "agent-base-employer": True,
        "agent-base-flat": True,
        "agent-base-solidarity": False,
    }
    parts = [quote.explain("fr").parts for quote in quotes]
    assert [left is right for left, right in zip(*parts, strict=True)] == [True, False, True]


# -- periods -----------------------------------------------------------------------------------------------

CHANGING = tariff(
    component("a", amount(value="1"), amount(value="2", in_force_from=LATER)),
    component("b", amount(coefficient="0.01")),
)


def test_a_day_costs_nothing_of_its_own_and_a_value_changes_on_its_first_day() -> None:
    forget()
    days = [LATER + number * ONE_DAY for number in range(-200, 200)]
    amounts = [totals(AGENT, contract=CHANGING, formula=BASE, on=day).debited for day in days]
    assert amounts == [100 + 2801] * 200 + [200 + 2801] * 200
    for day in days:
        price(AGENT, contract=CHANGING, formula=BASE, on=day).explain("fr")
    assert {cache.__name__: cache.cache_info().misses for cache in CACHES if cache.cache_info().misses > 2} == {}


CHANGE = dt.date(2026, 9, 17)
"""A day on which nothing changes but what a test says."""


def dated(value: Any, *, since: dt.date) -> Dated[Any]:
    return Dated(since, Certainty.PUBLISHED, (Source("A"),), value)


def test_a_parameter_alone_may_begin_a_period() -> None:
    parameter = attrs.evolve(
        MEN.tariff.parameter("ce"), values=(dated(Decimal(10), since=SINCE), dated(Decimal(20), since=CHANGE))
    )
    contract = tariff(component("a", amount(share="0.5", of="ce")), parameters=(parameter,))
    days = (CHANGE - ONE_DAY, CHANGE)
    assert [totals(AGENT, contract=contract, formula=BASE, on=day).debited for day in days] == [500, 1000]


def test_a_frozen_age_alone_may_begin_a_period() -> None:
    ages = Parameter("year", SINCE, (dated(29, since=SINCE), dated(30, since=CHANGE)))
    frozen = attrs.evolve(SELECTIVE, tariff=attrs.evolve(SELECTIVE.tariff, frozen_age=ages))
    who = attrs.evolve(AGENT, birth_date=born(50))
    days = (CHANGE - ONE_DAY, CHANGE)
    assert [totals(who, contract=frozen, formula=BASE, on=day).debited for day in days] == [100, 200]


@pytest.mark.parametrize("is_offered_first", [False, True])
def test_a_formula_is_offered_on_its_own_days(is_offered_first: bool) -> None:
    values = [(BASE, Formula.OPTION_1), (BASE,)][:: 1 if is_offered_first else -1]
    offered = tuple(dated(value, since=since) for value, since in zip(values, (SINCE, CHANGE), strict=True))
    formulas = attrs.evolve(MEN.formulas, values=offered)
    contract = attrs.evolve(tariff(component("a", amount(value="1"))), formulas=formulas, recommended_formula=None)
    days = [CHANGE - ONE_DAY, CHANGE][:: 1 if is_offered_first else -1]
    assert totals(AGENT, contract=contract, formula=Formula.OPTION_1, on=days[0]).debited == 100
    for ask in (price, totals):
        with pytest.raises(FormulaNotOfferedError):
            ask(AGENT, contract=contract, formula=Formula.OPTION_1, on=days[1])  # type: ignore[operator]


def test_a_day_before_everything_is_an_error_that_names_the_day() -> None:
    early = dt.date(2020, 2, 3)
    for ask in (price, totals, price_existing_cover):
        with pytest.raises(NoValueInForceError, match="2020-02-03"):
            ask(AGENT, contract=MEN, formula=BASE, on=early)  # type: ignore[operator]  # all take the same


# -- what is remembered ------------------------------------------------------------------------------------


def test_there_is_an_end_to_what_every_cache_holds() -> None:
    assert {cache.__name__: cache.cache_info().maxsize for cache in CACHES if not cache.cache_info().maxsize} == {}


def test_the_oldest_plans_are_forgotten() -> None:
    by_age = tariff(
        component("a", amount(value="1")),
        *(component(f"child-{age}", amount(value="5"), who=Who.CHILD, from_age=age, to_age=age) for age in range(18)),
    )
    households = [
        attrs.evolve(AGENT, children=[Child(born(first)), Child(born(second)), Child(born(third))])
        for first in range(18)
        for second in range(18)
        for third in range(18)
    ]
    assert len(households) > MOST_ALIKE
    oldest = weakref.ref(plan_of(households[0], by_age))
    for who in households:
        price(who, contract=by_age, formula=BASE, on=START).explain("fr")
    gc.collect()
    assert oldest() is None
    assert _plans.stored_plan.cache_info().currsize == MOST_ALIKE


@pytest.mark.parametrize("ref", ["child-295091234567890", "child-65", "child-007", "child-٣", "child-0", "zoé"])
def test_a_name_that_is_a_host_s_is_in_the_quote_and_remembered_nowhere(ref: str) -> None:
    contract = tariff(
        component("gift", amount(value="3"), who=Who.CHILD),
        component("of-pay", amount(coefficient="0.01"), who=Who.CHILD),
        component("share", amount(share="0.5", of_lines=("gift", "of-pay")), who=Who.CHILD),
        component("a", amount(value="1")),
    )
    forget()
    who = attrs.evolve(AGENT, children=[attrs.evolve(CARLA, ref=ref), attrs.evolve(CARLA, ref=None)])
    quote = price(who, contract=contract, formula=BASE, on=START)
    assert [(line.who, line.cents) for line in quote.lines] == [
        ("agent", 100),
        *((name, cents) for name in (ref, "child-1") for cents in (300, 2801, 1551)),
    ]
    assert [part.title for part in quote.explain("en").parts[2].parts][1:4] == [
        f"gift ({ref})",
        f"of-pay ({ref})",
        f"share ({ref})",
    ]
    parts = [part for part in gc.get_objects() if type(part) is _plans.Part]  # isinstance would wake Django
    assert [part for part in parts if any(line.who == ref for line in part.lines) and part not in parts_of(quote)] == []


def parts_of(quote: PricedQuote) -> tuple[_plans.Part, ...]:
    plan = quote._plan  # noqa: SLF001 -- no host has a use for it
    assert plan is not None
    return plan.parts


# -- handed on ---------------------------------------------------------------------------------------------


def pickled(quote: PricedQuote) -> Any:
    return pickle.loads(pickle.dumps(quote))  # noqa: S301 -- our own


@pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy, attrs.evolve])
def test_a_quote_is_copied_without_its_plan_and_explained_the_same(
    copied: Callable[[PricedQuote], PricedQuote],
) -> None:
    who = attrs.evolve(AGENT, partner=CLAUDIA, children=[CARLA])
    quote = price(who, contract=MEN, formula=BASE, on=START)
    assert quote._plan is not None  # noqa: SLF001 -- no host has a use for it
    other = copied(quote)
    assert (other, hash(other), repr(other), other._plan) == (quote, hash(quote), repr(quote), None)  # noqa: SLF001
    assert renderings(other) == renderings(quote)
    assert b"Plan" not in pickle.dumps(quote)


@given(st.sampled_from(ALL_CONTRACTS) | tariffs(), DRAWN_ROWS, DRAWN_DAYS)
def test_nothing_of_a_quote_or_its_explanation_can_be_set(contract: Contract, row: dict[str, Any], on: dt.date) -> None:
    quote = price_existing_cover(household(row), contract=contract, formula=Formula(row["formula"]), on=on)
    explanation = quote.explain("fr")
    for value in (
        quote,
        *quote.lines,
        explanation,
        *explanation.parts,
        *(p for e in explanation.parts for p in e.parts),
    ):
        assert list(vars(value)) == [field.name for field in attrs.fields(type(value))]
        for name in (*vars(value), "another"):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(value, name, None)


def test_equal_contracts_share_what_is_remembered() -> None:
    first, second = attrs.evolve(MEN), attrs.evolve(MEN)
    assert first is not second
    assert first.periods is second.periods
    assert plan_of(AGENT, first) is plan_of(AGENT, second)


def test_a_quote_with_other_lines_is_explained_by_these() -> None:
    quote = price(attrs.evolve(AGENT, partner=CLAUDIA), contract=GUIDE, formula=BASE, on=START)
    shorter = attrs.evolve(quote, lines=tuple(line for line in quote.lines if line.who == "partner"))
    assert [len(part.parts) for part in shorter.explain("fr").parts] == [0, 0, 1]
    assert shorter.explain("fr").parts[2].cents == shorter.debited == 1000


def test_a_quote_of_another_contract_is_explained_in_the_words_of_that_one() -> None:
    quote = price(AGENT, contract=MEN, formula=BASE, on=START)
    own = attrs.evolve(MEN, texts={"pricing": {"explain": {"a-month": {"fr": " par mois", "en": " a month"}}}})
    assert "37.70 €/month" in str(quote.explain("en"))
    assert "37.70 € a month" in str(attrs.evolve(quote, source=own).explain("en"))
    assert "37.70 €/month" in str(quote.explain("en"))


@pytest.mark.parametrize("least_certainty", [Certainty.PUBLISHED, Certainty.ESTIMATED])
def test_the_sum_of_lines_of_pay_is_explained_as_unknown_if_one_of_them_is(least_certainty: Certainty) -> None:
    contract = tariff(OF_PAY, component("sure", amount(coefficient="0.02"), channel=Channel.PAYROLL))
    quote = price(AGENT, contract=contract, formula=BASE, on=START, least_certainty=least_certainty)
    expected = None if least_certainty is Certainty.PUBLISHED else 2801 + 5601
    assert quote.explain("en").parts[1].cents == quote.payroll == expected


@pytest.mark.parametrize("precision", [1, 3, 5])
def test_no_context_of_the_host_changes_what_is_told_now_or_later(precision: int) -> None:
    who = attrs.evolve(AGENT, gross_cents=123456)

    def told_of() -> list[Any]:
        answer = totals(who, contract=MEN, formula=BASE, on=START)
        return [answer, *renderings(price(who, contract=MEN, formula=BASE, on=START))]

    forget()
    with localcontext() as context:
        context.prec = precision
        within = told_of()
    assert within == told_of()
    assert "0,808 % de 1 234,56 €" in within[-1][0][0].replace("\N{NO-BREAK SPACE}", " ")


# -- many at once ------------------------------------------------------------------------------------------


def test_threads_that_make_the_same_plans_at_once_get_the_right_answers() -> None:
    households = [
        attrs.evolve(
            AGENT,
            gross_cents=pay,
            birth_date=born(age),
            partner=Partner(born(age)) if age % 2 else None,
            children=[Child(born(age % 25), ref=ref) for ref in (None, "zoé")[: age % 3]],
        )
        for age in range(20, 60)
        for pay in (None, 100000 + age)
    ]

    def answer(who: Household) -> Any:
        quote = price(who, contract=GUIDE, formula=Formula.OPTION_1, on=START)
        return (
            quote.as_json(),
            str(quote.explain("en")),
            totals(who, contract=GUIDE, formula=Formula.OPTION_1, on=START),
        )

    expected = list(map(answer, households))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(3):
                forget()
                answers = list(pool.map(answer, households * 4))
                assert answers == expected * 4
    finally:
        sys.setswitchinterval(interval)


# -- asked wrongly -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"contract": "men-2026"},
        {"on": "2026-05-01"},
        {"on": dt.datetime(2026, 5, 1, tzinfo=dt.UTC)},
        {"formula": "gold"},
        {"formula": []},
        {"least_certainty": "sure"},
    ],
)
@pytest.mark.parametrize("ask", [price, totals])
def test_an_argument_of_another_type_is_the_host_s_mistake(ask: Callable[..., Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(HostError):
        ask(AGENT, **{"contract": MEN, "formula": BASE, "on": START} | wrong)


def test_totals_ask_for_what_a_price_asks_for() -> None:
    asked = {"contract": GUIDE, "on": START}
    with pytest.raises(HostError, match="Household"):
        totals({"regime": "general"}, formula=BASE, **asked)  # type: ignore[arg-type]  # the point
    assert totals(AGENT, formula="base", **asked) == totals(AGENT, formula=BASE, **asked)  # type: ignore[arg-type]
    offered = attrs.evolve(GUIDE.formulas, values=(attrs.evolve(GUIDE.formulas.values[0], value=(BASE,)),))
    without = attrs.evolve(GUIDE, formulas=offered, recommended_formula=None)
    with pytest.raises(FormulaNotOfferedError, match="option_1; offered: base"):
        totals(AGENT, contract=without, formula=Formula.OPTION_1, on=START)
