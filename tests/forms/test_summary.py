"""
The answers in words: all of them, once, as people read them, each with what changes it.
"""

import datetime as dt
from typing import Any

import attrs
import pytest

from dossiers import EVERY_STATE, dossier_in, now_of
from psc_workflow import Dossier, Formula, Role, forms
from psc_workflow import commands as do
from psc_workflow._forms.slots import slots
from psc_workflow._forms.summary import _by_screen, standing
from psc_workflow._model.personal import PersonalKind
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import HostError


def summary_of(name: str, locale: Any = "en", role: Role = Role.AGENT) -> tuple[forms.SummaryLine, ...]:
    dossier = dossier_in(name)
    return forms.summary(dossier, at=now_of(dossier), role=role, locale=locale)


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_answer_of_every_screen_is_there_once_and_in_words(name: str, locale: str) -> None:
    dossier = dossier_in(name)
    lines = summary_of(name, locale)
    answered = {
        screen for screen, commands in _by_screen(standing(dossier.as_of(now_of(dossier)).record)).items() if commands
    }
    assert {line.screen for line in lines} == answered
    assert all(line.question and line.answer and line.section for line in lines)
    assert not [line for line in lines if "{" in line.answer or line.answer in ("None", "True", "False")]


def test_a_line_is_there_for_each_field_that_has_an_answer() -> None:
    record = dossier_in("affiliation.signature").record
    lines = summary_of("affiliation.signature")
    for screen, (command, *others) in ((s, c) for s, c in _by_screen(record.answers).items() if c):
        fields = {name for name, value in unstructure(command).items() if value is not None and name != "ref"}
        answered = [slot for slot in slots(type(command)) if slot.name in fields and not slot.below]
        of_screen = [line for line in lines if line.screen == screen]
        assert len(of_screen) >= len(answered) * (1 + len(others)), screen


def test_choices_days_countries_and_yes_and_no_are_words() -> None:
    lines = {line.question: line.answer for line in summary_of("affiliation.signature", "en")}
    answers = set(lines.values())
    assert {"Yes", "9 September 2019"} <= answers
    french = {line.answer for line in summary_of("affiliation.signature", "fr")}
    assert {"Oui", "9 septembre 2019"} <= french


def test_nobody_to_cover_is_a_no() -> None:
    lines = summary_of("affiliation.solo_warning", "fr")
    answers = [line.answer for line in lines if line.screen == "beneficiaries"]
    assert answers == ["Non", "Non"]


def test_before_signing_the_way_back_changes_an_answer_and_afterwards_the_command_for_it() -> None:
    assert {line.change for line in summary_of("affiliation.signature")} == {"go-back"}
    changes = {line.screen: line.change for line in summary_of("membership.in_force")}
    assert changes["bank_details"] == "update-bank-details"
    assert changes["contact_details"] == "update-contact-details"
    assert changes["identity"] == ""


def test_a_member_s_beneficiaries_are_changed_by_every_command_for_it() -> None:
    changes = {line.screen: line.changes for line in summary_of("membership.in_force", "fr")}
    assert [button.do for button in changes["beneficiaries"]] == ["add-beneficiary", "remove-beneficiary"]
    assert [button.label for button in changes["beneficiaries"]] == [
        "J’ajoute un bénéficiaire",
        "Je retire un bénéficiaire",
    ]
    assert [button.do for button in changes["children_details"]] == ["complete-beneficiary"]
    assert changes["identity"] == ()


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("role", [Role.AGENT, Role.EMPLOYER])
def test_what_changes_an_answer_is_offered_and_the_first_of_it_is_named(name: str, role: Role) -> None:
    dossier = dossier_in(name)
    offers = {offer.do for offer in dossier.view(at=now_of(dossier), role=role).commands if offer.offered}
    for line in summary_of(name, role=role):
        names = [button.do for button in line.changes]
        assert set(names) <= offers
        assert line.change == (names[0] if names else "")
        assert "go-back" not in names or names == ["go-back"]


