"""
What a whole population pays: sums beside the number of households of whom they are, under one tariff or two.

An unknown amount is never taken for 0: it is in no sum, and is counted beside
it. A comparison is of the households whose amount is known on both sides.

>>> premiums = PremiumSum(cents=7540, households=2, unknown=1, certainty=Certainty.ESTIMATED)
>>> premiums.as_json()
{'amount': '75.40', 'households': 2, 'unknown': 1, 'certainty': 'estimated'}
>>> Shift(before=7540, households=2, unknown=1, winners=1, losers=0, gains=40, losses=0).after
7500
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.money import Locale, check_locale, euros
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow._structuring.arguments import member
from psc_workflow.pricing._population_tables import write_comparison, write_summary

MOST_CHILDREN = 3
"""From so many on, all children are one group."""

FAMILIES = tuple(f"{adults}_{children}" for adults in ("agent", "couple") for children in range(MOST_CHILDREN + 1))
"""Shapes of families: the agent without or with a partner, and 0, 1, 2, or 3 children or more."""

HOUSEHOLD = "household"
"""The household as one who pays: what is deducted from pay, and what is debited."""

PAYERS = (*(channel.value for channel in Channel), HOUSEHOLD)
"""All whose payments are compared: the channels, and the household."""

Key = int | str | None


class Dimension(StrEnum):
    """
    What households are grouped by.

    - ``PAY_DECILE``: 1 to 10, or ``None`` where the pay is not known;
    - ``FORMULA``: as the household has it, or ``None`` where it is not offered;
    - ``FAMILY``: one of ``FAMILIES``.
    """

    PAY_DECILE = "pay_decile"
    FORMULA = "formula"
    FAMILY = "family"


@attrs.frozen
class PremiumSum:
    """
    What some households pay a month in one channel.

    Args:
        cents: The sum of the amounts that are known.
        households: How many households these are of.
        unknown: How many have an amount that is not known.
        certainty: The worst of those in the sum; ``UNKNOWN`` if it has none.
    """

    cents: int
    households: int
    unknown: int
    certainty: Certainty

    def as_json(self) -> dict[str, Any]:
        """Return the sum as plain data, the amount as text in euros."""
        return {
            "amount": str(euros(self.cents)),
            "households": self.households,
            "unknown": self.unknown,
            "certainty": self.certainty.value,
        }


@attrs.frozen
class Shift:
    """
    What changes for some households from one tariff to another.

    Args:
        before: Cents a month that the households compared pay before.
        households: How many are compared: their amount is known before and after.
        unknown: How many have an amount that is not known before, or not after.
        winners: How many of those compared pay less.
        losers: How many pay more.
        gains: Cents a month that the winners pay less, together.
        losses: Cents a month that the losers pay more, together.
    """

    before: int
    households: int
    unknown: int
    winners: int
    losers: int
    gains: int
    losses: int

    @property
    def after(self) -> int:
        """Cents a month that the households compared pay after."""
        return self.before - self.gains + self.losses

    @property
    def unchanged(self) -> int:
        """How many pay the same."""
        return self.households - self.winners - self.losers

    def as_json(self) -> dict[str, Any]:
        """Return the shift as plain data, amounts as text in euros."""
        counts = ("households", "unknown", "winners", "losers", "unchanged")
        amounts = ("before", "after", "gains", "losses")
        return {name: getattr(self, name) for name in counts} | {
            name: str(euros(getattr(self, name))) for name in amounts
        }


@attrs.frozen
class PremiumGroup:
    """
    What the households of one group pay.

    Args:
        dimension: What they are grouped by; ``None`` for all households.
        key: The decile, formula or family that they share.
        households: How many they are.
        sums: By channel.
        incomplete: How many households have each code of what is unknown; one
            household may have several.
    """

    dimension: Dimension | None
    key: Key
    households: int
    sums: Mapping[Channel, PremiumSum] = attrs.field(hash=False)
    incomplete: Mapping[str, int] = attrs.field(hash=False)

    def as_json(self) -> dict[str, Any]:
        """Return the group as plain data."""
        return _heading(self) | {
            "sums": {channel.value: premiums.as_json() for channel, premiums in self.sums.items()},
            "incomplete": dict(self.incomplete),
        }


@attrs.frozen
class ShiftGroup:
    """
    What changes for the households of one group.

    Args:
        dimension: What they are grouped by; ``None`` for all households.
        key: The decile, formula or family that they share.
        households: How many they are.
        shifts: By who pays: ``employer``, ``payroll``, ``debited``, and
            ``household`` for the last two together.
    """

    dimension: Dimension | None
    key: Key
    households: int
    shifts: Mapping[str, Shift] = attrs.field(hash=False)

    def as_json(self) -> dict[str, Any]:
        """Return the group as plain data."""
        return _heading(self) | {"shifts": {payer: shift.as_json() for payer, shift in self.shifts.items()}}


@attrs.frozen
class PopulationSummary:
    """
    What a population pays, as a whole and group by group; as text, a table in French.

    Args:
        total: All households.
        groups: By dimension, each in the order of its keys, that of the
            households without one last; only groups that have a household.
        wording: The words for formulas and certainties.
    """

    total: PremiumGroup
    groups: tuple[PremiumGroup, ...]
    wording: Wording = attrs.field(repr=False, eq=False, kw_only=True)

    def by(self, dimension: Dimension | str) -> tuple[PremiumGroup, ...]:
        """
        List the groups of one dimension.

        Raises:
            HostError: There is no such dimension.
        """
        dimension = member(Dimension, dimension, "dimension")
        return tuple(group for group in self.groups if group.dimension is dimension)

    def table(self, locale: Locale = "fr") -> str:
        """Write the summary as a table for people."""
        check_locale(locale)
        return write_summary(self, self.wording, locale)

    def __str__(self) -> str:
        return self.table()

    def as_json(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return {"total": self.total.as_json(), "groups": [group.as_json() for group in self.groups]}


@attrs.frozen
class PopulationComparison:
    """
    What a population pays under two tariffs; as text, a table in French.

    Args:
        before: The population under the first tariff.
        after: The population under the second.
        total: What changes for all households.
        groups: What changes by dimension, as in a summary.
        frame: The households, a frame of the kind that was given: their
            columns, the results of both tariffs with ``before_`` and
            ``after_`` before their names, ``pay_decile``, ``family``, and
            ``difference_cents``, what the household pays more or less a
            month, null where that is unknown.
        wording: The words for formulas and certainties, those of the second contract.
    """

    before: PopulationSummary
    after: PopulationSummary
    total: ShiftGroup
    groups: tuple[ShiftGroup, ...]
    frame: Any = attrs.field(repr=False, eq=False)
    wording: Wording = attrs.field(repr=False, eq=False, kw_only=True)

    def by(self, dimension: Dimension | str) -> tuple[ShiftGroup, ...]:
        """
        List the groups of one dimension.

        Raises:
            HostError: There is no such dimension.
        """
        dimension = member(Dimension, dimension, "dimension")
        return tuple(group for group in self.groups if group.dimension is dimension)

    def table(self, locale: Locale = "fr") -> str:
        """Write the comparison as a table for people."""
        check_locale(locale)
        return write_comparison(self, self.wording, locale)

    def __str__(self) -> str:
        return self.table()

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as plain data, without its frame."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "total": self.total.as_json(),
            "groups": [group.as_json() for group in self.groups],
        }


def _heading(group: PremiumGroup | ShiftGroup) -> dict[str, Any]:
    dimension = None if group.dimension is None else group.dimension.value
    return {"dimension": dimension, "key": group.key, "households": group.households}
