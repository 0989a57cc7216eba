"""
What a browser would send from a page: the successful controls of its form, by the rules of HTML.
"""

from html.parser import HTMLParser
from typing import Any

import attrs


@attrs.define
class Page(HTMLParser):
    """
    A page that was read.

    Args:
        pairs: What its form sends if nothing is changed and no button pressed.
        presses: The buttons with a name: name and value.
        choices: Values that each field offers.
        ids: Every id, to find what is there twice.
    """

    pairs: list[tuple[str, str]] = attrs.Factory(list)
    presses: list[tuple[str, str]] = attrs.Factory(list)
    choices: dict[str, list[str]] = attrs.Factory(dict)
    ids: list[str] = attrs.Factory(list)
    links: list[str] = attrs.Factory(list)
    texts: list[str] = attrs.Factory(list)
    _select: str | None = None
    _selected: list[str] | None = None
    _textarea: str | None = None
    _content: list[str] = attrs.Factory(list)

    def __attrs_pre_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Read the beginning of an element."""
        read: dict[str, Any] = dict(attributes)
        if "id" in read:
            self.ids.append(read["id"])
        name, value = read.get("name"), read.get("value")
        match tag:
            case "a" if "href" in read:
                self.links.append(read["href"])
            case "input" if name:
                self._input(read, name, value)
            case "button" if name:
                self.presses.append((name, value or ""))
            case "select":
                self._select, self._selected = name, None
            case "option" if self._select:
                self.choices.setdefault(self._select, []).append(value or "")
                if "selected" in read or (self._selected is None and "disabled" not in read):
                    self._selected = [value or ""]
            case "textarea":
                self._textarea, self._content = name, []

    def _input(self, read: dict[str, Any], name: str, value: str | None) -> None:
        is_box = read.get("type") in ("radio", "checkbox")
        if is_box:
            self.choices.setdefault(name, []).append(value or "")
        if "disabled" not in read and (not is_box or "checked" in read):
            self.pairs.append((name, value or ""))

    def handle_endtag(self, tag: str) -> None:
        """Read the end of an element."""
        if tag == "select" and self._select:
            self.pairs += [(self._select, value) for value in self._selected or ()]
            self._select = None
        if tag == "textarea" and self._textarea:
            text = "".join(self._content).removeprefix("\n")
            self.pairs.append((self._textarea, text.replace("\n", "\r\n")))  # as browsers send line ends
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Read text."""
        if self._textarea is not None:
            self._content.append(data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """What people read."""
        return " ".join("".join(self.texts).split())

    def answers(self) -> list[tuple[str, str]]:
        """List the pairs that belong to the command."""
        return [(name, value) for name, value in self.pairs if not name.startswith("psc-")]


def read_page(html: str) -> Page:
    """Read a page."""
    page = Page()
    page.feed(html)
    page.close()
    return page
