"""
Nobody is affiliated and dispensed at once, and nobody answers in two journeys at once (affiliation ou dispense).

Legal source:
    Décret 2022-633, art. 3: a dispensation exempts from joining; the agent may
    renounce it at any time and join.

Not modelled:
    Membership of several contracts.

>>> assess(dispensed_until=None, asking=False, ended=None).holds
True
>>> assess(dispensed_until=dt.date(2026, 12, 31), asking=False, ended=None).findings[0].code
'dispensation-in-force'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import EndReason


def assess(*, dispensed_until: dt.date | None, asking: bool, ended: EndReason | None) -> Verdict:
    """
    Check that the affiliation may continue.

    Args:
        dispensed_until: Last day of the dispensation in force, if any.
        asking: Whether a dispensation is being requested.
        ended: Why the membership is over for good, if it is.

    Returns:
        A verdict that holds; or ``dispensation-in-force``,
        ``journey-set-aside``, ``membership-over``.
    """
    findings: list[Finding] = []
    if dispensed_until is not None:
        findings.append(finding("dispensation-in-force", until=dispensed_until))
    elif asking:
        findings.append(finding("journey-set-aside"))
    return Verdict.of([*findings, *_membership_end(ended)])


def assess_dispensation(*, under_review: bool, closed: bool, ended: EndReason | None) -> Verdict:
    """
    Check that a dispensation may be requested.

    Args:
        under_review: Whether a manager is reviewing a report.
        closed: Whether the file was closed because the contract does not
            concern the agent.
        ended: Why the membership is over for good, if it is.

    Returns:
        A verdict that holds; or ``file-under-review``, ``file-closed``,
        ``membership-over``.
    """
    findings: list[Finding] = []
    if under_review:
        findings.append(finding("file-under-review"))
    if closed:
        findings.append(finding("file-closed"))
    return Verdict.of([*findings, *_membership_end(ended)])


def assess_change(*, completing: bool) -> Verdict:
    """
    Check that the cover may be changed.

    Args:
        completing: Whether an automatic affiliation is being completed.

    Returns:
        A verdict that holds, or ``affiliation-being-completed``.
    """
    return Verdict((finding("affiliation-being-completed"),)) if completing else Verdict()


def _membership_end(ended: EndReason | None) -> Iterator[Finding]:
    if ended is not None:
        yield finding("membership-over", reason=ended)
