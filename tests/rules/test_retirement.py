"""
The time in which retirees may join, compared with the calendar and with a table of who had retired when.
"""

import datetime as dt
from types import SimpleNamespace

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given

from people import ONE_DAY, PF, START, TODAY
from psc_workflow import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.rules import retirement
from strategies import maybe, near
from verdicts import facts_by_place

TWO_YEARS_SINCE = dt.date(2025, 11, 10)
DAYS = near(START, 400) | near(START, 2)


def taking_effect(on: dt.date) -> Contract:
    """Return what the rule reads of a contract: the day on which it takes effect."""
    effect = attrs.evolve(PF.effect.values[0], value=on)
    return SimpleNamespace(dated=lambda name, _: {"effect": effect}[name])  # type: ignore[return-value]  # stands in


@given(maybe(DAYS), near(START, 100))
@example(START - ONE_DAY, TODAY)
@example(START, TODAY)
@example(START + ONE_DAY, TODAY)
@example(None, TODAY)
def test_only_those_who_had_retired_before_the_contract_have_a_time_that_a_text_gives(
    retired_on: dt.date | None, today: dt.date
) -> None:
    verdict = retirement.assess(retired_on, contract=PF, today=today)
    later = retired_on is not None and retired_on.toordinal() >= START.toordinal()
    assert facts_by_place(verdict) == ({("retirees-window-unknown", "on"): {"on": retired_on}} if later else {})
    assert verdict.outcome is Judgement.HOLDS
    if retired_on is None:
        return
    window = retirement.find_window(retired_on, contract=PF, today=today)
    assert window.last_day == (None if later else dt.date(2028, 4, 30))
    assert window.opens_on == (retired_on if later else START)
    certainties = {value.certainty for value in window.rests_on}
    assert certainties == {Certainty.UNKNOWN if later else Certainty.PUBLISHED}


@given(near(TWO_YEARS_SINCE, 500), near(TWO_YEARS_SINCE, 3) | near(START, 3))
@example(TWO_YEARS_SINCE, TWO_YEARS_SINCE)
@example(TWO_YEARS_SINCE - ONE_DAY, TWO_YEARS_SINCE)
@example(TWO_YEARS_SINCE - ONE_DAY, TWO_YEARS_SINCE - ONE_DAY)
@example(dt.date(2024, 2, 29), TWO_YEARS_SINCE - ONE_DAY)
def test_the_time_runs_from_the_effect_or_under_an_older_contract_from_the_text_of_november_2025(
    effect: dt.date, today: dt.date
) -> None:
    """Before that text it was one year; calendar arithmetic of another library gives the same days."""
    window = retirement.find_earlier_window(contract=taking_effect(effect), today=today)
    if max(effect, today) < TWO_YEARS_SINCE:
        assert (window.opens_on, window.last_day) == (effect, effect + relativedelta(years=1) - birthday_of(effect))
    else:
        opens_on = max(effect, TWO_YEARS_SINCE)
        assert window.opens_on == opens_on
        assert window.last_day == opens_on + relativedelta(years=2) - birthday_of(opens_on)


def birthday_of(day: dt.date) -> dt.timedelta:
    """Return one day; none after 29 February, whose anniversary the other library puts on the 28th."""
    return dt.timedelta(days=0 if (day.month, day.day) == (2, 29) else 1)


@pytest.mark.parametrize("contract", contracts.builtin.values(), ids=lambda contract: contract.id)
def test_under_every_built_in_contract_it_ends_with_april_2028(contract: Contract) -> None:
    window = retirement.find_earlier_window(contract=contract, today=TODAY)
    assert (window.opens_on, window.last_day) == (dt.date(2026, 5, 1), dt.date(2028, 4, 30))


def test_the_warning_says_to_ask_at_once_and_cites_article_4() -> None:
    (warning,) = retirement.assess(dt.date(2026, 9, 1), contract=PF, today=TODAY).findings
    assert "tout de suite" in warning.remedy("fr")
    assert "at once" in warning.remedy("en")
    assert any("art. 4" in source.title for source in warning.sources)
    assert warning.certainty is Certainty.UNKNOWN
