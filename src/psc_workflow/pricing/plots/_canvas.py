"""
What all pictures share: size, colours, axes in euros, the notes below.
"""

import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, check_locale, show
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import worst
from psc_workflow._structuring.extras import extra_error
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._bounds import Bounds
from psc_workflow.pricing._population_words import PopulationWords
from psc_workflow.pricing._populations import PAYERS

try:
    from matplotlib import rc_context
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "plots", "psc_workflow.pricing.plots") from None

__all__ = [
    "STYLES",
    "Figure",
    "annotate",
    "checked_payer",
    "draw_band",
    "draw_line",
    "draw_means",
    "finish_by_group",
    "finish_by_pay",
    "in_euros",
    "new_figure",
    "pays_up_to",
    "rc_context",
    "words",
]

STYLES = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("#CC79A7", ":"))
"""Colours that everybody can tell apart (Okabe and Ito), each with a stroke of its own."""
_BAND, _BEFORE, _AFTER, _GRID = "#56B4E9", "#767676", "#0072B2", "#dddddd"

_WIDTH, _HEIGHT, _ROW, _AROUND_ROWS = 7.0, 4.2, 0.34, 1.9
"""Inches; a picture of groups is as high as its rows and what is around them."""
_STEPS = 200
"""Pays that are drawn."""
_NOTE_WIDTH = 105
"""Characters in a line of the notes."""


def new_figure(title: str, subtitle: str, rows: int | None = None) -> tuple[Figure, Axes]:
    """Make an empty picture, of some rows or of the usual height."""
    height = _HEIGHT if rows is None else _AROUND_ROWS + _ROW * max(rows, 2)
    figure = Figure(figsize=(_WIDTH, height), dpi=100, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(f"{title}\n", loc="left", fontsize=11, fontweight="bold")
    axes.text(0, 1.02, subtitle, transform=axes.transAxes, fontsize=9, color="#444444")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9)
    axes.set_axisbelow(True)
    return figure, axes


def checked_payer(payer: str) -> str:
    """
    Return who pays.

    Raises:
        HostError: There is no such payer.
    """
    if payer not in PAYERS:
        raise HostError(f"`payer` must be one of: {', '.join(PAYERS)}")
    return str(payer)


def words(contract: Contract, locale: Locale) -> PopulationWords:
    """Return the words of *contract*."""
    check_locale(locale)
    return PopulationWords(contract.wording, locale)


def pays_up_to(highest: int) -> list[int]:
    """
    List the pays that are drawn, in cents: some hundred, above 0.

    Raises:
        HostError: *highest* is no pay.
    """
    if type(highest) is not int or not _STEPS <= highest <= HIGHEST_PAY:
        raise HostError(f"`highest` must be a pay in whole cents, from {_STEPS} to {HIGHEST_PAY}")
    return [highest * step // _STEPS for step in range(1, _STEPS + 1)]


def in_euros(cents: int | None) -> float:
    """Return where an amount is drawn: a place on an axis, with which nothing is computed; nowhere if it is unknown."""
    return math.nan if cents is None else cents / 100


def draw_line(axes: Axes, points: Sequence[tuple[int, int | None]], **style: Any) -> bool:
    """Draw amounts by pay, with gaps where they are unknown; return whether any is known."""
    if all(cents is None for _, cents in points):
        return False
    axes.plot([in_euros(pay) for pay, _ in points], [in_euros(cents) for _, cents in points], linewidth=2, **style)
    return True


def draw_means(axes: Axes, means: Sequence[tuple[float, float]], names: tuple[str, str]) -> None:
    """Draw two marks for each group, joined by a bar."""
    rows = range(len(means))
    axes.hlines(rows, [mean for mean, _ in means], [mean for _, mean in means], color=_GRID, linewidth=4, zorder=1)
    before, after = ([mean[side] for mean in means] for side in range(2))
    axes.scatter(before, rows, facecolors="white", edgecolors=_BEFORE, linewidths=2, label=names[0], s=80, zorder=2)
    axes.scatter(after, rows, color=_AFTER, marker="D", label=names[1], s=30, zorder=3)
    axes.set_ylim(max(len(means), 1) - 0.5, -0.5)  # the first group on top
    axes.set_xlim(_ends(axes.dataLim.x0, *axes.get_xlim()))
    axes.grid(visible=True, axis="x", color=_GRID)
    if means:
        axes.legend(
            fontsize=9, frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderpad=0, borderaxespad=0.2, ncols=2
        )


def draw_band(axes: Axes, bands: Sequence[tuple[int, Bounds | None]], say: PopulationWords) -> Iterator[str]:
    """Draw the bounds where there are some; say if there are none."""
    inside = [(pay, band) for pay, band in bands if band is not None]
    if not inside:
        yield say("plot-no-band")
        return
    label = say("plot-band", certainty=say.member(worst(band.certainty for _, band in inside)))
    lowest, highest = (
        [None if band is None else band.lowest for _, band in bands],
        [None if band is None else band.highest for _, band in bands],
    )
    axes.fill_between(
        [in_euros(pay) for pay, _ in bands],
        [in_euros(edge) for edge in lowest],
        [in_euros(edge) for edge in highest],
        color=_BAND,
        alpha=0.45,
        linewidth=1.2,
        label=label,
    )


def finish_by_pay(axes: Axes, highest: int, say: PopulationWords) -> None:
    """Write what the axes are, and in which unit; there is no scale of amounts if none is drawn."""
    axes.set_xlabel(say("plot-pay"), fontsize=9)
    axes.set_ylabel(say("plot-amount"), fontsize=9)
    axes.set_xlim(0, in_euros(highest) * 1.02)
    axes.set_ylim(_ends(axes.dataLim.y0, *axes.get_ylim()))
    if not axes.has_data():
        axes.set_yticks([])
    axes.grid(visible=True, color=_GRID)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_money(say.locale))
    _add_legend(axes)


def finish_by_group(axes: Axes, labels: Sequence[str], say: PopulationWords) -> None:
    """Write what the rows are, and the unit of their means."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_xlabel(say("plot-mean"), fontsize=9)
    axes.xaxis.set_major_formatter(_money(say.locale))


def _ends(least: float, first: float, last: float) -> tuple[float, float]:
    """Return where an axis of amounts begins and ends: 0 is on it, and is its beginning unless the *least* is below."""
    return (0, last) if least >= 0 else (first, max(last, 0))


def _money(locale: Locale) -> FuncFormatter:
    """Write the numbers of an axis, which are euros, as people of *locale* do, without cents where these are 0."""
    no_cents = ",00\N{NO-BREAK SPACE}" if locale == "fr" else ".00 "
    return FuncFormatter(lambda amount, _: show(round(amount * 100), locale).replace(no_cents, no_cents[-1]))


def _add_legend(axes: Axes) -> None:
    """Explain the strokes, if there are any, above the picture's own lines."""
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=9, frameon=True, framealpha=0.9, edgecolor="none")


def annotate(figure: Figure, notes: Sequence[str]) -> None:
    """Write *notes* below the picture."""
    if notes:
        text = "\n".join(textwrap.wrap(" ".join(notes), _NOTE_WIDTH, break_long_words=False))
        figure.supxlabel(text, x=0.01, ha="left", fontsize=8.5, color="#444444")
