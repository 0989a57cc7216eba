"""
The words of one contract, in one language, for what a population pays.
"""

from typing import TYPE_CHECKING

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._model.money import Locale, show, show_count
from psc_workflow._model.vocabulary import Certainty, Channel, Formula

if TYPE_CHECKING:  # they write themselves with these words
    from psc_workflow.pricing._populations import PremiumGroup, ShiftGroup


class PopulationWords:
    """Says what stands in tables and pictures."""

    def __init__(self, wording: Wording, locale: Locale) -> None:
        self.wording, self.locale = wording, locale

    def __call__(self, name: str, **facts: object) -> str:
        """Write a text of this name."""
        return self.wording.pricing_text("population", name).say(self.locale, **facts)

    def payer(self, payer: str) -> str:
        """Name a channel, or the household."""
        return self(payer) if payer == "household" else self.wording.word(Channel(payer)).in_(self.locale)

    def member(self, member: Formula | Certainty) -> str:
        """Name a formula or a certainty."""
        return self.wording.word(member).in_(self.locale)

    def dimension(self, group: "PremiumGroup | ShiftGroup") -> str:
        """Name what a group is one of."""
        return self("everybody" if group.dimension is None else group.dimension.value)

    def key(self, group: "PremiumGroup | ShiftGroup") -> str:
        """Write what the households of a group share."""
        if group.dimension is None:
            return self("everybody")
        if group.key is None:
            return self(f"no-{group.dimension.value}")
        if group.dimension.value == "formula":
            return self.wording.term("Formula", str(group.key)).in_(self.locale)
        return self(str(group.key)) if group.dimension.value == "family" else str(group.key)

    def count(self, count: int) -> str:
        """Write a number of households."""
        return show_count(count, self.locale)

    def amount(self, cents: int) -> str:
        """Write a sum."""
        return show(cents, self.locale)
