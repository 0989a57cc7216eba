"""
How big a document gets: a long life in a real household, the most that anybody would make of it, and no growth without end.
"""

import datetime as dt
from collections.abc import Iterator

import attrs
import pytest

from dossiers import accept, at_state, dossier_in
from people import (
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    DISPENSATION_REQUEST,
    IDENTITY,
    IN_FORCE,
    NOW,
    SOCIAL_SECURITY,
    details_of,
    french_iban,
    with_key,
)
from psc_workflow import Child, Dossier, Formula, Outcome, Partner, Role
from psc_workflow import commands as do
from psc_workflow._model.answers import same_partner
from psc_workflow._model.commands import Command
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow.exceptions import InvalidCommandError

LARGE = 17_000
"""Bytes: what the documentation says of the long life of a household of ten."""

ABSURD = 21_000
"""Bytes: what it says of a household in which somebody comes or goes at every other request."""

ADDRESS = ["Résidence Les Jardins de Punaauia", "Bâtiment C, appartement 214, 3e étage", "Route des plaines PK 15,4"]
MOVED = do.UpdateContactDetails(ADDRESS, "98718", "Punaauia", "PF", "prenom.nom-compose@exemple.example", CONTACT.phone)


def key(number: int) -> str:
    """Make an idempotency key as long as a UUID."""
    return f"{number:036}"


def child(number: int) -> Child:
    return attrs.evolve(CARLA, birth_date=dt.date(2010 + number, 3, 1 + number), ref=f"child-{number}")


def child_details(person: Child) -> do.DeclareChild:
    born = person.birth_date
    return attrs.evolve(details_of(person), first_name="Marie-Hinatea", last_name="Teriierooiterai", birth_date=born)


def partner_details(partner: Partner) -> do.DeclarePartner:
    number = with_key(f"2{partner.birth_date:%y%m}75112045")
    return attrs.evolve(CLAUDIA_DETAILS, birth_date=partner.birth_date, nir=number)


def long_life() -> Iterator[Dossier]:
    """Give the stages of a long membership: eight children, partners who come and go, everything changed often."""
    dossier, at = at_state("confirmed"), IN_FORCE
    asked = 0

    def after(*commands: Command) -> Dossier:
        nonlocal dossier, asked
        for command in commands:
            asked += 1
            decision = dossier.decide(command, at=at, key=key(asked), role=command.roles[0])
            assert decision.outcome is Outcome.ACCEPTED, (command, decision.codes, decision.missing)
            dossier = decision.dossier
        return dossier

    yield after(do.Tick(), MOVED)
    for number in range(1, 8):
        added = child(number)
        yield after(do.AddBeneficiary(child=added, child_details=child_details(added)))
    for number in range(20):
        at += dt.timedelta(days=30)
        other = attrs.evolve(CLAUDIA, birth_date=dt.date(1970 + number % 5, 1, 1))
        gone = do.RemoveBeneficiary("partner", "divorce prononcé par le tribunal de Papeete", at.date())
        yield after(gone, do.AddBeneficiary(partner=other, partner_details=partner_details(other)))
        yield after(MOVED, do.UpdateBankDetails("M. ou Mme Dupond", french_iban("17469", f"{number:011}")))
        yield after(do.SignMandate(f"proof-{number:036}"), do.ReportProcessing("Dossier validé par le gestionnaire"))
    at += dt.timedelta(days=30)
    event = do.MotiveFacts(opened_on=at.date())
    yield after(do.StartDispensation(), attrs.evolve(DISPENSATION_REQUEST[1], facts=event))
    yield after(do.SaveAndQuit({"full_name": "Benoît Dupond", "address": ADDRESS, "signed_at_place": "Papeete"}))


def test_a_long_life_in_a_large_household_stays_under_seventeen_kilobytes() -> None:
    """Eight children, five partners, two hundred requests with keys, everything changed again and again, a draft at the end."""
    sizes = [len(dossier.dump()) for dossier in long_life()]
    assert 16_000 < max(sizes) < LARGE


def test_an_ordinary_family_stays_under_nine_kilobytes() -> None:
    assert len(dossier_in("membership.in_force").dump()) < 9_000
    dossier = at_state("signature")
    for number in range(200):
        dossier = dossier.decide(do.Resume(), at=NOW, key=key(number), role=Role.AGENT).dossier
    assert dossier.revision > 200
    assert len(dossier.dump()) < 11_000


