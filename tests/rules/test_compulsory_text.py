"""
Blank text compared with how it was made: out of nothing but what Unicode says is not seen, or with one visible sign.
"""

import datetime as dt
import unicodedata

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import accept, at_state
from people import IDENTITY, NOW
from psc_workflow import Dossier
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import compulsory_text
from strategies import NAMES

SPACES = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""The property White_Space."""

IGNORED = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u206f\u3164\ufe00\ufe0f\ufeff\uffa0\U0001d173\U000e0001\U000e0020\U000e0100"
"""Of the property Default_Ignorable_Code_Point, every range at its ends; unassigned ones apart."""

CONTROLS = "\x00\x01\x08\x0e\x1b\x1f\x7f\x80\x9f"
DRAWN_EMPTY = "\u2800"
UNSEEN = SPACES + IGNORED + CONTROLS + DRAWN_EMPTY + "\u0301\u0304"

AT_IDENTITY = at_state("identity")

VISIBLE = st.characters(categories=["L", "N", "P", "Sm", "Sc", "Sk"], exclude_characters=IGNORED) | st.sampled_from(
    "'’ʻ-ā😀☺€0٣王א"
)


@given(st.text(st.sampled_from(UNSEEN)))
@example("")
@example(UNSEEN)
def test_what_cannot_be_seen_is_blank_and_named_by_its_field(nothing: str) -> None:
    (finding,) = compulsory_text.assess(nothing, path="birth_city").findings
    assert (finding.code, finding.path) == ("text-blank", "birth_city")
    assert finding.facts["field"].fr == "ville de naissance"
    assert compulsory_text.assess((nothing, *[nothing] * 3), path="address").findings[0].path == "address"


@pytest.mark.parametrize("char", UNSEEN, ids=lambda char: f"U+{ord(char):04X}")
def test_each_sign_that_is_not_seen_is_blank_alone(char: str) -> None:
    assert compulsory_text.is_blank(char)


@given(st.text(st.sampled_from(UNSEEN)), VISIBLE, st.text(st.sampled_from(UNSEEN)))
def test_one_visible_sign_among_what_is_not_seen_is_an_answer(before: str, seen: str, after: str) -> None:
    written = before + seen + after
    assert not compulsory_text.assess(written, path="usage_name").findings
    assert not compulsory_text.assess((before, written), path="address").findings
    assert not compulsory_text.assess((written, after), path="address").findings


def test_every_letter_number_punctuation_and_sign_of_unicode_is_an_answer() -> None:
    """Whatever is assigned and is not drawn as nothing: no script is left out (rarer Han characters apart)."""
    seen = (char for char in map(chr, range(0x20000)) if unicodedata.category(char)[0] in "LNPS")
    wrong = [char for char in seen if compulsory_text.is_blank(char)]
    assert set(wrong) == set("\u115f\u1160\u3164\uffa0\u2800")


@given(
    st.none()
    | st.booleans()
    | st.integers()
    | st.dates()
    | st.sampled_from([*Civility, UNANSWERED, 0, 0.0, dt.date.min])
    | st.lists(st.text(), max_size=2)
)
@example([])
def test_what_is_no_text_holds(value: object) -> None:
    assert not compulsory_text.assess(value, path="usage_name").findings


def test_no_lines_are_blank_and_lines_of_no_text_are_not() -> None:
    assert compulsory_text.is_blank(())
    assert compulsory_text.is_blank((("", " "), ()))
    assert not compulsory_text.is_blank((None,))
    assert not compulsory_text.is_blank(("", 0))


@given(NAMES, st.sampled_from(["first_name", "usage_name", "birth_name", "birth_city"]))
@example("Teʻaitu", "usage_name")
@example("ʻŌ'-’ā ē ī ō ū Ā Ē Ī Ō Ū", "birth_city")
@example("te\u0304", "first_name")
@example("n" * 1000, "birth_name")
def test_a_name_of_any_script_is_an_answer_and_comes_back_from_the_store_as_it_was_given(name: str, field: str) -> None:
    assert not compulsory_text.assess(name, path=field).findings
    given_identity = attrs.evolve(IDENTITY, **{field: name})
    dossier = Dossier.load(accept(AT_IDENTITY, given_identity, at=NOW).dump())
    assert getattr(dossier.record.answers.identity, field) == name
