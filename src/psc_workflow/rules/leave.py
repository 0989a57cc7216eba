"""
A leave suspends the membership unless the obligation goes on during it (congé, disponibilité).

The décret lists the leaves during which the agent must stay covered; they suspend
nothing. A leave known not to be on that list holds. Any other words hold with a
warning that names the list: the manager decides. Case, accents and punctuation
are ignored, and a leave may be named by its identifier or in words.

Legal source:
    Décret 2022-633, art. 2; the catalogue's ``continuing_leaves`` and
    ``suspending_leaves``.

Not modelled:
    Proof; the end of the leave, which has its own command.

>>> may = dt.date(2026, 5, 4)
>>> assess("Congé parental", may).findings[0].code
'leave-keeps-obligation'
>>> assess("disponibilite-convenances-personnelles", may).findings
()
>>> assess("tour du monde", may).holds
True
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding, term
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import change_day, compulsory_text
from psc_workflow.rules.comparing import normalise


def word(leave: str) -> Text:
    """Return the words for a leave of the catalogue."""
    return term("Leave", leave)


def assess(reason: str | None, on: dt.date | None, *, first: dt.date | None = None) -> Verdict:
    """
    Check that the leave suspends the membership.

    Args:
        reason: Name of the leave; ``None`` if unknown.
        on: First day of the leave, whose list applies.
        first: First day of cover; ``None`` for no comparison.

    Returns:
        A verdict that holds, with the warning ``leave-to-confirm``; or
        ``leave-reason-missing``, ``leave-keeps-obligation``, ``text-blank``,
        ``day-missing``, ``day-too-early``.

    Raises:
        NoValueInForceError: *on* precedes the décret, and *first* has not
            already excluded it.
    """
    verdict = Verdict.of(_reason(reason)) + change_day.assess(on, first=first)
    if not verdict.holds or reason is None or on is None:
        return verdict
    return Verdict.of(_obligation(reason, on))


def keeps_obligation(leave: str, *, on: dt.date) -> bool | None:
    """Return whether the obligation to be covered continues during *leave*; ``None`` if no list names it."""
    if _find_leave(leave, law.value("continuing_leaves", on)) is not None:
        return True
    return None if _find_leave(leave, law.value("suspending_leaves", on)) is None else False


def _reason(reason: str | None) -> Iterator[Finding]:
    if reason is None:
        yield finding("leave-reason-missing", "reason")
    yield from compulsory_text.assess(reason, path="reason").findings


def _obligation(reason: str, on: dt.date) -> Iterator[Finding]:
    continuing, suspending = law.dated("continuing_leaves", on), law.dated("suspending_leaves", on)
    match = _find_leave(reason, continuing.known_value)
    if match is not None:
        yield finding("leave-keeps-obligation", "reason", rests_on=(continuing,), leave=word(match))
    elif _find_leave(reason, suspending.known_value) is None:
        leaves = tuple(map(word, continuing.known_value))
        yield finding("leave-to-confirm", "reason", rests_on=(continuing,), leaves=leaves)


def _find_leave(reason: str, leaves: Iterable[str]) -> str | None:
    """Find which of *leaves* the words of *reason* name."""
    key = _key(reason)
    return next((leave for leave in leaves if key in _keys(leave)), None)


def _keys(leave: str) -> set[str]:
    """List the forms in which *leave* is recognised: its identifier and its words."""
    return {_key(leave), _key(word(leave).fr), _key(word(leave).en)}


def _key(name: str) -> str:
    """Reduce a name to the form of identifiers: lower case, no accents, one underscore between words."""
    letters = unicodedata.normalize("NFKD", normalise(name))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return "_".join(re.findall(r"[^\W_]+", plain))
