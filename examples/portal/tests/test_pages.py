"""
What the pages of an agent say.
"""

from django.test import Client

from tests.people import CAMILLE, HINA, PortalTest, text_of


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
