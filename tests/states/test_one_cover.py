"""
Nobody is affiliated and dispensed at once.
"""

import datetime as dt

import pytest

from dossiers import EVERY_STATE, dossier_in, now_of
from journeys import REQUEST, START_DISPENSATION
from people import ATTESTATION, MOTIVE_SINCE_TODAY, REPORT_CPS, SIGN_WITH_MANDATE, TODAY
from psc_workflow import Dossier
from psc_workflow import commands as do

CROSSING = (
    do.StartAffiliation(),
    do.CompleteAffiliation(),
    SIGN_WITH_MANDATE,
    START_DISPENSATION,
    MOTIVE_SINCE_TODAY,
    ATTESTATION,
    REQUEST,
    do.RenounceDispensation(),
    do.ReportMotiveEnd(TODAY),
    REPORT_CPS,
    do.CloseFile(),
    do.RejectReport(),
    do.GoBack(),
)
"""Commands that lead from one journey into another."""


@pytest.mark.parametrize("name", EVERY_STATE)
def test_nobody_is_affiliated_and_dispensed_at_once_whatever_two_steps_are_taken(name: str) -> None:
    """From every state there is, and whatever time brings afterwards; what comes of it can be stored and read."""
    start = dossier_in(name)
    at = now_of(start)
    reached = {start.dump(): start}
    for first in CROSSING:
        after_first = start.decide(first, at=at, role=first.roles[0]).dossier
        for second in CROSSING:
            after_second = after_first.decide(second, at=at, role=second.roles[0]).dossier
            reached[after_second.dump()] = after_second
    for data, dossier in reached.items():
        record = dossier.record
        assert not (record.is_member and record.is_dispensed)
        assert record.is_member == (record.states.membership in ("received", "in_force", "suspended"))
        assert (record.active == "dispensation") == (
            record.is_dispensed or record.states.dispensation in ("motive", "attestation")
        )
        assert Dossier.load(data) == dossier
        later = dossier.as_of(at + dt.timedelta(days=400)).record
        assert not (later.is_member and later.is_dispensed)
