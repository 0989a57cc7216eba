"""
Lines as records: all that the lines of a quote say but whose they are, each once, and which of them a person has.

Many people have the same lines, in whatever situation: where the amount depends
on the pay, the record says by which term.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.pricing._parts import Part
from psc_workflow.pricing._situations import Situation
from psc_workflow.pricing.frame._cells import Case, People, part
from psc_workflow.pricing.frame._columns import PLACES, Column
from psc_workflow.pricing.frame._people import Group
from psc_workflow.pricing.frame._terms import Term, in_order, term_of


class Record(NamedTuple):
    """
    What a line says.

    Attributes:
        component: Id of the component; empty where a household has no lines.
        cents: ``None`` if it is unknown, or if *term* gives it.
        incomplete: Code of what is unknown, if the amount is.
    """

    component: str
    channel: Channel
    certainty: Certainty
    source: str
    cents: int | None
    term: Term | None
    incomplete: str


Records = tuple[Record, ...]

NOTHING: Records = ()
UNKNOWN: Records = tuple(Record("", channel, Certainty.UNKNOWN, "", None, None, "") for channel in Channel)
"""What stands for the lines of a household that cannot be priced: each total is unknown."""


@attrs.frozen(eq=False)
class Ledger:
    """
    The records of a tariff, and who has which.

    Args:
        records: Each once.
        counts: How many lines each list of lines has.
        firsts: Where each list begins among *places*.
        places: The places of the records, list after list.
        lists: For each group of people, the list of lines of each cell, a
            cell being a situation and the person that there is.
        of_unknown: The list that is :data:`UNKNOWN`.
    """

    records: tuple[Record, ...]
    counts: Column
    firsts: Column
    places: Column
    lists: Mapping[str, Column]
    of_unknown: int

    @property
    def terms(self) -> list[Term]:
        """What depends on pay, each preceded by those that it is a share of."""
        return in_order(record.term for record in self.records if record.term is not None)


def ledger(cases: Sequence[Case], people: Iterable[Group]) -> Ledger:
    """Write the lines of everybody in every situation."""
    numbers: dict[Records, int] = {NOTHING: 0, UNKNOWN: 1}
    lists = {
        group.who: Column(
            PLACES,
            tuple(
                numbers.setdefault(_records(case, persons), len(numbers))
                for case in cases
                for persons in group.digit.values
            ),
        )
        for group in people
    }
    records = {record: place for place, record in enumerate(dict.fromkeys(each for some in numbers for each in some))}
    counts = [len(some) for some in numbers]
    return Ledger(
        tuple(records),
        Column(PLACES, tuple(counts)),
        Column(PLACES, tuple(sum(counts[:place]) for place in range(len(counts)))),
        Column(PLACES, tuple(records[each] for some in numbers for each in some)),
        lists,
        numbers[UNKNOWN],
    )


def cite(sources: Iterable[Source]) -> str:
    """Cite sources by their titles, which are on one line each."""
    return "; ".join(source.title for source in sources)


def _records(case: Case, people: People) -> Records:
    """List the lines of the one person that there is, or nothing: faults and gaps are the household's."""
    if not isinstance(case, Situation) or not people:
        return NOTHING
    written = part(case, people[0])
    return tuple(_of_part(written)) if isinstance(written, Part) else NOTHING


def _of_part(written: Part) -> Iterator[Record]:
    for place, line in enumerate(written.lines):
        pay_line, code = written.pay_lines.get(place), line.incomplete or ""
        term = None if pay_line is None or line.missing else term_of(pay_line)
        why = code if term is None else ""
        yield Record(line.component, line.channel, line.certainty, cite(line.sources), line.cents, term, why)
