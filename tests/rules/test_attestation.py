"""
Attestations compared with the seven fields of the guide, each read by itself, and with the days on which each may end.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ARRIVAL, AT_START, FIRST_YEAR_END, NOT_HIRED, NOT_RECORDED, ONE_DAY, START, TODAY
from psc_workflow._catalogue.wording import field, sources, word
from psc_workflow._model.commands import Attest, ChooseMotive, HonourStatement, MotiveFacts, RenewDispensation
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Certainty, Motive
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.rules import attestation
from psc_workflow.rules.effective_date import EffectiveDate
from strategies import (
    ANSWERS,
    BLANK,
    NAMES,
    PRINTED,
    around,
    beginnings,
    is_seen,
    last_day_of_year_from,
    maybe,
    year_later,
)
from verdicts import Facts, codes, facts_by_place

TEXTS = ("full_name", "address", "signed_at_place")

ASKED = (*TEXTS, "motive", "end_date", "signed_on", "signed")
"""What the guide asks: contact details, motive, end date, date and place, signature."""

CITED = {
    "attestation-field-missing": ("guide-attestation",),
    "text-blank": ("guide-champs",),
    "motive-missing": ("guide-dispense-motif",),
    "attestation-motive-differs": ("guide-attestation", "guide-dispense-motif"),
    "attestation-end-too-early": ("guide-attestation",),
    "attestation-already-over": ("bibliotheque",),
    "attestation-end-too-late": ("decret-2022-633-art-3", "faq-psc-dispense"),
    "attestation-end-not-later": ("snuipp-renouvellement",),
    "attestation-signed-in-future": ("bibliotheque",),
    "attestation-not-signed": ("guide-attestation",),
    "effective-date-pending": ("guide-effet",),
}
"""What findings rest on that apply no value of the catalogue, or one with the same sources."""

UNKNOWN = {"effective-date-unknown", "hired-on-missing"}
MISSING = {"attestation-field-missing", "motive-missing", *UNKNOWN}


class Case(NamedTuple):
    """All that is asked."""

    statement: HonourStatement
    chosen: ChooseMotive | None
    effective: EffectiveDate
    today: dt.date
    after: dt.date | None


def verdict_on(case: Case) -> Verdict:
    return attestation.assess(
        case.statement, chosen=case.chosen, effective=case.effective, today=case.today, after=case.after
    )


def limit(chosen: ChooseMotive | None, effective: dt.date) -> tuple[dt.date | None, bool]:
    """Give the last day the motive allows, and whether it is the law's: of 1° the right's, of 2° a year at most."""
    name = str(chosen.motive) if chosen else ""
    if chosen is None or name not in ("c2s", "individual_contract"):
        return None, False
    if name == "c2s":
        return chosen.facts.entitled_until, False
    contract_end, year = chosen.facts.contract_end, last_day_of_year_from(effective)
    return (year, True) if contract_end is None or (contract_end - year).days >= 0 else (contract_end, False)


def says_nothing(value: str | tuple[str, ...]) -> bool:
    return not any(map(is_seen, "".join(value)))


def of_the_fields(statement: HonourStatement) -> Facts:
    """Tell which are not filled in, and which with nothing."""
    missing: Facts = {
        ("attestation-field-missing", name): {"field": field(name)}
        for name in ASKED
        if getattr(statement, name) is None
    }
    blank = [name for name in TEXTS if getattr(statement, name) is not None and says_nothing(getattr(statement, name))]
    return missing | {("text-blank", name): {"field": field(name)} for name in blank}


def of_the_motive(statement: HonourStatement, chosen: ChooseMotive | None) -> Facts:
    """Tell whether the one ticked is the one chosen."""
    motive = chosen.motive if chosen else None
    if motive is None:
        return {("motive-missing", "motive"): {}}
    if {statement.motive, motive} - {None} == {motive}:
        return {}
    assert statement.motive
    return {("attestation-motive-differs", "motive"): {"motive": word(statement.motive), "chosen": word(motive)}}


def weighed(effective: EffectiveDate, code: str, refused: Callable[[dt.date], dict[str, Any] | None]) -> Facts:
    """Tell what stands on the effective date, or on the first and the last of those that are likely, or that it depends."""
    if effective.day is not None:
        facts = refused(effective.day)
        return {} if facts is None else {(code, "end_date"): facts}
    first, last = refused(effective.earliest), refused(year_later(effective.reference))
    if (first is None) != (last is None):
        unknown = "hired-on-missing" if effective.missing == "agent.hired_on" else "effective-date-unknown"
        return {(unknown, effective.missing): {"start": effective.start}}
    pending: Facts = {("effective-date-pending", effective.missing): {"on": effective.reference}}
    return pending if first is None else {(code, "end_date"): first} | pending


def of_the_end(case: Case) -> Facts:
    """Tell whether it is to come, after the effective date and the term renewed, and within what the motive allows."""
    end, faults = case.statement.end_date, Facts()
    if end is None:
        return faults
    passed = (case.today - end).days > 0
    if passed:
        faults["attestation-already-over", "end_date"] = {"end_date": end, "on": case.today}
    if case.after is not None and (end - case.after).days <= 0:
        faults["attestation-end-not-later", "end_date"] = {"end_date": end, "after": case.after}

    def early(on: dt.date) -> dict[str, Any] | None:
        return None if (end - on).days > 0 else {"end_date": end, "effective": on}

    def late(on: dt.date) -> dict[str, Any] | None:
        last, _ = limit(case.chosen, on)
        return None if last is None or (last - end).days >= 0 else {"end_date": end, "limit": last}

    if passed and case.effective.day is None:
        return faults
    faults |= weighed(case.effective, "attestation-end-too-early", early)
    return faults | weighed(case.effective, "attestation-end-too-late", late)


def of_the_signature(statement: HonourStatement, today: dt.date) -> Facts:
    """Tell whether it is signed, and by today."""
    faults = Facts()
    if statement.signed_on is not None and (statement.signed_on - today).days > 0:
        faults["attestation-signed-in-future", "signed_on"] = {"signed_on": statement.signed_on, "on": today}
    if statement.signed is not None and not statement.signed:
        faults["attestation-not-signed", "signed"] = {}
    return faults


def expected(case: Case) -> Facts:
    """Read the attestation, part by part."""
    return (
        of_the_fields(case.statement)
        | of_the_motive(case.statement, case.chosen)
        | of_the_end(case)
        | of_the_signature(case.statement, case.today)
    )


def check(case: Case) -> None:
    """Compare all that is found, with its facts, and what it rests on."""
    verdict, facts = verdict_on(case), expected(case)
    assert facts_by_place(verdict) == facts
    missing = {code for code, _ in facts} & MISSING
    refused = {code for code, _ in facts} - MISSING - {"effective-date-pending"}
    assert verdict.outcome == ("refused" if refused else "incomplete" if missing else "holds")
    assert set(verdict.missing) == {path for code, path in facts if code in MISSING}
    for finding in verdict.findings:
        if finding.code in UNKNOWN:
            assert finding.certainty is Certainty.ASSUMED
            assert "aucune source ne donne la date d’effet" in finding.sources[0].title
            continue
        day = case.effective.day or case.effective.earliest
        by_law = finding.code == "attestation-end-too-late" and limit(case.chosen, day)[1]
        assert finding.certainty is (Certainty.PUBLISHED if by_law else None), finding.code
        assert finding.sources == tuple(sources()[name] for name in CITED[finding.code]), finding.code


SAID = NAMES | NAMES | NAMES | maybe(BLANK) | PRINTED
LINES = st.lists(NAMES | BLANK, min_size=1, max_size=3) | maybe(st.lists(BLANK, max_size=3))


@st.composite
def cases(draw: st.DrawFn, motives: tuple[Motive | None, ...] = (None, *Motive)) -> Case:
    """Draw attestations, often whole, whose days lie close to those that decide."""
    effective, today = draw(beginnings())
    first = effective.day or effective.earliest
    last = effective.day or year_later(effective.reference)
    decisive = (today, first, last, last_day_of_year_from(first), last_day_of_year_from(last))
    facts = MotiveFacts(draw(maybe(around(*decisive))), draw(maybe(around(*decisive))))
    chosen = ChooseMotive(draw(st.sampled_from(motives)), facts)
    after = draw(maybe(around(today, first, last_day_of_year_from(first))))
    known_days = [day for day in (facts.entitled_until, facts.contract_end, after) if day is not None]
    statement = draw(st.sampled_from([Attest, RenewDispensation]))(
        full_name=draw(SAID),
        address=draw(LINES),
        motive=draw(st.just(chosen.motive) | st.just(chosen.motive) | maybe(st.sampled_from(Motive))),
        end_date=draw(around(*decisive, *known_days) | maybe(around(*decisive, *known_days))),
        signed_on=draw(st.just(today) | maybe(around(today))),
        signed_at_place=draw(SAID),
        signed=draw(st.just(value=True) | ANSWERS),
    )
    left_out = chosen.motive is None and draw(st.booleans())
    return Case(statement, None if left_out else chosen, effective, today, after)


OWN_LIMITS = (Motive.C2S, Motive.INDIVIDUAL_CONTRACT)
OTHERS = tuple(motive for motive in (None, *Motive) if motive not in OWN_LIMITS)


@pytest.mark.parametrize("motives", [*((motive,) for motive in OWN_LIMITS), OTHERS], ids=[*OWN_LIMITS, "the others"])
@given(st.data())
def test_an_attestation_holds_on_what_the_guide_asks_and_on_nothing_else(
    motives: tuple[Motive | None, ...], data: st.DataObject
) -> None:
    """First or renewed: whatever is found, with its path, facts and sources."""
    check(data.draw(cases(motives)))


CALENDAR_OVER = EffectiveDate(None, START, dt.date.max, dt.date.max, "membership.effective_date")
PARTNER = ChooseMotive(Motive.PARTNER_COLLECTIVE)
CHOSEN_CONTRACT = ChooseMotive(Motive.INDIVIDUAL_CONTRACT, MotiveFacts(contract_end=dt.date(2030, 1, 1)))
WHOLE = Attest("Ana Test", ("1 rue", "98714 Papeete"), PARTNER.motive, FIRST_YEAR_END, TODAY, "Papeete", signed=True)


def ending(end: dt.date, chosen: ChooseMotive, effective: EffectiveDate, after: dt.date | None = None) -> Case:
    """Attest, for the motive *chosen*, to the end *end*, on the first day that is known of the arrival."""
    today = TODAY if effective.day else ARRIVAL
    return Case(attrs.evolve(WHOLE, motive=chosen.motive, end_date=end), chosen, effective, today, after)


ANSWERED = {
    "full_name": ("Мария", "A" * 1000, "١٢", "."),
    "address": (("", "1 rue", "\u200b"), ("王",), ("x" * 1000,) * 20),
    "motive": (Motive.PARTNER_COLLECTIVE,),
    "end_date": (START + ONE_DAY, dt.date(2040, 1, 1), dt.date.max),
    "signed_on": (TODAY, TODAY - ONE_DAY, dt.date.min),
    "signed_at_place": ("'Ārue", "x" * 1000, "٣"),
    "signed": (True,),
}
"""Of each field, answers that it takes, whatever the script, the length and the time."""

REFUSED = {
    "full_name": ("", " ", "\u200b", "\u3164"),
    "address": ((), ("",), (" ", "\u2060", "\t\n")),
    "motive": tuple(motive for motive in Motive if motive is not Motive.PARTNER_COLLECTIVE),
    "end_date": (dt.date.min, TODAY - ONE_DAY, TODAY, START - ONE_DAY, START),
    "signed_on": (TODAY + ONE_DAY, FIRST_YEAR_END, dt.date.max),
    "signed_at_place": ("", "\ufeff", "\u2800"),
    "signed": (False,),
}
"""And answers that it does not."""


@pytest.mark.parametrize("name", ASKED)
def test_every_field_is_needed_and_each_is_judged_by_itself(name: str) -> None:
    """One field of a whole attestation answered otherwise: nothing is found elsewhere."""
    for value in ANSWERED[name]:
        case = Case(attrs.evolve(WHOLE, **{name: value}), PARTNER, AT_START, TODAY, None)
        assert verdict_on(case) == Verdict(), value
    for value in (None, *REFUSED[name]):
        case = Case(attrs.evolve(WHOLE, **{name: value}), PARTNER, AT_START, TODAY, None)
        check(case)
        assert {finding.path for finding in verdict_on(case).findings} == {name}
        assert verdict_on(case).outcome == ("incomplete" if value is None else "refused")


def test_the_fields_of_the_guide_are_those_of_the_form() -> None:
    """The curator's signature is no field of the guide: only those who have a curator are asked for it."""
    fields = {attribute.name for attribute in attrs.fields(HonourStatement)} - {"curator_signed"}
    assert set(ASKED) == set(ANSWERED) == set(REFUSED) == fields
    assert sorted(attestation.FIELDS) == sorted(ASKED)


