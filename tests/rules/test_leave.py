"""
Leaves compared with the list of art. 2, written down a second time and then misspelt on purpose.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import FIRST_OF_JUNE, ONE_DAY, START, SUSPENDING_LEAVE, TODAY
from psc_workflow._catalogue import law
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import leave
from strategies import BLANK, DAYS, NAMES, maybe, near
from verdicts import codes, codes_and_paths, facts_by_place

DECREE = dt.date(2022, 4, 22)
JULY_2024 = dt.date(2024, 7, 1)

MOST_CARRIED = {
    "conge_parental": ("congé parental", "parental leave"),
    "conge_sans_traitement_sante": ("congé sans traitement pour raison de santé", "unpaid leave for health"),
    "conge_sans_traitement_maternite": ("congé sans traitement pour maternité", "unpaid leave for maternity"),
    "conge_sans_traitement_enfants": ("congé sans traitement pour enfants", "unpaid leave for children"),
    "conge_proche_aidant": ("congé de proche aidant", "carer's leave"),
    "conge_presence_parentale": ("congé de présence parentale", "parental presence leave"),
    "conge_solidarite_familiale": ("congé de solidarité familiale", "family solidarity leave"),
    "conge_formation_professionnelle": ("congé de formation professionnelle", "vocational training leave"),
    "ascaa": ("ASCAA", "ASCAA"),
}
"""The leaves during which the obligation goes on; the last one since July 2024."""

LOST = {
    "disponibilite_convenances_personnelles": (
        "disponibilité pour convenances personnelles",
        "leave for personal convenience",
    )
}

AVAILABILITY = "disponibilité pour convenances personnelles"
LEAVES = st.sampled_from([*MOST_CARRIED, *LOST])
ON = near(JULY_2024, 2) | near(dt.date(2022, 4, 25), 3) | DAYS
CASES = st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str])

ACCENTS = st.sampled_from(
    [
        str,
        lambda name: name.translate(str.maketrans("éÉ", "eE")),
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: unicodedata.normalize("NFC", name),
    ]
)

MARKS = st.sampled_from([" ", "  ", "_", "-", " - ", ".", "/", "’", "\u00a0", "\n", "\u2003"])
AROUND = st.sampled_from(["", " ", "« ", "(", "_", "\u00a0"])

OTHER = st.sampled_from(
    [
        lambda name: name + "s",
        lambda name: name + " et autre chose",
        lambda name: "autre " + name,
        lambda name: name[1:],
        lambda name: name[:-1],
        "-".join,
        lambda name: name.replace(name[1], "x"),
        lambda name: name * 100,
    ]
)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a leave, and its identifier or its words in any case, with or without accents, with any marks between."""
    name = draw(LEAVES)
    written = draw(st.sampled_from([name, *(MOST_CARRIED | LOST)[name]]))
    marked = draw(MARKS).join(written.replace("_", " ").replace("'", " ").split())
    return name, draw(AROUND) + draw(CASES)(draw(ACCENTS)(marked)) + draw(AROUND)


def listed(on: dt.date) -> list[str]:
    """Name the leaves of the list in force on that day."""
    return [name for name in MOST_CARRIED if name != "ascaa" or on >= JULY_2024]


def to_confirm(on: dt.date) -> dict[tuple[str, str], dict[str, tuple[Text, ...]]]:
    """Say that the leave is in neither list."""
    return {("leave-to-confirm", "reason"): {"leaves": tuple(Text(*MOST_CARRIED[name]) for name in listed(on))}}


def rests_on_the_list(verdict: Verdict, on: dt.date) -> bool:
    """Whether the décret comes first, and July 2024 is cited from its day on, as published."""
    (finding,) = verdict.findings
    titles = [source.title for source in finding.sources]
    amended = any("2024-678" in title for title in titles)
    return "2022-633" in titles[0] and amended == (on >= JULY_2024) and finding.certainty is Certainty.PUBLISHED


