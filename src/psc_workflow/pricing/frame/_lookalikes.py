"""
Columns that look like one of ours and are not.

A child under a name that is almost right would be priced as if it did not
exist. ``docs/how-to/price-many-households.md`` tells the rule to whoever names
columns.

>>> ours = ["regime", "birth_date", "child_1_birth_date"]
>>> dict(lookalikes(["Regime", "child_01_birth_date", "chlid_2_brith_date", "regime_label"], ours))
{'Regime': 'regime', 'child_01_birth_date': 'child_1_birth_date', 'chlid_2_brith_date': 'child_2_birth_date'}
>>> dict(lookalikes(["enfant_2", "child_1_name"], ours)), alike("date_naissance", ["regime", "birth_date"])
({'enfant_2': 'child_2_birth_date'}, 'birth_date')
"""

import difflib
import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

from psc_workflow._model.people import LONGEST_LIST
from psc_workflow.pricing._situations import MOST_ALIKE

ANY_CHILD = "child_1_birth_date, child_2_birth_date, …"

_CHILD = ("child", "birth", "date")
"""The words of a child's column, apart from its number."""
_CHILDREN = ("child", "children", "enfant", "kids")
_DESCENDANTS = frozenset(("son", "daughter", "baby", "fils", "fille", "bebe"))
"""Who is a child beside a birth only, and only in these very letters: *fille* is nearly *ville*."""
_BIRTHS = ("birth", "birthdate", "birthday", "born", "dob", "naissance", "ddn")
_TRANSLATIONS = (
    dict.fromkeys(("naissance", "born", "dob", "ddn"), "birth")
    | dict.fromkeys(("conjoint", "conjointe", "partenaire", "epoux", "epouse", "spouse"), "partner")
    | dict.fromkeys(("brut", "brute"), "gross")
    | {"foyer": "household", "menage": "household", "identifiant": "id", "retraite": "retired"}
)
_OF = frozenset(("de", "la", "le", "en", "of", "the"))
"""Words that say nothing; shorter and rarer ones change no suggestion."""
_SHORT = 4
"""Letters of a word from which one of them may be wrong."""
_LIKENESS = 0.75
"""How much of two names must be the same for one to be suggested; only what is missing has a suggestion."""


def lookalikes(names: Iterable[str], ours: Collection[str]) -> Iterator[tuple[str, str]]:
    """
    List the names that look like one of *ours*, or like a child's, each with what was probably meant.

    Args:
        names: As they stand in the frame, apart from those of ours.
        ours: The columns that are priced, those of the frame's children
            included.
    """
    adults = [name for name in ours if _words(name)[0] != _CHILD[0]]
    for name in names:
        meant = next((other for other in adults if _is_spelt_as(name, other)), None) or _meant_child(name, ours)
        if meant is not None:
            yield name, meant


def alike(missing: str, names: Iterable[str]) -> str | None:
    """Find the one of *names* that is most like one that is *missing*: in another order, in French, or nearly so."""
    by_form = {_translated(name): name for name in names}
    matches = difflib.get_close_matches(_translated(missing), by_form, n=1, cutoff=_LIKENESS)
    return by_form[matches[0]] if matches else None


def shown(name: str) -> str:
    """Write *name* so that what cannot be seen is seen: in quotes, if it begins or ends with a blank."""
    visible = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in name)
    return visible if visible == visible.strip() else f'"{visible}"'


# -- what looks like what --------------------------------------------------------------------------


def _is_spelt_as(name: str, other: str) -> bool:
    return _numbers(name) == _numbers(other) and _is_like(_letters(name), _letters(other))


def _is_like(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether the words are the same but for one letter in each, or in all of them if they are cut in other places."""
    if len(words) == len(others) and all(map(_is_almost, words, others)):
        return True
    return _is_almost("".join(words), "".join(others))


def _is_almost(word: str, other: str) -> bool:
    """Whether at most one letter is missing, too much or another, or two neighbours are swapped."""
    if word == other or len(other) < _SHORT:
        return word == other
    start = _common_start(word, other)
    end = _common_start(word[start:][::-1], other[start:][::-1])
    left, right = word[start : len(word) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == len("ab") and left == right[::-1])


def _common_start(word: str, other: str) -> int:
    """Count the letters with which both words begin."""
    same = [left == right for left, right in zip(word, other, strict=False)]
    return same.index(False) if False in same else len(same)


def _meant_child(name: str, ours: Collection[str]) -> str | None:
    """Return the child's column that *name* may stand for; ``None`` if it plainly stands for something else."""
    numbers = _numbers(name)
    meant = f"child_{numbers[0]}_birth_date" if numbers and numbers[0] != "0" else ANY_CHILD
    if _is_like(_letters(name), _CHILD) or _is_like(_letters(name), (*_CHILD[1:], _CHILD[0])):
        return meant
    return meant if meant not in ours and _speaks_of_a_child(_words(name)) else None


def _speaks_of_a_child(words: tuple[str, ...]) -> bool:
    """Whether there is a birth with a child or with a number, or a child with its number."""
    children = [_is_any(word, _CHILDREN) for word in words]
    counted = [word.isdecimal() and len(word) <= len(str(LONGEST_LIST)) and int(word) <= LONGEST_LIST for word in words]
    if any(_is_any(word, _BIRTHS) for word in words):
        return any(children) or any(counted) or not _DESCENDANTS.isdisjoint(words)
    return any(is_child and is_number for is_child, is_number in zip(children, counted[1:], strict=False))


def _is_any(word: str, others: Iterable[str]) -> bool:
    return any(_is_almost(word, other) for other in others)


# -- words -----------------------------------------------------------------------------------------


@functools.lru_cache(MOST_ALIKE)
def _words(name: str) -> tuple[str, ...]:
    """Split *name* into words and numbers: without capitals, accents, zeros before a number, and what is not seen."""
    visible = (letter for letter in unicodedata.normalize("NFKD", name) if unicodedata.category(letter)[0] not in "MC")
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", "".join(visible))
    words = re.findall(r"[^\W\d_]+|\d+", split)
    return tuple(word.lstrip("0") or "0" if word.isdecimal() else word.casefold() for word in words)


def _letters(name: str) -> tuple[str, ...]:
    return tuple(word for word in _words(name) if not word.isdecimal())


def _numbers(name: str) -> tuple[str, ...]:
    return tuple(word for word in _words(name) if word.isdecimal())


def _translated(name: str) -> str:
    """Return the words of *name* in English, in alphabetical order."""
    return " ".join(sorted(_TRANSLATIONS.get(word, word) for word in _words(name) if word not in _OF))
