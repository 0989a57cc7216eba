"""
Pictures of premiums: they show the amounts that are priced, and say what they do not show.
"""

import datetime as dt
import re
import subprocess
import sys
from typing import Any

import attrs
import pytest

from households import DATES, EXAMPLES, as_polars, sample_rows
from people import CLAUDIA, GUIDE, MEN, START
from psc_workflow import Formula, Household, Regime
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow.exceptions import FormulaNotOfferedError, HostError, NoValueInForceError
from psc_workflow.pricing import frame, totals
from psc_workflow.pricing._bounds import Bounds
from tariffs import amount, component, tariff

plots = pytest.importorskip("psc_workflow.pricing.plots", reason="needs the extra plots")
canvas = pytest.importorskip("psc_workflow.pricing.plots._canvas")

AGENT = Household(regime=Regime.GENERAL)
COUPLE = attrs.evolve(AGENT, partner=CLAUDIA)
BASE_ONLY = next(contract for contract in EXAMPLES if contract.id == "cfdt-example")
SUPPOSED = GUIDE.with_values({"partner-option-1": "20"})


def lines(figure: Any) -> dict[str, list[tuple[float, float]]]:
    """Return the points of every line of a picture, by its label."""
    (axes,) = figure.axes
    return {line.get_label(): list(zip(*line.get_data(), strict=True)) for line in axes.lines}


def texts(figure: Any) -> str:
    """Return all that is written, spaces as they are typed."""
    (axes,) = figure.axes
    legend = axes.get_legend()
    written = [axes.get_title("left"), *(text.get_text() for text in axes.texts), axes.get_xlabel(), axes.get_ylabel()]
    written += [] if legend is None else [text.get_text() for text in legend.get_texts()]
    return "\n".join([*written, *(text.get_text() for text in figure.texts)]).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("payer", [*Channel, "household"])
def test_a_premium_by_pay_is_what_is_priced_at_each_pay(payer: str) -> None:
    points = lines(plots.premium_by_pay(MEN, START, payer=payer, highest=500000))["Base"]
    assert points[-1][0] == 5000
    for euros, due in points:
        sums = totals(attrs.evolve(AGENT, gross_cents=round(euros * 100)), contract=MEN, formula=Formula.BASE, on=START)
        by_payer = {**dict(zip(Channel, sums.cents, strict=True)), "household": sums.payroll}
        assert round(due * 100) == by_payer[payer]


def test_each_formula_has_a_line_and_those_that_are_unknown_are_named() -> None:
    figure = plots.premium_by_pay(GUIDE, START, payer="debited", household=COUPLE)
    assert [*lines(figure)] == ["Base", "Option 1", "Option 2"]
    styles = {(line.get_color(), line.get_linestyle()) for line in figure.axes[0].lines}
    assert len({colour for colour, _ in styles}) == len({stroke for _, stroke in styles}) == 3
    assert "Certitude : illustratif." in texts(figure)
    assert "Non dessiné" not in texts(figure)
    unknown = plots.premium_by_pay(GUIDE, START, payer="payroll", household=COUPLE, formulas=[Formula.OPTION_1])
    assert lines(unknown) == {}
    assert texts(unknown).splitlines()[-1] == "Non dessiné, car inconnu : Option 1."


def test_an_amount_that_is_unknown_at_some_pays_leaves_a_gap() -> None:
    unsure = MEN.with_values({"pmss": None})
    (axes,) = plots.premium_by_pay(unsure, START).axes
    assert not axes.lines
    assert len(axes.get_yticks()) == 0


def test_two_tariffs_are_compared_by_their_means() -> None:
    rows = [
        {"household_id": str(place), "formula": "option_1", "regime": "general", "gross_cents": None, "position": None}
        | dict.fromkeys(DATES)
        | {"partner_birth_date": born}
        for place, born in enumerate([None, dt.date(1972, 10, 9), dt.date(1975, 1, 1)])
    ]
    comparison = frame.compare(as_polars(rows), GUIDE, SUPPOSED, START)
    figure = plots.payments_under_two_tariffs(comparison, payer="debited", before="2026", after="2027", locale="en")
    before, after = (
        marks.get_offsets().tolist() for marks in figure.axes[0].collections if marks.get_label() in {"2026", "2027"}
    )
    shifts = [group.shifts["debited"] for group in comparison.by("family")]
    assert before == [[shift.before / 100 / shift.households, place] for place, shift in enumerate(shifts)]
    assert after == [[shift.after / 100 / shift.households, place] for place, shift in enumerate(shifts)]
    assert before != after
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["agent (1)", "couple (2)"]
    assert texts(figure).splitlines()[-1] == "In brackets: households compared, 3 in all."


