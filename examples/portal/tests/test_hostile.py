"""
What no page of the portal leads to, and somebody sends all the same.
"""

import datetime as dt
from unittest import mock

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal import accounts
from portal.models import Account, Attempt, Delivery
from psc_workflow import commands as do
from psc_workflow.django.models import StoredDossier
from tests.people import HINA, PASSWORD, PortalTest, email_of, sign_in, text_of

INVITED = "A-1001"
"""Whose agent has no account yet."""
ALL = [command.do for command in do.ALL]


class Links(PortalTest):
    """A link of a mail leads to one thing."""

    def invited(self, dossier: str = INVITED) -> Client:
        """Follow the link of an invitation."""
        client = Client()
        path = self.mail(dossier, "invitation").link.removeprefix(settings.PORTAL_ADDRESS)
        assert client.get(path).headers["Location"] == "/join/"
        return client

    def refuses(self, client: Client, path: str, dossier: str, may: tuple[str, ...]) -> None:
        """Give every other command there, by its own form and by the button of another."""
        before = StoredDossier.objects.load(dossier).record
        for name in set(ALL) - set(may):
            for body in ({"psc-do": name}, {"psc-do": may[0], "psc-press": name}):
                assert client.post(path, body).status_code == 404, body
        assert StoredDossier.objects.load(dossier).record == before

    def test_that_of_an_invitation_begins_an_account_and_nothing_else(self) -> None:
        self.refuses(self.invited(), "/join/", INVITED, ("open-invitation", "create-account"))

    def test_that_for_a_new_password_gives_a_new_password_and_nothing_else(self) -> None:
        Client().post("/password/", {"email": email_of(HINA)})
        path = self.mail(HINA, "password-reset").link.removeprefix(settings.PORTAL_ADDRESS)
        self.refuses(Client(), path, HINA, ("reset-password",))

    def test_every_column_holds_what_the_longest_address_makes_of_it(self) -> None:
        longest = f"{'é' * 64}@{'.'.join(['b' * 60] * 3)}.abcdef"
        assert len(longest) == 254
        client = self.invited()
        client.post("/join/", {"psc-do": "open-invitation", "membership": "none"})
        own = {"email": longest, "password": PASSWORD, "confirmation": PASSWORD}
        assert client.post("/join/", {"psc-do": "create-account", **own}).status_code == 200
        client.post(self.mail(INVITED, "address-confirmation").path)
        Client().post("/password/", {"email": longest})
        assert self.mail(INVITED, "password-reset").address == longest
        for row in (*Delivery.objects.filter(dossier=INVITED), Account.objects.get(dossier=INVITED)):
            for field in row._meta.fields:
                if field.max_length is not None:
                    assert len(getattr(row, field.name) or "") <= field.max_length, field.name

    def test_that_of_an_invitation_to_an_erased_file_leads_nowhere(self) -> None:
        client = self.invited()
        StoredDossier.objects.store.erase(INVITED, on=dt.date(2026, 4, 8))
        path = self.mail(INVITED, "invitation").link.removeprefix(settings.PORTAL_ADDRESS)
        assert Client().get(path, follow=True).status_code == 404
        assert client.get("/join/").status_code == 404
        assert client.post("/join/", {"psc-do": "open-invitation", "membership": "none"}).status_code == 404

    def test_no_desk_opens_an_invitation_for_an_agent_who_would_then_have_no_way_to_an_account(self) -> None:
        body = {"psc-do": "open-invitation", "membership": "active"}
        for name in ("employeur", "assureur", "gestion"):
            client, path = self.staff(name), f"/desk/files/{INVITED}/"
            assert "open-invitation" not in client.get(path).content.decode()
            assert client.get(f"{path}do/open-invitation/").status_code == 404
            assert client.post(f"{path}do/open-invitation/", body).status_code == 404
            assert client.post(f"{path}answers/", {"psc-do": "", "psc-press": "open-invitation"}).status_code == 404
        assert StoredDossier.objects.load(INVITED).states["access"] == "invited"


