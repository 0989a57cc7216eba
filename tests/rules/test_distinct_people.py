"""
People compared pair by pair, with a table of what makes two one; and in the journeys in which they are declared.
"""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import accept, at_state, dossier_in_force, open_dossier
from people import (
    ANAPA,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    IDENTITY,
    IN_FORCE,
    MOANA,
    NIR_BENOIT,
    NIR_CARLA,
    NIR_CLAUDIA,
    NOW,
    SOCIAL_SECURITY,
    details_of,
    with_key,
)
from psc_workflow import Dossier, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.rules import distinct_people
from psc_workflow.rules._persons import Person
from verdicts import codes, codes_and_paths

BIRTHS = {"2019-09": dt.date(2019, 9, 9), "1972-10": dt.date(1972, 10, 9)}
NUMBERS = {NIR_CARLA: "2019-09", NIR_CLAUDIA: "1972-10", with_key("7721075112045"): "", None: ""}
"""Numbers, with the births that they fit; the third is provisional."""


@st.composite
def persons(draw: st.DrawFn, role: str) -> Person:
    stated = st.sampled_from(["", role])
    return Person(
        role,  # type: ignore[arg-type]
        ref=role,
        birth_date=draw(st.sampled_from([*BIRTHS.values(), None])),
        first_name=draw(st.sampled_from(["Carla", "CARLA ", "Moana", " ", None])),
        nir=draw(st.sampled_from([*NUMBERS])),
        birth_path=draw(stated) and "b",
        name_path=draw(stated) and "n",
        nir_path=draw(stated) and "i",
    )


@given(st.sampled_from([*itertools.product(["agent", "partner", "child"], repeat=2)]), st.data())
def test_two_are_one_exactly_where_the_table_says(roles: tuple[str, str], data: st.DataObject) -> None:
    left, right = (data.draw(persons(role)) for role in roles)
    expected = set()
    fitting = [p for p in (left, right) if p.birth_date and BIRTHS.get(NUMBERS[p.nir]) == p.birth_date]
    of_children = [p for p in (left, right) if p.role == "child"]
    is_shared = left.nir == right.nir and (left.nir or "7")[0] != "7" and (left.nir_path or right.nir_path)
    if is_shared and (not of_children or any(p.role == "child" for p in fitting)):
        expected.add("number-of-another-person")
    is_stated = any(p.birth_path or p.name_path for p in (left, right))
    names = {(p.first_name or "").strip().lower() for p in (left, right)}
    if is_stated and left.birth_date and left.birth_date == right.birth_date:
        births = [p for p in (left, right) if p.birth_path]
        if "" not in names:
            expected |= {"same-person-twice"} if len(names) == 1 else set()
        elif (births and set(roles) == {"agent", "partner"}) or (len(births) == 1 and set(roles) == {"child"}):
            expected.add("perhaps-same-person")
    verdict = distinct_people.assess((left, right))
    assert verdict.holds
    assert set(codes(verdict)) == expected
    assert all(finding.facts["ref"] in roles for finding in verdict.findings)


# -- in the journeys --------------------------------------------------------------------------------------

TWIN = attrs.evolve(CARLA, ref="twin")
OWN = attrs.evolve(details_of(CARLA), nir=NIR_CARLA)
TWINS = do.DeclareBeneficiaries(None, [CARLA, TWIN])


def with_carla(*commands: Command) -> Dossier:
    return accept(at_state("children_details", TWINS), *commands)


