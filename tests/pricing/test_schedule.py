"""
Schedules: each month is what the slow way gives on each of its days, put together by the rules of the contract.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from households import ALL_CONTRACTS, DRAWN_ROWS, household
from people import CARLA, CLAUDIA, GUIDE, MEN, START
from psc_workflow import Child, Formula, Household, Regime, pricing
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.vocabulary import Certainty, Channel, Debits, Status, Who, worst
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, NoValueInForceError
from psc_workflow.pricing import DatedChange, Premium, PricedQuote, Schedule
from psc_workflow.pricing._moves import CAUSES, difference
from psc_workflow.schemas import schema
from slow_calculator import slow_quote
from tariffs import LATER, SINCE, SOURCES, amount, component, ruled, tariff, tariffs

BASE, OPTION_1, OPTION_2 = Formula
AGENT = Household(regime=Regime.GENERAL, birth_date=dt.date(1966, 6, 10), gross_cents=280000)
ONE_DAY = dt.timedelta(days=1)
VALIDATOR = Draft202012Validator(schema("schedule"), format_checker=Draft202012Validator.FORMAT_CHECKER)
YEAR_END = dt.date(2026, 12, 31)
DEBITED = list(Channel).index(Channel.DEBITED)


def plan(who: Household = AGENT, contract: Contract = MEN, formula: Formula = BASE, **more: Any) -> Schedule:
    days = {"first": START, "last": YEAR_END} | {name: more.pop(name) for name in ("first", "last") if name in more}
    return pricing.schedule(who, contract=contract, formula=formula, **days, **more)


# -- the slow way: every day is priced -------------------------------------------------------------------


def slow_months(
    covers: Callable[[dt.date], tuple[Household, Formula]], contract: Contract, first: dt.date, last: dt.date
) -> Iterator[tuple[list[int | None], list[Certainty], set[str]]]:
    """Price every day, and put each month together by the rules."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    for month in sorted({(day.year, day.month) for day in days}):
        quotes = []
        for day in days:
            if (day.year, day.month) == month:
                who, formula = covers(day)
                quotes.append(slow_quote(who, contract, formula, day))
        answers = [slow_month(quotes, channel, contract) for channel in Channel]
        yield (
            [cents for cents, _, _ in answers],
            [best for _, best, _ in answers],
            set().union(*(c for *_, c in answers)),
        )


def slow_month(
    quotes: list[PricedQuote], channel: Channel, contract: Contract
) -> tuple[int | None, Certainty, set[str]]:
    """Work out one channel of one month from the quotes of its days that are covered."""
    rule = {name: getattr(contract.tariff, name) for name in ("broken_months", "changed_months")}
    dated = {name: table.on(quotes[0].on) if table else None for name, table in rule.items()}
    broken, changed = (dated[name].value if dated[name] else None for name in ("broken_months", "changed_months"))
    length = calendar.monthrange(quotes[0].on.year, quotes[0].on.month)[1]
    is_broken = len(quotes) < length
    if is_broken and broken == "free":
        return 0, dated["broken_months"].certainty, set()
    varies = len({quote.total(channel) for quote in quotes}) > 1
    counting = {"first_day": quotes[:1], "last_day": quotes[-1:]}.get(changed or "", quotes)
    codes = {code for quote in counting for code in quote.incomplete}
    certainties = [quote.certainty(channel) for quote in counting]
    certainties += [dated["changed_months"].certainty] if varies and changed else []
    if varies and changed is None:
        cents, certainties, codes = None, [Certainty.UNKNOWN], codes | {"changed-month-unknown"}
    else:
        amounts = [quote.total(channel) for quote in counting]
        cents = None if None in amounts else Fraction(sum(map(int, amounts)), len(amounts))  # type: ignore[arg-type]
    if is_broken and cents != 0:
        if broken is None:
            return None, Certainty.UNKNOWN, codes | {"broken-month-unknown"}
        certainties.append(dated["broken_months"].certainty)
        if broken == "by_day" and cents is not None:
            cents = cents * len(quotes) / length
    return None if cents is None else rounded(cents), worst(certainties), codes


