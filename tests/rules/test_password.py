"""
Passwords compared with a truth table over the five conditions, made from characters that meet one each or none.
"""

import datetime as dt
import itertools
import sys
import unicodedata
from collections.abc import Iterator

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import TODAY
from psc_workflow._catalogue import law, wording
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.password_terms import PasswordCondition, Strength
from psc_workflow._model.text import Source
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import password
from strategies import DAYS, RARE_CHARACTER, maybe
from verdicts import codes, everything_shown, facts_by_place

CONDITIONS = ("length", "lower", "upper", "digit", "special")

WORDS = {
    "length": "longueur",
    "lower": "lettre minuscule",
    "upper": "lettre majuscule",
    "digit": "chiffre",
    "special": "caractère spécial",
}

MEETING = {"lower": "zéжωßﬁ", "upper": "ZÉЖΩẞ", "digit": "07٣९²①", "special": "~!$€(«😀½\u0301\u200b\x00\ud800"}
"""Characters of several scripts that meet one condition on characters and no other."""

NEUTRAL = " \t\u00a0\u3000王אあǅʻ"
"""White space, and letters without case: they count for length alone."""

WEAK_OR_SHORT = {
    met: ({"password-too-short"} if "length" not in met else set()) | ({"password-too-weak"} if len(met) < 3 else set())
    for count in range(6)
    for met in map(frozenset, itertools.combinations(CONDITIONS, count))
}
"""The truth table: 32 rows, by the conditions met. Length is compulsory, and three of the five are."""


def met_by(typed: str) -> frozenset[str]:
    """Say which conditions a password made of the characters above meets."""
    of_characters = {name for name, chars in MEETING.items() if set(chars) & set(typed)}
    return frozenset(of_characters | ({"length"} if len(typed) >= 8 else set()))


def expected(typed: str | None, again: str | None) -> set[tuple[str, str]]:
    """Say what stands against a password and its confirmation, as (code, path)."""
    about = {"password-missing"} if typed is None else WEAK_OR_SHORT[met_by(typed)]
    faults = {(code, "password") for code in about}
    if again is None:
        return faults | {("password-confirmation-missing", "confirmation")}
    return faults | ({("password-confirmation-differs", "confirmation")} if typed not in (None, again) else set())


@st.composite
def passwords(draw: st.DrawFn) -> str:
    """Draw a password near 8 characters from some of the kinds of characters."""
    kinds = draw(st.lists(st.sampled_from([*MEETING.values(), NEUTRAL]), min_size=1, max_size=4, unique=True))
    length = draw(st.sampled_from([0, 3, 6, 7, 7, 8, 8, 9, 20]))
    return draw(st.text(st.sampled_from("".join(kinds)), min_size=length, max_size=length))


@st.composite
def typed_twice(draw: st.DrawFn) -> tuple[str | None, str | None]:
    """Draw a password with the same again, something close to it, or nothing."""
    typed = draw(maybe(passwords()) | passwords())
    base = typed or ""
    again = draw(st.sampled_from([base, base, base, base + " ", base.swapcase(), base[:-1], "", None]))
    return typed, again


