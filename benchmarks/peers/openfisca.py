"""
With OpenFisca-Core: a household with roles, dated parameters, one formula per variable, everything vectorised.

Unknown values are NaN and propagate as such. Facts of the agent only are
variables of the household, so that OpenFisca need not look them up by role;
people's presence and the agent's birth date are variables of persons.

Children are counted, since what they cost depends on nothing else. In the
tariff as written, each has a rank by birth and an amount of its own:
``family_by_person`` follows it, and is timed as well.
"""

import datetime as dt
from typing import Any

import attrs
import numpy as np
import polars as pl
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks import tariff
from benchmarks.peers.arrays import Array, codes
from benchmarks.tariff import CHANNELS, CHILDREN, FORMULAS, REGIMES

NAME = "OpenFisca-Core"
NAME_BUILT, NAME_BY_PERSON = f"{NAME}, with its simulation built before", f"{NAME}, person by person"
PERIOD = f"{tariff.ON:%Y-%m}"
NEVER = dt.date(9999, 12, 31)

Person = Entity("person", "persons", "Somebody to cover", "")
Household = GroupEntity(
    "household",
    "households",
    "People who are covered together",
    "",
    roles=[
        {"key": "agent", "label": "The agent", "max": 1},
        {"key": "partner", "label": "The partner", "max": 1},
        {"key": "child", "plural": "children", "label": "A child"},
    ],
)


class Formula(Enum):
    """The level of cover."""

    base = "Base"
    option_1 = "Option 1"
    option_2 = "Option 2"


Regime = Enum("Regime", {name: name for name in (*REGIMES, "unknown")})  # type: ignore[misc]


class birth_date(Variable):
    """Birth date of a person."""

    value_type = dt.date
    default_value = NEVER
    entity = Person
    definition_period = DateUnit.ETERNITY


class formula_chosen(Variable):
    """The formula of the whole household."""

    value_type = Enum
    possible_values = Formula
    default_value = Formula.base
    entity = Household
    definition_period = DateUnit.MONTH


class regime(Variable):
    """The agent's regime."""

    value_type = Enum
    possible_values = Regime
    default_value = Regime.unknown
    entity = Household
    definition_period = DateUnit.MONTH


class gross(Variable):
    """The agent's gross pay, in cents; whole numbers below 2**24 are exact."""

    value_type = float
    default_value = np.nan
    entity = Household
    definition_period = DateUnit.MONTH


class retired_on(Variable):
    """First day of retirement."""

    value_type = dt.date
    default_value = NEVER
    entity = Household
    definition_period = DateUnit.ETERNITY


class retired(Variable):
    """Whether the agent has retired."""

    value_type = bool
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any) -> Array:
        return household("retired_on", period) <= np.datetime64(period.start.date)


class covered(Variable):
    """Whether the tariff's amounts are for the agent's regime."""

    value_type = bool
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any) -> Array:
        regimes = household("regime", period)
        excluded = (*tariff.EXCLUDED, "unknown")
        return ~np.isin(regimes, [regimes.possible_values[name].index for name in excluded])


class agent_birth_date(Variable):
    """The agent's birth date, looked up once."""

    value_type = dt.date
    entity = Household
    definition_period = DateUnit.ETERNITY

    def formula(household: Any, period: Any) -> Array:
        return household.agent("birth_date", period)


class option(Variable):
    """The price of the agent's option: of an active agent, or of a retired one by age."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        amounts = parameters(period)
        chosen = household("formula_chosen", period)
        born = household("agent_birth_date", period)
        at_60, at_61, at_80 = (np.datetime64(period.start.offset(-age, "year").date) for age in (60, 61, 80))
        of_age = np.select(
            [born <= at_80, (born <= at_60) & (born > at_61)],
            [half_up(amounts.retiree[f"option_1_{when}"] * 100) for when in ("from_80", "at_60")],
            np.nan,
        )
        retiree = np.select([chosen == Formula.base, chosen == Formula.option_1], [0.0, of_age], np.nan)
        return np.where(household("retired", period), retiree, by_formula(amounts.option, chosen))


class subsidy(Variable):
    """The employer's part of an active agent's option."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        rule = parameters(period).subsidy
        share = np.minimum(household("option", period) * rule.share, rule.at_most * 100)
        return np.where(household("retired", period), 0, half_up(share))


