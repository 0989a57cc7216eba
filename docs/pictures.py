"""
The pictures of pages, by name: those that are drawn when the site is built, and those that were taken of a browser.

A page has one where it says ``{picture} NAME``.
"""

import functools
from collections.abc import Mapping

import amount_pictures
import chart_pictures
import photographs
import price_pictures
import screen_pictures
import time_pictures
import value_pictures
from picture import Kind, Picture

from psc_workflow._model.money import Locale

FOLDER = "_drawn"
"""Where pictures are written; Sphinx copies what is in it to ``_static``."""

MAKERS = (
    amount_pictures,
    chart_pictures,
    photographs,
    price_pictures,
    screen_pictures,
    time_pictures,
    value_pictures,
)


@functools.cache
def pictures() -> Mapping[str, Picture]:
    """Return every picture."""
    return {name: picture for maker in MAKERS for name, picture in maker.pictures().items()}


def file_of(name: str) -> str:
    """Return what the file of a picture is called."""
    return f"{name}.{pictures()[name].kind.value}"


def files(locale: Locale) -> dict[str, str]:
    """Draw every picture in the language of the site."""
    drawn = {name: picture for name, picture in pictures().items() if picture.kind is not Kind.PHOTO}
    return {f"{FOLDER}/{file_of(name)}": picture.draw(locale) for name, picture in drawn.items()}
