"""
Days are written with four digits of the year, in every sentence and wherever a day is written at all.
"""

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paths import ROOT
from psc_workflow._catalogue.dates import write_day
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.text import Text, format_value

OF_INSTANTS = {
    "src/psc_workflow/cli/_printing.py": "instants, whose years the library keeps between 1900 and 2999",
    "src/psc_workflow/cli/_files/faults.py": "reads days, and writes none",
}
"""Files that may name the year of ``strftime``, which drops its zeros on some systems, and why."""


@given(st.dates())
@example(dt.date(1, 1, 1))
@example(dt.date(80, 6, 14))
@example(dt.date(999, 12, 31))
@example(dt.date(9999, 12, 31))
def test_a_day_is_written_with_four_digits_of_the_year_in_both_languages(day: dt.date) -> None:
    written = {
        "fr": f"{day.day:02d}/{day.month:02d}/{day.year:04d}",
        "en": f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
    }
    sentence = Text("né le {day}", "born on {day}").fill({"day": day})
    assert (sentence.fr, sentence.en) == (f"né le {written['fr']}", f"born on {written['en']}")
    for locale in ("fr", "en"):
        assert format_value(day, locale) == written[locale]
        assert format_value(dt.datetime.combine(day, dt.time(8, 5)), locale) == f"{written[locale]} 08:05"
        assert format_value((day, day), locale) == f"{written[locale]}, {written[locale]}"


@given(st.dates())
@example(dt.date(80, 6, 1))
def test_a_letter_writes_a_day_with_four_digits_of_the_year(day: dt.date) -> None:
    written = write_day(day)
    assert written.fr.split()[-1] == written.en.split()[-1] == day.isoformat()[:4]


def test_a_finding_on_a_birth_in_the_year_80_shows_the_year_80() -> None:
    shown = finding("birth-in-future", "birth_date", birth_date=dt.date(80, 6, 14), on=dt.date(26, 4, 7))
    assert "14/06/0080" in shown.text("fr")
    assert "0080-06-14" in shown.text("en")


@pytest.mark.parametrize("folder", ["src", "examples", "docs", "scripts"])
def test_nothing_writes_a_year_with_strftime(folder: str) -> None:
    files = [file for file in (ROOT / folder).rglob("*") if file.suffix in (".py", ".md", ".html")]
    naming = {str(file.relative_to(ROOT)) for file in files if re.search(r"%-?Y|\.year\}", file.read_text("utf-8"))}
    assert naming <= {*OF_INSTANTS}