CASES: dict[str, tuple[Dossier, Command, list[tuple[str, str]]]] = {
    "twins declared together": (at_state("beneficiaries"), TWINS, []),
    "the first of two twins to be named": (with_carla(), OWN, []),
    "twins with their own names": (
        with_carla(OWN),
        attrs.evolve(details_of(TWIN), first_name="Moana"),
        [],
    ),
    "one child under two references": (
        with_carla(OWN),
        attrs.evolve(OWN, ref="twin"),
        [("number-of-another-person", "nir"), ("same-person-twice", "first_name")],
    ),
    "the agent's number for the partner": (
        at_state("partner_details"),
        attrs.evolve(CLAUDIA_DETAILS, nir=NIR_BENOIT),
        [("number-of-another-person", "nir")],
    ),
    "a parent's number for a child": (
        at_state("children_details"),
        attrs.evolve(OWN, nir=NIR_CLAUDIA),
        [],
    ),
    "the partner's number for the agent, on going back": (
        accept(at_state("children_details"), do.GoBack(), do.GoBack()),
        attrs.evolve(SOCIAL_SECURITY, nir=NIR_CLAUDIA),
        [("number-of-another-person", "nir")],
    ),
    "a partner born on the agent's day": (
        at_state("beneficiaries"),
        do.DeclareBeneficiaries(attrs.evolve(CLAUDIA, birth_date=IDENTITY.birth_date), []),
        [("perhaps-same-person", "partner.birth_date")],
    ),
    "a partner older than a child of both": (
        at_state("beneficiaries"),
        do.DeclareBeneficiaries(attrs.evolve(CLAUDIA, birth_date=dt.date(2012, 1, 1)), [CARLA]),
        [("partner-very-young", "partner.birth_date"), ("child-born-soon-after-parent", "children.0.birth_date")],
    ),
    "an agent younger than the child declared before": (
        at_state("identity"),
        attrs.evolve(IDENTITY, birth_date=dt.date(2012, 3, 12)),
        [
            ("agent-age-unlikely", "birth_date"),
            ("child-born-soon-after-parent", "birth_date"),
        ],
    ),
    "a child added on the birthday of one covered": (
        dossier_in_force(),
        do.AddBeneficiary(child=attrs.evolve(CARLA, ref=None)),
        [("perhaps-same-person", "child.birth_date")],
    ),
    "the same child added with her name and number": (
        accept(dossier_in_force(), do.CompleteBeneficiary("carla", NIR_CARLA), at=IN_FORCE),
        do.AddBeneficiary(child=attrs.evolve(CARLA, ref=None), child_details=attrs.evolve(OWN, ref=None)),
        [("number-of-another-person", "child_details.nir"), ("same-person-twice", "child_details.first_name")],
    ),
    "a twin added with her name": (
        dossier_in_force(),
        do.AddBeneficiary(
            child=attrs.evolve(CARLA, ref=None), child_details=attrs.evolve(OWN, ref=None, first_name="Moana", nir=None)
        ),
        [],
    ),
    "another child's number given later": (
        accept(
            dossier_in_force(),
            do.CompleteBeneficiary("carla", NIR_CARLA),
            do.AddBeneficiary(child=attrs.evolve(ANAPA, ref=None)),
            at=IN_FORCE,
        ),
        do.CompleteBeneficiary("child-1", NIR_CARLA),
        [("number-of-another-person", "nir")],
    ),
    "another child": (dossier_in_force(), do.AddBeneficiary(child=MOANA), []),
}

OURS = {"generations", "distinct_people"}


@pytest.mark.parametrize(("dossier", "command", "expected"), CASES.values(), ids=CASES)
def test_a_command_is_warned_about_the_people_it_speaks_of(
    dossier: Dossier, command: Command, expected: list[tuple[str, str]]
) -> None:
    decision = dossier.decide(command, at=max(NOW, dossier.record.at), role=command.roles[0])
    assert decision.outcome.value == "accepted", decision.codes
    warnings = [(finding.code, finding.path) for finding in decision.findings if finding.rule in OURS]
    assert sorted(warnings) == sorted(expected)


def test_no_warning_shows_a_number_or_a_name() -> None:
    decision = with_carla(OWN).decide(attrs.evolve(OWN, ref="twin"), at=NOW, role=Role.AGENT)
    shown = repr([finding.as_json() for finding in decision.findings] + [dict(f.facts) for f in decision.findings])
    assert codes_and_paths(decision.verdict)
    assert NIR_CARLA not in shown
    assert "Carla" not in shown


def test_an_agent_whose_birth_is_unknown_is_compared_with_nobody() -> None:
    unknown = open_dossier(agent=attrs.evolve(open_dossier().record.agent, birth_date=None))
    old = attrs.evolve(CARLA, birth_date=dt.date(1950, 1, 1), disabled=True)
    dossier = accept(unknown, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
    decision = dossier.decide(do.DeclareBeneficiaries(None, [old]), at=NOW, role=Role.AGENT)
    assert not {finding.code for finding in decision.findings if finding.rule in OURS}
