"""
New contact details compared with lists of answers, each with what is wrong with it, written down from the docstrings.
"""

import string
import unicodedata
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import accept, dossier_in
from expectations import CONTACT_FIELDS
from people import CONTACT
from psc_workflow import Dossier
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import contact_update, plain_text
from strategies import BLANK, NAMES, NOT_TWO_LETTERS, PRINTED, TWO_LETTERS, UNSEEN, fields_of, is_seen
from verdicts import codes, codes_and_paths, facts_by_place, in_both_languages

MOVED = do.UpdateContactDetails(("3 rue", "Fāʻaʻā"), "98704", "Fāʻaʻā", "PF", "b@example.org", "+689 40 00 00 01")
FREE = ["Fāʻaʻā", "d'Orléans", "98 714 bis", "٣", "王", "-", "x" * 1000, " é "]

NO_ADDRESSES = [
    *["benoit", "@", "a@b", "@b.c", "a@b.", "a@.c", "a@@b.c", "a b@c.d", "a@b .c", "\u200b@b.c"],
    "é" * 249 + "@b.org",
]

NO_NUMBERS = [
    "0",
    "40 00",
    "12345",
    "1" * 16,
    "40 00 00 0O",
    "٤" * 8,
    "4+0000000",
    "++123456",
    "123456,7",
    "-",
    "①" * 8,
]

WRONG = {
    "country": ("contact-country-wrong", NOT_TWO_LETTERS, {}),
    "email": ("email-form-wrong", NO_ADDRESSES, {"longest": 254}),
    "phone": ("phone-form-wrong", NO_NUMBERS, {"shortest": 6, "longest": 15}),
}
"""The fields whose form is asked for: its finding, answers of another form, and the facts that are told."""

RIGHT = {
    "address": [*([line] for line in FREE), ["", "3 rue", " "], ["\u200b", "-"]],
    "postal_code": FREE,
    "city": FREE,
    "country": TWO_LETTERS,
    "email": [
        "a@b.c",
        " a@b.c\n",
        "a\u200b@b\u00ad.c",
        "\ufeffa@b.c",
        "benoit.dupond@example.org",
        "o'connor@王.fr",
        "é" * 248 + "@b.org",
    ],
    "phone": ["123456", "1" * 15, "+689 40 00 00 00", "(0)1.23/45-67", "40\u00a000\u202f00"],
}

NOTHING = dict.fromkeys(CONTACT_FIELDS, UNSEEN) | {"address": [[], *([line] for line in UNSEEN), ["", "\u200b"]]}
Fault = tuple[str, dict[str, Any]]


def table(name: str) -> list[tuple[Any, Fault | None]]:
    """List answers to the field called *name*, each with what must be found."""
    field = {"field": CONTACT_FIELDS[name]}
    code, wrong, facts = WRONG.get(name, ("", [], {}))
    return [
        *((answer, None) for answer in RIGHT[name]),
        (None, ("contact-detail-missing", field)),
        *((answer, ("text-blank", field)) for answer in NOTHING[name]),
        *((answer, (code, facts)) for answer in wrong),
    ]


TABLES = {name: table(name) for name in CONTACT_FIELDS}


def findings_of(answer: do.UpdateContactDetails) -> dict[tuple[str, str], dict[str, Any]]:
    """Ask the rule; check the answer's kind by the findings it rests on."""
    verdict = contact_update.assess(answer)
    faults = {code for code in codes(verdict) if code != "postal-code-unusual"}
    kind = Judgement.INCOMPLETE if faults else Judgement.HOLDS
    assert verdict.outcome is (Judgement.REFUSED if faults - {"contact-detail-missing"} else kind)
    return {
        where: {name: in_both_languages(fact) for name, fact in facts.items()}
        for where, facts in facts_by_place(verdict).items()
        if where[0] != "postal-code-unusual"
    }


@given(st.fixed_dictionaries({name: st.sampled_from(rows) for name, rows in TABLES.items()}))
def test_every_field_is_judged_by_itself_and_all_at_once(drawn: dict[str, tuple[Any, Fault | None]]) -> None:
    answer = do.UpdateContactDetails(**{name: typed for name, (typed, _) in drawn.items()})
    assert findings_of(answer) == {(fault[0], name): fault[1] for name, (_, fault) in drawn.items() if fault}


