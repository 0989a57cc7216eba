"""
Arguments of a type that no host means: one error of the library, which names the argument, whatever the function.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from households import as_polars, sample_rows
from people import MEN, START
from psc_workflow import Formula, Household, Regime, pricing
from psc_workflow.exceptions import HostError, InvalidFrameError
from psc_workflow.pricing import frame, plots, publicodes

WRONG: list[Any] = [None, 7, "x", [], object()]
LATER = START.replace(month=6)
AGENT = Household(regime=Regime.GENERAL, gross_cents=280000)
DAY = {"contract": MEN, "on": START}
TARIFF = {**DAY, "formula": Formula.BASE}
DAYS = {"contract": MEN, "first": START, "last": LATER}
CERTAINTY = {"least_certainty": "assumed"}
COEFFICIENT = {"component": "agent-base-solidarity", "of": "ce", "places": 5}
LOCALE, CHANNEL, DIMENSION = {"locale": "fr"}, {"channel": "payroll"}, {"dimension": "family"}
DRAWN = {"household": AGENT, "highest": 600000, **LOCALE}

ROWS = as_polars([row for row in sample_rows() if row["household_id"] == "4-base"])
PRICED = frame.price(ROWS, MEN, START)
SUMMARY, COMPARISON = frame.summary(PRICED), frame.compare(ROWS, MEN, MEN, START)
QUOTE = pricing.price(AGENT, **TARIFF)
DIFFERENCE = QUOTE.diff(QUOTE)
SCHEDULE = pricing.schedule(AGENT, formula=Formula.BASE, **DAYS)


def changed(on: Any, household: Any, formula: Any) -> pricing.Schedule:
    """Make a schedule with one change."""
    change = pricing.DatedChange(on, household, formula)
    return pricing.schedule(AGENT, formula=Formula.BASE, changes=[change], **DAYS)


CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "pricing.price": (pricing.price, {"household": AGENT, **TARIFF, **CERTAINTY}),
    "pricing.totals": (pricing.totals, {"household": AGENT, **TARIFF, **CERTAINTY}),
    "pricing.price_existing_cover": (pricing.price_existing_cover, {"household": AGENT, **TARIFF, **CERTAINTY}),
    "pricing.schedule": (pricing.schedule, {"household": AGENT, "formula": Formula.BASE, **DAYS, "changes": (), **CERTAINTY}),
    "pricing.calibrate": (pricing.calibrate, {"population": [AGENT], **DAY, **COEFFICIENT}),
    "pricing.unpriced": (pricing.unpriced, {"quotes": [QUOTE], "contract": MEN, **LOCALE}),
    "PricedQuote.explain": (QUOTE.explain, {**LOCALE, "register": "member"}),
    "PricedQuote.between": (QUOTE.between, CHANNEL),
    "PricedQuote.simulate": (QUOTE.simulate, {"formula": Formula.BASE, "on": START}),
    "PricedQuote.diff": (QUOTE.diff, {"other": QUOTE}),
    "PricedQuote.total": (QUOTE.total, CHANNEL),
    "PricedQuote.certainty": (QUOTE.certainty, CHANNEL),
    "Comparison.difference": (DIFFERENCE.difference, CHANNEL),
    "Comparison.show": (DIFFERENCE.show, LOCALE),
    "Comparison.show_changes": (DIFFERENCE.show_changes, LOCALE),
    "Schedule.show": (SCHEDULE.show, LOCALE),
    "frame.price": (frame.price, {"frame": ROWS, **DAY, **CERTAINTY, "lines": True}),
    "frame.price_lines": (frame.price_lines, {"frame": ROWS, **DAY, **CERTAINTY}),
    "frame.schedule": (frame.schedule, {"frame": ROWS, **DAYS, "by": "month", **CERTAINTY}),
    "frame.compare": (frame.compare, {"frame": ROWS, "before": MEN, "after": MEN, "on": START, "on_after": LATER, **CERTAINTY}),
    "frame.summary": (frame.summary, {"priced": PRICED}),
    "frame.calibrate": (frame.calibrate, {"frame": ROWS, **DAY, **COEFFICIENT}),
    "PopulationSummary.by": (SUMMARY.by, DIMENSION),
    "PopulationSummary.table": (SUMMARY.table, LOCALE),
    "PopulationComparison.by": (COMPARISON.by, DIMENSION),
    "PopulationComparison.table": (COMPARISON.table, LOCALE),
    "publicodes.rules": (publicodes.rules, {**DAY, "children": 2}),
    "publicodes.situation": (publicodes.situation, {"household": AGENT, "formula": Formula.BASE, "on": START}),
    "plots.premium_by_pay": (plots.premium_by_pay, {**DAY, "payer": "household", "formulas": [Formula.BASE], **DRAWN}),
    "plots.payments_under_two_tariffs": (
        plots.payments_under_two_tariffs,
        {"comparison": COMPARISON, **DIMENSION, "payer": "household", "before": "a", "after": "b", **LOCALE},
    ),
    "plots.uncertainty_by_pay": (
        plots.uncertainty_by_pay,
        {**DAY, **CHANNEL, "formula": Formula.BASE, "sure": "derived", **DRAWN},
    ),
    "plots.as_svg": (plots.as_svg, {"figure": plots.premium_by_pay(MEN, START, highest=1000)}),
    "Contract.with_values": (MEN.with_values, {"values": {"ce": "80"}, "certainty": "assumed", "since": LATER}),
    "DatedChange": (changed, {"on": LATER, "household": AGENT, "formula": Formula.OPTION_1}),
}  # fmt: skip
"""Each with right arguments, whatever it has by default."""

RIGHT: dict[tuple[str, str], list[Any]] = {
    ("pricing.schedule", "changes"): [[]],
    ("pricing.calibrate", "component"): [None],
    ("pricing.calibrate", "places"): [7],
    ("pricing.unpriced", "quotes"): [[]],
    ("PricedQuote.simulate", "formula"): [None],
    ("PricedQuote.simulate", "on"): [None],
    ("frame.compare", "on_after"): [None],
    ("frame.calibrate", "component"): [None],
    ("frame.calibrate", "places"): [7],
    ("publicodes.rules", "children"): [7],
    ("plots.premium_by_pay", "formulas"): [None, []],
    ("plots.payments_under_two_tariffs", "before"): [None, "x"],
    ("plots.payments_under_two_tariffs", "after"): [None, "x"],
    ("plots.uncertainty_by_pay", "formula"): [None],
    ("Contract.with_values", "since"): [None],
    ("DatedChange", "household"): [None],
    ("DatedChange", "formula"): [None],
}
"""Which of the wrong arguments mean something after all."""

MORE: dict[tuple[str, str], list[Any]] = {
    ("pricing.schedule", "changes"): ["", pricing.DatedChange(LATER, AGENT), [AGENT]],
    ("pricing.calibrate", "population"): [AGENT, "", {AGENT: "1"}],
    ("pricing.unpriced", "quotes"): [QUOTE, ""],
    ("PricedQuote.simulate", "on"): [0, "", dt.datetime(2026, 5, 1, tzinfo=dt.UTC)],
    ("PricedQuote.diff", "other"): [pricing.totals(AGENT, **TARIFF), DIFFERENCE],
    ("frame.price", "lines"): [0, "no"],
    ("frame.compare", "on_after"): [0, ""],
    ("publicodes.rules", "children"): [-1, 65, True, 2.0],
    ("plots.premium_by_pay", "formulas"): ["", "base", ["base"]],
    ("plots.uncertainty_by_pay", "formula"): ["", 0],
    ("Contract.with_values", "values"): [[("ce", "80")], {1: "80"}, {None: "80"}, "ce"],
    ("Contract.with_values", "since"): ["", 0, "2027-01-01", dt.datetime(2027, 1, 1, tzinfo=dt.UTC)],
    ("DatedChange", "on"): [dt.datetime(2026, 6, 1, tzinfo=dt.UTC), ""],
    ("DatedChange", "household"): ["", 0],
    ("DatedChange", "formula"): ["", 0],
}
"""What looks almost right, and what is false as a value that is left out is."""

ASKED = [(call, name) for call, (_, arguments) in CALLS.items() for name in arguments]
ELSEWHERE = {("DatedChange", "on"): "changes"}
"""Arguments that are part of another."""


@pytest.mark.parametrize(("call", "name"), ASKED)
def test_an_argument_of_another_type_is_an_error_that_names_it(call: str, name: str) -> None:
    function, arguments = CALLS[call]
    right = RIGHT.get((call, name), [])
    for value in [*(value for value in WRONG if value not in right), *MORE.get((call, name), [])]:
        with pytest.raises(HostError) as error:
            function(**{**arguments, name: value})
        is_named = str(error.value).startswith(f"`{ELSEWHERE.get((call, name), name)}`")
        assert is_named or isinstance(error.value, InvalidFrameError), (value, error.value)


@pytest.mark.parametrize("call", CALLS)
def test_right_arguments_are_accepted(call: str) -> None:
    function, arguments = CALLS[call]
    function(**arguments)
    for (other, name), values in RIGHT.items():
        for value in values if other == call else ():
            function(**{**arguments, name: value})


def parameters(function: Callable[..., Any]) -> set[str]:
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return {name for name, each in inspect.signature(function).parameters.items() if each.kind not in kinds} - {"self"}


def public_calls() -> Iterator[tuple[str, set[str]]]:
    """List every public function, and every public method that has a parameter."""
    for module in (pricing, frame, plots, publicodes):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isfunction(value):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", parameters(value)
            for method, function in inspect.getmembers(value, inspect.isfunction) if inspect.isclass(value) else ():
                if function.__module__.startswith("psc_workflow.") and method[0] != "_" and parameters(function):
                    yield f"{name}.{method}", parameters(function)


def test_every_parameter_of_every_public_function_and_method_is_tried() -> None:
    listed = {call: set(arguments) for call, (_, arguments) in CALLS.items()}
    assert {call: names for call, names in public_calls() if listed.get(call) != names} == {}
