"""
Calibration: the one coefficient with which a population pays on average what the regime wants it to.
"""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import CLAUDIA, GUIDE, MEN, PF, START
from psc_workflow import Child, Formula, Household, PositionKind, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.vocabulary import Certainty, Status
from psc_workflow.exceptions import HostError, NoValueInForceError
from psc_workflow.pricing import Calibration, calibrate, price
from slow_calculator import slow_quote
from tariffs import SINCE, SOURCES, amount, component, tariff

AGENT = Household(regime=Regime.GENERAL, gross_cents=280000)
SOLIDARITY = "agent-base-solidarity"


def paid(*pays: int | None, **facts: Any) -> list[Household]:
    return [attrs.evolve(AGENT, gross_cents=pay, **facts) for pay in pays]


def solve(population: Any, contract: Contract = MEN, **more: Any) -> Calibration:
    return calibrate(population, contract=contract, **{"on": START} | more)


def test_the_target_is_met_under_the_cap_of_the_day() -> None:
    uncapped = amount(coefficient="0.01")
    capped = amount(coefficient="0.01", cap="pmss", in_force_from=START)
    contract = tariff(component("solidarity", uncapped, capped))
    solution = solve(paid(900000), contract)
    (line,) = price(
        paid(900000)[0], contract=contract.with_values(solution.values), formula=Formula.BASE, on=START
    ).lines
    assert (line.base, line.cents) == (4005, solution.mean)


# -- the slow way ------------------------------------------------------------------------------------------


def bisected(pays: list[int], cap: int, target: Fraction) -> tuple[Fraction, Fraction]:
    """Halve an interval until it is far smaller than any digit: the average grows with the coefficient."""
    low, high = Fraction(0), Fraction(10**8)
    for _ in range(160):
        middle = (low + high) / 2
        average = sum(middle * min(pay, cap) for pay in pays) / len(pays)
        low, high = (middle, high) if average < target else (low, middle)
    return low, high


PAYS = st.integers(90000, 900000) | st.sampled_from([400499, 400500, 400501, 280000])


@given(st.lists(PAYS, min_size=1, max_size=40), st.integers(2, 9), st.integers(5000, 9000))
def test_the_coefficient_is_that_of_a_slow_search_and_of_the_population_priced(
    pays: list[int], places: int, ce: int
) -> None:
    contract = MEN.with_values({"ce": Decimal(ce).scaleb(-2)}, certainty=Certainty.PUBLISHED)
    solution = solve(paid(*pays), contract, places=places)
    target = Fraction(30 * ce, 100)
    low, high = bisected(pays, 400500, target)
    assert low <= solution.exact <= high
    assert solution.target == target
    assert abs(Fraction(solution.coefficient) - solution.exact) <= Fraction(1, 2 * 10**places)
    assert solution.coefficient == round(solution.coefficient, places)
    supposed = contract.with_values(solution.values, certainty=solution.certainty)
    lines = [slow_line(pay, supposed) for pay in pays]
    assert solution.mean == Fraction(sum(line.cents for line in lines), len(pays))
    assert solution.residual == solution.mean - target
    mean_pay = Fraction(sum(min(pay, 400500) for pay in pays), len(pays))
    assert abs(solution.residual) <= Fraction(1, 2) + mean_pay / (2 * 10**places)
    assert {line.certainty for line in lines} == {Certainty.DERIVED}
    assert (solution.population, solution.at_cap) == (len(pays), sum(pay >= 400500 for pay in pays))


def slow_line(pay: int, contract: Contract) -> Any:
    (household,) = paid(pay)
    lines = slow_quote(household, contract, Formula.BASE, START).lines
    return next(line for line in lines if line.component == SOLIDARITY)


# -- what comes of it -----------------------------------------------------------------------------------------


