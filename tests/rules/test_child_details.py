"""
A child's details compared with faults put into them, and with a list of the children searched by their reference.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ANAPA, CARLA, NIR_CARLA, PF, TODAY, details_of
from psc_workflow import Child
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import child_details
from strategies import CONTRACTS, DAYS, PRINTED, details, is_seen, maybe, near, number_faults, outcome
from verdicts import child_called, facts_by_place

TEXTS = ("first_name", "last_name", "birth_city")
HERS = CARLA.birth_date
REFS = st.sampled_from(["carla", "anapa", "carla", "Carla", "carla ", "", "\u200b", "zo\u00e9", "zoe\u0301", "٣", "3"])

DECLARED = st.lists(
    st.builds(attrs.evolve, st.just(CARLA), ref=maybe(REFS), birth_date=maybe(near(HERS, 1))), max_size=4
).map(tuple)


def named(ref: str | None, declared: tuple[Child, ...]) -> list[int]:
    """Give the numbers of the children called *ref*, counted from 1; nobody is called by no reference."""
    return [] if ref is None else [number for number, child in enumerate(declared, start=1) if child.ref == ref]


def about_the_child(declaration: do.DeclareChild, declared: tuple[Child, ...]) -> dict[tuple[str, str], dict[str, Any]]:
    """Say what is found in choosing the child, and in comparing it with what was declared; twins: the first."""
    count = {"count": len(declared)}
    if declaration.ref is None:
        return {("child-ref-missing", "ref"): count}
    if not (numbers := named(declaration.ref, declared)):
        return {("child-unknown", "ref"): count}
    findings: dict[tuple[str, str], dict[str, Any]] = {}
    born = declared[numbers[0] - 1].birth_date
    if len({born, declaration.birth_date} - {None}) == 2:
        facts = {
            "child": child_called(numbers[0], among=len(declared)),
            "birth_date": declaration.birth_date,
            "declared": born,
        }
        findings["child-birth-date-differs", "birth_date"] = facts
    if declaration.nir is None:
        findings["child-nir-pending", "nir"] = {"child": child_called(numbers[0], among=len(declared))}
    return findings


@given(st.data(), CONTRACTS, DAYS, DECLARED, maybe(REFS))
def test_details_hold_unless_one_of_them_is_wrong_or_is_not_the_child_s(
    data: st.DataObject, contract: Contract, on: dt.date, declared: tuple[Child, ...], ref: str | None
) -> None:
    """A number is not missing: either it is still to come for a child who is known, or which child has to be said."""
    declaration, faults = data.draw(details(do.DeclareChild, on, contract.id, HERS, HERS + dt.timedelta(days=1)))
    declaration = attrs.evolve(declaration, ref=data.draw(st.sampled_from([ref, *(child.ref for child in declared)])))
    own = about_the_child(declaration, declared)
    if declaration.nir is not None:
        faults |= {
            (code, "nir") for code in number_faults(declaration.nir, declaration.birth_date, declaration.civility)
        }

    verdict = child_details.assess(declaration, declared=declared, contract=contract, on=on)
    findings = facts_by_place(verdict)
    assert set(findings) == faults | set(own)
    assert {place: findings[place] for place in own} == own
    assert verdict.outcome is outcome({code for code, _ in findings})


@given(DECLARED, maybe(REFS) | PRINTED, maybe(near(HERS, 1)))
@example((CARLA, attrs.evolve(CARLA, birth_date=ANAPA.birth_date)), "carla", ANAPA.birth_date)
@example((attrs.evolve(CARLA, birth_date=None), CARLA), "carla", HERS)
@example((ANAPA, CARLA), "carla", ANAPA.birth_date)
@example((ANAPA, CARLA), "carla", None)
@example((attrs.evolve(CARLA, ref=None),), None, HERS)
@example((attrs.evolve(CARLA, ref=""),), "", HERS)
@example((attrs.evolve(CARLA, ref="zo\u00e9"),), "zoe\u0301", HERS)
@example((CARLA,), "x" * 1000, HERS)
@example((), "carla", HERS)
def test_a_child_is_compared_with_the_first_of_its_reference_and_with_no_other(
    declared: tuple[Child, ...], ref: str | None, born: dt.date | None
) -> None:
    """References are compared letter by letter, blank ones too: they are identifiers, not names."""
    declaration = attrs.evolve(details_of(CARLA), ref=ref, birth_date=born)
    findings = facts_by_place(child_details.assess(declaration, declared=declared, contract=PF, on=TODAY))
    assert {place: facts for place, facts in findings.items() if place[0].startswith("child-")} == about_the_child(
        declaration, declared
    )
    assert {code for code, _ in findings if not code.startswith("child-")} == (
        {"identity-fact-missing"} if born is None else set()
    )


@given(st.tuples(*(PRINTED for _ in TEXTS)), PRINTED, PRINTED)
@example(("O’Neil", "مُنى", "王"), "9" * 1000, "٣" * 9)
@example(("\u3164", "\u2800", "\u0301\u200b"), "\u200b", "²" * 9)
@example(("Moana", "Tāvana", "Papeʻete"), "", "FR ")
def test_names_of_every_script_pass_and_what_is_no_number_never_does(
    names: tuple[str, ...], nir: str, country: str
) -> None:
    declaration = attrs.evolve(
        details_of(CARLA), **dict(zip(TEXTS, names, strict=True)), nir=nir, birth_country=country
    )
    verdict = child_details.assess(declaration, declared=(CARLA,), contract=PF, on=TODAY)
    places = set(facts_by_place(verdict))
    blank = {field for field in (*TEXTS, "birth_country") if not any(map(is_seen, getattr(declaration, field)))}
    assert {path for code, path in places if code == "text-blank"} == blank
    assert {path for _, path in places} - blank <= {"nir", "birth_country"}
    assert "nir" in {path for _, path in places}
    assert not verdict.holds


def test_sentences_say_which_child_and_cite_the_screens() -> None:
    declaration = attrs.evolve(details_of(CARLA), birth_date=dt.date(2019, 9, 10))
    differs, pending = child_details.assess(declaration, declared=(ANAPA, CARLA), contract=PF, on=TODAY).findings
    assert "l’enfant n° 2 (10 septembre 2019)" in differs.text("fr")
    assert "(9 septembre 2019)" in differs.text("fr")
    assert "no.\N{NO-BREAK SPACE}2" in pending.text("en")
    declaration = attrs.evolve(declaration, nir=NIR_CARLA, birth_date=HERS)
    (unknown,), (missing,) = (
        child_details.assess(
            attrs.evolve(declaration, ref=ref), declared=(ANAPA, CARLA), contract=PF, on=TODAY
        ).findings
        for ref in ("moana", None)
    )
    assert "nombre d’enfants : 2" in unknown.remedy("fr")
    assert "number of children: 2" in missing.remedy("en")
    both = (sources()["guide-souscription-2"], sources()["guide-affiliation-2"])
    findings = (differs, unknown, missing, pending)
    assert [finding.sources for finding in findings] == [both, both, both[:1], both[:1]]
    severities = [Severity.REFUSED, Severity.REFUSED, Severity.MISSING, Severity.WARNING]
    assert [finding.severity for finding in findings] == severities
    assert {(finding.rule, finding.certainty) for finding in findings} == {("child_details", None)}


def test_before_the_contract_is_known_only_a_code_that_is_given_can_be_judged() -> None:
    before, declaration = dt.date(2024, 12, 31), details_of(CARLA)
    with_code = attrs.evolve(declaration, code_organisme="019870000")
    assert child_details.assess(with_code, declared=(CARLA,), contract=PF, on=before).holds
    with pytest.raises(NoValueInForceError):
        child_details.assess(declaration, declared=(CARLA,), contract=PF, on=before)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in attrs.fields_dict(do.DeclareChild) if n not in ("code_organisme", "nir")])
def test_no_missing_detail_of_a_child_turns_into_acceptance(name: str) -> None:
    given_details = attrs.evolve(details_of(CARLA), **{name: None})
    verdict = child_details.assess(given_details, declared=(CARLA,), contract=PF, on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))
