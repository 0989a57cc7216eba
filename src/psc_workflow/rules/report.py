"""
Who reports not to be concerned says why (signalement « non concerné »).

The words are the agent's own; a manager reads them. An agent whose employment the
décret names is warned, and may report all the same: what the employer recorded
can be wrong.

Legal source:
    None: the report is a choice of this library. The rule ``obligation`` says
    who is concerned.

Not modelled:
    Whether the reason is a good one.

>>> on = dt.date(2026, 4, 7)
>>> assess(None, employment=None, on=on).missing
('reason',)
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Employment
from psc_workflow.rules import compulsory_text, obligation


def assess(reason: str | None, *, employment: Employment | None, on: dt.date) -> Verdict:
    """
    Check that the report gives a reason.

    Args:
        employment: What the employer recorded; ``None`` if nothing.
        on: Civil day of the report.

    Returns:
        A verdict that holds, with the warning ``report-employment-concerned``;
        or ``report-reason-missing``, ``text-blank``.

    Raises:
        NoValueInForceError: *on* precedes the décret.
    """
    inclusion = obligation.find_inclusion(employment, on=on)
    findings = []
    if reason is None:
        findings.append(finding("report-reason-missing", "reason"))
    if inclusion is not None:
        findings.append(finding("report-employment-concerned", rests_on=(inclusion,), employment=employment))
    return compulsory_text.assess(reason, path="reason") + Verdict(tuple(findings))
