"""
Leaves compared with the lists of paid, continuing and suspending ones, written down a second time and then misspelt.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from people import FIRST_OF_JUNE, ONE_DAY, PF, START, SUSPENDING_LEAVE, TODAY
from psc_workflow import Regime
from psc_workflow._catalogue import law
from psc_workflow._catalogue.leaves import names
from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty, Employment
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import leave, obligation
from strategies import BLANK, DAYS, NAMES, maybe, near
from verdicts import codes, codes_and_paths, facts_by_place

DECREE = dt.date(2022, 4, 22)
JULY_2024 = dt.date(2024, 7, 1)

MOST_CARRIED = {
    "conge_parental": ("congé parental", "parental leave"),
    "conge_sans_traitement_sante": ("congé sans traitement pour raison de santé", "unpaid leave for health"),
    "conge_sans_traitement_maternite": ("congé sans traitement pour maternité", "unpaid leave for maternity"),
    "conge_sans_traitement_enfants": ("congé sans traitement pour enfants", "unpaid leave for children"),
    "conge_proche_aidant": ("congé de proche aidant", "carer’s leave"),
    "conge_presence_parentale": ("congé de présence parentale", "parental presence leave"),
    "conge_solidarite_familiale": ("congé de solidarité familiale", "family solidarity leave"),
    "conge_formation_professionnelle": ("congé de formation professionnelle", "vocational training leave"),
    "ascaa": ("ASCAA", "ASCAA"),
}
"""The leaves during which the obligation goes on; the last one since July 2024."""

PAID = {
    "conge_maladie": ("congé de maladie", "sick leave", "congé maladie ordinaire", "arrêt maladie", "CMO"),
    "conge_longue_maladie": ("congé de longue maladie", "leave for a long illness", "longue maladie", "CLM"),
    "conge_longue_duree": ("congé de longue durée", "sick leave of long duration", "longue durée", "CLD"),
    "conge_grave_maladie": ("congé de grave maladie", "leave for a serious illness", "grave maladie"),
    "citis": (
        "congé pour invalidité temporaire imputable au service (CITIS)",
        "leave for an injury or illness due to work (CITIS)",
        "CITIS",
    ),
    "temps_partiel_therapeutique": (
        "temps partiel thérapeutique",
        "therapeutic part time",
        "mi-temps thérapeutique",
    ),
    "conge_maternite": ("congé de maternité", "maternity leave", "maternité", "congé maternité"),
    "conge_paternite": ("congé de paternité et d’accueil de l’enfant", "paternity leave", "paternité"),
    "conge_adoption": ("congé d’adoption", "adoption leave", "adoption", "congé adoption"),
}
"""The leaves during which the State pays."""

PEOPLE_SAY = {
    "conge_sans_traitement_sante": (
        "disponibilité pour raison de santé",
        "disponibilité d’office pour raison de santé",
        "congé sans rémunération pour raison de santé",
    ),
    "conge_sans_traitement_enfants": ("congé sans salaire lié aux charges parentales",),
    "disponibilite_convenances_personnelles": ("disponibilité pour convenance personnelle",),
}
"""Other names of unpaid leaves."""

LOST = {
    "disponibilite_convenances_personnelles": (
        "disponibilité pour convenances personnelles",
        "leave for personal convenience",
    )
}

AVAILABILITY = "disponibilité pour convenances personnelles"
ALL = MOST_CARRIED | PAID | LOST
LEAVES = st.sampled_from([*ALL])
CONFIRMED = st.sampled_from([None, True, False])
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
        lambda name: name + "x",
        lambda name: name + " et autre chose",
        lambda name: "autre " + name,
        lambda name: name[1:],
        lambda name: name[:-2],
        "-".join,
        lambda name: name + " sans fin",
        lambda name: name * 100,
    ]
)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a leave, and its identifier or its words in any case, with or without accents, with any marks between."""
    name = draw(LEAVES)
    written = draw(st.sampled_from([name, *ALL[name], *PEOPLE_SAY.get(name, ())]))
    marked = draw(MARKS).join(written.replace("_", " ").replace("'", " ").replace("’", " ").split())
    return name, draw(AROUND) + draw(CASES)(draw(ACCENTS)(marked)) + draw(AROUND)


def listed(on: dt.date) -> list[str]:
    """Name the leaves during which the obligation goes on, by the lists in force on that day."""
    return [name for name in (*MOST_CARRIED, *PAID) if name != "ascaa" or on >= JULY_2024]


