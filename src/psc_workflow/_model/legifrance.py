"""
Addresses of texts of law on Légifrance, the official site: each follows from the identifier of the text.

========================= =========================== =======================================
Identifier                What it names               Address, after ``www.legifrance.gouv.fr``
========================= =========================== =======================================
``JORFTEXT…``             a text as published         ``/jorf/id/JORFTEXT…``
``JORFARTI…``             an article as published     ``/jorf/article_jo/JORFARTI…``
``LEGITEXT…``             a text in force             ``/loda/id/LEGITEXT…``
``LEGIARTI…``             an article in force         ``/loda/article_lc/LEGIARTI…``
``LEGITEXT…/LEGISCTA…``   a section of a code         ``/codes/section_lc/LEGITEXT…/LEGISCTA…``
========================= =========================== =======================================

"In force" is said of décrets, arrêtés and accords; articles of a code, which
stand elsewhere on the site, are cited by their section.

>>> address("LEGIARTI000045645686")
'https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000045645686'
>>> address("JORFTEXT000053143451")
'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053143451'
>>> is_identifier("LEGIARTI45645686"), is_identifier("décret 2022-633")
(False, False)
"""

import re

SITE = "https://www.legifrance.gouv.fr"

UNKNOWN = "unknown"
"""What stands in place of the identifier of a text whose identifier was not found."""

_PATHS = {
    "JORFTEXT": "jorf/id",
    "JORFARTI": "jorf/article_jo",
    "LEGITEXT": "loda/id",
    "LEGIARTI": "loda/article_lc",
}

_IDENTIFIER = re.compile(rf"(?P<kind>{'|'.join(_PATHS)})[0-9]{{12}}")
_SECTION = re.compile(r"LEGITEXT[0-9]{12}/LEGISCTA[0-9]{12}")


def is_identifier(text: str) -> bool:
    """Whether *text* has the form of an identifier; not whether the text exists."""
    return any(form.fullmatch(text) for form in (_IDENTIFIER, _SECTION))


def address(identifier: str) -> str | None:
    """Return the address of the text *identifier*; ``None`` if that is no identifier, or unknown."""
    if _SECTION.fullmatch(identifier):
        return f"{SITE}/codes/section_lc/{identifier}"
    if match := _IDENTIFIER.fullmatch(identifier):
        return f"{SITE}/{_PATHS[match['kind']]}/{identifier}"
    return None
