"""
Ages compared with the order of the days on which people would be as old as the bounds.
"""

import datetime as dt

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from people import TODAY
from psc_workflow._catalogue import law
from psc_workflow._model.vocabulary import Certainty, Kinship, Parent
from psc_workflow.rules import generations
from psc_workflow.rules._persons import Person
from strategies import maybe
from verdicts import codes_and_paths

BIRTHS = st.dates(dt.date(1904, 1, 1), TODAY)
"""Births of the living: others are left to the rule ``birth_date``."""

Key = tuple[int, int, int]


def key(day: dt.date, years: int = 0) -> Key:
    """Return the day, so many years on, as numbers that sort; 29 February lies between two days whatever the year."""
    return day.year + years, day.month, day.day


def expected(agent: dt.date | None, partner: dt.date | None, child: Person) -> set[tuple[str, str]]:
    """Write the rule the other way round: from the day of a bound to the birth."""
    table = set()
    if agent and not key(agent, 15) <= key(TODAY) < key(agent, 81):
        table.add(("agent-age-unlikely", "agent"))
    if partner and key(partner, 15) > key(TODAY):
        table.add(("partner-very-young", "partner"))
    if partner and key(partner, 106) <= key(TODAY):
        table.add(("partner-very-old", "partner"))
    parents = {Parent.PARTNER: [partner], Parent.BOTH: [agent, partner]}.get(child.parent, [agent])
    descends = child.kinship in (None, Kinship.CHILD, Kinship.GRANDCHILD)
    for parent in parents if descends and child.birth_date else []:
        if parent and child.birth_date and key(child.birth_date) < key(parent, 12):
            older = key(child.birth_date) < key(parent)
            table.add(("child-older-than-parent" if older else "child-born-soon-after-parent", "child"))
    return table


@given(maybe(BIRTHS), maybe(BIRTHS), maybe(BIRTHS), maybe(st.sampled_from(Parent)), maybe(st.sampled_from(Kinship)))
@example(dt.date(1980, 2, 29), None, dt.date(1992, 2, 28), None, None)
@example(dt.date(1980, 2, 29), None, dt.date(1992, 2, 29), None, None)
@example(dt.date(2011, 4, 7), dt.date(2011, 4, 8), None, None, None)
def test_ages_are_warned_about_exactly_beyond_their_bounds(
    agent: dt.date | None,
    partner: dt.date | None,
    child: dt.date | None,
    parent: Parent | None,
    kinship: Kinship | None,
) -> None:
    people = (
        Person("agent", birth_date=agent, birth_path="agent"),
        Person("partner", birth_date=partner, birth_path="partner"),
        Person("child", birth_date=child, birth_path="child", parent=parent, kinship=kinship),
    )
    verdict = generations.assess(people, today=TODAY)
    assert verdict.holds
    assert set(codes_and_paths(verdict)) == expected(agent, partner, people[2])


def test_nothing_is_said_of_births_that_the_command_does_not_state() -> None:
    old = Person("agent", birth_date=dt.date(1910, 1, 1))
    child = Person("child", birth_date=dt.date(1905, 1, 1))
    assert generations.assess((old, child), today=TODAY).findings == ()
    assert codes_and_paths(generations.assess((attrs.evolve(old, birth_path="x"), child), today=TODAY)) == [
        ("agent-age-unlikely", "x"),
        ("child-older-than-parent", "x"),
    ]


def test_the_number_of_an_agent_is_of_somebody_old_enough_and_not_too_old_in_some_century() -> None:
    """Every two figures are tried, against the years in which somebody of 15 to 80 can be born."""
    likely = {year % 100 for year in range(TODAY.year - 81, TODAY.year - 14)}
    for figures in range(100):
        number = f"2{figures:02}069873512341"
        agent = Person("agent", nir=number, nir_path="nir")
        expected = [] if figures in likely else [("agent-number-unlikely", "nir")]
        assert codes_and_paths(generations.assess((agent,), today=TODAY)) == expected
        assert generations.assess((attrs.evolve(agent, role="partner"),), today=TODAY).findings == ()


BOUNDS = {
    "agent-age-unlikely": ("youngest_agent", "oldest_agent"),
    "agent-number-unlikely": ("youngest_agent", "oldest_agent"),
    "partner-very-young": ("youngest_partner",),
    "partner-very-old": ("oldest_partner",),
    "child-born-soon-after-parent": ("youngest_parent",),
}


def test_what_each_bound_rests_on_is_cited() -> None:
    """Both ends of a range, since the finding does not say which of them was passed."""
    people = (
        Person("agent", birth_date=TODAY, birth_path="a", nir="220069873512341", nir_path="nir"),
        Person("partner", birth_date=TODAY, birth_path="b"),
        Person("child", birth_date=TODAY, birth_path="c"),
    )
    old = (Person("partner", birth_date=dt.date(1905, 1, 1), birth_path="b"),)
    findings = [each for household in (people, old) for each in generations.assess(household, today=TODAY).findings]
    assert {each.code for each in findings} == BOUNDS.keys()
    for each in findings:
        bounds = [source for name in BOUNDS[each.code] for source in law.dated(name, TODAY).sources]
        assert {*bounds} <= {*each.sources}, each.code
        assert each.certainty is Certainty.ASSUMED
