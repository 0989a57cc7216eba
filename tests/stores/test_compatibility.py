"""
What a release or a new version of a contract would do to stored dossiers is told before it is installed.
"""

import contextlib
import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, open_dossier
from paths import EXAMPLE_CONTRACTS
from people import FAMILY, GUIDE, MEN, TODAY
from psc_workflow import Agent, Dossier, EndReason, Formula, Regime, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.contracts import Contract, Registry
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Motive
from psc_workflow.cli import _corpus as corpus
from psc_workflow.cli import main
from psc_workflow.exceptions import Fault
from psc_workflow.rules import consents
from psc_workflow.stores import Compatibility, CompatibilityKind, SQLiteStore, check_compatibility, sql
from psc_workflow.stores import _sqlite as sqlite
from psc_workflow.stores._transactions import PAGE
from psc_workflow.stores.sql import SQLAlchemyStore


def checked(dossier: Dossier, contract: Contract) -> Compatibility:
    (compatibility,) = check_compatibility([(dossier.id, dossier.dump())], contract)
    return compatibility


def with_value(name: str, value: Any, contract: Contract = GUIDE) -> Contract:
    """Give a contract in which the parameter *name* has another value from its first day on."""
    parameter = getattr(contract, name)
    values = tuple(attrs.evolve(dated, value=value) for dated in parameter.values)
    return attrs.evolve(contract, **{name: attrs.evolve(parameter, values=values)})


@pytest.mark.parametrize("name", EVERY_STATE)
def test_the_same_contract_and_the_same_release_change_nothing(name: str) -> None:
    dossier = dossier_in(name)
    assert checked(dossier, dossier.contract) == Compatibility(dossier.id, (CompatibilityKind.UNCHANGED,))


@pytest.mark.parametrize("reason", [EndReason.DEATH, EndReason.RETIREMENT])
def test_of_somebody_for_whom_nothing_follows_no_answer_is_asked_again(reason: EndReason) -> None:
    dossier = accept(at_state("beneficiaries"), do.EndMembership(reason, TODAY))
    assert checked(dossier, GUIDE).kinds == (CompatibilityKind.UNCHANGED,)


def test_a_deadline_that_a_contract_moves_is_told() -> None:
    sooner = with_value("reminders", (3,))
    assert checked(open_dossier(), sooner) == Compatibility(
        "D1", (CompatibilityKind.DEADLINE_MOVED,), (Fault("due_at", "would be another"),)
    )
    confirmed = accept(open_dossier(), *journey(FAMILY))
    assert checked(confirmed, sooner).kinds == (CompatibilityKind.UNCHANGED,)


