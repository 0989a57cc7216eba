"""
A change is judged beside what was decided before (changement déjà prévu).

A change that is decided for a later day waits for that day. A second one of the
same kind takes its place, and one for a day after the end of the membership comes
to nothing: both are said before the decision, and neither stops it. The same day
once more replaces nothing.

Legal source:
    None: a choice of this library, so that no earlier decision is lost in silence.

Not modelled:
    Changes of different kinds that contradict each other otherwise.

>>> august, september = dt.date(2026, 8, 1), dt.date(2026, 9, 1)
>>> [finding.code for finding in assess(september, planned_on=august).findings]
['change-replaced']
>>> assess(august, ends_on=september).findings
()
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(on: dt.date | None, *, planned_on: dt.date | None = None, ends_on: dt.date | None = None) -> Verdict:
    """
    Warn of what was decided before.

    Args:
        on: First day of the change; ``None`` if unknown, which another rule
            reports.
        planned_on: Day for which a change of the same kind is decided; ``None``
            if none is.
        ends_on: First day without membership, if an end is decided; ``None`` if
            none is.

    Returns:
        A verdict that holds, with the warnings ``change-replaced`` and
        ``change-after-end``.
    """
    if on is None:
        return Verdict()
    findings = []
    if planned_on is not None and planned_on != on:
        findings.append(finding("change-replaced", "on", planned_on=planned_on))
    if ends_on is not None and on >= ends_on:
        findings.append(finding("change-after-end", "on", on=on, ends_on=ends_on))
    return Verdict.of(findings)