def rounded(cents: Fraction) -> int:
    """Round half away from zero, as decimals do."""
    with localcontext(prec=60):
        return int((Decimal(cents.numerator) / cents.denominator).quantize(Decimal(1), ROUND_HALF_UP))


FIRST_DAYS = st.sampled_from([START, dt.date(2026, 5, 17), dt.date(2026, 11, 1)])
LENGTHS = st.sampled_from([0, 13, 30, 91, 250]) | st.integers(0, 400)


@given(
    st.sampled_from(ALL_CONTRACTS) | tariffs(),
    st.lists(DRAWN_ROWS, min_size=1, max_size=3),
    st.sampled_from([None, *BrokenMonths]),
    st.sampled_from([None, *ChangedMonths]),
    FIRST_DAYS,
    LENGTHS,
    st.lists(st.integers(1, 120), min_size=2, max_size=2),
)
def test_each_month_is_what_the_slow_way_gives_for_its_days(  # noqa: PLR0917 -- what is drawn
    contract: Contract,
    rows: list[dict[str, Any]],
    broken: BrokenMonths | None,
    changed: ChangedMonths | None,
    first: dt.date,
    length: int,
    gaps: list[int],
) -> None:
    contract = ruled(contract, broken, changed, Certainty.ASSUMED)
    offered = contract.value("formulas", first)
    covers = [(household(row), offered[len(row["formula"]) % len(offered)]) for row in rows]
    starts = [first, first + gaps[0] * ONE_DAY, first + sum(gaps) * ONE_DAY][: len(rows)]
    last = max(first + length * ONE_DAY, starts[-1])
    answer = pricing.schedule(
        covers[0][0],
        contract=contract,
        formula=covers[0][1],
        first=first,
        last=last,
        changes=[DatedChange(day, *cover) for day, cover in zip(starts[1:], covers[1:], strict=True)],
    )
    slow = slow_months(lambda day: covers[sum(start <= day for start in starts) - 1], contract, first, last)
    for month, (cents, certainties, codes) in zip(answer.months, slow, strict=True):
        assert list(month.totals.cents) == cents
        assert list(month.totals.certainties) == certainties
        assert set(month.totals.incomplete) == codes
        assert list(month.known_cents) == [amount or 0 for amount in cents]
    check_sums(answer)
    check_moves(answer)


def check_sums(answer: Schedule) -> None:
    """Every sum is that of its months, and unknown as soon as one of them is."""
    years = {year.first_day.year: year for year in answer.years}
    for premium, parts in [
        (answer.whole, answer.months),
        *((year, [month for month in answer.months if month.first_day.year == key]) for key, year in years.items()),
    ]:
        assert (premium.first_day, premium.last_day) == (parts[0].first_day, parts[-1].last_day)
        for place in range(len(Channel)):
            amounts = [part.totals.cents[place] for part in parts]
            assert premium.totals.cents[place] == (None if None in amounts else sum(filter(None, amounts)))
            assert premium.known_cents[place] == sum(filter(None, amounts))
            assert premium.totals.certainties[place] == worst(part.totals.certainties[place] for part in parts)
        assert set(premium.totals.incomplete) == {code for part in parts for code in part.totals.incomplete}


def check_moves(answer: Schedule) -> None:
    """The moves of a day add up to the difference of its quotes, as far as it is known."""
    assert {move.cause for move in answer.moves} <= set(CAUSES)
    for before, after in zip(answer.quotes, answer.quotes[1:], strict=False):
        moves = [move for move in answer.moves if move.on == after.on]
        for channel in Channel:
            totals = before.total(channel), after.total(channel)
            differences = [difference(move, channel) for move in moves]
            if None not in totals and None not in differences:
                assert sum(filter(None, differences)) == totals[1] - totals[0]  # type: ignore[operator]
            if totals[0] != totals[1]:
                assert moves
        assert all(move.sources for move in moves)
    assert {move.on for move in answer.moves} <= {quote.on for quote in answer.quotes}


# -- what moves, and why ----------------------------------------------------------------------------------

