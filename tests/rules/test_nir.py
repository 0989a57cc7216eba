"""
Social-security numbers compared with python-stdnum, and with sums made in another way.

Where the rule and stdnum differ, ``REFUSED_THOUGH_STDNUM_TAKES_IT`` and ``STDNUM_READS_MORE`` say why.
"""

import datetime as dt
import re
import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.fr import nir as fr_nir

from people import NIR_BENOIT, with_key
from psc_workflow import Civility
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.rules import nir
from strategies import BIRTH_DATES, BLANK, PRINTED, maybe, near
from verdicts import codes, facts_by_place

MONTHS = {f"{month:02}" for month in [*range(1, 13), *range(20, 43), *range(50, 100)]}
"""Of the calendar, and those given for incomplete civil status."""

VALID_NUMBER = "170039873512373"
BORN = dt.date(1970, 3, 12)
CIVILITIES = st.sampled_from([None, *Civility])

REFUSED_THOUGH_STDNUM_TAKES_IT = {
    "first digit that is no sex": [f"{sex}7003987351" + "23" for sex in "0569"],
    "month that is neither of the calendar nor given out": [
        f"170{month:02}98735123" for month in [0, *range(13, 20), *range(43, 50)]
    ],
    "no department is numbered 00": ["1700300735123"],
}
"""Stdnum looks at lengths, digits and key only; facts.md names the months and first digits that exist."""

STDNUM_READS_MORE = {
    "dots between the groups": "1.70.03.987.35.123.73",
    "full-width digits": VALID_NUMBER.translate(
        {ord(digit): ord(digit) - ord("0") + ord("０") for digit in "0123456789"}
    ),
    "mathematical digits": "𝟏𝟕𝟎𝟎𝟑𝟗𝟖𝟕𝟑𝟓𝟏𝟐𝟑𝟕𝟑",
}
"""Stdnum takes dots out and translates digits; the rule keeps what was written and asks for it anew."""


def key_of(number: str) -> int:
    """Compute a key as INSEE puts it: letters count 0, then a million is taken off for 2A and two for 2B."""
    counted = int(number.replace("A", "0").replace("B", "0"))
    counted -= 1_000_000 * number.count("A") + 2_000_000 * number.count("B")
    return next(key for key in range(1, 98) if (counted + key) % 97 == 0)


def keyed(number: str) -> str:
    """Complete 13 characters."""
    return f"{number}{key_of(number):02}"


def written(text: str) -> str:
    """Write what was typed without white space, in capitals."""
    return re.sub(r"\s", "", text).upper()


def has_the_form(number: str) -> bool:
    """Say whether 13 characters can be those of anybody, place by place."""
    digits, place = number[:5] + number[7:], number[5:7]
    return (
        set(digits) <= set("0123456789")
        and number[0] in "123478"
        and number[3:5] in MONTHS
        and place in {"2A", "2B", *(f"{department:02}" for department in range(1, 100))}
    )


def expected(text: str | None, born: dt.date | None, civility: Civility | None) -> dict[str, dict[str, Any]]:
    """Say what stands against a number, by code, with the facts told."""
    if text is None:
        return {"nir-missing": {}}
    number = written(text)
    if len(number) not in (13, 15) or not has_the_form(number[:13]) or not re.fullmatch("[0-9]*", number[13:]):
        return {"nir-form-wrong": {}}
    if len(number) == 13:
        return {"nir-key-missing": {"key": f"{key_of(number):02}"}}
    if int(number[13:]) != key_of(number[:13]):
        return {"nir-key-wrong": {}}
    year, month = (None, None) if born is None else (born.isoformat()[2:4], born.isoformat()[5:7])
    man = int(number[0]) % 2 == 1
    table = {
        "nir-provisional": number[0] not in "12",
        "nir-birth-year-differs": year not in (None, number[1:3]),
        "nir-birth-month-differs": int(number[3:5]) in range(1, 13) and month not in (None, number[3:5]),
        "nir-civility-differs": civility is (Civility.MADAME if man else Civility.MONSIEUR),
    }
    return {code: {} for code, applies in table.items() if applies}


