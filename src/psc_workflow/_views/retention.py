"""
For how long a dossier is kept once nothing more is to come of it (durée de conservation).

Two things begin that time. The membership is over for good: retirement,
departure, death, transfer; the first day without it is the first day, of a
death its own day. Or a manager closes the file of somebody whom the contract
does not concern; the day of the closing is the first. How long it is only the
contract says, in whole months (``retention_after_membership_end``,
``retention_after_closed_file``), with the value in force on the day one asks.

Nothing else begins it: not a dispensation or its end, after which the agent is
invited again; not a leave; not a report that is looked at; not an end decided
for a day to come. A closed file can be opened again, and then no time runs any
more. A file closed first and ended later counts from the end.

No date is stored for this. The day on which the file of somebody who was no
member was closed stands in the history alone, and is gone once later steps have
pushed it out: then the first day is not known.

Legal source:
    None was found: the built-in contracts leave both periods unknown.

Not modelled:
    Parts of a dossier that should leave before the whole; another time for
    each reason of an end; a time for a file that nobody ever answers or
    closes; litigation and whatever else stops a period. Nothing is erased:
    that is the host's to do.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.money import Locale
from psc_workflow._model.record import Record
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, EndReason, RetentionStart
from psc_workflow.rules import periods


@attrs.frozen
class Retention:
    """
    For how long the dossier is kept after one thing that may end it.

    Args:
        after: What begins the time.
        label: The same, in the reader's language.
        why: How things stand, in the reader's language.
        begun: Whether it has begun.
        since: First day; ``None`` if it has not begun, or if the day is not
            in the document any more.
        months: How long it is; ``None`` if the contract does not say.
        until: Last day, inclusive, be it past or to come; ``None`` if the
            first day or the length is.
        certainty: Of the length.
        sources: What the contract cites for it, or for not knowing it.
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
    Yield the time that has begun; while none has, each that may.

    Args:
        record: As of *today*.
        today: Civil day on which one asks; the contract's value of that day
            counts.
    """
    begun = _begun(record)
    since = _since(record, contract) if begun is not None else None
    for after in RetentionStart if begun is None else (begun,):
        dated = _length(contract, after, today)
        months = dated.value if dated is not None else None
        until = periods.last_day(since, months) if since is not None and months is not None else None
        why = wording.term("Retention", _standing(begun is not None, since, months, until, today))
        yield Retention(
            after=after,
            label=wording.word(after).in_(locale),
            why=why.say(locale, since=since, months=months, until=until, parameter=parameter(after)),
            begun=begun is not None,
            since=since,
            months=months,
            until=until,
            certainty=dated.certainty if dated is not None else Certainty.UNKNOWN,
            sources=dated.sources if dated is not None else (),
        )


def parameter(after: RetentionStart) -> str:
    """Name the parameter of the contract that says how long."""
    return f"retention_after_{after.value}"


def _begun(record: Record) -> RetentionStart | None:
    if record.is_over:
        return RetentionStart.MEMBERSHIP_END
    return RetentionStart.CLOSED_FILE if record.states.affiliation == "not_concerned" else None


def _since(record: Record, contract: Contract) -> dt.date | None:
    """Find the first day; a member's closing ended the membership the same day, and that day stays."""
    if record.is_over or record.membership.ended is EndReason.NOT_CONCERNED:
        return record.membership.ended_on
    closings = (step.at for step in reversed(record.history.steps) if step.command == "close-file")
    closed_at = next(closings, None)
    return contract.civil_day(closed_at) if closed_at is not None else None


def _length(contract: Contract, after: RetentionStart, today: dt.date) -> Dated[int] | None:
    """Find what the contract says; one without the table, or silent about that day, does not say."""
    found: Parameter[int] | None = getattr(contract, parameter(after))
    return found.on(today) if found is not None and found.values[0].in_force_from <= today else None


def _standing(
    begun: bool,
    since: dt.date | None,
    months: int | None,
    until: dt.date | None,
    today: dt.date,
) -> str:
    """Name the sentence that says how things stand."""
    if months is None:
        return "unknown" if since is None else "running_unknown"
    if until is None:
        return "undated" if begun else "ahead"
    return "running" if today <= until else "over"
