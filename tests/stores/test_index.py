"""
Dossiers are found by an index that says what they say, whatever was written, and erased with all that belongs to them.
"""

import contextlib
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from databases import Open, close, written
from documents import OWN_CONTRACT, own_value, write_contract
from dossiers import EVERY_STATE, accept, dossier_in, journey, open_dossier
from people import FAMILY, NOW, ONE_DAY
from psc_workflow import Dossier, Role, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli import main
from psc_workflow.contracts import Contract
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, HostError, StoreError
from psc_workflow.stores import Change, SealKeys, SQLiteStore, Store
from psc_workflow.stores._finding import COUNTED
from psc_workflow.stores._index_row import index_row
from psc_workflow.stores.sql import SQLAlchemyStore


def renamed(dossier: Dossier, name: str) -> Dossier:
    return attrs.evolve(dossier, record=attrs.evolve(dossier.record, id=name))


@pytest.fixture
def full(store: Store) -> Store:
    """Give a store with a dossier in each state, and D1."""
    for name in EVERY_STATE:
        store.create(renamed(dossier_in(name), name))
    return store


def rows_of(store: Store) -> list[Any]:
    """Make the rows anew from what is stored."""
    return [index_row(dossier, dossier.due_at()) for dossier in store.iterate()]


def test_every_dossier_is_found_by_each_of_its_facts_and_counted(full: Store) -> None:
    rows = rows_of(full)
    assert full.find(limit=100) == rows
    for field in COUNTED:
        assert full.count_by(field) == Counter(getattr(row, field) for row in rows)
        for value in {getattr(row, field) for row in rows} - {None}:
            matches = full.find(**{field: value}, limit=100)
            assert matches == [row for row in rows if getattr(row, field) == value], (field, value)
    chosen = full.find(status="membership.automatic", affiliation="auto_affiliated", limit=100)
    assert [row.dossier for row in chosen] == ["affiliation.auto_affiliated", "dispensation.closed"]


def test_pages_follow_each_other_without_gap_or_repetition(full: Store) -> None:
    ids, page = list[str](), full.find(membership="none", limit=4)
    while page:
        ids += [row.dossier for row in page]
        page = full.find(membership="none", after=ids[-1], limit=4)
    assert ids == sorted(row.dossier for row in rows_of(full) if row.membership == "none")
    assert len(ids) > 8


def test_the_index_follows_every_change_and_is_made_anew_as_it_is(store: Store) -> None:
    for command in journey(FAMILY):
        store.decide("D1", command, at=NOW, role=command.roles[0])
        assert store.find() == rows_of(store)
    store.tick(NOW + 60 * ONE_DAY)
    (row,) = before = store.find()
    assert row == rows_of(store)[0]
    assert (row.affiliation, row.due_at) == ("confirmed", store.load("D1").due_at())
    written_wrong(store)
    assert store.find() != before
    assert store.reindex() == ()
    assert store.find() == before


def written_wrong(store: Store) -> None:
    with store._transaction() as rows:  # noqa: SLF001 -- no store has a way to do harm
        (row,) = rows.find({}, "", 1)
        rows.put_index([attrs.evolve(row, status="membership.none", effective_on=None)])