@given(st.sets(st.sampled_from(ASKED)))
@example(set(ASKED))
def test_every_field_left_open_is_named_once_in_the_order_of_the_form(names: set[str]) -> None:
    incomplete = attrs.evolve(WHOLE, **dict.fromkeys(names))
    verdict = verdict_on(Case(incomplete, PARTNER, AT_START, TODAY, None))
    assert verdict.missing == tuple(
        attribute.name for attribute in attrs.fields(HonourStatement) if attribute.name in names
    )
    assert codes(verdict) == ["attestation-field-missing"] * len(names)


@pytest.mark.parametrize("chosen", [None, *Motive])
@pytest.mark.parametrize("ticked", [None, *Motive])
def test_the_motive_ticked_is_the_one_chosen_and_no_other(ticked: Motive | None, chosen: Motive | None) -> None:
    facts = MotiveFacts(entitled_until=FIRST_YEAR_END, contract_end=FIRST_YEAR_END)
    case = Case(attrs.evolve(WHOLE, motive=ticked), ChooseMotive(chosen, facts), AT_START, TODAY, None)
    check(case)
    assert verdict_on(case).holds == (ticked is chosen is not None)


def accepted(chosen: ChooseMotive, effective: EffectiveDate, after: dt.date | None = None) -> list[dt.date]:
    """Try every day of three years."""
    days = [dt.date(2026, 1, 1) + number * ONE_DAY for number in range(3 * 365 + 1)]
    return [end for end in days if verdict_on(ending(end, chosen, effective, after)).holds]