BANDS = tariff(
    component("young", amount(value="1"), to_age=59),
    component("old", amount(value="2"), from_age=60),
    component("child", amount(value="5"), who=Who.CHILD, to_rank=2, to_age=20),
    component("grown", amount(value="9"), who=Who.CHILD, to_rank=2, from_age=21),
    component("third", amount(value="0"), who=Who.CHILD, from_rank=3),
    component("pension", amount(value="30"), statuses=(Status.RETIRED,), to_year=1),
    component("pension-later", amount(value="40"), statuses=(Status.RETIRED,), from_year=2),
    component("fee", amount(value="3"), amount(value="4", in_force_from=LATER), formulas=(OPTION_1,)),
    component("of-pay", amount(coefficient="0.01"), statuses=(Status.ACTIVE,)),
    statuses=(Status.ACTIVE, Status.RETIRED),
)


def told_of(answer: Schedule) -> list[tuple[Any, ...]]:
    """List each move: when, why, whose birthday, how much more is debited."""
    return [(f"{move.on}", move.cause, move.who, difference(move, Channel.DEBITED)) for move in answer.moves]


def test_a_birthday_that_changes_a_band_moves_the_amount_from_its_day_on() -> None:
    answer = plan(attrs.evolve(AGENT, children=[Child(dt.date(2005, 9, 1), ref="zoé")]), BANDS)
    assert told_of(answer) == [("2026-06-10", "birthday", ("agent",), 100), ("2026-09-01", "birthday", ("zoé",), 400)]
    assert [month.totals.debited for month in answer.months] == [3400, None, 3500, 3500, 3900, 3900, 3900, 3900]


def test_of_two_birthdays_on_one_day_the_one_that_moves_an_amount_is_named() -> None:
    who = attrs.evolve(AGENT, birth_date=dt.date(1970, 6, 10), children=[Child(dt.date(2005, 6, 10), ref="zoé")])
    assert told_of(plan(who, BANDS)) == [("2026-06-10", "birthday", ("zoé",), 400)]


def test_a_birthday_on_the_last_day_is_within_the_schedule_and_one_on_the_day_after_is_not() -> None:
    who = attrs.evolve(AGENT, children=[Child(dt.date(2005, 9, 1), ref="zoé")])
    of_the_agent = ("2026-06-10", "birthday", ("agent",), 100)
    assert told_of(plan(who, BANDS, last=dt.date(2026, 8, 31))) == [of_the_agent]
    of_the_child = ("2026-09-01", "birthday", ("zoé",), 400)
    assert told_of(plan(who, BANDS, last=dt.date(2026, 9, 1))) == [of_the_agent, of_the_child]


def test_the_birthday_of_the_partner_is_theirs() -> None:
    contract = tariff(
        component("agent", amount(value="1")),
        component("partner", amount(value="5"), who=Who.PARTNER),
        component("elder", amount(value="2"), who=Who.PARTNER, from_age=54),
    )
    answer = plan(attrs.evolve(AGENT, partner=CLAUDIA), contract)
    assert told_of(answer) == [("2026-10-09", "birthday", ("partner",), 200)]


def test_a_child_who_is_the_third_moves_nothing_and_the_eldest_who_leaves_moves_the_ranks() -> None:
    born = [Child(dt.date(2012 + 2 * place, 3, 4)) for place in range(3)]
    none, two, three, younger = (
        attrs.evolve(AGENT, birth_date=None, children=who) for who in ([], born[:2], born, born[1:])
    )
    contract = attrs.evolve(BANDS, tariff=attrs.evolve(BANDS.tariff, components=BANDS.tariff.components[2:]))
    days = [dt.date(2026, month, 1) for month in (6, 9, 11)]
    changes = [DatedChange(day, who) for day, who in zip(days, (two, three, younger), strict=True)]
    answer = plan(none, contract, changes=changes)
    assert [(move.cause, difference(move, Channel.DEBITED)) for move in answer.moves] == [
        ("children", cents) for cents in (1000, 0, 0)
    ]
    assert [
        sorted((change.who, change.component, change.why) for change in move.changes) for move in answer.moves[1:]
    ] == [
        [("child-3", "third", "added")],
        [("child-1", "child", "removed"), ("child-2", "child", "added"), ("child-3", "third", "removed")],
    ]


