"""
All steps from the rows of a frame to what they pay: number the cells, look up what they pay, add what depends on pay.

``docs/explanation/how-frames-are-priced.md`` follows a row through them.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.pricing._charges import charges
from psc_workflow.pricing.frame._agents import Agents, agents
from psc_workflow.pricing.frame._cells import Table, table
from psc_workflow.pricing.frame._columns import PLACES, TEXTS, Column, Compute, LookUp, Step
from psc_workflow.pricing.frame._digits import Digit, as_number
from psc_workflow.pricing.frame._entries import BY_CHANNEL, CHANNELS, Accounts, Verdict, both_verdicts
from psc_workflow.pricing.frame._expressions import PREFIX, sum_of
from psc_workflow.pricing.frame._formulas import Formula, col
from psc_workflow.pricing.frame._people import Group, groups
from psc_workflow.pricing.frame._terms import in_order

MOST_CELLS = 8192
"""The most cells of a table for several groups of people; where there would be more, they have tables of their own."""

_AGENT, _SITUATION = f"{PREFIX}agent", f"{PREFIX}situation"

Tables = Mapping[str, Table]
"""By the column that has the places of their answers; the agent is in the first."""


@functools.lru_cache
def steps(  # noqa: PLR0917 -- names would be other keys of the cache
    contract: Contract,
    on: dt.date,
    children: tuple[str, ...],
    least_certainty: Certainty,
    optional: frozenset[str] = frozenset(),
    accounts: Accounts = BY_CHANNEL,
) -> tuple[Step, ...]:
    """
    List the steps that price the rows of a frame.

    Args:
        children: Columns with the birth dates of children.
        least_certainty: Amounts less certain than this stay unknown.
        optional: Those of ``OPTIONAL_COLUMNS`` that the frame has.
        accounts: What amounts are added up by.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
        InvalidFrameError: A ratio has too many digits.
    """
    contract.value("formulas", on)
    tariff = charges(contract, on)
    agent = agents(contract, tariff, on, optional, least_certainty)
    numbered = number_cells(agent, list(groups(tariff, on, children)), accounts)
    all_steps = [*numbered.steps, *_amounts(numbered.tables, accounts), *_verdicts(numbered.tables)]
    return tuple(step for step in all_steps if step.columns)


@attrs.frozen(eq=False)
class Numbered:
    """
    The cells of rows, and what they pay.

    Args:
        steps: They number the cells, and look up the places of their answers.
        situation: The situation of the agent.
    """

    steps: tuple[Step, ...]
    situation: Digit
    tables: Tables


def number_cells(agent: Agents, people: Sequence[Group], accounts: Accounts = BY_CHANNEL) -> Numbered:
    """Number the cells of rows with these *people*."""
    situation = Digit(col(_SITUATION), agent.situations)
    members = list(_divided(people, len(agent.situations)))
    cells = {
        f"{PREFIX}cell_{place}": as_number([situation, *(group.digit for group in some)])
        for place, some in enumerate(members)
    }
    tables = {
        f"{PREFIX}answer_{place}": table(
            agent.situations, tuple(group.digit.values for group in some), accounts, of_agents=place == 0
        )
        for place, some in enumerate(members)
    }
    all_steps: tuple[Step, ...] = (
        *(step for group in people for step in group.before),
        Compute({_AGENT: agent.number}),
        LookUp({_SITUATION: (_AGENT, agent.places)}),
        Compute(cells),
        LookUp({answer: (cell, tables[answer].answers) for answer, cell in zip(tables, cells, strict=True)}),
    )
    return Numbered(all_steps, situation, tables)


def _divided(people: Sequence[Group], cases: int) -> Iterator[list[Group]]:
    """Divide the groups of people among tables."""
    members: list[Group] = []
    size = cases
    for group in people:
        size *= len(group.digit.values)
        if members and size > MOST_CELLS:
            yield members
            members, size = [], cases * len(group.digit.values)
        members.append(group)
    yield members


# -- amounts ----------------------------------------------------------------------------------------


def _amounts(tables: Tables, accounts: Accounts) -> Iterator[Step]:
    """Look up what cells pay, and add the terms of pay that they have."""
    terms = in_order(term for each in tables.values() for term, _ in each.terms)
    columns = {term: f"{PREFIX}term_{place}" for place, term in enumerate(terms)}
    look_ups: dict[str, tuple[str, Column]] = {}
    totals: dict[str, list[Formula]] = {name: [] for name in accounts.columns}
    for key, each in tables.items():
        for total, cents in zip(accounts.columns, each.cents, strict=True):
            if cents is not None:
                name = f"{key}_{total}"
                look_ups[name] = (key, cents)
                totals[total].append(col(name))
        for (term, account), counts in each.terms.items():
            total = accounts.columns[account]
            name = f"{key}_{total}_{terms.index(term)}"
            look_ups[name] = (key, counts)
            totals[total].append(col(name) * col(columns[term]))
    yield LookUp(look_ups)
    yield from (Compute({name: term.cents(columns)}) for term, name in columns.items())
    yield Compute({name: sum_of(parts) for name, parts in totals.items()})


# -- certainties and codes --------------------------------------------------------------------------


def _verdicts(tables: Tables) -> Iterator[Step]:
    """Look up the words."""
    joint = join_verdicts({key: each.verdicts for key, each in tables.items()})
    yield from joint.steps
    words = {
        f"certainty_{channel.value}": [verdict.certainties[place].value for verdict in joint.verdicts]
        for place, channel in enumerate(CHANNELS)
    }
    words["incomplete"] = [verdict.text for verdict in joint.verdicts]
    yield LookUp({name: (joint.column, Column(TEXTS, tuple(texts))) for name, texts in words.items()})


@attrs.frozen(eq=False)
class JointVerdicts:
    """
    The verdicts on all people of a row together.

    Args:
        steps: They number the verdicts, if there are several tables.
        column: The column of these numbers.
    """

    steps: tuple[Step, ...]
    column: str
    verdicts: tuple[Verdict, ...]


def join_verdicts(of_tables: Mapping[str, tuple[Verdict, ...]]) -> JointVerdicts:
    """Join the verdicts of several tables, each by the column that has their places."""
    (key, verdicts), *others = of_tables.items()
    steps: list[Step] = []
    for place, (other_key, other) in enumerate(others, 1):
        (left, ours), (right, theirs) = _distinct(verdicts), _distinct(other)
        names = f"{PREFIX}left_{place}", f"{PREFIX}right_{place}"
        steps.append(LookUp({names[0]: (key, left), names[1]: (other_key, right)}))
        key = f"{PREFIX}verdict_{place}"
        steps.append(Compute({key: col(names[0]) * len(theirs) + col(names[1])}))
        verdicts = tuple(both_verdicts(mine, yours) for mine in ours for yours in theirs)
    return JointVerdicts(tuple(steps), key, verdicts)


def _distinct(verdicts: Sequence[Verdict]) -> tuple[Column, list[Verdict]]:
    """Number the verdicts that differ: the number of each, and those that there are."""
    numbers: dict[Verdict, int] = {}
    places = tuple(numbers.setdefault(verdict, len(numbers)) for verdict in verdicts)
    return Column(PLACES, places), list(numbers)
