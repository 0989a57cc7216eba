"""
Changes of formula compared with a walk through the calendar, day by day, that counts anniversaries.
"""

import datetime as dt
import functools
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents import OWN_CONTRACT, own_value, write_contract
from people import FIRST_OF_JUNE, ONE_DAY, PF, START
from psc_workflow import Formula, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.text import Source, write_day
from psc_workflow._model.verdict import Finding, Judgement, Verdict
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidDocumentError, NoValueInForceError
from psc_workflow.rules import formula_change
from strategies import CONTRACTS, maybe, near
from verdicts import codes, codes_and_paths

LEAP_DAYS = [dt.date(2024, 2, 29), dt.date(2028, 2, 29), dt.date(2096, 2, 29)]
TOLD = Source("Accord imaginé, art. 9")


@functools.cache
def first_change(since: dt.date, years: int) -> dt.date:
    """
    Walk on from *since* until so many anniversaries have passed.

    Honest difference: whoever began on 29 February has none in common years; 1 March is taken for it.
    """
    day, passed = since, 0
    while passed < years:
        eve, day = day, day + ONE_DAY
        leap_day_left_out = (since.month, since.day) == (2, 29) and (eve.month, eve.day, day.day) == (2, 28, 1)
        passed += (day.month, day.day) == (since.month, since.day) or leap_day_left_out
    return day


def term_of(years: int | None, first: dt.date = dt.date(1900, 1, 1)) -> Dated:
    return Dated(first, Certainty.UNKNOWN if years is None else Certainty.ESTIMATED, (TOLD,), years)


def with_terms(contract: Contract, *terms: Dated, offered: tuple[Formula, ...] = tuple(Formula)) -> Contract:
    """Make a contract with these minimum terms, which offers *offered* on every day there is."""
    offer = Dated(dt.date(1900, 1, 1), Certainty.PUBLISHED, (Source("Accord imaginé, art. 2"),), offered)
    return attrs.evolve(
        contract,
        formulas=Parameter("formula", START, (offer,)),
        recommended_formula=None,
        formula_minimum_term=Parameter("year", START, terms) if terms else None,
    )


@st.composite
def changes(draw: st.DrawFn) -> dict:
    """Draw a change close to the day on which it becomes possible."""
    since = draw(st.sampled_from(LEAP_DAYS) | near(START, 1) | st.dates(dt.date(2020, 1, 1), dt.date(2097, 3, 2)))
    years = draw(st.integers(0, 4))
    today = draw(
        near(first_change(since, years), 1) | near(since) | st.dates(dt.date(2020, 1, 1), dt.date(2999, 12, 30))
    )
    terms = draw(
        st.sampled_from([(), (term_of(None),), (term_of(4), term_of(years, today)), (term_of(None), term_of(1, today))])
        | st.just((term_of(years),))
        | st.just((term_of(years), term_of(None, today + ONE_DAY)))
    )
    offered = (Formula.BASE, *draw(st.lists(st.sampled_from([*Formula][1:]), unique=True)))
    return {
        "formula": draw(maybe(st.sampled_from(Formula))),
        "current": draw(st.sampled_from(Formula)),
        "chosen": draw(st.sampled_from([True, True, False])),
        "since": since,
        "contract": with_terms(draw(CONTRACTS), *terms, offered=offered),
        "today": today,
    }


def expected(change: dict) -> set[tuple[str, str]]:
    """Say what stands against the change, as (code, path)."""
    contract, requested = change["contract"], change["formula"]
    terms = contract.formula_minimum_term.values if contract.formula_minimum_term else ()
    years = [term.value for term in terms if term.in_force_from <= change["today"]][-1:]
    lengths = [length for length in years if length is not None]
    table = {
        ("formula-missing", "formula"): requested is None,
        ("formula-not-offered", "formula"): requested not in (None, *contract.formulas.values[0].value),
        ("formula-unchanged", "formula"): requested == change["current"],
        ("formula-term-unknown", "contract.formula_minimum_term"): change["chosen"] and not lengths,
        ("formula-term-not-over", "formula"): change["chosen"]
        and any((first_change(change["since"], length) - change["today"]).days > 0 for length in lengths),
    }
    return {place for place, stands in table.items() if stands}


@given(changes())
def test_a_formula_one_chose_is_kept_for_the_term_and_no_day_longer(change: dict) -> None:
    """Silence of the contract is no permission; who never chose may choose on any day."""
    verdict = formula_change.assess(**change)
    places = codes_and_paths(verdict)
    assert set(places) == expected(change)
    assert len(places) == len(set(places))
    codes = {code for code, _ in places}
    refusing = {"formula-not-offered", "formula-unchanged", "formula-term-not-over"}
    assert verdict.outcome is (
        Judgement.REFUSED if codes & refusing else Judgement.INCOMPLETE if codes else Judgement.HOLDS
    )
    facts = {finding.code: finding.facts for finding in verdict.findings}
    assert facts.get("formula-unchanged", {"formula": word(change["current"])}) == {"formula": word(change["current"])}
    assert facts.get("formula-term-unknown", {}) == {}


