"""
A leave suspends the membership unless the obligation goes on during it (congé, disponibilité).

Whoever the State pays stays covered, and so does whoever is on one of the unpaid
leaves that the décret lists; those suspend nothing. A leave known to be in neither
list suspends. Any other words need a confirmation: what is not recognised never
uncovers anybody by itself. A leave may be named by its identifier or as people
name it. Case, accents, punctuation, plurals and small words are ignored.

Legal source:
    Décret 2022-633, art. 1 and 2; the catalogue's ``paid_leaves``,
    ``continuing_leaves`` and ``suspending_leaves``.

Not modelled:
    Proof; the end of the leave, which has its own command; leaves that are
    paid in part, which count as paid.

>>> may = dt.date(2026, 5, 4)
>>> assess("Congé parental", may).findings[0].code
'leave-keeps-obligation'
>>> assess("longue maladie", may).findings[0].code
'leave-keeps-obligation'
>>> assess("disponibilite-convenances-personnelles", may).findings
()
>>> assess("tour du monde", may).missing
('confirmed',)
>>> assess("tour du monde", may, confirmed=True).holds
True
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.leaves import names, word
from psc_workflow._catalogue.values import Dated
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._structuring.sharing import shared
from psc_workflow.rules import change_day, compulsory_text
from psc_workflow.rules.comparing import normalise

KEEPING = ("continuing_leaves", "paid_leaves")
"""Lists of the leaves during which the obligation goes on."""

_SMALL_WORDS = frozenset(
    (
        "de",
        "du",
        "des",
        "le",
        "la",
        "les",
        "un",
        "une",
        "en",
        "et",
        "au",
        "aux",
        "par",
        "pour",
        "of",
        "the",
        "for",
        "and",
    )
)
"""Words that change nothing in the name of a leave; single letters are left out, too: d’, l’, à."""


@attrs.frozen
class Standing:
    """
    How the obligation to be covered stands during a leave.

    Args:
        goes_on: Whether it does; ``None`` if nothing says so.
        leave: The leave of the catalogue; ``None`` if it is not recognised.
        rests_on: Lists that decide.
    """

    goes_on: bool | None
    leave: str | None
    rests_on: tuple[Dated[tuple[str, ...]], ...]


def assess(
    reason: str | None, on: dt.date | None, *, confirmed: bool | None = None, first: dt.date | None = None
) -> Verdict:
    """
    Check that the leave suspends the membership.

    Args:
        reason: Name of the leave; ``None`` if unknown.
        on: First day of the leave, whose lists apply.
        confirmed: Whether somebody confirms that the obligation does not go
            on; ``None`` if nobody was asked.
        first: First day of cover; ``None`` for no comparison.

    Returns:
        A verdict that holds, with the warning ``leave-to-confirm`` for a leave
        that is confirmed but not recognised; or ``leave-reason-missing``,
        ``leave-keeps-obligation``, ``leave-confirmation-missing``,
        ``leave-not-confirmed``, ``text-blank``, ``day-missing``,
        ``day-too-early``.

    Raises:
        NoValueInForceError: *on* precedes the décret, and *first* has not
            already excluded it.
    """
    verdict = Verdict.of(_reason(reason)) + change_day.assess(on, first=first)
    if not verdict.holds or reason is None or on is None:
        return verdict
    return Verdict.of(_obligation(reason, on, confirmed))


def find_standing(leave: str, *, on: dt.date, confirmed: bool | None = None) -> Standing:
    """
    Find whether the obligation to be covered goes on during *leave*: the one answer that every rule uses.

    Args:
        confirmed: Whether somebody confirms that it does not; no confirmation
            overrules a list by which it does.
    """
    for parameter in KEEPING:
        keeping = law.dated(parameter, on)
        match = _find_leave(leave, keeping.known_value)
        if match is not None:
            return Standing(goes_on=True, leave=match, rests_on=(keeping,))
    suspending = law.dated("suspending_leaves", on)
    match = _find_leave(leave, suspending.known_value)
    lists = tuple(law.dated(parameter, on) for parameter in KEEPING)
    if match is not None:
        return Standing(goes_on=confirmed is False, leave=match, rests_on=(*lists, suspending))
    return Standing(goes_on=None if confirmed is None else not confirmed, leave=None, rests_on=lists)


def _reason(reason: str | None) -> Iterator[Finding]:
    if reason is None:
        yield finding("leave-reason-missing", "reason")
    yield from compulsory_text.assess(reason, path="reason").findings


def _obligation(reason: str, on: dt.date, confirmed: bool | None) -> Iterator[Finding]:
    standing = find_standing(reason, on=on, confirmed=confirmed)
    rests_on, leaves = standing.rests_on, tuple(word(leave) for leave in _keeping(on))
    if standing.goes_on is None:
        yield finding("leave-confirmation-missing", "confirmed", rests_on=rests_on, leaves=leaves)
    elif standing.goes_on and confirmed is False and standing.leave not in _keeping(on):
        yield finding("leave-not-confirmed", "confirmed")
    elif standing.goes_on and standing.leave is not None:
        yield finding("leave-keeps-obligation", "reason", rests_on=rests_on, leave=word(standing.leave))
    elif standing.leave is None:
        yield finding("leave-to-confirm", "reason", rests_on=rests_on, leaves=leaves)


def _keeping(on: dt.date) -> tuple[str, ...]:
    """List the leaves during which the obligation goes on."""
    return tuple(leave for parameter in KEEPING for leave in law.value(parameter, on))


def _find_leave(reason: str, leaves: Iterable[str]) -> str | None:
    """Find which of *leaves* the words of *reason* name."""
    key = comparison_key(reason)
    return next((leave for leave in leaves if key in _keys(leave)), None)


@shared
def _keys(leave: str) -> frozenset[str]:
    """List the forms in which a leave of the catalogue is recognised."""
    return frozenset(map(comparison_key, names(leave)))


def comparison_key(name: str) -> str:
    """Reduce a name to what tells it from others: lower case, no accents, no small words, no plural."""
    letters = unicodedata.normalize("NFKD", normalise(name))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain)
    return "_".join(word.removesuffix("s") for word in words if len(word) > 1 and word not in _SMALL_WORDS)