def test_a_worked_example() -> None:
    """The average of the pay that counts is 2 835 €: 22.62 € over it."""
    solution = solve(paid(190000, 260000, 510000))
    assert solution.exact == Fraction(2262, 283500)
    assert (solution.coefficient, solution.at_cap, solution.certainty) == (Decimal("0.00798"), 1, Certainty.DERIVED)
    assert solution.values == {"agent-base-solidarity.coefficient": Decimal("0.00798")}
    assert (solution.target, solution.mean, solution.residual) == (2262, Fraction(6787, 3), Fraction(1, 3))
    supposed = MEN.with_values(solution.values, certainty=solution.certainty)
    quote = price(AGENT, contract=supposed, formula=Formula.BASE, on=START)
    assert (quote.payroll, quote.certainty("payroll")) == (1508 + 2234, Certainty.DERIVED)
    text = str(solution).replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert text == [
        "agent-base-solidarity, 1er mai 2026 : coefficient 0,00798 (calculé)",
        "Cible : 30 % de 75,40 € (la cotisation d’équilibre), soit 22,62 € en moyenne.",
        "Agents comptés : 3\N{NARROW NO-BREAK SPACE}; laissés de côté : 0.",
        "Rémunérations qui atteignent le plafond de 4 005,00 € (le plafond mensuel de la sécurité sociale) : 1.",
        "Rémunération prise en compte : 2 835,00 € en moyenne.",
        "Coefficient avant l’arrondi : 0,007978835979.",
        "Moyenne des montants avec le coefficient arrondi : 22,6233 €\N{NARROW NO-BREAK SPACE}; écart : 0,0033 €.",
    ]
    english = solution.computation.en.splitlines()
    assert len(english) == len(text)
    assert english[-1] == "Average of the amounts with the rounded coefficient: 22.6233 €; residual: 0.0033 €."
    titles = [source.title for source in solution.sources]
    assert any("75,40" in title for title in titles)
    assert any("plafond" in title for title in titles)
    assert {name: solution.as_json()[name] for name in ("coefficient", "exact", "mean", "residual", "left_out")} == {
        "coefficient": "0.00798",
        "exact": "377/47250",
        "mean": "6787/3",
        "residual": "1/3",
        "left_out": 0,
    }


def test_a_calibration_is_plain_data() -> None:
    solution = solve(paid(190000, 260000, 510000))
    plain = solution.as_json()
    assert json.loads(json.dumps(plain)) == plain
    assert [*plain] == [
        *("component", "on", "coefficient", "exact", "target", "mean", "residual", "population", "left_out", "at_cap"),
        *("certainty", "computation", "sources"),
    ]
    assert plain["computation"] == attrs.asdict(solution.computation)
    assert plain["sources"] == [source.as_json() for source in solution.sources] != []
    assert "Source(" not in repr(solution)


def test_households_may_be_counted_and_their_families_do_not_matter() -> None:
    solution = solve(dict.fromkeys(paid(190000, 260000, 510000), 2) | {paid(1)[0]: 0})
    family = [*paid(190000, 260000, partner=CLAUDIA), *paid(510000, children=[Child(None)])]
    alone = solve(paid(190000, 260000, 510000))
    assert (solution.population, solution.exact, solution.at_cap) == (6, alone.exact, 2)
    assert solve(iter(family)) == alone


def test_whoever_does_not_pay_it_is_left_out() -> None:
    others = [
        *paid(None, retired_on=START),
        *paid(0, position=PositionKind.UNPAID_LEAVE),
        *paid(0, position=PositionKind.NOT_CONCERNED),
        *paid(None, regime=Regime.ALSACE_MOSELLE),
    ]
    solution = solve([*paid(260000), *others])
    assert (solution.population, solution.left_out) == (1, 4)
    assert solution.exact == Fraction(2262, 260000)
    assert "laissés de côté\N{NO-BREAK SPACE}: 4" in str(solution)


def test_what_is_used_may_be_less_certain_than_derived() -> None:
    assert solve(paid(260000), MEN.with_values({"ce": "80"})).certainty is Certainty.ASSUMED


def test_pay_counts_whole_where_there_is_no_cap() -> None:
    contract = tariff(component("of-pay", amount(coefficient="0.01")), statuses=(Status.ACTIVE,))
    solution = solve(paid(10**6), contract)
    assert (solution.exact, solution.at_cap, solution.component) == (Fraction(2262, 10**6), 0, "of-pay")
    assert "plafond" not in str(solution)


def test_a_part_of_the_base_formula_alone_is_calibrated() -> None:
    """Nobody need choose a formula: the solidarity part is that of the base one."""
    of_base = tariff(component("of-pay", amount(coefficient="0.01"), formulas=(MEN.base_formula,)))
    assert solve(paid(260000), of_base).exact == Fraction(2262, 260000)


def test_all_of_the_pay_may_be_due() -> None:
    assert solve(paid(2262)).coefficient == 1


def test_one_of_several_is_named() -> None:
    both = tariff(*(component(name, amount(coefficient="0.01")) for name in ("a", "b")))
    assert solve(paid(280000), both, component="b").component == "b"
    with pytest.raises(HostError, match="`component` must name a coefficient of the agent's pay: a, b"):
        solve(paid(280000), both)


