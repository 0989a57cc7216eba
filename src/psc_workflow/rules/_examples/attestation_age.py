"""
Attestations that are new, and attestations from before.
"""

import datetime as dt

from psc_workflow.rules import attestation_age
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import ARRIVAL, TODAY, TOMORROW

_EVE = dt.date(2026, 4, 6)
_DUE = dt.date(2026, 12, 1)
_EARLY = dt.date(2026, 11, 30)

_first = ExampleMaker(attestation_age.assess, today=TODAY, first=TODAY)
_renewal = ExampleMaker(attestation_age.assess, today=dt.date(2026, 12, 20), first=_DUE, earlier_on=TODAY)

EXAMPLES = (
    _first("signed on the day of the invitation", signed_on=TODAY),
    _first("signed on its eve", "attestation-older-than-request", signed_on=_EVE),
    _first("signed a century ago", "attestation-older-than-request", signed_on=dt.date(1926, 4, 7)),
    _first("signed tomorrow: another rule refuses it", signed_on=TOMORROW),
    _first("day not known: another rule misses it", signed_on=None),
    _first("signed on the first day of the other cover", signed_on=TODAY, began_on=TODAY),
    _first(
        "signed before the other cover began",
        "attestation-older-than-motive",
        signed_on=_EVE,
        first=_EVE,
        began_on=TODAY,
    ),
    _first("the other cover is still to begin", signed_on=TODAY, began_on=ARRIVAL),
    _renewal("renewed with a new attestation", signed_on=_DUE),
    _renewal("renewed with one from before it fell due", "attestation-older-than-request", signed_on=_EARLY),
    _renewal("renewed with the first attestation", "attestation-not-new", signed_on=TODAY),
    _renewal("renewed with one from before the first", "attestation-not-new", signed_on=_EVE),
    _renewal("renewed with one of the day after the first", "attestation-older-than-request", signed_on=TOMORROW),
)
