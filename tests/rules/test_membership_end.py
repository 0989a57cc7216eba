"""
Ends of a membership compared with a table of who records which, and the order of the days in ISO form.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import FIRST_OF_JUNE, ONE_DAY, START, TODAY
from psc_workflow._catalogue import wording
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import membership_end
from strategies import maybe, near
from verdicts import codes, codes_and_paths, facts_by_place

BY_ITS_OWN_WAY = {
    "dispensed": {
        "reason": Text("dispense", "exemption"),
        "way": Text("l’agent choisit « Je demande une dispense »", "the agent chooses “Ask for an exemption”"),
    },
    "transfer": {
        "reason": Text("changement de contrat", "change of contract"),
        "way": Text("choisissez « Transférer vers un autre contrat »", "choose “Transfer to another contract”"),
    },
    "not_concerned": {
        "reason": Text("agent non concerné", "agent not concerned"),
        "way": Text(
            "l’agent choisit « Je signale que je ne suis pas concerné(e) », puis vous choisissez « Clôturer le dossier »",
            "the agent chooses “Report that I am not concerned”, then you choose “Close the file”",
        ),
    },
}


@given(maybe(near(TODAY, 2) | st.dates()), near(TODAY, 1))
@example(TODAY, TODAY)
@example(dt.date(2026, 4, 6), TODAY)
@example(dt.date(2026, 4, 8), TODAY)
@example(None, TODAY)
@example(dt.date.max, TODAY)
@example(dt.date.min, TODAY)
def test_a_manager_records_retirement_departure_and_a_death_that_has_been(on: dt.date | None, today: dt.date) -> None:
    """ISO dates of four-digit years sort like the days they name."""
    for reason in (None, *EndReason):
        verdict = membership_end.assess(reason, on, today=today)
        later = on is not None and on.isoformat() > today.isoformat()
        table = {
            ("end-reason-missing", "reason"): ({}, reason is None),
            ("end-reason-by-other-way", "reason"): (BY_ITS_OWN_WAY.get(str(reason)), str(reason) in BY_ITS_OWN_WAY),
            ("day-missing", "on"): ({}, on is None),
            ("death-in-future", "on"): ({"on": on, "today": today}, str(reason) == "death" and later),
        }
        assert facts_by_place(verdict) == {place: facts for place, (facts, applies) in table.items() if applies}
        if str(reason) in {"retirement", "departure", "death"} and on is not None:
            refused = str(reason) == "death" and later
            assert verdict.outcome is (Judgement.REFUSED if refused else Judgement.HOLDS)
        else:
            assert not verdict.holds


@given(near(START, 3), maybe(near(START, 3)), maybe(near(START, 3)), st.sampled_from(EndReason))
def test_a_member_leaves_no_sooner_than_invited_and_not_unseen_before_the_cover(
    on: dt.date, invited_on: dt.date | None, covered_from: dt.date | None, reason: EndReason
) -> None:
    """Of a death, only the second is said: it was on the day on which it was."""
    verdict = membership_end.assess(reason, on, today=FIRST_OF_JUNE, invited_on=invited_on, covered_from=covered_from)
    ordinal = on.toordinal()
    early = reason is not EndReason.DEATH and invited_on is not None and ordinal < invited_on.toordinal()
    assert ("day-too-early" in codes(verdict)) == early
    blocked = early or reason in membership_end.OTHER_WAYS
    before = covered_from is not None and ordinal < covered_from.toordinal() and not blocked
    warned = facts_by_place(verdict).get(("end-before-cover", "on"))
    assert warned == ({"on": on, "covered_from": covered_from} if before else None)
    assert verdict.holds == (not blocked)


@given(maybe(near(START, 3)), maybe(near(START, 3)), maybe(st.sampled_from(EndReason)))
@example(START - ONE_DAY, START, EndReason.DEATH)
@example(START, START, EndReason.DEATH)
def test_nothing_ends_before_a_birth_and_the_sentence_does_not_tell_the_birth(
    on: dt.date | None, born_on: dt.date | None, reason: EndReason | None
) -> None:
    verdict = membership_end.assess(reason, on, today=FIRST_OF_JUNE, born_on=born_on)
    unborn = None not in (on, born_on) and (born_on - on).days > 0
    of_birth = [finding for finding in verdict.findings if finding.code == "end-before-birth"]
    assert [(finding.path, finding.facts) for finding in of_birth] == [("on", {"on": on})] * unborn
    assert not (unborn and verdict.holds)
    without = membership_end.assess(reason, on, today=FIRST_OF_JUNE)
    assert [finding for finding in verdict.findings if finding not in of_birth] == list(without.findings)


@given(maybe(st.dates()))
@example(None)
def test_an_end_planned_before_is_told_and_blocks_nothing(planned_on: dt.date | None) -> None:
    verdict = membership_end.warn_of_replacement(planned_on)
    assert facts_by_place(verdict) == (
        {} if planned_on is None else {("end-replaced", "on"): {"planned_on": planned_on}}
    )
    assert verdict.outcome is Judgement.HOLDS


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (EndReason.RETIREMENT, []),
        (EndReason.DEPARTURE, []),
        (EndReason.DEATH, []),
        (EndReason.DISPENSED, ["end-reason-by-other-way"]),
        (EndReason.TRANSFER, ["end-reason-by-other-way"]),
        (EndReason.NOT_CONCERNED, ["end-reason-by-other-way"]),
        (None, ["end-reason-missing"]),
    ],
    ids=str,
)
def test_for_which_reasons_a_membership_ends(reason: EndReason | None, expected: list[str]) -> None:
    assert codes_and_paths(membership_end.assess(reason, FIRST_OF_JUNE, today=FIRST_OF_JUNE)) == [
        (code, "reason") for code in expected
    ]
    assert codes(membership_end.assess(reason, None, today=FIRST_OF_JUNE)) == [*expected, "day-missing"]


@pytest.mark.parametrize(
    ("reason", "instruction"),
    [(EndReason.DEATH, "the date of death"), (EndReason.DEPARTURE, "the effective date of the change")],
)
def test_a_day_left_out_is_asked_for_by_what_happens_on_it(reason: EndReason, instruction: str) -> None:
    (finding,) = membership_end.assess(reason, None, today=FIRST_OF_JUNE).findings
    assert instruction in finding.text("en").lower()


def test_an_end_that_replaces_another_says_so() -> None:
    assert codes(membership_end.warn_of_replacement(START)) == ["end-replaced"]
    assert membership_end.warn_of_replacement(None) == Verdict()


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, []), (1, ["death-in-future"])])
def test_nobody_dies_tomorrow(days: int, expected: list[str]) -> None:
    on = FIRST_OF_JUNE + days * ONE_DAY
    assert codes(membership_end.assess(EndReason.DEATH, on, today=FIRST_OF_JUNE)) == expected
    assert codes(membership_end.assess(EndReason.DEPARTURE, on, today=FIRST_OF_JUNE)) == []


def test_each_other_way_is_named() -> None:
    words = ("dispense", "Transférer", "concerné(e)")
    for reason, way in zip(membership_end.OTHER_WAYS, words, strict=True):
        (finding,) = membership_end.assess(reason, FIRST_OF_JUNE, today=FIRST_OF_JUNE).findings
        assert way in finding.remedy("fr")
        assert wording.word(reason).fr in finding.text("fr")