@given(typed_twice(), DAYS)
@example((None, None), TODAY)
@example((None, "Zz7~Zz7~"), TODAY)
@example(("", ""), TODAY)
@example(("", None), TODAY)
@example(("Zz7~Zz7~", "zz7~zz7~"), TODAY)
@example(("Zz7~Zz7", "Zz7~Zz7"), TODAY)
@example(("zz~~~~~~", "zz~~~~~~"), TODAY)
@example(("é" * 8, "e\u0301" * 8), TODAY)
@example(("z7" * 2000, "z7" * 2000), TODAY)
def test_a_password_is_judged_by_the_truth_table_and_its_confirmation_by_being_the_same(
    both: tuple[str | None, str | None], on: dt.date
) -> None:
    typed, again = both
    verdict = password.assess(typed, again, on=on)
    findings = facts_by_place(verdict)
    assert set(findings) == expected(typed, again)
    words = tuple(WORDS[name] for name in CONDITIONS if name not in met_by(typed or ""))
    for (code, _), facts in findings.items():
        in_words = facts | ({"unmet": tuple(word.fr for word in facts["unmet"])} if "unmet" in facts else {})
        table = {
            "password-too-short": {"length": 8},
            "password-too-weak": {"needed": 3, "count": 5, "length": 8, "unmet": words},
        }
        assert in_words == table.get(code, {})
    for finding in verdict.findings:
        assert finding.certainty is (
            Certainty.PUBLISHED if finding.code in ("password-too-short", "password-too-weak") else None
        )
    order = [path for _, path in findings]
    assert order == sorted(order, reverse=True)
    assert verdict.missing == tuple(
        name for name, answer in zip(("password", "confirmation"), both, strict=True) if answer is None
    )


@given(passwords(), DAYS)
@example("Zz7~Zz7~", TODAY)
@example("Zz7Zz7Zz", TODAY)
def test_the_strength_and_what_is_lacking_follow_from_the_table(typed: str, on: dt.date) -> None:
    met = met_by(typed)
    assert [str(condition) for condition in password.unmet_conditions(typed, on=on)] == [
        name for name in CONDITIONS if name not in met
    ]
    label = "weak" if WEAK_OR_SHORT[met] else "strong" if len(met) == 5 else "medium"
    assert password.strength(typed, on=on) == label


@pytest.mark.parametrize("met", WEAK_OR_SHORT, ids=lambda met: "+".join(sorted(met)) or "none")
def test_every_row_of_the_truth_table(met: frozenset[str]) -> None:
    """Seven or eight characters, one of each kind and white space for the rest."""
    typed = "".join(MEETING[name][0] for name in CONDITIONS if name in met - {"length"})
    typed = typed.rjust(8 if "length" in met else 7)
    verdict = password.assess(typed, typed, on=TODAY)
    assert set(codes(verdict)) == WEAK_OR_SHORT[met]
    assert verdict.holds == ("length" in met and len(met) >= 3)
    assert password.strength(typed, on=TODAY) == ("strong" if len(met) == 5 else "medium" if verdict.holds else "weak")


EVERY = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) not in ("Cn", "Co", "Cs")]
"""The characters that Unicode has given a meaning."""


def _characters(*categories: str) -> Iterator[str]:
    return (char for char in EVERY if unicodedata.category(char) in categories)


OTHER_CASE = {"lower": ("Lm", "Lo", "Mn", "Nl", "So"), "upper": ("Nl", "So")}
"""Signs with a case that are no cased letters: ª and ᵃ, small Roman numerals, letters in circles."""


@pytest.mark.parametrize(("name", "own"), [("lower", "Ll"), ("upper", "Lu")])
def test_the_case_of_a_letter_is_that_of_unicode(name: str, own: str) -> None:
    """All letters of the category have it; of the rest, only signs that Unicode calls cased though no letters."""
    condition = PasswordCondition(name)
    assert not [char for char in _characters(own) if condition in password.unmet_conditions(char, on=TODAY)]
    rest = "".join(char for char in EVERY if unicodedata.category(char) not in (own, *OTHER_CASE[name]))
    assert condition in password.unmet_conditions(rest, on=TODAY)


def test_a_digit_is_what_unicode_reads_as_one_digit() -> None:
    digits = [char for char in EVERY if unicodedata.digit(char, None) is not None]
    others = "".join(char for char in EVERY if unicodedata.digit(char, None) is None)
    assert PasswordCondition.DIGIT in password.unmet_conditions(others, on=TODAY)
    assert not [char for char in digits if PasswordCondition.DIGIT in password.unmet_conditions(char, on=TODAY)]


