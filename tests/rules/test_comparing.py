"""
Comparing answers, compared with readings spelt in several ways, and with Unicode's own forms and capitals.
"""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from psc_workflow import Civility
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow.rules import comparing
from strategies import NAMES, PRINTED, SIGNS, UNSEEN, is_seen, misread, reading, spelt

SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""White space of Unicode, and the four separators of ASCII. What has no width is none."""

ACCENTS_ALONE = "´΄΅᾽᾿῀῁῍῎῏῝῞῟῭΅῾´`"
"""Accents without a letter, which the forms of compatibility put over a space."""

FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
CAPITALS: list[Callable[[str], str]] = [str.upper, str.lower, str.title, str.swapcase]

WITH_NO_CAPITAL_OF_ITS_OWN = "ı"
"""The honest difference: its capital is that of i, from which it stays apart."""

KEPT_APART = [
    ("Te\N{MODIFIER LETTER TURNED COMMA}aitu", "Teaitu"),
    ("O'Neil", "ONeil"),
    ("Fare-Ute", "Fareute"),
    ("Le Goff-Martin", "Le Goff Martin"),
    ("Tāvana", "Tavana"),
    ("Māhana", "Mahāna"),
    ("é", "è"),
    ("Jean Luc", "JeanLuc"),
    ("4", "\N{ARABIC-INDIC DIGIT FOUR}"),
    ("a", "\N{CYRILLIC SMALL LETTER A}"),
]
"""That there is an apostrophe, a hyphen, a glottal stop or a macron counts; how it is written does not."""

ONE_TEXT = [
    *[("Puna'auia", f"Puna{sign}auia") for sign in "’‘ʼʻʽʹ`´ꞌʔˀ′ʾʿ＇՚"],
    *[("Fare-Ute", f"Fare{sign}Ute") for sign in "‐‑‒–—−－﹣\u00ad"],
    *[
        ("Papeete", f"Pape{sign}ete")
        for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2069\u00ad\ufe0f\ufeff\u061c"
    ],
    *[("Le Goff", f"Le{sign}Goff") for sign in "\u00a0\u202f\u2009\u2003\u3000\t"],
    ("Cœur", "Coeur"),
    ("Lætitia", "LAETITIA"),
    ("Fāʻone", "FĀ’ONE"),
    ("\ufeffPapeete\x00", "Papeete"),
]


@st.composite
def two_answers(draw: st.DrawFn) -> tuple[str, str, list[str], list[str]]:
    """Draw two answers, the second the first spelt otherwise, or misread, and what they were spelt from."""
    signs = draw(SIGNS)
    again = draw(st.just(signs) | misread(signs))
    return draw(spelt(signs)), draw(spelt(again)), signs, again


@given(two_answers())
def test_two_answers_say_the_same_if_they_read_alike_however_they_are_spelt(
    drawn: tuple[str, str, list[str], list[str]],
) -> None:
    left, right, signs, again = drawn
    alike = reading(signs) == reading(again)
    assert comparing.same(left, right) == comparing.same(right, left) == alike
    assert (comparing.normalise(left) == comparing.normalise(right)) == alike


@given(st.lists(two_answers(), max_size=3), st.lists(st.sampled_from(UNSEEN), min_size=4, max_size=4))
@example([], ["", " ", "\u200b", "\N{HANGUL FILLER}"])
def test_lines_are_compared_one_by_one_in_their_order_blank_ones_apart(
    drawn: list[tuple[str, str, list[str], list[str]]], blanks: list[str]
) -> None:
    lines, others = tuple(left for left, *_ in drawn), tuple(right for _, right, *_ in drawn)
    read = [
        [reading(signs) for signs, written in pairs if any(map(is_seen, written))]
        for pairs in ([(s, left) for left, _, s, _ in drawn], [(a, right) for _, right, _, a in drawn])
    ]
    interleaved = tuple(line for pair in zip(blanks, (*others, ""), strict=False) for line in pair)
    for left, right in ((lines, others), (lines, interleaved), (interleaved, lines)):
        assert comparing.same(left, right) == (read[0] == read[1])
    assert comparing.same(lines, lines[::-1]) == (read[0] == read[0][::-1])
    assert comparing.same((*lines, "x"), lines) is False


@pytest.mark.parametrize(("left", "right"), ONE_TEXT, ids=ascii)
def test_one_text_in_other_characters_is_one_answer(left: str, right: str) -> None:
    assert comparing.same(left, right)
    assert comparing.same(right, left)
    assert comparing.same((left, "x"), (right, "x"))


@pytest.mark.parametrize(("left", "right"), KEPT_APART, ids=ascii)
def test_what_is_another_sign_is_another_answer(left: str, right: str) -> None:
    assert not comparing.same(left, right)
    assert not comparing.same(right, left)
    assert not comparing.same((left,), (right,))


@given(PRINTED | NAMES | st.text(), st.sampled_from(FORMS))
@example("F\N{LATIN SMALL LETTER A WITH MACRON}\N{MODIFIER LETTER TURNED COMMA}a", "NFD")
@example("ﬁ", "NFKC")
@example("\N{GREEK SMALL LETTER IOTA WITH DIALYTIKA AND TONOS}", "NFD")
@example("\u0304" * 1000, "NFC")
def test_unicode_s_forms_and_spaces_around_change_nothing_and_the_form_compared_is_final(text: str, form: str) -> None:
    assume(not {*text} & {*ACCENTS_ALONE})
    again = unicodedata.normalize(form, text)
    assert comparing.same(text, f"\u00a0{again}\t ")
    normal = comparing.normalise(text)
    assert comparing.normalise(normal) == normal
    assert unicodedata.is_normalized("NFKC", normal)
    assert not {*normal} & ({*SPACES} - {" "})
    assert "  " not in normal
    assert normal == normal.strip()


@pytest.mark.parametrize("change", CAPITALS, ids=lambda change: change.__name__)
def test_capitals_change_nothing_in_any_script(change: Callable[[str], str]) -> None:
    """Tried letter by letter over the first planes: Greek accents, Armenian and Latin ligatures, sharp s."""
    letters = (char for char in map(chr, range(0x20000)) if change(char) != char)
    assert {char for char in letters if not comparing.same(char, change(char))} <= {*WITH_NO_CAPITAL_OF_ITS_OWN}
    assert not comparing.same("ı", "i")


OTHERS = [None, True, False, UNANSWERED, 0, 3, (), ("a",), "", "a", *Civility]


@pytest.mark.parametrize("left", OTHERS, ids=repr)
def test_answers_of_another_kind_are_equal_or_not(left: object) -> None:
    for right in OTHERS:
        assert comparing.same(left, right) == (left == right)


# -- numbers and codes --------------------------------------------------------------------------------


MARKS = ".-/()[]\N{HYPHEN}\N{EN DASH}\N{NON-BREAKING HYPHEN}\u200b" + SPACES
SAYING = [
    "4",
    "8",
    "=",
    "'",
    "_",
    ",",
    "#",
    "*",
    "\ue000",
    "\U000f0000",
    "\u0378",
    "\N{FULLWIDTH DIGIT FOUR}",
    "+",
    "\N{FULLWIDTH PLUS SIGN}",
    "a",
    "A",
    "٤",
    "王",
]
READ = {"\N{FULLWIDTH DIGIT FOUR}": "4", "\N{FULLWIDTH PLUS SIGN}": "+", "A": "a"}


@given(st.lists(st.sampled_from(SAYING), max_size=5), st.lists(st.sampled_from(SAYING), max_size=5), st.data())
@example(["4"], [], None)
def test_numbers_are_alike_if_all_but_their_separators_is(
    left: list[str], right: list[str], data: st.DataObject | None
) -> None:
    def marked(signs: list[str]) -> str:
        if data is None:
            return "".join(signs)
        marks = data.draw(st.lists(st.text(st.sampled_from(MARKS), max_size=2), min_size=6, max_size=6))
        return marks[-1] + "".join(sign + mark for sign, mark in zip(signs, marks, strict=False))

    read = [[READ.get(sign, sign) for sign in signs] for signs in (left, right)]
    assert comparing.same_number(marked(left), marked(right)) == (read[0] == read[1])
    assert comparing.same_number(marked(left), marked(left))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("98714", "98 714", True),
        ("98714", "98741", False),
        ("2A004", "2a004", True),
        ("98714", "٩٨٧١٤", False),
        ("-", "", True),
    ],
)
def test_postcodes(left: str, right: str, same: bool) -> None:
    """Two in which nothing is said are alike: whether something must be, other rules ask."""
    assert comparing.same_number(left, right) == comparing.same_number(right, left) == same


@given(st.text(st.sampled_from([*SPACES, "0", "9", "A", "é", "\u200b", "ʻ", "ā"])) | PRINTED)
@example(SPACES)
@example("91 919 0000")
@example("\u200b")
@example("")
def test_writing_a_code_compactly_takes_out_white_space_and_nothing_else(text: str) -> None:
    assert comparing.compact(text) == "".join(char for char in text if char not in SPACES)


ONE_TELEPHONE = [
    ("+689 40 00 00 00", "+68940000000"),
    ("+689 40 00 00 00", "00689 40 00 00 00"),
    ("+689 40 00 00 00", "40.00.00.00"),
    ("+689 40 00 00 00", "689 40 00 00 00"),
    ("+33 6 12 34 56 78", "06 12 34 56 78"),
    ("+33 (0)6 12 34 56 78", "06-12-34-56-78"),
    ("+33 ( 0 )6 12 34 56 78", "+33 6 12 34 56 78"),
    ("0033612345678", "(06) 12/34/56/78"),
    ("612345678", "06 12 34 56 78"),
    ("+39 06 123456", "06 123456"),
    ("+687 12.34.56", "12 34 56"),
    ("\u202a+689 40\u00ad00 00 00\u202c", "40\u201100\u201100\u201100"),
    ("-", ""),
]
"""With the country's digits and without, with the zero that is not dialled from abroad and without."""

TWO_TELEPHONES = [
    ("+689 40 00 00 00", "40 00 00 01"),
    ("+689 40 00 00 00", "+687 40 00 00 00"),
    ("+689 40 00 00 00", "+33 40 00 00 00"),
    ("40 40 00 00 00", "40 00 00 00"),
    ("+689 40 00 00 00", "00 00 00"),
    ("+689 40 00", "40 00"),
    ("+689 40 00 00 00", "0689 40 00 00 00 00"),
    ("689 40 00 00 00", "40 00 00 00"),
    ("+689 40 00 00 00", ""),
    ("+689 40 00 00 00", "a 40 00 00 00"),
    ("40 00 00 00", "٤0 00 00 00"),
]
"""Another digit, another country, digits too few or too many; without + or 00, digits in front are no country's."""


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [*((*pair, True) for pair in ONE_TELEPHONE), *((*pair, False) for pair in TWO_TELEPHONES)],
    ids=ascii,
)
def test_a_telephone_number_is_one_with_its_country_and_without(left: str, right: str, same: bool) -> None:
    assert comparing.same_phone(left, right) == comparing.same_phone(right, left) == same
    assert comparing.same_phone(left, left)
    assert comparing.same_phone(right, right)
