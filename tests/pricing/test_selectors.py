"""
Selectors of a tariff: ages, ranks, years, statuses, positions, formulas, regimes, territories.
"""

import datetime as dt

import attrs
import pytest

from paths import EXAMPLE_CONTRACTS
from people import START
from psc_workflow import Child, PositionKind, Regime, contracts
from psc_workflow._model.vocabulary import Status, Who
from psc_workflow.exceptions import NoValueInForceError
from tariffs import AGENT_HOUSEHOLD, amount, cents_by_line, component, tariff

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
    assert list(cents_by_line(BANDS, attrs.evolve(AGENT_HOUSEHOLD, birth_date=born))) == [f"agent.{expected}"]


def test_an_age_that_is_not_known_and_decides_is_a_gap() -> None:
    assert cents_by_line(BANDS, attrs.evolve(AGENT_HOUSEHOLD, birth_date=None)) == {"birth-date-unknown": None}


def test_a_frozen_age_stays() -> None:
    masaf = contracts.load(EXAMPLE_CONTRACTS / "masaf-2025.toml")
    frozen = tariff(
        component("to-75", amount(value="1"), to_age=75),
        component("from-76", amount(value="2"), from_age=76),
        frozen_age=masaf.tariff.frozen_age,
    )
    assert list(cents_by_line(frozen, attrs.evolve(AGENT_HOUSEHOLD, birth_date=dt.date(1930, 1, 1)))) == ["agent.to-75"]


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
    assert list(cents_by_line(YEARS, attrs.evolve(AGENT_HOUSEHOLD, retired_on=retired_on))) == [f"agent.{expected}"]


ON_LEAVE = (PositionKind.UNPAID_LEAVE,)
POSITIONS = tariff(
    component(
        "of-pay",
        amount(coefficient="0.01"),
        statuses=(Status.ACTIVE,),
        positions=(PositionKind.ACTIVE, PositionKind.PAID_LEAVE),
    ),
    component("on-leave", amount(value="2"), statuses=(Status.ACTIVE,), positions=ON_LEAVE),
    component("retired", amount(value="3"), statuses=(Status.RETIRED,)),
    statuses=(Status.ACTIVE, Status.RETIRED),
)


@pytest.mark.parametrize(
    ("position", "gross_cents", "expected"),
    [
        (PositionKind.ACTIVE, 280000, {"agent.of-pay": 2800}),
        (PositionKind.PAID_LEAVE, 280000, {"agent.of-pay": 2800}),
        (PositionKind.UNPAID_LEAVE, 280000, {"agent.on-leave": 200}),
        (PositionKind.UNPAID_LEAVE, 0, {"agent.on-leave": 200}),
        (PositionKind.UNPAID_LEAVE, None, {"agent.on-leave": 200}),
        (PositionKind.NOT_CONCERNED, 280000, {"position-not-in-tariff": None}),
        (PositionKind.NOT_CONCERNED, None, {"position-not-in-tariff": None}),
        (None, 280000, {"agent.of-pay": 2800}),
        (None, 1, {"agent.of-pay": 0}),
        (None, None, {"agent.of-pay": None}),
        (None, 0, {"position-unknown": None}),
        (PositionKind.ACTIVE, 0, {"agent.of-pay": 0}),
        (PositionKind.PAID_LEAVE, 0, {"agent.of-pay": 0}),
    ],
)
def test_a_position_selects_and_counts_as_active_while_unknown_except_without_pay(
    position: PositionKind | None, gross_cents: int | None, expected: dict[str, int | None]
) -> None:
    agent = attrs.evolve(AGENT_HOUSEHOLD, position=position, gross_cents=gross_cents)
    assert cents_by_line(POSITIONS, agent) == expected
    assert cents_by_line(POSITIONS, attrs.evolve(agent, retired_on=START)) == {"agent.retired": 300}


def test_a_position_is_not_asked_of_a_tariff_that_selects_by_none() -> None:
    contract = tariff(component("of-pay", amount(coefficient="0.01")))
    for position in (None, *PositionKind):
        agent = attrs.evolve(AGENT_HOUSEHOLD, position=position, gross_cents=0)
        assert cents_by_line(contract, agent) == {"agent.of-pay": 0}


def test_no_other_fact_is_asked_for_where_the_position_does_not_fit() -> None:
    contract = tariff(
        component("young", amount(value="1"), to_age=59, statuses=(Status.ACTIVE,), positions=ON_LEAVE),
        component("other", amount(value="2"), statuses=(Status.ACTIVE,), positions=(PositionKind.ACTIVE,)),
    )
    unborn = attrs.evolve(AGENT_HOUSEHOLD, birth_date=None)
    assert cents_by_line(contract, unborn) == {"agent.other": 200}
    on_leave = attrs.evolve(unborn, position=PositionKind.UNPAID_LEAVE)
    assert cents_by_line(contract, on_leave) == {"birth-date-unknown": None}


def test_regimes_and_territories_select() -> None:
    contract = tariff(
        component("local", amount(value="1"), regimes=(Regime.ALSACE_MOSELLE,)),
        component("other", amount(value="2"), regimes=(Regime.GENERAL, Regime.MSA)),
        component("here", amount(value="3"), territories=("FR",)),
        component("there", amount(value="4"), territories=("PF", "NC")),
    )
    assert cents_by_line(contract) == {"agent.other": 200, "agent.here": 300}
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, regime=Regime.ALSACE_MOSELLE)) == {
        "agent.local": 100,
        "agent.here": 300,
    }
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, regime=None)) == {"regime-unknown": None}
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, regime=Regime.CPS)) == {"agent.here": 300}


def test_a_child_s_age_and_rank_select() -> None:
    contract = tariff(
        component("agent", amount(value="0")),
        component("minor", amount(value="1"), who=Who.CHILD, to_age=20, to_rank=1),
        component("grown", amount(value="2"), who=Who.CHILD, from_age=21, to_rank=1),
        component("second", amount(value="3"), who=Who.CHILD, from_rank=2),
    )
    children = [Child(dt.date(2005, 5, 2)), Child(dt.date(2005, 5, 1))]
    assert cents_by_line(contract, attrs.evolve(AGENT_HOUSEHOLD, children=children)) == {
        "agent.agent": 0,
        "child-1.second": 300,
        "child-2.grown": 200,
    }


def test_the_day_after_the_last_of_a_value_has_the_next_one() -> None:
    contract = tariff(component("a", amount(value="1"), amount(value="2", in_force_from=START)))
    assert cents_by_line(contract, on=START - dt.timedelta(days=1)) == {"agent.a": 100}
    assert cents_by_line(contract, on=START) == {"agent.a": 200}
    with pytest.raises(NoValueInForceError, match=r"men-2026\.tariff\.a"):
        cents_by_line(contract, on=dt.date(2025, 12, 31))
