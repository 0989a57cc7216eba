"""
From the link of the invitation to the personal space (création du compte et connexion).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. The other journeys do not depend on this one: a host with a sign-in
of its own ignores it. Passwords are read by a rule and never kept; lock-outs,
tokens and sessions are the host's. The link may be followed again.
"""

from psc_workflow.states._engine import Chart, State, TransitionList
from psc_workflow.states._guards.access import account_well_formed, login_told, membership_told, password_strong
from psc_workflow.states._guards.shared import mails_wanted
from psc_workflow.states._routes import has_account, has_no_account, login_failed, login_succeeded


class AccessChart(Chart):
    """From the invitation to the personal space."""

    # -- states ---------------------------------------------------------------

    invited: State = State("Invitation reçue", initial=True)
    activation: State = State("Création du compte")
    created: State = State("Compte créé")
    login: State = State("Connexion")
    reset: State = State("Nouveau mot de passe")
    signed_in: State = State("Espace personnel")

    # -- the account -------------------------------------------------------------

    open_invitation: TransitionList = (
        invited.to(login, cond=[membership_told, has_account])
        | invited.to(activation, cond=[membership_told, has_no_account])
        | activation.to(login, cond=[membership_told, has_account])
        | activation.to.itself(cond=[membership_told, has_no_account])
    )
    create_account: TransitionList = activation.to(created, cond=account_well_formed)
    continue_to_login: TransitionList = created.to(login)

    # -- signing in ---------------------------------------------------------------

    report_login: TransitionList = (
        login.to(signed_in, cond=[login_told, login_succeeded])
        | login.to.itself(cond=[login_told, login_failed])
    )  # fmt: skip
    forget_password: TransitionList = login.to(reset, cond=mails_wanted)
    reset_password: TransitionList = reset.to(login, cond=password_strong)
    go_back: TransitionList = reset.to(login)
    sign_out: TransitionList = signed_in.to(login)
