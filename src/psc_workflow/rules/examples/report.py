"""
Reports of not being concerned.
"""

from psc_workflow._model.vocabulary import Employment
from psc_workflow.rules import report
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import TODAY

_reported = Asking(report.assess, reason="je relève de la CPS", employment=None, on=TODAY)

EXAMPLES = (
    _reported("a reason in one's own words"),
    _reported("a vacataire says so", reason="je suis vacataire", employment=Employment.VACATAIRE),
    _reported("an apprentice, who is concerned", "report-employment-concerned", employment=Employment.APPRENTICE),
    _reported("blank", "text-blank", reason=" \u200b"),
    _reported("no reason", "report-reason-missing", reason=None),
    _reported(
        "a civil servant without a reason",
        "report-reason-missing",
        "report-employment-concerned",
        reason=None,
        employment=Employment.CIVIL_SERVANT,
    ),
)
