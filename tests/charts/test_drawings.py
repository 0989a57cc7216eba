"""
Drawings say what the chart says, and their texts fit where they stand.
"""

import itertools
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from PIL import ImageFont
from statemachine.io.scxml.reader import parse_scxml

from psc_workflow import charts
from psc_workflow._charts.cards import cards
from psc_workflow._charts.layout import CARD, PADDING, Layout, lay_out
from psc_workflow._charts.measuring import width
from psc_workflow.exceptions import HostError
from psc_workflow.states._charts import JOURNEYS

CASES = [*itertools.product(JOURNEYS, ("main", "full"), ("fr", "en"))]
SVG = "{http://www.w3.org/2000/svg}"
SCXML = "{http://www.w3.org/2005/07/scxml}"
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"


def described(name: str, level: str) -> charts.ChartDescription:
    chart = charts.describe(name)
    return chart.main() if level == "main" else chart


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 -- our own


def layout_of(name: str, level: str, locale: Any) -> Layout:
    return lay_out(cards(described(name, level), locale), [("Title", "title")])


# -- SVG ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_a_picture_is_whole_narrow_and_without_script(name: str, level: Any, locale: Any) -> None:
    text = charts.draw(name, level=level, locale=locale)
    root = parsed(text)
    assert float(root.attrib["width"]) <= 480
    assert root.attrib["lang"] == locale
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert root.attrib["aria-labelledby"].split() == ids
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert not re.search(r"<script|href=|url\(|@import|\\bon\\w+=", text)
    assert "prefers-color-scheme: dark" in text


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_a_picture_has_the_label_of_every_state_and_transition(name: str, level: Any, locale: Any) -> None:
    chart = described(name, level)
    root = parsed(charts.draw(name, level=level, locale=locale))
    items = [element for element in root.iter() if element.attrib.get("role") == "listitem"]
    labels = [item.attrib["aria-label"] for item in items]
    assert {state.label.in_(locale) for state in chart.states} <= set(labels)
    texts = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for label in [*(s.label for s in chart.states), *(t.label for t in chart.transitions)]:
        assert label.in_(locale) in texts


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_every_letter_is_twelve_pixels_high_on_a_phone(name: str, level: Any, locale: Any) -> None:
    root = parsed(charts.draw(name, level=level, locale=locale))
    scale = min(1, 400 / float(root.attrib["width"]))
    assert min(float(element.attrib["font-size"]) for element in root.iter(f"{SVG}text")) * scale >= 12


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_no_two_cards_and_no_two_lines_of_text_meet_and_every_text_is_inside(
    name: str, level: Any, locale: Any
) -> None:
    layout = layout_of(name, level, locale)
    for above, below in itertools.pairwise(layout.places):
        assert above.bottom < below.y
    for place in layout.places:
        baselines = [words.y for words in place.words]
        assert all(after - before >= 15 for before, after in itertools.pairwise(baselines))
        for words in place.words:
            is_bold = words.kind == "heading"
            assert words.x + width(words.text, words.size, is_bold=is_bold) <= place.x + CARD - PADDING / 2
            assert place.y < words.y - words.size * 0.7
            assert words.y < place.bottom


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_lines_that_run_side_by_side_have_lanes_of_their_own(name: str, level: Any, locale: Any) -> None:
    lanes = layout_of(name, level, locale).lanes
    for lane, other in itertools.combinations(lanes, 2):
        if lane.x == other.x:
            first, second = ((min(*each.starts, each.end), max(*each.starts, each.end)) for each in (lane, other))
            assert first[1] < second[0] or second[1] < first[0]


@pytest.mark.parametrize(("name", "level"), [*itertools.product(JOURNEYS, ("main", "full"))])
def test_every_change_of_state_is_a_line_an_arrow_or_on_a_card_of_several_states(name: str, level: Any) -> None:
    chart, layout = described(name, level), layout_of(name, level, "en")
    exits = {(place.card.name, target, line_level) for place in layout.places for target, line_level, _ in place.exits}
    for move in chart.transitions:
        same = [
            other
            for other in chart.transitions
            if (other.event, other.guards, other.routes) == (move.event, move.guards, move.routes)
        ]
        is_shared = len({other.source for other in same if other.target == move.target}) >= 3
        leads_to_several = len({other.target for other in same if other.source == move.source}) > 1
        is_drawn = (move.source, move.target, move.level) in exits
        assert move.stays or is_drawn or (move.level is not charts.Level.MAIN and (is_shared or leads_to_several))
    moves = {(move.source, move.target) for move in chart.transitions}
    assert {(source, target) for source, target, _ in exits} <= moves
    arrows = [(place.card.name, after.card.name) for place, after in itertools.pairwise(layout.places)]
    assert len(layout.arrows) == sum((*arrow, charts.Level.MAIN) in exits for arrow in arrows)
    of_lanes = {(source, target, at) for source, target, at in exits if (source, target) not in arrows or at != "main"}
    assert {lane.level for lane in layout.lanes} == {at for _, _, at in of_lanes}
    assert sum(len(lane.starts) for lane in layout.lanes) >= len(of_lanes)


