"""
What the portal promises to those who use it, and to those whose data it keeps.
"""

import datetime as dt
import io
import json
import logging
import re
from collections.abc import Iterable
from unittest import mock

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from portal import clock
from portal.models import Account, Attempt
from psc_workflow import PriorMembership, Regime
from psc_workflow import commands as do
from psc_workflow.django.logs import Line
from psc_workflow.django.models import StoredDossier
from tests.people import CAMILLE, HINA, MOANA, PASSWORD, PortalTest, email_of, sign_in, signed_in, text_of

SHOWN_TO_ALL = ("/sign-in/", "/password/", "/mailbox/", "/clock/", "/nothing/")
SHOWN_TO_STAFF = (
    "/desk/",
    "/desk/tasks/",
    "/desk/statistics/",
    "/desk/retention/",
    f"/desk/files/{HINA}/",
    f"/desk/files/{HINA}/answers/",
    f"/desk/files/{HINA}/do/record-effective-date/",
)
SHOWN_TO_AGENTS = ("/file/", "/file/do/start-dispensation/", "/file/do/report-not-concerned/")
PLANTED = "planted-4d1f"


class Sessions(PortalTest):
    """Who is signed in, and for how long."""

    def test_signing_in_begins_a_new_session_and_signing_out_ends_it(self) -> None:
        client = Client()
        client.get(self.mail(HINA, "invitation").link.removeprefix(settings.PORTAL_ADDRESS))
        before = client.session.session_key
        sign_in(client, email_of(HINA))
        after = client.session.session_key
        assert after not in (None, before)
        client.post("/sign-out/")
        assert client.get("/file/").headers["Location"] == "/sign-in/"

    def test_no_script_reads_the_cookies_and_no_other_site_sends_them(self) -> None:
        client = self.agent()
        client.get("/file/")
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            assert client.cookies[name]["httponly"], name
            assert client.cookies[name]["samesite"] == "Lax", name
        assert 0 < int(client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] or 3600) <= 3600

    @override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True, SECURE_SSL_REDIRECT=True)
    def test_beyond_a_demonstration_all_goes_over_https(self) -> None:
        assert Client().get("/sign-in/").headers["Location"] == "https://testserver/sign-in/"
        client = Client()
        client.post("/sign-in/", {"email": email_of(HINA), "password": PASSWORD}, secure=True)
        assert client.cookies[settings.SESSION_COOKIE_NAME]["secure"]

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_only_a_proxy_of_the_portal_says_that_a_page_went_over_https(self) -> None:
        """What is a redirect over http is a page over https."""
        header = {"x-forwarded-proto": "https"}
        for proxies, status in (([], 301), (["198.51.100.7"], 301), (["127.0.0.1"], 200)):
            with override_settings(PSC_TRUSTED_PROXIES=proxies):
                assert Client().get("/sign-in/", headers=header).status_code == status, proxies

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_whoever_watches_the_portal_needs_no_proxy(self) -> None:
        assert Client().get("/healthz").status_code == 200

    def test_a_new_password_ends_other_sessions(self) -> None:
        client = self.agent()
        account = Account.objects.get(dossier=HINA)
        account.set_password("Another-2026")
        account.save()
        assert client.get("/file/").status_code == 302


