"""
The desk: what whoever handles files sees and does.
"""

import datetime as dt
import json

from portal import clock, people
from portal.models import Account, Delivery, Person
from psc_workflow import Agent, Civility, Dossier, Formula, Link, Motive, Partner, Regime, Role, contracts
from psc_workflow import commands as do
from psc_workflow.django.models import StoredDossier
from tests.people import CAMILLE, HINA, MOANA, PortalTest, email_of, text_of

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
        assert [row.pk for row, _ in page.context["files"]] == [HINA]
        counts = {choice.name: choice.count for choice in page.context["filters"]["affiliation"]}
        assert counts == {"home": 5, "regime": 1}

    def test_a_journey_that_nobody_began_is_no_news(self) -> None:
        self.decide(HINA, *TO_THE_NIR[:2])
        text = text_of(self.staff("employeur").get("/desk/"))
        assert "Souscription à finaliser Affiliation – Bénéficiaires à couvrir" in text
        assert "Affiliation à commencer" in text  # of all others
        for absent in ("Accueil de la dispense", "Accueil du parcours", "Dispense –", "Adhésion –"):
            assert absent not in text, absent

    def test_the_list_says_what_falls_due(self) -> None:
        page = self.staff("employeur").get("/desk/")
        assert text_of(page).count("Réponse possible jusqu’au 27 avril 2026 inclus") == 5

    def test_a_file_that_cannot_be_read_is_listed_all_the_same(self) -> None:
        StoredDossier.objects.filter(pk=HINA).update(dossier="{}")
        due = {row.pk: due for row, due in self.staff("employeur").get("/desk/").context["files"]}
        assert [pk for pk, each in due.items() if each is None] == [HINA]

    def test_a_state_that_no_file_has_is_no_filter(self) -> None:
        page = self.staff("employeur").get("/desk/?affiliation=nothing")
        assert len(page.context["files"]) == 6

    def test_a_file_is_found_by_its_number_by_a_name_or_by_the_address_of_its_agent(self) -> None:
        client = self.staff("assureur")
        for text in (HINA, "a-1002", f" {email_of(HINA).upper()} ", "tetua", "HÍNA tet"):
            assert client.post("/desk/search/", {"text": text}).headers["Location"] == f"/desk/files/{HINA}/", text
        for text in ("nobody", "etua", "", "%", "Moana"):  # who is of another insurer
            assert "Aucun dossier" in text_of(client.post("/desk/search/", {"text": text}, follow=True)), text

    def test_a_name_is_found_in_whichever_characters_it_is_typed(self) -> None:
        Person.objects.filter(pk=HINA).update(folded=f" {people.fold('Teraʻi Cœur Møller Łukas Læti')}")
        client = self.staff("assureur")
        for text in ("Tera’i", "TERA'I", "tera\u02bci", "coeur", "CŒUR", "moller", "lukas", "laeti"):
            assert client.post("/desk/search/", {"text": text}).headers["Location"] == f"/desk/files/{HINA}/", text

    def test_what_several_files_match_is_listed_with_names(self) -> None:
        page = self.staff("employeur").post("/desk/search/", {"text": "A-1"})
        assert [row.pk for row, _ in page.context["files"]] == ["A-1001", HINA]
        assert "Hina Tetua" in text_of(page)

    def test_a_file_is_found_by_the_name_that_its_agent_has_corrected(self) -> None:
        self.decide(HINA, *TO_THE_NIR)
        agent = self.agent()
        form = {"psc-do": "confirm-identity", "civility": "madame", "usage_name": "Marurai", "birth_name": "Tetua"}
        born = {"first_name": "Hina", "birth_date": "1988-11-03", "birth_country": "PF", "birth_city": "Faaa"}
        assert agent.post("/file/", {**form, **born}).status_code == 302
        answer = self.staff("employeur").post("/desk/search/", {"text": "marurai"})
        assert answer.headers["Location"] == f"/desk/files/{HINA}/"

    def test_no_cell_of_the_list_is_worked_out_by_a_spreadsheet(self) -> None:
        for planted, written in (
            ("=1+1", "'=1+1"),
            ("a;=1+1", "a;'=1+1"),
            ("\t@SUM(1)", " '@SUM(1)"),
            ("\uff1d1", "'\uff1d1"),
            ("a-b", "a-b"),
        ):
            StoredDossier.objects.filter(pk=HINA).update(contract=planted)
            lines = self.staff("gestion").get("/desk/files.csv").content.decode().splitlines()
            assert len(lines) == 7
            assert any(line.startswith(f'"{HINA}","{written}",') for line in lines), planted

    def test_the_list_has_its_instants_in_the_time_zone_of_each_contract(self) -> None:
        lines = self.staff("gestion").get("/desk/files.csv").content.decode().splitlines()
        due = {line.split(",")[0]: line.split(",")[6] for line in lines[1:]}
        assert due[f'"{HINA}"'].endswith('-10:00"')
        assert due[f'"{CAMILLE}"'].endswith('+02:00"')


