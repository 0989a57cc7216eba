"""
Creating the account and signing in: passwords, addresses and numbers at their boundaries.
"""

import datetime as dt
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import TODAY
from psc_workflow._catalogue import law, wording
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Certainty, PasswordCondition, PriorMembership, Strength
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import email, login, password, phone, prior_membership
from verdicts import codes, everything_shown

GUIDE = "BenoitDupond1234'($è!"
LENGTH, LOWER, UPPER, DIGIT, SPECIAL = PasswordCondition
SHORT, WEAK = "password-too-short", "password-too-weak"


# -- the password ---------------------------------------------------------------------

PASSWORDS = {
    "the guide's specimen": (GUIDE, [], []),
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


@pytest.mark.parametrize(("given_password", "unmet", "found"), PASSWORDS.values(), ids=PASSWORDS)
def test_a_password_is_long_enough_and_meets_enough_conditions(
    given_password: str, unmet: list[PasswordCondition], found: list[str]
) -> None:
    assert list(password.unmet(given_password, on=TODAY)) == unmet
    assert codes(password.assess(given_password, given_password, on=TODAY)) == found


@pytest.mark.parametrize(
    ("given_password", "expected"),
    [
        (GUIDE, Strength.STRONG),
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
    ("given_password", "confirmation", "outcome", "found", "missing"),
    [
        (GUIDE, GUIDE, Judgement.HOLDS, [], ()),
        (None, None, Judgement.INCOMPLETE, ["password-missing", "password-confirmation-missing"], ("password", "confirmation")),
        (None, GUIDE, Judgement.INCOMPLETE, ["password-missing"], ("password",)),
        (GUIDE, None, Judgement.INCOMPLETE, ["password-confirmation-missing"], ("confirmation",)),
        (GUIDE, "", Judgement.REFUSED, ["password-confirmation-differs"], ()),
        (GUIDE, GUIDE.lower(), Judgement.REFUSED, ["password-confirmation-differs"], ()),
        (GUIDE, GUIDE + " ", Judgement.REFUSED, ["password-confirmation-differs"], ()),
        ("tiare", None, Judgement.REFUSED, [SHORT, WEAK, "password-confirmation-missing"], ("confirmation",)),
    ],
)  # fmt: skip
def test_the_confirmation_is_the_same_again(
    given_password: str | None, confirmation: str | None, outcome: Judgement, found: list[str], missing: tuple[str, ...]
) -> None:
    verdict = password.assess(given_password, confirmation, on=TODAY)
    assert (verdict.outcome, codes(verdict), verdict.missing) == (outcome, found, missing)


def test_the_refusals_name_the_conditions_and_cite_the_guide() -> None:
    short, weak = password.assess("tiare", "tiare", on=TODAY).findings
    assert "8 caractères" in short.text("fr")
    assert "longueur, caractère en majuscule, chiffre, caractère spécial" in weak.text("fr")
    assert "fewer than 3 of the 5 conditions" in weak.text("en")
    for finding in (short, weak):
        assert finding.certainty is Certainty.PUBLISHED
        assert [source.title for source in finding.sources] == [wording.sources()["guide-compte"].title]
        assert (finding.path, finding.rule) == ("password", "password")


def test_what_the_password_must_be_is_in_the_catalogue_with_its_first_day() -> None:
    first = law.dated("password_length", TODAY).in_force_from
    assert (law.value("password_length", first), law.value("password_conditions", first)) == (8, 3)
    with pytest.raises(NoValueInForceError):
        password.assess(GUIDE, GUIDE, on=first - dt.timedelta(days=1))


MARK = "秘"
"""A character that no sentence of ours holds."""
typed = st.text(max_size=12)


@given(typed, typed, st.none() | typed)
@example("", "", None)
def test_no_verdict_shows_a_password(before: str, after: str, confirmation: str | None) -> None:
    given_password = before + MARK + after
    confirmed = None if confirmation is None else confirmation + MARK
    shown = everything_shown(password.assess(given_password, confirmed, on=TODAY))
    assert MARK not in shown
    assert ascii(MARK)[1:-1] not in shown


@given(typed)
def test_a_verdict_tells_no_more_than_the_conditions(given_password: str) -> None:
    """Two passwords that meet the same conditions get the very same verdict, down to the facts."""
    lacking = password.unmet(given_password, on=TODAY)
    parts = {LOWER: "z", UPPER: "Z", DIGIT: "7", SPECIAL: "~"}
    other = "".join(char for condition, char in parts.items() if condition not in lacking)
    other += "" if LENGTH in lacking else " " * 8
    assert password.unmet(other, on=TODAY) == lacking
    assert password.assess(given_password, given_password, on=TODAY) == password.assess(other, other, on=TODAY)


@given(typed)
def test_a_password_is_weak_exactly_when_it_is_refused(given_password: str) -> None:
    refused = not password.assess(given_password, given_password, on=TODAY).holds
    assert (password.strength(given_password, on=TODAY) is Strength.WEAK) == refused


@given(typed, typed)
def test_making_a_password_longer_never_makes_it_worse(given_password: str, more: str) -> None:
    before, after = (set(password.unmet(one, on=TODAY)) for one in (given_password, given_password + more))
    assert after <= before


# -- the e-mail address -----------------------------------------------------------------

AT_MOST = "@" + "d" * 60 + ".example"


@pytest.mark.parametrize(
    "value",
    [
        "benoit.dupond@example.org",
        "benoit+psc@example.org",
        "o'connor@example.co.uk",
        "benoît@école.example",
        "用户@例子.广告",
        "a@b.c",
        "_@b.c",
        "benoit@[192.0.2.1]",
        "n" * (254 - len(AT_MOST)) + AT_MOST,
    ],
)
def test_addresses_in_use_pass_untouched(value: str) -> None:
    assert codes(email.assess(value)) == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "@",
        "benoit",
        "benoit@example",
        "@example.org",
        "benoit@.org",
        "benoit@example.",
        "benoit@example..org",
        "benoit@@example.org",
        "benoit@exam@ple.org",
        " benoit@example.org",
        "benoit@example.org ",
        "benoit dupond@example.org",
        "benoit@exam\u00a0ple.org",
        "benoit@example.org\n",
        "benoit\x00@example.org",
        "benoit@example.\u200b",
        "\u200b@example.org",
        "n" * (255 - len(AT_MOST)) + AT_MOST,
        "n" * 1_000_000,
    ],
    ids=lambda value: ascii(value[:30]),
)
def test_what_has_not_the_form_of_an_address_is_refused(value: str) -> None:
    verdict = email.assess(value, path="login")
    assert (codes(verdict), verdict.findings[0].path) == (["email-form-wrong"], "login")
    assert "254" in verdict.findings[0].text("en")


