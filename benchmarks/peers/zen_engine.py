"""
With GoRules' ZEN engine: one decision, loaded once, evaluated for one household at a time.

A single node of expressions, in whole cents: adding a decision table for the
amounts of a formula makes it slower. A static loader keeps the decision
compiled; a decision from ``create_decision`` takes many times as long, since it
compiles the expressions at each evaluation. Both are measured.
"""

import datetime as dt
import json
from typing import Any

import zen

from benchmarks import tariff
from benchmarks.peers.arrays import cents
from benchmarks.tariff import CHANNELS, CHILDREN, ON

NAME = "zen-engine"


def _of_formula(amounts: dict[str, float]) -> str:
    base, first, second = (cents(amount) for amount in amounts.values())
    return f"formula == 'base' ? {base} : formula == 'option_1' ? {first} : {second}"


def _day(day: dt.date) -> int:
    return day.toordinal()


EXCLUDED = ", ".join(f"'{regime}'" for regime in tariff.EXCLUDED)
NO_AGE = "$.retired and formula == 'option_1' and birth_date == null"
OF_AGE = (
    f"birth_date <= {_day(tariff.AT_80)} ? {cents(tariff.RETIREE_OPTION_1_FROM_80)} : "
    f"birth_date <= {_day(tariff.AT_60)} and birth_date > {_day(tariff.AT_61)} ? "
    f"{cents(tariff.RETIREE_OPTION_1_AT_60)} : null"
)
RETIREE_OPTION = f"formula == 'base' ? 0 : formula == 'option_2' or birth_date == null ? null : {OF_AGE}"
EXPRESSIONS = {
    "retired": f"retired_on != null and retired_on <= {_day(ON)}",
    "covered": f"regime != null and not (regime in [{EXCLUDED}])",
    "open": NO_AGE,
    "option": f"$.retired ? ({RETIREE_OPTION}) : ({_of_formula(tariff.OPTION)})",
    "subsidy": f"$.retired ? 0 : min([round($.option * {tariff.SUBSIDY_SHARE}), {cents(tariff.SUBSIDY_AT_MOST)}])",
    "base": f"$.retired ? (retired_on > {_day(tariff.LAST_YEAR)} ? {cents(tariff.RETIREE_FIRST_YEAR)} : null) : 0",
    "family": (
        f"(partner_birth_date == null ? 0 : ({_of_formula(tariff.PARTNER)}))"
        f" + min([len(children), {tariff.PAID_CHILDREN}]) * ({_of_formula(tariff.CHILD)})"
    ),
    "employer": (
        f"$.open ? null : $.retired ? 0 : $.covered ? {cents(tariff.CE)} * {tariff.EMPLOYER_SHARE} + $.subsidy : null"
    ),
    "payroll": (
        f"$.open ? null : $.retired ? 0 : $.covered and gross != null ? {cents(tariff.CE)} * {tariff.FLAT_SHARE}"
        f" + round(min([gross, {cents(tariff.PMSS)}]) * {tariff.COEFFICIENT}) : null"
    ),
    "debited": (
        "$.open ? null : not $.retired and formula == 'base' and $.family == 0 ? 0"
        " : not $.covered or $.base == null or $.option == null ? null"
        " : $.base + $.option - $.subsidy + $.family"
    ),
}


def graph() -> dict[str, Any]:
    """Return the decision as the engine reads it."""
    rows = [{"id": name, "key": name, "value": value} for name, value in EXPRESSIONS.items()]
    nodes = [("in", "inputNode", {}), ("tariff", "expressionNode", {"expressions": rows}), ("out", "outputNode", {})]
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}
            for name, kind, content in nodes
        ],
        "edges": [
            {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
            for source, target in (("in", "tariff"), ("tariff", "out"))
        ],
    }


ENGINE = zen.ZenEngine({"loader": {"type": "static", "content": {"tariff": graph()}}})
DECISION = zen.ZenEngine().create_decision(json.dumps(graph()))


def prepare_one(row: dict[str, Any]) -> dict[str, Any]:
    """Return a household as the engine reads it; days are numbers, so that the engine need not parse dates."""

    def number(day: dt.date | None) -> int | None:
        return None if day is None else _day(day)

    return {
        "gross": row["gross_cents"],
        "formula": row["formula"],
        "regime": row["regime"],
        "birth_date": number(row["birth_date"]),
        "retired_on": number(row["retired_on"]),
        "partner_birth_date": number(row["partner_birth_date"]),
        "children": [number(row[name]) for name in CHILDREN if row[name] is not None],
    }


def price_one(context: dict[str, Any]) -> Any:
    """Evaluate the decision."""
    return ENGINE.evaluate("tariff", context)


def trace_one(context: dict[str, Any]) -> Any:
    """Evaluate the decision with the trace of every expression, the closest thing to an explanation."""
    return ENGINE.evaluate("tariff", context, {"trace": True})


def price_one_created(context: dict[str, Any]) -> Any:
    """Evaluate the decision from ``create_decision``."""
    return DECISION.evaluate(context)


def answer_one(response: dict[str, Any]) -> tuple[int | None, ...]:
    """Return the amounts of the three channels; the engine leaves out nulls."""
    amounts = [response["result"].get(name) for name in CHANNELS]
    return tuple(None if amount is None else int(amount) for amount in amounts)