@pytest.mark.parametrize(
    ("chosen", "effective", "after", "first", "last"),
    [
        pytest.param(PARTNER, AT_START, None, START + ONE_DAY, dt.date(2028, 12, 31), id="cover without an end"),
        pytest.param(
            CHOSEN_CONTRACT, AT_START, None, START + ONE_DAY, FIRST_YEAR_END, id="individual contract, a year"
        ),
        pytest.param(
            ChooseMotive(Motive.INDIVIDUAL_CONTRACT, MotiveFacts(contract_end=ARRIVAL)),
            AT_START,
            None,
            START + ONE_DAY,
            ARRIVAL,
            id="individual contract, less than a year",
        ),
        pytest.param(
            ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date(2028, 1, 31))),
            AT_START,
            None,
            START + ONE_DAY,
            dt.date(2028, 1, 31),
            id="complémentaire santé solidaire",
        ),
        pytest.param(PARTNER, AT_START, FIRST_YEAR_END, FIRST_YEAR_END + ONE_DAY, dt.date(2028, 12, 31), id="renewed"),
        pytest.param(
            PARTNER, NOT_RECORDED, None, dt.date(2027, 9, 4), dt.date(2028, 12, 31), id="effective date not known"
        ),
    ],
)
def test_the_ends_that_hold_are_all_days_from_one_to_another(
    chosen: ChooseMotive, effective: EffectiveDate, after: dt.date | None, first: dt.date, last: dt.date
) -> None:
    ends = accepted(chosen, effective, after)
    assert (ends[0], ends[-1], len(ends)) == (first, last, (last - first).days + 1)