def the_only_finding(formula: Formula = Formula.OPTION_1, **change: object) -> Finding:
    """Ask for *formula* instead of the base that was chosen, and give the one finding."""
    (finding,) = formula_change.assess(formula, current=Formula.BASE, chosen=True, **change).findings
    return finding


@given(st.integers(1, 4), near(START) | st.sampled_from(LEAP_DAYS), CONTRACTS)
@example(2, START, PF)
@example(1, dt.date(2024, 2, 29), PF)
@example(4, dt.date(2096, 2, 29), PF)
def test_the_eve_of_the_anniversary_is_too_early_and_is_told_the_first_day(
    years: int, since: dt.date, contract: Contract
) -> None:
    first = first_change(since, years)
    change = {"since": since, "contract": with_terms(contract, term_of(years))}
    finding = the_only_finding(**change, today=first - ONE_DAY)
    assert finding.code == "formula-term-not-over"
    assert finding.facts == {"years": years, "since": since, "first": first, "on": first - ONE_DAY}
    assert (finding.sources[0], finding.certainty) == (TOLD, Certainty.ESTIMATED)
    for day in (first, first + ONE_DAY):
        change = {**change, "current": Formula.BASE, "chosen": True, "today": day}
        assert formula_change.assess(Formula.OPTION_2, **change).findings == ()


@pytest.mark.parametrize(("terms", "certainty"), [((), None), ((term_of(None),), Certainty.UNKNOWN)])
def test_a_term_that_is_not_known_is_told_with_its_source_if_the_contract_names_one(
    terms: tuple[Dated, ...], certainty: Certainty | None
) -> None:
    finding = the_only_finding(since=START, contract=with_terms(PF, *terms), today=dt.date.max)
    assert finding.code == "formula-term-unknown"
    assert finding.certainty is certainty
    assert (TOLD in finding.sources) == bool(terms)


@pytest.mark.parametrize("contract", contracts.builtin)
@pytest.mark.parametrize("today", [START, dt.date(2030, 5, 1), dt.date.max])
def test_no_built_in_contract_tells_its_term_so_none_lets_a_chosen_formula_change(
    contract: str, today: dt.date
) -> None:
    finding = the_only_finding(since=START, contract=contracts.get(contract), today=today)
    assert finding.code == "formula-term-unknown"
    assert finding.certainty is Certainty.UNKNOWN


@pytest.mark.parametrize("since", [dt.date(9998, 3, 1), dt.date(9999, 12, 31), dt.date.max])
def test_a_term_that_ends_beyond_the_calendar_is_never_over(since: dt.date) -> None:
    finding = the_only_finding(since=since, contract=with_terms(PF, term_of(2)), today=dt.date.max)
    assert (finding.code, finding.facts["first"]) == ("formula-term-not-over", dt.date.max)


@pytest.mark.parametrize("years", [0, 2])
def test_a_formula_of_a_day_to_come_cannot_be_changed_before(years: int) -> None:
    """Dates in the wrong order: even no term at all is not over before it begins."""
    finding = the_only_finding(since=START, contract=with_terms(PF, term_of(years)), today=START - ONE_DAY)
    assert finding.code == "formula-term-not-over"
    assert finding.facts["first"] == first_change(START, years)


def test_before_the_first_value_of_the_term_nothing_is_guessed() -> None:
    """Only whose formula was chosen needs the term."""
    change = {"current": Formula.BASE, "since": START, "contract": with_terms(PF, term_of(2, START)), "today": START}
    assert the_only_finding(since=START, contract=change["contract"], today=START).code == "formula-term-not-over"
    early = {**change, "today": START - ONE_DAY}
    with pytest.raises(NoValueInForceError, match="formula_minimum_term"):
        formula_change.assess(Formula.OPTION_1, chosen=True, **early)
    assert formula_change.assess(Formula.OPTION_1, chosen=False, **early).holds


# -- at the boundaries -----------------------------------------------------------------------------------


def with_term(*values: Dated) -> Contract:
    """Make a contract whose minimum term is this."""
    return attrs.evolve(PF, formula_minimum_term=Parameter("year", START, values) if values else None)


def published_term(years: int | None, since: dt.date = dt.date(2025, 1, 1)) -> Dated:
    certainty = Certainty.UNKNOWN if years is None else Certainty.PUBLISHED
    return Dated(since, certainty, (Source("accord, article 9"),), years)


TWO_YEARS = with_term(published_term(2))
NOT_TOLD = {"in no table": with_term(), "unknown": with_term(published_term(None)), "men-2026-pf": PF}


def change(
    formula: Formula | None,
    *,
    since: dt.date = START,
    chosen: bool = True,
    contract: Contract,
    today: dt.date = FIRST_OF_JUNE,
) -> Verdict:
    return formula_change.assess(
        formula, current=Formula.BASE, chosen=chosen, since=since, contract=contract, today=today
    )