@pytest.mark.parametrize("name", CONTACT_FIELDS)
def test_each_answer_alone_is_judged_as_listed(name: str) -> None:
    assert findings_of(MOVED) == {}
    for typed, fault in TABLES[name]:
        expected = {(fault[0], name): fault[1]} if fault else {}
        assert findings_of(attrs.evolve(MOVED, **{name: typed})) == expected, ascii(typed)[:40]


@pytest.mark.parametrize("name", contact_update.FIELDS)
@pytest.mark.parametrize("value", [None, " ", "nope", "A1"])
def test_a_detail_by_itself_is_judged_as_among_the_others(name: str, value: str | None) -> None:
    """But for the postcode, whose warning needs the country."""
    answer = (value,) if name == "address" and value is not None else value
    whole = contact_update.assess(attrs.evolve(MOVED, **{name: answer}))
    alone = contact_update.assess_field(name, answer)
    assert codes_and_paths(alone) == [place for place in codes_and_paths(whole) if place[0] != "postal-code-unusual"]
    assert facts_by_place(alone).items() <= facts_by_place(whole).items()


def test_nothing_given_lacks_everything() -> None:
    lacking = {("contact-detail-missing", name): {"field": word} for name, word in CONTACT_FIELDS.items()}
    assert findings_of(do.UpdateContactDetails()) == lacking
    assert contact_update.assess(do.UpdateContactDetails()).missing == tuple(CONTACT_FIELDS)


@given(PRINTED | BLANK | st.text(), st.sampled_from(["address", "postal_code", "city"]))
@example("x" * 1000, "city")
@example("\u0304" * 1000, "address")
@example("", "postal_code")
@example("\x00", "city")
@example("FR", "city")
def test_no_form_is_asked_of_an_address_a_postcode_and_a_city(text: str, name: str) -> None:
    answer = attrs.evolve(MOVED, **{name: (text,) if name == "address" else text})
    blank = {("text-blank", name): {"field": CONTACT_FIELDS[name]}}
    assert findings_of(answer) == ({} if any(map(is_seen, text)) else blank)


@given(PRINTED | BLANK | st.text(max_size=3) | st.text(st.sampled_from("AFPRZ@[fé "), max_size=3))
@example("PF")
@example("")
@example("PFR")
def test_a_country_is_two_letters_from_a_to_z_capitals_or_not(text: str) -> None:
    """A control character has its own finding, from another rule."""
    answer = attrs.evolve(MOVED, country=text)
    letters = "".join(char for char in answer.country if unicodedata.category(char) != "Cc")
    is_code = len(letters) == 2 and letters.isascii() and letters.isalpha()
    blank = not any(map(is_seen, text))
    fault = (
        {("text-blank", "country"): {"field": CONTACT_FIELDS["country"]}}
        if blank
        else {("contact-country-wrong", "country"): {}}
    )
    assert findings_of(answer) == ({} if is_code else fault)


def test_no_other_sign_of_unicode_s_first_pages_passes_in_a_country() -> None:
    signs = [*map(chr, range(0x250)), *map(chr, range(0xFF00, 0xFF60))]
    for pair in ("{}F", "F{}"):
        asked = {sign: attrs.evolve(MOVED, country=pair.format(sign)) for sign in signs}
        passing = [sign for sign, answer in asked.items() if contact_update.assess(answer).holds]
        assert "".join(passing) == string.ascii_uppercase + string.ascii_lowercase


# -- what is given stays as it is ------------------------------------------------------------------------


MOST_CARRIED = [
    "Rue d'Orléans",
    "L\N{RIGHT SINGLE QUOTATION MARK}Étang-Salé",
    "Saint\N{NON-BREAKING HYPHEN}Denis",
    "F\N{LATIN SMALL LETTER A WITH MACRON}\N{MODIFIER LETTER TURNED COMMA}a\N{MODIFIER LETTER TURNED COMMA}ā",
    "Ta\N{COMBINING MACRON}hiti",
    "  Papeete  ",
    "ＰＡＰＥＥＴＥ",
]
"""Apostrophes, hyphens, glottal stops (U+02BB), macrons, composed or not; what a tidying hand would change."""


