"""
A comparison for people: each total before and after, then the lines that differ.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._model.money import Locale, show
from psc_workflow._model.quote import Quote
from psc_workflow._model.text import format_value
from psc_workflow._model.vocabulary import Channel
from psc_workflow.pricing._explainer import display_name

if TYPE_CHECKING:
    from psc_workflow.pricing._comparison import Change, Comparison


def lines(comparison: "Comparison", locale: Locale) -> Iterator[str]:
    """Write the comparison, line by line."""
    before, after = comparison.before, comparison.after
    wording = wording_of(after)
    yield _say(wording, locale, "title", before=_title(before, locale), after=_title(after, locale))
    yield from (f"  {_total(comparison, channel, wording, locale)}" for channel in Channel)
    yield from changes(comparison.changes, wording, locale)
    if comparison.ambiguous:
        names = ", ".join(display_name(name, wording, locale) for name in comparison.ambiguous)
        yield _say(wording, locale, "ambiguous", who=names)


def changes(differing: Iterable["Change"], wording: Wording, locale: Locale) -> Iterator[str]:
    """Write the lines that differ; one that is not in both quotes, or in another channel, has "nothing" there."""
    nothing = wording.pricing_text("schedule", "nothing").in_(locale)
    listed = list(differing)
    times = Counter((change.who, change.component) for change in listed)
    for change in listed:
        name = "change" if times[change.who, change.component] == 1 else "channel"
        before, after = (
            nothing if change.why == absence else amount(cents, wording, locale)
            for absence, cents in (("added", change.before), ("removed", change.after))
        )
        facts = {"label": change.label.in_(locale), "who": display_name(change.who, wording, locale)}
        facts |= {"before": before, "after": after, "channel": wording.word(change.channel).in_(locale)}
        yield "  " + wording.pricing_text("schedule", name).say(locale, **facts)


def amount(cents: int | None, wording: Wording, locale: Locale) -> str:
    """Write an amount, or that it is unknown."""
    return wording.pricing_text("explain", "unknown-amount").in_(locale) if cents is None else show(cents, locale)


def wording_of(quote: Quote) -> Wording:
    """Find the words of the contract that *quote* was made under; a quote that was stored has none of its own."""
    source = getattr(quote, "source", None)
    return source.wording if source is not None else PLAIN


def _title(quote: Quote, locale: Locale) -> str:
    formula = wording_of(quote).word(quote.formula).in_(locale)
    return f"{quote.contract}, {formula}, {format_value(quote.on, locale)}"


def _total(comparison: "Comparison", channel: Channel, wording: Wording, locale: Locale) -> str:
    before, after = (amount(quote.total(channel), wording, locale) for quote in (comparison.before, comparison.after))
    difference = comparison.difference(channel)
    facts = {"label": wording.word(channel).in_(locale), "before": before, "after": after}
    if not difference:
        return _say(wording, locale, "total", **facts)
    signed = f"{'+' if difference > 0 else ''}{show(difference, locale)}"
    return _say(wording, locale, "difference", **facts, difference=signed)


def _say(wording: Wording, locale: Locale, name: str, /, **facts: str) -> str:
    return wording.pricing_text("comparison", name).say(locale, **facts)