# -- the telephone number ----------------------------------------------------------------


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


@given(st.text())
def test_no_text_makes_the_rules_on_addresses_and_numbers_fail(value: str) -> None:
    assert email.assess(value).outcome in (Judgement.HOLDS, Judgement.REFUSED)
    assert phone.assess(value).outcome in (Judgement.HOLDS, Judgement.REFUSED)


@pytest.mark.parametrize(
    "verdict",
    [email.assess(f"{MARK}@x"), phone.assess(f"{MARK}1"), email.assess(None), phone.assess(None)],
)
def test_no_verdict_shows_an_address_or_a_number(verdict: Verdict) -> None:
    assert not verdict.holds
    assert MARK not in everything_shown(verdict)


# -- what is not known --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "code", "path"),
    [
        (email.assess(None), "email-missing", "email"),
        (email.assess(None, path="login"), "email-missing", "login"),
        (phone.assess(None), "phone-missing", "phone"),
        (prior_membership.assess(None), "membership-missing", "membership"),
        (login.assess(None), "login-outcome-missing", "success"),
    ],
)
def test_a_fact_that_is_not_known_is_named(verdict: Verdict, code: str, path: str) -> None:
    assert (verdict.outcome, codes(verdict), verdict.missing) == (Judgement.INCOMPLETE, [code], (path,))


@pytest.mark.parametrize("membership", PriorMembership)
def test_each_of_the_three_cases_is_an_answer(membership: PriorMembership) -> None:
    assert prior_membership.assess(membership) == Verdict()
    assert wording.word(membership).fr


@pytest.mark.parametrize("success", [True, False])
def test_a_failure_to_sign_in_is_an_answer(success: bool) -> None:
    assert login.assess(success) == Verdict()