class Forms(PortalTest):
    """Forms come from the portal's own pages, and hold what a page can hold."""

    def test_a_form_without_the_token_of_its_page_changes_nothing(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post("/sign-in/", {"email": email_of(HINA), "password": PASSWORD}).status_code == 403
        assert client.get("/file/").status_code == 302

    def test_nobody_gives_a_command_that_is_not_theirs(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.ReportNotConcerned("CPS"))
        agent, insurer = self.agent(), self.staff("assureur")
        assert agent.post("/file/do/close-file/", {"psc-do": "close-file", "role": "manager"}).status_code == 400
        assert agent.post("/file/do/close-file/", {"psc-do": "close-file"}).status_code == 409
        path = f"/desk/files/{HINA}/do/suspend/"
        assert insurer.post(path, {"psc-do": "suspend", "reason": "parental", "on": "2026-04-07"}).status_code == 409
        assert StoredDossier.objects.load(HINA).states["affiliation"] == "under_review"

    def test_evidence_never_comes_from_a_page(self) -> None:
        body = {"psc-do": "sign", "certified": "true", "accepted": "true", "evidence": "mine"}
        assert self.agent().post("/file/", body).status_code == 400

    def test_a_file_that_is_sent_is_read_by_nobody(self) -> None:
        body = {"psc-do": "start-affiliation", "document": SimpleUploadedFile("a.pdf", b"%PDF")}
        response = self.agent().post("/file/", body)
        assert response.status_code == 302
        assert not response.wsgi_request.FILES

    def test_a_body_has_a_limit(self) -> None:
        body = {"psc-do": "report-not-concerned", "reason": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
        response = self.agent().post("/file/do/report-not-concerned/", body, "application/x-www-form-urlencoded")
        assert response.status_code in (400, 413)

    def test_the_language_leads_to_no_other_site(self) -> None:
        response = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
        assert response.headers["Location"] == "/"


class Headers(PortalTest):
    """What browsers are asked to refuse."""

    def test_every_page_forbids_what_is_not_its_own_and_is_kept_by_no_cache(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        pages = [(Client(), SHOWN_TO_ALL), (self.agent(), SHOWN_TO_AGENTS), (self.staff("gestion"), SHOWN_TO_STAFF)]
        for client, paths in pages:
            for path in paths:
                response = client.get(path)
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy, path
                assert "unsafe" not in policy, path
                assert "frame-ancestors 'none'" in policy, path
                assert response.headers["Cache-Control"] == "no-store", path
                assert response.headers["X-Content-Type-Options"] == "nosniff", path
                assert response.headers["Referrer-Policy"] == "same-origin", path
                page = response.content.decode()
                assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", page), path

    def test_only_the_hosts_of_the_portal_are_served(self) -> None:
        assert Client().get("/sign-in/", headers={"host": "elsewhere.example"}).status_code == 400


class Enumeration(PortalTest):
    """Nobody learns who has an account, nor guesses a password."""

    def test_a_wrong_address_and_a_wrong_password_look_alike(self) -> None:
        answers = [sign_in(Client(), email, "Wrong-2026") for email in (email_of(HINA), "nobody@courriel.example")]
        assert answers[0].status_code == answers[1].status_code
        assert text_of(answers[0]) == text_of(answers[1])

    def test_whether_a_password_can_be_forgotten_looks_alike(self) -> None:
        emails = (email_of(HINA), "nobody@courriel.example")
        answers = [Client().post("/password/", {"email": email}) for email in emails]
        assert answers[0].status_code == answers[1].status_code
        assert text_of(answers[0]) == text_of(answers[1])

    def test_the_sixth_attempt_in_a_quarter_of_an_hour_is_refused_even_if_right(self) -> None:
        client = Client()
        statuses = [sign_in(client, email_of(HINA), "Wrong-2026").status_code for _ in range(5)]
        assert statuses == [422] * 5
        assert sign_in(client, email_of(HINA)).status_code == 429
        assert sign_in(Client(), email_of(CAMILLE)).status_code == 302

    def test_whoever_signs_in_begins_to_count_anew(self) -> None:
        client, email = Client(), email_of(HINA)
        for _ in range(3):
            assert [sign_in(client, email, "Wrong-2026").status_code for _ in range(4)] == [422] * 4
            assert sign_in(client, email).status_code == 302
            client = Client()

    def test_an_account_with_the_address_of_somebody_else_does_not_help_to_guess_their_password(self) -> None:
        """Nobody has confirmed it: its password is right, and lets nobody in."""
        self.decide(MOANA, do.OpenInvitation(PriorMembership.NONE))
        self.decide(MOANA, do.CreateAccount(email_of(HINA), "Another-2026", "Another-2026"))
        account = Account(code=f"agent-{MOANA}", email=email_of(HINA), role="agent", dossier=MOANA)
        account.set_password("Another-2026")
        account.save()
        passwords = ["Wrong-2026", "Wrong-2026", "Another-2026", "Wrong-2026", "Wrong-2026", "Wrong-2026"]
        statuses = [sign_in(Client(), email_of(HINA), password).status_code for password in passwords]
        assert statuses == [422, 422, 200, 422, 422, 429]

    def test_a_page_of_another_site_does_not_change_the_language(self) -> None:
        client = Client(enforce_csrf_checks=True)
        body = "psc-do=start-affiliation&psc-language=en"
        response = client.post("/join/", body, "application/x-www-form-urlencoded")
        assert response.status_code == 403
        assert "language" not in response.cookies

    def test_a_password_that_somebody_forgot_is_not_said_to_be_forgotten_by_the_agent(self) -> None:
        Client().post("/password/", {"email": email_of(HINA)})
        last = StoredDossier.objects.store.steps(HINA)[-1]
        assert (last.command, last.by) == ("forget-password", None)
        assert "personne ne s’est identifié" in text_of(self.staff("gestion").get(f"/desk/files/{HINA}/"))

    def attempts_from(self, proxies: list[str], addresses: Iterable[str]) -> list[int]:
        """Try to sign in, each time under an address that nobody has, through a proxy that says who asks."""
        with override_settings(PSC_TRUSTED_PROXIES=proxies), mock.patch("portal.accounts._MOST_BY_MACHINE", 3):
            client = Client()
            return [
                client.post(
                    "/sign-in/", {"email": f"{n}@courriel.example"}, headers={"x-forwarded-for": each}
                ).status_code
                for n, each in enumerate(addresses)
            ]

    def test_an_address_that_the_client_wrote_itself_does_not_help_to_guess(self) -> None:
        invented = [f"203.0.113.{n}" for n in range(5)]
        assert self.attempts_from([], invented) == [422, 422, 422, 429, 429]
        Attempt.objects.all().delete()
        behind = [f"{each}, 198.51.100.7" for each in invented]  # which the proxy adds
        assert self.attempts_from(["127.0.0.1"], behind) == [422, 422, 422, 429, 429]

    def test_behind_a_proxy_of_the_portal_each_machine_is_counted_by_itself(self) -> None:
        assert self.attempts_from(["127.0.0.1"], [f"203.0.113.{n}" for n in range(5)]) == [422] * 5

    def test_a_link_that_was_changed_leads_nowhere(self) -> None:
        path = self.mail(HINA, "invitation").link.removeprefix(settings.PORTAL_ADDRESS)
        assert Client().get(path).status_code == 302
        assert Client().get(path.replace("/invitation/", "/invitation/x")).status_code == 404

    def test_no_password_is_kept_that_no_rule_has_judged(self) -> None:
        """A body may name the form of one command, and press the button of another."""
        Client().post("/password/", {"email": email_of(HINA)})
        reset = self.mail(HINA, "password-reset").link.removeprefix(settings.PORTAL_ADDRESS)
        client = Client()
        weak = {"password": "x", "confirmation": "x"}
        for do_ in ("reset-password", "request-document"):
            pressed = {"psc-do": do_, "psc-press": "resume"}
            assert client.post(reset, {**weak, **pressed}).status_code < 500
        assert Account.objects.get(dossier=HINA).check_password(PASSWORD)
        Account.objects.filter(dossier=CAMILLE).delete()
        client.get(self.mail(CAMILLE, "invitation").link.removeprefix(settings.PORTAL_ADDRESS))
        own = {"email": "other@courriel.example", "psc-do": "create-account", "psc-press": "resume"}
        client.post("/join/", {**weak, **own})
        assert not Account.objects.filter(dossier=CAMILLE).exists()

    def test_the_link_for_a_new_password_works_once(self) -> None:
        Client().post("/password/", {"email": email_of(HINA)})
        path = self.mail(HINA, "password-reset").link.removeprefix(settings.PORTAL_ADDRESS)
        body = {"psc-do": "reset-password", "password": "Nouveau-2026", "confirmation": "Nouveau-2026"}
        assert Client().post(path, body).headers["Location"] == "/sign-in/"
        assert Client().get(path).status_code == 404
        assert sign_in(Client(), email_of(HINA), "Nouveau-2026").status_code == 302


class OwnFileOnly(PortalTest):
    """An agent reaches one file; the desk reaches those of its contracts."""

    def test_the_desk_does_not_exist_for_an_agent(self) -> None:
        client = self.agent()
        for path in SHOWN_TO_STAFF:
            assert client.get(path).status_code == 404, path
        for path in ("search", "tasks/finish", "retention", f"files/{HINA}/export"):
            assert client.post(f"/desk/{path}/", {"text": CAMILLE}).status_code == 404, path

    def test_nobody_sees_anything_before_signing_in(self) -> None:
        for path in (*SHOWN_TO_STAFF, *SHOWN_TO_AGENTS):
            assert Client().get(path).headers["Location"] == "/sign-in/", path

    def test_nothing_of_one_agent_is_in_the_pages_of_another(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.ReportNotConcerned(PLANTED))
        self.decide(CAMILLE, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
        client = self.agent(CAMILLE)
        for path in SHOWN_TO_AGENTS:
            page = client.get(path).content.decode()
            assert PLANTED not in page, path
            assert HINA not in page, path
            assert "Tetua" not in page, path

    def test_staff_of_one_contract_or_insurer_see_no_file_of_another(self) -> None:
        for staff, own in ((self.staff("employeur", contract="men-2026"), CAMILLE), (self.staff("lagon"), "C-3001")):
            for path in ("/desk/", "/desk/tasks/", "/desk/statistics/", "/desk/files.csv"):
                assert HINA not in staff.get(path).content.decode(), path
            for path in ("", "answers/", "do/close-file/"):
                assert staff.get(f"/desk/files/{HINA}/{path}").status_code == 404, path
            assert staff.post(f"/desk/files/{HINA}/export/").status_code == 404
            assert staff.post("/desk/search/", {"text": email_of(HINA)}).headers["Location"] == "/desk/"
            assert staff.get(f"/desk/files/{own}/").status_code == 200

    def test_the_employer_is_not_shown_what_the_contract_withholds(self) -> None:
        self.decide(HINA, do.StartAffiliation(), do.ReportNotConcerned(PLANTED))
        pages = {name: self.staff(name).get(f"/desk/files/{HINA}/") for name in ("employeur", "assureur")}
        assert all(page.status_code == 200 for page in pages.values())
        assert PLANTED in text_of(pages["employeur"])


class Errors(PortalTest):
    """Error pages and logs hold nothing of anybody."""

    def test_an_error_page_shows_nothing_of_what_was_sent_or_stored(self) -> None:
        client = self.agent(raise_request_exception=False)
        with mock.patch("portal.screens.show", side_effect=RuntimeError(PLANTED)):
            response = client.get(f"/file/?q={PLANTED}")
        assert response.status_code == 500
        assert PLANTED not in response.content.decode()
        for path, body in (("/file/", {"psc-do": PLANTED}), (f"/{PLANTED}/", {}), ("/file/", {PLANTED: PLANTED})):
            response = client.post(path, body)
            assert response.status_code in (400, 404), path
            assert PLANTED not in text_of(response), path

    def test_logs_hold_no_address_of_a_page_no_value_and_no_text_of_an_error(self) -> None:
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(Line(own=["portal"]))
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            client = signed_in(email_of(HINA), raise_request_exception=False)
            client.get(f"/invitation/{PLANTED}/")
            client.post("/file/do/report-not-concerned/", {"psc-do": "report-not-concerned", "reason": PLANTED})
            with mock.patch("portal.screens.show", side_effect=RuntimeError(PLANTED)):
                client.get("/file/space/")
        finally:
            root.removeHandler(handler)
        lines = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert PLANTED not in stream.getvalue()
        assert email_of(HINA) not in stream.getvalue()
        assert {"invitation", "command", "space"} <= {line.get("page") for line in lines}
        assert {"RuntimeError"} <= {line.get("error") for line in lines}


class NoDemonstration(PortalTest):
    """In earnest, nobody moves the clock or reads others' mails."""

    @override_settings(PORTAL_DEMONSTRATION=False)
    def test_the_clock_and_the_mailbox_are_gone(self) -> None:
        effect = self.mail(HINA, "invitation").effect
        for path in ("/clock/", "/mailbox/", f"/mailbox/{effect}/"):
            assert Client().get(path).status_code == 404, path
        assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