class Requests(PortalTest):
    """What a browser never sends."""

    def test_a_nul_in_an_address_or_a_cookie_is_refused_and_in_a_field_it_finds_nothing(self) -> None:
        client = Client()
        for path in ("/password/a%00/b/", "/mailbox/?file=%00", "/mailbox/a%00/", "/desk/?after=%00", "/?%00"):
            assert client.get(path).status_code == 400, path
        assert client.get("/file/", headers={"cookie": r'sessionid="\000abcdefgh"'}).status_code == 400
        assert sign_in(Client(), "a\0b").status_code == 422
        assert Client().post("/password/", {"email": "a\0b"}).status_code == 200
        assert self.staff("gestion").post("/desk/search/", {"text": "a\0b"}).status_code == 302

    def test_a_large_body_is_not_read_whatever_parts_it_has(self) -> None:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        for size, status in ((most // 2, 422), (most, 400)):
            file = SimpleUploadedFile("a.pdf", b"x" * size)
            assert Client().post("/sign-in/", {"document": file}).status_code == status
        with mock.patch("django.core.handlers.wsgi.LimitedStream.read", side_effect=AssertionError):
            assert Client().post("/sign-in/", b"x" * (most + 1), "text/plain").status_code == 400

    def test_a_refusal_before_anybody_is_known_has_the_headers_of_every_page(self) -> None:
        response = Client().get("/?%00")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert text_of(response) == text_of(self.agent().post("/file/", {"psc-do": "nothing"}))

    def test_a_search_without_end_finds_nothing(self) -> None:
        client = self.staff("gestion")
        for text in ("a " * 500, "x" * 60_000, "é\N{COMBINING ACUTE ACCENT}" * 20_000):
            response = client.post("/desk/search/", {"text": text})
            assert response.headers["Location"] == "/desk/"

    def test_only_a_language_is_kept_as_one(self) -> None:
        for language in ("\N{CJK UNIFIED IDEOGRAPH-6F22}", "a" * 9000, "en; Domain=elsewhere.example", ""):
            client = Client()
            assert client.post("/language/", {"language": language}).status_code in (204, 302)
            assert "language" not in client.cookies, language
        client = Client()
        client.post("/language/", {"language": "en"})
        assert client.cookies["language"].value == "en"

    def test_whoever_asks_for_the_head_of_a_page_gets_its_status(self) -> None:
        for client, paths in (
            (Client(), ("/", "/sign-in/", "/password/", "/join/", "/clock/")),
            (self.agent(), ("/", "/file/", "/file/do/start-dispensation/")),
            (self.staff("gestion"), ("/desk/", "/desk/retention/", f"/desk/files/{HINA}/answers/")),
        ):
            for path in paths:
                assert client.head(path).status_code == client.get(path).status_code, path


class Enumeration(PortalTest):
    """Nobody learns by the time it takes who has an account."""

    def test_a_password_is_forgotten_with_the_same_work_whoever_has_the_address(self) -> None:
        before = {each.pk: each.dossier for each in StoredDossier.objects.all()}
        commands = []
        for email in ("nobody@courriel.example", email_of(HINA)):
            with mock.patch("portal.accounts._report", wraps=accounts._report) as report:
                Client().post("/password/", {"email": email})
            commands.append([type(call.args[1]) for call in report.call_args_list])
            if email != email_of(HINA):
                assert {each.pk: each.dossier for each in StoredDossier.objects.all()} == before
        assert commands[0] == commands[1] == [do.SignOut, do.ForgetPassword]

    def test_where_nobody_has_an_account_nothing_is_done_for_anybody(self) -> None:
        Account.objects.filter(role="agent").delete()
        Attempt.objects.all().delete()
        assert Client().post("/password/", {"email": email_of(HINA)}).status_code == 200
        assert sign_in(Client(), email_of(HINA), PASSWORD).status_code == 422