def test_retirement_and_each_year_of_it_move_the_amount() -> None:
    born = dt.date(1950, 1, 1)
    answer = plan(
        attrs.evolve(AGENT, birth_date=born, retired_on=dt.date(2026, 9, 1)), BANDS, last=dt.date(2027, 9, 30)
    )
    assert told_of(answer) == [
        ("2026-09-01", "retirement", (), 3000 - 2800),
        ("2027-09-01", "retirement-year", (), 1000),
    ]


def test_a_new_value_moves_the_amount_and_cites_its_sources() -> None:
    answer = plan(contract=MEN, last=dt.date(2027, 1, 31))
    (move,) = answer.moves
    assert (move.on, move.cause) == (LATER, "value")
    assert {change.component for change in move.changes} == {
        "agent-base-employer",
        "agent-base-flat",
        "agent-base-solidarity",
    }
    assert "2027 : non trouvé" in "".join(source.title for source in move.sources).replace("\N{NO-BREAK SPACE}", " ")
    assert answer.years[0].totals.payroll == 8 * 3770
    assert (answer.years[1].totals.payroll, answer.years[1].known_cents) == (None, (0, 0, 0))
    assert (answer.whole.totals.payroll, answer.whole.known_cents[1]) == (None, 8 * 3770)


def test_what_happens_on_one_day_is_told_apart() -> None:
    """On 1 January 2027 a value begins, the agent turns 60 and chooses a formula, and the pay rises."""
    who = attrs.evolve(AGENT, birth_date=dt.date(1967, 1, 1))
    change = DatedChange(LATER, attrs.evolve(who, gross_cents=290000), OPTION_2)
    answer = plan(who, BANDS, OPTION_1, last=dt.date(2027, 1, 31), changes=[change])
    assert told_of(answer) == [
        ("2027-01-01", "value", (), 100),
        ("2027-01-01", "birthday", ("agent",), 100),
        ("2027-01-01", "pay", (), 100),
        ("2027-01-01", "formula", (), -400),
    ]


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"partner": CLAUDIA}, "partner"),
        ({"children": [CARLA]}, "children"),
        ({"retired_on": dt.date(2026, 8, 1)}, "retirement"),
        ({"gross_cents": None}, "pay"),
        ({"birth_date": dt.date(1990, 1, 1)}, "birth-date"),
    ],
)
def test_a_fact_that_the_caller_changes_is_the_cause(facts: dict[str, Any], cause: str) -> None:
    contract = attrs.evolve(
        BANDS,
        tariff=attrs.evolve(
            BANDS.tariff, components=(*BANDS.tariff.components, component("p", amount(value="7"), who=Who.PARTNER))
        ),
    )
    who = attrs.evolve(AGENT, birth_date=dt.date(1950, 1, 1))
    answer = plan(who, contract, changes=[DatedChange(dt.date(2026, 8, 1), attrs.evolve(who, **facts))])
    assert [move.cause for move in answer.moves] == [cause]


def test_a_change_that_moves_nothing_is_no_move() -> None:
    answer = plan(AGENT, MEN, changes=[DatedChange(dt.date(2026, 8, 1), attrs.evolve(AGENT, birth_date=None))])
    assert answer.moves == ()
    assert len(answer.quotes) == 2


# -- months that are not alike on all their days -------------------------------------------------------------

FLAT = tariff(component("a", amount(value="31")), component("b", amount(value="0"), channel=Channel.EMPLOYER))
MID_MAY = dt.date(2026, 5, 17)


@pytest.mark.parametrize(
    ("rule", "cents", "debits"),
    [
        (None, None, Debits.UNKNOWN),
        (BrokenMonths.WHOLE, 3100, Debits.YES),
        (BrokenMonths.BY_DAY, 1500, Debits.YES),
        (BrokenMonths.FREE, 0, Debits.NO),
    ],
)
def test_a_month_covered_in_part_is_due_by_the_rule_of_the_contract(
    rule: BrokenMonths | None, cents: int | None, debits: Debits
) -> None:
    answer = plan(AGENT, ruled(FLAT, rule), first=MID_MAY)
    month = answer.months[0]
    assert (month.first_day, month.last_day) == (MID_MAY, dt.date(2026, 5, 31))
    assert (month.totals.debited, month.totals.debits) == (cents, debits)
    assert month.totals.employer == 0  # by any rule
    assert month.totals.incomplete == (("broken-month-unknown",) if rule is None else ())
    assert answer.months[1].totals.debited == 3100


