"""
What plots of the site share beyond those of the library: amounts as bars, days as marks on a line.
"""

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from writing import COLON, say

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, show
from psc_workflow._model.text import format_day
from psc_workflow.pricing.plots._canvas import STYLES, annotate, finish_by_group, in_euros, new_figure, words

OTHER, UNKNOWN, LINE = "#9a9a9a", "#767676", "#cccccc"
"""Colours: amounts that the page is not about, what is not known, lines to guide the eye."""
LABEL, ROOM = 36, 1.3
"""Characters of a line of a label; how far an axis goes beyond the largest amount."""
A_WEEK, MOST_TICKS = 7, 9


# -- amounts -----------------------------------------------------------------------------------


@attrs.frozen
class Bar:
    """An amount with its name; ``cents`` is ``None`` if it is not known, ``is_here`` if the page is about it."""

    label: str
    cents: int | None
    is_here: bool = True

    def text(self, locale: Locale) -> str:
        """Write the amount."""
        return not_known(locale) if self.cents is None else show(self.cents, locale)


def not_known(locale: Locale) -> str:
    """Say that an amount is not known."""
    return say("montant inconnu", "unknown", locale)


def bars(heading: tuple[str, str], items: Sequence[Bar], contract: Contract, locale: Locale) -> Figure:
    """Draw amounts one below the other, each with its number; one that is not known is hatched."""
    texts, labels = words(contract, locale), [wrapped(bar.label) for bar in items]
    figure, axes = new_figure(*heading, rows=height(labels))
    sums = [in_euros(bar.cents) for bar in items if bar.cents is not None]
    largest = max([abs(amount) for amount in sums] or [0]) or 1
    for place, bar in enumerate(items):
        draw_bar(axes, place, bar, largest, locale)
    finish_by_group(axes, labels, texts)
    axes.set_xlabel(texts("plot-amount"), fontsize=9)
    axes.set_ylim(max(len(items), 1) - 0.5, -0.5)
    axes.set_xlim(min([0, *sums]) * ROOM, largest * ROOM)
    axes.axvline(0, color=UNKNOWN, linewidth=0.8)
    if not sums:
        axes.set_xticks([])
    return figure


def draw_bar(axes: Axes, place: int, bar: Bar, largest: float, locale: Locale) -> None:
    """Draw one amount, and write it beside its bar."""
    if bar.cents is None:
        hatch(axes.barh(place, largest / 3, height=0.6))
    else:
        axes.barh(place, in_euros(bar.cents), height=0.6, color=STYLES[0][0] if bar.is_here else OTHER)
    end = largest / 3 if bar.cents is None else max(in_euros(bar.cents), 0)
    weight = "bold" if bar.is_here else "normal"
    axes.text(end + largest / 60, place, bar.text(locale), va="center", fontsize=9, fontweight=weight)


def hatch(patches: Iterable[Any]) -> None:
    """Show that something is not known."""
    for patch in patches:
        patch.set(facecolor="none", edgecolor=UNKNOWN, hatch="////", linewidth=0.8)


def in_words(title: str, items: Sequence[Bar], locale: Locale) -> str:
    """Say what bars show."""
    return f"{title}{COLON[locale]} {'; '.join(f'{bar.label}{COLON[locale]} {bar.text(locale)}' for bar in items)}."


def height(labels: Sequence[str]) -> int:
    """Return for how many rows of a line there must be room."""
    return max(len(labels), round(sum(label.count("\n") + 1 for label in labels) * 0.6))


def wrapped(label: str) -> str:
    """Write a label on as many lines as it needs."""
    return "\n".join(textwrap.wrap(label, LABEL, break_long_words=False))


# -- days --------------------------------------------------------------------------------------


@attrs.frozen
class Moment:
    """Something that happens on a day; ``is_sent`` if the host has to send or do something then."""

    day: dt.date
    what: str
    is_sent: bool = False
    note: str = ""


def timeline(heading: tuple[str, str], lanes: Sequence[tuple[str, Sequence[Moment]]], locale: Locale) -> Figure:
    """Draw what happens, one below the other, at its day; several lanes with the same moments have a colour each."""
    rows = range(max(len(moments) for _, moments in lanes))
    labels = [wrapped(next(moments[row].what for _, moments in lanes if row < len(moments))) for row in rows]
    figure, axes = new_figure(*heading, rows=height(labels))
    for number, ((name, moments), (colour, _)) in enumerate(zip(lanes, STYLES, strict=False)):
        draw_moments(axes, moments, Look(name, colour, is_left=len(lanes) > 1 and number == 0), locale)
    axes.set_yticks(rows, labels)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    finish_by_day(axes, [moment.day for _, moments in lanes for moment in moments], locale)
    kinds = {moment.is_sent for _, moments in lanes for moment in moments}
    annotate(figure, [legend(is_sent, locale) for is_sent in sorted(kinds, reverse=True)])
    if len(lanes) > 1:
        axes.legend(fontsize=9, frameon=False, loc="lower left")
    return figure


def legend(is_sent: bool, locale: Locale) -> str:
    """Say what a mark means."""
    if is_sent:
        return f"● {say('quelque chose est à envoyer ou à faire', 'something is to be sent or done', locale)}"
    return f"○ {say('rien à envoyer', 'nothing to send', locale)}"


@attrs.frozen
class Look:
    """How a lane is drawn; ``is_left`` if its days stand before its marks."""

    name: str
    colour: str
    is_left: bool


def draw_moments(axes: Axes, moments: Sequence[Moment], look: Look, locale: Locale) -> None:
    """Draw the marks of one lane, each with its day."""
    for place, moment in enumerate(moments):
        where = dates.date2num(moment.day)
        fill = look.colour if moment.is_sent else "white"
        label = look.name if place == 0 else None
        axes.scatter(
            [where], [place], s=70, facecolors=fill, edgecolors=look.colour, linewidths=2, label=label, zorder=3
        )
        text = f"{short(moment.day, locale)}{f', {moment.note}' if moment.note else ''}"
        beside = {"xytext": (-8, 0), "ha": "right"} if look.is_left else {"xytext": (8, 0), "ha": "left"}
        axes.annotate(text, (where, place), textcoords="offset points", va="center", fontsize=9, **beside)


def finish_by_day(axes: Axes, days: Sequence[dt.date], locale: Locale) -> None:
    """Write days on the axis: that of each week, or of several."""
    first, last = min(days), max(days)
    weeks = (last - first).days // A_WEEK + 1
    step = A_WEEK * max(1, -(-weeks // MOST_TICKS))
    ticks = [first + dt.timedelta(days=number) for number in range(0, (last - first).days + step, step)]
    axes.set_xticks([dates.date2num(day) for day in ticks])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda where, _: short(dates.num2date(where).date(), locale)))
    room = max((last - first).days, A_WEEK) * 0.06
    axes.set_xlim(dates.date2num(first) - room * 3, dates.date2num(last) + room * 5)
    axes.grid(visible=True, axis="x", color=LINE)


def short(day: dt.date, locale: Locale) -> str:
    """Write a day without its year."""
    return format_day(day, locale).rpartition(" ")[0]


def happenings(moments: Sequence[Moment], locale: Locale) -> Iterator[str]:
    """Say what happens when."""
    for moment in moments:
        note = f" ({moment.note})" if moment.note else ""
        yield f"{format_day(moment.day, locale)}, {moment.what}{note}"
