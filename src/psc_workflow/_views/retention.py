"""
How long a dossier is kept once nothing more can come of it (durée de conservation).

Two events begin that period. The membership ends for good: retirement,
departure, death, transfer; the first day is the first day without it, or the
day of the death itself, but none before the first invitation. Or a manager closes the file of an agent whom the
contract does not concern; the first day is the day of the closing. The contract
alone sets the length, in whole months (``retention_after_membership_end``,
``retention_after_closed_file``); the value in force on the day of the question
counts.

Nothing else begins it: not a dispensation or its end, after which the agent is
invited again; not a leave; not a report under review; not an end planned for a
later day. A closed file can be opened again, and then no period runs any more.
If a file is closed first and the membership ends later, the end counts.

No date is stored for this. For an agent who was not a member, the day of the
closing stands only in the history, and is lost once later steps have pushed it
out: the first day is then unknown.

Legal source:
    None was found: the built-in contracts leave both periods unknown.

Not modelled:
    Parts of a dossier that should be erased before the whole; a period for
    each reason of an end; a period for a file that nobody ever answers or
    closes; litigation and anything else that stops a period. Nothing is
    erased: that is up to the host.
"""

import datetime as dt
import functools
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.money import Locale
from psc_workflow._model.record import Record
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, EndReason, RetentionStart
from psc_workflow.rules import periods

_ONE_DAY = dt.timedelta(days=1)

_MOST_ALIKE = 256
"""Periods that are remembered: those of some contracts on some days, in both languages."""


@attrs.frozen
class Retention:
    """
    How long the dossier is kept after one of the events that can end it.

    Args:
        after: The event that begins the period.
        label: The same, in the reader's language.
        why: Where the period stands, in the reader's language.
        begun: Whether it has begun.
        since: First day; ``None`` if it has not begun, or if the day is no
            longer in the document.
        months: Its length; ``None`` if the contract does not say.
        until: Last day, inclusive, past or future; ``None`` if the first day
            or the length is.
        certainty: Certainty of the length.
        sources: What the contract cites for it, or for its being unknown.
    """

    after: RetentionStart
    label: str
    why: str
    begun: bool
    since: dt.date | None
    months: int | None
    until: dt.date | None
    certainty: Certainty
    sources: tuple[Source, ...]


def retentions(record: Record, contract: Contract, today: dt.date, locale: Locale) -> Iterator[Retention]:
    """
    Yield the period that has begun, or, while none has, each that may.

    Args:
        record: As of *today*.
        today: Civil day of the question; the contract's value of that day
            counts.
    """
    start = _start(record)
    since = _since(record, contract) if start is not None else None
    for after in RetentionStart if start is None else (start,):
        yield _retention(contract, after, has_begun=start is not None, since=since, today=today, locale=locale)


@functools.lru_cache(_MOST_ALIKE)
def _retention(
    contract: Contract,
    after: RetentionStart,
    *,
    has_begun: bool,
    since: dt.date | None,
    today: dt.date,
    locale: Locale,
) -> Retention:
    """Describe the period that *after* begins; many dossiers have the same on one day."""
    wording, dated = contract.wording, _length(contract, after, today)
    months = dated.value if dated is not None else None
    until = periods.last_day(since, months) if since is not None and months is not None else None
    why = wording.term("Retention", _sentence_name(has_begun, since, months, until, today))
    return Retention(
        after=after,
        label=wording.word(after).in_(locale),
        why=why.say(locale, since=since, months=months, until=until),
        begun=has_begun,
        since=since,
        months=months,
        until=until,
        certainty=dated.certainty if dated is not None else Certainty.UNKNOWN,
        sources=wording.cite(dated.sources) if dated is not None else (),
    )


def retention_end(record: Record, contract: Contract, today: dt.date) -> dt.date | None:
    """
    Find the last day of the period that has begun, inclusive.

    Args:
        today: Civil day of the question; the contract's value of that day
            counts.

    Returns:
        ``None`` if none has begun, or its first day or its length is unknown.
    """
    start = _start(record)
    dated = _length(contract, start, today) if start is not None else None
    since = _since(record, contract) if dated is not None else None
    months = dated.value if dated is not None else None
    return periods.last_day(since, months) if since is not None and months is not None else None


def last_kept_day(record: Record, contract: Contract) -> dt.date | None:
    """
    Find the eve of the first day on which the period that has begun is over, as lengths come into force.

    A longer one that comes into force after that day makes the dossier one to
    be kept again: :func:`retention_end` says what holds on a day.

    Returns:
        ``None`` if none has begun, its first day is unknown, or the contract
        has no length that it could be over by.
    """
    start = _start(record)
    lengths: Parameter[int] | None = getattr(contract, parameter(start)) if start is not None else None
    since = _since(record, contract) if lengths is not None else None
    if lengths is None or since is None:
        return None
    ends = (*(dated.in_force_from - _ONE_DAY for dated in lengths.values[1:]), dt.date.max)
    return min(
        (
            eve
            for dated, end in zip(lengths.values, ends, strict=True)
            if dated.value is not None
            and (eve := max(periods.last_day(since, dated.value), dated.in_force_from - _ONE_DAY)) < end
        ),
        default=None,
    )


def parameter(after: RetentionStart) -> str:
    """Name the parameter of the contract that sets the length."""
    return f"retention_after_{after.value}"


def _start(record: Record) -> RetentionStart | None:
    """Find the event that has begun the period."""
    if record.is_over:
        return RetentionStart.MEMBERSHIP_END
    return RetentionStart.CLOSED_FILE if record.states.affiliation == "not_concerned" else None


def _since(record: Record, contract: Contract) -> dt.date | None:
    """Find the first day; closing a member's file ended the membership on the same day, which is stored."""
    if record.is_over or record.membership.ended is EndReason.NOT_CONCERNED:
        ended_on, opened_on = record.membership.ended_on, contract.civil_day(record.opened_at)
        return max(ended_on, opened_on) if ended_on is not None else None
    closings = (step.at for step in reversed(record.history.steps) if step.command == "close-file")
    closed_at = next(closings, None)
    return contract.civil_day(closed_at) if closed_at is not None else None


def _length(contract: Contract, after: RetentionStart, today: dt.date) -> Dated[int] | None:
    """Find the contract's length; ``None`` without the table, or if its first value is later than *today*."""
    lengths: Parameter[int] | None = getattr(contract, parameter(after))
    return lengths.on(today) if lengths is not None and lengths.values[0].in_force_from <= today else None


def _sentence_name(
    has_begun: bool,
    since: dt.date | None,
    months: int | None,
    until: dt.date | None,
    today: dt.date,
) -> str:
    """Name the sentence that says where the period stands."""
    if months is None:
        return "unknown" if since is None else "running_unknown"
    if until is None:
        return "undated" if has_begun else "ahead"
    return "running" if today <= until else "over"
