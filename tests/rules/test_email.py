"""
E-mail addresses compared with a count of their signs: one @, dots, and what is to be seen between them.
"""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._catalogue.wording import sources
from psc_workflow.rules import email
from strategies import BLANK, NAMES, PRINTED, is_seen, maybe
from verdicts import codes, facts_by_place


def is_an_address(text: str) -> bool:
    """Find the @ and the dots behind it; between one and the next, and at both ends, something is seen."""
    if len(text) > 254 or text.count("@") != 1:
        return False
    at = text.index("@")
    cuts = [-1, at, *(place for place, char in enumerate(text) if char == "." and place > at), len(text)]
    parts = [text[left + 1 : right] for left, right in pairwise(cuts)]
    clean = not re.search(r'[\s\x00-\x1f\x7f-\x9f,;:<>"\\]', text)
    is_domain = all(part.strip("-") == part for part in parts[1:])
    return clean and is_domain and len(parts) > 2 and all(any(map(is_seen, part)) for part in parts)


PARTS = NAMES | st.sampled_from(
    ["a", "benoit", "x.y", "", "o'connor", "\u200b", "王\u200b", "[192", "\u0301", "-", "n" * 60]
)

SIGNS = st.sampled_from(["", "", "", "", "", " ", "\n", "\u00a0", "\x00", "\x85", "@", "\u2028", "\x1f", "."])
LENGTHS = st.sampled_from([None, None, None, 253, 254, 255, 256])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Draw parts joined by an @ and dots, perhaps a sign too many, perhaps as long as an address may be or longer."""
    name = draw(PARTS)
    domain = ".".join(draw(st.lists(PARTS, min_size=1, max_size=3)))
    address = draw(SIGNS) + name + "@" + domain + draw(SIGNS)
    length = draw(LENGTHS)
    return address if length is None else "n" * (length - len(address)) + address


@given(maybe(addresses() | addresses() | addresses() | PRINTED | BLANK | st.text()))
@example("benoit.dupond@example.org")
@example("a@b.c")
@example("a@b")
@example("@b.c")
@example("a@.c")
@example("a@b.")
@example("a@b..c")
@example("a@@b.c")
@example("mailto:a@b.c")
@example("a@-b.c")
@example("a@b-.c")
@example("a@b.c-")
@example("a@b@c.d")
@example(".@b.c")
@example("a@b.c\n")
@example("a\x7fb@c.d")
@example("\u200b@b.c")
@example("a@b.\u3164")
@example("\ud800@b.c")
@example("é" * 248 + "@b.org")
@example("é" * 249 + "@b.org")
@example("é" * 1000)
@example("")
def test_an_address_has_one_at_sign_and_a_domain_of_parts(text: str | None) -> None:
    verdict = email.assess(text, path="p.email")
    if text is None:
        expected = {("email-missing", "p.email"): {}}
    else:
        expected = {} if is_an_address(text) else {("email-form-wrong", "p.email"): {"longest": 254}}
    assert facts_by_place(verdict) == expected
    assert verdict.outcome == ("incomplete" if text is None else "refused" if expected else "holds")


def test_no_white_space_and_no_control_character_of_unicode_passes() -> None:
    barred = [char for char in map(chr, range(0x3001)) if unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp")]
    assert len(barred) > 80
    for char in barred:
        for text in (f"{char}a@b.c", f"a{char}a@b.c", f"a@b{char}b.c", f"a@b.c{char}"):
            assert not email.assess(text).holds, ascii(char)


@given(
    st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters='@.,;:<>"\\'), min_size=1, max_size=80)
)
@example("!#$%&'*+-/=?^_`{|}~")
def test_signs_that_a_provider_may_allow_pass(name: str) -> None:
    """Hangul fillers and the blank of Braille are drawn as nothing: alone, they are no name."""
    seen = set(name) - set("\u115f\u1160\u3164\uffa0\u2800")
    in_a_domain = name.strip("-") == name
    assert email.assess(f"{name}@{name}.{name}").holds == (bool(seen) and in_a_domain)
    assert email.assess(f"{name}@example.org").holds == bool(seen)


@pytest.mark.parametrize(("text", "names"), [(None, ["guide-compte"]), ("a", ["rfc-5321", "bibliotheque"])])
def test_what_the_findings_rest_on_is_cited(text: str | None, names: list[str]) -> None:
    (finding,) = email.assess(text).findings
    assert finding.sources == tuple(sources()[name] for name in names)
    assert (finding.path, finding.rule, finding.certainty) == ("email", "email", None)


# -- at the boundaries -----------------------------------------------------------------------------------


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
        "benoit,claudia@example.org",
        "benoit@example.org;claudia",
        "benoit<claudia@example.org>",
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