def hurried(store: Store) -> Store:
    """Open a store again that does not wait for who holds a row or the file."""
    if isinstance(store, SQLiteStore):
        store.close()
        return SQLiteStore(store._path or "", timeout=0)  # noqa: SLF001 -- the same file
    engine = store._engine  # type: ignore[attr-defined]  # noqa: SLF001 -- whose pool keeps nothing

    @sa.event.listens_for(engine, "connect")
    def hurry(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 0" if engine.dialect.name == "sqlite" else "SET lock_timeout = '1ms'")
        connection.commit()

    return SQLAlchemyStore(engine)


def test_a_dossier_is_found_by_what_it_is_whoever_writes_while_the_index_is_made_anew(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, read = hurried(open_store()), store._read  # noqa: SLF001 -- between reading and writing

    def overtaken(row: Any, **named: Any) -> Dossier:
        dossier = read(row, **named)
        with contextlib.suppress(StoreError):  # it would have to wait
            other.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
        return dossier

    monkeypatch.setattr(store, "_read", overtaken)
    assert store.reindex() == ()
    monkeypatch.undo()
    assert store.find() == rows_of(store)
    assert store.verify() == ()
    close(other)


def test_a_dossier_that_cannot_be_read_is_named_and_found_by_nothing_until_it_can(full: Store) -> None:
    before, document = full.find(limit=100), dict(full.documents())["access.created"]
    written(full, "dossiers", "access.created", document=b"{")
    assert full.reindex() == ("access.created",)
    assert full.find(limit=100) == [row for row in before if row.dossier != "access.created"]
    for field in COUNTED:
        assert sum(full.count_by(field).values()) == len(before) - 1, field
    assert {(each.kind, each.dossier) for each in full.verify()} == {("document", "access.created")}
    written(full, "dossiers", "access.created", document=document)
    assert full.reindex() == ()
    assert full.find(limit=100) == before


def without_contract(store: Store) -> None:
    store._contracts = contracts.builtin  # noqa: SLF001 -- every class takes it as an argument


def without_key(store: Store) -> None:
    store._seal_keys = SealKeys({"2027": bytes(32)})  # noqa: SLF001 -- as above


def without_any_key_before(store: Store) -> None:
    store._seal_keys = None  # noqa: SLF001 -- as above
    store.delete("E1")
    store.create(renamed(dossier_in("membership.ended"), "E1"))
    without_key(store)


def of_a_later_release(store: Store) -> None:
    document = json.loads(dict(store.documents())["E1"]) | {"version": 99}
    written(store, "dossiers", "E1", document=json.dumps(document).encode(), digest=None)


@pytest.mark.parametrize("harm", [without_contract, without_key, without_any_key_before, of_a_later_release])
def test_a_dossier_that_another_process_may_read_is_named_and_found_as_before(
    harm: Callable[[Store], None], own: tuple[Path, Contract], store: Store
) -> None:
    store._contracts = contracts.builtin.including(own[1])  # noqa: SLF001 -- as above
    store._seal_keys = SealKeys({"2026": bytes(32)})  # noqa: SLF001 -- as above
    store.delete("D1")
    store.create(ended_under(own[1]))
    harm(store)
    before = store.find()
    assert store.reindex() == ("E1",)
    assert store.find() == before
    assert len(before) == 1


def test_a_dossier_that_has_changed_and_lacks_a_seal_too_is_found_by_nothing(store: Store) -> None:
    written(store, "dossiers", "D1", document=dict(store.documents())["D1"].replace(b"Papeete", b"Papeetu"))
    without_key(store)
    assert store.reindex() == ("D1",)
    assert store.find() == []


@pytest.mark.parametrize(
    ("whole", "damaged"), [(b"guide-illustration", b"guide-illustratiom"), (b'"version":1', b'"version":9')]
)
def test_a_damaged_document_that_names_what_another_process_may_read_is_found_by_nothing(
    whole: bytes, damaged: bytes, store: Store
) -> None:
    document = dict(store.documents())["D1"]
    assert whole in document
    written(store, "dossiers", "D1", document=document.replace(whole, damaged, 1))
    assert store.reindex() == ("D1",)
    assert store.find() == []


def test_a_head_of_a_dossier_whose_contract_is_not_there_is_listed_with_it(
    own: tuple[Path, Contract], store: Store
) -> None:
    store._contracts = contracts.builtin.including(own[1])  # noqa: SLF001 -- as above
    store.create(ended_under(own[1]))
    heads = list(store.heads())
    without_contract(store)
    assert [(each.kind, each.dossier) for each in store.verify(heads=heads)] == [("document", "E1"), ("head", "E1")]


def test_nothing_is_counted_by_what_is_no_fact(store: Store) -> None:
    for field in ("dossier", "document", "status; DROP TABLE dossiers"):
        with pytest.raises(HostError, match="field"):
            store.count_by(field)


def test_no_page_reads_more_than_it_gives(store: Store) -> None:
    """Each question has its index, in SQLite as in PostgreSQL."""
    for field in COUNTED:
        query = f"SELECT dossier FROM found_by WHERE dossier > 'a' AND {field} = 'b' ORDER BY dossier LIMIT 9"  # noqa: S608
        assert f"found_by_{field}" in plan(store, query)
    outbox = "delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL"
    for column in ("due", "next"):
        query = f"SELECT id FROM outbox WHERE {outbox} AND {column}_at <= '2027-01-01' ORDER BY {column}_at, id LIMIT 9"  # noqa: S608
        assert f"outbox_{column}" in plan(store, query)
    due = "SELECT id FROM dossiers WHERE tick_at <= '2027-01-01' ORDER BY tick_at, id LIMIT 9"
    assert "dossiers_tick" in plan(store, due)


def plan(store: Store, query: str) -> str:
    with store._transaction() as rows:  # noqa: SLF001 -- no store shows its plans
        if isinstance(store, SQLiteStore):
            answer = str(rows.connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())
            assert "TEMP B-TREE" not in answer
            return answer
        for table in ("found_by", "outbox", "dossiers"):
            query = query.replace(f"FROM {table}", f"FROM psc_{table}")
        is_postgres = rows.connection.dialect.name == postgresql.dialect.name
        if is_postgres:
            query = query.replace("effective_on = 'b'", "effective_on = '2027-01-01'")
            rows.connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
            rows.connection.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
        return str(rows.connection.execute(sa.text(f"EXPLAIN {'' if is_postgres else 'QUERY PLAN '}{query}")).all())


# -- beside ---------------------------------------------------------------------------------------------------


def test_a_function_of_the_host_writes_in_the_same_transaction(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = list[Change]()
    monkeypatch.setattr(store, "_beside", lambda _, change: changes.append(change))
    decision = store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    store.erase("D1", on=NOW.date())
    assert changes == [Change("D1", decision.dossier, decision.steps, decision.effects), Change("D1", None)]


def test_what_a_function_of_the_host_refuses_is_not_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object, __: Change) -> None:
        raise LookupError

    monkeypatch.setattr(store, "_beside", refuse)
    for write in (
        lambda: store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT),
        lambda: store.erase("D1", on=NOW.date()),
        lambda: store.create(renamed(open_dossier(), "D2")),
    ):
        with pytest.raises(LookupError):
            write()
    assert [(dossier.id, dossier.revision) for dossier in store.iterate()] == [("D1", 0)]
    assert [row.dossier for row in store.find()] == ["D1"]
    assert store.tombstones() == []


# -- erasure --------------------------------------------------------------------------------------------------


def test_what_stays_of_an_erased_dossier_is_its_id_and_the_day(store: Store, open_store: Open) -> None:
    store.create(renamed(open_dossier(), "D2"), effects=[attrs.evolve(open_dossier().invitation, dossier="D2")])
    store.decide("D2", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    store.erase("D2", on=dt.date(2031, 5, 1))
    assert store.tombstones() == [("D2", dt.date(2031, 5, 1))]
    assert store.tombstones(after="D2") == []
    for ask in (store.load, store.steps, store.delete):
        with pytest.raises(DossierNotFoundError):
            ask("D2")
    with pytest.raises(DossierNotFoundError):
        store.erase("D2", on=dt.date(2031, 5, 1))
    assert store.pending(NOW) == []
    assert [row.dossier for row in store.find()] == ["D1"]
    with pytest.raises(DossierExistsError, match="erased"):
        store.create(renamed(open_dossier(), "D2"))
    other = open_store()
    assert [dossier.id for dossier in other.iterate()] == ["D1"]
    close(other)
    assert accept(store.load("D1"), do.StartAffiliation()).revision == 1


def test_nothing_is_past_retention_under_a_contract_that_gives_no_period(full: Store) -> None:
    assert full.past_retention(NOW + 40_000 * ONE_DAY) == []


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Contract]:
    """Give a contract of a host's own that has its dossiers kept for sixty months, and its file."""
    file = write_contract(tmp_path, OWN_CONTRACT + own_value("retention_after_membership_end", "60"))
    return file, contracts.load(file)


def ended_under(contract: Contract) -> Dossier:
    ended = dossier_in("membership.ended")
    return attrs.evolve(ended, record=attrs.evolve(ended.record, id="E1", contract="own"), contract=contract)


def test_a_dossier_is_past_retention_from_the_civil_day_after_the_last_one(
    own: tuple[Path, Contract], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, contract = own
    monkeypatch.setattr(store, "_contracts", contracts.builtin.including(contract))
    store.create(ended_under(contract))
    (row,) = store.find(contract="own")
    assert row.retention_until is not None
    midnight = contract.start_of(row.retention_until + ONE_DAY)
    assert store.past_retention(midnight - dt.timedelta(microseconds=1)) == []
    assert store.past_retention(midnight) == [row]
    assert store.past_retention(midnight, after="E1") == []


LENGTHS: dict[str, tuple[tuple[int, int | None], ...]] = {
    "a longer one before the first is over": ((2025, 24), (2027, 60)),
    "a longer one after the first was over": ((2025, 24), (2029, 60)),
    "a shorter one": ((2025, 60), (2027, 24)),
    "a shorter one that has passed already": ((2025, 60), (2029, 24)),
    "one where there was none": ((2025, None), (2029, 24)),
    "none after one that was over": ((2025, 24), (2029, None)),
}
"""Months to keep a dossier whose membership ended in 2026, each from the first day of a year on."""


def test_the_same_dossiers_are_past_retention_as_their_views_say_whatever_length_comes_into_force(
    own: tuple[Path, Contract], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_contracts = [
        attrs.evolve(
            own[1],
            contract=attrs.evolve(own[1].contract, id=f"own-{number}"),
            retention_after_membership_end=months(*values),
        )
        for number, values in enumerate(LENGTHS.values())
    ]
    monkeypatch.setattr(store, "_contracts", contracts.builtin.including(*own_contracts))
    for contract in own_contracts:
        ended = ended_under(contract)
        store.create(attrs.evolve(ended, record=attrs.evolve(ended.record, id=contract.id, contract=contract.id)))
    over = {
        at: [(id_, until) for id_, until in ends_of_retention(store, at) if until < own[1].civil_day(at)]
        for at in (dt.datetime(year, month, 1, 12, tzinfo=dt.UTC) for year in range(2027, 2034) for month in (1, 6))
    }
    assert {id_ for ids in over.values() for id_, _ in ids} == {contract.id for contract in own_contracts}
    for at, expected in over.items():
        assert [(row.dossier, row.retention_until) for row in store.past_retention(at)] == expected, at
        pages, after = list[Any](), ""
        while page := store.past_retention(at, after=after, limit=1):
            pages += [(row.dossier, row.retention_until) for row in page]
            after = page[-1].dossier
        assert pages == expected, at
    assert store.verify() == ()


def months(*values: tuple[int, int | None]) -> Parameter[int]:
    certainty = {False: Certainty.ILLUSTRATIVE, True: Certainty.UNKNOWN}
    dated = (Dated(dt.date(year, 1, 1), certainty[value is None], (Source("x"),), value) for year, value in values)
    return Parameter("month", dt.date(2026, 1, 1), tuple(dated))


def ends_of_retention(store: Store, at: dt.datetime) -> list[tuple[str, dt.date]]:
    """List the last days that the views of *at* show."""
    ends = [
        (dossier.id, period.until)
        for dossier in store.iterate()
        for period in dossier.view(at=at, role=Role.MANAGER).retention
    ]
    return [(id_, until) for id_, until in ends if until is not None]


def test_a_length_that_a_contract_gains_later_counts_at_once_if_longer_and_once_the_index_is_made_anew_if_shorter(
    own: tuple[Path, Contract], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def under(*values: tuple[int, int | None]) -> Contract:
        contract = attrs.evolve(own[1], retention_after_membership_end=months(*values))
        monkeypatch.setattr(store, "_contracts", contracts.builtin.including(contract))
        return contract

    def past(year: int) -> list[str]:
        return [row.dossier for row in store.past_retention(dt.datetime(year, 12, 31, tzinfo=dt.UTC))]

    store.create(ended_under(under((2025, 60))))
    assert (past(2030), past(2031)) == ([], ["E1"])
    under((2025, 60), (2029, 120))
    assert (past(2031), past(2036)) == ([], ["E1"])
    under((2025, 60), (2029, 24))
    assert past(2030) == []
    assert kinds_of(store) == ["index"]
    assert store.reindex() == ()
    assert (past(2028), past(2030)) == ([], ["E1"])
    assert kinds_of(store) == []


def kinds_of(store: Store) -> list[str]:
    return [each.kind for each in store.verify()]


def test_what_cannot_be_read_is_not_past_retention(
    own: tuple[Path, Contract], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, contract = own
    monkeypatch.setattr(store, "_contracts", contracts.builtin.including(contract))
    ended = ended_under(contract)
    for name in ("E1", "E2"):
        store.create(renamed(ended, name))
    written(store, "dossiers", "E1", document=b"{")
    assert [row.dossier for row in store.past_retention(dt.datetime(2040, 1, 1, tzinfo=dt.UTC), limit=1)] == ["E2"]


def test_the_command_line_lists_and_erases_what_is_past_retention_and_writes_the_index_anew(
    own: tuple[Path, Contract], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, contract = own
    database, under = str(tmp_path / "dossiers.db"), ["--contract", str(file)]
    with SQLiteStore(database, contracts=contracts.builtin.including(contract)) as store:
        store.create(ended_under(contract))
        store.create(open_dossier())
        (row,) = store.find(contract="own")
    late = ["--at", "2040-01-01T00:00:00+00:00", *under]
    for _ in range(2):
        assert main(["retention", database, *late]) == 0
        assert capsys.readouterr().out == f"E1\t{row.retention_until}\n"
    assert main(["retention", database, "--at", "2027-01-01T00:00:00+00:00", *under]) == 0
    assert capsys.readouterr().out == ""
    evening = ["--at", "2040-01-01T05:00:00+02:00", *under]  # still the day before in Papeete
    assert main(["retention", database, *evening, "--erase", "--json"]) == 0
    assert [(line["dossier"], line["erased"]) for line in json.loads(capsys.readouterr().out)] == [("E1", True)]
    assert main(["retention", database, *late]) == 0
    assert capsys.readouterr().out == ""
    with SQLiteStore(database) as store:
        assert store.tombstones() == [("E1", dt.date(2039, 12, 31))]
    assert main(["reindex", database, *under]) == 0
    written_under(database, b"{")
    assert main(["reindex", database, *under]) == 1
    assert capsys.readouterr().out == "D1\n"


def written_under(database: str, document: bytes) -> None:
    with SQLiteStore(database) as store:
        written(store, "dossiers", "D1", document=document)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reindex", "nothing.db"], "is no file"),
        (["retention", "nothing.db", "--at", "2027-01-01T00:00:00+00:00"], "is no file"),
        (["retention", "nothing.db", "--at", "2027-01-01"], "--at"),
    ],
)
def test_a_command_that_cannot_be_run_says_why_and_creates_no_file(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
