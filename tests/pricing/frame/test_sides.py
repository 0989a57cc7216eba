"""
Every selector of a tariff beside every other one: a frame selects whom the calculator selects.
"""

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest

from households import CHILD_COLUMNS, as_polars, price_row, priced_row
from people import START
from psc_workflow import Formula, PositionKind, Regime
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Status, Who
from psc_workflow.pricing import frame
from tariffs import amount, component, tariff

SELECTORS: dict[str, dict[str, Any]] = {
    "all": {},
    "status": {"statuses": (Status.RETIRED,)},
    "at work": {"statuses": (Status.ACTIVE,), "positions": (PositionKind.ACTIVE, PositionKind.PAID_LEAVE)},
    "on leave": {"statuses": (Status.ACTIVE,), "positions": (PositionKind.UNPAID_LEAVE,)},
    "formula": {"formulas": (Formula.OPTION_1, Formula.BASE)},
    "regime": {"regimes": (Regime.ALSACE_MOSELLE, Regime.MSA)},
    "from an age": {"from_age": 60},
    "to an age": {"to_age": 59},
    "an age": {"from_age": 40, "to_age": 59},
    "first year": {"statuses": (Status.RETIRED,), "to_year": 1},
    "a year": {"statuses": (Status.RETIRED,), "from_year": 2, "to_year": 3},
    "later years": {"statuses": (Status.RETIRED,), "from_year": 4},
    "first": {"to_rank": 1},
    "second": {"from_rank": 2, "to_rank": 2},
    "later": {"from_rank": 3},
}
OF_CHILDREN = ("first", "second", "later")
AGES = [dt.date(1966, 5, 1), dt.date(1966, 5, 2), dt.date(1986, 5, 1), dt.date(1986, 5, 2), dt.date(1940, 1, 1)]
RETIREMENTS = [None, START, START + dt.timedelta(days=1), dt.date(2025, 5, 1), dt.date(2023, 5, 2), dt.date(2023, 5, 1)]
SIBLINGS: list[list[dt.date | None]] = [
    [],
    [AGES[2]],
    [AGES[3], AGES[2]],
    [AGES[2], AGES[2], AGES[1]],
    [None, AGES[0], AGES[0], AGES[4]],
    [AGES[4], None, AGES[3], AGES[3]],
]


def rows() -> list[dict[str, Any]]:
    """List every formula, regime, age and retirement with every other; pays, positions and families in turn."""
    households = []
    regimes = [None, *(regime.value for regime in (Regime.GENERAL, Regime.ALSACE_MOSELLE, Regime.MSA, Regime.CPS))]
    pays = itertools.cycle([None, 0, 250000])
    positions = itertools.cycle([None, None, None, *(position.value for position in PositionKind)])
    partners, families = itertools.cycle([None, *AGES]), itertools.cycle(SIBLINGS * 5 + SIBLINGS[1:])
    for formula, regime, born, retired in itertools.product(Formula, regimes, [None, *AGES[:4]], RETIREMENTS):
        facts: dict[str, Any] = {
            "household_id": "h",
            "gross_cents": next(pays),
            "formula": formula.value,
            "regime": regime,
            "position": next(positions),
        }
        facts |= {"birth_date": born, "retired_on": retired, "partner_birth_date": next(partners)}
        households.append(facts | dict.fromkeys(CHILD_COLUMNS) | dict(zip(CHILD_COLUMNS, next(families), strict=False)))
    return households


ROWS = rows()
TABLE = as_polars(ROWS)


def priced_alike(contract: Contract) -> None:
    priced = frame.price(TABLE, contract, START).to_dicts()
    assert [priced_row(row) for row in priced] == [price_row(row, contract, START) for row in ROWS]


def of_everybody(name: str, euros: str, channel: Channel, selector: dict[str, Any]) -> list[Component]:
    """Write one component for each sort of person the selector can be about."""
    sorts = [Who.CHILD] if {"from_rank", "to_rank"} & set(selector) else list(Who)
    return [component(f"{name}-{who}", amount(value=euros), who=who, channel=channel, **selector) for who in sorts]


def subjects(name: str) -> set[str]:
    """Say what a selector is about: the age, whatever the first and the last one."""
    return {field.removeprefix("from_").removeprefix("to_") for field in SELECTORS[name]}


PAIRS = [pair for pair in itertools.combinations(SELECTORS, 2) if not subjects(pair[0]) & subjects(pair[1])]


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_two_selectors_together_select_whom_both_select(name: str, other: str) -> None:
    both = SELECTORS[name] | SELECTORS[other]
    components = of_everybody("both", "2", Channel.DEBITED, both)
    everybody = of_everybody("all", "1", Channel.PAYROLL, {})
    priced_alike(tariff(*everybody, *components, statuses=tuple(Status)))


@pytest.mark.parametrize("name", SELECTORS)
def test_whom_no_component_selects_is_not_in_the_tariff(name: str) -> None:
    agents = [component("agent", amount(value="1"))] if name in OF_CHILDREN else []
    priced_alike(tariff(*agents, *of_everybody("some", "2", Channel.DEBITED, SELECTORS[name]), statuses=tuple(Status)))


@pytest.mark.parametrize("statuses", [(Status.ACTIVE,), (Status.RETIRED,)])
def test_a_status_that_the_tariff_does_not_speak_of_is_a_gap(statuses: tuple[Status, ...]) -> None:
    priced_alike(tariff(*of_everybody("all", "1", Channel.DEBITED, {}), statuses=statuses))


@pytest.mark.parametrize("excluded", [(Regime.MSA,), (Regime.MSA, Regime.ALSACE_MOSELLE, Regime.MAYOTTE)])
@pytest.mark.parametrize("free", [False, True])
def test_an_excluded_regime_has_the_same_lines_without_amounts(excluded: tuple[Regime, ...], free: bool) -> None:
    gift = component("gift", amount(value="0"), who=Who.CHILD, free=True, from_rank=2)
    paid = component("paid", amount(value="3"), who=Who.CHILD, to_rank=1 if free else None)
    of_pay = component("pay", amount(coefficient="0.01"), channel=Channel.PAYROLL)
    partner = component("partner", amount(value="4", certainty=Certainty.ASSUMED), who=Who.PARTNER)
    components = [of_pay, partner, paid, *([gift] if free else [])]
    priced_alike(tariff(*components, statuses=tuple(Status), excluded_regimes=excluded))


@pytest.mark.parametrize("oldest", [39, 40, 50, 59, 60, 61, 80])
def test_an_age_beyond_the_oldest_is_the_oldest(oldest: int) -> None:
    dated = Dated(dt.date(2026, 1, 1), Certainty.ASSUMED, (Source("x"),), oldest)
    components = [
        part
        for name in ("from an age", "to an age", "an age")
        for part in of_everybody(name.replace(" ", "-"), "2", Channel.DEBITED, SELECTORS[name])
    ]
    contract = tariff(*components, statuses=tuple(Status))
    frozen = attrs.evolve(contract.tariff, frozen_age=Parameter("year", dt.date(2026, 1, 1), (dated,)))
    priced_alike(attrs.evolve(contract, tariff=frozen))