def test_what_is_special_is_neither_letter_digit_nor_white_space() -> None:
    """Letters are the categories L; white space is what Unicode calls so, and the four separators of ASCII."""
    plain = (
        "".join(_characters("Ll", "Lu", "Lt", "Lm", "Lo", "Nd", "Zs", "Zl", "Zp")) + "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85²①"
    )
    assert PasswordCondition.SPECIAL in password.unmet_conditions(plain, on=TODAY)
    some = [*_characters("Po", "Pd", "Sc", "Sk", "Mn", "Cf"), "\x00", "\ud800", "½", "Ⓐ"]
    assert not [char for char in some if PasswordCondition.SPECIAL in password.unmet_conditions(char, on=TODAY)]


def test_a_letter_in_a_circle_has_a_case_and_is_special() -> None:
    """By Unicode it has a case and is no letter; one sign then meets two conditions."""
    assert [str(condition) for condition in password.unmet_conditions("Ⓐ", on=TODAY)] == ["length", "lower", "digit"]


def _asking(unit: str, value: int, certainty: Certainty, title: str) -> Parameter[int]:
    values = (
        Dated(dt.date(2022, 4, 22), Certainty.PUBLISHED, (Source("avant"),), 8 if unit == "character" else 3),
        Dated(TODAY, certainty, (Source(title),), value),
    )
    return Parameter(unit, TODAY, values)


def test_the_catalogue_says_how_long_and_how_many_and_each_refusal_cites_its_own_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = attrs.evolve(
        law.law(),
        password_length=_asking("character", 10, Certainty.DERIVED, "longueur"),
        password_conditions=_asking("condition", 4, Certainty.ASSUMED, "nombre"),
    )
    monkeypatch.setattr(law, "law", lambda: changed)
    eve = TODAY - dt.timedelta(days=1)
    assert password.assess("zz77zz77", "zz77zz77", on=eve).holds
    assert password.strength("Zz7~Zz7~", on=eve) == "strong"
    assert password.strength("Zz7~Zz7~", on=TODAY) == "weak"
    assert password.strength("Zz77777777", on=TODAY) == "medium"
    assert [str(condition) for condition in password.unmet_conditions("Zz7~Zz7~7", on=TODAY)] == ["length"]
    short, weak = password.assess("zz77zz77", "zz77zz77", on=TODAY).findings
    screen = sources()["guide-compte-mot-de-passe"]
    assert (short.facts, short.certainty, short.sources) == (
        {"length": 10},
        Certainty.DERIVED,
        (Source("longueur"), screen),
    )
    assert (weak.facts["needed"], weak.facts["count"], weak.facts["length"]) == (4, 5, 10)
    assert (weak.certainty, weak.sources) == (Certainty.ASSUMED, (Source("nombre"), screen))


def test_what_is_missing_or_differs_rests_on_the_screen() -> None:
    for typed, again in ((None, "Zz7~Zz7~"), ("Zz7~Zz7~", None), ("Zz7~Zz7~", "")):
        (finding,) = password.assess(typed, again, on=TODAY).findings
        assert (finding.sources, finding.certainty, finding.rule) == (
            (sources()["guide-compte-mot-de-passe"],),
            None,
            "password",
        )


def test_before_the_first_value_nothing_is_judged() -> None:
    with pytest.raises(NoValueInForceError, match=r"law\.password_"):
        password.assess("", "", on=dt.date(2022, 4, 21))
    assert password.assess("Zz7~Zz7~", "Zz7~Zz7~", on=dt.date(2022, 4, 22)).holds


# -- at the boundaries -----------------------------------------------------------------------------------


SPECIMEN = "BenoitDupond1234'($è!"
LENGTH, LOWER, UPPER, DIGIT, SPECIAL = PasswordCondition
SHORT, WEAK = "password-too-short", "password-too-weak"

