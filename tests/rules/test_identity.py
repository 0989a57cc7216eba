"""
Civil status compared with what was put into it: readings of names spelt in several ways, faults in known places.
"""

import datetime as dt
import string
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers import accept, at_state
from people import BENOIT, CARLA, CLAUDIA_DETAILS, COUPLE, FAMILY, IDENTITY, TODAY, details_of
from psc_workflow import Agent, Dossier
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import identity
from strategies import (
    BLANK,
    DAYS,
    NAMES,
    NOT_TWO_LETTERS,
    PRINTED,
    SIGNS,
    TWO_LETTERS,
    UNSEEN,
    is_seen,
    maybe,
    misread,
    near,
    reading,
    spelt,
)
from verdicts import Facts, codes, facts_by_place, in_both_languages

WORDS = {
    "civility": ("civilité", "title"),
    "usage_name": ("nom d’usage", "name in use"),
    "birth_name": ("nom de naissance", "birth name"),
    "first_name": ("prénom", "first name"),
    "last_name": ("nom de famille", "family name"),
    "birth_date": ("date de naissance", "date of birth"),
    "birth_country": ("pays de naissance", "country of birth"),
    "birth_city": ("ville de naissance", "city of birth"),
}
"""The fields of civil status, in the order of the screens, and what they are called there."""

ADULTS = set(WORDS) - {"last_name"}

SCREENS = {
    do.ConfirmIdentity: ADULTS,
    do.DeclarePartner: ADULTS,
    do.DeclareChild: set(WORDS) - {"usage_name", "birth_name"},
}
"""Two names and a first name for adults, one name and a first name for children."""

TEXTS = ("usage_name", "birth_name", "first_name", "last_name", "birth_city")

PREFILLED = ("civility", "usage_name", "birth_name", "first_name", "birth_date")
"""What an employer can know of civil status."""

CODES = {"country-code-wrong", "birth-in-future", "birth-too-long-ago", "text-blank"}
"""What refuses."""

COUNTRIES = {
    **dict.fromkeys(TWO_LETTERS, ""),
    None: "identity-fact-missing",
    **dict.fromkeys(UNSEEN, "text-blank"),
    **dict.fromkeys(NOT_TWO_LETTERS, "country-code-wrong"),
}
"""Countries of birth, and what is wrong with each."""


def findings_of(given_status: Any, on: dt.date, prefilled: Agent | None = None) -> Facts:
    """Ask the rule; check the answer's kind by the findings it rests on."""
    verdict = identity.assess(given_status, on=on, prefilled=prefilled)
    faults = set(codes(verdict))
    kind = "refused" if faults & CODES else "incomplete" if "identity-fact-missing" in faults else "holds"
    assert verdict.outcome == kind
    return {
        place: {name: in_both_languages(fact) for name, fact in facts.items()}
        for place, facts in facts_by_place(verdict).items()
    }


Drawn = tuple[Any, Any, str, bool]
"""An answer, what was prefilled, the code of its fault, and whether the two say different things."""


@st.composite
def written(draw: st.DrawFn) -> Drawn:
    """Draw a name or a city: spelt in some way, not known, or nothing to be seen."""
    signs = draw(SIGNS)
    again = draw(misread(signs) | st.sampled_from([[], [" "], [" ", " "]]))
    typed = draw(st.sampled_from([None, *[draw(spelt(signs))] * 6]))
    before = draw(st.sampled_from([None, *[draw(spelt(again))] * 4]))
    unseen = {" "}
    code = "identity-fact-missing" if typed is None else "text-blank" if {*signs} <= unseen else ""
    return typed, before, code, not {*again} <= unseen and reading(again) != reading(signs)


def fault_of_birth(birth_date: dt.date, on: dt.date) -> str:
    """Compare with the day itself and with the 123rd birthday."""
    if (birth_date - on).days >= 1:
        return "birth-in-future"
    is_older = (birth_date.year + 123, birth_date.month, birth_date.day) <= (on.year, on.month, on.day)
    return "birth-too-long-ago" if is_older else ""


@st.composite
def born(draw: st.DrawFn, on: dt.date) -> Drawn:
    """Draw a birth near *on* or far from it."""
    birth_date, other = draw(maybe(near(on, 2) | st.dates())), draw(maybe(near(on, 2)))
    code = "identity-fact-missing" if birth_date is None else fault_of_birth(birth_date, on)
    before = draw(st.sampled_from([birth_date, other]))
    return birth_date, before, code, before != birth_date


