"""
What is stored: redacted documents, passwords, rows of a store.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given

import leaks
import planted
from leaks import Shown, find_leaks, is_accepted
from people import GUIDE, INVITED, NOW
from planted import TOURS, Mint, Tour
from planted_draws import DRAWN_TOURS, FEW, SEEDS
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model import steps
from psc_workflow._model.commands import Command, parse
from psc_workflow._model.decision import Outcome
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow._structuring import unstructure
from psc_workflow.stores import SQLiteStore

# -- the redacted document -------------------------------------------------------------------------------


def named(mint: Mint, tour: Tour) -> Iterator[tuple[Command, Any]]:
    """Give the commands of *tour* with planted names for children."""
    refs = {name: mint.text(f"name of child {name}") for name in ("one", "two", "three")}

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: refs.get(item, item) if name == "ref" else change(item) for name, item in value.items()}
        return [change(item) for item in value] if isinstance(value, list) else value

    for command, at in tour(mint):
        yield parse(command.do, change(unstructure(command))), at


def redacted(mint: Mint, tour: Tour) -> Iterator[str]:
    """Give the redacted document after every step; children's names and idempotency keys are planted, too."""
    dossier = planted.open_dossier(mint)
    for number, (command, at) in enumerate(named(mint, tour)):
        dossier = dossier.decide(command, at=at, key=mint.text(f"key {number}"), role=command.roles[0]).dossier
        yield dossier.dump(redacted=True).decode()


@given(SEEDS, DRAWN_TOURS)
@FEW
def test_no_redacted_document_holds_a_value_or_its_hash(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    *_, last = redacted(mint, tour)
    documents = [("redacted", text) for text in redacted(mint, tour)]
    assert find_leaks(mint, documents) == []
    assert find_leaks(mint, [("redacted", last)], encoded=True) == []
    assert leaks.find_birth_dates(documents) == []


@given(SEEDS, SEEDS, DRAWN_TOURS)
@FEW
def test_a_redacted_document_is_the_same_for_everybody(first_seed: int, second_seed: int, tour: Tour) -> None:
    assert list(redacted(Mint(first_seed), tour)) == list(redacted(Mint(second_seed), tour))


# -- passwords -------------------------------------------------------------------------------------------


def test_no_password_is_in_a_document_or_in_a_file_of_a_store(tmp_path: Path) -> None:
    """Neither accepted ones nor refused ones; with every page that SQLite has ever written."""
    for number, tour in enumerate(TOURS.values()):
        mint = Mint(number)
        file = tmp_path / f"{number}.db"
        wrong = mint.password("refused password")
        with SQLiteStore(file) as store:
            store.create(planted.open_dossier(mint), effects=[planted.open_dossier(mint).invitation])
            store.decide("D1", do.OpenInvitation(), at=NOW, role=Role.AGENT)
            for place, (command, at) in enumerate(tour(mint)):
                store.decide(
                    "D1",
                    do.CreateAccount(mint.email("login"), wrong, "other"),
                    at=at,
                    key=f"w-{place}",
                    role=Role.AGENT,
                )
                store.decide("D1", command, at=at, key=f"request-{place}", role=command.roles[0])
                held = store.load("D1").dump() + file.read_bytes()
                assert [name for name, password in mint.passwords().items() if password.encode() in held] == []
        assert mint.passwords()


@given(SEEDS, SEEDS)
@FEW
def test_a_document_is_the_same_whatever_the_password(first_seed: int, second_seed: int) -> None:
    """No fingerprint, no hash, no length of it is kept; the same request with another password is a duplicate."""
    first, second = Mint(first_seed).password("password"), Mint(second_seed).password("password") + "longer"

    def walked(password: str) -> Dossier:
        dossier = planted.open_dossier(Mint(1))
        for number, command in enumerate(
            [
                do.OpenInvitation(PriorMembership.NONE),
                do.CreateAccount("a@b.example", password, password),
                do.ContinueToLogin(),
                do.ForgetPassword(),
                do.ResetPassword(password, password),
            ]
        ):
            decision = dossier.decide(command, at=NOW, key=f"{number}", role=command.roles[0])
            assert is_accepted(decision)
            dossier = decision.dossier
        return dossier

    assert walked(first).dump() == walked(second).dump()
    again = walked(first).decide(do.ResetPassword(second, second), at=NOW, key="4", role=Role.AGENT)
    assert again.outcome is Outcome.DUPLICATE
    for command in (do.CreateAccount("a@b.example", first, first), do.ResetPassword(first, first)):
        changed = attrs.evolve(command, password=second, confirmation=second)
        assert steps.fingerprint(command) == steps.fingerprint(changed)


# -- stores ----------------------------------------------------------------------------------------------


@given(SEEDS, DRAWN_TOURS)
@FEW
def test_no_row_of_a_store_shows_a_value_and_a_delivered_mail_leaves_none(seed: int, tour: Tour) -> None:
    mint = Mint(seed)
    shown: list[Shown] = []
    with tempfile.TemporaryDirectory() as folder, leaks.collect_logs() as logs:
        file = Path(folder) / "x.db"
        with SQLiteStore(file) as store:
            store.create(planted.open_dossier(mint), effects=[planted.open_dossier(mint).invitation])
            for command, at in tour(mint):
                store.decide("D1", command, at=at, role=command.roles[0])
                with store._transaction() as rows:  # noqa: SLF001 -- to see its rows
                    shown += [("outbox", repr(row)) for row in rows.pending(at, 100)]
                shown += [("effects", repr(store.pending(at)))]
            shown += [("steps", repr(store.steps("D1"))), ("store", repr(store))]
            shown += leaks.shown_by_error(lambda: store.create(planted.open_dossier(mint)), "the store's error")
            shown += leaks.shown_by_error(
                lambda: store.save(planted.open_dossier(mint), expected_revision=99), "the store's error"
            )
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE dossiers SET document = ?", (json.dumps(mint.made).encode(),))
        connection.close()
        with SQLiteStore(file) as store:
            shown += leaks.shown_by_error(lambda: store.load("D1"), "the store's error")
            shown += leaks.shown_by_error(lambda: [*store.iterate()], "the store's error")
    assert find_leaks(mint, [*shown, *logs]) == []


def test_what_is_erased_from_a_store_is_gone_from_its_file(tmp_path: Path) -> None:
    """The address of a mail delivered, a text replaced: SQLite would leave both in pages that it has freed."""
    mint, file = Mint(1), tmp_path / "x.db"
    with SQLiteStore(file) as store:
        assert store._connection.execute("PRAGMA secure_delete").fetchone() == (1,)  # noqa: SLF001 -- the point
        agent = attrs.evolve(planted.agent(mint), professional_email="somebody-else@example.org")
        dossier = Dossier.open(GUIDE, id="D1", agent=agent, invited_at=INVITED)
        mail = attrs.evolve(dossier.invitation, address=mint.made["professional address"])
        store.create(dossier, effects=[mail])
        assert mint.made["professional address"].encode() in Path(f"{file}-wal").read_bytes()
        assert store.deliver(lambda _: None, at=NOW) == 1
    assert list(tmp_path.iterdir()) == [file], "the log goes with the last who uses the file"
    assert mint.made["professional address"].encode() not in file.read_bytes()