PASSWORDS = {
    "the guide's specimen": (SPECIMEN, [], []),
    "7 characters, the other four conditions": ("aB3$aB3", [LENGTH], [SHORT]),
    "8 characters, all five": ("aB3$aB3$", [], []),
    "8 characters, no condition but length": (" " * 8, [LOWER, UPPER, DIGIT, SPECIAL], [WEAK]),
    "2 of 5: length and lower case": ("tiaretiare", [UPPER, DIGIT, SPECIAL], [WEAK]),
    "2 of 5: length and upper case": ("TIARETIARE", [LOWER, DIGIT, SPECIAL], [WEAK]),
    "2 of 5: length and digits": ("20262026", [LOWER, UPPER, SPECIAL], [WEAK]),
    "2 of 5: length and special": ("!?!?!?!?", [LOWER, UPPER, DIGIT], [WEAK]),
    "3 of 5: length, lower case, digit": ("tiare2026", [UPPER, SPECIAL], []),
    "3 of 5: length, both cases": ("TiareTiare", [DIGIT, SPECIAL], []),
    "3 of 5: length, lower case, special": ("tiare-moana", [UPPER, DIGIT], []),
    "4 of 5: no special": ("Tiare2026", [SPECIAL], []),
    "7 characters, 3 of 5 without length": ("aB3aB3a", [LENGTH, SPECIAL], [SHORT]),
    "7 characters, 2 of 5": ("tiare20", [LENGTH, UPPER, SPECIAL], [SHORT, WEAK]),
    "empty: an answer, and a wrong one": ("", list(PasswordCondition), [SHORT, WEAK]),
    "letters without case count for length alone": ("李" * 8, [LOWER, UPPER, DIGIT, SPECIAL], [WEAK]),
    "Cyrillic has both cases": ("МоаныМоаны", [DIGIT, SPECIAL], []),
    "digits of another script": ("tiare٢٠٢٦", [UPPER, SPECIAL], []),
    "white space is not special": ("tiare moana", [UPPER, DIGIT, SPECIAL], [WEAK]),
    "7 characters outside the basic plane": ("😀" * 7, [LENGTH, LOWER, UPPER, DIGIT], [SHORT, WEAK]),
    "8 code points, 4 letters with their accents apart": ("e\u0301" * 4, [UPPER, DIGIT], []),
    "4 letters with their accents inside": ("é" * 4, [LENGTH, UPPER, DIGIT, SPECIAL], [SHORT, WEAK]),
}  # fmt: skip


@pytest.mark.parametrize(("given_password", "unmet", "expected_codes"), PASSWORDS.values(), ids=PASSWORDS)
def test_a_password_is_long_enough_and_meets_enough_conditions(
    given_password: str, unmet: list[PasswordCondition], expected_codes: list[str]
) -> None:
    assert list(password.unmet_conditions(given_password, on=TODAY)) == unmet
    assert codes(password.assess(given_password, given_password, on=TODAY)) == expected_codes


@pytest.mark.parametrize(
    ("given_password", "expected"),
    [
        (SPECIMEN, Strength.STRONG),
        ("aB3$aB3$", Strength.STRONG),
        ("Tiare2026", Strength.MEDIUM),
        ("tiare2026", Strength.MEDIUM),
        ("tiaretiare", Strength.WEAK),
        ("aB3$aB3", Strength.WEAK),
        ("", Strength.WEAK),
    ],
)
def test_the_strength_of_a_password(given_password: str, expected: Strength) -> None:
    assert password.strength(given_password, on=TODAY) is expected


def test_the_scale_is_said_in_the_guide_s_words() -> None:
    assert [wording.word(strength).fr for strength in Strength] == ["Faible", "Moyenne", "Forte"]