class OneInsurer(PortalTest):
    """An insurer sees the files of its own contracts, and no other."""

    def test_each_insurer_lists_its_own_files(self) -> None:
        for name, files in (("assureur", ["A-1001", HINA, CAMILLE, "B-2002", "D-4001"]), ("lagon", ["C-3001"])):
            client = self.staff(name)
            assert [row.pk for row, _ in client.get("/desk/").context["files"]] == files
            assert client.get("/desk/files.csv").content.decode().count("\n") == len(files) + 1
            standing = client.get("/desk/statistics/").context["counted"]["standing"]
            assert sum(standing.values()) == len(files)

    def test_an_insurer_without_a_contract_sees_nothing(self) -> None:
        Account.objects.filter(code="staff-assureur").update(contract=None)
        assert not self.staff("assureur").get("/desk/").context["files"]

    def test_what_of_another_insurer_is_past_retention_is_not_erased(self) -> None:
        self.pass_retention()
        client = self.staff("assureur")
        assert not client.get("/desk/retention/").context["rows"]
        client.post("/desk/retention/", {"file": [MOANA]})
        assert StoredDossier.objects.load(MOANA).id == MOANA


class OneFile(PortalTest):
    """A file is shown, entered and exported as the role may."""

    def test_the_history_says_who_did_what(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        text = text_of(self.staff("employeur").get(f"/desk/files/{HINA}/"))
        assert "Je découvre et je m’affilie agent" in text
        assert "(heure de Tahiti)" in text
        assert "Greenwich" not in text

    def test_the_history_says_why_in_words_and_who_of_the_staff(self) -> None:
        self.decide(HINA, *TO_THE_NIR[:3])
        client = self.staff("employeur")
        assert client.post(f"/desk/files/{HINA}/do/confirm-solo/", {"psc-do": "confirm-solo"}).status_code == 302
        page = client.get(f"/desk/files/{HINA}/")
        assert "employeur (employeur@portal.example)" in text_of(page)
        codes = {code for step in page.context["history"] for code in step["codes"]}
        assert not [code for code in codes if code in text_of(page)]

    def test_the_employer_reads_no_reason_that_says_what_it_is_not_to_know(self) -> None:
        spouse = Partner(dt.date(1980, 3, 15), regime=Regime.GENERAL, link=Link.MARRIED, state_civil_servant=False)
        self.decide(HINA, *TO_THE_NIR[:2], do.DeclareBeneficiaries(partner=spouse, children=[]))
        for name, shown in (("employeur", False), ("assureur", True)):
            client = self.staff(name)
            assert ("séparé(e) de corps" in text_of(client.get(f"/desk/files/{HINA}/"))) == shown
            exported = client.post(f"/desk/files/{HINA}/export/").content.decode()
            assert ("partner-separation-to-confirm" in exported) == shown

    def test_a_file_begins_with_what_is_due_and_what_may_be_done(self) -> None:
        page = self.staff("employeur").get(f"/desk/files/{HINA}/").content.decode()
        places = [
            page.index(f"<h2>{name}</h2>") for name in ("Les échéances", "Ce que vous pouvez faire", "Historique")
        ]
        assert places == sorted(places)
        assert page.index('<details class="fold">') < places[-1]

    def test_a_warning_of_a_file_stands_on_its_page(self) -> None:
        late = Agent(hired_on=dt.date(2026, 9, 1))
        contract = contracts.get("men-2026-pf")
        StoredDossier.objects.open(Dossier.open(contract, id="A-1999", agent=late, invited_at=clock.now()))
        page = self.staff("employeur").get("/desk/files/A-1999/")
        assert [finding.code for finding in page.context["view"].warnings.findings] == ["effective-date-pending"]
        assert "n’est pas encore fixée" in text_of(page)

    def test_no_command_is_in_the_agents_mouth_on_the_desk(self) -> None:
        for name in ("employeur", "assureur", "gestion"):
            client = self.staff(name)
            for path in ("", "do/start-affiliation/"):
                text = text_of(client.get(f"/desk/files/A-1001/{path}"))  # whose agent did nothing yet
                assert "l’affiliation de l’agent" in text, (name, path)
                assert not [word for word in ("Je ", " je ", " mon ", " mes ", " ma ") if word in text], (name, path)

    def test_whoever_answers_for_an_agent_is_reminded_of_the_paper(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.staff("employeur")
        assert "à la place de l’agent" in text_of(client.get(f"/desk/files/{HINA}/answers/"))
        assert "à la place de l’agent" in text_of(client.get(f"/desk/files/{HINA}/do/report-not-concerned/"))
        assert "à la place de l’agent" not in text_of(client.get(f"/desk/files/{HINA}/do/record-effective-date/"))

    def test_a_formula_that_is_entered_is_confirmed_on_the_same_page(self) -> None:
        self.decide(HINA, *TO_THE_NIR[:4])
        client, path = self.staff("gestion"), f"/desk/files/{HINA}/answers/"
        page = client.post(path, {"psc-do": "choose-formula", "formula": "base"}, follow=True)
        assert text_of(page).count("Valider l’affiliation de l’agent") == 1
        client.post(path, {"psc-do": "choose-formula", "psc-press": "validate-affiliation", "formula": "base"})
        assert StoredDossier.objects.load(HINA).states["affiliation"] == "identity"

    def test_an_employer_neither_changes_the_account_nor_rates(self) -> None:
        account = {"holder": "Hina Tetua", "iban": "FR7617469000010012345678937"}
        for name, fields in (("update-bank-details", account), ("rate-experience", {"rating": "happy"})):
            refused = self.staff("employeur").post(f"/desk/files/{HINA}/do/{name}/", {"psc-do": name, **fields})
            assert refused.status_code == 409, name
            assert text_of(refused).count("ne permet pas de faire la demande") == 1, name
            assert refused.context["problem"]["errors"][0]["code"] == "role-not-allowed"

    def test_an_answer_on_paper_is_entered_as_the_agent_would(self) -> None:
        self.decide(HINA, do.StartAffiliation())
        client = self.staff("employeur")
        page = client.get(f"/desk/files/{HINA}/answers/")
        body = {"psc-do": "declare-regime", "psc-revision": page.context["form"].revision}
        refused = client.post(f"/desk/files/{HINA}/answers/", {**body, "regime": "cps"})
        assert refused.status_code == 422
        assert 'href="#regime"' in refused.content.decode()
        assert text_of(refused).count("Demandez à votre employeur le remboursement") == 1
        accepted = client.post(f"/desk/files/{HINA}/answers/", {**body, "regime": "general"})
        assert accepted.headers["Location"] == f"/desk/files/{HINA}/answers/"
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
        self.pass_retention()
        client = self.staff("gestion")
        assert [row.dossier for row in client.get("/desk/retention/").context["rows"]] == [MOANA]
        client.post("/desk/retention/", {"file": [MOANA, CAMILLE]})
        store = StoredDossier.objects.store
        assert [id for id, _ in store.tombstones()] == [MOANA]  # noqa: A001 -- a dossier's
        assert not Account.objects.filter(dossier=MOANA).exists()
        assert not Delivery.objects.filter(dossier=MOANA).exists()
        assert not Person.objects.filter(pk=MOANA).exists()
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
        counts = {name: [*bars.values()] for name, bars in page.context["counted"].items()}
        assert counts == {"standing": [1, 3, 1, 1], "answers": [2], "silence": [], "screens": [1], "motives": [1]}
        assert page.content.decode().count("<svg") == 4
        motives = self.staff("employeur").get("/desk/statistics/").context["counted"]["motives"]
        assert motives == {"Non communiqué à votre rôle": 1}
        assert page.content.decode().count('<caption class="unseen">') == 4

    def test_silence_is_no_answer_and_a_dispensed_agent_has_not_stopped_anywhere(self) -> None:
        self.decide(CAMILLE, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), do.StartDispensation())
        page = self.staff("gestion").get("/desk/statistics/")
        counts = page.context["counted"]
        assert counts["screens"] == {"Motif de dispense": 1}
        clock.advance(clock.now() + dt.timedelta(days=22))
        page = self.staff("gestion").get("/desk/statistics/")
        counts = page.context["counted"]
        assert counts["answers"] == {}
        assert counts["silence"] == {"28 avril 2026": 5}  # the contract of the sixth gives more days
        assert counts["standing"] == {"Affiliation automatique": 5, "Affiliation à commencer": 1}


def key(number: str) -> str:
    """Work out the key of a social-security number."""
    return f"{97 - int(number) % 97:02}"
