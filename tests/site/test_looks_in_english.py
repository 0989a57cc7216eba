"""
Every English page of the site: none is too high, too wide or cut off, and axe has nothing against it, in light and dark.
"""

import pytest
from playwright.sync_api import Browser

from site_looks import faults_of_site

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("site")]


def test_nothing_is_wrong_with_the_look_of_a_page(browser: Browser) -> None:
    assert faults_of_site(browser, "en") == {}
