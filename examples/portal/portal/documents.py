"""
Documents of the contract: as the file stands now or, once signed, as it stood then, whatever is answered later.
"""

from typing import Any

from django.template.loader import render_to_string

from portal import clock
from portal.models import Account, SignedDocument
from portal.texts import texts
from psc_workflow import Decision, DocumentKind, Dossier, Locale, Role, forms

WRITTEN = frozenset(map(DocumentKind, ("devis", "bulletin_adhesion", "mandat_sepa", "certificat_adhesion")))
"""What this portal can write from a file. The others are the insurer's own, and no contract's data hold them."""


def write(dossier: Dossier, kind: DocumentKind, locale: Locale, *, is_signed: bool = False) -> str:
    """Write a document as the file stands."""
    named: dict[str, Any] = {"at": clock.now(), "role": Role.AGENT, "locale": locale}
    context: dict[str, Any] = {"kind": kind.value, "contract": dossier.contract, "locale": locale, "t": texts(locale)}
    context |= {"now": clock.now(), "is_signed": is_signed, "view": dossier.view(**named)}
    context |= {"holder": dossier.record.answers.identity or dossier.record.agent, "file_number": dossier.id}
    context["answers_in_words"] = forms.summary(dossier, **named)
    page: str = render_to_string("portal/document_text.html", context)
    return page


def keep_signed(decision: Decision[Dossier], locale: Locale) -> None:
    """Keep the documents that a command has just signed as they are at this instant."""
    account = Account.objects.filter(dossier=decision.dossier.id).first()
    signed = {kind for step in decision.steps for kind in _signed_by(step.command, decision.dossier)}
    for kind in sorted(signed & WRITTEN) if account is not None else ():
        page = write(decision.dossier, kind, locale, is_signed=True)
        SignedDocument.objects.create(account=account, kind=kind.value, at=clock.now(), page=page)


def _signed_by(do: str, dossier: Dossier) -> set[DocumentKind]:
    signature = dossier.record.answers.signature
    if do == "sign" and signature is not None:
        return {DocumentKind.DEVIS, *(signature.documents_read or ())}
    return {DocumentKind.MANDAT_SEPA} if do == "sign-mandate" else set()
