r"""
What the words of a contract may look like: ids, texts of one line, addresses.

>>> is_id("men-2026-pf"), is_id("MEN 2026"), is_id("men\N{CYRILLIC SMALL LETTER IE}-2026"), is_id("../men")
(True, False, False, False)
>>> is_address("https://example.org/aide"), is_address("http://intranet")
(True, False)
>>> is_one_line("Conjoint, base"), is_one_line("Conjoint,\nbase"), is_one_line("\N{RIGHT-TO-LEFT OVERRIDE}base")
(True, False, False)
"""

import re
import unicodedata

from psc_workflow._model.open_lists import WORD_FORM, is_word

ID_FORM = f"{WORD_FORM}, such as ours-2026"
ONE_LINE = "must be visible text on one line: it holds a control character or one that cannot be seen"
TERRITORY_FORM = "must be two capital letters"

ADDRESS_FORM = "must be an address that begins with https://, such as https://www.example.org/aide"
SOURCE_ADDRESS_FORM = "must be an address that begins with https:// or http://, without spaces"
LONGEST_TEXT = 500
"""Characters of a label, a name, a title: what a screen has room for, with a margin."""

LONGEST_ADDRESS = 2000

_ADDRESS = re.compile(r"(?P<scheme>https?)://[A-Za-z0-9-]+(?P<domain>\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?([/?#][!-~]*)?")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode's categories of control, format and private characters and of line ends."""


def is_id(text: str) -> bool:
    """Whether *text* may be the id of a contract, of a component or of a parameter."""
    return is_word(text)


def is_territory(text: str) -> bool:
    """Whether *text* may be the code of a territory: two letters, as in ISO 3166-1, in capitals."""
    return re.fullmatch(r"[A-Z]{2}", text) is not None


def is_one_line(text: str) -> bool:
    """Whether every character of *text* can be seen, and none begins a new line."""
    return (text.isascii() and text.isprintable()) or not any(map(_is_unseen, text))


def text_fault(text: str) -> str | None:
    """Return what is wrong with a text that people read in one line; ``None`` if nothing is."""
    if len(text) > LONGEST_TEXT:
        return f"must not be longer than {LONGEST_TEXT} characters"
    return None if is_one_line(text) else ONE_LINE


def is_address(text: str, *, for_readers: bool = True) -> bool:
    """
    Whether *text* is an address of the web, in ASCII, without a user.

    Args:
        for_readers: Whether people are sent there: then only over https, and
            to a host with a domain.
    """
    match = _ADDRESS.fullmatch(text) if len(text) <= LONGEST_ADDRESS else None
    return match is not None and (not for_readers or (match["scheme"] == "https" and match["domain"] is not None))


def visible(text: str) -> str:
    """Write the characters of *text* that cannot be seen as escapes, so that a terminal is safe from them."""
    return text if is_one_line(text) else "".join(_escape(letter) if _is_unseen(letter) else letter for letter in text)


def _escape(letter: str) -> str:
    """Escape *letter* as JSON does."""
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN
