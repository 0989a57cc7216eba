"""
An employment that begins again opens the file again (nouveau contrat, réembauche).

Fixed-term agents are often employed again, the day after or some weeks later. If
no day lies between the two employments, the membership continues as it was: who
is covered, under which formula, with the mandate that was signed. If days lie
between them, nobody was covered then, and a new cover is not begun without a
question: the agent is invited again, with the earlier answers, and confirms or
changes them. How long such an interval may be for a cover to continue by itself
is in no text that was read, and is not invented here. Whoever had retired, or had
gone to another contract, may be covered there: they are invited again, too. An end
that was decided for a later day is withdrawn by an employment that begins by then.

Legal source:
    Décret 2022-633, art. 1 and 2: the duty rests on the employment. That the
    answers are kept is a choice of this library.

Not modelled:
    An interval after which nothing needs to be confirmed, which no text gives;
    the cover kept while unemployed (art. 26), a cover as a retiree or under another
    contract: the warnings say that they should end.

>>> september = dt.date(2026, 9, 1)
>>> assess(september, ended=EndReason.DEPARTURE, ended_on=september, planned_on=None).findings
()
>>> later = assess(dt.date(2026, 9, 7), ended=EndReason.DEPARTURE, ended_on=september, planned_on=None)
>>> later.findings[0].code
'rehire-cover-gap'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import change_day

_ONE_DAY = dt.timedelta(days=1)

_REOPENED_OTHERWISE = (EndReason.DISPENSED, EndReason.NOT_CONCERNED)
"""Ends that are not for good: a new invitation, or a rejected report, opens the file again."""

_COVERED_ELSEWHERE = (EndReason.RETIREMENT, EndReason.TRANSFER)
"""Ends after which another cover may have begun."""


def assess_end(ended: EndReason | None, *, planned_on: dt.date | None) -> Verdict:
    """
    Check that the membership has ended, or is to end, so that an employment can begin again.

    Args:
        ended: Why it ended; ``None`` if it has not.
        planned_on: First day without it, if an end is decided; ``None``
            otherwise.

    Returns:
        A verdict that holds, or ``rehire-after-death``, ``rehire-without-end``.
    """
    if ended is EndReason.DEATH:
        return Verdict((finding("rehire-after-death"),))
    if planned_on is None and (ended is None or ended in _REOPENED_OTHERWISE):
        return Verdict((finding("rehire-without-end"),))
    return Verdict()


def assess(
    hired_on: dt.date | None,
    *,
    ended: EndReason | None,
    ended_on: dt.date | None,
    planned_on: dt.date | None,
    is_dispensed: bool = False,
) -> Verdict:
    """
    Check the first day of the new employment, and say from when until when nobody was covered.

    Args:
        hired_on: ``None`` if unknown.
        ended: Why the membership ended; ``None`` if it has not.
        ended_on: First day without the membership; ``None`` if it has not
            ended.
        planned_on: The same of an end that is decided for a later day.
        is_dispensed: Whether a dispensation goes on, beside which nobody was
            to be covered; then nothing is warned of.

    Returns:
        A verdict that holds, with the warnings ``rehire-cover-gap`` and
        ``rehire-cover-elsewhere``; or ``day-missing``, ``rehire-before-end``.
    """
    if hired_on is None:
        return change_day.assess(hired_on, asks="rehired_on")
    if ended_on is None and planned_on is not None and hired_on > planned_on:
        return Verdict((finding("rehire-before-end", "on", on=hired_on, planned_on=planned_on),))
    return Verdict() if is_dispensed else Verdict.of(_warnings(hired_on, ended, ended_on))


def continues(hired_on: dt.date | None, *, ended: EndReason | None, ended_on: dt.date | None) -> bool:
    """Return whether the membership of somebody who had left goes on without a day between the two employments."""
    is_known = hired_on is not None and ended_on is not None
    return is_known and ended is EndReason.DEPARTURE and hired_on <= ended_on  # type: ignore[operator]  # both are known


def _warnings(hired_on: dt.date, ended: EndReason | None, ended_on: dt.date | None) -> Iterator[Finding]:
    if ended_on is not None and hired_on > ended_on:
        yield finding("rehire-cover-gap", "on", first=ended_on, last=hired_on - _ONE_DAY)
    if ended in _COVERED_ELSEWHERE:
        yield finding("rehire-cover-elsewhere", "on", reason=ended)
