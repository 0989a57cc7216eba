"""
The pages that the library draws itself, in a real browser.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import recipe_server
from chromium import LOOKS, overflow, violations, window
from server_process import environment, free_port, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the recipe."""
    folder: Path = tmp_path_factory.mktemp("recipe")
    port = free_port()
    arguments = [recipe_server.__file__, str(port), str(folder / "recipe.db")]
    with serving(arguments, port, folder / "log.txt", environment()):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_has_nothing_against_a_page(browser: Browser, url: str, look: str) -> None:
    with window(browser, url, **LOOKS[look]) as context:
        page = context.new_page()
        page.goto("/dossiers/D1/page?do=report-not-concerned")
        assert violations(page) == []
        assert overflow(page) <= 0


def test_a_page_goes_on_without_javascript(browser: Browser, url: str) -> None:
    with window(browser, url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/dossiers/D1/page")
        page.get_by_role("button", name="Je découvre et je m’affilie").click()
        page.get_by_role("heading", name="Régime d’affiliation").wait_for()
