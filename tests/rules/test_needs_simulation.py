"""
Simulations of needs compared with the order of the days in ISO form and a count of what is there.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import START, TODAY
from psc_workflow import Formula
from psc_workflow import commands as do
from psc_workflow._model.commands import RecordNeedsSimulation
from psc_workflow._model.verdict import Judgement
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.rules import needs_simulation
from strategies import DAYS, maybe, near
from verdicts import codes, codes_and_paths

FIELDS = {
    "done_on": "date of the simulation",
    "recommended_formula": "recommended formula",
    "wished_effective_date": "desired effective date",
}

ANY_DAY = near(TODAY, 1) | DAYS | st.sampled_from([dt.date.min, dt.date.max])


@given(
    st.builds(RecordNeedsSimulation, maybe(ANY_DAY), maybe(st.sampled_from(Formula)), maybe(ANY_DAY)),
    st.just(TODAY) | ANY_DAY,
)
@example(RecordNeedsSimulation(TODAY, Formula.BASE, START), TODAY)
@example(RecordNeedsSimulation(TODAY, Formula.BASE, dt.date.min), TODAY - dt.timedelta(days=1))
@example(RecordNeedsSimulation(dt.date.max, None, None), dt.date.max)
def test_a_simulation_is_whole_and_was_done_by_the_day_it_is_recorded(
    given_by: RecordNeedsSimulation, on: dt.date
) -> None:
    """The day wished for decides nothing: it may lie in the past."""
    missing = [name for name in FIELDS if getattr(given_by, name) is None]
    late = given_by.done_on is not None and given_by.done_on.isoformat() > on.isoformat()
    verdict = needs_simulation.assess(given_by, on=on)
    assert codes_and_paths(verdict) == [
        *(("needs-simulation-missing", name) for name in missing),
        *[("needs-simulation-in-future", "done_on")] * late,
    ]
    assert verdict.outcome is (Judgement.REFUSED if late else Judgement.INCOMPLETE if missing else Judgement.HOLDS)
    for finding in verdict.findings:
        if finding.code == "needs-simulation-missing":
            assert (finding.facts["field"].en, {*finding.facts}) == (FIELDS[finding.path], {"field"})
        else:
            assert finding.facts == {"done_on": given_by.done_on, "on": on}


@pytest.mark.parametrize(
    "wrong",
    [
        {"done_on": "2026-04-07"},
        {"done_on": dt.datetime(2026, 4, 7, tzinfo=dt.UTC)},
        {"recommended_formula": "option_3"},
        {"wished_effective_date": ""},
    ],
)
def test_what_is_no_simulation_does_not_reach_the_rule(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidCommandError, match=next(iter(wrong))):
        RecordNeedsSimulation(**wrong)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "expected"), [(0, []), (1, ["needs-simulation-in-future"])])
def test_a_simulation_of_needs_is_not_of_tomorrow(days: int, expected: list[str]) -> None:
    command = do.RecordNeedsSimulation(TODAY + dt.timedelta(days=days), Formula.BASE, START)
    assert codes(needs_simulation.assess(command, on=TODAY)) == expected