def drawn_for(name: str, on: dt.date) -> st.SearchStrategy[Drawn]:
    """Choose how the field called *name* is drawn."""
    if name == "birth_country":
        return st.sampled_from([*["PF"] * 10, *COUNTRIES]).map(
            lambda country: (country, None, COUNTRIES[country], False)
        )
    if name == "civility":
        pairs = st.tuples(*[st.sampled_from([*Civility, None])] * 2)
        return pairs.map(lambda two: (*two, "" if two[0] else "identity-fact-missing", two[0] is not two[1]))
    return born(on) if name == "birth_date" else written()


@st.composite
def answers(draw: st.DrawFn) -> tuple[Any, dt.date, Agent | None, Facts]:
    """Draw a screen, the day, what was prefilled (for the agent), and what must be found."""
    on = draw(DAYS)
    screen = draw(st.sampled_from([do.ConfirmIdentity, do.ConfirmIdentity, do.DeclarePartner, do.DeclareChild]))
    drawn = {name: draw(drawn_for(name, on)) for name in WORDS if name in SCREENS[screen]}
    expected: Facts = {}
    for name, (value, _, code, _) in drawn.items():
        compared = {
            "birth-in-future": {"birth_date": value, "on": on},
            "birth-too-long-ago": {"birth_date": value, "years": 122},
            "country-code-wrong": {},
        }
        if code:
            expected[code, name] = compared.get(code, {"field": WORDS[name]})
    status = screen(**{name: value for name, (value, *_) in drawn.items()})
    if screen is not do.ConfirmIdentity or not draw(st.sampled_from([True, True, False])):
        return status, on, None, expected
    prefilled = {name: drawn[name][1] for name in PREFILLED}
    changed = [name for name in PREFILLED if drawn[name][3] and None not in drawn[name][:2]]
    if changed:
        expected["prefilled-identity-changed", changed[0]] = {"fields": [WORDS[name] for name in changed]}
    return status, on, Agent(**prefilled), expected


@given(answers())
def test_every_field_of_a_screen_is_needed_seen_and_compared_with_what_was_prefilled(
    drawn: tuple[Any, dt.date, Agent | None, Facts],
) -> None:
    status, on, prefilled, expected = drawn
    assert findings_of(status, on, prefilled) == expected


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (status, name)
        for status in (IDENTITY, CLAUDIA_DETAILS, details_of(CARLA))
        for name in sorted(SCREENS[type(status)])
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_field_alone_is_missing_or_blank_and_no_other_screen_s_field_is_asked(status: Any, name: str) -> None:
    assert findings_of(status, TODAY) == {}
    asked = attrs.evolve(status, **{name: None})
    assert findings_of(asked, TODAY) == {("identity-fact-missing", name): {"field": WORDS[name]}}
    if name not in ("civility", "birth_date"):
        blank = attrs.evolve(status, **{name: "\u200b "})
        assert findings_of(blank, TODAY) == {("text-blank", name): {"field": WORDS[name]}}


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_known_lacks_every_field_of_the_screen(screen: Any) -> None:
    lacking = {("identity-fact-missing", name): {"field": WORDS[name]} for name in SCREENS[screen]}
    assert findings_of(screen(), TODAY) == findings_of(screen(), TODAY, BENOIT) == lacking


@pytest.mark.parametrize("name", PREFILLED)
def test_a_field_alone_that_differs_from_the_employer_s_is_a_warning_and_the_answer_stands(name: str) -> None:
    other = {"civility": Civility.MADAME, "birth_date": dt.date(1970, 3, 13)}.get(name, "Martin")
    changed = attrs.evolve(IDENTITY, **{name: other})
    assert findings_of(changed, TODAY, BENOIT) == {("prefilled-identity-changed", name): {"fields": [WORDS[name]]}}
    for nothing in (None, Agent(), attrs.evolve(BENOIT, **{name: None})):
        assert findings_of(changed, TODAY, nothing) == {}


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda value: ascii(value)[:12])
def test_a_country_of_birth_is_two_letters_from_a_to_z(country: str | None) -> None:
    given_status = attrs.evolve(IDENTITY, birth_country=country)
    code = COUNTRIES[country]
    facts = {"field": WORDS["birth_country"]} if code in ("text-blank", "identity-fact-missing") else {}
    assert findings_of(given_status, TODAY) == ({(code, "birth_country"): facts} if code else {})


def test_no_other_sign_of_unicode_s_first_pages_passes_in_a_country() -> None:
    signs = [*map(chr, range(0x250)), *map(chr, range(0xFF00, 0xFF60))]
    for pair in ("{}F", "F{}"):
        passing = [
            sign
            for sign in signs
            if identity.assess(attrs.evolve(IDENTITY, birth_country=pair.format(sign)), on=TODAY).holds
        ]
        assert "".join(passing) == string.ascii_uppercase + string.ascii_lowercase