def test_the_mark_of_after_lies_above_that_of_before_and_both_above_their_bar() -> None:
    comparison = frame.compare(as_polars(sample_rows()), GUIDE, SUPPOSED, START)
    (axes,) = plots.payments_under_two_tariffs(comparison, payer="debited").axes
    bar, before, after = axes.collections
    assert axes.get_ylim() == (len(axes.get_yticks()) - 0.5, -0.5), "the first is on top, and each has as much room"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [before.get_label(), after.get_label()]
    assert bar.get_zorder() < before.get_zorder() < after.get_zorder()
    assert (before.get_edgecolor() != before.get_facecolor()).any(), "it is a ring"


@pytest.mark.parametrize("dimension", [*frame.Dimension, "family"])
def test_households_that_cannot_be_compared_are_counted_below_the_picture(dimension: str) -> None:
    rows = [{"household_id": "a", "formula": "base", "regime": "general", "gross_cents": 280000, "position": None}]
    comparison = frame.compare(as_polars([rows[0] | dict.fromkeys(DATES)]), GUIDE, SUPPOSED, START)
    figure = plots.payments_under_two_tariffs(comparison, dimension)
    assert "foyers comparés, 0 en tout. Non comparés, car un montant est inconnu : 1." in texts(figure)
    assert figure.axes[0].get_yticklabels() == []


def test_the_band_is_what_is_published_and_the_line_what_is_priced() -> None:
    figure = plots.uncertainty_by_pay(MEN, START)
    (band,) = figure.axes[0].collections
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (28.54, 48.88)
    (points,) = lines(figure).values()
    by_pay = dict(points)
    assert by_pay[3000] == 39.32
    assert "entre ces bornes (publié)" in texts(figure)
    assert "montant tarifé (estimé)" in texts(figure)


def test_what_has_no_bounds_and_no_amount_is_an_empty_picture_that_says_so() -> None:
    figure = plots.uncertainty_by_pay(GUIDE, START, channel="employer", locale="en")
    assert texts(figure).splitlines()[-1] == "No bounds are known. No amount is known."


def test_amounts_that_are_sure_have_a_band_without_width() -> None:
    figure = plots.uncertainty_by_pay(GUIDE, START, channel="debited", household=COUPLE, sure=Certainty.ILLUSTRATIVE)
    (band,) = figure.axes[0].collections
    (points,) = lines(figure).values()
    assert {height for _, height in band.get_paths()[0].vertices.tolist()} == {amount for _, amount in points}


def test_the_band_has_a_gap_at_pays_without_bounds() -> None:
    figure = plots.premium_by_pay(MEN, START)
    (axes,) = figure.axes
    band = Bounds(1000, 3000, Certainty.PUBLISHED)
    bands = [(0, band), (100, band), (200, None), (300, band), (400, band)]
    assert list(canvas.draw_band(axes, bands, canvas.words(MEN, "fr"))) == []
    (drawn,) = axes.collections
    corners = [path.vertices for path in drawn.get_paths()]
    assert [(part[:, 0].min(), part[:, 0].max()) for part in corners] == [(0, 1), (3, 4)]
    assert {(part[:, 1].min(), part[:, 1].max()) for part in corners} == {(10, 30)}


PICTURES = {
    "by pay": lambda **how: plots.premium_by_pay(MEN, START, **how),
    "uncertainty": lambda **how: plots.uncertainty_by_pay(MEN, START, **how),
}


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_picture_is_700_pixels_wide_with_a_unit_on_each_axis_and_words_of_one_language(
    picture: str, locale: str
) -> None:
    figure = PICTURES[picture](locale=locale)
    assert figure.get_size_inches()[0] * figure.dpi == 700
    (axes,) = figure.axes
    unit = {"fr": "(euros par mois)", "en": "(euros a month)"}[locale]
    assert axes.get_xlabel().endswith(unit)
    assert axes.get_ylabel().endswith(unit)
    assert {"fr": "au 1er mai 2026", "en": "on 1 May 2026"}[locale] in texts(figure)
    figure.draw_without_rendering()
    ticks = [label.get_text() for label in axes.get_xticklabels()]
    assert {"fr": "2\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€", "en": "2,000 €"}[locale] in ticks


