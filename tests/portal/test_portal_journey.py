"""
A family's journey through the reference portal, over HTTP, without a script.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_server import Browser, portal


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("portal")
    with portal(folder) as served:
        yield served


def joined(address: str, dossier: str, email: str, language: str = "fr") -> Browser:
    """Follow the link of the invitation, create an account and sign in."""
    browser = Browser(address, language)
    browser.get(f"/mailbox/?file={dossier}")
    browser.get(browser.links("/mailbox/")[1])
    browser.get(browser.links("/invitation/")[0])
    browser.send(membership="none")
    browser.send(email=email, password="Aabcdef1!", confirmation="Aabcdef1!")  # noqa: S106 -- of a test
    browser.send()
    browser.send(email=email, password="Aabcdef1!")  # noqa: S106 -- the same
    return browser


FAMILY = {
    "partner": "yes",
    "partner__birth_date": "09/10/1972",
    "partner__regime": "general",
    "partner__link": "married",
    "partner__state_civil_servant": "false",
    "partner__judicially_separated": "false",
    "children": "yes",
    "children__0__birth_date": "09/09/2019",
    "children__0__regime": "general",
    "children__0__kinship": "child",
    "children__0__parent": "both",
}


def test_a_family_goes_from_the_invitation_to_the_signature(address: str) -> None:
    browser = joined(address, "A-1001", "benoit@courriel.example")
    assert browser.path == "/file/space/"
    browser.get("/file/")
    browser.send()
    browser.send(regime="cps")
    assert browser.status == 422
    assert 'href="#regime"' in browser.page
    browser.send(regime="general")
    browser.send(**FAMILY)
    assert browser.status == 200, browser.text
    browser.send(formula="option_2")
    assert browser.status == 200, browser.text
