"""
The motive of a dispensation holds on the facts stated (motif de dispense).

Each motive reads its own facts, and no others. A motive that is already over, or
ends before there is anything to exempt from, is refused; so is one whose cover
begins only after the agent's own: until then there is nothing to be exempted by.
An agent whose cover has begun needs a motive that an event has opened since.

Legal source:
    Décret 2022-633, art. 3, as explained in the ministry's FAQ, Q41 to Q43.
    Motives and limit in the catalogue: ``dispensation_motives``,
    ``probable_motives``, ``motives_opened_later``,
    ``individual_contract_limit``.

Not modelled:
    The wording of civil 4° b) to d) of the article, which was not consulted:
    its probable motives exempt with a warning. Whether a collective cover is
    compulsory: the attestation certifies it. The length of a fixed term.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.commands import MotiveFacts
>>> may, today = dt.date(2026, 5, 1), dt.date(2026, 4, 7)
>>> at_start = EffectiveDate(may, may, may, may)
>>> hired_on, contract = dt.date(2010, 9, 1), contracts.get("men-2026-pf")
>>> agent = {"effective": at_start, "hired_on": hired_on, "contract": contract, "today": today}
>>> assess(ChooseMotive(Motive.PARTNER_COLLECTIVE), **agent).holds
True
>>> late_contract = ChooseMotive(Motive.INDIVIDUAL_CONTRACT, MotiveFacts(in_force_since=dt.date(2026, 5, 2)))
>>> [finding.code for finding in assess(late_contract, **agent).findings]
['motive-fact-missing', 'individual-contract-too-late']
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import ChooseMotive, MotiveFacts
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import effective_date, periods
from psc_workflow.rules.effective_date import HIRED_ON, EffectiveDate

NEEDED = {
    Motive.INDIVIDUAL_CONTRACT: ("contract_end", "in_force_since"),
    Motive.FIXED_TERM_INDIVIDUAL: ("fixed_term", "individual_cover", "fixed_term_end"),
}
"""Facts without which a motive cannot be assessed; one that may be left out only warns then."""

ENDS = {
    Motive.C2S: "entitled_until",
    Motive.INDIVIDUAL_CONTRACT: "contract_end",
    Motive.FIXED_TERM_INDIVIDUAL: "fixed_term_end",
}
"""The fact that states the last day of a motive, inclusive."""


@attrs.frozen
class LongestEnd:
    """
    How long a motive can exempt.

    Args:
        day: Last day, inclusive; ``None`` if nothing known limits it.
        rests_on: Values of the catalogue that determine that day.
    """

    day: dt.date | None = None
    rests_on: tuple[Dated[int], ...] = ()


def assess(
    command: ChooseMotive,
    *,
    effective: EffectiveDate,
    hired_on: dt.date | None,
    contract: Contract,
    today: dt.date,
    affiliated_on: dt.date | None = None,
) -> Verdict:
    """
    Check that the agent can be exempted for this motive.

    Args:
        effective: What is known of the agent's effective date.
        hired_on: First day of the employment; ``None`` if unknown.
        today: Civil day of the request.
        affiliated_on: Day since which an event counts for a member whose
            cover has begun: that of the affiliation or, if silence brought it,
            of the invitation; ``None`` for anybody else.

    Returns:
        A verdict that holds, with the warnings ``motive-to-confirm`` and
        ``fixed-term-end-left-out``; or ``motive-missing``,
        ``motive-not-allowed``, ``motive-fact-missing`` (once per fact),
        ``motive-already-over``, ``motive-ends-before-effect``,
        ``motive-begins-later``, ``motive-dates-reversed``; for an individual contract
        ``individual-contract-too-late``, ``motive-hired-on-missing``,
        ``individual-contract-dates-reversed``,
        ``individual-contract-limit-over``; for a fixed term
        ``fixed-term-needed``, ``individual-cover-needed``; for a member
        ``motive-event-missing``, ``motive-opened-earlier``,
        ``motive-event-in-future``, ``individual-cover-not-later``; and what
        the rule ``effective_date`` finds.

    Raises:
        NoValueInForceError: *today* precedes the first known value.
    """
    if command.motive is None:
        return Verdict((finding("motive-missing", "motive"),))
    exclusions = tuple(_exclusion(command.motive, today, affiliated_on))
    if exclusions:  # no fact could change that, so none is asked for
        return Verdict(exclusions)
    findings = [*_missing_facts(command.motive, command.facts), *_fixed_term(command)]
    findings += [*_ends(command, effective, today), *_order(command)]
    if command.motive is Motive.INDIVIDUAL_CONTRACT:
        findings += _beginning(command.facts, hired_on, contract, today)
    if affiliated_on is not None:
        findings += _event(command.facts.opened_on, affiliated_on, today)
    else:
        findings += _first_day(command, effective, today)
    return Verdict.of([*findings, *remind(command, today=today).findings])


def remind(command: ChooseMotive, *, today: dt.date) -> Verdict:
    """
    Warn of a motive that is probably in the décret, whose civil text was not consulted.

    Returns:
        A verdict that holds, with the warning ``motive-to-confirm``.
    """
    probable = law.dated("probable_motives", today)
    if command.motive not in probable.known_value:
        return Verdict()
    return Verdict((finding("motive-to-confirm", "motive", rests_on=(probable,), motive=command.motive),))


def longest_end(command: ChooseMotive, *, effective: dt.date) -> LongestEnd:
    """
    Find the last day on which a dispensation for this motive can end.

    Args:
        effective: The effective date.
    """
    end = _end_of(command)
    if command.motive is not Motive.INDIVIDUAL_CONTRACT:
        return LongestEnd(end)
    months = law.dated("individual_contract_limit", effective)
    limit = periods.last_day(effective, months.known_value)
    return LongestEnd(end) if end is not None and end < limit else LongestEnd(limit, (months,))


def _end_of(command: ChooseMotive) -> dt.date | None:
    """Find the last day that the motive's own fact states; ``None`` if it has none, or it is unknown."""
    name = ENDS.get(command.motive) if command.motive else None
    end = getattr(command.facts, name) if name else None
    return end if isinstance(end, dt.date) else None


