"""
References compared with a list of everybody who is covered, searched from the first to the last.
"""

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ANAPA, CARLA, CLAUDIA
from psc_workflow import Child, Partner
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import beneficiary
from strategies import BIRTH_DATES, PRINTED, maybe
from verdicts import child_called, codes, facts_by_place

ODD = ["partner", "agent", "Partner", "carla", "CARLA", "carla ", "", " ", "\u200b", "zo\u00e9", "zoe\u0301", "3", "٣"]

REFS = st.sampled_from([*ODD, "x" * 1000]) | PRINTED
"""Blank, in other scripts, equal to the eye alone: a reference is an identifier, compared letter by letter."""

COVERED = st.lists(st.builds(Child, birth_date=maybe(BIRTH_DATES), ref=maybe(REFS)), max_size=4).map(tuple)
PARTNER = maybe(st.builds(Partner, birth_date=maybe(BIRTH_DATES)))


def everybody(partner: Partner | None, children: tuple[Child, ...]) -> list[tuple[str | None, Partner | Child]]:
    """List who is covered with what they are called, the partner first."""
    adults: list[tuple[str | None, Partner | Child]] = [] if partner is None else [("partner", partner)]
    return adults + [(child.ref, child) for child in children]


@given(st.data(), PARTNER, COVERED)
def test_whoever_is_meant_is_the_first_of_that_name(
    data: st.DataObject, partner: Partner | None, children: tuple[Child, ...]
) -> None:
    people = everybody(partner, children)
    ref = data.draw(maybe(st.sampled_from([name for name, _ in people] or ["carla"]) | REFS))
    meant = [person for name, person in people if name is not None and name == ref]
    person = beneficiary.find(ref, partner=partner, children=children)
    assert person is (meant[0] if meant else None)
    assert beneficiary.birth_date(person) == (meant[0].birth_date if meant else None)
    verdict = beneficiary.assess(ref, partner=partner, children=children)
    code = "beneficiary-ref-missing" if ref is None else "beneficiary-unknown"
    assert facts_by_place(verdict) == ({} if meant else {(code, "ref"): {"count": len(people)}})
    assert verdict.outcome is (Judgement.HOLDS if meant else Judgement.INCOMPLETE if ref is None else Judgement.REFUSED)


@given(st.sampled_from(ODD), st.sampled_from(ODD))
@example("partner", "partner")
@example("zo\u00e9", "zoe\u0301")
@example("carla", "carla")
@example("agent", "agent")
def test_a_child_answers_to_its_own_reference_alone_and_gives_way_to_a_partner(ref: str, own: str) -> None:
    child = attrs.evolve(CARLA, ref=own)
    answers = child if ref == own else None
    assert beneficiary.find(ref, partner=None, children=(child,)) is answers
    assert beneficiary.find(ref, partner=CLAUDIA, children=(child,)) is (CLAUDIA if ref == "partner" else answers)


@given(st.lists(st.sampled_from(["nir", "children.0.nir", "birth_date"]), max_size=3), PRINTED)
def test_inside_a_command_a_finding_keeps_all_but_its_path(paths: list[str], outer: str) -> None:
    verdict = Verdict(tuple(finding("child-nir-pending", path, child=child_called(3)) for path in paths))
    moved = beneficiary.prefix_paths(outer, verdict).findings
    assert moved == tuple(finding("child-nir-pending", outer + "." + path, child=child_called(3)) for path in paths)


# -- at the boundaries -----------------------------------------------------------------------------------


def test_people_are_found_by_their_reference() -> None:
    covered = {"partner": CLAUDIA, "children": (CARLA, ANAPA)}
    assert beneficiary.find("partner", **covered) is CLAUDIA
    assert beneficiary.find("anapa", **covered) is ANAPA
    assert beneficiary.find("moana", **covered) is None
    assert beneficiary.find(None, partner=CLAUDIA, children=(attrs.evolve(CARLA, ref=None),)) is None


def test_a_partner_goes_before_a_child_called_partner() -> None:
    odd = attrs.evolve(CARLA, ref="partner")
    assert beneficiary.find("partner", partner=CLAUDIA, children=(odd,)) is CLAUDIA
    assert beneficiary.find("partner", partner=None, children=(odd,)) is odd


@pytest.mark.parametrize(
    ("ref", "partner", "children", "expected"),
    [
        (None, CLAUDIA, (CARLA,), ["beneficiary-ref-missing"]),
        ("partner", CLAUDIA, (), []),
        ("partner", None, (CARLA,), ["beneficiary-unknown"]),
        ("carla", None, (CARLA,), []),
        ("carla", None, (), ["beneficiary-unknown"]),
        ("", CLAUDIA, (CARLA,), ["beneficiary-unknown"]),
    ],
    ids=str,
)
def test_only_somebody_covered_can_be_meant(
    ref: str | None, partner: Partner | None, children: tuple[Child, ...], expected: list[str]
) -> None:
    verdict = beneficiary.assess(ref, partner=partner, children=children)
    assert codes(verdict) == expected
    for fault in verdict.findings:
        assert fault.path == "ref"
        assert str(len(children) + (partner is not None)) in fault.remedy("fr")
