"""
An address that a page of the site, or a heading of one, once had leads to where its text stands now.
"""

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator

import pytest

from paths import DOCS, ROOT

sys.path[:0] = [str(DOCS), str(ROOT / "scripts"), str(ROOT / "tests" / "support")]

MOVED: dict[str, dict[str, str]] = tomllib.loads((DOCS / "moved.toml").read_text(encoding="utf-8"))
TRANSLATIONS = DOCS / "locale" / "fr" / "LC_MESSAGES"
FILES = sorted(str(file.relative_to(TRANSLATIONS).with_suffix(".md")) for file in TRANSLATIONS.rglob("*.po"))
"""The pages that people have written: these are translated, the others are generated."""
ADDRESSES = [(page, old, now) for page, addresses in MOVED.items() for old, now in addresses.items()]


def address_of(title: str) -> str:
    """Return the address that Sphinx gives to a heading."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower())
    return re.sub("[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def headings(page: str) -> Iterator[str]:
    """List the addresses of the headings of a page in Markdown, down to the third level."""
    in_code = False
    for line in page.splitlines():
        if line.strip().startswith(("```", "~~~")):
            in_code = not in_code
        elif not in_code and (heading := re.match(r"#{1,3} (.+)", line)):
            yield address_of(heading[1])


def generated() -> dict[str, str]:
    """Write the pages that are generated and have old addresses, or are where one leads."""
    api, rule, situation, value = map(
        importlib.import_module, ("api_pages", "rule_pages", "situation_pages", "value_pages")
    )
    listed = [*dict(situation.parts_of()), "situations", "situations-fr", "personal-data", "personal-data-others"]
    pages: dict[str, str] = api.pages() | value.pages("en")
    for name, text in (rule.pages("en") | dict.fromkeys(listed, "")).items():
        pages[f"reference/generated/{name}"] = text
    return pages


def written() -> dict[str, str]:
    """Read the pages that people have written."""
    return {file.removesuffix(".md"): (DOCS / file).read_text(encoding="utf-8") for file in FILES}


def test_every_old_address_leads_to_a_page_of_the_site_and_to_a_heading_of_it() -> None:
    pages = written() | generated()
    for page, old, now in ADDRESSES:
        target, _, anchor = now.partition("#")
        assert (page in pages) == bool(old), f"{page}: the old address of a page is empty, and the page is no more"
        assert target in pages, (old, now)
        assert not anchor or anchor in headings(pages[target]), (old, now)


def test_no_old_address_is_that_of_a_heading_which_stands_on_its_page() -> None:
    pages = written() | generated()
    assert [(page, old) for page, old, _ in ADDRESSES if old and old in headings(pages[page])] == []


def test_an_address_of_a_heading_is_that_of_sphinx() -> None:
    assert address_of("The code's own words") == "the-code-s-own-words"
    assert address_of("Règles [d’un état](x.md#y)") == "regles-dun-etat"


def git(*arguments: str, text: str = "") -> bytes:
    """Ask Git, and return its answer, which is empty without a history."""
    command = [shutil.which("git") or "git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).stdout


def history() -> Iterator[tuple[str, str]]:
    """List the pages that people have written as they ever were, by name."""
    log = git("log", "--raw", "--no-renames", "--format=", "--abbrev=40", "--", *(f"docs/{file}" for file in FILES))
    names = dict(re.findall(r"^:\d+ \d+ \w+ (\w+) [AM]\tdocs/(.*)\.md$", log.decode(), re.MULTILINE))
    rest = git("cat-file", "--batch", text="\n".join(names))
    while rest:
        head, _, rest = rest.partition(b"\n")
        version, _, size = head.decode().split()
        yield names[version], rest[: int(size)].decode()
        rest = rest[int(size) + 1 :]


needs_history = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="there is no history at hand"
)


@needs_history
def test_every_page_that_there_ever_was_still_leads_somewhere() -> None:
    """Whoever renames or removes a page says in ``docs/moved.toml`` where its text stands."""
    log = git("log", "--no-renames", "--diff-filter=A", "--name-only", "--format=", "--", "docs/*.md").decode()
    ever = {name.removeprefix("docs/").removesuffix(".md") for name in log.split()}
    assert "index" in ever
    assert sorted(page for page in ever - {*written()} if "" not in MOVED.get(page, ())) == []


@needs_history
def test_every_address_that_a_heading_of_a_page_ever_had_still_leads_somewhere() -> None:
    """Whoever renames a heading, or takes it to another page, adds its old address to ``docs/moved.toml``."""
    pages = {page: set(headings(text)) | set(MOVED.get(page, ())) for page, text in written().items()}
    lost = {(page, address) for page, text in history() for address in headings(text) if address not in pages[page]}
    assert sorted(lost) == []