@pytest.mark.parametrize(
    ("since", "years", "first"),
    [
        (dt.date(2026, 5, 1), 2, dt.date(2028, 5, 1)),
        (dt.date(2024, 2, 29), 2, dt.date(2026, 3, 1)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 29)),
        (dt.date(2026, 5, 1), 1, dt.date(2027, 5, 1)),
    ],
    ids=str,
)
def test_a_chosen_formula_can_change_from_the_anniversary_on(since: dt.date, years: int, first: dt.date) -> None:
    contract = with_term(published_term(years, dt.date(2024, 1, 1)))
    contract = attrs.evolve(contract, formulas=attrs.evolve(PF.formulas, values=(_from_2024(PF.formulas.values[0]),)))
    early = change(Formula.OPTION_1, since=since, contract=contract, today=first - ONE_DAY)
    assert codes_and_paths(early) == [("formula-term-not-over", "formula")]
    assert early.outcome is Judgement.REFUSED
    (finding,) = early.findings
    assert write_day(first).fr in finding.remedy("fr")
    assert write_day(first).en in finding.remedy("en")
    assert finding.sources[0].title == "accord, article 9"
    for day in (first, first + ONE_DAY):
        assert change(Formula.OPTION_1, since=since, contract=contract, today=day) == Verdict()


def _from_2024(dated: Dated) -> Dated:
    return attrs.evolve(dated, in_force_from=dt.date(2024, 1, 1))


def test_no_years_to_keep_a_formula_is_an_answer_and_not_silence() -> None:
    assert change(Formula.OPTION_1, contract=with_term(published_term(0)), today=START) == Verdict()


@pytest.mark.parametrize("contract", NOT_TOLD.values(), ids=NOT_TOLD)
def test_a_term_that_is_not_known_is_never_taken_to_be_over(contract: Contract) -> None:
    verdict = change(Formula.OPTION_1, contract=contract, today=dt.date(2099, 1, 1))
    assert verdict.outcome is Judgement.INCOMPLETE
    assert codes_and_paths(verdict) == [("formula-term-unknown", "contract.formula_minimum_term")]
    expected = None if contract.formula_minimum_term is None else Certainty.UNKNOWN
    assert verdict.findings[0].certainty is expected


@pytest.mark.parametrize("contract", [TWO_YEARS, *NOT_TOLD.values()], ids=["two years", *NOT_TOLD])
def test_who_never_chose_may_choose_at_any_time(contract: Contract) -> None:
    assert change(Formula.OPTION_1, chosen=False, contract=contract, today=START) == Verdict()


@pytest.mark.parametrize("chosen", [True, False])
def test_the_same_formula_is_no_change(chosen: bool) -> None:
    late = dt.date(2028, 5, 1)
    assert codes_and_paths(change(Formula.BASE, chosen=chosen, contract=TWO_YEARS, today=late)) == [
        ("formula-unchanged", "formula")
    ]


def test_all_that_stands_against_a_change_is_told_at_once() -> None:
    assert codes(change(Formula.BASE, contract=TWO_YEARS)) == ["formula-unchanged", "formula-term-not-over"]
    missing = change(None, contract=PF)
    assert missing.missing == ("formula", "contract.formula_minimum_term")
    offered = Parameter("formula", START, (Dated(START, Certainty.PUBLISHED, (Source("x"),), (Formula.BASE,)),))
    poor = attrs.evolve(TWO_YEARS, formulas=offered, recommended_formula=None)
    assert codes(change(Formula.OPTION_2, contract=poor)) == ["formula-not-offered", "formula-term-not-over"]


def test_the_term_in_force_on_the_day_of_the_request_counts() -> None:
    contract = with_term(published_term(2), published_term(0, FIRST_OF_JUNE))
    assert codes(change(Formula.OPTION_1, contract=contract, today=FIRST_OF_JUNE - ONE_DAY)) == [
        "formula-term-not-over"
    ]
    assert change(Formula.OPTION_1, contract=contract, today=FIRST_OF_JUNE).holds


@pytest.mark.parametrize("years", [-1, 11])
def test_a_contract_with_a_term_that_cannot_be_is_not_read(tmp_path: Path, years: int) -> None:
    file = write_contract(tmp_path, OWN_CONTRACT + own_value("formula_minimum_term", str(years)))
    with pytest.raises(InvalidDocumentError) as caught:
        contracts.load(file)
    assert [fault.path for fault in caught.value.faults] == ["formula_minimum_term.values.0.value"]


def test_the_term_of_both_built_in_contracts_of_polynesia_is_told_to_be_unknown() -> None:
    for name in ("men-2026-pf", "guide-illustration"):
        dated = contracts.get(name).dated("formula_minimum_term", START)
        assert (dated.value, dated.certainty) == (None, Certainty.UNKNOWN)
