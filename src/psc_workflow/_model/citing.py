r"""
A source as a reader sees it: in the language of the answer, with the address to open.

>>> decree = Source("Décret, art. 5", title_en="Decree, art. 5", identifier="LEGIARTI000045645686")
>>> line(decree, "en")
'[Decree, art. 5] https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000045645686'
>>> line(Source("Arrêté", url="https://example.org/arrete", identifier="unknown"), "fr")
'[Arrêté] https://example.org/arrete (lu sur example.org\u202f; adresse sur Légifrance inconnue)'
>>> line(Source("Guide", identifier="unknown"), "fr")
'[Guide] (adresse inconnue)'
"""

from typing import Any
from urllib.parse import urlsplit

from psc_workflow._model import legifrance
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text

_READ_ELSEWHERE = Text(
    "(lu sur {site}\N{NARROW NO-BREAK SPACE}; adresse sur Légifrance inconnue)",
    "(read at {site}; address on Légifrance unknown)",
)
_NOWHERE = Text("(adresse inconnue)", "(address unknown)")


def link(source: Source) -> str:
    """Return the address to open: the official one if it is known, else that of the page; empty if there is none."""
    return source.address or source.url


def note(source: Source, locale: Locale) -> str:
    """Say which site opens in place of the official one, or that there is none to open; empty if neither is so."""
    if source.identifier != legifrance.UNKNOWN:
        return ""
    if not source.url:
        return _NOWHERE.in_(locale)
    return _READ_ELSEWHERE.say(locale, site=urlsplit(source.url).netloc.removeprefix("www."))


def line(source: Source, locale: Locale) -> str:
    """Write *source* on one line: its title, its address, and what is not known of that."""
    return " ".join(part for part in (f"[{source.label(locale)}]", link(source), note(source, locale)) if part)


def in_one_language(source: Source, locale: Locale) -> dict[str, Any]:
    """Write *source* as plain data, in the language of an answer that has only one."""
    written = source.as_json()
    del written["title_en"]
    sentence = None if source.sentence is None else source.sentence.in_(locale)
    return written | {"title": source.label(locale), "sentence": sentence}
