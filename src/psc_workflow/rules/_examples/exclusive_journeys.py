"""
Affiliation and dispensation: one at a time, and neither once the membership is over.
"""

import datetime as dt

from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import exclusive_journeys
from psc_workflow.rules._examples._example import ExampleMaker

_affiliation = ExampleMaker(exclusive_journeys.assess, dispensed_until=None, asking=False, ended=None)
_dispensation = ExampleMaker(exclusive_journeys.assess_dispensation, under_review=False, closed=False, ended=None)
_change = ExampleMaker(exclusive_journeys.assess_change, completing=False)

_UNTIL = dt.date(2026, 12, 31)

EXAMPLES = (
    _affiliation("neither dispensed nor asking for it"),
    _affiliation("dispensed", "dispensation-in-force", dispensed_until=_UNTIL),
    _affiliation("asking for a dispensation", "journey-set-aside", asking=True),
    _affiliation("dispensed, and asking again", "dispensation-in-force", dispensed_until=_UNTIL, asking=True),
    _affiliation("retired", "membership-over", ended=EndReason.RETIREMENT),
    _affiliation("died", "membership-over", ended=EndReason.DEATH),
    _affiliation(
        "dispensed before leaving",
        "dispensation-in-force",
        "membership-over",
        dispensed_until=_UNTIL,
        ended=EndReason.DEPARTURE,
    ),
    _affiliation(
        "asking for a dispensation, and gone to another contract",
        "journey-set-aside",
        "membership-over",
        asking=True,
        ended=EndReason.TRANSFER,
    ),
    _dispensation("dispensation asked for, nothing in the way"),
    _dispensation("dispensation asked for while a report is looked at", "file-under-review", under_review=True),
    _dispensation("dispensation asked for by who is not concerned", "file-closed", closed=True),
    _dispensation("dispensation asked for after leaving", "membership-over", ended=EndReason.DEPARTURE),
    _dispensation(
        "dispensation with everything in its way",
        "file-under-review",
        "file-closed",
        "membership-over",
        under_review=True,
        closed=True,
        ended=EndReason.NOT_CONCERNED,
    ),
    _change("change of the cover, nothing being completed"),
    _change("change while an automatic affiliation is completed", "affiliation-being-completed", completing=True),
)
