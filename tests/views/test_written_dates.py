"""
Days are written in one way a language, with four digits of the year, wherever a person reads one.
"""

import calendar
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paths import ROOT
from psc_workflow._catalogue.dates import write_deadline
from psc_workflow._catalogue.reading import DATA
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text, format_value, write_day
from psc_workflow.testing import examples

OF_INSTANTS = {
    "src/psc_workflow/cli/_printing.py": "instants, whose years the library keeps between 1900 and 2999",
    "src/psc_workflow/cli/_files/faults.py": "reads days, and writes none",
    "src/psc_workflow/testing/_conformance/report.py": "instants of a journey, for developers, likewise",
}
"""Files that may name the year of ``strftime``, which drops its zeros on some systems, and why."""


MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": list(calendar.month_name)[1:],
}


def written(day: dt.date) -> dict[str, str]:
    """Write *day* by hand: the first of a month is an ordinal in French; years have four digits."""
    month = day.month - 1
    french = "1er" if day.day == 1 else str(day.day)
    return {
        "fr": f"{french} {MONTHS['fr'][month]} {str(day.year).zfill(4)}",
        "en": f"{day.day} {MONTHS['en'][month]} {str(day.year).zfill(4)}",
    }


@given(st.dates())
@example(dt.date(1, 1, 1))
@example(dt.date(80, 6, 14))
@example(dt.date(999, 12, 31))
@example(dt.date(9999, 12, 31))
def test_a_day_is_written_in_one_way_a_language_in_sentences_lists_and_letters(day: dt.date) -> None:
    expected = written(day)
    sentence = Text("né le {day}", "born on {day}").fill({"day": day})
    assert (sentence.fr, sentence.en) == (f"né le {expected['fr']}", f"born on {expected['en']}")
    assert write_day(day) == Text(**expected)
    assert write_deadline(day) == Text(
        f"{expected['fr']} à 23\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}59", f"11:59 pm on {expected['en']}"
    )
    for locale in ("fr", "en"):
        assert format_value(day, locale) == expected[locale]
        assert format_value((day, day), locale) == f"{expected[locale]}, {expected[locale]}"


@given(st.datetimes(timezones=st.just(dt.UTC)))
@example(dt.datetime(2026, 5, 1, 0, 5, tzinfo=dt.UTC))
@example(dt.datetime(2026, 5, 1, 12, 0, tzinfo=dt.UTC))
@example(dt.datetime(2026, 5, 1, 23, 59, tzinfo=dt.UTC))
def test_an_instant_is_written_as_its_day_is_and_read_back_to_the_minute(instant: dt.datetime) -> None:
    expected = written(instant.date())
    french, english = format_value(instant, "fr"), format_value(instant, "en")
    assert french == f"{expected['fr']} à {instant.hour}\xa0h\xa0{instant.minute:02d}"
    day, _, clock = english.partition(" at ")
    assert day == expected["en"]
    hour, minute, half = re.fullmatch(r"(\d+):(\d\d) (am|pm)", clock).groups()  # type: ignore[union-attr]  # else it fails
    assert 1 <= int(hour) <= 12
    assert (int(hour) % 12 + (12 if half == "pm" else 0), int(minute)) == (instant.hour, instant.minute)


def test_a_finding_on_a_birth_in_the_year_80_shows_the_year_80() -> None:
    shown = finding("birth-in-future", "birth_date", birth_date=dt.date(80, 6, 14), on=dt.date(26, 4, 7))
    assert "14 juin 0080" in shown.text("fr")
    assert "14 June 0080" in shown.text("en")


@pytest.mark.parametrize("folder", ["src", "examples", "docs", "scripts"])
def test_nothing_writes_a_year_with_strftime(folder: str) -> None:
    files = [file for file in (ROOT / folder).rglob("*") if file.suffix in (".py", ".md", ".html")]
    naming = {str(file.relative_to(ROOT)) for file in files if re.search(r"%-?Y|\.year\}", file.read_text("utf-8"))}
    assert naming <= {*OF_INSTANTS}


HOW_TO_TYPE_A_DAY = "2000-01-31"
"""The one day in figures: how a form takes it."""

NUMERIC = re.compile(r"\b[0-9]{2}/[0-9]{2}/[0-9]{4}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


@pytest.mark.parametrize("file", sorted((DATA / "texts").rglob("*.toml")), ids=lambda file: file.stem)
def test_no_text_for_people_writes_a_day_in_numbers(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    numeric = [line for line in lines if NUMERIC.search(line) and not line.startswith(("#", "url = "))]
    assert all(HOW_TO_TYPE_A_DAY in line for line in numeric)


@pytest.mark.parametrize("name", sorted(examples.rules()))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_finding_writes_a_day_in_numbers(name: str, locale: Locale) -> None:
    for shown in examples.of(name):
        for reason in shown.verdict().findings:
            sentences = reason.text(locale) + reason.remedy(locale)
            assert not NUMERIC.search(sentences.replace(HOW_TO_TYPE_A_DAY, ""))
