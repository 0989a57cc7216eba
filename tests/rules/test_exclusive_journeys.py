"""
One cover compared with truth tables of what excludes what.
"""

import datetime as dt
from itertools import product

from hypothesis import example, given

from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import exclusive_journeys
from strategies import DAYS, maybe
from verdicts import facts_by_place

OVER = {
    "retirement": Text("retraite", "retirement"),
    "departure": Text("départ", "departure"),
    "dispensed": Text("dispense", "exemption"),
    "death": Text("décès", "death"),
    "transfer": Text("changement de contrat", "change of contract"),
    "not_concerned": Text("agent non concerné", "agent not concerned"),
}
ENDS = (None, *EndReason)
YES_NO = (True, False)


def over(ended: EndReason | None) -> dict[tuple[str, str], dict[str, Text]]:
    """Say what the end of the membership stands in the way of: everything, for good."""
    return {} if ended is None else {("membership-over", ""): {"reason": OVER[str(ended)]}}


@given(maybe(DAYS))
@example(None)
@example(dt.date.min)
@example(dt.date.max)
def test_the_affiliation_goes_on_unless_dispensed_asking_or_over(until: dt.date | None) -> None:
    """A dispensation in force hides the request for another: leaving that request would not help."""
    for asking, ended in product(YES_NO, ENDS):
        table = {
            (False, False): {},
            (False, True): {("journey-set-aside", ""): {}},
            (True, False): {("dispensation-in-force", ""): {"until": until}},
            (True, True): {("dispensation-in-force", ""): {"until": until}},
        }
        verdict = exclusive_journeys.assess(dispensed_until=until, asking=asking, ended=ended)
        assert facts_by_place(verdict) == table[until is not None, asking] | over(ended)
        assert verdict.holds == ((until, asking, ended) == (None, False, None))
        assert {finding.certainty for finding in verdict.findings} <= {None}


def test_a_dispensation_can_be_asked_for_unless_under_review_closed_or_over() -> None:
    for under_review, closed, ended in product(YES_NO, YES_NO, ENDS):
        verdict = exclusive_journeys.assess_dispensation(under_review=under_review, closed=closed, ended=ended)
        table = {"file-under-review": under_review, "file-closed": closed}
        assert facts_by_place(verdict) == {(code, ""): {} for code, applies in table.items() if applies} | over(ended)
        assert verdict.holds == ((under_review, closed, ended) == (False, False, None))


def test_a_cover_changes_unless_the_affiliation_is_being_completed() -> None:
    assert facts_by_place(exclusive_journeys.assess_change(completing=True)) == {
        ("affiliation-being-completed", ""): {}
    }
    assert not exclusive_journeys.assess_change(completing=True).holds
    assert facts_by_place(exclusive_journeys.assess_change(completing=False)) == {}
