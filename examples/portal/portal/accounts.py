"""
Accounts: from the invitation to signing in, and a password that was forgotten.

Nobody learns whether an address has an account: every answer is the same, takes
as long, and comes as seldom.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock, errors, mailbox, screens
from portal.models import Account, Attempt
from psc_workflow import Command, Decision, Dossier, PriorMembership, Role
from psc_workflow import commands as do
from psc_workflow.django.models import StoredDossier

_INVITED = "invited"
_TO_JOIN = ("open-invitation", "create-account")
_CONFIRMATION = "portal.confirmation"
_DAY = dt.timedelta(days=1)
_WINDOW = dt.timedelta(minutes=15)
_MOST_BY_ADDRESS, _MOST_BY_MACHINE = 5, 100

View = Callable[..., HttpResponse]
signed_in: Callable[[View], View] = login_required(redirect_field_name=None)
"""Lead others to the sign-in page."""


def roles(*allowed: Role) -> Callable[[View], View]:
    """Show a page to accounts of these roles alone; to others, it does not exist."""

    def decorate(view: View) -> View:
        @signed_in
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if request.user.role not in allowed:
                raise Http404
            return view(request, *args, **named)

        return guarded

    return decorate


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to their own page."""
    return redirect("space" if request.user.is_agent else "desk")


# -- from the invitation to the account ----------------------------------------------------------


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link of the invitation, which tells whose file it is."""
    try:
        dossier = signing.loads(token, salt=mailbox.INVITATION)
    except signing.BadSignature:
        return errors.not_found(request)
    if request.user.is_authenticated and request.user.dossier != dossier:
        logout(request)
    request.session[_INVITED] = dossier
    return redirect("sign-in" if Account.objects.filter(dossier=dossier).exists() else "join")


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask whether the agent is a member already, then for an address and a password."""
    dossier = request.session.get(_INVITED)
    if dossier is None:
        return redirect("sign-in")
    file, state = screens.File(dossier, Role.AGENT, _code(dossier), reverse("join")), _access(dossier)
    if Account.objects.filter(dossier=dossier).exists():
        is_new = state == "created"  # or was, a click ago
        return render(request, "portal/confirmation_sent.html") if is_new else redirect("sign-in")
    command = "create-account" if state == "activation" else "open-invitation"
    if request.POST.get("membership") == "active":  # of whom this portal knows no account
        return screens.show(request, file, do=command, template="portal/no_account.html")
    then = functools.partial(_joined, request)
    return screens.page(request, file, do=command, may=_TO_JOIN, then=then, template="portal/join.html")


def _code(dossier: str) -> str:
    return f"agent-{dossier}"


def _joined(request: HttpRequest, decision: Decision[Dossier]) -> HttpResponse | None:
    """Keep the account that the rules have accepted, in the same transaction."""
    if not screens.gave(decision, "create-account"):
        return None
    dossier = decision.dossier
    account = Account(code=_code(dossier.id), role=Role.AGENT.value, dossier=dossier.id)
    account.email = str(dossier.record.login).lower()
    account.set_password(request.POST["password"])
    account.save()
    return _ask_to_confirm(request, account)


# -- the address ---------------------------------------------------------------------------------


def _access(dossier: str) -> str:
    return StoredDossier.objects.load(dossier).as_of(clock.now()).states["access"]


