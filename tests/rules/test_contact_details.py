"""
Contact details compared with readings that are spelt in several ways, and with what was put in place of one of them.
"""

from typing import Any

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossiers import accept, at_state
from expectations import CONTACT_FIELDS
from people import ALONE, BENOIT, CONTACT, NOW
from psc_workflow import Agent, Dossier, Role
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import contact_details, contact_update
from strategies import BLANK, NAMES, PRINTED, SIGNS, UNSEEN, fields_of, is_seen, misread, reading, spelt
from verdicts import Facts, codes, facts_by_place, in_both_languages

NUMBERS = {"postal_code", "phone"}

SAYING_NOTHING = "- "
"""What a number may be divided by."""

FORMED = ("country", "email", "phone")
"""Details that have a form, which others ask for: where nothing was prefilled, they are judged as afterwards."""

MILD = {"prefilled-detail-wrong", "postal-code-unusual"}
OF_THE_FORM = {
    "prefilled-detail-wrong",
    "postal-code-unusual",
    "contact-country-wrong",
    "email-form-wrong",
    "phone-form-wrong",
}
"""What the tests of drawn texts leave aside: few of them have the form of an address or a number."""

Drawn = tuple[Any, Any, str]
"""An answer, what was prefilled, and what is wrong."""


def findings_of(answer: do.ConfirmContactDetails, prefilled: Agent) -> Facts:
    """Ask the rule; check the answer's kind by the findings it rests on."""
    verdict = contact_details.assess(answer, prefilled=prefilled)
    faults = set(codes(verdict))
    refusals = faults - {"contact-detail-missing", "prefilled-detail-wrong", "postal-code-unusual"}
    assert verdict.outcome == ("refused" if refusals else "incomplete" if faults - MILD else "holds")
    return {
        place: {name: in_both_languages(fact) for name, fact in facts.items()}
        for place, facts in facts_by_place(verdict).items()
        if place[0] not in OF_THE_FORM
    }


def expected(drawn: dict[str, Drawn]) -> Facts:
    """Say what must be found: everything missing or blank by itself, everything changed at once."""
    by_code = {
        (code, name): {"field": CONTACT_FIELDS[name]}
        for name, (*_, code) in drawn.items()
        if code not in ("", "changed")
    }
    changed = [name for name, (*_, code) in drawn.items() if code == "changed"]
    if changed:
        by_code["contact-details-changed", changed[0]] = {"fields": [CONTACT_FIELDS[name] for name in changed]}
    return by_code


def fault(typed: Any, before: Any, *, seen: tuple[bool, bool], alike: bool) -> str:
    """Look up what is wrong with an answer beside what was prefilled; *seen* are the answer and the prefilled."""
    if typed is None:
        return "contact-detail-missing"
    prefilled = before is not None and seen[1]
    table = {
        (True, True, True): "",
        (True, True, False): "changed",
        (True, False, True): "changed",
        (True, False, False): "changed",
        (False, True, True): "",
        (False, True, False): "",
        (False, False, True): "text-blank",
        (False, False, False): "text-blank",
    }
    return table[prefilled, seen[0], alike]


def is_text(signs: list[str]) -> bool:
    """Whether *signs* hold more than spaces."""
    return not {*signs} <= {" "}


@st.composite
def texts(draw: st.DrawFn, *, number: bool) -> Drawn:
    """Draw a text or a number, and how it was prefilled: the same, nearly the same, blank, or not at all."""
    signs = draw(SIGNS)
    again = draw(st.just(signs) | misread(signs) | st.sampled_from([[], [" "], [" ", " "]]))
    typed = draw(st.sampled_from([None, *[draw(spelt(signs))] * 6]))
    before = draw(st.sampled_from([None, *[draw(spelt(again))] * 6]))
    bare = [[sign for sign in text if sign not in SAYING_NOTHING] for text in (signs, again)]
    alike = bare[0] == bare[1] if number else reading(signs) == reading(again)
    assume(not number or bare[0] == bare[1] or "4" not in {*signs, *again})  # which is a telephone's, see comparing
    return typed, before, fault(typed, before, seen=(is_text(signs), is_text(again)), alike=alike)


