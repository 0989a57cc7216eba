"""
Documents: available at once, with a quote, or with the bank details.
"""

from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.rules import document_request
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import DEBIT_UNKNOWN, NOTHING_DEBITED, SOMETHING_DEBITED

_before_quote = ExampleMaker(document_request.assess, quote=None, completed_screens=())
_with_quote = ExampleMaker(document_request.assess, quote=SOMETHING_DEBITED, completed_screens=("formula",))
_with_account = ExampleMaker(
    document_request.assess, quote=SOMETHING_DEBITED, completed_screens=("formula", "bank_details")
)
_affiliated = ExampleMaker(
    document_request.assess, quote=SOMETHING_DEBITED, completed_screens=(), affiliated=True, account=True
)

EXAMPLES = (
    _before_quote("information notice, before anything is answered", kind=DocumentKind.NOTICE_INFORMATION),
    _before_quote("table of benefits, likewise", kind=DocumentKind.TABLEAU_GARANTIES),
    _before_quote("conditions of purchase, likewise", kind=DocumentKind.CONDITIONS_ACHAT),
    _before_quote("blank attestation, likewise", kind=DocumentKind.ATTESTATION_VIERGE),
    _before_quote("quote, no formula chosen", "document-not-ready", kind=DocumentKind.DEVIS),
    _with_quote("quote, formula chosen", kind=DocumentKind.DEVIS),
    _with_quote("membership form, no account given", "document-not-ready", kind=DocumentKind.BULLETIN_ADHESION),
    _with_quote("mandate, no account given", "document-not-ready", kind=DocumentKind.MANDAT_SEPA),
    _with_account("membership form, account given", kind=DocumentKind.BULLETIN_ADHESION),
    _with_account("mandate, account given", kind=DocumentKind.MANDAT_SEPA),
    _with_account(
        "mandate, nothing debited", "mandate-not-needed", kind=DocumentKind.MANDAT_SEPA, quote=NOTHING_DEBITED
    ),
    _with_account("mandate, debit not known", "debit-unknown", kind=DocumentKind.MANDAT_SEPA, quote=DEBIT_UNKNOWN),
    _with_account("membership form, nothing debited", kind=DocumentKind.BULLETIN_ADHESION, quote=NOTHING_DEBITED),
    _with_account(
        "membership form, account given but no quote",
        "document-not-ready",
        kind=DocumentKind.BULLETIN_ADHESION,
        quote=None,
    ),
    _with_account(
        "mandate, account given but no quote", "document-not-ready", kind=DocumentKind.MANDAT_SEPA, quote=None
    ),
    _with_account("which document is not told", "document-kind-missing", kind=None),
    _affiliated("certificate, affiliated", kind=DocumentKind.CERTIFICAT_ADHESION),
    _with_account(
        "certificate, not affiliated yet", "certificate-not-affiliated", kind=DocumentKind.CERTIFICAT_ADHESION
    ),
    _affiliated("mandate, affiliated by silence, account given since", kind=DocumentKind.MANDAT_SEPA),
    _affiliated(
        "mandate, affiliated by silence, no account", "document-not-ready", kind=DocumentKind.MANDAT_SEPA, account=False
    ),
    _affiliated("membership form, affiliated by silence", "document-not-ready", kind=DocumentKind.BULLETIN_ADHESION),
)
