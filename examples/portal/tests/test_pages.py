"""
What the pages of an agent say.
"""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from portal import accounts, clock
from portal.models import Delivery, SignedDocument
from portal.templatetags import psc
from psc_workflow import DocumentKind, EndReason, Formula, Link, Motive, Outcome, Partner, Regime, Role, Source
from psc_workflow import commands as do
from psc_workflow.django.models import StoredDossier
from tests.people import CAMILLE, HINA, PASSWORD, PortalTest, email_of, sign_in, text_of


class Times(PortalTest):
    """Instants are written in the time zone of the file's contract."""

    def test_a_mail_has_the_time_of_its_contract(self) -> None:
        for dossier, time in (
            (HINA, "6 avril 2026 à 8 h 00 (heure de Tahiti)"),
            (CAMILLE, "à 20 h 00 (heure de Paris)"),
        ):
            assert time in text_of(Client().get(f"/mailbox/?file={dossier}")), dossier
            mail = self.mail(dossier, "invitation")
            assert time in text_of(Client().get(f"/mailbox/{mail.effect}/")), dossier

    def test_no_page_of_an_agent_has_the_time_of_greenwich(self) -> None:
        client = self.agent(CAMILLE)
        assert "heure de Paris" in client.get("/file/space/").content.decode()
        for path in ("/file/space/", "/file/documents/devis/", "/clock/", "/sign-in/"):
            assert "Greenwich" not in client.get(path).content.decode(), path


def page_of(client: Client, path: str) -> str:
    """Return the source of a page."""
    return str(client.get(path).content.decode())