@st.composite
def addresses(draw: st.DrawFn) -> Drawn:
    """Draw the lines of an address, and the same spelt otherwise, misread, turned round, or with blank lines between."""
    lines = draw(st.lists(SIGNS, max_size=3))
    again = draw(
        st.just(lines)
        | st.just(lines[::-1])
        | st.just([*lines, [" "]])
        | st.just([[" "], *lines])
        | st.tuples(*map(misread, lines)).map(list)
        | st.just(lines[:1])
    )
    typed, before = (
        draw(st.none() | st.tuples(*map(spelt, spelling)) | st.tuples(*map(spelt, spelling)))
        for spelling in (lines, again)
    )
    readings = [[reading(line) for line in address if is_text(line)] for address in (lines, again)]
    return (
        typed,
        before,
        fault(typed, before, seen=(bool(readings[0]), bool(readings[1])), alike=readings[0] == readings[1]),
    )


ANSWERS = st.fixed_dictionaries(
    {name: addresses() if name == "address" else texts(number=name in NUMBERS) for name in CONTACT_FIELDS}
)


@given(ANSWERS)
def test_what_was_prefilled_comes_back_however_it_is_spelt_and_what_was_not_is_free_and_needed(
    drawn: dict[str, Drawn],
) -> None:
    answer = do.ConfirmContactDetails(**{name: typed for name, (typed, _, _) in drawn.items()})
    agent = Agent(**{name: before for name, (_, before, _) in drawn.items()})
    assert findings_of(answer, agent) == expected({name: drawn[name] for name in CONTACT_FIELDS})


@given(st.sampled_from([*CONTACT_FIELDS]), st.data())
def test_one_field_alone_is_judged_by_itself(name: str, data: st.DataObject) -> None:
    typed, before, code = data.draw(addresses() if name == "address" else texts(number=name in NUMBERS))
    answer, agent = (attrs.evolve(details, **{name: value}) for details, value in ((CONTACT, typed), (BENOIT, before)))
    assert findings_of(answer, agent) == expected({name: (typed, before, code)})


def test_nothing_answered_lacks_everything_whatever_was_prefilled() -> None:
    lacking = {("contact-detail-missing", name): {"field": word} for name, word in CONTACT_FIELDS.items()}
    for agent in (BENOIT, Agent(), attrs.evolve(BENOIT, city=" ")):
        assert findings_of(do.ConfirmContactDetails(), agent) == lacking
        assert findings_of(CONTACT, agent) == {}


def test_all_six_changed_are_one_refusal_that_names_them_in_the_order_of_the_screen() -> None:
    moved = do.ConfirmContactDetails(["1 rue"], "75001", "Paris", "FR", "b@example.org", "+33 1 00 00 00 00")
    assert findings_of(moved, BENOIT) == {
        ("contact-details-changed", "address"): {"fields": [*CONTACT_FIELDS.values()]}
    }
    assert findings_of(moved, attrs.evolve(BENOIT, address=None, city=" ")) == {
        ("contact-details-changed", "postal_code"): {
            "fields": [CONTACT_FIELDS[n] for n in CONTACT_FIELDS if n not in ("address", "city")]
        }
    }


@pytest.mark.parametrize("name", CONTACT_FIELDS)
@pytest.mark.parametrize("nothing", UNSEEN, ids=ascii)
def test_an_answer_in_which_nothing_is_seen_is_a_change_or_blank_and_a_blank_prefilled_binds_to_nothing(
    name: str, nothing: str
) -> None:
    value = (nothing, nothing) if name == "address" else nothing
    blank = attrs.evolve(CONTACT, **{name: value})
    assert findings_of(blank, BENOIT) == {("contact-details-changed", name): {"fields": [CONTACT_FIELDS[name]]}}
    for agent in (attrs.evolve(BENOIT, **{name: None}), attrs.evolve(BENOIT, **{name: value})):
        assert findings_of(blank, agent) == {("text-blank", name): {"field": CONTACT_FIELDS[name]}}
        assert findings_of(CONTACT, agent) == {}


