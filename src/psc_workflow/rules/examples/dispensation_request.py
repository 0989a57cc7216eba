"""
Validating the request: the attestation is there, and the warning was read.
"""

import datetime as dt

from psc_workflow._model.commands import Attest
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import dispensation_request
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import TODAY

_attested = Asking(dispensation_request.assess_attested)
_warned = Asking(dispensation_request.assess_warning)

EXAMPLES = (
    _attested(
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
    _attested("no attestation yet", "attestation-needed", attestation=None),
    _warned("warning read", warning_read=True),
    _warned("warning not read", "dispensation-warning-not-read", warning_read=False),
    _warned("not known whether the warning was read", "dispensation-warning-unanswered", warning_read=None),
)
