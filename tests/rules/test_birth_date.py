"""
Births compared with the order of the days in ISO form.
"""

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow.rules import birth_date
from strategies import BIRTH_DATES, DAYS, maybe
from verdicts import codes

ANY_DAY = BIRTH_DATES | st.dates()


@given(maybe(ANY_DAY), DAYS)
@example(dt.date(1903, 4, 7), dt.date(2026, 4, 7))
@example(dt.date(1903, 4, 8), dt.date(2026, 4, 7))
@example(dt.date.min, dt.date(2026, 4, 7))
@example(dt.date.max, dt.date(2026, 4, 7))
def test_nobody_is_born_after_the_day_of_the_request_or_longer_ago_than_anybody_lives(
    born: dt.date | None, on: dt.date
) -> None:
    """ISO dates of four-digit years sort like the days they name; the 123rd birthday is the same text, 123 years on."""
    verdict = birth_date.assess(born, on=on, path="p")
    in_future = born is not None and born.isoformat() > on.isoformat()
    too_old = born is not None and not in_future and f"{born.year + 123:04}{born.isoformat()[4:]}" <= on.isoformat()
    assert codes(verdict) == ["birth-in-future"] * in_future + ["birth-too-long-ago"] * too_old
    for finding in verdict.findings:
        compared = {"on": on} if in_future else {"years": 122}
        assert (finding.path, finding.facts) == ("p", {"birth_date": born, **compared})