@given(st.sampled_from([-1, 0, 1]) | st.integers(-44_000, 50_000), DAYS)
@example(0, dt.date(2028, 2, 29))
@example(1, dt.date(2027, 12, 31))
def test_being_born_on_the_day_of_the_request_is_the_last_that_passes(days: int, on: dt.date) -> None:
    born = on + dt.timedelta(days=days)
    future = {("birth-in-future", "birth_date"): {"birth_date": born, "on": on}}
    for status in (IDENTITY, CLAUDIA_DETAILS, details_of(CARLA)):
        assert findings_of(attrs.evolve(status, birth_date=born), on) == (future if days > 0 else {})


@given(PRINTED | BLANK | st.text(), st.sampled_from(TEXTS))
@example("n" * 1000, "usage_name")
@example("\u0304" * 1000, "usage_name")
@example("", "birth_city")
@example("٣", "first_name")
@example("4", "last_name")
@example("\x00", "birth_name")
def test_any_text_in_which_something_is_to_be_seen_passes_and_nothing_else(text: str, name: str) -> None:
    """Letters are not told from digits: what a name may look like is not ours to say."""
    status = details_of(CARLA) if name == "last_name" else IDENTITY
    blank = {("text-blank", name): {"field": WORDS[name]}}
    assert findings_of(attrs.evolve(status, **{name: text}), TODAY) == ({} if any(map(is_seen, text)) else blank)


# -- names stay as they are ------------------------------------------------------------------------------


MOST_CARRIED = [
    "d'Orléans",
    "O\N{RIGHT SINGLE QUOTATION MARK}Neil",
    "Le Goff-Martin",
    "Le Goff\N{NON-BREAKING HYPHEN}Martin",
    "Te\N{MODIFIER LETTER TURNED COMMA}aitu",
    "\N{MODIFIER LETTER TURNED COMMA}Ōviri",
    "Tāvana",
    "Ta\N{COMBINING MACRON}vana",
    "F\N{LATIN SMALL LETTER A WITH MACRON}\N{MODIFIER LETTER TURNED COMMA}a\N{MODIFIER LETTER TURNED COMMA}ā-d'Été",
    "  Dupond  ",
    "ＤＵＰＯＮＤ",
    "ﬁ",
]
"""Apostrophes, hyphens, glottal stops (U+02BB), macrons, composed or not; what a tidying hand would change."""


def code_points(status: Any) -> dict[str, tuple[int, ...]]:
    """Give the texts of *status*, sign by sign."""
    return {name: tuple(map(ord, getattr(status, name))) for name in TEXTS if getattr(status, name, None) is not None}


def called(status: Any, name: str) -> Any:
    """Put *name* wherever *status* holds a name."""
    return attrs.evolve(status, **dict.fromkeys(code_points(status), name))


@pytest.mark.parametrize("name", MOST_CARRIED)
def test_a_name_passes_untouched_for_the_agent_the_partner_and_the_child(name: str) -> None:
    """From the command through the journey into the document, and back out of it, code point by code point."""
    for usual, dossier, field in (
        (IDENTITY, at_state("identity"), "identity"),
        (CLAUDIA_DETAILS, at_state("partner_details", COUPLE), "partner_details"),
        (details_of(CARLA), at_state("children_details", FAMILY), "children_details"),
    ):
        status = called(usual, name)
        assert findings_of(status, TODAY) == {}
        restored = Dossier.load(accept(dossier, status).dump()).record.answers
        answer = getattr(restored, field)
        for details in (status, answer[0] if isinstance(answer, tuple) else answer):
            assert code_points(details) == dict.fromkeys(SCREENS[type(usual)] & {*TEXTS}, tuple(map(ord, name)))


@pytest.mark.parametrize("name", MOST_CARRIED)
def test_a_name_prefilled_and_confirmed_is_no_change(name: str) -> None:
    prefilled = attrs.evolve(BENOIT, usage_name=name, birth_name=name, first_name=name)
    status = called(IDENTITY, name)
    assert findings_of(status, TODAY, prefilled) == {}
    record = Dossier.load(accept(at_state("identity", agent=prefilled), status).dump()).record
    for person in (record.agent, record.answers.identity):
        assert (person.usage_name, person.birth_name, person.first_name) == (name, name, name)


