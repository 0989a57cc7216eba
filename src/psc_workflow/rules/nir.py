"""
The social-security number has the right form and key (n° de Sécurité sociale, NIR).

Sex, two digits of the year, month, place (five characters, with 2A and 2B in
Corsica, never beginning with 00), order, and a key: 97 minus the number modulo
97, where 2A counts as 19 and 2B as 18. Months 20 to 42, and 50 and above, exist
for incomplete civil status. Numbers beginning with 3, 4, 7 or 8 are provisional.
A mismatch with the birth date or the civility only raises a warning: civil status
changes, numbers do not.

Legal source:
    Structure of the NIR, as the catalogue's ``nir-structure``.

Not modelled:
    Whether the commune exists; the century of the birth year.

>>> assess("2 53 07 2B 073 004 70").holds
True
>>> assess("295109912611199").findings[0].code
'nir-key-wrong'
>>> assess("253072C07300443").findings[0].code
'nir-form-wrong'
"""

import datetime as dt
import re
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules.comparing import compact

_FORM = re.compile(
    r"(?P<sex>[123478])(?P<year>\d\d)(?P<month>0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)"
    r"(?!00)(\d\d|2[AB])\d{3}\d{3}(?P<key>\d\d)?",
    re.ASCII,
)
_MODULUS = 97
_CORSICA = {"2A": "19", "2B": "18"}
_LENGTH_WITHOUT_KEY = 13
_CENTURY = 100
_MEN, _WOMEN, _PROVISIONAL = "137", "248", "3478"


def normalise(nir: str) -> str:
    """Return *nir* as stored: without spaces, letters in capitals."""
    return compact(nir).upper()


def key(number: str) -> str:
    """Compute the key of the first 13 characters of a well-formed number."""
    place = number[5:7]
    digits = number[:5] + _CORSICA.get(place, place) + number[7:_LENGTH_WITHOUT_KEY]
    return f"{_MODULUS - int(digits) % _MODULUS:02}"


def is_provisional(number: str) -> bool:
    """Return whether *number*, as stored, is one of those for a time: its first figure is 3, 4, 7 or 8."""
    return number[:1] in _PROVISIONAL


def ages_in(number: str, year: int) -> tuple[int, ...]:
    """List the ages that the holder of *number*, as stored, can reach in *year*; none if it is not well formed."""
    parts = _FORM.fullmatch(number)
    if parts is None:
        return ()
    youngest = (year - int(parts["year"])) % _CENTURY
    return youngest, youngest + _CENTURY


def fits(number: str, birth_date: dt.date | None) -> bool:
    """Return whether *number*, as stored, can be that of somebody born on *birth_date*; an odd month is any month."""
    parts = _FORM.fullmatch(number)
    if parts is None or birth_date is None or parts["year"] != f"{birth_date:%y}":
        return False
    return not _is_calendar_month(parts["month"]) or parts["month"] == f"{birth_date:%m}"


def assess(
    nir: str | None, *, birth_date: dt.date | None = None, civility: Civility | None = None, path: str = "nir"
) -> Verdict:
    """
    Check a social-security number.

    Args:
        nir: Spaces are ignored; ``None`` if unknown.
        birth_date: Compared with the number, if known.
        civility: Compared with the number, if known.
        path: Where the number stands in the command.

    Returns:
        A verdict that holds, with the warnings ``nir-provisional``,
        ``nir-birth-year-differs``, ``nir-birth-month-differs``,
        ``nir-civility-differs``; or ``nir-missing``, ``nir-form-wrong``,
        ``nir-key-missing``, ``nir-key-wrong``.
    """
    if nir is None:
        return Verdict((finding("nir-missing", path),))
    number = normalise(nir)
    parts = _FORM.fullmatch(number)
    if parts is None:
        return Verdict((finding("nir-form-wrong", path),))
    if parts["key"] is None:
        return Verdict((finding("nir-key-missing", path, key=key(number)),))
    if parts["key"] != key(number):
        return Verdict((finding("nir-key-wrong", path),))
    return Verdict.of(_doubts(parts, birth_date, civility, path))


def _doubts(
    parts: re.Match[str], birth_date: dt.date | None, civility: Civility | None, path: str
) -> Iterator[Finding]:
    if parts["sex"] in _PROVISIONAL:
        yield finding("nir-provisional", path)
    if birth_date is not None and parts["year"] != f"{birth_date:%y}":
        yield finding("nir-birth-year-differs", path)
    if birth_date is not None and _is_calendar_month(parts["month"]) and parts["month"] != f"{birth_date:%m}":
        yield finding("nir-birth-month-differs", path)
    expected = {Civility.MONSIEUR: _MEN, Civility.MADAME: _WOMEN}
    if civility is not None and parts["sex"] not in expected[civility]:
        yield finding("nir-civility-differs", path)


def _is_calendar_month(month: str) -> bool:
    return month <= "12"
