"""
SEPA mandates signed alone: what is debited, from which account, once.
"""

from psc_workflow._model.commands import SignMandate
from psc_workflow.rules import mandate_signature
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import DEBIT_NOT_KNOWN, NOTHING_DEBITED, SOMETHING_DEBITED

_needed = Asking(mandate_signature.assess_needed, quote=SOMETHING_DEBITED, signed=False, account=True)
_cover = Asking(mandate_signature.assess_cover, quote=SOMETHING_DEBITED, signed=False)
_signing = Asking(mandate_signature.assess)

EXAMPLES = (
    _needed("first debit, account known, nothing signed"),
    _needed("nothing is debited", "mandate-not-needed", quote=NOTHING_DEBITED),
    _needed("whether a debit comes is not known", "debit-unknown", quote=DEBIT_NOT_KNOWN),
    _needed("signed before", "mandate-already-signed", signed=True),
    _needed("no account known", "account-needed", account=False),
    _needed(
        "all three at once",
        "mandate-not-needed",
        "mandate-already-signed",
        "account-needed",
        quote=NOTHING_DEBITED,
        signed=True,
        account=False,
    ),
    _signing("evidence given", given=SignMandate("signature-2")),
    _signing("no evidence", "mandate-evidence-missing", given=SignMandate()),
    _signing("evidence empty", "text-blank", given=SignMandate("")),
    _signing("evidence in blanks", "text-blank", given=SignMandate("\u00a0\t")),
    _cover("cover debited, mandate signed", signed=True),
    _cover("cover debited, no mandate", "mandate-to-sign"),
    _cover("cover without a debit, no mandate", quote=NOTHING_DEBITED),
    _cover("cover whose debit is not known, no mandate", quote=DEBIT_NOT_KNOWN),
)
