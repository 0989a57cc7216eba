"""
Quotes of two households compared: a child is the same child wherever it stands in the list.
"""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import GUIDE, START
from psc_workflow import Child, Formula, Household, Quote, Regime
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing import Comparison, PricedQuote, price

ELDEST, MIDDLE, YOUNGEST = (dt.date(year, 5, 6) for year in (2010, 2013, 2019))


def quote(*children: tuple[dt.date, str | None] | dt.date) -> PricedQuote:
    """Price children by their birth dates, some of them with a name."""
    people = [Child(child) if isinstance(child, dt.date) else Child(child[0], ref=child[1]) for child in children]
    household = Household(regime=Regime.GENERAL, children=people)
    return price(household, contract=GUIDE, formula=Formula.BASE, on=START)


def changes(compared: Comparison) -> list[tuple[str, str, int | None]]:
    return [(change.who, change.why, change.difference) for change in compared.changes]


def test_the_first_two_children_pay_and_the_third_is_free() -> None:
    assert [line.cents for line in quote(ELDEST, MIDDLE, YOUNGEST).lines if line.who.startswith("child")] == [600, 600, 0]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations((ELDEST, MIDDLE, YOUNGEST))))
def test_another_order_changes_nothing(order: tuple[dt.date, ...]) -> None:
    compared = quote(ELDEST, MIDDLE, YOUNGEST).diff(quote(*order))
    assert (compared.changes, compared.ambiguous) == ((), ())


def test_who_leaves_is_the_one_who_is_not_there_any_more() -> None:
    before = quote(ELDEST, MIDDLE)
    assert changes(before.diff(quote(MIDDLE))) == [("child-1", "removed", -600)]
    assert changes(before.diff(quote(ELDEST))) == [("child-2", "removed", -600)]
    assert changes(quote(MIDDLE).diff(quote(ELDEST, MIDDLE))) == [("child-1", "added", 600)]
    assert changes(quote(ELDEST).diff(quote(MIDDLE))) == [("child-1", "removed", -600), ("child-1", "added", 600)]


def test_a_name_counts_more_than_a_birth_date() -> None:
    before = quote((ELDEST, "ana"), (MIDDLE, "leo"))
    corrected = before.diff(quote((MIDDLE, "ana"), (ELDEST, "leo")))
    assert (corrected.changes, corrected.ambiguous) == ((), ())
    others = before.diff(quote((ELDEST, "zoe"), (MIDDLE, "leo")))
    assert (changes(others), others.ambiguous) == ([("ana", "removed", -600), ("zoe", "added", 600)], ())


def test_a_child_who_gets_a_name_is_the_same_child() -> None:
    compared = quote(ELDEST, MIDDLE).diff(quote((MIDDLE, "leo"), ELDEST))
    assert (compared.changes, compared.ambiguous) == ((), ())


def test_twins_are_told_apart_only_if_none_comes_or_goes() -> None:
    twins = quote(MIDDLE, MIDDLE)
    assert (twins.diff(twins).changes, twins.diff(twins).ambiguous) == ((), ())
    left = twins.diff(quote(MIDDLE))
    assert changes(left) == [("child-2", "removed", -600)]
    assert left.ambiguous == ("child-1", "child-2")
    assert quote(ELDEST, MIDDLE).diff(quote(ELDEST, MIDDLE, MIDDLE)).ambiguous == ("child-2", "child-3")
    named = quote((MIDDLE, "ana"), (MIDDLE, "leo"))
    assert (changes(named.diff(quote((MIDDLE, "leo")))), named.diff(quote((MIDDLE, "leo"))).ambiguous) == ([("ana", "removed", -600)], ())  # fmt: skip
    assert named.diff(quote(MIDDLE)).ambiguous == ("ana", "child-1", "leo")
    assert "ana, enfant 1, leo" in str(named.diff(quote(MIDDLE))).replace("\N{NO-BREAK SPACE}", " ")
    assert twins.diff(quote((MIDDLE, "ana"), MIDDLE)).ambiguous == ("ana", "child-1", "child-2")


def test_of_a_quote_without_its_household_only_names_are_known() -> None:
    before = quote(ELDEST, (MIDDLE, "leo"))
    fields = {field.name: getattr(before, field.name) for field in attrs.fields(Quote)}
    compared = before.diff(Quote(**fields))
    assert (compared.changes, compared.ambiguous) == ((), ("child-1",))


@given(
    st.lists(st.sampled_from([ELDEST, MIDDLE, YOUNGEST, START]), max_size=4),
    st.lists(st.sampled_from([ELDEST, MIDDLE, YOUNGEST, START]), max_size=4),
)
def test_changes_add_up_whoever_is_who(first: list[dt.date], second: list[dt.date]) -> None:
    before, after = quote(*first), quote(*second)
    compared = before.diff(after)
    for channel in Channel:
        moved = [change.difference for change in compared.changes if change.channel is channel]
        if compared.difference(channel) is not None:
            assert sum(filter(None, moved)) == compared.difference(channel)