def test_no_text_leaves_the_picture_or_covers_another() -> None:
    for draw in PICTURES.values():
        figure = draw(locale="fr")
        figure.draw_without_rendering()
        (axes,) = figure.axes
        boxes = [
            text.get_window_extent()
            for text in (axes.title, axes._left_title, *axes.texts, axes.xaxis.label, axes.yaxis.label, *figure.texts)  # noqa: SLF001 -- matplotlib gives it no other name
            if text.get_text().strip()
        ]
        assert all(box.x0 >= 0 and box.x1 <= 700 and box.y0 >= 0 and box.y1 <= 420 for box in boxes)


def test_the_same_picture_is_the_same_svg_without_a_date() -> None:
    first, second = (plots.as_svg(plots.premium_by_pay(MEN, START)) for _ in range(2))
    assert first == second
    assert re.search(r"<svg[^>]* width=\"504pt\"", first)
    assert "dc:date" not in first


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"payer": "nobody"}, r"^`payer` must be one of: employer, payroll, debited, household$"),
        ({"locale": "ty"}, r"^`locale` must be one of"),
        ({"highest": 0}, r"^`highest` must be a pay in whole cents"),
        ({"highest": 10**10}, r"^`highest` must be a pay in whole cents"),
        ({"highest": 2800.5}, r"^`highest` must be a pay in whole cents"),
    ],
)
def test_what_cannot_be_drawn_is_told(how: dict[str, Any], message: str) -> None:
    with pytest.raises(HostError, match=message):
        plots.premium_by_pay(MEN, START, **how)


def test_the_pictures_refuse_what_prices_refuse() -> None:
    no_contract: Any = "men-2026"
    for draw in (plots.premium_by_pay, plots.uncertainty_by_pay):
        with pytest.raises(HostError, match="`contract` must be a Contract"):
            draw(no_contract, START)
        with pytest.raises(NoValueInForceError):
            draw(MEN, dt.date(2020, 1, 1))
    with pytest.raises(FormulaNotOfferedError):
        plots.premium_by_pay(BASE_ONLY, START, formulas=[Formula.OPTION_1])
    with pytest.raises(HostError, match="`channel` must be one of"):
        plots.uncertainty_by_pay(MEN, START, channel="household")
    with pytest.raises(HostError, match="`sure` must be one of"):
        plots.uncertainty_by_pay(MEN, START, sure="x")
    comparison = frame.compare(as_polars([]), GUIDE, SUPPOSED, START)
    with pytest.raises(HostError, match="`dimension` must be one of"):
        plots.payments_under_two_tariffs(comparison, "age")


def test_prices_and_frames_do_without_matplotlib() -> None:
    program = "import sys, psc_workflow.pricing.frame, psc_workflow.pricing; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(("coefficient", "least", "most"), [("0", -5, 0), ("0.002", -4.94, 7)], ids=["below", "around"])
def test_amounts_below_zero_are_inside_axes_that_have_it_and_grow_upwards_and_rightwards(
    coefficient: str, least: float, most: float
) -> None:
    option, part = component("option", amount(value="10"), channel=Channel.PAYROLL), amount(coefficient=coefficient)
    deduction = component("deduction", amount(share="-0.5", of_lines=("option",)))
    before, after = (tariff(option, *own, deduction) for own in ((), (component("part", part),)))
    by_pay = plots.premium_by_pay(after, START, payer="debited").axes[0]
    rows = [sample_rows()[0] | {"gross_cents": 600000, "formula": "base", "retired_on": None} | dict.fromkeys(DATES)]
    of_groups = plots.payments_under_two_tariffs(frame.compare(as_polars(rows), before, after, START), payer="debited")
    for first, last in (by_pay.get_ylim(), of_groups.axes[0].get_xlim()):
        assert first < least < 0 <= last
        assert most <= last


def test_an_axis_of_amounts_begins_at_zero_if_none_is_below() -> None:
    assert plots.premium_by_pay(MEN, START).axes[0].get_ylim()[0] == 0
    assert (
        plots.payments_under_two_tariffs(frame.compare(as_polars([]), GUIDE, SUPPOSED, START)).axes[0].get_xlim()[0]
        == 0
    )
