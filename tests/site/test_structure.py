"""
The built site: every link leads somewhere, both languages have the same pages and headings, official texts have their addresses.
"""

import re

import attrs
import pytest

from built_site import ROOTS, broken_links, file_of, names, parts_of
from psc_workflow._catalogue import contracts, law, raw_texts

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("site")]

ENGLISH = re.compile(
    r"\b(Toggle|Expand|[Ll]ight mode|[Dd]ark mode|Skip to|Back to|On this page|Made with|Please)\b|>\s*(Next|Previous|Home|Contents)\s*<"
)
"""What the theme says around a page, where nobody has translated it."""

OFFICIAL = re.compile(r"https?://(?:www\.)?legifrance\.gouv\.fr/")


def test_both_languages_have_the_same_pages() -> None:
    assert len(names("en")) > 300
    assert names("fr") == names("en")


@pytest.mark.parametrize("language", ROOTS)
def test_every_link_of_the_site_resolves(language: str) -> None:
    broken = {name: list(broken_links(file_of(language, name))) for name in names(language)}
    assert {name: links for name, links in broken.items() if links} == {}


@pytest.mark.parametrize("language", ROOTS)
def test_a_page_has_one_first_heading_and_is_marked_with_its_language(language: str) -> None:
    pages = {name: parts_of(file_of(language, name)) for name in names(language)}
    assert [name for name, parts in pages.items() if parts.headings.count(1) != 1] == []
    assert [name for name, parts in pages.items() if parts.language != language] == []


def test_a_page_has_the_same_headings_and_pictures_in_both_languages() -> None:
    looks = {
        name: [(parts.headings, parts.pictures) for parts in (parts_of(file_of(language, name)) for language in ROOTS)]
        for name in names("en")
    }
    assert [name for name, (english, french) in looks.items() if english != french] == []


def test_around_a_french_page_no_word_of_the_theme_is_english() -> None:
    for name in names("fr"):
        around = re.sub("<article.*?</article>", "", file_of("fr", name).read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [match[0] for match in ENGLISH.finditer(around)] == [], name
    assert not ENGLISH.search(file_of("fr", "search").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ROOTS)
def test_an_official_text_has_the_address_that_the_catalogue_has(language: str) -> None:
    sources = [*raw_texts.sources().values()]
    dated = [value for field in attrs.fields(law.Law) for value in getattr(law.law(), field.name).values]
    dated += [value for contract in contracts.builtin.values() for _, value in contract.every_value()]
    sources += [source for value in dated for source in value.sources]
    addresses = {address for source in sources for address in (source.address, source.url) if address}
    links = {link for name in names(language) for link in parts_of(file_of(language, name)).links}
    official = {link for link in links if OFFICIAL.match(link)}
    assert len(official) > 10
    assert official - addresses == set()
