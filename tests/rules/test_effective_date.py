"""
The effective date compared with a table of what is known, and judgements on it with sets of what they find.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from people import ONE_DAY, PF, START
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Parameter
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import effective_date
from psc_workflow.rules.effective_date import EffectiveDate
from strategies import CONTRACTS, DAYS, beginnings, maybe, near, year_later
from verdicts import codes, codes_and_paths

REOPENED = dt.date(2028, 1, 1)

RENEWED = attrs.evolve(
    PF,
    effect=Parameter(
        "date",
        PF.effect.checked_on,
        (PF.effect.values[0], attrs.evolve(PF.effect.values[0], in_force_from=REOPENED, value=dt.date(2028, 5, 1))),
    ),
)
"""A contract that starts anew for whoever is invited from 2028 on."""


# -- what is known of the day ----------------------------------------------------------------------------


def expected_date(
    start: dt.date, hired_on: dt.date | None, invited_on: dt.date, today: dt.date, recorded: dt.date | None
) -> dict[str, object]:
    """Tell by cases: recorded, there at the start, later and hired on a known day, later and nobody knows since when."""
    there = [day for day in (hired_on, invited_on if hired_on is None else None) if day is not None and day <= start]
    if recorded is not None or there:
        day = recorded if recorded is not None else start
        return {"day": day, "start": start, "earliest": day, "reference": day, "missing": ""}
    earliest = start if hired_on is None else hired_on
    missing = "agent.hired_on" if hired_on is None else "membership.effective_date"
    reference = sorted([earliest, today])[1]
    return {"day": None, "start": start, "earliest": earliest, "reference": reference, "missing": missing}


ANY_DAY = near(START, 1) | near(START, 1) | DAYS | st.sampled_from([dt.date.min, dt.date.max])


@example(PF, START, START + ONE_DAY, START + ONE_DAY, None)
@example(PF, START + ONE_DAY, START, START, None)
@example(PF, None, START, START, None)
@example(PF, None, START + ONE_DAY, START + ONE_DAY, None)
@example(PF, START + ONE_DAY, START, START, dt.date(2026, 1, 1))
@given(CONTRACTS | st.just(RENEWED), maybe(ANY_DAY), DAYS | near(START, 1), DAYS | near(START, 1), maybe(ANY_DAY))
def test_cover_begins_with_the_contract_or_on_a_day_recorded_or_nobody_knows(
    contract: Contract,
    hired_on: dt.date | None,
    invited_on: dt.date,
    today: dt.date,
    recorded: dt.date | None,
) -> None:
    """The start is the one that the contract had on the day of the invitation."""
    assume(hired_on is None or hired_on.year < today.year + 20)  # later ones count as not known, tested apart
    start = dt.date(2028, 5, 1) if contract is RENEWED and invited_on.year >= 2028 else START
    effective = effective_date.find(
        hired_on=hired_on, invited_on=invited_on, today=today, contract=contract, recorded=recorded
    )
    assert attrs.asdict(effective) == expected_date(start, hired_on, invited_on, today, recorded)


@pytest.mark.parametrize("hired_on", [dt.date(2099, 9, 1), dt.date.max])
@pytest.mark.parametrize("invited_on", [START, START + ONE_DAY])
def test_a_hiring_further_ahead_than_anybody_can_mean_is_as_good_as_none(
    hired_on: dt.date, invited_on: dt.date
) -> None:
    at = {"invited_on": invited_on, "today": START + ONE_DAY, "contract": PF}
    assert effective_date.find(hired_on=hired_on, **at) == effective_date.find(hired_on=None, **at)


@given(st.dates(max_value=dt.date(2024, 12, 31)), maybe(DAYS))
def test_nobody_is_invited_before_the_contract_is_known(invited_on: dt.date, recorded: dt.date | None) -> None:
    with pytest.raises(NoValueInForceError):
        effective_date.find(hired_on=None, invited_on=invited_on, today=START, contract=PF, recorded=recorded)


# -- what is judged on it --------------------------------------------------------------------------------


POOL = {
    "refused": {"birth-in-future": "a", "motive-already-over": "b"},
    "missing": {"motive-missing": "c", "motive-end-missing": "d"},
    "warning": {"partner-regime-to-confirm": "e", "partner-separation-to-confirm": "f"},
}

KIND = {code: kind for kind, paths in POOL.items() for code in paths}
PATH = {code: path for paths in POOL.values() for code, path in paths.items()}
FINDINGS = {code: finding(code, path) for code, path in PATH.items()}
CODES = st.lists(st.sampled_from(list(KIND)), max_size=3, unique=True)
PENDING, UNKNOWN, HIRING = "effective-date-pending", "effective-date-unknown", "hired-on-missing"


def answer(found_codes: set[str]) -> str:
    """Return the outcome of a set of codes."""
    kinds = {KIND[code] for code in found_codes}
    return "refused" if "refused" in kinds else "missing" if "missing" in kinds else "holds"


def expected(first: set[str], last: set[str], missing: str) -> set[tuple[str, str]]:
    """Say what is found of an effective date that is not known, as (code, path)."""
    both, asked = first | last, {code for code in first | last if KIND[code] != "refused"}
    unsettled: set[tuple[str, str]]
    if answer(first) == answer(last):
        stands, unsettled = first, {(PENDING, missing)}
    elif any(KIND[code] == "missing" for code in both):
        stands, unsettled = asked, {(PENDING, missing)}
    else:
        stands, unsettled = first & last, {(HIRING if missing == "agent.hired_on" else UNKNOWN, missing)}
    return unsettled | {(code, PATH[code]) for code in stands}


NOBODY_KNOWS = EffectiveDate(None, START, START, START, "agent.hired_on")
REFUSED, WARNED, ALSO_WARNED = "motive-already-over", "partner-regime-to-confirm", "partner-separation-to-confirm"


@example((NOBODY_KNOWS, START), [REFUSED, WARNED], [WARNED, ALSO_WARNED])
@example((NOBODY_KNOWS, START), [WARNED, ALSO_WARNED], [REFUSED, WARNED])
@given(beginnings(), CODES, CODES)
def test_an_answer_stands_if_it_is_the_same_on_the_first_day_and_a_year_after_the_request(
    beginning: tuple[EffectiveDate, dt.date], first: list[str], last: list[str]
) -> None:
    effective, _ = beginning
    on_the_way: list[dt.date] = []

    def judge(*, on: dt.date) -> Verdict:
        on_the_way.append(on)
        return Verdict(tuple(FINDINGS[code] for code in (first if len(on_the_way) == 1 else last)))

    verdict = effective_date.assess(effective, judge)
    if effective.day is not None:
        assert (codes(verdict), on_the_way) == (first, [effective.day])
        return
    assert on_the_way == [effective.earliest, year_later(effective.reference)]
    assert set(codes_and_paths(verdict)) == expected(set(first), set(last), effective.missing)
    assert len(codes_and_paths(verdict)) == len(set(codes_and_paths(verdict)))
    for reported in verdict.findings:
        if reported.code == PENDING:
            assert (dict(reported.facts), reported.certainty) == ({"on": effective.reference}, None)
        elif reported.code in {UNKNOWN, HIRING}:
            assert (dict(reported.facts), reported.certainty) == ({"start": effective.start}, Certainty.ASSUMED)
            assert "aucune source ne donne la date d’effet" in reported.sources[0].title


@example((EffectiveDate(None, START, START, dt.date(2028, 2, 29), "agent.hired_on"), START), 365)
@example((EffectiveDate(None, START, START, dt.date(2028, 2, 29), "agent.hired_on"), START), 366)
@example((EffectiveDate(None, START, START, START, "membership.effective_date"), START), 0)
@example((EffectiveDate(None, START, START, START, "membership.effective_date"), START), 1)
@example((EffectiveDate(None, START, START, START, "membership.effective_date"), START), 365)
@example((EffectiveDate(None, START, START, START, "membership.effective_date"), START), 366)
@example((EffectiveDate(None, START, dt.date.max, dt.date.max, "membership.effective_date"), START), 0)
@given(beginnings(), st.sampled_from([0, 1, 30, 364, 365, 366, 367]))
def test_what_changes_on_a_day_that_may_still_come_first_is_not_answered(
    beginning: tuple[EffectiveDate, dt.date], days: int
) -> None:
    """A right that ends so many days after the reference: only where no likely effective date comes after is it granted."""
    effective, _ = beginning
    ends = dt.date.fromordinal(min(effective.reference.toordinal() + days, dt.date.max.toordinal()))

    def judge(*, on: dt.date) -> Verdict:
        return Verdict((finding("motive-already-over", "b"),)) if on >= ends else Verdict()

    reached = codes(effective_date.assess(effective, judge))
    likely = [effective.day] if effective.day else [effective.earliest, year_later(effective.reference)]
    lost, lasting = any(day >= ends for day in likely if day), any(day < ends for day in likely if day)
    unknown = [HIRING if effective.missing == "agent.hired_on" else UNKNOWN]
    warned = [] if effective.day else [PENDING]
    assert reached == (unknown if lost and lasting else ["motive-already-over"] * lost + warned)


@given(beginnings())
def test_a_date_is_pending_as_long_as_it_is_not_known(beginning: tuple[EffectiveDate, dt.date]) -> None:
    effective, _ = beginning
    findings = effective_date.warn_if_pending(effective).findings
    assert codes_and_paths(Verdict(findings)) == ([] if effective.day else [(PENDING, effective.missing)])
    assert all(reported.facts == {"on": effective.reference} for reported in findings)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hired_on", "invited_on", "day", "missing"),
    [
        (dt.date(2010, 9, 1), dt.date(2026, 4, 6), START, ""),
        (START, dt.date(2026, 5, 4), START, ""),
        (START + dt.timedelta(days=1), dt.date(2026, 5, 4), None, "membership.effective_date"),
        (None, START, START, ""),
        (None, START + dt.timedelta(days=1), None, "agent.hired_on"),
        (dt.date(2026, 6, 1), dt.date(2026, 4, 6), None, "membership.effective_date"),
    ],
)
def test_when_cover_begins(hired_on: dt.date | None, invited_on: dt.date, day: dt.date | None, missing: str) -> None:
    effective = effective_date.find(hired_on=hired_on, invited_on=invited_on, today=invited_on, contract=PF)
    assert (effective.day, effective.missing) == (day, missing)
    assert effective.reference >= START
