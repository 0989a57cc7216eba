"""
Removals compared with a table of what is needed, and the partner's children counted one by one.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from judging import judge_removal
from people import ANAPA, CARLA, CLAUDIA, FIRST_OF_JUNE, ONE_DAY, TODAY
from psc_workflow import Child, Partner
from psc_workflow import commands as do
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Parent
from psc_workflow.rules import beneficiary_removal
from strategies import BLANK, NAMES, maybe, near
from verdicts import child_called, codes, codes_and_paths, facts_by_place, plain

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
    child_born = CARLA.birth_date if ref is not None and ref in names else None
    born = partner.birth_date if partner is not None and ref == "partner" else child_born
    is_early = None not in (on, born) and on < born
    table = {
        ("beneficiary-ref-missing", "ref"): ({"count": len(names)}, ref is None),
        ("beneficiary-unknown", "ref"): ({"count": len(names)}, ref is not None and ref not in names),
        ("removal-reason-missing", "reason"): ({}, words is None),
        ("text-blank", "reason"): ({"field": Text("raison", "reason")}, blank),
        ("day-missing", "on"): ({}, on is None),
        ("removal-before-birth", "on"): ({"on": on}, is_early),
        ("child-of-removed-partner", "ref"): (
            {"children": tuple(child_called(number, among=len(children)) for number in numbers)},
            leaves_children,
        ),
    }
    verdict = beneficiary_removal.assess(given_removal, partner=partner, children=children)
    assert facts_by_place(verdict) == {place: facts for place, (facts, applies) in table.items() if applies}
    assert verdict.holds == (
        ref in {*names} - {None} and words is not None and not blank and on is not None and not is_early
    )
    warned = {finding.code for finding in verdict.findings if finding.severity is Severity.WARNING}
    assert warned == ({"child-of-removed-partner"} if leaves_children else set())


@given(st.dates(), maybe(near(TODAY, 3)), maybe(near(TODAY, 3)))
def test_nobody_is_removed_before_being_covered_or_born(
    on: dt.date, first: dt.date | None, born: dt.date | None
) -> None:
    removal = do.RemoveBeneficiary("partner", "divorce", on)
    partner = attrs.evolve(CLAUDIA, birth_date=born)
    verdict = beneficiary_removal.assess(removal, partner=partner, children=(), first=first)
    early, unborn = (day is not None and (on - day).days < 0 for day in (first, born))
    table = {"day-too-early": ({"on": on, "first": first}, early), "removal-before-birth": ({"on": on}, unborn)}
    assert facts_by_place(verdict) == {(code, "on"): facts for code, (facts, applies) in table.items() if applies}


# -- at the boundaries -----------------------------------------------------------------------------------


CHILD_OF_AGENT, CHILD_OF_PARTNER, CHILD_OF_BOTH = (
    attrs.evolve(CARLA, ref=ref, parent=parent)
    for ref, parent in (("his", Parent.AGENT), ("hers", Parent.PARTNER), ("theirs", Parent.BOTH))
)


@pytest.mark.parametrize("on", [FIRST_OF_JUNE - ONE_DAY, FIRST_OF_JUNE, FIRST_OF_JUNE + ONE_DAY], ids=str)
def test_a_removal_may_be_for_any_day(on: dt.date) -> None:
    assert judge_removal(do.RemoveBeneficiary("carla", "études à l'étranger", on), CARLA) == Verdict()


@pytest.mark.parametrize(
    ("name", "code"),
    [("ref", "beneficiary-ref-missing"), ("reason", "removal-reason-missing"), ("on", "day-missing")],
)
def test_no_missing_fact_of_a_removal_turns_into_acceptance(name: str, code: str) -> None:
    removal = attrs.evolve(do.RemoveBeneficiary("carla", "divorce", FIRST_OF_JUNE), **{name: None})
    verdict = judge_removal(removal, CARLA)
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.INCOMPLETE, [(code, name)])


def test_all_that_stands_against_a_removal_is_told_at_once() -> None:
    verdict = judge_removal(do.RemoveBeneficiary("moana", " ", FIRST_OF_JUNE + ONE_DAY), CARLA)
    assert codes(verdict) == ["beneficiary-unknown", "text-blank"]
    assert judge_removal(do.RemoveBeneficiary()).missing == ("ref", "reason", "on")


def test_a_child_of_the_partner_who_leaves_is_spoken_of() -> None:
    removal = do.RemoveBeneficiary("partner", "divorce", FIRST_OF_JUNE)
    verdict = judge_removal(removal, CHILD_OF_AGENT, CHILD_OF_PARTNER, CHILD_OF_BOTH, CHILD_OF_PARTNER)
    assert verdict.holds
    (finding,) = verdict.findings
    assert (finding.code, finding.path, plain(finding.facts["children"])) == (
        "child-of-removed-partner",
        "ref",
        (child_called(2), child_called(4)),
    )
    assert judge_removal(removal, CHILD_OF_AGENT, CHILD_OF_BOTH, ANAPA) == Verdict()
    assert judge_removal(attrs.evolve(removal, ref="his"), CHILD_OF_AGENT, CHILD_OF_PARTNER) == Verdict()
    assert codes(judge_removal(removal, CHILD_OF_PARTNER, partner=None)) == ["beneficiary-unknown"]
