"""
A command is called in the voice of whoever reads it: the agent says "I", nobody else does.
"""

import re
from pathlib import Path

import pytest

from documents import OWN_CONTRACT, write_contract
from dossiers import accept, at_state, dossier_in, dossier_in_force, now_of, open_dossier
from people import IBAN_GERMAN, IN_FORCE, NOW
from psc_workflow import Dossier, Regime, Role, contracts, forms, history
from psc_workflow import commands as do
from psc_workflow._catalogue.raw_texts import JOURNEYS
from psc_workflow._catalogue.wording import PLAIN

OTHERS = sorted(set(Role) - {Role.AGENT})
FIRST_PERSON = re.compile(r"\b(?:je|me|mon|ma|mes|moi|I|my)\b|\b[jm]’", re.IGNORECASE)
OWN = """
[texts.journeys.affiliation.commands]
start_affiliation = { fr = "J’adhère à mon contrat", en = "Join my contract" }
[texts.journeys.affiliation.on_behalf]
start_affiliation = { fr = "Ouvrir l’adhésion", en = "Open the membership" }
"""


def labels(role: Role) -> dict[str, str]:
    """List what every command is called to *role*, in both languages."""
    wording = PLAIN.read_by(role)
    return {
        f"{name}.{event}.{language}": getattr(text, language)
        for name in JOURNEYS
        for event, text in wording.journey(name).commands.items()
        for language in ("fr", "en")
    }


@pytest.mark.parametrize("role", OTHERS)
def test_no_command_says_i_to_anybody_but_the_agent(role: Role) -> None:
    said = {name: label for name, label in labels(role).items() if FIRST_PERSON.search(label)}
    assert not said
    assert len([label for label in labels(Role.AGENT).values() if FIRST_PERSON.search(label)]) > 60


@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_is_put_differently_is_a_command_of_that_journey(journey: str) -> None:
    texts = PLAIN.journey(journey)
    assert texts.on_behalf.keys() <= texts.commands.keys()


@pytest.mark.parametrize(
    "dossier", [open_dossier(), at_state("formula"), dossier_in_force()], ids=["invited", "on the way", "member"]
)
@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.INSURER, Role.MANAGER])
def test_views_forms_and_summaries_for_those_who_handle_a_file_are_in_their_voice(dossier: Dossier, role: Role) -> None:
    at = now_of(dossier)
    offers = dossier.view(at=at, role=role, locale="fr").commands
    form = dossier.form(at=at, role=role, locale="fr")
    lines = forms.summary(dossier, at=at, role=role, locale="fr")
    own_forms = [dossier.form(do=offer.do, at=at, role=role, locale="fr") for offer in offers if offer.offered]
    said = [
        *(offer.label for offer in offers),
        *(
            finding.text("fr")
            for offer in offers
            for finding in offer.verdict.findings
            if finding.code == "role-not-allowed"
        ),
        *(button.label for button in form.buttons),
        *(button.label for line in lines for button in line.changes),
        *(each.title for each in own_forms),
    ]
    assert len(said) > 20
    assert not [words for words in said if FIRST_PERSON.search(words)]


def test_a_remedy_names_the_button_that_its_reader_sees() -> None:
    dossier = at_state("regime")
    for role, label in (
        (Role.AGENT, "Je signale que je ne suis pas concerné(e)"),
        (Role.EMPLOYER, "Signaler que l’agent n’est pas concerné"),
    ):
        decision = dossier.decide(do.DeclareRegime(Regime.CPS), at=NOW, role=role)
        assert label in decision.findings[0].remedy("fr")
        assert label in {button.label for button in dossier.form(at=NOW, role=role, locale="fr").buttons}


@pytest.mark.parametrize("role", [*OTHERS, Role.AGENT])
def test_a_warning_of_a_view_names_the_buttons_that_its_reader_sees(role: Role) -> None:
    account = do.UpdateBankDetails("M. Dupond", IBAN_GERMAN)
    member = accept(dossier_in("membership.in_force"), account, at=IN_FORCE)
    (warning,) = member.view(at=IN_FORCE, role=role).warnings.findings
    assert warning.code == "mandate-to-sign"
    assert ("Je signe le mandat SEPA" in warning.remedy("fr")) == (role is Role.AGENT)


def test_history_names_a_step_in_the_voice_of_whoever_took_it() -> None:
    dossier = open_dossier()
    for role, label in (
        (Role.AGENT, "Start my affiliation"),
        (Role.EMPLOYER, "Start the agent’s affiliation"),
    ):
        steps = dossier.decide(do.StartAffiliation(), at=NOW, role=role).steps
        assert history.describe_steps(steps, "en")[0]["what"] == label


def test_a_contract_has_words_of_its_own_for_both_voices(tmp_path: Path) -> None:
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT + OWN)).wording
    assert own.command_label("start_affiliation", "affiliation").en == "Join my contract"
    assert own.read_by(Role.EMPLOYER).command_label("start_affiliation", "affiliation").en == "Open the membership"


def test_who_is_to_choose_a_command_is_told_what_their_own_page_calls_it(tmp_path: Path) -> None:
    """A text that says what the agent chooses is the same for everybody, even under words of a contract's own."""
    own = contracts.load(write_contract(tmp_path, OWN_CONTRACT + OWN)).wording
    for wording in (PLAIN, own):
        instruction = wording.read_by(Role.MANAGER).term("OtherWay", "dispensed")
        assert "Je demande une dispense" in instruction.fr
