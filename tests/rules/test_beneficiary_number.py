"""
Numbers and details that follow, compared with faults put into them and with a list of everybody who is covered.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import accept, at_state
from judging import judge_number
from people import (
    ANAPA,
    BANK,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    FIRST_OF_JUNE,
    NIR_CARLA,
    NIR_CLAUDIA,
    NOW,
    PF,
    SIGN_WITH_MANDATE,
    TODAY,
    details_of,
    with_key,
)
from psc_workflow import Child, Civility, Outcome, Partner, Regime, Role
from psc_workflow import commands as do
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import beneficiary_number
from strategies import CONTRACTS, DAYS, NUMBERS_SAID, PRINTED, details, maybe, near, number_faults, outcome
from verdicts import child_called, codes, codes_and_paths, facts_by_place

Found = dict[tuple[str, str], dict[str, Any]]
NAMES = ["carla", "anapa", "partner", "agent", "Carla", "carla ", "", "\u200b", "٣", "x" * 1000]
REFS = st.sampled_from(["carla", "carla", "partner", *NAMES])

PARTNER = st.builds(
    attrs.evolve,
    st.just(CLAUDIA),
    birth_date=maybe(near(CLAUDIA.birth_date, 1)),
    regime=st.sampled_from([Regime.GENERAL, Regime.MSA, None]),
)

CHILDREN = st.lists(
    st.builds(attrs.evolve, st.just(CARLA), ref=maybe(REFS), birth_date=maybe(near(CARLA.birth_date, 1))), max_size=3
).map(tuple)

PENDING = st.sets(st.sampled_from(NAMES))


def about_the_person(command: do.CompleteBeneficiary, covered: dict[int, Partner | Child]) -> tuple[Any, Found]:
    """Find the first who is called so, the partner (numbered 0) before the children; or say that nobody is."""
    called = [
        person
        for number, person in sorted(covered.items())
        if command.ref is not None and command.ref == ("partner" if number == 0 else person.ref)
    ]
    if called:
        return called[0], {}
    code = "beneficiary-ref-missing" if command.ref is None else "beneficiary-unknown"
    return None, {(code, "ref"): {"count": len(covered)}}


def about_partner_details(declaration: do.DeclarePartner, declared: Any) -> set[tuple[str, str]]:
    """Compare the details with what was declared of the partner meant, if there is one."""
    days, regimes = {declaration.birth_date}, {declaration.regime}
    if isinstance(declared, Partner):
        days, regimes = days | {declared.birth_date}, regimes | {declared.regime}
    table = {
        ("partner-birth-date-differs", "birth_date"): len(days - {None}) == 2,
        ("partner-regime-missing", "regime"): declaration.regime is None,
        ("partner-regime-differs", "regime"): len(regimes - {None}) == 2,
    }
    faults = {place for place, applies in table.items() if applies}
    return faults | {
        (code, "nir") for code in number_faults(declaration.nir, declaration.birth_date, declaration.civility)
    }


def about_child_details(
    declaration: do.DeclareChild, ref: str | None, children: tuple[Child, ...]
) -> set[tuple[str, str]]:
    """Compare the details with the child named by the command; the reference inside the details says nothing."""
    meant = [child for child in children if ref is not None and child.ref == ref]
    table = {
        ("child-ref-missing", "ref"): ref is None,
        ("child-unknown", "ref"): ref is not None and not meant,
        ("child-birth-date-differs", "birth_date"): meant
        and len({meant[0].birth_date, declaration.birth_date} - {None}) == 2,
        ("child-nir-pending", "nir"): meant and declaration.nir is None,
    }
    faults = {place for place, applies in table.items() if applies}
    if declaration.nir is None:
        return faults
    return faults | {
        (code, "nir") for code in number_faults(declaration.nir, declaration.birth_date, declaration.civility)
    }


@st.composite
def completions(
    draw: st.DrawFn, on: dt.date, contract: str
) -> tuple[do.CompleteBeneficiary, set[tuple[str, str]], set[tuple[str, str]]]:
    """Draw a command, and what stands against its details whoever they are of: the partner's, and the child's."""
    ref = draw(maybe(REFS))
    said: dict[str, Any] = {}
    faults: dict[str, set[tuple[str, str]]] = {"partner_details": set(), "child_details": set()}
    if ref in {None, "partner"} and draw(st.booleans()):
        declaration, faults["partner_details"] = draw(details(do.DeclarePartner, on, contract, CLAUDIA.birth_date))
        said["partner_details"] = attrs.evolve(
            declaration, regime=draw(st.sampled_from([Regime.GENERAL, Regime.MSA, None]))
        )
    if ref != "partner" and draw(st.booleans()):
        declaration, faults["child_details"] = draw(details(do.DeclareChild, on, contract, CARLA.birth_date))
        said["child_details"] = attrs.evolve(declaration, ref=draw(maybe(REFS)))
    number = draw(st.none() | st.sampled_from([*NUMBERS_SAID]))
    return do.CompleteBeneficiary(ref, number, **said), faults["partner_details"], faults["child_details"]


@given(st.data(), CONTRACTS, DAYS, st.tuples(maybe(PARTNER), CHILDREN), PENDING)
def test_what_follows_holds_if_it_is_right_and_was_awaited_of_the_person_named(
    data: st.DataObject,
    contract: Contract,
    today: dt.date,
    cover: tuple[Partner | None, tuple[Child, ...]],
    pending: set[str],
) -> None:
    """Where nobody is named and details of both are given, the partner's alone are looked at: it never holds anyhow."""
    partner, children = cover
    command, of_partner, of_child = data.draw(completions(today, contract.id))
    covered: dict[int, Partner | Child] = {} if partner is None else {0: partner}
    who, own = about_the_person(command, covered | dict(enumerate(children, start=1)))
    expected = set(own)
    if command.partner_details is not None:
        faults = of_partner | about_partner_details(command.partner_details, who)
        expected |= {(code, f"partner_details.{path}") for code, path in faults}
    elif command.child_details is not None:
        faults = of_child | about_child_details(command.child_details, command.ref, children)
        expected |= {(code, f"child_details.{path}") for code, path in faults}
    if command.nir is not None or command.partner_details is command.child_details is None:
        expected |= {(code, "nir") for code in number_faults(command.nir, who and who.birth_date, None)}
        expected |= {("number-not-pending", "ref")} if who and command.ref not in pending else set()

    verdict = beneficiary_number.assess(
        command, partner=partner, children=children, pending=pending, contract=contract, today=today
    )
    findings = facts_by_place(verdict)
    assert set(findings) == expected
    assert {place: findings[place] for place in own} == own
    assert verdict.outcome is outcome({code for code, _ in findings})
    for (code, _), facts in findings.items():
        if code in {"child-ref-missing", "child-unknown"}:
            assert facts == {"count": len(children)}
        if code == "child-birth-date-differs":
            assert facts == {
                "child": child_called([child.ref for child in children].index(command.ref) + 1, among=len(children)),
                "birth_date": command.child_details.birth_date,
                "declared": who.birth_date,
            }
        if code == "number-not-pending":
            assert facts == {}


