"""
Entries of tables: what people pay together is the sum, and the worst, of what each pays.
"""

import itertools
from decimal import Decimal

import pytest

from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing.frame._entries import Entry, Verdict, Weight, at_fault, both_verdicts, nothing, put_together
from psc_workflow.pricing.frame._terms import Term, in_order

PUBLISHED, ESTIMATED, UNKNOWN = Certainty.PUBLISHED, Certainty.ESTIMATED, Certainty.UNKNOWN
SHARE = Term("share", Decimal("0.01"), 400500)
HALF = Term("half", Decimal("0.5"), 5000, of=(SHARE,))


def entry(cents: tuple[int | None, ...], certainty: Certainty, *codes: str, weight: Weight = Weight.MISSING) -> Entry:
    return Entry(cents, (), Verdict(weight, (certainty, PUBLISHED, PUBLISHED), frozenset(codes)))


def test_amounts_are_added_up_and_one_that_is_unknown_leaves_no_sum() -> None:
    together = put_together(entry((1, 2, None), PUBLISHED), entry((10, None, 30), PUBLISHED))
    assert together.cents == (11, None, None)


def test_the_worst_certainty_counts_channel_by_channel() -> None:
    together = put_together(entry((0, 0, 0), ESTIMATED), entry((0, 0, 0), PUBLISHED))
    assert together.verdict.certainties == (ESTIMATED, PUBLISHED, PUBLISHED)


def test_everybody_s_codes_are_there_once_and_in_order() -> None:
    together = put_together(entry((0, 0, 0), UNKNOWN, "b", "c"), entry((0, 0, 0), UNKNOWN, "c", "a"))
    assert together.verdict.text == "a;b;c"


@pytest.mark.parametrize(("light", "heavy"), [*itertools.combinations(Weight, 2)])
def test_a_gap_leaves_nothing_missing_and_a_fault_no_gap(light: Weight, heavy: Weight) -> None:
    verdicts = [entry((0, 0, 0), UNKNOWN, weight.name, weight=weight).verdict for weight in (light, heavy)]
    assert both_verdicts(*verdicts).text == both_verdicts(*verdicts[::-1]).text == heavy.name


def test_nobody_adds_nothing() -> None:
    some = entry((1, None, 3), ESTIMATED, "a")
    assert put_together(nothing(PUBLISHED), some) == put_together(some, nothing(PUBLISHED)) == some


def test_a_row_at_fault_has_no_amount() -> None:
    assert at_fault(["x"]).cents == (None,) * len(Channel)
    assert at_fault(["x"]).verdict.certainties == (UNKNOWN,) * len(Channel)


def test_a_term_comes_after_those_that_it_is_a_share_of() -> None:
    assert in_order([HALF, SHARE, HALF]) == [SHARE, HALF]
