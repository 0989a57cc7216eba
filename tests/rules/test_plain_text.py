"""
What is plain text, compared with Unicode's categories and with a list of characters that are drawn as nothing.
"""

import unicodedata
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ATTESTATION, BANK, CARLA, CONTACT, IDENTITY, REPORT_CPS, details_of
from psc_workflow import Agent
from psc_workflow import commands as do
from psc_workflow._model.text_kinds import text_fields
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import plain_text
from strategies import NAMES
from verdicts import codes, codes_and_paths

UNSEEN = {
    "\u200b": "zero-width space",
    "\u200c": "zero-width nonjoiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    "\u00ad": "soft hyphen",
    **dict.fromkeys(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "mark of writing direction"
    ),
    **dict.fromkeys("\ufe00\ufe0f\U000e0100", "variation selector"),
    **dict.fromkeys("\u034f\u2064\u3164\u2800\U000e0041", "character drawn as nothing"),
}
"""Characters drawn as nothing, and what they are called."""

UNREADABLE = {
    **dict.fromkeys("\ue000\uf8ff\U000f0000\U0010fffd", "character of private use"),
    **dict.fromkeys("\u0378\uffff\U0010ffff", "unassigned character"),
    **dict.fromkeys("\ufffc\ufffd", "replacement character"),
}
"""Characters drawn as a box, if at all, and what they are called."""

CONTROL = {
    "\0": "NUL",
    "\t": "tab",
    "\x1b": "escape character",
    **dict.fromkeys("\n\r\v\f\x85\u2028\u2029", "line end"),
    **dict.fromkeys("\x01\x07\x08\x7f\x9f", "control character"),
}

CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from([*UNSEEN, *UNREADABLE, *CONTROL])


def is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


@given(NAMES, CHARACTERS, NAMES)
@example("Hina", "\n", "Maire")
@example("Hina", "\u200b", "Maire")
@example("Hi", "é", "na")
def test_one_line_has_no_control_character_and_what_is_unseen_in_it_is_placed(left: str, char: str, right: str) -> None:
    verdict = plain_text.assess(attrs.evolve(BANK, holder=left + char + right))
    latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in (left[-1], right[0]))
    if is_control(char):
        assert codes_and_paths(verdict) == [("control-character", "holder")]
    elif char in UNSEEN and latin:
        assert codes_and_paths(verdict) == [("invisible-character", "holder")]
    elif char in UNREADABLE or unicodedata.category(char) == "Co":
        assert codes_and_paths(verdict) == [("unreadable-character", "holder")]
    elif unicodedata.category(char)[0] in "LNPS" and char not in UNSEEN and unicodedata.normalize("NFKC", char) == char:
        assert codes(verdict) == []
    for finding in verdict.findings:
        assert finding.facts["place"] == len(left) + 1


@pytest.mark.parametrize(("char", "name"), [*UNSEEN.items(), *UNREADABLE.items(), *CONTROL.items()], ids=ascii)
def test_the_finding_names_field_character_and_place_in_both_languages_and_shows_no_name(char: str, name: str) -> None:
    (finding,) = plain_text.assess(attrs.evolve(IDENTITY, usage_name=f"Maire{char}")).findings
    kinds = {"control": CONTROL, "unreadable": UNREADABLE, "invisible": UNSEEN}
    assert finding.code == next(f"{kind}-character" for kind, chars in kinds.items() if char in chars)
    assert f"({name}, at position 6): name in use." in finding.text("en")
    assert "en position 6)" in finding.text("fr")
    assert "nom d" in finding.text("fr")
    for shown in (finding.text("fr"), finding.text("en"), finding.remedy("fr"), finding.remedy("en"), repr(finding)):
        assert char not in shown
        assert "Maire" not in shown


@pytest.mark.parametrize("char", CONTROL, ids=ascii)
def test_a_reason_may_have_lines_and_tabs_and_nothing_else(char: str) -> None:
    verdict = plain_text.assess(attrs.evolve(REPORT_CPS, reason=f"CPS{char}depuis 2012"))
    assert codes(verdict) == ([] if char in "\t\n\r\u2028\u2029" else ["control-character"])
    assert codes(plain_text.assess(attrs.evolve(REPORT_CPS, reason="CPS\u200b 👩\u200d⚕️"))) == []


@pytest.mark.parametrize("char", ["\0", "\n", "\x1b"], ids=ascii)
def test_every_text_that_is_no_secret_is_judged_wherever_it_stands(char: str) -> None:
    text = f"ab{char}cd"
    for cls in (*do.ALL, Agent):
        for name, kind in text_fields(cls).items():
            answer = cls(**{name: [text] if name == "address" else text})
            (path,) = [path for path in (name, f"{name}.0") if path.endswith(".0") == (name == "address")]
            read_as_space = char == "\n" and kind == "code"
            harmless = kind == "secret" or read_as_space or (kind == "prose" and char == "\n")
            assert codes_and_paths(plain_text.assess(answer)) == ([] if harmless else [("control-character", path)])


@pytest.mark.parametrize("char", UNREADABLE, ids=ascii)
def test_a_character_nobody_can_read_is_a_warning_in_every_line_and_number(char: str) -> None:
    for cls in (*do.ALL, Agent):
        for name, kind in text_fields(cls).items():
            verdict = plain_text.assess(cls(**{name: [f"ab{char}"] if name == "address" else f"ab{char}"}))
            assert verdict.holds
            assert codes(verdict) == ([] if kind in ("prose", "secret") else ["unreadable-character"])


INSIDE: list[tuple[Any, list[tuple[str, str]]]] = [
    (do.DeclareBeneficiaries(None, [CARLA, attrs.evolve(CARLA, ref="a\0")]), [("control-character", "children.1.ref")]),
    (
        do.AddBeneficiary(child=CARLA, child_details=attrs.evolve(details_of(CARLA), last_name="Du\npond", nir="\0")),
        [("control-character", "child_details.last_name"), ("control-character", "child_details.nir")],
    ),
    (
        attrs.evolve(CONTACT, address=["1 rue", "B\u200bP 1", "Fare\n"], city="Pape\0ete", email="a@b.c\r\nBcc: d@e.f"),
        [
            ("invisible-character", "address.1"),
            ("control-character", "address.2"),
            ("control-character", "city"),
            ("control-character", "email"),
        ],
    ),
    (
        attrs.evolve(ATTESTATION, full_name="B\u200b\u200b\n"),
        [("control-character", "full_name"), ("invisible-character", "full_name")],
    ),
]


@pytest.mark.parametrize(("answer", "places"), INSIDE, ids=lambda value: type(value).__name__)
def test_all_texts_inside_are_judged_each_once(answer: Any, places: list[tuple[str, str]]) -> None:
    verdict = plain_text.assess(answer)
    assert codes_and_paths(verdict) == places
    assert verdict.outcome is Judgement.REFUSED
