"""
Nobody loses cover unawares (fin de couverture).

Whoever decides that a cover ends, for the agent or for anybody the agent covers,
learns for whom, on which last day, and what can follow. None of that comes by
itself: each has to be asked for.

Legal source:
    Décret 2022-633, art. 26 (``unemployed_cover_limit``) for the unemployed,
    art. 5 II for survivors, art. 4 and 30 for retirees.

Not modelled:
    Whether somebody has a right to what can follow: unemployment benefit,
    pensions and covers elsewhere stand in no dossier.

>>> may, september = dt.date(2026, 5, 1), dt.date(2026, 9, 1)
>>> (warning,) = assess(("agent", "partner"), AFTER_LEAVE, ends_on=september, covered_from=may).findings
>>> warning.code, str(warning.facts["last_day"])
('cover-ends', '2026-08-31')
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding, term
from psc_workflow._model.cover_end_terms import NextCover
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules.beneficiary import PARTNER

AGENT = "agent"

AFTER_END: Mapping[EndReason, tuple[NextCover, ...]] = {
    EndReason.RETIREMENT: (NextCover.RETIREES_CONTRACT,),
    EndReason.DEPARTURE: (NextCover.UNEMPLOYED,),
    EndReason.DEATH: (NextCover.SURVIVORS,),
    EndReason.TRANSFER: (NextCover.OTHER_CONTRACT,),
    EndReason.DISPENSED: (NextCover.RENUNCIATION,),
    EndReason.NOT_CONCERNED: (NextCover.REOPENING,),
}
"""What can follow the end of a membership."""

AFTER_LEAVE = (NextCover.RETURN,)
AFTER_REMOVAL = (NextCover.ADDITION,)

_EVE = dt.timedelta(days=1)


def assess(
    refs: Sequence[str], next_covers: tuple[NextCover, ...], *, ends_on: dt.date, covered_from: dt.date
) -> Verdict:
    """
    Warn for whom the cover ends.

    Args:
        refs: Whose cover ends: ``agent``, ``partner``, references of children;
            nobody if empty.
        next_covers: What can follow.
        ends_on: First day without cover.
        covered_from: First day of cover, or the earliest on which it can lie.

    Returns:
        A verdict that holds, with the warnings ``cover-ends`` or, if there is
        no day of cover, ``cover-does-not-begin``; and ``unemployed-keep-cover``.
    """
    if not refs:
        return Verdict()
    facts: dict[str, Any] = {"refs": tuple(refs), "people": _people(refs), "next_covers": next_covers}
    if ends_on <= covered_from:
        return Verdict((finding("cover-does-not-begin", **facts, covered_from=covered_from),))
    warnings = [finding("cover-ends", **facts, last_day=ends_on - _EVE)]
    if NextCover.UNEMPLOYED in next_covers:
        limit = law.dated("unemployed_cover_limit", ends_on)
        warnings.append(finding("unemployed-keep-cover", rests_on=(limit,), months=limit.known_value))
    return Verdict(tuple(warnings))


def _people(refs: Sequence[str]) -> tuple[Text, ...]:
    """Say who they are; children have their number among those concerned."""
    children = [ref for ref in refs if ref not in (AGENT, PARTNER)]
    several = len(children) > 1
    name = "one_of_several_children" if several else "child"
    numbered = [term("Person", name).fill({"number": number}) for number in range(1, len(children) + 1)]
    return (*(term("Person", ref) for ref in refs if ref in (AGENT, PARTNER)), *numbered)
