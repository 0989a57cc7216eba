"""
What a population pays, worked out household by household and added up in Python.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from households import CHILD_COLUMNS, price_row
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Channel, worst
from psc_workflow.pricing import frame
from psc_workflow.pricing._populations import PAYERS, Dimension, PremiumSum, Shift

Group = tuple[Dimension | None, Any]
Answer = tuple[Any, ...]


def decile(row: dict[str, Any], rows: list[dict[str, Any]]) -> int | None:
    pays = [other["gross_cents"] for other in rows if is_pay(other["gross_cents"])]
    lower = sum(pay < row["gross_cents"] for pay in pays) if is_pay(row["gross_cents"]) else 0
    return 1 + lower * 10 // len(pays) if is_pay(row["gross_cents"]) else None


def is_pay(gross: int | None) -> bool:
    return gross is not None and 0 <= gross <= 10**9


def groups_of(row: dict[str, Any], rows: list[dict[str, Any]]) -> list[Group]:
    children = sum(row[name] is not None for name in CHILD_COLUMNS)
    family = f"{'agent' if row['partner_birth_date'] is None else 'couple'}_{min(children, 3)}"
    formula = None if row["formula"] == "gold" else row["formula"]
    return [
        (None, None),
        (Dimension.PAY_DECILE, decile(row, rows)),
        (Dimension.FORMULA, formula),
        (Dimension.FAMILY, family),
    ]


def members(rows: list[dict[str, Any]], answers: Iterable[Any]) -> dict[Group, list[Any]]:
    """Return the answers of the households of every group."""
    by_group: dict[Group, list[Any]] = {}
    for row, answer in zip(rows, answers, strict=True):
        for group in groups_of(row, rows):
            by_group.setdefault(group, []).append(answer)
    return by_group


def add_up(answers: list[Answer]) -> dict[Channel, PremiumSum]:
    sums = {}
    for place, channel in enumerate(Channel):
        amounts = [answer[place] for answer in answers if answer[place] is not None]
        certainties = [Certainty(answer[3 + place]) for answer in answers if answer[place] is not None]
        least = worst(certainties or [Certainty.UNKNOWN])
        sums[channel] = PremiumSum(sum(amounts), len(amounts), len(answers) - len(amounts), least)
    return sums


def codes_of(answers: list[Answer]) -> dict[str, int]:
    return dict(sorted(Counter(code for answer in answers for code in answer[-1]).items()))


def paid(answer: Answer, payer: str) -> int | None:
    if payer != "household":
        cents: int | None = answer[[*Channel].index(Channel(payer))]
        return cents
    return None if answer[1] is None or answer[2] is None else answer[1] + answer[2]


def shift(pairs: list[tuple[Answer, Answer]], payer: str) -> Shift:
    both = [(paid(before, payer), paid(after, payer)) for before, after in pairs]
    moves = [(before, after - before) for before, after in both if before is not None and after is not None]
    return Shift(
        before=sum(before for before, _ in moves),
        households=len(moves),
        unknown=len(pairs) - len(moves),
        winners=sum(move < 0 for _, move in moves),
        losers=sum(move > 0 for _, move in moves),
        gains=-sum(move for _, move in moves if move < 0),
        losses=sum(move for _, move in moves if move > 0),
    )


def check_summary(summary: frame.PopulationSummary, rows: list[dict[str, Any]], answers: list[Answer]) -> None:
    expected = members(rows, answers)
    groups = {(group.dimension, group.key): group for group in (summary.total, *summary.groups)}
    assert groups.keys() == expected.keys()
    for name, group in groups.items():
        assert group.households == len(expected[name])
        assert group.sums == add_up(expected[name])
        assert group.incomplete == codes_of(expected[name])
        assert [*group.incomplete] == sorted(group.incomplete)


def check_comparison(
    comparison: frame.PopulationComparison, rows: list[dict[str, Any]], before: list[Answer], after: list[Answer]
) -> None:
    check_summary(comparison.before, rows, before)
    check_summary(comparison.after, rows, after)
    expected = members(rows, zip(before, after, strict=True))
    groups = {(group.dimension, group.key): group for group in (comparison.total, *comparison.groups)}
    assert groups.keys() == expected.keys()
    for name, group in groups.items():
        assert group.households == len(expected[name])
        assert group.shifts == {payer: shift(expected[name], payer) for payer in PAYERS}


def priced_by_row(rows: list[dict[str, Any]], contract: Contract, on: dt.date) -> list[Answer]:
    return [price_row(row, contract, on) for row in rows]


def added_to(row: dict[str, Any], rows: list[dict[str, Any]], before: Answer, after: Answer) -> dict[str, Any]:
    """Return what a comparison adds to the row of a household."""
    results = {
        f"{side}_{name}": value
        for side, answer in (("before", before), ("after", after))
        for name, value in zip(frame.RESULTS, result_values(answer), strict=True)
    }
    (_, number), _, (_, family) = groups_of(row, rows)[1:]
    paid_before, paid_after = paid(before, "household"), paid(after, "household")
    difference = None if paid_before is None or paid_after is None else paid_after - paid_before
    return results | {"pay_decile": number, "family": family, "difference_cents": difference}


def result_values(answer: Answer) -> Answer:
    return (*answer[:-1], ";".join(answer[-1]))
