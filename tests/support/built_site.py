"""
The site as ``make docs`` builds it: its pages in both languages, and what stands on each.
"""

import functools
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import attrs

from paths import DOCS

BUILT = DOCS / "_build" / "html"
ROOTS = {"en": BUILT, "fr": BUILT / "fr"}


def names(language: str) -> list[str]:
    """List the pages of a language: paths without the suffix, in order."""
    root = ROOTS[language]
    files = (file.relative_to(root) for file in root.rglob("*.html"))
    return sorted(str(file.with_suffix("")) for file in files if file.parts[0] not in {"fr", "_static"})


def file_of(language: str, name: str) -> Path:
    """Return the file of a page."""
    return ROOTS[language] / f"{name}.html"


# -- what stands on a page ---------------------------------------------------------------------


@attrs.define
class Parts:
    """Anchors, links, headings and pictures of a page; headings by their level."""

    ids: set[str] = attrs.Factory(set)
    links: list[str] = attrs.Factory(list)
    headings: list[int] = attrs.Factory(list)
    pictures: int = 0
    language: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts = Parts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_tag = dict(attrs)
        self.parts.ids |= {str(of_tag[name]) for name in ("id", "name") if of_tag.get(name)}
        if tag in {"a", "iframe", "img"}:
            self.parts.links += [str(of_tag[name]) for name in ("href", "src") if of_tag.get(name)]
        if tag in {"h1", "h2", "h3", "h4"}:
            self.parts.headings.append(int(tag[1]))
        if tag in {"img", "iframe"} or (tag == "svg" and of_tag.get("class") == "psc-chart"):
            self.parts.pictures += 1
        if tag == "html":
            self.parts.language = of_tag.get("lang") or ""


@functools.cache
def parts_of(file: Path) -> Parts:
    """Read a page."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    return reader.parts


def broken_links(file: Path) -> Iterator[str]:
    """List the links of a page to pages, files and anchors of the site that are not there."""
    for link in parts_of(file).links:
        path, _, anchor = unquote(link).partition("#")
        if ":" in path.split("/")[0] or path.startswith("//"):
            continue
        target = (file.parent / path.partition("?")[0]).resolve() if path else file
        if not target.is_file():
            yield f"{link}: no such page"
        elif anchor and target.suffix == ".html" and anchor not in parts_of(target).ids:
            yield f"{link}: no such place on the page"