@pytest.mark.parametrize(
    ("given_password", "confirmation", "outcome", "expected_codes", "missing"),
    [
        (SPECIMEN, SPECIMEN, Judgement.HOLDS, [], ()),
        (None, None, Judgement.INCOMPLETE, ["password-missing", "password-confirmation-missing"], ("password", "confirmation")),
        (None, SPECIMEN, Judgement.INCOMPLETE, ["password-missing"], ("password",)),
        (SPECIMEN, None, Judgement.INCOMPLETE, ["password-confirmation-missing"], ("confirmation",)),
        (SPECIMEN, "", Judgement.REFUSED, ["password-confirmation-differs"], ()),
        (SPECIMEN, SPECIMEN.lower(), Judgement.REFUSED, ["password-confirmation-differs"], ()),
        (SPECIMEN, SPECIMEN + " ", Judgement.REFUSED, ["password-confirmation-differs"], ()),
        ("tiare", None, Judgement.REFUSED, [SHORT, WEAK, "password-confirmation-missing"], ("confirmation",)),
    ],
)  # fmt: skip
def test_the_confirmation_is_the_same_again(
    given_password: str | None,
    confirmation: str | None,
    outcome: Judgement,
    expected_codes: list[str],
    missing: tuple[str, ...],
) -> None:
    verdict = password.assess(given_password, confirmation, on=TODAY)
    assert (verdict.outcome, codes(verdict), verdict.missing) == (outcome, expected_codes, missing)


def test_the_refusals_name_the_conditions_and_cite_the_guide() -> None:
    short, weak = password.assess("tiare", "tiare", on=TODAY).findings
    assert "8 caractères" in short.text("fr")
    assert "longueur, lettre majuscule, chiffre, caractère spécial" in weak.text("fr")
    assert "fewer than 3 of the 5 conditions" in weak.text("en")
    for finding in (short, weak):
        assert finding.certainty is Certainty.PUBLISHED
        assert [source.title for source in finding.sources] == [wording.sources()["guide-compte-mot-de-passe"].title]
        assert (finding.path, finding.rule) == ("password", "password")


def test_what_the_password_must_be_is_in_the_catalogue_with_its_first_day() -> None:
    first = law.dated("password_length", TODAY).in_force_from
    assert (law.value("password_length", first), law.value("password_conditions", first)) == (8, 3)
    with pytest.raises(NoValueInForceError):
        password.assess(SPECIMEN, SPECIMEN, on=first - dt.timedelta(days=1))


typed = st.text(max_size=12)


@given(typed, typed, st.none() | typed)
@example("", "", None)
def test_no_verdict_shows_a_password(before: str, after: str, confirmation: str | None) -> None:
    given_password = before + RARE_CHARACTER + after
    confirmed = None if confirmation is None else confirmation + RARE_CHARACTER
    shown = everything_shown(password.assess(given_password, confirmed, on=TODAY))
    assert RARE_CHARACTER not in shown
    assert ascii(RARE_CHARACTER)[1:-1] not in shown


@given(typed)
def test_a_verdict_tells_no_more_than_the_conditions(given_password: str) -> None:
    """Two passwords that meet the same conditions get the very same verdict, down to the facts."""
    lacking = password.unmet_conditions(given_password, on=TODAY)
    parts = {LOWER: "z", UPPER: "Z", DIGIT: "7", SPECIAL: "~"}
    other = "".join(char for condition, char in parts.items() if condition not in lacking)
    other += "" if LENGTH in lacking else " " * 8
    assert password.unmet_conditions(other, on=TODAY) == lacking
    assert password.assess(given_password, given_password, on=TODAY) == password.assess(other, other, on=TODAY)


@given(typed)
def test_a_password_is_weak_exactly_when_it_is_refused(given_password: str) -> None:
    refused = not password.assess(given_password, given_password, on=TODAY).holds
    assert (password.strength(given_password, on=TODAY) is Strength.WEAK) == refused


@given(typed, typed)
def test_making_a_password_longer_never_makes_it_worse(given_password: str, more: str) -> None:
    before, after = (set(password.unmet_conditions(text, on=TODAY)) for text in (given_password, given_password + more))
    assert after <= before