@pytest.mark.parametrize(
    ("rule", "cents"),
    [(None, None), (ChangedMonths.FIRST_DAY, 2900), (ChangedMonths.LAST_DAY, 3000), (ChangedMonths.BY_DAY, 2970)],
)
def test_a_month_within_which_the_amount_changes_is_due_by_the_rule_of_the_contract(
    rule: ChangedMonths | None, cents: int | None
) -> None:
    """The agent turns 60 on 10 June: 9 days before, 21 from then on."""
    june = plan(AGENT, ruled(BANDS, changed=rule)).months[1]
    assert june.totals.debited == cents
    assert june.totals.incomplete == (("changed-month-unknown",) if rule is None else ())


def test_a_month_in_which_the_amount_changes_is_as_certain_as_the_rule_for_it() -> None:
    answer = plan(AGENT, ruled(BANDS, changed=ChangedMonths.BY_DAY, certainty=Certainty.ESTIMATED))
    debited = [month.totals.certainties[[*Channel].index(Channel.DEBITED)] for month in answer.months[:3]]
    assert debited == [Certainty.PUBLISHED, Certainty.ESTIMATED, Certainty.PUBLISHED]


def test_a_month_counted_by_day_is_unknown_if_the_amount_of_some_days_is() -> None:
    """As certain as the least certain of them: nothing is known of it."""
    unpriced = tariff(component("young", amount(value="1"), to_age=59), component("old", amount(), from_age=60))
    june = plan(AGENT, ruled(unpriced, changed=ChangedMonths.BY_DAY)).months[1].totals
    assert (june.debited, june.certainties[[*Channel].index(Channel.DEBITED)]) == (None, Certainty.UNKNOWN)
    assert june.incomplete == ("old-unknown",)


@pytest.mark.parametrize(
    ("rule", "debits"),
    [
        (None, Debits.UNKNOWN),
        (ChangedMonths.FIRST_DAY, Debits.NO),
        (ChangedMonths.LAST_DAY, Debits.YES),
        (ChangedMonths.BY_DAY, Debits.YES),
    ],
)
def test_whether_a_month_is_debited_follows_from_the_days_that_count(
    rule: ChangedMonths | None, debits: Debits
) -> None:
    """Nothing is due before the agent turns 60, on 10 June."""
    later = tariff(
        component("a", amount(value="30"), from_age=60), component("b", amount(value="5"), channel=Channel.EMPLOYER)
    )
    assert plan(AGENT, ruled(later, changed=rule)).months[1].totals.debits is debits


def test_a_rule_is_as_certain_as_it_is_and_counts_only_where_it_is_needed() -> None:
    months = plan(AGENT, ruled(FLAT, BrokenMonths.WHOLE, certainty=Certainty.ASSUMED), first=MID_MAY).months
    assert [month.totals.certainties[DEBITED] for month in months[:2]] == [Certainty.ASSUMED, Certainty.PUBLISHED]


def test_no_rule_is_known_of_a_contract_that_is_built_in() -> None:
    for contract in ALL_CONTRACTS:
        for rule in (contract.tariff.broken_months, contract.tariff.changed_months):
            assert rule is None or [dated.value for dated in rule.values] == [None]


@pytest.mark.parametrize("name", ["broken_months", "changed_months"])
def test_a_rule_has_its_unit_and_its_words(name: str) -> None:
    with pytest.raises(StructureError, match=f"{name}.unit"):
        attrs.evolve(FLAT.tariff, **{name: Parameter("month", SINCE, (Dated(SINCE, Certainty.UNKNOWN, SOURCES),))})


def test_a_rule_that_begins_later_is_an_error_that_names_it() -> None:
    late = Parameter("rule", LATER, (Dated(LATER, Certainty.ASSUMED, SOURCES, BrokenMonths.FREE),))
    contract = attrs.evolve(FLAT, tariff=attrs.evolve(FLAT.tariff, broken_months=late))
    with pytest.raises(NoValueInForceError, match=r"tariff\.broken_months"):
        plan(AGENT, contract)