class Pay(PortalTest):
    """What a formula costs depends on the pay, which the file does not hold."""

    def test_whoever_gives_their_pay_sees_what_is_taken_from_it_and_it_is_not_kept(self) -> None:
        self.decide(CAMILLE, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        client = self.agent(CAMILLE)
        assert "Aucun prix encore" in page_of(client, "/file/formulas/")
        self.decide(CAMILLE, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo())
        assert "/file/formulas/" in page_of(client, "/file/")
        before, session = StoredDossier.objects.load(CAMILLE), dict(client.session)
        quotes = before.view(at=clock.now(), role=Role.AGENT).quotes.values()
        assert {quote.payroll for quote in quotes} == {None}
        assert {quote.simulate(gross_cents=234_567).payroll for quote in quotes} == {3403}
        shown = text_of(client.post("/file/formulas/", {"pay": "2345.67"}))
        assert shown.count("34,03 €/mois") == len(quotes)
        assert "34,03" not in text_of(client.get("/file/formulas/"))
        assert StoredDossier.objects.load(CAMILLE) == before
        assert dict(client.session) == session

    def test_what_is_no_pay_is_wrong_and_prices_nothing(self) -> None:
        self.decide(CAMILLE, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(CAMILLE, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo())
        client = self.agent(CAMILLE)
        for pay in ("-1", "x", "2800.505", "NaN", "1e999999999"):
            shown = text_of(client.post("/file/formulas/", {"pay": pay}))
            assert "Indiquez un montant en euros" in shown, pay
            assert "Retenu sur la paie : inconnu" in shown, pay

    def test_a_contract_that_does_not_depend_on_the_pay_asks_for_none(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo())
        assert 'name="pay"' not in page_of(self.agent(), "/file/formulas/")


class Languages(PortalTest):
    """Every page in the other language, and what a page has of another one."""

    def test_the_button_leads_on_from_pages_that_nobody_can_ask_for_again(self) -> None:
        agent, staff = self.agent(), self.staff("gestion")
        pages = {
            "search": (staff, staff.post("/desk/search/", {"text": "A-"})),
            "no such method": (staff, staff.get("/desk/search/")),
            "neither": (agent, agent.get("/file/back/regime/")),
            "wrong": (agent, agent.post("/file/do/report-not-mine/", {"psc-do": "report-not-concerned"})),
        }
        for name, (client, page) in pages.items():
            path = re.findall(r'name="next" value="([^"]*)"', page.content.decode())[0]
            answer = client.post("/language/", {"language": "en", "next": path}, follow=True)
            assert answer.status_code == 200, name
            assert '<html lang="en">' in answer.content.decode(), name

    def test_what_was_typed_is_still_there_in_the_other_language(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        client, revision = self.agent(), StoredDossier.objects.load(HINA).revision
        button = re.findall(r'<button form="screen" name="psc-language" value="(en)"', page_of(client, "/file/"))
        for path, do_, name, typed in (
            ("/file/", "declare-beneficiaries", "partner.birth_date", "1980-02-03"),
            ("/file/do/report-not-concerned/", "report-not-concerned", "reason", "Typed words"),
        ):
            body = {"psc-do": do_, name: typed, "psc-language": button[0]}
            shown = client.post(path, urlencode(body), "application/x-www-form-urlencoded").content.decode()
            assert '<html lang="en">' in shown, path
            assert typed in shown, path
        assert '<html lang="en">' in page_of(client, "/file/"), "it stays"
        assert StoredDossier.objects.load(HINA).revision == revision, "nothing is decided"

    def test_the_enter_key_presses_the_button_of_the_form_and_not_that_of_the_language(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.agent()
        for path in ("/file/", "/file/do/report-not-concerned/", "/file/formulas/"):
            page = page_of(client, path)
            buttons = re.findall(r'<button[^>]*form="screen"[^>]*>', page)
            if 'id="screen"' in page:
                assert [re.findall(r"name=.([^\"]*)", button) for button in buttons] == [[], ["psc-language"]], path
            else:
                assert buttons == [], path

    def test_a_mail_has_the_language_that_it_is_in_on_every_page_that_has_its_subject(self) -> None:
        mail = self.mail(HINA, "invitation")
        Delivery.objects.filter(pk=mail.pk).update(locale="en")
        client = self.staff("gestion", headers={"accept-language": "fr"})
        for path in (f"/mailbox/{mail.effect}/", f"/mailbox/?file={HINA}", f"/desk/files/{HINA}/"):
            page = client.get(path).content.decode().partition("<main")[2]
            assert re.search(rf'lang="en">{re.escape(mail.subject)}<', page), path

    def test_sources_have_their_english_title(self) -> None:
        self.decide(CAMILLE, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(CAMILLE, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        client = self.agent(CAMILLE)
        client.cookies["language"] = "en"
        for path in ("/file/documents/devis/", "/file/formulas/"):
            said = text_of(client.get(path))
            assert "Collective accord of 8 April 2024" in said, path
            assert "Accord collectif" not in said, path


class Formulas(PortalTest):
    """The choice of a formula."""

    def test_there_is_one_main_button_and_one_count(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        page = self.agent().get("/file/").content.decode()
        buttons = re.findall(r"<button[^>]*>", page.partition('<div class="buttons">')[2])
        assert [button for button in buttons if "secondary" not in button] == [
            '<button name="psc-press" value="validate-affiliation">'
        ]
        assert re.findall(r"Étape \d+ sur \d+", text_of(self.agent().get("/file/"))) == ["Étape 4 sur 10"]

    def test_sources_of_unions_come_last_and_are_marked(self) -> None:
        union, law = Source("SNES Lyon", "https://lyon.snes.edu"), Source("Décret", "https://www.legifrance.gouv.fr/x")
        other = Source("MGP", "https://mgp.fr")
        listed = [(source.title, is_union) for source, is_union in psc.ranked([union, other, law, Source("x")])]
        assert listed == [("Décret", False), ("MGP", False), ("SNES Lyon", True)]


class Account(PortalTest):
    """From the invitation to being signed in."""

    def joined(self, client: Client, dossier: str = "B-2002", email: str = "karim@courriel.example") -> Any:
        """Follow the invitation, and make an account."""
        client.get(self.mail(dossier, "invitation").link.removeprefix(settings.PORTAL_ADDRESS))
        client.post("/join/", {"psc-do": "open-invitation", "membership": "none"})
        own = {"email": email, "password": PASSWORD, "confirmation": PASSWORD}
        return client.post("/join/", {"psc-do": "create-account", **own})

    def test_whoever_confirms_the_address_is_signed_in_and_the_link_serves_once(self) -> None:
        client = Client()
        assert "karim@courriel.example" in text_of(self.joined(client))
        path = self.mail("B-2002", "address-confirmation").link.removeprefix(settings.PORTAL_ADDRESS)
        assert Client().get(path).status_code == 200
        assert Client().get("/file/").status_code == 302  # a link changes nothing by being opened
        assert client.post(path).headers["Location"] == "/"
        assert client.get("/file/").status_code == 200
        assert Client().post(path).headers["Location"] == "/sign-in/"
        assert Client().get(path.replace("/confirm/", "/confirm/x")).status_code == 404

    def test_whoever_is_signed_in_is_offered_no_password_that_would_not_be_theirs(self) -> None:
        client = self.agent()
        Client().post("/password/", {"email": email_of(HINA)})
        space = client.get("/file/space/").content.decode()
        assert StoredDossier.objects.load(HINA).states["access"] == "reset"
        assert not re.findall(r"/file/do/(reset-password|report-login)/", space)

    def test_before_that_nobody_signs_in_and_no_new_password_is_sent(self) -> None:
        self.joined(Client())
        client = Client()
        assert "Confirmez votre adresse" in text_of(sign_in(client, "karim@courriel.example"))
        assert client.get("/file/").status_code == 302
        client.post("/password/", {"email": "karim@courriel.example"})
        assert not Delivery.objects.filter(dossier="B-2002", kind="password-reset").exists()

    def test_an_active_member_is_led_on(self) -> None:
        client = Client()
        client.get(self.mail("B-2002", "invitation").link.removeprefix(settings.PORTAL_ADDRESS))
        page = client.post("/join/", {"psc-do": "open-invitation", "membership": "active"}).content.decode()
        assert "<h1>Votre espace personnel est encore à créer ici</h1>" in page
        assert "Je finalise mon adhésion" not in page
        assert 'href="/sign-in/"' in page
        assert 'name="membership" value="inactive"' in page

    def test_the_address_is_the_one_that_the_rules_accepted_however_it_is_pasted(self) -> None:
        for dossier, pasted in (
            ("B-2002", "\u202aKarim@courriel.example\u202c"),
            ("A-1001", " be\u200bno@courriel.example "),
        ):
            shown = pasted.strip("\u202a\u202c ").replace("\u200b", "").lower()
            assert shown in text_of(self.joined(Client(), dossier, pasted))
            account = accounts.Account.objects.get(dossier=dossier)
            assert account.email == shown
            assert account.email == StoredDossier.objects.load(dossier).record.login.lower()
            for address in (shown, pasted):
                assert "Confirmez votre adresse" in text_of(sign_in(Client(), address)), ascii(address)

    def test_a_second_click_keeps_the_notice_and_shows_no_address(self) -> None:
        client = Client()
        self.joined(client)
        own = {"email": "karim@courriel.example", "password": PASSWORD, "confirmation": PASSWORD}
        again = client.post("/join/", {"psc-do": "create-account", **own})
        assert again.status_code == 200
        assert "Confirmez votre adresse" in text_of(again)
        assert "karim@" not in text_of(again)

    def test_an_invitation_leads_to_its_own_file_where_two_accounts_share_address_and_password(self) -> None:
        accounts.Account.objects.filter(dossier=CAMILLE).update(email=email_of(HINA))
        for dossier in (CAMILLE, HINA, CAMILLE):
            client = Client()
            path = self.mail(dossier, "invitation").link.removeprefix(settings.PORTAL_ADDRESS)
            assert client.get(path).headers["Location"] == "/sign-in/"
            assert sign_in(client, email_of(HINA)).status_code == 302
            assert accounts.Account.objects.get(pk=client.session["_auth_user_id"]).dossier == dossier

    def test_a_password_can_be_forgotten_twice(self) -> None:
        for _ in range(2):
            Client().post("/password/", {"email": email_of(HINA)})
        assert Delivery.objects.filter(dossier=HINA, kind="password-reset").count() == 2


class Member(PortalTest):
    """What an agent sees who has signed."""

    def signed(self) -> Client:
        """Sign as the only person covered, by the pages."""
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        self.decide(HINA, do.ValidateAffiliation())
        client = self.agent()
        for body in (IDENTITY, SOCIAL_SECURITY, CONTACT, {"psc-do": "give-consents", "partner_offers": "false"}, BANK):
            assert client.post("/file/", body).status_code == 302, text_of(client.post("/file/", body))
        response = client.post("/file/", SIGNATURE)
        assert response.status_code == 302, text_of(response)
        client.get("/file/space/")  # which has the warnings
        return client

    def test_a_second_click_on_the_signature_signs_nothing_and_does_no_harm(self) -> None:
        client, steps = self.signed(), StoredDossier.objects.store.steps
        signed = next(step for step in steps(HINA) if step.command == "sign")
        again = {**SIGNATURE, "psc-revision": str(signed.revision - 1)}
        assert client.post("/file/", again).status_code == 302
        assert [step.command for step in steps(HINA)].count("sign") == 1

    def test_what_was_signed_stays_as_it_was_and_goes_with_the_account(self) -> None:
        client = self.signed()
        before = text_of(client.get("/file/documents/bulletin_adhesion/"))
        assert "Signé électroniquement le 6 avril 2026 à 8 h 00 (heure de Tahiti)" in before
        assert BANK["iban"].replace(" ", "") in before
        new = {**BANK, "psc-do": "update-bank-details", "iban": "FR76 1416 8000 0100 9876 5432 140"}
        assert client.post("/file/do/update-bank-details/", new).status_code == 302
        client.get("/file/space/")  # which has the warning
        for kind in ("bulletin_adhesion", "devis"):
            assert "9876" not in text_of(client.get(f"/file/documents/{kind}/")), kind
        assert text_of(client.get("/file/documents/bulletin_adhesion/")) == before
        accounts.Account.objects.filter(dossier=HINA).delete()
        assert not SignedDocument.objects.exists()

    def test_a_mandate_for_a_new_account_can_be_read_before_it_is_signed(self) -> None:
        client, mandate = self.signed(), "/file/documents/mandat_sepa/"
        assert "Signé électroniquement" in text_of(client.get(mandate))
        new = {**BANK, "psc-do": "update-bank-details", "iban": "FR76 1416 8000 0100 9876 5432 140"}
        assert client.post("/file/do/update-bank-details/", new).status_code == 302
        form = client.get("/file/do/sign-mandate/")
        assert " par 2140." in text_of(form)
        assert f'href="{mandate}"' in form.content.decode()
        unsigned = text_of(client.get(mandate))
        assert "9876" in unsigned
        assert "pas encore signé" in unsigned
        assert client.post("/file/do/sign-mandate/", {"psc-do": "sign-mandate"}).status_code == 302
        signed = text_of(client.get(mandate))
        assert "9876" in signed
        assert "Signé électroniquement" in signed

    def test_a_document_that_was_signed_has_the_language_that_it_was_signed_in(self) -> None:
        client = self.signed()
        client.cookies["language"] = "en"
        page = client.get("/file/documents/bulletin_adhesion/").content.decode()
        assert '<html lang="en">' in page
        assert '<div lang="fr">' in page.partition("<main")[2]
        client.get("/file/documents/devis/")
        assert '<div lang="en">' in client.get("/file/documents/certificat_adhesion/").content.decode()

    def test_of_documents_that_the_data_do_not_hold_a_page_says_what_they_are_and_whose(self) -> None:
        client = self.signed()
        for kind in ("notice_information", "tableau_garanties", "conditions_achat", "attestation_vierge"):
            said = text_of(client.get(f"/file/documents/{kind}/"))
            assert "demandez-le à l’assureur" in said, kind
            assert "MGEN" in said, kind
            assert "Établi le" not in said, kind
        assert client.get("/file/documents/secret/").status_code == 404

    def test_a_warning_of_what_was_accepted_is_on_the_next_page_once(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.agent()
        assert client.post("/file/", {"psc-do": "declare-regime", "regime": "msa"}).status_code == 302
        page = client.get("/file/").content.decode()
        assert page.count('<div class="note warning" role="status">') == 1
        assert 'class="note warning" role="status"' not in client.get("/file/").content.decode()

    def test_a_change_that_costs_something_is_confirmed_on_a_page_of_its_own(self) -> None:
        client = self.signed()
        page = client.get("/file/do/add-beneficiary/").content.decode()
        assert '<button name="psc-preview" value="1">' in page
        wrong = client.post("/file/do/add-beneficiary/", {"psc-do": "add-beneficiary", "psc-preview": "1"})
        assert wrong.status_code == 422
        body = {"psc-do": "add-beneficiary", **NEWBORN}
        preview = client.post("/file/do/add-beneficiary/", {**body, "psc-preview": "1"})
        assert "Prélevé chaque mois, ensuite" in text_of(preview)
        assert re.search(r"Ce qui change, chaque mois .*\(enfant 1\)", text_of(preview))
        assert "conjoint" not in text_of(preview).partition("Ce qui change")[0]
        assert 'type="hidden" name="child.birth_date" value="2026-04-01"' in preview.content.decode()
        back = client.post("/file/do/add-beneficiary/", {**body, "psc-preview": "back"}).content.decode()
        assert 'name="child.birth_date" type="text" value="01/04/2026"' in back
        assert client.post("/file/do/add-beneficiary/", body).status_code == 302
        assert "Enfant, né(e) le 1er avril 2026" in text_of(client.get("/file/space/"))
        assert "1er avril 2026" in text_of(client.get("/file/answers/"))

    def test_other_steps_stand_under_headings_with_what_they_are_for(self) -> None:
        client = self.signed()
        for language, headings in (
            ("fr", ("Famille", "Banque et remboursements")),
            ("en", ("Family", "Bank and benefits")),
        ):
            client.cookies["language"] = language
            page = client.get("/file/space/").content.decode()
            steps = page.partition('<div class="subjects">')[2].partition("</div>")[0]
            assert [heading for heading in headings if f"<h3>{heading}</h3>" in steps] == list(headings)
            assert steps.count("<a ") == steps.count("<small>") > 5

    def test_each_part_of_the_answers_can_be_changed_or_says_whom_to_ask(self) -> None:
        client = self.signed()
        page = client.get("/file/answers/").content.decode().partition("<main")[2]
        sections = {
            re.sub(r"<[^>]+>", "", each.partition("</h2>")[0]).strip(): each for each in page.split("<section>")[1:]
        }
        assert 'href="/file/do/add-beneficiary/"' in sections["Bénéficiaires à couvrir"]
        assert 'href="/file/do/update-bank-details/"' in sections["Coordonnées bancaires"]
        for heading, section in sections.items():
            assert "/file/do/" in section or "/file/help/#contact" in section, heading
            unseen = re.findall(r'<span class="unseen"> : ([^<]*)</span>', section)
            assert unseen in ([heading], []), heading
        assert 'id="contact"' in client.get("/file/help/").content.decode()


class Amounts(PortalTest):
    """What the formulas cost, and why nobody can say it."""

    def page_of(self, dossier: str) -> str:
        """Come to the choice of a formula."""
        self.decide(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(dossier, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo())
        return text_of(self.agent(dossier).get("/file/"))

    def test_unknown_amounts_say_why_once_and_make_no_column(self) -> None:
        page = self.page_of(HINA)
        assert page.count("Pourquoi des montants ne sont pas indiqués") == 1
        assert "cette fraction n’a pas été trouvée" in page
        assert "montre le montant de la cotisation avant la signature" in page
        formulas = page.partition("Base")[2].partition("Voir le calcul")[0]
        assert "inconnu " not in formulas
        assert page.count("Montants inconnus : Payé par l’employeur") == 3

    def test_the_simulation_of_needs_says_what_it_is_for_at_its_link_and_on_its_page(self) -> None:
        page = self.page_of(HINA)
        assert "Je note le résultat de la simulation de mes besoins en santé" in page
        assert "pour le retrouver quand vous reprendrez votre parcours. C’est facultatif." in page
        own = text_of(self.agent().get("/file/do/record-needs-simulation/"))
        assert "questionnaire de découverte de vos besoins en santé" in own


class Beneficiaries(PortalTest):
    """The longest page: whom to cover."""

    def page_of(self, *children: str) -> str:
        """Ask for the page again, with these days of birth filled in."""
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        body = {"psc-do": "declare-beneficiaries", "psc-add": "children", "partner": "yes", "children": "yes"}
        body |= {f"children.{place}.birth_date": day for place, day in enumerate(children)}
        return str(self.agent().post("/file/", body).content.decode())

    def test_each_person_has_a_box_whose_other_questions_are_folded(self) -> None:
        page = self.page_of("09/09/2019", "01/03/2011")
        assert page.count('<div class="person"') == 4  # with the partner, and the child who is added
        assert page.count('<details class="further">') == 3
        assert re.findall(r"<legend>(Enfant[^<]*)</legend>", page) == [
            f"Enfant n°\N{NO-BREAK SPACE}{n}" for n in (1, 2, 3)
        ]
        for place, box in enumerate(page.split('<div class="person"')[2:]):
            essential, _, folded = box.partition('<details class="further">')
            for name, part in (
                ("birth_date", essential),
                ("regime", essential),
                ("kinship", folded),
                ("parent", folded),
            ):
                assert f'name="children.{place}.{name}"' in part, name

    def test_what_is_required_of_a_grown_up_child_is_not_folded_and_is_called_so(self) -> None:
        page = self.page_of("09/09/2004")
        first = page.partition('id="children.0"')[2].partition('id="children.1"')[0]
        essential = first.partition('<details class="further"')[0]
        assert 'name="children.0.situation"' in essential
        question = essential.partition("<legend>Quelle est la situation")[2].partition("</legend>")[0]
        assert question
        assert 'class="optional"' not in question
        mark = "(obligatoire si la réponse à «\N{NO-BREAK SPACE}date de naissance\N{NO-BREAK SPACE}» est"
        assert f"{mark} le 1er mai 2010 ou avant)" in page.partition('id="children.1"')[2]


class Documents(PortalTest):
    """Which documents can be had: those that the library would hand out."""

    def stands_in_for(self, client: Client) -> None:
        """Compare the page of each kind with what the library answers."""
        for kind in DocumentKind:
            asked = StoredDossier.objects.load(HINA).decide(do.RequestDocument(kind), at=clock.now(), role=Role.AGENT)
            response = client.get(f"/file/documents/{kind.value}/")
            is_ready = asked.outcome is Outcome.ACCEPTED
            assert (response.status_code == 200) == is_ready, kind
            heading = response.content.decode().partition("<h1>")[2].partition("</h1>")[0]
            name = StoredDossier.objects.load(HINA).contract.wording.word(kind).in_("fr")
            assert (heading == name) == is_ready, kind

    def test_of_whoever_has_not_begun_is_on_the_way_was_silent_or_has_left(self) -> None:
        client = self.agent()
        self.stands_in_for(client)
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.stands_in_for(client)
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        self.stands_in_for(client)
        refusal = client.get("/file/documents/certificat_adhesion/")
        assert refusal.status_code == 422
        assert "adhésion" in text_of(refusal)
        clock.advance(clock.now() + dt.timedelta(days=23))
        client = self.agent()
        self.stands_in_for(client)
        assert client.get("/file/documents/certificat_adhesion/").status_code == 200
        self.decide(HINA, do.EndMembership(EndReason.DEPARTURE, clock.now().date()), role=Role.MANAGER)
        clock.advance(clock.now() + dt.timedelta(days=2))
        self.stands_in_for(client)

    def test_the_space_links_to_no_document_that_is_refused(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        client, counts = self.agent(), []
        for command in (do.SaveAndQuit(), do.ReportNotConcerned("CPS")):
            self.decide(HINA, command)
            links = re.findall(r'href="(/file/documents/[^"]*)"', client.get("/file/space/").content.decode())
            assert [client.get(link).status_code for link in links] == [200] * len(links)
            counts.append(len(links))
        assert counts == [2, 0]

    def test_what_is_chosen_anew_is_no_cover_before_it_is_signed(self) -> None:
        clock.advance(clock.now() + dt.timedelta(days=23))
        partner = Partner(dt.date(1980, 3, 15), Regime.GENERAL, Link.MARRIED, state_civil_servant=False)
        self.decide(HINA, do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(partner, ()), do.ChooseFormula(Formula.OPTION_2))
        client = self.agent()
        cover = "Formule Base Conjoint(e) ou partenaire couvert(e) non Enfants couverts 0"
        certificate = text_of(client.get("/file/documents/certificat_adhesion/"))
        assert cover in certificate
        assert "Option 2" not in certificate
        space = text_of(client.get("/file/space/"))
        assert cover in space.partition("Ma couverture")[2].partition("Rappel de mes choix")[0]
        assert "Option 2" in space.partition("Rappel de mes choix")[2]

    def test_what_a_member_reports_is_no_other_cover(self) -> None:
        clock.advance(clock.now() + dt.timedelta(days=23))
        self.decide(HINA, do.ReportNotConcerned("CPS"))
        space = text_of(self.agent().get("/file/space/"))
        assert "Formule Base" in space.partition("Ma couverture")[2]
        for absent in ("Rappel de mes choix", "jusqu’à ce que vous ayez signé"):
            assert absent not in space, absent

    def test_a_document_says_whose_it_is(self) -> None:
        clock.advance(clock.now() + dt.timedelta(days=23))
        for kind in ("certificat_adhesion", "devis", "mandat_sepa"):
            answer = self.agent().get(f"/file/documents/{kind}/")
            assert answer.status_code != 200 or f"(dossier {HINA})" in text_of(answer), kind
        assert f"Hina Tetua (dossier {HINA})" in text_of(self.agent().get("/file/documents/certificat_adhesion/"))

    def test_a_document_that_is_asked_for_is_not_said_to_be_saved(self) -> None:
        clock.advance(clock.now() + dt.timedelta(days=23))
        body = {"psc-do": "request-document", "kind": "certificat_adhesion"}
        said = text_of(self.agent().post("/file/do/request-document/", body, follow=True))
        assert "C’est demandé." in said
        assert "C’est enregistré." not in said

    def test_a_cover_completed_late_is_not_said_to_have_begun_with_the_membership(self) -> None:
        silent = clock.now() + dt.timedelta(days=23)
        clock.advance(silent)
        clock.advance(silent.replace(year=2027, month=4, day=6))
        self.decide(HINA, do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_2))
        self.decide(HINA, do.ValidateAffiliation())
        client = self.agent()
        for body in (IDENTITY, SOCIAL_SECURITY, CONTACT, {"psc-do": "give-consents", "partner_offers": "false"}, BANK):
            assert client.post("/file/", body).status_code == 302, body
        days = ("comptent à partir du 6 avril 2027", " effet le 1er mai 2026")
        pages = [client.get(path) for path in ("/file/", "/file/documents/bulletin_adhesion/")]
        assert client.post("/file/", SIGNATURE).status_code == 302
        kinds = ("bulletin_adhesion", "devis", "certificat_adhesion")
        pages += [client.get(f"/file/documents/{kind}/") for kind in kinds]
        for page in map(text_of, pages):
            assert all(day in page for day in days), page
            assert "Votre contrat prend effet" not in page


class Changes(PortalTest):
    """The button beside an answer."""

    def test_a_screen_ahead_or_of_another_journey_is_not_walked_to(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        client, states = self.agent(), lambda: StoredDossier.objects.load(HINA).states
        assert client.post("/file/back/beneficiaries/").headers["Location"] == "/file/"
        assert states()["affiliation"] == "beneficiaries"
        for ahead in ("formula", "signature", "nothing"):
            assert client.post(f"/file/back/{ahead}/").headers["Location"] == "/file/answers/", ahead
            assert "n’est pas derrière vous" in text_of(client.get("/file/answers/"))
            assert states()["affiliation"] == "beneficiaries", ahead
        self.decide(HINA, do.StartDispensation(), do.ChooseMotive(Motive.PARTNER_COLLECTIVE))
        before = states()
        client.post("/file/back/regime/")
        assert states() == before
        assert before["dispensation"] == "attestation"

    def test_what_was_typed_is_kept_while_a_stranger_asks_for_a_new_password(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        self.decide(HINA, do.DeclareBeneficiaries(None, ()), do.ConfirmSolo(), do.ChooseFormula(Formula.OPTION_1))
        self.decide(HINA, do.ValidateAffiliation())
        client, typed = self.agent(), {**IDENTITY, "birth_city": "Teahupoo"}
        typed["psc-revision"] = str(StoredDossier.objects.load(HINA).revision)
        Client().post("/password/", {"email": email_of(HINA)})
        stale = client.post("/file/", typed)
        assert stale.status_code == 409
        assert 'value="Teahupoo"' in stale.content.decode()
        assert "elles sont encore là" in text_of(stale)
        revision = re.findall(r'name="psc-revision" value="(\d+)"', stale.content.decode())[0]
        assert client.post("/file/", {**typed, "psc-revision": revision}).status_code == 302

    def test_what_was_typed_for_a_screen_that_was_left_is_not_put_into_another(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client, revision = self.agent(), str(StoredDossier.objects.load(HINA).revision)
        self.decide(HINA, do.DeclareRegime(Regime.GENERAL))
        stale = client.post("/file/", {"psc-do": "declare-regime", "regime": "msa", "psc-revision": revision})
        assert stale.status_code == 409
        assert "rechargez-le" in text_of(stale)


class Silence(PortalTest):
    """What an agent sees who did not answer in time."""

    def test_the_page_leads_to_completing_the_file(self) -> None:
        clock.advance(clock.now() + dt.timedelta(days=23))
        page = self.agent().get("/file/space/").content.decode()
        assert '<a role="button" href="/file/do/complete-affiliation/">' in page


NEWBORN = {
    "partner": "none",
    "child": "yes",
    "child.birth_date": "01/04/2026",
    "child.regime": "general",
    "child.kinship": "child",
    "child.parent": "agent",
}
IDENTITY = {
    "psc-do": "confirm-identity",
    "civility": "madame",
    "usage_name": "Tetua",
    "birth_name": "Tetua",
    "first_name": "Hina",
    "birth_date": "03/11/1988",
    "birth_country": "PF",
    "birth_city": "Faaa",
}
SOCIAL_SECURITY = {"psc-do": "declare-social-security", "nir": "2 88 11 75 056 999 81", "teletransmission": "true"}
CONTACT = {
    "psc-do": "confirm-contact-details",
    "address": "12 rue des Tiare",
    "postal_code": "98702",
    "city": "Faaa",
    "country": "PF",
    "email": "hina.tetua@courriel.example",
    "phone": "+689 40 00 00 00",
}
BANK = {"psc-do": "give-bank-details", "holder": "Hina Tetua", "iban": "FR76 1746 9000 0100 1234 5678 937"}
SIGNATURE = {
    "psc-do": "sign",
    "psc-key": "a-page-of-the-signature",
    "certified": "true",
    "accepted": "true",
    "documents_read": ["bulletin_adhesion", "notice_information", "mandat_sepa"],
}
