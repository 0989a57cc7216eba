"""
Bounds: where only a range is published, a total lies between two amounts, and says what makes the width.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import ALL_CONTRACTS, DRAWN_ROWS, EXAMPLES, household
from people import CARLA, CLAUDIA, MEN, START
from psc_workflow import Child, Formula, Household, PositionKind, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.ranges import AmountRange, DatedRange
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import Bounds, PricedQuote, price, price_existing_cover, schedule
from tariffs import LATER, SINCE, SOURCES, amount, component, tariff, tariffs

BASE, OPTION_1, _ = Formula
AGENT = Household(regime=Regime.GENERAL, birth_date=dt.date(1966, 6, 10), gross_cents=280000)


def in_cents(bounds: Bounds | None) -> tuple[int, int] | None:
    return None if bounds is None else (bounds.lowest, bounds.highest)


def quote(who: Household = AGENT, contract: Contract = MEN, formula: Formula = BASE, **more: Any) -> PricedQuote:
    return price(who, contract=contract, formula=formula, **{"on": START} | more)


def published(*names: str, lowest: str = "10", highest: str = "20", **more: Any) -> AmountRange:
    """Return a published range of the sum of components."""
    dated = DatedRange(SINCE, more.pop("certainty", Certainty.PUBLISHED), SOURCES, Decimal(lowest), Decimal(highest))
    facts = {"id": "-".join(names), "label": Text("plage", "range"), "unit": "eur/month", "checked_on": SINCE}
    return AmountRange(**facts | {"components": names, "values": (dated,)} | more)


def ranged(contract: Contract, *ranges: AmountRange) -> Contract:
    return attrs.evolve(contract, tariff=attrs.evolve(contract.tariff, ranges=ranges))


# -- contracts of this library ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "formula", "more", "channel", "expected"),
    [
        ({}, BASE, {}, "payroll", (3770, 3770)),
        ({"gross_cents": None}, BASE, {}, "payroll", (2854, 4888)),
        ({}, BASE, {"least_certainty": Certainty.DERIVED}, "payroll", (2854, 4888)),
        ({"gross_cents": None}, BASE, {"on": dt.date(2027, 1, 1)}, "payroll", None),
        ({"gross_cents": None, "regime": Regime.ALSACE_MOSELLE}, BASE, {}, "payroll", None),
        ({"gross_cents": None, "regime": None}, BASE, {}, "payroll", None),
        ({"position": PositionKind.UNPAID_LEAVE, "gross_cents": 0}, BASE, {}, "payroll", (0, 0)),
        ({}, OPTION_1, {}, "debited", (723, 3033)),
        ({}, OPTION_1, {"least_certainty": Certainty.PUBLISHED}, "debited", None),
        ({}, OPTION_1, {}, "employer", None),
        ({"children": [CARLA]}, OPTION_1, {}, "debited", None),
        ({"retired_on": START, "birth_date": dt.date(1956, 5, 1)}, OPTION_1, {}, "debited", (7805 + 831, 7805 + 1589)),
        ({"retired_on": dt.date(2020, 1, 1)}, BASE, {}, "debited", None),
    ],
)
def test_what_is_published_of_the_contract_of_2026(
    who: dict[str, Any], formula: Formula, more: dict[str, Any], channel: str, expected: tuple[int, int] | None
) -> None:
    assert in_cents(quote(attrs.evolve(AGENT, **who), formula=formula, **more).between(channel)) == expected


def test_what_makes_the_width_is_cited() -> None:
    """Not where the bounds are written for a developer: the sources are a page long."""
    answer = quote(attrs.evolve(AGENT, gross_cents=None)).between(Channel.PAYROLL)
    assert answer is not None
    (table,) = answer.ranges
    assert (table.who, table.components) == ("agent", ("agent-base-flat", "agent-base-solidarity"))
    assert (table.lowest, table.highest, table.certainty) == (2854, 4888, Certainty.PUBLISHED)
    assert "sncs.fr" in table.sources[0].url
    assert answer.certainty is Certainty.PUBLISHED
    assert "Source" not in repr(answer)
    json = answer.as_json()
    assert (json["lowest"], json["highest"], json["certainty"]) == ("28.54", "48.88", "published")
    assert json["ranges"] == [
        {
            "who": "agent",
            "label": attrs.asdict(table.label),
            "components": ["agent-base-flat", "agent-base-solidarity"],
            "lowest": "28.54",
            "highest": "48.88",
            "certainty": "published",
            "sources": [source.as_json() for source in table.sources],
        }
    ]


@pytest.mark.parametrize(
    ("name", "on", "expected", "certainty"),
    [
        ("masaf-2025", dt.date(2025, 6, 1), (2900, 4716), Certainty.PUBLISHED),
        ("masaf-2025", dt.date(2026, 1, 1), None, None),
        ("men-2025-announced", dt.date(2026, 4, 1), (3300, 5300), Certainty.ANNOUNCED),
    ],
)
def test_what_is_published_of_the_examples(
    name: str, on: dt.date, expected: tuple[int, int] | None, certainty: Certainty | None
) -> None:
    contract = next(contract for contract in EXAMPLES if contract.id == name)
    answer = quote(contract=contract, on=on).between("payroll")
    assert in_cents(answer) == expected
    assert (answer.certainty if answer else None) is certainty


# -- how they are worked out -----------------------------------------------------------------------------------

UNKNOWN = tariff(
    component("sure", amount(value="1")),
    component("a", amount()),
    component("b", amount(value="2")),
    component("child", amount(), who=Who.CHILD),
    component("partner", amount(), who=Who.PARTNER),
    component("paid", amount(value="7"), channel=Channel.EMPLOYER),
)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], None),
        ([published("a")], (1100 - 1000 + 1200, 1300 - 1000 + 2000)),
        ([published("a", "b")], (1100, 2100)),
        ([published("a", "b", "sure")], (1000, 2000)),
        ([published("b")], None),
        ([published("a", lowest="15", highest="15")], (1800, 1800)),
        ([published("child")], None),
    ],
)
def test_what_is_known_is_added_to_what_is_published(
    ranges: list[AmountRange], expected: tuple[int, int] | None
) -> None:
    answer = quote(contract=ranged(UNKNOWN, *ranges)).between("debited")
    assert in_cents(answer) == expected


def test_a_range_counts_once_for_each_person() -> None:
    contract = ranged(UNKNOWN, published("a"), published("child", lowest="1", highest="3"), published("partner"))
    who = attrs.evolve(AGENT, partner=CLAUDIA, children=[CARLA, Child(dt.date(2015, 1, 1))])
    answer = quote(who, contract).between("debited")
    assert in_cents(answer) == (300 + 1000 + 1000 + 200, 300 + 2000 + 2000 + 600)
    assert answer is not None
    assert [table.who for table in answer.ranges] == ["agent", "partner", "carla", "child-1"]


def test_a_range_is_for_who_pays_all_its_components() -> None:
    option = component("option", amount(), formulas=(OPTION_1,))
    contract = ranged(tariff(component("a", amount()), option), published("a", "option"))
    assert in_cents(quote(contract=contract, formula=OPTION_1).between("debited")) == (1000, 2000)
    assert quote(contract=contract).between("debited") is None


def test_the_certainty_is_the_worst_of_what_is_used() -> None:
    contract = ranged(UNKNOWN, published("a", certainty=Certainty.ESTIMATED))
    assert [quote(contract=contract).between(channel).certainty for channel in ("employer", "debited")] == [  # type: ignore[union-attr]
        Certainty.PUBLISHED,
        Certainty.ESTIMATED,
    ]


def test_a_range_holds_from_its_day_on() -> None:
    dated = [attrs.evolve(published("a").values[0], in_force_from=day) for day in (LATER, LATER.replace(year=2028))]
    table = published("a", values=(dated[0], attrs.evolve(dated[1], lowest=Decimal(12))))
    contract = ranged(UNKNOWN, table)
    days = [LATER - dt.timedelta(days=1), LATER, dt.date(2028, 1, 1)]
    assert [in_cents(quote(contract=contract, on=day).between("debited")) for day in days] == [
        None,
        (1300, 2300),
        (1500, 2300),
    ]


def test_a_schedule_has_the_bounds_of_each_day() -> None:
    days = LATER, LATER.replace(month=3, day=10), LATER.replace(year=2028)
    dated = [attrs.evolve(published("a").values[0], in_force_from=day) for day in days]
    cases = {
        "another bound": attrs.evolve(dated[1], lowest=Decimal(12)),
        "another certainty": attrs.evolve(dated[1], certainty=Certainty.ESTIMATED),
        "nothing any more": attrs.evolve(dated[1], certainty=Certainty.UNKNOWN, lowest=None, highest=None),
    }
    for change in cases.values():
        contract = ranged(
            UNKNOWN, published("a", values=(dated[0], change, attrs.evolve(dated[2], lowest=Decimal(13))))
        )
        plan = schedule(AGENT, contract=contract, formula=BASE, first=START, last=days[-1])
        assert [each.on for each in plan.quotes] == [START, *days]
        expected = [quote(contract=contract, on=each.on).between("debited") for each in plan.quotes]
        assert [each.between("debited") for each in plan.quotes] == expected
        assert plan.moves == ()


def test_a_range_that_stays_the_same_makes_no_quote_of_its_own() -> None:
    again = attrs.evolve(published("a").values[0], in_force_from=LATER)
    contract = ranged(UNKNOWN, published("a", values=(*published("a").values, again)))
    assert len(schedule(AGENT, contract=contract, formula=BASE, first=START, last=LATER).quotes) == 1


def test_a_household_that_the_tariff_has_no_line_for_has_no_bounds() -> None:
    who = attrs.evolve(AGENT, children=[Child(None)])
    assert [quote(who, ranged(UNKNOWN, published("a"))).between(channel) for channel in Channel] == [None] * 3


def test_a_channel_that_does_not_exist_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="channel"):
        quote().between("cash")


# -- properties ------------------------------------------------------------------------------------------------


@given(st.sampled_from(ALL_CONTRACTS) | tariffs(), DRAWN_ROWS, st.sampled_from(list(Certainty)))
def test_a_total_that_is_known_is_both_bounds(contract: Contract, row: dict[str, Any], least: Certainty) -> None:
    answer = price_existing_cover(
        household(row), contract=contract, formula=Formula(row["formula"]), on=START, least_certainty=least
    )
    for channel in Channel:
        bounds, total = answer.between(channel), answer.total(channel)
        if total is not None:
            assert bounds == Bounds(total, total, answer.certainty(channel))
        elif bounds is not None:
            assert bounds.ranges
            assert 0 <= bounds.lowest <= bounds.highest


FAMILY = attrs.evolve(AGENT, partner=CLAUDIA, children=[CARLA, Child(dt.date(2015, 1, 1))])
PEOPLE = {Who.AGENT: 1, Who.PARTNER: 1, Who.CHILD: 2}
DRAWN_LINES = st.lists(
    st.tuples(st.sampled_from(Who), st.sampled_from(Channel), st.integers(0, 9999)), min_size=1, max_size=8
)


@given(DRAWN_LINES, st.data(), st.integers(0, 500), st.integers(0, 500))
def test_the_true_total_lies_within_and_wider_ranges_make_wider_bounds(
    drawn: list[tuple[Who, Channel, int]], data: st.DataObject, below: int, above: int
) -> None:
    """Of some lines of one person, one is hidden; what is published of their sum is around the true one."""
    lines = {f"line-{place}": line for place, line in enumerate(drawn)}
    who, channel, _ = data.draw(st.sampled_from(drawn))
    alike = [name for name, line in lines.items() if line[:2] == (who, channel)]
    names = data.draw(st.lists(st.sampled_from(alike), min_size=1, unique=True))
    everybody = [component(f"{who}", amount(value="1"), who=who) for who in Who]
    contract = tariff(
        *everybody,
        *(
            component(name, amount(value=f"{Decimal(cents).scaleb(-2)}"), who=who, channel=channel)
            for name, (who, channel, cents) in lines.items()
        ),
    )
    without, true = contract.with_values({data.draw(st.sampled_from(names)): None}), quote(FAMILY, contract)
    total, sum_of_one = true.total(channel), sum(lines[name][2] for name in names)
    assert total is not None
    for more in (0, 100):
        lowest, highest = max(sum_of_one - below - more, 0), sum_of_one + above + more
        table = published(*names, lowest=f"{Decimal(lowest).scaleb(-2)}", highest=f"{Decimal(highest).scaleb(-2)}")
        answer = quote(FAMILY, ranged(without, table))
        bounds, many = answer.between(channel), PEOPLE[who]
        assert answer.total(channel) is None
        assert in_cents(bounds) == (total - many * (sum_of_one - lowest), total + many * (highest - sum_of_one))
        assert bounds is not None
        assert bounds.lowest <= total <= bounds.highest
        assert [table.who for table in bounds.ranges] == [line.who for line in true.lines if line.component == names[0]]
        for other in {*Channel} - {channel}:
            assert in_cents(answer.between(other)) == (true.total(other), true.total(other))


# -- what no file may have --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: published("a", lowest="20", highest="10"), "lowest"),
        (lambda: published("a", lowest="-1"), "lowest"),
        (lambda: published("a", highest="20.001"), "highest"),
        (lambda: published("a", certainty=Certainty.UNKNOWN), "highest"),
        (lambda: DatedRange(SINCE, Certainty.PUBLISHED, SOURCES, Decimal(1)), "highest"),
        (lambda: DatedRange(SINCE, Certainty.UNKNOWN, ()), "sources"),
        (lambda: published("a", unit="month"), "unit"),
        (lambda: published("a", id="A b"), "id"),
        (published, "components"),
        (lambda: published("a", "a"), "components"),
        (lambda: published("a", values=()), "values"),
        (lambda: ranged(UNKNOWN, published("nobody")), r"ranges\.0\.components"),
        (lambda: ranged(UNKNOWN, published("a", "child")), r"ranges\.0\.components"),
        (lambda: ranged(UNKNOWN, published("a", "paid")), r"ranges\.0\.components"),
        (lambda: ranged(UNKNOWN, published("a"), published("a", "b")), r"ranges\.1\.components"),
        (lambda: ranged(UNKNOWN, published("a"), published("b", id="a")), r"ranges\.1\.id"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_its_place(make: Any, path: str) -> None:
    with pytest.raises(StructureError, match=path):
        make()
