"""
What some people add to the amounts of a row: the lines that the scalar calculator writes for each, put together.

>>> nobody = nothing(Certainty.PUBLISHED)
>>> put_together(nobody, at_fault({"gross-negative"})).verdict.text
'gross-negative'
"""

import functools
from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum, auto
from typing import NamedTuple

import attrs

from psc_workflow._model.quote import QuoteLine
from psc_workflow._model.vocabulary import Certainty, Channel, worst
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._charges import Charges
from psc_workflow.pricing._parts import Part
from psc_workflow.pricing._situations import Situation
from psc_workflow.pricing.frame._terms import Term, term_of

CHANNELS = tuple(Channel)


@attrs.frozen
class Accounts:
    """
    What amounts are added up by: the channels and, if lines are requested, the components.

    Args:
        components: Ids of the components that have a column of their own.
    """

    components: tuple[str, ...] = ()

    @classmethod
    def by_line(cls, charges: Charges) -> "Accounts":
        """
        Add up by component, too: all of those of a tariff.

        Raises:
            InvalidFrameError: Components would share a column, since their ids
                differ only by ``-`` and ``_``.
        """
        accounts = cls(tuple(charge.component.id for charge in charges.all))
        sharers = defaultdict(list)
        for name, component in zip(accounts.lines, accounts.components, strict=True):
            sharers[name].append(component)
        faults = [
            Fault(name, f"would be the column of {' and of '.join(ids)}: rename one, or use the long form")
            for name, ids in sharers.items()
            if len(ids) > 1
        ]
        if faults:
            raise InvalidFrameError("the lines of this tariff cannot be columns:", faults)
        return accounts

    @property
    def columns(self) -> tuple[str, ...]:
        """The name of the column of each account."""
        return (*(f"{channel.value}_cents" for channel in CHANNELS), *self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The names of the columns of components."""
        return tuple(f"line_{name.replace('-', '_')}_cents" for name in self.components)

    def of(self, line: QuoteLine) -> tuple[int, ...]:
        """Return the places of the accounts that a line is added to."""
        channel = CHANNELS.index(line.channel)
        if not self.components:
            return (channel,)
        return channel, len(CHANNELS) + self.components.index(line.component)


BY_CHANNEL = Accounts()


class Weight(IntEnum):
    """Which codes count, if several people have some: the heaviest leave nothing else to say."""

    MISSING = auto()
    GAP = auto()
    FAULT = auto()


class Verdict(NamedTuple):
    """
    How certain the amounts are, and what is unknown.

    Attributes:
        weight: Whether *codes* are of what is missing for amounts, of gaps of
            the tariff, or of faults of the row.
        certainties: Of each channel.
    """

    weight: Weight
    certainties: tuple[Certainty, ...]
    codes: frozenset[str]

    @property
    def text(self) -> str:
        """The codes, each once and in alphabetical order."""
        return ";".join(sorted(self.codes))


class Entry(NamedTuple):
    """
    What some people add to a row.

    Attributes:
        cents: Of each account, apart from terms; ``None`` where unknown.
        terms: What depends on the pay, each with the place of its account, as
            often as somebody has it.
    """

    cents: tuple[int | None, ...]
    terms: tuple[tuple[Term, int], ...]
    verdict: Verdict


def nothing(structure: Certainty, accounts: Accounts = BY_CHANNEL) -> Entry:
    """Return what nobody adds; *structure* is the best certainty of any total."""
    return Entry((0,) * len(accounts.columns), (), Verdict(Weight.MISSING, (structure,) * len(CHANNELS), frozenset()))


def at_fault(codes: Iterable[str], accounts: Accounts = BY_CHANNEL) -> Entry:
    """Return what a row adds that cannot be priced."""
    return _unknown(Weight.FAULT, codes, accounts)


def entry_of(part: Part | str, situation: Situation, accounts: Accounts = BY_CHANNEL) -> Entry:
    """Return what one person adds: of the lines that the calculator wrote, or of the gap."""
    if isinstance(part, str):
        return _unknown(Weight.GAP, [part], accounts)
    cents: list[int | None] = [0] * len(accounts.columns)
    certainties = [situation.charges.tariff.structure] * len(CHANNELS)
    terms, codes = [], set()
    for place, line in enumerate(part.lines):
        channel, pay_line = CHANNELS.index(line.channel), part.pay_lines.get(place)
        certainties[channel] = worst([certainties[channel], line.certainty])
        if pay_line is not None and not line.missing:
            terms += [(term_of(pay_line), account) for account in accounts.of(line)]
            continue
        if line.incomplete is not None:
            codes.add(line.incomplete)
        for account in accounts.of(line):
            cents[account] = _sum(cents[account], line.cents)
    return Entry(tuple(cents), tuple(terms), Verdict(Weight.MISSING, tuple(certainties), frozenset(codes)))


def put_together(left: Entry, right: Entry) -> Entry:
    """Return what the people of two entries add."""
    cents = tuple(map(_sum, left.cents, right.cents))
    return Entry(cents, left.terms + right.terms, both_verdicts(left.verdict, right.verdict))


@functools.lru_cache(4096)
def both_verdicts(left: Verdict, right: Verdict) -> Verdict:
    """Return the verdict on the people of two verdicts."""
    certainties = tuple(worst(pair) for pair in zip(left.certainties, right.certainties, strict=True))
    weight = max(left.weight, right.weight)
    codes = [verdict.codes for verdict in (left, right) if verdict.weight == weight]
    return Verdict(weight, certainties, frozenset().union(*codes))


def _sum(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _unknown(weight: Weight, codes: Iterable[str], accounts: Accounts) -> Entry:
    unknown = (Certainty.UNKNOWN,) * len(CHANNELS)
    return Entry((None,) * len(accounts.columns), (), Verdict(weight, unknown, frozenset(codes)))
