"""
Requests: an attestation has been accepted, and the warning was read.
"""

import datetime as dt

from psc_workflow._model.commands import Attest
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import dispensation_request
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY

_attestation = ExampleMaker(dispensation_request.assess_attestation)
_warning = ExampleMaker(dispensation_request.assess_warning)

EXAMPLES = (
    _attestation(
        "attestation given",
        attestation=Attest(
            "Benoît Dupond",
            ("12 rue des Tiare", "98714 Papeete"),
            Motive.PARTNER_COLLECTIVE,
            dt.date(2026, 12, 31),
            TODAY,
            "Papeete",
            signed=True,
        ),
    ),
    _attestation("no attestation yet", "attestation-needed", attestation=None),
    _warning("warning read", warning_read=True),
    _warning("warning not read", "dispensation-warning-not-read", warning_read=False),
    _warning("not known whether the warning was read", "dispensation-warning-unanswered", warning_read=None),
)
