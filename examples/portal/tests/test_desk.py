"""
The desk: what whoever handles files sees and does.
"""

import datetime as dt
import json

from portal import clock
from portal.models import Account, Delivery
from psc_workflow import Civility, Formula, Motive, Regime, Role
from psc_workflow import commands as do
from psc_workflow.django.models import StoredDossier
from tests.people import CAMILLE, HINA, PortalTest, email_of, text_of

NIR = "2881199109043"
TO_THE_NIR = (
    do.StartAffiliation(),
    do.DeclareRegime(Regime.GENERAL),
    do.DeclareBeneficiaries(partner=None, children=[]),
    do.ConfirmSolo(),
    do.ChooseFormula(Formula.BASE),
    do.ValidateAffiliation(),
)
CPS = (do.StartAffiliation(), do.ReportNotConcerned("CPS"))


class Files(PortalTest):
    """Files are listed, filtered, searched for and counted."""

    def test_files_are_filtered_by_state_and_counted(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.staff("employeur")
        page = client.get("/desk/?affiliation=regime&contract=men-2026-pf")
        assert [row.dossier for row, _ in page.context["files"]] == [HINA]
        counts = {choice.name: choice.count for choice in page.context["filters"]["affiliation"]}
        assert counts == {"home": 5, "regime": 1}

    def test_a_state_that_no_file_has_is_no_filter(self) -> None:
        page = self.staff("employeur").get("/desk/?affiliation=nothing&after=%00")
        assert len(page.context["files"]) == 6

    def test_a_file_is_found_by_its_number_or_by_the_address_of_its_agent(self) -> None:
        client = self.staff("assureur")
        for text in (HINA, f" {email_of(HINA).upper()} "):
            assert client.post("/desk/search/", {"text": text}).headers["Location"] == f"/desk/files/{HINA}/"
        assert "Aucun dossier" in text_of(client.post("/desk/search/", {"text": "nobody"}, follow=True))

    def test_no_cell_of_the_list_is_worked_out_by_a_spreadsheet(self) -> None:
        StoredDossier.objects.filter(pk=HINA).update(contract="=1+1")
        lines = self.staff("gestion").get("/desk/files.csv").content.decode().splitlines()
        assert len(lines) == 7
        assert any(line.startswith(f"{HINA},'=1+1,") for line in lines)


class OneFile(PortalTest):
    """A file is shown, entered and exported as the role may."""

    def test_the_history_says_who_did_what(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        text = text_of(self.staff("employeur").get(f"/desk/files/{HINA}/"))
        assert "Je découvre et je m’affilie agent (a)" in text

    def test_an_answer_on_paper_is_entered_as_the_agent_would(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.staff("employeur")
        page = client.get(f"/desk/files/{HINA}/answers/")
        body = {"psc-do": "declare-regime", "psc-revision": page.context["form"].revision}
        refused = client.post(f"/desk/files/{HINA}/answers/", {**body, "regime": "cps"})
        assert refused.status_code == 422
        assert 'href="#regime"' in refused.content.decode()
        accepted = client.post(f"/desk/files/{HINA}/answers/", {**body, "regime": "general"})
        assert accepted.headers["Location"] == f"/desk/files/{HINA}/"
        (step,) = StoredDossier.objects.store.steps(HINA)[-1:]
        assert (step.command, step.role, step.by) == ("declare-regime", Role.EMPLOYER, "staff-employeur")

    def test_nobody_signs_for_an_agent(self) -> None:
        page = self.staff("gestion").get(f"/desk/files/{HINA}/do/sign/")
        assert page.context["button"] is None
        assert "n’est pas possible" in text_of(page)
        body = {"psc-do": "sign", "certified": "true", "accepted": "true"}
        assert self.staff("gestion").post(f"/desk/files/{HINA}/do/sign/", body).status_code == 409

    def test_a_report_is_upheld_or_rejected(self) -> None:
        for dossier, command, state in ((HINA, "close-file", "not_concerned"), (CAMILLE, "reject-report", "regime")):
            self.decide(dossier, *CPS)
            client = self.staff("employeur")
            assert client.post(f"/desk/files/{dossier}/do/{command}/", {"psc-do": command}).status_code == 302
            assert StoredDossier.objects.load(dossier).states["affiliation"] == state

    def test_the_employer_sees_no_number_that_the_insurer_sees(self) -> None:
        self.decide(HINA, *TO_THE_NIR)
        self.decide(
            HINA, do.ConfirmIdentity(Civility.MADAME, "Tetua", "Tetua", "Hina", dt.date(1988, 11, 3), "PF", "Faaa")
        )
        self.decide(HINA, do.DeclareSocialSecurity(NIR + key(NIR), None, teletransmission=True))
        shown = {name: text_of(self.staff(name).get(f"/desk/files/{HINA}/")) for name in ("employeur", "assureur")}
        exported = {name: self.staff(name).post(f"/desk/files/{HINA}/export/").content.decode() for name in shown}
        for texts in (shown, exported):
            assert NIR not in texts["employeur"].replace(" ", "")
            assert NIR in texts["assureur"].replace("\u202f", "").replace("\xa0", "").replace(" ", "")

    def test_an_export_is_all_that_the_role_may_see(self) -> None:
        self.decide(HINA, *CPS)
        content = json.loads(self.staff("assureur").post(f"/desk/files/{HINA}/export/").content)
        assert content.keys() == {"id", "contract", "view", "summary", "history"}
        assert content["view"]["report"] == "CPS"
        assert [step["command"] for step in content["history"]][-1] == "report-not-concerned"


class Tasks(PortalTest):
    """What somebody must do comes from effects."""

    def test_a_task_stays_until_somebody_has_seen_to_it(self) -> None:
        client = self.staff("employeur")
        client.post("/sign-out/")
        agent = self.agent()
        agent.post("/file/", {"psc-do": "", "psc-press": "start-affiliation"})
        agent.post("/file/do/report-not-concerned/", {"psc-do": "report-not-concerned", "reason": "CPS"})
        client = self.staff("employeur")
        (task,) = client.get("/desk/tasks/").context["tasks"]
        assert task.dossier == HINA
        client.post("/desk/tasks/finish/", {"task": task.pk})
        assert not client.get("/desk/tasks/").context["tasks"]
        assert client.post("/desk/tasks/finish/", {"task": task.pk}).status_code == 404


class Retention(PortalTest):
    """What is past its retention is erased with all that belongs to it, and nothing else is."""

    def test_only_what_is_past_retention_is_erased(self) -> None:
        StoredDossier.objects.filter(pk=HINA).update(retention_until=clock.now().date() - dt.timedelta(days=2))
        client = self.staff("gestion")
        assert [row.dossier for row in client.get("/desk/retention/").context["rows"]] == [HINA]
        client.post("/desk/retention/", {"file": [HINA, CAMILLE]})
        store = StoredDossier.objects.store
        assert [id for id, _ in store.tombstones()] == [HINA]  # noqa: A001 -- a dossier's
        assert not Account.objects.filter(dossier=HINA).exists()
        assert not Delivery.objects.filter(dossier=HINA).exists()
        assert StoredDossier.objects.load(CAMILLE).id == CAMILLE


class Statistics(PortalTest):
    """Pictures say what their tables say."""

    def test_answers_screens_and_motives_are_counted(self) -> None:
        self.decide(HINA, *CPS)
        self.decide("A-1001", do.StartAffiliation())
        self.decide(CAMILLE, do.StartDispensation(), do.ChooseMotive(Motive.PARTNER_COLLECTIVE))
        attestation = do.Attest(
            "Camille Martin",
            ["1 rue de la Paix"],
            Motive.PARTNER_COLLECTIVE,
            dt.date(2026, 12, 31),
            clock.now().date(),
            "Lyon",
            signed=True,
        )
        self.decide(CAMILLE, attestation, do.RequestDispensation(warning_read=True))
        page = self.staff("gestion").get("/desk/statistics/")
        counts = {plot.name: [bar.value for bar in plot.bars] for plot in page.context["plots"]}
        assert counts == {"answers": [2], "screens": [1], "motives": [1]}
        assert page.content.decode().count("<svg") == 3
        assert self.staff("employeur").get("/desk/statistics/").status_code == 200
        assert page.content.decode().count("<caption>") == 3


def key(number: str) -> str:
    """Work out the key of a social-security number."""
    return f"{97 - int(number) % 97:02}"
