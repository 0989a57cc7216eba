"""
The explorer in a browser: axe has nothing against any tab, nothing is too wide, and nothing personal is shown.
"""

import datetime as dt
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import planted
from chromium import overflow, violations, window
from leaks import find_birth_dates, find_leaks
from people import INVITED
from planted import Mint
from psc_workflow import explorer
from psc_workflow._model.money import LOCALES
from psc_workflow._model.text import format_day
from psc_workflow._structuring import unstructure
from psc_workflow.testing import scenarios

pytestmark = pytest.mark.browser

TABS = ("chart", "now", "time", "money", "catalogue", "evidence")
LOOKS = [(scheme, locale) for scheme in ("light", "dark") for locale in ("fr", "en")]


@pytest.fixture(scope="module")
def mint() -> Mint:
    return Mint(11)


@pytest.fixture(scope="module")
def file(mint: Mint, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Explore a journey whose personal fields all hold planted values, without personal data."""
    steps = [
        {"at": at.isoformat(), "do": command.do, **unstructure(command)}
        for command, at in planted.affiliation_tour(mint)
    ]
    agent = unstructure(planted.agent(mint))
    data = {"contract": "guide-illustration", "id": "D1", "agent": agent, "invited_at": INVITED.isoformat()}
    folder = tmp_path_factory.mktemp("explored")
    (folder / "tour.json").write_text(json.dumps(data | {"about": "A journey.", "steps": steps}), encoding="utf-8")
    made = folder / "tour.html"
    made.write_text(explorer.page(explorer.of_scenario(scenarios.read(folder / "tour.json"))), encoding="utf-8")
    return made


def faults_of(page: Page) -> list[str]:
    """List what is wrong with the tab that is open."""
    page.set_viewport_size({"width": 1280, "height": 900})
    faults = violations(page)
    for width in (320, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{overflow(page)} pixels too wide at {width}"] if overflow(page) > 0 else []
    return faults


@pytest.mark.parametrize(("scheme", "locale"), LOOKS)
def test_nothing_is_wrong_with_any_tab(browser: Browser, file: Path, mint: Mint, scheme: str, locale: str) -> None:
    errors: list[str] = []
    faults = {}
    with window(browser, "about:blank", color_scheme=scheme, bypass_csp=True) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(file.as_uri())
        page.select_option("#locale", locale)
        for tab in TABS:
            page.evaluate("(tab) => { location.hash = tab; }", tab)
            page.wait_for_timeout(60)
            faults[tab] = faults_of(page)
            shown = [(tab, page.inner_text("body"))]
            assert find_leaks(mint, shown) == []
            assert find_birth_dates(shown) == []
    assert errors == []
    assert {tab: wrong for tab, wrong in faults.items() if wrong} == {}


def test_days_are_written_as_the_library_writes_them(browser: Browser, file: Path) -> None:
    days = [
        dt.date(2026, month, day) for month in range(1, 13) for day in (1, 2, 11, 21, 31) if day < 29 or month in (1, 5)
    ]
    with window(browser, "about:blank") as context:
        page = context.new_page()
        page.goto(file.as_uri())
        for locale in LOCALES:
            page.select_option("#locale", locale)
            written = page.evaluate("(days) => days.map(day)", [day.isoformat() for day in days])
            assert written == [format_day(day, locale) for day in days]