@given(spellings(), ON)
@example(("ascaa", "ASCAA"), dt.date(2024, 6, 30))
@example(("ascaa", "ascaa"), JULY_2024)
@example(("ascaa", "Ascaa"), dt.date(2024, 7, 2))
@example(("conge_parental", "CONGE - PARENTAL"), DECREE)
@example(("conge_parental", "Conge\u0301\u00a0parental"), TODAY)
@example(("disponibilite_convenances_personnelles", AVAILABILITY), DECREE)
def test_a_leave_is_judged_by_the_list_however_it_is_written(spelt: tuple[str, str], on: dt.date) -> None:
    name, written = spelt
    verdict = leave.assess(written, on)
    expected = True if name in listed(on) else None
    assert leave.keeps_obligation(written, on=on) is (False if name in LOST else expected)
    if name in LOST:
        assert verdict == Verdict()
    elif name in listed(on):
        assert facts_by_place(verdict) == {("leave-keeps-obligation", "reason"): {"leave": Text(*MOST_CARRIED[name])}}
        assert verdict.outcome is Judgement.REFUSED
        assert rests_on_the_list(verdict, on)
    else:
        assert facts_by_place(verdict) == to_confirm(on)


@given(LEAVES.flatmap(lambda name: st.sampled_from([name, *(MOST_CARRIED | LOST)[name]])), OTHER, ON)
def test_other_words_are_to_be_confirmed_however_like_a_leave_they_are(
    written: str, other: Callable[[str], str], on: dt.date
) -> None:
    """A letter or a word more or less is another name; a manager reads it, and the list beside it."""
    verdict = leave.assess(other(written), on)
    assert leave.keeps_obligation(other(written), on=on) is None
    assert facts_by_place(verdict) == to_confirm(on)
    assert verdict.holds
    assert rests_on_the_list(verdict, on)


@given(NAMES | st.sampled_from(["tour du monde", "—", "_", "42", "٤٢", "congé" * 200, "congeparental"]), ON)
def test_words_of_any_script_are_to_be_confirmed(written: str, on: dt.date) -> None:
    assert facts_by_place(leave.assess(written, on)) == to_confirm(on)


@given(
    st.tuples(BLANK, st.just("text-blank")) | st.sampled_from([(None, "leave-reason-missing"), (AVAILABILITY, "")]),
    maybe(near(START, 2) | st.sampled_from([dt.date.min, dt.date.max])),
    maybe(near(START, 2)),
)
@example((AVAILABILITY, ""), dt.date(2026, 4, 30), START)
@example((AVAILABILITY, ""), START, START)
@example(("", "text-blank"), None, None)
@example((None, "leave-reason-missing"), dt.date.min, START)
@example((None, "leave-reason-missing"), dt.date.min, None)
def test_a_suspension_needs_a_leave_and_a_day_of_the_cover(
    reason_and_code: tuple[str | None, str], on: dt.date | None, first: dt.date | None
) -> None:
    reason, code = reason_and_code
    early = on is not None and first is not None and (first - on).days > 0
    table = {
        (code, "reason"): ({"field": Text("motif", "reason")} if code == "text-blank" else {}, code != ""),
        ("day-missing", "on"): ({}, on is None),
        ("day-too-early", "on"): ({"on": on, "first": first}, early),
    }
    expected = {place: facts for place, (facts, applies) in table.items() if applies}
    if not expected and on < DECREE:
        with pytest.raises(NoValueInForceError):
            leave.assess(reason, on, first=first)
        return
    verdict = leave.assess(reason, on, first=first)
    assert facts_by_place(verdict) == expected
    assert verdict.holds == (not expected)


@given(st.sampled_from([*MOST_CARRIED, "tour du monde"]), near(START, 2) | st.just(dt.date.min) | st.none())
@example("conge_parental", dt.date(2026, 4, 30))
@example("conge_parental", START)
def test_what_a_leave_is_matters_only_once_its_day_is_sound(reason: str, on: dt.date | None) -> None:
    """The day chooses the list: until it is known and lies in the cover, the leave itself is not judged."""
    reached = codes(leave.assess(reason, on, first=START))
    if on is None or on < START:
        assert reached == ["day-missing" if on is None else "day-too-early"]
    else:
        assert reached == ["leave-keeps-obligation" if reason in MOST_CARRIED else "leave-to-confirm"]


@given(LEAVES | st.just("conge_parental"), st.dates(max_value=dt.date(2022, 4, 21)))
@example("conge_parental", dt.date(2022, 4, 21))
def test_before_the_decree_no_list_is_invented(reason: str, on: dt.date) -> None:
    with pytest.raises(NoValueInForceError):
        leave.assess(reason, on)
    with pytest.raises(NoValueInForceError):
        leave.keeps_obligation(reason, on=on)


