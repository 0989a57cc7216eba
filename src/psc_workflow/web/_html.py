"""
HTML as text: every value is escaped, nothing is marked up elsewhere.

>>> tag("p", "a < b", class_="hint")
Markup('<p class="hint">a &lt; b</p>')
>>> tag("input", type="radio", checked=True, disabled=False)
Markup('<input type="radio" checked>')
"""

import html
from collections.abc import Iterable

_VOID = frozenset({"input", "meta", "br", "hr", "link"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Markup({super().__repr__()})"


Content = str | Iterable[str]


def tag(element: str, /, *content: Content, **attributes: str | bool | int | None) -> Markup:
    """
    Write an element.

    Args:
        content: Texts, which are escaped, and markup, which is not.
        attributes: ``class_`` for ``class``, ``aria_label`` for ``aria-label``;
            ``True`` has no value, ``False`` and ``None`` are left out.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    inside = "" if element in _VOID else f"{join(*content)}</{element}>"
    return Markup(f"<{element}{written}>{inside}")


def join(*content: Content) -> Markup:
    """Put texts and markup one after the other."""
    parts = (part for each in content for part in ([each] if isinstance(each, str) else each))
    return Markup("".join(part if isinstance(part, Markup) else html.escape(part) for part in parts))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
