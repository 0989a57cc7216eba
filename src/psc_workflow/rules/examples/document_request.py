"""
Documents asked for: at once, once there is a quote, once all screens are filled in.
"""

from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.rules import document_request
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import DEBIT_NOT_KNOWN, NOTHING_DEBITED, SOMETHING_DEBITED

_early = Asking(document_request.assess, quote=None, done=())
_quoted = Asking(document_request.assess, quote=SOMETHING_DEBITED, done=("formula",))
_filled_in = Asking(document_request.assess, quote=SOMETHING_DEBITED, done=("formula", "bank_details"))

EXAMPLES = (
    _early("information notice, before anything is answered", kind=DocumentKind.NOTICE_INFORMATION),
    _early("table of benefits, likewise", kind=DocumentKind.TABLEAU_GARANTIES),
    _early("conditions of purchase, likewise", kind=DocumentKind.CONDITIONS_ACHAT),
    _early("blank attestation, likewise", kind=DocumentKind.ATTESTATION_VIERGE),
    _early("quote, no formula chosen", "document-not-ready", kind=DocumentKind.DEVIS),
    _quoted("quote, formula chosen", kind=DocumentKind.DEVIS),
    _quoted("membership form, no account given", "document-not-ready", kind=DocumentKind.BULLETIN_ADHESION),
    _quoted("mandate, no account given", "document-not-ready", kind=DocumentKind.MANDAT_SEPA),
    _filled_in("membership form, account given", kind=DocumentKind.BULLETIN_ADHESION),
    _filled_in("mandate, account given", kind=DocumentKind.MANDAT_SEPA),
    _filled_in("mandate, nothing debited", "mandate-not-needed", kind=DocumentKind.MANDAT_SEPA, quote=NOTHING_DEBITED),
    _filled_in("mandate, debit not known", "debit-unknown", kind=DocumentKind.MANDAT_SEPA, quote=DEBIT_NOT_KNOWN),
    _filled_in("membership form, nothing debited", kind=DocumentKind.BULLETIN_ADHESION, quote=NOTHING_DEBITED),
    _filled_in(
        "membership form, account given but no quote",
        "document-not-ready",
        kind=DocumentKind.BULLETIN_ADHESION,
        quote=None,
    ),
    _filled_in("mandate, account given but no quote", "document-not-ready", kind=DocumentKind.MANDAT_SEPA, quote=None),
    _filled_in("which document is not told", "document-kind-missing", kind=None),
)
