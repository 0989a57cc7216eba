"""
Births compared with the order of the days in ISO form.
"""

import datetime as dt

from hypothesis import given

from psc_workflow.rules import birth_date
from strategies import BIRTH_DATES, DAYS, maybe
from verdicts import codes


@given(maybe(BIRTH_DATES), DAYS)
def test_nobody_is_born_after_the_day_of_the_request(born: dt.date | None, on: dt.date) -> None:
    """ISO dates of four-digit years sort like the days they name."""
    verdict = birth_date.assess(born, on=on, path="p")
    in_future = born is not None and born.isoformat() > on.isoformat()
    assert codes(verdict) == ["birth-in-future"] * in_future
    assert all(finding.path == "p" and finding.facts == {"birth_date": born, "on": on} for finding in verdict.findings)
