"""
Télétransmission compared with the three answers there are.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._model.commands import DeclareSocialSecurity
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import teletransmission
from strategies import ANSWERS, PRINTED, maybe
from verdicts import facts_by_place

DECLARED = st.builds(DeclareSocialSecurity, maybe(PRINTED), maybe(PRINTED), ANSWERS)


@pytest.mark.parametrize(
    ("answer", "outcome", "expected"),
    [
        (True, Judgement.HOLDS, {}),
        (False, Judgement.HOLDS, {}),
        (None, Judgement.INCOMPLETE, {("teletransmission-unanswered", "teletransmission"): {}}),
    ],
)
def test_no_is_an_answer_and_silence_is_not(
    answer: bool | None, outcome: Judgement, expected: dict[tuple[str, str], object]
) -> None:
    verdict = teletransmission.assess(teletransmission=answer)
    assert (verdict.outcome, facts_by_place(verdict)) == (outcome, expected)


@given(maybe(DECLARED))
@example(None)
@example(DeclareSocialSecurity())
def test_there_is_something_to_change_once_anything_was_declared(declared: DeclareSocialSecurity | None) -> None:
    """Whether it was complete is not asked again."""
    verdict = teletransmission.assess_declaration(declared)
    absent = {("social-security-not-declared", ""): {}}
    assert (verdict.outcome, facts_by_place(verdict)) == (
        (Judgement.REFUSED, absent) if declared is None else (Judgement.HOLDS, {})
    )