def assess_listed(motive: Motive, *, today: dt.date) -> Verdict:
    """
    Check that the law lists the motive, which is all that counts of one granted already.

    Returns:
        A verdict that holds, or ``motive-not-allowed``.
    """
    motives = listed(today)
    if motive in motives:
        return Verdict()
    return Verdict((finding("motive-not-allowed", "motive", rests_on=_lists(today), motive=motive, motives=motives),))


def listed(today: dt.date) -> tuple[Motive, ...]:
    """
    List every motive that can be chosen, those of the published text before those that are only probable.

    Raises:
        NoValueInForceError: *today* precedes the first known value.
    """
    return tuple(each for dated in _lists(today) for each in dated.known_value)


def _lists(today: dt.date) -> tuple[Dated[tuple[Motive, ...]], ...]:
    return tuple(law.dated(name, today) for name in ("dispensation_motives", "probable_motives"))


def _exclusion(motive: Motive, today: dt.date, affiliated_on: dt.date | None) -> Iterator[Finding]:
    listed, later = assess_listed(motive, today=today), law.dated("motives_opened_later", today)
    yield from listed.findings
    if listed.holds and affiliated_on is not None and motive not in later.known_value:
        yield finding(
            "individual-cover-not-later", "motive", rests_on=(later,), motive=motive, motives=later.known_value
        )


def _missing_facts(motive: Motive, facts: MotiveFacts) -> Iterator[Finding]:
    for name in NEEDED.get(motive, ()):
        if getattr(facts, name) is None:
            yield finding("motive-fact-missing", f"facts.{name}", field=field(name))
        elif getattr(facts, name) is UNANSWERED:
            yield finding("fixed-term-end-left-out", f"facts.{name}")


def _fixed_term(command: ChooseMotive) -> Iterator[Finding]:
    if command.motive is Motive.FIXED_TERM_INDIVIDUAL and command.facts.fixed_term is False:
        yield finding("fixed-term-needed", "facts.fixed_term")
    if command.motive is Motive.FIXED_TERM_INDIVIDUAL and command.facts.individual_cover is False:
        yield finding("individual-cover-needed", "facts.individual_cover")


