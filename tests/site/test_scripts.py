"""
The scripts of the site and of the explorer in a browser: what is searched for is found, and no address leaves a blank page.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import window
from paths import ROOT
from psc_workflow import contracts, explorer, rulebook
from psc_workflow._model.problem_types import FINDING

pytestmark = pytest.mark.browser

STATIC = ROOT / "docs" / "_static"
ITEM = "Le cœur de l’assuré\N{NO-BREAK SPACE}: décret n°\N{NARROW NO-BREAK SPACE}2022-633"
SEARCHES = {
    "l’assuré": True,
    "l'assure": True,
    "L'ASSURÉ : DÉCRET": True,
    "n° 2022-633 ": True,
    "n°\N{NO-BREAK SPACE}2022-633": True,
    "coeur": True,
    "code civil": True,
    "urn:x:no-cover": True,
    "l assure": True,
    "décret assuré": True,
    "article 5": True,
    "articles 5": True,
    "article 15": False,
    "2022633": False,
    "202": False,
    "ssur": False,
}
"""What somebody types, and whether it is in the item or in the words beside it."""

SENT = {
    "21 ans": "child-past-age-limit",
    "Au 1er mai 2026, l’enfant n° 1 a 21 ans ou plus.": "child-past-age-limit",
    "au 3 juin 2031, l'enfant n° 4 a 21 ans ou plus": "child-past-age-limit",
    "ou plus 21 ans": "child-past-age-limit",
    "L’obligation d’être couvert(e) continue pendant ce congé : congé de naufrage.": "leave-keeps-obligation",
    "obligation couvert continue": "leave-keeps-obligation",
    "séparé de corps": "partner-judicially-separated",
    "couvert apprentissage": "child-past-age-limit",
    "article 5": "child-past-age-limit",
    "décret 2022-633": "regime-not-covered",
    "l'agent": "agent-minor",
}
"""What somebody looks for, and a finding that must be among what is shown, which is not everything."""

BROKEN = (
    "#%",
    "#finding/%E0%A4%A",
    "#moment/length",
    "#moment/-1",
    "#moment/1e9",
    "#state/affiliation/%",
    "#state/x",
    "#_",
)


def opened(browser_page: Page, folder: Path, body: str, script: str, hash_: str = "") -> list[str]:
    """Open a page with a script of the site; return the errors of the script."""
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(str(error)))
    file = folder / "page.html"
    text = (STATIC / script).read_text(encoding="utf-8")
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{body}<script>{text}</script>", encoding="utf-8")
    browser_page.goto(file.as_uri() + hash_)
    return errors


def test_the_filters_of_the_site_find_what_is_typed_otherwise(browser: Browser, tmp_path: Path) -> None:
    body = (
        f'<div class=filters hidden></div><div class=item data-words="urn:x:no-cover Code civil, art. 5">{ITEM}</div>'
    )
    with window(browser, "about:blank") as context:
        page = context.new_page()
        assert opened(page, tmp_path, body, "filters.js") == []
        for text, is_there in SEARCHES.items():
            page.fill("input[type=search]", text)
            assert (page.locator(".item:visible").count() == 1) is is_there, text


def test_the_explorer_folds_texts_as_the_filters_of_the_site_do() -> None:
    names = ("folded", "has", "holds")
    scripts = (STATIC / "filters.js", ROOT / "src" / "psc_workflow" / "explorer" / "page.js")
    first, second = (
        [
            each
            for each in file.read_text(encoding="utf-8").splitlines()
            if each.split(" = ")[0].removeprefix("const ") in names
        ]
        for file in scripts
    )
    assert (len(first), first) == (len(names), second)


@pytest.mark.parametrize("hash_", BROKEN)
def test_an_address_that_cannot_be_read_leads_nowhere_without_an_error(
    browser: Browser, tmp_path: Path, hash_: str
) -> None:
    with window(browser, "about:blank") as context:
        assert opened(context.new_page(), tmp_path, "<p id=_>", "moved.js", hash_) == []


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explored") / "guide.html"
    subject = explorer.of_contracts([contracts.get("guide-illustration")])
    file.write_text(explorer.page(subject), encoding="utf-8")
    return file


def test_the_explorer_shows_a_page_whatever_address_it_has(browser: Browser, explored: Path) -> None:
    with window(browser, "about:blank") as context:
        for hash_ in BROKEN:
            page = context.new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
            page.goto(explored.as_uri() + hash_)
            assert page.locator("[role=tabpanel]").inner_text()
            assert page.locator("#moment, #search").count()
            assert errors == [], hash_


def test_the_catalogue_of_the_explorer_is_searched_by_type_and_by_source(browser: Browser, explored: Path) -> None:
    entries = explorer.data(explorer.of_contracts([contracts.get("guide-illustration")]))
    sources, code = entries["pools"]["sources"], "regime-not-covered"
    finding = next(each for each in entries["findings"] if each["code"] == code)
    assert finding["type"] == FINDING + code
    value = next(each for each in entries["values"] if each["values"][0]["sources"])
    with window(browser, "about:blank") as context:
        page = context.new_page()
        page.goto(explored.as_uri() + "#catalogue")
        for list_, text, id_ in (
            ("findings", finding["type"], f"finding-{code}"),
            ("findings", sources[finding["sources"][0]]["title"]["fr"].replace("’", "'").upper(), f"finding-{code}"),
            (
                "values",
                sources[value["values"][0]["sources"][0]]["title"]["fr"].replace("\N{NO-BREAK SPACE}", " "),
                f"value-{value['holder']}-{value['name']}",
            ),
        ):
            page.select_option("#list", list_)
            page.fill("#search", text)
            assert page.locator(f"#{id_}").count() == 1, text
        page.fill("#search", "no such words")
        assert page.locator("details.card").count() == 0


def test_the_explorer_finds_a_finding_by_what_somebody_was_sent_and_by_its_law(
    browser: Browser, explored: Path
) -> None:
    with window(browser, "about:blank") as context:
        page = context.new_page()
        page.goto(explored.as_uri() + "#catalogue")
        for text, code in SENT.items():
            page.fill("#search", text)
            assert page.locator(f"#finding-{code}").count() == 1, text
            assert page.locator("details.card").count() < len(rulebook.entries()) / 2, text
