"""
Removals: who, why, and from which day.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import RemoveBeneficiary
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary_removal
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CLAUDIA, START, TEVA, TODAY

_CHILD_OF_PARTNER = attrs.evolve(TEVA, parent=Parent.PARTNER)

_example = ExampleMaker(beneficiary_removal.assess)


def _removal(
    title: str,
    *codes: str,
    partner: Partner | None = CLAUDIA,
    children: tuple[Child, ...] = (CARLA, _CHILD_OF_PARTNER),
    first: dt.date | None = None,
    **facts: Any,
) -> Example:
    command = attrs.evolve(RemoveBeneficiary("carla", "études à l'étranger", TODAY), **facts)
    return _example(title, *codes, command=command, partner=partner, children=children, first=first)


EXAMPLES = (
    _removal("a child who studies abroad"),
    _removal("a day before the child was born", "removal-before-birth", on=dt.date(2019, 9, 8)),
    _removal("the day of birth", on=dt.date(2019, 9, 9)),
    _removal("the eve of the cover", "day-too-early", on=dt.date(2026, 4, 30), first=START),
    _removal("the first day of cover", on=START, first=START),
    _removal("a day to come", on=dt.date(2099, 1, 1)),
    _removal("a partner whose children are the agent's too", ref="partner", reason="divorce", children=(CARLA, TEVA)),
    _removal("a partner whose child stays covered", "child-of-removed-partner", ref="partner", reason="divorce"),
    _removal("the partner's child, and not the partner", ref="teva"),
    _removal("a partner whose child has no parent told", ref="partner", children=(attrs.evolve(CARLA, parent=None),)),
    _removal("somebody who is not covered", "beneficiary-unknown", ref="moana"),
    _removal("the partner of who has none", "beneficiary-unknown", ref="partner", partner=None),
    _removal("not said who", "beneficiary-ref-missing", ref=None),
    _removal("reason not given", "removal-reason-missing", reason=None),
    _removal("reason left blank", "text-blank", reason=" "),
    _removal("reason in which nothing is to be seen", "text-blank", reason="\u200b\u2003\n"),
    _removal("day not known", "day-missing", on=None),
    _removal(
        "nothing known",
        "beneficiary-ref-missing",
        "removal-reason-missing",
        "day-missing",
        ref=None,
        reason=None,
        on=None,
    ),
    _removal(
        "a partner whose child stays covered, day not known",
        "day-missing",
        "child-of-removed-partner",
        ref="partner",
        on=None,
    ),
)