@pytest.mark.parametrize("name", MOST_CARRIED)
def test_streets_and_cities_pass_untouched_and_are_what_is_prefilled_from_then_on(name: str) -> None:
    answer = attrs.evolve(MOVED, address=(name, f"chez {name}"), city=name)
    assert findings_of(answer) == {}
    record = Dossier.load(accept(dossier_in("membership.received"), answer).dump()).record
    for details in (answer, record.answers.contact_details, record.agent):
        assert [*map(ord, details.city)] == [*map(ord, name)]
        assert details.address == (name, f"chez {name}")


def test_everything_may_change_and_nothing_need() -> None:
    same = do.UpdateContactDetails(**fields_of(CONTACT))
    assert findings_of(same) == findings_of(MOVED) == {}
    assert not {*fields_of(same).items()} & {*fields_of(attrs.evolve(MOVED, country="FR")).items()}


@given(NAMES)
@example("n" * 1000)
def test_no_detail_is_told_in_a_finding(name: str) -> None:
    private = name + "4٤"
    verdict = contact_update.assess(do.UpdateContactDetails([private], private, private, private, private, private))
    assert codes(verdict) == ["contact-country-wrong", "email-form-wrong", "phone-form-wrong"]
    for finding in verdict.findings:
        assert private not in repr(finding) + "".join(
            finding.text(lang) + finding.remedy(lang) for lang in ("fr", "en")
        )


@pytest.mark.parametrize(
    ("facts", "rule", "names"),
    [
        ({"email": None}, "contact_update", ["guide-souscription-3"]),
        ({"phone": None}, "contact_update", ["guide-souscription-3"]),
        ({"address": []}, "text", ["guide-champs"]),
        ({"country": "France"}, "contact_update", ["bibliotheque"]),
        ({"email": "@"}, "email", ["rfc-5321", "bibliotheque"]),
        ({"phone": "0"}, "phone", ["e164", "bibliotheque"]),
    ],
    ids=["no e-mail address", "no number", "blank", "country", "e-mail address", "number"],
)
def test_what_the_findings_rest_on_is_cited(facts: dict[str, Any], rule: str, names: list[str]) -> None:
    (finding,) = contact_update.assess(attrs.evolve(MOVED, **facts)).findings
    assert (finding.rule, finding.certainty) == (rule, None)
    assert finding.sources == tuple(sources()[name] for name in names)


# -- at the boundaries -----------------------------------------------------------------------------------


NEW_ADDRESS = do.UpdateContactDetails(
    ["3 rue des Tiare"], "98713", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 01"
)


def test_all_contact_details_may_change() -> None:
    assert contact_update.assess(NEW_ADDRESS) == Verdict()


@pytest.mark.parametrize("name", do.UpdateContactDetails.field_names())
def test_no_missing_or_blank_contact_detail_turns_into_acceptance(name: str) -> None:
    verdict = contact_update.assess(attrs.evolve(NEW_ADDRESS, **{name: None}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.INCOMPLETE, [("contact-detail-missing", name)])
    blank = () if name == "address" else " "
    verdict = contact_update.assess(attrs.evolve(NEW_ADDRESS, **{name: blank}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [("text-blank", name)])


def test_small_letters_are_the_same_country() -> None:
    assert contact_update.assess(attrs.evolve(NEW_ADDRESS, country="pf")).holds


@pytest.mark.parametrize("name", ["country", "email", "phone"])
@pytest.mark.parametrize("control", ["\x00", "\x1b", "\x7f"])
def test_a_control_character_is_no_fault_of_form_as_well(name: str, control: str) -> None:
    right = getattr(NEW_ADDRESS, name)
    answer = attrs.evolve(NEW_ADDRESS, **{name: f"{right[:2]}{control}{right[2:]}"})
    assert contact_update.assess(answer).holds
    assert codes_and_paths(plain_text.assess(answer)) == [("control-character", name)]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("country", "Polynésie", "contact-country-wrong"),
        ("country", "P F", "contact-country-wrong"),
        ("email", "benoit", "email-form-wrong"),
        ("phone", "mon numéro", "phone-form-wrong"),
    ],
)
def test_contact_details_have_the_right_form(name: str, value: str, code: str) -> None:
    verdict = contact_update.assess(attrs.evolve(NEW_ADDRESS, **{name: value}))
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [(code, name)])


def test_all_that_is_wrong_with_contact_details_is_told_at_once() -> None:
    answer = do.UpdateContactDetails(country="France", email="x", phone="y")
    assert contact_update.assess(answer).missing == ("address", "postal_code", "city")
    assert len(contact_update.assess(answer).findings) == 6
