"""
Reports that the contract does not concern the agent.
"""

from psc_workflow._model.vocabulary import Employment
from psc_workflow.rules import report
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY

_report = ExampleMaker(report.assess, reason="je relève de la CPS", employment=None, on=TODAY)

EXAMPLES = (
    _report("a reason in one's own words"),
    _report("a vacataire says so", reason="je suis vacataire", employment=Employment.VACATAIRE),
    _report("an apprentice, who is concerned", "report-employment-concerned", employment=Employment.APPRENTICE),
    _report("blank", "text-blank", reason=" \u200b"),
    _report("no reason", "report-reason-missing", reason=None),
    _report(
        "a civil servant without a reason",
        "report-reason-missing",
        "report-employment-concerned",
        reason=None,
        employment=Employment.CIVIL_SERVANT,
    ),
)
