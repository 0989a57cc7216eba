"""
Reports compared with two questions: is there a reason to be seen, and is the employment one that the décret names.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expectations import CONCERNED
from people import TODAY
from psc_workflow._model.vocabulary import Employment
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import report
from strategies import BLANK, DAYS, PRINTED, maybe
from verdicts import codes_and_paths


def says_nothing(reason: str) -> bool:
    """Whether no character of *reason* is printed: by Python's own table of what can be, spaces apart."""
    return not any(char.isprintable() and not char.isspace() for char in reason)


@given(
    maybe(st.sampled_from(["CPS", "vacataire", "x" * 4096, "ʻeta"]) | BLANK), maybe(st.sampled_from(Employment)), DAYS
)
@example("", None, TODAY)
def test_a_report_needs_a_reason_and_whom_the_decree_names_is_told(
    reason: str | None, employment: Employment | None, on: dt.date
) -> None:
    verdict = report.assess(reason, employment=employment, on=on)
    expected = {
        ("report-reason-missing", "reason"): reason is None,
        ("text-blank", "reason"): reason is not None and says_nothing(reason),
        ("report-employment-concerned", ""): str(employment) in CONCERNED,
    }
    places = codes_and_paths(verdict)
    assert set(places) == {key for key, holds in expected.items() if holds}
    assert len(places) == len(set(places))
    assert verdict.holds == (reason is not None and not says_nothing(reason))


@given(PRINTED)
def test_no_sentence_repeats_the_reason(reason: str) -> None:
    for finding in report.assess(reason, employment=Employment.APPRENTICE, on=TODAY).findings:
        assert reason not in finding.facts.values()


def test_before_the_decree_there_is_no_answer() -> None:
    with pytest.raises(NoValueInForceError):
        report.assess("CPS", employment=None, on=dt.date(2022, 4, 21))