@given(st.sampled_from(["carla", "anapa", "partner"]), st.sets(st.sampled_from(["carla", "anapa", "partner"])))
@example("carla", {"anapa", "partner"})
@example("partner", {"carla"})
@example("partner", {"partner"})
def test_a_number_is_taken_of_those_alone_of_whom_it_is_awaited(ref: str, pending: set[str]) -> None:
    numbers = {"carla": NIR_CARLA, "anapa": "214029873500160", "partner": NIR_CLAUDIA}
    verdict = beneficiary_number.assess(
        do.CompleteBeneficiary(ref, numbers[ref]),
        partner=CLAUDIA,
        children=(CARLA, ANAPA),
        pending=pending,
        contract=PF,
        today=TODAY,
    )
    assert set(facts_by_place(verdict)) == ({("number-not-pending", "ref")} if {ref}.isdisjoint(pending) else set())
    for finding in verdict.findings:
        assert (finding.rule, finding.certainty) == ("beneficiary_number", None)
        assert finding.sources == (sources()["guide-souscription-2"],)


NO_NUMBER = PRINTED.filter(lambda text: sum(sign.isdigit() for sign in text) < 13)
"""Hypothesis also draws texts that stand in modules, right numbers among them."""


@given(st.sampled_from(["", "x"]) | NO_NUMBER, maybe(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
@example("٢١٩٠٩٧٥١١٢٠٦٧٦٣", "carla", {"carla"})
@example("9" * 1000, "carla", {"carla"})
@example("\u200b", "carla", {"carla"})
def test_what_is_no_number_is_taken_of_nobody(nir: str, ref: str | None, pending: set[str]) -> None:
    verdict = beneficiary_number.assess(
        do.CompleteBeneficiary(ref, nir),
        partner=CLAUDIA,
        children=(CARLA,),
        pending=pending,
        contract=PF,
        today=TODAY,
    )
    assert verdict.outcome is Judgement.REFUSED
    assert "nir" in {path for _, path in facts_by_place(verdict)}


def test_a_number_is_compared_with_the_birth_of_the_person_and_details_with_the_day_they_tell() -> None:
    """The civility is told with details alone."""
    born = attrs.evolve(CARLA, birth_date=dt.date(2018, 8, 9))
    context: dict[str, Any] = {"partner": None, "children": (born,), "pending": ("carla",), "contract": PF}
    alone = beneficiary_number.assess(do.CompleteBeneficiary("carla", NIR_CARLA), today=TODAY, **context)
    assert set(facts_by_place(alone)) == {("nir-birth-year-differs", "nir"), ("nir-birth-month-differs", "nir")}
    declaration = attrs.evolve(details_of(CARLA), nir=NIR_CARLA, ref="somebody else")
    both = do.CompleteBeneficiary("carla", child_details=declaration)
    assert set(facts_by_place(beneficiary_number.assess(both, today=TODAY, **context))) == {
        ("child-birth-date-differs", "child_details.birth_date")
    }


@given(PARTNER)
@example(CLAUDIA)
@example(attrs.evolve(CLAUDIA, birth_date=dt.date(1972, 10, 10), regime=Regime.MSA))
@example(Partner())
def test_the_partner_s_details_are_compared_with_the_partner_covered_if_it_is_the_one_named(partner: Partner) -> None:
    """Where nobody is named there is nobody to differ from."""
    context: dict[str, Any] = {"partner": partner, "children": (), "pending": (), "contract": PF, "today": TODAY}
    for ref, declared, own in (("partner", partner, set()), (None, None, {("beneficiary-ref-missing", "ref")})):
        command = do.CompleteBeneficiary(ref, partner_details=CLAUDIA_DETAILS)
        faults = about_partner_details(CLAUDIA_DETAILS_SAID, declared)
        expected = own | {(code, f"partner_details.{path}") for code, path in faults}
        assert set(facts_by_place(beneficiary_number.assess(command, **context))) == expected


CLAUDIA_DETAILS_SAID = attrs.evolve(CLAUDIA_DETAILS, nir="2 72 10 75 112 045 26")
"""The same number, as ``NUMBERS_SAID`` writes it."""


@pytest.mark.parametrize("day", [dt.date.min, dt.date(2024, 12, 31)])
def test_a_number_is_judged_on_any_day_and_details_while_the_contract_is_known(day: dt.date) -> None:
    context: dict[str, Any] = {"partner": CLAUDIA, "children": (CARLA,), "pending": ("carla",), "contract": PF}
    assert beneficiary_number.assess(do.CompleteBeneficiary("carla", NIR_CARLA), today=day, **context).holds
    for command in (
        do.CompleteBeneficiary("carla", child_details=details_of(CARLA)),
        do.CompleteBeneficiary("partner", partner_details=CLAUDIA_DETAILS),
    ):
        with pytest.raises(NoValueInForceError):
            beneficiary_number.assess(command, today=day, **context)


# -- at the boundaries -----------------------------------------------------------------------------------


def test_details_that_follow_are_judged_as_those_of_the_subscription() -> None:
    """They name nobody by themselves: the reference of the command is theirs; the number may come along or not."""
    command = do.CompleteBeneficiary("carla", child_details=attrs.evolve(details_of(CARLA), ref=None))
    context = {"partner": CLAUDIA, "children": (CARLA, ANAPA), "contract": PF, "today": FIRST_OF_JUNE}
    assert beneficiary_number.assess(command, pending=(), **context).holds
    wrong = attrs.evolve(command, child_details=details_of(ANAPA))
    (finding,) = beneficiary_number.assess(wrong, pending=(), **context).blocking
    assert (finding.code, finding.path) == ("child-birth-date-differs", "child_details.birth_date")
    partner = do.CompleteBeneficiary("partner", partner_details=CLAUDIA_DETAILS)
    assert beneficiary_number.assess(partner, pending=(), **context).holds
    with pytest.raises(InvalidCommandError, match="child_details"):
        do.CompleteBeneficiary("partner", child_details=details_of(CARLA))


def test_a_number_is_taken_for_whoever_has_none_yet() -> None:
    assert judge_number("carla", NIR_CARLA, "carla") == Verdict()
    assert judge_number("partner", NIR_CLAUDIA, "partner", "carla") == Verdict()


def test_a_number_that_is_known_is_not_replaced() -> None:
    assert codes_and_paths(judge_number("carla", NIR_CARLA, "anapa")) == [("number-not-pending", "ref")]


@pytest.mark.parametrize(
    ("ref", "nir", "expected"),
    [
        (None, NIR_CARLA, ["beneficiary-ref-missing"]),
        ("carla", None, ["nir-missing"]),
        (None, None, ["beneficiary-ref-missing", "nir-missing"]),
        ("moana", NIR_CARLA, ["beneficiary-unknown"]),
        ("carla", NIR_CARLA[:-2], ["nir-key-missing"]),
        ("carla", "12", ["nir-form-wrong"]),
        ("carla", NIR_CARLA[:-1] + str((int(NIR_CARLA[-1]) + 1) % 10), ["nir-key-wrong"]),
    ],
    ids=str,
)
def test_no_missing_or_wrong_number_turns_into_acceptance(
    ref: str | None, nir: str | None, expected: list[str]
) -> None:
    verdict = judge_number(ref, nir, "carla")
    assert codes(verdict) == expected
    assert not verdict.holds


def test_a_number_is_compared_with_the_birth_date_of_whom_it_is_for() -> None:
    verdict = judge_number("anapa", NIR_CARLA, "anapa")
    assert verdict.holds
    assert codes(verdict) == ["nir-birth-year-differs", "nir-birth-month-differs"]
    assert judge_number("anapa", with_key("2140275112067"), "anapa") == Verdict()


@pytest.mark.parametrize(
    ("civility", "warnings"), [(Civility.MADAME, ()), (Civility.MONSIEUR, ("nir-civility-differs",))]
)
def test_a_number_that_follows_is_compared_with_the_details_as_one_that_comes_along(
    civility: Civility, warnings: tuple[str, ...]
) -> None:
    declaration = attrs.evolve(details_of(CARLA), civility=civility)
    at_once = at_state("children_details").decide(attrs.evolve(declaration, nir=NIR_CARLA), at=NOW, role=Role.AGENT)
    assert at_once.warnings == warnings
    dossier = accept(at_state("children_details"), declaration, CONTACT, do.GiveConsents(partner_offers=False), BANK)
    later = accept(dossier, SIGN_WITH_MANDATE).decide(
        do.CompleteBeneficiary("carla", NIR_CARLA), at=NOW, role=Role.AGENT
    )
    assert (later.outcome, later.warnings) == (Outcome.ACCEPTED, warnings)
