r"""
Characters that nobody sees, and characters that are written in several ways.

Portals, address books and documents leave characters in what people paste: a
zero-width space, a byte-order mark, marks of direction, a soft hyphen. Control
characters do more harm: a line end adds a header to a mail, a NUL breaks a
database.

>>> remove_invisible("FR76\u200b 1746\ufeff")
'FR76 1746'
>>> [place for place, _ in invisible("Hi\u200bna")], [place for place, _ in control("Hina\n")]
([2], [4])
>>> [place for place, _ in unreadable("Beno\ufffdt")]
[4]
>>> ascii(remove_invisible("\u0645\u0647\u200c\u0627"))  # the joiner of a Persian word stays
"'\\u0645\\u0647\\u200c\\u0627'"
"""

import re
import unicodedata
from collections.abc import Iterator

LINE_ENDS = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters at which ``str.splitlines`` splits, and Unicode's own two separators."""

REPLACEMENTS = "\N{OBJECT REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"
"""What stands where a picture was pasted, and where an export lost a letter."""

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_IGNORABLE = (
    "\N{SOFT HYPHEN}\N{COMBINING GRAPHEME JOINER}\N{ARABIC LETTER MARK}\u115f-\u1160\u17b4-\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's default ignorable code points, those for annotations, and the empty Braille pattern."""

_INVISIBLE = re.compile(f"[{_IGNORABLE}]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WHITE_SPACE = re.compile(r"\s+")

_JOINING_SCRIPTS = (
    "ARABIC", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "KANNADA", "KHMER", "MALAYALAM", "MANDAIC", "MONGOLIAN",
    "MYANMAR", "NKO", "ORIYA", "SINHALA", "SYRIAC", "TAMIL", "TELUGU", "THAANA", "TIBETAN",
)  # fmt: skip
"""Scripts in which a joiner decides the shape of a letter: taken out, the word is misspelt."""

_WITH_VARIANTS = ("CJK", "MONGOLIAN")
"""Scripts in which a variation selector chooses between forms of a character, of Japanese names for example."""


def is_harmless(text: str) -> bool:
    """Whether *text* has only the printing characters of ASCII, as most texts do: there is nothing to look for."""
    return text.isascii() and text.isprintable()


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """List the invisible characters of *text* that its script does not need, each with its place, from 0."""
    if not is_harmless(text):
        for match in _INVISIBLE.finditer(text):
            if not _is_needed(text, match.start()):
                yield match.start(), match[0]


def control(text: str, *, lines: bool = False) -> Iterator[tuple[int, str]]:
    """
    List the control characters of *text*, each with its place, from 0.

    Args:
        lines: Whether the text may have several lines, and tabs in them.
    """
    if not is_harmless(text):
        for match in _CONTROL.finditer(text):
            if not (lines and match[0] in "\t\n\r\u2028\u2029"):
                yield match.start(), match[0]


def unreadable(text: str) -> Iterator[tuple[int, str]]:
    """
    List the characters of *text* that no font draws alike, or none at all, each with its place, from 0.

    They are those of private use, those that Unicode has not assigned (yet: a newer Python has more), and what a
    program writes in place of a character it could not read. Invisible ones are not among them.
    """
    if not is_harmless(text):
        for place, char in enumerate(text):
            is_box = char in REPLACEMENTS or unicodedata.category(char) in ("Co", "Cn")
            if is_box and not _INVISIBLE.match(char):
                yield place, char


def remove_invisible(text: str) -> str:
    """Take out the invisible characters that the script does not need."""
    if is_harmless(text):
        return text
    places = {place for place, _ in invisible(text)}
    return "".join(char for place, char in enumerate(text) if place not in places) if places else text


def remove_all_invisible(text: str) -> str:
    """Take out every invisible character, as a comparison does."""
    return text if is_harmless(text) else _INVISIBLE.sub("", text)


def remove_control(text: str, *, lines: bool = False) -> str:
    """Take out the control characters; arguments as for :func:`control`."""
    places = {place for place, _ in control(text, lines=lines)}
    return "".join(char for place, char in enumerate(text) if place not in places) if places else text


def clean(text: str) -> str:
    """Take out invisible characters, and the white space around; write other white space as one plain space."""
    if is_harmless(text) and "  " not in text:
        return text.strip()  # as most numbers are
    return _WHITE_SPACE.sub(" ", remove_invisible(text)).strip()


def clean_ends(text: str) -> str:
    """Take out invisible characters, and the white space around; what stands between stays as it is."""
    return remove_invisible(text).strip()


def _is_needed(text: str, place: int) -> bool:
    """Whether the script of the letter before calls for the character at *place*."""
    char, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if char in _JOINERS:
        return _is_of(before, _JOINING_SCRIPTS) and _is_of(after, _JOINING_SCRIPTS)
    is_selector = unicodedata.category(char) == "Mn" and "VARIATION SELECTOR" in unicodedata.name(char, "")
    return is_selector and _is_of(before, _WITH_VARIANTS)


def _is_of(char: str, scripts: tuple[str, ...]) -> bool:
    return unicodedata.name(char, "").startswith(scripts) if char else False
