"""
What nobody sees is taken out of numbers and addresses before they are judged and before they are stored.
"""

import unicodedata

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers import accept, at_state, dossier_in
from people import ACCOUNT, BANK, BENOIT, CONTACT, IBAN_SOCREDO, NIR_BENOIT, PASSWORD, SOCIAL_SECURITY
from psc_workflow import Agent, Dossier
from psc_workflow import commands as do
from psc_workflow._model import characters
from psc_workflow._model.text_kinds import text_fields
from strategies import NAMES, fields_of

PASTED = [
    "{}",
    "\u200b{}",
    "\ufeff{}",
    "{}\u200b",
    "\u202a{}\u202c",
    "\u2068{}\u2069",
    "\u200e{}\u200f",
    "{}\u00ad",
    " {} ",
]
"""As a web page, a word processor or a contact card hands it over."""

SIGNS_THAT_ARE_SEEN = {
    *"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd",
    *map(chr, range(0x13430, 0x13440)),
}
"""Format characters that are drawn: signs before Arabic and Kaithi numbers, and what joins hieroglyphs."""


def inside(text: str, char: str) -> str:
    """Put *char* into the middle of *text*, and at both ends."""
    return char + text[: len(text) // 2] + char + text[len(text) // 2 :] + char


@pytest.mark.parametrize("pasted", PASTED, ids=ascii)
def test_a_pasted_number_account_address_or_telephone_is_accepted_and_stored_without_what_is_unseen(
    pasted: str,
) -> None:
    dossier = at_state("social_security")
    dossier = accept(
        dossier,
        attrs.evolve(SOCIAL_SECURITY, nir=pasted.format(NIR_BENOIT), code_organisme=pasted.format("91 919 0000")),
    )
    assert dossier.record.answers.social_security == attrs.evolve(
        SOCIAL_SECURITY, nir=NIR_BENOIT, code_organisme="919190000"
    )
    assert (
        accept(
            at_state("bank_details"), attrs.evolve(BANK, iban=pasted.format(IBAN_SOCREDO))
        ).record.answers.bank_details
        == BANK
    )
    moved = do.UpdateContactDetails(**fields_of(CONTACT))
    for name in ("email", "phone", "postal_code", "country"):
        update = attrs.evolve(moved, **{name: pasted.format(getattr(moved, name))})
        stored = Dossier.load(accept(dossier_in("membership.received"), update).dump())
        assert stored.record.answers.contact_details == CONTACT
    account = attrs.evolve(ACCOUNT, email=pasted.format(ACCOUNT.email))
    assert accept(dossier_in("access.activation"), account).record.login == ACCOUNT.email


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\ufeff", "\u2066", "\u200f", "\u00ad", "\ufe0f", "\u034f", "\u2060", "\U000e0041"], ids=ascii
)
def test_what_is_unseen_is_taken_out_of_every_number_and_address_of_every_class(unseen: str) -> None:
    for cls in (*do.ALL, Agent):
        for name, kind in text_fields(cls).items():
            hidden = cls(**{name: inside("ab12", unseen)} if name not in LISTS else {name: [inside("ab12", unseen)]})
            text = getattr(hidden, name) if name not in LISTS else getattr(hidden, name)[0]
            assert text == ("ab12" if kind in ("code", "email") else inside("ab12", unseen)), (cls, name)


LISTS = {"address"}


def test_passwords_are_never_altered() -> None:
    secret = f"\u200b{PASSWORD}\u00a0\n"
    assert fields_of(do.ResetPassword(secret, secret)) == {"password": secret, "confirmation": secret}
    assert do.CreateAccount("a@b.c\u200b", secret, secret) == do.CreateAccount("a@b.c", secret, secret)


def test_prefilled_numbers_and_addresses_are_cleaned_too_and_names_stay() -> None:
    agent = Agent(professional_email="\u200ba@b.c ", phone="\u202a+689 40\u00a000 00 00\u202c", first_name="Hi\u200bna")
    assert (agent.professional_email, agent.phone, agent.first_name) == ("a@b.c", "+689 40 00 00 00", "Hi\u200bna")


def test_a_line_end_inside_an_address_is_no_space_to_take_out() -> None:
    assert attrs.evolve(BENOIT, professional_email="a@b.c\nBcc: d@e.f\r\n").professional_email == "a@b.c\nBcc: d@e.f"


# -- which characters are unseen -------------------------------------------------------------------------


def test_every_format_character_is_unseen_apart_from_signs_that_are_drawn() -> None:
    every = map(chr, range(0x110000))
    formats = {char for char in every if unicodedata.category(char) == "Cf"}
    assert {char for char in formats if not [*characters.invisible(f"a{char}b")]} == formats & SIGNS_THAT_ARE_SEEN


@pytest.mark.parametrize(
    "word",
    [
        "نامه\u200cای",  # Persian
        "श्री\u200dमान",  # Hindi
        "ශ්\u200dරී",  # Sinhala
        "葛\U000e0100城",  # a Japanese name, in the form of its family register
        "ᠮᠣᠩ\u180bᠭᠣᠯ",
    ],
    ids=ascii,
)
def test_what_a_script_needs_is_no_mistake(word: str) -> None:
    assert [*characters.invisible(word)] == []
    assert characters.remove_invisible(word) == word


@given(NAMES, NAMES)
def test_names_of_any_script_have_nothing_unseen_and_what_is_put_in_is_placed(left: str, right: str) -> None:
    assert characters.remove_invisible(left + right) == left + right
    for unseen in "\u200b\ufeff\u2066\u00ad":
        assert [*characters.invisible(left + unseen + right)] == [(len(left), unseen)]


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (characters.clean, characters.clean_ends, characters.remove_invisible, characters.remove_control):
        assert clean(clean(text)) == clean(text)
    assert [*characters.control(characters.remove_control(text))] == []


@pytest.mark.parametrize("char", [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"], ids=ascii)
def test_every_control_character_is_one_and_line_ends_and_tabs_may_stand_in_prose(char: str) -> None:
    assert [*characters.control(f"a{char}b")] == [(1, char)]
    assert [*characters.control(f"a{char}b", lines=True)] == ([] if char in "\t\n\r\u2028\u2029" else [(1, char)])