# -- formulas and days -----------------------------------------------------------------------------------------


def test_a_formula_must_be_offered_when_it_is_chosen_and_is_kept_afterwards() -> None:
    offered = [((BASE, OPTION_1), SINCE), ((BASE,), dt.date(2026, 9, 1))]
    formulas = attrs.evolve(
        MEN.formulas, values=tuple(Dated(since, Certainty.PUBLISHED, SOURCES, value) for value, since in offered)
    )
    contract = attrs.evolve(BANDS, formulas=formulas, recommended_formula=None)
    assert len(plan(AGENT, contract, OPTION_1).months) == 8
    with pytest.raises(FormulaNotOfferedError):
        plan(AGENT, contract, changes=[DatedChange(dt.date(2026, 10, 1), formula=OPTION_1)])


def test_a_birthday_on_29_february_counts_from_1_march_in_common_years() -> None:
    who = attrs.evolve(AGENT, birth_date=dt.date(1968, 2, 29))
    days = {"first": dt.date(2026, 5, 1), "last": dt.date(2028, 3, 31)}
    assert told_of(plan(who, BANDS, **days)) == [("2028-02-29", "birthday", ("agent",), 100)]
    younger = attrs.evolve(AGENT, birth_date=dt.date(1967, 3, 1))
    assert told_of(plan(younger, BANDS, **days)) == [("2027-03-01", "birthday", ("agent",), 100)]


def test_one_day_is_a_schedule() -> None:
    answer = plan(AGENT, ruled(FLAT, BrokenMonths.BY_DAY), first=MID_MAY, last=MID_MAY)
    assert [month.totals.debited for month in answer.months] == [100]


@pytest.mark.parametrize(
    "wrong",
    [
        {"last": START - ONE_DAY},
        {"last": START.replace(year=START.year + 101)},
        {"first": "2026-05-01"},
        {"last": dt.datetime(2026, 12, 31, tzinfo=dt.UTC)},
        {"contract": "men-2026"},
        {"formula": "gold"},
        {"household": {"regime": "general"}},
        {"least_certainty": "sure"},
        {"changes": [AGENT]},
        {"changes": [DatedChange(START, AGENT)]},
        {"changes": [DatedChange(YEAR_END + ONE_DAY, AGENT)]},
        {"changes": [DatedChange(MID_MAY)]},
        {"changes": [DatedChange(MID_MAY, AGENT), DatedChange(MID_MAY, formula=OPTION_1)]},
        {"changes": [DatedChange(MID_MAY, formula="gold")]},  # type: ignore[arg-type]
        {"changes": [DatedChange(MID_MAY, {"regime": "general"})]},  # type: ignore[arg-type]
        {"changes": [DatedChange("2026-06-01", AGENT)]},  # type: ignore[arg-type]
    ],
)
def test_an_argument_that_cannot_be_used_is_the_host_s_mistake(wrong: dict[str, Any]) -> None:
    asked = {"household": AGENT, "contract": MEN, "formula": BASE, "first": START, "last": YEAR_END}
    with pytest.raises(HostError):
        pricing.schedule(**asked | wrong)


def test_a_change_to_a_formula_that_is_none_says_what_is_wrong() -> None:
    with pytest.raises(HostError, match=r"^`formula` must be one of: base, "):
        plan(changes=[DatedChange(MID_MAY, formula="gold")])  # type: ignore[arg-type]


def test_a_day_before_the_tariff_is_an_error_that_names_the_day() -> None:
    with pytest.raises(NoValueInForceError, match="2026-04-30"):
        plan(AGENT, MEN, first=START - ONE_DAY)


# -- written ----------------------------------------------------------------------------------------------------


