"""
The commands that add up what the households of a file pay, and compare two tariffs.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from household_files import ON, SUFFIXES, line, read_rejects, sample_file, write_lines
from households import as_polars, sample_rows
from people import GUIDE, MEN, START
from psc_workflow.pricing import frame

TARIFF = ("--contract", "guide-illustration", "--on", ON)
AFTER = ("--suppose", "partner-option-1=18", "--suppose", "child-option-1=8")
SUPPOSED = GUIDE.with_values({"partner-option-1": "18", "child-option-1": "8"})


def plain(answer: Any) -> Any:
    """Read an answer as JSON has it."""
    return json.loads(json.dumps(answer.as_json()))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_summary_of_a_file_is_that_of_its_frame(call: Any, tmp_path: Path, suffix: str) -> None:
    source = sample_file(tmp_path, suffix)
    expected = frame.summary(frame.price(as_polars(sample_rows()), GUIDE, START))
    result = call("summary", source, *TARIFF, "--json", "--lang", "en")
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out) == plain(expected) | {"rejected": 0}
    shown = call("summary", source, *TARIFF, "--lang", "fr").out
    assert shown.splitlines()[0] == expected.table("fr").splitlines()[0]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_comparison_of_a_file_is_that_of_its_frame(call: Any, tmp_path: Path, suffix: str) -> None:
    source, households = sample_file(tmp_path, suffix), as_polars(sample_rows())
    expected = frame.compare(households, GUIDE, SUPPOSED, START)
    result = call("compare", source, *TARIFF, *AFTER, "--json")
    assert (result.status, result.err) == (0, "")
    assert json.loads(result.out) == plain(expected) | {"rejected": 0}
    shown = call("compare", source, *TARIFF, *AFTER, "--lang", "en").out
    assert shown.startswith(f"{expected.table('en')}\n\nWhat these reasons say\n")
    reasons = shown.partition("What these reasons say\n")[2].splitlines()
    codes = {**expected.before.total.incomplete, **expected.after.total.incomplete}
    assert [reason.strip().partition(":")[0] for reason in reasons] == [*codes]
    assert [reason for reason in reasons if ": " not in reason or not reason.endswith(".")] == []


@pytest.mark.parametrize(
    ("options", "after", "on_after"),
    [
        (("--after", "men-2026"), MEN, START),
        (("--on-after", "2027-05-01"), GUIDE, START.replace(year=2027)),
        (("--after", "men-2026", "--suppose", "ce=80.10"), MEN.with_values({"ce": "80.10"}), START),
    ],
)
def test_what_differs_may_be_the_contract_a_value_or_the_day(
    call: Any, tmp_path: Path, options: tuple[str, ...], after: Any, on_after: Any
) -> None:
    result = call("compare", sample_file(tmp_path, ".parquet"), *TARIFF, *options, "--json")
    expected = frame.compare(as_polars(sample_rows()), GUIDE, after, START, on_after=on_after)
    assert json.loads(result.out)["total"] == plain(expected)["total"]


def test_an_amount_that_is_less_certain_than_requested_is_in_no_sum(call: Any, tmp_path: Path) -> None:
    source = sample_file(tmp_path, ".parquet")
    for command in (("summary",), ("compare", *AFTER)):
        name, *options = command
        total = json.loads(call(name, source, *TARIFF, *options, "--least-certainty", "published", "--json").out)
        sums = total["total"]["sums"] if name == "summary" else total["before"]["total"]["sums"]
        assert sums["debited"]["households"] < sums["debited"]["unknown"]


@pytest.mark.parametrize("command", [("summary",), ("compare", *AFTER)], ids=lambda command: command[0])
def test_rows_that_cannot_be_priced_are_left_out_counted_and_written_if_asked(
    call: Any, tmp_path: Path, command: tuple[str, ...]
) -> None:
    name, *options = command
    rows = [line(), line(household_id="b", gross_cents="-1"), line(household_id="c", birth_date="x")]
    source = write_lines(tmp_path, *rows)
    result = call(name, source, *TARIFF, *options, "--lang", "en")
    assert result.out.endswith("\n\n2 rejected: --rejects FILE says why\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    rejects = tmp_path / "bad.csv"
    result = call(name, source, *TARIFF, *options, "--lang", "en", "--rejects", rejects)
    assert result.out.endswith(f"\n\n2 rejected: {rejects}\n")
    assert [row["household_id"] for row in read_rejects(tmp_path, "bad.csv")] == ["b", "c"]
    answer = json.loads(call(name, source, *TARIFF, *options, "--json").out)
    assert (answer["rejected"], answer["total"]["households"]) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "compare: give what differs, with --after, --suppose or --on-after"),
        (("--suppose", "ce"), "--suppose: must be a name and a number, such as ce=80.10, each name once"),
        (("--suppose", "ce=1", "--suppose", "ce=2"), "--suppose: must be a name and a number"),
        (("--suppose", "nothing=1"), "nothing"),
        (("--on-after", "x"), "--on-after"),
        (("--after", "x"), "x"),
    ],
)
def test_what_cannot_be_compared_is_an_error(
    call: Any, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = call("compare", sample_file(tmp_path, ".csv"), *TARIFF, *arguments)
    assert (result.status, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize("command", [("summary",), ("compare", *AFTER)], ids=lambda command: command[0])
def test_a_file_that_cannot_be_read_is_an_error(call: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    source = sample_file(tmp_path, ".csv")
    for file, message in ((tmp_path / "none.csv", "does not exist"), (tmp_path / "in.txt", "must end in")):
        result = call(name, file, *TARIFF, *options)
        assert (result.status, message in result.err) == (2, True)
    result = call(name, source, *TARIFF, *options, "--rejects", source)
    assert (result.status, "is the file that is read" in result.err) == (2, True)
