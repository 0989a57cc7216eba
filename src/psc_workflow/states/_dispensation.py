"""
From the wish to be exempted to a dispensation granted, renewed, ended or renounced (parcours de dispense).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. A dispensation exempts from the affiliation: starting either journey
sets the other aside, and while a dispensation is in force nobody can be
affiliated. It rests on a motive and on an attestation sur l'honneur, which is
checked as soon as it is given and must be given again every year. When it ends,
for whatever reason, the agent is invited again (``invited_again``, in the
affiliation) and has the same time to answer as the first time.

Priority. When the time to answer runs out, the request that was not made is
closed before the agent is affiliated automatically.
"""

from psc_workflow.states._engine import Chart, Gate, State, all_to, itself
from psc_workflow.states._guards.dispensation import (
    attestation_complete,
    attestation_renewed,
    attested,
    motive_end_given,
    motive_holds,
    warning_read,
)
from psc_workflow.states._guards.membership import outcome_given
from psc_workflow.states._guards.shared import dispensation_open, document_ready, draft_kept, due, membership_not_over
from psc_workflow.states._routes import motive_is_over, motive_still_holds

while_open = Gate(dispensation_open)
"""Declares what can be done while a dispensation may be asked for."""

before_the_end = Gate(membership_not_over)
"""Declares what can be done as long as the membership is not over for good."""


class DispensationChart(Chart):
    """From the home page of the dispensation to its end."""

    # -- states ---------------------------------------------------------------

    home = State("Accueil de la dispense", initial=True)
    motive = State("Motif de dispense")
    attestation = State("Attestation sur l’honneur")
    granted = State("Dispense accordée")
    renewal_due = State("Attestation à renouveler")
    expired = State("Dispense expirée")
    renounced = State("Dispense levée")
    closed = State("Délai de demande écoulé")

    main_way = ("start_dispensation", "choose_motive", "attest", "request_dispensation")

    # -- asking -----------------------------------------------------------------

    start_dispensation = all_to(motive, home, closed, expired, renounced, cond=dispensation_open)
    choose_motive = (
        while_open(motive, attestation, motive_holds)
        | while_open(attestation, attestation, motive_holds)
    )  # fmt: skip
    attest = while_open(attestation, attestation, attestation_complete)
    request_dispensation = while_open(attestation, granted, attested, warning_read)

    # -- on every open screen -----------------------------------------------------

    go_back = before_the_end(motive, home) | before_the_end(attestation, motive)
    save_and_quit = before_the_end.stay(motive, attestation, cond=draft_kept)
    resume = before_the_end.stay(motive, attestation)
    request_document = before_the_end.stay(motive, attestation, granted, renewal_due, cond=document_ready)

    # -- while it lasts, and its end ------------------------------------------------

    renew_dispensation = before_the_end(renewal_due, granted, attestation_renewed)
    renounce_dispensation = all_to(renounced, granted, renewal_due, cond=membership_not_over)
    report_motive_end = (
        all_to(expired, granted, renewal_due, cond=[membership_not_over, motive_end_given, motive_is_over])
        | itself(granted, renewal_due, cond=[membership_not_over, motive_end_given, motive_still_holds])
    )  # fmt: skip

    # -- what a manager looks at -------------------------------------------------------

    report_not_mine = itself(granted, renewal_due, cond=membership_not_over)
    report_processing = itself(granted, renewal_due, cond=[membership_not_over, outcome_given])

    # -- deadlines ------------------------------------------------------------------

    set_aside = all_to(home, motive, attestation, cond=due)
    dispensation_window_ends = all_to(closed, home, motive, attestation, cond=due)
    renewal_falls_due = granted.to(renewal_due, cond=due)
    dispensation_expires = all_to(expired, granted, renewal_due, cond=due)
