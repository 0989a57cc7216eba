"""
Cells: all rows that a tariff treats alike, whatever their pay; and the tables that say what each cell pays.

A cell is a situation of the agent and, for each group of people, who they are.
The scalar calculator writes the lines of each person in each situation once;
what a cell pays is put together from these.
"""

import functools
import itertools
import math
from collections.abc import Mapping

import attrs

from psc_workflow._model.vocabulary import Certainty, Who
from psc_workflow.pricing._bands import last_step
from psc_workflow.pricing._parts import Part
from psc_workflow.pricing._people import CHILD_NAMES, Person
from psc_workflow.pricing._plans import part_of
from psc_workflow.pricing._situations import Situation
from psc_workflow.pricing.frame._agents import Faults
from psc_workflow.pricing.frame._columns import CENTS, PLACES, Column
from psc_workflow.pricing.frame._entries import Accounts, Entry, Verdict, at_fault, entry_of, nothing, put_together
from psc_workflow.pricing.frame._terms import Term

People = tuple[Person, ...]
Case = Situation | Faults

_NAMES = {Who.AGENT: Who.AGENT.value, Who.PARTNER: Who.PARTNER.value, Who.CHILD: CHILD_NAMES[0]}
"""In whose name lines are written; tables do not hold it."""


@attrs.frozen(eq=False)
class Table:
    """
    What the cells of some groups of people pay.

    Many cells pay the same: a table has their answers once, and the place of
    its answer for each cell.

    Args:
        answers: The place of each cell's answer in the columns below.
        cents: For each account, what does not depend on the pay; ``None`` if
            that is 0 in every answer.
        terms: For each term and the place of its account, how often each answer
            has it.
        verdicts: Of each answer.
    """

    answers: Column
    cents: tuple[Column | None, ...]
    terms: Mapping[tuple[Term, int], Column]
    verdicts: tuple[Verdict, ...]


@functools.lru_cache(64)
def table(
    cases: tuple[Case, ...], groups: tuple[tuple[People, ...], ...], accounts: Accounts, *, of_agents: bool
) -> Table:
    """
    Fill the table of some groups: its cells are numbered as their digits are, the situation first.

    Args:
        cases: Every situation, or what a row is at fault for.
        groups: For each group, the people that the values of its digit stand
            for.
        accounts: What amounts are added up by.
        of_agents: Whether the agent is among them, who answers for the faults
            of the row.
    """
    places: dict[Entry, int] = {}
    cells = [entry for case in cases for entry in _entries(case, groups, accounts, of_agents=of_agents)]
    answers = tuple(places.setdefault(entry, len(places)) for entry in cells)
    entries = list(places)
    every_term = dict.fromkeys(term for entry in entries for term in entry.terms)
    return Table(
        Column(PLACES, answers),
        tuple(map(_unless_zero, zip(*(entry.cents for entry in entries), strict=True))),
        {term: Column(CENTS, tuple(entry.terms.count(term) for entry in entries)) for term in every_term},
        tuple(entry.verdict for entry in entries),
    )


def _unless_zero(cents: tuple[int | None, ...]) -> Column | None:
    return Column(CENTS, cents) if any(amount != 0 for amount in cents) else None


def _entries(case: Case, groups: tuple[tuple[People, ...], ...], accounts: Accounts, *, of_agents: bool) -> list[Entry]:
    """List the entries of all cells of one situation."""
    if not isinstance(case, Situation):
        of_all = at_fault(case, accounts) if of_agents else nothing(Certainty.PUBLISHED, accounts)
        return [of_all] * math.prod(map(len, groups))
    nobody = nothing(case.charges.tariff.structure, accounts)
    entries, of_person = [nobody], functools.cache(functools.partial(_entry, case, accounts))
    for group in groups:
        of_group = [functools.reduce(put_together, map(of_person, people), nobody) for people in group]
        entries = [put_together(*pair) for pair in itertools.product(entries, of_group)]
    return entries


def _entry(situation: Situation, accounts: Accounts, person: Person) -> Entry:
    return entry_of(part(situation, person), situation, accounts)


def part(situation: Situation, person: Person) -> Part | str:
    """Return the lines of a person, or the gap: of somebody whom the tariff treats alike in that situation."""
    ages = situation.ages[list(Who).index(person.who)]
    age = person.age if person.age is None and ages else last_step(ages, person.age or 0) if ages else 0
    alike = Person(person.who, age, situation.ranks[person.rank - 1])
    return part_of(situation, alike, _NAMES[person.who])
