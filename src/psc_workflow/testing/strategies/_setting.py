"""
For whom people are drawn: a contract, a day, and how much is known.

>>> guide = setting(None, None, 1.0)
>>> guide.contract.id, guide.on.isoformat(), guide.born(21).isoformat()
('guide-illustration', '2026-05-01', '2005-05-01')
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue import contracts, law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Formula, Regime
from psc_workflow.rules.ages import birthday

T = TypeVar("T")

PERCENT = st.integers(0, 99)


@attrs.frozen
class Setting:
    """
    A contract, a day, and how much is known.

    Args:
        contract: Its regimes and formulas are drawn.
        on: Civil day on which ages are taken.
        known: Share of the facts that are known, from 0 to 1; the others are
            ``None``.
    """

    contract: Contract = attrs.field(repr=lambda contract: contract.id)
    on: dt.date
    known: float = 1.0

    def known_facts(self, draw: st.DrawFn, facts: dict[str, Any]) -> dict[str, Any]:
        """Turn facts into ``None`` as often as the setting says; shrinks to all of them known."""
        if self.known >= 1:
            return facts
        return {name: fact if draw(PERCENT) < self.known * 100 else None for name, fact in facts.items()}

    def born(self, years: int) -> dt.date:
        """Return the birth of whoever turns *years* on the day."""
        return birthday(self.on, -years)

    def limit(self, name: str) -> int:
        """Return a number of years from the catalogue."""
        years: int = law.value(name, self.on)
        return years

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """The regimes that the contract accepts."""
        regimes: tuple[Regime, ...] = self.contract.value("accepted_regimes", self.on)
        return regimes

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that the contract offers."""
        formulas: tuple[Formula, ...] = self.contract.value("formulas", self.on)
        return formulas


def setting(contract: Contract | None, on: dt.date | None, known: float) -> Setting:
    """Complete what a caller left out: the contract of the guide, on the first day of cover."""
    contract = contracts.get("guide-illustration") if contract is None else contract
    return Setting(contract, contract.value("effect", dt.date.max) if on is None else on, known)


class Lot:
    """
    One drawn number, taken apart into choices.

    Drawing is what takes time; and a draw of one number for each person keeps
    the number of draws constant, without which everything would shrink to the
    smallest family instead of the guide's. 0 stands for the first choices.

    >>> lot = Lot(5)
    >>> lot.choose("abc"), lot.choose("xyz")
    ('c', 'y')
    """

    def __init__(self, number: int) -> None:
        self._rest = number

    def choose(self, options: Sequence[T]) -> T:
        """Choose one of *options*."""
        self._rest, place = divmod(self._rest, len(options))
        return options[place]

    def day(self, first: dt.date, last: dt.date, *, simplest: dt.date) -> dt.date:
        """Choose a day from *first* to *last*, both inclusive: for 0, *simplest*, or the end that is nearer to it."""
        span = (last - first).days + 1
        start = min(max(simplest, first), last) - first
        self._rest, days = divmod(self._rest, span)
        return first + dt.timedelta(days=(start.days + days) % span)

    def number(self, first: int, last: int, *, simplest: int) -> int:
        """Choose a number from *first* to *last*, both inclusive, in the same way."""
        self._rest, place = divmod(self._rest, last - first + 1)
        return first + (simplest - first + place) % (last - first + 1)


NUMBERS = st.integers(0, 2**24 - 1)
"""Numbers large enough for all choices about one person, and just small enough for Hypothesis to draw them evenly."""