two = st.integers(0, 99).map("{:02}".format)
three = st.integers(0, 999).map("{:03}".format)
SEXES = st.sampled_from("1212123478" + "0569")
USUAL_MONTHS = st.sampled_from(["03", "01", "12", "20", "42", "50", "99"])
ODD_MONTHS = st.sampled_from(["00", "13", "19", "43", "49", "7B"])
DEPARTMENTS = st.sampled_from(["2A", "2B", "2a", "2b", "97", "98", "99", "01", "95", "96"]) | two
ODD_DEPARTMENTS = st.sampled_from(["00", "2C", "A2", "1A", "3B", "٩٩", "BB"])


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Draw a number of the right form or nearly, whose key is right, wrong, missing or cut short."""
    month = draw(USUAL_MONTHS | USUAL_MONTHS | two | ODD_MONTHS)
    department = draw(DEPARTMENTS | DEPARTMENTS | DEPARTMENTS | ODD_DEPARTMENTS)
    number = draw(SEXES) + draw(two) + month + department + draw(three) + draw(three)
    key = draw(st.sampled_from(["right"] * 4 + ["off", "none", "none", "cut", "long", "00", "98", "٠٧"]))
    if key in ("right", "off", "cut", "long") and has_the_form(number.upper()):
        right = key_of(number.upper())
        key = {"right": f"{right:02}", "off": f"{right % 97 + 1:02}", "cut": f"{right:02}"[:1], "long": f"{right:03}"}[
            key
        ]
    key = key if key.isdigit() else ""
    gap = draw(st.sampled_from(["", "", " ", "\u202f", "\t\n", ".", "\u200b"]))
    return gap.join([number[0], number[1:5], number[5:], key])


@given(st.none() | numbers() | numbers() | numbers() | PRINTED, maybe(BIRTH_DATES | near(BORN, 40)), CIVILITIES)
@example(VALID_NUMBER, BORN, Civility.MONSIEUR)
@example(VALID_NUMBER[:13], BORN, Civility.MADAME)
@example(VALID_NUMBER, dt.date(1870, 3, 12), None)
@example(VALID_NUMBER, dt.date(70, 3, 1), None)
@example(keyed("3700398735123"), BORN, Civility.MADAME)
@example(keyed("4700398735123"), BORN, Civility.MONSIEUR)
@example(keyed("7701298735123"), dt.date(1971, 1, 1), Civility.MADAME)
@example(keyed("8701398735123"[:3] + "20" + "98735123"), dt.date(1971, 1, 1), Civility.MONSIEUR)
@example("2530720700" + "304" + "00", BORN, None)
def test_a_number_is_refused_for_form_and_key_and_asked_about_for_the_rest(
    text: str | None, born: dt.date | None, civility: Civility | None
) -> None:
    verdict = nir.assess(text, birth_date=born, civility=civility, path="p.nir")
    faults = expected(text, born, civility)
    assert facts_by_place(verdict) == {(code, "p.nir"): facts for code, facts in faults.items()}
    assert codes(verdict) == list(faults)
    assert all(finding.rule == "nir" and finding.certainty is None for finding in verdict.findings)
    doubts = {"nir-provisional", "nir-birth-year-differs", "nir-birth-month-differs", "nir-civility-differs"}
    assert set(codes(verdict.warnings)) == doubts & set(faults)
    assert verdict.missing == (("p.nir",) if text is None else ())


@given(numbers())
@example(VALID_NUMBER)
@example("253072b07300470")
@example("295109912611199")
def test_what_stdnum_takes_holds_unless_no_such_number_is_given_out(text: str) -> None:
    number = written(text)
    valid = number.isascii() and "." not in number and fr_nir.is_valid(number)
    assert nir.assess(text).holds == (valid and has_the_form(number[:13]))


@given(st.tuples(SEXES, two, USUAL_MONTHS, DEPARTMENTS, three, three).map("".join))
@example("253072A073004")
@example("253072B073004")
def test_the_key_is_that_of_stdnum_and_of_the_sum_of_insee(number: str) -> None:
    number = number.upper()
    assert nir.key(number) == fr_nir.calc_check_digits(number) == f"{key_of(number):02}"
    assert (len(nir.key(number)), int(nir.key(number)) in range(1, 98)) == (2, True)


def test_every_month_every_first_digit_and_every_department_is_judged() -> None:
    months = {month for month in map("{:02}".format, range(100)) if nir.assess(keyed(f"170{month}98735123")).holds}
    assert months == MONTHS
    sexes = {sex for sex in string.digits if nir.assess(keyed(f"{sex}700398735123")).holds}
    assert sexes == set("123478")
    departments = {f"{number:02}" for number in range(100)} | {f"2{letter}" for letter in "AB"}
    accepted = {place for place in departments if nir.assess(keyed(f"17003{place}735123")).holds}
    assert departments - accepted == {"00"}
    letters = {f"{digit}{letter}" for digit in string.digits for letter in string.ascii_uppercase} - {"2A", "2B"}
    assert not any(nir.assess(f"17003{place}73512373").holds for place in letters)


@pytest.mark.parametrize("territory", [*range(971, 989), 990, 991, 994, 999])
def test_numbers_of_overseas_and_of_abroad_hold(territory: int) -> None:
    """Three digits and two of the commune overseas; 99 and three of the country abroad."""
    assert nir.assess(keyed(f"17003{territory}05123"), birth_date=BORN, civility=Civility.MONSIEUR).findings == ()


@pytest.mark.parametrize("reason", REFUSED_THOUGH_STDNUM_TAKES_IT)
def test_a_number_that_is_never_given_out_is_refused_though_its_key_is_right(reason: str) -> None:
    for number in REFUSED_THOUGH_STDNUM_TAKES_IT[reason]:
        assert fr_nir.is_valid(keyed(number))
        assert facts_by_place(nir.assess(keyed(number))) == {("nir-form-wrong", "nir"): {}}


@pytest.mark.parametrize("reason", STDNUM_READS_MORE)
def test_a_number_is_not_read_through_marks_or_through_digits_of_another_script(reason: str) -> None:
    text = STDNUM_READS_MORE[reason]
    assert fr_nir.validate(text) == VALID_NUMBER
    assert facts_by_place(nir.assess(text)) == {("nir-form-wrong", "nir"): {}}


def test_white_space_inside_is_taken_out_where_stdnum_takes_out_spaces_only() -> None:
    text = "\t".join(VALID_NUMBER)
    assert not fr_nir.is_valid(text)
    assert nir.assess(text).findings == ()
    assert nir.normalise(f" 2 53 07 2b\u00a0073\u2003004\n70 {text}") == f"253072B07300470{VALID_NUMBER}"


NO_NUMBER = st.text().filter(lambda text: sum(map(str.isalnum, text)) != len(VALID_NUMBER))
"""Hypothesis draws texts that stand in the sources, too, and some of these are numbers."""


@given(
    BLANK
    | NO_NUMBER
    | st.sampled_from([VALID_NUMBER * 70, "1" * 5000, "𝟏" * 15, "²" * 15, "１" * 15, "一" * 15, "\ud800"])
)
@example("")
@example("".join(chr(0x0660 + int(digit)) for digit in VALID_NUMBER))
@example("".join(chr(0x0966 + int(digit)) for digit in VALID_NUMBER[:13]))
@example(VALID_NUMBER[:13] + "٧٣")
@example("17003٩٨735123" + "73")
@example(VALID_NUMBER + "\u200b")
@example("ª" + VALID_NUMBER[1:])
def test_what_is_no_number_is_refused_and_never_read_as_one(text: str) -> None:
    assert facts_by_place(nir.assess(text)) == {
        (code, "nir"): facts for code, facts in expected(text, None, None).items()
    }
    assert not nir.assess(text).holds


@given(st.integers(0, 14), st.integers(1, 9))
def test_a_digit_mistyped_never_holds(place: int, by: int) -> None:
    """97 is prime and greater than any digit: a sum wrong by one digit has another remainder."""
    wrong = VALID_NUMBER[:place] + str((int(VALID_NUMBER[place]) + by) % 10) + VALID_NUMBER[place + 1 :]
    assert nir.assess(wrong).outcome == Severity.REFUSED.value


@given(numbers())
@example(VALID_NUMBER[:13])
def test_no_finding_shows_the_number(text: str) -> None:
    """The key offered is all that is told of it, and the number completed by it holds."""
    number = written(text)
    for finding in nir.assess(text, birth_date=BORN, civility=Civility.MONSIEUR).findings:
        shown = [repr(finding), *(say(locale) for say in (finding.text, finding.remedy) for locale in ("fr", "en"))]
        assert not any(number in sentence for sentence in shown if number)
        if finding.code == "nir-key-missing":
            assert finding.facts["key"] in finding.remedy("fr")
            assert finding.facts["key"] in finding.remedy("en")
            assert nir.assess(number + finding.facts["key"]).holds


def test_what_the_form_rests_on_is_cited() -> None:
    for text, extra in (
        (VALID_NUMBER[:13], []),
        (VALID_NUMBER[:14] + "9", []),
        ("1", []),
        (keyed("7700398735123"), ["bibliotheque"]),
    ):
        (finding,) = nir.assess(text).findings
        assert finding.sources == tuple(sources()[name] for name in ["nir-structure", *extra])


@pytest.mark.parametrize("first", "3478")
def test_rare_first_digits_are_accepted_with_a_warning(first: str) -> None:
    assert codes(nir.assess(with_key(first + "700398735123"))) == ["nir-provisional"]


def test_december_is_a_month_to_compare() -> None:
    december = with_key("1701298735123")
    assert codes(nir.assess(december, birth_date=dt.date(1970, 12, 1))) == []
    assert codes(nir.assess(december, birth_date=dt.date(1970, 11, 1))) == ["nir-birth-month-differs"]


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected_codes"),
    [
        ("295109912611193", []),
        ("253072B07300470", []),
        ("253072b07300470", []),
        ("253072A07300443", []),
        (NIR_BENOIT, []),
        (" ".join(NIR_BENOIT), []),
        ("295109912611199", ["nir-key-wrong"]),
        ("253072C07300443", ["nir-form-wrong"]),
        (NIR_BENOIT[:13], ["nir-key-missing"]),
        ("2 23 04 33 123 456 78", ["nir-key-wrong"]),
        ("2 85 04 25 525 456 78", ["nir-key-wrong"]),
        ("2 05 00 55 999 000", ["nir-form-wrong"]),
        (with_key("1702098735123"), []),
        (with_key("1704298735123"), []),
        ("170439873512345", ["nir-form-wrong"]),
        (with_key("1705098735123"), []),
        (with_key("1709998735123"), []),
        ("170139873512345", ["nir-form-wrong"]),
        ("170019073512345", ["nir-key-wrong"]),
        ("1700300735123" + "01", ["nir-form-wrong"]),
        ("070039873512373", ["nir-form-wrong"]),
        ("570039873512373", ["nir-form-wrong"]),
        ("", ["nir-form-wrong"]),
        ("1" * 14, ["nir-form-wrong"]),
        ("1" * 1000, ["nir-form-wrong"]),
        ("١٧٠٠٣٩٨٧٣٥١٢٣٧٣", ["nir-form-wrong"]),
        (with_key("7700398735123"), ["nir-provisional"]),
        (with_key("8700398735123"), ["nir-provisional"]),
        (None, ["nir-missing"]),
    ],
)  # fmt: skip
def test_form_and_key_of_social_security_numbers(number: str | None, expected_codes: list[str]) -> None:
    assert codes(nir.assess(number)) == expected_codes


def test_the_missing_key_is_computed_and_offered() -> None:
    (finding,) = nir.assess(NIR_BENOIT[:13]).findings
    assert NIR_BENOIT[13:] in finding.remedy("en")


@pytest.mark.parametrize(
    ("birth", "civility", "expected_codes"),
    [
        (dt.date(1970, 3, 12), Civility.MONSIEUR, []),
        (dt.date(1971, 3, 12), Civility.MONSIEUR, ["nir-birth-year-differs"]),
        (dt.date(1970, 4, 12), Civility.MONSIEUR, ["nir-birth-month-differs"]),
        (dt.date(1970, 3, 12), Civility.MADAME, ["nir-civility-differs"]),
        (None, None, []),
    ],
)
def test_a_number_that_does_not_fit_the_person_is_a_warning(
    birth: dt.date | None, civility: Civility | None, expected_codes: list[str]
) -> None:
    verdict = nir.assess(NIR_BENOIT, birth_date=birth, civility=civility)
    assert (verdict.holds, codes(verdict)) == (True, expected_codes)


def test_an_unusual_month_is_not_compared() -> None:
    assert codes(nir.assess(with_key("1702098735123"), birth_date=dt.date(1970, 3, 12))) == []


@given(st.text(alphabet=string.digits + "AB ", max_size=20) | st.text(max_size=20))
def test_no_text_makes_the_nir_rule_fail_or_ask(text: str) -> None:
    assert nir.assess(text).outcome in (Judgement.REFUSED, Judgement.HOLDS)


@given(st.integers(0, 14), st.integers(1, 9))
def test_changing_any_one_digit_of_a_number_is_noticed(place: int, by: int) -> None:
    wrong = NIR_BENOIT[:place] + str((int(NIR_BENOIT[place]) + by) % 10) + NIR_BENOIT[place + 1 :]
    assert not nir.assess(wrong).holds


@given(st.integers(0, 99), st.integers(2000, 2100))
@example(0, 2000)
@example(99, 2000)
def test_the_ages_that_two_figures_can_mean_are_counted_from_every_year_that_ends_in_them(
    figures: int, year: int
) -> None:
    """Of two centuries; a number that is not well formed has none."""
    years = [born for born in range(year - 199, year + 1) if f"{born}".endswith(f"{figures:02}")]
    assert list(map(repr, nir.ages_in(f"1{figures:02}0398735123", year))) == [f"{year - born}" for born in years[::-1]]
    assert nir.ages_in(f"1{figures:02}039873512", year) == ()


@pytest.mark.parametrize(
    ("figures", "born", "expected"),
    [
        ("7003", dt.date(1970, 3, 12), True),
        ("7003", dt.date(2070, 3, 12), True),
        ("7004", dt.date(1970, 3, 12), False),
        ("7103", dt.date(1970, 3, 12), False),
        ("7012", dt.date(1970, 12, 31), True),
        ("7020", dt.date(1970, 3, 12), True),
        ("7103", None, False),
    ],
)
def test_a_number_fits_whoever_was_born_in_its_year_and_month_or_in_its_year_if_the_month_is_none(
    figures: str, born: dt.date | None, expected: bool
) -> None:
    assert nir.fits(f"1{figures}98735123", born) is expected
    assert not nir.fits(f"1{figures}9873512", born)