def _ends(command: ChooseMotive, effective: EffectiveDate, today: dt.date) -> Iterator[Finding]:
    """Check that the motive is not over, and does not end before it exempts from anything."""
    end, path = _end_of(command), f"facts.{ENDS.get(command.motive) if command.motive else None}"
    if end is not None and end < today:
        yield finding("motive-already-over", path, ended_on=end, on=today)
    elif end is not None:
        yield from effective_date.assess(effective, partial(_check_end_after_effect, end, path)).findings
    if command.motive is Motive.INDIVIDUAL_CONTRACT and (end is None or end >= today):
        yield from effective_date.assess(effective, partial(_check_limit, command, today)).findings


def _check_end_after_effect(end: dt.date, path: str, *, on: dt.date) -> Verdict:
    return (
        Verdict((finding("motive-ends-before-effect", path, ended_on=end, effective=on),)) if end <= on else Verdict()
    )


def _check_limit(command: ChooseMotive, today: dt.date, *, on: dt.date) -> Verdict:
    longest = longest_end(command, effective=on)
    if longest.day is None or longest.day >= today:
        return Verdict()
    return Verdict(
        (finding("individual-contract-limit-over", "motive", rests_on=longest.rests_on, limit=longest.day, on=today),)
    )


def _beginning(facts: MotiveFacts, hired_on: dt.date | None, contract: Contract, today: dt.date) -> Iterator[Finding]:
    """Check that the individual contract began by the start of the collective one, or by the hiring day if later."""
    since, start = facts.in_force_since, contract.dated("effect", today)
    if since is not None and facts.contract_end is not None and facts.contract_end < since:
        yield finding("individual-contract-dates-reversed", "facts.contract_end", ended_on=facts.contract_end, on=since)
    if since is None or since <= max(start.known_value, hired_on or start.known_value):
        return
    if hired_on is None:
        yield finding("motive-hired-on-missing", HIRED_ON, rests_on=(start,), since=since, start=start.known_value)
    else:
        limit = max(start.known_value, hired_on)
        yield finding(
            "individual-contract-too-late", "facts.in_force_since", rests_on=(start,), since=since, limit=limit
        )


def _order(command: ChooseMotive) -> Iterator[Finding]:
    """Check that the motive does not end before it begins; an individual contract has facts of its own for that."""
    end, opened_on = _end_of(command), command.facts.opened_on
    if (
        command.motive is not Motive.INDIVIDUAL_CONTRACT
        and end is not None
        and opened_on is not None
        and end < opened_on
    ):
        path = f"facts.{ENDS[command.motive]}" if command.motive else ""
        yield finding("motive-dates-reversed", path, ended_on=end, opened_on=opened_on)


def _first_day(command: ChooseMotive, effective: EffectiveDate, today: dt.date) -> Iterator[Finding]:
    """Check that the other cover begins by the day on which the agent's own does."""
    opened_on = command.facts.opened_on
    if opened_on is not None and opened_on > today and command.motive is not Motive.INDIVIDUAL_CONTRACT:
        yield from effective_date.assess(effective, partial(_check_first_day, opened_on)).findings


def _check_first_day(opened_on: dt.date, *, on: dt.date) -> Verdict:
    if opened_on <= on:
        return Verdict()
    return Verdict((finding("motive-begins-later", "facts.opened_on", opened_on=opened_on, effective=on),))


def _event(opened_on: dt.date | None, affiliated_on: dt.date, today: dt.date) -> Iterator[Finding]:
    """Check that an event has opened the motive since the agent became a member."""
    if opened_on is None:
        yield finding("motive-event-missing", "facts.opened_on", affiliated_on=affiliated_on)
        return
    if opened_on < affiliated_on:
        yield finding("motive-opened-earlier", "facts.opened_on", opened_on=opened_on, affiliated_on=affiliated_on)
    if opened_on > today:
        yield finding("motive-event-in-future", "facts.opened_on", opened_on=opened_on, on=today)
