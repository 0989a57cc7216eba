"""
The attestation is complete, for the motive chosen, and ends in time (attestation sur l'honneur).

It is the only document accepted, and every field is required. Its end date is
inclusive, after the agent's effective date and no later than the motive allows;
a renewal ends after the term it renews.

Legal source:
    The guide, "L'attestation sur l'honneur"; décret 2022-633, art. 3, for the
    latest end; SNUipp for the renewal.

Not modelled:
    Whether what is attested is true; the form of an address.

>>> from psc_workflow._model.commands import Attest
>>> from psc_workflow._model.vocabulary import Motive
>>> may, today = dt.date(2026, 5, 1), dt.date(2026, 4, 7)
>>> at_start, chosen = EffectiveDate(may, may, may, may), ChooseMotive(Motive.PARTNER_COLLECTIVE)
>>> command = Attest("Ana Test", ["1 rue"], Motive.PARTNER_COLLECTIVE, may, today, "Papeete", signed=True)
>>> [finding.code for finding in assess(command, chosen=chosen, effective=at_start, today=today).findings]
['attestation-end-too-early']
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import ChooseMotive, HonourStatement
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text, effective_date, motive
from psc_workflow.rules.effective_date import EffectiveDate

FIELDS = ("full_name", "address", "motive", "end_date", "signed_on", "signed_at_place", "signed")


def assess(
    command: HonourStatement,
    *,
    chosen: ChooseMotive | None,
    effective: EffectiveDate,
    today: dt.date,
    after: dt.date | None = None,
) -> Verdict:
    """
    Check a first or renewed attestation.

    Args:
        chosen: The motive chosen earlier, with its facts.
        effective: What is known of the agent's effective date.
        today: Civil day of the request.
        after: Last day, inclusive, of the term to renew; ``None`` for a first
            attestation.

    Returns:
        A verdict that holds; or ``attestation-field-missing`` (once per field),
        ``text-blank``, ``motive-missing``, ``attestation-motive-differs``,
        ``attestation-end-too-early``, ``attestation-already-over``,
        ``attestation-end-too-late``, ``attestation-end-not-later``,
        ``attestation-signed-in-future``, ``attestation-not-signed``, and what
        the rule ``effective_date`` finds.

    Raises:
        NoValueInForceError: *effective* precedes the first known value.
    """
    choice = chosen or ChooseMotive()
    findings = [*_fields(command), *_motive(command, choice)]
    if command.end_date is not None:
        findings += _end(command.end_date, choice, effective, today, after)
    return Verdict.of([*findings, *_signature(command, today)])


def _fields(command: HonourStatement) -> Iterator[Finding]:
    for name in FIELDS:
        value = getattr(command, name)
        if value is None:
            yield finding("attestation-field-missing", name, field=field(name))
        yield from compulsory_text.assess(value, path=name).findings


def _motive(command: HonourStatement, choice: ChooseMotive) -> Iterator[Finding]:
    if choice.motive is None:
        yield finding("motive-missing", "motive")
    elif command.motive is not None and command.motive is not choice.motive:
        yield finding("attestation-motive-differs", "motive", motive=command.motive, chosen=choice.motive)


def _end(
    end: dt.date, choice: ChooseMotive, effective: EffectiveDate, today: dt.date, after: dt.date | None
) -> Iterator[Finding]:
    """
    Check the end date.

    "Too early" and "too late" are assessed separately: while the effective date
    is unknown, the end may be too late for the earliest day possible, too early
    for the latest one, and in time for a day between.
    """
    if end < today:
        yield finding("attestation-already-over", "end_date", end_date=end, on=today)
    if after is not None and end <= after:
        yield finding("attestation-end-not-later", "end_date", end_date=end, after=after)
    if end >= today or effective.day is not None:  # otherwise it is over, whatever the effective date
        yield from effective_date.assess(effective, partial(_check_earliest_end, end)).findings
        yield from effective_date.assess(effective, partial(_check_latest_end, end, choice)).findings


def _check_earliest_end(end: dt.date, *, on: dt.date) -> Verdict:
    if end > on:
        return Verdict()
    return Verdict((finding("attestation-end-too-early", "end_date", end_date=end, effective=on),))


def _check_latest_end(end: dt.date, choice: ChooseMotive, *, on: dt.date) -> Verdict:
    longest = motive.longest_end(choice, effective=on)
    if longest.day is None or end <= longest.day:
        return Verdict()
    return Verdict(
        (finding("attestation-end-too-late", "end_date", rests_on=longest.rests_on, end_date=end, limit=longest.day),)
    )


def _signature(command: HonourStatement, today: dt.date) -> Iterator[Finding]:
    if command.signed_on is not None and command.signed_on > today:
        yield finding("attestation-signed-in-future", "signed_on", signed_on=command.signed_on, on=today)
    if command.signed is False:
        yield finding("attestation-not-signed", "signed")
