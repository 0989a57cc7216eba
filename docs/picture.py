"""
What a picture of the site is: what it shows in words, and how it is drawn. Each is made when the site is built.
"""

from collections.abc import Callable
from enum import Enum

import attrs
from writing import say

from psc_workflow._model.money import Locale


class Kind(Enum):
    """How a picture stands on its page, and the suffix of its file."""

    PLOT = "svg"
    """An image of its own, which is scrolled where it does not fit."""
    CHART = "chart.svg"
    """Part of the page itself, so that it can be read out."""
    SCREEN = "html"
    """A page inside the page."""
    PHOTO = "png"
    """An image that the tests took of a browser."""


def nothing(_: Locale) -> str:
    """Draw nothing: there is a file already."""
    return ""


@attrs.frozen
class Picture:
    """
    One picture.

    Args:
        kind: How it stands on its page.
        about: What it shows, for who does not see it; every number in it comes from the library.
        draw: Writes the file; a photograph has one.
    """

    kind: Kind
    about: Callable[[Locale], str]
    draw: Callable[[Locale], str] = nothing

    def text(self, locale: Locale) -> str:
        """Say what it shows, with the typography of the language."""
        return say(self.about(locale), self.about(locale), locale)