@pytest.mark.parametrize(
    ("prefilled", "typed"),
    [
        ("Te\N{MODIFIER LETTER TURNED COMMA}aitu", "Teaitu"),
        ("Tāvana", "Tavana"),
        ("O'Neil", "ONeil"),
        ("Le Goff-Martin", "Le Goff Martin"),
    ],
)
def test_a_sign_left_out_is_pointed_out_and_the_agent_s_way_is_kept(prefilled: str, typed: str) -> None:
    for before, after in ((prefilled, typed), (typed, prefilled)):
        agent = attrs.evolve(BENOIT, usage_name=before)
        status = attrs.evolve(IDENTITY, usage_name=after)
        assert [*findings_of(status, TODAY, agent)] == [("prefilled-identity-changed", "usage_name")]
        assert accept(at_state("identity", agent=agent), status).record.answers.identity.usage_name == after


@given(NAMES)
@example("n" * 1000)
def test_no_name_is_told_in_a_finding(name: str) -> None:
    verdict = identity.assess(
        attrs.evolve(called(IDENTITY, name + "4٤"), birth_country=name + "4٤"), on=TODAY, prefilled=BENOIT
    )
    assert codes(verdict) == ["country-code-wrong", "prefilled-identity-changed"]
    for finding in verdict.findings:
        assert name + "4٤" not in repr(finding) + "".join(
            finding.text(lang) + finding.remedy(lang) for lang in ("fr", "en")
        )


@pytest.mark.parametrize(
    ("facts", "rule", "names"),
    [
        ({"birth_city": None}, "identity", ["guide-souscription-1", "guide-souscription-2"]),
        ({"birth_city": " "}, "text", ["guide-champs"]),
        ({"birth_country": "France"}, "identity", ["bibliotheque"]),
        ({"birth_date": dt.date.max}, "birth_date", ["bibliotheque"]),
        ({"first_name": "Martin"}, "identity", ["guide-souscription-1"]),
    ],
    ids=["missing", "blank", "country", "future", "changed"],
)
def test_what_the_findings_rest_on_is_cited(facts: dict[str, Any], rule: str, names: list[str]) -> None:
    agent = attrs.evolve(BENOIT, birth_date=facts.get("birth_date"))
    (finding,) = identity.assess(attrs.evolve(IDENTITY, **facts), on=TODAY, prefilled=agent).findings
    assert finding.sources == tuple(sources()[name] for name in names)
    assert (finding.rule, finding.certainty) == (rule, None)


def test_a_country_of_spaces_is_blank_and_nothing_else() -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, birth_country="  "), on=TODAY)) == ["text-blank"]


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [field for field in identity.FIELDS if field != "last_name"])
def test_no_missing_field_of_civil_status_turns_into_acceptance(name: str) -> None:
    verdict = identity.assess(attrs.evolve(IDENTITY, **{name: None}), on=TODAY)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, (name,))


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u2060 \u00ad", "\x00", "\t\n"], ids=ascii)
def test_what_cannot_be_seen_is_no_answer(nothing: str) -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, usage_name=nothing), on=TODAY)) == ["text-blank"]


@pytest.mark.parametrize("name", ["Teʻaitu", "O'Connor", "Jean-Luc", "Māhana", "ʻŌviri", "Nguyễn", "李", "d’Été"])
def test_names_pass_through_untouched(name: str) -> None:
    given_identity = attrs.evolve(IDENTITY, usage_name=name)
    assert identity.assess(given_identity, on=TODAY).holds
    assert given_identity.usage_name == name


def test_changing_what_was_prefilled_is_allowed_with_a_warning_that_names_the_fields() -> None:
    changed = attrs.evolve(IDENTITY, usage_name="Martin", birth_date=dt.date(1970, 3, 13))
    verdict = identity.assess(changed, on=TODAY, prefilled=BENOIT)
    assert codes(verdict) == ["prefilled-identity-changed"]
    assert "nom d’usage, date de naissance" in verdict.findings[0].text("fr")
    assert "Martin" not in verdict.findings[0].text("fr")


def test_case_and_spacing_are_no_change() -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, usage_name=" DUPOND "), on=TODAY, prefilled=BENOIT)) == []


@pytest.mark.parametrize(
    ("country", "faults"),
    [
        ("FR", []),
        ("fr", []),
        ("France", ["country-code-wrong"]),
        ("F1", ["country-code-wrong"]),
        ("", ["text-blank"]),
    ],
)
def test_the_country_of_birth_is_two_letters(country: str, faults: list[str]) -> None:
    assert codes(identity.assess(attrs.evolve(IDENTITY, birth_country=country), on=TODAY)) == faults


@pytest.mark.parametrize(("days", "faults"), [(0, []), (1, ["birth-in-future"])])
def test_nobody_is_born_after_the_day_of_the_request(days: int, faults: list[str]) -> None:
    tomorrow = attrs.evolve(IDENTITY, birth_date=TODAY + dt.timedelta(days=days))
    assert codes(identity.assess(tomorrow, on=TODAY)) == faults