def _ask_to_confirm(request: HttpRequest, account: Account) -> HttpResponse:
    """Write to the address: whoever reads the mail confirms that it is theirs, for a new password will go there."""
    token = signing.dumps([account.code, account.email], salt=_CONFIRMATION)
    mailbox.confirm(account, reverse("confirm", args=[token]), request.locale)
    return render(request, "portal/confirmation_sent.html", {"email": account.email})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address, and sign in: the link came to it, and the account was made by whoever was invited."""
    try:
        code, email = signing.loads(token, salt=_CONFIRMATION, max_age=_DAY)
    except signing.BadSignature:
        return errors.not_found(request)
    account = Account.objects.filter(code=code, email=email).first()
    if account is None or _access(str(account.dossier)) != "created":
        return redirect("sign-in")  # the link has served
    if request.method != "POST":
        return render(request, "portal/confirm_address.html", {"email": email})
    _report(account, do.ContinueToLogin())
    return _enter(request, account)


# -- signing in ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who is there."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("home")
        return render(request, "portal/sign_in.html", {"is_reset": request.session.pop("is_reset", False)})
    email = _address(request)
    if is_throttled(request, "sign-in", email):
        return render(request, "portal/sign_in.html", {"wrong": "throttled"}, status=429)
    account = find(email, request.POST.get("password", ""), request.session.get(_INVITED))
    if account is None:
        return render(request, "portal/sign_in.html", {"wrong": "no_such_account"}, status=422)
    if account.is_agent and _access(str(account.dossier)) == "created":
        return _ask_to_confirm(request, account)  # the address may be that of somebody else, whose password is guessed
    Attempt.objects.filter(digest=_digest("sign-in", email)).delete()
    return _enter(request, account)


def _enter(request: HttpRequest, account: Account) -> HttpResponse:
    login(request, account)
    if account.is_agent:
        _report(account, do.OpenInvitation(PriorMembership.ACTIVE))
        _report(account, do.ReportLogin(success=True))
    return redirect("home")


def find(email: str, password: str, invited: str | None = None) -> Account | None:
    """
    Find the account of an address and a password; a wrong address takes as long as a wrong password.

    Of several, that of the file whose invitation was followed comes first.
    """
    accounts = list(Account.objects.filter(email=email)[:10])
    matches = [account for account in accounts if check_password(password, account.password)]
    if not accounts:
        make_password(password)
    return min(matches, key=lambda account: account.dossier != invited, default=None)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    account = request.user
    if account.is_authenticated and account.is_agent:
        _report(account, do.SignOut())
    logout(request)
    return redirect("sign-in")


def _address(request: HttpRequest) -> str:
    """Read an address to sign in with, as the account was given it; PostgreSQL looks for no NUL."""
    return str(do.CreateAccount(request.POST.get("email", "")).email or "").lower().replace("\0", "")


def is_throttled(request: HttpRequest, what: str, email: str) -> bool:
    """Count an attempt, by address and by machine; whether there were too many of late."""
    limits = {email: _MOST_BY_ADDRESS, request.META.get("REMOTE_ADDR"): _MOST_BY_MACHINE}
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - _WINDOW).delete()
    counts = {_digest(what, whose): most for whose, most in limits.items()}
    Attempt.objects.bulk_create(Attempt(digest=digest, at=now) for digest in counts)
    return any(Attempt.objects.filter(digest=digest).count() > most for digest, most in counts.items())


def _digest(what: str, whose: object) -> str:
    return hashlib.sha256(f"{what} {whose}".encode()).hexdigest()


def _report(account: Account, command: Command, *, is_known: bool = True) -> Decision[Dossier]:
    """Tell the file what happened, where that is of interest to it; by whom, if it is known that it was the agent."""
    by = account.code if is_known else None
    return StoredDossier.objects.decide(str(account.dossier), command, at=clock.now(), role=Role.AGENT, by=by)


# -- a password that was forgotten ---------------------------------------------------------------


def reset_path(account: Account) -> str:
    """Write the path of the page on which *account* gets a new password."""
    return str(reverse("reset", args=[account.code, default_token_generator.make_token(account)]))


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a mail, if there is an account, and say the same if there is none."""
    if request.method != "POST":
        return render(request, "portal/forgotten.html")
    email = _address(request)
    if not is_throttled(request, "forgotten", email):
        agents = Account.objects.filter(role=Role.AGENT.value)
        its = list(agents.filter(email=email)[:10])
        with transaction.atomic():
            for account in its or agents[:1]:  # where nobody has the address, the same is done for somebody, and undone
                for command in (do.SignOut(), do.ForgetPassword()):  # whoever knows the address may ask
                    _report(account, command, is_known=False)
            transaction.set_rollback(not its)
        screens.deliver_soon()
    return render(request, "portal/forgotten.html", {"is_sent": True})


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Choose a new password, whoever holds the link of the mail."""
    account = Account.objects.filter(code=code).first()
    if account is None or not default_token_generator.check_token(account, token):
        return errors.not_found(request)

    def keep(decision: Decision[Dossier]) -> HttpResponse | None:
        if not screens.gave(decision, "reset-password"):
            return None
        account.set_password(request.POST["password"])
        account.save()
        request.session["is_reset"] = True
        return redirect("sign-in")

    file = screens.File(str(account.dossier), Role.AGENT, account.code, reverse("sign-in"))
    its = "reset-password"
    return screens.page(request, file, do=its, may=(its,), then=keep, template="portal/join.html")
