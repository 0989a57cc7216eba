"""
Commands beside the screens: in lists under headings, each with what it is for, in both languages.
"""

import pytest

from dossiers import EVERY_STATE, dossier_in, now_of
from psc_workflow import Locale, Role, forms
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.commands import ALL
from psc_workflow.exceptions import HostError

ROLES = (Role.AGENT, Role.EMPLOYER, Role.INSURER, Role.MANAGER)


def form_of(name: str, role: Role, locale: Locale = "fr") -> forms.Form:
    """Make the form of the present screen, as *role* sees it."""
    return dossier_in(name).form(at=now_of(dossier_in(name)), role=role, locale=locale)


def test_each_command_is_about_one_thing() -> None:
    listed = [do for subject in form_texts().subjects.values() for do in subject.commands]
    assert sorted(listed) == sorted({command.do for command in ALL} - {"tick"})


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("role", ROLES)
def test_each_button_beside_a_screen_says_what_it_is_for(name: str, role: Role) -> None:
    for button in form_of(name, role).buttons:
        if button.kind in ("aside", "end"):
            assert button.hint.endswith("."), button.do
            assert button.hint != button.label
            assert "{" not in button.hint


def test_a_page_without_an_intro_of_the_guide_says_what_its_command_is_for() -> None:
    texts = form_texts()
    assert not [event for event in texts.purposes if not texts.intro(event).fr]
    dossier = dossier_in("membership.in_force")
    form = dossier.form(at=now_of(dossier), role=Role.AGENT, do="update-teletransmission")
    assert form.intro == texts.purposes["update_teletransmission"].fr


def test_the_simulation_of_needs_says_what_its_result_is_kept_for() -> None:
    dossier = dossier_in("affiliation.formula")
    for locale, words in (("fr", ("questionnaire", "sera rappelé", "Rien ne vous oblige")), ("en", ("questionnaire",))):
        form = dossier.form(at=now_of(dossier), role=Role.AGENT, do="record-needs-simulation", locale=locale)
        assert all(word in form.intro for word in words)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_groups_have_every_button_once_under_headings_in_one_order(name: str) -> None:
    buttons = form_of(name, Role.AGENT).buttons
    groups = forms.by_subject(buttons)
    assert sorted(button.do for group in groups for button in group.commands) == sorted(button.do for button in buttons)
    order = list(form_texts().subjects)
    assert [group.name for group in groups] == sorted((group.name for group in groups), key=order.index)
    assert all(button.subject == group.name for group in groups for button in group.commands)


def test_a_member_finds_what_they_can_do_by_subject_in_both_languages() -> None:
    headings = {
        locale: [
            group.heading
            for group in forms.by_subject(form_of("membership.in_force", Role.AGENT).buttons, locale=locale)
        ]
        for locale in ("fr", "en")
    }
    assert {"Famille", "Banque et remboursements", "Coordonnées et consentements"} <= set(headings["fr"])
    assert {"Family", "Bank and benefits", "Contact details and consents"} <= set(headings["en"])


def test_the_offers_of_a_view_are_grouped_alike() -> None:
    dossier = dossier_in("membership.in_force")
    offers = dossier.view(at=now_of(dossier), role=Role.EMPLOYER).commands
    assert "Emploi et position" in [group.heading for group in forms.by_subject(offers)]


def test_a_language_that_there_is_not_is_an_error_of_the_host() -> None:
    with pytest.raises(HostError):
        forms.by_subject((), locale="de")  # type: ignore[arg-type]
