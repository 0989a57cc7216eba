"""
A membership ends for a reason, from a day on (fin de l'adhésion).

Retirement, departure and death are recorded here. A dispensation, a transfer and
the closing of a file that concerns nobody have their own commands, which record
why. A member cannot have left before being invited, and an end that comes before
the cover raises a warning: the cover then never begins. A death is recorded on
its own day, whichever it is; neither a death nor another end comes before a birth.

Legal source:
    None: how an end is recorded is a choice of this library.

Not modelled:
    Whose cover ends with it: the rule ``cover_end`` says so.

>>> may = dt.date(2026, 5, 4)
>>> assess(EndReason.DEPARTURE, dt.date(2026, 9, 1), today=may).holds
True
>>> assess(EndReason.TRANSFER, dt.date(2026, 9, 1), today=may).findings[0].code
'end-reason-by-other-way'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding, term
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import change_day

OTHER_WAYS = (EndReason.DISPENSED, EndReason.TRANSFER, EndReason.NOT_CONCERNED)
"""Reasons that result from another command."""


def assess(
    reason: EndReason | None,
    on: dt.date | None,
    *,
    today: dt.date,
    invited_on: dt.date | None = None,
    covered_from: dt.date | None = None,
    born_on: dt.date | None = None,
) -> Verdict:
    """
    Check that the membership can end for this reason on this day.

    Args:
        on: First day without membership, or the day of death; ``None`` if
            unknown.
        today: Civil day of the request.
        invited_on: Civil day of a member's first invitation; ``None`` for
            somebody who is no member.
        covered_from: First day of a member's cover, or the earliest on which
            it can lie; likewise.
        born_on: Birth date of the agent; ``None`` if unknown.

    Returns:
        A verdict that holds, with the warning ``end-before-cover``; or
        ``end-reason-missing``, ``end-reason-by-other-way``, ``day-missing``,
        ``day-too-early``, ``death-in-future``, ``end-before-birth``.
    """
    first = None if reason is EndReason.DEATH else invited_on
    asks = "death" if reason is EndReason.DEATH else "on"
    findings = [*_reason(reason), *_death(reason, on, today), *_birth(on, born_on)]
    verdict = Verdict.of(findings) + change_day.assess(on, first=first, asks=asks)
    return verdict + warn_before_cover(on, covered_from) if verdict.holds else verdict


def warn_before_cover(on: dt.date | None, covered_from: dt.date | None) -> Verdict:
    """
    Warn that the cover ends before it begins, and so does not begin.

    Args:
        on: Day of the end; ``None`` if unknown.
        covered_from: First day of cover; ``None`` if there is none.

    Returns:
        A verdict that holds, with the warning ``end-before-cover``.
    """
    if on is None or covered_from is None or on >= covered_from:
        return Verdict()
    return Verdict((finding("end-before-cover", "on", on=on, covered_from=covered_from),))


def warn_of_replacement(planned_on: dt.date | None) -> Verdict:
    """
    Warn that an end decided earlier is replaced.

    Args:
        planned_on: Day of that end; ``None`` if there is none.

    Returns:
        A verdict that holds, with the warning ``end-replaced``.
    """
    return Verdict() if planned_on is None else Verdict((finding("end-replaced", "on", planned_on=planned_on),))


def _death(reason: EndReason | None, on: dt.date | None, today: dt.date) -> Iterator[Finding]:
    if reason is EndReason.DEATH and on is not None and on > today:
        yield finding("death-in-future", "on", on=on, today=today)


def _birth(on: dt.date | None, born_on: dt.date | None) -> Iterator[Finding]:
    """Check that the agent was born by then; the finding does not show the birth."""
    if on is not None and born_on is not None and on < born_on:
        yield finding("end-before-birth", "on", on=on)


def _reason(reason: EndReason | None) -> Iterator[Finding]:
    if reason is None:
        yield finding("end-reason-missing", "reason")
    elif reason in OTHER_WAYS:
        way = term("OtherWay", reason.value)
        yield finding("end-reason-by-other-way", "reason", reason=reason, way=way)
