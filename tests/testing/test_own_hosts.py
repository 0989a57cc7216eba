"""
The kit judges this repository: both stores conform, and the portals of the examples, of which one where time is short.
"""

import pytest
from hypothesis import settings

from effort import IS_THOROUGH
from own_hosts import DjangoHost, FastAPIHost, FlaskHost, SQLAlchemyHost, SQLiteFileHost
from psc_workflow.testing import JourneyConformance
from running_hosts import report_of

SECONDS = settings().max_examples / 60
"""For each: a second, and more where every draw is thorough."""


HOSTS = [DjangoHost, SQLiteFileHost, SQLAlchemyHost, *([FlaskHost, FastAPIHost] if IS_THOROUGH else [])]


@pytest.mark.parametrize("host", HOSTS)
def test_what_we_offer_to_hosts_conforms(host: type[JourneyConformance]) -> None:
    assert report_of(host, SECONDS) == ""
