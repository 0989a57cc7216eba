r"""
How answers are compared and normalised, in one place so that no two rules differ.

People and systems write the same text in other characters: a phone types a
curly apostrophe, a word processor a hyphen that does not break, an export puts
accents together or apart and leaves characters that nobody sees. None of that
is another answer. Accents, macrons, spaces between words and the presence of an
apostrophe or a hyphen do count: they are what people correct.

A telephone number is the same with and without its country: ``+689 87 12 34 56``,
``00689 87123456`` and ``87 12 34 56`` are one, and so are ``+33 6 12 34 56 78``
and ``06 12 34 56 78``. A country is one to three digits after ``+`` or ``00`` that
the other number lacks; the zero before a number within the country is not
dialled from abroad, and a spreadsheet may have dropped it. Spaces, dots, hyphens,
slashes and brackets separate digits; any other sign makes another number.

Legal source:
    None: which answers are the same is a choice of this library. ITU-T E.164
    for the one to three digits of a country, E.123 for ``(0)``.

>>> same("  Rue  du Général Castelnau ", "rue du général castelnau"), same("Puna'auia", "Puna’auia")
(True, True)
>>> same_phone("+689 87 12 34 56", "87.12.34.56")
True
>>> compact("91 919 0000")
'919190000'
"""

import re
import unicodedata
from collections.abc import Iterable

import attrs

from psc_workflow._model.characters import remove_all_invisible, remove_control
from psc_workflow.rules import phone
from psc_workflow.rules.compulsory_text import is_blank

_APOSTROPHES = (
    "\N{GRAVE ACCENT}\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}\N{PRIME}\N{REVERSED PRIME}\N{FULLWIDTH APOSTROPHE}"
    "\N{FULLWIDTH GRAVE ACCENT}\N{ARMENIAN APOSTROPHE}\N{HEBREW PUNCTUATION GERESH}\N{GREEK TONOS}"
    "\N{MODIFIER LETTER PRIME}\N{MODIFIER LETTER TURNED COMMA}\N{MODIFIER LETTER APOSTROPHE}"
    "\N{MODIFIER LETTER REVERSED COMMA}\N{MODIFIER LETTER RIGHT HALF RING}\N{MODIFIER LETTER LEFT HALF RING}"
    "\N{MODIFIER LETTER VERTICAL LINE}\N{MODIFIER LETTER ACUTE ACCENT}\N{MODIFIER LETTER GRAVE ACCENT}"
    "\N{MODIFIER LETTER GLOTTAL STOP}\N{MODIFIER LETTER REVERSED GLOTTAL STOP}\N{LATIN LETTER GLOTTAL STOP}"
    "\N{LATIN CAPITAL LETTER GLOTTAL STOP}\N{LATIN SMALL LETTER GLOTTAL STOP}"
    "\N{LATIN CAPITAL LETTER SALTILLO}\N{LATIN SMALL LETTER SALTILLO}"
)
"""What people type for an apostrophe, for the glottal stop of Tahitian (ʻeta) or of Wallisian (fakamoga)."""

_HYPHENS = (
    "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{MINUS SIGN}"
    "\N{HYPHEN BULLET}\N{SMALL HYPHEN-MINUS}\N{SMALL EM DASH}\N{FULLWIDTH HYPHEN-MINUS}\N{ARMENIAN HYPHEN}"
    "\N{KATAKANA-HIRAGANA DOUBLE HYPHEN}"
)

_ONE_SPELLING = {
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    ord("œ"): "oe",
    ord("Œ"): "oe",
    ord("æ"): "ae",
    ord("Æ"): "ae",
}

_WITHOUT_STROKE = str.maketrans("øłđħŧɨ", "oldhti")
"""Letters with a stroke, which Unicode does not take apart."""

_LONGEST_COUNTRY = 3
"""Digits of a country's number, by the format itself (E.164)."""

_SEPARATORS = re.compile(r"[\s./()\[\]-]")
"""What people write between digits, and what means nothing there; any other sign may change a number."""


def normalise(text: str) -> str:
    """Return *text* in the form used for comparison: one spelling, one Unicode form, one case, single spaces."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    seen = remove_all_invisible(remove_control(words))
    folded = unicodedata.normalize("NFKD", seen.translate(_ONE_SPELLING)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded.translate(_ONE_SPELLING)).split())


def letters_of(name: str) -> str:
    """
    Return *name* as it is looked for in a list: letters and digits without accents and strokes, anything else a space.

    >>> letters_of("Punaʻauia") == letters_of("PUNA’AUIA"), letters_of("Œdipe Łukasz Møller")
    (True, 'oedipe lukasz moller')
    """
    bare = unicodedata.normalize("NFKD", normalise(name)).translate(_WITHOUT_STROKE)
    return " ".join(
        "".join(each if each.isalnum() else " " for each in bare if not unicodedata.combining(each)).split()
    )


def same(left: object, right: object) -> bool:
    """
    Return whether two answers say the same; lists are compared line by line, ignoring blank lines.

    A soft hyphen counts as nothing or as a hyphen, whichever makes them the same: some programs write the one, some
    the other.
    """
    return _comparison_key(left) == _comparison_key(right) or _hyphenated(left) == _hyphenated(right)


def same_number(left: str, right: str) -> bool:
    """Return whether two postcodes are the same but for the separators."""
    return _without_separators(left) == _without_separators(right)


def same_phone(left: str, right: str) -> bool:
    """Return whether two telephone numbers are one, with its country or without."""
    numbers = sorted((_dialled(left), _dialled(right)), key=lambda number: number.is_international)
    (within, abroad), digits = numbers, [number.digits for number in numbers]
    if digits[0] == digits[1]:
        return True
    if within.is_international == abroad.is_international:
        return not abroad.is_international and digits[0].removeprefix("0") == digits[1].removeprefix("0")
    return any(_is_dialled_from_abroad(abroad.digits, number) for number in (digits[0], digits[0].removeprefix("0")))


def compact(text: str) -> str:
    """Remove all white space from *text*."""
    return "".join(text.split())


def _comparison_key(value: object) -> object:
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, tuple):
        return _lines(value)
    return value


def _hyphenated(value: object) -> object:
    """Return the key of *value* with its soft hyphens written as hyphens."""
    if isinstance(value, str):
        return normalise(value.replace("\N{SOFT HYPHEN}", "-"))
    if isinstance(value, tuple):
        return _lines(line.replace("\N{SOFT HYPHEN}", "-") for line in value)
    return value


def _lines(lines: Iterable[str]) -> list[str]:
    return [normalise(line) for line in lines if not is_blank(line)]


def _without_separators(text: str) -> str:
    return _SEPARATORS.sub("", normalise(text))


@attrs.frozen
class _Dialled:
    """A telephone number as it is dialled: its digits, and whether those of the country come first."""

    digits: str
    is_international: bool


def _dialled(text: str) -> _Dialled:
    signs = _without_separators(text)
    if not signs.startswith(("+", "00")):
        return _Dialled(signs, is_international=False)
    signs = _without_separators(re.sub(r"\(\s*0\s*\)", "", text))
    return _Dialled(signs.removeprefix("+").removeprefix("00"), is_international=True)


def _is_dialled_from_abroad(abroad: str, within: str) -> bool:
    """Whether *abroad* is *within* after the digits of some country."""
    country = len(abroad) - len(within)
    return len(within) >= phone.SHORTEST and 1 <= country <= _LONGEST_COUNTRY and abroad.endswith(within)