def test_a_contract_that_is_installed_nowhere_is_checked_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the command line that is every contract of a host's own."""
    lagon = contracts.load(EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml")
    opened = Dossier.open(lagon, id="L", agent=Agent(), invited_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    (tmp_path / "L.json").write_bytes(opened.dump())
    arguments = ["compatibility", str(tmp_path), "--contract", str(EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml")]
    assert main([*arguments, "--json"]) == 0
    assert [result["kinds"] for result in json.loads(capsys.readouterr().out)] == [["unchanged"]]


def test_the_words_of_an_installed_contract_that_nobody_has_read_yet_are_read(tmp_path: Path) -> None:
    """A document of another contract is no damaged one because that contract's file waits to be asked for."""
    file = tmp_path / "lagon.toml"
    text = (EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("enim", "lagoon_reef"), encoding="utf-8")
    lagon = contracts.load(EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml")
    opened = Dossier.open(lagon, id="L", agent=Agent(), invited_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    stored = accept(opened, do.StartAffiliation(), do.DeclareRegime(Regime("enim")), at=opened.record.at).dump()
    document = stored.replace(b'"enim"', b'"lagoon_reef"')
    assert document != stored
    ((compatibility),) = check_compatibility([("L", document)], GUIDE, installed=Registry({lagon.id: file}))
    assert compatibility.kinds == (CompatibilityKind.OTHER_CONTRACT,)


def test_what_the_installed_contract_refuses_too_is_not_new() -> None:
    dossier = at_state("signature", FAMILY, formula=Formula.OPTION_1)
    ((compatibility),) = check_compatibility(
        [("D1", dossier.dump())], NO_OPTIONS, installed={GUIDE.id: with_value("reminders", (3,), NO_OPTIONS)}
    )
    assert compatibility.kinds == (CompatibilityKind.DEADLINE_MOVED,)
    ((compatibility),) = check_compatibility([("D1", dossier.dump())], NO_OPTIONS, installed={})
    assert compatibility.kinds == (CompatibilityKind.ANSWER_REFUSED,)


def test_the_former_name_of_faults_still_works_and_warns() -> None:
    (result,) = check_compatibility([("D1", b"{}")], GUIDE)
    with pytest.warns(DeprecationWarning, match="problems is now called faults"):
        assert result.problems == result.faults


NO_GENERAL = with_value("local_regimes", (Regime.CPS, Regime.GENERAL), with_value("accepted_regimes", (Regime.MSA,)))
NO_OPTIONS = with_value("formulas", (Formula.BASE,), attrs.evolve(GUIDE, recommended_formula=None))


@pytest.mark.parametrize(
    ("contract", "screens"),
    [
        (NO_GENERAL, ["regime.regime", "beneficiaries.partner.regime", "beneficiaries.children.0.regime"]),
        (NO_OPTIONS, ["formula.formula"]),
    ],
)
def test_an_answer_that_would_be_refused_is_told_by_its_screen(contract: Contract, screens: list[str]) -> None:
    compatibility = checked(at_state("signature", FAMILY, formula=Formula.OPTION_1), contract)
    assert compatibility.kinds == (CompatibilityKind.ANSWER_REFUSED,)
    assert [fault.path for fault in compatibility.faults] == screens
    assert all(fault.message.startswith("would be refused: ") for fault in compatibility.faults)


def test_a_fact_that_a_release_makes_mandatory_is_told_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of a release to come asks for more than what was answered."""
    stored = at_state("signature", FAMILY)
    asks_more = Verdict((wording.finding("consent-unanswered", "newsletter"),))
    monkeypatch.setattr(consents, "assess", lambda *_, **__: asks_more)
    compatibility = checked(stored, GUIDE)
    assert compatibility.kinds == (CompatibilityKind.FACT_MISSING,)
    assert [fault.path for fault in compatibility.faults] == ["consents.newsletter"]


@pytest.mark.parametrize("state", ["dispensation.granted", "dispensation.renewal_due"])
def test_a_motive_that_a_release_takes_from_who_is_dispensed_is_told(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = dossier_in(state)
    current = law.law().dispensation_motives
    fewer = attrs.evolve(current, values=(attrs.evolve(current.values[0], value=(Motive.C2S,)),))
    changed = attrs.evolve(law.law(), dispensation_motives=fewer)
    monkeypatch.setattr(law, "law", lambda: changed)
    compatibility = checked(stored, GUIDE)
    assert compatibility.kinds == (CompatibilityKind.ANSWER_REFUSED,)
    fault = Fault(f"{state.removeprefix('dispensation.')}.motive", "would be refused: motive-not-allowed")
    assert compatibility.faults == (fault,)


def test_who_is_a_member_is_only_read() -> None:
    assert checked(dossier_in("membership.in_force"), NO_GENERAL).kinds == (CompatibilityKind.UNCHANGED,)


def test_a_dossier_of_another_contract_is_only_read() -> None:
    assert checked(at_state("signature"), MEN).kinds == (CompatibilityKind.OTHER_CONTRACT,)


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        (
            lambda document: document["record"]["states"].update(affiliation="quiz"),
            CompatibilityKind.STRANDED,
            "record.states.affiliation",
        ),
        (lambda document: document["record"].update(colour="blue"), CompatibilityKind.UNREADABLE, "record.colour"),
        (lambda document: document.update(version=99), CompatibilityKind.UNREADABLE, "version"),
    ],
)
def test_a_document_that_cannot_be_read_is_told_and_the_others_are_checked(
    change: Any, kind: CompatibilityKind, path: str
) -> None:
    document = json.loads(at_state("signature").dump())
    change(document)
    corpus = [("bad", json.dumps(document).encode()), ("good", open_dossier().dump())]
    bad, good = check_compatibility(corpus, GUIDE)
    assert (bad.kinds, [fault.path for fault in bad.faults]) == ((kind,), [path])
    assert good.kinds == (CompatibilityKind.UNCHANGED,)


def test_a_folder_and_the_file_of_either_store_are_reported_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file, other = tmp_path / "documents", tmp_path / "x.db", tmp_path / "y.db"
    folder.mkdir()
    with SQLiteStore(file) as store:
        alchemy = SQLAlchemyStore(sa.create_engine(f"sqlite:///{other}", poolclass=sa.NullPool))
        alchemy.create_tables()
        for name in ("affiliation.home", "affiliation.signature"):
            dossier = attrs.evolve(dossier_in(name), record=attrs.evolve(dossier_in(name).record, id=name))
            store.create(dossier)
            alchemy.create(dossier)
            (folder / f"{name}.json").write_bytes(dossier.dump())
    answers = []
    for place_of in (folder, file, other):
        assert main(["compatibility", str(place_of), "--contract", "guide-illustration", "--json"]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1] == answers[2]
    assert [(entry["id"], entry["kinds"]) for entry in answers[0]] == [
        ("affiliation.home", ["unchanged"]),
        ("affiliation.signature", ["unchanged"]),
    ]
    assert main(["compatibility", str(folder), "--contract", "guide-illustration", "--lang", "fr"]) == 0
    assert "Inchangé" in capsys.readouterr().out


def made(file: Path, *statements: str) -> Path:
    """Make a SQLite file."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return file


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("name", ["x.db", "50 % of #1?mode=rwc&x.db"])
def test_a_store_is_read_and_no_byte_of_it_is_changed(
    tmp_path: Path, name: str, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is anything made beside it, however the file is called; and somebody may be writing at that moment."""
    file = tmp_path / name
    with SQLiteStore(file) as store:
        for number in range(PAGE + 1):
            store.create(attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=f"D{number:03}")))
    made(file, f"PRAGMA journal_mode = {mode}")
    before = file.read_bytes()
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert main(["compatibility", str(file), "--contract", "guide-illustration", "--json"]) == 0
        writer.execute("ROLLBACK")
    assert len(json.loads(capsys.readouterr().out)) == PAGE + 1
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(("-shm", "-wal"))] == [name]


OURS = "CREATE TABLE dossiers (id TEXT, revision INTEGER, due_at TEXT, document BLOB)"
OTHERS = {
    "an empty file": ((), "is not a SQLite file of a store"),
    "somebody else's tables": (("CREATE TABLE animals (name TEXT)",), "is not a SQLite file of a store"),
    "another table of dossiers": (
        ("CREATE TABLE dossiers (number INTEGER)", "PRAGMA user_version = 1"),
        "is not a SQLite file of a store",
    ),
    "tables without a version": ((OURS,), "has tables of version 0; this release reads versions up to 3"),
    "a later release": (
        (OURS, "PRAGMA user_version = 4"),
        "has tables of version 4; this release reads versions up to 3",
    ),
    "a later release of the other store": (
        ("CREATE TABLE psc_schema (version)", "INSERT INTO psc_schema VALUES (4)", OURS.replace("dos", "psc_dos")),
        "has tables of version 4; this release reads versions up to 3",
    ),
}


@pytest.mark.parametrize(("statements", "message"), OTHERS.values(), ids=OTHERS)
def test_a_file_that_is_no_store_s_is_an_error_and_stays_as_it_is(
    tmp_path: Path, statements: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made(tmp_path / "x.db", *statements)
    before = file.read_bytes()
    assert main(["compatibility", str(file), "--contract", "guide-illustration"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert f"{file}: {message}" in shown.err
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_database_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.db"
    file.write_text("a letter to a friend " * 50)
    assert main(["compatibility", str(file), "--contract", "guide-illustration"]) == 2
    assert "cannot be read as a SQLite file: file is not a database" in capsys.readouterr().err


def test_the_command_line_knows_the_tables_of_both_stores() -> None:
    assert (corpus.SCHEMA, corpus.SQL_SCHEMA) == (sqlite.SCHEMA, sql.SCHEMA)


def test_tables_made_by_a_host_s_own_migrations_need_no_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'x.db'}", poolclass=sa.NullPool)
    sql.metadata.create_all(engine)
    SQLAlchemyStore(engine).create(open_dossier())
    assert main(["compatibility", str(tmp_path / "x.db"), "--contract", "guide-illustration", "--json"]) == 0
    assert [entry["kinds"] for entry in json.loads(capsys.readouterr().out)] == [["unchanged"]]


def test_a_place_that_is_not_there_is_told_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatibility", str(tmp_path / "none.db"), "--contract", "men-2026"]) == 2
    assert "is neither a folder nor a file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