@pytest.mark.parametrize(
    ("chosen", "effective", "after"),
    [
        pytest.param(
            CHOSEN_CONTRACT, AT_START, FIRST_YEAR_END, id="an individual contract is not renewed beyond its year"
        ),
        pytest.param(CHOSEN_CONTRACT, NOT_RECORDED, None, id="nor granted while nobody knows when its year begins"),
        pytest.param(CHOSEN_CONTRACT, NOT_HIRED, None, id="nor while not even the hiring date is known"),
    ],
)
def test_no_end_holds_where_what_it_must_follow_and_not_exceed_leave_no_day(
    chosen: ChooseMotive, effective: EffectiveDate, after: dt.date | None
) -> None:
    assert not accepted(chosen, effective, after)


BOUNDARIES = [
    ending(end + offset * ONE_DAY, chosen, effective)
    for chosen in (PARTNER, CHOSEN_CONTRACT, ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=ARRIVAL)))
    for effective in (AT_START, NOT_RECORDED, NOT_HIRED)
    for end in (START, TODAY, ARRIVAL, FIRST_YEAR_END, dt.date(2026, 9, 1), dt.date(2027, 8, 31), year_later(ARRIVAL))
    for offset in (-1, 0, 1)
]


def test_the_eve_the_day_and_the_morrow_of_every_limit() -> None:
    for case in BOUNDARIES:
        check(case)


