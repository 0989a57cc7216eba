"""
The page: a template, a style sheet and a script, filled with the data; one file that asks nothing of any network.
"""

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

from psc_workflow._charts.drawing import DrawingLevel, draw
from psc_workflow._model.money import Locale, check_locale
from psc_workflow.explorer._assembly import data
from psc_workflow.explorer._subjects import Subject
from psc_workflow.explorer._words import say
from psc_workflow.states._charts import JOURNEYS

_FOLDER = Path(__file__).parent
_LOCALES: tuple[Locale, ...] = ("fr", "en")
_STYLE = re.compile("<style>.*?</style>", re.DOTALL)
"""What every drawing would say again: the style sheet of the page has the first one's."""

_LEVELS: tuple[DrawingLevel, ...] = ("main", "full")


def page(subject: Subject, *, locale: Locale = "fr", with_personal_data: bool = False) -> str:
    """
    Write the page about *subject*, as HTML.

    Args:
        locale: In which language it opens; it has both.
        with_personal_data: As for :func:`psc_workflow.explorer.data`.

    Raises:
        HostError: There is no such locale.
    """
    check_locale(locale)
    return fill(data(subject, with_personal_data=with_personal_data), subject, locale)


def fill(shown: dict[str, Any], subject: Subject, locale: Locale, *, token: str = "") -> str:
    """
    Fill the template with *shown*.

    Args:
        token: What the page shows to the server that answers it; empty for a
            page that stands alone.
    """
    script, style = _read("page.js"), _read("page.css")
    connect = "'self'" if token else "'none'"
    parts = {
        "LOCALE": locale,
        "TITLE": html.escape(f"{say('title', locale)} – {shown['subject']['name']}"),
        "POLICY": f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'unsafe-inline'; "
        f"img-src data:; connect-src {connect}; base-uri 'none'; form-action 'none'",
        "STYLE": _style_of_drawings() + style,
        "TEMPLATES": _drawings(subject),
        "NOSCRIPT": html.escape(say("no_script", locale)),
        "DATA": _in_script(shown | {"locale": locale, "token": token}),
        "SCRIPT": script,
    }
    before, *rest = _read("page.html").split("{{")
    return before + "".join(parts[name] + after for name, after in (part.split("}}", 1) for part in rest))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _in_script(shown: object) -> str:
    """Write JSON that no script element can end in, whatever is in it."""
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _style_of_drawings() -> str:
    element = _STYLE.search(draw("access"))
    return "" if element is None else element[0].removeprefix("<style>").removesuffix("</style>")


def _drawings(subject: Subject) -> str:
    """Draw every chart, at each level, in each language."""
    return "\n".join(
        f'<template id="drawing-{name}-{level}-{locale}">'
        f"{_STYLE.sub('', draw(name, level=level, locale=locale, contract=subject.dossier.contract))}</template>"
        for name in JOURNEYS
        for level in _LEVELS
        for locale in _LOCALES
    )
