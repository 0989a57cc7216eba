"""
Two quotes compared line by line: what changed, and why.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._model.money import Locale, amount_text, check_locale
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Channel
from psc_workflow._structuring import plain, plain_fields
from psc_workflow.pricing import _comparison_text
from psc_workflow.pricing._people import ADULT_NAMES
from psc_workflow.pricing._siblings import Siblings


@attrs.frozen
class Change:
    """
    One line that differs. One that is paid in another channel is removed from the earlier one, and added to the later.

    Args:
        who: What the person is called in the later quote; in the earlier one
            if the line is not there any more.
        why: ``added``, ``removed``, ``rate``, ``base``, ``amount``, or
            ``known`` where it was or becomes unknown.
        before: Cents; ``None`` if unknown or absent.
        after: Cents; ``None`` if unknown or absent.
    """

    who: str
    component: str
    label: Text
    channel: Channel
    why: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """Cents a month more or less; ``None`` if either is unknown."""
        if self.why == "added":
            return self.after
        if self.why == "removed":
            return None if self.before is None else -self.before
        return None if self.before is None or self.after is None else self.after - self.before

    def as_json(self) -> dict[str, Any]:
        """Write the change as plain data: amounts as text, ``None`` if unknown or absent."""
        amounts = {"before": amount_text(self.before), "after": amount_text(self.after)}
        return plain_fields(self, **amounts) | {"difference": amount_text(self.difference)}


@attrs.frozen
class Comparison:
    """
    Two quotes side by side.

    Children are compared by their ``ref``; those without one by birth date.

    Args:
        ambiguous: What children are called who cannot be told apart: without
            a ``ref``, born on the same day, and not as many in both quotes.
            Which of them came or went is then a guess; the totals are not.
    """

    before: Quote = attrs.field(repr=False)
    after: Quote = attrs.field(repr=False)
    changes: tuple[Change, ...]
    ambiguous: tuple[str, ...] = attrs.field(default=(), repr=False)

    def difference(self, channel: Channel | str) -> int | None:
        """Cents a month more or less in *channel*; ``None`` if either total is unknown."""
        before, after = self.before.total(channel), self.after.total(channel)
        return None if before is None or after is None else after - before

    def show(self, locale: Locale = "fr") -> str:
        """
        Write the comparison for people: each total, then the lines that differ.

        >>> import datetime as dt
        >>> from psc_workflow import Formula, Household, Regime, contracts
        >>> from psc_workflow.pricing import price
        >>> guide, on = contracts.get("guide-illustration"), dt.date(2026, 5, 1)
        >>> basic = price(Household(regime=Regime.GENERAL), contract=guide, formula=Formula.BASE, on=on)
        >>> print(basic.diff(basic.simulate(formula=Formula.OPTION_1)).show("en"))
        guide-illustration, Base, 1 May 2026 → guide-illustration, Option 1, 1 May 2026
          Paid by the employer: unknown → unknown
          Taken from pay: unknown → unknown
          Debited from the bank account: 0.00 € → 12.00 € (+12.00 €)
          The agent’s option 1 (agent): nothing → 12.00 €

        Raises:
            HostError: There is no such locale.
        """
        check_locale(locale)
        return "\n".join(_comparison_text.lines(self, locale))

    def show_changes(self, locale: Locale = "fr") -> tuple[str, ...]:
        """
        Write the lines that differ, each with what it was and what it becomes: what a change costs, or why nothing.

        Raises:
            HostError: There is no such locale.
        """
        check_locale(locale)
        wording = _comparison_text.wording_of(self.after)
        return tuple(map(str.strip, _comparison_text.changes(self.changes, wording, locale)))

    def __str__(self) -> str:
        return self.show()

    def as_json(self) -> dict[str, Any]:
        """Write the comparison as plain data: both quotes, what changed, and the difference of each total."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "differences": {channel.value: amount_text(self.difference(channel)) for channel in Channel},
            "changes": plain(self.changes),
            "ambiguous": list(self.ambiguous),
        }


def compare(before: Quote, after: Quote, siblings: Siblings) -> Comparison:
    """Compare two quotes, in which children are called as *siblings* says."""
    return Comparison(before, after, tuple(_changes(before, after, siblings.before)), siblings.ambiguous)


def _changes(before: Quote, after: Quote, earlier_names: Mapping[str, str]) -> Iterator[Change]:
    """List what changed; where one of the quotes has gaps, its amounts are all unknown."""
    old = {(line.who, True, line.component, line.channel): line for line in before.lines}
    new = {(*_person(line.who, earlier_names), line.component, line.channel): line for line in after.lines}
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key), new.get(key)
        why = "known" if before.gaps or after.gaps else _why(was, becomes)
        line = becomes or was
        if why and line is not None:
            cents = was.cents if was else None, becomes.cents if becomes else None
            yield Change(line.who, line.component, line.label, line.channel, why, *cents)


def _person(name: str, earlier_names: Mapping[str, str]) -> tuple[str, bool]:
    """Return what somebody is called in the earlier quote, and whether they are there, as a new child is not."""
    if name in ADULT_NAMES:
        return name, True
    return earlier_names.get(name, name), name in earlier_names


def _why(was: QuoteLine | None, becomes: QuoteLine | None) -> str:
    """Return the reason why a line changed, in one word; empty if it did not."""
    if was is None or becomes is None:
        return "added" if was is None else "removed"
    if was.cents == becomes.cents:
        return ""
    if was.cents is None or becomes.cents is None:
        return "known"
    if was.rate != becomes.rate:
        return "rate"
    return "base" if was.base != becomes.base else "amount"