@pytest.mark.parametrize(
    ("name", "before", "typed", "same"),
    [
        ("postal_code", "98714", "９８７１４", True),
        ("postal_code", "98714", "98\u00a0714", True),
        ("postal_code", "2A004", "2a 004", True),
        ("postal_code", "98714", "٩٨٧١٤", False),
        ("postal_code", "98714", "98714 A", False),
        ("postal_code", "98714", "9871", False),
        ("postal_code", "98714", "98741", False),
        ("postal_code", "98714", "", False),
        ("postal_code", "-", ".", True),
        ("phone", "+689 40 00 00 00", "+68940000000", True),
        ("phone", "+689 40 00 00 00", "(+689) 40.00/00-00", True),
        ("phone", "+689 40 00 00 00", "00689 40 00 00 00", True),
        ("phone", "+689 40 00 00 00", "40 00 00 00", True),
        ("phone", "+33 6 12 34 56 78", "06.12.34.56.78", True),
        ("phone", "+689 40 00 00 00", "+687 40 00 00 00", False),
        ("phone", "+689 40 00 00 00", "40 00 00 0٠", False),
        ("phone", "+689 40 00 00 00", "40 00 00 01", False),
        ("phone", "+689 40 00 00 00", "=40000000", False),
        ("phone", "+689 40 00 00 00", "+689\ue00040000000", False),
        ("phone", "+689 40 00 00 00", "'+68940000000", False),
        ("postal_code", "98714", "=98714", False),
        ("postal_code", "98714", "98\U000f0000714", False),
        ("phone", "-", "", False),
        ("phone", "-", "\u200b", False),
        ("phone", "-", ".", True),
    ],
)
def test_a_number_is_its_letters_and_its_digits_and_a_telephone_s_country_may_be_left_out(
    name: str, before: str, typed: str, same: bool
) -> None:
    """A dash prefilled is a number in which nothing is said, so any mark says as much; leaving it out does not."""
    changed = {} if same else {("contact-details-changed", name): {"fields": [CONTACT_FIELDS[name]]}}
    for prefilled, answered in ((before, typed), (typed, before)) if typed.strip("\u200b") else ((before, typed),):
        assert (
            findings_of(attrs.evolve(CONTACT, **{name: answered}), attrs.evolve(BENOIT, **{name: prefilled})) == changed
        )


@pytest.mark.parametrize("name", ["city", "country", "email"])
def test_marks_in_what_is_no_number_count(name: str) -> None:
    for before, typed in (("a-b", "ab"), ("a b", "ab"), ("a.b", "a b"), ("a'b", "ab")):
        answer, agent = attrs.evolve(CONTACT, **{name: typed}), attrs.evolve(BENOIT, **{name: before})
        assert findings_of(answer, agent) == {("contact-details-changed", name): {"fields": [CONTACT_FIELDS[name]]}}


@given(PRINTED | BLANK | st.text(), st.sampled_from([*CONTACT_FIELDS]))
@example("n" * 1000, "city")
@example("\u0304" * 1000, "address")
@example("", "phone")
@example("x", "phone")
@example("٣", "postal_code")
@example("France", "country")
@example("@", "email")
def test_where_nothing_was_prefilled_one_fact_is_judged_as_strictly_as_afterwards(text: str, name: str) -> None:
    answer = attrs.evolve(CONTACT, **{name: (text,) if name == "address" else text})
    update = do.UpdateContactDetails(**fields_of(answer))
    verdict = contact_details.assess(answer, prefilled=Agent())
    assert verdict == contact_update.assess(update)
    assert ("text-blank" in codes(verdict)) == (not any(map(is_seen, text)))


@pytest.mark.parametrize("name", FORMED)
@pytest.mark.parametrize("wrong", ["x", "40 00", "not an address", "Polynésie française", "@", "x\x00"])
def test_a_wrong_detail_is_refused_where_it_was_not_prefilled_and_a_warning_where_it_was(name: str, wrong: str) -> None:
    answer = attrs.evolve(CONTACT, **{name: wrong})
    free = contact_details.assess(answer, prefilled=attrs.evolve(BENOIT, **{name: None}))
    assert free.outcome is Judgement.REFUSED
    assert free == contact_update.assess(do.UpdateContactDetails(**fields_of(answer)))
    confirmed = contact_details.assess(answer, prefilled=attrs.evolve(BENOIT, **{name: wrong}))
    assert (confirmed.outcome, codes(confirmed)) == (Judgement.HOLDS, ["prefilled-detail-wrong"])
    corrected = contact_details.assess(CONTACT, prefilled=attrs.evolve(BENOIT, **{name: wrong}))
    assert codes(corrected) == ["contact-details-changed"]


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("phone", "=40000000", "contact-details-changed"),
        ("phone", "+689\ue00040000000", "contact-details-changed"),
        ("phone", "+689 ４０ ００ ００ ００", "phone-form-wrong"),
        ("email", "\N{FULLWIDTH LATIN SMALL LETTER B}enoit", "contact-details-changed"),
        ("country", "pf", None),
        ("country", "ＰＦ", "contact-country-wrong"),
    ],
)
def test_the_employer_is_not_blamed_for_what_the_agent_typed(name: str, typed: str, code: str | None) -> None:
    assert contact_update.assess_field(name, getattr(BENOIT, name)).holds
    verdict = contact_details.assess(attrs.evolve(CONTACT, **{name: typed}), prefilled=BENOIT)
    assert codes(verdict) == ([code] if code else [])
    assert verdict.outcome is (Judgement.REFUSED if code else Judgement.HOLDS)


