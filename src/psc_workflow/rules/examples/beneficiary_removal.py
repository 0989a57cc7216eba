"""
Somebody taken off: who, why, and from which day on.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import RemoveBeneficiary
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary_removal
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import CARLA, CLAUDIA, TEVA, TODAY

_HERS = attrs.evolve(TEVA, parent=Parent.PARTNER)

_asking = Asking(beneficiary_removal.assess)


def _removed(
    told: str,
    *codes: str,
    partner: Partner | None = CLAUDIA,
    children: tuple[Child, ...] = (CARLA, _HERS),
    **facts: Any,
) -> Example:
    given = attrs.evolve(RemoveBeneficiary("carla", "études à l'étranger", TODAY), **facts)
    return _asking(told, *codes, given=given, partner=partner, children=children)


EXAMPLES = (
    _removed("a child who studies abroad"),
    _removed("a day long past", on=dt.date(1990, 1, 1)),
    _removed("a day to come", on=dt.date(2099, 1, 1)),
    _removed("a partner whose children are the agent's too", ref="partner", reason="divorce", children=(CARLA, TEVA)),
    _removed("a partner whose child stays covered", "child-of-removed-partner", ref="partner", reason="divorce"),
    _removed("the partner's child, and not the partner", ref="teva"),
    _removed("a partner whose child has no parent told", ref="partner", children=(attrs.evolve(CARLA, parent=None),)),
    _removed("somebody who is not covered", "beneficiary-unknown", ref="moana"),
    _removed("the partner of who has none", "beneficiary-unknown", ref="partner", partner=None),
    _removed("not said who", "beneficiary-ref-missing", ref=None),
    _removed("reason not given", "removal-reason-missing", reason=None),
    _removed("reason left blank", "text-blank", reason=" "),
    _removed("reason in which nothing is to be seen", "text-blank", reason="\u200b\u2003\n"),
    _removed("day not known", "day-missing", on=None),
    _removed(
        "nothing known",
        "beneficiary-ref-missing",
        "removal-reason-missing",
        "day-missing",
        ref=None,
        reason=None,
        on=None,
    ),
    _removed(
        "a partner whose child stays covered, day not known",
        "day-missing",
        "child-of-removed-partner",
        ref="partner",
        on=None,
    ),
)
