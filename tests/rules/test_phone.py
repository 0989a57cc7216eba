"""
Telephone numbers compared with a walk along the characters, and with a count of the digits.
"""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._catalogue.wording import sources
from psc_workflow.rules import phone
from strategies import BLANK, PRINTED, maybe
from verdicts import codes, facts_by_place

DIGITS = "0123456789"

MARKS = {*" \t\n\u00a0\u202f\u2003", *"./()-", "\u2010", "\u2011", "\u2013"}
"""White space of several kinds; dot, slash, brackets; hyphen-minus, hyphen, non-breaking hyphen, en dash."""


def is_a_number(text: str) -> bool:
    """Walk: white space and opening brackets, perhaps a plus sign, then digits and marks; count the digits."""
    rest = list(text)
    while rest and (rest[0].isspace() or rest[0] == "("):
        rest.pop(0)
    if rest and rest[0] == "+":
        rest.pop(0)
    usual = all(char in DIGITS or char in MARKS or char.isspace() for char in rest)
    return usual and 6 <= len([char for char in rest if char in DIGITS]) <= 15


ODD = "x,;+٣²½①—−‒\u200b#*[]"


@st.composite
def dialled(draw: st.DrawFn) -> str:
    """Draw digits near 6 or 15 of them, marks between them, now and then a sign that is none."""
    length = draw(st.sampled_from([4, 5, 6, 7, 8, 10, 14, 15, 16, 17]))
    digits = draw(st.text(st.sampled_from(DIGITS), min_size=length, max_size=length))
    gaps = draw(st.lists(st.sampled_from(["", "", "", *sorted(MARKS)]), min_size=length, max_size=length))
    before = draw(st.sampled_from(["", "+", "(+", " (", "((+", "++", ".+", ")+", "+(", "\u00a0+"]))
    inside = draw(st.sampled_from(["", "", "", "", *ODD]))
    place = draw(st.integers(0, length))
    written = [digit + gap for digit, gap in zip(digits, gaps, strict=True)]
    return before + "".join([*written[:place], inside, *written[place:]])


@given(maybe(dialled() | dialled() | dialled() | PRINTED | BLANK | st.text()))
@example("12345")
@example("123456")
@example("123456789012345")
@example("1234567890123456")
@example("(" * 50 + "+689 40 00 00 00" + ")" * 50)
@example("12345²")
@example("12345٦")
@example("٠" * 8)
@example("1234567+")
@example("1" * 5000)
@example(" " * 5000 + "+1")
@example("\ud800123456")
@example("")
def test_a_number_has_six_to_fifteen_digits_and_the_usual_marks(text: str | None) -> None:
    verdict = phone.assess(text, path="p.phone")
    if text is None:
        expected = {("phone-missing", "p.phone"): {}}
    else:
        expected = {} if is_a_number(text) else {("phone-form-wrong", "p.phone"): {"shortest": 6, "longest": 15}}
    assert facts_by_place(verdict) == expected
    assert verdict.outcome == ("incomplete" if text is None else "refused" if expected else "holds")


MARKED = [char for char in map(chr, range(0x3100)) if re.fullmatch(r"[\W\d]|[A-Za-z]", char) and not char.isspace()]


def test_of_the_letters_of_ascii_and_the_marks_of_unicode_s_first_pages_only_the_usual_ones_pass() -> None:
    passing = {char for char in MARKED if phone.assess(f"123456{char}").holds}
    assert passing == {*DIGITS, *"./()-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}"}
    first = {char for char in MARKED if phone.assess(f"{char}123456").holds}
    assert first - passing == {"+"}


def test_white_space_of_every_kind_passes_and_what_is_only_invisible_does_not() -> None:
    spaces = {char for char in map(chr, range(0x3001)) if unicodedata.category(char) in ("Zs", "Zl", "Zp")}
    assert all(phone.assess(f"{space}+{space}123{space}456{space}").holds for space in {*spaces, *"\t\n\r"})
    assert not any(phone.assess(f"123{char}456").holds for char in "\u200b\u2060\ufeff\u00ad")


@pytest.mark.parametrize(("text", "names"), [(None, ["guide-souscription-3"]), ("1", ["e164"])])
def test_what_the_findings_rest_on_is_cited(text: str | None, names: list[str]) -> None:
    (finding,) = phone.assess(text).findings
    assert finding.sources == tuple(sources()[name] for name in [*names, "bibliotheque"])
    assert (finding.path, finding.rule, finding.certainty) == ("phone", "phone", None)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "+689 40 00 00 00",
        "40.00.00.00",
        "00 689 40-00-00-00",
        "+33 (0)1 99 00 00 00",
        "(+33) 1/99/00/00/00",
        "+33\u202f1\u00a099\u201100\u201100\u201100",
        "1" * 6,
        "1" * 15,
        " 40 00 00 ",
    ],
)
def test_numbers_pass_however_they_are_spaced(value: str) -> None:
    assert codes(phone.assess(value)) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "+",
        "1" * 5,
        "1" * 16,
        "40 00 00 00 poste 3",
        "quarante",
        "++33 1 99 00 00 00",
        "33+199000000",
        "٤٠٠٠٠٠٠٠",
        "40,00,00,00",
    ],
)
def test_what_has_not_the_form_of_a_number_is_refused(value: str) -> None:
    verdict = phone.assess(value, path="mobile")
    assert (codes(verdict), verdict.findings[0].path) == (["phone-form-wrong"], "mobile")
    assert "6 to 15" in verdict.findings[0].text("en")


@pytest.mark.parametrize("value", [" " * 200_000 + "x", "(" * 200_000 + "x", "1" * 200_000])
def test_a_long_answer_is_refused_at_once(value: str) -> None:
    began = time.perf_counter()
    assert not phone.assess(value).holds
    assert time.perf_counter() - began < 2