@pytest.mark.parametrize("name", ["email", "phone"])
def test_a_control_character_in_a_prefilled_detail_is_found_once(name: str) -> None:
    dossier = at_state("contact_details", ALONE, agent=BENOIT)
    answer = attrs.evolve(CONTACT, **{name: f"{getattr(BENOIT, name)}\x00"})
    decision = dossier.decide(answer, at=NOW, role=Role.AGENT)
    assert [(finding.code, finding.path) for finding in decision.findings] == [("control-character", name)]


# -- names stay as they are ------------------------------------------------------------------------------


MOST_CARRIED = [
    "Rue d'Orléans",
    "L\N{RIGHT SINGLE QUOTATION MARK}Étang-Salé",
    "Saint-Denis",
    "Saint\N{NON-BREAKING HYPHEN}Denis",
    "Fa\N{MODIFIER LETTER TURNED COMMA}a\N{MODIFIER LETTER TURNED COMMA}a",
    "F\N{LATIN SMALL LETTER A WITH MACRON}\N{MODIFIER LETTER TURNED COMMA}a\N{MODIFIER LETTER TURNED COMMA}ā",
    "Ta\N{COMBINING MACRON}hiti",
    "\N{MODIFIER LETTER TURNED COMMA}Ārue",
    "  Papeete  ",
    "ＰＡＰＥＥＴＥ",
    "ﬁ",
]
"""Apostrophes, hyphens, glottal stops (U+02BB), macrons, composed or not; what a tidying hand would change."""


@pytest.mark.parametrize("prefilled", [False, True], ids=["free", "prefilled"])
@pytest.mark.parametrize("name", MOST_CARRIED)
def test_streets_and_cities_pass_untouched(name: str, prefilled: bool) -> None:
    """From the command through the journey into the document, and back out of it, code point by code point."""
    facts: dict[str, Any] = {"address": (name, f"chez {name}"), "city": name}
    agent = attrs.evolve(BENOIT, **(facts if prefilled else dict.fromkeys(facts)))
    answer = attrs.evolve(CONTACT, **facts)
    assert findings_of(answer, agent) == {}
    dossier = accept(at_state("contact_details", ALONE, agent=agent), answer)
    stored = Dossier.load(dossier.dump()).record.answers.contact_details
    for details in (answer, stored):
        assert [*map(ord, details.city)] == [*map(ord, name)]
        assert details.address == (name, f"chez {name}")


@pytest.mark.parametrize(
    ("prefilled", "typed", "same"),
    [
        ("Fā\N{MODIFIER LETTER TURNED COMMA}a", "Fa\N{COMBINING MACRON}\N{MODIFIER LETTER TURNED COMMA}a", True),
        ("Fā\N{MODIFIER LETTER TURNED COMMA}a", "FĀ\N{MODIFIER LETTER TURNED COMMA}A", True),
        ("Fā\N{MODIFIER LETTER TURNED COMMA}a", "Fā'a", True),
        ("Fā\N{MODIFIER LETTER TURNED COMMA}a", "Fāa", False),
        ("Fā\N{MODIFIER LETTER TURNED COMMA}a", "Fa\N{MODIFIER LETTER TURNED COMMA}a", False),
        ("L'Étang", "L\N{RIGHT SINGLE QUOTATION MARK}Étang", True),
        ("L'Étang", "LÉtang", False),
        ("Fare-Ute", "Fare\N{NON-BREAKING HYPHEN}Ute", True),
        ("Étang-Salé", "Étang Salé", False),
    ],
)
def test_a_sign_left_out_is_a_change_and_another_way_of_writing_it_is_none(
    prefilled: str, typed: str, same: bool
) -> None:
    for before, after in ((prefilled, typed), (typed, prefilled)):
        for name, wrap in (("city", str), ("address", lambda line: (line,))):
            answer = attrs.evolve(CONTACT, **{name: wrap(after)})
            agent = attrs.evolve(BENOIT, **{name: wrap(before)})
            assert [*findings_of(answer, agent)] == ([] if same else [("contact-details-changed", name)])


