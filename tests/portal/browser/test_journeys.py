"""
Journeys through the reference portal, as people go through them.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import portal_answers as answers
from portal_journeys import dispense, sign, start, subscribe, to_formulas, to_signature
from portal_people import PASSWORD, Person, kill_workers, site, somebody

pytestmark = pytest.mark.browser

BENOIT, HINA = "A-1001", "A-1002"
OTHER_PASSWORD = "Nouveau-2026"  # noqa: S105 -- nobody's
CONTRACTS = {"A-1001": "MGEN", "B-2001": "MGEN", "C-3001": "Mutuelle du Lagon"}


def steps(staff: Person, dossier: str, what: str) -> int:
    """Count how often a history has a step, as the desk shows it."""
    if "/desk/" not in staff.page.url:
        staff.staff("gestion")
    staff.desk(dossier)
    return staff.page.get_by_role("rowheader", name=what, exact=True).count()


# -- the guide's journey ---------------------------------------------------------------------------------


def test_the_family_of_the_guide_comes_from_the_invitation_to_the_end(browser: Browser, invited: str) -> None:
    with somebody(browser, invited) as agent:
        agent.join(BENOIT)
        agent.sign_out()
        subscribe(agent, BENOIT, family=True)
        the_end(agent)


def the_end(agent: Person) -> None:
    """Come from the confirmation to the first day of cover."""
    assert agent.heading == "Confirmation de souscription"
    agent.send(rating="happy")
    assert agent.mails(BENOIT)[0] == "Nous avons bien reçu votre demande d’affiliation"
    agent.move_clock("first_of_may")
    agent.file()
    assert "Contrat en vigueur depuis le 1er mai 2026" in agent.text
    assert "Enfants couverts 1" in agent.text


def test_who_belongs_to_the_cps_is_refused_reports_it_and_is_let_go(agent: Person, staff: Person) -> None:
    start(agent, HINA)
    agent.send(regime="cps")
    assert any("CPS" in error for error in agent.errors)
    assert "décret n° 2025-1170" in agent.text
    agent.command("report-not-concerned", reason="Je relève de la CPS")
    staff.staff("employeur")
    staff.page.goto("/desk/tasks/")
    assert HINA in staff.text
    staff.desk(HINA, "close-file")
    agent.file()
    assert "Dossier clos : non concerné(e)" in agent.text
    assert agent.mails(HINA)[0] == "Votre signalement\xa0: ce contrat ne vous concerne pas"


@pytest.mark.parametrize("dossier", CONTRACTS)
def test_each_contract_has_its_insurer_its_formulas_and_its_words(agent: Person, dossier: str) -> None:
    start(agent, dossier)
    assert agent.page.locator(".brand a").inner_text() == CONTRACTS[dossier]
    to_formulas(agent, family=False)
    names = agent.page.locator('main [name="formula"]').evaluate_all("boxes => boxes.map(box => box.value)")
    assert names == (["essentiel", "confort"] if dossier == "C-3001" else ["base", "option_1", "option_2"])
    agent.send(formula=names[0])
    agent.press("validate-affiliation")
    assert agent.page.locator('main [name="birth_city"]').count() == 1


def test_in_english_everything_is_in_english(browser: Browser, address: str) -> None:
    with somebody(browser, address, locale="en-GB") as agent:
        start(agent, BENOIT)
        assert agent.page.locator("html").get_attribute("lang") == "en"
        assert agent.heading == "Social-security regime"
        agent.send()
        assert agent.page.locator("section.summary h2").inner_text() == "Request incomplete"
        agent.page.get_by_role("button", name="Français").click()
        agent.page.get_by_role("heading", name="Régime d’affiliation").wait_for()


# -- as people do ----------------------------------------------------------------------------------------


def test_of_two_tabs_the_second_learns_that_the_first_was_faster(agent: Person) -> None:
    start(agent, BENOIT)
    other = Person(agent.page.context.new_page())
    other.file()
    agent.send(regime="general")
    other.send(regime="msa")
    assert other.page.locator("section.summary").count() == 1
    assert other.heading == "Bénéficiaires à couvrir"
    agent.page.goto("/file/answers/")
    assert "Régime social général" in agent.text


def test_a_double_click_answers_once(agent: Person, staff: Person) -> None:
    start(agent, BENOIT)
    agent.fill(regime="general")
    agent.page.locator('main form:has(input[name="psc-do"]) .buttons button').first.dblclick()
    agent.page.get_by_role("heading", name="Bénéficiaires à couvrir").wait_for()
    assert agent.errors == []
    assert steps(staff, BENOIT, "J’indique mon régime") == 1


def test_the_back_button_of_the_browser_loses_nothing(agent: Person) -> None:
    start(agent, BENOIT)
    agent.send(regime="general")
    agent.page.go_back()
    agent.file()
    assert agent.heading == "Bénéficiaires à couvrir"
    agent.press("go-back")
    assert agent.page.locator('main [name="regime"]:checked').get_attribute("value") == "general"


def test_a_draft_is_there_again_after_signing_in(agent: Person) -> None:
    start(agent, BENOIT)
    agent.send(regime="general")
    agent.fill(partner="yes", partner__birth_date="09/10/1972")
    agent.press("save-and-quit")
    agent.sign_out()
    agent.agent(BENOIT)
    agent.file()
    assert agent.heading == "Bénéficiaires à couvrir"
    assert agent.page.locator('main [name="partner.birth_date"]').input_value() in ("09/10/1972", "1972-10-09")


def test_questions_that_can_wait_are_folded_until_an_answer_needs_them(agent: Person) -> None:
    start(agent, BENOIT)
    agent.send(regime="general")
    agent.fill(partner="none", children="yes")
    further = agent.page.locator("main details.further:visible")
    assert further.count() == 1
    situation = agent.page.locator('main [name="children.0.situation"]').first
    agent.fill(**{"children.0.birth_date": "09/09/2019"})
    assert not situation.is_visible()
    agent.fill(**{"children.0.birth_date": "09/09/2004"})
    assert situation.is_visible()
    assert "obligatoire si la réponse à" in further.inner_text()
    agent.add("children")
    legends = agent.page.locator("main .people > .field > fieldset > legend").all_inner_texts()
    assert legends == ["Enfant n°\N{NO-BREAK SPACE}1", "Enfant n°\N{NO-BREAK SPACE}2"]
    assert agent.page.locator('main .essential [name="children.0.situation"]').count()  # it is compulsory now
    agent.going(agent.page.locator('main button[name="psc-remove"][value="children.1"]'))
    assert agent.page.locator("main .people > .field").count() == 1


def test_of_two_workers_that_are_killed_no_answer_is_lost(browser: Browser, seeded: Path, tmp_path: Path) -> None:
    with site(seeded, tmp_path, workers=2) as address, somebody(browser, address) as agent:
        start(agent, BENOIT)
        agent.send(regime="general")
        assert kill_workers(tmp_path) == 2
        agent.fill(**answers.ALONE)
        agent.send()
        assert agent.errors == []
        agent.page.goto("/file/answers/")
        assert "Régime social général" in agent.text


def test_a_forgotten_password_is_replaced(agent: Person) -> None:
    agent.page.goto("/password/")
    agent.page.fill("#email", f"{BENOIT.lower()}@courriel.example")
    agent.going(agent.page.locator("main form button").first)
    agent.open_mail(BENOIT)
    agent.follow()
    agent.send(password=OTHER_PASSWORD, confirmation=OTHER_PASSWORD)
    agent.agent(BENOIT)
    assert "/sign-in/" in agent.page.url
    agent.agent(BENOIT, OTHER_PASSWORD)
    agent.file()
    assert "/file/" in agent.page.url


def test_without_javascript_the_family_comes_to_the_signature(browser: Browser, address: str) -> None:
    with somebody(browser, address, java_script_enabled=False) as agent:
        start(agent, BENOIT)
        to_signature(agent, family=True)
        sign(agent)
        assert agent.heading == "Confirmation de souscription"


def test_by_keyboard_alone_one_signs_in_answers_and_mends_an_error(agent: Person) -> None:
    page = agent.page
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(agent, "email")
    page.keyboard.type(f"{BENOIT.lower()}@courriel.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/file/")
    enter(agent)
    enter(agent)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "regime"
    tab_to(agent, "regime")
    page.keyboard.press("Space")
    enter(agent)
    assert agent.heading == "Bénéficiaires à couvrir"


def tab_to(person: Person, name: str) -> None:
    """Press Tab until a field of that name has the focus."""
    for _ in range(80):
        if person.page.evaluate("document.activeElement.name || ''") == name:
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def enter(person: Person) -> None:
    """Press Tab until the main button has the focus, then Enter."""
    is_main = "document.activeElement.matches('.buttons button:not([name])')"
    for _ in range(80):
        if person.page.evaluate(is_main):
            break
        person.page.keyboard.press("Tab")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


# -- dispensation and silence ----------------------------------------------------------------------------


def test_a_dispensation_is_granted_renewed_and_ended(agent: Person) -> None:
    dispense(agent, BENOIT)
    agent.page.goto("/file/space/")
    assert "jusqu’au 31 décembre 2026" in agent.text
    assert "dispense" in agent.mails(BENOIT)[0]
    agent.move_clock("2026-12-05")
    agent.command("renew-dispensation", **{**answers.ATTESTATION, "end_date": "31/12/2027", "signed_on": "05/12/2026"})
    assert agent.errors == []
    agent.page.goto("/file/space/")
    assert "jusqu’au 31 décembre 2027" in agent.text
    agent.command("renounce-dispensation")
    assert agent.errors == []
    agent.page.goto("/file/space/")
    assert "Dispense levée" in agent.text or "jusqu’au 31 décembre 2027" not in agent.text


def test_silence_affiliates_and_the_agent_completes_the_file_later(agent: Person) -> None:
    agent.move_clock("day_22")
    subjects = agent.mails(BENOIT)
    assert any("affilié" in subject for subject in subjects)
    assert sum("répondez" in subject or "terminer" in subject for subject in subjects) == 3
    agent.agent(BENOIT)
    agent.command("complete-affiliation")
    agent.file()
    to_signature(agent, family=False)
    sign(agent)
    assert agent.heading == "Confirmation de souscription"
    agent.page.goto("/file/space/")
    assert "automatique" not in agent.text


# -- membership ------------------------------------------------------------------------------------------


@pytest.fixture
def member(agent: Person) -> Person:
    """Have the family covered, in May."""
    subscribe(agent, BENOIT, family=True)
    agent.move_clock("first_of_may")
    return agent


def test_a_newborn_a_new_bank_with_its_mandate_and_a_death_find_the_member(member: Person, staff: Person) -> None:
    member.page.goto("/file/do/add-beneficiary/")
    member.confirm(**NEWBORN)
    assert member.errors == []
    member.page.goto("/file/space/")
    assert "Enfants couverts 2" in member.text
    member.command("update-bank-details", **answers.OTHER_BANK)
    assert member.errors == []
    assert "Un compte bancaire a été enregistré dans votre dossier" in member.mails(BENOIT)
    member.command("sign-mandate")
    assert member.errors == []
    staff.staff("employeur")
    staff.desk(BENOIT, "end-membership", reason="death", on="01/05/2026")
    assert staff.errors == []
    member.page.goto("/file/space/")
    assert member.page.locator("main a[href^='/file/do/']").count() == 0


NEWBORN = {
    "child": "yes",
    "child.birth_date": "30/04/2026",
    "child.regime": "general",
    "child.kinship": "child",
    "child.parent": "both",
}


# -- the desk --------------------------------------------------------------------------------------------


def test_a_manager_enters_the_answers_of_an_agent_who_wrote_on_paper(staff: Person) -> None:
    staff.staff("employeur")
    staff.desk(HINA, "start-affiliation")
    staff.page.goto(f"/desk/files/{HINA}/answers/")
    staff.send(regime="general")
    assert staff.errors == []
    staff.send(**answers.ALONE)  # the next screen, as the paper has it
    staff.desk(HINA)
    assert "Historique" in staff.text
    assert "employeur (employeur@portal.example)" in staff.text
    staff.page.goto("/desk/?affiliation=solo_warning")
    assert HINA in staff.text


def test_each_insurer_finds_its_own_agents_by_name(staff: Person) -> None:
    for name, agents in (("assureur", {"Dupond": "A-1001", "Teriitahi": ""}), ("lagon", {"Teriitahi": "C-3001"})):
        staff.staff(name)
        for agent, dossier in agents.items():
            staff.page.goto("/desk/")
            staff.page.fill("#text", agent)
            staff.going(staff.page.locator("main form.search button"))
            assert staff.page.url.endswith(f"/desk/files/{dossier}/" if dossier else "/desk/")
        staff.sign_out()
