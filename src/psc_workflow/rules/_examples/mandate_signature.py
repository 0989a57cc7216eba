"""
SEPA mandates signed on their own: for a debit, from an account, once.
"""

from psc_workflow._model.commands import SignMandate
from psc_workflow.rules import mandate_signature
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import DEBIT_UNKNOWN, NOTHING_DEBITED, SOMETHING_DEBITED

_need = ExampleMaker(mandate_signature.assess_need, quote=SOMETHING_DEBITED, signed=False, account=True)
_cover = ExampleMaker(mandate_signature.assess_cover, quote=SOMETHING_DEBITED, signed=False)
_signature = ExampleMaker(mandate_signature.assess)

EXAMPLES = (
    _need("first debit, account known, nothing signed"),
    _need("nothing is debited", "mandate-not-needed", quote=NOTHING_DEBITED),
    _need("whether a debit comes is not known", "debit-unknown", quote=DEBIT_UNKNOWN),
    _need("signed before", "mandate-already-signed", signed=True),
    _need("no account known", "account-needed", account=False),
    _need(
        "all three at once",
        "mandate-not-needed",
        "mandate-already-signed",
        "account-needed",
        quote=NOTHING_DEBITED,
        signed=True,
        account=False,
    ),
    _signature("evidence given", command=SignMandate("signature-2")),
    _signature("no evidence", "mandate-evidence-missing", command=SignMandate()),
    _signature("evidence empty", "text-blank", command=SignMandate("")),
    _signature("evidence in blanks", "text-blank", command=SignMandate("\u00a0\t")),
    _cover("cover debited, mandate signed", signed=True),
    _cover("cover debited, no mandate", "mandate-to-sign"),
    _cover("cover without a debit, no mandate", quote=NOTHING_DEBITED),
    _cover("cover whose debit is not known, no mandate", quote=DEBIT_UNKNOWN),
)