def to_confirm(on: dt.date, *, confirmed: bool | None = None) -> dict[tuple[str, str], dict[str, tuple[Text, ...]]]:
    """Say that the leave is in no list."""
    leaves = tuple(Text(*ALL[name][:2]) for name in listed(on))
    return {
        None: {("leave-confirmation-missing", "confirmed"): {"leaves": leaves}},
        True: {("leave-to-confirm", "reason"): {"leaves": leaves}},
        False: {("leave-not-confirmed", "confirmed"): {}},
    }[confirmed]


def rests_on_the_list(verdict: Verdict, on: dt.date, *, paid: bool = False) -> bool:
    """Whether the décret comes first; a list that a text gives is published, what pay says is derived."""
    (finding,) = verdict.findings
    titles = [source.title for source in finding.sources]
    amended = any("2024-678" in title for title in titles)
    certainty = Certainty.DERIVED if paid else Certainty.PUBLISHED
    return "2022-633" in titles[0] and (paid or amended == (on >= JULY_2024)) and finding.certainty is certainty


@given(spellings(), ON, CONFIRMED)
@example(("ascaa", "ASCAA"), dt.date(2024, 6, 30), None)
@example(("ascaa", "ASCAA"), dt.date(2024, 6, 30), True)
@example(("ascaa", "ascaa"), JULY_2024, None)
@example(("ascaa", "Ascaa"), dt.date(2024, 7, 2), True)
@example(("conge_parental", "CONGE - PARENTAL"), DECREE, None)
@example(("conge_parental", "Conge\u0301\u00a0parental"), TODAY, False)
@example(("conge_maternite", "MATERNITE"), TODAY, True)
@example(("disponibilite_convenances_personnelles", AVAILABILITY), DECREE, None)
@example(("disponibilite_convenances_personnelles", AVAILABILITY), DECREE, False)
def test_a_leave_is_judged_by_the_lists_however_it_is_written(
    spelt: tuple[str, str], on: dt.date, confirmed: bool | None
) -> None:
    name, written = spelt
    verdict = leave.assess(written, on, confirmed=confirmed)
    if name in LOST:
        assert facts_by_place(verdict) == ({("leave-not-confirmed", "confirmed"): {}} if confirmed is False else {})
    elif name in listed(on):
        assert facts_by_place(verdict) == {("leave-keeps-obligation", "reason"): {"leave": Text(*ALL[name][:2])}}
        assert verdict.outcome is Judgement.REFUSED
        assert rests_on_the_list(verdict, on, paid=name in PAID)
    else:
        assert facts_by_place(verdict) == to_confirm(on, confirmed=confirmed)


@given(spellings() | st.tuples(st.none(), NAMES), ON, CONFIRMED)
@example((None, "tour du monde"), TODAY, None)
@example((None, "tour du monde"), TODAY, True)
@example((None, "tour du monde"), TODAY, False)
@example(("disponibilite_convenances_personnelles", AVAILABILITY), TODAY, False)
def test_what_suspends_and_who_must_join_are_never_judged_in_opposite_ways(
    spelt: tuple[str | None, str], on: dt.date, confirmed: bool | None
) -> None:
    """While the one rule suspends, the other finds no obligation; while the one refuses, the other finds it."""
    _, written = spelt
    on = max(on, START)
    suspends = leave.assess(written, on, confirmed=confirmed)
    facts = {"by_state": True, "regime": Regime.GENERAL, "contract": PF, "on": on}
    obliged = obligation.assess(Employment.CIVIL_SERVANT, leave=written, leave_confirmed=confirmed, **facts)
    expected = {
        Judgement.HOLDS: ["obligation-suspended"],
        Judgement.REFUSED: ["text-blank"] if "text-blank" in codes(suspends) else [],
        Judgement.INCOMPLETE: ["obligation-leave-to-confirm"],
    }
    assert codes(obliged) == expected[suspends.outcome]


@given(LEAVES.flatmap(lambda name: st.sampled_from([name, *ALL[name]])), OTHER, ON)
def test_other_words_are_to_be_confirmed_however_like_a_leave_they_are(
    written: str, other: Callable[[str], str], on: dt.date
) -> None:
    """A letter or a word more or less is another name; a manager reads it, and the lists beside it."""
    assume("(" not in written)  # behind a bracket a single letter is a small word, which changes nothing
    verdict = leave.assess(other(written), on)
    assert leave.find_standing(other(written), on=on).goes_on is None
    assert facts_by_place(verdict) == to_confirm(on)
    assert verdict.outcome is Judgement.INCOMPLETE
    assert rests_on_the_list(verdict, on, paid=True)


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
        (code, "reason"): ({"field": Text("raison", "reason")} if code == "text-blank" else {}, code != ""),
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
        assert reached == ["leave-keeps-obligation" if reason in MOST_CARRIED else "leave-confirmation-missing"]


