"""
Bad rows of a file of households: told by number and reason, the others priced.
"""

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from household_files import HEADER, LINE, ON, RIGHT_ROW, SUFFIXES, line, read_rejects, rows_of, write_lines
from households import SCHEMA, sample_rows

# -- what is rejected ------------------------------------------------------------------------------------


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
    ({"position": "Active"}, "position: is not a position that exists"),
    ({"position": "en disponibilité"}, "position: is not a position that exists"),
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
    result = price_file(write_lines(tmp_path, *lines), tmp_path / f"out{output}")
    assert (result.status, result.err) == (0, "")
    rejects = read_rejects(tmp_path)
    assert [row["reason"] for row in rejects] == [reason for _, reason in BAD]
    assert [int(row["row"]) for row in rejects] == list(range(2, 2 * len(BAD) + 1, 2))
    assert [{name: row[name] for name in RIGHT_ROW} for row in rejects] == [RIGHT_ROW | changes for changes, _ in BAD]
    assert [row["payroll_cents"] for row in rows_of(tmp_path / f"out{output}")] == [3770] * len(BAD)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2", "fields are missing (2 in place of 10)"),
        (f"{LINE},", "too many fields (11 in place of 10)"),
        ("   ", "fields are missing (1 in place of 10)"),
        (f'{LINE},x,"y,z"', "too many fields (12 in place of 10)"),
    ],
)
def test_a_line_with_too_few_or_too_many_fields_is_a_bad_row(
    price_file: Any, tmp_path: Path, text: str, reason: str
) -> None:
    assert price_file(write_lines(tmp_path, LINE, text, LINE), tmp_path / "out.csv").status == 0
    (row,) = read_rejects(tmp_path)
    assert (row["row"], row["reason"]) == ("2", reason)
    assert [row[name] for name in RIGHT_ROW] == [text, *[""] * (len(RIGHT_ROW) - 1)]
    assert len(rows_of(tmp_path / "out.csv")) == 2


@pytest.mark.parametrize("text", ["1,2", f"{LINE},", "   ", LINE.rpartition(",")[0]])
def test_a_line_that_lacks_something_is_not_priced_for_something_else_when_its_rejects_are(
    price_file: Any, tmp_path: Path, text: str
) -> None:
    price_file(write_lines(tmp_path, LINE, text), tmp_path / "out.csv")
    again = tmp_path / "out.rejects.csv"
    assert price_file(again, tmp_path / "again.csv").status == 0
    assert rows_of(tmp_path / "again.csv") == []
    again_rejected = list(csv.DictReader((tmp_path / "again.rejects.csv").read_text().splitlines()))
    assert [row["row"] for row in again_rejected] == ["1"]


def test_rejects_that_are_rejected_again_say_the_last_row_and_reason_alone(price_file: Any, tmp_path: Path) -> None:
    price_file(write_lines(tmp_path, line(formula="gold")), tmp_path / "1.csv")
    for before, after in (("1", "2"), ("2", "3")):
        assert price_file(tmp_path / f"{before}.rejects.csv", tmp_path / f"{after}.csv").status == 0
    assert (tmp_path / "3.rejects.csv").read_text() == (tmp_path / "1.rejects.csv").read_text()