@given(NAMES)
@example("n" * 1000)
def test_no_detail_is_told_in_a_finding(name: str) -> None:
    private = name + "4٤"
    answer = do.ConfirmContactDetails([private], private, private, private, private, "")
    (changed,) = contact_details.assess(answer, prefilled=attrs.evolve(BENOIT, country=f"{private}x")).findings
    assert changed.code == "contact-details-changed"
    assert private not in repr(changed) + "".join(changed.text(lang) + changed.remedy(lang) for lang in ("fr", "en"))


@pytest.mark.parametrize(
    ("city", "agent", "rule", "source"),
    [
        (None, BENOIT, "contact_update", "guide-souscription-3"),
        ("Pirae", BENOIT, "contact_details", "guide-souscription-3"),
        (" ", Agent(), "text", "guide-champs"),
    ],
    ids=["missing", "changed", "blank"],
)
def test_what_the_findings_rest_on_is_cited(city: str | None, agent: Agent, rule: str, source: str) -> None:
    (finding,) = contact_details.assess(attrs.evolve(CONTACT, city=city), prefilled=agent).findings
    assert (finding.rule, finding.sources, finding.certainty) == (rule, (sources()[source],), None)


def test_what_was_prefilled_blank_is_free() -> None:
    prefilled = attrs.evolve(BENOIT, city=" ")
    assert contact_details.assess(attrs.evolve(CONTACT, city="Faa'a"), prefilled=prefilled).holds


@pytest.mark.parametrize(
    ("name", "prefilled", "typed", "same"),
    [
        ("phone", "+68940000000", "68940000001", False),
        ("phone", "0140000000", "01 40 00 00 00", True),
        ("city", "Papeete", "\N{FULLWIDTH LATIN CAPITAL LETTER P}apeete", True),
        ("city", "Punaauia", "Punaauía", False),
    ],
)
def test_how_contact_details_are_compared(name: str, prefilled: str, typed: str, same: bool) -> None:
    agent = attrs.evolve(BENOIT, **{name: prefilled})
    assert contact_details.assess(attrs.evolve(CONTACT, **{name: typed}), prefilled=agent).holds == same


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", contact_update.FIELDS)
def test_each_prefilled_contact_detail_must_come_back(name: str) -> None:
    missing = contact_details.assess(attrs.evolve(CONTACT, **{name: None}), prefilled=BENOIT)
    assert (missing.outcome, missing.missing) == (Judgement.INCOMPLETE, (name,))
    other = ("autre",) if name == "address" else "autre"
    changed = contact_details.assess(attrs.evolve(CONTACT, **{name: other}), prefilled=BENOIT)
    assert codes(changed) == ["contact-details-changed"]
    free = contact_details.assess(
        attrs.evolve(CONTACT, **{name: other}), prefilled=attrs.evolve(BENOIT, **{name: None})
    )
    assert codes(free) == {
        "country": ["contact-country-wrong"],
        "email": ["email-form-wrong"],
        "postal_code": ["postal-code-unusual"],
        "phone": ["phone-form-wrong"],
    }.get(name, [])
    blank = contact_details.assess(attrs.evolve(CONTACT, **{name: () if name == "address" else " "}), prefilled=Agent())
    assert codes(blank) == ["text-blank"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "Benoit.DUPOND@example.org "),
        ("phone", "+68940000000"),
        ("phone", "+689 40.00.00.00"),
        ("postal_code", "98 714"),
        ("city", "PAPEETE"),
        ("address", ("12  rue des Tiare", "")),
    ],
)
def test_spacing_case_and_punctuation_of_numbers_are_no_change(name: str, value: object) -> None:
    assert contact_details.assess(attrs.evolve(CONTACT, **{name: value}), prefilled=BENOIT).holds


@pytest.mark.parametrize(
    ("name", "value"),
    [("phone", "+689 40 00 00 01"), ("email", "benoitdupond@example.org"), ("address", ("12 rue des Tiaré",))],
)
def test_a_real_change_is_seen(name: str, value: object) -> None:
    assert not contact_details.assess(attrs.evolve(CONTACT, **{name: value}), prefilled=BENOIT).holds
