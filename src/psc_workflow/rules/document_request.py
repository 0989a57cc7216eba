"""
A document can be asked for once what it shows is known (téléchargement des documents).

What can be asked for on the screens can be asked for afterwards, too, as long as
the membership or the dispensation lasts; whoever is affiliated can have that
certified. Somebody affiliated by silence filled in no membership form.

Legal source:
    The guide, affiliation step 3 and subscription step 5, where the documents
    are offered. The certificate is a choice of this library.

Not modelled:
    The contents of the documents, which the host renders.

>>> assess(DocumentKind.NOTICE_INFORMATION, quote=None, completed_screens=()).holds
True
>>> assess(DocumentKind.DEVIS, quote=None, completed_screens=()).findings[0].code
'document-not-ready'
>>> assess(DocumentKind.MANDAT_SEPA, quote=None, completed_screens=["bank_details"]).findings[0].code
'document-not-ready'
>>> assess(DocumentKind.CERTIFICAT_ADHESION, quote=None, completed_screens=()).findings[0].code
'certificate-not-affiliated'
"""

from collections.abc import Collection

from psc_workflow._catalogue.wording import finding, journey
from psc_workflow._model.quote import Quote
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.rules import signature

TO_SIGN = (DocumentKind.BULLETIN_ADHESION, DocumentKind.MANDAT_SEPA)
"""Documents filled in from all screens before the signature."""

WITH_QUOTE = (DocumentKind.DEVIS, *TO_SIGN)
"""Documents that show the formula and its cost."""


def assess(
    kind: DocumentKind | None,
    *,
    quote: Quote | None,
    completed_screens: Collection[str],
    affiliated: bool = False,
    account: bool = False,
) -> Verdict:
    """
    Check that the document can be produced now.

    Args:
        quote: The current quote; ``None`` before a formula is chosen.
        completed_screens: Screens that are answered and come before the
            present one.
        affiliated: Whether the agent is affiliated, signed or by silence.
        account: Whether an account stands in the dossier of somebody who has
            no screen before them: a mandate needs no more.

    Returns:
        A verdict that holds; or ``document-kind-missing``,
        ``document-not-ready``, ``certificate-not-affiliated``,
        ``mandate-not-needed``, ``debit-unknown``.
    """
    if kind is None:
        return Verdict((finding("document-kind-missing", "kind"),))
    if kind is DocumentKind.CERTIFICAT_ADHESION:
        return Verdict() if affiliated else Verdict((finding("certificate-not-affiliated", "kind"),))
    has_account = "bank_details" in completed_screens or (account and kind is DocumentKind.MANDAT_SEPA)
    if kind in TO_SIGN and not has_account:
        return _refuse(kind, "bank_details")
    if kind not in WITH_QUOTE:
        return Verdict()
    if quote is None:
        return _refuse(kind, "formula")
    return signature.assess_mandate(quote, "kind") if kind is DocumentKind.MANDAT_SEPA else Verdict()


def _refuse(kind: DocumentKind, needed: str) -> Verdict:
    """Refuse *kind* until the screen *needed* is completed."""
    label = journey("affiliation").states[needed].label
    return Verdict((finding("document-not-ready", "kind", document=kind, needed=label),))
