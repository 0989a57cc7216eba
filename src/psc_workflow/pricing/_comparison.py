"""
Two quotes compared line by line: what changed, and why.
"""

from collections.abc import Iterator

import attrs

from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Channel


@attrs.frozen
class Change:
    """
    One line that differs.

    Args:
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


@attrs.frozen
class Comparison:
    """Two quotes side by side."""

    before: Quote = attrs.field(repr=False)
    after: Quote = attrs.field(repr=False)
    changes: tuple[Change, ...]

    def difference(self, channel: Channel | str) -> int | None:
        """Cents a month more or less in *channel*; ``None`` if either total is unknown."""
        before, after = self.before.total(channel), self.after.total(channel)
        return None if before is None or after is None else after - before


def compare(before: Quote, after: Quote) -> Comparison:
    """Compare two quotes."""
    return Comparison(before, after, tuple(_changes(before, after)))


def _changes(before: Quote, after: Quote) -> Iterator[Change]:
    """List what changed; where one of the quotes has gaps, its amounts are all unknown."""
    old = {(line.who, line.component): line for line in before.lines}
    new = {(line.who, line.component): line for line in after.lines}
    for key in dict.fromkeys([*old, *new]):
        was, becomes = old.get(key), new.get(key)
        why = "known" if before.gaps or after.gaps else _why(was, becomes)
        line = becomes or was
        if why and line is not None:
            yield Change(
                *key, line.label, line.channel, why, was.cents if was else None, becomes.cents if becomes else None
            )


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