def comings_and_goings(rounds: int) -> Iterator[Dossier]:
    """Somebody new comes and goes at every request: another child, another partner."""
    dossier, at = dossier_in("membership.in_force"), IN_FORCE
    for number in range(rounds):
        added = attrs.evolve(CARLA, birth_date=dt.date(2010 + number % 15, 3, 1 + number % 28), ref=f"child-{number}")
        other = attrs.evolve(CLAUDIA, birth_date=dt.date(1970 + number % 20, 1 + number % 12, 1))
        asked = [
            do.RemoveBeneficiary("partner", "divorce", at.date()),
            do.AddBeneficiary(child=added, child_details=child_details(added)),
            do.RemoveBeneficiary(added.ref, "own cover", at.date()),
            do.AddBeneficiary(partner=other, partner_details=partner_details(other)),
        ]
        for place_in_round, command in enumerate(asked):
            decision = dossier.decide(command, at=at, key=key(4 * number + place_in_round), role=command.roles[0])
            assert decision.outcome is Outcome.ACCEPTED, (command.do, decision.codes)
            dossier = decision.dossier
        yield dossier


def test_two_thousand_accepted_commands_let_nothing_grow() -> None:
    """Of people who have left, too, the last sixteen are known."""
    sizes = [len(dossier.dump()) for dossier in comings_and_goings(500)]
    assert max(sizes[50:]) <= max(sizes[:50]) + 200
    assert max(sizes) < ABSURD


def households(rounds: int) -> Iterator[Dossier]:
    """Somebody declares another household again and again, and gives all its details."""
    dossier = at_state("beneficiaries")
    for number in range(rounds):
        born = dt.date(2012 + number % 10, 1 + number % 12, 1)
        declared = do.DeclareBeneficiaries(None, [attrs.evolve(CARLA, birth_date=born, ref=f"child-{number}")])
        chosen = [declared, do.ChooseFormula(Formula.BASE), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY]
        dossier = accept(dossier, *chosen, *map(child_details, declared.children))
        assert dossier.record.answers.children_pending == ()
        yield dossier
        while dossier.states["affiliation"] != "beneficiaries":
            dossier = accept(dossier, do.GoBack())


def test_a_household_declared_anew_again_and_again_lets_nothing_grow() -> None:
    dossiers = list(households(60))
    sizes = [len(dossier.dump()) for dossier in dossiers]
    assert max(sizes[30:]) <= max(sizes[:30]) + 100
    answers = dossiers[-1].record.answers
    assert [details.ref for details in answers.children_details] == [f"child-{number}" for number in range(43, 60)]


def test_the_codes_that_the_contract_filled_in_stay_those_of_the_same_people() -> None:
    """They are marked by place, and places move when the details of somebody are no longer kept."""
    for dossier in households(25):
        answers = dossier.record.answers
        marked = {path for path in answers.defaulted if path.startswith("children_details.")}
        left_blank = range(len(answers.children_details))
        assert marked == {f"children_details.{place}.code_organisme" for place in left_blank}
        assert Dossier.load(dossier.dump()) == dossier


def test_who_is_covered_or_declared_keeps_all_details_however_many_have_left() -> None:
    *_, dossier = comings_and_goings(40)
    answers, cover = dossier.record.answers, dossier.record.membership.cover
    assert {details.ref for details in answers.children_details} >= set(cover.refs) - {"partner"}
    assert any(same_partner(details, cover.partner) for details in answers.partner_details)
    assert len(answers.children_details) == MOST_CARRIED + len(cover.children) + 1  # and who left last


def test_what_is_longer_than_any_answer_is_kept_up_to_the_longest_text_and_list() -> None:
    """The bounds above are those of answers that people give: what a portal lets through may be longer."""
    long = attrs.evolve(MOVED, address=["x" * LONGEST_TEXT] * LONGEST_LIST)
    dossier = accept(dossier_in("membership.in_force"), long, at=IN_FORCE)
    assert 500_000 < len(dossier.dump()) < 550_000
    with pytest.raises(InvalidCommandError):
        attrs.evolve(MOVED, address=["x"] * (LONGEST_LIST + 1))


def test_no_more_than_sixty_four_children_are_covered() -> None:
    dossier = dossier_in("membership.in_force")
    for number in range(1, LONGEST_LIST):
        dossier = accept(dossier, do.AddBeneficiary(child=attrs.evolve(CARLA, ref=f"child-{number}")), at=IN_FORCE)
    with pytest.raises(InvalidCommandError, match="children: must not hold more than 64 items"):
        dossier.decide(do.AddBeneficiary(child=attrs.evolve(CARLA, ref="one-more")), at=IN_FORCE, role=Role.AGENT)