class open_age(Variable):
    """Whether the birth date is missing although the amount depends on it."""

    value_type = bool
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any) -> Array:
        chosen = household("formula_chosen", period) == Formula.option_1
        return household("retired", period) & chosen & (household("agent_birth_date", period) == np.datetime64(NEVER))


class employer(Variable):
    """What the employer pays, in cents."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        amounts = parameters(period)
        active = half_up(amounts.ce * amounts.employer_share * 100) + household("subsidy", period)
        amount = np.where(household("covered", period), active, np.nan)
        amount = np.where(household("retired", period), 0, amount)
        return np.where(household("open_age", period), np.nan, amount)


class payroll(Variable):
    """What is taken from pay, in cents."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        amounts = parameters(period)
        base = np.minimum(household("gross", period).astype(np.float64), amounts.pmss * 100)
        active = half_up(amounts.ce * amounts.flat_share * 100) + half_up(base * amounts.coefficient)
        amount = np.where(household("covered", period), active, np.nan)
        amount = np.where(household("retired", period), 0, amount)
        return np.where(household("open_age", period), np.nan, amount)


class debited(Variable):
    """What is taken from the bank account, in cents."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        return to_debit(household, period, parameters, "family")


class family(Variable):
    """What the partner and the children cost, in cents, from the number of children."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        amounts, chosen = parameters(period), household("formula_chosen", period)
        partner = household.nb_persons(Household.PARTNER) * by_formula(amounts.partner, chosen)
        paid = np.minimum(household.nb_persons(Household.CHILD), amounts.paid_children)
        return partner + paid * by_formula(amounts.child, chosen)


class rank(Variable):
    """A child's place by birth; 0 is the eldest."""

    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH

    def formula(person: Any, period: Any) -> Array:
        born = person("birth_date", period).astype(np.float64)
        return person.get_rank(person.household, born, condition=person.has_role(Household.CHILD))


class premium(Variable):
    """What a partner or a child costs, in cents."""

    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH

    def formula(person: Any, period: Any, parameters: Any) -> Array:
        amounts, chosen = parameters(period), person.household("formula_chosen", period)
        child = np.where(person("rank", period) < amounts.paid_children, by_formula(amounts.child, chosen), 0)
        return np.select(
            [person.has_role(Household.PARTNER), person.has_role(Household.CHILD)],
            [by_formula(amounts.partner, chosen), child],
            0,
        )