def test_no_repr_shows_an_answer() -> None:
    shown = repr(summary_of("affiliation.signature"))
    assert not [
        line for line in summary_of("affiliation.signature") if line.screen == "identity" and line.answer in shown
    ]


def test_a_language_that_there_is_not_is_an_error_of_the_host() -> None:
    with pytest.raises(HostError):
        summary_of("affiliation.signature", "de")
    with pytest.raises(HostError):
        forms.summary(dossier_in("affiliation.signature"), at=dt.datetime(2026, 4, 7), role=Role.AGENT)  # noqa: DTZ001


NEWBORN = [("child.birth_date", "30/04/2026"), ("child.regime", "general"), ("child.kinship", "child")]


def with_newborn() -> Dossier:
    """A member's dossier, with a child who was born after the signature."""
    dossier = dossier_in("membership.in_force")
    command = forms.read("add-beneficiary", [*NEWBORN, ("child.parent", "both")])
    return dossier.decide(command, at=now_of(dossier), role=Role.AGENT).dossier


def test_whoever_is_covered_since_is_among_the_answers_and_whoever_left_is_not() -> None:
    dossier = with_newborn()
    lines = forms.summary(dossier, at=now_of(dossier), role=Role.AGENT, locale="en")
    assert {
        line.answer for line in lines if line.section == "Beneficiaries to cover – Child no.\N{NO-BREAK SPACE}2"
    } >= {"30 April 2026"}
    left = do.RemoveBeneficiary(ref=dossier.record.answers.children[0].ref, reason="left", on=dt.date(2026, 5, 2))
    after = dossier.decide(left, at=now_of(dossier), role=Role.AGENT).dossier
    sections = {line.section for line in forms.summary(after, at=now_of(after), role=Role.AGENT, locale="en")}
    assert "Beneficiaries to cover" in sections
    assert "Children’s details" not in sections


def test_the_formula_is_the_one_of_now() -> None:
    dossier = dossier_in("membership.in_force")
    membership = dossier.record.membership
    assert membership.cover is not None
    changed = attrs.evolve(membership, cover=attrs.evolve(membership.cover, formula=Formula.OPTION_1))
    after = Dossier(attrs.evolve(dossier.record, membership=changed), dossier.contract)
    lines = forms.summary(after, at=now_of(after), role=Role.AGENT, locale="en")
    assert [line.answer for line in lines if line.screen == "formula"] == ["Option 1"]


def test_what_silence_decided_is_no_answer() -> None:
    record = dossier_in("affiliation.auto_affiliated").record
    assert standing(record) is record.answers


def test_what_is_still_to_come_says_whom_it_is_about() -> None:
    dossier = with_newborn()
    lines = forms.pending(dossier, at=now_of(dossier), role=Role.AGENT, locale="en")
    assert [line.section for line in lines] == [
        "Carla, born on 9 September 2019",
        "Child no.\N{NO-BREAK SPACE}2, born on 30 April 2026",
    ]
    assert len(lines) == len(dossier.view(at=now_of(dossier), role=Role.AGENT).pending)
    assert {line.change for line in lines} == {"complete-beneficiary"}
    assert "Carla" not in repr(lines)


def test_whoever_is_not_shown_names_reads_which_child_it_is() -> None:
    newborn = with_newborn()
    withheld = newborn.contract.withheld_from_employer
    assert withheld is not None
    identity = attrs.evolve(withheld.values[0], value=(PersonalKind.IDENTITY,))
    ours = attrs.evolve(newborn.contract, withheld_from_employer=attrs.evolve(withheld, values=(identity,)))
    dossier = Dossier(newborn.record, ours)
    lines = forms.pending(dossier, at=now_of(dossier), role=Role.EMPLOYER, locale="en")
    assert [line.section for line in lines] == ["Child no.\N{NO-BREAK SPACE}1", "Child no.\N{NO-BREAK SPACE}2"]
