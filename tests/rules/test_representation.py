"""
Representatives compared with a calendar on which each day is either theirs or not.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import TODAY
from psc_workflow import Capacity
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import representation
from strategies import around, born_near, maybe
from verdicts import codes, codes_and_paths

DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2100, 12, 31))


def coming_of_age(born: dt.date) -> dt.date:
    """Return the day on which somebody comes of age; who is born on 29 February does on 1 March of a common year."""
    year = born.year + 18
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


@given(st.data(), st.sampled_from(Capacity), DAYS)
def test_a_representative_acts_from_the_first_day_until_the_end_and_a_parent_until_the_agent_is_18(
    data: st.DataObject, capacity: Capacity, on: dt.date
) -> None:
    since = data.draw(around(on))
    ends_on = data.draw(maybe(around(on, since)))
    born = data.draw(maybe(born_near(on, 17, 18) | st.dates(dt.date(1920, 1, 1), dt.date(2080, 1, 1))))
    table = {
        "representation-not-begun": since > on,
        "representation-over": ends_on is not None and ends_on <= on,
        "representation-past-majority": capacity == "parent" and born is not None and coming_of_age(born) <= on,
    }
    verdict = representation.assess(capacity, since=since, ends_on=ends_on, birth_date=born, on=on)
    assert codes(verdict) == [code for code, is_true in table.items() if is_true]


@pytest.mark.parametrize("since", [None, TODAY])
@pytest.mark.parametrize("capacity", [None, Capacity.PARENT])
def test_nobody_acts_without_a_record(capacity: Capacity | None, since: dt.date | None) -> None:
    verdict = representation.assess(capacity, since=since, ends_on=None, birth_date=None, on=TODAY)
    assert codes(verdict) == ([] if capacity and since else ["representative-not-recorded"])
    assert (codes(representation.assess_recorded(capacity)) == []) == (capacity is not None)


@given(st.data(), st.sampled_from([None, *Capacity]), st.none() | DAYS)
def test_parents_are_recorded_of_minors_and_curators_of_adults(
    data: st.DataObject, capacity: Capacity | None, on: dt.date | None
) -> None:
    born = data.draw(maybe(born_near(on or TODAY, 17, 18)))
    missing = [name for name, fact in (("capacity", capacity), ("on", on)) if fact is None]
    expected = [("representative-fact-missing", name) for name in missing]
    if not missing and born is not None:
        is_adult = coming_of_age(born) <= on
        expected += [("parent-of-adult", "capacity")] if is_adult and capacity == "parent" else []
        expected += [("curator-of-minor", "capacity")] if not is_adult and capacity == "curator" else []
    verdict = representation.assess_record(capacity, on, birth_date=born, today=TODAY)
    assert codes_and_paths(verdict.findings) == expected


@pytest.mark.parametrize("capacity", [None, *Capacity])
def test_only_a_curator_leaves_consents_to_the_agent(capacity: Capacity | None) -> None:
    assert codes(representation.assess_consent(capacity)) == (["curator-assists"] if capacity == "curator" else [])


@given(maybe(around(TODAY)), maybe(around(TODAY)))
def test_a_representation_ends_on_its_first_day_or_later(on: dt.date | None, since: dt.date | None) -> None:
    expected = ["day-missing"] if on is None else ["day-too-early"] if since is not None and on < since else []
    assert codes(representation.assess_end(on, since=since)) == expected


def test_sentences_say_the_days_and_the_age() -> None:
    (begun,) = representation.assess(
        Capacity.GUARDIAN, since=dt.date(2026, 5, 1), ends_on=None, birth_date=None, on=TODAY
    ).findings
    assert begun.facts == {"since": dt.date(2026, 5, 1)}
    (over,) = representation.assess(
        Capacity.GUARDIAN, since=dt.date(2026, 1, 1), ends_on=TODAY, birth_date=None, on=TODAY
    ).findings
    assert over.facts == {"ends_on": TODAY}
    (grown,) = representation.assess_record(
        Capacity.PARENT, TODAY, birth_date=dt.date(1990, 1, 1), today=TODAY
    ).findings
    assert grown.facts == {"age": 18, "on": TODAY}
    assert grown.sources[0].title == "Code civil, art. 414"


def test_before_the_first_age_known_nothing_is_answered() -> None:
    early = dt.date(2008, 12, 31)
    with pytest.raises(NoValueInForceError):
        representation.assess(Capacity.GUARDIAN, since=early, ends_on=None, birth_date=None, on=early)
    with pytest.raises(NoValueInForceError):
        representation.assess_record(Capacity.PARENT, TODAY, birth_date=TODAY, today=early)
