"""
A whole store as data frames: one row a dossier, nothing personal unless asked for, and no more than a batch in memory.
"""

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from databases import Open, close
from dossiers import dossier_in, open_dossier
from effort import IS_THOROUGH
from psc_workflow import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.stores import SQLiteStore, Store, frame
from psc_workflow.stores._encoding import dossier_row

BACKENDS = ["polars", "pandas", "pyarrow"]
STATES = ["membership.in_force", "dispensation.granted", "affiliation.formula", "membership.ended"]


def named(dossier: Dossier, name: str) -> Dossier:
    return attrs.evolve(dossier, record=attrs.evolve(dossier.record, id=name))


def fill(store: Store) -> list[Dossier]:
    dossiers = [named(open_dossier(), "A0")]
    dossiers += [named(dossier_in(state), f"A{number}") for number, state in enumerate(STATES, 1)]
    for dossier in dossiers:
        store.create(dossier)
    return dossiers


@pytest.fixture(scope="module")
def filled() -> Iterator[SQLiteStore]:
    with SQLiteStore(":memory:") as store:
        fill(store)
        yield store


def rows_of(native: Any) -> list[dict[str, Any]]:
    is_pandas = nw.get_native_namespace(native).__name__ == "pandas"
    table = pa.Table.from_pandas(native, preserve_index=False) if is_pandas else nw.from_native(native).to_arrow()
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_each_dossier_has_a_row_with_its_states_and_answers(filled: SQLiteStore) -> None:
    frames = list(frame(filled, size=2))
    assert [len(each) for each in frames] == [2, 2, 1]
    assert len({tuple(each.schema.items()) for each in frames}) == 1, "whatever is null in one of them"
    rows = {row["dossier"]: row for each in frames for row in rows_of(each)}
    for index in filled.find():
        row = rows[index.dossier]
        for name in ("contract", "access", "affiliation", "dispensation", "membership", "status"):
            assert row[name] == getattr(index, name), name
        for name in ("effective_on", "due_at", "retention_until"):
            assert row[name] == getattr(index, name), name
        assert row["pending"].split() == [*index.pending]
        dossier = filled.load(index.dossier)
        assert (row["revision"], row["at"]) == (dossier.revision, dossier.record.at)
        redacted = json.loads(dossier.dump(redacted=True))
        assert json.loads(row["answers"]) == redacted["record"]["answers"]
    member, nobody = rows["A1"], rows["A0"]
    assert [member[name] for name in ("regime", "formula", "motive", "partner", "children")] == [
        *("general", "base", None, True, 1)
    ]
    assert [nobody[name] for name in ("regime", "formula", "motive", "partner", "children")] == [None] * 5
    assert rows["A2"]["motive"] is not None


@pytest.mark.filterwarnings("ignore:Series.values returning")  # of the lowest PyArrow, when pandas is read again
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_engine_has_the_same_rows(filled: SQLiteStore, backend: Any) -> None:
    (expected,) = frame(filled)
    (native,) = frame(filled, backend=backend)
    assert type(native).__module__.split(".")[0] == backend
    days = ("effective_on", "retention_until")
    actual = pl.DataFrame(rows_of(native), infer_schema_length=None).select(expected.columns)
    assert actual.cast(dict.fromkeys(days, pl.Date)).cast(expected.schema).equals(expected)  # type: ignore[arg-type]


def test_frames_on_every_database_are_the_same(open_store: Open, filled: SQLiteStore) -> None:
    store = open_store()
    fill(store)
    (expected,) = frame(filled)
    (actual,) = frame(store)
    assert actual.sort("dossier").equals(expected)
    close(store)


def test_nothing_personal_is_in_a_frame_unless_it_is_asked_for(filled: SQLiteStore) -> None:
    (hidden,), (whole,) = frame(filled), frame(filled, redacted=False)
    texts = [str(rows_of(each)) for each in (hidden, whole)]
    answers = json.loads(filled.load("A1").dump())["record"]["answers"]
    secrets = [answers["bank_details"]["iban"], answers["social_security"]["nir"], answers["identity"]["birth_name"]]
    for secret in secrets:
        assert secret not in texts[0]
        assert secret in texts[1]
    assert (hidden["motive"][2], whole["motive"][2]) == ("<social_aid>", "partner_collective")
    others = ("answers", "motive")
    assert hidden.drop(others).equals(whole.drop(others))


def test_one_goes_on_after_the_last_id_of_a_frame(filled: SQLiteStore) -> None:
    first, *others = frame(filled, size=2)
    again = list(frame(filled, size=2, after=first["dossier"][-1]))
    assert [each["dossier"].to_list() for each in again] == [each["dossier"].to_list() for each in others]
    assert list(frame(filled, after="Z")) == []


@pytest.mark.parametrize("wrong", [{"size": 0}, {"size": -1}, {"backend": "spark"}])
def test_what_cannot_be_asked_for_is_said_at_once(filled: SQLiteStore, wrong: dict[str, Any]) -> None:
    with pytest.raises(HostError):
        frame(filled, **wrong)


@pytest.mark.skipif(not IS_THOROUGH, reason="takes a minute")
def test_memory_stays_flat_however_many_dossiers_there_are(tmp_path: Path, report: Callable[[str], None]) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        put(store, range(500))
        few = peak_of(store)
        put(store, range(500, 5000))
        many = peak_of(store)
    assert many < 1.3 * few
    report(f"frames of 250: {few / 1e6:.1f} MB at most over 500 dossiers, {many / 1e6:.1f} MB over 5000")


def put(store: SQLiteStore, numbers: range) -> None:
    """Store dossiers, all in one transaction: that is not what is measured."""
    member = dossier_in("membership.in_force")
    with store._transaction() as rows:  # noqa: SLF001 -- as above
        for number in numbers:
            row = dossier_row(named(member, f"D{number:05}"), None)
            rows.insert(row)
            rows.put_index([row.index])


def peak_of(store: SQLiteStore) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        assert sum(len(each) for each in frame(store, size=250)) == store.count_by("contract").popitem()[1]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.spark
def test_spark_reads_the_files_that_the_frames_are_written_to(filled: SQLiteStore, tmp_path: Path) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- 450 MB that make test does without

    for number, part in enumerate(frame(filled, size=2)):
        part.write_parquet(tmp_path / f"{number:05}.parquet")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    session = SparkSession.builder.master("local[2]").config(map=quiet).getOrCreate()
    counts = {
        row["status"]: row["count"] for row in session.read.parquet(str(tmp_path)).groupBy("status").count().collect()
    }
    assert counts == filled.count_by("status")
    session.stop()