@pytest.mark.parametrize("effective", [AT_START, NOT_RECORDED, NOT_HIRED, CALENDAR_OVER])
@pytest.mark.parametrize("end", [dt.date.min, ARRIVAL - ONE_DAY, dt.date.max])
@pytest.mark.parametrize("after", [None, dt.date.min, dt.date.max])
def test_days_at_the_ends_of_the_calendar_are_judged_like_any_other(
    effective: EffectiveDate, end: dt.date, after: dt.date | None
) -> None:
    for chosen in (PARTNER, CHOSEN_CONTRACT, ChooseMotive(Motive.C2S, MotiveFacts(entitled_until=dt.date.max))):
        for today in (TODAY, ARRIVAL, dt.date.max):
            check(ending(end, chosen, effective, after)._replace(today=today))


@given(cases())
def test_no_finding_shows_name_address_or_place(case: Case) -> None:
    """Put in words that no sentence of ours has."""
    secret = attrs.evolve(case.statement, full_name="Zyxwv", address=("Qqrst", " "), signed_at_place="Jklmn")
    for finding in verdict_on(case._replace(statement=secret)).findings:
        shown = [
            repr(finding),
            repr(finding.facts),
            *(say(lang) for say in (finding.text, finding.remedy) for lang in ("fr", "en")),
        ]
        assert not any(word in sentence for word in ("Zyxwv", "Qqrst", "Jklmn") for sentence in shown)


BEFORE = dt.date(2022, 4, 21)
"""The eve of the décret."""


def test_before_the_decree_no_limit_is_made_up() -> None:
    """Of the year of an individual contract, and of the days on which a date not known may lie."""
    too_old, open_too_old = (EffectiveDate(day, BEFORE, BEFORE, BEFORE, "agent.hired_on") for day in (BEFORE, None))
    for chosen, effective in ((CHOSEN_CONTRACT, too_old), (PARTNER, open_too_old)):
        with pytest.raises(NoValueInForceError):
            verdict_on(ending(BEFORE + ONE_DAY, chosen, effective)._replace(today=BEFORE))
    assert verdict_on(ending(FIRST_YEAR_END, PARTNER, too_old)).holds
    assert verdict_on(
        ending(FIRST_YEAR_END, CHOSEN_CONTRACT, EffectiveDate(BEFORE + ONE_DAY, START, START, START))
    ).findings


@pytest.mark.parametrize(
    "facts",
    [
        {"full_name": 1},
        {"full_name": "\ud800"},
        {"address": 98714},
        {"address": (1, 2)},
        {"motive": "C2S"},
        {"motive": ""},
        {"end_date": "2026-12-31"},
        {"end_date": dt.datetime(2026, 12, 31, tzinfo=dt.UTC)},
        {"signed_on": 20260407},
        {"signed_at_place": ("Papeete",)},
        {"signed": "oui"},
        {"signed": 1},
    ],
    ids=repr,
)
@pytest.mark.parametrize("kind", [Attest, RenewDispensation])
def test_an_answer_of_another_kind_is_the_callers_mistake(kind: type[HonourStatement], facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommandError):
        kind(**facts)
