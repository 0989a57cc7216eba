r"""
A text holds what a person means to write, and nothing else (caractères de commande, caractères invisibles).

A control character in a text of one line is never meant: a line end adds a
header to a mail or a row to a file of debits, an escape character colours a
terminal, a NUL stops a database. It is refused. In a text of several lines, line
ends and tabs are meant; other control characters are not.

A character that nobody sees does no such harm, and some names need one (a joiner
in Persian, a variant of a Japanese character): it stays, with a warning that
names its place if the script does not call for it. From numbers and addresses
it has been taken out before (``_model/text_kinds.py``). A character that nobody
can read (of private use, assigned to nothing, or the mark of a letter that an
export lost) stays, too, with its own warning. Passwords are not read.

Legal source:
    None: a choice of this library. Unicode for what a control character and an
    ignorable character are.

Not modelled:
    Letters that look alike; the characters of a draft, which are cleaned when it
    is kept.

>>> from psc_workflow._model.commands import GiveBankDetails
>>> assess(GiveBankDetails("M. ou Mme Dupond")).holds
True
>>> [(finding.code, finding.path) for finding in assess(GiveBankDetails("Hina\nMaire")).findings]
[('control-character', 'holder')]
>>> assess(GiveBankDetails("Hi\u200bna Maire")).warnings[0].facts["place"]
3
"""

import itertools
import unicodedata
from collections.abc import Iterator
from typing import Any

from psc_workflow._catalogue.wording import field, finding, term
from psc_workflow._model.characters import LINE_ENDS, REPLACEMENTS, control, invisible, is_harmless, unreadable
from psc_workflow._model.text import Text
from psc_workflow._model.text_kinds import TextKind, texts_of
from psc_workflow._model.verdict import Finding, Verdict

_NAMES = {
    "\0": "nul",
    "\t": "tab",
    "\x1b": "escape",
    "\N{ZERO WIDTH SPACE}": "zero_width_space",
    "\N{ZERO WIDTH NON-JOINER}": "non_joiner",
    "\N{ZERO WIDTH JOINER}": "joiner",
    "\N{WORD JOINER}": "word_joiner",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "byte_order_mark",
    "\N{SOFT HYPHEN}": "soft_hyphen",
    **dict.fromkeys(LINE_ENDS, "line_end"),
    **dict.fromkeys(REPLACEMENTS, "replacement"),
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "direction_mark"),
}
"""Characters that have a name of their own, in ``[Character]`` of ``vocabulary.toml``."""

_NAMES_OF_CATEGORIES = {"Cc": "control", "Co": "private_use", "Cn": "unassigned"}


def assess(answer: Any) -> Verdict:
    """
    Check every text of *answer*.

    Args:
        answer: A command, or anything else of the model: an agent, a
            household.

    Returns:
        A verdict that holds, with the warnings ``invisible-character`` and
        ``unreadable-character``; or ``control-character``. Each once per text,
        at the first such character; the warnings not in a text of several lines.
    """
    suspicious = [(path, kind, text) for path, kind, text in texts_of(answer) if not is_harmless(text)]
    return Verdict.of(itertools.chain.from_iterable(_findings(*text) for text in suspicious))


def _findings(path: str, kind: TextKind, text: str) -> Iterator[Finding]:
    for place, char in control(text, lines=kind == "prose"):
        yield finding("control-character", path, field=_label(path), character=_name(char), place=place + 1)
        break
    if kind == "line":
        for place, char in invisible(text):
            yield finding("invisible-character", path, field=_label(path), character=_name(char), place=place + 1)
            break
    if kind != "prose":
        for place, char in unreadable(text):
            yield finding("unreadable-character", path, field=_label(path), character=_name(char), place=place + 1)
            break


def _label(path: str) -> Text:
    """Return the words for the field at *path*; a line of an address has those of the address."""
    return field(next(name for name in reversed(path.split(".")) if not name.isdecimal()))


def _name(char: str) -> Text:
    if "VARIATION SELECTOR" in unicodedata.name(char, ""):
        return term("Character", "variation_selector")
    if char in _NAMES:
        return term("Character", _NAMES[char])
    return term("Character", _NAMES_OF_CATEGORIES.get(unicodedata.category(char), "other"))
