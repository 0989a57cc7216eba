"""
Files of households on the command line: priced to the cent, bad rows told by number, nothing half written.
"""

import csv
import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from households import DATES, SCHEMA, answered, expected, sample
from people import GUIDE, MEN, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.cli._files import pricing, reading, writing
from psc_workflow.pricing.frame import RESULTS

ON = START.isoformat()
SUFFIXES = [".csv", ".parquet"]
GOOD = {
    "household_id": "a",
    "gross_cents": "280000",
    "formula": "base",
    "regime": "general",
    "birth_date": "1970-03-12",
    "retired_on": "",
    "partner_birth_date": "",
    "child_1_birth_date": "2019-09-09",
    "note": "mine",
}
HEADER = ",".join(GOOD)
LINE = ",".join(GOOD.values())


@pytest.fixture
def price_file(call: Any) -> Any:
    def call_price(
        file: Path, output: Path, *options: object, lang: str = "en", contract: str = "men-2026", on: str = ON
    ) -> Any:
        return call("price", file, "--contract", contract, "--on", on, "-o", output, "--lang", lang, *options)

    return call_price


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few rows be a batch already."""
    monkeypatch.setattr(reading, "ROWS", 3)
    monkeypatch.setattr(reading, "BLOCK", 600)


def line(**changes: str) -> str:
    text = io.StringIO()
    csv.writer(text).writerow((GOOD | changes).values())
    return text.getvalue().removesuffix("\r\n")


def written(folder: Path, *lines: str, header: str = HEADER, name: str = "in.csv") -> Path:
    file = folder / name
    file.write_bytes("\n".join([header, *lines, ""]).encode())
    return file


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Read a file of households, whatever it is, with the types that a Parquet file has."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file).to_dicts()
    cents = [f"{channel}_cents" for channel in ("gross", "employer", "payroll", "debited")]
    types = dict.fromkeys(cents, pl.Int64) | dict.fromkeys(DATES, pl.Date)
    found = pl.read_csv(file, schema_overrides=types, infer_schema=False)
    return found.with_columns(pl.col("incomplete").fill_null("")).to_dicts()


def rejected(folder: Path, name: str = "out.rejects.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample_file(folder: Path, suffix: str) -> Path:
    file = folder / f"in{suffix}"
    table = pl.DataFrame(sample(), schema=SCHEMA)
    table.write_csv(file) if suffix == ".csv" else table.write_parquet(file)
    return file


# -- what is priced ------------------------------------------------------------------


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("contract", [MEN, GUIDE], ids=lambda one: one.id)
@pytest.mark.parametrize("output", SUFFIXES)
@pytest.mark.parametrize("source", SUFFIXES)
def test_every_household_of_a_file_is_priced_as_it_is_alone(
    price_file: Any, tmp_path: Path, source: str, output: str, contract: Contract
) -> None:
    out = tmp_path / f"out{output}"
    result = price_file(sample_file(tmp_path, source), out, contract=contract.id)
    assert (result.status, result.err) == (0, "")
    found = rows_of(out)
    assert [{name: row[name] for name in SCHEMA} for row in found] == sample()
    assert [answered(row) for row in found] == [expected(row, contract, START) for row in sample()]
    assert list(found[0]) == [*SCHEMA, *RESULTS]
    assert rejected(tmp_path) == []


def test_a_file_from_csv_or_from_parquet_is_the_same(price_file: Any, tmp_path: Path) -> None:
    found = []
    for source in SUFFIXES:
        for output in SUFFIXES:
            out = tmp_path / f"{source[1:]}{output}"
            assert price_file(sample_file(tmp_path, source), out).status == 0
            found.append(out)
    from_csv_text, from_csv, from_parquet_text, from_parquet = found
    assert from_csv_text.read_bytes() == from_parquet_text.read_bytes()
    assert pl.read_parquet(from_csv).equals(pl.read_parquet(from_parquet))
    assert pl.read_parquet_schema(from_csv) == pl.read_parquet_schema(from_parquet)


def test_what_the_tariff_does_not_know_is_null_and_no_reason_to_reject(price_file: Any, tmp_path: Path) -> None:
    assert price_file(written(tmp_path, line(gross_cents="", formula="option_2")), tmp_path / "out.csv").status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["payroll_cents"] is None
    assert "gross-unknown" in row["incomplete"]
    assert rejected(tmp_path) == []


@pytest.mark.parametrize("output", SUFFIXES)
@pytest.mark.parametrize(
    "text", ['d"Arc', "Tū, Maʻohi ʻōrama", "two\nlines", "two\r\nlines", " spaced ", "=1+1", "日本", "\u2028", "'", '"']
)
def test_a_text_comes_out_as_it_went_in(price_file: Any, tmp_path: Path, text: str, output: str) -> None:
    file = written(tmp_path, line(household_id=text, note=text), line(household_id=text, note=text, gross_cents="-1"))
    assert price_file(file, tmp_path / f"out{output}").status == 0
    (row,), (wrong,) = rows_of(tmp_path / f"out{output}"), rejected(tmp_path)
    assert row["household_id"] == row["note"] == wrong["household_id"] == wrong["note"] == text


def test_other_columns_of_parquet_keep_their_types_and_are_text_in_csv(price_file: Any, tmp_path: Path) -> None:
    others = {
        "rate": [0.1],
        "yes": [True],
        "list": [[1, 2]],
        "at": [dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)],
        "kind": pl.Series(["x"], dtype=pl.Categorical),
        "blob": [b"\xff"],
    }
    table = pl.DataFrame(sample()[:1], schema=SCHEMA).with_columns(
        **{name: pl.Series(of) for name, of in others.items()}
    )
    table.write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.parquet").status == 0
    assert pl.read_parquet(tmp_path / "out.parquet").select(*others).equals(table.select(*others))
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["rate"], row["yes"], row["list"], row["kind"]) == ("0.1", "true", "[1, 2]", "x")
    assert row["at"].startswith("2026-05-01 12:00:00")


def test_dates_with_a_time_of_day_and_columns_of_nulls_are_read(price_file: Any, tmp_path: Path) -> None:
    """As pandas writes them."""
    table = pl.DataFrame(sample()[:4], schema=SCHEMA).with_columns(
        pl.col("birth_date").cast(pl.Datetime), gross_cents=pl.lit(None), child_4_birth_date=pl.lit(None)
    )
    table.write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    plain = [row | {"gross_cents": None, "child_4_birth_date": None} for row in sample()[:4]]
    assert [answered(row) for row in rows_of(tmp_path / "out.csv")] == [expected(row, MEN, START) for row in plain]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n\n"], ids=["plain", "with a BOM", "after blank lines"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_bom_ends_of_lines_and_blank_lines_change_nothing(
    price_file: Any, tmp_path: Path, start: bytes, end: bytes
) -> None:
    file = tmp_path / "in.csv"
    lines = [HEADER, LINE, "", line(gross_cents="x"), "", "", line(household_id=""), "1,2"]
    file.write_bytes(start + end.join(one.encode() for one in lines))
    assert price_file(file, tmp_path / "out.csv").status == 0
    assert [row["household_id"] for row in rows_of(tmp_path / "out.csv")] == ["a", None]
    assert [row["row"] for row in rejected(tmp_path)] == ["2", "4"]


# -- what is rejected ------------------------------------------------------------------

DATE, WHOLE, DIGITS = "is not a date, YYYY-MM-DD", "is not a whole number of cents", "is beyond any pay"
BAD = [
    ({"gross_cents": "2800.50"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "1e5"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "2 800"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": " 2800"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "2800\n"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "٣"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "NaN"}, f"gross_cents: {WHOLE}"),
    ({"gross_cents": "9223372036854775808"}, f"gross_cents: {DIGITS}"),
    ({"gross_cents": "1000000001"}, f"gross_cents: {DIGITS}"),
    ({"gross_cents": "-9223372036854775809"}, f"gross_cents: {DIGITS}"),
    ({"gross_cents": "-1"}, "gross_cents: is negative"),
    ({"formula": "gold"}, "formula: is not a formula that the contract offers on that day"),
    ({"formula": ""}, "formula: is not a formula that the contract offers on that day"),
    ({"formula": "Base"}, "formula: is not a formula that the contract offers on that day"),
    ({"regime": "mars"}, "regime: is not a regime that exists"),
    ({"birth_date": "1970-02-30"}, f"birth_date: {DATE}"),
    ({"birth_date": "12/03/1970"}, f"birth_date: {DATE}"),
    ({"birth_date": "1970-3-12"}, f"birth_date: {DATE}"),
    ({"birth_date": "19700312"}, f"birth_date: {DATE}"),
    ({"birth_date": "1970-03-12T00:00"}, f"birth_date: {DATE}"),
    ({"birth_date": "0000-01-01"}, f"birth_date: {DATE}"),
    ({"retired_on": "no"}, f"retired_on: {DATE}"),
    ({"partner_birth_date": "no"}, f"partner_birth_date: {DATE}"),
    ({"child_1_birth_date": "no"}, f"child_1_birth_date: {DATE}"),
    (
        {"gross_cents": "x", "child_1_birth_date": "y", "formula": "gold"},
        f"gross_cents: {WHOLE}; child_1_birth_date: {DATE}; formula: is not a formula that the contract offers on that day",
    ),
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("output", SUFFIXES)
def test_every_bad_row_is_told_with_its_number_and_all_its_reasons_and_the_rest_is_priced(
    price_file: Any, tmp_path: Path, output: str
) -> None:
    lines = [text for changes, _ in BAD for text in (LINE, line(**changes))]
    result = price_file(written(tmp_path, *lines), tmp_path / f"out{output}")
    assert (result.status, result.err) == (0, "")
    found = rejected(tmp_path)
    assert [row["reason"] for row in found] == [reason for _, reason in BAD]
    assert [int(row["row"]) for row in found] == list(range(2, 2 * len(BAD) + 1, 2))
    assert [{name: row[name] for name in GOOD} for row in found] == [GOOD | changes for changes, _ in BAD]
    assert [row["payroll_cents"] for row in rows_of(tmp_path / f"out{output}")] == [3770] * len(BAD)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2", "fields are missing (2 in place of 9)"),
        (f"{LINE},", "too many fields (10 in place of 9)"),
        ("   ", "fields are missing (1 in place of 9)"),
        (f'{LINE},x,"y,z"', "too many fields (11 in place of 9)"),
    ],
)
def test_a_line_with_too_few_or_too_many_fields_is_a_bad_row(
    price_file: Any, tmp_path: Path, text: str, reason: str
) -> None:
    assert price_file(written(tmp_path, LINE, text, LINE), tmp_path / "out.csv").status == 0
    (row,) = rejected(tmp_path)
    assert (row["row"], row["reason"]) == ("2", reason)
    assert [row[name] for name in GOOD] == [text, *[""] * (len(GOOD) - 1)]
    assert len(rows_of(tmp_path / "out.csv")) == 2


@pytest.mark.parametrize("text", ["1,2", f"{LINE},", "   ", LINE.rpartition(",")[0]])
def test_a_line_that_lacks_something_is_not_priced_for_something_else_when_its_rejects_are(
    price_file: Any, tmp_path: Path, text: str
) -> None:
    price_file(written(tmp_path, LINE, text), tmp_path / "out.csv")
    again = tmp_path / "out.rejects.csv"
    assert price_file(again, tmp_path / "again.csv").status == 0
    assert rows_of(tmp_path / "again.csv") == []
    again_rejected = list(csv.DictReader((tmp_path / "again.rejects.csv").read_text().splitlines()))
    assert [row["row"] for row in again_rejected] == ["1"]


def test_rejects_that_are_rejected_again_say_the_last_row_and_reason_alone(price_file: Any, tmp_path: Path) -> None:
    price_file(written(tmp_path, line(formula="gold")), tmp_path / "1.csv")
    for before, after in (("1", "2"), ("2", "3")):
        assert price_file(tmp_path / f"{before}.rejects.csv", tmp_path / f"{after}.csv").status == 0
    assert (tmp_path / "3.rejects.csv").read_text() == (tmp_path / "1.rejects.csv").read_text()


@pytest.mark.usefixtures("small")
def test_columns_kept_as_views_are_priced_as_texts(price_file: Any, tmp_path: Path) -> None:
    table = pl.DataFrame([GOOD | {"formula": one} for one in ("base", "gold")]).cast({"gross_cents": pl.Int64})
    dated = table.with_columns(
        pl.col(name).replace("", None).str.to_date("%Y-%m-%d")
        for name in table.columns
        if name.endswith(("_date", "_on"))
    )
    dated.write_parquet(tmp_path / "in.parquet")
    views = pq.read_table(tmp_path / "in.parquet")
    texts = (pa.string(), pa.large_string())
    kept = [one.with_type(pa.string_view()) if one.type in texts else one for one in views.schema]
    views = views.cast(pa.schema(kept))
    pq.write_table(views, tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.parquet").status == 0
    assert [row["reason"].partition(":")[0] for row in rejected(tmp_path)] == ["formula"]


def test_amounts_less_certain_than_asked_stay_unknown(price_file: Any, tmp_path: Path) -> None:
    result = price_file(written(tmp_path, LINE), tmp_path / "out.csv", "--least-certainty", "derived")
    assert result.status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["payroll_cents"], row["employer_cents"]) in ((None, 3770), ("", "3770"))
    assert "agent-base-solidarity-uncertain" in row["incomplete"].split(";")


def test_reasons_are_told_in_french_too_and_never_a_value(price_file: Any, tmp_path: Path) -> None:
    file = written(
        tmp_path, line(gross_cents="2800.50", birth_date="12/03/1970"), "1,2", line(gross_cents="-5", regime="mars")
    )
    assert price_file(file, tmp_path / "out.csv", lang="fr").status == 0
    assert [row["reason"] for row in rejected(tmp_path)] == [
        "gross_cents : n'est pas un nombre entier de centimes; birth_date : n'est pas une date, AAAA-MM-JJ",
        "champs manquants (2 au lieu de 9)",
        "regime : n'est pas un régime qui existe; gross_cents : est négatif",
    ]


def test_bad_rows_of_parquet_are_told_as_well(price_file: Any, tmp_path: Path) -> None:
    good = sample()[6]
    rows = [good, good | {"gross_cents": -1}, good | {"formula": "gold"}, good | {"gross_cents": 2**63}, good]
    pl.DataFrame(rows, schema=SCHEMA | {"gross_cents": pl.Int128}).with_columns(
        pl.when(pl.col("gross_cents") >= 0).then(pl.col("gross_cents")).cast(pl.UInt64)
    ).write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    assert [(row["row"], row["reason"].split(":")[0]) for row in rejected(tmp_path)] == [
        ("3", "formula"),
        ("4", "gross_cents"),
    ]
    assert [row["partner_birth_date"] for row in rejected(tmp_path)] == [""] * 2
    assert [row["retired_on"] for row in rejected(tmp_path)] == [good["retired_on"].isoformat()] * 2


KINDS: dict[str, tuple[list[str], str | None]] = {
    "good": ([LINE], None),
    "two lines": ([line(note="one\ntwo, three")], None),
    "blank": ([""], None),
    "short": (["1,2"], "fields are missing (2 in place of 9)"),
    "long": ([f'{LINE},"x\n\ny"'], "too many fields (10 in place of 9)"),
    "bad": ([line(gross_cents="x", note="one\n\ntwo")], f"gross_cents: {WHOLE}"),
}


@pytest.mark.usefixtures("small")
def test_numbers_are_right_whatever_stands_where(price_file: Any, tmp_path: Path) -> None:
    @settings(max_examples=max(20, settings().max_examples // 5))
    @given(
        st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=40).filter(lambda kinds: set(kinds) != {"blank"})
    )
    def right(kinds: list[str]) -> None:
        assert (
            price_file(
                written(tmp_path, *(text for kind in kinds for text in KINDS[kind][0])), tmp_path / "out.parquet"
            ).status
            == 0
        )
        counted = [kind for kind in kinds if kind != "blank"]
        assert [(int(row["row"]), row["reason"]) for row in rejected(tmp_path)] == [
            (number, KINDS[kind][1]) for number, kind in enumerate(counted, 1) if KINDS[kind][1]
        ]
        notes = [row["note"] for row in rows_of(tmp_path / "out.parquet")]
        assert notes == ["mine" if kind == "good" else "one\ntwo, three" for kind in counted if not KINDS[kind][1]]

    right()


def test_the_rejects_file_never_tells_of_an_earlier_run(price_file: Any, tmp_path: Path) -> None:
    price_file(written(tmp_path, line(gross_cents="x")), tmp_path / "out.csv")
    assert len(rejected(tmp_path)) == 1
    price_file(written(tmp_path, LINE), tmp_path / "out.csv")
    assert (tmp_path / "out.rejects.csv").read_text(encoding="utf-8") == f"row,reason,{HEADER}\n"


def test_corrected_rejects_can_be_priced(price_file: Any, tmp_path: Path) -> None:
    price_file(
        written(tmp_path, LINE, line(gross_cents="2800.50")), tmp_path / "out.csv", "--rejects", tmp_path / "bad.csv"
    )
    bad = tmp_path / "bad.csv"
    bad.write_text(bad.read_text(encoding="utf-8").replace("2800.50", "280000"), encoding="utf-8")
    assert price_file(bad, tmp_path / "rest.csv").status == 0
    (row,) = rows_of(tmp_path / "rest.csv")
    assert (row["row"], row["gross_cents"], row["payroll_cents"]) == ("2", 280000, 3770)
    assert rejected(tmp_path, "rest.rejects.csv") == []


# -- what is said ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "lang", "told"),
    [
        ([LINE], "en", "1 household priced: {out}; 0 rejected: {bad}"),
        ([LINE, LINE, "1"], "en", "2 households priced: {out}; 1 rejected: {bad}"),
        (["1", "2"], "en", "0 households priced: {out}; 2 rejected: {bad}"),
        ([LINE], "fr", "1 foyer tarifé : {out} ; 0 rejeté : {bad}"),
        ([LINE, LINE, "1"], "fr", "2 foyers tarifés : {out} ; 1 rejeté : {bad}"),
        (["1", "2"], "fr", "0 foyer tarifé : {out} ; 2 rejetés : {bad}"),
    ],
)
def test_one_line_says_how_many_and_where_and_a_refusal_is_no_error(
    price_file: Any, tmp_path: Path, lines: list[str], lang: str, told: str
) -> None:
    out = tmp_path / "out.parquet"
    result = price_file(written(tmp_path, *lines), out, lang=lang)
    assert (result.status, result.err) == (0, "")
    assert result.out == told.format(out=out, bad=tmp_path / "out.rejects.csv") + "\n"


def test_without_the_extra_one_sentence_says_what_to_install_and_the_other_commands_work(tmp_path: Path) -> None:
    program = """