@pytest.mark.parametrize("is_bold", [False, True])
def test_a_text_is_never_wider_than_measured_in_the_widest_of_ordinary_fonts(is_bold: bool) -> None:
    font = ImageFont.truetype(str(FONTS / ("DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf")), 100)
    for name, locale in itertools.product(JOURNEYS, ("fr", "en")):
        for place in layout_of(name, "full", locale).places:
            for words in place.words:
                if (words.kind == "heading") == is_bold:
                    assert font.getlength(words.text) <= width(words.text, 100, is_bold=is_bold), words.text


# -- other formats --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_scxml_is_read_by_an_engine_of_charts_with_every_transition(name: str, level: Any, locale: Any) -> None:
    chart, text = described(name, level), charts.draw(name, format="scxml", level=level, locale=locale)
    definition = parse_scxml(text)
    assert set(definition.states) == {state.name for state in chart.states}
    root = parsed(text)
    assert (root.tag, root.attrib["version"]) == (f"{SCXML}scxml", "1.0")
    assert root.attrib["initial"] == next(state.name for state in chart.states if state.is_initial)
    variables = {data.attrib["id"] for data in root.iter(f"{SCXML}data")}
    written = []
    for state in root.iter(f"{SCXML}state"):
        for transition in state.iter(f"{SCXML}transition"):
            condition = re.sub(r" == '\w+'", "", transition.attrib.get("cond", ""))
            names = tuple(condition.split(" && ")) if condition else ()
            assert set(names) <= variables
            target = transition.attrib.get("target", state.attrib["id"])
            written.append((state.attrib["id"], transition.attrib["event"], target, names))
    assert written == [
        (
            move.source,
            move.do or move.event.replace("_", "-"),
            move.target,
            tuple(condition.name for condition in move.conditions),
        )
        for move in sorted(chart.transitions, key=lambda move: list(definition.states).index(move.source))
    ]


@pytest.mark.parametrize("name", JOURNEYS)
def test_of_several_targets_scxml_chooses_one(name: str) -> None:
    root = parsed(charts.draw(name, format="scxml", level="full"))
    for state in root.iter(f"{SCXML}state"):
        chosen = [(move.attrib["event"], move.attrib.get("cond")) for move in state.iter(f"{SCXML}transition")]
        assert len(chosen) == len(set(chosen)), state.attrib["id"]


@pytest.mark.parametrize(("name", "level", "locale"), CASES)
def test_mermaid_and_graphviz_have_every_transition_with_its_words(name: str, level: Any, locale: Any) -> None:
    chart = described(name, level)
    mermaid, dot = (charts.draw(name, format=kind, level=level, locale=locale) for kind in ("mermaid", "dot"))
    assert mermaid.count(" --> ") == len(chart.transitions) + 1
    assert dot.count(" -> ") == len(chart.transitions)
    for move in chart.transitions:
        words = move.label.in_(locale)
        assert f'{words}", style=' in dot
        assert re.search(
            rf"^    {move.source} --> {move.target} : .*{re.escape(words.split(':')[0])}", mermaid, re.MULTILINE
        )
    assert not re.search(r" : .*[:;]", mermaid.replace("#58;", "").replace("#59;", "").replace("#quot;", ""))


def test_what_a_drawing_is_asked_for_wrongly_is_a_mistake_of_the_host() -> None:
    for wrong in ({"format": "gif"}, {"level": "some"}, {"locale": "de"}):
        with pytest.raises(HostError, match=f"`{next(iter(wrong))}` must be one of"):
            charts.draw("access", **wrong)  # type: ignore[arg-type]  # that is the mistake


def test_a_notebook_shows_what_there_is_of_a_chart() -> None:
    chart = charts.describe("affiliation")
    assert chart._repr_html_() == charts.draw("affiliation", level="full", locale="fr")
    assert chart.main()._repr_html_() == charts.draw("affiliation", level="main", locale="fr")
    assert repr(chart) == "<chart affiliation: 17 states, 193 transitions>"
