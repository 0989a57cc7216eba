"""
The page of the explorer in a browser: days are gone through with keys and buttons, and axe has nothing against it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import LOOKS, overflow, violations, window
from paths import ROOT
from psc_workflow import explorer
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow.testing import scenarios

pytestmark = pytest.mark.browser

FILE = ROOT / "examples" / "scenarios" / "reference-family-men-2026-pf.json"
TABS = ("chart", "now", "time", "money", "catalogue", "evidence")


def address(folder: Path, locale: Locale, *, steps: int | None = None) -> str:
    """Write the page, as it looks after that many steps, and return its address."""
    import attrs  # noqa: PLC0415 -- of this test alone

    subject = explorer.of_scenario(scenarios.read(FILE))
    subject = attrs.evolve(subject, acts=subject.acts[:steps])
    file = folder / f"{locale}.html"
    file.write_text(explorer.page(subject, locale=locale), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open the time of a dossier of which only the regime is declared."""
    with window(browser, "") as context:
        opened = context.new_page()
        opened.goto(address(tmp_path, "en", steps=2) + "#time")
        yield opened


def text(page: Page) -> str:
    return page.locator("#day-content").inner_text()


def test_keys_and_buttons_go_from_day_to_day_and_from_change_to_change(page: Page) -> None:
    slider = page.locator("#day-shown")
    slider.focus()
    before = slider.input_value()
    page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == int(before) + 1
    assert page.evaluate("document.activeElement.id") == "day-shown"
    assert slider.get_attribute("aria-valuetext") in text(page)
    page.keyboard.press("Home")
    assert page.locator("#day_before").is_disabled()
    page.keyboard.press("End")
    assert "If nobody does anything" in text(page)
    assert page.locator("#day_after").is_disabled()
    page.locator("#change_before").click()
    page.locator("#change_before").click()
    assert "Next deadline" in text(page)


def test_a_day_says_what_comes_next_and_the_step_follows_it(page: Page) -> None:
    slider, moment = page.locator("#day-shown"), page.locator("#moment")
    slider.focus()
    page.keyboard.press("End")
    assert moment.input_value() == moment.get_attribute("max")
    page.locator("#before").click()
    assert int(slider.input_value()) < int(str(slider.get_attribute("max")))
    page.keyboard.press("Tab")
    page.locator("#day_before").click()
    assert "the day after" in text(page)


def test_a_slider_that_is_dragged_is_not_lost(page: Page) -> None:
    slider = page.locator("#day-shown")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, middle)
    page.mouse.down()
    seen = []
    for part in (0.3, 0.6, 0.9):
        page.mouse.move(box["x"] + box["width"] * part, middle)
        seen.append(text(page).splitlines()[0])
    page.mouse.up()
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_nothing_against_any_tab(browser: Browser, tmp_path: Path, look: str, locale: Locale) -> None:
    with window(browser, "", **LOOKS[look]) as context:
        shown = context.new_page()
        shown.goto(address(tmp_path, locale))
        for tab in TABS:
            shown.locator(f"#tab-{tab}").click()
            assert violations(shown) == []
            assert overflow(shown) <= 0
