"""
From the link of the invitation to the personal space (création du compte et connexion).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. The other journeys do not depend on this one: a host with a sign-in
of its own ignores it. Passwords are read by a rule and never kept; lock-outs,
tokens and sessions are the host's. The link may be followed again, and a mail
that did not come is asked for again.
"""

from psc_workflow.states._engine import Chart, State
from psc_workflow.states._guards.access import account_well_formed, login_given, membership_given, password_strong
from psc_workflow.states._guards.shared import mails_allowed
from psc_workflow.states._routes import has_account, has_no_account, login_failed, login_succeeded


class AccessChart(Chart):
    """From the invitation to the personal space."""

    # -- states ---------------------------------------------------------------

    invited = State("Invitation reçue", initial=True)
    activation = State("Création du compte")
    created = State("Compte créé")
    login = State("Connexion")
    reset = State("Nouveau mot de passe")
    signed_in = State("Espace personnel")

    main_way = ("open_invitation", "create_account", "continue_to_login", "report_login")

    # -- the account -------------------------------------------------------------

    open_invitation = (
        invited.to(login, cond=[membership_given, has_account])
        | invited.to(activation, cond=[membership_given, has_no_account])
        | activation.to(login, cond=[membership_given, has_account])
        | activation.to.itself(cond=[membership_given, has_no_account])
    )
    create_account = activation.to(created, cond=account_well_formed)
    continue_to_login = created.to(login)

    # -- signing in ---------------------------------------------------------------

    report_login = (
        login.to(signed_in, cond=[login_given, login_succeeded])
        | login.to.itself(cond=[login_given, login_failed])
    )  # fmt: skip
    forget_password = (
        login.to(reset, cond=mails_allowed)
        | reset.to.itself(cond=mails_allowed)
    )  # fmt: skip
    reset_password = reset.to(login, cond=password_strong)
    go_back = reset.to(login)
    sign_out = signed_in.to(login)
