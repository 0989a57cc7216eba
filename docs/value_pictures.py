"""
Pictures of dated values: from when until when each is in force and how sure it is, and how many are how sure.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import value_pages
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter
from picture import Kind, Picture
from plotting import UNKNOWN, hatch, wrapped
from writing import COLON, say

from psc_workflow._catalogue.wording import word
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text, format_day
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.pricing.plots import as_svg
from psc_workflow.pricing.plots._canvas import new_figure

COLOURS = {
    Certainty.PUBLISHED: "#0072B2",
    Certainty.DERIVED: "#56B4E9",
    Certainty.ANNOUNCED: "#009E73",
    Certainty.ESTIMATED: "#F0E442",
    Certainty.ASSUMED: "#E69F00",
    Certainty.ILLUSTRATIVE: "#CC79A7",
    Certainty.UNKNOWN: "none",
}
"""Colours that everybody can tell apart (Okabe and Ito)."""
LATER = dt.timedelta(days=365)
"""How long the last value is drawn."""
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""What is behind a number on a bar."""
LONGEST = 10
"""Characters of a value that is written on its bar."""

CHANGING = {
    "law": Text("Les valeurs de droit qui changent", "Values of law that change"),
    "formats": Text("Les formats qui changent", "Formats that change"),
}
"""What is drawn of a page; what stays as it is has one bar."""


def pictures() -> dict[str, Picture]:
    """Return the pictures of values, by name."""
    of_pages = {name: [value for value in values if len(value.dated) > 1] for name, _, values in value_pages.holders()}
    changing = {f"values-{name}": spans(CHANGING[name], of_pages[name]) for name in CHANGING}
    return changing | {"certainties": Picture(Kind.PLOT, of_certainties, certainties)}


# -- from when until when ------------------------------------------------------------------------


def spans(title: Text, values: Sequence[value_pages.Value]) -> Picture:
    """Draw a line of bars for each value."""

    def draw(locale: Locale) -> str:
        figure, axes = new_figure(title.in_(locale), "", rows=len(values))
        starts = [dated.in_force_from for value in values for dated in value.dated]
        last = max(starts) + LATER
        for place, value in enumerate(values):
            draw_value(axes, place, value, last)
        axes.set_yticks(range(len(values)), [wrapped(value.text.label.in_(locale)) for value in values])
        axes.set_ylim(len(values) - 0.5, -0.5)
        axes.xaxis.set_major_locator(dates.YearLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda where, _: str(dates.num2date(where).year)))
        explain(figure, {dated.certainty for value in values for dated in value.dated}, locale)
        return as_svg(figure)

    def about(locale: Locale) -> str:
        said = [f"{value.text.label.in_(locale)} ({', '.join(parts(value, locale))})" for value in values]
        return f"{title.in_(locale)}{COLON[locale]} {'; '.join(said)}."

    return Picture(Kind.PLOT, about, draw)


def draw_value(axes: Axes, place: int, value: value_pages.Value, last: dt.date) -> None:
    """Draw a bar from the first day of each value to that of the next, and write short ones on it."""
    starts = [dated.in_force_from for dated in value.dated]
    for dated, start, end in zip(value.dated, starts, [*starts[1:], last], strict=True):
        first, width = dates.date2num(start), (end - start).days
        bar = axes.barh(place, width, left=first, height=0.6, color=COLOURS[dated.certainty], edgecolor="white")
        if not dated.is_known:
            hatch(bar)
        text = value_pages.shown(dated, "en")
        if dated.is_known and len(text) <= LONGEST:
            axes.text(first + width / 2, place, text, ha="center", va="center", fontsize=8, bbox=PLATE)


def parts(value: value_pages.Value, locale: Locale) -> Iterator[str]:
    """Say from when a value is how sure."""
    for dated in value.dated:
        yield f"{format_day(dated.in_force_from, locale)} {word(dated.certainty).in_(locale)}"


def explain(figure: Figure, certainties: Collection[Certainty], locale: Locale) -> None:
    """Say what the colours mean, below the bars."""
    patches = [
        Patch(facecolor=COLOURS[each], label=word(each).in_(locale), **unsure(each))
        for each in COLOURS
        if each in certainties
    ]
    figure.legend(handles=patches, fontsize=9, frameon=False, loc="outside lower left", ncols=4)


def unsure(certainty: Certainty) -> dict[str, str]:
    """Return how what is unknown looks."""
    return {"hatch": "////", "edgecolor": UNKNOWN} if certainty is Certainty.UNKNOWN else {}


# -- how many are how sure -------------------------------------------------------------------------


def counts() -> list[tuple[Text, Counter[Certainty]]]:
    """Count the values of the law and of each contract by their certainty."""
    return [
        (title, Counter(dated.certainty for value in values for dated in value.dated))
        for _, title, values in value_pages.holders()
    ]


def certainties(locale: Locale) -> str:
    """Draw how many are how sure."""
    rows = counts()
    figure, axes = new_figure(
        say("Combien de valeurs, et leur certitude", "How many values, and how sure", locale), "", rows=len(rows)
    )
    for place, (_, counted) in enumerate(rows):
        left = 0
        for certainty in COLOURS:
            draw_count(axes, place, left, counted[certainty], certainty)
            left += counted[certainty]
    axes.set_yticks(range(len(rows)), [wrapped(title.in_(locale)) for title, _ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(say("valeurs datées", "dated values", locale), fontsize=9)
    explain(figure, {certainty for _, counted in rows for certainty in counted}, locale)
    return as_svg(figure)


def draw_count(axes: Axes, place: int, left: int, count: int, certainty: Certainty) -> None:
    """Draw how many have one certainty, with the number."""
    if count:
        bar = axes.barh(place, count, left=left, height=0.6, color=COLOURS[certainty], edgecolor="white")
        if certainty is Certainty.UNKNOWN:
            hatch(bar)
        axes.text(left + count / 2, place, str(count), ha="center", va="center", fontsize=8, bbox=PLATE)


def of_certainties(locale: Locale) -> str:
    """Say how many there are."""
    said = [
        f"{title.in_(locale)}, {', '.join(f'{word(each).in_(locale)} {counted[each]}' for each in COLOURS if counted[each])}"
        for title, counted in counts()
    ]
    return f"{say('Combien de valeurs, et leur certitude', 'How many values, and how sure', locale)}{COLON[locale]} {'; '.join(said)}."
