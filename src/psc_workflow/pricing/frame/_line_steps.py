"""
All steps from the rows of a frame to the lines of their quotes, one line a row.

The cells are numbered as for totals, each child apart. A row is repeated for
each person, a person for each line, and what a line says is looked up; only
amounts that depend on pay are computed.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Sequence

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.pricing._charges import charges
from psc_workflow.pricing.frame._agents import FAULTS, agents
from psc_workflow.pricing.frame._checks import CHILD_COLUMN
from psc_workflow.pricing.frame._columns import CENTS, PLACES, TEXTS, Column, Compute, LookUp
from psc_workflow.pricing.frame._columns import Step as ColumnStep
from psc_workflow.pricing.frame._digits import as_number
from psc_workflow.pricing.frame._entries import Verdict, Weight
from psc_workflow.pricing.frame._expressions import PREFIX
from psc_workflow.pricing.frame._formulas import Formula, col, when
from psc_workflow.pricing.frame._line_records import Ledger, cite, ledger
from psc_workflow.pricing.frame._people import Group, individuals
from psc_workflow.pricing.frame._pipeline import JointVerdicts, join_verdicts, number_cells
from psc_workflow.pricing.frame._repetition import Repeat

LINE_RESULTS = ("who", "component", "channel", "cents", "certainty", "source", "incomplete")
"""The columns of a line, after the household's id."""

Step = ColumnStep | Repeat

_ID = "household_id"
_HAS_NO_LINES, _SLOT, _LIST = f"{PREFIX}has_no_lines", f"{PREFIX}slot", f"{PREFIX}list"
_FIRST, _COUNT, _NUMBER, _RECORD = f"{PREFIX}first", f"{PREFIX}count", f"{PREFIX}number", f"{PREFIX}record"
_PLACE, _TERM, _FIXED, _NOTE = f"{PREFIX}place", f"{PREFIX}term", f"{PREFIX}fixed", f"{PREFIX}note"


@functools.lru_cache
def line_steps(
    contract: Contract,
    on: dt.date,
    children: tuple[str, ...],
    least_certainty: Certainty,
    optional: frozenset[str] = frozenset(),
) -> tuple[Step, ...]:
    """
    List the steps that write the lines of the rows of a frame.

    Args:
        children: Columns with the birth dates of children.
        least_certainty: Amounts less certain than this stay unknown.
        optional: Those of ``OPTIONAL_COLUMNS`` that the frame has.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
        InvalidFrameError: A ratio has too many digits.
    """
    contract.value("formulas", on)
    tariff = charges(contract, on)
    agent = agents(contract, tariff, on, optional, least_certainty)
    people = list(individuals(tariff, on, children))
    numbered = number_cells(agent, people)
    joint = join_verdicts({key: tuple(map(_of_household, each.verdicts)) for key, each in numbered.tables.items()})
    lines = ledger(agent.situations, people)
    has_none = Column(PLACES, tuple(int(verdict.weight is not Weight.MISSING) for verdict in joint.verdicts))
    terms = {term: f"{PREFIX}term_{place}" for place, term in enumerate(lines.terms)}
    cells = {_cell(place): as_number([numbered.situation, group.digit]) for place, group in enumerate(people)}
    shared = (_ID, joint.column, _HAS_NO_LINES, *terms.values())
    all_steps: Iterator[Step] = iter(
        [
            *numbered.steps,
            *joint.steps,
            LookUp({_HAS_NO_LINES: (joint.column, has_none)}),
            Compute(cells),
            LookUp({_list(place): (_cell(place), lines.lists[group.who]) for place, group in enumerate(people)}),
            *(Compute({name: term.cents(terms)}) for term, name in terms.items()),
            Compute({_COUNT: when(col(_HAS_NO_LINES) == 1).then(1).otherwise(len(people))}),
            Repeat(_COUNT, _SLOT, (*shared, *map(_list, range(len(people))))),
            Compute({_LIST: _list_of_slot(len(people), lines)}),
            LookUp({_COUNT: (_LIST, lines.counts), _FIRST: (_LIST, lines.firsts)}),
            Repeat(_COUNT, _NUMBER, (*shared, _SLOT, _FIRST)),
            Compute({_PLACE: col(_FIRST) + col(_NUMBER)}),
            LookUp({_RECORD: (_PLACE, lines.places)}),
            *_results(lines, people, joint, cite(tariff.sources)),
            Compute({"cents": _cents(list(terms.values()))}),
        ]
    )
    return tuple(step for step in all_steps if isinstance(step, Repeat) or step.columns)


def _of_household(verdict: Verdict) -> Verdict:
    """Leave out what is unknown of single lines, which say so themselves."""
    return verdict._replace(certainties=(), codes=frozenset() if verdict.weight is Weight.MISSING else verdict.codes)


def _cell(place: int) -> str:
    return f"{PREFIX}cell_of_{place}"


def _list(place: int) -> str:
    return f"{PREFIX}list_of_{place}"


def _list_of_slot(count: int, lines: Ledger) -> Formula:
    """Choose the list of lines of the person who has this slot."""
    chain = when(col(_HAS_NO_LINES) == 1).then(lines.of_unknown)
    for place in range(1, count):
        chain = chain.when(col(_SLOT) == place).then(col(_list(place)))
    return chain.otherwise(col(_list(0)))


# -- what a line says -------------------------------------------------------------------------------


def _results(lines: Ledger, people: Sequence[Group], joint: JointVerdicts, source: str) -> Iterator[Step]:
    """
    Look up what each line says; where a household has none, what its verdict says.

    Args:
        source: What is cited for the tariff as a whole: what a gap is of.
    """
    records, no_lines = lines.records, col(_HAS_NO_LINES) == 1
    places = {None: 0} | {term: place for place, term in enumerate(lines.terms, 1)}
    names = [*map(_name, people), ""]
    gaps = [source if each.codes.difference(FAULTS) else "" for each in joint.verdicts]
    yield Compute(
        {
            _NOTE: when(no_lines).then(col(joint.column) + len(records)).otherwise(col(_RECORD)),
            _SLOT: when(no_lines).then(len(people)).otherwise(col(_SLOT)),
        }
    )
    yield LookUp(
        {
            _TERM: (_RECORD, Column(PLACES, tuple(places[record.term] for record in records))),
            _FIXED: (_RECORD, Column(CENTS, tuple(record.cents for record in records))),
            "who": (_SLOT, Column(TEXTS, tuple(names))),
            "component": (_RECORD, Column(TEXTS, tuple(record.component for record in records))),
            "channel": (_RECORD, Column(TEXTS, tuple(record.channel.value for record in records))),
            "certainty": (_RECORD, Column(TEXTS, tuple(record.certainty.value for record in records))),
            "source": (_NOTE, Column(TEXTS, (*(record.source for record in records), *gaps))),
            "incomplete": (
                _NOTE,
                Column(TEXTS, (*(record.incomplete for record in records), *(each.text for each in joint.verdicts))),
            ),
        }
    )


def _cents(terms: Sequence[str]) -> Formula:
    """Choose the term of the line, or its fixed amount."""
    if not terms:
        return col(_FIXED)
    first, *others = [(col(_TERM) == place, col(name)) for place, name in enumerate(terms, 1)]
    chain = when(first[0]).then(first[1])
    for has_term, term in others:
        chain = chain.when(has_term).then(term)
    return chain.otherwise(col(_FIXED))


def _name(group: Group) -> str:
    """Name a child after the number of its column."""
    match = CHILD_COLUMN.fullmatch(group.who)
    return f"child-{match[1]}" if match else group.who