import sys
sys.modules["pyarrow"] = None
from psc_workflow.cli import main
assert main(["contracts"]) == 0
sys.exit(main(sys.argv[1:]))
"""
    words = ["price", written(tmp_path, LINE), "--contract", "men-2026", "--on", ON, "-o", tmp_path / "out.csv"]
    answer = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    told = "psc-workflow: price needs the extra 'batch' (pyarrow is missing): pip install 'psc_workflow[batch]'\n"
    assert answer.stderr == told


# -- whole files that cannot be priced -----------------------------------------------------


def parquet(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        change(pl.DataFrame(sample(), schema=SCHEMA)).write_parquet(file)

    return write


def a_csv(*lines: str, header: str = HEADER) -> Callable[[Path], None]:
    return lambda file: file.write_bytes("\n".join([header, *lines, ""]).encode())


def raw(content: bytes) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(content) and None


def cut(file: Path) -> None:
    parquet(lambda table: table)(file)
    file.write_bytes(file.read_bytes()[:-20])


def damaged(file: Path) -> None:
    parquet(lambda table: table)(file)
    content = file.read_bytes()
    file.write_bytes(content[:4] + b"\xff" * 200 + content[204:])


WITHOUT_FORMULA = HEADER.replace("formula,", "")
UNUSABLE: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "Parquet called CSV": ("in.csv", parquet(lambda table: table), "is not a CSV file"),
    "zeros": ("in.csv", raw(b"\0" * 100), "is not a CSV file"),
    "Latin-1": ("in.csv", raw(f"{HEADER}\nBenoît".encode("latin-1")), "is not a CSV file in UTF-8"),
    "Latin-1 in the header": ("in.csv", raw(f"{HEADER},é\n{LINE},x\n".encode("latin-1")), "is not a CSV file in UTF-8"),
    "UTF-16": ("in.csv", raw(f"{HEADER}\n{LINE}".encode("utf-16")), "is not a CSV file in UTF-8"),
    "half a letter at the end": ("in.csv", raw(f"{HEADER}\n{LINE}".encode() + b"\xc3"), "is not a CSV file in UTF-8"),
    "CSV called Parquet": ("in.parquet", a_csv(LINE), "is not a Parquet file that can be read"),
    "cut Parquet": ("in.parquet", cut, "is not a Parquet file that can be read"),
    "damaged Parquet": ("in.parquet", damaged, "cannot be read: "),
    "no byte, CSV": ("in.csv", raw(b""), "holds no household"),
    "no byte, Parquet": ("in.parquet", raw(b""), "holds no household"),
    "blank lines": ("in.csv", raw(b"\n\n\n"), "holds no household"),
    "a header alone": ("in.csv", a_csv(), "holds no household"),
    "a header without its end": ("in.csv", raw(HEADER.encode()), "holds no household"),
    "no rows, Parquet": ("in.parquet", parquet(lambda table: table.clear()), "holds no household"),
    "a missing column": ("in.csv", a_csv("1", header=WITHOUT_FORMULA), "column formula is missing"),
    "a missing column, Parquet": ("in.parquet", parquet(lambda table: table.drop("formula")), "column formula is missing"),
    "semicolons": ("in.csv", raw(f"{HEADER}\n{LINE}".replace(",", ";").encode()), "are its fields separated by commas?"),
    "a column twice": ("in.csv", a_csv(header=f"{HEADER},formula"), "has a column twice: formula"),
    "another column twice": ("in.csv", a_csv(header=f"{HEADER},note"), "has a column twice: note"),
    "a result": ("in.csv", a_csv(header=f"{HEADER},incomplete"), "column incomplete is there already"),
    "a result, Parquet": ("in.parquet", parquet(lambda table: table.with_columns(debited_cents=1)), "column debited_cents is there already"),
    "pay with decimals": ("in.parquet", parquet(lambda table: table.with_columns(pl.col("gross_cents").cast(float))), "column gross_cents must be a whole number"),
    "dates that are text": ("in.parquet", parquet(lambda table: table.with_columns(pl.col("birth_date").cast(str))), "column birth_date must be a date"),
    "an open quote": ("in.csv", a_csv(LINE, f'{LINE[:-4]}"mine', LINE, LINE), "row 2 has a quote that is never closed"),
    "an open quote in a bad line": ("in.csv", a_csv(LINE, 'a,"b', LINE), "row 2 has a quote that is never closed"),
    "a long line": ("in.csv", a_csv(line(note="x" * 2000)), "has a line of more than 600 bytes"),
    "an unknown suffix": ("in.txt", a_csv(LINE), "must end in .csv or .parquet"),
    "no suffix": ("in", a_csv(LINE), "must end in .csv or .parquet"),
    "a folder": ("in.csv", Path.mkdir, "is a folder"),
    "nothing": ("in.csv", lambda _: None, "does not exist"),
}  # fmt: skip


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("name", "make", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_priced_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, name: str, make: Callable[[Path], Any], told: str
) -> None:
    make(tmp_path / name)
    before = sorted(tmp_path.iterdir())
    result = price_file(tmp_path / name, tmp_path / "out.csv")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {tmp_path / name}: ")
    assert told in result.err
    assert result.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("output", "options", "told"),
    [
        ("none/out.csv", [], "none/out.csv: the folder none does not exist"),
        ("out.csv", ["--rejects", "none/bad.csv"], "none/bad.csv: the folder none does not exist"),
        (".", [], ".: must end in .csv or .parquet"),
        ("out.txt", [], "out.txt: must end in .csv or .parquet"),
        ("out.csv", ["--rejects", "bad.parquet"], "bad.parquet: must end in .csv"),
        ("folder.csv", [], "folder.csv: is a folder"),
        ("in.csv", [], "in.csv: is the file that is read"),
        ("folder.csv/../in.csv", [], "folder.csv/../in.csv: is the file that is read"),
        ("link.csv", [], "link.csv: is the file that is read"),
        ("hard.csv", [], "hard.csv: is the file that is read"),
        ("out.csv", ["--rejects", "in.csv"], "in.csv: is the file that is read"),
        ("out.csv", ["--rejects", "out.csv"], "out.csv: is the file of the households that are priced"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, *, options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, LINE)
    Path("folder.csv").mkdir()
    Path("link.csv").symlink_to("in.csv")
    os.link("in.csv", "hard.csv")
    before = sorted(tmp_path.iterdir())
    result = price_file(Path("in.csv"), Path(output), *options)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {told}")
    assert sorted(tmp_path.iterdir()) == before
    assert Path("in.csv").read_text() == f"{HEADER}\n{LINE}\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"contract": "mars"}, "no contract is called 'mars'"),
        ({"contract": "mars.toml"}, "mars.toml"),
        ({"on": "2026-04-30"}, "in force on 2026-04-30"),
        ({"on": "tomorrow"}, "--on: must be a date"),
        ({"lang": "de"}, "--lang"),
    ],
)
def test_an_argument_that_cannot_be_used_is_one_error_and_nothing_is_written(
    price_file: Any, tmp_path: Path, options: dict[str, str], told: str
) -> None:
    result = price_file(written(tmp_path, LINE), tmp_path / "out.csv", **options)
    assert (result.status, result.out) == (2, "")
    assert told in result.err
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]


# -- whole or not at all ---------------------------------------------------------------------


class Failing:
    """Fails the second time it is called."""

    def __init__(self, real: Callable[..., Any], error: BaseException) -> None:
        self.real, self.error, self.calls = real, error, 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        if self.calls > 1:
            raise self.error
        return self.real(*arguments)


FULL = OSError(28, "No space left on device")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("there_already", [True, False])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), MemoryError()], ids=["full disk", "Ctrl-C", "no memory"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_run_that_does_not_come_to_its_end_leaves_what_was_there(
    price_file: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    error: BaseException,
    *,
    there_already: bool,
) -> None:
    file, out, bad = written(tmp_path, *[LINE] * 20), tmp_path / f"out{suffix}", tmp_path / "out.rejects.csv"
    for place in (out, bad) if there_already else ():
        place.write_text("old")
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    if suffix == ".csv":
        failing = Failing(writing.texts, error)
        monkeypatch.setattr(writing, "texts", failing)
    else:
        failing = Failing(writing.parquet.ParquetWriter.write_table, error)

        def write_table(*arguments: Any) -> Any:
            return failing(*arguments)

        monkeypatch.setattr(writing.parquet.ParquetWriter, "write_table", write_table)
    if isinstance(error, OSError) and suffix == ".parquet":
        result = price_file(file, out)
        assert (result.status, result.out) == (2, "")
        assert result.err == f"psc-workflow: {out}: cannot be written: No space left on device\n"
    else:
        with pytest.raises((SystemExit, MemoryError, OSError)):
            price_file(file, out)
    assert failing.calls == 2
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_both_files_take_their_places_only_once_both_are_whole(
    price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")

    def full(_: int) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", full)
    result = price_file(written(tmp_path, LINE), out)
    assert (result.status, result.out) == (2, "")
    assert "No space left on device" in result.err
    assert out.read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_file_that_is_replaced_keeps_its_mode_and_a_link_stays_a_link(price_file: Any, tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "out.csv").symlink_to("real.csv")
    assert price_file(written(tmp_path, LINE), tmp_path / "out.csv").status == 0
    assert (tmp_path / "out.csv").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(rows_of(real)) == 1


def test_progress_is_shown_on_a_terminal_only(price_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, LINE)
    assert price_file(file, tmp_path / "out.csv").err == ""
    monkeypatch.setattr(pricing, "is_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "in.csv" in price_file(file, tmp_path / "out.csv").err
