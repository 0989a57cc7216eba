"""
Removals compared with a table of what is needed, and the partner's children counted one by one.
"""

import datetime as dt

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from people import CARLA, CLAUDIA, TODAY
from psc_workflow import Child, Partner
from psc_workflow import commands as do
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary_removal
from strategies import BLANK, NAMES, maybe
from verdicts import facts_by_place

REFS = ["carla", "teva", "moana", "partner", "agent", "Carla", "", "\u200b"]
COVERED = st.lists(
    st.builds(
        lambda ref, parent: attrs.evolve(CARLA, ref=ref, parent=parent),
        maybe(st.sampled_from(["carla", "teva", "partner"])),
        maybe(st.sampled_from(Parent)),
    ),
    max_size=4,
).map(tuple)
HIS, HERS, THEIRS, NOT_TOLD = (attrs.evolve(CARLA, parent=parent) for parent in (*Parent, None))
DIVORCE = do.RemoveBeneficiary("partner", "divorce", TODAY)


@given(
    maybe(st.sampled_from(REFS)),
    maybe(st.tuples(BLANK, st.just(True)) | st.tuples(NAMES | st.just("x" * 1000), st.just(False))),
    maybe(st.dates()),
    maybe(st.just(CLAUDIA)),
    COVERED,
)
@example("partner", ("divorce", False), TODAY, CLAUDIA, (HIS, HERS, THEIRS, NOT_TOLD, HERS))
@example("partner", ("divorce", False), TODAY, CLAUDIA, (HIS, THEIRS, NOT_TOLD))
@example("partner", ("", True), None, CLAUDIA, (HERS,))
@example("partner", ("divorce", False), TODAY, None, (HERS,))
@example("partner", ("divorce", False), TODAY, None, (attrs.evolve(HERS, ref="partner"),))
@example("carla", ("divorce", False), TODAY, CLAUDIA, (HERS,))
@example(None, None, None, None, ())
def test_a_removal_needs_somebody_covered_a_reason_and_a_day(
    ref: str | None,
    reason: tuple[str, bool] | None,
    on: dt.date | None,
    partner: Partner | None,
    children: tuple[Child, ...],
) -> None:
    """Whose parent is not told is not spoken of: only a child known to be the partner's own is left behind."""
    words, blank = reason or (None, False)
    given_removal = do.RemoveBeneficiary(ref, words, on)
    names = [child.ref for child in children] + ["partner"] * (partner is not None)
    numbers = tuple(place + 1 for place in range(len(children)) if children[place].parent == "partner")
    leaves_children = ref == "partner" and partner is not None and numbers != ()
    table = {
        ("beneficiary-ref-missing", "ref"): ({"count": len(names)}, ref is None),
        ("beneficiary-unknown", "ref"): ({"count": len(names)}, ref is not None and ref not in names),
        ("removal-reason-missing", "reason"): ({}, words is None),
        ("text-blank", "reason"): ({"field": Text("motif", "reason")}, blank),
        ("day-missing", "on"): ({}, on is None),
        ("child-of-removed-partner", "ref"): ({"numbers": numbers}, leaves_children),
    }
    verdict = beneficiary_removal.assess(given_removal, partner=partner, children=children)
    assert facts_by_place(verdict) == {place: facts for place, (facts, found) in table.items() if found}
    assert verdict.holds == (ref in {*names} - {None} and words is not None and not blank and on is not None)
    warned = {finding.code for finding in verdict.findings if finding.severity is Severity.WARNING}
    assert warned == ({"child-of-removed-partner"} if leaves_children else set())


@given(st.dates())
@example(dt.date.min)
@example(dt.date.max)
def test_a_removal_may_be_for_any_day_of_the_calendar(on: dt.date) -> None:
    given_removal = attrs.evolve(DIVORCE, on=on)
    assert beneficiary_removal.assess(given_removal, partner=CLAUDIA, children=()).findings == ()