class family_by_person(Variable):
    """What the partner and the children cost, in cents, person by person."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any) -> Array:
        return household.sum(household.members("premium", period))


class debited_by_person(Variable):
    """What is taken from the bank account, in cents, person by person."""

    value_type = float
    entity = Household
    definition_period = DateUnit.MONTH

    def formula(household: Any, period: Any, parameters: Any) -> Array:
        return to_debit(household, period, parameters, "family_by_person")


def to_debit(household: Any, period: Any, parameters: Any, family: str) -> Array:
    """Add what the family costs to what the agent pays."""
    amounts = parameters(period)
    chosen, is_retired = household("formula_chosen", period), household("retired", period)
    year_ago = np.datetime64(period.start.offset(-1, "year").date)
    first = np.where(household("retired_on", period) > year_ago, half_up(amounts.retiree.first_year * 100), np.nan)
    agent = np.where(is_retired, first, 0) + household("option", period) - household("subsidy", period)
    cost = household(family, period)
    nothing_due = ~is_retired & (chosen == Formula.base) & (cost == 0)
    amount = np.where(nothing_due, 0, np.where(household("covered", period), agent + cost, np.nan))
    return np.where(household("open_age", period), np.nan, amount)


def half_up(cents: Any) -> Any:
    """Round half up; products have at most five decimals more than cents, so that the tolerance is safe."""
    return np.floor(cents + (0.5 + 1e-6))


def by_formula(amounts: Any, chosen: Array) -> Array:
    """Look up the amount by the number of the formula."""
    return np.array([half_up(amounts[name] * 100) for name in FORMULAS])[np.asarray(chosen)]


def system() -> TaxBenefitSystem:
    """Build the system: entities, dated parameters, variables."""
    result = TaxBenefitSystem([Person, Household])

    def dated(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: dated(child) for name, child in value.items()}
        return {"values": {f"{tariff.ON}": {"value": value}}}

    values = {
        "ce": tariff.CE,
        "pmss": tariff.PMSS,
        "employer_share": tariff.EMPLOYER_SHARE,
        "flat_share": tariff.FLAT_SHARE,
        "coefficient": tariff.COEFFICIENT,
        "option": tariff.OPTION,
        "subsidy": {"share": tariff.SUBSIDY_SHARE, "at_most": tariff.SUBSIDY_AT_MOST},
        "retiree": {
            "first_year": tariff.RETIREE_FIRST_YEAR,
            "option_1_at_60": tariff.RETIREE_OPTION_1_AT_60,
            "option_1_from_80": tariff.RETIREE_OPTION_1_FROM_80,
        },
        "partner": tariff.PARTNER,
        "child": tariff.CHILD,
        "paid_children": tariff.PAID_CHILDREN,
    }
    result.parameters = ParameterNode("", data=dated(values))
    result.add_variables(
        *(birth_date, formula_chosen, regime, gross, retired_on),
        *(retired, covered, agent_birth_date, option, subsidy, open_age),
        *(employer, payroll, debited, family, rank, premium, family_by_person, debited_by_person),
    )
    return result


SYSTEM = system()


@attrs.frozen
class Population:
    """Arrays for OpenFisca: one item for each household, or for each person."""

    count: int
    formula: Array
    regime: Array
    gross: Array
    retired_on: Array
    household: Array
    role: Array
    birth_date: Array


def prepare(frame: pl.DataFrame) -> Population:
    """List the persons household by household, which OpenFisca sorts fastest."""
    numbered = frame.with_row_index("number")
    people = [numbered.select("number", pl.col("birth_date"), role=pl.lit(0))]
    for role, name in [(1, "partner_birth_date"), *((2, name) for name in CHILDREN)]:
        there = numbered.filter(pl.col(name).is_not_null())
        people.append(there.select("number", birth_date=pl.col(name), role=pl.lit(role)))
    persons = pl.concat(people).sort("number", maintain_order=True)
    return Population(
        count=len(frame),
        formula=codes(frame["formula"], FORMULAS),
        regime=codes(frame["regime"], REGIMES),
        gross=frame["gross_cents"].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float32),
        retired_on=frame["retired_on"].fill_null(NEVER).to_numpy(),
        household=persons["number"].to_numpy().astype(np.int64),
        role=persons["role"].to_numpy(),
        birth_date=persons["birth_date"].fill_null(NEVER).to_numpy(),
    )


def simulation(population: Population) -> Simulation:
    """Build the simulation as OpenFisca's documentation says for data: declare, join, set."""
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("person", range(len(population.household)))
    households = builder.declare_entity("household", range(population.count))
    builder.join_with_persons(households, population.household, population.role)
    result = builder.build(SYSTEM)
    result.set_input("birth_date", PERIOD, population.birth_date)
    result.set_input("formula_chosen", PERIOD, population.formula)
    result.set_input("regime", PERIOD, population.regime)
    result.set_input("gross", PERIOD, population.gross)
    result.set_input("retired_on", PERIOD, population.retired_on)
    return result


def price(population: Population) -> dict[str, Array]:
    """Build the simulation and calculate the three channels."""
    return calculate(simulation(population))


def price_by_person(population: Population) -> dict[str, Array]:
    """Build the simulation and calculate the three channels, with a premium for each person."""
    built = simulation(population)
    results = {name: built.calculate(name, PERIOD) for name in ("employer", "payroll", "debited_by_person")}
    return {"debited": results.pop("debited_by_person"), **results}


def calculate(built: Simulation) -> dict[str, Array]:
    """Calculate the three channels."""
    return {name: built.calculate(name, PERIOD) for name in CHANNELS}


def answers(results: dict[str, Array]) -> pl.DataFrame:
    """Return the result in the columns of the library."""
    return pl.DataFrame({f"{name}_cents": results[name] for name in CHANNELS}, nan_to_null=True).cast(pl.Int64)
