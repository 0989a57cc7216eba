"""
Who acts for the agent is recorded in the file, and acts in that capacity (représentation de l'agent).

A manager who has seen the proof records a guardian, a curator or the parent of an
agent under age, with the first day. From then on, and until the end recorded, they
may do what the agent may. A parent's capacity ends by itself on the day on which
the agent comes of age. A curator assists and takes nobody's place: consents stay
the agent's. Neither a parent of an adult nor a curator of a minor is recorded.
An unknown birth is taken for neither age: the manager has seen the proof.

Legal source:
    Code civil, art. 382 and 414 (parents, ``age_of_majority``), 408 and 473
    (guardians), 467 and 469 (curators). That a manager records it is a choice of
    this library.

Not modelled:
    Who the person is, whom the host signs in; the judgment; two parents who must
    agree; several representatives at once; acts for which a guardian needs the
    judge.

>>> assess(None, since=None, ends_on=None, birth_date=None, on=dt.date(2026, 4, 7)).findings[0].code
'representative-not-recorded'
>>> first = dt.date(2026, 4, 1)
>>> assess(Capacity.GUARDIAN, since=first, ends_on=None, birth_date=None, on=dt.date(2026, 4, 7)).holds
True
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Capacity
from psc_workflow.rules import change_day
from psc_workflow.rules.legal_capacity import is_minor


def assess(
    capacity: Capacity | None,
    *,
    since: dt.date | None,
    ends_on: dt.date | None,
    birth_date: dt.date | None,
    on: dt.date,
) -> Verdict:
    """
    Check that the representative on record acts on that day.

    Args:
        capacity: ``None`` if nobody is recorded; then the days are, too.
        since: First day, inclusive.
        ends_on: First day without the representative; ``None`` while no end
            is decided.
        birth_date: The agent's; ``None`` if unknown.
        on: Civil day of the request.

    Returns:
        A verdict that holds, or ``representative-not-recorded``,
        ``representation-not-begun``, ``representation-over``,
        ``representation-past-majority``.

    Raises:
        NoValueInForceError: *on* precedes the first age of majority known.
    """
    if capacity is None or since is None:
        return Verdict((finding("representative-not-recorded"),))
    return Verdict.of(_standing(capacity, since, ends_on, birth_date, on))


def assess_consent(capacity: Capacity | None) -> Verdict:
    """
    Check that a consent may come from somebody else than the agent.

    Returns:
        A verdict that holds, or ``curator-assists``.
    """
    return Verdict((finding("curator-assists"),)) if capacity is Capacity.CURATOR else Verdict()


def assess_record(
    capacity: Capacity | None, on: dt.date | None, *, birth_date: dt.date | None, today: dt.date
) -> Verdict:
    """
    Check that a representative can be recorded.

    Args:
        capacity: ``None`` if unknown.
        on: First day; ``None`` if unknown. The agent's age is taken on it.
        birth_date: The agent's; ``None`` if unknown.
        today: Civil day of the request, whose age of majority counts.

    Returns:
        A verdict that holds, or ``representative-fact-missing`` (once per
        fact), ``parent-of-adult``, ``curator-of-minor``.

    Raises:
        NoValueInForceError: *today* precedes the first age of majority known.
    """
    missing = [name for name, fact in (("capacity", capacity), ("on", on)) if fact is None]
    findings = [finding("representative-fact-missing", name, field=field(name)) for name in missing]
    if capacity is not None and on is not None and birth_date is not None:
        findings += _check_age(capacity, birth_date, on, today)
    return Verdict.of(findings)


def assess_end(on: dt.date | None, *, since: dt.date | None) -> Verdict:
    """
    Check that a representation can end.

    Args:
        on: First day without the representative; ``None`` if unknown.
        since: First day with one; ``None`` if nobody is recorded.

    Returns:
        A verdict that holds, or ``day-missing``, ``day-too-early``.
    """
    return change_day.assess(on, first=since)


def assess_recorded(capacity: Capacity | None) -> Verdict:
    """
    Check that there is a representation to end.

    Returns:
        A verdict that holds, or ``representative-not-recorded``.
    """
    return Verdict((finding("representative-not-recorded"),)) if capacity is None else Verdict()


def _standing(
    capacity: Capacity, since: dt.date, ends_on: dt.date | None, birth_date: dt.date | None, on: dt.date
) -> Iterator[Finding]:
    majority = law.dated("age_of_majority", on)
    if on < since:
        yield finding("representation-not-begun", since=since)
    if ends_on is not None and on >= ends_on:
        yield finding("representation-over", ends_on=ends_on)
    if capacity is Capacity.PARENT and birth_date is not None and not is_minor(birth_date, on=on, today=on):
        yield finding("representation-past-majority", rests_on=(majority,), age=majority.known_value)


def _check_age(capacity: Capacity, birth_date: dt.date, on: dt.date, today: dt.date) -> Iterator[Finding]:
    majority = law.dated("age_of_majority", today)
    is_under_age = is_minor(birth_date, on=on, today=today)
    if capacity is Capacity.PARENT and not is_under_age:
        yield finding("parent-of-adult", "capacity", rests_on=(majority,), age=majority.known_value, on=on)
    if capacity is Capacity.CURATOR and is_under_age:
        yield finding("curator-of-minor", "capacity", rests_on=(majority,), age=majority.known_value, on=on)