def test_a_fact_that_nothing_depends_on_may_be_unknown() -> None:
    by_age = tariff(
        component("of-pay", amount(coefficient="0.01")),
        component("old", amount(value="1"), from_age=60),
        component("young", amount(value="1"), to_age=59),
    )
    assert solve(paid(280000), by_age).population == 1


# -- what cannot be solved ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("population", "message"),
    [
        ([], "it has nobody"),
        ({AGENT: 0}, "it has nobody"),
        (paid(None, retired_on=START), "it has nobody"),
        (paid(None, None, 280000), "unknown: the pay of 2"),
        (paid(280000, 0) + paid(280000, regime=None), "unknown: the position of 1, the regime of 1"),
        (paid(0, position=PositionKind.ACTIVE), "that of everybody is 0"),
        ([280000], "instances of Household"),
        ({AGENT: -1}, "instances of Household"),
        ({AGENT: True}, "instances of Household"),
        (paid(1), "the coefficient would exceed 1"),
        (paid(2261), "the coefficient would exceed 1"),
    ],
)
def test_a_population_that_gives_no_coefficient_is_one_clear_error(population: Any, message: str) -> None:
    with pytest.raises(HostError, match=f"^`population` .*{message}") as error:
        solve(population)
    assert "2800" not in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"contract": PF}, HostError, "the tariff has none"),
        ({"contract": GUIDE}, HostError, "the tariff has none"),
        ({"component": "agent-base-flat"}, HostError, SOLIDARITY),
        ({"of": "smic"}, HostError, "`of`: the tariff must have a value of smic"),
        ({"on": dt.date(2027, 1, 1)}, HostError, "value of ce that is known on 2027-01-01"),
        ({"contract": MEN.with_values({"pmss": None})}, HostError, "value of pmss"),
        ({"on": dt.date(2026, 4, 30)}, NoValueInForceError, "2026-04-30"),
        ({"on": "2026-05-01"}, HostError, "`on`"),
        ({"contract": "men-2026"}, HostError, "`contract`"),
        ({"places": 0}, HostError, "`places`"),
        ({"places": 13}, HostError, "`places`"),
        ({"places": 5.0}, HostError, "`places`"),
    ],
)
def test_an_argument_that_cannot_be_used_is_the_host_s_mistake(
    wrong: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        solve(paid(280000), **wrong)


def test_a_parameter_that_no_component_reads_may_begin_later_and_is_named() -> None:
    table = MEN.tariff.parameter("ce")
    later = attrs.evolve(table, id="later", values=(attrs.evolve(table.values[-1], in_force_from=START),))
    contract = tariff(component("a", amount(coefficient="0.01")), parameters=(later,))
    with pytest.raises(NoValueInForceError, match=r"of 'men-2026\.tariff\.parameters\.later' in force on 2026-04-30"):
        solve(paid(280000), contract, of="later", on=dt.date(2026, 4, 30))


def test_a_component_may_depend_on_age() -> None:
    young = tariff(
        component("of-pay", amount(coefficient="0.01"), to_age=59), component("old", amount(value="1"), from_age=60)
    )
    people = [*paid(280000, birth_date=dt.date(1980, 1, 1)), *paid(280000, birth_date=dt.date(1960, 1, 1))]
    assert (solve(people, young).population, solve(people, young).left_out) == (1, 1)
    with pytest.raises(HostError, match="the birth date of 1"):
        solve([*people, *paid(280000)], young)


def test_a_regime_that_is_unknown_matters_where_the_part_is_of_some_regimes_alone() -> None:
    of_some = tariff(component("of-pay", amount(coefficient="0.01"), regimes=(Regime.GENERAL, Regime.MSA)))
    assert solve(paid(280000), of_some).population == 1
    with pytest.raises(HostError, match="the regime of 1"):
        solve([*paid(280000), *paid(280000, regime=None)], of_some)


def test_older_agents_count_as_old_as_the_frozen_age() -> None:
    frozen = Parameter("year", SINCE, (Dated(SINCE, Certainty.PUBLISHED, SOURCES, 60),))
    limited = tariff(component("of-pay", amount(coefficient="0.01"), to_age=60), frozen_age=frozen)
    old = paid(280000, birth_date=dt.date(1960, 1, 1))
    assert solve(old, limited).population == 1
    with pytest.raises(HostError, match="it has nobody"):
        solve(old, attrs.evolve(limited, tariff=attrs.evolve(limited.tariff, frozen_age=None)))