# -- at the boundaries -----------------------------------------------------------------------------------


CONTINUING = law.value("continuing_leaves", FIRST_OF_JUNE)
SUSPENDING = law.value("suspending_leaves", FIRST_OF_JUNE)


@pytest.mark.parametrize("name", CONTINUING)
@pytest.mark.parametrize("spelling", ["id", "fr", "en", "loud", "hyphens", "spaces", "no accents"])
def test_a_leave_of_the_decree_suspends_nothing_however_it_is_written(name: str, spelling: str) -> None:
    written = {
        "id": name,
        "fr": leave.word(name).fr,
        "en": leave.word(name).en,
        "loud": f"  {leave.word(name).fr.upper()} ",
        "hyphens": name.replace("_", "-"),
        "spaces": name.replace("_", "  "),
        "no accents": leave.word(name).fr.replace("é", "e"),
    }[spelling]
    verdict = leave.assess(written, FIRST_OF_JUNE)
    assert (verdict.outcome, codes_and_paths(verdict)) == (Judgement.REFUSED, [("leave-keeps-obligation", "reason")])
    assert leave.word(name).fr in verdict.findings[0].text("fr")
    assert any("2022-633" in source.title for source in verdict.findings[0].sources)


@pytest.mark.parametrize("name", SUSPENDING)
def test_a_leave_known_not_to_be_in_the_decree_suspends(name: str) -> None:
    for written in (name, name.replace("_", "-").upper(), leave.word(name).fr, leave.word(name).en):
        assert leave.assess(written, FIRST_OF_JUNE) == Verdict()


@pytest.mark.parametrize("reason", ["tour du monde", "congé parental et autre chose", "conge", "_"])
def test_any_other_leave_is_to_be_confirmed_with_the_list(reason: str) -> None:
    verdict = leave.assess(reason, FIRST_OF_JUNE)
    assert verdict.holds
    (finding,) = verdict.findings
    assert (finding.code, finding.path, finding.severity) == ("leave-to-confirm", "reason", Severity.WARNING)
    assert all(leave.word(name).fr in finding.text("fr") for name in CONTINUING)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2024, 6, 30), "leave-to-confirm"),
        (dt.date(2024, 7, 1), "leave-keeps-obligation"),
        (dt.date(2024, 7, 2), "leave-keeps-obligation"),
    ],
    ids=str,
)
def test_the_list_in_force_on_the_first_day_of_the_leave_counts(on: dt.date, expected: str) -> None:
    assert codes(leave.assess("ASCAA", on)) == [expected]
    assert codes(leave.assess("conge_parental", on)) == ["leave-keeps-obligation"]


@pytest.mark.parametrize(
    ("reason", "on", "first", "expected"),
    [
        (None, FIRST_OF_JUNE, None, ["leave-reason-missing"]),
        ("conge_parental", None, None, ["day-missing"]),
        (None, None, START, ["leave-reason-missing", "day-missing"]),
        (" ", FIRST_OF_JUNE, None, ["text-blank"]),
        ("", None, None, ["text-blank", "day-missing"]),
        (SUSPENDING_LEAVE, START - ONE_DAY, START, ["day-too-early"]),
        (SUSPENDING_LEAVE, START, START, []),
        ("conge_parental", dt.date(2002, 1, 1), START, ["day-too-early"]),
    ],
    ids=str,
)
def test_a_suspension_needs_a_leave_and_a_day(
    reason: str | None, on: dt.date | None, first: dt.date | None, expected: list[str]
) -> None:
    verdict = leave.assess(reason, on, first=first)
    assert codes_and_paths(verdict) == [(code, "on" if code.startswith("day") else "reason") for code in expected]
    assert verdict.holds == (not expected)


def test_no_leave_is_both_in_the_list_and_out_of_it_and_all_have_words_of_their_own() -> None:
    for day in (dt.date(2022, 4, 22), FIRST_OF_JUNE):
        names = (*law.value("continuing_leaves", day), *law.value("suspending_leaves", day))
        assert len(set(names)) == len(names)
        assert len({leave.word(name).fr for name in names}) == len({leave.word(name).en for name in names})
        assert len({leave.word(name).fr for name in names}) == len(names)