def test_a_schedule_is_written_in_both_languages() -> None:
    who = attrs.evolve(AGENT, children=[Child(dt.date(2005, 9, 1), ref="zoé")])
    answer = plan(who, BANDS, OPTION_1, first=MID_MAY, last=dt.date(2027, 1, 31))
    french, english = (text.replace("\N{NO-BREAK SPACE}", " ") for text in (str(answer), answer.show("en")))
    for text in (
        "Échéancier men-2026, du 17 mai 2026 au 31 janvier 2027",
        "mai 2026 (du 17 au 31)",
        "1er septembre 2026 : anniversaire (zoé)",
        "  Child (zoé) : 5,00 € → rien",
        "inconnu, dont 287,00 € connus",
        "aucune règle n’est connue pour un tel mois",
        "aucune règle ne dit lequel compte",
    ):
        assert text in french
    for text in (
        "Schedule men-2026, from 17 May 2026 to 31 January 2027",
        "May 2026 (17 to 31)",
        "1 January 2027: new values of the tariff",
        "  fee (agent): 3.00 € → 4.00 €",
    ):
        assert text in english
    with pytest.raises(HostError):
        answer.show("de")  # type: ignore[arg-type]


def test_a_month_has_its_days_beside_it_only_if_some_are_not_covered() -> None:
    answer = plan(first=START, last=dt.date(2026, 7, 10))
    for text, months in (
        (str(answer), ["mai 2026", "juin 2026", "juillet 2026 (du 1er au 10)"]),
        (answer.show("en"), ["May 2026", "June 2026", "July 2026 (1 to 10)"]),
    ):
        lines = [line.strip().replace("\N{NO-BREAK SPACE}", " ") for line in text.splitlines()]
        for month in months:
            assert sum(line.startswith(f"{month} ") for line in lines) == 1, month
        assert sum("(" in line.partition(" 2026 ")[2][:1] for line in lines) == 1


def test_a_schedule_is_plain_data() -> None:
    answer = plan(attrs.evolve(AGENT, birth_date=dt.date(1966, 7, 1)), ruled(BANDS)).as_json()
    assert list(answer) == ["contract", "months", "years", "whole", "moves"]
    assert answer["whole"] == {
        "first_day": "2026-05-01",
        "last_day": "2026-12-31",
        "employer": "0.00",
        "payroll": "0.00",
        "debited": "238.00",
        "debits": "yes",
        "certainty": {"employer": "published", "payroll": "published", "debited": "published"},
        "known": {"employer": "0.00", "payroll": "0.00", "debited": "238.00"},
        "incomplete": [],
    }
    (move,) = answer["moves"]
    assert {name: move[name] for name in ("on", "cause", "who")} == {
        "on": "2026-07-01",
        "cause": "birthday",
        "who": ["agent"],
    }
    assert [(change["component"], change["why"], change["before"], change["after"]) for change in move["changes"]] == [
        ("young", "removed", "1.00", None),
        ("old", "added", None, "2.00"),
    ]


@given(tariffs(), DRAWN_ROWS, FIRST_DAYS, LENGTHS)
def test_plain_data_fits_its_schema(contract: Contract, row: dict[str, Any], first: dt.date, length: int) -> None:
    answer = pricing.schedule(
        household(row), contract=contract, formula=BASE, first=first, last=first + length * ONE_DAY
    ).as_json()
    VALIDATOR.validate(answer)
    assert not VALIDATOR.is_valid(answer | {"whole": answer["whole"] | {"known": None}})


def test_no_pay_and_no_birth_date_stand_in_what_a_schedule_shows() -> None:
    text = repr(plan(attrs.evolve(AGENT, children=[CARLA]), GUIDE))
    assert "1966" not in text
    assert "280000" not in text
    assert isinstance(plan().whole, Premium)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_columns_of_a_schedule_end_at_the_same_place_whatever_they_hold(locale: Any) -> None:
    text = plan(AGENT, MEN, first=dt.date(2026, 5, 17), last=dt.date(2027, 2, 28)).show(locale)
    table = text.split("\n\n")[1].splitlines()
    assert len({len(row) for row in table}) == 1
    cells = [re.split(r"  +", row) for row in table]
    widths = [max(len(row[place]) for row in cells) for place in range(1 + len(Channel))]
    assert len(table[0]) == sum(widths) + 2 * len(Channel), "no wider than what stands in it"
    heading, *rows = table
    ends = [heading.index(label) + len(label) for label in map(str.strip, heading.strip().split("  ")) if label]
    assert len(ends) == len(Channel)
    assert all(row[end - 1] != " " and row[end : end + 2].strip() == "" for row in rows for end in ends)
