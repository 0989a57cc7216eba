"""
A family's journey through the reference portal, over HTTP, without a script.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from effort import IS_THOROUGH
from portal_server import Browser, portal


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("portal")
    with portal(folder) as served:
        yield served


def joined(address: str, dossier: str, email: str, language: str = "fr") -> Browser:
    """Follow the link of the invitation, create an account, and sign in by confirming its address."""
    browser = Browser(address, language)
    browser.get(f"/mailbox/?file={dossier}")
    browser.get(browser.links("/mailbox/")[1])
    browser.get(browser.links("/invitation/")[0])
    browser.send(membership="none")
    browser.send(email=email, password="Aabcdef1!", confirmation="Aabcdef1!")  # noqa: S106 -- of a test
    assert email in browser.text
    browser.get(f"/mailbox/?file={dossier}")
    browser.get(browser.links("/mailbox/")[1])
    browser.get(browser.links("/confirm/")[0])
    browser.send()
    return browser


FAMILY = {
    "partner": "yes",
    "partner__birth_date": "09/10/1972",
    "partner__regime": "general",
    "partner__link": "married",
    "partner__state_civil_servant": "false",
    "partner__judicially_separated": "false",
    "children": "yes",
    "children__0__birth_date": "09/09/2019",
    "children__0__regime": "general",
    "children__0__kinship": "child",
    "children__0__parent": "both",
}


PERSON = {"birth_country": "FR", "birth_city": "Paris", "birth_date": "1972-10-09"}


def at_formula(address: str, dossier: str, email: str) -> Browser:
    browser = joined(address, dossier, email)
    browser.get("/file/")
    browser.send()
    browser.send(regime="general")
    browser.send(**FAMILY)
    return browser


def test_a_family_goes_from_the_invitation_to_its_personal_space(address: str) -> None:
    browser = joined(address, "D-4001", "vaite@courriel.example")
    assert browser.path == "/file/space/"
    browser.get("/file/")
    browser.send()
    browser.send(regime="cps")
    assert browser.status == 422
    assert 'href="#regime"' in browser.page
    assert 'href="/file/do/report-not-concerned/"' in browser.page
    assert browser.links("https://www.legifrance.gouv.fr/"), "from a refusal to its text of law"
    browser.send(regime="general")
    browser.send(**FAMILY, psc_preview="1")
    assert "Rien n’est encore changé" in browser.text
    browser.send(**FAMILY)
    assert all(amount in browser.text for amount in ("16,00", "36,00", "55,00"))
    browser.send(formula="base")
    browser.send(press="validate-affiliation", formula="option_1")  # which is not the one that was chosen
    assert browser.heading == "Choix de la formule"
    assert 'value="option_1" checked' in browser.page
    browser.send(press="validate-affiliation", formula="option_1")
    identity = {"civility": "madame", "usage_name": "Maire", "birth_name": "Maire", "first_name": "Vaite"}
    browser.send(**identity, birth_date="17/02/1981", birth_country="PF", birth_city="Papeete")
    browser.send(nir="2 81 02 98 735 123 17", teletransmission="true")
    assert 'href="#nir"' in browser.page
    browser.send(nir="1 70 03 98 735 123 73", teletransmission="true")
    partner = {"civility": "madame", "usage_name": "Dupond", "birth_name": "Duzu", "first_name": "Claudia"}
    browser.send(**partner, **PERSON, regime="general", nir="2 72 10 75 112 045 26")
    ref = browser.page.partition('name="ref" value="')[2].partition('"')[0]
    child = {"civility": "madame", "first_name": "Carla", "last_name": "Dupond", "birth_date": "09/09/2019"}
    browser.send(ref=ref, **child, birth_country="FR", birth_city="Paris")
    home = {"address": "12 rue des Tiare", "postal_code": "98714", "city": "Papeete", "country": "PF"}
    browser.send(**home, email="vaite.maire@courriel.example", phone="+689 40 00 00 00")
    browser.send(partner_offers="false")
    browser.send(holder="M. ou Mme Dupond", iban="FR76 1746 9000 0100 1234 5678 937")
    assert browser.heading == "Signature électronique", browser.text
    assert "36,00" in browser.text
    signature = {"certified": "true", "accepted": "true", "documents_read": DOCUMENTS}
    browser.send(**signature, evidence="forged")
    assert browser.status == 400
    browser.get("/file/")
    browser.send(**signature)
    assert browser.heading == "Confirmation de souscription", browser.text
    browser.send(rating="happy")
    assert browser.path == "/file/space/"
    assert "Carla, né(e) le 9 septembre 2019 – Quel est son n° de Sécurité sociale" in browser.text  # is still due
    browser.get("/file/documents/mandat_sepa/")
    assert browser.status == 200


at_length = pytest.mark.skipif(not IS_THOROUGH, reason="the whole family stands for these where time is short")

DOCUMENTS = ("bulletin_adhesion", "notice_information", "mandat_sepa")


@at_length
def test_an_agent_is_dispensed_and_reads_until_when(address: str) -> None:
    browser = joined(address, "A-1002", "hina@courriel.example")
    browser.get("/file/do/start-dispensation/")
    browser.send()
    browser.send(motive="compulsory_collective", facts__opened_on="01/01/2024")
    assert browser.heading == "Attestation sur l’honneur"
    whose = {"full_name": "Hina Tetua", "address": "98702 Faaa", "motive": "compulsory_collective", "signed": "oui"}
    browser.send(**whose, end_date="31/12/2026", signed_on="06/04/2026", signed_at_place="Faaa")
    assert "warning_read" in browser.page
    browser.send(warning_read="oui")
    browser.get("/file/space/")
    assert "31 décembre 2026" in browser.text


@at_length
def test_a_draft_waits_for_whoever_comes_back(address: str) -> None:
    browser = at_formula(address, "A-1001", "benoit@courriel.example")
    browser.send(press="save-and-quit", formula="option_2")
    assert browser.path == "/file/space/"
    browser.get("/file/")
    assert 'value="option_2" checked' in browser.page


@at_length
def test_what_an_old_tab_sends_changes_nothing(address: str) -> None:
    browser = joined(address, "B-2001", "camille@courriel.example")
    browser.get("/file/")
    browser.send()
    old = browser.page
    browser.send(regime="general")
    browser.page = old
    browser.send(regime="msa")
    assert browser.status in {200, 409}
    browser.get("/file/answers/")
    assert "MSA" not in browser.text


@at_length
def test_a_forgotten_password_is_chosen_anew_by_whoever_reads_the_mail(address: str) -> None:
    joined(address, "B-2002", "karim@courriel.example").send(path="/sign-out/")
    browser = Browser(address)
    browser.get("/password/")
    for email in ("nobody@courriel.example", "karim@courriel.example"):
        browser.get("/password/")
        assert "Si cette adresse est connue" in browser.send(email=email)
    browser.get("/mailbox/?file=B-2002")
    browser.get(browser.links("/mailbox/")[1])
    link = browser.links("/password/")[0]
    browser.get(link)
    browser.send(password="short", confirmation="short")  # noqa: S106 -- of a test
    assert browser.status == 422
    browser.send(password="Another-2026", confirmation="Another-2026")  # noqa: S106 -- the same
    assert browser.path == "/sign-in/"
    browser.get(link)
    assert browser.status == 404
    browser.get("/sign-in/")
    browser.send(email="karim@courriel.example", password="Another-2026")  # noqa: S106 -- the same
    assert browser.path == "/file/space/"
