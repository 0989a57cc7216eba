"""
Lists of the field to which a contract adds words of its own: formulas and regimes.

The built-in members are those of the class, and ``list(Formula)`` has no other.
A word that a contract declares becomes a member when the contract is read:
``Formula("confort")`` then gives one and the same object, which compares,
hashes, pickles and matches as the built-in members do, but has no attribute of
the class. A word that no contract has declared stays an error.

Whether a contract has a word is asked of the contract
(``contract_words.foreign_words``), not of the list: in one process there may be
contracts with words of their own.

>>> class Colour(OpenList):
...     RED = "red"
>>> Colour.admit("blue") is Colour("blue"), list(Colour), Colour.admit("red") is Colour.RED
(True, [<Colour.RED: 'red'>], True)
>>> Colour("green")
Traceback (most recent call last):
    ...
ValueError: 'green' is not a valid Colour
"""

import re
import threading
from enum import StrEnum
from typing import Any, Self

WORD_FORM = "must be small letters a to z, digits, and single hyphens or underscores between them, at most 64"

WORD_PATTERN = r"(?=.{1,64}$)[a-z][a-z0-9]*([-_][a-z0-9]+)*"
_WORD = re.compile(WORD_PATTERN)
_LOCK = threading.Lock()
_ADDITIONS: dict[type["OpenList"], dict[str, Any]] = {}


def has_additions() -> bool:
    """Whether any contract has added a member to any list in this process."""
    return bool(_ADDITIONS)


class OpenList(StrEnum):
    """A list of words to which contracts add their own."""

    @classmethod
    def admit(cls, word: str) -> Self:
        """
        Return the member *word*, which becomes one if it is not yet.

        Raises:
            ValueError: It does not have the form of a word.
        """
        if not is_word(word):
            raise ValueError(WORD_FORM)
        with _LOCK:
            member = cls._value2member_map_.get(word) or _ADDITIONS.setdefault(cls, {}).get(word)
            if member is None:
                member = _ADDITIONS[cls][word] = cls._member(word)
        return member  # type: ignore[return-value]  # the maps hold members of cls only

    @classmethod
    def additions(cls) -> tuple[Self, ...]:
        """List the members that contracts have added in this process."""
        return tuple(_ADDITIONS.get(cls, {}).values())

    @property
    def is_builtin(self) -> bool:
        """Whether the word belongs to this library, and so to every contract."""
        return self.value in type(self)._value2member_map_

    @classmethod
    def _member(cls, word: str) -> Self:
        member = str.__new__(cls, word)
        member._name_, member._value_ = re.sub("[^a-z0-9]", "_", word).upper(), word
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return _ADDITIONS.get(cls, {}).get(value) if isinstance(value, str) else None

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle a built-in member as enumerations do; an added one is added again where it is read."""
        return super().__reduce_ex__(protocol) if self.is_builtin else (_revive, (type(self), self.value))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self


def _revive(cls: type[OpenList], word: str) -> OpenList:
    return cls.admit(word)


def is_word(text: str) -> bool:
    """Whether *text* has the form of a word that a contract may add."""
    return _WORD.fullmatch(text) is not None
