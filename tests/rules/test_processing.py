"""
The insurer's words compared with texts made to be blank, and texts made to be seen.
"""

from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import processing
from strategies import BLANK, NAMES
from verdicts import facts_by_place


@given(BLANK, NAMES | st.sampled_from(["٣", "0", "!", "x" * 1000]), BLANK)
@example("", "A", "")
@example("\u200b", "A", "\u2003")
def test_words_say_something_if_one_of_their_characters_can_be_seen(before: str, seen: str, after: str) -> None:
    assert processing.assess(before + seen + after).findings == ()


@given(BLANK)
@example("")
@example("\u200b")
@example("\u00a0")
def test_words_of_which_nothing_can_be_seen_are_refused(blank: str) -> None:
    verdict = processing.assess(blank)
    field = Text("suite donnée au dossier", "outcome of the file")
    assert (verdict.outcome, facts_by_place(verdict)) == (
        Judgement.REFUSED,
        {("text-blank", "outcome"): {"field": field}},
    )


def test_words_that_are_not_told_are_missing() -> None:
    verdict = processing.assess(None)
    assert (verdict.outcome, facts_by_place(verdict)) == (Judgement.INCOMPLETE, {("outcome-missing", "outcome"): {}})
