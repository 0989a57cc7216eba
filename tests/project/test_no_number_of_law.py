"""
No number of law stands in Python: rules, premiums and charts take every value from the catalogue.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import psc_workflow

SOURCES = Path(psc_workflow.__file__).parent
FOLDERS = ("rules", "pricing", "states")

EVERYWHERE = {0, 1, -1}
"""Indices, the first of a list, nothing, the day before and after."""

ALLOWED = {
    ("rules/nir.py", 97): "the modulus of the key, which defines the number",
    ("rules/nir.py", 100): "years of a century: the number has the last two figures",
    ("rules/nir.py", 13): "characters before the key, which define the number",
    ("rules/nir.py", 5): "where the place begins in it",
    ("rules/nir.py", 7): "where the place ends in it",
    ("rules/iban.py", 97): "the modulus of the RIB key, which defines it",
    ("rules/iban.py", -2): "figures of the RIB key",
    ("rules/iban.py", 1024): "countries of banks kept in memory",
    ("rules/email.py", 254): "characters of an address at most, by the format itself (RFC 5321)",
    ("rules/phone.py", 6): "digits of a telephone number at least: shorter ones are special services",
    ("rules/phone.py", 15): "digits at most, by the format itself (E.164)",
    ("rules/comparing.py", 3): "digits of a country before a telephone number at most, by the format itself (E.164)",
    ("rules/periods.py", 12): "months of a year",
    ("rules/cover_start.py", 12): "months of a year",
    ("states/_dates.py", 1024): "days whose first instants are kept in memory",
    ("pricing/_people.py", -2): "stands for the age of a partner where there is none",
    ("pricing/_situations.py", 4096): "plans kept in memory",
    ("pricing/_calibration.py", 2): "half of the last digit",
    ("pricing/_calibration.py", 5): "digits of a coefficient unless the caller says",
    ("pricing/_calibration.py", 10): "what a digit counts",
    ("pricing/_calibration.py", 12): "digits of a coefficient at most",
    ("pricing/_calibration.py", 100): "cents in a euro",
    ("pricing/publicodes.py", 6): "children for whom there are rules unless the caller says",
    ("pricing/_written.py", 2): "digits by which a percentage differs from a ratio",
    ("pricing/_written.py", 4): "digits of an average",
    ("pricing/_written.py", 10): "what a digit counts",
    ("pricing/_written.py", 100): "cents in a euro",
    ("pricing/_months.py", 12): "months of a year",
    ("pricing/_schedule.py", 100): "years of the longest schedule",
    ("pricing/_rounding.py", 2): "what is rounded is doubled, so that a half is a whole number",
    ("pricing/_rounding.py", 300): "digits of the longest product",
    ("pricing/plots/__init__.py", 600000): "cents of the highest pay of a picture, unless another is asked for",
    ("pricing/_populations.py", 3): "children from whom on families are one group of a table",
    ("pricing/frame/_population_columns.py", 1000): "cents of a bucket of pays",
    ("pricing/frame/_population_columns.py", 2): "a bucket and the next",
    ("pricing/frame/_population_columns.py", 10): "deciles",
    ("pricing/frame/__init__.py", 5): "digits of a coefficient unless the caller says",
    ("pricing/frame/_expressions.py", 53): "bits of a whole number that a float holds exactly",
    ("pricing/frame/_lookalikes.py", 4): "letters of a word in which one may be wrong",
    ("pricing/frame/_lookalikes.py", 0.75): "likeness of two names, of which one is suggested for the other",
    ("pricing/frame/_ranks.py", 8): "children up to which all are compared with one another",
    ("pricing/frame/_ranks.py", 2): "two play in each match of a tournament",
    ("pricing/frame/_columns.py", 512): "columns of tables kept in the types of an engine",
    ("pricing/frame/_columns.py", 18): "texts in a chunk of PyArrow, as a power of two",
    ("pricing/frame/_columns.py", 64): "columns from which pandas stores those of a type together",
    ("pricing/frame/_rows.py", 16): "households whose lines are written at a time, as a power of two",
    ("pricing/frame/_arrow.py", 18): "as a power of two, rows of a chunk of texts",
    ("pricing/frame/_cells.py", 64): "tables kept in memory",
    ("pricing/frame/_entries.py", 4096): "verdicts kept in memory",
    ("pricing/frame/_people.py", 512): "combinations of children that are one digit",
    ("pricing/frame/_pipeline.py", 8192): "cells of one table",
    ("states/_instants.py", 5): "minutes by which two clocks may differ, a promise of the façade",
    ("states/_course.py", 1000): "a stop for deadlines that would follow each other for ever, a fault of ours",
    ("states/_opening.py", 255): "characters of an id, which databases can look for",
    ("states/_keys.py", 256): "characters of an idempotency key",
    ("states/_keys.py", 128): "characters of the host's id of a person",
    ("states/_effects.py", 32): "characters of an effect's id",
}


def sources(folder: str) -> list[Path]:
    """List the modules of *folder*; people and days that somebody made up are no law, nor is the size of a picture."""
    no_law = {"_examples", "_canvas.py"}
    return [file for file in (SOURCES / folder).rglob("*.py") if not no_law & {*file.relative_to(SOURCES).parts}]


def numbers(file: Path) -> Iterator[complex]:
    """Walk the numeric literals of *file*; a minus before one belongs to it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    negative = {
        node.operand: -node.operand.value
        for node in ast.walk(tree)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and is_number(node.operand)
    }
    for node in ast.walk(tree):
        if is_number(node):
            yield negative.get(node, node.value)


def is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)


def numbers_in_sources() -> set[tuple[str, complex]]:
    return {
        (file.relative_to(SOURCES).as_posix(), number)
        for folder in FOLDERS
        for file in sources(folder)
        for number in numbers(file)
        if number not in EVERYWHERE
    }


def test_the_only_numbers_in_python_are_arithmetic_and_each_says_why() -> None:
    assert numbers_in_sources() == set(ALLOWED)


@pytest.mark.parametrize(
    "text", ["age >= 21", "-21", "[15.08]", "f(days=21)", "x[2:3]", "{'a': 0.2}", "lambda x=7: x", "5j"]
)
def test_a_number_is_seen_wherever_it_stands(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rule.py"
    file.write_text(text)
    assert set(numbers(file)) - EVERYWHERE


@pytest.mark.parametrize("text", ["True", "'21'", "x[0]", "n - 1", "-1", "None"])
def test_truth_texts_and_indices_are_no_numbers_of_law(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rule.py"
    file.write_text(text)
    assert not set(numbers(file)) - EVERYWHERE


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_date_and_no_amount_is_written_as_text(folder: str) -> None:
    """A number in quotes is a number all the same: ``Decimal("37.70")``, ``date.fromisoformat("2026-05-01")``."""
    for file in sources(folder):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        written = {
            text
            for text in texts
            if text.strip() and set(text) <= set("0123456789.-/ ") and set(text) & set("0123456789")
        }
        assert written <= NUMBERS_AS_TEXT.get(file.name, set()), file


NUMBERS_AS_TEXT = {
    # what 2A and 2B count as, first digits, the last month of the calendar, the width of the key
    "nir.py": {*"19 18 137 248 3478 12 02".split()},  # noqa: SIM905 -- shorter than seven strings
    "iban.py": {"12345678912345678923456789", "00"},  # what letters count as, and the place of the key
    "comparing.py": {"0", "00"},  # dialled before a number within a country, and before that of the country
    "_lookalikes.py": {"0"},  # written before a number, such as that of a child
    "rounding.py": {"0.01"},  # a cent
}