@pytest.mark.usefixtures("small")
def test_columns_kept_as_views_are_priced_as_texts(price_file: Any, tmp_path: Path) -> None:
    table = pl.DataFrame([RIGHT_ROW | {"formula": formula} for formula in ("base", "gold")]).cast(
        {"gross_cents": pl.Int64}
    )
    dated = table.with_columns(
        pl.col(name).replace("", None).str.to_date("%Y-%m-%d")
        for name in table.columns
        if name.endswith(("_date", "_on"))
    )
    dated.write_parquet(tmp_path / "in.parquet")
    views = pq.read_table(tmp_path / "in.parquet")
    texts = (pa.string(), pa.large_string())
    fields = [field.with_type(pa.string_view()) if field.type in texts else field for field in views.schema]
    views = views.cast(pa.schema(fields))
    pq.write_table(views, tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.parquet").status == 0
    assert [row["reason"].partition(":")[0] for row in read_rejects(tmp_path)] == ["formula"]


def test_amounts_less_certain_than_asked_stay_unknown(price_file: Any, tmp_path: Path) -> None:
    result = price_file(write_lines(tmp_path, LINE), tmp_path / "out.csv", "--least-certainty", "derived")
    assert result.status == 0
    (row,) = rows_of(tmp_path / "out.csv")
    assert (row["payroll_cents"], row["employer_cents"]) in ((None, 3770), ("", "3770"))
    assert "agent-base-solidarity-uncertain" in row["incomplete"].split(";")


def test_reasons_are_told_in_french_too_and_never_a_value(price_file: Any, tmp_path: Path) -> None:
    file = write_lines(
        tmp_path, line(gross_cents="2800.50", birth_date="12/03/1970"), "1,2", line(gross_cents="-5", regime="mars")
    )
    assert price_file(file, tmp_path / "out.csv", lang="fr").status == 0
    assert [row["reason"] for row in read_rejects(tmp_path)] == [
        "gross_cents : n’est pas un nombre entier de centimes ; birth_date : n’est pas une date, AAAA-MM-JJ",
        "champs manquants (2 au lieu de 10)",
        "regime : n’est pas un régime qui existe ; gross_cents : est négatif",
    ]


def test_bad_rows_of_parquet_are_told_as_well(price_file: Any, tmp_path: Path) -> None:
    good = sample_rows()[6]
    rows = [good, good | {"gross_cents": -1}, good | {"formula": "gold"}, good | {"gross_cents": 2**63}, good]
    pl.DataFrame(rows, schema=SCHEMA | {"gross_cents": pl.Int128}).with_columns(
        pl.when(pl.col("gross_cents") >= 0).then(pl.col("gross_cents")).cast(pl.UInt64)
    ).write_parquet(tmp_path / "in.parquet")
    assert price_file(tmp_path / "in.parquet", tmp_path / "out.csv").status == 0
    assert [(row["row"], row["reason"].split(":")[0]) for row in read_rejects(tmp_path)] == [
        ("3", "formula"),
        ("4", "gross_cents"),
    ]
    assert [row["partner_birth_date"] for row in read_rejects(tmp_path)] == [""] * 2
    assert [row["retired_on"] for row in read_rejects(tmp_path)] == [good["retired_on"].isoformat()] * 2


KINDS: dict[str, tuple[list[str], str | None]] = {
    "good": ([LINE], None),
    "two lines": ([line(note="one\ntwo, three")], None),
    "blank": ([""], None),
    "short": (["1,2"], "fields are missing (2 in place of 10)"),
    "long": ([f'{LINE},"x\n\ny"'], "too many fields (11 in place of 10)"),
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
                write_lines(tmp_path, *(text for kind in kinds for text in KINDS[kind][0])), tmp_path / "out.parquet"
            ).status
            == 0
        )
        counted = [kind for kind in kinds if kind != "blank"]
        assert [(int(row["row"]), row["reason"]) for row in read_rejects(tmp_path)] == [
            (number, KINDS[kind][1]) for number, kind in enumerate(counted, 1) if KINDS[kind][1]
        ]
        notes = [row["note"] for row in rows_of(tmp_path / "out.parquet")]
        assert notes == ["mine" if kind == "good" else "one\ntwo, three" for kind in counted if not KINDS[kind][1]]

    right()


def test_the_rejects_file_never_tells_of_an_earlier_run(price_file: Any, tmp_path: Path) -> None:
    price_file(write_lines(tmp_path, line(gross_cents="x")), tmp_path / "out.csv")
    assert len(read_rejects(tmp_path)) == 1
    price_file(write_lines(tmp_path, LINE), tmp_path / "out.csv")
    assert (tmp_path / "out.rejects.csv").read_text(encoding="utf-8") == f"row,reason,{HEADER}\n"


def test_corrected_rejects_can_be_priced(price_file: Any, tmp_path: Path) -> None:
    price_file(
        write_lines(tmp_path, LINE, line(gross_cents="2800.50")),
        tmp_path / "out.csv",
        "--rejects",
        tmp_path / "bad.csv",
    )
    bad = tmp_path / "bad.csv"
    bad.write_text(bad.read_text(encoding="utf-8").replace("2800.50", "280000"), encoding="utf-8")
    assert price_file(bad, tmp_path / "rest.csv").status == 0
    (row,) = rows_of(tmp_path / "rest.csv")
    assert (row["row"], row["gross_cents"], row["payroll_cents"]) == ("2", 280000, 3770)
    assert read_rejects(tmp_path, "rest.rejects.csv") == []


# -- what is said ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "lang", "message"),
    [
        ([LINE], "en", "1 household priced: {out}; 0 rejected: {bad}"),
        ([LINE, LINE, "1"], "en", "2 households priced: {out}; 1 rejected: {bad}"),
        (["1", "2"], "en", "0 households priced: {out}; 2 rejected: {bad}"),
        ([LINE], "fr", "1 foyer tarifé : {out} ; 0 rejeté : {bad}"),
        ([LINE, LINE, "1"], "fr", "2 foyers tarifés : {out} ; 1 rejeté : {bad}"),
        (["1", "2"], "fr", "0 foyer tarifé : {out} ; 2 rejetés : {bad}"),
    ],
)
def test_one_line_says_how_many_and_where_and_a_refusal_is_no_error(
    price_file: Any, tmp_path: Path, lines: list[str], lang: str, message: str
) -> None:
    out = tmp_path / "out.parquet"
    result = price_file(write_lines(tmp_path, *lines), out, lang=lang)
    assert (result.status, result.err) == (0, "")
    assert result.out == message.format(out=out, bad=tmp_path / "out.rejects.csv") + "\n"


def test_without_the_extra_one_sentence_says_what_to_install_and_the_other_commands_work(tmp_path: Path) -> None:
    program = """
import sys
sys.modules["pyarrow"] = None
from psc_workflow.cli import main
assert main(["contracts"]) == 0
sys.exit(main(sys.argv[1:]))
"""
    words = ["price", write_lines(tmp_path, LINE), "--contract", "men-2026", "--on", ON, "-o", tmp_path / "out.csv"]
    answer = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    message = "psc-workflow: price needs the extra 'batch' (pyarrow is missing): pip install 'psc_workflow[batch]'\n"
    assert answer.stderr == message
