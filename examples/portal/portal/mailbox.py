"""
Where effects go: into the table that the mailbox shows. A real portal sends mails instead, and keeps the tasks.
"""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal import clock, demonstration
from portal.documents import WRITTEN
from portal.models import Account, Delivery
from portal.texts import texts
from psc_workflow import Locale, mails
from psc_workflow.django.models import StoredDossier
from psc_workflow.effects import AnyEffect, ProduceDocument, SendInvitation, SendPasswordReset

INVITATION = "portal.invitation"
"""Salt of the tokens of invitations."""


def send(effect: AnyEffect) -> None:
    """Deliver *effect*; the same one again changes nothing."""
    dossier = StoredDossier.objects.load(str(effect.dossier))
    recipient = getattr(effect, "recipient", "employer")
    link = settings.PORTAL_ADDRESS + _path(effect)
    message = mails.render(effect, dossier.contract, link=link)
    to = {"recipient": getattr(recipient, "value", recipient), "address": getattr(effect, "address", None) or ""}
    words = {"subject": message.subject, "text": message.text, "locale": getattr(effect, "locale", None) or "fr"}
    fields = {"at": clock.now(), "kind": message.name, "dossier": dossier.id, "link": link, **to, **words}
    Delivery.objects.get_or_create(effect=effect.id, defaults=fields)


def confirm(account: Account, path: str, locale: Locale) -> None:
    """Ask whether an address is that of whoever made an account: this mail is the portal's own."""
    t, link = texts(locale), settings.PORTAL_ADDRESS + path
    text = "\n\n".join((t["confirm_mail"], f"{t['confirm_action']}\n{link}"))
    to = {"kind": "address-confirmation", "recipient": "login", "address": account.email}
    words = {"subject": t["confirm_subject"], "text": text, "locale": locale}
    fields = {"at": clock.now(), "dossier": account.dossier, "link": link, **to, **words}
    Delivery.objects.update_or_create(effect=f"confirmation-{account.code}", defaults=fields)


def _path(effect: AnyEffect) -> str:
    """Find the page on which the reader acts."""
    if isinstance(effect, SendInvitation):
        return str(reverse("invitation", args=[signing.dumps(effect.dossier, salt=INVITATION)]))
    if isinstance(effect, ProduceDocument) and effect.kind in WRITTEN:
        return str(reverse("document", args=[effect.kind.value]))
    if isinstance(effect, SendPasswordReset):
        from portal.accounts import reset_path  # noqa: PLC0415 -- which sends mails

        account = Account.objects.filter(dossier=effect.dossier).first()
        return reset_path(account) if account is not None else str(reverse("sign-in"))
    return str(reverse("home"))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the mails that went out, the last one first."""
    if not settings.PORTAL_DEMONSTRATION:
        raise Http404
    sent = Delivery.objects.all()
    if dossier := request.GET.get("file", ""):
        sent = sent.filter(dossier=dossier)
    from portal.host import HOST  # noqa: PLC0415 -- which sends mails

    people = {id_: row | {"contract": HOST.contracts[row["contract"]]} for id_, row in demonstration.agents().items()}
    of = dict(StoredDossier.objects.order_by().values_list("pk", "contract"))
    samples = {"people": people, "iban": demonstration.IBAN, "code": demonstration.CODE_ORGANISME}
    return render(request, "portal/mailbox.html", {"mails": sent[:100], "file": dossier, "contracts": of, **samples})


@require_safe
def mail(request: HttpRequest, effect: str) -> HttpResponse:
    """Show one mail."""
    if not settings.PORTAL_DEMONSTRATION:
        raise Http404
    sent = get_object_or_404(Delivery, pk=effect)
    of = StoredDossier.objects.filter(pk=sent.dossier).values_list("contract", flat=True).first()
    return render(request, "portal/mail.html", {"mail": sent, "of": of})