@given(LEAVES | st.just("conge_parental"), st.dates(max_value=dt.date(2022, 4, 21)))
@example("conge_parental", dt.date(2022, 4, 21))
def test_before_the_decree_no_list_is_invented(reason: str, on: dt.date) -> None:
    with pytest.raises(NoValueInForceError):
        leave.assess(reason, on)
    with pytest.raises(NoValueInForceError):
        leave.find_standing(reason, on=on)


# -- at the boundaries -----------------------------------------------------------------------------------


CONTINUING = law.value("continuing_leaves", FIRST_OF_JUNE)
PAYING = law.value("paid_leaves", FIRST_OF_JUNE)
SUSPENDING = law.value("suspending_leaves", FIRST_OF_JUNE)


@pytest.mark.parametrize("name", [*CONTINUING, *PAYING])
@pytest.mark.parametrize("spelling", ["id", "fr", "en", "loud", "hyphens", "spaces", "no accents"])
def test_a_leave_of_the_decree_or_a_paid_one_suspends_nothing_however_it_is_written(name: str, spelling: str) -> None:
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
        assert leave.assess(written, FIRST_OF_JUNE, confirmed=True) == Verdict()


@pytest.mark.parametrize("reason", ["tour du monde", "congé parental et autre chose", "conge", "_", "disponibilité"])
def test_any_other_leave_is_to_be_confirmed_with_the_lists(reason: str) -> None:
    verdict = leave.assess(reason, FIRST_OF_JUNE)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("confirmed",))
    confirmed = leave.assess(reason, FIRST_OF_JUNE, confirmed=True)
    assert confirmed.holds
    (finding,) = confirmed.findings
    assert (finding.code, finding.path, finding.severity) == ("leave-to-confirm", "reason", Severity.WARNING)
    for sentence in (verdict.findings[0].text("fr"), finding.text("fr")):
        assert all(leave.word(name).fr in sentence for name in (*CONTINUING, *PAYING))
    assert leave.assess(reason, FIRST_OF_JUNE, confirmed=False).outcome is Judgement.REFUSED


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2024, 6, 30), "leave-confirmation-missing"),
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


def test_no_name_names_two_leaves_and_no_leave_is_in_two_lists() -> None:
    for day in (dt.date(2022, 4, 22), FIRST_OF_JUNE):
        lists = [law.value(name, day) for name in ("continuing_leaves", "paid_leaves", "suspending_leaves")]
        leaves = [name for names in lists for name in names]
        assert len(set(leaves)) == len(leaves)
        keys = [(leave.comparison_key(name), listed_leave) for listed_leave in leaves for name in names(listed_leave)]
        assert len({key for key, _ in set(keys)}) == len(set(keys))
        assert all(key for key, _ in keys)


def test_every_other_name_is_the_name_of_a_leave_of_the_lists() -> None:
    listed_ever = {*CONTINUING, *PAYING, *SUSPENDING}
    others = read_toml(DATA / "texts" / "leaves.toml")
    assert set(others) <= listed_ever
    for name, other_names in others.items():
        for written in other_names:
            assert leave.find_standing(written, on=FIRST_OF_JUNE).leave == name


@pytest.mark.parametrize(
    "small",
    [
        "de",
        "du",
        "des",
        "le",
        "la",
        "les",
        "un",
        "une",
        "en",
        "et",
        "au",
        "aux",
        "par",
        "pour",
        "of",
        "the",
        "for",
        "and",
        "à",
        "d’",
        "l’",
    ],
)
def test_small_words_and_plurals_change_nothing(small: str) -> None:
    for written in (f"congé {small} parental", f"{small} congés {small} parentals"):
        assert leave.find_standing(written, on=FIRST_OF_JUNE).leave == "conge_parental"


@pytest.mark.parametrize("other", ["sans", "non", "mi", "tour"])
def test_any_other_word_makes_another_name(other: str) -> None:
    assert leave.find_standing(f"congé {other} parental", on=FIRST_OF_JUNE).leave is None
